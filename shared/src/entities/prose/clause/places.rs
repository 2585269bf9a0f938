//! Ports and the places where ships were built, behind the words that announce them.
//!
//! `registered in Majuro under No. 4471`, `built in Vigo, Spain`.

use super::super::take::{self, NameKind};
use super::super::{address, fillers};
use super::{C, Item, Kind, Label, Passage, Placed, Source, Span, closed, single_spaces};
use crate::entities::values::date;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// An organisation is named inside a place.
    fn is_of_organisation(&self, place: &Span) -> bool {
        self.items.iter().any(|p| {
            matches!(p.item, Item::Value(Kind::Rfmo(_)))
                && p.span.start < place.end
                && place.start < p.span.end
        })
    }

    /// The port behind its cue; behind a word for registering a number or a State may stand there.
    pub(super) fn port(&mut self, index: usize, span: &Span, evidence: &str) {
        // `Port-Gentil`: a town.
        let hyphen = self.gap(span.end, self.span.end).starts_with('-');
        if hyphen || self.visited(span) {
            return;
        }
        let end = self.sentence_end(span.end).max(span.end);
        let from = span.end + self.lead(span.end, end, 4);
        if self.gap(span.end, from).contains([')', ']']) {
            return;
        }
        let mut place = self.place_at(index, from, end);
        // `con asiento en Puerto Madryn`: the cue's last word is the town's first.
        let last = evidence.rsplit(' ').next().unwrap_or("");
        if matches!(last, "Puerto" | "Porto" | "Port")
            && evidence.starts_with(char::is_lowercase)
            && let Some(place) = place.as_mut().filter(|place| place.start == span.end + 1)
        {
            place.start = span.end - last.len();
        }
        let first = place
            .as_ref()
            .and_then(|p| self.slice(p).split([' ', ',']).next());
        if first.is_some_and(opens_address) {
            return;
        }
        let registering = registers(evidence);
        let lettered = || registering && place.as_ref().is_some_and(|p| self.are_letters(p, end));
        if self.is_registers_number(place.as_ref(), from, end) || lettered() {
            if registering {
                self.number(index, span, Label::NationalRegNo, evidence);
                self.port_after_number(evidence);
            }
            return;
        }
        let Some(place) = place else {
            return;
        };
        let printed = single_spaces(self.slice(&place));
        // `Port of Spain`: a town, and no State.
        if evidence == "Port" && self.is_state(&place) && self.gap(span.end, from) == " of " {
            for (placed, used) in self.items.iter().zip(self.used.iter_mut()) {
                *used |= placed.span == place;
            }
            return;
        }
        if self.is_flag(&place, evidence) {
            self.flag(index, self.flag_then(span), evidence);
            return;
        }
        // `de-registered in November 2020`, `inscrito en la Lista Tercera`
        let first = printed.split(' ').next().unwrap_or("");
        let dated = date::month(&fold_phrase(first)).is_some();
        // `left port on Monday`
        let weekday = phrases::WEEKDAYS.holds(&printed.to_lowercase());
        if dated || weekday || matches!(first, "Lista" | "List" | "Liste") {
            return;
        }
        // `registered in the names of Vega Ltd`
        if printed.split(' ').any(take::is_company_word) {
            return;
        }
        let stop = place.end;
        // `inscrito en el registro de la Comisión del Atún para el Océano Índico con el número 4471`
        let organisation = self.is_of_organisation(&place);
        let label = if organisation {
            Label::RfmoId
        } else {
            Label::NationalRegNo
        };
        // `registered in Majuro under No. 4471`
        if (organisation || self.take_place(Label::Port, place, evidence))
            && self.under_the_number(stop, self.line_end(stop)) > 1
        {
            self.number(index, &(stop..stop), label, evidence);
        }
    }

    /// The town or country that begins at a byte.
    fn place_at(&self, index: usize, from: usize, end: usize) -> Option<Span> {
        let named =
            take::name(self.text, from, end, NameKind::Place).filter(|n| n.start <= from + 1);
        let country = self
            .next_value(index, 2, |k| matches!(k, Kind::Country { .. }))
            .and_then(|i| self.country(i))
            .filter(|(p, _)| p.start == from)
            .map(|(p, _)| p);
        match (named, country) {
            (Some(name), Some(country)) if country.end > name.end => Some(country),
            (name, country) => name.or(country),
        }
    }

    /// `immatriculé 50035`, `immatriculé CM-DLA-0123`: figures, no town.
    fn is_registers_number(&self, place: Option<&Span>, from: usize, end: usize) -> bool {
        let figures = |place: &Span| self.slice(place).bytes().filter(u8::is_ascii_digit).count();
        let Some(place) = place else {
            let number = take::code(self.text, from, end).filter(|p| p.start == from);
            return number.is_some_and(|p| figures(&p) > 3);
        };
        figures(place) > 1
    }

    /// `immatriculé DAK 1204`, `immatriculé LS 922 611`: letters before figures, no town.
    fn are_letters(&self, place: &Span, end: usize) -> bool {
        let behind = self.gap(place.end, end).strip_prefix([' ', '-']);
        place.len() <= 4
            && self.slice(place).bytes().all(|b| b.is_ascii_uppercase())
            && behind.is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
    }

    /// `registered in Panama`: the State, where no port is asked for.
    fn is_flag(&self, place: &Span, evidence: &str) -> bool {
        let verb = fold_phrase(evidence);
        self.is_state(place)
            && phrases::REGISTERED_IN.within(&verb)
            && !["port", "puert"].iter().any(|w| verb.contains(w))
    }

    /// `Panama`: a State by its name.
    fn is_state(&self, place: &Span) -> bool {
        let country = |p: &Placed| {
            matches!(p.item, Item::Value(Kind::Country { demonym: false, .. })) && p.span == *place
        };
        self.items.iter().any(country)
    }

    /// Whether the State of a word for registering is the flag, or was, or is denied to be.
    fn flag_then(&self, span: &Span) -> Label {
        let was = || self.gap(self.span.start, span.start).ends_with("was ");
        let of_past = |p: &Placed| {
            p.span.end <= span.start
                && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::PREVIOUS))
        };
        if self.denied(span.start) {
            Label::Country
        } else if self.past(span.start) || was() && self.items.iter().any(of_past) {
            Label::PreviousFlag
        } else {
            Label::Flag
        }
    }

    /// Takes a place that has letters enough.
    fn take_place(&mut self, label: Label, place: Span, evidence: &str) -> bool {
        let printed = single_spaces(self.slice(&place));
        let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
        let sound = letters >= 3 && !closed::is_empty_value(&printed);
        if sound {
            self.push(label, place, printed, 0.91, "place", Source::Cue, evidence);
        }
        sound
    }

    /// The place where a ship was built, behind its cue.
    pub(super) fn build_place(&mut self, index: usize, span: &Span, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        let from = span.end + fillers::skip_fillers(self.gap(span.end, end), 4);
        if self.gap(span.end, from).contains([')', ']']) {
            return;
        }
        let Some(place) = self.place_at(index, from, end) else {
            return;
        };
        if self.is_no_build_place(span, &place, evidence) {
            return;
        }
        let mut place = self.with_yard_word(span, place);
        // A town and its country are one place.
        let from = place.end + 2;
        let more = self.gap(place.end, end).starts_with(", ");
        let more = more.then(|| take::name(self.text, from, end, NameKind::Place));
        if let Some(more) = more.flatten().filter(|more| more.start == from) {
            place.end = more.end;
        }
        self.take_place(Label::BuildPlace, place, evidence);
    }

    /// The words behind the cue are an address, the ship, her name, a yard's number.
    fn is_no_build_place(&self, span: &Span, place: &Span, evidence: &str) -> bool {
        let gap = self.gap(span.end, place.start);
        // `Building C, Naval Base`: an office's address.
        let house = fold_phrase(evidence) == "building" && !gap.contains(':');
        // `the 1998-built Alba Nova`
        let of_year = self.gap(self.span.start, span.start).ends_with('-');
        // `el buque en construcción "Luca Santino"`
        let quoted = gap.ends_with(['"', '“', '«', '„']);
        // `Das 2019 abgelieferte Schiff`
        let ship = |p: &Placed| {
            p.span.start == place.start
                && match &p.item {
                    Item::Value(Kind::GenericVessel | Kind::VesselType) => true,
                    Item::Cue { concepts, .. } => *concepts == C::SHIP,
                    _ => false,
                }
        };
        quoted || house || of_year || self.is_no_yard(place) || self.items.iter().any(ship)
    }
}

/// A word for registering.
fn registers(evidence: &str) -> bool {
    let verb = crate::entities::words::fold::fold_phrase(evidence);
    phrases::REGISTERING.begin(&verb).is_some()
}

/// `Harbour Road 7`, `Fishing Port, P.O. Box 449`, `97420 Le Port — SIRET 431`: an office's address.
fn opens_address(first: &str) -> bool {
    address::is_street_word(first)
        || matches!(first, "P.O." | "PO" | "P.O")
        || address::is_firm_number(first)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn an_organisation_whose_register_holds_a_ship_is_no_port() {
        for (text, wanted) in [
            (
                "El atunero ALBA NOVA, inscrito en el registro regional de la Comisión Interamericana del Atún Tropical con el número 12883, zarpó.",
                ["RFMO=IATTC", "RFMO_ID=12883"],
            ),
            (
                "El atunero ALBA NOVA, inscrito en el registro de Puerto Ayora con el número 12883, zarpó.",
                ["PORT=Puerto Ayora", "NATIONAL_REG_NO=12883"],
            ),
            (
                "The jigger ALBA NOVA agrees with the entry in the NPFC vessel register, number 17502.",
                ["RFMO=NPFC", "RFMO_ID=17502"],
            ),
            (
                "El atunero ALBA NOVA, con asiento en Puerto Madryn, matrícula 01559, zarpó.",
                ["PORT=Puerto Madryn", "NATIONAL_REG_NO=01559"],
            ),
        ] {
            let told = things(text);
            for entity in wanted {
                assert!(told.contains(&entity.to_string()), "{entity}: {told:?}");
            }
        }
    }

    #[test]
    fn offices_and_their_numbers_are_no_ports() {
        for line in [
            "Fisheries Division, Port of Spain",
            "97420 Le Port — SIRET 431 209 774",
        ] {
            let told = things(&format!("Vessel: ALBA NOVA\n\n{line}"));
            assert_eq!(told, ["VESSEL_NAME=ALBA NOVA"], "{line}");
        }
    }

    #[test]
    fn an_ordinal_is_no_licence() {
        let told = things("Navio: ALBA NOVA\n\nNavios com licença de pesca, 2.º trimestre");
        assert_eq!(told, ["VESSEL_NAME=ALBA NOVA"]);
    }
}
