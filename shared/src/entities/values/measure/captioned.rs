//! The unit that a caption names: `LOA (m)`, `Power in kW`.

use super::Unit;
use crate::entities::words::lexicon::phrases;

/// The unit that a caption in lower case names in words.
fn written_out(lower: &str) -> Option<Unit> {
    let word = |wanted: &str| lower.split([' ', '(', ')']).any(|w| w == wanted);
    if (word("feet") || word("foot")) && !lower.contains("cubic") {
        return Some(Unit::Foot);
    }
    if lower.contains("b.h.p") || lower.split(' ').any(|w| w == "bhp") {
        return Some(Unit::Horsepower);
    }
    if !lower.contains("cub") && !lower.contains("cúb") {
        return None;
    }
    let cubic = &phrases::CUBIC_METRES;
    if cubic.iter().any(|w| lower.contains(w)) {
        return Some(Unit::CubicMetre);
    }
    lower.contains("cubic feet").then_some(Unit::CubicFoot)
}

/// The unit that a bracket of a caption names.
fn bracketed(caption: &str) -> Option<Unit> {
    let mut rest = caption;
    let mut found = None;
    while let Some(open) = rest.bytes().position(|b| matches!(b, b'(' | b'[')) {
        let body = rest.get(open + 1..)?;
        let close = body.find([')', ']']).unwrap_or(body.len());
        let inner = body.get(..close)?;
        let named = Unit::of(inner).or_else(|| inner.split([' ', '/', ',']).find_map(Unit::of));
        found = found.or(named.filter(|u| *u != Unit::Gross || found.is_none()));
        rest = body.get(close..)?;
    }
    found
}

/// The unit a caption names, in brackets or as its last word.
pub(crate) fn unit_of_caption(caption: &str) -> Option<Unit> {
    let (mut open, mut spelled, mut before) = (false, false, 0);
    for byte in caption.bytes() {
        open |= matches!(byte, b'(' | b'[');
        // Every word of `written_out` has two such letters.
        spelled |= match before {
            b'f' | b'F' => matches!(byte, b'e' | b'E' | b'o' | b'O' | b'.'),
            b'b' | b'B' => matches!(byte, b'.' | b'h' | b'H'),
            b'u' | b'U' | 0xBA | 0x9A => matches!(byte, b'b' | b'B'),
            _ => false,
        };
        before = byte;
    }
    if open && let Some(unit) = bracketed(caption) {
        return Some(unit);
    }
    if spelled {
        let lower = caption.to_lowercase();
        if lower.contains("f.t") {
            return None;
        }
        if let Some(unit) = written_out(&lower) {
            return Some(unit);
        }
    }
    let words = caption.split(parts_words);
    let (mut count, mut last, mut measured) = (0, "", None);
    for word in words.filter(|word| !word.is_empty()) {
        count += 1;
        last = word;
        // `Puissance, KW / Power of main engine(s)`
        if measured.is_none() && may_measure(word) {
            let power = |unit: &Unit| matches!(unit, Unit::Kilowatt | Unit::CubicMetre);
            measured = Unit::of(word).filter(power);
        }
    }
    let unit = Unit::of(last).filter(|unit| (last.len() > 1 || count > 1) && *unit != Unit::Gross);
    unit.or(measured.filter(|_| count > 1))
}

/// A sign that parts the words of a caption.
const fn parts_words(sign: char) -> bool {
    matches!(sign, ' ' | '/' | ',' | ':' | '–' | '_' | '\n')
}

/// A word may be a unit of power or of volume: none begins with another letter.
pub(super) fn may_measure(word: &str) -> bool {
    let first = word.as_bytes().first();
    first.is_some_and(|b| {
        !b.is_ascii_alphanumeric() || matches!(b.to_ascii_lowercase(), b'b' | b'c' | b'k' | b'm')
    })
}
