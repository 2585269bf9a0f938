//! How much of a caption was understood: `Zetaba / Flag` says the same in two languages, of which one is not known.

/// The words of a caption's alternatives and those that were understood.
#[derive(Clone, Copy, Default)]
pub(super) struct Tally {
    /// Those of the alternative being read.
    words: usize,
    known: usize,
    /// Those of the alternatives before it of which a word was understood.
    spoken: (usize, usize),
    /// Words of the others.
    foreign: usize,
}

impl Tally {
    /// So many words, that were understood or not.
    pub(super) fn add(&mut self, words: usize, known: bool) {
        self.words += words;
        if known {
            self.known += words;
        }
    }

    /// The next alternative begins.
    pub(super) fn part(&mut self) {
        if self.known > 0 {
            self.spoken.0 += self.words;
            self.spoken.1 += self.known;
        } else {
            self.foreign += self.words;
        }
        (self.words, self.known) = (0, 0);
    }

    /// The words and the understood ones; where none was understood, of all alternatives.
    pub(super) fn sum(mut self) -> (usize, usize) {
        self.part();
        if self.spoken.1 > 0 {
            self.spoken
        } else {
            (self.foreign, 0)
        }
    }
}
