//! Numbers before the entries of a list: `No. 3 – `, `IV) `, `ii. `.

use crate::entities::values::date;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;
/// Bytes of `No. 3 – `, `N° 12. `, `4 – ` before a capital word.
pub(crate) fn counted(text: &str) -> Option<usize> {
    // Most lines begin as no number does.
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'N' | 'n' | '#' | '№')) {
        return None;
    }
    let word = phrases::NUMBER_MARKS.begin(text).map_or(0, str::len);
    let rest = text.get(word..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    // `2/1 – ALBA`
    let second = rest
        .get(digits..)?
        .strip_prefix('/')
        .filter(|_| (1..=2).contains(&digits) && word == 0)
        .map_or(0, |t| t.bytes().take_while(u8::is_ascii_digit).count())
        .min(2);
    let whole = digits + if second > 0 { second + 1 } else { 0 };
    let tail = rest.get(whole..)?;
    let dash = [" – ", " — ", " - "].iter().find(|d| tail.starts_with(**d));
    let sign = [". ", ": ", ") "]
        .iter()
        .find(|d| word > 0 && tail.starts_with(**d));
    // `№1 ALBA`
    let blank = (rest.len() < text.len() && text.starts_with(['№', '#']) && tail.starts_with(' '))
        .then_some(&" ");
    let used = word + whole + dash.or(sign).or(blank)?.len();
    let entry = text.get(used..)?.trim_start_matches(['"', '“', '«']);
    ((1..=3).contains(&digits) && entry.starts_with(char::is_uppercase)).then_some(used)
}

/// Bytes of `— ` and of `001 ` before a capital word or a quotation mark.
pub(crate) fn padded(text: &str) -> Option<usize> {
    if !text.starts_with(['—', '0']) {
        return None;
    }
    let dash = text.strip_prefix("— ").map(|_| "— ".len());
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    // `09 Nov 2025` is a day.
    let mut words = text.get(figures..)?.trim_start().split([' ', '.', '-']);
    let word = fold_phrase(words.next().unwrap_or(""));
    let dated = date::month(&word).is_some()
        && words
            .next()
            .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    let number =
        (text.starts_with('0') && (2..=4).contains(&figures) && !dated).then_some(figures + 1);
    let used = dash.or(number)?;
    let gap = dash.is_some() || text.get(used - 1..)?.starts_with(' ');
    let opens = |c: char| c.is_uppercase() || matches!(c, '"' | '“' | '«' | '*');
    (gap && text.get(used..)?.starts_with(opens)).then_some(used)
}

/// Bytes of `II/ `, `IV) `, `III. ` before a capital word.
pub(crate) fn roman(text: &str) -> Option<usize> {
    if !text.starts_with(['I', 'V', 'X', 'i', 'v', 'x']) {
        return None;
    }
    let figures = text
        .bytes()
        .take_while(|b| matches!(b, b'I' | b'V' | b'X'))
        .count();
    let tail = text.get(figures..)?;
    if figures == 0 {
        // `ii. MV GOLDEN LION`
        let small = text
            .bytes()
            .take_while(|b| matches!(b, b'i' | b'v' | b'x'))
            .count();
        let body = text.get(small..)?;
        let closed = body.starts_with(". ") || body.starts_with(") ") || body.starts_with("/ ");
        let entry = body.get(2..)?.trim_start_matches(['"', '“', '«', '*']);
        return ((1..=5).contains(&small) && closed && entry.starts_with(char::is_uppercase))
            .then_some(small + 2);
    }
    let slashed = tail.starts_with("/ ");
    let closed = slashed || figures > 1 && (tail.starts_with(". ") || tail.starts_with(") "));
    // `II – NOSSA SENHORA, inscrita …`: the items of a Portuguese law.
    let dashed = [" – ", " - ", " — "].iter().find(|w| tail.starts_with(**w));
    if let Some(dash) = dashed
        && (1..=5).contains(&figures)
        && tail
            .get(dash.len()..)
            .is_some_and(|t| t.contains(',') && t.starts_with(char::is_alphabetic))
    {
        return Some(figures + dash.len());
    }
    let entry = tail.get(2..)?.trim_start_matches(['"', '“', '«', '*']);
    ((1..=5).contains(&figures) && closed && entry.starts_with(char::is_uppercase))
        .then_some(figures + 2)
}

/// Longest count in words, in bytes.
const SPELT: usize = 24;

/// What parts a count in words from its entry.
const COUNT_SIGNS: [&str; 7] = [": ", " : ", " – ", " — ", " - ", ". ", ") "];

/// One of `COUNT_SIGNS` may begin with two bytes.
fn may_part(pair: &[u8]) -> bool {
    match pair {
        [b':' | b'.' | b')', next] => *next == b' ',
        [b' ', next] => matches!(next, b':' | b'-' | 0x80..),
        _ => false,
    }
}

/// Bytes of `Box 3: `, `Item 12 – `: the number of a field on a printed form.
pub(crate) fn boxed(text: &str) -> Option<usize> {
    const SIGNS: [&str; 6] = [": ", ". ", ") ", " – ", " — ", " - "];
    let word = phrases::BOXES.begin(text)?.len();
    let digits = text
        .get(word..)?
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let tail = text.get(word + digits..)?;
    let sign = SIGNS.iter().find(|sign| tail.starts_with(**sign))?;
    (1..=3)
        .contains(&digits)
        .then_some(word + digits + sign.len())
}

/// Bytes of `first – `, `TWO. `, `Lote primero: `: an ordinal or a number in words, perhaps with what is counted.
pub(crate) fn ordinal(text: &str) -> Option<usize> {
    let led = [&phrases::COUNTS_IN_WORDS, &phrases::LOTS_AND_SHIPS];
    if !led.iter().any(|list| list.may_lead(text)) || !text.starts_with(char::is_alphabetic) {
        return None;
    }
    let near = text.as_bytes().windows(2).take(SPELT + 1).enumerate();
    let (end, width) = near
        .filter(|(_, pair)| may_part(pair))
        .find_map(|(at, _)| {
            let tail = text.get(at..)?;
            let sign = COUNT_SIGNS.iter().find(|sign| tail.starts_with(**sign))?;
            Some((at, sign.len()))
        })?;
    let head = text.get(..end)?.to_lowercase();
    let (first, second) = head.split_once(' ').unwrap_or((&head, ""));
    let counts = |word: &str| phrases::COUNTS_IN_WORDS.holds(word);
    let thing = |word: &str| word.is_empty() || phrases::LOTS_AND_SHIPS.holds(word);
    (counts(first) && thing(second) || counts(second) && thing(first)).then_some(end + width)
}

/// `D. Rey · ALBA` over `R. Mora · NOVA`: a capital letter with a stop before which or behind which no other counts on.
/// `M. Rey` is French and said elsewhere, `I. ALBA` is counted.
pub(crate) fn is_initial(page: &str, text: &str) -> bool {
    let [letter @ b'A'..=b'Z', b'.', b' ', ..] = text.as_bytes() else {
        return false;
    };
    let counts = |letter: u8| {
        let mark = format!("\n{}. ", char::from(letter));
        page.contains(&mark) || page.starts_with(mark.trim_start())
    };
    !matches!(letter, b'I' | b'M' | b'V' | b'X')
        && !counts(letter.saturating_add(1))
        && !counts(letter.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::{counted, is_initial, ordinal, roman};

    #[test]
    fn letters_that_do_not_count_on_are_initials() {
        let cases = [
            ("D. Rey · ALBA\nR. Mora · NOVA", true),
            ("D. Rey · ALBA\nE. Mora · NOVA", false),
            ("M. Rey, ALBA", false),
            ("Rey, ALBA", false),
        ];
        for (page, wanted) in cases {
            assert_eq!(is_initial(page, page), wanted, "{page}");
        }
    }

    #[test]
    fn numbers_stand_before_capital_words() {
        for (text, length) in [
            ("No. 3 – ALBA", Some("No. 3 – ".len())),
            ("4 – Alba", Some("4 – ".len())),
            ("4 – alba", None),
            ("1998 – ALBA", None),
        ] {
            assert_eq!(counted(text), length, "{text}");
        }
        for (text, length) in [
            ("II/ ALBA", Some(4)),
            ("ii. MV ALBA", Some(4)),
            ("IVORY", None),
        ] {
            assert_eq!(roman(text), length, "{text}");
        }
        for (text, length) in [
            ("second – Alba", Some("second – ".len())),
            ("Lote primero: buque ALBA", Some("Lote primero: ".len())),
            ("Deuxième lot. Navire ALBA", Some("Deuxième lot. ".len())),
            ("TWO BROTHERS – Spain", None),
            ("One vessel was seen. She", None),
        ] {
            assert_eq!(ordinal(text), length, "{text}");
        }
    }
}
