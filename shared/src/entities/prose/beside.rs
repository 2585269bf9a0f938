//! What the words beside a word make of it: part of a name, a prefix, an organisation's caption.

use crate::entities::values::closed;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{Sense, phrases};
use crate::entities::words::tokens::{Gap, Tokens};

/// A capital word beside capital words of a name (`PORT` in `NOVO PORT ROYAL`, `Services` in `Halyard Port Services`).
pub(super) fn inside_name(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let known = phrases::SHORT_CAPTIONS.holds(tokens.folded(at, at + 1));
    if known || at == 0 {
        return false;
    }
    let word = |i: usize| {
        tokens
            .get(i)
            .and_then(|t| text.get(t.start..t.end))
            .unwrap_or("")
    };
    let shouts = |w: &str| {
        w.len() > 1 && !w.chars().any(char::is_lowercase) && w.chars().any(char::is_alphabetic)
    };
    let titled = |w: &str| {
        w.chars().next().is_some_and(char::is_uppercase)
            && w.chars().skip(1).any(char::is_lowercase)
    };
    let tight = |i: usize| {
        tokens.get(i).is_some_and(|t| t.gap == Gap::Tight)
            && tokens
                .get(i)
                .zip(tokens.get(i.wrapping_sub(1)))
                .is_some_and(|(t, b)| {
                    text.get(b.end..t.start)
                        .is_some_and(|g| g == " " || g == " & ")
                })
    };
    let own = word(at);
    let before = word(at - 1);
    let spoken = tokens.term(at - 1).is_some_and(|t| {
        !t.strong.is_empty()
            || t.senses
                .iter()
                .any(|s| matches!(s, Sense::RfmoAcronym(_) | Sense::VesselTypeGeneric))
    });
    tight(at)
        && !spoken
        && ((shouts(own) && shouts(before) && !mostly_capitals(text, tokens))
            || (titled(own) && titled(before) && !phrases::SENTENCE_ARTICLES.holds(before)))
}

/// True if the passage is set in capitals, so that they say nothing.
fn mostly_capitals(text: &str, tokens: &Tokens<'_>) -> bool {
    let (Some(first), Some(last)) = (
        tokens.get(0),
        tokens.len().checked_sub(1).and_then(|i| tokens.get(i)),
    ) else {
        return false;
    };
    let part = text.get(first.start..last.end).unwrap_or("");
    let (mut small, mut large) = (0usize, 0usize);
    for c in part.chars().take(400) {
        small += usize::from(c.is_lowercase());
        large += usize::from(c.is_uppercase());
    }
    small * 4 < large
}

/// `Port Louis`, `Puerto Montt`: the word is part of the town's name.
pub(super) fn toponym(text: &str, tokens: &Tokens<'_>, at: usize, words: usize) -> bool {
    let (Some(own), Some(next)) = (tokens.get(at), tokens.get(at + words)) else {
        return false;
    };
    let printed = text.get(own.start..own.end).unwrap_or("");
    words == 1
        && phrases::TOWN_HEADS.holds(printed)
        && text.get(own.end..next.start) == Some(" ")
        && text
            .get(next.start..)
            .and_then(|t| t.chars().next())
            .is_some_and(char::is_uppercase)
}

/// A code beside other codes or a quantity: `WHB, HER and MAC`.
pub(super) fn in_code_list(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let code = |i: usize| {
        tokens
            .get(i)
            .and_then(|t| text.get(t.start..t.end))
            .is_some_and(|w| {
                w.len() == 3
                    && w.bytes().all(|b| b.is_ascii_uppercase())
                    && closed::has_sense(w, |s| matches!(s, Sense::SpeciesCode(_)))
            })
    };
    let unit = at
        .checked_sub(1)
        .is_some_and(|i| phrases::CATCH_UNITS.holds(tokens.folded(i, i + 1)));
    unit || code(at + 1)
        || at.checked_sub(1).is_some_and(code)
        || at.checked_sub(2).is_some_and(code)
}

/// `F/V`, `M/V`, `mfv`: with a slash or dots, or all letters alike, and a name after it.
pub(super) fn prefix_shape(text: &str, tokens: &Tokens<'_>, at: usize, words: usize) -> bool {
    let (Some(first), Some(last)) = (tokens.get(at), tokens.get(at + words - 1)) else {
        return false;
    };
    let printed = text.get(first.start..last.end).unwrap_or("");
    let marked = printed.contains(['/', '.']) || words == 1 && phrases::SHIP_LETTERS.holds(printed);
    let named = tokens.get(at + words).is_some_and(|t| {
        t.gap <= Gap::Loose
            && text
                .get(t.start..t.end)
                .and_then(|w| w.chars().next())
                .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    });
    marked && named
}

/// A folded word that announces a number.
fn says_number(word: &str) -> bool {
    phrases::NUMBER_WORDS.holds(word)
}

/// A number word or figures after an organisation's acronym: it is a caption.
pub(super) fn caption_follows(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(next) = tokens.get(at) else {
        return false;
    };
    if next.gap > Gap::Loose {
        return false;
    }
    let word = tokens.folded(at, at + 1);
    let gap = tokens
        .get(at - 1)
        .map_or("", |t| text.get(t.end..next.start).unwrap_or(""));
    // `la SPRFMO no admitirá`: the word for *not*.
    let denies = || {
        word == "no"
            && !tokens
                .folded(at + 1, at + 2)
                .contains(|c: char| c.is_ascii_digit())
            && text.get(next.start..).is_some_and(|t| t.starts_with("no "))
    };
    let number_word = says_number(word) && !denies();
    let vessel_number = matches!(word, "vessel" | "record" | "register" | "registry")
        && matches!(
            tokens.folded(at + 1, at + 2),
            "number" | "no" | "id" | "entry"
        );
    // `PSC 2`: a form's number.
    let short = word.len() == 1 && gap == " ";
    let digits = (word.len() >= 3 || short)
        && word.bytes().all(|b| b.is_ascii_digit())
        && !matches!(gap, ", " | ". ");
    (number_word || vessel_number || digits) && !gap.contains(['(', ')'])
}

/// `CCSBT No.`, `IOTC vessel number`: words of the caption.
pub(super) fn organisation_caption(text: &str, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let own = tokens.get(at)?;
    let printed = text.get(own.start..own.end)?;
    let acronym = !printed.chars().any(char::is_lowercase)
        && tokens.term(at).is_some_and(|t| {
            t.concepts.any(C::RFMO) || t.senses.iter().any(|s| matches!(s, Sense::RfmoAcronym(_)))
        });
    if !acronym || !caption_follows(text, tokens, at + 1) {
        return None;
    }
    let word = |i: usize| tokens.folded(at + i, at + i + 1);
    let mut words = 1;
    while words < 4
        && (says_number(word(words)) || phrases::ORGANISATION_CAPTIONS.holds(word(words)))
    {
        words += 1;
    }
    Some(words)
}

/// A part of a code: capitals that a hyphen or a slash ties to figures (`DPI-2023-0456`, `KM-24`).
pub(super) fn in_code(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    let (Some(own), Some(next)) = (tokens.get(at), tokens.get(at + 1)) else {
        return false;
    };
    let capitals = |t: Option<&str>| t.is_some_and(|w| w.bytes().all(|b| b.is_ascii_uppercase()));
    let glued = |a: usize, b: usize| matches!(text.get(a..b), Some("-" | "/"));
    let figured = |i: usize| {
        tokens
            .get(i)
            .and_then(|t| text.get(t.start..t.end))
            .is_some_and(|w| w.bytes().filter(u8::is_ascii_digit).count() >= 2)
    };
    capitals(text.get(own.start..own.end))
        && glued(own.end, next.start)
        && (figured(at + 1)
            || capitals(text.get(next.start..next.end))
                && tokens.get(at + 2).is_some_and(|t| glued(next.end, t.start))
                && figured(at + 2))
}
