//! Mending of misread and shortened caption words: the one word of the vocabulary that is meant.
//!
//! `lenqth` → `length`, `tonnagc` → `tonnage`. A word that is as near to two is neither.

use crate::entities::order;
use crate::entities::words::seek;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::concept::Concepts;
use super::lexicon;

/// Longest word that is mended.
const LONGEST: usize = 32;

/// A word of the vocabulary, its concepts, the letters it has.
type Word = (&'static str, u64, u32);

/// The words that have concepts: in order, in the order of their letters read backwards, and in the order of their
/// first letters and lengths.
struct Vocabulary {
    words: Box<[Word]>,
    backwards: Box<[Word]>,
    by_length: Box<[Word]>,
    near: Neighbours,
    blurred: Box<[u64]>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let words: Box<[Word]> = lexicon::words()
        .filter(|(word, concepts)| !concepts.is_empty() && (3..=LONGEST).contains(&word.len()))
        .map(|(word, concepts)| (word, concepts.0, letters(word)))
        .collect();
    let mut backwards = words.clone();
    backwards.sort_unstable_by(|(a, ..), (b, ..)| a.bytes().rev().cmp(b.bytes().rev()));
    let mut by_length = words.to_vec();
    order::by_key(&mut by_length, |(word, ..)| {
        let first = word.as_bytes().first().copied().unwrap_or(0);
        [usize::from(first), word.len(), 0]
    });
    let near = Neighbours::of(&words);
    Vocabulary {
        words,
        backwards,
        by_length: by_length.into(),
        near,
        blurred: blurred(),
    }
});

/// Words of 64 bits that say how the words of captions look where letters that are misread for one another are one.
const BLURRED: usize = 1024;

fn blurred() -> Box<[u64]> {
    let mut bits = vec![0; BLURRED];
    for (word, _) in lexicon::words().filter(|(_, concepts)| !concepts.is_empty()) {
        let at = blur(word);
        if let Some(set) = bits.get_mut(at / 64) {
            *set |= 1u64 << (at % 64);
        }
    }
    bits.into()
}

/// The number of a word with one letter for all that are misread for one another.
fn blur(word: &str) -> usize {
    let mut number: u64 = 0;
    let mut bytes = word.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let plain = match byte {
            b'0' => b'o',
            b'1' | b'l' => b'i',
            b'2' => b'z',
            b'5' => b's',
            b'6' => b'g',
            b'8' => b'b',
            b'r' if bytes.next_if_eq(&b'n').is_some() => b'm',
            other => other,
        };
        number = (number ^ u64::from(plain)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    usize::try_from(number >> 40).unwrap_or(0) % (BLURRED * 64)
}

/// False if `caption_word::unblurred` finds no word of a caption that `word` may have been.
pub(crate) fn may_be_blurred(word: &str) -> bool {
    let at = blur(word);
    let bits = VOCABULARY.blurred.get(at / 64);
    bits.is_some_and(|bits| bits >> (at % 64) & 1 == 1)
}

/// Which words may be one slip from a word of the vocabulary: two such words have a form in common, the word itself or
/// the word without one of its letters. The forms are kept as bits, two for each.
struct Neighbours(Box<[u64]>);

/// Words of 64 bits; one bit in fourteen is set.
const NEIGHBOURS: usize = 8192;

impl Neighbours {
    fn of(words: &[Word]) -> Neighbours {
        let mut bits = vec![0u64; NEIGHBOURS];
        for (word, ..) in words {
            each_form(word, |form| {
                for (index, bit) in places(form) {
                    if let Some(set) = bits.get_mut(index) {
                        *set |= bit;
                    }
                }
                false
            });
        }
        Neighbours(bits.into())
    }

    /// False if no word of the vocabulary is one slip away.
    fn perhaps(&self, word: &str) -> bool {
        each_form(word, |form| {
            places(form)
                .into_iter()
                .all(|(index, bit)| self.0.get(index).is_some_and(|set| set & bit != 0))
        })
    }
}

/// Where the two bits of a form stand.
fn places(form: u64) -> [(usize, u64); 2] {
    let place = |bits: u64| {
        let index = usize::try_from(bits >> 6).unwrap_or(0) % NEIGHBOURS;
        (index, 1 << (bits & 63))
    };
    let mixed = form ^ form >> 31;
    [place(mixed), place(mixed >> 20)]
}

/// Calls `met` with a number for the word and for the word without each of its letters, until it gives true.
fn each_form(word: &str, mut met: impl FnMut(u64) -> bool) -> bool {
    const BASE: u64 = 0x9E37_79B9_7F4A_7C15;
    let value = |byte: u8| u64::from(byte).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    // The number of a word is a sum over its letters, so a letter is taken out without reading the others again.
    let mut whole: u64 = 0;
    for byte in word.bytes() {
        whole = whole.wrapping_mul(BASE).wrapping_add(value(byte));
    }
    if met(whole) {
        return true;
    }
    let (mut tail, mut power) = (0u64, 1u64);
    let mut rest = whole;
    for byte in word.bytes().rev() {
        // `rest` is the number up to this letter times `power`, with the letters behind it taken off.
        let own = value(byte).wrapping_mul(power);
        rest = rest.wrapping_sub(own);
        if met(rest.wrapping_mul(INVERSE).wrapping_add(tail)) {
            return true;
        }
        tail = tail.wrapping_add(own);
        power = power.wrapping_mul(BASE);
    }
    false
}

/// The inverse of the base that numbers of words are written in.
const INVERSE: u64 = 0xF1DE_83E1_9937_733D;

/// The words that begin with `head`.
fn beginning_with(head: &[u8]) -> &'static [Word] {
    let words = &VOCABULARY.words;
    let from = words.partition_point(|(word, ..)| word.as_bytes() < head);
    let tail = words.get(from..).unwrap_or(&[]);
    let count = tail.partition_point(|(word, ..)| word.as_bytes().starts_with(head));
    tail.get(..count).unwrap_or(&[])
}

/// The words that begin with the same letter as `word` and are as long as `lengths` says.
fn as_long(word: &[u8], lengths: &RangeInclusive<usize>) -> &'static [Word] {
    let words = &VOCABULARY.by_length;
    let place = |length: usize| {
        words.partition_point(|(key, ..)| {
            (key.as_bytes().first(), key.len()) < (word.first(), length)
        })
    };
    words
        .get(place(*lengths.start())..place(lengths.end() + 1))
        .unwrap_or(&[])
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
    let odd = seek::figures(word) > 2;
    if odd || word.len() > LONGEST || !word.bytes().any(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let limit = if word.len() >= 11 { 2 } else { 1 };
    if limit == 1 && !VOCABULARY.near.perhaps(word) {
        return None;
    }
    let own = letters(word);
    let mut best: Option<(usize, u64)> = None;
    let mut tie = false;
    // One slip leaves the word's first or its second half whole; two are believed only behind the same first letter.
    let (head, tail) = word.as_bytes().split_at(word.len() / 2);
    let lengths = 5.max(word.len() - limit)..=word.len() + limit;
    let (beginning, ending) = if limit == 1 {
        (beginning_with(head), ending_in(tail))
    } else if VOCABULARY.near.perhaps(word) {
        (as_long(word.as_bytes(), &lengths), ending_in(tail))
    } else {
        (as_long(word.as_bytes(), &lengths), &[][..])
    };
    for (key, bits, mask) in beginning.iter().chain(ending) {
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
    if head.len() >= 3 && !lexicon::WORD_HEADS.may_begin(head) {
        return None;
    }
    let mut common: Option<u64> = None;
    for (_, bits, _) in beginning_with(head.as_bytes()) {
        common = Some(common.map_or(*bits, |known| known & bits));
    }
    common.filter(|bits| *bits != 0).map(Concepts)
}

/// Edit distance if it is at most `limit`.
fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    // What both begin and end with makes no difference.
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..)?, b.get(same..)?);
    let ends = a.iter().rev().zip(b.iter().rev());
    let same = ends.take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(..a.len() - same)?, b.get(..b.len() - same)?);
    let longest = a.len().max(b.len());
    if longest <= 1 {
        return (longest <= limit).then_some(longest);
    }
    if limit <= 1 {
        return None;
    }
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
    fn every_word_one_slip_from_the_vocabulary_is_looked_up() {
        for (word, ..) in &VOCABULARY.words {
            for at in 0..word.len() {
                let (Some(head), Some(tail)) = (word.get(..at), word.get(at + 1..)) else {
                    continue;
                };
                let rest = word.get(at..).unwrap_or("");
                for slip in [
                    format!("{head}{tail}"),
                    format!("{head}q{tail}"),
                    format!("{head}q{rest}"),
                ] {
                    assert!(VOCABULARY.near.perhaps(&slip), "{slip}");
                }
            }
        }
        // Of other words few are.
        let others = [
            "zzyzx", "qqwpk", "xkcdw", "jjvqz", "wqpzk", "vvkxq", "kqzzw", "yxqjj",
        ];
        let passed = others.iter().filter(|word| VOCABULARY.near.perhaps(word));
        assert!(passed.count() <= others.len() / 2);
    }

    #[test]
    fn every_caption_s_word_that_was_misread_is_looked_up() {
        for (word, ..) in &VOCABULARY.words {
            for (letter, sign) in [("l", "1"), ("i", "l"), ("o", "0"), ("s", "5"), ("m", "rn")] {
                let misread = word.replace(letter, sign);
                assert!(may_be_blurred(&misread), "{misread}");
            }
        }
        assert!(!may_be_blurred("zzyzxq"));
    }

    #[test]
    fn one_misread_letter_is_mended_and_a_foreign_word_is_not() {
        assert_eq!(nearest("tonnagc"), Some(Concepts::TONNAGE));
        assert_eq!(nearest("lenqth"), Some(Concepts::LENGTH));
        assert_eq!(nearest("potatoes"), None);
    }
}
