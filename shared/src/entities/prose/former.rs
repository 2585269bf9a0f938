//! Former names after their cue.
//!
//! `ex Vega, Altair and Mizar`, `ex Vega (until 2010)`.

use super::fillers::{skip_fillers, to_copula};
use super::names::PARTICULARS;
use super::own_start::is_prefix;
use super::take::{self, NameKind};
use crate::entities::page::Span;
use crate::entities::values::text::former_names;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{self, phrases, with_folded};

/// Most former names of one list.
const MOST: usize = 12;
/// Most letters of the short form of a vessel word.
const SHORT_FORM: usize = 3;

/// The former names after a cue: `ex Vega, Altair and Mizar`.
pub(super) fn former(text: &str, from: usize, to: usize) -> Vec<Span> {
    let from = from + until(text.get(from..to).unwrap_or(""));
    let tail = text.get(from..to).unwrap_or("");
    let mut at = from + to_copula(tail).max(skip_fillers(tail, 4));
    // `formerly MV. Sea Star`
    let word = text.get(at..to).and_then(|t| t.split(' ').next());
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    at += word
        .filter(|word| letters(word) <= SHORT_FORM)
        .filter(|word| is_prefix(word.trim_end_matches('.')) || is_prefix(word))
        .map_or(0, |word| word.len() + 1);
    let mut names = Vec::new();
    while names.len() < MOST
        && let Some(name) =
            take::name(text, at, to, NameKind::Ship).filter(|name| name.start <= at + 2)
    {
        let next = next_name(text, name.end, to);
        names.push(name);
        let Some(next) = next else {
            break;
        };
        at = next;
    }
    names
        .into_iter()
        .flat_map(|n| former_names(text, &n))
        .collect()
}

/// Where the next name of a list begins behind one; none where a caption ends the list.
fn next_name(text: &str, end: usize, to: usize) -> Option<usize> {
    let tail = text.get(end..to)?;
    let bare = tail.trim_start_matches(['"', '”', '»', '’', '\'']);
    // `GOLDEN TIDE (Belize, 2009-2013) and later as SEA PHOENIX`
    let aside = bare
        .strip_prefix(" (")
        .and_then(|t| t.find(')'))
        .filter(|close| *close <= 40)
        .map(|close| bare.get(close + 3..).unwrap_or(""))
        .filter(|t| phrases::AND_ANOTHER.begin(t).is_some());
    let bare = aside.unwrap_or(bare);
    let joint = phrases::BETWEEN_FORMER_NAMES.begin(bare)?;
    let at = to - bare.len() + joint.len();
    let next = text.get(at..to)?;
    let at = at + phrases::BEFORE_FORMER_NAMES.begin(next).map_or(0, str::len);
    let word = text.get(at..to)?.split([' ', ',', '\n', ':']).next()?;
    let ends = with_folded(word, |word| {
        lexicon::term(word).is_some_and(|t| {
            t.strong
                .any(PARTICULARS.with(C::OWNER).with(C::OPERATOR).with(C::BUILD))
                || t.senses
                    .iter()
                    .any(|s| matches!(s, lexicon::Sense::Country(_)))
        })
    });
    (!ends).then_some(at)
}

/// Bytes of a time at the head of `tail`: ` bis 2010`, ` until April 2010`.
fn until(tail: &str) -> usize {
    let Some(lead) = phrases::UNTIL_A_TIME.begin(tail) else {
        return 0;
    };
    let rest = tail.get(lead.len()..).unwrap_or("");
    let year = |at: usize| {
        rest.get(at..at + 4)
            .is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()))
            && !rest
                .get(at + 4..)
                .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
    };
    (0..24usize.min(rest.len()))
        .find(|at| rest.is_char_boundary(*at) && year(*at))
        .map_or(0, |at| lead.len() + at + 4)
}
