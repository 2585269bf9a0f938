//! Mending of misread and shortened caption words: the one word of the vocabulary that is meant.

use super::concept::Concepts;
use super::lexicon::WORDS;

/// Longest word that is mended.
const LONGEST: usize = 32;

/// The words of the vocabulary with `low` to `high` letters.
fn of_length(low: usize, high: usize) -> &'static [(&'static str, u64, u32)] {
    let from = WORDS.partition_point(|(word, ..)| word.len() < low);
    let to = WORDS.partition_point(|(word, ..)| word.len() <= high);
    WORDS.get(from..to).unwrap_or(&[])
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
    for (key, bits, mask) in of_length(5.max(word.len() - limit), word.len() + limit) {
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
    for (word, bits, _) in of_length(head.len(), LONGEST) {
        if word.starts_with(head) {
            common = Some(common.map_or(*bits, |known| known & bits));
        }
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
