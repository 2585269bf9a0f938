//! Capital words that stand where a ship's name may stand and are none: parties, towns, answers to a question.

use super::items::{Item, Placed};
use crate::entities::concept::{Concepts as C, one_of};
use crate::entities::label::Label;
use crate::entities::page::Span;

/// A cue for a person or company stands right before item `index`.
pub(super) fn announced_party(text: &str, items: &[Placed], index: usize) -> bool {
    let party = one_of(&[
        C::MASTER,
        C::OWNER,
        C::OPERATOR,
        C::BENEFICIAL,
        C::CHARTERER,
        C::PERSON,
        C::CREW,
    ]);
    let Some(own) = items.get(index) else {
        return false;
    };
    items.iter().take(index).rev().take(3).any(|p| {
        let gap = text.get(p.span.end..own.span.start).unwrap_or("");
        matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(party))
            && gap.len() <= 12
            && !gap.contains(['.', ';', '\n'])
    })
}

/// `The owner of the vessel is …`, `Nakhoda kapal adalah …`: the sentence names the party, not the ship.
pub(super) fn of_a_party(text: &str, items: &[Placed], index: usize) -> bool {
    let party = one_of(&[
        C::MASTER,
        C::OWNER,
        C::OPERATOR,
        C::BENEFICIAL,
        C::CHARTERER,
    ]);
    let before = items
        .iter()
        .take(index)
        .rev()
        .take(4)
        .find(|p| !matches!(p.item, Item::Word { .. }));
    let (Some(own), Some(before)) = (items.get(index), before) else {
        return false;
    };
    let asked = matches!(&before.item, Item::Cue { concepts, .. } if concepts.any(party));
    let gap = text.get(before.span.end..own.span.start).unwrap_or("");
    let tail = text.get(own.span.end..).unwrap_or("");
    asked
        && gap.len() <= 9
        && !gap.contains([',', '.', ';', ':', '(', '"'])
        && !gap.chars().any(char::is_uppercase)
        && [
            " is ", " was ", " es ", " era ", " est ", " était ", " é ", " ist ", " war ",
            " adalah ", " ialah ", " è ", ", ", ": ", " : ",
        ]
        .iter()
        .any(|w| tail.starts_with(w))
}

/// `Nakhoda kapal adalah Yulius`, `mestre da embarcação Ildo Fortes`: who is named is the vessel's master, not the
/// vessel. The name is set as a person's, in a page that sets vessels' names in capitals or after a verb.
pub(super) fn masters(text: &str, items: &[Placed], index: usize, passage: &Span) -> bool {
    let (Some(own), Some(before)) = (
        items.get(index),
        index.checked_sub(1).and_then(|i| items.get(i)),
    ) else {
        return false;
    };
    let master =
        matches!(&before.item, Item::Cue { labels, .. } if labels.as_slice() == [Label::Master]);
    let gap = text.get(before.span.end..own.span.start).unwrap_or("");
    if !master
        || !matches!(
            gap,
            " " | " da "
                | " do "
                | " del "
                | " de la "
                | " du "
                | " of the "
                | " der "
                | " des "
                | " della "
        )
    {
        return false;
    }
    let tail = text.get(own.span.end..passage.end).unwrap_or("");
    let verb = [
        " adalah ", " ialah ", " is ", " es ", " est ", " é ", " ist ", " è ", " era ", " était ",
        " was ",
    ]
    .iter()
    .any(|w| tail.starts_with(w));
    let person = tail.strip_prefix(' ').is_some_and(|rest| {
        let mut words = rest.split([' ', ',', '.']);
        let titled = |w: Option<&str>| {
            w.is_some_and(|w| {
                w.len() > 2
                    && w.starts_with(char::is_uppercase)
                    && w.chars().skip(1).all(char::is_lowercase)
            })
        };
        titled(words.next()) && titled(words.next())
    });
    verb || person && gap != " "
}

/// `Sandvíkin of Vágur (VA 318)`: the bracket's words follow the ship's town.
pub(super) fn is_home(text: &str, name: &Span) -> bool {
    text.get(..name.start)
        .and_then(|head| head.strip_suffix(" of "))
        .and_then(|head| head.rsplit(' ').next())
        .is_some_and(|word| {
            word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphanumeric)
        })
}

/// `Capitaine : Benito Graña (Espagne)`: the words from a colon to the bracket answer what stands before the colon.
pub(super) fn answers(text: &str, name: &Span) -> bool {
    let mut start = name.start;
    while let Some(head) = text.get(..start) {
        let bare = head.trim_end();
        if bare.ends_with(':') {
            return true;
        }
        let from = bare.rfind([' ', '\n']).map_or(0, |at| at + 1);
        let word = bare.get(from..).unwrap_or("");
        if from >= start || bare.is_empty() || !word.starts_with(char::is_uppercase) {
            return false;
        }
        start = from;
    }
    false
}
