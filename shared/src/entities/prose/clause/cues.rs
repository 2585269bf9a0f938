//! What the words that announce a value lead to: each asks the reader of its label.

use super::Item;
use super::{C, Kind, Label, Passage, Source, Span, built, single_spaces};
use crate::entities::words::lexicon::phrases;

/// What a ship has, where it is said of her by name.
const POSSESSED: [Label; 19] = [
    Label::Port,
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::RfmoId,
    Label::ExternalMarking,
    Label::NationalRegNo,
    Label::EuCfr,
    Label::LicenseNo,
    Label::Tonnage,
    Label::Length,
    Label::EnginePower,
    Label::HoldCapacity,
    Label::PreviousName,
    Label::CrewCount,
    Label::BuildYear,
    Label::HullMaterial,
    Label::VesselType,
    Label::GearType,
];

/// The words that announce a value.
struct Cue<'a> {
    index: usize,
    place: Span,
    concepts: C,
    /// The words as printed.
    printed: &'a str,
}

impl<'a> Passage<'a> {
    /// What the cues announce.
    pub(super) fn cues(&mut self) {
        for index in 0..self.items.len() {
            self.cue(index);
        }
    }

    /// What the cue at an index announces, if there is one that was not read.
    pub(super) fn cue(&mut self, index: usize) {
        if self.used.get(index).copied().unwrap_or(true) {
            return;
        }
        let Some(placed) = self.items.get(index) else {
            return;
        };
        if let Item::Cue { labels, concepts } = &placed.item {
            let mut cue = Cue {
                index,
                place: placed.span.clone(),
                concepts: *concepts,
                printed: self.text.get(placed.span.clone()).unwrap_or(""),
            };
            let labels = labels.clone();
            if let [label] = labels.as_slice()
                && POSSESSED.contains(label)
                // `Use of the port of Suva is denied`
                && !matches!(cue.printed, "port" | "Port" | "puerto" | "porto" | "ports")
                && let Some((last, place)) = self.with_possessor(index, *label)
            {
                (cue.index, cue.place) = (last, place);
            }
            self.ask_for(&labels, &cue);
        }
    }

    /// Asks the reader of the labels that a cue announces.
    fn ask_for(&mut self, labels: &[Label], cue: &Cue<'a>) {
        let (index, place, evidence) = (cue.index, &cue.place, cue.printed);
        if self.gross_mark(place) {
            return;
        }
        if matches!(labels, [] | [Label::NationalRegNo]) {
            self.under_number(index, place, cue.concepts, evidence);
        }
        match labels {
            [Label::Flag] => self.flag(index, self.kind_of_flag(cue), evidence),
            [Label::PreviousFlag] => self.flag(index, Label::PreviousFlag, evidence),
            [Label::PreviousName] if !self.one_of_two_ships(place) => {
                self.previous(index, place, cue.concepts, evidence);
            }
            [label @ (Label::StartDate | Label::EndDate)] => self.date(index, *label, evidence),
            [Label::StartDate, Label::EndDate] => {
                self.period(index, evidence);
                if cue.concepts.any(C::LICENSE) {
                    self.number(index, place, Label::LicenseNo, evidence);
                }
            }
            [Label::NationalRegNo] => self.register_number(cue),
            // `Builder: Alba Yard (hull no. 712)`
            [Label::ExternalMarking] if self.of_a_yard(cue) => {}
            [
                label @ (Label::Imo
                | Label::Mmsi
                | Label::Ircs
                | Label::RfmoId
                | Label::ExternalMarking
                | Label::EuCfr
                | Label::LicenseNo),
            ] => self.number(index, place, *label, evidence),
            [
                label @ (Label::Owner
                | Label::Operator
                | Label::BeneficialOwner
                | Label::Charterer
                | Label::Master),
            ] => self.party_told(cue, *label),
            [Label::Address] => self.address(place, evidence),
            [Label::Port] => self.port(index, place, evidence),
            [Label::BuildYear] if self.of_another_year(cue) => {}
            [Label::BuildYear] if !(cue.concepts.any(C::BUILD) && built::a_verb(evidence)) => {
                self.build_year(place, evidence);
            }
            [Label::BuildYear | Label::BuildPlace] | [Label::BuildYear, Label::BuildPlace] => {
                self.build(index, place, evidence);
            }
            [Label::CrewCount] => self.crew(place, evidence),
            [
                label @ (Label::Tonnage | Label::Length | Label::EnginePower | Label::HoldCapacity),
            ] => self.quantity(index, place, *label, evidence),
            [Label::Country] => self.state_told(cue),
            [Label::HullMaterial] => self.hull_told(cue),
            [Label::VesselType] => self.kind(index, evidence),
            [Label::GearType] => self.gear_codes(place, evidence),
            _ => {}
        }
    }

    /// The number of a hull that its yard gave it.
    fn of_a_yard(&self, cue: &Cue<'_>) -> bool {
        let begin = self.sentence_begin(cue.place.start);
        let hull = cue.printed.get(..4);
        hull.is_some_and(|hull| hull.eq_ignore_ascii_case("hull"))
            && self.items.iter().take(cue.index).any(|p| {
                p.span.start >= begin
                    && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::YARD.with(C::BUILD)))
            })
    }

    /// `en el año 2010`, `pour l’année 2025`: the year in which something else was.
    fn of_another_year(&self, cue: &Cue<'_>) -> bool {
        let head = self.lower(self.sentence_begin(cue.place.start), cue.place.start);
        let tail = self.gap(cue.place.end, self.span.end);
        !cue.concepts.any(C::BUILD)
            && (phrases::BEFORE_ANOTHER_YEAR.end(head).is_some() || tail.starts_with(" civil"))
    }

    /// Whether a word for a flag speaks of the vessel's, of a former one, or of another State.
    fn kind_of_flag(&self, cue: &Cue<'_>) -> Label {
        let place = &cue.place;
        // A person's nationality is no flag.
        let person = cue.concepts.any(C::NATIONALITY)
            && !cue.concepts.any(C::FLAG.with(C::SHIP))
            && !self.vessels_nationality(cue.index);
        if person
            || self.denied(place.start)
            || self.to_come(place)
            || self.of_the_master(place, cue.printed)
        {
            Label::Country
        } else if self.of_former_name(place) || self.past(place.start) || self.until_then(place.end)
        {
            Label::PreviousFlag
        } else {
            Label::Flag
        }
    }

    /// `la matrícula 29634-C de Vega`: the number, and the port behind it.
    fn register_number(&mut self, cue: &Cue<'_>) {
        // `Book PM 61 folio 207`: where a deed is recorded.
        let head = self.lower(self.sentence_begin(cue.place.start), cue.place.start);
        let near = head.get(head.ceil_char_boundary(head.len().saturating_sub(20))..);
        let booked = near.is_some_and(|near| phrases::BOOKS.within(near));
        // `Folio 7733901` in a sentence of its own is the paper's.
        let opens = head.is_empty() || head.ends_with(". ");
        let tail = self.gap(cue.place.end, self.span.end).trim();
        let number = tail.split([' ', '.', ';']).next().unwrap_or("");
        let papers = || opens && number.bytes().all(|b| b.is_ascii_digit());
        if (booked || papers()) && cue.printed.eq_ignore_ascii_case("folio") {
            return;
        }
        let before = self.hits.len();
        self.number(cue.index, &cue.place, Label::NationalRegNo, cue.printed);
        if self.hits.len() > before {
            self.port_after_number(cue.printed);
        }
    }

    /// A person or company behind its word, or before it.
    fn party_told(&mut self, cue: &Cue<'_>, label: Label) {
        // `titulaire de la licence n° 112/2019`, `titular da licença FV-10704`
        if cue.concepts.any(C::LICENSE) {
            self.number(cue.index, &cue.place, Label::LicenseNo, cue.printed);
            return;
        }
        let before = self.hits.len();
        self.party(&cue.place, label, cue.printed);
        if self.hits.len() == before {
            self.subject_of(&cue.place, label);
        }
    }

    /// A State that is no flag.
    fn state_told(&mut self, cue: &Cue<'_>) {
        let found = self.next_value(cue.index, 5, |k| matches!(k, Kind::Country { .. }));
        if let Some((place, code)) = found.and_then(|found| self.country(found)) {
            self.country_told(Label::Country, place, code, 0.93, cue.printed);
        }
    }

    /// What the hull is made of, and where and when: `Built of steel in 1988 by …`.
    fn hull_told(&mut self, cue: &Cue<'_>) {
        let (index, span, evidence) = (cue.index, &cue.place, cue.printed);
        let found = self.next_value(index, 3, |k| *k == Kind::Hull);
        let Some((found, place)) =
            found.and_then(|found| Some((found, self.items.get(found)?.span.clone())))
        else {
            if cue.concepts.any(C::BUILD) {
                self.build(index, span, evidence);
            }
            return;
        };
        let norm = single_spaces(self.slice(&place));
        // `construit en 1984 (Plouguerneau) en acier`
        let year = self.gap(span.end, place.start).trim_start();
        let dated = year.starts_with(|c: char| c.is_ascii_digit());
        let check = "hull material";
        self.push(
            Label::HullMaterial,
            place,
            norm,
            0.93,
            check,
            Source::Cue,
            evidence,
        );
        if !built::was_built(evidence) {
            return;
        }
        if dated {
            self.build(index, span, evidence);
        } else {
            let end = self.hits.last().map_or(span.end, |h| h.value.span.end);
            self.build(found, &(span.start..end), evidence);
        }
    }
}
