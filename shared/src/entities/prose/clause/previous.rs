//! Former names and flags after their word: `formerly VEGA`, `ex "Star 5" (Cambodia)`, `formerly the Ghanaian Alba`.

use super::super::former;
use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Label, Passage, Source, Span, closed, single_spaces};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// `formerly the Ukrainian-flagged Mys Kurgan`, `formerly the Panamanian Alida`: flag and name of the past.
    pub(super) fn flag_before_former(&mut self, index: usize, evidence: &str) -> bool {
        let (Some(cue), Some(article), Some(state)) = (
            self.items.get(index),
            self.items.get(index + 1),
            self.items.get(index + 2),
        ) else {
            return false;
        };
        let Item::Value(Kind::Country {
            code,
            demonym: true,
        }) = state.item
        else {
            return false;
        };
        let led = matches!(
            self.slice(&article.span),
            "the" | "el" | "le" | "la" | "o" | "il"
        ) && self.gap(cue.span.end, article.span.start) == " ";
        let tail = self.gap(state.span.end, self.span.end);
        let flagged = phrases::FLAGGED.begin(tail);
        let Some(flagged) = flagged.filter(|_| led) else {
            return false;
        };
        let (span, from) = (state.span.clone(), state.span.end + flagged.len());
        let end = self.sentence_end(from).max(from);
        let name = take::name(self.text, from, end, NameKind::Ship).filter(|n| n.start == from);
        if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == span) {
            hit.value.label = Label::PreviousFlag;
        } else {
            self.country_told(Label::PreviousFlag, span, code, 0.9, evidence);
        }
        if let Some(name) = name {
            if let Some(hit) = self.hits.iter_mut().find(|h| h.value.span == name) {
                hit.value.label = Label::PreviousName;
            } else {
                let norm = single_spaces(&self.slice(&name).to_uppercase());
                self.push(
                    Label::PreviousName,
                    name,
                    norm,
                    0.9,
                    "name",
                    Source::Cue,
                    evidence,
                );
            }
        }
        true
    }

    /// `later as VEGA (Mongolia, 2013-2016)`: the flag in brackets behind a former name is a former one.
    pub(super) fn of_its_time(&mut self, at: usize) {
        let open = self.gap(at, self.span.end).starts_with(" (");
        if let Some(hit) = self
            .hits
            .iter_mut()
            .find(|h| open && h.value.label == Label::Flag && h.value.span.start == at + 2)
        {
            hit.value.label = Label::PreviousFlag;
        }
    }

    /// `The former flies the flag of Fiji`: one of two ships, and no word for another time.
    pub(super) fn one_of_two_ships(&self, cue: &Span) -> bool {
        let led = self
            .gap(self.span.start, cue.start)
            .trim_end()
            .to_lowercase()
            .ends_with("the");
        let tail = self.gap(cue.end, self.span.end);
        led && self.slice(cue).eq_ignore_ascii_case("former")
            && (tail.starts_with([',', '\'', '’']) || phrases::SHIP_VERBS.begin(tail).is_some())
    }

    /// `formerly`, `ex`, `before that`: names, or countries.
    pub(super) fn previous(&mut self, index: usize, span: &Span, concepts: C, evidence: &str) {
        if let Some(next) = self.items.get(index + 1)
            && matches!(next.item, Item::Value(Kind::Country { .. }))
            && !concepts.any(C::NAME)
        {
            self.flag(index, Label::PreviousFlag, evidence);
            return;
        }
        if self.flag_before_former(index, evidence) {
            return;
        }
        if let Some(found) = self.next_value(index, 3, |k| matches!(k, Kind::Country { .. }))
            && !concepts.any(C::NAME)
            && let Some((place, _)) = self.country(found)
            && !self
                .gap(span.end, place.start)
                .chars()
                .any(char::is_uppercase)
        {
            self.flag(index, Label::PreviousFlag, evidence);
            return;
        }
        let end = self.sentence_end(span.end).max(span.end);
        let end = self.shouted_end(span.end, end);
        if [" of ", " de ", " do ", " da "]
            .iter()
            .any(|w| self.gap(span.end, end).starts_with(w))
            && !concepts.any(C::NAME)
        {
            return;
        }
        for name in former::former(self.text, span.end, end) {
            let printed = self.slice(&name);
            // `Que antes se denominó VEGA; Que la Organización …`: another clause begins.
            if printed.starts_with("Que ") || printed == "Que" {
                break;
            }
            if closed::is_empty_value(printed)
                || printed.chars().filter(|c| c.is_alphabetic()).count() < 2
            {
                continue;
            }
            // `Call sign unknown (previously 5VAN9, JVML6)`
            let signed = self.hits.last().is_some_and(|h| {
                h.value.label == Label::Ircs && self.gap(h.value.span.end, name.start).len() <= 2
            });
            if signed && printed.bytes().any(|b| b.is_ascii_digit()) {
                let norm = printed.to_string();
                let (label, check) = (Label::Ircs, "call sign series");
                self.push(label, name, norm, 0.85, check, Source::Cue, evidence);
                continue;
            }
            let later = |h: &super::Hit| {
                h.value.span == name && h.evidence == super::successor::TAKEN_LATER
            };
            if self.hits.iter().any(later) {
                continue;
            }
            let norm = single_spaces(&printed.to_uppercase());
            if let Some(hit) = self
                .hits
                .iter_mut()
                .find(|h| h.value.span == name && h.value.label == Label::VesselName)
            {
                hit.value.label = Label::PreviousName;
                self.of_its_time(name.end);
                continue;
            }
            self.push(
                Label::PreviousName,
                name,
                norm,
                0.92,
                "name",
                Source::Cue,
                evidence,
            );
        }
    }
}
