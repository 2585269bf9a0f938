//! Years, crews and measures with their units.

use super::value;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::measure::{self, Quantity, Unit};
use crate::entities::values::{Frame, Value, date};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon;
use crate::entities::words::seek;

pub(super) fn year(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    let hits = date::scan(frame.text, span, frame.order);
    if let [hit] = hits.as_slice() {
        // `Date of launching: 20 March 1997`
        let day = value(
            Label::Date,
            hit.span.clone(),
            hit.iso.clone(),
            0.9,
            "calendar date",
        );
        return vec![day];
    }
    let part = frame.text.get(span.clone()).unwrap_or("");
    let bytes = part.as_bytes();
    let mut found = Vec::new();
    for at in 0..bytes.len().saturating_sub(3) {
        let four = part
            .get(at..at + 4)
            .filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
        let before = at.checked_sub(1).and_then(|i| bytes.get(i));
        let free = before.is_none_or(|b| !b.is_ascii_alphanumeric())
            && bytes.get(at + 4).is_none_or(|b| !b.is_ascii_alphanumeric());
        if let Some(four) = four.filter(|t| free && (**t >= *"1850") && (**t <= *"2099")) {
            found.push(value(
                Label::BuildYear,
                span.start + at..span.start + at + 4,
                four.to_string(),
                0.97,
                "year",
            ));
            break;
        }
    }
    found
}

pub(super) fn crew(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    let part = frame.text.get(span.clone()).unwrap_or("");
    let Some(start) = part.find(|c: char| c.is_ascii_digit()) else {
        return Vec::new();
    };
    let digits: String = part
        .get(start..)
        .unwrap_or("")
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let number: u32 = digits.parse().unwrap_or(0);
    if !(1..=2000).contains(&number) || digits.len() > 4 {
        return Vec::new();
    }
    let at = span.start + start;
    vec![value(
        Label::CrewCount,
        at..at + digits.len(),
        number.to_string(),
        0.97,
        "count",
    )]
}

/// The values above which figures with three decimals are not thousands.
const fn odd_above(label: Label) -> f64 {
    match label {
        Label::Length => 400.0,
        Label::Tonnage | Label::HoldCapacity => 200_000.0,
        _ => 120_000.0,
    }
}

/// A word that is no word for a length stands before the figures.
fn other_measure(before: &str) -> bool {
    before
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() >= 4)
        .any(|word| lexicon::lookup(word).is_none_or(|t| !t.concepts.any(C::LENGTH)))
}

/// A hold takes more than this of whatever it is measured in; less without a unit counts holds.
const FEWEST: f64 = 10.0;

pub(super) fn quantities(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let scanned = measure::scan(frame.text, span, frame.style, odd_above(label));
    let single = scanned.len() == 1;
    // `ABC 6DZC, 735 kW`: beside a power with its unit a bare number is something else.
    let united = scanned.iter().any(|q| q.unit.is_some());
    let told = label == Label::EnginePower && united;
    let mut from = span.start;
    for mut quantity in scanned {
        let before = frame.text.get(from..quantity.span.start).unwrap_or("");
        from = quantity.span.end;
        // `4 holds`, `fish holds: 4`
        let few = single
            && quantity.value < FEWEST
            && quantity.value.fract() == 0.0
            && frame.unit.is_none();
        let counted = label == Label::HoldCapacity && quantity.unit.is_none() && few
            || label == Label::HoldCapacity && quantity.unit.is_none() && {
                let behind = frame.text.get(quantity.span.end..span.end).unwrap_or("");
                let word = behind
                    .trim_start()
                    .split(|c: char| !c.is_alphabetic())
                    .next();
                word.and_then(lexicon::lookup)
                    .is_some_and(|t| t.concepts.any(C::HOLD))
            };
        // `Length 60.8 m    Breadth 12.16 m`: another measure begins.
        if label == Label::Length && !found.is_empty() && other_measure(before) {
            break;
        }
        // `Cap/vitesse: 214° / 6,2 nd`
        let course = frame
            .text
            .get(quantity.span.end..)
            .is_some_and(|behind| behind.starts_with(['°', 'º']));
        // `1.114 TRG / 334 TRN`
        let behind = frame.text.get(quantity.span.end..span.end).unwrap_or("");
        let own = behind.split(['/', ',', ';', '(']).next().unwrap_or("");
        let net = label == Label::Tonnage && !seek::has_figure(own) && speaks_of_net(own);
        // `1,402 GT (1969 Convention)`
        let remark = united && quantity.unit.is_none();
        if told && quantity.unit.is_none()
            || remark
            || counted
            || course
            || net
            || speaks_of_net(before)
        {
            continue;
        }
        quantity.value *= thousands(frame, &quantity, label);
        if let Some(v) = quantity_value(frame, &quantity, label, single) {
            found.push(v);
        }
    }
    // Several kinds of power or tonnage in a cell (`350 kW / 476 HP`) are kept; several bare numbers are not a quantity.
    if found.len() > 2 && label != Label::Length {
        found.truncate(1);
    }
    found
}

/// `395, net tonnage 118`, `395 / net: 118`: the figure behind the words is no gross tonnage.
fn speaks_of_net(before: &str) -> bool {
    before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= 2)
        .any(|word| {
            lexicon::lookup(word).is_some_and(|t| t.concepts.any(C::NET.with(C::DEADWEIGHT)))
        })
}

/// `2.109` under a heading for tonnage, holds or power: no ship measures two tons to three decimals, the dot parts
/// thousands.
fn thousands(frame: &Frame<'_>, quantity: &Quantity, label: Label) -> f64 {
    let printed = frame.text.get(quantity.span.clone()).unwrap_or("");
    let decimals = printed.split_once('.').map_or(0, |(_, tail)| {
        tail.bytes().take_while(u8::is_ascii_digit).count()
    });
    let dotted = matches!(
        label,
        Label::Tonnage | Label::HoldCapacity | Label::EnginePower
    ) && decimals == 3
        && !printed.contains(',')
        && (1.0..10.0).contains(&quantity.value);
    // `252,000 cuft`: no hold is measured to the thousandth of a foot.
    let feet = quantity.unit == Some(Unit::CubicFoot)
        && quantity.value < 1000.0
        && printed
            .split_once([',', '.'])
            .is_some_and(|(_, tail)| tail.bytes().take_while(u8::is_ascii_digit).count() == 3);
    if dotted || feet { 1000.0 } else { 1.0 }
}

/// One quantity as a label; none where the unit contradicts it.
pub(crate) fn quantity_value(
    frame: &Frame<'_>,
    quantity: &Quantity,
    label: Label,
    single: bool,
) -> Option<Value> {
    let unit = quantity.unit.or(frame.unit);
    let (norm, sound) = match label {
        Label::Length => match unit {
            None | Some(Unit::Metre | Unit::Tonne) => (
                measure::plain(quantity.value),
                (0.5..=500.0).contains(&quantity.value),
            ),
            Some(Unit::Foot) => (
                measure::plain((quantity.value * 0.3048 * 100.0).round() / 100.0),
                (2.0..=1500.0).contains(&quantity.value),
            ),
            _ => return None,
        },
        Label::Tonnage => match unit {
            None | Some(Unit::Gross | Unit::Tonne | Unit::CubicMetre) => {
                (measure::plain(quantity.value), quantity.value < 300_000.0)
            }
            _ => return None,
        },
        Label::EnginePower => match unit {
            None | Some(Unit::Kilowatt | Unit::Horsepower | Unit::MetricHorsepower) => {
                (with_unit(quantity.value, unit), quantity.value < 200_000.0)
            }
            _ => return None,
        },
        Label::HoldCapacity => match unit {
            None | Some(Unit::CubicMetre | Unit::CubicFoot | Unit::Tonne) => {
                (with_unit(quantity.value, unit), true)
            }
            Some(Unit::Metre) if quantity.unit.is_some() => return None,
            Some(Unit::Metre) => (with_unit(quantity.value, Some(Unit::CubicMetre)), true),
            _ => return None,
        },
        _ => return None,
    };
    let trust = if quantity.unit.is_some() || single {
        0.97
    } else {
        0.85
    };
    let printed = frame.text.get(quantity.span.clone()).unwrap_or("");
    let misread = printed.ends_with(measure::MISREAD_CUBIC);
    (sound && quantity.value > 0.0).then(|| {
        let mut value = value(label, quantity.span.clone(), norm, trust, "number and unit");
        value.mended = misread.then_some("a misread sign of cubic metres");
        value
    })
}

fn with_unit(number: f64, unit: Option<Unit>) -> String {
    unit.map_or_else(
        || measure::plain(number),
        |u| format!("{} {}", measure::plain(number), u.name()),
    )
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn a_measure_is_read_in_every_notation() {
        let cases = [
            ("Length overall: 24m50", "24.5"),
            ("Length overall: 80 ft", "24.38"),
            ("Length overall: 64' 11\"", "19.79"),
            ("Length overall: 80'", "24.38"),
            ("Length overall: 60.8 m moulded 12.16 m", "60.8"),
            ("Length: 60.8 m Breadth 12.16 m", "60.8"),
            ("Engine power: 1.200 CV", "1200 HP"),
            ("Gross tonnage: 1.234", "1234"),
            ("Fish hold volume: 163.45 m?", "163.45 m3"),
            ("MMSI: 224-012-345", "224012345"),
            ("Holds: 4 holds, 252,000 cuft bale", "252000 ft3"),
        ];
        for (line, wanted) in cases {
            let page = format!("Vessel name: ALBA\nFlag: Spain\n{line}\n");
            let (read, _) = extract_page(&page, &Carried::default());
            let found: Vec<&str> = read
                .entities
                .iter()
                .skip(2)
                .map(|entity| entity.norm_value.as_str())
                .collect();
            assert_eq!(found, [wanted], "{line}");
        }
    }
}
