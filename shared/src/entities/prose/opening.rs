//! Where a passage begins to speak of another vessel, although her name comes later or not at all: `a trawler was seen at
//! 12°S 45°E. … Her stern read ALBA`.
//!
//! A ship that is spoken of for the first time has an indefinite article (`a longliner`, `otro buque`), or stands behind a
//! position. What is said before her name is hers then, unless a word for the ship before (`she`, `the vessel`) comes
//! first.

use super::Hit;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Page, Span};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, Term, phrases};
use crate::entities::words::tokens::Tokens;

/// Most words between an article and the word for the ship.
const WORDS: usize = 6;

/// What tells of a vessel and stands before her name.
const EARLY: [Label; 13] = [
    Label::Owner,
    Label::Coordinates,
    Label::VesselType,
    Label::Flag,
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::ExternalMarking,
    Label::NationalRegNo,
    Label::EuCfr,
    Label::RfmoId,
    Label::LicenseNo,
    Label::GearType,
];

/// What a vessel has once as a rule.
const DIFFERENT: [Label; 6] = [
    Label::LicenseNo,
    Label::Owner,
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::NationalRegNo,
];

/// What two vessels never share.
const OWN: [Label; 4] = [Label::Imo, Label::Mmsi, Label::Ircs, Label::RfmoId];

/// The vessel with which a passage begins.
#[derive(Clone, Copy)]
pub(super) enum Opening {
    /// One met before.
    Known(u32),
    /// One that was not met before.
    New,
}

/// The vessel with which a passage begins, where it is not the one spoken of before.
pub(super) fn opening(
    reader: &Reader<'_>,
    span: &Span,
    hits: &[Hit],
    current: Option<u32>,
) -> Option<Opening> {
    let name = hits.iter().find(|h| h.value.label == Label::VesselName);
    let until = name.map_or(span.end, |h| h.value.span.start);
    let early = || {
        hits.iter()
            .filter(|h| h.value.span.end <= until && EARLY.contains(&h.value.label))
    };
    let first = early().map(|h| h.value.span.start).min()?;
    let words = Words::of(reader.page, span, until);
    // What stands before the name in its own sentence is hers anyway.
    if name.is_some_and(|_| !reader.page.slice(&(first..until)).contains(". "))
        && words.first.is_none()
    {
        return None;
    }
    let meant = words
        .meant
        .is_some_and(|at| at < words.first.unwrap_or(first).max(first));
    let positioned = early().any(|h| h.value.label == Label::Coordinates);
    // A licence or an owner that the ship before does not have, before a name that was not met.
    let other = current.is_some_and(|record| {
        early().any(|h| {
            DIFFERENT.contains(&h.value.label)
                && reader
                    .known(record, h.value.label)
                    .is_some_and(|known| known != h.value.norm)
        })
    });
    if meant || words.first.is_none() && !positioned && !other {
        return None;
    }
    let named = |record: u32| reader.known(record, Label::VesselName).is_some();
    if let Some(name) = name {
        let known = reader.names.get(&fold_phrase(&name.value.norm)).copied();
        return match known {
            Some(record) => (current != Some(record)).then_some(Opening::Known(record)),
            None => current.is_none_or(named).then_some(Opening::New),
        };
    }
    // No name at all: a number that is not the ship's before.
    let own = hits.iter().filter(|h| OWN.contains(&h.value.label));
    let differs = own.clone().any(|h| {
        current.is_none_or(|record| {
            reader
                .known(record, h.value.label)
                .is_some_and(|known| known != h.value.norm)
        })
    });
    (words.first.is_some() && differs).then_some(Opening::New)
}

/// The words for ships at the head of a passage.
pub(super) struct Words {
    /// Where a ship is spoken of for the first time.
    first: Option<usize>,
    /// Where the ship before is meant.
    meant: Option<usize>,
}

impl Words {
    /// Those of `span` that begin before byte `until`.
    pub(super) fn of(page: &Page, span: &Span, until: usize) -> Words {
        let tokens = Tokens::of(page, span);
        let mut words = Words {
            first: None,
            meant: None,
        };
        let ship = |term: &Term| {
            term.strong == C::SHIP
                || term
                    .senses
                    .iter()
                    .any(|s| matches!(s, Sense::VesselType | Sense::VesselTypeGeneric))
        };
        let mut at = 0;
        while let Some(token) = tokens.get(at).filter(|t| t.start < until) {
            let word = tokens.folded(at, at + 1);
            if phrases::THE_SHIP_BEFORE.holds(word) {
                words.meant.get_or_insert(token.start);
            }
            let first = phrases::A_SHIP.holds(word);
            if (first || phrases::THE_SHIP.holds(word))
                && let Some(noun) =
                    (at + 1..at + WORDS).find(|i| tokens.longest(*i, ship).is_some())
                && !page
                    .slice(&(token.start..tokens.get(noun).map_or(token.end, |t| t.start)))
                    .contains(['.', ',', ';', ':', '(', '\n'])
            {
                let before = at.checked_sub(1).map_or("", |i| tokens.folded(i, i + 1));
                let told = first && phrases::SAID_OF_THE_SHIP.holds(before);
                // `a embarcação` is the ship, `a trawler` a ship.
                let first =
                    first && !(word == "a" && tokens.folded(noun, noun + 1).ends_with(['a', 'o']));
                if first && !told {
                    words.first.get_or_insert(token.start);
                } else if !first {
                    words.meant.get_or_insert(token.start);
                }
                at = noun;
            }
            at += 1;
        }
        words
    }

    /// A ship is spoken of for the first time.
    pub(super) fn begins(&self) -> bool {
        self.first.is_some()
    }

    /// The ship before is meant before any other is spoken of.
    pub(super) fn meant_first(&self) -> bool {
        self.meant
            .is_some_and(|at| self.first.is_none_or(|first| at < first))
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn what_is_told_of_a_ship_before_her_name_is_hers() {
        let page = "On 3 May 2024 a trawler flying the flag of Togo was met at 12°30'S 045°10'E. Her stern read ALBA \
                    NOVA over Lomé. Her MMSI is 671234000.\n\nOn 4 May 2024 a Fijian longliner lay stopped at \
                    13°30'S 046°10'E. Her stern read MAR BRAVO over Suva.";
        let read = found(page);
        for wanted in [
            "0 FLAG=TGO",
            "0 VESSEL_NAME=ALBA NOVA",
            "1 FLAG=FJI",
            "1 VESSEL_NAME=MAR BRAVO",
        ] {
            assert!(read.contains(&wanted.to_string()), "{wanted}: {read:?}");
        }
    }

    #[test]
    fn what_a_ship_is_said_to_be_is_no_other_ship() {
        for told in [
            "She is a trawler of 300 GT, call sign 3DXB",
            "The vessel was a longliner, IMO 9281310",
        ] {
            let page =
                format!("The trawler ALBA NOVA (flag Fiji) was met on 3 May 2024.\n\n{told}.");
            let read = found(&page);
            assert!(read.iter().all(|e| !e.starts_with('1')), "{read:?}");
        }
    }
}
