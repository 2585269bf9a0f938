//! Former names after their cue.

use super::fillers::{skip_fillers, to_copula};
use super::names::PARTICULARS;
use super::take::{self, NameKind};
use crate::entities::concept::Concepts as C;
use crate::entities::lexicon;
use crate::entities::page::Span;
use crate::entities::values::text::former_names;

/// The former names after a cue: `ex Vega, Altair and Mizar`.
pub(super) fn former(text: &str, from: usize, to: usize) -> Vec<Span> {
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
        ]
        .iter()
        .find(|j| bare.starts_with(**j));
        let Some(joined) = joined else { break };
        at = to - bare.len() + joined.len();
        let next = text.get(at..to).unwrap_or("");
        let next_skip = [
            "ex ", "ex-", "“", "\"", "«", "„", "then ", "later ", "puis de ", "puis ", "luego ",
            "später ", "poi ",
        ]
        .iter()
        .find(|w| next.starts_with(**w))
        .map_or(0, |w| w.len());
        at += next_skip;
        // A caption after the comma ends the list.
        let folded = crate::entities::fold::fold_phrase(
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
