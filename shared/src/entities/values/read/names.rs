//! Vessels' names, and what no vessel is called: figures, days, remarks, sentences.

use super::value;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::closed::{self, single_spaces};
use crate::entities::values::{Frame, Value, date, list, text};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon;
use crate::entities::words::seek;

/// `457 GT`, `38,7m`, `2024-10-13`, `12°49’N`: figures with the letters of a unit at most, which no ship is called.
pub(super) fn is_figure(printed: &str) -> bool {
    let figured = printed
        .trim_start_matches('-')
        .starts_with(|c: char| c.is_ascii_digit());
    let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
    figured && letters <= 2
}

/// Bytes of a page that show whether it has capitals at all.
const CAPITALS: usize = 400;

/// `no presentó título`, `(en magasin)`, `see sheet 2`: several words without a capital say why there is no name.
pub(super) fn is_remark(frame: &Frame<'_>, printed: &str) -> bool {
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
    let figures = seek::figures(printed);
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

pub(super) fn upper(frame: &Frame<'_>, span: Span, label: Label) -> Option<Value> {
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

pub(super) fn vessel_name(frame: &Frame<'_>, span: &Span) -> Vec<Value> {
    // `동원 707호 / DONG WON NO. 707`: the name in two scripts.
    let sides = list::parted(frame.text, span, " / ");
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
        for name in [
            "31-Mar-2025 – 30-Mar-2026",
            "see sheet 2",
            "12",
            "A",
            "(1)",
            "2,640",
        ] {
            assert!(named(name).is_empty(), "{name}: {:?}", named(name));
        }
    }
}
