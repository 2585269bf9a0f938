//! Small words between a cue and its value.
//!
//! `IMO number, painted on the superstructure, is 9054183`: what stands between `number` and the figures.

use crate::entities::words::lexicon::phrases;

/// Words between a cue and its value: bytes to skip at the head of `tail`.
pub(super) fn skip_fillers(tail: &str, words: usize) -> usize {
    let mut at = 0;
    let mut taken = 0;
    loop {
        let rest = tail.get(at..).unwrap_or("");
        let punct = rest.len()
            - rest
                .trim_start_matches([
                    ' ', ':', '(', '"', '“', '”', '«', '‘', '’', '\'', ',', '–', '—', '-', '=',
                    '#', '[', '\u{a0}', '.', '*', '·',
                ])
                .len();
        let rest = rest.get(punct..).unwrap_or("");
        let word: &str = rest
            .get(
                ..rest
                    .find(|c: char| !c.is_alphanumeric() && c != '°')
                    .unwrap_or(rest.len()),
            )
            .unwrap_or("");
        if word.is_empty() || taken >= words {
            return at + punct;
        }
        let lower = word.to_lowercase();
        let glued = rest.get(word.len()..).is_some_and(|t| {
            t.starts_with(['-', '/'])
                && t.get(1..)
                    .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
        });
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        // `M. Le Bihan`
        let mister = word == "M" && rest.starts_with("M. ");
        let number_word = mister || phrases::STOPPED_FILLERS.holds(&lower);
        if glued || (capital && !number_word) || !(mister || phrases::FILLERS.holds(&lower)) {
            return at + punct;
        }
        taken += 1;
        at += punct + word.len();
    }
}

/// Bytes of words in commas at the head of `tail`: `, painted on the bridge, `.
pub(super) fn aside(tail: &str) -> usize {
    // `Name (latest): `
    if let Some(body) = tail.strip_prefix(" (")
        && let Some(close) = body.find("):").filter(|c| *c <= 24)
        && !body
            .get(..close)
            .unwrap_or("")
            .bytes()
            .any(|b| b.is_ascii_digit())
    {
        return 2 + close + 2;
    }
    let Some(body) = tail.strip_prefix(", ") else {
        return 0;
    };
    let Some(close) = body.find(',').filter(|c| *c <= 60) else {
        return 0;
    };
    let inner = body.get(..close).unwrap_or("");
    // `Her owner, holding 64 of 64 shares, is Alba Ltd`
    let is = phrases::IS_THE
        .begin(body.get(close + 1..).unwrap_or(""))
        .is_some();
    let small = inner.split(' ').count() <= 8
        && !inner.contains(['.', ';', ':', '(', '\n'])
        && inner.chars().next().is_some_and(char::is_lowercase)
        && (!inner.bytes().any(|b| b.is_ascii_digit()) || is);
    if small { 2 + close + 1 } else { 0 }
}

/// Bytes of the small words before a comma and a person's title: ` at the time of the incident, Mr. ` of
/// ` at the time of the incident, Mr. Rey`.
pub(super) fn to_title(tail: &str) -> Option<usize> {
    const LONGEST: usize = 80;
    let at = tail.find(", ").filter(|at| *at <= LONGEST)?;
    let title = tail.get(at + 2..)?.split(' ').next()?;
    let small = |c: char| c.is_lowercase() || matches!(c, ' ' | '\'' | '’' | '-');
    (tail.get(..at)?.chars().all(small) && phrases::TITLES_BEFORE_NAMES.holds(title))
        .then_some(at + 2 + title.len() + 1)
}

/// Bytes of the words up to `is`, `as`, `by` or a colon after which a capital word stands; 0 where there is none.
pub(super) fn to_copula(tail: &str) -> usize {
    let mut at = 0;
    for (count, word) in tail.split(' ').enumerate() {
        if count > 8 || at > 70 || word.contains(['.', ';', ',', '(', ')', '\n', '|', '–', '—'])
        {
            return 0;
        }
        let shouted = word.len() >= 3 && word.chars().all(char::is_uppercase);
        if shouted || count <= 1 && word.starts_with(char::is_uppercase) {
            return 0;
        }
        let stop = word.len() > 2 && word.ends_with(':');
        at += word.len() + 1;
        let known = count > 0 && phrases::COPULAS.holds(word) || stop;
        let next = tail.get(at..).unwrap_or("");
        let next = next
            .get(if known { skip_fillers(next, 3) } else { 0 }..)
            .unwrap_or("");
        let value = next
            .trim_start_matches(['“', '"', '«', '‘', '\'', ' ', '\u{a0}', '*', '„'])
            .starts_with(char::is_uppercase);
        if known && value {
            return at;
        }
        if word.chars().any(char::is_uppercase) && count > 6 {
            return 0;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_may_stand_after_an_aside_or_a_verb() {
        assert_eq!(aside(", painted on the bridge, is 9054183"), 24);
        assert_eq!(aside(", Spain, IMO 9054183"), 0);
        let tail = " at the time of the incident, Mr. Rey";
        assert_eq!(to_title(tail), tail.find("Rey"));
        assert_eq!(to_title(" of the ALBA, Mr. Rey"), None);
        assert_eq!(to_copula(" of record is Golden Billow"), 14);
        assert_eq!(to_copula(" gave his name as Wang Deli"), 18);
        assert_eq!(to_copula(" resident in Panama"), 0);
        assert_eq!(to_copula(" was not on board. She is Spanish"), 0);
    }
}
