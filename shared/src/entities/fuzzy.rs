//! Mending of misread and shortened caption words: the one word of the vocabulary that is meant.

use std::sync::LazyLock;

use super::concept::Concepts;
use super::lexicon;

/// Longest word that is mended.
const LONGEST: usize = 32;

/// A word of the vocabulary, its concepts, the letters it has.
type Word = (&'static str, u64, u32);

/// The words that have concepts: in order, and in the order of their letters read backwards.
struct Vocabulary {
    words: Box<[Word]>,
    backwards: Box<[Word]>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let words: Box<[Word]> = lexicon::words()
        .filter(|(word, concepts)| !concepts.is_empty() && (3..=LONGEST).contains(&word.len()))
        .map(|(word, concepts)| (word, concepts.0, letters(word)))
        .collect();
    let mut backwards = words.clone();
    backwards.sort_by(|(a, ..), (b, ..)| a.bytes().rev().cmp(b.bytes().rev()));
    Vocabulary { words, backwards }
});

/// The words that begin with `head`.
fn beginning_with(head: &[u8]) -> &'static [Word] {
    let words = &VOCABULARY.words;
    let from = words.partition_point(|(word, ..)| word.as_bytes() < head);
    let tail = words.get(from..).unwrap_or(&[]);
    let count = tail.partition_point(|(word, ..)| word.as_bytes().starts_with(head));
    tail.get(..count).unwrap_or(&[])
}

/// The words that end in `tail`.
fn ending_in(tail: &[u8]) -> &'static [Word] {
    let words = &VOCABULARY.backwards;
    let below = |(word, ..): &Word| word.bytes().rev().lt(tail.iter().rev().copied());
    let from = words.partition_point(below);
    let rest = words.get(from..).unwrap_or(&[]);
    let count = rest.partition_point(|(word, ..)| word.as_bytes().ends_with(tail));
    rest.get(..count).unwrap_or(&[])
}

/// The letters of a word as bits, so that most words are passed over without a comparison.
fn letters(word: &str) -> u32 {
    word.bytes()
        .filter(u8::is_ascii_lowercase)
        .fold(0, |bits, b| bits | 1 << (b - b'a'))
}

/// The concepts of the nearest single word: one slip in five to eight letters, two in nine or more. None where two
/// words of different meaning are equally near.
pub(crate) fn nearest(word: &str) -> Option<Concepts> {
    let odd = word.bytes().filter(u8::is_ascii_digit).count() > 2;
    if odd || word.len() > LONGEST || !word.bytes().any(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let limit = if word.len() >= 11 { 2 } else { 1 };
    let own = letters(word);
    let mut best: Option<(usize, u64)> = None;
    let mut tie = false;
    // One slip leaves the word's first or its second half whole; two are believed only behind the same first letter.
    let (head, tail) = word
        .as_bytes()
        .split_at(if limit == 1 { word.len() / 2 } else { 1 });
    let tail = if limit == 1 {
        tail
    } else {
        word.as_bytes().get(word.len() / 2..).unwrap_or(tail)
    };
    let lengths = 5.max(word.len() - limit)..=word.len() + limit;
    for (key, bits, mask) in beginning_with(head).iter().chain(ending_in(tail)) {
        if !lengths.contains(&key.len()) {
            continue;
        }
        if (own ^ mask).count_ones() as usize > 2 * limit {
            continue;
        }
        let allowed = best.map_or(limit, |(d, _)| d);
        let Some(distance) = distance(word.as_bytes(), key.as_bytes(), allowed) else {
            continue;
        };
        if distance > 1 && word.as_bytes().first() != key.as_bytes().first() {
            continue;
        }
        match best {
            Some((d, known)) if d == distance => tie |= known != *bits,
            _ => {
                best = Some((distance, *bits));
                tie = false;
            }
        }
    }
    if tie {
        None
    } else {
        best.map(|(_, bits)| Concepts(bits))
    }
}

/// The concepts of the words that begin with `head`, where they all agree.
pub(crate) fn beginning(head: &str) -> Option<Concepts> {
    let mut common: Option<u64> = None;
    for (_, bits, _) in beginning_with(head.as_bytes()) {
        common = Some(common.map_or(*bits, |known| known & bits));
    }
    common.filter(|bits| *bits != 0).map(Concepts)
}

/// Edit distance if it is at most `limit`.
fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let mut row = [0usize; LONGEST + 4];
    for (index, cell) in row.iter_mut().enumerate() {
        *cell = index;
    }
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut lowest = left;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let up = *cell;
            let cost = (up + 1).min(left + 1).min(diagonal + usize::from(x != y));
            diagonal = up;
            left = cost;
            *cell = cost;
            lowest = lowest.min(cost);
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
        if lowest > limit {
            return None;
        }
    }
    row.get(b.len()).copied().filter(|d| *d <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_misread_letter_is_mended_and_a_foreign_word_is_not() {
        assert_eq!(nearest("tonnagc"), Some(Concepts::TONNAGE));
        assert_eq!(nearest("lenqth"), Some(Concepts::LENGTH));
        assert_eq!(nearest("potatoes"), None);
    }
}
