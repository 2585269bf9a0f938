//! Whose a find in running text is: the vessel of a name, of a number, of a sentence that speaks of all.

use super::Hit;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::words::concept::Concepts;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases};
use crate::entities::words::tokens::Tokens;

/// `Both vessels fly the flag of Ghana`: what the sentence says is nobody's alone.
pub(super) fn of_all(reader: &Reader<'_>, span: &Span, ends: &[usize], sentence: usize) -> bool {
    let from = sentence
        .checked_sub(1)
        .and_then(|before| ends.get(before).copied())
        .unwrap_or(span.start);
    let to = ends.get(sentence).copied().unwrap_or(span.end);
    let tokens = Tokens::of(reader.page, &(from..to));
    (0..tokens.len()).any(|at| {
        phrases::ALL_OF_THEM.holds(tokens.folded(at, at + 1))
            && (at + 1..at + 3).any(|next| {
                tokens
                    .term(next)
                    .is_some_and(|t| t.concepts.any(Concepts::SHIP))
            })
    })
}

/// `Ship A Terre-neuvas`: tables below may mean the ship by its letter.
pub(super) fn ship_key(reader: &mut Reader<'_>, at: usize, record: u32) {
    let head = reader.page.text.get(..at).unwrap_or("").trim_end();
    let mut words = head.rsplit(' ');
    let (Some(letter), Some(ship)) = (words.next(), words.next()) else {
        return;
    };
    let shipped = lookup(ship.rsplit('\n').next().unwrap_or(""))
        .is_some_and(|t| t.concepts.any(Concepts::SHIP));
    if shipped && letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_uppercase()) {
        reader.keys.insert(letter.to_lowercase(), record);
    }
}

/// A name as it is looked up.
pub(super) fn fold(hit: &Hit) -> String {
    fold_phrase(&hit.value.norm)
}

/// `by the tanker `, `por el buque mercante "`: who does what is told, and small words.
pub(super) fn by_another(gap: &str) -> Option<usize> {
    const REACH: usize = 40;
    let mut places = phrases::AGENTS.last_places(gap).into_iter();
    let led = places.find(|(at, word)| {
        let rest = gap.get(at + word.len()..).unwrap_or("");
        rest.len() <= REACH && !rest.contains([',', ';', '.', ':', '('])
    });
    led.map(|(at, _)| at)
}

/// `, master of the carrier `: the part that a person or firm plays for the ship named next.
pub(super) fn party_of(gap: &str) -> bool {
    use Concepts as C;
    let plays = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        lookup(word).is_some_and(|t| {
            t.strong.any(
                C::OWNER
                    .with(C::OPERATOR)
                    .with(C::MASTER)
                    .with(C::CHARTERER),
            )
        })
    };
    gap.starts_with(", ")
        && !gap.contains([';', '.', '(', '\n'])
        && phrases::OF_A_SHIP.within(gap)
        && gap.split(' ').any(plays)
}

/// `, both of which flew the flag of`: what follows is said of two.
pub(super) fn both(gap: &str) -> bool {
    !gap.contains([';', '(']) && !phrases::BOTH_OF_THEM.places_of_words(gap).is_empty()
}

/// `is known since March 2017 as`, `fährt künftig als`: the vessel spoken of, under another name.
pub(super) fn named_anew(head: &str) -> bool {
    const REACH: usize = 60;
    let head = head
        .trim_end_matches(['"', '“', '«', '„', ' '])
        .to_lowercase();
    let from = head.ceil_char_boundary(head.len().saturating_sub(REACH));
    let near = head.get(from..).unwrap_or("");
    let clause = near.rsplit([';', '(', ')']).next().unwrap_or("");
    phrases::IS_NOW.within(clause) && phrases::AS_A_NAME.end(&format!("{clause} ")).is_some()
}

/// A number or sign that one vessel has.
pub(super) fn identifies(label: Label) -> bool {
    matches!(
        label,
        Label::Imo
            | Label::Mmsi
            | Label::Ircs
            | Label::RfmoId
            | Label::NationalRegNo
            | Label::EuCfr
    )
}

/// The vessel of a find that names none itself; an identifier makes a vessel, and a second one of its kind another.
pub(super) fn record_for(
    reader: &mut Reader<'_>,
    hit: &Hit,
    current: &mut Option<u32>,
) -> Option<u32> {
    let identifies = identifies(hit.value.label);
    if let Some(record) = *current {
        let single = matches!(hit.value.label, Label::Imo | Label::Mmsi);
        if single
            && reader
                .known(record, hit.value.label)
                .is_some_and(|known| known != hit.value.norm)
        {
            *current = Some(reader.new_vessel());
        }
        return *current;
    }
    if identifies {
        *current = Some(reader.new_vessel());
    }
    *current
}

/// The vessel of a name: one met before, the current one that has no name yet, or a new one.
pub(super) fn enter(reader: &mut Reader<'_>, hit: &Hit, current: Option<u32>, fresh: bool) -> u32 {
    let folded = fold_phrase(&hit.value.norm);
    if let Some(record) = reader.names.get(&folded) {
        return *record;
    }
    let free = current.filter(|r| !fresh && reader.known(*r, Label::VesselName).is_none());
    free.unwrap_or_else(|| reader.new_vessel())
}
