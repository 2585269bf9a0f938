//! Persons, companies and their addresses.
//!
//! `den Kapitän Uwe Petersen des Kutters Seeadler`. A country after `of` or `in` only says where something is.

use super::super::take::{self, NameKind};
use super::super::{address, fillers};
use super::{C, Item, Kind, Label, Passage, Placed, Source, Span, closed, single_spaces};
use crate::entities::words::lexicon::{lookup, phrases, with_folded};
use crate::entities::words::seek;

/// Where a party is looked for.
struct Lead {
    /// The words that announce it, with the vessel behind them.
    cue: Span,
    from: usize,
    /// They say of which vessel.
    of_vessel: bool,
    /// They are a word for a company.
    company: bool,
}

impl Passage<'_> {
    /// A person or company after its cue, and the address after it.
    pub(super) fn party(&mut self, span: &Span, label: Label, evidence: &str) {
        let end = self.sentence_end(span.end).max(span.end);
        // `a second vessel of the same owner, the Alba`
        let same = phrases::THE_SAME.end(self.gap(self.span.start, span.start));
        // `The catch of the Alba was sold to Vega Foods`
        if label == Label::Owner && self.of_the_catch(span.start) {
            return;
        }
        if same.is_some() || label == Label::Master && self.names_a_ship(span, evidence, end) {
            return;
        }
        let Some(lead) = self.party_lead(span, evidence, end) else {
            return;
        };
        let Some((from, name)) = self.party_behind(&lead, end) else {
            return;
        };
        // `armadora del buque ALBA, EXPONE:`
        let heads = lead.of_vessel && self.gap(name.end, self.span.end).starts_with(':');
        if heads || self.is_term(&name) {
            return;
        }
        let (from, name) = self.own_name(&lead, from, name, label, evidence);
        // `Cash to master PHP 350,000`
        let amount = label == Label::Master && seek::figures(self.slice(&name)) >= 3;
        if name.start > from + 2 || amount || self.is_no_party(&lead, &name, end) {
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

    /// The sentence of byte `at` tells of what was caught.
    pub(super) fn of_the_catch(&self, at: usize) -> bool {
        let sentence = self.lower(self.sentence_begin(at), at);
        phrases::CAUGHT_THINGS
            .begin(sentence.trim_start())
            .is_some()
    }

    /// `Il s’est appelé KAPITAN VDOVIN`: the word begins a name in capitals.
    fn names_a_ship(&self, span: &Span, evidence: &str, end: usize) -> bool {
        let shouts = |word: &str| word.len() >= 4 && word.chars().all(char::is_uppercase);
        let next = self.gap(span.end, end).strip_prefix(' ');
        let next = next.and_then(|t| t.split([' ', '.', ',']).next());
        self.facts.all(super::Facts::SMALL)
            && shouts(evidence)
            && next.is_some_and(shouts)
            && self.gap(self.span.start, span.start).ends_with(' ')
    }

    /// Where the party is looked for; none where another word says who is named.
    fn party_lead(&mut self, span: &Span, evidence: &str, end: usize) -> Option<Lead> {
        let of_vessel = self
            .vessel_of(span, evidence)
            .or_else(|| self.behind_the_ship(span));
        let named_vessel = self.hits.last().is_some_and(|h| {
            h.value.label == Label::VesselName
                && h.value.span.start >= span.end
                && h.value.span.start - span.end <= 10
        });
        if of_vessel.is_none() && named_vessel {
            return None;
        }
        // `sociedad cuyo beneficiario último es …`
        let company = with_folded(evidence, |word| phrases::COMPANY_WORDS.holds(word));
        let (cue, mut from) = if let Some(at) = of_vessel {
            (span.start..at, at)
        } else if company {
            let skip = fillers::skip_fillers(self.gap(span.end, self.line_end(span.end)), 2);
            (span.clone(), span.end + skip)
        } else {
            let skip = self.lead(span.end, self.span.end.min(end + 1), 5);
            (span.clone(), span.end + skip)
        };
        // `controlled by M. Barros`: a title in French, an initial elsewhere.
        let before = self.gap(cue.end, from).trim_end();
        if before.ends_with(" M.") && !french(&format!("{evidence}{before} ")) {
            from = cue.end + before.len() - 2;
        }
        let gap = self.gap(cue.end, from);
        let titled = phrases::STOPPED_TITLES.end(gap.trim_end()).is_some();
        // `sold to a company in Abidjan`
        if gap.contains([')', ']', '.']) && !titled || phrases::IN_A_TOWN.end(gap).is_some() {
            return None;
        }
        Some(Lead {
            cue,
            from,
            of_vessel: of_vessel.is_some(),
            company,
        })
    }

    /// The capital words behind a lead, with the byte from which they were looked for.
    fn party_behind(&self, lead: &Lead, end: usize) -> Option<(usize, Span)> {
        let mut from = lead.from;
        let limit = self.shouted_end(from, self.line_end(from));
        let limit = self.before_the_ship(from, limit);
        // `OWNED BY ALBA LLC`
        if limit < self.line_end(from) && self.gap(from, limit).starts_with("BY ") {
            from += 3;
        }
        let name = take::name(self.text, from, limit, NameKind::Party)?;
        // `the Master of the Alba … was Mr Petrov`: a vessel met before.
        let known = !self.known.is_empty()
            && with_folded(self.slice(&name), |name| self.known.contains_key(name));
        if !known {
            return Some((from, name));
        }
        let at = self.to_predicate(name.end, end)?;
        let from = at + fillers::skip_fillers(self.gap(at, end), 3);
        Some((from, take::name(self.text, from, limit, NameKind::Party)?))
    }

    /// Less than three letters, or words that are a caption or a value themselves.
    fn is_term(&self, name: &Span) -> bool {
        let letters = self.slice(name).chars().filter(|c| c.is_alphabetic());
        let term = |p: &Placed| {
            p.span == *name
                && matches!(
                    p.item,
                    Item::Cue { .. } | Item::Value(Kind::Country { .. } | Kind::VesselType)
                )
        };
        letters.count() < 3 || self.items.iter().any(term)
    }

    /// The party's own name, without titles and with what belongs to it; and where it may begin at the latest.
    fn own_name(
        &self,
        lead: &Lead,
        from: usize,
        name: Span,
        label: Label,
        evidence: &str,
    ) -> (usize, Span) {
        // `the master was Capt. Aleksei Matveev`: the title is passed over, too.
        let untitled = take::untitled(self.text, name.clone());
        let from = from + (untitled.start - name.start);
        let name = take::untitled(self.text, self.with_company_word(&lead.cue, name));
        let titled = name.start;
        let name = self.without_don(name, evidence);
        let from = from + (name.start - titled);
        (from, self.with_given_names(label, name))
    }

    /// The words are no person or firm, or not the one that the cue announces.
    fn is_no_party(&self, lead: &Lead, name: &Span, end: usize) -> bool {
        let printed = self.slice(name);
        // `la flota de la Unión`, `la société Tetiaroa Gaz, créancière`: no owner is told.
        let no_firm = || !printed.contains(' ') && !take::is_company_word(printed);
        if lead.company && (no_firm() || self.agent(name.end)) {
            return true;
        }
        // `sold to Northern Irish skipper David Chambers`
        let behind = self.gap(name.end, end).strip_prefix(' ');
        let adjective = behind
            .and_then(|t| t.split([' ', ',']).next())
            .filter(|word| word.starts_with(char::is_lowercase))
            .and_then(lookup)
            .is_some_and(|t| t.strong.any(C::MASTER));
        // `el del censo de la flota, ESP000024681`
        let coded =
            !printed.contains(' ') && printed.bytes().filter(u8::is_ascii_digit).count() > 2;
        // `the master, and the second accused the owner, of the ALBA`: a thing's name.
        let of_a_thing =
            !lead.of_vessel && self.gap(lead.cue.end, name.start).ends_with(" of the ");
        adjective
            || coded
            || of_a_thing
            || closed::is_empty_value(printed)
            || !take::is_company(printed) && self.numbers_follow(name, " (")
            || self.hits.iter().any(|h| h.value.span == *name)
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
        let country = closed::countries_of(self.page, &place, closed::Codes::None)
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
            .with(C::LICENSE)
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
            place.end = place.start + kept.trim_end_matches([' ', ',', ';', '–', '-', '.']).len();
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
        // `Please add WILL WATCH II`: the short form of a caption has its stop, or figures behind it.
        let added = evidence.eq_ignore_ascii_case("add")
            && !self.gap(span.end, from).starts_with(['.', ':'])
            && !seek::has_figure(&printed);
        // `Calle 50`: less than an address.
        let partial = from < span.end && !printed.contains(',');
        // `sediada no Uruguai`: a country is less, too.
        if closed::countries_of(self.page, &place, closed::Codes::None)
            .iter()
            .any(|country| country.span == place)
        {
            return;
        }
        if place.start <= from + 2 && !printed.contains('@') && !partial && !added {
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
}

/// The words that announce a party are French.
fn french(words: &str) -> bool {
    let words = words.to_lowercase();
    phrases::FRENCH_PARTIES.within(&words)
}
