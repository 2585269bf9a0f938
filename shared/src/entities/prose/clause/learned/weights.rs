//! What each clue weighs for each label, and what a place's clues say together.

use super::super::{Label, Passage};
use super::runs::Run;
use super::told::Told;
use crate::entities::words::lexicon::CLUES;
use crate::entities::words::weighed::Kind;

/// Between which labels those of a place choose.
const fn kind_of(label: Label) -> Kind {
    match label {
        Label::Flag | Label::PreviousFlag => Kind::Country,
        Label::StartDate | Label::EndDate => Kind::Date,
        _ => Kind::Name,
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
        let odds = CLUES.weigh(|give| self.clues_of(kind, run, told, give));
        let own = odds.filter(|(label, _)| kind_of(*label) == kind);
        let best = own.max_by_key(|(_, odds)| *odds);
        let (label, odds) = best.unwrap_or((Label::VesselName, i32::MIN));
        Verdict { label, odds }
    }

    /// What speaks for a label in so many words: the clue of a place that speaks most for it.
    pub(super) fn evidence(&self, kind: Kind, run: &Run, told: &Told, label: Label) -> String {
        let clue = CLUES.strongest(label, |give| self.clues_of(kind, run, told, give));
        format!("the words around it ({})", clue.replace('=', " "))
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
                given.extend(clues.filter_map(|clue| CLUES.clues.place(clue)));
            }
        }
        let all = CLUES.clues.len();
        assert!(given.len() * 10 > all * 8, "{} of {all}", given.len());
        Ok(())
    }
}
