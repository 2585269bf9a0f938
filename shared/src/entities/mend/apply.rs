//! The mended text, and the way back to the page's own places.

use crate::entities::label::Label;
use crate::entities::page::{Offsets, Span};
use crate::entities::resolve::CodePoints;
use crate::entities::values::closed::single_spaces;
use crate::entities::{Diagnostic, Entity, PageEntities};

/// One change: the bytes of the page and what they are read as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Edit {
    pub(super) span: Span,
    pub(super) text: String,
}

/// A text whose slips are undone.
#[derive(Debug)]
pub(crate) struct Mended {
    pub(crate) text: String,
    offsets: Offsets,
    /// Where the mended text differs, in its own bytes.
    changed: Vec<Span>,
}

/// Share of its confidence that an entity keeps when it was read through a correction.
const THROUGH_CORRECTION: f64 = 0.9;

/// Makes the changes; they are in order and apart from one another.
pub(super) fn apply(text: &str, edits: &[Edit]) -> Mended {
    let mut mended = Mended {
        text: String::with_capacity(text.len()),
        offsets: Offsets::default(),
        changed: Vec::with_capacity(edits.len()),
    };
    let mut at = 0;
    for edit in edits {
        let Some(before) = text.get(at..edit.span.start) else {
            continue;
        };
        mended.keep(before, at);
        let from = mended.text.len();
        mended
            .offsets
            .push(from, edit.span.start, edit.text.len(), edit.span.len());
        mended.text.push_str(&edit.text);
        // A break or two blanks that are read as a blank correct nothing.
        let blank = text
            .get(edit.span.clone())
            .is_some_and(|t| t.trim().is_empty());
        if !(blank && edit.text == " ") {
            mended.changed.push(from..mended.text.len());
        }
        at = edit.span.end;
    }
    mended.keep(text.get(at..).unwrap_or(""), at);
    mended
}

impl Mended {
    fn keep(&mut self, part: &str, raw: usize) {
        if !part.is_empty() {
            self.offsets
                .push(self.text.len(), raw, part.len(), part.len());
            self.text.push_str(part);
        }
    }

    /// True if something between these bytes was changed.
    fn touched(&self, span: &Span) -> bool {
        let after = self.changed.partition_point(|c| c.end < span.start);
        self.changed.get(after).is_some_and(|c| {
            c.start < span.end && (c.end > span.start || c.is_empty() && c.start > span.start)
        })
    }
}

/// Puts entities and diagnostics of the mended text back on the page `text`.
pub(crate) fn give_back(text: &str, mended: &Mended, found: &mut PageEntities) {
    let there = CodePoints::new(&mended.text);
    let here = CodePoints::new(text);
    let back = |start: usize, end: usize| {
        let span = there.byte(start)..there.byte(end);
        let raw = mended.offsets.start(span.start)..mended.offsets.end(span.end);
        (mended.touched(&span), raw)
    };
    for entity in &mut found.entities {
        let (touched, raw) = back(entity.start, entity.end);
        entity.start = here.at(raw.start);
        entity.end = here.at(raw.end);
        let Some(printed) = text.get(raw) else {
            continue;
        };
        if touched {
            through_correction(entity, printed);
        } else if printed != entity.text {
            printed.clone_into(&mut entity.text);
        }
    }
    for Diagnostic {
        start,
        end,
        text: shown,
        ..
    } in &mut found.diagnostics
    {
        let (_, raw) = back(*start, *end);
        *start = here.at(raw.start);
        *end = here.at(raw.end);
        text.get(raw).unwrap_or("").clone_into(shown);
    }
}

/// An entity that was read through a correction: the printed text, and the printed value where the label wants it.
fn through_correction(entity: &mut Entity, printed: &str) {
    if as_printed(entity.label) {
        let meant = single_spaces(&entity.text);
        let shown = single_spaces(printed);
        let name = matches!(entity.label, Label::VesselName | Label::PreviousName);
        if name && entity.norm_value == meant.to_uppercase() {
            entity.norm_value = shown.to_uppercase();
        } else if entity.norm_value == meant {
            entity.norm_value = shown;
        } else if entity.norm_value == meant.replace(' ', "") {
            entity.norm_value = shown.replace(' ', "");
        }
    }
    printed.clone_into(&mut entity.text);
    entity.corrected = true;
    entity.confidence = (entity.confidence * THROUGH_CORRECTION * 1000.0).round() / 1000.0;
    entity.reason.push_str("; misread signs undone");
}

/// Labels whose value is what is printed.
fn as_printed(label: Label) -> bool {
    !matches!(
        label,
        Label::Imo
            | Label::Mmsi
            | Label::Ircs
            | Label::EuCfr
            | Label::Flag
            | Label::PreviousFlag
            | Label::Country
    ) && !label.holds_figures()
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn what_is_read_through_a_correction_keeps_its_place_and_says_so() {
        let text = "Vessel name: MlSTRAL\nFlag: lndia\nLength: 34.2O m\nPort of registry: K0CHI";
        let (page, _) = extract_page(text, &Carried::default());
        let of = |label| page.entities.iter().find(|e| e.label == label);
        for (label, printed, norm) in [
            (Label::VesselName, "MlSTRAL", "MLSTRAL"),
            (Label::Flag, "lndia", "IND"),
            (Label::Length, "34.2O m", "34.2"),
        ] {
            let entity = of(label);
            assert_eq!(entity.map(|e| e.text.as_str()), Some(printed));
            assert_eq!(entity.map(|e| e.norm_value.as_str()), Some(norm));
            assert!(entity.is_some_and(|e| e.corrected && e.confidence < 0.95));
        }
    }
}
