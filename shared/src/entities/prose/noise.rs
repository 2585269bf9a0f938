//! Words of the lexicon that were misread, or that a line break or a stray blank has split.
//!
//! `mas ter`, `capi-⏎taine`.

use crate::entities::words::lexicon::{self, Term};
use crate::entities::words::tokens::{Gap, Tokens};

/// A word of the lexicon that was misread or split: the words it takes and its entry.
pub(super) fn mended_word(
    text: &str,
    tokens: &Tokens<'_>,
    at: usize,
) -> Option<(usize, &'static Term)> {
    if let Some(term) = split_word(text, tokens, at) {
        return Some((2, term));
    }
    // `lndonesia`, `lMO`: a small l for a capital I.
    let own = tokens.get(at)?;
    if own.term().is_some() || !text.get(own.start..own.end)?.starts_with('l') {
        return None;
    }
    let rest = tokens.folded(at, at + 1).strip_prefix('l')?;
    let looks = rest.len() >= 2
        && rest.starts_with(|c: char| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y'));
    if !looks {
        return None;
    }
    lexicon::term(&format!("i{rest}")).map(|term| (1, term))
}

/// Most letters of a word that is put together again.
const LONGEST: usize = 24;

/// A word of the lexicon split in two: `mas ter`, `capi-` at a line's end and `taine`.
fn split_word(text: &str, tokens: &Tokens<'_>, at: usize) -> Option<&'static Term> {
    let (first, second) = (tokens.get(at)?, tokens.get(at + 1)?);
    let gap = text.get(first.end..second.start)?;
    let broken = matches!(gap, "-\n" | "- " | "-\r\n" | "\u{ad}");
    if !broken && !(gap == " " && second.gap == Gap::Tight) {
        return None;
    }
    if !broken && tokens.term(at).is_some() && tokens.term(at + 1).is_some() {
        return None;
    }
    let (head, tail) = (tokens.folded(at, at + 1), tokens.folded(at + 1, at + 2));
    let length = head.len() + tail.len();
    let small = || {
        text.get(second.start..second.end)
            .is_some_and(|w| w.chars().all(char::is_lowercase))
    };
    if !(6..=LONGEST).contains(&length)
        || head.len() < 2
        || !head.bytes().all(|b| b.is_ascii_lowercase())
        || !small()
    {
        return None;
    }
    let mut joined = [0u8; LONGEST];
    let (front, back) = joined.get_mut(..length)?.split_at_mut_checked(head.len())?;
    front.copy_from_slice(head.as_bytes());
    back.copy_from_slice(tail.as_bytes());
    lexicon::term(str::from_utf8(joined.get(..length)?).ok()?)
}
