//! Where a vessel's name in running text begins and ends: without the words that lead to it, with the word that only
//! looks like one.
//!
//! `Das Schiff NORDSEE` is `NORDSEE`

use super::items::{Item, Kind, Placed};
use super::names::PARTICULARS;
use super::shouted;
use super::sound::{capitals, name_words};
use crate::entities::page::Span;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::lexicon::{Sense, lookup, phrases};

/// Where a name in capitals begins whose first word means something else: `OCEAN` of `OCEAN MOON`.
pub(super) fn whole_start(text: &str, name: &Span, passage: &Span) -> usize {
    if !shouted::mixed(text, passage) {
        return name.start;
    }
    let head = text.get(passage.start..name.start).unwrap_or("");
    let Some(head) = head.strip_suffix(' ') else {
        return name.start;
    };
    let word = head.rsplit([' ', '(', '"', '“', '«']).next().unwrap_or("");
    let shouts = word.len() >= 3 && word.bytes().all(|b| b.is_ascii_uppercase());
    let other = lookup(word).is_some_and(|t| {
        t.concepts.any(C::SHIP.with(C::NAME).with(PARTICULARS))
            || t.senses.iter().any(|s| {
                matches!(
                    s,
                    Sense::VesselPrefix
                        | Sense::VesselType
                        | Sense::VesselTypeGeneric
                        | Sense::RfmoAcronym(_)
                )
            })
    });
    if shouts && !other {
        name.start - word.len() - 1
    } else {
        name.start
    }
}

/// `RISING SUN No. 5` without its number.
pub(super) fn without_number(text: &str, name: &Span) -> Span {
    let printed = text.get(name.clone()).unwrap_or("");
    let end = [" No. ", " No.", " Nº ", " N° "]
        .iter()
        .find_map(|w| printed.rfind(w))
        .unwrap_or(printed.len());
    name.start..name.start + end
}

/// `Carrier vessel: FRIO OCEAN`: two words in capitals right after a vessel word, in a text that is not set in
/// capitals, whatever the words mean.
pub(super) fn announced(text: &str, from: usize, name: &Span, passage: &Span) -> bool {
    text.get(from..name.start) == Some(": ")
        && name_words(text, name) > 1
        && capitals(text, name)
        && shouted::told(text, passage)
}

/// The short form of a vessel word.
pub(super) fn is_prefix(text: &str, name: &Span) -> bool {
    text.get(name.clone())
        .and_then(lookup)
        .is_some_and(|t| t.senses.contains(&Sense::VesselPrefix))
}

/// `flag Korea; call sign 6KAB`: the text begins with the caption of a vessel's particular, or with a country.
pub(crate) fn opens_with_particulars(text: &str) -> bool {
    let word = text
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    lookup(word).is_some_and(|t| {
        t.concepts.any(PARTICULARS)
            || t.senses
                .iter()
                .any(|s| matches!(s, Sense::Country(_) | Sense::Demonym(_)))
    })
}

/// A country, the caption of an identifier or a register number stands there: no name.
pub(super) fn other_thing(text: &str, items: &[Placed], name: &Span) -> bool {
    let ids = one_of(&[C::IMO, C::MMSI, C::CALLSIGN]);
    let printed = text.get(name.clone()).unwrap_or("");
    let numbered = !printed.contains(' ')
        && printed.matches('-').count() >= 2
        && printed.bytes().any(|b| b.is_ascii_digit());
    // `A3AB5`: a call sign, no name.
    let sign = call_sign::is_bare(printed, Witness::Look);
    numbered
        || sign
        || items.iter().any(|p| {
            p.span.start == name.start
                && match &p.item {
                    Item::Value(Kind::Country { .. }) => p.span.end >= name.end,
                    Item::Cue { concepts, .. } => concepts.any(ids),
                    _ => false,
                }
        })
}

/// `Ship A Terre-neuvas`: bytes of the letter by which the text refers to the ship.
pub(super) fn key_letter(text: &str, at: usize) -> usize {
    let tail = text.get(at..).unwrap_or("").as_bytes();
    let letter =
        matches!(tail, [a, b' ', c, ..] if a.is_ascii_uppercase() && c.is_ascii_uppercase());
    if letter
        && text
            .get(at + 2..)
            .is_some_and(|t| t.chars().nth(1).is_some_and(char::is_alphabetic))
    {
        2
    } else {
        0
    }
}

/// `Rufnummer des Seefunkdienstes`, `Der Fang von Rotbarsch`: German nouns with an article or preposition between them.
pub(super) fn noun_phrase(text: &str, name: &Span) -> bool {
    let printed = text.get(name.clone()).unwrap_or("");
    let small = |w: &str| phrases::GERMAN_JOINTS.holds(w);
    let article = |w: &str| phrases::GERMAN_ARTICLES.holds(&w.to_lowercase());
    let first = printed.split(' ').next().is_some_and(article);
    let before = text
        .get(..name.start)
        .and_then(|h| h.trim_end().rsplit([' ', '\n']).next())
        .is_some_and(article);
    printed.chars().any(char::is_lowercase)
        && (first || before)
        && printed.split(' ').skip(1).any(small)
}
