//! Lists of phrases that are looked for in running text, with what lets most of a text be passed over unread.
//!
//! ```text
//! static SOLD: Phrases = Phrases::of(&["sold", "has sold"]);
//! SOLD.begin("sold to Vega Ltd") == Some("sold")
//! ```
//!
//! A list knows how its phrases begin and end, two bytes each: where a text has other bytes none of them is compared.
//! Phrases are compared byte by byte; folding is the caller's.

use std::ops::Deref;

/// Pairs of bytes, as bits of 128: a pair that is not among them is in no phrase, one that is among them may be.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pairs {
    low: u64,
    high: u64,
}

impl Pairs {
    const NONE: Pairs = Pairs { low: 0, high: 0 };
    const ALL: Pairs = Pairs {
        low: u64::MAX,
        high: u64::MAX,
    };

    const fn place(first: u8, second: u8) -> u32 {
        (first as u32 * 7 + second as u32) % 128
    }

    const fn with(self, first: u8, second: u8) -> Pairs {
        let place = Pairs::place(first, second);
        if place < 64 {
            Pairs {
                low: self.low | 1 << place,
                ..self
            }
        } else {
            Pairs {
                high: self.high | 1 << (place - 64),
                ..self
            }
        }
    }

    const fn or(self, other: Pairs) -> Pairs {
        Pairs {
            low: self.low | other.low,
            high: self.high | other.high,
        }
    }

    const fn has(self, first: u8, second: u8) -> bool {
        let place = Pairs::place(first, second);
        if place < 64 {
            self.low >> place & 1 == 1
        } else {
            self.high >> (place - 64) & 1 == 1
        }
    }

    /// A text may begin with one of the phrases.
    fn begin(self, text: &[u8]) -> bool {
        match text {
            [first, second, ..] => self.has(*first, *second),
            _ => true,
        }
    }
}

/// A list of phrases, none of them empty.
#[derive(Debug)]
pub(crate) struct Phrases {
    list: &'static [&'static str],
    begins: Pairs,
    ends: Pairs,
    /// How the phrases of two bytes and more begin.
    longer: Pairs,
}

impl Deref for Phrases {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.list
    }
}

impl Phrases {
    /// The list with how its phrases begin and end.
    pub(crate) const fn of(list: &'static [&'static str]) -> Phrases {
        let (mut begins, mut ends) = (Pairs::NONE, Pairs::NONE);
        let mut longer = Pairs::NONE;
        let mut rest = list;
        while let [phrase, more @ ..] = rest {
            if let [first, second, ..] = phrase.as_bytes() {
                begins = begins.with(*first, *second);
                longer = longer.with(*first, *second);
            } else {
                begins = Pairs::ALL;
            }
            if let [.., first, second] = phrase.as_bytes() {
                ends = ends.with(*first, *second);
            } else {
                ends = Pairs::ALL;
            }
            rest = more;
        }
        Phrases {
            list,
            begins,
            ends,
            longer,
        }
    }

    /// How the phrases of several lists begin.
    pub(crate) const fn beginnings(lists: &[&Phrases]) -> Pairs {
        let mut all = Pairs::NONE;
        let mut rest = lists;
        while let [list, more @ ..] = rest {
            all = all.or(list.begins);
            rest = more;
        }
        all
    }

    /// The first phrase of the list that `text` begins with.
    pub(crate) fn begin(&self, text: &str) -> Option<&'static str> {
        if !self.begins.begin(text.as_bytes()) {
            return None;
        }
        self.list.iter().copied().find(|p| text.starts_with(p))
    }

    /// The first phrase of the list that `text` ends with.
    pub(crate) fn end(&self, text: &str) -> Option<&'static str> {
        if let [.., first, second] = text.as_bytes()
            && !self.ends.has(*first, *second)
        {
            return None;
        }
        self.list.iter().copied().find(|p| text.ends_with(p))
    }

    /// `text` is one of the phrases.
    pub(crate) fn holds(&self, text: &str) -> bool {
        self.held(text).is_some()
    }

    /// The phrase that `text` is.
    pub(crate) fn held(&self, text: &str) -> Option<&'static str> {
        if !self.longer.begin(text.as_bytes()) {
            return None;
        }
        self.list.iter().copied().find(|p| *p == text)
    }

    /// One of the phrases stands in `text`.
    pub(crate) fn within(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        (0..bytes.len()).any(|at| {
            bytes.get(at..).is_some_and(|tail| {
                self.begins.begin(tail) && self.list.iter().any(|p| tail.starts_with(p.as_bytes()))
            })
        })
    }

    /// One of the phrases stands in `text` between two blanks.
    pub(crate) fn between_blanks(&self, text: &str) -> bool {
        memchr::memchr_iter(b' ', text.as_bytes()).any(|at| {
            text.get(at + 1..).is_some_and(|tail| {
                self.begins.begin(tail.as_bytes())
                    && self.list.iter().any(|p| {
                        tail.strip_prefix(p)
                            .is_some_and(|after| after.starts_with(' '))
                    })
            })
        })
    }

    /// Every place of the phrases in `text`: phrase by phrase in the order of the list, from left to right, where a
    /// phrase does not overlap itself.
    pub(crate) fn places(&self, text: &str) -> Vec<(usize, &'static str)> {
        self.places_at(text, 0..text.len())
    }

    /// The places of the phrases where no letter or figure stands before them.
    pub(crate) fn places_of_words(&self, text: &str) -> Vec<(usize, &'static str)> {
        let bytes = text.as_bytes();
        let begins = |at: &usize| {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            before.is_none_or(|b| match b {
                b' ' => true,
                0x80.. => !text
                    .get(..*at)
                    .is_none_or(|head| head.ends_with(char::is_alphanumeric)),
                _ => !b.is_ascii_alphanumeric(),
            })
        };
        self.places_at(text, (0..bytes.len()).filter(begins))
    }

    fn places_at(
        &self,
        text: &str,
        places: impl Iterator<Item = usize>,
    ) -> Vec<(usize, &'static str)> {
        let bytes = text.as_bytes();
        let mut found: Vec<(usize, usize, &'static str)> = Vec::new();
        for at in places {
            let tail = bytes.get(at..).unwrap_or(&[]);
            if self.begins.begin(tail) {
                for (rank, phrase) in self.list.iter().enumerate() {
                    // Most phrases have another first letter.
                    let begins = phrase.as_bytes().first() == tail.first();
                    if begins && tail.starts_with(phrase.as_bytes()) {
                        found.push((rank, at, phrase));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup_by(|next, last| next.0 == last.0 && next.1 < last.1 + last.2.len());
        found.into_iter().map(|(_, at, p)| (at, p)).collect()
    }
}

/// Words with what each stands for, in order.
#[derive(Debug)]
pub(crate) struct Keyed<T: 'static> {
    list: &'static [(&'static str, T)],
    begins: Pairs,
}

impl<T> Keyed<T> {
    /// The table of a sorted list.
    pub(crate) const fn of(list: &'static [(&'static str, T)]) -> Keyed<T> {
        let mut begins = Pairs::NONE;
        let mut rest = list;
        while let [(word, _), more @ ..] = rest {
            if let [first, second, ..] = word.as_bytes() {
                begins = begins.with(*first, *second);
            }
            rest = more;
        }
        Keyed { list, begins }
    }

    /// What a word stands for.
    pub(crate) fn get(&self, word: &str) -> Option<&'static T> {
        if !self.begins.begin(word.as_bytes()) {
            return None;
        }
        let at = self.list.binary_search_by(|(own, _)| (*own).cmp(word));
        self.list.get(at.ok()?).map(|(_, value)| value)
    }

    /// Some word begins with `head`.
    pub(crate) fn leads(&self, head: &str) -> bool {
        if !self.begins.begin(head.as_bytes()) {
            return false;
        }
        let at = self.list.partition_point(|(own, _)| *own < head);
        self.list
            .get(at)
            .is_some_and(|(own, _)| own.starts_with(head))
    }

    /// A word may begin as a text does, whatever its case and accents.
    pub(crate) fn begins_as(&self, text: &[u8]) -> bool {
        match text {
            [first, second, ..] if first.is_ascii() && second.is_ascii() => self
                .begins
                .has(first.to_ascii_lowercase(), second.to_ascii_lowercase()),
            _ => true,
        }
    }
}

/// The words of a text, behind its blanks, that may begin as a phrase of some lists does.
pub(crate) fn candidates(text: &str, begins: Pairs) -> Vec<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b' ', bytes)
        .map(|at| at + 1)
        .filter(|at| bytes.get(*at..).is_some_and(|tail| begins.begin(tail)))
        .collect()
}

/// Where the phrases of a list begin at one of `words` and end words, phrase by phrase in the order of the list.
pub(crate) fn spoken(text: &str, words: &[usize], list: &Phrases) -> Vec<(usize, &'static str)> {
    let mut found: Vec<(usize, usize, &'static str)> = Vec::new();
    for at in words {
        let Some(tail) = text.get(*at..) else {
            continue;
        };
        if !list.begins.begin(tail.as_bytes()) {
            continue;
        }
        for (rank, phrase) in list.iter().enumerate() {
            let ends = tail
                .strip_prefix(phrase)
                .is_some_and(|after| !after.starts_with(char::is_alphanumeric));
            if ends {
                found.push((rank, *at, phrase));
            }
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, at, p)| (at, p)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Phrases, candidates, spoken};

    static LIST: Phrases = Phrases::of(&["sold", "has sold", "été vendu", " as ", "a"]);
    static VERBS: Phrases = Phrases::of(&["sold", "has sold", "été vendu"]);

    #[test]
    fn phrases_are_found_where_plain_search_finds_them() {
        for text in [
            "",
            "a",
            "é",
            "sold",
            "has sold her",
            "ALBA has sold",
            "elle a été vendu",
            "sold as as as sold",
            "SOLD",
            " as as as ",
        ] {
            for list in [&LIST, &VERBS] {
                let first = |fits: &dyn Fn(&str) -> bool| list.iter().copied().find(|p| fits(p));
                assert_eq!(list.begin(text), first(&|p| text.starts_with(p)), "{text}");
                assert_eq!(list.end(text), first(&|p| text.ends_with(p)), "{text}");
                assert_eq!(list.within(text), list.iter().any(|p| text.contains(p)));
                assert_eq!(list.holds(text), list.contains(&text), "{text}");
                let places: Vec<(usize, &str)> =
                    list.iter().flat_map(|p| text.match_indices(*p)).collect();
                assert_eq!(list.places(text), places, "{text}");
            }
        }
    }

    #[test]
    fn whole_words_are_found_behind_blanks_only() {
        let text = "Vega sold it, resold it and has sold; sold; solder";
        let words = candidates(text, Phrases::beginnings(&[&VERBS]));
        let found = spoken(text, &words, &VERBS);
        let wanted = [(5, "sold"), (32, "sold"), (38, "sold"), (28, "has sold")];
        assert_eq!(found, wanted);
        assert!(VERBS.between_blanks("it has sold now"));
        assert!(!VERBS.between_blanks("it has sold"));
    }
}
