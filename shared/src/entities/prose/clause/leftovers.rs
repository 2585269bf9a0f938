//! Values that no word announced: each is taken by its own shape, where nothing says that it is another thing's.

use super::super::other_names::no_craft;
use super::{C, Item, Kind, Label, Mode, Passage, Source, Span, closed, single_spaces, values};

impl Passage<'_> {
    /// Values that no cue announced.
    pub(super) fn leftovers(&mut self) {
        for index in 0..self.items.len() {
            if self.used.get(index).copied().unwrap_or(true) {
                continue;
            }
            let Some((place, kind)) = self.items.get(index).and_then(|p| match &p.item {
                Item::Value(kind) => Some((p.span.clone(), kind.clone())),
                _ => None,
            }) else {
                continue;
            };
            match kind {
                Kind::Date(iso) => self.loose_date(index, place, iso),
                Kind::Quantity(quantity) => self.loose_quantity(index, &quantity),
                Kind::Hull => self.loose_material(index, place),
                Kind::Country { .. } if self.mode == Mode::Text && !self.in_company(&place) => {
                    self.left_country(index);
                }
                Kind::Country { .. } => {}
                kind => self.shaped(kind, place),
            }
        }
    }

    /// A value that is what its shape or its words say.
    fn shaped(&mut self, kind: Kind, place: Span) {
        let printed = single_spaces(self.slice(&place));
        let read = self.mode != Mode::Title;
        let own = || !self.in_company(&place);
        let (label, norm, trust, check) = match kind {
            Kind::Position(norm) => (Label::Coordinates, norm, 0.95, "latitude and longitude"),
            Kind::Rfmo(code) if !self.numbers(place.end) => {
                (Label::Rfmo, code.to_string(), 0.97, "organisation")
            }
            Kind::Species if (read || self.is_fish_of_title(&place)) && own() => (
                Label::Species,
                closed::species(&printed),
                0.9,
                "species list",
            ),
            Kind::Gear if read && own() => {
                let norm = values::gear::code(&printed).map_or(printed, str::to_string);
                (Label::GearType, norm, 0.88, "gear list")
            }
            Kind::VesselType if read && own() && !no_craft(self.text, &place) => {
                (Label::VesselType, printed, 0.9, "vessel type list")
            }
            Kind::Area if own() => (Label::FishingArea, printed, 0.92, "area list"),
            _ => return,
        };
        self.push(label, place, norm, trust, check, Source::Shape, "");
    }

    /// `Hake right holders`, but neither the preposition of `BUQUES AFECTADOS POR LA RESOLUCIÓN` nor the end of
    /// `Distant-water tuna`.
    fn is_fish_of_title(&self, place: &Span) -> bool {
        let code = place.len() <= 3;
        !code && !self.gap(self.span.start, place.start).ends_with('-')
    }

    /// What a hull is made of, where the words around speak of it.
    fn loose_material(&mut self, index: usize, place: Span) {
        let of_hull = |c: C| c.any(C::HULL.with(C::MATERIAL));
        if self.mode != Mode::Text
            || !(self.made_of(index) || self.clause_cue(index).is_some_and(of_hull))
        {
            return;
        }
        let printed = single_spaces(self.slice(&place));
        let (check, said) = ("hull material", "hull");
        self.push(
            Label::HullMaterial,
            place,
            printed,
            0.9,
            check,
            Source::Cue,
            said,
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_title_may_name_the_fish() {
        for (title, fish) in [
            ("# Hake right holders", &["Hake"][..]),
            ("## Buques autorizados para el atún rojo", &["atún rojo"]),
            ("# BUQUES AFECTADOS POR LA RESOLUCIÓN", &[]),
            ("# Distant-water tuna fishery", &[]),
        ] {
            let page = format!("{title}\n\nVessel: ALBA NOVA");
            assert_eq!(values(&page, Label::Species), fish, "{title}");
        }
    }
}
