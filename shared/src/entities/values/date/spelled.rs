//! Days of papers that count them in words: `catorze dias do mês de março de dois mil e vinte e cinco`, `nueve (9) días
//! del mes de mayo de 2024`.

use super::{DateHit, iso, month};
use crate::entities::order;
use crate::entities::values::number_words;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::seek;

/// Fewest bytes of such a day, and most words of its number.
const SHORTEST: usize = 24;
const WORDS: usize = 3;
/// The words for a month behind the days, and what begins a year in words.
const MONTHS: [&str; 3] = [" del mes de ", " do mês de ", " do mes de "];
const THOUSANDS: [&str; 3] = ["dos mil ", "dois mil e ", "dois mil "];

/// Adds the days in words of a text that begins at byte `base` of the page.
pub(super) fn scan(part: &str, base: usize, hits: &mut Vec<DateHit>) {
    // What the words for a month have in common.
    if part.len() < SHORTEST || !["mes de ", "mês de "].iter().any(|m| seek::has(part, m)) {
        return;
    }
    for sign in MONTHS {
        let Some(at) = seek::find(part, sign) else {
            continue;
        };
        let Some((start, end, iso)) = day(part, at, at + sign.len()) else {
            continue;
        };
        let span = base + start..base + end;
        if hits
            .iter()
            .all(|h| h.span.end <= span.start || span.end <= h.span.start)
        {
            hits.push(DateHit { span, iso });
            order::by_key(hits, |h| [h.span.start, 0, 0]);
        }
    }
}

/// The day whose month stands at byte `behind`, and its number before byte `before`.
fn day(part: &str, before: usize, behind: usize) -> Option<(usize, usize, String)> {
    let head = part.get(..before)?;
    let head = [" días", " dias", " día", " dia"]
        .iter()
        .find_map(|word| head.strip_suffix(word))?;
    let bare = match head.strip_suffix(')') {
        Some(open) => open.rsplit_once(" (")?.0,
        None => head,
    };
    let (start, number) = number_before(bare)?;
    let rest = part.get(behind..)?;
    let (word, rest) = rest.split_once(' ')?;
    let month = month(&fold_phrase(word))?;
    let rest = rest
        .strip_prefix("del ")
        .or_else(|| rest.strip_prefix("de "))?;
    let (width, year) = year(rest)?;
    let end = part.len() - rest.len() + width;
    iso(year, month, number).map(|iso| (start, end, iso))
}

/// The number of up to three words that ends a text, and where it begins.
fn number_before(text: &str) -> Option<(usize, u32)> {
    let begins = text.rmatch_indices(' ').map(|(at, _)| at + 1);
    let begins = begins.chain(std::iter::once(0)).take(WORDS);
    let counts = begins.filter_map(|at| Some((at, number_words::count(text.get(at..)?)?)));
    counts.last()
}

/// The year in figures or words at the head of a text, and its bytes.
fn year(text: &str) -> Option<(usize, u32)> {
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    if figures == 4 {
        return Some((figures, text.get(..figures)?.parse().ok()?));
    }
    let rest = THOUSANDS.iter().find_map(|word| text.strip_prefix(word))?;
    let ends = rest
        .match_indices([' ', ',', '.', ';', '\n'])
        .map(|(at, _)| at);
    let ends = ends.chain(std::iter::once(rest.len())).take(WORDS);
    let counts = ends.filter_map(|at| Some((at, number_words::count(rest.get(..at)?)?)));
    let (width, years) = counts.last()?;
    Some((text.len() - rest.len() + width, 2000 + years))
}

#[cfg(test)]
mod tests {
    use crate::entities::values::date::{Order, scan};

    #[test]
    fn days_told_in_words_are_days() {
        for (text, wanted) in [
            (
                "Aos catorze dias do mês de março de dois mil e vinte e cinco, no porto",
                Some((
                    "catorze dias do mês de março de dois mil e vinte e cinco",
                    "2025-03-14",
                )),
            ),
            (
                "a los nueve (9) días del mes de mayo de 2024.",
                Some(("nueve (9) días del mes de mayo de 2024", "2024-05-09")),
            ),
            (
                "a los 7 días del mes de octubre del dos mil veintitrés",
                Some((
                    "7 días del mes de octubre del dos mil veintitrés",
                    "2023-10-07",
                )),
            ),
            ("a los treinta y dos días del mes de mayo de 2024", None),
            ("a los primeros días del mes de mayo de 2024", None),
        ] {
            let hits = scan(text, &(0..text.len()), Order::DayMonth);
            let found = hits
                .first()
                .map(|h| (text.get(h.span.clone()).unwrap_or(""), h.iso.as_str()));
            assert_eq!(found, wanted, "{text}");
        }
    }
}
