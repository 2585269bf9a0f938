//! The countries of a value: a flag, and those that a word says were hers before.

use super::value;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::closed::{self, Codes};
use crate::entities::values::{Frame, Value};
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

pub(super) fn countries(frame: &Frame<'_>, span: &Span, label: Label) -> Vec<Value> {
    let hits = closed::countries(frame.text, span, Codes::Both);
    let words = frame
        .text
        .get(span.clone())
        .map_or(0, |p| p.split_whitespace().count());
    let first = hits.first().map_or(span.end, |h| h.span.end);
    // `Portugal (bandeiras passadas: Togo e Gana)`: a vessel has one flag; a bracket that speaks of others tells the past.
    let bracketed = |at: usize| {
        let between = frame.text.get(first..at).unwrap_or("");
        between.split_once(" (").is_some_and(|(_, inner)| {
            !inner.contains(')') && (inner.contains(": ") || inner.starts_with(char::is_lowercase))
        })
    };
    hits.into_iter()
        .filter(|h| !h.short || frame.short_codes || words <= 2 || h.span == *span)
        .filter(|h| !h.short || !in_number(frame.text, &h.span))
        .map(|h| {
            let before = frame
                .text
                .get(span.start..h.span.start)
                .unwrap_or("")
                .to_lowercase();
            let past = &phrases::FORMER_VALUES;
            let label = if label == Label::Flag
                && (past.iter().any(|w| before.contains(w)) || bracketed(h.span.start))
            {
                Label::PreviousFlag
            } else {
                label
            };
            value(
                label,
                h.span,
                h.code.to_string(),
                0.98,
                "country name or code",
            )
        })
        .collect()
}

/// `PA-CV-0338`: letters that hyphens join to figures.
fn in_number(text: &str, code: &Span) -> bool {
    let joined = |c: char| c == '-' || c.is_ascii_alphanumeric();
    let tail = text.get(code.end..).unwrap_or("");
    let tail = tail.split(|c| !joined(c)).next().unwrap_or("");
    tail.starts_with('-') && seek::has_figure(tail)
}
