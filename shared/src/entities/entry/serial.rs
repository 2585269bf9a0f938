//! Words that count the entries of a page: `Entry 12. ALBA`, `berth 3 ALBA`, `Ficha 7 — ALBA`.

use std::collections::HashMap;

use crate::entities::page::{Block, Page};
use crate::entities::values::date;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon;
use crate::entities::words::lexicon::phrases;

/// Lines looked at.
const LINES: usize = 400;
/// Most figures of an entry's number.
const FIGURES: usize = 4;

/// The words before the numbers of entries; at least two lines of a page begin with each.
#[derive(Debug, Default)]
pub(crate) struct Serials {
    words: Vec<String>,
    /// Lines begin with codes that count on (`A1 `, `A2 `; `11.1 `, `11.2 `).
    codes: bool,
}

impl Serials {
    /// The words of a page.
    pub(crate) fn of_page(page: &Page) -> Serials {
        let mut seen: HashMap<&str, Vec<&str>> = HashMap::new();
        let lines = page.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(lines) => Some(lines),
            Block::Table(_) => None,
        });
        let mut last = ("", 0);
        let mut following = 0;
        for line in lines.flatten().take(LINES) {
            let text = page.slice(&line.span);
            if let Some((word, number, _)) = counted(text) {
                seen.entry(word).or_default().push(number);
            }
            if let Some((head, number, _)) = coded(text) {
                following += usize::from(last == (head, number.saturating_sub(1)));
                last = (head, number);
            }
        }
        let mut words: Vec<String> = seen
            .into_iter()
            .filter(|(word, numbers)| {
                let mut distinct = numbers.clone();
                distinct.dedup();
                distinct.len() >= 2 && distinct.len() == numbers.len() && counts(word)
            })
            .map(|(word, _)| word.to_string())
            .collect();
        words.sort_unstable();
        Serials {
            words,
            codes: following >= FOLLOWING,
        }
    }

    /// True if anything counts the page's entries.
    pub(crate) fn any(&self) -> bool {
        self.codes || !self.words.is_empty()
    }

    /// Bytes of such a word, its number and the sign after it at the head of a text.
    pub(crate) fn used(&self, text: &str) -> Option<usize> {
        if self.codes
            && let Some((_, _, used)) = coded(text)
        {
            return Some(used);
        }
        if self.words.is_empty() {
            return None;
        }
        let (word, _, used) = counted(text)?;
        self.words.iter().any(|w| w == word).then_some(used)
    }
}

/// Codes that follow the one before before they count the items of a page.
const FOLLOWING: usize = 2;

/// What begins an item's code, its number and the bytes it takes: `A1 `, `b2 `, `Q 3 `, `11.2 `, `[1.2] ` before a word
/// or a quotation mark.
fn coded(text: &str) -> Option<(&str, u32, usize)> {
    let open = usize::from(text.starts_with('['));
    let bare = text.get(open..)?;
    let letters = bare.bytes().take_while(u8::is_ascii_alphabetic).count();
    let head = if letters == 0 {
        let whole = bare.bytes().take_while(u8::is_ascii_digit).count();
        ((1..=2).contains(&whole) && bare.get(whole..)?.starts_with('.')).then_some(whole + 1)?
    } else {
        letters + usize::from(letters == 1 && bare.get(1..)?.starts_with([' ', '-']))
    };
    let figures = bare
        .get(head..)?
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let number = bare.get(head..head + figures)?;
    let tail = bare.get(head + figures..)?;
    let closed = match tail.strip_prefix(']') {
        Some(rest) => (open == 1).then_some(rest)?,
        None => tail,
    };
    let body = closed
        .strip_prefix(['.', ')', ':'])
        .unwrap_or(closed)
        .strip_prefix(' ')?;
    let entry = body.trim_start();
    let small = bare.starts_with(|c: char| c.is_ascii_lowercase());
    let begins = |c: char| {
        c.is_uppercase()
            || matches!(c, '"' | '“' | '«' | '*')
            || (small || open == 1) && c.is_lowercase()
    };
    let lettered = letters == 0 || letters <= 2 && !(small && letters == 2);
    (lettered && (1..=2).contains(&figures) && entry.starts_with(begins)).then_some((
        bare.get(..head)?,
        number.parse().ok()?,
        text.len() - entry.len(),
    ))
}

/// A word, its number and the bytes they take with the sign behind them; a name in capitals follows.
fn counted(text: &str) -> Option<(&str, &str, usize)> {
    let text_start = text.trim_start_matches(['*', '_', ' ']);
    let lead = text.len() - text_start.len();
    let letters: usize = text_start
        .chars()
        .take_while(|c| c.is_alphabetic())
        .map(char::len_utf8)
        .sum();
    if !(3..=16).contains(&letters) {
        return None;
    }
    let word = text_start.get(..letters)?;
    let mut at = letters;
    for sign in [". ", " "] {
        if text_start.get(at..)?.starts_with(sign) {
            at += sign.len();
            break;
        }
    }
    at += phrases::NUMBER_MARKS
        .begin(text_start.get(at..)?)
        .map_or(0, str::len);
    let tail = text_start.get(at..)?;
    let figures = tail.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=FIGURES).contains(&figures) {
        return None;
    }
    let number = tail.get(..figures)?;
    let after = tail.get(figures..)?;
    let sign = [
        ". ", ": ", ") ", " – ", " — ", " - ", " | ", ", ", ".** ", " ",
    ]
    .iter()
    .find(|s| after.starts_with(**s))?;
    let rest = after
        .get(sign.len()..)?
        .trim_start_matches(['"', '“', '«', '*', ' ']);
    let used = lead + at + figures + sign.len();
    // Two capitals or more: a name, not a sentence.
    let shouts = rest
        .split([' ', ',', '.', ';', '('])
        .next()
        .is_some_and(|w| w.chars().filter(|c| c.is_uppercase()).count() >= 2 || w.len() == 1);
    // `Item 2: Vessel: ALBA; Flag: …`
    let keyed = *sign == ": "
        && rest.split_once(": ").is_some_and(|(key, _)| {
            key.split(' ').count() <= 3 && key.starts_with(char::is_uppercase)
        });
    let dated = rest
        .split([' ', '.', '-', '/'])
        .next()
        .is_some_and(|w| date::month(&fold_phrase(w)).is_some());
    let worded = word.chars().any(char::is_lowercase);
    (worded && (shouts || keyed) && !dated && at > letters).then_some((word, number, used))
}

/// The word is no caption of a value and no month.
fn counts(word: &str) -> bool {
    use crate::entities::words::concept::Concepts as C;
    let caption = lexicon::lookup(word).is_some_and(|t| {
        !t.senses.contains(&lexicon::Sense::FieldTitle)
            && !t
                .strong
                .without(C::NUMBER.with(C::LICENSE).with(C::CALLPORT).with(C::SHIP))
                .is_empty()
    });
    !caption && date::month(&fold_phrase(word)).is_none()
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_word_that_counts_the_entries_is_no_part_of_them() {
        let text = "berth 3 ATLANTIC QUEEN (IMO 9281310) discharging\n\
                    berth 5 LIAN RUN (IMO 9100372) bunkers";
        let (page, _) = extract_page(text, &Carried::default());
        let names: Vec<(&str, Option<u32>)> = page
            .entities
            .iter()
            .filter(|e| e.label == Label::VesselName)
            .map(|e| (e.norm_value.as_str(), e.record))
            .collect();
        assert_eq!(names, [("ATLANTIC QUEEN", Some(0)), ("LIAN RUN", Some(1))]);
    }

    #[test]
    fn codes_that_count_on_are_no_part_of_captions_and_names() {
        for text in [
            "A1 Name in full   ALBA NOVA\nA2 Flag   Spain\nA3 Call sign   EADN",
            "Q1. What is the vessel's name? – ALBA NOVA\nQ2. Under which flag? – Spain\nQ3. Her call sign? – EADN",
            "11.1 ALBA NOVA – Spain – EADN\n11.2 MAR BRAVO – Spain – EAQB\n11.3 MAR AZUL – Spain – EAQC",
        ] {
            let (page, _) = extract_page(text, &Carried::default());
            let first = page.entities.iter().filter(|e| e.record == Some(0));
            let norms: Vec<&str> = first.map(|e| e.norm_value.as_str()).collect();
            assert_eq!(norms, ["ALBA NOVA", "ESP", "EADN"], "{text}");
        }
    }

    #[test]
    fn a_name_with_a_number_counts_nothing() {
        let text = "Albatros 3, flag Spain, IMO 9281310\nGaviota 5, flag Spain, IMO 9100372";
        let (page, _) = extract_page(text, &Carried::default());
        assert!(!page.entities.iter().any(|e| e.norm_value == "3"));
    }
}
