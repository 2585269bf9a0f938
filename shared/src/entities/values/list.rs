//! Cells that hold several values: where one ends and the next begins.
//!
//! `Hake (HKE); Ling (LIN)`, `PS / LL`.

use super::super::page::{Span, trim};
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// What parts values of a kind besides line breaks, `;` and `|`, which part those of every kind.
#[derive(Clone, Copy)]
pub(crate) struct By(u8);

impl By {
    /// Nothing else.
    pub(crate) const SIGNS: By = By(0);
    /// Commas, but for those between figures.
    pub(crate) const COMMAS: By = By(1);
    /// Slashes.
    pub(crate) const SLASHES: By = By(1 << 1);
    /// ` + ` and the words for *and*.
    pub(crate) const WORDS: By = By(1 << 2);

    /// All of them.
    pub(crate) const ALL: By = By::COMMAS.with(By::SLASHES).with(By::WORDS);

    /// Both.
    pub(crate) const fn with(self, other: By) -> By {
        By(self.0 | other.0)
    }

    const fn has(self, one: By) -> bool {
        self.0 & one.0 != 0
    }
}

/// Splits a span outside brackets at what parts values of its kind.
pub(crate) fn split(text: &str, span: &Span, by: By) -> Vec<Span> {
    let (commas, slashes, words) = (by.has(By::COMMAS), by.has(By::SLASHES), by.has(By::WORDS));
    let mut parts = Vec::new();
    let Some(part) = text.get(span.clone()) else {
        return parts;
    };
    let mut start = 0;
    let mut depth = 0usize;
    let mut push = |from: usize, to: usize| {
        let piece = trim(text, &(span.start + from..span.start + to));
        if !piece.is_empty() {
            parts.push(piece);
        }
    };
    let bytes = part.as_bytes();
    for (at, sign) in part.char_indices() {
        match sign {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ';' | '\n' | '|' | '•' | '·' => {
                push(start, at);
                start = at + sign.len_utf8();
            }
            ',' | '、' if commas && !between_digits(bytes, at) => {
                push(start, at);
                start = at + sign.len_utf8();
            }
            '/' if slashes => {
                push(start, at);
                start = at + 1;
            }
            '+' | '&'
                if words
                    && at > 0
                    && bytes.get(at - 1) == Some(&b' ')
                    && bytes.get(at + 1) == Some(&b' ')
                    && sign == '+' =>
            {
                push(start, at);
                start = at + 1;
            }
            ' ' if words => {
                let tail = part.get(at..).unwrap_or("");
                for word in phrases::BETWEEN_VALUES.iter().copied() {
                    if tail.starts_with(word) && at > start {
                        push(start, at);
                        start = at + word.len();
                        break;
                    }
                }
            }
            _ => {}
        }
        start = start.min(part.len());
    }
    push(start, part.len());
    parts
}

/// `1) Bottom trawl (OTB)  2) Set longlines (LLS)`, `1. ALBA  2. SOL`, `(1) ALBA (2) SOL`: what stands behind each number,
/// where they count on.
pub(crate) fn numbered(text: &str, span: &Span) -> Option<Vec<Span>> {
    let part = text.get(span.clone())?;
    let bare = part.strip_prefix('(');
    let open = bare.map_or("", |_| "(");
    let sign = bare.unwrap_or(part).strip_prefix('1')?.get(..1)?;
    if !matches!(sign, ")" | ".") {
        return None;
    }
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for count in 1..=MOST_NUMBERED {
        let mark = format!("{open}{count}{sign} ");
        let from = ends.last().map_or(0, |(_, end)| *end);
        let Some(at) = seek::find(part.get(from..)?, &mark) else {
            break;
        };
        ends.push((from + at, from + at + mark.len()));
    }
    let stops = ends.iter().skip(1).map(|(at, _)| *at).chain([part.len()]);
    let pieces = ends.iter().zip(stops);
    let pieces = pieces.map(|((_, from), to)| trim(text, &(span.start + from..span.start + to)));
    (ends.len() > 1 || !open.is_empty() && !ends.is_empty()).then(|| pieces.collect())
}

/// Most numbered parts of a value.
const MOST_NUMBERED: usize = 9;

/// The parts between a sign, in their places, without the blanks around them.
pub(crate) fn parted(text: &str, span: &Span, sign: &str) -> Vec<Span> {
    let mut at = span.start;
    let pieces = seek::split(text.get(span.clone()).unwrap_or(""), sign);
    pieces
        .map(|piece| {
            let place = trim(text, &(at..at + piece.len()));
            at += piece.len() + sign.len();
            place
        })
        .collect()
}

fn between_digits(bytes: &[u8], at: usize) -> bool {
    at > 0
        && bytes.get(at - 1).is_some_and(u8::is_ascii_digit)
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}
