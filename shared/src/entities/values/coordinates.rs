//! Positions: latitude and longitude in degrees, degrees and minutes, or degrees, minutes and seconds.
//!
//! `54°08.2' N, 008°31.9' E` → `54.1367,8.5317`. A latitude alone is no position.

mod angle;

use super::super::page::Span;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;
use angle::{Axis, Reader};

/// A position found in text.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Position {
    pub(crate) span: Span,
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
}

impl Position {
    /// `lat,lon` with four decimals.
    pub(crate) fn norm(&self) -> String {
        format!("{:.4},{:.4}", self.latitude, self.longitude)
    }
}

/// Every position in a span. `bare` allows two plain decimal numbers, for cells whose heading asks for a position.
pub(crate) fn scan(text: &str, span: &Span, bare: bool) -> Vec<Position> {
    let mut found = Vec::new();
    let figured = |part: &&str| seek::has_figure(part);
    let Some(part) = text.get(span.clone()).filter(figured) else {
        return found;
    };
    let reader = Reader { text: part };
    let (mut at, mut last) = (0, 0);
    while let Some(next) = candidate(part.get(at..).unwrap_or("")) {
        at += next;
        let before = part.get(last..at).and_then(|head| head.chars().next_back());
        // `02-48N/01S-22W`: the second half of a position is none of its own.
        let halved = || {
            part.get(..at)
                .is_some_and(|head| head.ends_with("N/") || ranges(head))
        };
        let opens =
            before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',')) && !halved();
        if opens && let Some(position) = pair(&reader, at, bare) {
            at = position.span.end;
            last = at;
            found.push(Position {
                span: span.start + position.span.start..span.start + position.span.end,
                ..position
            });
            continue;
        }
        at += reader.sign(at).map_or(1, char::len_utf8);
    }
    found
}

/// `5°N–10°N, 90°W–95°W`: a latitude behind another is the edge of an area.
fn ranges(head: &str) -> bool {
    let bare = head.trim_end_matches([' ', '–', '-']);
    let dash = head.get(bare.len()..).unwrap_or("");
    dash.contains(['–', '-']) && bare.ends_with(['N', 'S', '°'])
}

/// Where the next sign stands with which an angle may begin.
fn candidate(text: &str) -> Option<usize> {
    let minus = |at: usize| text.get(at..).is_some_and(|t| t.starts_with('−'));
    let mut places = text.bytes().enumerate();
    places.find_map(|(at, byte)| {
        let opens = matches!(byte, b'0'..=b'9' | b'-' | b'N' | b'S' | b'+');
        (opens || byte == 0xE2 && minus(at)).then_some(at)
    })
}

/// Skips what stands between latitude and longitude.
fn between(reader: &Reader<'_>, at: usize) -> usize {
    let mut at = at;
    for _ in 0..8 {
        at = reader.blanks(at);
        let tail = reader.text.get(at..).unwrap_or("");
        if let Some(c) = tail
            .chars()
            .next()
            .filter(|c| matches!(c, ',' | ';' | '/' | '–' | '—' | '|' | ':' | '.' | '&' | '·'))
        {
            at += c.len_utf8();
            continue;
        }
        if tail.starts_with("- ") {
            at += 1;
            continue;
        }
        let word: String = tail
            .chars()
            .take_while(|c| c.is_alphabetic())
            .take(12)
            .collect();
        if phrases::BETWEEN_LATITUDE_AND_LONGITUDE.holds(&if word.len() > 1 {
            word.to_lowercase()
        } else {
            word.clone()
        }) {
            at += word.len();
            continue;
        }
        break;
    }
    at
}

fn pair(reader: &Reader<'_>, at: usize, bare: bool) -> Option<Position> {
    let first = reader.angle(at)?;
    // Without a letter of the compass only decimals tell a position.
    if first.side.is_none() && !bare && first.decimals < 3 {
        return None;
    }
    let lat_named = first.side.is_some_and(|(axis, _)| axis == Axis::Latitude);
    let next = between(reader, first.end);
    if next - first.end > 24 {
        return None;
    }
    let second = reader.angle(next)?;
    let lon_named = second.side.is_some_and(|(axis, _)| axis == Axis::Longitude);
    let named = lat_named && lon_named;
    // Two decimal numbers with signs: at least three decimals each, or a caption that asks for a position.
    let plain = first.side.is_none()
        && second.side.is_none()
        && (bare || (first.decimals >= 3 && second.decimals >= 3))
        && (bare || first.marked || second.marked || first.decimals >= 4)
        && next > first.end
        && reader.text.get(first.end..next).is_some_and(|b| {
            // A line may break behind the comma.
            let exact = first.decimals >= 4 && second.decimals >= 4;
            !b.contains('\n') || bare || exact && b.trim_end() == ","
        });
    if !named && !plain {
        return None;
    }
    let (latitude, longitude) = (first.signed(), second.signed());
    (latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (named || first.decimals > 0)).then_some(
        Position {
            span: first.start..second.end,
            latitude,
            longitude,
        },
    )
}

/// One angle alone, for tables that hold latitude and longitude in columns of their own.
pub(crate) fn single(text: &str, span: &Span) -> Option<f64> {
    let reader = Reader {
        text: text.get(span.clone())?,
    };
    let angle = reader.angle(0)?;
    (reader.blanks(angle.end) >= reader.text.len()).then(|| angle.signed())
}

#[cfg(test)]
mod tests;
