//! One reader per label: text that a caption points to, read as that label.
//!
//! `Owner: Reef Fish Ltd.` → `Reef Fish Ltd`. What fails the label's check goes to the doubts.

mod measures;
mod numbers;
mod terms;

use std::borrow::Cow;

use super::closed::{self, Codes, single_spaces};
use super::{Doubt, Frame, Value};
use super::{coordinates, date, text};
use crate::entities::label::Label;
use crate::entities::mend;
use crate::entities::page::Span;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{self, Sense, phrases};
use crate::entities::words::seek;

pub(crate) use measures::quantity_value;
use measures::{crew, quantities, year};
use numbers::{call_sign, identifier, register_number};
use terms::{countries, terms};

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
        Label::PreviousName => text::former_names(frame.text, &span)
            .into_iter()
            .filter(|s| !is_figure(frame.text.get(s.clone()).unwrap_or("")))
            .filter_map(|s| upper(frame, s, Label::PreviousName))
            .collect(),
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

/// `457 GT`, `38,7m`, `2024-10-13`, `12°49’N`: figures with the letters of a unit at most, which no ship is called.
fn is_figure(printed: &str) -> bool {
    let figured = printed
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit());
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    figured && letters <= 2
}

/// Bytes of a page that show whether it has capitals at all.
const CAPITALS: usize = 400;

/// `no presentó título`, `(en magasin)`, `see sheet 2`: several words without a capital say why there is no name.
fn is_remark(frame: &Frame<'_>, printed: &str) -> bool {
    let several = printed.contains(' ') || printed.starts_with(['(', '[']);
    let small = || printed.chars().filter(|c| c.is_lowercase()).count() >= 3;
    let firm = || {
        printed
            .split_whitespace()
            .any(|word| lexicon::lookup(word).is_some_and(|term| term.concepts.any(C::COMPANY)))
    };
    several
        && !printed.chars().any(char::is_uppercase)
        && small()
        && !firm()
        && frame
            .text
            .bytes()
            .take(CAPITALS)
            .any(|b| b.is_ascii_uppercase())
}

/// `31-Mar-2025 – 30-Mar-2026`: no name.
fn begins_with_day(frame: &Frame<'_>, span: &Span) -> bool {
    let figured = frame
        .text
        .get(span.clone())
        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    figured
        && date::scan(frame.text, span, frame.order)
            .first()
            .is_some_and(|day| day.span.start == span.start)
}

/// `12`, `A`: the number or letter of a row, by which other tables mean its vessel; `2,640`, `71.20`: a measure.
fn counts(printed: &str) -> bool {
    let figures = printed.bytes().filter(u8::is_ascii_digit).count();
    let points = printed.bytes().filter(|b| matches!(b, b',' | b'.')).count();
    printed.len() == 1
        || figures == printed.len() && figures <= 3
        || figures > 0 && points > 0 && figures + points == printed.len()
}

/// Longest name, in bytes; the longest of 21,505 registered ones has 60.
const LONGEST_NAME: usize = 100;

/// Several sentences, or more than any name: what stands behind a caption that was misunderstood.
fn runs_on(printed: &str) -> bool {
    let stopped = printed.match_indices(". ").any(|(at, _)| {
        let word = printed.get(..at).unwrap_or("").rsplit(' ').next();
        word.is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 4)
    });
    printed.len() > LONGEST_NAME || stopped && printed.len() > LONGEST_NAME / 2
}

fn upper(frame: &Frame<'_>, span: Span, label: Label) -> Option<Value> {
    let printed = frame.text.get(span.clone())?;
    if closed::is_empty_value(printed)
        || !printed.chars().any(char::is_alphanumeric)
        || is_remark(frame, printed)
        || begins_with_day(frame, &span)
        || counts(printed)
        || runs_on(printed)
    {
        return None;
    }
    // `(1)` counts the ships.
    let counter = printed.starts_with('(') && !printed.chars().any(char::is_alphabetic);
    if counter {
        return None;
    }
    let norm = single_spaces(&printed.to_uppercase());
    Some(value(label, span, norm, 0.97, "name"))
}

fn vessel_name(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    // `동원 707호 / DONG WON NO. 707`: the name in two scripts.
    let sides = super::list::parted(frame.text, span, " / ");
    let latin = |side: &Span| {
        let text = frame.text.get(side.clone()).unwrap_or("");
        text.bytes().any(|b| b.is_ascii_alphabetic())
    };
    if let [one, other] = sides.as_slice()
        && latin(one) != latin(other)
    {
        let sides = [one, other].into_iter();
        let names = sides.filter_map(|side| upper(frame, side.clone(), Label::VesselName));
        return names.collect();
    }
    let (name, former) = text::name_parts(frame.text, span);
    let name = text::without_prefix(frame.text, name);
    // `F/V *ALBA*`, `M/V "ALBA"`: signs behind the short form.
    let printed = frame.text.get(name.clone()).unwrap_or("");
    let marks = printed.len()
        - printed
            .trim_start_matches(['*', '_', '"', '“', '«', '\''])
            .len();
    let name = name.start + marks..name.end;
    let mut found: Vec<Value> = upper(frame, name, Label::VesselName).into_iter().collect();
    found.extend(
        former
            .into_iter()
            .filter_map(|s| upper(frame, s, Label::PreviousName)),
    );
    found
}

/// `5871234 Alba Shipping SA`, `– Main Street 2`: without the number of the company, or the dash, before it.
fn unled(text: &str, span: &Span, label: Label) -> Span {
    let printed = text.get(span.clone()).unwrap_or("");
    let bare = if label == Label::Address {
        printed.trim_start_matches(['–', '—', '-', ' '])
    } else if label.is_party() {
        let number = printed.bytes().take_while(u8::is_ascii_digit).count();
        let rest = printed.get(number..).unwrap_or("");
        let named = rest
            .strip_prefix(' ')
            .is_some_and(|name| name.starts_with(char::is_uppercase));
        if number == 7 && named {
            rest.trim_start()
        } else {
            printed
        }
    } else {
        printed
    };
    span.end - bare.len()..span.end
}

fn printed(frame: &Frame<'_>, span: &Span, label: Label) -> Option<Value> {
    // `Pesca Mar S.R.L..`: the stop of the line behind the name's own.
    let doubled = label.is_party() && frame.text.get(span.clone())?.ends_with("..");
    let span = &(span.start..span.end - usize::from(doubled));
    let span = &unled(frame.text, span, label);
    let part = frame.text.get(span.clone())?;
    // `Lamu Fisheries Ltd, same address`
    let part = match phrases::SAME_ADDRESS.end(part) {
        Some(same) if label.is_party() => part.strip_suffix(same).unwrap_or(part),
        _ => part,
    };
    let span = &(span.start..span.start + part.len());
    if (label.is_party() || matches!(label, Label::Master | Label::Port)) && is_remark(frame, part)
    {
        return None;
    }
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    // `II/1` is the skipper's certificate.
    let needs = if matches!(label, Label::Address | Label::Master) {
        3
    } else {
        2
    };
    (letters >= needs || (label == Label::Owner && letters > 0))
        .then(|| value(label, span.clone(), single_spaces(part), 0.96, "text"))
}

/// `Juan Rey and José Mar`: two persons of a first and a last name each.
fn two_persons(text: &str, span: &Span) -> Option<[Span; 2]> {
    let part = text.get(span.clone())?;
    let named = |side: &str| {
        let words = side.split(' ');
        words.clone().count() >= 2 && words.into_iter().all(|w| w.starts_with(char::is_uppercase))
    };
    phrases::AND_WORDS.iter().find_map(|and| {
        let (first, second) = part.split_once(&format!(" {and} "))?;
        let second_at = span.end - second.len();
        (named(first) && named(second))
            .then(|| [span.start..span.start + first.len(), second_at..span.end])
    })
}

/// Persons; a nationality in brackets after the name is a country.
fn master(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    if let Some(persons) = two_persons(frame.text, span) {
        return persons
            .iter()
            .flat_map(|person| master(frame, person))
            .collect();
    }
    let part = frame.text.get(span.clone()).unwrap_or("");
    // `Capt. Juan Rey`
    let title = phrases::CAPTAINS_TITLES.begin(part).map_or(0, str::len);
    let part = part.get(title..).unwrap_or("");
    // `Pedro Rey\nRUT 9.412.118-3`: the number of the person's papers in the line below.
    let named = part
        .split_once('\n')
        .filter(|(_, below)| seek::figures(below) >= 4)
        .map_or(part, |(name, _)| name.trim_end());
    let span = &(span.start + title..span.start + title + named.len());
    let part = named;
    if let Some(open) = part
        .find([' ', ','])
        .and_then(|_| part.find(['(', ',', ';']))
    {
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
        && part.get(comma..).is_some_and(seek::has_figure)
    {
        let name = span.start..span.start + comma;
        let mut found: Vec<Value> = printed(frame, &name, Label::Master).into_iter().collect();
        // `Juan Rey, born 3 May 1979`
        found.extend(dates(frame, &(name.end..span.end), Label::Date));
        return found;
    }
    printed(frame, span, Label::Master).into_iter().collect()
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
                _ => label,
            };
            value(label, hit.span, hit.iso, 0.98, "calendar date")
        })
        .collect()
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
    fn days_remarks_and_counts_are_no_names() {
        let named = |name: &str| {
            values(
                &format!("Flag: FIJI\nVessel name: {name}"),
                Label::VesselName,
            )
        };
        for name in ["ALBA NOVA", "31 MARCH II"] {
            assert_eq!(named(name), [name]);
        }
        for name in ["31-Mar-2025 – 30-Mar-2026", "see sheet 2", "12", "A", "(1)"] {
            assert!(named(name).is_empty(), "{name}: {:?}", named(name));
        }
    }
}
