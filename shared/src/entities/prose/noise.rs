//! Misread signs in running text: letters inside figures, words that a line break or a stray blank has split.

use std::borrow::Cow;

use crate::entities::fold::fold_phrase;
use crate::entities::lexicon::{self, Term};
use crate::entities::tokens::{Gap, Tokens};
use crate::entities::values::date;

/// What is said of a value that was read through a correction.
pub(super) const MENDED: &str = "letters read as figures";

/// The text with the letters inside its figures read as figures (`2O24`, `l,103`, `1O.2`); places stay as they are.
pub(super) fn figures(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(|b| in_run(*b)) {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(|b| {
            in_run(*b)
                || matches!(b, b'.' | b',')
                    && at > start
                    && bytes.get(at + 1).is_some_and(|n| blurred(*n).is_some())
        }) {
            at += 1;
        }
        let beside = |i: Option<usize>| {
            i.and_then(|i| bytes.get(i))
                .is_some_and(|b| !b.is_ascii() || *b == b'_')
        };
        let run = bytes.get(start..at).unwrap_or(&[]);
        // A letter with an accent beside the run: it is a word.
        let worded = beside(start.checked_sub(1)) && !text.get(..start).is_some_and(angle_before)
            || beside(Some(at))
                && text
                    .get(at..)
                    .and_then(|t| t.chars().next())
                    .is_some_and(char::is_alphabetic);
        if worded || !mendable(text, run, start, at) {
            continue;
        }
        let copy = out.get_or_insert_with(|| bytes.to_vec());
        for (offset, byte) in run.iter().enumerate() {
            if let (Some(place), Some(figure)) = (copy.get_mut(start + offset), blurred(*byte)) {
                *place = figure;
            }
        }
    }
    match out.map(String::from_utf8) {
        Some(Ok(mended)) => Cow::Owned(mended),
        _ => Cow::Borrowed(text),
    }
}

const fn in_run(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'|'
}

/// The figure itself, or the one a letter is misread for.
const fn blurred(byte: u8) -> Option<u8> {
    Some(match byte {
        b'0'..=b'9' => byte,
        b'O' | b'o' => b'0',
        b'l' | b'I' | b'|' => b'1',
        b'S' => b'5',
        b'B' => b'8',
        b'Z' => b'2',
        _ => return None,
    })
}

fn angle_before(head: &str) -> bool {
    head.ends_with(['°', '’', '′', '″', '–', '—', '“', '\u{a0}'])
}

/// A run of figures and letters that stand for figures.
fn mendable(text: &str, run: &[u8], start: usize, end: usize) -> bool {
    let digits = run.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = run
        .iter()
        .filter(|b| !b.is_ascii_digit() && !matches!(b, b'.' | b','))
        .count();
    let fits = run
        .iter()
        .all(|b| matches!(b, b'.' | b',') || blurred(*b).is_some());
    if letters == 0 || !fits || run.len() > 12 {
        return false;
    }
    let tail = text.get(end..).unwrap_or("");
    if digits == 0 {
        // `ll June`: the day before a month.
        let next = tail.trim_start_matches(' ');
        let word = next
            .split(|c: char| !c.is_alphabetic())
            .next()
            .unwrap_or("");
        return run.len() <= 2
            && next.len() < tail.len()
            && word.len() >= 3
            && date::month(&fold_phrase(word)).is_some();
    }
    if letters > digits + 1 {
        return false;
    }
    for (offset, byte) in run.iter().enumerate() {
        let within = offset > 0
            && run.get(offset + 1).is_some_and(u8::is_ascii_digit)
            && run
                .get(offset.wrapping_sub(1))
                .is_some_and(|b| b.is_ascii_digit() || blurred(*b).is_some());
        let last = offset + 1 == run.len();
        // `45°30S`, `1203Z`, `04512O`: a hemisphere or the zone of a time.
        let lettered = matches!(byte, b'S' | b'B' | b'Z') && !within
            || matches!(byte, b'O' | b'o')
                && last
                && (digits >= 4
                    || text
                        .get(..start)
                        .is_some_and(|h| h.ends_with(['°', '\'', '’', '′']))
                        && !tail.starts_with(['\'', '’', '′', '°']));
        if lettered {
            return false;
        }
    }
    true
}

/// A word of the lexicon that was misread or split: the words it takes and its entry.
pub(super) fn mended_word(
    text: &str,
    tokens: &Tokens,
    at: usize,
) -> Option<(usize, &'static Term)> {
    if let Some(term) = split_word(text, tokens, at) {
        return Some((2, term));
    }
    // `lndonesia`, `lMO`: a small l for a capital I.
    let own = tokens.get(at)?;
    let folded = tokens.folded(at, at + 1);
    let rest = folded.strip_prefix('l')?;
    let looks = rest.len() >= 2
        && text.get(own.start..own.end)?.starts_with('l')
        && rest.starts_with(|c: char| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y'))
        && lexicon::term(folded).is_none();
    if !looks {
        return None;
    }
    lexicon::term(&format!("i{rest}")).map(|term| (1, term))
}

/// A word of the lexicon split in two: `mas ter`, `capi-` at a line's end and `taine`.
fn split_word(text: &str, tokens: &Tokens, at: usize) -> Option<&'static Term> {
    let (first, second) = (tokens.get(at)?, tokens.get(at + 1)?);
    let gap = text.get(first.end..second.start)?;
    let broken = matches!(gap, "-\n" | "- " | "-\r\n" | "\u{ad}");
    if !broken && !(gap == " " && second.gap == Gap::Tight) {
        return None;
    }
    let small = text
        .get(second.start..second.end)
        .is_some_and(|w| w.chars().all(char::is_lowercase));
    let (head, tail) = (tokens.folded(at, at + 1), tokens.folded(at + 1, at + 2));
    let length = head.len() + tail.len();
    if !small
        || !(6..=24).contains(&length)
        || head.len() < 2
        || !head.bytes().all(|b| b.is_ascii_lowercase())
    {
        return None;
    }
    if !broken && (lexicon::term(head).is_some() && lexicon::term(tail).is_some()) {
        return None;
    }
    lexicon::term(&format!("{head}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_inside_figures_are_figures_and_words_stay() {
        for (printed, mended) in [
            ("ll June 2O24", "11 June 2024"),
            ("47° 1O.2' N  46° O3.9' W", "47° 10.2' N  46° 03.9' W"),
            ("l,103 kW and 1,O38 GT", "1,103 kW and 1,038 GT"),
            ("à O6 h 15", "à 06 h 15"),
            (
                "l’équipe, S/V SOLO, IO 5, I am",
                "l’équipe, S/V SOLO, IO 5, I am",
            ),
            ("45°30'S 012°15O at 1203Z", "45°30'S 012°15O at 1203Z"),
            ("call sign S7GB, YJRV4", "call sign S7GB, YJRV4"),
        ] {
            assert_eq!(figures(printed), mended);
        }
    }
}
