//! Lines without the number, letter or bullet that marks them as items of a list: `12.- `, `(3) `, `a) `, `• `.

use crate::entities::context::Reader;
use crate::entities::entry::number::{boxed, counted, is_initial, ordinal, padded, roman};
use crate::entities::page::{Span, trim};
use crate::entities::words::seek;

/// Most lines whose fields and list marks are kept.
pub(super) const KEPT: usize = 4000;

/// Signs before the items of a list, beside arrows, boxes, ticks, crosses and stars.
const BULLETS: &str = "-–•·*>‣⁃§¶ \t";

/// `✗`, `☑`, `→`, `■`, `★`: Unicode's blocks of arrows to miscellaneous symbols and arrows.
fn is_bullet(sign: char) -> bool {
    BULLETS.contains(sign) || matches!(sign, '\u{2190}'..='\u{2bff}')
}

/// Where a line begins and ends, as one number.
pub(super) const fn place(line: &Span) -> u64 {
    (line.start as u64) << 32 | line.end as u64
}

/// The span without a list number or bullet before it: `12.- `, `(3) `, `a) `, `- `, `• `.
pub(crate) fn list_mark(reader: &Reader<'_>, span: &Span) -> Span {
    // Most readers of a line ask for it.
    let place = place(span);
    if let Some(known) = reader.unmarked.borrow().get(&place) {
        return known.clone();
    }
    let bare = without_list_mark(reader, span);
    let mut unmarked = reader.unmarked.borrow_mut();
    if unmarked.len() < KEPT {
        unmarked.insert(place, bare.clone());
    }
    bare
}

fn without_list_mark(reader: &Reader<'_>, span: &Span) -> Span {
    let text = reader.page.slice(span);
    if let Some(used) = ordinal(text).or_else(|| boxed(text)) {
        return trim(&reader.page.text, &(span.start + used..span.end));
    }
    if let [first, second, ..] = text.as_bytes()
        && begins_word(*first, *second)
        && !reader.serials.any()
    {
        return trim(&reader.page.text, span);
    }
    if let Some(used) = counted(text)
        .or_else(|| roman(text))
        .or_else(|| padded(text))
        .or_else(|| reader.serials.used(text))
    {
        return trim(&reader.page.text, &(span.start + used..span.end));
    }
    // No letter and no figure is a bullet.
    let bare = if text.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        text
    } else {
        text.trim_start_matches(is_bullet)
    };
    let lead = text.len() - bare.len();
    let inner = bare.trim_start_matches(['(', '[']);
    let digits = inner
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    let roman = inner
        .bytes()
        .take_while(|b| matches!(b, b'i' | b'v' | b'x'))
        .count();
    let digits = if digits == 0
        && roman > 0
        && bare.starts_with('(')
        && inner.as_bytes().get(roman) == Some(&b')')
    {
        roman
    } else if digits == 0 {
        let letter = inner
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic())
            && matches!(inner.as_bytes().get(1), Some(b')' | b'.' | b']'))
            && inner.as_bytes().get(2) == Some(&b' ');
        let initial = || lead == 0 && is_initial(&reader.page.text, inner);
        usize::from(letter && !initial())
    } else {
        digits
    };
    let body = inner.get(digits..).unwrap_or("");
    let mark = inner.get(..digits).unwrap_or("");
    let closes = body.trim_start_matches([')', ']', '.', '-', '–', ':', '°', 'º', 'ª', '/']);
    let closed = closes.len() < body.len() || mark.ends_with('.');
    let blank = closes.starts_with([' ', '\t', '*'])
        || (mark.ends_with('.') && closes.starts_with(char::is_alphabetic));
    let bare_number = (1..=2).contains(&digits)
        && body.starts_with(' ')
        && body.trim_start().starts_with(char::is_uppercase)
        && seek::has(body, " / ");
    // `1.º de diciembre de 2020` is a day.
    let dated = closes.trim_start().starts_with("de ");
    let numbered = (digits > 0 && digits <= 6 && closed && blank && !dated) || bare_number;
    let used = if numbered {
        text.len() - closes.len()
    } else {
        lead
    };
    let body = trim(&reader.page.text, &(span.start + used..span.end));
    // `I. – ZOUHAL 5`
    let dash = numbered && reader.page.slice(&body).starts_with("– ");
    if dash {
        return trim(&reader.page.text, &(body.start + "– ".len()..body.end));
    }
    body
}

/// Two letters that begin no mark: neither `No. 3` nor `IV)` nor `a)`.
fn begins_word(first: u8, second: u8) -> bool {
    first.is_ascii_alphabetic()
        && second.is_ascii_alphabetic()
        && !matches!(first.to_ascii_lowercase(), b'n' | b'i' | b'v' | b'x')
}

#[cfg(test)]
mod tests {
    use super::list_mark;
    use crate::entities::context::Reader;
    use crate::entities::page::Page;

    #[test]
    fn a_line_is_read_behind_its_mark() {
        for (line, bare) in [
            ("12.- ALBA", "ALBA"),
            ("(3) ALBA", "ALBA"),
            ("a) Flag: Fiji", "Flag: Fiji"),
            ("• Flag: Fiji", "Flag: Fiji"),
            ("✗ ALBA (Fiji)", "ALBA (Fiji)"),
            ("☒ Trawl", "Trawl"),
            ("No. 3 – ALBA", "ALBA"),
            ("Box 3: Flag: Fiji", "Flag: Fiji"),
            ("Casilla 12 – Bandera: Fiyi", "Bandera: Fiyi"),
            ("Box of 12: 3", "Box of 12: 3"),
            ("ALBA", "ALBA"),
            ("1.º de diciembre de 2020", "1.º de diciembre de 2020"),
        ] {
            let page = Page::parse(line);
            let reader = Reader::new(&page);
            let span = 0..line.len();
            for _ in 0..2 {
                assert_eq!(page.slice(&list_mark(&reader, &span)), bare, "{line}");
            }
        }
    }
}
