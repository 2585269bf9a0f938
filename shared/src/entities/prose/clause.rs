//! From cues to values inside a passage.

mod afloat;
mod agreed;
mod ahead;
mod apposition;
mod articled;
mod assigned;
mod bare;
mod bare_signs;
mod behind;
mod built;
mod bygone;
mod capitals;
mod clients;
mod company;
mod construed;
mod crew;
mod dates;
mod dealings;
mod deeds;
mod entry;
mod facts;
mod flags;
mod history;
mod identified;
mod lettered;
mod marked;
mod measures;
mod numbers;
mod papers;
mod parties;
mod past;
mod persons;
mod ports;
mod previous;
mod reach;
mod readers;
mod registered;
mod renamed;
mod second_name;
mod several;
mod strips;
mod subject;
mod told_flags;
mod typed;
mod unnamed;

use facts::Facts;

use super::construction::{self, Construction};
use super::items::{self, Item, Kind, Placed};
use super::name_edges;
use super::other_names::no_craft;
use super::strip::{self, Strip};
use super::{Hit, Mode, overlaps};
use crate::entities::attribution::group;
use crate::entities::context::{Reader, Source};
use crate::entities::label::Label;
use crate::entities::mend;
use crate::entities::page::{Page, Span};
use crate::entities::values::closed::{self, single_spaces};
use crate::entities::values::measure::{self, Unit};
use crate::entities::values::{self, Frame, Value, identity};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Country, phrases};
use crate::entities::words::tokens::Tokens;

struct Passage<'a> {
    text: &'a str,
    /// The text in small letters, each where it is in the text.
    lower: &'a str,
    span: Span,
    mode: Mode,
    facts: Facts,
    items: Vec<Placed>,
    used: Vec<bool>,
    hits: Vec<Hit>,
    /// Its lines that are set as strips of parts.
    strips: Vec<Strip>,
    /// Set ways of saying something of a ship.
    constructions: Vec<Construction>,
    frame: Frame<'a>,
    /// The flag that a heading gives to the entries below it.
    group: Option<&'static Country>,
    page: &'a Page,
    /// Names of vessels met on the page before, folded.
    known: &'a std::collections::HashMap<String, u32>,
}

/// Everything found in a passage; overlaps are settled later.
pub(super) fn read(reader: &mut Reader<'_>, span: &Span, mode: Mode) -> Vec<Hit> {
    let text = &reader.page.text;
    let constructions = if mode == Mode::Title {
        Vec::new()
    } else {
        construction::find(text, &Tokens::of(reader.page, span))
    };
    let (things, classes) = items::scan(reader, span);
    let (items, constructions) = construction::settle(text, things, constructions);
    let strips = match mode {
        Mode::Text => strip::strips(reader, span, &items),
        Mode::Title | Mode::Cell => Vec::new(),
    };
    let mut passage = Passage {
        text: &reader.page.text,
        lower: reader.lower(),
        span: span.clone(),
        mode,
        facts: Facts::of(reader.page, span, mode, &items, classes),
        used: vec![false; items.len()],
        items,
        hits: Vec::new(),
        strips,
        constructions,
        frame: reader.frame(None, None),
        group: group::flag(reader),
        page: reader.page,
        known: &reader.names,
    };
    readers::ask(&mut passage);
    passage.hits
}

impl<'a> Passage<'a> {
    #[allow(clippy::too_many_arguments)]
    fn push(
        &mut self,
        label: Label,
        span: Span,
        norm: String,
        trust: f64,
        check: &'static str,
        source: Source,
        evidence: &str,
    ) {
        for (placed, used) in self.items.iter().zip(self.used.iter_mut()) {
            if placed.span.start < span.end && span.start < placed.span.end {
                *used = true;
            }
        }
        let mended = self.mended(label, &span);
        self.facts = self.facts.with(Facts::of_find(label));
        self.hits.push(Hit {
            value: Value {
                label,
                span,
                norm,
                trust,
                mended,
                check,
            },
            source,
            evidence: evidence.to_string(),
        });
    }

    /// What was mended in a date, a position or a measure.
    fn mended(&self, label: Label, span: &Span) -> Option<&'static str> {
        let figured = matches!(
            label,
            Label::Date
                | Label::StartDate
                | Label::EndDate
                | Label::Coordinates
                | Label::Length
                | Label::Tonnage
                | Label::EnginePower
                | Label::HoldCapacity
        );
        (figured
            && matches!(
                mend::as_numbers(self.slice(span)),
                std::borrow::Cow::Owned(_)
            ))
        .then_some(mend::MENDED)
    }

    fn push_value(&mut self, mut value: Value, evidence: &str) {
        value.mended = value
            .mended
            .or_else(|| self.mended(value.label, &value.span));
        for (placed, used) in self.items.iter().zip(self.used.iter_mut()) {
            if placed.span.start < value.span.end && value.span.start < placed.span.end {
                *used = true;
            }
        }
        self.facts = self.facts.with(Facts::of_find(value.label));
        self.hits.push(Hit {
            value,
            source: Source::Cue,
            evidence: evidence.to_string(),
        });
    }

    /// Of finds that overlap, the first stays: earlier ones are surer.
    fn keep_first_finds(&mut self) {
        let mut kept: Vec<Hit> = Vec::new();
        for hit in std::mem::take(&mut self.hits) {
            if !overlaps(&kept, &hit.value.span) {
                kept.push(hit);
            }
        }
        self.hits = kept;
    }

    fn slice(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or("")
    }

    fn gap(&self, from: usize, to: usize) -> &str {
        self.text.get(from..to).unwrap_or("")
    }

    /// What stands between two places, in small letters.
    fn lower(&self, from: usize, to: usize) -> &'a str {
        self.lower.get(from..to).unwrap_or("")
    }

    /// What the cues announce.
    fn cues(&mut self) {
        for index in 0..self.items.len() {
            self.cue(index);
        }
    }

    /// What one cue announces.
    fn cue(&mut self, index: usize) {
        if self.used.get(index).copied().unwrap_or(true) {
            return;
        }
        let Some((span, labels, concepts)) = self.items.get(index).and_then(|p| match &p.item {
            Item::Cue { labels, concepts } => Some((p.span.clone(), labels.clone(), *concepts)),
            _ => None,
        }) else {
            return;
        };
        let evidence = self.text.get(span.clone()).unwrap_or("");
        if self.gross_mark(&span) {
            return;
        }
        if labels.is_empty() || labels.as_slice() == [Label::NationalRegNo] {
            self.under_number(index, &span, concepts, evidence);
        }
        match labels.as_slice() {
            [Label::Flag] => {
                // A person's nationality is no flag.
                let person = concepts.any(C::NATIONALITY)
                    && !concepts.any(C::FLAG.with(C::SHIP))
                    && !self.vessels_nationality(index);
                let label = if person || self.to_come(&span) || self.of_the_master(&span, evidence)
                {
                    Label::Country
                } else if self.of_former_name(&span)
                    || self.joined_to_former(&span)
                    || self.past(span.start)
                    || self.until_then(span.end)
                {
                    Label::PreviousFlag
                } else {
                    Label::Flag
                };
                self.flag(index, label, evidence);
            }
            [Label::PreviousFlag] => self.flag(index, Label::PreviousFlag, evidence),
            [Label::PreviousName] if self.one_of_two_ships(&span) => {}
            [Label::PreviousName] => self.previous(index, &span, concepts, evidence),
            [Label::StartDate] => self.date(index, Label::StartDate, evidence),
            [Label::EndDate] => self.date(index, Label::EndDate, evidence),
            [Label::StartDate, Label::EndDate] => {
                self.period(index, evidence);
                if concepts.any(C::LICENSE) {
                    self.number(index, &span, Label::LicenseNo, evidence);
                }
            }
            [
                label @ (Label::Imo
                | Label::Mmsi
                | Label::Ircs
                | Label::RfmoId
                | Label::NationalRegNo
                | Label::ExternalMarking
                | Label::EuCfr
                | Label::LicenseNo),
            ] => {
                let before = self.hits.len();
                self.number(index, &span, *label, evidence);
                // `la matrícula 29634-C de Vega`
                if *label == Label::NationalRegNo && self.hits.len() > before {
                    self.port_after_number(evidence);
                }
            }
            [
                label @ (Label::Owner
                | Label::Operator
                | Label::BeneficialOwner
                | Label::Charterer
                | Label::Master),
            ] => {
                let before = self.hits.len();
                // `titulaire de la licence n° 112/2019`, `titular da licença FV-10704`
                let licence = self.gap(span.end, self.span.end).trim_start();
                let word = licence.split_whitespace().next().unwrap_or("");
                let numbered = phrases::LICENCE_NUMBER_WORDS.begin(licence).is_some()
                    || word.bytes().filter(u8::is_ascii_digit).count() >= 2;
                if concepts.any(C::LICENSE) && numbered {
                    self.number(index, &span, Label::LicenseNo, evidence);
                    return;
                }
                self.party(&span, *label, evidence);
                if self.hits.len() == before {
                    self.subject_of(&span, *label);
                }
            }
            [Label::Address] => {
                self.address(&span, evidence);
            }
            [Label::Port] => self.place(index, &span, Label::Port, evidence),
            [Label::BuildYear] if concepts.any(C::BUILD) && built::a_verb(evidence) => {
                self.build(index, &span, evidence);
            }
            [Label::BuildYear] => self.build_year(&span, evidence),
            [Label::BuildPlace] | [Label::BuildYear, Label::BuildPlace] => {
                self.build(index, &span, evidence);
            }
            [Label::CrewCount] => self.crew(&span, evidence),
            [
                label @ (Label::Tonnage | Label::Length | Label::EnginePower | Label::HoldCapacity),
            ] => self.quantity(index, &span, *label, evidence),
            [Label::Country] => {
                if let Some(found) =
                    self.next_value(index, 5, |k| matches!(k, Kind::Country { .. }))
                    && let Some((place, code)) = self.country(found)
                {
                    self.country_told(Label::Country, place, code, 0.93, evidence);
                }
            }
            [Label::HullMaterial] => {
                if let Some(found) = self.next_value(index, 3, |k| *k == Kind::Hull)
                    && let Some(place) = self.items.get(found).map(|p| p.span.clone())
                {
                    let norm = single_spaces(self.slice(&place));
                    // `construit en 1984 (Plouguerneau) en acier`
                    let year = self.gap(span.end, place.start).trim_start();
                    let dated = year.starts_with(|c: char| c.is_ascii_digit());
                    self.push(
                        Label::HullMaterial,
                        place,
                        norm,
                        0.93,
                        "hull material",
                        Source::Cue,
                        evidence,
                    );
                    // `Built of steel in 1988 by …`
                    if dated && built::was_built(evidence) {
                        self.build(index, &span, evidence);
                    } else if built::was_built(evidence) {
                        let end = self.hits.last().map_or(span.end, |h| h.value.span.end);
                        self.build(found, &(span.start..end), evidence);
                    }
                } else if concepts.any(C::BUILD) {
                    self.build(index, &span, evidence);
                }
            }
            [Label::VesselType] => self.kind(index, evidence),
            [Label::GearType] => self.gear_codes(&span, evidence),
            [Label::FishingArea] => self.bare_area(&span, concepts, evidence),
            _ => {}
        }
    }

    /// Values that no cue announced.
    fn leftovers(&mut self) {
        let mode = self.mode;
        let context = self.items.iter().any(|p| matches!(&p.item, Item::Value(Kind::Quantity(q)) if matches!(q.unit, Some(Unit::Gross | Unit::Kilowatt | Unit::Horsepower | Unit::CubicMetre))));
        for index in 0..self.items.len() {
            if self.used.get(index).copied().unwrap_or(true) {
                continue;
            }
            let Some((span, kind)) = self.items.get(index).and_then(|p| match &p.item {
                Item::Value(kind) => Some((p.span.clone(), kind.clone())),
                _ => None,
            }) else {
                continue;
            };
            let printed = single_spaces(self.slice(&span));
            let worded = matches!(
                kind,
                Kind::Species | Kind::Gear | Kind::Area | Kind::VesselType | Kind::Country { .. }
            );
            if worded && self.in_company(&span) {
                continue;
            }
            match kind {
                Kind::Date(iso) => self.loose_date(index, span, iso),
                Kind::Position(norm) => self.push(
                    Label::Coordinates,
                    span,
                    norm,
                    0.95,
                    "latitude and longitude",
                    Source::Shape,
                    "",
                ),
                Kind::Quantity(quantity) => self.loose_quantity(index, &quantity, context),
                Kind::Rfmo(code) if !self.numbers(span.end) => self.push(
                    Label::Rfmo,
                    span,
                    code.to_string(),
                    0.97,
                    "organisation",
                    Source::Shape,
                    "",
                ),
                Kind::Species if mode != Mode::Title => {
                    let norm = closed::species(&printed);
                    self.push(
                        Label::Species,
                        span,
                        norm,
                        0.9,
                        "species list",
                        Source::Shape,
                        "",
                    );
                }
                Kind::Gear if mode != Mode::Title => {
                    let norm = values::gear::code(&printed).map_or(printed, str::to_string);
                    self.push(
                        Label::GearType,
                        span,
                        norm,
                        0.88,
                        "gear list",
                        Source::Shape,
                        "",
                    );
                }
                Kind::VesselType if mode != Mode::Title && !no_craft(self.text, &span) => self
                    .push(
                        Label::VesselType,
                        span,
                        printed,
                        0.9,
                        "vessel type list",
                        Source::Shape,
                        "",
                    ),
                Kind::Area => self.push(
                    Label::FishingArea,
                    span,
                    printed,
                    0.92,
                    "area list",
                    Source::Shape,
                    "",
                ),
                Kind::Country { demonym, .. }
                    if !self.person_before(&span)
                        && (demonym || self.only_a_place(&span))
                        && !self.state_before(&span) => {}
                Kind::Country { .. } if self.gap(span.end, self.span.end).starts_with(" City") => {}
                // `REUNIÓN TÉCNICA`: a meeting.
                Kind::Country { code: "REU", .. } if printed.contains(['ó', 'Ó']) => {}
                Kind::Country { code, .. } if mode == Mode::Text => self.push(
                    Label::Country,
                    span,
                    code.to_string(),
                    0.8,
                    "country name",
                    Source::Shape,
                    "",
                ),
                Kind::Hull
                    if mode == Mode::Text
                        && (self.made_of(index)
                            || self
                                .clause_cue(index)
                                .is_some_and(|c| c.any(C::HULL.with(C::MATERIAL)))) =>
                {
                    self.push(
                        Label::HullMaterial,
                        span,
                        printed,
                        0.9,
                        "hull material",
                        Source::Cue,
                        "hull",
                    );
                }
                _ => {}
            }
        }
    }
}

fn values_quantity(frame: &Frame<'_>, quantity: &measure::Quantity, label: Label) -> Option<Value> {
    values::quantity_value(frame, quantity, label, true)
}
