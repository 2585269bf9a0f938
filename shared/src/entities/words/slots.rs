//! A hash table of numbers: which of a list's keys a word is. It holds no keys; those are the list's.

/// Stands where no key is.
const EMPTY: u16 = u16::MAX;

/// The numbers of a list's keys, by their hashes.
#[derive(Debug)]
pub(crate) struct Slots {
    /// A power of two of them, at least half of them empty, so a search ends soon.
    slots: Box<[u16]>,
}

impl Slots {
    /// The table of keys with these hashes, numbered as they come.
    pub(crate) fn of(hashes: impl ExactSizeIterator<Item = u64>) -> Slots {
        let mut slots = vec![EMPTY; (hashes.len() * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for (number, hash) in (0..EMPTY).zip(hashes) {
            let mut at = place(hash, mask);
            while let Some(taken) = slots.get_mut(at) {
                if *taken == EMPTY {
                    *taken = number;
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        Slots {
            slots: slots.into(),
        }
    }

    /// Of the keys that may have this hash, what `own` says of the first that it knows.
    #[inline]
    pub(crate) fn find<T>(&self, hash: u64, own: impl Fn(usize) -> Option<T>) -> Option<T> {
        let mask = self.slots.len() - 1;
        let mut at = place(hash, mask);
        loop {
            let number = *self.slots.get(at)?;
            if number == EMPTY {
                return None;
            }
            let found = own(usize::from(number));
            if found.is_some() {
                return found;
            }
            at = (at + 1) & mask;
        }
    }
}

/// The slot at which a search begins.
fn place(hash: u64, mask: usize) -> usize {
    usize::try_from(hash & mask as u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[test]
    fn keys_are_found_by_their_hashes() {
        let keys = [(7, "a"), (15, "b"), (7, "c"), (1, "d")];
        let slots = Slots::of(keys.iter().map(|(hash, _)| *hash));
        let found = |hash, key| slots.find(hash, |at| (keys.get(at)?.1 == key).then_some(at));
        for (at, (hash, key)) in keys.into_iter().enumerate() {
            assert_eq!(found(hash, key), Some(at), "{key}");
        }
        assert_eq!(found(7, "e"), None);
        assert_eq!(found(2, "a"), None);
    }
}
