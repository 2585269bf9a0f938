//! Things gathered by the slot of an entry that they stand in. One map for all kinds of things: the code of a map is
//! large and would be written anew for each.

use std::collections::BTreeMap;

/// What stands in each slot.
#[derive(Debug)]
pub(super) struct Slots<'s, T> {
    /// Where the things of a slot are among all.
    places: BTreeMap<&'s str, usize>,
    things: Vec<T>,
}

impl<'s, T: Default> Slots<'s, T> {
    pub(super) fn new() -> Slots<'s, T> {
        Slots {
            places: BTreeMap::new(),
            things: Vec::new(),
        }
    }

    /// Adds to what stands in a slot.
    pub(super) fn add(&mut self, slot: &'s str, add: impl FnOnce(&mut T)) {
        let place = place_of(&mut self.places, slot, self.things.len());
        if place == self.things.len() {
            self.things.push(T::default());
        }
        if let Some(things) = self.things.get_mut(place) {
            add(things);
        }
    }

    /// What stands in a slot.
    pub(super) fn get(&self, slot: &str) -> Option<&T> {
        self.places
            .get(slot)
            .and_then(|place| self.things.get(*place))
    }

    /// The slots and what stands in them, in the order of the slots' names.
    pub(super) fn into_slots(self) -> impl Iterator<Item = (&'s str, T)> {
        let mut things: Vec<Option<T>> = self.things.into_iter().map(Some).collect();
        let places: Vec<(&str, usize)> = in_order(self.places);
        places
            .into_iter()
            .filter_map(move |(slot, place)| Some((slot, things.get_mut(place)?.take()?)))
    }

    /// What stands in the slots, in the order of their names.
    pub(super) fn into_values(self) -> impl Iterator<Item = T> {
        self.into_slots().map(|(_, things)| things)
    }
}

#[inline(never)]
fn place_of<'s>(places: &mut BTreeMap<&'s str, usize>, slot: &'s str, next: usize) -> usize {
    *places.entry(slot).or_insert(next)
}

#[inline(never)]
fn in_order(places: BTreeMap<&str, usize>) -> Vec<(&str, usize)> {
    places.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[test]
    fn things_are_gathered_by_slot_in_the_order_of_their_names() {
        let mut slots: Slots<'_, Vec<u32>> = Slots::new();
        for (slot, thing) in [("b", 1), ("a", 2), ("b", 3)] {
            slots.add(slot, |things| things.push(thing));
        }
        assert_eq!(slots.get("b"), Some(&vec![1, 3]));
        assert_eq!(slots.get("c"), None);
        let all: Vec<_> = slots.into_slots().collect();
        assert_eq!(all, [("a", vec![2]), ("b", vec![1, 3])]);
    }
}
