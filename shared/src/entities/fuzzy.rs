//! Mending of misread caption words: the one word of the vocabulary that is nearest.

use super::concept::Concepts;
use super::lexicon::TERMS;

/// The concepts of the nearest single word: one slip in five to eight letters, two in nine or more. None where two
/// words of different meaning are equally near.
pub(crate) fn nearest(word: &str) -> Option<Concepts> {
    if !word.bytes().any(|b| b.is_ascii_alphabetic())
        || word.len() > 32
        || word.bytes().filter(u8::is_ascii_digit).count() > 2
    {
        return None;
    }
    let limit = if word.len() >= 9 { 2 } else { 1 };
    let mut best: Option<(usize, Concepts)> = None;
    let mut tie = false;
    for (key, term) in TERMS.entries() {
        if term.concepts.is_empty()
            || key.len() < 5
            || key.len().abs_diff(word.len()) > limit
            || key.contains(' ')
        {
            continue;
        }
        let allowed = best.map_or(limit, |(d, _)| d);
        let Some(distance) = distance(word.as_bytes(), key.as_bytes(), allowed) else {
            continue;
        };
        match best {
            Some((d, concepts)) if d == distance => tie |= concepts != term.concepts,
            _ => {
                best = Some((distance, term.concepts));
                tie = false;
            }
        }
    }
    if tie {
        None
    } else {
        best.map(|(_, concepts)| concepts)
    }
}

/// Edit distance if it is at most `limit`.
fn distance(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        let mut lowest = i + 1;
        for (j, y) in b.iter().enumerate() {
            let (Some(up), Some(diagonal), Some(left)) =
                (previous.get(j + 1), previous.get(j), row.last())
            else {
                return None;
            };
            let cost = (up + 1).min(left + 1).min(diagonal + usize::from(x != y));
            lowest = lowest.min(cost);
            row.push(cost);
        }
        if lowest > limit {
            return None;
        }
        previous = row;
    }
    previous.last().copied().filter(|d| *d <= limit)
}
