//! The pieces of a value that holds several things: at slashes, dashes and brackets, or where figures begin.

use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Span, trim};
use crate::entities::words::seek;

/// The parts of a value between slashes, crosses, dashes, semicolons and line breaks, and commas if asked.
pub(super) fn parted(text: &str, start: usize, commas: bool) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut from = 0;
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    for (index, (at, sign)) in signs.iter().enumerate() {
        let spaced = index > 0
            && signs.get(index - 1).is_some_and(|(_, c)| *c == ' ')
            && signs.get(index + 1).is_some_and(|(_, c)| *c == ' ');
        let cut = matches!(sign, '/' | ';' | '\n' | '|' | '×' | '•')
            || spaced && matches!(sign, 'x' | 'X' | '-' | '–' | '—')
            || commas && *sign == ',' && signs.get(index + 1).is_some_and(|(_, c)| *c == ' ');
        if cut {
            parts.push(start + from..start + at);
            from = at + sign.len_utf8();
        }
    }
    parts.push(start + from..start + text.len());
    parts
}

/// `Ghana — Tema, GSR 0277`: the parts of a value between signs of several kinds; none where commas may stand inside one.
pub(super) fn mixed(reader: &Reader<'_>, labels: &[Label], value: &Span) -> Vec<Span> {
    let text = reader.page.slice(value);
    let spoken = |label: &Label| label.is_party() || *label == Label::Address;
    if text.contains(['(', '[']) || labels.iter().any(spoken) {
        return Vec::new();
    }
    parted(text, value.start, true)
}

/// A piece without the brackets around it.
pub(super) fn unbracketed(reader: &Reader<'_>, piece: &Span) -> Span {
    let piece = trim(&reader.page.text, piece);
    let text = reader.page.slice(&piece);
    let wrapped = text.len() > 2
        && (text.starts_with('(') && text.ends_with(')')
            || text.starts_with('[') && text.ends_with(']'))
        && text.matches(['(', '[']).count() == 1;
    if wrapped {
        piece.start + 1..piece.end - 1
    } else {
        piece
    }
}

/// `BF 417 Banff`, `Vigo VI-5-1234`: the words with figures (and the capitals before them), and the others.
pub(super) fn number_and_word(reader: &Reader<'_>, value: &Span) -> Vec<Span> {
    let text = reader.page.slice(value);
    let numbered = seek::has_figure;
    let cuts = text
        .match_indices(' ')
        .map(|(at, _)| at)
        .filter(|at| {
            let (left, right) = (text.get(..*at).unwrap_or(""), text.get(*at..).unwrap_or(""));
            numbered(left) != numbered(right)
                && (numbered(left) || !left.ends_with(|c: char| c.is_uppercase()))
        })
        .collect::<Vec<_>>();
    let cut = cuts
        .iter()
        .find(|at| numbered(text.get(..**at).unwrap_or("")));
    match cut.or_else(|| cuts.last()) {
        Some(at) => vec![
            value.start..value.start + at,
            trim(&reader.page.text, &(value.start + at..value.end)),
        ],
        None => vec![value.clone()],
    }
}

/// `DELTA (Yolanda)`: what stands before the bracket, and what stands in it.
pub(super) fn outside_and_inside(reader: &Reader<'_>, value: &Span) -> Vec<Span> {
    let text = reader.page.slice(value);
    let bracket = |open: char, close: char| text.find(open).zip(text.rfind(close));
    match bracket('(', ')').or_else(|| bracket('[', ']')) {
        Some((open, close)) if open < close => {
            let outside = trim(&reader.page.text, &(value.start..value.start + open));
            vec![outside, value.start + open + 1..value.start + close]
        }
        _ => vec![value.clone()],
    }
}

/// `ALBA – 3DXB`: the parts at the first dash between blanks.
pub(super) fn split_dashes(reader: &Reader<'_>, value: &Span) -> Vec<Span> {
    let text = reader.page.slice(value);
    let mut parts = Vec::new();
    let mut start = 0;
    for dash in [" – ", " - ", " — "] {
        if let Some(at) = text.find(dash) {
            parts.push(value.start + start..value.start + at);
            start = at + dash.len();
            break;
        }
    }
    parts.push(value.start + start..value.end);
    parts
}
