//! Numbers that are measures by the words before them alone: `gross tonnage 431`, `412 de arqueo bruto`.

use super::super::fillers;
use super::measures::fits;
use super::{Item, Kind, Label, Passage, Placed, Span, Unit, measure};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// The number behind a cue that is no measure by itself.
    pub(super) fn bare_measure(
        &self,
        span: &Span,
        label: Label,
        evidence: &str,
    ) -> Option<measure::Quantity> {
        let end = self.sentence_end(span.end).max(span.end);
        let from = self.figures_of_measure(span, end, label)?;
        let odd = if label == Label::Length {
            400.0
        } else {
            120_000.0
        };
        let number = measure::number_at(self.text, from, self.frame.style, odd)?;
        let (stop, unit) = match measure::unit_at(self.text, number.end) {
            Some((stop, unit))
                if unit == Unit::Tonne && matches!(label, Label::HoldCapacity | Label::Tonnage)
                    || fits(label, Some(unit)) =>
            {
                (stop, Some(unit))
            }
            Some((_, Unit::Gross | Unit::Kilowatt | Unit::Horsepower)) => return None,
            _ => (number.end, None),
        };
        let behind = self.text.get(number.end..).unwrap_or("");
        // `Tara media: 0,85 kg`
        let weighed = unit.is_none()
            && behind.strip_prefix(' ').is_some_and(|tail| {
                let word = tail
                    .split(|c: char| !c.is_alphabetic())
                    .next()
                    .unwrap_or("");
                phrases::WEIGHTS.holds(word)
            });
        let next = behind.chars().next();
        // `runs to 31 December 2025`
        let day = self.items.iter().any(|p| {
            matches!(p.item, Item::Value(Kind::Date(_)))
                && p.span.start <= from
                && from < p.span.end
        });
        if day
            || weighed
            || number.end > end
            || next.is_some_and(char::is_alphanumeric) && unit.is_none()
            || next == Some('/')
            || label == Label::HoldCapacity && self.is_no_capacity(stop, unit, evidence)
        {
            return None;
        }
        Some(measure::Quantity {
            span: from..stop,
            value: number.value,
            unit,
        })
    }

    /// Where the figures behind a cue begin.
    fn figures_of_measure(&self, span: &Span, end: usize, label: Label) -> Option<usize> {
        let from = span.end + fillers::skip_fillers(self.gap(span.end, end), 4);
        // `stazza lorda tonnellate 121`
        let from = match self.gap(from, end).split_once(' ') {
            Some((word, _)) if label == Label::Tonnage && Unit::of(word) == Some(Unit::Tonne) => {
                from + word.len() + 1
            }
            _ => from,
        };
        let figures = self.gap(from, end);
        (figures.starts_with(|c: char| c.is_ascii_digit())
            && !self.gap(span.end, from).contains([')', ','])
            && !(label == Label::Length && self.of_a_mesh(from, end)))
        .then_some(from)
    }

    /// The number of a hold, or what lies in it.
    fn is_no_capacity(&self, end: usize, unit: Option<Unit>, evidence: &str) -> bool {
        // `De las cubas 3 y 5 se descargaron …`
        let folded = evidence.to_lowercase();
        let worded = phrases::VOLUMES.within(&folded)
            && !folded.contains("cubas")
            && !folded.starts_with("vol");
        // `In the holds: 245.6 t of bigeye tuna`
        let of = [" of ", " de ", " d’", " d'", " di ", " von "];
        let behind = self.gap(end, self.span.end);
        let fish = |p: &Placed| {
            p.span.start >= end
                && p.span.start - end <= 6
                && matches!(p.item, Item::Value(Kind::Species) | Item::Word { .. })
        };
        unit.is_none() && !worded
            || of.iter().any(|w| behind.starts_with(w)) && self.items.iter().any(fish)
    }

    /// The bare number before ` de ` that ends at byte `at`.
    pub(super) fn number_before(&self, at: usize) -> Option<measure::Quantity> {
        let head = self.gap(self.span.start, at);
        let body = [" de ", " di ", " d’", " d'"]
            .iter()
            .find_map(|w| head.strip_suffix(w))?;
        let word = body.rsplit([' ', '\n']).next()?;
        let from = self.span.start + body.len() - word.len();
        let number = measure::number_at(self.text, from, self.frame.style, 120_000.0)?;
        let whole = number.end == self.span.start + body.len();
        let dated = self.items.iter().any(|p| {
            !matches!(p.item, Item::Word { .. }) && p.span.start < number.end && from < p.span.end
        });
        (whole && !dated && number.value >= 3.0).then_some(measure::Quantity {
            span: from..number.end,
            value: number.value,
            unit: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn bounds_codes_and_years_of_other_things_are_no_particulars() {
        for text in [
            "Vessels 20 metres in length overall or greater must report.",
            "FISHING VESSELS OF LENGTH EQUAL TO OR GREATER THAN 24 METRES",
            "The season quota for the area is shown in CM 41-09.",
            "Que, en el año 2010, se otorgó permiso de pesca.",
            "Inscrite le jour même, volume 14, case 207.",
            "Recorded at noon, Book 44, Folio 1187.",
            "Tara media: 0,85 kg.",
        ] {
            assert!(things(text).is_empty(), "{text}: {:?}", things(text));
        }
    }
}
