//! Columns of units and of repeated captions, and what the units of a column without a heading say of it.
//!
//! `Power | kW` over `350 | kW`.

use std::rc::Rc;

use super::columns::Column;
use super::evidence::{Sampled, assign, most, share};
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::Frame;
use crate::entities::values::list::{self, By};
use crate::entities::values::measure::Unit;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;

/// A column that repeats one caption (`IMO | 9281310 | GT | 146`) is the heading of the next.
pub(super) fn inline_captions(
    reader: &mut Reader<'_>,
    columns: &mut [Column],
    samples: &[Vec<Sampled>],
) {
    for index in 0..columns.len().saturating_sub(1) {
        let Some(sample) = samples.get(index).filter(|s| s.len() >= 2) else {
            continue;
        };
        let Some((_, first)) = sample.first() else {
            continue;
        };
        let text = reader.page.slice(first);
        let repeated = sample.iter().all(|(_, s)| reader.page.slice(s) == text);
        if !repeated || text.len() > 30 || text.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let meaning = reader.caption(first);
        let useful = meaning.labels.len() == 1
            && meaning.coverage() >= 80
            && meaning.label() != Some(Label::VesselName);
        let open = columns
            .get(index + 1)
            .is_some_and(|c| !c.meaning.understood());
        if !useful || !open {
            continue;
        }
        let heading = text.to_string();
        if let Some(own) = columns.get_mut(index) {
            own.meaning.labels.clear();
            own.meaning.other = true;
        }
        if let Some(next) = columns.get_mut(index + 1) {
            next.meaning = Rc::unwrap_or_clone(meaning);
            next.heading = heading;
        }
    }
}

/// What most cells of an unheaded column measure.
pub(super) fn measured_as(reader: &Reader<'_>, sample: &[Sampled]) -> Option<Label> {
    use crate::entities::values::measure::{self, Unit};
    let unit = |span: &Span| {
        let found = measure::scan(&reader.page.text, span, reader.style, 400_000.0);
        match found.as_slice() {
            [one] if one.span == *span => one.unit,
            _ => None,
        }
    };
    let first = unit(&sample.first()?.1)?;
    let same = most(80, sample, |_, s| unit(s) == Some(first)) && sample.len() >= 2;
    let label = match first {
        Unit::Metre | Unit::Foot => Label::Length,
        Unit::Gross => Label::Tonnage,
        Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower => Label::EnginePower,
        Unit::CubicMetre | Unit::CubicFoot => Label::HoldCapacity,
        Unit::Tonne => return None,
    };
    same.then_some(label)
}

/// A word over columns of measures.
fn of_sizes(group: &str) -> bool {
    phrases::MEASURES.holds(&fold_phrase(group))
}

/// A heading that is nothing but a unit (`m`, `kW`): what the ship has of it.
pub(super) fn headed_by_unit(
    reader: &Reader<'_>,
    columns: &mut [Column],
    samples: &[Vec<Sampled>],
) {
    use crate::entities::values::measure::Unit;
    for index in 0..columns.len() {
        let Some(column) = columns.get(index).filter(|c| !c.meaning.understood()) else {
            continue;
        };
        // `L (m)`, `P (m)`: a letter for length, panjang, eslora or comprimento before the unit.
        let heading = column.heading.strip_prefix(['L', 'P', 'E', 'C']);
        let heading = heading
            .filter(|h| h.starts_with([' ', ',', '(']))
            .unwrap_or(&column.heading);
        // `Size` over `m | GT`
        let heading = match heading.split_once(' ') {
            Some((group, unit)) if of_sizes(group) => unit,
            _ => heading,
        };
        let bare = heading.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | ' ' | ','));
        // `L` over decimals.
        let lone = column.heading == "L"
            && samples.get(index).is_some_and(|sample| {
                !sample.is_empty()
                    && most(60, sample, |_, s| reader.page.slice(s).contains(['.', ',']))
            });
        let unit = Unit::of(bare).or(lone.then_some(Unit::Metre));
        // `Bobot` over a row of units: what is measured so is told by the unit, lengths apart (a ship has several).
        let beside = column.meaning.unit.filter(|u| *u != Unit::Metre);
        let unit = unit.or(beside);
        let label = match unit {
            Some(Unit::Metre) => Label::Length,
            Some(Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower) => Label::EnginePower,
            Some(Unit::Gross) => Label::Tonnage,
            Some(Unit::CubicMetre | Unit::CubicFoot) if beside.is_some() => Label::HoldCapacity,
            // `Store` over `38 m3`
            _ => match samples.get(index).and_then(|s| measured_as(reader, s)) {
                Some(label) if label != Label::Length => label,
                _ => continue,
            },
        };
        let known = columns.iter().any(|c| c.meaning.labels.contains(&label));
        let figures = samples.get(index).is_some_and(|sample| {
            !sample.is_empty()
                && most(100, sample, |_, s| {
                    reader
                        .page
                        .slice(s)
                        .starts_with(|c: char| c.is_ascii_digit())
                })
        });
        if figures && !known {
            assign(columns, index, Some(label));
            if let Some(column) = columns.get_mut(index) {
                column.meaning.unit = unit;
            }
        }
    }
}

/// Columns of units: the column before holds the numbers.
pub(super) fn units(reader: &Reader<'_>, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    use crate::entities::values::measure::Unit;
    let page = reader.page;
    for index in 1..columns.len() {
        let Some(sample) = samples.get(index).filter(|s| !s.is_empty()) else {
            continue;
        };
        // `PS` under *Arte*: a purse seine, no horsepower.
        let other = columns
            .get(index)
            .is_some_and(|c| c.meaning.labels.as_slice() == [Label::GearType]);
        if other || share(sample, |_, s| Unit::of(page.slice(s)).is_some()) < 80 {
            continue;
        }
        let kind = sample.first().and_then(|(_, s)| Unit::of(page.slice(s)));
        if let Some(unit_column) = columns.get_mut(index) {
            unit_column.meaning.labels.clear();
            unit_column.meaning.other = true;
        }
        let numbers = samples.get(index - 1).is_some_and(|s| {
            most(80, s, |_, n| {
                page.slice(n).starts_with(|c: char| c.is_ascii_digit())
            })
        });
        let Some(column) = columns.get_mut(index - 1).filter(|_| numbers) else {
            continue;
        };
        column.unit_beside = true;
        if !column.meaning.understood() {
            let label = match kind {
                Some(Unit::Metre | Unit::Foot) => Some(Label::Length),
                Some(Unit::Gross) => Some(Label::Tonnage),
                Some(Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower) => {
                    Some(Label::EnginePower)
                }
                Some(Unit::CubicMetre | Unit::CubicFoot | Unit::Tonne) => Some(Label::HoldCapacity),
                None => None,
            };
            assign(columns, index - 1, label);
        }
    }
}

/// `3.236 / 4.400` under `Power (kW/CV)`: the power in both units; false where it is not so.
pub(super) fn in_two_units(
    reader: &mut Reader<'_>,
    frame: &Frame<'_>,
    value: &Span,
    told: Told<'_>,
) -> bool {
    let units = told.evidence.split([' ', '/', '(', ')', ',', '|']);
    let power = |unit: &Unit| {
        matches!(
            unit,
            Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower
        )
    };
    let units = units.filter_map(Unit::of).filter(power);
    let units: Vec<Unit> = units.collect();
    let parts = list::split(&reader.page.text, value, By::SLASHES);
    let ([one, other], 2) = (units.as_slice(), parts.len()) else {
        return false;
    };
    for (part, unit) in parts.iter().zip([one, other]) {
        let unit = Some(*unit);
        reader.read(&Frame { unit, ..*frame }, part, Label::EnginePower, told);
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn a_unit_tells_what_an_unknown_heading_asks_for() {
        let page = |unit: &str| {
            format!(
                "| Vessel | IRCS | Zeta |\n|---|---|---|\n| ALBA | 3DXA | 38 {unit} |\n| NOVA | 3DXB | 41 {unit} |"
            )
        };
        assert!(things(&page("m3")).contains(&"HOLD_CAPACITY=38 m3".to_string()));
        assert_eq!(things(&page("t")).len(), 4);
    }
}
