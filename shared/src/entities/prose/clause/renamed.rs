//! Which of a vessel's names is the present one.
//!
//! `ALBA has been renamed VEGA`, `fue conocido como SAETA y LILY`.

use super::{Label, Passage, Span};
use crate::entities::words::lexicon::phrases;

/// Farthest that a new name may stand from the old one, in bytes.
const REACH: usize = 320;

impl Passage<'_> {
    /// `ALBA has been renamed VEGA`: the name before is a former one.
    pub(super) fn renamed(&mut self) {
        let names: Vec<Span> = self
            .hits
            .iter()
            .filter(|h| h.value.label == Label::VesselName)
            .map(|h| h.value.span.clone())
            .collect();
        for pair in names.windows(2) {
            let [first, second] = pair else { continue };
            let gap = self.lower(first.end, second.start);
            let same = self.sentence_end(first.end) >= second.start;
            let close = gap.len() < 80
                && phrases::RENAMED_STEMS
                    .last_places(gap)
                    .iter()
                    .any(|(at, w)| gap.len() - at - w.len() < 12);
            // `… bought the boat ALBA from … From that day she bears the name VEGA.`
            let near = gap.trim_end_matches([' ', '"', '“', '«', '„', '\n']);
            let last = near.rsplit(". ").next().unwrap_or("");
            // `An old bell carries the name Lagoon Chief`: what is left of another time.
            let left = last
                .split(|c: char| !c.is_alphabetic())
                .any(|word| phrases::OF_ANOTHER_TIME.holds(word));
            let told = gap.len() < REACH && phrases::IS_NAMED.end(near).is_some() && !left;
            // `Bajo el nombre de NORDVIND, el POLAR WIND …`
            let under = phrases::THE_RENAMED.holds(gap) && {
                let head = self.lower(self.span.start, first.start);
                let head = head.trim_end_matches(['"', '“', '«', ' ']);
                phrases::UNDER_NAME.end(head).is_some()
            };
            if (same && close || told || under)
                && let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == *first)
            {
                hit.value.label = Label::PreviousName;
            }
        }
    }

    /// Whether a name in capitals is the present one: `fue conocido como SAETA y LILY` names former ones.
    pub(super) fn present_or_past(&self, start: usize, name: &Span) -> Label {
        let head = self.lower(start, name.start);
        let near = head
            .get(head.char_indices().rev().nth(60).map_or(0, |(i, _)| i)..)
            .unwrap_or("");
        let told = phrases::OF_THE_PAST.within(near) && phrases::KNOWN_AS.within(near);
        let bare = near.trim_end_matches([' ', '"', '“', '«', '„']);
        let told = told || phrases::ONCE.end(bare).is_some();
        // `be known henceforth as WILLIAM DAMPIER`
        let anew = phrases::IS_NAMED.end(bare).is_some();
        let told = told && !anew;
        let was = near.ends_with("was ")
            && self
                .text
                .get(name.end..)
                .is_some_and(|t| t.starts_with(" until"));
        let told = told || was || self.called_in_the_past(name);
        let joined = self.hits.iter().any(|h| {
            h.value.label == Label::PreviousName
                && h.value.span.end <= name.start
                && matches!(
                    self.gap(h.value.span.end, name.start)
                        .trim_matches(['"', '“', '”', ' ']),
                    "y" | "and" | "et" | "e" | "und" | "," | "dan" | "/"
                )
        });
        if told || joined {
            Label::PreviousName
        } else {
            Label::VesselName
        }
    }

    /// `until 2010 she was called NORDVIND`: the clause tells of the past, and its last word leads to a name.
    pub(super) fn called_in_the_past(&self, name: &Span) -> bool {
        if !self.past(name.start) {
            return false;
        }
        let head = self.lower(self.span.start, name.start);
        let near = head.trim_end_matches([' ', '"', '“', '«', '„']);
        phrases::LEADS_TO_A_NAME.end(near).is_some()
    }
}
