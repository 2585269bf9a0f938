//! The weights of clues, found by the hash of a clue: the clues' texts would be the larger half of the table.

use super::hash::hash_bytes;

/// What each clue weighs for each learned label.
#[derive(Debug)]
pub(crate) struct Clues {
    /// The clues' marks, ascending.
    pub(crate) marks: &'static [u32],
    /// Where each clue's weights end in `every`; they begin where those of the clue before end.
    pub(crate) ends: &'static [u16],
    /// The place of a label among the learned ones, and the tenths that a clue weighs for it.
    pub(crate) every: &'static [(u8, i8)],
}

impl Clues {
    /// What the clue of a place in the table weighs.
    pub(crate) fn weights(&self, place: usize) -> &'static [(u8, i8)] {
        let end = |place| self.ends.get(place).map(|end| usize::from(*end));
        let begin = place.checked_sub(1).map_or(Some(0), end);
        begin
            .zip(end(place))
            .and_then(|(begin, end)| self.every.get(begin..end))
            .unwrap_or(&[])
    }

    /// The place of a clue in the table.
    pub(crate) fn place(&self, clue: &str) -> Option<usize> {
        self.marks.binary_search(&mark(clue)).ok()
    }
}

/// Half of a clue's hash: of ten thousand clues that were not learned, not one meets the mark of one that was.
pub(crate) fn mark(clue: &str) -> u32 {
    (hash_bytes(clue.as_bytes()) >> 32) as u32
}
