//! Capital words that stand where a ship's name may stand and are none: parties, towns, answers to a question.
//!
//! `Mr B. Tan (Malaysia)`, `the owner of the vessel is Vega`.

use super::abbreviation::abbreviation;
use super::items::{Item, Kind, Placed};
use crate::entities::caption::PARTY;
use crate::entities::page::Span;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Sense, lookup, phrases, with_folded};

/// A cue for a person or company stands right before item `index`.
pub(super) fn announced_party(text: &str, items: &[Placed], index: usize) -> bool {
    let party = PARTY.with(C::PERSON).with(C::CREW);
    let Some(own) = items.get(index) else {
        return false;
    };
    items.iter().take(index).rev().take(6).any(|p| {
        let gap = text.get(p.span.end..own.span.start).unwrap_or("");
        // `Capt. Aleksei Matveev`
        let dotted = gap.starts_with(". ") && abbreviation(text, p.span.end);
        let gap = gap.get(usize::from(dotted)..).unwrap_or("");
        // `Her master, Juan Manuel Otero Vidal (Spain)`: the head of the person's name.
        let named = gap.len() <= 40
            && gap
                .trim_matches([' ', ','])
                .split(' ')
                .all(|w| w.starts_with(char::is_uppercase));
        matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(party))
            && (gap.len() <= 12 || named)
            && !gap.contains(['.', ';', '\n'])
    })
}

/// `The owner of the vessel is …`, `Nakhoda kapal adalah …`: the sentence names the party, not the ship.
pub(super) fn of_a_party(text: &str, items: &[Placed], index: usize) -> bool {
    let before = items
        .iter()
        .take(index)
        .rev()
        .take(4)
        .find(|p| !matches!(p.item, Item::Word { .. }));
    let (Some(own), Some(before)) = (items.get(index), before) else {
        return false;
    };
    let asked = matches!(&before.item, Item::Cue { concepts, .. } if concepts.any(PARTY));
    let gap = text.get(before.span.end..own.span.start).unwrap_or("");
    let tail = text.get(own.span.end..).unwrap_or("");
    asked
        && gap.len() <= 9
        && !gap.contains([',', '.', ';', ':', '(', '"'])
        && !gap.chars().any(char::is_uppercase)
        && phrases::PARTY_IS.begin(tail).is_some()
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

/// `, patron du …`, `, armateur et capitaine`: what a person is of a ship.
pub(super) fn plays_a_part(tail: &str) -> bool {
    let Some(part) = tail.strip_prefix(", ") else {
        return false;
    };
    let word = part.split([' ', ',']).next().unwrap_or("");
    let behind = part.get(word.len()..).unwrap_or("");
    lookup(word).is_some_and(|t| t.strong.any(C::MASTER.with(C::OWNER)))
        && (phrases::OF_THE_VESSEL.begin(behind).is_some()
            || phrases::BETWEEN_VALUES.begin(behind).is_some())
}

/// How far back the talk of ships is looked for, in bytes.
const TALK: usize = 1500;

/// The passage, or what stands shortly before it, speaks of ships, fishing or their numbers.
pub(super) fn speaks_of_ships(text: &str, passage: &Span) -> bool {
    let from = passage.start.saturating_sub(TALK);
    let from = (from..=passage.start)
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(passage.start);
    let talk = text.get(from..passage.end).unwrap_or("").to_lowercase();
    phrases::OF_SHIPS.within(&talk)
}

/// `PORT SELWYN, 17 June 2025`: a place and a day.
pub(super) fn dated(items: &[Placed], name: &Span) -> bool {
    items
        .iter()
        .find(|p| p.span.start >= name.end)
        .is_some_and(|p| {
            p.span.start <= name.end + 3 && matches!(p.item, Item::Value(Kind::Date(_)))
        })
}

/// `the cutter Grey Heron`: a sentence names the ship at `place`.
fn named_craft(text: &str, place: &Span) -> bool {
    let head = text.get(..place.start).and_then(|t| t.strip_suffix(' '));
    let word = head.and_then(|t| t.rsplit([' ', '\n']).next());
    let led = word.is_some_and(|word| {
        word.ends_with(char::is_lowercase) || phrases::ARTICLES.holds(&word.to_lowercase())
    });
    // `guardacostas GC-24`: a number is no name.
    let tail = text.get(place.end..).and_then(|t| t.strip_prefix(' '));
    let next = tail.and_then(|t| t.split(' ').next()).unwrap_or("");
    led && next.starts_with(char::is_uppercase) && !next.contains(|c: char| c.is_ascii_digit())
}

/// `bunker`, `patrol vessel` where no name follows: a word for a ship that is no vessel of the page.
pub(super) fn no_craft(text: &str, place: &Span) -> bool {
    let printed = text.get(place.clone()).unwrap_or("").to_lowercase();
    matches!(printed.as_str(), "bunker" | "carrier" | "carriers")
        || phrases::PATROLS.within(&printed) && !named_craft(text, place)
}

/// A ship of the authorities is no vessel of the page.
pub(super) fn patrols(text: &str, placed: &Placed) -> bool {
    if named_craft(text, &placed.span) {
        return false;
    }
    // `Kapal Pengawas …`: the word stands behind.
    let tail = text.get(placed.span.end..).unwrap_or("");
    let next = tail.trim_start().split(' ').next().map_or(0, str::len);
    let head = text.get(..placed.span.end + 1 + next).unwrap_or("");
    let near = head
        .get(
            head.char_indices()
                .rev()
                .nth(24 + next)
                .map_or(0, |(i, _)| i)..,
        )
        .unwrap_or("")
        .to_lowercase();
    phrases::PATROLS.within(&near)
}

/// A word for a ship: `vessel`, `trawler's`.
pub(super) fn is_ship(word: &str) -> bool {
    let word = word.trim_end_matches("'s").trim_end_matches("’s");
    lookup(word.trim_end_matches(|c: char| !c.is_alphanumeric())).is_some_and(|t| {
        t.strong == C::SHIP
            || t.senses
                .iter()
                .any(|s| matches!(s, Sense::VesselType | Sense::VesselTypeGeneric))
    })
}

/// `gave his name as`, `port below the name`, `the skipper, identified as`: no vessel's name follows.
pub(super) fn other_name(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or("");
    // `Son capitaine, un ressortissant français nommé`
    let clause = head.rsplit(['.', ';', ':', '(', '\n']).next().unwrap_or("");
    let national = phrases::NATIONALS.places_of_words(clause).into_iter().max();
    let national = national.is_some_and(|(at, _)| clause.len() - at <= 40);
    let person = head
        .strip_suffix(", ")
        .and_then(|head| head.rsplit([' ', '\n']).next())
        .is_some_and(|word| with_folded(word, |word| phrases::PERSON_WORDS.holds(word)));
    // `the skipper, a 29-year-old Latvian named`: no ship stands between.
    let called = text
        .get(at..)
        .is_some_and(|t| phrases::PERSON_NAMED.begin(t).is_some());
    called || person || national || phrases::NO_SHIPS_NAME.end(head).is_some()
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn persons_towns_and_notices_are_no_vessels() {
        for text in [
            "Present: Ms A. Costa (Portugal), Mr B. Tan (Malaysia) of the fishing committee.",
            "Yours, J. Rey (Spain)",
            "NOTICE - ROAD CLOSED (Spain). The road between Muros and Noia is closed.",
            "The owner of the vessel is Alba Mar Ltd.",
            "Capitaine : Benito Lauro (Espagne). Le navire est parti.",
            "Cutter ALBA, patrol 39.",
            "Neither vessel had a NEAFC observer on board.",
        ] {
            let (page, _) = extract_page(text, &Carried::default());
            let ship = page.entities.iter().find(|e| e.label == Label::VesselName);
            assert_eq!(ship, None, "{text}");
        }
    }
}
