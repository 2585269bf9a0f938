//! Years, crews and measures.
//!
//! `built in 1998 at Vigo, Spain`, `of 431.08 GT and 44.16 m`. A measure without a unit needs its cue.

use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Label, Passage, Placed, Source, Span, Unit, measure, values_quantity};
use crate::entities::table::is_total;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

impl Passage<'_> {
    /// A year of four figures soon after a cue.
    pub(super) fn build_year(&mut self, span: &Span, evidence: &str) {
        // `An die Gläubiger im Konkurs Nr. 2025/0114`
        if evidence.eq_ignore_ascii_case("an") {
            return;
        }
        let end = self.sentence_end(span.end).max(span.end);
        let window = self.gap(span.end, end.min(span.end + 60).max(span.end));
        let window = if window.is_empty() {
            self.text.get(span.end..end).unwrap_or("")
        } else {
            window
        };
        let bytes = window.as_bytes();
        for at in 0..bytes.len().saturating_sub(3) {
            let Some(four) = window
                .get(at..at + 4)
                .filter(|t| t.bytes().all(|b| b.is_ascii_digit()))
            else {
                continue;
            };
            let free = at
                .checked_sub(1)
                .and_then(|i| bytes.get(i))
                .is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'.' && *b != b',')
                && bytes.get(at + 4).is_none_or(|b| !b.is_ascii_alphanumeric());
            let year = ("1850"..="2099").contains(&four);
            let place = span.end + at..span.end + at + 4;
            let inside = self.items.iter().any(|p| {
                matches!(p.item, Item::Value(Kind::Date(_) | Kind::Quantity(_)))
                    && p.span.start < place.end
                    && place.start < p.span.end
            });
            if free && year && !inside {
                let norm = four.to_string();
                self.push(
                    Label::BuildYear,
                    place,
                    norm,
                    0.93,
                    "year",
                    Source::Cue,
                    evidence,
                );
                return;
            }
        }
    }

    /// `built in 1998 at Vigo, Spain`, `yard Norway, 2011`.
    pub(super) fn build(&mut self, index: usize, span: &Span, evidence: &str) {
        // `Delivered at Banjul this 22nd day of May 2024`, `Entregado en Vigo el 3 de mayo de 2024`: a paper was.
        let end = self.sentence_end(span.end).max(span.end);
        let handed = evidence.to_lowercase();
        if (handed.starts_with("deliver") || handed.starts_with("entreg"))
            && (self.gap(span.end, end).contains(" this ")
                || self.gap(self.sentence_begin(span.start), span.start).len() < 3
                    && self.items.iter().any(|p| {
                        matches!(p.item, Item::Value(Kind::Date(_)))
                            && p.span.start >= span.end
                            && p.span.end <= end
                    }))
        {
            return;
        }
        self.build_year(span, evidence);
        let year_end = self
            .hits
            .last()
            .filter(|h| h.value.label == Label::BuildYear && h.value.span.start >= span.end)
            .map(|h| h.value.span.end);
        let before = self.hits.len();
        self.build_place(index, span, evidence);
        if self.hits.len() > before {
            return;
        }
        if year_end.is_none() {
            self.built_before(span, evidence);
            return;
        }
        if let Some(year_end) = year_end {
            let tail = self
                .gap(year_end, self.sentence_end(year_end).max(year_end))
                .to_string();
            for word in phrases::AT_THE_YARD.iter().copied() {
                if tail.starts_with(word) {
                    let fake = year_end..year_end + word.len();
                    let inside = take::name(
                        self.text,
                        fake.end,
                        self.sentence_end(fake.end).max(fake.end),
                        NameKind::Place,
                    )
                    .filter(|n| n.start == fake.end);
                    if inside.is_some()
                        && !(word == ", "
                            && !tail
                                .get(2..)
                                .is_some_and(|t| t.starts_with(char::is_uppercase)))
                    {
                        self.build_place(index, &fake, evidence);
                    }
                    break;
                }
            }
        }
    }

    /// A measure after its cue, with or without a unit.
    pub(super) fn quantity(&mut self, index: usize, span: &Span, label: Label, evidence: &str) {
        // `412 de arqueo bruto`: the number stands before its word.
        let before = (label == Label::Tonnage).then(|| self.number_before(span.start));
        if let Some(value) = before
            .flatten()
            .and_then(|q| values_quantity(&self.frame, &q, label))
        {
            self.push_value(value, evidence);
            return;
        }

        let found = self.next_value(
            index,
            6,
            |k| matches!(k, Kind::Quantity(q) if fits(label, q.unit)),
        );
        let quantity = match found.and_then(|found| self.items.get(found)) {
            Some(Placed {
                item: Item::Value(Kind::Quantity(quantity)),
                ..
            }) => Some(quantity.clone()),
            _ => self.bare_measure(span, label, evidence),
        };
        let quantity = quantity.filter(|q| label != Label::Length || !self.is_breadth(&q.span));
        if let Some(value) = quantity.and_then(|q| values_quantity(&self.frame, &q, label)) {
            self.push_value(value, evidence);
        }
    }

    /// A measure that no word before it announced.
    pub(super) fn loose_quantity(&mut self, index: usize, quantity: &measure::Quantity) {
        let cue = self.clause_cue(index).unwrap_or_default();
        let after = self.items.get(index + 1).and_then(|p| match &p.item {
            Item::Cue { concepts, .. }
                if self.gap(quantity.span.end, p.span.start).trim().is_empty() =>
            {
                Some(*concepts)
            }
            Item::Word { .. } => match self.items.get(index + 2) {
                Some(q) if self.gap(quantity.span.end, q.span.start).len() <= 5 => match &q.item {
                    Item::Cue { concepts, .. } => Some(*concepts),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
        let after = after.unwrap_or_default();
        // `Total 6 vessels, 7,119 m3`
        let begin = self.sentence_begin(quantity.span.start);
        let before = self.gap(begin, quantity.span.start);
        if is_total(before) && seek::has_figure(before) {
            return;
        }
        let foreign = cue.any(
            C::FOREIGN
                .with(C::FUEL)
                .with(C::AUX)
                .with(C::NET)
                .with(C::FREEZE)
                .with(C::DEADWEIGHT),
        ) || after.any(C::FUEL.with(C::AUX));
        let label = match quantity.unit {
            Some(Unit::Gross) => Label::Tonnage,
            Some(Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower) => Label::EnginePower,
            Some(Unit::CubicMetre | Unit::CubicFoot) => Label::HoldCapacity,
            Some(Unit::Metre | Unit::Foot)
                if (cue.any(C::LENGTH) || after.any(C::LENGTH))
                    && !self.is_breadth(&quantity.span)
                    || !foreign && self.may_be_length(quantity) =>
            {
                Label::Length
            }
            _ => return,
        };
        // `the tonnage certificate gives 297 gross tons`: gross is said.
        let gross =
            label == Label::Tonnage && cue.any(C::TONNAGE) && !cue.any(C::NET.with(C::DEADWEIGHT));
        // `La potencia anotada en el certificado es de 914 kW`
        let power = label == Label::EnginePower && self.said_of_power(index);
        if foreign && !gross && !power && !(label == Label::Length && after.any(C::LENGTH)) {
            return;
        }
        if let Some(value) = values_quantity(&self.frame, quantity, label) {
            self.push_value(value, "");
            self.dealt_before(quantity, label);
        }
    }

    /// A word for power stands before item `index` in its clause.
    fn said_of_power(&self, index: usize) -> bool {
        let cues = self.items.iter().take(index).rev();
        let mut right = self.items.get(index).map_or(0, |p| p.span.start);
        for placed in cues {
            if placed.item == Item::Stop || self.gap(placed.span.end, right).contains([',', ';']) {
                return false;
            }
            right = placed.span.start;
            if let Item::Cue { concepts, .. } = &placed.item
                && concepts.any(C::POWER)
            {
                return !concepts.any(C::AUX.with(C::FREEZE));
            }
        }
        false
    }

    /// `38 mm`: no vessel's length.
    pub(super) fn of_a_mesh(&self, from: usize, end: usize) -> bool {
        let figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ');
        let unit = self.gap(from, end).trim_start_matches(figure);
        unit.starts_with("mm") || unit.starts_with("cm")
    }
}

/// The unit is one of a label.
pub(super) fn fits(label: Label, unit: Option<Unit>) -> bool {
    match label {
        Label::Length => matches!(unit, Some(Unit::Metre | Unit::Foot)),
        Label::Tonnage => matches!(unit, Some(Unit::Gross)),
        Label::EnginePower => matches!(
            unit,
            Some(Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower)
        ),
        _ => matches!(unit, Some(Unit::CubicMetre | Unit::CubicFoot)),
    }
}
