//! From what was found to what is given: no overlaps, places in code points, vessels in reading order.
//!
//! `NEAFC Regulatory Area` is an area and not also an organisation.

use std::collections::BTreeMap;

pub(crate) use super::code_points::CodePoints;
use super::context::{Found, Reader, Source};
use super::label::Label;
use super::order;
use super::page::Span;
use super::records;
use super::{Diagnostic, Entity, PageEntities};
use crate::entities::words::concept::Concepts;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, Sense};

/// Code points of a text.
fn signs(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// How sure an entity is: the value's own trust and the recogniser's.
fn confidence(found: &Found) -> f64 {
    let source = match found.source {
        Source::Column => 0.995,
        Source::Field => 0.99,
        Source::Cue => 0.96,
        Source::Shape => 0.92,
        Source::Weighed => 0.82,
        Source::Mention => 0.97,
    };
    let value: f64 = found.value.trust * source * measured(found);
    (value * 1000.0).round() / 1000.0
}

/// What is right less often than its shape promises, as measured on pages that no rule was made for
/// (`examples/entity_calibration.rs`).
fn measured(found: &Found) -> f64 {
    match (found.source, found.value.check) {
        (Source::Shape, "country name") => 0.4,
        (Source::Shape, "gear list") => 0.75,
        (Source::Shape | Source::Cue, "area list" | "place") => 0.9,
        (Source::Cue, "name") => 0.92,
        (Source::Cue, "number" | "calendar date") => 0.95,
        (Source::Shape, "calendar date") => 0.97,
        (Source::Field, "name" | "number" | "number and unit") => 0.96,
        _ => 1.0,
    }
}

/// Longest address that is looked at around a value, in bytes.
const MAX_ADDRESS_BYTES: usize = 300;

/// Whether an address in the web stands anywhere on a page.
fn has_web_address(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"://").is_some()
        || memchr::memchr_iter(b'.', text.as_bytes()).any(|dot| {
            text.get(..dot)
                .and_then(|head| head.get(dot.checked_sub(3)?..))
                .is_some_and(|word| word.eq_ignore_ascii_case("www"))
        })
}

/// Whether a value is part of an address in the web: a printed page's footer speaks of its site, not of
/// a vessel.
fn in_web_address(text: &str, span: &Span) -> bool {
    let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '|' | '(' | ')');
    let (head, tail) = (text.get(..span.start), text.get(span.end..));
    let (Some(head), Some(tail)) = (head, tail) else {
        return false;
    };
    let before = head
        .char_indices()
        .rev()
        .take_while(|(at, c)| !ends(*c) && span.start - at < MAX_ADDRESS_BYTES)
        .last()
        .map_or(span.start, |(at, _)| at);
    let after = tail
        .char_indices()
        .take_while(|(at, c)| !ends(*c) && *at < MAX_ADDRESS_BYTES)
        .last()
        .map_or(span.end, |(at, c)| span.end + at + c.len_utf8());
    let word = text.get(before..after).unwrap_or("").to_ascii_lowercase();
    word.starts_with("www.") || word.contains("://") || word.contains("/www.")
}

/// Which of the entities are given, in reading order: of those that overlap the surer recogniser's, then the longest.
fn apart(found: &[Found]) -> Vec<usize> {
    let begins = found.iter().enumerate();
    let begins = begins.map(|(index, f)| [f.value.span.start, index, 0, 0]);
    let mut kept = Vec::with_capacity(found.len());
    // Those that overlap one another, and where they end.
    let (mut together, mut end): (Vec<usize>, usize) = (Vec::new(), 0);
    for [start, index, ..] in order::sorted(begins.collect()) {
        if start >= end {
            settle(found, &mut together, &mut kept);
        }
        end = end.max(found.get(index).map_or(start, |f| f.value.span.end));
        together.push(index);
    }
    settle(found, &mut together, &mut kept);
    kept
}

/// Keeps of the entities that overlap one another those that are given.
fn settle(found: &[Found], together: &mut Vec<usize>, kept: &mut Vec<usize>) {
    if together.len() < 2 {
        kept.append(together);
        return;
    }
    let keys = together.drain(..).filter_map(|index| {
        let f = found.get(index)?;
        let span = &f.value.span;
        let length = usize::MAX - span.len();
        Some([f.source as usize, length, span.start, index])
    });
    let mut own: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for [.., index] in order::sorted(keys.collect()) {
        let Some(span) = found.get(index).map(|f| &f.value.span) else {
            continue;
        };
        let before = own.range(..span.end).next_back();
        if before.is_none_or(|(_, (end, _))| *end <= span.start) {
            own.insert(span.start, (span.end, index));
        }
    }
    kept.extend(own.into_values().map(|(_, index)| index));
}

/// Turns what the reader found into the page's answer.
pub(crate) fn resolve(text: &str, reader: Reader<'_>) -> PageEntities {
    let page = reader.page;
    let mut found = reader.found;
    let addressed = has_web_address(&page.text);
    found.retain(|f| {
        !f.value.span.is_empty() && !(addressed && in_web_address(&page.text, &f.value.span))
    });
    without_vessels(&page.text, &mut found);
    past_flags(&page.text, &mut found);
    let kept = apart(&found);
    let points = CodePoints::new(text);
    let mut places = page.places();
    // The page's own number of each vessel, in reading order.
    let mut numbers: Vec<Option<u32>> = vec![None; reader.vessels.len()];
    let mut next = 0;
    let mut entities = Vec::with_capacity(kept.len());
    for index in kept {
        let Some(f) = found.get_mut(index) else {
            continue;
        };
        let raw = places.raw(&f.value.span);
        let Some(printed) = text.get(raw.clone()) else {
            continue;
        };
        let record = f
            .record
            .and_then(|r| numbers.get_mut(r as usize))
            .map(|number| {
                *number.get_or_insert_with(|| {
                    next += 1;
                    next - 1
                })
            });
        let reason = reason(f);
        let start = points.at(raw.start);
        entities.push(Entity {
            label: f.value.label,
            start,
            end: start + signs(printed),
            text: printed.to_string(),
            norm_value: std::mem::take(&mut f.value.norm),
            record,
            confidence: confidence(f),
            corrected: f.value.mended.is_some(),
            reason,
        });
    }
    let mut diagnostics: Vec<Diagnostic> = reader
        .doubts
        .iter()
        .map(|d| {
            let raw = page.raw_range(&d.span);
            Diagnostic {
                label: Some(d.label),
                start: points.at(raw.start),
                end: points.at(raw.end),
                text: text.get(raw).unwrap_or("").to_string(),
                message: d.why.to_string(),
            }
        })
        .collect();
    order::by_key(&mut diagnostics, |d| [d.start, 0, 0]);
    diagnostics.dedup();
    let records = records::of(&entities, next);
    PageEntities {
        entities,
        records,
        diagnostics,
    }
}

/// `ALBA (ex-SOL, Ghana), flag Gabon`: beside another flag the one in the bracket of a former name is a former one.
fn past_flags(text: &str, found: &mut [Found]) {
    let of = |found: &[Found], label: Label| -> Vec<(Option<u32>, Span)> {
        let all = found
            .iter()
            .filter(|f| f.value.label == label && f.record.is_some());
        all.map(|f| (f.record, f.value.span.clone())).collect()
    };
    let names = of(found, Label::PreviousName);
    if names.is_empty() {
        return;
    }
    let flags = of(found, Label::Flag);
    for flag in found.iter_mut().filter(|f| f.value.label == Label::Flag) {
        let at = flag.value.span.start;
        let behind = names.iter().any(|(record, name)| {
            let between = text.get(name.end..at).filter(|_| *record == flag.record);
            between.is_some_and(|t| matches!(t.trim_end(), "," | " (" | " –" | ""))
                && text
                    .get(..name.start)
                    .is_some_and(|head| head.rfind('(') > head.rfind(')'))
        });
        let other = |(record, own): &&(Option<u32>, Span)| {
            *record == flag.record && *own != flag.value.span
        };
        if behind && flags.iter().find(other).is_some() {
            flag.value.label = Label::PreviousFlag;
        }
    }
}

/// Labels that only a vessel's things have.
const SHIP_S: [Label; 7] = [
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::EuCfr,
    Label::RfmoId,
    Label::PreviousName,
    Label::PreviousFlag,
];

/// Labels that speak of a vessel beside a name.
const BESIDE_NAME: [Label; 15] = [
    Label::Flag,
    Label::Tonnage,
    Label::Length,
    Label::EnginePower,
    Label::VesselType,
    Label::GearType,
    Label::Port,
    Label::ExternalMarking,
    Label::NationalRegNo,
    Label::LicenseNo,
    Label::Owner,
    Label::Master,
    Label::FishingArea,
    Label::Species,
    Label::Operator,
];

/// Labels of which so many kinds under captions speak of a vessel.
const TOGETHER: [Label; 9] = [
    Label::Flag,
    Label::Tonnage,
    Label::Length,
    Label::EnginePower,
    Label::Owner,
    Label::Port,
    Label::Charterer,
    Label::ExternalMarking,
    Label::NationalRegNo,
];
const KINDS: usize = 3;

/// Labels of what a page may tell that speaks of no vessel.
const ASHORE: [Label; 7] = [
    Label::Date,
    Label::Country,
    Label::Species,
    Label::Rfmo,
    Label::FishingArea,
    Label::Coordinates,
    Label::GearType,
];

/// On a page that names no vessel nothing describes one: terms are plain dates, a nationality is a country.
fn without_vessels(text: &str, found: &mut Vec<Found>) {
    if (speaks_of_vessel(found) || lists_ships(text, found))
        && !super::ashore::is_ashore(text, found)
    {
        return;
    }
    found.retain_mut(|f| {
        match f.value.label {
            Label::StartDate | Label::EndDate => f.value.label = Label::Date,
            Label::Flag => f.value.label = Label::Country,
            _ => {}
        }
        f.record = None;
        ASHORE.contains(&f.value.label)
    });
}

/// True if a thing that only a vessel has was found, several kinds of things that a vessel has, or a vessel's name.
fn speaks_of_vessel(found: &[Found]) -> bool {
    let sure = |f: &Found| {
        SHIP_S.contains(&f.value.label) || f.value.label == Label::Flag && f.source == Source::Cue
    };
    let any = |label: Label| {
        let captioned = |f: &Found| f.source <= Source::Field && f.value.label == label;
        found.iter().any(captioned)
    };
    found.iter().any(sure)
        || TOGETHER.into_iter().filter(|label| any(*label)).count() >= KINDS
        || found.iter().any(|f| f.value.label == Label::VesselName)
            && (found.iter().any(|f| BESIDE_NAME.contains(&f.value.label))
                || found.iter().any(is_announced))
}

/// Names of a column with their parties, papers or years, on a page that speaks of ships.
fn lists_ships(text: &str, found: &[Found]) -> bool {
    const OF_ROWS: [Label; 8] = [
        Label::Owner,
        Label::Operator,
        Label::Charterer,
        Label::LicenseNo,
        Label::StartDate,
        Label::EndDate,
        Label::BuildYear,
        Label::BuildPlace,
    ];
    let mut names = found
        .iter()
        .filter(|f| f.value.label == Label::VesselName && f.source == Source::Column);
    let told = |name: &Found| {
        found
            .iter()
            .any(|f| f.record == name.record && OF_ROWS.contains(&f.value.label))
    };
    names.any(told) && super::ashore::speaks_of_ships(text)
}

/// A name that words for a vessel announce.
fn is_announced(found: &Found) -> bool {
    let of_ships = |word: &str| {
        lexicon::term(word).is_some_and(|term| {
            let kind = |s: &Sense| {
                matches!(
                    s,
                    Sense::VesselPrefix | Sense::VesselType | Sense::VesselTypeGeneric
                )
            };
            term.concepts.any(Concepts::SHIP) || term.senses.iter().any(kind)
        })
    };
    found.value.label == Label::VesselName && fold_phrase(&found.evidence).split(' ').any(of_ships)
}

/// Bytes around the parts of a reason.
const LONGEST_FRAME: usize = 16;

fn reason(found: &Found) -> String {
    let source = found.source.name();
    let mut reason = String::with_capacity(
        source.len() + found.value.check.len() + found.evidence.len() + LONGEST_FRAME,
    );
    reason.push_str(source);
    reason.push_str(": ");
    reason.push_str(found.value.check);
    if !found.evidence.is_empty() {
        reason.push_str("; after \"");
        reason.push_str(&found.evidence);
        reason.push('"');
    }
    if let Some(mended) = found.value.mended {
        reason.push_str("; ");
        reason.push_str(mended);
    }
    reason
}

#[cfg(test)]
mod tests {
    use super::in_web_address;

    #[test]
    fn a_web_address_holds_no_entity() {
        let cases = [
            (
                "www.example.org/Management/Vessel-List",
                "Vessel-List",
                true,
            ),
            ("see https://example.org/LANTERN now", "LANTERN", true),
            ("Management: Vessel List Ltd", "Vessel List Ltd", false),
            ("www.example.org LANTERN", "LANTERN", false),
        ];
        for (text, value, expected) in cases {
            let start = text.find(value).unwrap_or_default();
            let span = start..start + value.len();
            assert_eq!(in_web_address(text, &span), expected, "{text}");
        }
    }
}
