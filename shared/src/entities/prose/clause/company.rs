//! Companies and streets whose own first word is a cue.
//!
//! `gehört der Reederei Müller GmbH`, `con domicilio en Calle Real 12`.

use super::{Passage, Span};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// `con domicilio en Calle Real 12`: where the street's name begins inside the cue.
    pub(super) fn street(&self, cue: &Span) -> Option<usize> {
        let last = self.slice(cue).rsplit(' ').next()?;
        let caption = self
            .gap(cue.end, self.span.end)
            .starts_with([':', ' ', '.'])
            && self
                .gap(cue.end, self.span.end)
                .trim_start()
                .starts_with(':');
        (phrases::STREETS
            .iter()
            .any(|w| w.eq_ignore_ascii_case(last))
            && !caption)
            .then(|| cue.end - last.len())
    }

    /// `gehört der Reederei Müller GmbH`, `la empresa Armadora Sur S.L.`: a capital word of the cue begins the name.
    pub(super) fn with_company_word(&self, cue: &Span, name: Span) -> Span {
        let between = self.gap(cue.start, name.start);
        let begun = phrases::COMPANY_HEADS
            .last_places(between)
            .into_iter()
            .map(|(at, _)| at)
            .filter(|at| {
                let before = self.gap(self.span.start, cue.start + at);
                // A caption of a list (`Armadora: …`) begins its line or follows a sign.
                let sentence = before.is_empty() || before.ends_with(['\n', '(', '«', '“']);
                let gap = between.get(*at..).unwrap_or("");
                let gap = gap.find(' ').and_then(|i| gap.get(i..)).unwrap_or("");
                (sentence
                    && matches!(
                        gap,
                        " " | " de " | " du " | " des " | " da " | " do " | " der " | " d'" | " d’"
                    )
                    || before.ends_with(' ')
                        && before
                            .trim_end()
                            .ends_with(|c: char| c.is_lowercase() || c == '\'' || c == '’'))
                    && !between.get(*at..).is_some_and(|t| t.contains(':'))
            })
            .max();
        match begun {
            Some(at) => cue.start + at..name.end,
            None => name,
        }
    }
}
