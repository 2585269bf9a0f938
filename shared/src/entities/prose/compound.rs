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

/// `Whitson's grenadier (WGR), blue antimora (ANT)`: beside a fish with its code, the words before another code name one,
/// too.
pub(super) fn coded_among_fish(text: &str, items: &mut Vec<Placed>) {
    let printed = |p: &Placed| text.get(p.span.clone()).unwrap_or("");
    let is_fish = |p: &Placed| p.item == Item::Value(Kind::Species) && printed(p).ends_with(')');
    if !items.iter().any(is_fish) {
        return;
    }
    let mut out: Vec<Placed> = Vec::with_capacity(items.len());
    for mut placed in std::mem::take(items) {
        let code = printed(&placed);
        let coded = matches!(placed.item, Item::Word { .. })
            && code.len() == 3
            && code.bytes().all(|b| b.is_ascii_uppercase())
            && text
                .get(..placed.span.start)
                .is_some_and(|head| head.ends_with(" ("))
            && text
                .get(placed.span.end..)
                .is_some_and(|tail| tail.starts_with(')'));
        let names_fish = coded || is_fish(&placed);
        let words = if names_fish {
            words_before(text, &out, placed.span.start, coded)
        } else {
            0
        };
        if words > 0 {
            out.truncate(out.len() - words + 1);
            if let Some(first) = out.pop() {
                placed.span = first.span.start..placed.span.end + usize::from(coded);
                placed.item = Item::Value(Kind::Species);
            }
        }
        out.push(placed);
    }
    *items = out;
}

/// Words right before byte `next` that name the same fish: before a code up to three, before a fish a possessive.
fn words_before(text: &str, before: &[Placed], mut next: usize, coded: bool) -> usize {
    const MOST: usize = 3;
    let before = before.iter().rev();
    if !coded {
        let head = text.get(..next).unwrap_or("");
        let possessive = head.ends_with("'s ") || head.ends_with("’s ");
        let from = head.trim_end().rfind(' ').map_or(0, |blank| blank + 1);
        let own = before.take_while(|p| p.span.start >= from && possessive);
        return own.count();
    }
    let mut words = 0;
    for placed in before.take(MOST) {
        let word = text.get(placed.span.clone()).unwrap_or("");
        let gap = text.get(placed.span.end..next).unwrap_or("");
        let joint = phrases::AND_WORDS.holds(word) || matches!(word, "of" | "de" | "with");
        let close = gap == " " || words == 0 && gap == " (";
        if !matches!(placed.item, Item::Word { .. }) || joint || !close {
            break;
        }
        next = placed.span.start;
        words += 1;
    }
    words
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
            (
                "GREY HERON took Whitson's grenadier (WGR), blue antimora (ANT) and skates (SRX).",
                &[
                    "Whitson's grenadier (WGR)",
                    "blue antimora (ANT)",
                    "skates (SRX)",
                ],
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
