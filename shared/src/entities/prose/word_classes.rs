//! What a word of running text may belong to, told in one look: the lists of phrases that hold it.
//!
//! ```text
//! Classes::of("armadores")                          none
//! Classes::of("tripulantes") has Classes::PEOPLE    a crew may be counted
//! ```
//!
//! A phrase is found by its longest word, and a word by its first letters: a class says that a phrase may stand there,
//! not that it does.

use std::sync::LazyLock;

use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::phrases::Phrases;
use crate::entities::words::tokens::Tokens;

/// A set of classes.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Classes(u32);

impl Classes {
    /// What is done with a vessel, and by whom.
    pub(super) const DEEDS: Classes = Classes(1);
    /// Verbs that tell a vessel's names apart.
    pub(super) const TURNS: Classes = Classes(1 << 1);
    /// For whom a paper is written.
    pub(super) const CLIENTS: Classes = Classes(1 << 2);
    /// People, and what leads to their number.
    pub(super) const PEOPLE: Classes = Classes(1 << 3);
    /// What a vessel was once called.
    pub(super) const ONCE: Classes = Classes(1 << 4);
    /// Words that begin the name of a fishing area.
    pub(super) const AREAS: Classes = Classes(1 << 5);
    /// Verbs behind which a vessel's name stands.
    pub(super) const BOARDING: Classes = Classes(1 << 6);
    /// Parts of a hull.
    pub(super) const HULL_PARTS: Classes = Classes(1 << 7);
    /// A name that a vessel took later, or that she went into other hands.
    pub(super) const LATER: Classes = Classes(1 << 8);

    /// The classes of a folded word.
    pub(super) fn of(word: &str) -> Classes {
        let (mut own, mut figured) = (0, false);
        for (at, byte) in word.bytes().enumerate() {
            figured |= byte.is_ascii_digit();
            if at < LETTERS {
                own = own << 8 | u64::from(byte);
            }
        }
        if !figured {
            return INDEX.get(own);
        }
        // `22tripulantes`: the letters between the figures are words.
        word.split(|c: char| c.is_ascii_digit())
            .filter(|part| !part.is_empty())
            .fold(Classes::default(), |all, part| {
                all.with(INDEX.get(key(part)))
            })
    }

    /// Those of all words of a stretch.
    pub(super) fn of_words(tokens: &Tokens<'_>) -> Classes {
        (0..tokens.len()).fold(Classes::default(), |all, at| {
            all.with(Classes::of(tokens.folded(at, at + 1)))
        })
    }

    /// Both sets together.
    pub(super) const fn with(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// True if the sets share a class.
    pub(super) const fn any(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }
}

/// What is done with a vessel, and by whom.
pub(super) static DEEDS: [&Phrases; 10] = [
    &phrases::DONE_BY_OWNER,
    &phrases::DONE_BY_CHARTERER,
    &phrases::DONE_BY_OPERATOR,
    &phrases::DONE_BY_MASTER,
    &phrases::SELLS,
    &phrases::LETS,
    &phrases::BUYS,
    &phrases::CHARTERS,
    &phrases::OPERATES,
    &phrases::COMMANDS,
];

/// The lists of each class.
static LISTS: [(Classes, &[&Phrases]); 9] = [
    (Classes::DEEDS, &DEEDS),
    (Classes::TURNS, &[&phrases::BECOMES, &phrases::UNDER_NAME]),
    (Classes::CLIENTS, &[&phrases::CLIENTS]),
    (
        Classes::PEOPLE,
        &[&phrases::CREW_WORDS, &phrases::PEOPLE, &phrases::CREW_LEADS],
    ),
    (
        Classes::ONCE,
        &[&phrases::ONCE_CALLED, &phrases::ONCE_SAILED],
    ),
    (
        Classes::AREAS,
        &[
            &phrases::AREA_KINDS,
            &phrases::AREA_BODIES,
            &phrases::GOVERNED_WATERS,
        ],
    ),
    (Classes::BOARDING, &[&phrases::BOARDING]),
    (Classes::HULL_PARTS, &[&phrases::HULL_PARTS]),
    (
        Classes::LATER,
        &[
            &phrases::TAKES_A_NAME,
            &phrases::NOW_BY_NAME,
            &phrases::HANDED_ON,
        ],
    ),
];

static INDEX: LazyLock<Index> = LazyLock::new(Index::of_lists);

/// Letters by which a word is known.
const LETTERS: usize = 6;

/// The first letters of a word as a number.
fn key(word: &str) -> u64 {
    let first = word.bytes().take(LETTERS);
    first.fold(0, |all, byte| all << 8 | u64::from(byte))
}

/// The word by which a phrase is found: its longest. What follows the phrase in a text may lengthen its last word, so
/// that one must be as long as a key or stand alone.
fn telling(folded: &str) -> &str {
    let count = folded.split(' ').count();
    let words = folded.split(' ').enumerate();
    words
        .filter(|(at, word)| at + 1 < count || count == 1 || word.len() >= LETTERS)
        .map(|(_, word)| word)
        .max_by_key(|word| word.len())
        .unwrap_or(folded)
}

/// A hash table from the first letters of words to their classes.
struct Index {
    /// A power of two of them, at least half of them empty, so a search ends soon.
    slots: Box<[(u64, Classes)]>,
}

impl Index {
    fn of_lists() -> Index {
        let lists = LISTS.iter();
        let count: usize = lists.flat_map(|(_, lists)| *lists).map(|l| l.len()).sum();
        let mut index = Index {
            slots: vec![(0, Classes::default()); (count * 2).next_power_of_two()].into(),
        };
        for (classes, lists) in &LISTS {
            for phrase in lists.iter().flat_map(|list| list.iter()) {
                index.add(key(telling(&fold_phrase(phrase))), *classes);
            }
        }
        index
    }

    fn add(&mut self, key: u64, classes: Classes) {
        let mut slot = self.place(key);
        let mask = self.slots.len() - 1;
        while let Some((own, all)) = self.slots.get_mut(slot) {
            if *own == 0 || *own == key {
                (*own, *all) = (key, all.with(classes));
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The classes of a key; an empty slot has none.
    fn get(&self, key: u64) -> Classes {
        let mask = self.slots.len() - 1;
        let mut slot = self.place(key);
        while let Some((own, classes)) = self.slots.get(slot) {
            if *own == key || *own == 0 {
                return *classes;
            }
            slot = (slot + 1) & mask;
        }
        Classes::default()
    }

    /// The slot at which a search begins.
    fn place(&self, key: u64) -> usize {
        let spread = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        usize::try_from(spread).unwrap_or(0) & (self.slots.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Classes, LISTS};
    use crate::entities::page::Page;
    use crate::entities::words::tokens::Tokens;

    #[test]
    fn every_phrase_of_a_list_is_told_by_its_words() {
        for (classes, lists) in &LISTS {
            for phrase in lists.iter().flat_map(|list| list.iter()) {
                for text in [format!("Then {phrase} 12"), format!("12{phrase}.")] {
                    let page = Page::parse(&text);
                    let tokens = Tokens::of(&page, &(0..page.text.len()));
                    assert!(Classes::of_words(&tokens).any(*classes), "{text}");
                }
            }
        }
    }

    #[test]
    fn most_words_have_no_class() {
        for word in ["", "vessel", "flag", "de", "alba", "9074729", "port"] {
            assert_eq!(Classes::of(word), Classes::default(), "{word}");
        }
        assert!(Classes::of("22tripulantes").any(Classes::PEOPLE));
    }
}
