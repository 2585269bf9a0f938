//! What the words around say of capitals and codes that no other reader took, weighed as it was learned from pages.
//!
//! ```text
//! owner of Te Maru Ika (IMO 8590128)      a vessel: `owner of` and a bracket with `IMO` speak for it
//! the firm Te Maru Ika (phone 555 0100)   nothing
//! ```
//!
//! Other readers know constructions; this one knows none and adds up small evidence instead: each clue of a place
//! ([`clues`]) has a weight for each label ([`weights`]), as in a logistic regression. A place is read only if what
//! speaks for one label is clearly more than even, and only as what the label's own shape and checks allow
//! (`values::read`). It is asked where rules end; which vessel a value belongs to is not its business.

mod around;
mod clues;
mod roles;
mod runs;
mod told;
mod weights;

use super::super::names::PARTICULARS;
use super::super::overlaps;
use super::super::sound::{capitals, name_words, sound};
use super::years::is_year;
use super::{
    C, Hit, Item, Kind as ItemKind, Label, Mode, Passage, Placed, Source, Span, Value, values,
};
use crate::entities::order;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases};
use crate::entities::words::weighed::{Context, Kind};
use clues::names_office;
use runs::Run;
use told::Told;
use weights::Verdict;

/// What a place's clues must say for each label at least, in hundredths of the logarithm of the odds; a label that is not
/// here is not taken: what it is asked for has a shape that rules know better.
const ENOUGH: [(Label, i32); 13] = [
    (Label::VesselName, 0),
    (Label::PreviousName, 0),
    (Label::Owner, 30),
    (Label::Operator, 20),
    (Label::Charterer, 20),
    (Label::BeneficialOwner, 20),
    (Label::Master, 20),
    (Label::LicenseNo, 120),
    (Label::ExternalMarking, 120),
    (Label::NationalRegNo, 180),
    (Label::BuildPlace, 0),
    (Label::BuildYear, 0),
    (Label::FishingArea, 50),
];

/// What must speak for a name of one word beyond that: on texts that were not learned from, most single words that seem to be a
/// ship's name are a town, an office or a person.
const ALONE: i32 = 60;

/// What speaks against a ship's name of one word that begins a sentence before small words, as any word may: `Dimensions
/// from the paper: …`.
const SAID: i32 = 200;

/// What speaks for a name in capitals beyond its clues: of those that are left, nine in ten are a ship's.
const SHOUTED: i32 = 90;

/// What speaks for a name beyond its clues where a vessel's values were found and no name of hers: she has one.
const NAMELESS: i32 = 90;

/// What speaks against a name where nothing tells of ships: `Low 987 hPa moving north-east`.
const UNTOLD: i32 = 60;

/// Most words that say what somebody is.
const MOST_WORDS_OF_A_CALLING: usize = 4;

impl Passage<'_> {
    /// Takes what no other reader found, and asks the readers once more where that has names: what stands beside a name
    /// may be hers.
    pub(super) fn learned(&mut self, ask_again: impl FnOnce(&mut Self, Vec<Hit>)) {
        let runs = self.runs();
        if runs.iter().all(|run| overlaps(&self.hits, &run.span)) {
            return;
        }
        let told = self.told_things();
        let named = |label| matches!(label, Label::VesselName | Label::PreviousName);
        let mut verdicts = self.verdicts(&runs, &told);
        let names = self.learned_hits(&verdicts, &told, named);
        if !names.is_empty() {
            ask_again(self, names);
            verdicts = self.verdicts(&runs, &told);
        }
        let vessel = |hit: &Hit| matches!(hit.value.label, Label::VesselName | Label::Imo);
        if self.known.is_empty() && !self.hits.iter().any(vessel) {
            return;
        }
        for hit in self.learned_hits(&verdicts, &told, |label| !named(label)) {
            let stop = (hit.value.label == Label::Owner).then_some(hit.value.span.end);
            self.accept(hit.value, hit.source, &hit.evidence);
            if let Some(stop) = stop {
                self.address_after(stop);
            }
        }
    }

    /// Every place of the passage with its clues.
    pub(super) fn contexts(&self) -> Vec<Context> {
        if self.mode != Mode::Text {
            return Vec::new();
        }
        let told = self.told_things();
        let names = self.runs().into_iter().map(|run| (Kind::Name, run));
        names
            .chain(self.role_places())
            .map(|(kind, run)| {
                let mut clues = Vec::new();
                self.clues_of(kind, &run, &told, &mut |clue| clues.push(clue.to_string()));
                let ruled = |hit: &Hit| {
                    let own = &hit.value.span;
                    let shaped = kind != Kind::Name && hit.source == Source::Shape;
                    !shaped && own.start < run.span.end && run.span.start < own.end
                };
                Context {
                    kind,
                    text: self.slice(&run.span).to_string(),
                    ruled: self.hits.iter().any(ruled),
                    clues,
                }
            })
            .collect()
    }

    /// What is said of the places that are left, where it is enough.
    fn verdicts<'r>(&self, runs: &'r [Run], told: &Told) -> Vec<(Verdict, &'r Run)> {
        let left = runs.iter().filter(|run| !overlaps(&self.hits, &run.span));
        let ships = self.tells_of_ships();
        let weighed = left.map(|run| (self.weigh(Kind::Name, run, told), run));
        let mut verdicts: Vec<(Verdict, &Run)> = weighed
            .filter_map(|(mut verdict, run)| {
                let mut words = name_words(self.text, &run.span);
                let said = words == 1 && self.opens_small_words(run);
                if said && verdict.label == Label::VesselName {
                    verdict.odds = verdict.odds.saturating_sub(SAID);
                } else if told.nameless && verdict.label == Label::VesselName {
                    verdict.odds = verdict.odds.saturating_add(NAMELESS);
                    words = words.max(2);
                }
                if verdict.label == Label::VesselName && !ships {
                    verdict.odds = verdict.odds.saturating_sub(UNTOLD);
                }
                if verdict.label == Label::VesselName && capitals(self.text, &run.span) {
                    verdict.odds = verdict.odds.saturating_add(SHOUTED);
                }
                let office = verdict.label == Label::VesselName && is_office(self.slice(&run.span));
                (is_enough(verdict, words) && !office).then_some((verdict, run))
            })
            .collect();
        // Of a name and the same with a firm's ending, what more speaks for.
        order::by_key(&mut verdicts, |(verdict, run)| {
            [run.span.start, verdict.odds.abs_diff(i32::MAX) as usize, 0]
        });
        verdicts
    }

    /// A ship is known, a word for one or for what ships have stands there, or fish and gears.
    fn tells_of_ships(&self) -> bool {
        let of_ships = |placed: &Placed| match &placed.item {
            Item::Cue { concepts, .. } => concepts.any(PARTICULARS.with(C::SHIP).with(C::MASTER)),
            Item::Value(
                ItemKind::VesselType
                | ItemKind::GenericVessel
                | ItemKind::Prefix
                | ItemKind::Species
                | ItemKind::Gear
                | ItemKind::Rfmo(_),
            ) => true,
            _ => false,
        };
        !self.known.is_empty() || self.items.iter().any(of_ships)
    }

    /// What the places hold, as far as their labels are asked for.
    fn learned_hits(
        &self,
        verdicts: &[(Verdict, &Run)],
        told: &Told,
        asked: impl Fn(Label) -> bool,
    ) -> Vec<Hit> {
        let mut found = Vec::new();
        for (verdict, run) in verdicts.iter().filter(|(verdict, _)| asked(verdict.label)) {
            if !overlaps(&found, &run.span) && !self.is_no_value(verdict.label, &run.span) {
                found.extend(self.learned_values(*verdict, run, told));
            }
        }
        found
    }

    /// The values of a place as its label reads them.
    fn learned_values(&self, verdict: Verdict, run: &Run, told: &Told) -> Vec<Hit> {
        let mut values = values::read(&self.frame, &run.span, verdict.label, &mut Vec::new());
        values.retain(|value| !overlaps(&self.hits, &value.span));
        if values.is_empty() {
            return Vec::new();
        }
        let evidence = self.evidence(Kind::Name, run, told, verdict.label);
        let hit = |mut value: Value| {
            value.trust = value.trust.min(verdict.trust());
            Hit {
                value,
                source: Source::Cue,
                evidence: evidence.clone(),
            }
        };
        values.into_iter().map(hit).collect()
    }

    /// What the words are by themselves speaks against the label.
    fn is_no_value(&self, label: Label, span: &Span) -> bool {
        let printed = self.slice(span);
        let figured = || printed.bytes().any(|b| b.is_ascii_digit());
        let folded = fold_phrase(printed);
        let office = || names_office(&folded);
        match label {
            // `K. Sokolov (Philippines)`
            Label::VesselName | Label::PreviousName => {
                let mut stops = printed.match_indices(". ");
                let initial = |at: usize| {
                    let head = printed.get(..at).unwrap_or("");
                    head.rsplit(' ').next().is_some_and(|word| word.len() == 1)
                };
                stops.any(|(at, _)| initial(at))
                    || self.is_called_a_person(span)
                    || parted(printed)
                    || self.is_where_a_ship_is_from(span)
            }
            Label::Master => figured() || office() || !sound(self.text, span),
            label if label.is_party() => figured() || office() || self.plays_another_part(span),
            Label::BuildPlace | Label::FishingArea => figured() || office(),
            Label::BuildYear => !is_year(printed),
            // `détenteurs d'une licence 2023`
            _ => !figured() || is_year(printed),
        }
    }

    /// `Grey Heron of Kirkcudbright, BA 412`: the town of the ship before it.
    fn is_where_a_ship_is_from(&self, span: &Span) -> bool {
        let before = self.gap(self.span.start, span.start);
        let behind_name = |of: &&str| {
            let end = before
                .strip_suffix(*of)
                .map(|head| self.span.start + head.len());
            let ends = |hit: &Hit| Some(hit.value.span.end) == end;
            let mut names = self
                .hits
                .iter()
                .filter(|h| h.value.label == Label::VesselName);
            names.any(ends)
        };
        [" of ", " de ", " di ", " aus "].iter().any(behind_name)
    }

    /// `Juan Rey, a longliner captain, …`: what follows says who somebody is.
    fn is_called_a_person(&self, span: &Span) -> bool {
        let tail = self.gap(span.end, self.span.end);
        let apposition = tail.strip_prefix(", ").unwrap_or("");
        let end = apposition.find([',', '.', ';']).unwrap_or(0);
        let words = apposition.get(..end).unwrap_or("");
        let last = words.rsplit(' ').next().unwrap_or("");
        words.split(' ').count() <= MOST_WORDS_OF_A_CALLING
            && lookup(last).is_some_and(|term| term.concepts.any(C::MASTER.with(C::PERSON)))
    }
}

/// `EUR 237,684.26`: a sign stands between figures.
fn parted(printed: &str) -> bool {
    let bytes = printed.as_bytes();
    bytes.windows(3).any(|w| {
        matches!(w, [first, b',' | b'.', last] if first.is_ascii_digit() && last.is_ascii_digit())
    })
}

/// `Admiralty Marshal`: the last of several words names an office.
fn is_office(printed: &str) -> bool {
    printed
        .rsplit_once(' ')
        .is_some_and(|(_, last)| phrases::ENDS_OF_INSTITUTIONS.holds(&last.to_lowercase()))
}

/// Enough speaks for the label; for a name of one word more must speak.
fn is_enough(verdict: Verdict, words: usize) -> bool {
    let named = !matches!(
        verdict.label,
        Label::LicenseNo
            | Label::ExternalMarking
            | Label::NationalRegNo
            | Label::BuildPlace
            | Label::BuildYear
            | Label::FishingArea
    );
    let alone = if words == 1 && named { ALONE } else { 0 };
    let least = ENOUGH.iter().find(|(label, _)| *label == verdict.label);
    least.is_some_and(|(_, least)| verdict.odds >= *least + alone)
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_name_that_nothing_announces_is_told_by_what_stands_around_it() {
        for (text, names) in [
            (
                "On 4 May 2024 the patrol met Sea Hunter and Ocean Pearl, two trawlers, north of the bank.",
                &["SEA HUNTER", "OCEAN PEARL"][..],
            ),
            (
                "The hearing concerned Morning Prayer Ltd and the Harbour Board of Galway.",
                &[],
            ),
            (
                "The trawler ALBA drifted past Lundy Island; Sergeant Diaz of the Prefectura Naval saw her.",
                &["ALBA"],
            ),
            (
                "The Ministry sent Peter Olsen to the Blue Room of the Grand Hotel.",
                &[],
            ),
            (
                "Ayer zarpó de Montevideo el Antartic Sol; lo manda Ruslán Petrenko, ucraniano.",
                &["ANTARTIC SOL"],
            ),
            (
                "Dimensions from the tonnage paper: yard Nelson, 1969, 317.00 GT, 39 m, fee EUR 237,684.26.",
                &[],
            ),
            (
                "Low 991 hPa near 41°20'S 060°10'E moving north-east; wind force 8, seas 6 m.",
                &[],
            ),
        ] {
            assert_eq!(values(text, Label::VesselName), names, "{text}");
        }
    }
}
