//! The hash of dictionary keys: the same when the dictionary is written (`build.rs`) and when it is read. Keys come from
//! the repository, words from a page only meet them, so nobody can make them collide.

/// A multiplier with its ones well spread (the golden ratio's fraction).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of a folded phrase.
pub(crate) fn hash(phrase: &str) -> u64 {
    let (words, rest) = phrase.as_bytes().as_chunks::<8>();
    let mut state = phrase.len() as u64;
    for word in words {
        state = mix(state, u64::from_le_bytes(*word));
    }
    let last = rest
        .iter()
        .rev()
        .fold(0, |all, byte| all << 8 | u64::from(*byte));
    state = mix(state, last);
    state ^ state >> 29
}

fn mix(state: u64, word: u64) -> u64 {
    (state.rotate_left(23) ^ word).wrapping_mul(SPREAD)
}

/// One bit of 32 for a hash: a set of words as bits answers `is it among them` with `no` or `perhaps`.
pub(crate) fn trace(hash: u64) -> u32 {
    1 << (hash >> 40 & 31)
}
