//! What numbers with units are of a ship, where no word that a rule knows says it: weighed as names are.
//!
//! `the nets came up 24 m short`: no length. `she comes to 24 m between the posts`: one.

use super::super::measures::fits;
use super::super::{Hit, Item, Label, Passage, Source, Unit, items, measure, values_quantity};
use crate::entities::prose::overlaps;
use crate::entities::words::weighed::{Giver, Kind};

/// What a measure's clues must say for a label at least, in hundredths of the logarithm of the odds.
const ENOUGH: i32 = 50;

/// Where one size of a measure ends and the next begins, in its unit.
const SIZES: [f64; 9] = [4.0, 8.0, 16.0, 32.0, 64.0, 150.0, 400.0, 1_000.0, 5_000.0];

/// The unit, and how large the number is.
pub(super) fn clues(quantity: &measure::Quantity, giver: &mut Giver<'_>) {
    let unit = quantity.unit.map_or("none", Unit::name);
    giver.clue("unit", &[unit]);
    let size = SIZES.iter().filter(|from| quantity.value >= **from).count();
    giver.count(unit, size);
}

/// The unit may be that of the label's measures.
fn may_measure(label: Label, unit: Option<Unit>) -> bool {
    let tonnes = unit == Some(Unit::Tonne);
    fits(label, unit) || tonnes && matches!(label, Label::HoldCapacity | Label::Tonnage)
}

impl Passage<'_> {
    /// Takes measures that no other reader took, where the words around tell whose they are.
    pub(in super::super) fn weigh_measures(&mut self) {
        let mut found: Vec<Hit> = Vec::new();
        let vessel = |hit: &Hit| matches!(hit.value.label, Label::VesselName | Label::Imo);
        if self.known.is_empty() && !self.hits.iter().any(vessel) {
            return;
        }
        let mut told = None;
        for (kind, run) in self.role_places() {
            if kind != Kind::Measure || overlaps(&self.hits, &run.span) {
                continue;
            }
            let told = told.get_or_insert_with(|| self.told_things());
            let verdict = self.weigh(kind, &run, told);
            let item = self.items.get(run.index).map(|placed| &placed.item);
            let Some(Item::Value(items::Kind::Quantity(quantity))) = item else {
                continue;
            };
            if verdict.odds < ENOUGH || !may_measure(verdict.label, quantity.unit) {
                continue;
            }
            if let Some(mut value) = values_quantity(&self.frame, quantity, verdict.label) {
                value.trust = value.trust.min(verdict.trust());
                found.push(Hit {
                    value,
                    source: Source::Cue,
                    evidence: self.evidence(kind, &run, told, verdict.label),
                });
            }
        }
        for hit in found {
            self.accept(hit.value, hit.source, &hit.evidence);
        }
    }
}
