//! The weights of clues, found by the hash of a clue: the clues' texts would be the larger half of the table.

use super::hash::hash_bytes;

/// What each clue weighs for each learned label.
#[derive(Debug)]
pub(crate) struct Clues {
    /// The clues' marks, ascending.
    pub(crate) marks: &'static [u32],
    /// Where each clue's weights end in `weights`; they begin where those of the clue before end.
    pub(crate) ends: &'static [u16],
    /// The place of a label among the learned ones, and the hundredths that a clue weighs for it.
    pub(crate) weights: &'static [(u8, i16)],
}

impl Clues {
    /// What a clue weighs; nothing if it was not learned.
    pub(crate) fn get(&self, clue: &str) -> &'static [(u8, i16)] {
        self.place(clue)
            .and_then(|at| {
                let begin = at.checked_sub(1).map_or(Some(&0), |at| self.ends.get(at))?;
                self.weights
                    .get(usize::from(*begin)..usize::from(*self.ends.get(at)?))
            })
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
