//! What each clue weighs for each label, and what a place's clues say together.

use serde::Serialize;

use super::super::{Label, Passage};
use super::runs::Run;
use super::told::Told;
use crate::entities::words::lexicon::{CLUES, LEARNED};

/// What may stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A name or a sign.
    Name,
    /// A State: a flag, a flag of before, or neither.
    Country,
    /// A day: the first or the last of a term, or neither.
    Date,
}

impl Kind {
    const fn of(label: Label) -> Kind {
        match label {
            Label::Flag | Label::PreviousFlag => Kind::Country,
            Label::StartDate | Label::EndDate => Kind::Date,
            _ => Kind::Name,
        }
    }
}

/// The label for which most speaks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) label: Label,
    /// Logarithm of the odds, in hundredths.
    pub(super) odds: i32,
}

impl Verdict {
    /// How far the verdict is to be trusted: 0.5 at even odds.
    pub(super) fn trust(self) -> f64 {
        1.0 / (1.0 + (-f64::from(self.odds) / 100.0).exp())
    }
}

impl Passage<'_> {
    /// What the clues of a place say.
    pub(super) fn weigh(&self, kind: Kind, run: &Run, told: &Told) -> Verdict {
        let mut odds = LEARNED.map(|(_, even)| even);
        // Weights were learned from clues that a place has or has not.
        let mut given: Vec<usize> = Vec::new();
        self.clues_of(kind, run, told, &mut |clue| {
            let Some(place) = CLUES.place(clue).filter(|place| !given.contains(place)) else {
                return;
            };
            given.push(place);
            for (label, weight) in CLUES.weights(place) {
                if let Some(own) = odds.get_mut(usize::from(*label)) {
                    *own += i32::from(*weight);
                }
            }
        });
        let labels = LEARNED.iter().map(|(label, _)| *label).zip(odds);
        let own = labels.filter(|(label, _)| Kind::of(*label) == kind);
        let best = own.max_by_key(|(_, odds)| *odds);
        let (label, odds) = best.unwrap_or((Label::VesselName, i32::MIN));
        Verdict { label, odds }
    }

    /// The clue of a place that speaks most for a label.
    pub(super) fn strongest_clue(
        &self,
        kind: Kind,
        run: &Run,
        told: &Told,
        label: Label,
    ) -> String {
        let own = LEARNED.iter().position(|(learned, _)| *learned == label);
        let mut strongest: (i16, String) = (0, String::new());
        self.clues_of(kind, run, told, &mut |clue| {
            for (label, weight) in CLUES
                .place(clue)
                .map_or(&[][..], |place| CLUES.weights(place))
            {
                if Some(usize::from(*label)) == own && *weight > strongest.0 {
                    strongest = (*weight, clue.to_string());
                }
            }
        });
        strongest.1
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::entities::words::lexicon::CLUES;
    use crate::entities::{Context, contexts};

    /// A clue that is spelled anew and not learned anew would weigh nothing from then on.
    #[test]
    fn the_learned_clues_are_those_that_are_given() -> std::io::Result<()> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/contexts");
        let mut given: HashSet<usize> = HashSet::new();
        for file in std::fs::read_dir(folder)? {
            let path = file?.path();
            if path.extension().is_none_or(|ending| ending != "jsonl") {
                continue;
            }
            for line in std::fs::read_to_string(path)?.lines() {
                let page: serde_json::Value = serde_json::from_str(line)?;
                let places: Vec<Context> = contexts(page["text"].as_str().unwrap_or(""));
                let clues = places.iter().flat_map(|place| &place.clues);
                given.extend(clues.filter_map(|clue| CLUES.place(clue)));
            }
        }
        let all = CLUES.marks.len();
        assert!(given.len() * 10 > all * 8, "{} of {all}", given.len());
        Ok(())
    }
}
