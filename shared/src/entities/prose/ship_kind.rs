//! A kind of vessel with the words that say which it is: `offshore patrol vessel`, `stick-held dip netter`, `whelk boat`,
//! `arrasteiro de popa`, `chalutier de grande pêche JOSEPH ROTY`.

use super::items::{Item, Kind, Placed};
use crate::entities::page::Span;
use crate::entities::words::lexicon::phrases;

/// Most words that are joined on one side.
const WORDS: usize = 3;

/// The whole words for the kind of vessel at `place`, with what they are; the things before it that belong to it are taken
/// off `out`. A word for any vessel is a kind if the words beside it make it one.
pub(super) fn whole(
    text: &str,
    limit: &Span,
    place: &Span,
    kind: Kind,
    out: &mut Vec<Placed>,
) -> (Span, Kind) {
    let (start, made) = before(text, limit, place, out);
    let typed = made || kind == Kind::VesselType;
    let end = behind(text, limit, place, typed);
    if !typed && end == place.end {
        return (place.clone(), kind);
    }
    while out.last().is_some_and(|last| last.span.start >= start) {
        out.pop();
    }
    (start..end, Kind::VesselType)
}

/// Where the words before a kind begin, and whether one of them makes a kind of a word for any vessel.
fn before(text: &str, limit: &Span, place: &Span, out: &[Placed]) -> (usize, bool) {
    let capital = |at: usize| {
        text.get(at..)
            .is_some_and(|t| t.starts_with(char::is_uppercase))
    };
    let named = text
        .get(place.end..)
        .and_then(|tail| tail.strip_prefix(' '))
        .is_some_and(|tail| tail.starts_with(char::is_uppercase));
    let (mut start, mut made) = (place.start, false);
    let mut things = out.iter().rev().peekable();
    for _ in 0..WORDS {
        let head = text.get(limit.start..start).unwrap_or("");
        let Some(body) = head.strip_suffix([' ', '-']) else {
            break;
        };
        let word = body
            .rsplit(|c: char| !c.is_alphanumeric() && c != '-')
            .next()
            .unwrap_or("");
        let from = limit.start + body.len() - word.len();
        // `tanker Ocean Bunker, flag Liberia`: a name. `the Salvage Tug Atlas`
        let opens = || body.len() == word.len();
        if capital(from) && !opens() && !(capital(place.start) && named) {
            break;
        }
        let mut catch = false;
        let mut whole = false;
        while let Some(thing) = things.next_if(|thing| thing.span.start >= from) {
            catch = matches!(thing.item, Item::Value(Kind::Species | Kind::Gear));
            whole = thing.span.start == from
                && !matches!(thing.item, Item::Stop | Item::Value(Kind::Country { .. }));
        }
        let small = word.to_lowercase();
        let makes = phrases::MAKE_A_KIND_OF_SHIP.holds(&small)
            || catch && phrases::BOATS.holds(text.get(place.clone()).unwrap_or(""));
        if !whole || !makes && !phrases::BEFORE_A_KIND_OF_SHIP.holds(&small) {
            break;
        }
        made |= makes;
        start = from;
    }
    (start, made)
}

/// Where the words behind a kind end.
fn behind(text: &str, limit: &Span, place: &Span, typed: bool) -> usize {
    let mut end = place.end;
    for _ in 0..WORDS {
        let tail = text.get(end..limit.end).unwrap_or("");
        let told = phrases::BEHIND_A_KIND_OF_SHIP
            .begin(tail)
            .filter(|told| typed && !tail.get(told.len()..).is_some_and(goes_on));
        let Some(length) = told.map(str::len) else {
            break;
        };
        end += length;
    }
    end
}

/// A word goes on there.
fn goes_on(tail: &str) -> bool {
    tail.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_kind_of_vessel_is_named_with_the_words_that_say_which_it_is() {
        for (text, kinds) in [
            (
                "The offshore patrol vessel Grey Heron met the stick-held dip netter Alba Nova 8.",
                &["offshore patrol vessel", "stick-held dip netter"][..],
            ),
            ("The disabled trawler Grey Heron was lost.", &["trawler"]),
            ("The whelk boat Grey Heron was lost.", &["whelk boat"]),
            (
                "Le cargo Baltic Moon et le chalutier glacier Héron Gris ont coulé.",
                &["cargo", "chalutier glacier"],
            ),
            (
                "La palangrera Garza Azul y la lancha cerquera Alba Nova zarparon.",
                &["palangrera", "lancha cerquera"],
            ),
            ("The fishing vessel Grey Heron was lost.", &[]),
            (
                "O arrasteiro de popa Garça Azul encalhou.",
                &["arrasteiro de popa"],
            ),
            (
                "Le chalutier de grande pêche Héron Gris a coulé.",
                &["chalutier de grande pêche"],
            ),
            ("El buque de acero Garza Azul se hundió.", &[]),
        ] {
            assert_eq!(values(text, Label::VesselType), kinds, "{text}");
        }
    }
}
