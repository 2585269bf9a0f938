//! Numbers of licences that stand beside their word or their term: `The permit on board, PE-23-9165, runs …`, `The right,
//! numbered L-6940, begins on`, `She holds F24-3035, in force till 31.12.2024`.

use super::super::overlaps;
use super::{C, Item, Label, Passage, Source, Span};
use crate::entities::words::lexicon::phrases;

/// Shortest and longest number of a licence, in bytes.
const SHORTEST: usize = 6;
const LONGEST: usize = 18;

/// Farthest that the word for the licence may stand, in bytes.
const NEAR: usize = 36;

impl Passage<'_> {
    /// Reads the numbers of licences that no reader before has found.
    pub(super) fn licences_beside(&mut self) {
        let mut at = self.span.start;
        let text = self.text.get(self.span.clone()).unwrap_or("");
        for word in text.split([' ', '\n']) {
            let start = at;
            at += word.len() + 1;
            if word.len() < SHORTEST {
                continue;
            }
            let body = word.trim_end_matches([',', ';', '.', ':', ')']);
            let place = start..start + body.len();
            if is_licence(body)
                && !overlaps(&self.hits, &place)
                && (self.with_term(&place) || self.beside_licence(&place))
            {
                let (label, source) = (Label::LicenseNo, Source::Cue);
                let evidence = "beside a licence or its term";
                self.push(
                    label,
                    place,
                    body.to_string(),
                    0.85,
                    "number",
                    source,
                    evidence,
                );
            }
        }
    }

    /// `F24-3035, in force till`: what is said of a licence's term follows.
    fn with_term(&self, place: &Span) -> bool {
        let tail = self.gap(place.end, self.span.end);
        tail.strip_prefix(", ")
            .or_else(|| tail.strip_prefix(" ("))
            .is_some_and(|rest| phrases::TERMS_OF_LICENCES.begin(rest).is_some())
    }

    /// `The permit on board, PE-23-9165, runs`: the word for a licence stands before, and small words between.
    fn beside_licence(&self, place: &Span) -> bool {
        let begin = self.sentence_begin(place.start);
        let closed = self
            .gap(place.end, self.span.end)
            .starts_with([',', ')', ';']);
        let cue = self.items.iter().rev().find(|p| {
            p.span.end <= place.start
                && p.span.start >= begin
                && !matches!(p.item, Item::Word { .. })
        });
        closed
            && cue.is_some_and(|p| {
                let gap = self.gap(p.span.end, place.start);
                matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::LICENSE))
                    && gap.len() <= NEAR
                    && gap.ends_with([' ', '('])
                    && gap.contains([',', '('])
                    && !gap.contains(|c: char| c.is_uppercase() || c.is_ascii_digit())
            })
    }
}

/// Letters and figures joined by hyphens, dots or bars.
fn is_licence(word: &str) -> bool {
    (SHORTEST..=LONGEST).contains(&word.len())
        && word.bytes().filter(u8::is_ascii_digit).count() >= 2
        && word.bytes().any(|b| b.is_ascii_uppercase() || b == b'/')
        && word.contains(['-', '/', '.'])
        && word
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '/' | '.'))
        && word.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_number_beside_a_licence_or_its_term_is_the_licences() {
        for (told, number) in [
            (
                "The permit on board, PE-23-9165, runs from 1 May 2023 to 2 May 2024",
                "PE-23-9165",
            ),
            ("She holds F24-3035, in force till 31.12.2024", "F24-3035"),
        ] {
            let page = format!("The longliner GREY HERON (IMO 9074729) was met. {told}.");
            let wanted = format!("0 LICENSE_NO={number}");
            assert!(found(&page).contains(&wanted), "{told}: {:?}", found(&page));
        }
    }
}
