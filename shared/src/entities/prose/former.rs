//! Former names after their cue.
//!
//! `ex Vega, Altair and Mizar`, `ex Vega (until 2010)`.

use super::fillers::{skip_fillers, to_copula};
use super::names::PARTICULARS;
use super::take::{self, NameKind};
use crate::entities::page::Span;
use crate::entities::values::text::former_names;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon;
use crate::entities::words::lexicon::phrases;

/// The former names after a cue: `ex Vega, Altair and Mizar`.
pub(super) fn former(text: &str, from: usize, to: usize) -> Vec<Span> {
    let from = from + until(text.get(from..to).unwrap_or(""));
    let skip = skip_fillers(text.get(from..to).unwrap_or(""), 4);
    let tail = text.get(from..to).unwrap_or("");
    let copula = to_copula(tail);
    let start = if copula > skip {
        from + copula
    } else {
        from + skip
    };
    let mut names = Vec::new();
    let mut at = start;
    for _ in 0..12 {
        let Some(name) = take::name(text, at, to, NameKind::Ship) else {
            break;
        };
        if name.start > at + 2 {
            break;
        }
        names.push(name.clone());
        let tail = text.get(name.end..to).unwrap_or("");
        let bare = tail.trim_start_matches(['"', '”', '»', '’', '\'']);
        // `GOLDEN TIDE (Belize, 2009-2013) and later as SEA PHOENIX`
        let aside = bare
            .strip_prefix(" (")
            .and_then(|t| t.find(')'))
            .filter(|close| *close <= 40)
            .map(|close| bare.get(close + 3..).unwrap_or(""))
            .filter(|t| phrases::AND_ANOTHER.begin(t).is_some());
        let bare = aside.unwrap_or(bare);
        let joined = [
            ", and ",
            ", ",
            " and ",
            " y ",
            " et ",
            " e ",
            " und ",
            " / ",
            "/",
            " + ",
            "; ",
            " & ",
            ", ex ",
            " dan ",
            " then ",
            " puis de ",
            " puis ",
            " luego ",
            " depois ",
            " poi ",
            " später ",
            " or ",
            " o ",
            " ou ",
            " oder ",
            " atau ",
            " and later as ",
            " and later ",
            " and then as ",
            " and then ",
            " and subsequently as ",
            " and subsequently ",
            " y luego ",
            " y después ",
            " et ensuite ",
            " et plus tard ",
        ]
        .iter()
        .find(|j| bare.starts_with(**j));
        let Some(joined) = joined else { break };
        at = to - bare.len() + joined.len();
        let next = text.get(at..to).unwrap_or("");
        let next_skip = phrases::BEFORE_FORMER_NAMES.begin(next).map_or(0, str::len);
        at += next_skip;
        // A caption after the comma ends the list.
        let folded = crate::entities::words::fold::fold_phrase(
            text.get(at..to)
                .unwrap_or("")
                .split([' ', ',', '\n', ':'])
                .next()
                .unwrap_or(""),
        );
        if lexicon::term(&folded).is_some_and(|t| {
            t.strong
                .any(PARTICULARS.with(C::OWNER).with(C::OPERATOR).with(C::BUILD))
                || t.senses
                    .iter()
                    .any(|s| matches!(s, lexicon::Sense::Country(_)))
        }) {
            break;
        }
    }
    names
        .into_iter()
        .flat_map(|n| former_names(text, &n))
        .collect()
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
