//! Persons, companies, their addresses, and places.
//!
//! `den Kapitän Uwe Petersen des Kutters Seeadler`. A country after `of` or `in` only says where something is.

use super::super::take::{self, NameKind};
use super::super::{address, fillers};
use super::{C, Item, Kind, Label, Passage, Placed, Source, Span, closed, single_spaces};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// A person or company after its cue, and the address after it.
    pub(super) fn party(&mut self, span: &Span, label: Label, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        // `a second vessel of the same owner, the Alba`
        if phrases::THE_SAME
            .end(self.gap(self.span.start, span.start))
            .is_some()
        {
            return;
        }
        // `Il s’est appelé KAPITAN VDOVIN`: a name in capitals.
        let shouts = |word: &str| word.len() >= 4 && word.chars().all(char::is_uppercase);
        let next = self.gap(span.end, end).strip_prefix(' ');
        let next = next.and_then(|t| t.split([' ', '.', ',']).next());
        if label == Label::Master
            && self.facts.all(super::Facts::SMALL)
            && shouts(evidence)
            && next.is_some_and(shouts)
            && self.gap(self.span.start, span.start).ends_with(' ')
        {
            return;
        }
        let of_vessel = self
            .vessel_of(span, evidence)
            .or_else(|| self.behind_the_ship(span));
        let named_vessel = self.hits.last().is_some_and(|h| {
            h.value.label == Label::VesselName
                && h.value.span.start >= span.end
                && h.value.span.start - span.end <= 10
        });
        if of_vessel.is_none() && named_vessel {
            return;
        }
        // `sociedad cuyo beneficiario último es …`: another word says who is named.
        let company =
            phrases::COMPANY_WORDS.holds(&crate::entities::words::fold::fold_phrase(evidence));
        let skip = match of_vessel {
            Some(at) => at - span.end,
            None if company => {
                fillers::skip_fillers(self.gap(span.end, self.line_end(span.end)), 2)
            }
            None => self.lead(span.end, self.span.end.min(end + 1), 5),
        };
        let span = &(span.start..span.end + if of_vessel.is_some() { skip } else { 0 });
        let skip = if of_vessel.is_some() { 0 } else { skip };
        let mut from = span.end + skip;
        // `controlled by M. Barros`: a title in French, an initial elsewhere.
        let before = self.gap(span.end, from).trim_end();
        if before.ends_with(" M.") && !french(&format!("{evidence}{before} ")) {
            from = span.end + before.len() - 2;
        }
        let gap = self.gap(span.end, from);
        let titled = phrases::STOPPED_TITLES.end(gap.trim_end()).is_some();
        if gap.contains([')', ']', '.']) && !titled {
            return;
        }
        // `sold to a company in Abidjan`
        if phrases::IN_A_TOWN.end(gap).is_some() {
            return;
        }
        let limit = self.shouted_end(from, self.line_end(from));
        let limit = self.before_the_ship(from, limit);
        // `OWNED BY ALBA LLC`
        if limit < self.line_end(from) && self.gap(from, limit).starts_with("BY ") {
            from += 3;
        }
        let Some(name) = take::name(self.text, from, limit, NameKind::Party) else {
            return;
        };
        // `the Master of the Alba … was Mr Petrov`: a vessel met before.
        let name = if !self.known.is_empty()
            && self
                .known
                .contains_key(&crate::entities::words::fold::fold_phrase(
                    self.slice(&name),
                )) {
            let Some(at) = self.to_predicate(name.end, end) else {
                return;
            };
            from = at + fillers::skip_fillers(self.gap(at, end), 3);
            let Some(name) = take::name(self.text, from, limit, NameKind::Party) else {
                return;
            };
            name
        } else {
            name
        };
        let printed = self.slice(&name).to_string();
        let letters = printed.chars().filter(|c| c.is_alphabetic()).count();
        let cue_again = self.items.iter().any(|p| {
            p.span == name
                && matches!(
                    p.item,
                    Item::Cue { .. } | Item::Value(Kind::Country { .. } | Kind::VesselType)
                )
        });
        // `armadora del buque ALBA, EXPONE:`
        if of_vessel.is_some() && self.gap(name.end, self.span.end).starts_with(':') {
            return;
        }
        // `the master was Capt. Aleksei Matveev`: the title is passed over, too.
        let untitled = take::untitled(self.text, name.clone());
        let from = from + (untitled.start - name.start);
        let name = take::untitled(self.text, self.with_company_word(span, name));
        let titled = name.start;
        let name = self.without_don(name, evidence);
        let from = from + (name.start - titled);
        let name = self.with_given_names(label, name);
        let printed = self.slice(&name).to_string();
        // `la flota de la Unión`, `la société Tetiaroa Gaz, créancière`: no owner is told.
        if company
            && (!printed.contains(' ') && !take::is_company_word(&printed) || self.agent(name.end))
        {
            return;
        }
        // `sold to Northern Irish skipper David Chambers`
        let behind = self.gap(name.end, end).strip_prefix(' ');
        let adjective = behind
            .and_then(|t| t.split([' ', ',']).next())
            .filter(|word| word.starts_with(char::is_lowercase))
            .and_then(crate::entities::words::lexicon::lookup)
            .is_some_and(|t| t.strong.any(C::MASTER));
        if adjective {
            return;
        }
        // `el del censo de la flota, ESP000024681`
        let coded =
            !printed.contains(' ') && printed.bytes().filter(u8::is_ascii_digit).count() > 2;
        if coded {
            return;
        }
        // `the master, and the second accused the owner, of the ALBA`: a thing's name.
        let of_a_thing =
            of_vessel.is_none() && self.gap(span.end, name.start).ends_with(" of the ");
        if name.start > from + 2
            || of_a_thing
            || letters < 3
            || cue_again
            || closed::is_empty_value(&printed)
            || self.hits.iter().any(|h| h.value.span == name)
        {
            return;
        }
        let stop = name.end;
        let several = evidence.ends_with('s') && label != Label::Operator;
        for part in self.dealt_parties(&name, several) {
            let norm = single_spaces(self.slice(&part));
            self.push(label, part, norm, 0.92, "name", Source::Cue, evidence);
        }
        if label != Label::Master {
            self.address_after(stop);
        }
    }

    /// `den Kapitän Uwe Petersen des Kutters Seeadler`: in German a ship in the genitive ends the party's name.
    fn before_the_ship(&self, from: usize, limit: usize) -> usize {
        self.items
            .iter()
            .filter(|p| p.span.start > from && p.span.start < limit)
            .filter(|p| matches!(p.item, Item::Value(Kind::VesselType | Kind::GenericVessel)))
            .find_map(|p| {
                let head = self.gap(from, p.span.start);
                let body = phrases::GERMAN_GENITIVES
                    .iter()
                    .find_map(|w| head.strip_suffix(w))?;
                Some(from + body.len())
            })
            .unwrap_or(limit)
    }

    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text
            .get(at..self.span.end)
            .and_then(|t| t.find('\n'))
            .map_or(self.span.end, |n| at + n)
    }

    /// An address right after a party's name.
    pub(super) fn address_after(&mut self, at: usize) {
        let limit = self.line_end(at);
        let tail = self.gap(at, limit);
        let at = at + (tail.len() - tail.trim_start_matches(['"', '”', '»']).len());
        let tail = self.gap(at, limit);
        let lead = [", of ", " of ", ", ", " (", "; ", " – ", ". "]
            .iter()
            .find(|l| tail.starts_with(**l));
        let Some(lead) = lead.filter(|l| **l != ". ") else {
            return;
        };
        let from = at + lead.len();
        let Some(mut place) = address::address(self.text, from, limit) else {
            return;
        };
        self.before_particulars(&mut place);
        let printed = self.slice(&place).to_string();
        if printed.is_empty() || address::is_firm_number(&printed) {
            return;
        }
        let closes = self.text.get(place.end..).is_some_and(|t| {
            t.is_empty()
                || t.starts_with(['.', ';', ')', '\n'])
                || t.starts_with(", and ")
                || t.starts_with(" and ")
        });
        let country = closed::countries(self.text, &place, closed::Codes::None)
            .iter()
            .any(|h| h.span == place);
        let plain = lead.starts_with(',')
            && closes
            && !country
            && printed.chars().any(char::is_uppercase)
            && !closed::has_sense(&printed, |_| true);
        if place.start == from && (plain || address::looks_like_address(&printed)) {
            self.push(
                Label::Address,
                place,
                single_spaces(&printed),
                0.9,
                "address",
                Source::Cue,
                "after the party's name",
            );
        }
    }

    /// An address ends where the vessel's particulars go on.
    pub(super) fn before_particulars(&self, place: &mut Span) {
        let ids = C::IMO
            .with(C::MMSI)
            .with(C::CALLSIGN)
            .with(C::RFMO)
            .with(C::REGISTER)
            .with(C::FLAG)
            .with(C::LENGTH)
            .with(C::TONNAGE);
        let cut = self.items.iter().find(|p| {
            p.span.start >= place.start
                && p.span.start < place.end
                && (matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(ids))
                    || matches!(&p.item, Item::Value(Kind::Quantity(_))))
        });
        if let Some(cut) = cut {
            let kept = self.text.get(place.start..cut.span.start).unwrap_or("");
            place.end = place.start + kept.trim_end_matches([' ', ',', ';', '–', '-']).len();
        }
    }

    pub(super) fn address(&mut self, span: &Span, evidence: &str) {
        let skip = fillers::skip_fillers(self.gap(span.end, self.line_end(span.end)), 3);
        let from = self.street(span).unwrap_or(span.end + skip);
        let from = address::with_number_sign(self.text, from);
        let Some(place) = address::address(self.text, from, self.line_end(from)) else {
            return;
        };
        let printed = single_spaces(self.slice(&place));
        // `Dirección General de Pesca`: an office.
        let office = printed
            .split(' ')
            .next()
            .is_some_and(|word| phrases::KINDS_OF_OFFICES.holds(&word.to_lowercase()));
        let lead = self.gap(span.end, from);
        // `Dirección de Pesca Industrial – Manta`
        let directed = evidence.to_lowercase().starts_with("dire")
            && matches!(lead, " de " | " da " | " do " | " du " | " des ");
        if (office || directed) && from > span.start && !lead.contains(':') {
            return;
        }
        // `Calle 50`: less than an address.
        let partial = from < span.end && !printed.contains(',');
        // `sediada no Uruguai`: a country is less, too.
        if closed::countries(self.text, &place, closed::Codes::None)
            .iter()
            .any(|country| country.span == place)
        {
            return;
        }
        if place.start <= from + 2 && !printed.contains('@') && !partial {
            self.push(
                Label::Address,
                place,
                printed,
                0.9,
                "address",
                Source::Cue,
                evidence,
            );
        }
    }

    pub(super) fn place(&mut self, index: usize, span: &Span, label: Label, evidence: &str) {
        // `Port-Gentil`: a town.
        let hyphen = self.gap(span.end, self.span.end).starts_with('-');
        if label == Label::Port && (hyphen || self.visited(span)) {
            return;
        }
        let end = self.sentence_end(span.end).max(span.end);
        let skip = if label == Label::Port {
            self.lead(span.end, end, 4)
        } else {
            fillers::skip_fillers(self.gap(span.end, end), 4)
        };
        let from = span.end + skip;
        if self.gap(span.end, from).contains([')', ']']) {
            return;
        }
        let named =
            take::name(self.text, from, end, NameKind::Place).filter(|n| n.start <= from + 1);
        let country = self
            .next_value(index, 2, |k| matches!(k, Kind::Country { .. }))
            .and_then(|i| self.country(i))
            .filter(|(p, _)| p.start == from)
            .map(|(p, _)| p);
        let mut place = match (named, country) {
            (Some(n), Some(c)) if c.end > n.end => c,
            (Some(n), _) => n,
            (None, Some(c)) => c,
            (None, None) => {
                // `immatriculé 50035`
                let number = take::code(self.text, from, end).filter(|p| p.start == from);
                let figures = number.is_some_and(|p| {
                    let printed = self.slice(&p);
                    printed.bytes().filter(u8::is_ascii_digit).count() > 3
                });
                if label == Label::Port && figures && registers(evidence) {
                    self.number(index, span, Label::NationalRegNo, evidence);
                    self.port_after_number(evidence);
                }
                return;
            }
        };
        let verb = crate::entities::words::fold::fold_phrase(evidence);
        // `Building C, Naval Base`, `Harbour Road 7`: an office's address.
        let house = label == Label::BuildPlace
            && verb == "building"
            && !self.gap(span.end, place.start).contains(':');
        let first = self.slice(&place).split([' ', ',']).next();
        let street = label == Label::Port && first.is_some_and(address::is_street_word);
        // `the 1998-built Alba Nova`
        let of_year =
            label == Label::BuildPlace && self.gap(self.span.start, span.start).ends_with('-');
        // `el buque en construcción "Luca Santino"`
        let quoted = label == Label::BuildPlace
            && self
                .gap(span.end, place.start)
                .ends_with(['"', '“', '«', '„']);
        if quoted
            || house
            || street
            || of_year
            || label == Label::BuildPlace && self.is_no_yard(&place)
        {
            return;
        }
        if label == Label::Port
            && self
                .slice(&place)
                .bytes()
                .filter(u8::is_ascii_digit)
                .count()
                > 1
        {
            // `immatriculé CM-DLA-0123`
            if registers(evidence) {
                self.number(index, span, Label::NationalRegNo, evidence);
                self.port_after_number(evidence);
            }
            return;
        }
        // `immatriculé DAK 1204`, `immatriculé LS 922 611`: letters and figures, no town.
        let coded = label == Label::Port
            && place.len() <= 4
            && self.slice(&place).bytes().all(|b| b.is_ascii_uppercase())
            && self
                .gap(place.end, end)
                .strip_prefix([' ', '-'])
                .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
            && registers(evidence);
        if coded {
            self.number(index, span, Label::NationalRegNo, evidence);
            self.port_after_number(evidence);
            return;
        }
        let flagged = label == Label::Port
            && country_place(&self.items, &place)
            && phrases::REGISTERED_IN.within(&verb)
            && !["port", "puert", "port"].iter().any(|w| verb.contains(w));
        if flagged {
            let past = self.past(span.start)
                || self.gap(self.span.start, span.start).ends_with("was ")
                && self.items.iter().any(|p| p.span.end <= span.start && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::PREVIOUS)));
            let label = if past {
                Label::PreviousFlag
            } else {
                Label::Flag
            };
            self.flag(index, label, evidence);
            return;
        }
        if label == Label::BuildPlace {
            // `Das 2019 abgelieferte Schiff`
            let ship = self.items.iter().any(|p| {
                p.span.start == place.start
                    && (matches!(p.item, Item::Value(Kind::GenericVessel | Kind::VesselType))
                        || matches!(&p.item, Item::Cue { concepts, .. } if *concepts == C::SHIP))
            });
            if ship {
                return;
            }
            place = self.with_yard_word(span, place);
            // A town and its country are one place.
            let tail = self.gap(place.end, end);
            if let Some(rest) = tail.strip_prefix(", ")
                && let Some(more) = take::name(self.text, place.end + 2, end, NameKind::Place)
                    .filter(|m| m.start == place.end + 2)
                && rest.len() >= more.len()
            {
                place.end = more.end;
            }
        }
        let printed = single_spaces(self.slice(&place));
        // `registered in the names of Vega Ltd`
        if label == Label::Port && printed.split(' ').any(take::is_company_word) {
            return;
        }
        if printed.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && !closed::is_empty_value(&printed)
        {
            let stop = place.end;
            self.push(label, place, printed, 0.91, "place", Source::Cue, evidence);
            // `registered in Majuro under No. 4471`
            let tail = self.line_end(stop);
            if label == Label::Port && self.under_the_number(stop, tail) > 1 {
                self.number(index, &(stop..stop), Label::NationalRegNo, evidence);
            }
        }
    }

    /// A country after `of`, `in`, a quotation or a bracket only says where something is.
    pub(super) fn only_a_place(&self, span: &Span) -> bool {
        let head = self.text.get(self.span.start..span.start).unwrap_or("");
        [" of ", " in ", " (", " de ", " en ", " à ", " em ", "” of "]
            .iter()
            .any(|w| head.ends_with(w))
    }

    /// A word right before says that a country is meant as a State, not as a place.
    pub(super) fn state_before(&self, span: &Span) -> bool {
        let head = self.text.get(self.span.start..span.start).unwrap_or("");
        let near = head
            .get(head.char_indices().rev().nth(32).map_or(0, |(i, _)| i)..)
            .unwrap_or("")
            .to_lowercase();
        phrases::OF_A_STATE.within(&near)
    }

    /// A person was named shortly before in the same sentence.
    pub(super) fn person_before(&self, span: &Span) -> bool {
        self.hits.iter().any(|h| {
            matches!(
                h.value.label,
                Label::Master | Label::Owner | Label::BeneficialOwner | Label::Operator
            ) && h.value.span.end <= span.start
                && span.start - h.value.span.end < 80
        })
    }
}

/// A word for registering.
fn registers(evidence: &str) -> bool {
    let verb = crate::entities::words::fold::fold_phrase(evidence);
    phrases::REGISTERING.begin(&verb).is_some()
}

/// The place is a country as a whole.
fn country_place(items: &[Placed], place: &Span) -> bool {
    items.iter().any(|p| {
        matches!(p.item, Item::Value(Kind::Country { demonym: false, .. })) && p.span == *place
    })
}

/// The words that announce a party are French.
fn french(words: &str) -> bool {
    let words = words.to_lowercase();
    phrases::FRENCH_PARTIES.within(&words)
}
