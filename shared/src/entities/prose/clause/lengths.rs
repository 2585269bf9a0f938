//! Which measure in metres or feet is a ship's length: `a longliner of 49.8 m`, `431.08 GT and 44.16 m`; the measures of
//! her other sides are none: `7 metres wide`, `x 7.1 m`.

use super::{C, Item, Kind, Label, Passage, Span, Unit};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// `431.08 GT and 44.16 m`, `47,78 m e 372 GT`: a gross tonnage right beside the measure.
    pub(super) fn beside_gross(&self, index: usize) -> bool {
        const JOINTS: [&str; 14] = [
            " and ", " for ", ", ", " y ", " et ", " e ", " pour ", " por ", " para ", " und ",
            " / ", " x ", " dan ", ", and ",
        ];
        let Some(own) = self.items.get(index) else {
            return false;
        };
        let gross = |p: &super::Placed| matches!(&p.item, Item::Value(Kind::Quantity(q)) if q.unit == Some(Unit::Gross));
        self.items.iter().any(|p| {
            gross(p)
                && (JOINTS.contains(&self.gap(p.span.end, own.span.start))
                    || JOINTS.contains(&self.gap(own.span.end, p.span.start)))
        })
    }

    /// A vessel was named before a place in the same sentence.
    pub(super) fn named_before(&self, place: &Span) -> bool {
        self.hits.iter().any(|h| {
            h.value.label == Label::VesselName
                && h.value.span.end <= place.start
                && self.sentence_end(h.value.span.end) >= place.start
        })
    }

    /// `a longliner of 49.8 m`, `chalutier de 27,3 m`, `a 62 m, 998 GT seiner`.
    pub(super) fn vessel_of_length(&self, index: usize) -> bool {
        let Some(placed) = self.items.get(index) else {
            return false;
        };
        let led = phrases::ARTICLES_BEFORE_MEASURES
            .end(self.gap(self.span.start, placed.span.start))
            .is_some();
        let mut right = placed.span.end;
        for (count, next) in self.items.iter().skip(index + 1).take(5).enumerate() {
            let gap = self.gap(right, next.span.start);
            if !led || count > 3 || !matches!(gap, " " | ", " | "-" | "") {
                break;
            }
            match &next.item {
                Item::Value(Kind::VesselType | Kind::GenericVessel) => return true,
                Item::Cue { concepts, .. } if *concepts == C::SHIP => return true,
                Item::Word { capital: false }
                | Item::Value(Kind::Quantity(_) | Kind::Hull | Kind::Country { .. }) => {}
                _ => break,
            }
            right = next.span.end;
        }
        let typed = self
            .items
            .iter()
            .take(index)
            .rev()
            .take(6)
            .find(|p| matches!(p.item, Item::Value(Kind::VesselType | Kind::GenericVessel)));
        // `palangrier en polyester de 15,60 m`, `a longliner built of steel of 49 m`
        let described = typed.is_some_and(|p| {
            let gap = self.gap(p.span.end, placed.span.start);
            gap.len() <= 40
                && !gap.contains([',', ';', '.', '(', ':'])
                && [" of ", " de ", " di ", " von "]
                    .iter()
                    .any(|w| gap.ends_with(w))
                && self.items.iter().any(|h| {
                    matches!(h.item, Item::Value(Kind::Hull | Kind::Country { .. }))
                        && h.span.start >= p.span.end
                        && h.span.end <= placed.span.start
                })
        });
        if described {
            return true;
        }
        self.items
            .iter()
            .take(index)
            .rev()
            .take(3)
            .find(|p| matches!(p.item, Item::Value(Kind::VesselType | Kind::GenericVessel)))
            .is_some_and(|p| {
                matches!(
                    self.gap(p.span.end, placed.span.start),
                    " of " | " de " | " di " | " von " | " measuring " | " d’"
                )
            })
    }

    /// The quantity stands alone between commas.
    pub(super) fn bare_chunk(&self, index: usize) -> bool {
        let Some(placed) = self.items.get(index) else {
            return false;
        };
        let before = self
            .text
            .get(self.span.start..placed.span.start)
            .unwrap_or("")
            .trim_end();
        let after = self
            .text
            .get(placed.span.end..self.span.end)
            .unwrap_or("")
            .trim_start();
        // `ESTRELA DO NORTE, de 14,2 metros, casco de madeira`
        let before = phrases::OF_A_MEASURE
            .iter()
            .find_map(|w| before.strip_suffix(w))
            .filter(|b| b.ends_with(','))
            .unwrap_or(before);
        // `25.4 m / 70 GT / 231 kW`, `24.1 m and 64 GT`
        let measured = self.items.get(index + 1).is_some_and(|next| {
            let gap = self.gap(placed.span.end, next.span.start);
            let tonnage = matches!(
                &next.item,
                Item::Value(Kind::Quantity(q)) if matches!(q.unit, Some(Unit::Gross | Unit::Kilowatt | Unit::Horsepower))
            ) || matches!(&next.item, Item::Cue { concepts, .. } if *concepts == C::TONNAGE);
            let beside = matches!(
                gap,
                " / " | ", " | " e " | " y " | " et " | " and " | " und " | " dan " | " · " | " | "
            );
            tonnage && beside
        });
        if measured {
            return true;
        }
        before.ends_with([',', ';', ':', '(', '|', '–', '—', '·'])
            && (after.is_empty()
                || self.is_first_side(&placed.span)
                || after.starts_with([',', ';', '.', ')', '|', '–', '—', '·', '\n']))
    }

    /// `7 metres wide`, `8,5 de manga`, `x 7.1 m`: the measure is a breadth, a depth or a draught.
    pub(super) fn is_breadth(&self, place: &Span) -> bool {
        let tail = self.lower(place.end, self.sentence_end(place.end).max(place.end));
        let head = self.gap(self.span.start, place.start);
        let after_length = phrases::TIMES.end(head).is_some_and(|sign| {
            let before = head.get(..head.len() - sign.len()).unwrap_or("");
            before.ends_with(|c: char| c.is_ascii_digit())
                || self.items.iter().any(|p| {
                    matches!(p.item, Item::Value(Kind::Quantity(_)))
                        && p.span.end == self.span.start + before.len()
                })
        });
        after_length || phrases::OF_A_BREADTH.begin(tail).is_some()
    }

    /// Another measure follows behind a sign for times: `21.2 m x 7.1 m`.
    pub(super) fn is_first_side(&self, place: &Span) -> bool {
        let tail = self.gap(place.end, self.span.end);
        phrases::TIMES.begin(tail).is_some_and(|sign| {
            tail.get(sign.len()..)
                .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_breadth_is_no_length() {
        for text in [
            "The trawler Grey Heron is 24 metres long and 7 metres wide.",
            "The trawler Grey Heron, steel, 24 m x 7.1 m, 168 GT, is for sale.",
            "El arrastrero Garza Azul tiene 24 metros de eslora por 6,8 de manga.",
            "O arrastão Garça Azul tem 24 metros de comprimento e 9 metros de boca.",
        ] {
            assert_eq!(values(text, Label::Length), ["24"], "{text}");
        }
    }
}
