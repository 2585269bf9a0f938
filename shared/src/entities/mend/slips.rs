//! Where a page's words show a slip, and what was meant.

use super::alike::{Likeness, ends_in_west, figure};
use super::apply::Edit;
use super::words::{Word, that_may_slip, words};
use crate::entities::order;
use crate::entities::values::date::month;
use crate::entities::words::lexicon;

/// Slips by their own shape that make a page one with slips, where the rarer ones are looked for too.
const NOISY: usize = 2;

/// A word of the dictionary or the name of a month.
pub(super) fn known(word: &str) -> bool {
    lexicon::with_folded(word, |folded| {
        lexicon::term(folded).is_some() || month(folded).is_some()
    })
}

/// Every slip of a page, in order and apart from one another.
pub(super) fn of_page(text: &str) -> Vec<Edit> {
    // The name of a sign (`&lsquo;`) is no word.
    let mut edits: Vec<Edit> = that_may_slip(text)
        .filter(|w| w.start == 0 || text.as_bytes().get(w.start - 1) != Some(&b'&'))
        .filter(|w| !ends_in_west(text, w.start, w.end()))
        .filter(|w| !fraction(text, *w))
        .filter_map(alone)
        .collect();
    let mut split = Vec::new();
    if edits.len() == 1 {
        blanks(text, &mut split);
    }
    if edits.len() + split.len() >= NOISY {
        edits.extend(
            words(text)
                .filter(|w| !ends_in_west(text, w.start, w.end()))
                .filter_map(|word| rarer(text, word)),
        );
        blanks(text, &mut edits);
        minutes(text, &mut edits);
    }
    broken(text, &mut edits);
    super::wraps::wraps(text, &mut edits);
    super::blanks::doubled(text, &mut edits);
    super::tags::tags(text, &mut edits);
    order::by_key(&mut edits, |e| [e.span.start, e.span.end, 0]);
    let mut end = 0;
    edits.retain(|e| {
        let apart = e.span.start >= end;
        if apart {
            end = e.span.end;
        }
        apart
    });
    edits
}

/// A slip that the word shows by itself.
fn alone(word: Word<'_>) -> Option<Edit> {
    let bytes = word.text.as_bytes();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let meant = if digits > 0 && bytes.iter().all(|b| looks_figure(*b)) {
        let headed = bytes.first().is_some_and(|b| matches!(b, b'O' | b'I'));
        (digits < bytes.len() && !headed).then(|| figures(word.text))
    } else if digits > 0 {
        figure_in_word(word.text, digits)
    } else {
        small_l(word.text)
    }?;
    Some(word.edit(meant))
}

/// `27.0m`: the figures behind a dot or comma and a unit.
fn fraction(text: &str, word: Word<'_>) -> bool {
    let before = text.as_bytes().get(..word.start).unwrap_or(&[]);
    matches!(before, [.., figure, b'.' | b','] if figure.is_ascii_digit())
        && word.text.starts_with(|c: char| c.is_ascii_digit())
        && word
            .text
            .ends_with(|c: char| c.is_ascii_lowercase() && c != 'l')
}

/// A figure, or a letter that is the same in many typefaces.
const fn looks_figure(byte: u8) -> bool {
    figure(byte, Likeness::Same).is_some()
}

/// Letters that look like figures as figures.
fn figures(word: &str) -> String {
    word.bytes()
        .map(|byte| char::from(figure(byte, Likeness::Same).unwrap_or(byte)))
        .collect()
}

/// `Ju1y`, `fr0m`, `N0M`: a figure inside a word of the dictionary.
fn figure_in_word(word: &str, digits: usize) -> Option<String> {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if digits > 2 || letters < 1 || word.bytes().any(|b| matches!(b, b'2'..=b'9')) {
        return None;
    }
    if word.len() < 3 && word.contains('1') || known(word) {
        return None;
    }
    // Capitals with a figure at the end or the head are call signs and marks far more often than words.
    let inside = !word.ends_with(|c: char| c.is_ascii_digit())
        && !word.starts_with(|c: char| c.is_ascii_digit());
    let small = word.chars().any(char::is_lowercase);
    if !inside && (!small || letters < 3 && word.len() > 2) {
        return None;
    }
    let read = |one: char| -> String {
        word.chars()
            .map(|c| match c {
                '0' if small => 'o',
                '0' => 'O',
                '1' if small => one,
                '1' => one.to_ascii_uppercase(),
                other => other,
            })
            .collect()
    };
    let candidates = [read('l'), read('i')];
    candidates.into_iter().find(|candidate| known(candidate))
}

/// `lndia`, `lMO`, `PERMlT`, `CaIl`: an `l` for an `I`, or an `I` for an `l`.
fn small_l(word: &str) -> Option<String> {
    let mut signs = word.chars();
    let (first, second) = (signs.next()?, signs.next()?);
    // Most words are small letters with an `l` somewhere.
    if first != 'l' && word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let shouted = upper >= 2 && word.chars().all(|c| c.is_uppercase() || c == 'l');
    if shouted && word.contains('l') {
        return Some(word.replace('l', "I"));
    }
    if first == 'l' {
        let odd = matches!(
            second,
            'b' | 'c'
                | 'd'
                | 'f'
                | 'g'
                | 'k'
                | 'm'
                | 'n'
                | 'p'
                | 'q'
                | 'r'
                | 's'
                | 't'
                | 'v'
                | 'x'
                | 'z'
        );
        let meant = || Some(format!("I{}", word.get(1..)?));
        if odd && (word.len() >= 5 || known(&meant()?) && !known(word)) {
            return meant();
        }
    }
    // A capital `I` between small letters.
    // `Iicencia`: an `I` at the head of a small word.
    if first == 'I'
        && upper == 1
        && word.len() >= 5
        && !known(word)
        && let Some(meant) = word.get(1..).map(|rest| format!("l{rest}"))
        && known(&meant)
    {
        return Some(meant);
    }
    if upper == 0 || !word.get(1..).is_some_and(|rest| rest.contains('I')) || first == 'I' {
        return None;
    }
    if !word.chars().any(char::is_lowercase) || known(word) {
        return None;
    }
    let meant: String = word
        .char_indices()
        .map(|(at, c)| if c == 'I' && at > 0 { 'l' } else { c })
        .collect();
    known(&meant).then_some(meant)
}

/// `199B`, `2O0S`: a year whose last sign is a letter that looks like a figure.
fn year(word: &str) -> Option<String> {
    let (head, last) = (word.get(..3)?, word.get(3..)?);
    let figure = match last {
        "B" => '8',
        "S" => '5',
        "Z" => '2',
        "G" => '6',
        _ => return None,
    };
    let century = ["19", "20"].iter().any(|c| head.starts_with(c));
    (century && head.bytes().all(|b| b.is_ascii_digit())).then(|| format!("{head}{figure}"))
}

/// On a page with slips: a letter at the head of a number (`O8O0`, `I6.115`), one that is a figure of its own (`24,l`,
/// `l,103`, `ll June`), a stroke for an `I` (`|MO`), `rn` for an `m` (`Perrnit`).
fn rarer(text: &str, word: Word<'_>) -> Option<Edit> {
    match word.text {
        "T0" => return Some(word.edit("TO".to_string())),
        "N0" => return Some(word.edit("NO".to_string())),
        "1MO" | "lM0" | "1M0" | "IM0" => return Some(word.edit("IMO".to_string())),
        "MO" if text.get(..word.start)?.ends_with('|') => {
            return Some(Edit {
                span: word.start - 1..word.end(),
                text: "IMO".to_string(),
            });
        }
        "MMS" if text.get(word.end()..)?.starts_with('|') => {
            return Some(Edit {
                span: word.start..word.end() + 1,
                text: "MMSI".to_string(),
            });
        }
        _ => {}
    }
    if let Some(year) = year(word.text) {
        return Some(word.edit(year));
    }
    if word.text.contains("rn") && !known(word.text) {
        let meant = word.text.replace("rn", "m");
        return known(&meant).then(|| word.edit(meant));
    }
    let bytes = word.text.as_bytes();
    if !bytes.iter().all(|b| looks_figure(*b)) || bytes.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let head = text.get(..word.start)?;
    let tail = text.get(word.end()..)?;
    if bytes.iter().any(u8::is_ascii_digit) {
        return Some(word.edit(figures(word.text)));
    }
    let after = head.ends_with([',', '.'])
        && head
            .len()
            .checked_sub(2)
            .and_then(|at| head.as_bytes().get(at))
            .is_some_and(u8::is_ascii_digit);
    let before = tail.starts_with([',', '.'])
        && tail.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
        && bytes.len() <= 3;
    let dated = bytes == b"ll"
        && tail
            .strip_prefix(' ')
            .is_some_and(|t| t.starts_with(|c: char| c.is_alphabetic()));
    (after && bytes.len() <= 3 || before || dated).then(|| word.edit(figures(word.text)))
}

/// On a page with slips: blanks inside a word of the dictionary (`Arma dor`), and before a comma.
fn blanks(text: &str, edits: &mut Vec<Edit>) {
    let mut before: Option<Word<'_>> = None;
    for word in words(text) {
        let gap = before.and_then(|b| Some((b, text.get(b.end()..word.start)?)));
        before = Some(word);
        let Some((head, " ")) = gap else {
            if let Some((head, gap)) = gap
                && gap == " , "
            {
                edits.push(Edit {
                    span: head.end()..head.end() + 1,
                    text: String::new(),
                });
            }
            continue;
        };
        let small = |w: &str| w.chars().all(char::is_lowercase);
        let large = |w: &str| w.chars().all(char::is_uppercase);
        let lettered = head.text.chars().all(char::is_alphabetic)
            && (head.text.len() >= 2 || large(head.text));
        let fits = lettered
            && (small(word.text) && (!large(head.text) || head.text.len() == 1)
                || large(word.text) && large(head.text) && word.text.len() >= 2);
        if !fits || word.text.len() + head.text.len() < 4 {
            continue;
        }
        if known(head.text) && known(word.text) {
            continue;
        }
        let joined = format!("{}{}", head.text, word.text);
        if known(&joined) {
            edits.push(Edit {
                span: head.end()..word.start,
                text: String::new(),
            });
            before = None;
        }
    }
}

/// On a page with slips: a blank inside the minutes of a position (`052°1 8,6’E`).
fn minutes(text: &str, edits: &mut Vec<Edit>) {
    for (at, sign) in text.match_indices('°') {
        let from = at + sign.len();
        let tail = text.as_bytes().get(from..).unwrap_or(&[]);
        let split = matches!(tail, [a, b' ', b, c, ..] if a.is_ascii_digit() && b.is_ascii_digit() && matches!(c, b'.' | b','));
        if split {
            edits.push(Edit {
                span: from + 1..from + 2,
                text: String::new(),
            });
        }
    }
}

/// A word of the dictionary that is broken at the end of a line.
fn broken(text: &str, edits: &mut Vec<Edit>) {
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let Some(head) = text.get(..end).and_then(|head| head.strip_suffix('-')) else {
            continue;
        };
        let at = head.len();
        let tail = text.get(end + 1..).unwrap_or("");
        let from = head
            .char_indices()
            .rev()
            .take(40)
            .take_while(|(_, c)| c.is_alphabetic())
            .last()
            .map(|(i, _)| i);
        let to = tail
            .char_indices()
            .take(40)
            .find(|(_, c)| !c.is_alphabetic())
            .map_or(tail.len().min(160), |(i, _)| i);
        let (Some(first), Some(second)) = (from.and_then(|i| head.get(i..)), tail.get(..to)) else {
            continue;
        };
        let small = second.starts_with(char::is_lowercase) && first.ends_with(char::is_lowercase);
        let large = second.starts_with(char::is_uppercase) && first.ends_with(char::is_uppercase);
        if !(small || large) || first.len() < 2 || second.len() < 2 {
            continue;
        }
        if known(&format!("{first}{second}")) {
            edits.push(Edit {
                span: at..end + 1,
                text: String::new(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::mend;

    fn meant(text: &str) -> String {
        mend(text).map_or_else(|| text.to_string(), |m| m.text)
    }

    #[test]
    fn slips_that_leave_one_reading_are_undone() {
        for (printed, read) in [
            ("lMO 9O41174", "IMO 9041174"),
            ("3l Dec 2O24", "31 Dec 2024"),
            ("14 Ju1y 2023", "14 July 2023"),
            ("l9 Apr", "19 Apr"),
            ("Flag: lndia", "Flag: India"),
            ("TRANSHIPMENT ADVlCE", "TRANSHIPMENT ADVICE"),
            ("CaIl sign", "Call sign"),
            ("Iicencia de pesca", "licencia de pesca"),
            ("bui1t 199B, 3l Ju1y", "built 1998, 31 July"),
            ("bandera de Ecua-\ndor", "bandera de Ecuador"),
            ("4I0 kW, 34.2O m, l,103 t", "410 kW, 34.20 m, 1,103 t"),
            ("lMO 2O24, Arma dor: X", "IMO 2024, Armador: X"),
            (
                "2O24, 3l: O4°27,3’S 052°1 8,6’E",
                "2024, 31: 04°27,3’S 052°18,6’E",
            ),
            ("l2 de 2O24, 24,l m", "12 de 2024, 24,1 m"),
        ] {
            assert_eq!(meant(printed), read, "{printed}");
        }
    }

    #[test]
    fn what_may_be_meant_as_printed_is_left() {
        for printed in [
            "Call sign OI1234",
            "28°30N 012°15O, 04512O",
            "3FO1",
            "98.1ft",
            "27.0m",
            "marking O129",
            "lbs and lt",
            "McIntyre and Llanes",
            "1º de mayo",
            "BOL IVIA",
            "the ill-\nstarred no. l",
            "H2O and CO2",
            "Arma dor",
        ] {
            assert_eq!(meant(printed), printed);
        }
    }
}
