//! Home ports, and ports that a vessel only called at.
//!
//! `immatriculé CC 684312 à Concarneau` is one, `inspected at Vigo` the other.

use super::super::overlaps;
use super::super::take::{self, NameKind};
use super::{C, Item, Kind, Label, Passage, Source, Span, closed, single_spaces};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::phrases::Phrases;

/// What leads to a home port between the particulars of an entry.
static HOMES: Phrases = Phrases::of(", of \n; of \n – of \n | of \n · of \n – de \n | de ");

impl Passage<'_> {
    /// `immatriculé CC 684312 à Concarneau`: the port behind the number.
    pub(super) fn port_after_number(&mut self, evidence: &str) {
        let Some(number) = self
            .hits
            .last()
            .filter(|h| h.value.label == Label::NationalRegNo)
            .map(|h| h.value.span.end)
        else {
            return;
        };
        let end = self.sentence_end(number).max(number);
        let tail = self.gap(number, end);
        let Some(from) = phrases::AT_A_PORT.begin(tail).map(|w| number + w.len()) else {
            return;
        };
        let country = self
            .items
            .iter()
            .any(|p| p.span.start == from && matches!(p.item, Item::Value(Kind::Country { .. })));
        if country {
            return;
        }
        if let Some(name) =
            take::name(self.text, from, end, NameKind::Place).filter(|n| n.start == from)
        {
            let printed = single_spaces(self.slice(&name));
            self.push(
                Label::Port,
                name,
                printed,
                0.88,
                "place",
                Source::Cue,
                evidence,
            );
        }
    }

    /// A port that was called at, landed at or inspected in is no home port.
    pub(super) fn visited(&self, span: &Span) -> bool {
        let head = self.text.get(self.span.start..span.start).unwrap_or("");
        let near = head
            .get(head.char_indices().rev().nth(36).map_or(0, |(i, _)| i)..)
            .unwrap_or("")
            .to_lowercase();
        // `En el puerto de Montevideo, a 5 de mayo`: where something happened.
        let bare = matches!(
            self.slice(span).to_lowercase().trim_end_matches(" de"),
            "port" | "puerto" | "porto" | "hafen" | "pelabuhan"
        );
        let word = |head: &str| head.is_empty() || head.ends_with(' ');
        let somewhere = |lead: &&str| near.strip_suffix(*lead).is_some_and(word);
        if bare && phrases::IN_A_PORT.iter().any(somewhere) && !phrases::AT_HOME.within(&near) {
            return true;
        }
        phrases::PORT_CALLS.within(&near)
    }

    /// `el pesquero ALBA, de Marín,`, `ALBA (indicatif FABC), of Lorient.`: the town, or the firm, behind the name.
    pub(super) fn towns_behind_names(&mut self) {
        for ship in super::super::named(&self.hits) {
            let end = self.sentence_end(ship.end).max(ship.end);
            let tail = self.gap(ship.end, end);
            let quoted = tail.len() - tail.trim_start_matches(['"', '”', '»', '*']).len();
            let rest = tail.get(quoted..).unwrap_or("");
            let bracket = rest
                .strip_prefix(" (")
                .and_then(|inner| inner.find(')'))
                .map_or(0, |at| at + " ()".len());
            let rest = rest.get(bracket..).unwrap_or("");
            // `LONE KIRK of Hirtshals,`: what is no part of the name.
            let apart = bracket > 0
                || phrases::OUT_OF_A_TOWN.begin(rest).is_some()
                || !self.slice(&ship).contains(char::is_lowercase);
            let parted = rest.strip_prefix(',').or(apart.then_some(rest));
            let lead = parted.and_then(|rest| phrases::FROM_A_TOWN.begin(rest));
            let Some((parted, lead)) = parted.zip(lead) else {
                continue;
            };
            let at = end - parted.len() + lead.len();
            let (label, name) = match (self.party_at(at, end), self.town_at(at, end, false)) {
                (Some(firm), _) if lead == " de " => (Label::Owner, firm),
                (None, Some(town)) => (Label::Port, town),
                _ => continue,
            };
            self.take_home(label, name, "behind the vessel's name");
        }
        self.towns_of_kinds();
    }

    /// `a wooden trawler of Kavala`, `deux bolincheurs de Douarnenez`: the town behind a kind of vessel.
    fn towns_of_kinds(&mut self) {
        let kinds = self
            .items
            .iter()
            .filter(|p| p.item == Item::Value(Kind::VesselType));
        let ends: Vec<usize> = kinds.map(|p| p.span.end).collect();
        for from in ends {
            let end = self.sentence_end(from).max(from);
            let lead = phrases::FROM_A_TOWN.begin(self.gap(from, end));
            // `le patrouilleur du Centre`: an office's.
            let Some(lead) = lead.filter(|lead| !matches!(*lead, " du " | " da " | " do ")) else {
                continue;
            };
            // `Two pair trawlers from Killybegs collided`
            let open = matches!(lead, " of " | " from " | " out of ");
            if let Some(town) = self.town_at(from + lead.len(), end, open) {
                self.take_home(Label::Port, town, "behind the kind of vessel");
            }
        }
    }

    /// `the Newlyn-registered trawler`, `the Dutch Harbor-based crabber`, `a Kaohsiung-built vessel`: the town before a ship.
    pub(super) fn towns_before_ships(&mut self) {
        let text = self.gap(self.span.start, self.span.end);
        for (at, word) in phrases::HYPHENED_TO_A_TOWN.places(text) {
            let (at, end) = (self.span.start + at, self.span.start + at + word.len());
            let ship = self.items.iter().filter(|p| p.span.start >= end).take(3);
            let mut ship = ship.take_while(|p| {
                p.item != Item::Stop && !self.gap(end, p.span.start).contains([',', ';', '('])
            });
            if !ship.any(|p| p.item.is_ship()) {
                continue;
            }
            let Some(from) = super::apposition::ending_name(self.gap(self.span.start, at)) else {
                continue;
            };
            let first = self
                .gap(self.span.start + from, at)
                .split(' ')
                .next()
                .unwrap_or("");
            let article = phrases::ARTICLES.holds(&first.to_lowercase());
            let from = self.span.start + from + if article { first.len() + 1 } else { 0 };
            let Some(town) = take::name(self.text, from, at, NameKind::Place)
                .filter(|town| town.end == at && !closed::has_sense(self.slice(town), |_| true))
            else {
                continue;
            };
            let label = if word.starts_with("-b") && word.contains("uilt") {
                Label::BuildPlace
            } else {
                Label::Port
            };
            self.take_home(label, town, word);
        }
    }

    fn take_home(&mut self, label: Label, name: Span, said: &str) {
        if !overlaps(&self.hits, &name) {
            let printed = single_spaces(self.slice(&name));
            self.push(label, name, printed, 0.82, "name", Source::Cue, said);
        }
    }

    /// A town's name that begins at byte `at` and ends its part, or goes on in small letters where that is `open`.
    fn town_at(&self, at: usize, end: usize, open: bool) -> Option<Span> {
        take::name(self.text, at, end, NameKind::Place).filter(|n| {
            let printed = self.slice(n);
            let behind = self.gap(n.end, end);
            n.start == at
                && printed.split(' ').count() <= 3
                // `de Juan Rey`: a person's.
                && printed.split_once(' ').is_none_or(|(head, _)| {
                    phrases::FIRST_WORDS_OF_TOWNS.holds(head)
                })
                && printed.contains(char::is_lowercase)
                && (behind.is_empty()
                    || behind.starts_with([',', '.', ';', ')'])
                    || phrases::JOINTS_OF_SHIPS.begin(behind).is_some()
                    || (open || phrases::FISHING_PORTS.holds(&fold_phrase(printed)))
                        && behind.strip_prefix(' ').is_some_and(|t| t.starts_with(char::is_lowercase)))
                && !closed::has_sense(printed, |_| true)
                && !self.hits.iter().any(|h| h.value.norm.eq_ignore_ascii_case(printed))
                && closed::countries_of(self.page, n, closed::Codes::None).is_empty()
        })
    }

    /// `– of Tromsø –` among the particulars of a list entry.
    pub(super) fn home_ports(&mut self) {
        let text = self.text.get(self.span.clone()).unwrap_or("");
        let cues = self.items.iter().filter(|p| matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::IMO.with(C::MMSI).with(C::CALLSIGN).with(C::RFMO).with(C::REGISTER)))).count();
        let barred = || {
            let bars = [" – ", " | ", " · "].iter();
            bars.map(|bar| text.matches(bar).count()).sum::<usize>() >= 2
        };
        if cues < 2 && !barred() {
            return;
        }
        for (at, lead) in HOMES.places(text) {
            let at = self.span.start + at + lead.len();
            let end = self.sentence_end(at).max(at);
            if let Some(name) =
                take::name(self.text, at, end, NameKind::Place).filter(|n| n.start == at)
            {
                let printed = single_spaces(self.slice(&name));
                // `of Plot 22, Fishing Harbour Road`: an address.
                let street = self
                    .gap(name.end, end)
                    .strip_prefix(' ')
                    .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
                let free = !overlaps(&self.hits, &name) && !street;
                let state = self.items.iter().find_map(|p| match p.item {
                    Item::Value(Kind::Country { code, .. }) if p.span == name => Some(code),
                    _ => None,
                });
                if let Some(code) = state.filter(|_| free) {
                    self.country_told(Label::Flag, name, code, 0.85, "of");
                } else if free {
                    self.push(Label::Port, name, printed, 0.85, "place", Source::Cue, "of");
                }
            }
        }
    }
}
