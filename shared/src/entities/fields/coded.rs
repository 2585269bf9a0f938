//! Messages of fisheries monitoring centres: `//SR//NA/ALBA//RC/3DXA//FS/FJI//ER//`.
//!
//! Field codes of the North Atlantic Format (NEAFC Scheme of Control and Enforcement, annexes VIII and IX; NAFO
//! Conservation and Enforcement Measures, annex II.D).

use crate::entities::context::{Reader, Told};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::page::{Line, Span, trim};
use crate::entities::values::{Frame, Value, coordinates, date, identity};

/// Codes whose values are entities.
const CODES: [(&str, Label); 21] = [
    ("NA", Label::VesselName),
    ("RC", Label::Ircs),
    ("IM", Label::Imo),
    ("IR", Label::NationalRegNo),
    ("XR", Label::ExternalMarking),
    ("FS", Label::Flag),
    ("PO", Label::Port),
    ("MA", Label::Master),
    ("TP", Label::VesselType),
    ("VT", Label::VesselType),
    ("GE", Label::GearType),
    ("DA", Label::Date),
    ("RA", Label::FishingArea),
    ("VL", Label::Length),
    ("VO", Label::Owner),
    ("MM", Label::Mmsi),
    ("OW", Label::Owner),
    ("OP", Label::Operator),
    ("LI", Label::LicenseNo),
    ("ZO", Label::FishingArea),
    ("RG", Label::NationalRegNo),
];

type Field = (Span, Span);

/// Fewest fields of a message.
const FIELDS: usize = 4;
/// Most lines of a message.
const LINES: usize = 60;
/// Longest line of one, in bytes.
const LONGEST: usize = 4000;

/// Reads a message that begins with a line; the lines it takes. Its vessel is another than the message's before.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    lines: &[Line],
    index: usize,
    form: &mut Form,
) -> Option<usize> {
    let first = reader.page.slice(&lines.get(index)?.span);
    let begins = ["//SR//", "SR //", "//SR/"]
        .iter()
        .any(|w| first.contains(w))
        || matches!(first.trim(), "//SR" | "SR");
    if !begins || first.len() > LONGEST {
        return None;
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut used = 0;
    for line in lines.get(index..)?.iter().take(LINES) {
        used += 1;
        pieces(reader, &line.span, &mut fields);
        let text = reader.page.slice(&line.span).trim_end_matches(['/', ' ']);
        if text.rsplit(['/', ' ']).next() == Some("ER") {
            break;
        }
    }
    if fields.len() < FIELDS {
        return None;
    }
    *form = Form::default();
    let record = form.vessel(reader);
    let mut frame = reader.frame(None, Some(record));
    frame.order = date::Order::YearFirst;
    let page = reader.page;
    for (key, value) in &fields {
        coded(reader, &frame, page.slice(key), value, record);
    }
    positions(reader, &frame, &fields, record);
    Some(used)
}

/// Reads a value under its code.
fn coded(reader: &mut Reader<'_>, frame: &Frame<'_>, code: &str, value: &Span, record: u32) {
    let Some((_, label)) = CODES.iter().find(|(own, _)| *own == code) else {
        return;
    };
    let page = reader.page;
    let text = page.slice(value);
    let label = match *label {
        Label::NationalRegNo if identity::is_member_s_cfr(text) => Label::EuCfr,
        Label::NationalRegNo if identity::is_serial(text) => Label::RfmoId,
        label => label,
    };
    let told = Told::field(Some(record), code);
    if label == Label::Date
        && let Some(hit) = date::compact(&page.text, value)
    {
        let day = Value {
            label,
            span: hit.span,
            norm: hit.iso,
            trust: 0.97,
            mended: None,
            check: "calendar date",
        };
        reader.push(day, told);
        return;
    }
    let frame = Frame {
        short_codes: label == Label::Flag,
        ..*frame
    };
    reader.read(&frame, value, label, told);
}

/// Reads positions, which may stand under one code or under two.
fn positions(reader: &mut Reader<'_>, frame: &Frame<'_>, fields: &[Field], record: u32) {
    let page = reader.page;
    let field = |code: &str| fields.iter().find(|(key, _)| page.slice(key) == code);
    let whole = fields
        .iter()
        .find(|(key, _)| matches!(page.slice(key), "PS" | "LT/LG" | "LA/LO"));
    if let Some((_, both)) = whole {
        if let Some(cut) = page.slice(both).find('/') {
            let first = trim(&page.text, &(both.start..both.start + cut));
            let last = trim(&page.text, &(both.start + cut + 1..both.end));
            position(reader, &first, &last, record);
        } else {
            let told = Told::field(Some(record), "LT/LG");
            reader.read(frame, both, Label::Coordinates, told);
        }
    }
    for (latitude, longitude) in [("LT", "LG"), ("LA", "LO")] {
        if let (Some((_, first)), Some((_, last))) = (field(latitude), field(longitude)) {
            position(reader, first, last, record);
        }
    }
}

/// The codes of a line and their values: `//NA/ALBA//`, `//NA/ALBA/ name of ship`, `NA ALBA //`.
fn pieces(reader: &Reader<'_>, span: &Span, fields: &mut Vec<Field>) {
    let page = reader.page;
    let mut at = span.start;
    for piece in page.slice(span).split("//") {
        let place = trim(&page.text, &(at..at + piece.len()));
        at += piece.len() + 2;
        let text = page.slice(&place);
        let code = ["LT/LG", "LA/LO"]
            .iter()
            .find(|code| text.starts_with(**code))
            .map_or(2, |code| code.len());
        let Some(rest) = text.get(code..).and_then(|t| t.strip_prefix(['/', ' '])) else {
            continue;
        };
        // What the sender wrote beside the value stands behind a slash of its own.
        let value = if code == 2 {
            rest.split("/ ").next().unwrap_or(rest)
        } else {
            rest
        };
        let start = place.start + code + 1;
        let value = trim(&page.text, &(start..start + value.len()));
        let capital = page.slice(&(place.start..place.start + code)).bytes();
        if capital.clone().all(|b| b.is_ascii_uppercase() || b == b'/') && !value.is_empty() {
            fields.push((place.start..place.start + code, value));
        }
    }
}

/// `LA/N6012//LO/W01530`, `LT/+60.200//LG/-015.500`: degrees and minutes, or degrees.
fn position(reader: &mut Reader<'_>, first: &Span, last: &Span, record: u32) {
    let read = |span: &Span, width: usize| -> Option<f64> {
        let text = reader.page.slice(span);
        let mut signs = text.chars();
        let lead = signs.next()?;
        let body = signs.as_str();
        let minus = matches!(lead, 'S' | 'W' | '-');
        let value: f64 = if body.contains('.') {
            body.parse().ok()?
        } else {
            let (degrees, minutes) = body.split_at_checked(width)?;
            degrees.parse::<f64>().ok()? + minutes.parse::<f64>().ok()? / 60.0
        };
        matches!(lead, 'N' | 'S' | 'E' | 'W' | '+' | '-').then_some(if minus {
            -value
        } else {
            value
        })
    };
    let (Some(latitude), Some(longitude)) = (read(first, 2), read(last, 3)) else {
        return;
    };
    if latitude.abs() > 90.0 || longitude.abs() > 180.0 || last.end <= first.start {
        return;
    }
    let span = first.start..last.end;
    let place = coordinates::Position {
        span: span.clone(),
        latitude,
        longitude,
    };
    let value = Value {
        label: Label::Coordinates,
        span,
        norm: place.norm(),
        trust: 0.97,
        mended: None,
        check: "latitude and longitude",
    };
    reader.push(value, Told::field(Some(record), "LA/LO"));
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn each_message_is_a_vessel_and_its_codes_are_captions() {
        let text = "//SR//AD/XNE//TM/POS//NA/ALBA NOVA//RC/EADN//IR/ESP000012345//XR/VI 512//FS/ESP//LA/N6012//LO/W01530//DA/20230814//ER//\n\
                    //SR//NA/MAR BRAVO//RC/3DXB//FS/FJI//TM/NOT//ER//";
        let (page, _) = extract_page(text, &Carried::default());
        let found: Vec<String> = page
            .entities
            .iter()
            .map(|e| format!("{}={}:{}", e.label, e.norm_value, e.record.map_or(9, |r| r)))
            .collect();
        assert_eq!(
            found,
            [
                "VESSEL_NAME=ALBA NOVA:0",
                "IRCS=EADN:0",
                "EU_CFR=ESP000012345:0",
                "EXTERNAL_MARKING=VI 512:0",
                "FLAG=ESP:0",
                "COORDINATES=60.2000,-15.5000:0",
                "DATE=2023-08-14:0",
                "VESSEL_NAME=MAR BRAVO:1",
                "IRCS=3DXB:1",
                "FLAG=FJI:1",
            ]
        );
    }
}
