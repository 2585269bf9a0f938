//! Tables of words: what each stands for, with what lets most other words be passed over unread.

use std::sync::OnceLock;

use super::hash::hash;
use super::slots::Slots;

/// Pairs of bytes, as bits of 128: a pair that is not among them is in no phrase, one that is among them may be.
#[derive(Clone, Copy, Debug, Default)]
struct Pairs {
    low: u64,
    high: u64,
}

impl Pairs {
    const NONE: Pairs = Pairs { low: 0, high: 0 };

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

/// Words with what each stands for, in order.
#[derive(Debug)]
pub(crate) struct Keyed<T: 'static> {
    list: &'static [(&'static str, T)],
    begins: Pairs,
    /// Worked out when the first word is looked up.
    slots: OnceLock<Slots>,
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
        Keyed {
            list,
            begins,
            slots: OnceLock::new(),
        }
    }

    /// What a word stands for.
    pub(crate) fn get(&self, word: &str) -> Option<&'static T> {
        if !self.begins.begin(word.as_bytes()) {
            return None;
        }
        let slots = || Slots::of(self.list.iter().map(|(own, _)| hash(own)));
        let slots = self.slots.get_or_init(slots);
        slots.find(hash(word), |number| {
            let (own, value) = self.list.get(number)?;
            (*own == word).then_some(value)
        })
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
