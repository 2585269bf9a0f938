//! One reader per label: text that a caption points to, read as that label.

use std::borrow::Cow;

use super::closed::{self, Codes, single_spaces};
use super::identity::{self, Reading};
use super::measure::{self, Quantity, Unit};
use super::{Doubt, Frame, Value, coordinates, date, list, misread, text};
use crate::entities::label::Label;
use crate::entities::lexicon::Sense;
use crate::entities::page::Span;

/// A measure, a date or a position whose figures hold letters: read with the letters as figures.
fn through_misreadings(frame: &Frame<'_>, span: &Span, label: Label) -> Option<Vec<Value>> {
    let figured = matches!(
        label,
        Label::Length
            | Label::Tonnage
            | Label::EnginePower
            | Label::HoldCapacity
            | Label::BuildYear
            | Label::CrewCount
            | Label::Date
            | Label::StartDate
            | Label::EndDate
            | Label::Coordinates
    );
    let part = frame
        .text
        .get(span.clone())
        .filter(|t| figured && t.len() <= 600)?;
    let Cow::Owned(mended) = misread::figures(part) else {
        return None;
    };
    let inner = Frame {
        text: &mended,
        ..*frame
    };
    let mut values = read(&inner, &(0..mended.len()), label, &mut Vec::new());
    for value in &mut values {
        let printed = part.get(value.span.clone());
        if printed != mended.get(value.span.clone()) {
            value.mended = Some(misread::MENDED);
            value.trust = value.trust.min(0.85);
        }
        value.span = value.span.start + span.start..value.span.end + span.start;
    }
    Some(values)
}

/// Reads `span` as `label`. What looked like a value and failed its check goes to `doubts`.
pub(crate) fn read(
    frame: &Frame<'_>,
    span: &Span,
    label: Label,
    doubts: &mut Vec<Doubt>,
) -> Vec<Value> {
    if let Some(values) = through_misreadings(frame, span, label) {
        return values;
    }
    if label == Label::Coordinates {
        return positions(frame, span);
    }
    let span = text::clean_name(frame.text, span);
    let part = frame.text.get(span.clone()).unwrap_or("");
    if part.is_empty()
        || part.len() > 600
        || (closed::is_empty_value(part) && !(label == Label::Flag && frame.short_codes))
    {
        return Vec::new();
    }
    match label {
        Label::Imo | Label::Mmsi => identifier(frame, &span, label, doubts),
        Label::Ircs => call_sign(frame, &span, doubts),
        Label::Flag | Label::PreviousFlag | Label::Country => countries(frame, &span, label),
        Label::VesselName => vessel_name(frame, &span),
        Label::PreviousName => text::former_names(frame.text, &span)
            .into_iter()
            .filter_map(|s| upper(frame, s, Label::PreviousName))
            .collect(),
        Label::EuCfr => register_number(frame, &span, label),
        Label::NationalRegNo | Label::ExternalMarking | Label::LicenseNo | Label::RfmoId => {
            register_number(frame, &span, label)
        }
        Label::StartDate | Label::EndDate | Label::Date => dates(frame, &span, label),
        Label::BuildYear => year(frame, &span),
        Label::CrewCount => crew(frame, &span),
        Label::Length | Label::Tonnage | Label::EnginePower | Label::HoldCapacity => {
            quantities(frame, &span, label)
        }
        Label::GearType | Label::Species | Label::FishingArea | Label::VesselType => {
            terms(frame, &span, label)
        }
        Label::Coordinates => Vec::new(),
        Label::Rfmo => organisations(frame, &span),
        Label::Master => master(frame, &span),
        Label::HullMaterial
        | Label::BuildPlace
        | Label::Port
        | Label::Owner
        | Label::Operator
        | Label::BeneficialOwner
        | Label::Charterer
        | Label::Address => printed(frame, &span, label).into_iter().collect(),
    }
}

fn value(label: Label, span: Span, norm: String, trust: f64, check: &'static str) -> Value {
    Value {
        label,
        span,
        norm,
        trust,
        mended: None,
        check,
    }
}

fn upper(frame: &Frame<'_>, span: Span, label: Label) -> Option<Value> {
    let printed = frame.text.get(span.clone())?;
    if closed::is_empty_value(printed) || !printed.chars().any(char::is_alphanumeric) {
        return None;
    }
    let norm = single_spaces(&printed.to_uppercase());
    Some(value(label, span, norm, 0.97, "name"))
}

fn vessel_name(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    let (name, former) = text::name_parts(frame.text, span);
    let mut found: Vec<Value> = upper(frame, name, Label::VesselName).into_iter().collect();
    found.extend(
        former
            .into_iter()
            .filter_map(|s| upper(frame, s, Label::PreviousName)),
    );
    found
}

fn printed(frame: &Frame<'_>, span: &Span, label: Label) -> Option<Value> {
    let part = frame.text.get(span.clone())?;
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let needs = if label == Label::Address { 3 } else { 2 };
    (letters >= needs || (label == Label::Owner && letters > 0))
        .then(|| value(label, span.clone(), single_spaces(part), 0.96, "text"))
}

/// A person; a nationality in brackets after the name is a country.
fn master(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    let part = frame.text.get(span.clone()).unwrap_or("");
    if let Some(open) = part.find([' ', ',']).and_then(|_| part.find(['(', ','])) {
        let tail = span.start + open + 1..span.end;
        let hits = closed::countries(frame.text, &tail, Codes::Both);
        if let [hit] = hits.as_slice() {
            let name = text::clean_name(frame.text, &(span.start..span.start + open));
            let mut found: Vec<Value> = printed(frame, &name, Label::Master).into_iter().collect();
            found.push(value(
                Label::Country,
                hit.span.clone(),
                hit.code.to_string(),
                0.9,
                "country name",
            ));
            return found;
        }
    }
    // `Juan Rey, cert. 10466/2018`
    if let Some(comma) = part.find(", ")
        && part
            .get(comma..)
            .is_some_and(|t| t.bytes().any(|b| b.is_ascii_digit()))
    {
        let name = span.start..span.start + comma;
        return printed(frame, &name, Label::Master).into_iter().collect();
    }
    printed(frame, span, Label::Master).into_iter().collect()
}

fn identifier(frame: &Frame<'_>, span: &Span, label: Label, doubts: &mut Vec<Doubt>) -> Vec<Value> {
    let judge = if label == Label::Imo {
        identity::imo
    } else {
        identity::mmsi
    };
    let check = if label == Label::Imo {
        "IMO check digit"
    } else {
        "MMSI country digits"
    };
    let mut found = Vec::new();
    for piece in list::split(frame.text, span, true, true, true) {
        let mut piece = text::clean_name(frame.text, &piece);
        let part = frame.text.get(piece.clone()).unwrap_or("");
        if closed::is_empty_value(part) {
            continue;
        }
        // `IMO 9123456`, `LR9123456`: the words before the figures are no part of the number.
        let lead = part.find(|c: char| c.is_ascii_digit()).filter(|at| {
            *at > 0
                && part
                    .get(..*at)
                    .is_some_and(|h| h.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        });
        if let Some(lead) = lead {
            piece.start += lead;
        }
        let part = frame.text.get(piece.clone()).unwrap_or("");
        let (reading, piece) = match judge(part) {
            Reading::No => first_run(frame, &piece, judge),
            other => (other, piece),
        };
        match reading {
            Reading::Valid(norm) => found.push(value(label, piece, norm, 0.995, check)),
            Reading::Mended(norm) => {
                let mut v = value(label, piece, norm, 0.93, check);
                v.mended = Some(
                    "misread signs or blanks inside the number; the check agrees with one reading only",
                );
                found.push(v);
            }
            Reading::Ambiguous | Reading::No => doubts.push(Doubt {
                label,
                span: piece,
                why: "the number fails its check and no single correction mends it",
            }),
        }
    }
    found
}

/// The first run of figures in the piece that passes.
fn first_run(frame: &Frame<'_>, piece: &Span, judge: fn(&str) -> Reading) -> (Reading, Span) {
    let part = frame.text.get(piece.clone()).unwrap_or("");
    let mut at = 0;
    for word in part.split([' ', '\n', '(', ')', ',', ':', '/', '\u{a0}']) {
        let clean = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let offset = at + word.find(clean).unwrap_or(0);
        if clean.len() >= 7 && clean.bytes().filter(u8::is_ascii_digit).count() >= 5 {
            let reading = judge(clean);
            if reading != Reading::No {
                return (
                    reading,
                    piece.start + offset..piece.start + offset + clean.len(),
                );
            }
        }
        at += word.len();
        at += part
            .get(at..)
            .and_then(|t| t.chars().next())
            .map_or(0, char::len_utf8);
    }
    (Reading::No, piece.clone())
}

fn call_sign(frame: &Frame<'_>, span: &Span, doubts: &mut Vec<Doubt>) -> Vec<Value> {
    let mut found = Vec::new();
    for piece in list::split(frame.text, span, true, false, true) {
        let mut piece = text::clean_name(frame.text, &piece);
        let mut part = frame.text.get(piece.clone()).unwrap_or("");
        if let Some(open) = part.find('(').filter(|at| *at > 2) {
            piece.end = piece.start + part.get(..open).unwrap_or("").trim_end().len();
            part = frame.text.get(piece.clone()).unwrap_or("");
        }
        if closed::is_empty_value(part) || part == "0" {
            continue;
        }
        match identity::ircs(part, frame.flag) {
            Reading::Valid(norm) => {
                found.push(value(Label::Ircs, piece, norm, 0.98, "call sign shape"));
            }
            Reading::Mended(norm) => {
                let mut v = value(
                    Label::Ircs,
                    piece,
                    norm,
                    0.9,
                    "call sign series of the flag",
                );
                v.mended =
                    Some("misread signs; one reading only lies in the flag's call-sign series");
                found.push(v);
            }
            Reading::Ambiguous => doubts.push(Doubt {
                label: Label::Ircs,
                span: piece,
                why: "two readings lie in the flag's call-sign series",
            }),
            Reading::No => doubts.push(Doubt {
                label: Label::Ircs,
                span: piece,
                why: "no call sign by its shape",
            }),
        }
    }
    found
}

fn countries(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let hits = closed::countries(frame.text, span, Codes::Both);
    let words = frame
        .text
        .get(span.clone())
        .map_or(0, |p| p.split_whitespace().count());
    hits.into_iter()
        .filter(|h| !h.short || frame.short_codes || words <= 2 || h.span == *span)
        .map(|h| {
            let before = frame
                .text
                .get(span.start..h.span.start)
                .unwrap_or("")
                .to_lowercase();
            let past = [
                "former", "ex ", "ex-", "previous", "ancien", "anterior", "antes", "earlier",
            ];
            let label = if label == Label::Flag && past.iter().any(|w| before.contains(w)) {
                Label::PreviousFlag
            } else {
                label
            };
            value(
                label,
                h.span,
                h.code.to_string(),
                0.98,
                "country name or code",
            )
        })
        .collect()
}

fn register_number(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let pieces = if label == Label::NationalRegNo {
        vec![span.clone()]
    } else {
        list::split(
            frame.text,
            span,
            label != Label::ExternalMarking,
            false,
            false,
        )
    };
    let mut found = Vec::new();
    for piece in pieces {
        let mut piece = text::clean_name(frame.text, &piece);
        // `ZA-HS-0442 (issued 14 March 2024)`: the remark in brackets is no part of the number.
        let remark = frame
            .text
            .get(piece.clone())
            .and_then(|t| t.find(" ("))
            .filter(|at| *at >= 3);
        if let Some(at) = remark
            && frame
                .text
                .get(piece.start + at..piece.end)
                .is_some_and(|r| r.chars().filter(|c| c.is_lowercase()).count() >= 3)
        {
            found.extend(
                dates(frame, &(piece.start + at..piece.end), Label::Date)
                    .into_iter()
                    .filter(|v| v.span.len() >= 6),
            );
            piece.end = piece.start + at;
        }
        let part = frame.text.get(piece.clone()).unwrap_or("");
        if piece == *span && is_date(frame, &piece) {
            return licence_dates(frame, &piece, label);
        }
        let squeezed: String = part.chars().filter(|c| !c.is_whitespace()).collect();
        if closed::is_empty_value(part) || part == "0" || part.chars().count() > 60 {
            continue;
        }
        if identity::is_cfr(&squeezed) {
            found.push(value(
                Label::EuCfr,
                piece,
                squeezed.to_ascii_uppercase(),
                0.99,
                "member state and nine signs",
            ));
            continue;
        }
        let digits = part.bytes().any(|b| b.is_ascii_digit());
        let capitals = part.chars().any(char::is_uppercase);
        let fits = match label {
            Label::EuCfr => false,
            Label::RfmoId | Label::LicenseNo => digits,
            _ => digits || (capitals && part.len() <= 12),
        };
        if fits {
            let norm = if label == Label::RfmoId {
                squeezed
            } else {
                single_spaces(part)
            };
            found.push(value(
                label,
                piece,
                norm,
                if digits { 0.97 } else { 0.8 },
                "number",
            ));
        }
    }
    found
}

/// True if the text is a date or a period.
fn is_date(frame: &Frame<'_>, span: &Span) -> bool {
    let hits = date::scan(frame.text, span, frame.order);
    let covered: usize = hits.iter().map(|h| h.span.len()).sum();
    !hits.is_empty() && covered + 8 >= span.len()
}

/// Days where a number was asked for: a licence's term, else plain dates.
fn licence_dates(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let first = if label == Label::LicenseNo {
        Label::StartDate
    } else {
        Label::Date
    };
    dates(frame, span, first)
}

fn dates(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let mut hits = date::scan(frame.text, span, frame.order);
    if hits.is_empty() {
        hits.extend(date::compact(frame.text, span));
    }
    let pair = hits.len() == 2 && label == Label::StartDate;
    hits.into_iter()
        .enumerate()
        .map(|(index, hit)| {
            let label = if pair && index == 1 {
                Label::EndDate
            } else {
                label
            };
            value(label, hit.span, hit.iso, 0.98, "calendar date")
        })
        .collect()
}

fn year(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    let hits = date::scan(frame.text, span, frame.order);
    if let [hit] = hits.as_slice() {
        let year = hit.iso.get(..4).unwrap_or("").to_string();
        let at = frame.text.get(hit.span.clone()).and_then(|t| t.find(&year));
        let place = at.map_or(hit.span.clone(), |at| {
            hit.span.start + at..hit.span.start + at + 4
        });
        return vec![value(Label::BuildYear, place, year, 0.9, "year of a date")];
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

fn crew(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
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

fn quantities(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let scanned = measure::scan(frame.text, span, frame.style, odd_above(label));
    let single = scanned.len() == 1;
    // `ABC 6DZC, 735 kW`: beside a power with its unit a bare number is something else.
    let told = label == Label::EnginePower && scanned.iter().any(|q| q.unit.is_some());
    for mut quantity in scanned {
        if told && quantity.unit.is_none() {
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

/// `2.109` under a heading for tonnage or holds: no ship measures two tons to three decimals, the dot parts thousands.
fn thousands(frame: &Frame<'_>, quantity: &Quantity, label: Label) -> f64 {
    let printed = frame.text.get(quantity.span.clone()).unwrap_or("");
    let decimals = printed.split_once('.').map_or(0, |(_, tail)| {
        tail.bytes().take_while(u8::is_ascii_digit).count()
    });
    let dotted = matches!(label, Label::Tonnage | Label::HoldCapacity)
        && decimals == 3
        && !printed.contains(',')
        && (1.0..10.0).contains(&quantity.value);
    if dotted { 1000.0 } else { 1.0 }
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
    (sound && quantity.value > 0.0)
        .then(|| value(label, quantity.span.clone(), norm, trust, "number and unit"))
}

fn with_unit(number: f64, unit: Option<Unit>) -> String {
    unit.map_or_else(
        || measure::plain(number),
        |u| format!("{} {}", measure::plain(number), u.name()),
    )
}

fn terms(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let slashes = label != Label::VesselType && label != Label::FishingArea;
    let words = matches!(label, Label::Species | Label::FishingArea | Label::GearType);
    let mut found = Vec::new();
    let whole = frame.text.get(span.clone()).unwrap_or("");
    if label == Label::Species && closed::has_sense(whole, |s| matches!(s, Sense::Species(_))) {
        return vec![value(
            label,
            span.clone(),
            closed::species(whole),
            0.97,
            "species list",
        )];
    }
    if label == Label::GearType && closed::has_sense(whole, |s| matches!(s, Sense::Gear(_))) {
        let norm = closed::gear(whole).map_or_else(|| single_spaces(whole), str::to_string);
        return vec![value(label, span.clone(), norm, 0.97, "gear list")];
    }
    let mut pieces = Vec::new();
    // `Longliner, freezer` is one kind of vessel; `Longliner, trawler` are two.
    if label == Label::VesselType {
        let parts = list::split(frame.text, span, true, false, false);
        let kinds = parts.iter().all(|p| {
            let text = frame.text.get(p.clone()).unwrap_or("");
            closed::has_sense(text, |s| {
                matches!(s, Sense::VesselType | Sense::VesselTypeCode)
            }) && !matches!(
                text.to_lowercase().as_str(),
                "freezer" | "congelador" | "congélateur"
            )
        });
        if parts.len() > 1 && !kinds {
            return term_value(whole, span.clone(), label).into_iter().collect();
        }
    }
    for part in list::split(frame.text, span, true, slashes, false) {
        let known = closed::has_sense(frame.text.get(part.clone()).unwrap_or(""), |s| {
            matches!(s, Sense::Species(_) | Sense::Gear(_) | Sense::Area)
        });
        if known || !words {
            pieces.push(part);
        } else {
            pieces.extend(list::split(frame.text, &part, false, false, true));
        }
    }
    for piece in pieces {
        let piece = text::clean_name(frame.text, &piece);
        let part = frame.text.get(piece.clone()).unwrap_or("");
        if closed::is_empty_value(part) {
            continue;
        }
        if let Some(v) = term_value(part, piece, label) {
            found.push(v);
        }
    }
    found
}

fn term_value(part: &str, piece: Span, label: Label) -> Option<Value> {
    let letters = part.chars().any(char::is_alphabetic);
    match label {
        Label::GearType => {
            let code = closed::gear(part);
            let trust = if code.is_some() { 0.97 } else { 0.85 };
            (letters || code.is_some()).then(|| {
                value(
                    label,
                    piece,
                    code.map_or_else(|| single_spaces(part), str::to_string),
                    trust,
                    "gear list",
                )
            })
        }
        Label::Species => {
            letters.then(|| value(label, piece, closed::species(part), 0.95, "species"))
        }
        Label::VesselType => {
            let generic = closed::has_sense(part, |s| *s == Sense::VesselTypeGeneric)
                && !closed::has_sense(part, |s| *s == Sense::VesselTypeCode);
            (letters && !generic || isscfv_number(part))
                .then(|| value(label, piece, single_spaces(part), 0.95, "vessel type"))
        }
        _ => {
            let bare = matches!(
                crate::entities::fold::fold_phrase(part).as_str(),
                "eez"
                    | "high seas"
                    | "zee"
                    | "alta mar"
                    | "haute mer"
                    | "alto mar"
                    | "national waters"
                    | "territorial sea"
                    | "zeei"
                    | "eezs"
                    | "the high seas"
                    | "laut lepas"
            );
            (!bare && part.chars().any(char::is_alphanumeric))
                .then(|| value(label, piece, single_spaces(part), 0.95, "area"))
        }
    }
}

/// `01.2.2`: a vessel type by its number.
fn isscfv_number(part: &str) -> bool {
    part.contains('.')
        && part
            .split('.')
            .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}

fn positions(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    coordinates::scan(frame.text, span, true)
        .into_iter()
        .map(|p| {
            let norm = p.norm();
            value(
                Label::Coordinates,
                p.span,
                norm,
                0.97,
                "latitude and longitude",
            )
        })
        .collect()
}

fn organisations(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    let part = frame.text.get(span.clone()).unwrap_or("");
    let found = crate::entities::lexicon::lookup(part).and_then(|t| {
        t.senses.iter().find_map(|s| match s {
            Sense::Rfmo(i) | Sense::RfmoAcronym(i) => closed::rfmo(*i),
            _ => None,
        })
    });
    found
        .map(|norm| {
            value(
                Label::Rfmo,
                span.clone(),
                norm.to_string(),
                0.98,
                "organisation",
            )
        })
        .into_iter()
        .collect()
}
