//! What was found in a passage, before its vessel is known.

use crate::entities::context::{Reader, Source, Told};
use crate::entities::entry::head::is_title_word;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::Value;
use crate::entities::words::seek;

/// A find in a passage, before its vessel is known.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(super) value: Value,
    pub(super) source: Source,
    pub(super) evidence: String,
}

/// Most figures of a ship's name: `MTU 401123077` is none.
const FIGURES: usize = 6;

impl Hit {
    /// Adds the find to the page as one of a vessel's.
    pub(super) fn enter(self, reader: &mut Reader<'_>, record: Option<u32>) {
        let printed = &self.value.norm;
        let numbered = || is_numbered_title(printed) || seek::figures(printed) > FIGURES;
        if self.value.label == Label::VesselName && numbered() {
            return;
        }
        let told = Told {
            record,
            source: self.source,
            evidence: &self.evidence,
        };
        reader.push(self.value, told);
    }
}

/// `FORM 6`, `ANNEX II`, `TRIMESTRE 2024`: a word of titles and its number.
fn is_numbered_title(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(word, number)| {
        let roman = || number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
        (number.bytes().all(|b| b.is_ascii_digit()) || roman()) && is_title_word(word)
    })
}

/// True if something was found in a part of `span` already.
pub(super) fn overlaps(hits: &[Hit], span: &Span) -> bool {
    hits.iter()
        .any(|h| h.value.span.start < span.end && span.start < h.value.span.end)
}

/// The places of the present names among `hits`.
pub(super) fn named(hits: &[Hit]) -> Vec<Span> {
    hits.iter()
        .filter(|h| h.value.label == Label::VesselName)
        .map(|h| h.value.span.clone())
        .collect()
}
