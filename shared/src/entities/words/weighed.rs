//! Small evidence added up: what speaks for a label is the sum of what each clue of a place weighs for it, as in a
//! logistic regression. Who knows a place gives its clues; the weights are learned (`fixtures/contexts/learn.py`).

use std::fmt::Write as _;

use serde::Serialize;

use super::clues::Clues;
use crate::entities::label::Label;

/// What may stand at a place: between which labels its clues choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A name or a sign of running text.
    Name,
    /// A State: a flag, a flag of before, or neither.
    Country,
    /// A day: the first or the last of a term, or neither.
    Date,
    /// The values of a column.
    Column,
    /// The value of a form's field.
    Field,
}

/// A place with all that is said of it there; what the weights are learned from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Context {
    /// What may stand there.
    pub kind: Kind,
    /// The words; of a column those of its cells, a line each.
    pub text: String,
    /// A rule says what they are: a place that is not asked for.
    pub ruled: bool,
    /// Their clues.
    pub clues: Vec<String>,
}

/// Labels, what speaks for each without any clue, and what each clue weighs for them.
#[derive(Debug)]
pub(crate) struct Learned {
    pub(crate) labels: &'static [(Label, i32)],
    pub(crate) clues: Clues,
}

impl Learned {
    /// What the clues that are given say together for each label: logarithms of the odds, in hundredths.
    pub(crate) fn weigh(
        &self,
        give: impl FnOnce(&mut dyn FnMut(&str)),
    ) -> impl Iterator<Item = (Label, i32)> {
        let mut odds: Vec<i32> = self.labels.iter().map(|(_, even)| *even).collect();
        // Weights were learned from clues that a place has or has not.
        let mut given = vec![0_u64; self.clues.len() / 64 + 1];
        give(&mut |clue| {
            let Some(place) = self.clues.place(clue) else {
                return;
            };
            let bit = 1 << (place % 64);
            match given.get_mut(place / 64) {
                Some(bits) if *bits & bit == 0 => *bits |= bit,
                _ => return,
            }
            for (label, weight) in self.clues.weights(place) {
                if let Some(own) = odds.get_mut(label) {
                    *own += 10 * i32::from(weight);
                }
            }
        });
        let labels = self.labels.iter().map(|(label, _)| *label);
        labels.zip(odds)
    }

    /// The clue, of those that are given, that speaks most for a label.
    pub(crate) fn strongest(
        &self,
        label: Label,
        give: impl FnOnce(&mut dyn FnMut(&str)),
    ) -> String {
        let own = self
            .labels
            .iter()
            .position(|(learned, _)| *learned == label);
        let mut strongest: (i8, String) = (0, String::new());
        give(&mut |clue| {
            let place = self.clues.place(clue);
            for (label, weight) in place
                .into_iter()
                .flat_map(|place| self.clues.weights(place))
            {
                if Some(label) == own && weight > strongest.0 {
                    strongest = (weight, clue.to_string());
                }
            }
        });
        strongest.1
    }
}

/// Gives clues away one by one, each written into one buffer.
pub(crate) struct Giver<'g> {
    text: String,
    give: &'g mut dyn FnMut(&str),
}

impl<'g> Giver<'g> {
    pub(crate) fn new(give: &'g mut dyn FnMut(&str)) -> Giver<'g> {
        Giver {
            text: String::with_capacity(48),
            give,
        }
    }

    pub(crate) fn clue(&mut self, kind: &str, parts: &[&str]) {
        self.text.clear();
        self.text.push_str(kind);
        self.text.push('=');
        for part in parts {
            self.text.push_str(part);
        }
        (self.give)(&self.text);
    }

    pub(crate) fn fact(&mut self, kind: &str, holds: bool) {
        if holds {
            (self.give)(kind);
        }
    }

    pub(crate) fn count(&mut self, kind: &str, count: usize) {
        self.text.clear();
        if write!(self.text, "{kind}={count}").is_ok() {
            (self.give)(&self.text);
        }
    }
}

/// The letters with which a word begins, whatever its ending.
pub(crate) fn stem(word: &str, letters: usize) -> &str {
    let end = word.char_indices().nth(letters);
    end.and_then(|(at, _)| word.get(..at)).unwrap_or(word)
}

/// `AA-99` for `XR-4471`: letters, figures and signs, each kind at most twice.
pub(crate) fn shape(printed: &str) -> String {
    let mut shape = String::new();
    let (mut last, mut run) = (' ', 0);
    for sign in printed.chars().take(24) {
        let kind = match sign {
            '0'..='9' => '9',
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        run = if kind == last { run + 1 } else { 0 };
        last = kind;
        if run < 2 {
            shape.push(kind);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn a_shape_keeps_the_kinds_of_signs() {
        for (printed, told) in [
            ("XR-4471", "AA-99"),
            ("IOTC000123", "AA99"),
            ("12/345-B", "99/99-A"),
            ("n 7", "a 9"),
        ] {
            assert_eq!(shape(printed), told, "{printed}");
        }
    }
}
