//! Where the dictionary's phrases are found: worked out from their sorted and packed text when the first word is looked
//! up, so that the program need not carry it.

use std::sync::LazyLock;

use super::Term;
use super::dictionary::{ENTRIES, ENTRY_OF_KEY, KEYS, KEYS_LENGTH};
use crate::entities::words::hash::{hash, trace};
use crate::entities::words::slots::Slots;

/// The phrases and their entries.
pub(super) struct Index {
    /// Each phrase and the number of its entry.
    keys: Box<[(&'static str, u16)]>,
    slots: Slots,
    terms: Box<[Term]>,
}

pub(super) static INDEX: LazyLock<Index> = LazyLock::new(Index::of_dictionary);

impl Index {
    fn of_dictionary() -> Index {
        let mut terms = ENTRIES.to_vec();
        let phrases = unpacked();
        let mut keys: Vec<(&str, u16)> = Vec::with_capacity(phrases.len());
        let mut head = 0;
        for (key, entry) in phrases.into_iter().zip(numbers()) {
            // A blank sorts before every letter, so a first word's phrases stand right behind it.
            if let Some((_, rest)) = key.split_once(' ') {
                extend(&mut terms, &mut keys, head, rest);
            } else {
                head = keys.len();
            }
            keys.push((key, entry));
        }
        Index {
            slots: Slots::of(keys.iter().map(|(key, _)| hash(key))),
            keys: keys.into(),
            terms: terms.into(),
        }
    }

    /// The entry of a folded phrase whose hash is known.
    pub(super) fn find(&self, phrase: &[u8], hash: u64) -> Option<&Term> {
        self.slots.find(hash, |number| {
            let (key, entry) = self.keys.get(number)?;
            let own = key.as_bytes() == phrase;
            own.then(|| self.terms.get(usize::from(*entry)))?
        })
    }

    /// Every phrase, in order, with its entry.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'static str, &Term)> {
        self.keys.iter().filter_map(|(key, entry)| {
            let term = self.terms.get(usize::from(*entry))?;
            Some((*key, term))
        })
    }
}

/// The phrases of `KEYS`. They are kept as long as the program runs, as the index is.
fn unpacked() -> Vec<&'static str> {
    let mut text = Vec::with_capacity(KEYS_LENGTH);
    let mut ends = Vec::with_capacity(ENTRY_OF_KEY.len());
    let mut start = 0;
    for (at, byte) in KEYS.bytes().enumerate() {
        if byte >= b' ' {
            text.push(byte);
            continue;
        }
        if at > 0 {
            ends.push(text.len());
        }
        let before = start;
        start = text.len();
        let shared = usize::from(byte.saturating_sub(1));
        text.extend_from_within(before..(before + shared).min(start));
    }
    ends.push(text.len());
    let mut rest: &str = String::from_utf8(text).unwrap_or_default().leak();
    let mut start = 0;
    let mut phrases = Vec::with_capacity(ends.len());
    for end in ends {
        let Some((phrase, behind)) = rest.split_at_checked(end - start) else {
            break;
        };
        phrases.push(phrase);
        (start, rest) = (end, behind);
    }
    phrases
}

/// The numbers of the phrases' entries: one byte, or two where the first has its high bit set.
fn numbers() -> impl Iterator<Item = u16> {
    let mut bytes = ENTRY_OF_KEY.iter().copied();
    std::iter::from_fn(move || {
        let low = u16::from(bytes.next()?);
        if low < 128 {
            return Some(low);
        }
        Some(low & 127 | u16::from(bytes.next()?) << 7)
    })
}

/// Tells the first word `head` of a phrase whose other words are `rest`; it gets an entry of its own for that.
fn extend(terms: &mut Vec<Term>, keys: &mut [(&'static str, u16)], head: usize, rest: &str) {
    let Some((_, entry)) = keys.get_mut(head) else {
        return;
    };
    let words = u8::try_from(rest.split(' ').count() + 1).unwrap_or(u8::MAX);
    let second = rest.split(' ').next().unwrap_or(rest);
    let own = usize::from(*entry) >= ENTRIES.len();
    if !own
        && let Some(term) = terms.get(usize::from(*entry)).cloned()
        && let Ok(number) = u16::try_from(terms.len())
    {
        terms.push(term);
        *entry = number;
    }
    if let Some(term) = terms.get_mut(usize::from(*entry)) {
        term.max_words = term.max_words.max(words);
        term.seconds |= trace(hash(second));
    }
}

#[cfg(test)]
mod tests {
    use super::INDEX;
    use crate::entities::words::hash::{hash, trace};

    #[test]
    fn every_phrase_is_found_and_its_first_word_tells_of_it() {
        for (key, _) in &INDEX.keys {
            assert!(INDEX.find(key.as_bytes(), hash(key)).is_some(), "{key}");
            let mut words = key.split(' ');
            let (Some(first), Some(second)) = (words.next(), words.next()) else {
                continue;
            };
            let head = INDEX.find(first.as_bytes(), hash(first));
            let told = head.is_some_and(|term| {
                usize::from(term.max_words) >= key.split(' ').count()
                    && term.seconds & trace(hash(second)) != 0
            });
            assert!(told, "{key}");
        }
        assert!(INDEX.find(b"zzzz", hash("zzzz")).is_none());
    }
}
