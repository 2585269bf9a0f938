//! What stands before a name at the head of a list's entry: a number, the time of day, a letter, a sign.
//!
//! `No. 214/2024 ALBA`, `0614 UTC – ALBA`, `B – ALBA`.

use crate::entities::words::lexicon::phrases;
/// Bytes of a number before a name: `No. 214/2024 `, `N° 12 `.
pub(super) fn numbered_head(text: &str, from: usize, to: usize) -> usize {
    let tail = text.get(from..to).unwrap_or("");
    let clock = clock(tail).max(lead_mark(tail));
    if clock > 0 {
        return clock;
    }
    let word = phrases::NUMBER_MARKS.begin(tail).map_or(0, str::len);
    let rest = tail.get(word..).unwrap_or("");
    let figures = rest
        .bytes()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-'))
        .count();
    let blank = rest.get(figures..).is_some_and(|t| t.starts_with(' '));
    if word > 0 && figures > 0 && blank {
        word + figures + 1
    } else {
        0
    }
}

/// Bytes of a letter, a sign or a day before a name: `A – `, `o `, `» `, `ETA 06-06-2025 → `.
fn lead_mark(tail: &str) -> usize {
    if let Some(at) = tail.find(" → ").filter(|at| *at <= 24) {
        return at + " → ".len();
    }
    // `V/01   Girl Morwenna`, `2/1 – Macquarie Wind`
    let number = tail.split(' ').next().unwrap_or("");
    let counted = number.len() <= 6
        && number.split_once('/').is_some_and(|(head, figures)| {
            !figures.is_empty()
                && figures.bytes().all(|b| b.is_ascii_digit())
                && (1..=3).contains(&head.len())
                && head.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    if counted {
        let rest = tail.get(number.len()..).unwrap_or("");
        let body = rest.trim_start_matches([' ', '–', '—', '-']);
        if rest.starts_with("  ") || rest.starts_with(" – ") || rest.starts_with(" — ") {
            return tail.len() - body.len();
        }
    }
    let dashed = [" – ", " — ", " - ", " / "].iter().find(|dash| {
        tail.get(1..).is_some_and(|t| t.starts_with(**dash))
            && tail.starts_with(|c: char| c.is_ascii_uppercase())
    });
    if let Some(dash) = dashed {
        return 1 + dash.len();
    }
    ["o ", "» ", "→ ", "➢ ", "► ", "‣ ", "◦ "]
        .iter()
        .find(|mark| {
            tail.strip_prefix(**mark)
                .is_some_and(|t| t.starts_with(char::is_uppercase))
        })
        .map_or(0, |mark| mark.len())
}

/// Bytes of the time of day before a name: `10:15 Z. `, `0614 UTC – `, `08h10 : `.
fn clock(tail: &str) -> usize {
    let figures = tail
        .bytes()
        .take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'h' | b'.'))
        .count();
    let digits = tail
        .bytes()
        .take(figures)
        .filter(u8::is_ascii_digit)
        .count();
    let marked = tail.get(..figures).is_some_and(|t| t.contains([':', 'h']));
    let rest = tail.get(figures..).unwrap_or("");
    let zone = [" UTC", "Z", " Z", " LT", " h", " hrs", " HL", " GMT"]
        .iter()
        .filter(|z| {
            rest.strip_prefix(**z)
                .is_some_and(|t| !t.starts_with(char::is_alphanumeric))
        })
        .map(|z| z.len())
        .max()
        .unwrap_or(0);
    let tail = rest.get(zone..).unwrap_or("");
    let signs = tail.len()
        - tail
            .trim_start_matches(['.', ' ', ':', '–', '-', ','])
            .len();
    if (3..=4).contains(&digits) && (marked || zone > 0) && signs > 0 {
        figures + zone + signs
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::numbered_head;

    #[test]
    fn marks_of_entries_are_no_part_of_the_name() {
        for (text, mark) in [
            ("No. 214/2024 ALBA", "No. 214/2024 "),
            ("0614 UTC – ALBA", "0614 UTC – "),
            ("ETA 06-06-2025 → ALBA", "ETA 06-06-2025 → "),
            ("B – ALBA", "B – "),
            ("V/01   Alba Rose", "V/01   "),
            ("2/1 – Alba Rose", "2/1 – "),
            ("o ALBA", "o "),
            ("» ALBA", "» "),
            ("ALBA – Spain", ""),
            ("o alba", ""),
        ] {
            let length = numbered_head(text, 0, text.len());
            assert_eq!(text.get(..length), Some(mark), "{text}");
        }
    }
}
