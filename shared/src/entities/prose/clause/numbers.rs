//! Identifiers, register numbers, codes.
//!
//! `licensed under No. 2024-118`, `matr. RPI 904848`, `IMO No. 9074729`. A number whose check fails is none.

use super::super::items;
use super::{Item, Label, Passage, Source, Span, closed, identity, single_spaces, values};
use crate::entities::mend::as_digit;
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// `inscrita a folio 155677 del Registro Público`: the number before byte `at` is a company's.
    pub(super) fn of_trade(&self, at: usize) -> bool {
        const NEAR: usize = 44;
        let tail = self.gap(at, self.line_end(at));
        let near = tail.get(..tail.floor_char_boundary(NEAR)).unwrap_or("");
        phrases::TRADE_REGISTERS.within(&near.to_lowercase())
    }

    /// `licensed under No. 2024-118`: bytes of the preposition before a word for a number.
    pub(super) fn under_the_number(&self, from: usize, end: usize) -> usize {
        let tail = self.gap(from, end);
        phrases::UNDER_A
            .iter()
            .find(|w| {
                tail.strip_prefix(**w)
                    .is_some_and(|rest| phrases::WORDS_FOR_A_NUMBER.begin(rest).is_some())
            })
            .map_or(0, |w| w.len())
    }

    /// Figures with misread signs and stray blanks after an IMO or MMSI cue.
    pub(super) fn figures(&self, from: usize, to: usize, count: usize) -> Option<Span> {
        let mut seen = 0;
        let mut end = from;
        for (at, sign) in self.gap(from, to).char_indices() {
            if sign == ' ' {
                continue;
            }
            as_digit(sign)?;
            seen += 1;
            end = from + at + sign.len_utf8();
            if seen == count {
                break;
            }
        }
        let next = self.text.get(end..).and_then(|t| t.chars().next());
        (seen == count && next.is_none_or(|c| !c.is_alphanumeric())).then_some(from..end)
    }

    /// `tanda selar GT 118 No. 3207/Bc`: the Indonesian register mark, which holds the tonnage.
    pub(super) fn gross_mark(&mut self, span: &Span) -> bool {
        let printed = self.slice(span);
        if !printed.starts_with(['t', 'T']) {
            return false;
        }
        let cue = crate::entities::words::fold::fold_phrase(printed);
        if !cue.starts_with("tanda selar") {
            return false;
        }
        let end = self.sentence_end(span.end).max(span.end);
        let line = self.gap(span.start, end);
        let Some(gt) = line.find("GT") else {
            return false;
        };
        let mut stop = None;
        let mut at = gt;
        for (count, word) in line.get(gt..).unwrap_or("").split(' ').enumerate() {
            if count > 5 || word.is_empty() {
                break;
            }
            let bare = word.trim_end_matches([',', ';', '.', ')']);
            at += word.len() + 1;
            if bare.contains('/') && bare.bytes().any(|b| b.is_ascii_digit()) {
                stop = Some(at - 1 - (word.len() - bare.len()));
                break;
            }
        }
        // `No. 3207/Bc` may stand behind a dot that looks like the end of a sentence.
        let Some(stop) = stop else {
            return false;
        };
        let place = span.start + gt..span.start + stop;
        let printed = single_spaces(self.slice(&place));
        self.push(
            Label::NationalRegNo,
            place,
            printed,
            0.92,
            "number",
            Source::Cue,
            "tanda selar",
        );
        true
    }

    /// The flag found nearest to an item.
    pub(super) fn near_flag(
        &self,
        index: usize,
    ) -> Option<&'static crate::entities::words::lexicon::Country> {
        let at = self.items.get(index)?.span.start;
        let hit = self
            .hits
            .iter()
            .filter(|h| h.value.label == Label::Flag)
            .min_by_key(|h| h.value.span.start.abs_diff(at))?;
        identity::country(&hit.value.norm)
    }

    /// Codes after a gear word: `using LL, PS`.
    pub(super) fn gear_codes(&mut self, span: &Span, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let mut at = span.end;
        // `The only gear found was LL`
        let mut small = span.end;
        for word in self.gap(span.end, end).split_inclusive(' ').take(5) {
            let bare = word.trim_end();
            if !bare.is_empty()
                && (!bare.starts_with(char::is_lowercase) || !bare.ends_with(char::is_alphabetic))
            {
                break;
            }
            small += word.len();
        }
        let gear = self.items.iter().any(|p| {
            p.span.start >= span.end && p.span.start < small && matches!(p.item, Item::Value(_))
        });
        if small > span.end && !gear {
            at = small - 1;
        }
        for _ in 0..6 {
            let tail = self.gap(at, end);
            let lead = tail.len()
                - tail
                    .trim_start_matches([' ', ',', ':', '(', '/', ';'])
                    .len();
            let word: String = tail
                .get(lead..)
                .unwrap_or("")
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            let known = word.len() >= 2
                && !word.bytes().any(|b| b.is_ascii_lowercase())
                && closed::has_sense(&word, |s| {
                    matches!(s, crate::entities::words::lexicon::Sense::GearCode(_))
                });
            if !known {
                return;
            }
            let place = at + lead..at + lead + word.len();
            at = place.end;
            let norm = values::gear::code(&word).map_or(word, str::to_string);
            self.push(
                Label::GearType,
                place,
                norm,
                0.93,
                "gear code",
                Source::Cue,
                evidence,
            );
        }
    }

    /// Numbers that say what they are: EU fleet register numbers, an organisation's acronym with figures.
    pub(super) fn registers(&mut self) {
        for index in 0..self.items.len() {
            let free = !self.used.get(index).copied().unwrap_or(true);
            let Some(span) = self
                .items
                .get(index)
                .filter(|p| free && matches!(p.item, Item::Word { .. }))
                .map(|p| p.span.clone())
            else {
                continue;
            };
            let word = self.text.get(span.clone()).unwrap_or("");
            // `ESP000012345`, `IOTC1234`: letters and figures.
            if !word.bytes().any(|b| b.is_ascii_digit()) {
                continue;
            }
            if items::is_register_number(word) {
                self.push(
                    Label::EuCfr,
                    span,
                    word.to_ascii_uppercase(),
                    0.95,
                    "member state and nine signs",
                    Source::Shape,
                    "",
                );
            } else if identity::is_organisation_number(word) || identity::is_serial(word) {
                self.push(
                    Label::RfmoId,
                    span,
                    word.to_string(),
                    0.95,
                    "acronym and figures",
                    Source::Shape,
                    "",
                );
            }
        }
    }
}
