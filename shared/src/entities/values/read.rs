//! One reader per label: text that a caption points to, read as that label.
//!
//! `Owner: Reef Fish Ltd.` → `Reef Fish Ltd`. What fails the label's check goes to the doubts.

mod countries;
mod measures;
mod names;
mod numbers;
mod parties;
mod terms;

use std::borrow::Cow;

use super::closed;
use super::{Doubt, Frame, Value};
use super::{coordinates, date, text};
use crate::entities::label::Label;
use crate::entities::mend;
use crate::entities::page::Span;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, Sense, phrases};
use crate::entities::words::seek;

use countries::countries;
pub(crate) use measures::quantity_value;
use measures::{crew, quantities, year};
use names::{former, vessel_name};
use numbers::{call_sign, identifier, register_number};
use parties::{master, printed};
use terms::terms;

/// A measure, a date or a position whose figures hold letters: read with the letters as figures.
fn through_misreadings(frame: &Frame<'_>, span: &Span, label: Label) -> Option<Vec<Value>> {
    let part = frame
        .text
        .get(span.clone())
        .filter(|t| label.holds_figures() && t.len() <= 600)?;
    let mended = match mend::as_told_number(part) {
        Cow::Owned(mended) if label != Label::Coordinates => mended,
        _ => mend::as_numbers(part).into_owned(),
    };
    if mended == part {
        return None;
    }
    let inner = Frame {
        text: &mended,
        ..*frame
    };
    let mut values = read(&inner, &(0..mended.len()), label, &mut Vec::new());
    for value in &mut values {
        let printed = part.get(value.span.clone());
        if printed != mended.get(value.span.clone()) {
            value.mended = Some(mend::MENDED);
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
        return sighting(frame, span, true);
    }
    let mut span = text::clean_name(frame.text, span);
    if matches!(label, Label::Master | Label::FishingArea | Label::Port) {
        span.end -= closing_stop(frame.text.get(span.clone()).unwrap_or(""));
    }
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
        Label::PreviousName => former(frame, &span),
        Label::EuCfr => register_number(frame, &span, label),
        Label::NationalRegNo | Label::ExternalMarking | Label::LicenseNo | Label::RfmoId => {
            register_number(frame, &span, label)
        }
        Label::Date if seek::figures(part) >= SIGHTED => sighting(frame, &span, false),
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
        Label::HullMaterial => printed(frame, &material(frame.text, span), label)
            .into_iter()
            .collect(),
        // `PORT STATE CONTROL FORM`
        Label::Port if is_paper(part) => Vec::new(),
        Label::BuildPlace
        | Label::Port
        | Label::Owner
        | Label::Operator
        | Label::BeneficialOwner
        | Label::Charterer
        | Label::Address => printed(frame, &span, label).into_iter().collect(),
    }
}

/// The last word is that of a paper or an office.
fn is_paper(part: &str) -> bool {
    let last = part.rsplit(' ').next().unwrap_or("");
    part.contains(' ') && phrases::OFFICE_HEADS.holds(&fold_phrase(last))
}

/// `Steel, carvel, riveted and welded`: the material before how it is put together.
fn material(text: &str, span: Span) -> Span {
    let part = text.get(span.clone()).unwrap_or("");
    let is_hull = |word: &str| closed::has_sense(word, |s| *s == Sense::Hull);
    let (first, rest) = part.split_once(", ").unwrap_or_default();
    if is_hull(first) && !rest.split(' ').any(is_hull) {
        span.start..span.start + first.len()
    } else {
        span
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
    let ordered = matches!(hits.as_slice(), [first, last] if first.iso < last.iso);
    let pair = hits.len() == 2 && label == Label::StartDate || ordered && label == Label::EndDate;
    hits.into_iter()
        .enumerate()
        .map(|(index, hit)| {
            let label = match (pair, index) {
                (true, 0) => Label::StartDate,
                (true, 1) => Label::EndDate,
                _ if hour_behind(frame.text, &hit.span) => Label::Date,
                _ => label,
            };
            value(label, hit.span, hit.iso, 0.98, "calendar date")
        })
        .collect()
}

/// `17/02/2025 09:40`: what happened at an hour; a term begins or ends with its day.
pub(super) fn hour_behind(text: &str, day: &Span) -> bool {
    let tail = text
        .get(day.end..)
        .unwrap_or("")
        .trim_start_matches([' ', ',']);
    let hour = tail.get(..5).unwrap_or("");
    let clock = matches!(hour.as_bytes(), [h, k, b':' | b'.' | b'h', m, n]
        if h.is_ascii_digit() && k.is_ascii_digit() && m.is_ascii_digit() && n.is_ascii_digit());
    let midnight = hour.starts_with("00") || hour.starts_with("23") || hour.starts_with("24");
    let longer = tail
        .get(5..)
        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    clock && !midnight && !longer
}

/// Fewest figures of a day and a place.
const SIGHTED: usize = 12;

/// Where and when: `22.06.2023, 04°24’S, 140°11’E` under `Last position` or `Last seen on`.
fn sighting(frame: &Frame<'_>, span: &Span, bare: bool) -> Vec<Value> {
    let places = positions(frame, span, bare);
    let days = dates(frame, span, Label::Date).into_iter().filter(|day| {
        places
            .iter()
            .all(|p| day.span.end <= p.span.start || p.span.end <= day.span.start)
    });
    let mut found: Vec<Value> = days.collect();
    found.extend(places);
    found
}

fn positions(frame: &Frame<'_>, span: &Span, bare: bool) -> Vec<Value> {
    coordinates::scan(frame.text, span, bare)
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
    let found = lexicon::lookup(part).and_then(|t| {
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

/// Bytes of the stop that ends a sentence behind a name: `Nélson Évora LIMA.`, and not `Jr.` or `S. A.`.
fn closing_stop(part: &str) -> usize {
    let Some(body) = part.strip_suffix('.') else {
        return 0;
    };
    let last = body.rsplit(' ').next().unwrap_or("");
    let worded = last.chars().count() >= 4 && last.chars().all(|c| c.is_alphabetic() || c == '-');
    usize::from(worded && body.contains(' '))
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn what_happens_at_an_hour_is_no_term() {
        for (hour, label) in [
            ("", Label::StartDate),
            (" 00:01", Label::StartDate),
            (" 09:40", Label::Date),
        ] {
            let page = format!("Vessel: SOL\nCommencement: 17/02/2025{hour}");
            assert_eq!(values(&page, label), ["2025-02-17"], "{hour}");
        }
    }
}
