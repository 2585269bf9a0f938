//! Small counts in figures or in words of six languages, and Roman numerals: `22`, `twenty-two`, `veintidós`,
//! `vingt-deux`, `XXII`.

use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::COUNTS;

/// `XIV`, or `xiv` where it is folded: a numeral below forty.
pub(crate) fn is_roman(word: &str) -> bool {
    let of = |signs: &[u8]| word.bytes().all(|b| signs.contains(&b));
    !word.is_empty() && (of(b"IVX") || of(b"ivx"))
}

fn word(text: &str) -> Option<u32> {
    COUNTS.get(text).copied()
}

/// The count that a text is as a whole; none where it is anything else.
pub(crate) fn count(text: &str) -> Option<u32> {
    if text.bytes().next()?.is_ascii_digit() {
        return (text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten();
    }
    if text.len() > 32
        || text
            .chars()
            .any(|c| !c.is_alphabetic() && !matches!(c, ' ' | '-'))
    {
        return None;
    }
    let folded = fold_phrase(text);
    if let Some(number) = word(&folded) {
        return Some(number);
    }
    // `twenty two`, `treinta y uno`, `vingt et un`, `vinte e dois`
    let mut parts = folded.splitn(2, ' ');
    let tens = parts
        .next()
        .and_then(word)
        .filter(|n| (20..=90).contains(n));
    if let (Some(tens), Some(rest)) = (tens, parts.next()) {
        let rest = ["y ", "e ", "et "]
            .iter()
            .find_map(|joined| rest.strip_prefix(joined))
            .unwrap_or(rest);
        let top = if matches!(tens, 60 | 80) { 19 } else { 9 };
        return word(rest)
            .filter(|n| (1..=top).contains(n))
            .map(|n| tens + n);
    }
    // `veintidós`, `ventidue`, `zweiundzwanzig`
    ["veinti", "venti", "trenta", "quaranta"]
        .iter()
        .zip([20, 20, 30, 40])
        .find_map(|(tens, number)| {
            let unit = word(folded.strip_prefix(tens)?)?;
            (1..=9).contains(&unit).then_some(number + unit)
        })
        .or_else(|| {
            let (unit, tens) = folded.split_once("und")?;
            let tens = word(tens).filter(|n| (20..=90).contains(n))?;
            word(unit).filter(|n| (1..=9).contains(n)).map(|n| tens + n)
        })
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn counts_are_read_in_figures_and_in_words() {
        for (text, number) in [
            ("22", Some(22)),
            ("twenty-two", Some(22)),
            ("Twenty-four", Some(24)),
            ("veintidós", Some(22)),
            ("treinta y uno", Some(31)),
            ("vingt et un", Some(21)),
            ("soixante-douze", Some(72)),
            ("vinte e dois", Some(22)),
            ("zweiundzwanzig", Some(22)),
            ("elf", Some(11)),
            ("ventidue", Some(22)),
            ("1200", None),
            ("the", None),
            ("4.5", None),
        ] {
            assert_eq!(count(text), number, "{text}");
        }
    }
}
