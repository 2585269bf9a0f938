//! Which measure in metres or feet is a ship's length: what no word announces is hers (`a longliner of 49.8 m`, `32 feet of
//! larch`), but for the measures of her other sides (`7 metres wide`, `x 7.1 m`) and of other things (`in 31 metres`).

use super::{Item, Kind, Label, Passage, Span, Unit, measure};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// The measure may be a ship's length, and nothing in its clause says that it is another thing's.
    pub(super) fn may_be_length(&self, quantity: &measure::Quantity) -> bool {
        let ships = match quantity.unit {
            Some(Unit::Metre) => 4.0..=300.0,
            Some(Unit::Foot) => 12.0..=600.0,
            _ => return false,
        };
        let place = &quantity.span;
        let sentence =
            self.sentence_begin(place.start)..self.sentence_end(place.end).max(place.end);
        let head = self.lower(sentence.start, place.start);
        let head = head.rsplit([',', ';', '(']).next().unwrap_or("");
        let tail = self.lower(place.end, sentence.end);
        // `1 200 metros de redes`
        let thousands = head
            .strip_suffix(' ')
            .is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
        let printed = self.slice(place).contains(char::is_alphabetic);
        ships.contains(&quantity.value)
            && printed
            && !thousands
            && head.trim() != ":"
            // `class D = over 70 ft`
            && !head.contains('=')
            && !self.is_breadth(place)
            && !phrases::OTHER_LENGTHS.within(head)
            && phrases::OF_OTHER_LENGTHS.begin(tail).is_none()
    }

    /// A vessel was named before a place in the same sentence.
    pub(super) fn named_before(&self, place: &Span) -> bool {
        self.hits.iter().any(|h| {
            h.value.label == Label::VesselName
                && h.value.span.end <= place.start
                && self.sentence_end(h.value.span.end) >= place.start
        })
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

    #[test]
    fn a_measure_is_a_ship_s_unless_it_is_another_thing_s() {
        for (text, length) in [
            ("The trawler Grey Heron is 32 feet of larch on oak.", "9.75"),
            (
                "The Charisma has her new 77.5 metre pelagic trawler, Grey Heron.",
                "77.5",
            ),
            (
                "Era do porto o barco Garça Azul e tinha 31,3 metros; ardeu.",
                "31.3",
            ),
            ("El palangrero Garza Azul: 28 metros, 13 hombres.", "28"),
        ] {
            assert_eq!(values(text, Label::Length), [length], "{text}");
        }
        for text in [
            "The wreck of the trawler Grey Heron lies in 31 metres.",
            "El arrastrero Garza Azul calaba 1 200 metros de redes de enmalle.",
            "Le chalutier Héron Gris travaillait par moins de 50 mètres.",
            "O arrastão Garça Azul afastou-se 40 metros do seu par.",
            "The trawler Grey Heron lost 400 metres of gillnet.",
        ] {
            assert!(values(text, Label::Length).is_empty(), "{text}");
        }
    }
}
