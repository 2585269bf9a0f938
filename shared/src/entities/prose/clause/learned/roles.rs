//! What States and days are of a ship, where no word that a rule knows says it: weighed as names are.
//!
//! `Malaysia keeps the trawler ALBA on its books`: her flag. `ALBA has since 5 January 2023 been duly entered in the
//! register`: the first day of a term.

use super::super::{Hit, Item, Label, Passage, Source, items};
use super::around::REACH;
use super::runs::Run;
use super::told::{Thing, Told};
use crate::entities::words::weighed::{Giver, Kind};

/// What a place's clues must say for a label at least, in hundredths of the logarithm of the odds.
const ENOUGH: i32 = 50;

/// Labels that tell of a State or a day what it is not, where their values were found beside it.
const TOLD: [Label; 9] = [
    Label::VesselName,
    Label::PreviousName,
    Label::Flag,
    Label::PreviousFlag,
    Label::Master,
    Label::Owner,
    Label::LicenseNo,
    Label::StartDate,
    Label::EndDate,
];

impl Passage<'_> {
    /// Says of States and days that nothing told apart what the words around say of them.
    pub(in super::super) fn weigh_roles(&mut self) {
        let open = |label, source| {
            source == Source::Shape && matches!(label, Label::Country | Label::Date)
        };
        if !self.hits.iter().any(|h| open(h.value.label, h.source)) {
            return;
        }
        let told = self.told_things();
        let places = self.role_places();
        for at in 0..self.hits.len() {
            let Some(hit) = self.hits.get(at).filter(|h| open(h.value.label, h.source)) else {
                continue;
            };
            let own = &hit.value.span;
            let place = places.iter().find(|(_, run)| run.span.start == own.start);
            let Some((kind, run)) = place else {
                continue;
            };
            let verdict = self.weigh(*kind, run, &told);
            let flies = || *kind != Kind::Country || self.may_fly(hit, verdict.label);
            if verdict.odds < ENOUGH || !flies() {
                continue;
            }
            let evidence = self.evidence(*kind, run, &told, verdict.label);
            if let Some(hit) = self.hits.get_mut(at) {
                hit.value.label = verdict.label;
                hit.value.trust = hit.value.trust.min(verdict.trust());
                hit.source = Source::Cue;
                hit.evidence = evidence;
            }
        }
    }

    /// A vessel is told of that may have the flag: no number of hers is another State's.
    fn may_fly(&self, hit: &Hit, label: Label) -> bool {
        let vessel = |label| matches!(label, Label::VesselName | Label::Imo | Label::Ircs);
        let told = !self.known.is_empty() || self.hits.iter().any(|h| vessel(h.value.label));
        let against = || self.her_numbers_agree(&hit.value.span, &hit.value.norm) == Some(false);
        told && !(label == Label::Flag && against())
    }

    /// The States and days of the passage.
    pub(super) fn role_places(&self) -> Vec<(Kind, Run)> {
        let kind = |item: &Item| match item {
            Item::Value(items::Kind::Country { .. }) => Some(Kind::Country),
            Item::Value(items::Kind::Date(_)) => Some(Kind::Date),
            _ => None,
        };
        let items = self.items.iter().enumerate();
        items
            .filter_map(|(index, placed)| {
                let span = placed.span.clone();
                kind(&placed.item).map(|kind| (kind, Run { index, span }))
            })
            .collect()
    }

    /// What the place is, whether days stand near it, and what the passage tells beside it.
    pub(super) fn role_clues(&self, run: &Run, told: &Told, giver: &mut Giver<'_>) {
        let (own, next) = told.place(run);
        let item = self.items.get(run.index).map(|p| &p.item);
        if let Some(Item::Value(items::Kind::Country { demonym, .. })) = item {
            giver.clue("is", &[if *demonym { "demonym" } else { "state" }]);
        } else {
            giver.clue("is", &["day"]);
        }
        let day = |thing: &Thing| matches!(thing.kind, "date" | "DATE" | "START_DATE" | "END_DATE");
        let days = |from: usize, to: usize| {
            let things = told.things.get(from..to).unwrap_or(&[]);
            things.iter().any(day)
        };
        giver.fact("day before", days(own.saturating_sub(REACH), own));
        giver.fact(
            "day behind",
            days(next, told.things.len().min(next + REACH)),
        );
        for label in TOLD {
            let found = |(at, thing): &(usize, &Thing)| {
                *at != own && thing.found && thing.kind == label.as_str()
            };
            match told.things.iter().enumerate().filter(found).count() {
                0 => {}
                1 => giver.clue("told", &[label.as_str()]),
                _ => giver.clue("told often", &[label.as_str()]),
            }
        }
        let from = self.sentence_begin(run.span.start);
        let to = self.sentence_end(run.span.end);
        let mut classes: Vec<&str> = Vec::new();
        for thing in &told.things {
            let within = thing.span.start >= from && thing.span.end <= to;
            let met = |class: &&'static str| !within || classes.contains(class);
            if let Some(class) = thing.class.filter(|class| !met(class)) {
                classes.push(class);
                giver.clue("class in sentence", &[class]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_state_that_no_word_announces_is_told_by_what_stands_around_it() {
        for (text, flags, former) in [
            (
                "Malaysia keeps the trawler SEA TAMBO on its books.",
                &["MYS"][..],
                &[][..],
            ),
            (
                "Once called Sea Lion under Polish colours and Ocean Lady under those of Georgia, the ship now trades as \
                 Frio Tambo, IMO 9281310, flag Vanuatu.",
                &["VUT"],
                &["POL", "GEO"],
            ),
            (
                "The trawler ALBA (Spain) is commanded by Juan Rey, a citizen of Peru.",
                &["ESP"],
                &[],
            ),
        ] {
            assert_eq!(values(text, Label::Flag), flags, "{text}");
            assert_eq!(values(text, Label::PreviousFlag), former, "{text}");
        }
    }

    #[test]
    fn a_day_that_no_word_announces_is_told_by_what_stands_around_it() {
        for (text, first) in [
            (
                "The trawler ALBA has since 5 January 2023 been duly entered in the register of Belize.",
                &["2023-01-05"][..],
            ),
            (
                "The trawler ALBA was met on 5 January 2023 and her licence was seen.",
                &[],
            ),
        ] {
            assert_eq!(values(text, Label::StartDate), first, "{text}");
        }
    }
}
