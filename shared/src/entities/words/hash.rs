//! The hash of dictionary keys: the same when the dictionary is written (`build.rs`) and when it is read. Keys come from
//! the repository, words from a page only meet them, so nobody can make them collide.

use std::hash::{BuildHasherDefault, Hasher};

/// A multiplier with its ones well spread (the golden ratio's fraction).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of a folded phrase.
pub(crate) fn hash(phrase: &str) -> u64 {
    hash_bytes(phrase.as_bytes())
}

/// The hash of a folded phrase's bytes.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut state = bytes.len() as u64;
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

/// For maps whose keys are hashes already.
pub(crate) type Whole = BuildHasherDefault<Given>;

/// Takes a hash as it is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Given(u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = mix(self.0, u64::from(*byte));
        }
    }

    fn write_u64(&mut self, hash: u64) {
        // The high bits tell a map's entries apart.
        self.0 = hash ^ hash.rotate_left(32);
    }
}

/// For maps of a page's texts that hold a bounded number of them.
pub(crate) type Texts = BuildHasherDefault<Text>;

/// The hash of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Text(u64);

impl Hasher for Text {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix(self.0, hash_bytes(bytes));
        self.0 ^= self.0.rotate_left(32);
    }

    fn write_u8(&mut self, _end: u8) {}
}
