//! Names met before on the page, wherever they stand again.

use super::{Hit, overlaps};
use crate::entities::context::{Reader, Source};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::Value;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::tokens::Tokens;

/// Names met before, wherever they stand.
pub(super) fn find(reader: &Reader<'_>, span: &Span, hits: &mut Vec<Hit>) {
    let own: std::collections::HashSet<String> = hits
        .iter()
        .filter(|h| h.value.label == Label::VesselName)
        .map(|h| fold_phrase(&h.value.norm))
        .collect();
    let own_heads: std::collections::HashSet<&str> =
        own.iter().filter_map(|n| n.split(' ').next()).collect();
    if own.is_empty() && reader.names.is_empty() {
        return;
    }
    let known = |name: &str| reader.names.contains_key(name) || own.contains(name);
    let text = &reader.page.text;
    let tokens = Tokens::of(reader.page, span);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let mut taken = 0;
        let head = tokens.folded(at, at + 1);
        // No name begins in small letters.
        if text
            .get(token.start..)
            .is_some_and(|t| t.starts_with(char::is_lowercase))
        {
            at += 1;
            continue;
        }
        if reader.name_heads.contains(head) || own_heads.contains(head) {
            for words in (1..=7usize).rev() {
                let Some(last) = tokens.get(at + words - 1) else {
                    continue;
                };
                if !known(tokens.folded(at, at + words)) {
                    continue;
                }
                let place = token.start..last.end;
                let printed = text.get(place.clone()).unwrap_or("");
                let free = !overlaps(hits, &place);
                if free && printed.len() >= 3 {
                    let norm =
                        crate::entities::values::closed::single_spaces(&printed.to_uppercase());
                    hits.push(Hit {
                        value: Value {
                            label: Label::VesselName,
                            span: place,
                            norm,
                            trust: 0.95,
                            mended: None,
                            check: "name met on this page",
                        },
                        source: Source::Mention,
                        evidence: String::new(),
                    });
                    taken = words;
                }
                break;
            }
        }
        at += taken.max(1);
    }
}
