//! Messages of fisheries monitoring centres: `//SR//NA/ALBA//RC/3DXA//FS/FJI//ER//`.
//!
//! Field codes of the North Atlantic Format (NEAFC Scheme of Control and Enforcement, annexes VIII and IX; NAFO
//! Conservation and Enforcement Measures, annex II.D).

use super::context::{Reader, Source};
use super::form::Form;
use super::label::Label;
use super::page::Span;
use super::values::{self, Value, coordinates, date};

/// Codes whose values are entities.
const CODES: [(&str, Label); 16] = [
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
];

/// Fewest fields of a message.
const FIELDS: usize = 4;
/// Longest message, in bytes.
const LONGEST: usize = 4000;

/// Reads a line that is a message; its vessel is another than the message's before.
pub(crate) fn read(reader: &mut Reader<'_>, span: &Span, form: &mut Form) -> bool {
    let text = reader.page.slice(span);
    if !text.contains("//SR//") || text.len() > LONGEST {
        return false;
    }
    let mut fields: Vec<(Span, Span)> = Vec::new();
    let mut at = span.start;
    for piece in text.split("//") {
        if let Some(cut) = piece.find('/').filter(|cut| *cut == 2) {
            fields.push((at..at + cut, at + cut + 1..at + piece.len()));
        }
        at += piece.len() + 2;
    }
    if fields.len() < FIELDS {
        return false;
    }
    *form = Form::default();
    let record = form.vessel(reader);
    let mut frame = reader.frame(None, Some(record));
    frame.order = date::Order::YearFirst;
    let page = reader.page;
    let place = |code: &str| {
        fields
            .iter()
            .find(|(key, _)| page.slice(key) == code)
            .map(|(_, value)| value.clone())
    };
    for (key, value) in &fields {
        let code = page.slice(key);
        let Some((_, label)) = CODES.iter().find(|(own, _)| *own == code) else {
            continue;
        };
        let fleet = *label == Label::NationalRegNo && values::identity::is_cfr(page.slice(value));
        let label = if fleet { Label::EuCfr } else { *label };
        frame.short_codes = label == Label::Flag;
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
            reader.push(day, Some(record), Source::Field, code);
            continue;
        }
        reader.read(&frame, value, label, Some(record), Source::Field, code);
    }
    for (latitude, longitude) in [("LT", "LG"), ("LA", "LO")] {
        let (Some(first), Some(last)) = (place(latitude), place(longitude)) else {
            continue;
        };
        position(reader, &first, &last, record);
    }
    true
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
    reader.push(value, Some(record), Source::Field, "LA/LO");
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
