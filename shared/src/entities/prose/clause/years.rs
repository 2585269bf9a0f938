//! Years in which ships were built, told by no word: `1989 GRP potter`, `coquillier de 1969`, `8.1 m, aluminium, 2010`.

use super::{Facts, Item, Kind, Label, Passage, Placed, Source, Span, overlaps};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// `1989 GRP potter`, `coquillier de 1969`, `8.1 m, aluminium, 2010`: a year among a ship's particulars.
    pub(super) fn years_among_particulars(&mut self) {
        if !self.facts.all(Facts::TEXT.with(Facts::NAMED)) {
            return;
        }
        for index in 0..self.items.len() {
            let word = |p: &&Placed| matches!(p.item, Item::Word { .. });
            let Some(place) = self.items.get(index).filter(word).map(|p| p.span.clone()) else {
                continue;
            };
            if is_year(self.slice(&place))
                && !overlaps(&self.hits, &place)
                && self.is_particular_year(index, &place)
            {
                let year = self.slice(&place).to_string();
                let (source, said) = (Source::Cue, "among particulars");
                self.push(Label::BuildYear, place, year, 0.85, "year", source, said);
            }
        }
    }

    fn is_particular_year(&self, index: usize, place: &Span) -> bool {
        let head = self.gap(self.sentence_begin(place.start), place.start);
        let tail = self.gap(place.end, self.span.end);
        let next = self.items.get(index + 1);
        let ends_at = |end: usize, ship: bool| {
            self.items.iter().any(|p| {
                p.span.end == end
                    && (matches!(p.item, Item::Value(Kind::Hull | Kind::VesselType))
                        || ship && p.item.is_ship()
                        || !ship && matches!(p.item, Item::Value(Kind::Quantity(_))))
            })
        };
        if let Some(of) = phrases::OF_A_YEAR.end(head) {
            return ends_at(place.start - of.len(), true);
        }
        let before = |p: &Placed| matches!(p.item, Item::Value(Kind::Hull | Kind::VesselType));
        if next.is_some_and(|p| self.gap(place.end, p.span.start) == " " && before(p)) {
            return !head.ends_with(char::is_alphanumeric);
        }
        let body = head.trim_end_matches([' ', ',', ';', '(']);
        let opened = head.trim_end().len() > body.len();
        let closed = tail.is_empty() || tail.starts_with([',', ';', '.', ')', '\n']);
        let beside = || {
            next.is_some_and(|p| {
                self.gap(place.end, p.span.start) == ", "
                    && matches!(p.item, Item::Value(Kind::Hull | Kind::Quantity(_)))
            })
        };
        opened && closed && (ends_at(place.start - (head.len() - body.len()), false) || beside())
    }
}

/// Four figures that may be the year in which a ship was built.
pub(super) fn is_year(text: &str) -> bool {
    text.len() == 4 && ("1850"..="2099").contains(&text) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_year_among_particulars_is_that_of_building() {
        for (text, year) in [
            ("The trawler Grey Heron, 8.1 m, aluminium, 2010.", "2010"),
            (
                "À couple, le chalutier Héron Gris, coquillier de 1969, attend sa casse.",
                "1969",
            ),
            (
                "The boat Grey Heron (1989, GRP, 150 HP) is for sale.",
                "1989",
            ),
        ] {
            assert_eq!(values(text, Label::BuildYear), [year], "{text}");
        }
        for text in [
            "The trawler Grey Heron sank in 2017, 24 m from the quay.",
            "The trawler Grey Heron fished in the 2011 season.",
            "El arrastrero Garza Azul, desguazado en 2022, era de madera.",
        ] {
            assert!(values(text, Label::BuildYear).is_empty(), "{text}");
        }
    }
}
