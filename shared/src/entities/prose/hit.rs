//! What was found in a passage, before its vessel is known.

use crate::entities::context::{Reader, Source, Told};
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::Value;

/// A find in a passage, before its vessel is known.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub(super) value: Value,
    pub(super) source: Source,
    pub(super) evidence: String,
}

impl Hit {
    /// Adds the find to the page as one of a vessel's.
    pub(super) fn enter(self, reader: &mut Reader<'_>, record: Option<u32>) {
        let told = Told {
            record,
            source: self.source,
            evidence: &self.evidence,
        };
        reader.push(self.value, told);
    }
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
