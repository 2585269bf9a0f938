//! The phrases of a list by how they end: most texts end as none of them does.

use crate::entities::order;

/// The places of the phrases of a list by their last two bytes.
#[derive(Debug)]
pub(super) struct Endings {
    /// In order of the bytes as a number.
    tails: Box<[(u16, u16)]>,
    /// Those of the phrases that are shorter.
    short: Box<[u16]>,
}

impl Endings {
    /// The endings of a list; no more phrases than a `u16` counts.
    pub(super) fn of(list: &[&str]) -> Endings {
        let mut tails: Vec<(u16, u16)> = Vec::with_capacity(list.len());
        let mut short = Vec::new();
        for (phrase, place) in list.iter().zip(0..) {
            match phrase.as_bytes().last_chunk() {
                Some(tail) => tails.push((u16::from_le_bytes(*tail), place)),
                None => short.push(place),
            }
        }
        order::by_key(&mut tails, |(tail, place)| {
            [usize::from(*tail), usize::from(*place), 0]
        });
        Endings {
            tails: tails.into(),
            short: short.into(),
        }
    }

    /// The places of the phrases that may end a text.
    pub(super) fn of_text(&self, text: &[u8]) -> impl Iterator<Item = u16> {
        let tail = text.last_chunk().map(|tail| u16::from_le_bytes(*tail));
        let from = tail.map_or(self.tails.len(), |tail| {
            self.tails.partition_point(|(own, _)| *own < tail)
        });
        let alike = self.tails.get(from..).unwrap_or(&[]).iter();
        let alike = alike.take_while(move |(own, _)| Some(*own) == tail);
        alike.map(|(_, place)| place).chain(&self.short).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Endings;

    #[test]
    fn a_text_ends_as_phrases_with_its_last_letters_do() {
        let endings = Endings::of(&["of the", "in", "a", "to the"]);
        let places = |text: &str| endings.of_text(text.as_bytes()).collect::<Vec<u16>>();
        assert_eq!(places("of the"), [0, 3, 2]);
        assert_eq!(places("within"), [1, 2]);
        assert_eq!(places("a"), [2]);
        assert_eq!(places("of"), [2]);
    }
}
