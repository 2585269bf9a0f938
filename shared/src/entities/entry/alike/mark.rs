//! What begins a line of a list: `3) `, `(a) `, `Lote 1. `, `* `.

use crate::entities::context::Reader;
use crate::entities::entry::number::ordinal as spelt;
use crate::entities::fields::line::list_mark;
use crate::entities::page::{Line, Span};
use crate::entities::values::number_words::is_roman;
use crate::entities::words::seek;

/// What begins a line of a list: the signs of its mark with figures and letters as one, and whether it is indented.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mark {
    signs: String,
    indented: bool,
}

/// The mark of a line and the line without it.
pub(super) fn marked(reader: &Reader<'_>, line: &Line) -> Option<(Mark, Span)> {
    let body = match counted(reader.page.slice(&line.span)) {
        Some(used) => line.span.start + used..line.span.end,
        None => list_mark(reader, &line.span),
    };
    let printed = reader.page.text.get(line.span.start..body.start)?.trim();
    if printed.is_empty() {
        return None;
    }
    let letters = || printed.find(|c: char| !c.is_alphabetic());
    let word = match spelt(reader.page.slice(&line.span)) {
        // `first –`, `second –`
        Some(_) => "first",
        None => letters().map_or(printed, |end| printed.get(..end).unwrap_or("")),
    };
    if word.chars().count() > 2 && !is_roman(&word.to_ascii_uppercase()) {
        let signs = word.to_string();
        let indented = line.indented;
        return Some((Mark { signs, indented }, body));
    }
    let signs = printed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            _ if c.is_ascii_digit() => '9',
            _ if c.is_alphabetic() => 'a',
            // `+ added ALBA` over `− removed NOVA`, `↓ ALBA` over `↑ NOVA`
            '−' | '±' | '↑' | '↓' | '→' | '←' | '~' => '+',
            _ => c,
        })
        .fold(String::with_capacity(printed.len()), |mut signs, c| {
            if !(signs.ends_with(c) && c.is_ascii_alphanumeric()) {
                signs.push(c);
            }
            signs
        });
    Some((
        Mark {
            signs,
            indented: line.indented,
        },
        body,
    ))
}

/// Fewest figures of a number that counts no entries.
const LICENCE: usize = 4;
/// Longest word that counts entries, in letters.
const WORD: usize = 12;

/// Bytes of a mark with a word before its number or blanks before its sign: `Lote 1. `, `N° 1 : `, `2 : `, `7.1 – `,
/// `ENTRY A`.
pub(super) fn counted(text: &str) -> Option<usize> {
    // `*First notice.* ALBA`
    if let Some(inner) = text.strip_prefix('*')
        && let Some(at) = seek::find(inner, ".* ").filter(|at| *at <= BETWEEN)
    {
        return Some(at + 4);
    }
    // `III — ALBA`, `a – ALBA`
    let roman = text
        .bytes()
        .take_while(|b| matches!(b, b'I' | b'V' | b'X'))
        .count();
    let letter = usize::from(text.starts_with(|c: char| c.is_ascii_lowercase()));
    let roman = roman.max(letter);
    if (1..=5).contains(&roman)
        && let Some(tail) = text.get(roman..)
        && let Some(sign) = [" — ", " – ", " - ", ") ", ". ", ".- ", "/ "]
            .iter()
            .find(|sign| tail.starts_with(**sign))
    {
        return Some(roman + sign.len());
    }
    // `+ ALBA`, `⮞ ALBA`
    let mut signs = text.chars();
    if let (Some(sign), Some(' ')) = (signs.next(), signs.next())
        && !sign.is_alphanumeric()
        && !sign.is_whitespace()
        && !matches!(sign, '"' | '“' | '«' | '„' | '(' | '[' | '|')
    {
        return Some(sign.len_utf8() + 1);
    }
    let letters: usize = text
        .chars()
        .take_while(|c| c.is_alphabetic() || matches!(c, '°' | 'º'))
        .map(char::len_utf8)
        .sum();
    let word = text.get(..letters)?;
    let rest = text.get(letters..)?;
    let number = if letters == 0 {
        rest
    } else {
        rest.strip_prefix(". ").or_else(|| rest.strip_prefix(' '))?
    };
    let figures = number
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    let letter = number.bytes().take_while(u8::is_ascii_uppercase).count();
    let length = if figures > 0 { figures } else { letter };
    // `3370: ALBA`: the number of her licence.
    let counts = word.chars().count() <= WORD
        && (letters > 0 || figures < LICENCE)
        && word.chars().next().is_none_or(char::is_uppercase)
        && (1..=4).contains(&length)
        && (figures > 0 || length == 1 && letters > 2);
    let tail = number.get(length..).filter(|_| counts)?;
    let sign = [": ", " : ", " – ", " — ", " - ", ". ", ") ", "  ", " "]
        .iter()
        .find(|sign| tail.starts_with(**sign));
    let used = match sign {
        // `Lote 1 Buque`: a number between words may belong to them.
        Some(&" ") => return None,
        // `3  ALBA   MMSI 512004466`
        Some(&"  ") if figures == 0 || letters > 0 => return None,
        Some(sign) => sign.len(),
        // `Vessel 1 (donor): ALBA`
        None if letters > 0 && tail.starts_with(" (") => {
            seek::find(tail, "): ").filter(|at| *at <= BETWEEN)? + "): ".len()
        }
        None if tail.is_empty() && letters > 2 => 0,
        None if number.get(..length)?.ends_with('.') && tail.starts_with(' ') => 1,
        None => return None,
    };
    Some(text.len() - tail.len() + used)
}

/// Longest line between the entries of one list, in bytes.
pub(super) const BETWEEN: usize = 60;
