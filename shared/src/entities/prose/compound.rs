//! A fish with the words that say which it is: `black hake`, `camarão-sete-barbas`, `crevette blanche (PNV)`; and words
//! that name a fish only among fishes.

use super::items::{Item, Kind, Placed};
use super::join::own_code;
use crate::entities::page::Span;
use crate::entities::words::lexicon::{Sense, phrases};
use crate::entities::words::tokens::Tokens;

/// Most words that are joined on one side.
const WORDS: usize = 2;

/// The whole name of the fish at `place`; the words before it that belong to it are taken off `out`.
pub(super) fn whole(text: &str, place: &Span, out: &mut Vec<Placed>) -> Span {
    let mut span = place.clone();
    for _ in 0..WORDS {
        let Some(last) = out.last() else { break };
        let gap = text.get(last.span.end..span.start).unwrap_or("");
        let word = text.get(last.span.clone()).unwrap_or("").to_lowercase();
        if !matches!(last.item, Item::Word { .. })
            || !matches!(gap, " " | "-")
            || !phrases::FISH_BEFORE.holds(&word)
        {
            break;
        }
        span.start = last.span.start;
        out.pop();
    }
    let printed = text.get(span.clone()).unwrap_or("");
    if printed.ends_with([')', ']']) {
        return span;
    }
    let mut grown = false;
    loop {
        let tail = text.get(span.end..).unwrap_or("");
        // `camarão-sete-barbas`
        let Some(rest) = tail.strip_prefix('-') else {
            break;
        };
        let length = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        if length < 2 || !rest.starts_with(char::is_lowercase) {
            break;
        }
        span.end += 1 + length;
        grown = true;
    }
    for _ in 0..WORDS {
        let Some(rest) = text.get(span.end..).and_then(|t| t.strip_prefix(' ')) else {
            break;
        };
        let length = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        if !phrases::FISH_BEHIND.holds(rest.get(..length).unwrap_or("")) {
            break;
        }
        span.end += 1 + length;
        grown = true;
    }
    if grown {
        span.end = own_code(text, &span, &Item::Value(Kind::Species));
    }
    span
}

/// Among fishes or behind a weight: `corvina e cachucho`, `300 kg de rape`.
pub(super) fn among_fish(text: &str, tokens: &Tokens, at: usize, words: usize) -> bool {
    let fish = |from: usize| {
        tokens
            .longest(from, |t| {
                t.senses.iter().any(|s| matches!(s, Sense::Species(_)))
            })
            .is_some()
    };
    let between = |a: usize, b: usize| {
        tokens
            .get(a)
            .zip(tokens.get(b))
            .and_then(|(a, b)| text.get(a.end..b.start))
            .unwrap_or("")
    };
    let next = at + words;
    let joined = phrases::AND_WORDS.holds(tokens.folded(next, next + 1)) && fish(next + 1)
        || between(next.saturating_sub(1), next) == ", " && fish(next);
    if joined {
        return true;
    }
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let comma = between(before, at) == ", ";
    let end = if comma {
        at
    } else if phrases::AND_WORDS.holds(tokens.folded(before, at)) {
        before
    } else {
        // `12 caisses de lotte`, `la pêche de la sardine`, `et 3 de sole`
        let weighed = |back: usize| {
            at >= back && phrases::WEIGHED.holds(tokens.folded(at - back, at - back + 1))
        };
        let counted = || {
            at >= 2
                && tokens.folded(before, at) == "de"
                && tokens
                    .folded(at - 2, before)
                    .bytes()
                    .all(|b| b.is_ascii_digit())
        };
        return at >= 2 && phrases::WEIGHED.holds(tokens.folded(at - 2, at))
            || weighed(2)
            || weighed(3)
            || counted();
    };
    (1..=3).any(|words| {
        end >= words
            && crate::entities::words::lexicon::term(tokens.folded(end - words, end))
                .is_some_and(|t| t.senses.iter().any(|s| matches!(s, Sense::Species(_))))
    })
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_fish_is_named_with_the_words_that_say_which_it_is() {
        for (text, fish) in [
            (
                "The trawler GREY HERON fishes for black hake.",
                &["black hake"][..],
            ),
            (
                "O arrastão GREY HERON captura camarão-sete-barbas.",
                &["camarão-sete-barbas"],
            ),
            (
                "La capture se limite à la crevette blanche et au merlu.",
                &["crevette blanche", "merlu"],
            ),
            (
                "O barco GREY HERON captura corvina e cachucho.",
                &["corvina", "cachucho"],
            ),
            ("El rape llegó tarde.", &[]),
        ] {
            let (page, _) = extract_page(text, &Carried::default());
            let found: Vec<&str> = page
                .entities
                .iter()
                .filter(|e| e.label == Label::Species)
                .map(|e| e.text.as_str())
                .collect();
            assert_eq!(found, fish, "{text}");
        }
    }
}
