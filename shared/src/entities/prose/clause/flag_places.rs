//! Countries that are flags by what stands beside them.
//!
//! `the Spanish trawler`, `pesquero noruego`, `ALBA (Norway)`, `ALBA; BI4470; China; 29.6 m`.

use super::{C, Item, Kind, Label, Passage, Placed, Span};
use crate::entities::words::lexicon::phrases;

/// A country in a passage.
pub(super) struct State {
    pub(super) index: usize,
    pub(super) place: Span,
    /// It is told by an adjective: `Spanish`.
    pub(super) demonym: bool,
}

/// What tells what a country is: label, trust and evidence; none where it does not.
pub(super) type Tells = fn(&Passage<'_>, &State) -> Option<(Label, f64, &'static str)>;

/// The first that tells something is believed.
const TELL: [Tells; 9] = [
    |p, state| {
        p.stands_before_ship(state)
            .then_some((Label::Flag, 0.95, "stands before the vessel"))
    },
    |p, state| {
        p.counts_ships(&state.place)
            .then_some((Label::Flag, 0.95, "beside a word for vessels"))
    },
    |p, state| {
        (state.demonym && p.stands_behind_ship(state)).then_some((
            Label::Flag,
            0.93,
            "after the vessel word",
        ))
    },
    |p, state| {
        (!state.demonym && p.heads_port(state)).then_some((
            Label::Flag,
            0.85,
            "before the port of registry",
        ))
    },
    |p, state| {
        let alone = state.demonym && p.is_fenced(&state.place);
        let label = p.beside_name(&state.place, alone, state.demonym)?;
        Some((label, 0.88, "alone behind the name"))
    },
    |p, state| {
        (!state.demonym && p.is_part_of_entry(state)).then_some((
            Label::Flag,
            0.85,
            "after the vessel's name",
        ))
    },
    |p, state| {
        (!state.demonym && p.is_in_bracket_of_name(&state.place)).then_some((
            Label::Flag,
            0.9,
            "in brackets after the vessel",
        ))
    },
    // `ex "Star 5" (Cambodia)`
    |p, state| {
        (!state.demonym && p.of_former_name(&state.place)).then_some((
            Label::PreviousFlag,
            0.88,
            "in brackets after the former name",
        ))
    },
    |p, state| {
        p.opens_bracket_of_name(&state.place).then_some((
            Label::Flag,
            0.93,
            "in brackets after the vessel",
        ))
    },
];

impl Passage<'_> {
    /// Countries that are flags by what stands beside them.
    pub(super) fn flags(&mut self) {
        for index in 0..self.items.len() {
            if !self.behind_word_of_past(index) {
                self.tell_state(index, &TELL);
            }
        }
    }

    /// Takes the country at an index as what the first that knows says.
    pub(super) fn tell_state(&mut self, index: usize, tell: &[Tells]) {
        let Some((place, code)) = self.country(index) else {
            return;
        };
        let item = self.items.get(index).map(|p| &p.item);
        let demonym = matches!(item, Some(Item::Value(Kind::Country { demonym: true, .. })));
        let state = State {
            index,
            place,
            demonym,
        };
        if let Some((label, trust, evidence)) = tell.iter().find_map(|tells| tells(self, &state)) {
            self.country_told(label, state.place, code, trust, evidence);
        }
    }

    /// The thing so many places behind or before an index.
    fn item_at(&self, index: usize, away: isize) -> Option<&Placed> {
        self.items.get(index.checked_add_signed(away)?)
    }

    /// `former Spanish`: a word of the past right before, which speaks of no flag.
    fn behind_word_of_past(&self, index: usize) -> bool {
        self.item_at(index, -1).is_some_and(|p| {
            matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(C::PREVIOUS) && !concepts.any(C::FLAG))
        })
    }

    /// `Spanish trawler`, `Korean-flagged`, `Spanish deep-sea trawler`
    fn stands_before_ship(&self, state: &State) -> bool {
        let next = self.item_at(state.index, 1);
        let is_ship = |away| {
            let thing = self.item_at(state.index, away);
            thing.is_some_and(|p| self.leads_to_ship(&state.place, p))
        };
        let word = |away| {
            let thing = self.item_at(state.index, away);
            thing.is_some_and(|p| matches!(p.item, Item::Word { .. }))
        };
        let gear = next.is_some_and(|p| p.item == Item::Value(Kind::Gear));
        let between = state.demonym && (word(1) || gear);
        is_ship(1)
            || between && (is_ship(2) || word(2) && is_ship(3))
            || !state.demonym && self.owns_ship(&state.place)
    }

    /// `Two Thai boats`, `vessels of Japan`
    fn counts_ships(&self, state: &Span) -> bool {
        let ships = |word: Option<&str>| {
            word.is_some_and(|word| phrases::SEVERAL_VESSELS.holds(&word.to_lowercase()))
        };
        let tail = self.gap(state.end, self.span.end);
        let head = self.gap(self.span.start, state.start);
        let mut before = head.trim_end_matches(' ').rsplit(' ');
        tail.strip_prefix(' ')
            .is_some_and(|tail| ships(tail.split(|c: char| !c.is_alphabetic()).next()))
            || before
                .next()
                .is_some_and(|word| phrases::OF_A_TOWN.holds(word))
                && ships(before.next())
                && !self.in_company(state)
    }

    /// `Russia's crab catcher`
    fn owns_ship(&self, state: &Span) -> bool {
        let tail = self.gap(state.end, self.span.end);
        let own = ["'s ", "’s "].into_iter().find(|own| tail.starts_with(own));
        own.is_some_and(|own| {
            let at = state.end + own.len();
            let mut things = self.items.iter();
            things.any(|p| p.span.start == at && p.item == Item::Value(Kind::VesselType))
        })
    }

    /// A word for a ship or a flag stands close behind a country.
    fn leads_to_ship(&self, state: &Span, next: &Placed) -> bool {
        let gap = self.gap(state.end, next.span.start);
        // `La licence sénégalaise du chalutier`: the adjective is of what stands before it.
        let of = phrases::OF_ANOTHER_THING.within(gap);
        gap.len() <= 20
            && !of
            && !gap.contains([',', ';', '.', '(', ')', ':', '\n'])
            && match &next.item {
                Item::Cue { concepts, .. } => {
                    concepts.any(C::FLAG) && gap.trim().len() <= 1 && gap.len() <= 3
                        || concepts.any(C::REGISTER) && gap == "-"
                        || *concepts == C::SHIP && gap.trim().len() <= 12
                }
                Item::Value(Kind::VesselType | Kind::GenericVessel | Kind::Prefix) => true,
                _ => false,
            }
    }

    /// `pesquero noruego`, `palangrier espagnol`
    fn stands_behind_ship(&self, state: &State) -> bool {
        self.item_at(state.index, -1).is_some_and(|p| {
            let ship = match &p.item {
                Item::Value(Kind::VesselType | Kind::GenericVessel) => true,
                Item::Cue { concepts, .. } => *concepts == C::SHIP,
                _ => false,
            };
            ship && self.gap(p.span.end, state.place.start) == " "
        })
    }

    /// `Ghana, port of Tema`: a line that begins with a state and goes on with a port.
    fn heads_port(&self, state: &State) -> bool {
        let head = self.text.get(..state.place.start).unwrap_or("");
        let line = head.rsplit('\n').next().unwrap_or("");
        !line.contains(char::is_alphanumeric)
            && self.item_at(state.index, 1).is_some_and(|next| {
                self.gap(state.place.end, next.span.start) == ", "
                    && matches!(&next.item, Item::Cue { concepts, .. } if concepts.any(C::PORT))
            })
    }

    /// `; China;`: alone between the signs that part the entries of a list.
    fn is_fenced(&self, place: &Span) -> bool {
        let opened = self.text.get(..place.start).is_some_and(|h| {
            h.ends_with(' ')
                && (h.trim_end().ends_with([';', ',', '–', '—', '|', '·'])
                    || h.ends_with("): ")
                    || h.ends_with(" - "))
        });
        let closed = self.text.get(place.end..).is_some_and(|t| {
            t.is_empty()
                || t.starts_with([';', ',', '\n', '.'])
                || [" –", " —", " |", " ·", " - "]
                    .iter()
                    .any(|w| t.starts_with(w))
        });
        opened && closed
    }

    /// `ALBA; BI4470; China; 29.6 m`: a bare entry of a list.
    fn is_part_of_entry(&self, state: &State) -> bool {
        const NEAR: usize = 24;
        let start = state.place.start;
        // `Past flags of the longliner ALBA: Togo, Belize`: of a row, the first is told by the words before it.
        let first = |name: &Span| {
            !self.items.iter().any(|p| {
                matches!(p.item, Item::Value(Kind::Country { .. }))
                    && (name.end..start).contains(&p.span.start)
            })
        };
        self.is_fenced(&state.place)
            && self
                .names_before(start)
                .any(|name| start - name.end <= NEAR && first(name))
    }

    /// The places of the vessels' names before a byte.
    fn names_before(&self, at: usize) -> impl Iterator<Item = &Span> {
        let hits = self.hits.iter().map(|h| &h.value);
        let names = hits.filter(|value| value.label == Label::VesselName);
        names
            .map(|value| &value.span)
            .filter(move |name| name.end <= at)
    }

    /// `ALBA (VID 12044; China)`
    fn is_in_bracket_of_name(&self, place: &Span) -> bool {
        let head = self.gap(self.span.start, place.start);
        let Some(open) = head.rfind('(').map(|at| self.span.start + at) else {
            return false;
        };
        let inside = self.gap(open, place.start);
        !inside.contains(')')
            && inside.trim_end().ends_with([';', ','])
            && self
                .names_before(open)
                .any(|name| self.gap(name.end, open).trim().is_empty())
    }

    /// `ALBA (Norway)`, `ALBA [ex Vega] (Norway; …)`
    fn opens_bracket_of_name(&self, place: &Span) -> bool {
        let head = self.text.get(..place.start);
        if !head.is_some_and(|h| h.ends_with(['(', '['])) {
            return false;
        }
        let name = self.names_before(place.start).max_by_key(|name| name.end);
        name.is_some_and(|name| {
            let between = self.gap(name.end, place.start - 1).trim();
            between.trim_matches(['"', '”', '’', '»']).is_empty()
                || between.starts_with(['[', '(']) && between.ends_with([']', ')'])
        })
    }
}
