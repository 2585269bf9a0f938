//! Measures that a sentence deals out: `measure 48.2 m and 51.6 m respectively`, `de 34 y 38 metros de eslora
//! respectivamente`.

use super::{Label, Passage, Span, measure, values_quantity};
use crate::entities::words::lexicon::phrases;

/// Most figures of a measure.
const FIGURES: usize = 9;

impl Passage<'_> {
    /// Whether a measure is one of those that its sentence deals out to vessels.
    pub(super) fn is_dealt(&self, place: &Span) -> bool {
        let end = self.sentence_end(place.end).max(place.end);
        let begin = self.sentence_begin(place.start);
        let ships = self.hits.iter().filter(|h| {
            h.value.label == Label::VesselName && (begin..end).contains(&h.value.span.start)
        });
        ships.count() >= 2 && self.deals_out(place.start, end)
    }

    /// Takes the number joined to a measure from before, where the sentence deals them out: `34 y 38 metros`.
    pub(super) fn dealt_before(&mut self, quantity: &measure::Quantity, label: Label) {
        if !self.is_dealt(&quantity.span) {
            return;
        }
        let head = self.gap(self.span.start, quantity.span.start);
        let Some(joint) = phrases::JOINTS_OF_SHIPS.end(head) else {
            return;
        };
        let body = head.get(..head.len() - joint.len()).unwrap_or("");
        let word = body.rsplit([' ', '\n', '(']).next().unwrap_or("");
        if word.is_empty() || word.len() > FIGURES {
            return;
        }
        let from = self.span.start + body.len() - word.len();
        let Some(number) = measure::number_at(self.text, from, self.frame.style, 120_000.0) else {
            return;
        };
        let other = measure::Quantity {
            span: from..number.end,
            value: number.value,
            unit: quantity.unit,
        };
        let whole = number.end == from + word.len();
        let free = !super::overlaps(&self.hits, &other.span);
        if let Some(value) = values_quantity(&self.frame, &other, label).filter(|_| whole && free) {
            self.push_value(value, "told with the next");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn measures_are_dealt_out() {
        for page in [
            "The longliners Alba Nova and Mar Bravo measure 48.2 m and 51.6 m respectively.",
            "Los palangreros Alba Nova y Mar Bravo, de 48,2 y 51,6 metros de eslora respectivamente, zarparon.",
        ] {
            let read = found(page);
            for wanted in ["0 LENGTH=48.2", "1 LENGTH=51.6"] {
                assert!(read.contains(&wanted.to_string()), "{wanted}: {read:?}");
            }
        }
    }
}
