//! Letters misread for figures inside numbers, dates and positions: what a page shows to be figures only beside a unit, a
//! month or a caption that asks for a number (`36S hp`, `1S May`), and so is left by [`super::slips`].

use std::borrow::Cow;

use super::alike::{Likeness, ends_in_west, figure};
use crate::entities::values::date;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;

/// What is said of a value that was read through a correction.
pub(crate) const MENDED: &str = "letters read as figures";

/// The text with the letters inside its figures read as figures (`2O24`, `l,103`, `1O.2`); places stay as they are.
pub(crate) fn as_numbers(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(|b| class(*b) != 0) {
            at += 1;
            continue;
        }
        let start = at;
        // All are figures; a letter among them looks like none.
        let (mut plain, mut lettered) = (true, false);
        while let Some(byte) = bytes.get(at) {
            let own = class(*byte);
            let goes_on = || {
                let next = bytes.get(at + 1);
                matches!(byte, b'.' | b',') && next.is_some_and(|n| blurred(*n).is_some())
            };
            if own & IN_RUN == 0 && !goes_on() {
                break;
            }
            lettered |= own & LETTER != 0;
            plain &= own & FIGURE != 0;
            at += 1;
        }
        if plain || lettered {
            continue;
        }
        let run = bytes.get(start..at).unwrap_or(&[]);
        let beside = |i: Option<usize>| {
            i.and_then(|i| bytes.get(i))
                .is_some_and(|b| !b.is_ascii() || *b == b'_')
        };
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
        read_as_figures(text, &mut out, start, run);
    }
    as_read(text, out)
}

/// A byte of a run of letters, figures and bars.
const IN_RUN: u8 = 1;
/// It is a figure.
const FIGURE: u8 = 2;
/// It looks like no figure.
const LETTER: u8 = 4;

/// What each byte is in a run.
static BYTES: [u8; 256] = {
    let mut all = [0; 256];
    let mut rest: &mut [u8] = &mut all;
    let mut byte = 0u8;
    while let [own, tail @ ..] = rest {
        if byte.is_ascii_digit() {
            *own = IN_RUN | FIGURE;
        } else if byte.is_ascii_alphabetic() || byte == b'|' {
            let letter = blurred(byte).is_none();
            *own = IN_RUN | if letter { LETTER } else { 0 };
        }
        byte = byte.wrapping_add(1);
        rest = tail;
    }
    all
};

#[inline]
fn class(byte: u8) -> u8 {
    BYTES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// The figure itself, or the one a letter is misread for inside numbers.
const fn blurred(byte: u8) -> Option<u8> {
    figure(byte, Likeness::Near)
}

/// Reads the run from byte `start` on as figures.
fn read_as_figures(text: &str, out: &mut Option<Vec<u8>>, start: usize, run: &[u8]) {
    let copy = out.get_or_insert_with(|| text.as_bytes().to_vec());
    for (place, byte) in copy.iter_mut().skip(start).zip(run) {
        if let Some(figure) = blurred(*byte) {
            *place = figure;
        }
    }
}

/// The text as it was read, if anything in it was read otherwise.
fn as_read(text: &str, out: Option<Vec<u8>>) -> Cow<'_, str> {
    match out.map(String::from_utf8) {
        Some(Ok(mended)) => Cow::Owned(mended),
        _ => Cow::Borrowed(text),
    }
}

fn angle_before(head: &str) -> bool {
    head.ends_with(['°', '’', '′', '″', '–', '—', '“', '\u{a0}'])
}

/// Nothing or a blank stands before a place.
fn begins_day(text: &str, start: usize) -> bool {
    let head = text.get(..start).unwrap_or("");
    head.is_empty() || head.ends_with([' ', ':', '(', '>', '\n'])
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
        // `ll/06/2024`: a day of two letters before a month and a year.
        if run.len() == 2 && tail.starts_with('/') && begins_day(text, start) {
            let mut parts = tail.get(1..).unwrap_or("").split('/');
            let figures = |part: Option<&str>, width: usize| {
                let part = part.and_then(|p| p.get(..width)).unwrap_or("");
                part.len() == width
                    && part
                        .bytes()
                        .all(|b| blurred(b).is_some() || b.is_ascii_digit())
            };
            return figures(parts.next(), 2) && figures(parts.next(), 4);
        }
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
    if letters > digits + 1 || ends_in_west(text, start, end) {
        return false;
    }
    let measured = measured(text, run, start, end);
    for (offset, byte) in run.iter().enumerate() {
        let within = offset > 0
            && run.get(offset + 1).is_some_and(u8::is_ascii_digit)
            && run
                .get(offset.wrapping_sub(1))
                .is_some_and(|b| b.is_ascii_digit() || blurred(*b).is_some());
        // `45°30S`, `1203Z`: a hemisphere or the zone of a time.
        let lettered = matches!(byte, b'S' | b'B' | b'Z' | b'G') && !within && !measured;
        if lettered {
            return false;
        }
    }
    true
}

/// A unit, a month or the place of a year says that the run is a number: `36S hp`, `Z4.6 m`, `1S May`, `May 20Z3`.
fn measured(text: &str, run: &[u8], start: usize, end: usize) -> bool {
    let tail = text.get(end..).unwrap_or("");
    let head = text.get(..start).unwrap_or("");
    let word = |t: &str| -> String {
        t.chars()
            .take_while(|c| c.is_alphabetic() || matches!(c, '³' | '3'))
            .collect()
    };
    let next = tail.trim_start_matches(' ');
    let spaced = next.len() < tail.len();
    if spaced && (phrases::UNITS_BEHIND.holds(&word(next))) {
        return true;
    }
    let named = |w: &str| w.len() >= 3 && date::month(&fold_phrase(w)).is_some();
    let month = spaced && {
        let next = next.strip_prefix("de ").unwrap_or(next);
        named(&word(next))
    };
    if run.len() <= 2 && month {
        return true;
    }
    // A year behind its month.
    let before = head
        .trim_end_matches([' ', ','])
        .trim_end_matches(" de")
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or("");
    run.len() == 4 && named(before) && head.ends_with(' ')
}

/// The text with the letters of every run of figures as figures, where a caption says that a number stands there:
/// `Z1.75`, `36B`, `2O2S`. A run of letters alone is none.
pub(crate) fn as_told_number(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while bytes.get(at).is_some_and(|b| class(*b) != 0) {
            at += 1;
        }
        let run = bytes.get(start..at).unwrap_or(&[]);
        let digits = run.iter().filter(|b| b.is_ascii_digit()).count();
        let beside = bytes.get(at).is_some_and(|b| !b.is_ascii())
            || start
                .checked_sub(1)
                .and_then(|i| bytes.get(i))
                .is_some_and(|b| !b.is_ascii());
        let time = run.len() == 5 && run.ends_with(b"Z");
        // `Z.104`: a letter before the figures of a thousand.
        let thousand = run.len() == 1
            && bytes.get(at..at + 4).is_some_and(|group| {
                matches!(group, [b'.' | b',', rest @ ..] if rest.iter().all(u8::is_ascii_digit))
            })
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_alphanumeric);
        let fits = (digits > 0 || thousand)
            && digits < run.len()
            && run.len() <= LONGEST_TOLD
            && !beside
            && !time
            && run.iter().all(|b| blurred(*b).is_some());
        if fits {
            read_as_figures(text, &mut out, start, run);
        }
        at = at.max(start + 1);
    }
    as_read(text, out)
}

/// Longest run of figures that a caption's value holds.
const LONGEST_TOLD: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_inside_figures_are_figures_and_words_stay() {
        for (printed, mended) in [
            ("ll June 2O24", "11 June 2024"),
            ("Date: ll/O6/2O24", "Date: 11/06/2024"),
            ("all/06/2024", "all/06/2024"),
            ("47° 1O.2' N  46° O3.9' W", "47° 10.2' N  46° 03.9' W"),
            ("l,103 kW and 1,O38 GT", "1,103 kW and 1,038 GT"),
            ("à O6 h 15", "à 06 h 15"),
            (
                "l’équipe, S/V SOLO, IO 5, I am",
                "l’équipe, S/V SOLO, IO 5, I am",
            ),
            ("45°30'S 012°15O at 1203Z", "45°30'S 012°15O at 1203Z"),
            ("call sign S7GB, YJRV4", "call sign S7GB, YJRV4"),
            ("36S hp, Z4.6 m, 1S May 20Z3", "365 hp, 24.6 m, 15 May 2023"),
            ("12 30.5S 045 12.1W, 1203Z", "12 30.5S 045 12.1W, 1203Z"),
        ] {
            assert_eq!(as_numbers(printed), mended);
        }
    }

    #[test]
    fn where_a_number_is_told_every_letter_that_looks_like_a_figure_is_one() {
        for (printed, mended) in [
            ("Z1.75", "21.75"),
            ("36B", "368"),
            ("S89 kW", "589 kW"),
            ("GT", "GT"),
            ("24m", "24m"),
            ("Z.104", "2.104"),
            ("1203Z", "1203Z"),
        ] {
            assert_eq!(as_told_number(printed), mended);
        }
    }
}
