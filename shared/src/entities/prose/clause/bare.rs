//! Numbers that no caption announces and whose own check tells them: `8773108, welded on her transom`, `sends 412329876 by
//! AIS`, `(CIAT) con el número 17733`. Call signs: [`super::bare_signs`].

use super::super::overlaps;
use super::facts::is_code;
use super::{Item, Label, Passage, Source, Span, identity};
use crate::entities::words::lexicon::{phrases, with_folded};

impl Passage<'_> {
    /// IMO numbers and MMSI by their check and the words of their sentence.
    pub(super) fn bare_identifiers(&mut self) {
        let words: Vec<Span> = self
            .items
            .iter()
            .filter(|p| matches!(p.item, Item::Word { .. }))
            .map(|p| p.span.clone())
            .filter(|p| is_code(self.slice(p)))
            .collect();
        for place in words {
            if overlaps(&self.hits, &place) || self.inside_number(&place) {
                continue;
            }
            let word = self.slice(&place).to_string();
            let figures = word.bytes().all(|b| b.is_ascii_digit());
            let label = match (figures, word.len()) {
                (true, 7)
                    if self.in_bracket(&place)
                        || self.led(&place)
                            && (self.told_by(&place, &phrases::HULL_WORDS)
                                || self.no_paper(&place)) =>
                {
                    Label::Imo
                }
                (true, 9)
                    if self.in_bracket(&place) || self.told_by(&place, &phrases::AIS_WORDS) =>
                {
                    Label::Mmsi
                }
                _ => continue,
            };
            let valid = match label {
                Label::Imo => matches!(identity::imo(&word), identity::Reading::Valid(_)),
                Label::Mmsi => {
                    matches!(identity::mmsi(&word), identity::Reading::Valid(_))
                        && self.of_a_flag(|c| {
                            word.get(..3)
                                .and_then(|m| m.parse().ok())
                                .is_some_and(|mid: u16| c.mids.contains(&mid))
                        })
                }
                _ => true,
            };
            let known = self.hits.iter().any(|h| {
                h.value.label == label
                    && self.sentence_begin(h.value.span.start) == self.sentence_begin(place.start)
            });
            if valid && !known {
                let check = "its own check";
                self.push(
                    label,
                    place,
                    word,
                    0.88,
                    check,
                    Source::Cue,
                    "the sentence's words",
                );
            }
        }
    }

    /// The passage has no IMO number, and no paper's number is spoken of before the figures.
    fn no_paper(&self, place: &Span) -> bool {
        let head = self.gap(self.sentence_begin(place.start), place.start);
        !self.hits.iter().any(|h| h.value.label == Label::Imo)
            && !head
                .split(|c: char| !c.is_alphabetic())
                .any(|word| with_folded(word, |word| phrases::PAPERS.holds(word)))
    }

    /// A part of a longer number: `12/9074729`, `9074729-3`.
    pub(super) fn inside_number(&self, place: &Span) -> bool {
        let joined = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_');
        self.text
            .get(..place.start)
            .is_some_and(|h| h.ends_with(joined))
            || self
                .text
                .get(place.end..)
                .is_some_and(|t| t.starts_with(joined))
    }

    /// `BENGUELA PRIDE (V5BP, 9054729)`: a part of its own in the bracket right behind a vessel's name.
    fn in_bracket(&self, place: &Span) -> bool {
        let head = self.gap(self.span.start, place.start);
        let Some(open) = head.rfind('(') else {
            return false;
        };
        let inside = head.get(open + 1..).unwrap_or("");
        let parted = inside.is_empty()
            || inside.ends_with([' ', ',']) && inside.trim_end().ends_with([',', ';', '–', '/']);
        let next = self.gap(place.end, self.span.end);
        let name = head
            .get(..open)
            .unwrap_or("")
            .trim_end_matches([' ', '"', '”', '»', '“'])
            .len()
            + self.span.start;
        parted
            && !inside.contains(')')
            && next.starts_with([')', ',', ';', ' '])
            && self
                .hits
                .iter()
                .any(|h| h.value.label == Label::VesselName && h.value.span.end == name)
    }

    /// A word for a number, a verb or a comma stands right before: no other noun says what the figures are.
    fn led(&self, place: &Span) -> bool {
        let head = self.gap(self.sentence_begin(place.start), place.start);
        let ship = !self.known.is_empty()
            || self
                .hits
                .iter()
                .any(|h| matches!(h.value.label, Label::VesselName | Label::Flag | Label::Ircs));
        ship && phrases::BEFORE_BARE_FIGURES.end(head).is_some()
    }

    /// One of the words stands in the sentence, near enough.
    fn told_by(&self, place: &Span, words: &crate::entities::words::phrases::Phrases) -> bool {
        let begin = self.sentence_begin(place.start);
        let end = self.sentence_end(place.end).max(place.end);
        let sentence = self.gap(begin, end);
        sentence.len() <= 400 && words.within(&sentence.to_lowercase())
    }

    /// A flag found in the passage fits.
    fn of_a_flag(&self, fits: impl Fn(&crate::entities::words::lexicon::Country) -> bool) -> bool {
        let mut flags = self
            .hits
            .iter()
            .filter(|h| h.value.label == Label::Flag)
            .filter_map(|h| identity::country(&h.value.norm))
            .peekable();
        flags.peek().is_none() || flags.any(fits)
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::first;

    #[test]
    fn identifiers_are_told_by_their_check_and_their_sentence() {
        for (text, label, value) in [
            (
                "The longliner GREY HERON flies the flag of Georgia. On the wheelhouse top stood the letters 4LXW2.",
                Label::Ircs,
                Some("4LXW2"),
            ),
            (
                "The longliner GREY HERON was met; the number welded on her transom is 9074729.",
                Label::Imo,
                Some("9074729"),
            ),
            (
                "The Namibian trawler GREY HERON (V5BP, 9074729) was met.",
                Label::Imo,
                Some("9074729"),
            ),
            (
                "The longliner GREY HERON was met; receipt 9074729 was shown.",
                Label::Imo,
                None,
            ),
            (
                "El buque GREY HERON figura en la CIAT con el número 17733.",
                Label::RfmoId,
                Some("17733"),
            ),
        ] {
            assert_eq!(first(text, label).as_deref(), value, "{text}");
        }
    }
}
