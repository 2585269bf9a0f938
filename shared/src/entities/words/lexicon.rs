//! The dictionary of phrases: what the words of captions, cues and values stand for.
//!
//! Built from `data/*.tsv` by `build.rs`; where each phrase is found is worked out at first use (`index`). A phrase is
//! looked up in its folded form (`fold::fold_phrase`); the first word of a phrase tells how many words the longest
//! phrase that begins with it has.

mod index;

use std::sync::LazyLock;

use super::concept::Concepts;
use super::fold::fold_into;
pub(crate) use super::fold::with_folded;
use super::hash::{hash, hash_bytes};

/// What a phrase may mean as a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Sense {
    Country(u16),
    Alpha3(u16),
    Alpha2(u16),
    Demonym(u16),
    Gear(u16),
    GearCode(u16),
    Species(u16),
    SpeciesCode(u16),
    Rfmo(u16),
    RfmoAcronym(u16),
    VesselType,
    VesselTypeCode,
    VesselTypeGeneric,
    VesselPrefix,
    Hull,
    Area,
    Empty,
    /// Heads the captions of a form set as a table (`Particular`).
    FieldTitle,
    /// Heads their values (`Entry`).
    ValueTitle,
    /// Heads the values that a notice of change replaces.
    OldValue,
    /// Heads those that replace them.
    NewValue,
    /// Says of them that the old ones were wrong.
    CorrectedValue,
    /// Says that a value did not change.
    Unchanged,
}

/// One entry of the dictionary.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// Every concept of the phrase.
    pub(crate) concepts: Concepts,
    /// Those that speak in running text too.
    pub(crate) strong: Concepts,
    /// For a first word: words of the longest phrase that begins with it.
    pub(crate) max_words: u8,
    /// For a first word: the traces of the words that follow it in a phrase (`hash::trace`).
    pub(crate) seconds: u32,
    /// The word carries no meaning inside a caption.
    pub(crate) small: bool,
    /// Meanings as a value.
    pub(crate) senses: &'static [Sense],
}

/// A country: ISO 3166-1 alpha-3, its maritime identification digits and its call-sign series.
#[derive(Debug)]
pub(crate) struct Country {
    pub(crate) alpha3: &'static str,
    pub(crate) mids: &'static [u16],
    pub(crate) series: &'static [&'static str],
}

/// A gear: the abbreviation as registers print it, the one it is normalised to, its ISSCFG number.
#[derive(Debug)]
pub(crate) struct Gear {
    pub(crate) printed: &'static str,
    pub(crate) code: &'static str,
    pub(crate) number: &'static str,
}

/// The tables written by `build.rs`.
#[allow(clippy::unreadable_literal)]
mod dictionary {
    use std::sync::OnceLock;

    use super::{Concepts, Country, Gear, Sense, Term};
    use crate::entities::label::Label;
    use crate::entities::values::measure::Unit;
    use crate::entities::words::classes::Classes;
    use crate::entities::words::clues::Clues;
    use crate::entities::words::keyed::Keyed;
    use crate::entities::words::weighed::Learned;

    include!(concat!(env!("OUT_DIR"), "/dictionary.rs"));
}

use dictionary::LONGEST_KEY;
pub(crate) use dictionary::{
    CLASSES, CLUES, COLUMNS, CONSTRUCTIONS, COUNTRIES, COUNTS, FIELDS, GEARS, MONTHS, RFMOS,
    SPECIES, STEMS, UNITS, phrases,
};
use index::INDEX;

/// The entry of a folded phrase.
pub(crate) fn term(phrase: &str) -> Option<&'static Term> {
    if phrase.len() > LONGEST_KEY {
        return None;
    }
    word(phrase.as_bytes(), hash(phrase))
}

/// The entry of a folded phrase whose hash is known.
pub(crate) fn word(phrase: &[u8], hash: u64) -> Option<&'static Term> {
    INDEX.find(phrase, hash)
}

/// The phrases of one word, in order, with their concepts.
pub(crate) fn words() -> impl Iterator<Item = (&'static str, Concepts)> {
    entries()
        .filter(|(phrase, _)| !phrase.contains(' '))
        .map(|(word, term)| (word, term.concepts))
}

/// Every phrase with its entry.
pub(crate) fn entries() -> impl Iterator<Item = (&'static str, &'static Term)> {
    INDEX.entries()
}

/// The entry of a text, folded as `fold::fold_phrase` does.
pub(crate) fn lookup(text: &str) -> Option<&'static Term> {
    let mut room = [0u8; LONGEST_KEY];
    let length = fold_into(text, &mut room)?;
    let folded = room.get(..length)?;
    word(folded, hash_bytes(folded))
}

/// `eslora 50,43 m`, `flag Portugal`: the text's first word speaks of what follows, in running text too.
pub(crate) fn opens_with_caption(text: &str) -> bool {
    text.split_whitespace()
        .next()
        .and_then(lookup)
        .is_some_and(|term| !term.strong.is_empty())
}

/// How words begin, by their first three letters.
pub(crate) struct Heads(LazyLock<Box<[u64]>>);

/// Beginnings that are told apart: five bits a letter.
const HEADS: usize = 1 << 15;

impl Heads {
    /// False if none of the words begins as `word` does.
    pub(crate) fn may_begin(&self, word: &str) -> bool {
        head(word.as_bytes()).is_some_and(|at| {
            let bits = self.0.get(at / 64);
            bits.is_some_and(|bits| bits >> (at % 64) & 1 == 1)
        })
    }
}

/// The number of a word's first three letters.
fn head(word: &[u8]) -> Option<usize> {
    let [first, second, third, ..] = word else {
        return None;
    };
    let letter = |byte: &u8| usize::from(byte & 31);
    Some(letter(first) << 10 | letter(second) << 5 | letter(third))
}

fn heads(words: impl Iterator<Item = &'static str>) -> Box<[u64]> {
    let mut bits = vec![0; HEADS / 64];
    for at in words.filter_map(|word| head(word.as_bytes())) {
        if let Some(set) = bits.get_mut(at / 64) {
            *set |= 1u64 << (at % 64);
        }
    }
    bits.into()
}

/// How stems begin; each has three letters or more.
static STEM_HEADS: Heads = Heads(LazyLock::new(|| heads(STEMS.iter().map(|(stem, _)| *stem))));

/// How stems and the words of captions begin.
pub(crate) static WORD_HEADS: Heads = Heads(LazyLock::new(|| {
    let words = words().filter(|(_, concepts)| !concepts.is_empty());
    heads(
        words
            .chain(STEMS.iter().map(|(stem, bits)| (*stem, Concepts(*bits))))
            .map(|(word, _)| word),
    )
}));

/// The concepts of the longest stem that `word` begins with.
pub(crate) fn stem(word: &str) -> Concepts {
    if !STEM_HEADS.may_begin(word) {
        return Concepts::default();
    }
    let mut at = STEMS.partition_point(|(stem, _)| *stem <= word);
    // A stem that begins the word sorts before it; at most a few shorter ones lie between.
    for _ in 0..4 {
        let Some(index) = at.checked_sub(1) else {
            break;
        };
        let Some((stem, bits)) = STEMS.get(index) else {
            break;
        };
        if word.starts_with(stem) {
            return Concepts(*bits);
        }
        at = index;
    }
    Concepts::default()
}

/// The country of an alpha-3 code.
pub(crate) fn country_by_code(alpha3: &str) -> Option<&'static Country> {
    lookup(alpha3)?.senses.iter().find_map(|sense| match sense {
        Sense::Alpha3(index) => COUNTRIES
            .get(usize::from(*index))
            .filter(|country| country.alpha3 == alpha3),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{STEMS, WORD_HEADS, stem, words};

    #[test]
    fn every_stem_and_caption_s_word_begins_as_one_of_them() {
        for (own, _) in STEMS {
            assert!(own.len() >= 3 && !stem(own).is_empty(), "{own}");
        }
        for (word, _) in words().filter(|(word, c)| word.len() >= 3 && !c.is_empty()) {
            assert!(WORD_HEADS.may_begin(word), "{word}");
        }
        assert!(!WORD_HEADS.may_begin("zzyzx"));
    }
}
