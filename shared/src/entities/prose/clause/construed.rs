//! What set ways of saying something of a ship announce (`construction`), behind their words or before them.

use super::super::construction::Construction;
use super::super::overlaps;
use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Label, Passage, Source, Span, single_spaces};

impl Passage<'_> {
    /// Reads what the passage's constructions announce.
    pub(super) fn construed(&mut self) {
        let constructions = std::mem::take(&mut self.constructions);
        for one in &constructions {
            let evidence = self.slice(&one.span).to_string();
            if one.behind {
                self.told_before(one, &evidence);
                continue;
            }
            let Some(index) = self.items.iter().position(|p| p.span == one.span) else {
                continue;
            };
            if one.concepts == C::BUILD {
                self.build(index, &one.span, &evidence);
            } else if one.concepts == C::NATIONALITY {
                let next = self.next_value(index, 5, |k| matches!(k, Kind::Country { .. }));
                if let Some((place, code)) = next.and_then(|index| self.country(index)) {
                    self.country_told(Label::Country, place, code, 0.92, &evidence);
                }
            } else if one.concepts == C::BUILD.with(C::YEAR) {
                if self.of_a_ship(index) {
                    self.build_year(&one.span, &evidence);
                }
            } else if one.concepts != C::NAME.with(C::SHIP)
                && one.concepts != C::NAME.with(C::MARKING)
            {
                self.cue(index);
            }
        }
        self.constructions = constructions;
    }

    /// Reads what stood on bows and sterns, when the passage's names are known.
    pub(super) fn boards(&mut self) {
        for index in 0..self.items.len() {
            let Some(placed) = self.items.get(index) else {
                return;
            };
            if is_board(&placed.item) {
                let evidence = self.slice(&placed.span).to_string();
                self.lettered(index, &evidence);
            }
        }
    }

    /// `a steel hull dating from 2004`: a word for a ship or her hull stands before item `index` in its sentence or is
    /// among its words.
    fn of_a_ship(&self, index: usize) -> bool {
        let own = self.items.get(index).map_or(0, |p| p.span.start);
        let talks = self.slice(&(own..self.sentence_end(own))).split(' ').next();
        talks.is_some_and(|word| word != "dating")
            || self.items.iter().take(index).rev().take(6).any(|p| {
                matches!(p.item, Item::Value(Kind::VesselType | Kind::GenericVessel))
                    || matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::SHIP.with(C::HULL)))
            })
    }

    /// `Vega Ltd owns her`, `Fiji is her flag State`: what stands before the words.
    fn told_before(&mut self, one: &Construction, evidence: &str) {
        let head = self.gap(self.span.start, one.span.start);
        let at = self.span.start + head.trim_end_matches([' ', ',']).len();
        let Some(label) = super::super::join::announced(one.concepts) else {
            return;
        };
        match label {
            Label::Flag | Label::PreviousFlag => {
                let country = self.items.iter().position(|p| {
                    p.span.end == at && matches!(p.item, Item::Value(Kind::Country { .. }))
                });
                if let Some((place, code)) = country.and_then(|index| self.country(index)) {
                    self.country_told(label, place, code, 0.92, evidence);
                }
            }
            Label::Port => {
                if let Some(name) = self.place_before(at) {
                    let printed = single_spaces(self.slice(&name));
                    self.push(label, name, printed, 0.88, "place", Source::Cue, evidence);
                }
            }
            // `She carried TRK-112 on her hull`
            Label::ExternalMarking => {
                let head = self.gap(self.span.start, at);
                let word = head.rsplit([' ', '\n']).next().unwrap_or("");
                let place = at - word.len()..at;
                let mark = word.bytes().any(|b| b.is_ascii_digit())
                    && word.bytes().any(|b| b.is_ascii_uppercase())
                    && (4..=14).contains(&word.len());
                if mark && !overlaps(&self.hits, &place) {
                    let printed = word.to_string();
                    self.push(label, place, printed, 0.88, "number", Source::Cue, evidence);
                }
            }
            _ => {
                self.subject(at, label, evidence);
            }
        }
    }

    /// The capital words that end at `at`, as a place.
    fn place_before(&self, at: usize) -> Option<Span> {
        let start =
            self.span.start + super::apposition::ending_name(self.gap(self.span.start, at))?;
        take::name(self.text, start, at, NameKind::Place)
            .filter(|name| name.end == at && !overlaps(&self.hits, name))
    }
}

/// Words for a bow or a stern and what could be read there.
pub(super) fn is_board(item: &Item) -> bool {
    matches!(item, Item::Cue { labels, concepts } if labels.is_empty() && *concepts == C::NAME.with(C::MARKING))
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn names_that_a_ship_had_are_told_in_many_ways() {
        for said in [
            "She came to us as Lua Vermelha.",
            "Names borne before: Lua Vermelha.",
            "Until the sale she was Lua Vermelha.",
            "Her name until 2019 was Lua Vermelha.",
            "Older files have her as Lua Vermelha.",
            "Su primer nombre fue Lua Vermelha.",
            "Il porta d'abord le nom de Lua Vermelha.",
            "Também constou como Lua Vermelha.",
        ] {
            let page = format!("The longliner GREY HERON (IMO 9074729) was met. {said}");
            let names = crate::entities::told::values(&page, Label::PreviousName);
            assert_eq!(names, ["LUA VERMELHA"], "{said}");
        }
    }

    #[test]
    fn a_ship_s_name_may_stand_inside_what_is_said_of_her() {
        let page = "Alba Fishing (Pty) Ltd has taken the trawler KOMATI STAR on demise charter.";
        let charterers = crate::entities::told::values(page, Label::Charterer);
        assert_eq!(charterers, ["Alba Fishing (Pty) Ltd"]);
    }

    #[test]
    fn verb_ship_and_value_are_read_in_any_order() {
        for (text, label, value) in [
            (
                "Manda la nave Bruno Salas Peña.",
                Label::Master,
                "Bruno Salas Peña",
            ),
            (
                "Tiago Reis Lobo was on the bridge as master.",
                Label::Master,
                "Tiago Reis Lobo",
            ),
            (
                "La propiedad recae en Ana Salas Peña.",
                Label::Owner,
                "Ana Salas Peña",
            ),
            (
                "Heron Fishing (Pty) Ltd (Quay Road 4, Apia) manages the said vessel.",
                Label::Operator,
                "Heron Fishing (Pty) Ltd",
            ),
            (
                "Derrière la société se trouve Luc Morvan.",
                Label::BeneficialOwner,
                "Luc Morvan",
            ),
            ("Fiji is her flag State.", Label::Flag, "FJI"),
            (
                "Until lately she belonged to the register of Togo.",
                Label::PreviousFlag,
                "TGO",
            ),
            ("On the side: QX-441.", Label::ExternalMarking, "QX-441"),
        ] {
            let page = format!("The longliner GREY HERON (IMO 9074729) was met. {text}");
            let (read, _) = extract_page(&page, &Carried::default());
            let found = read.entities.iter().find(|e| e.label == label);
            assert_eq!(found.map(|e| e.norm_value.as_str()), Some(value), "{text}");
            let ships = read
                .entities
                .iter()
                .filter(|e| e.label == Label::VesselName);
            assert_eq!(ships.count(), 1, "{text}");
        }
    }
}
