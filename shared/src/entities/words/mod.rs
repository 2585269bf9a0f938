//! Words: folded, looked up, mended, found in lists.
//!
//! The dictionary is built from `data/*.tsv` by `build.rs`. Nothing here knows of captions, lines or ships.

pub(crate) mod classes;
pub(crate) mod clues;
pub(crate) mod concept;
mod endings;
pub(crate) mod fold;
pub(crate) mod fuzzy;
pub(crate) mod hash;
pub(crate) mod keyed;
pub(crate) mod lexicon;
pub(crate) mod phrases;
pub(crate) mod seek;
mod slots;
pub(crate) mod tokens;
pub(crate) mod weighed;
