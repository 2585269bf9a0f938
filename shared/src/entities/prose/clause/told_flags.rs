//! Flags by what is said of the vessel: `a longliner of Vanuatu`, `the vessel is Spanish`, `the registry of China`.

use super::super::take;
use super::flag_places::{State, Tells};
use super::{C, Item, Kind, Label, Passage, Placed, Span};
use crate::entities::words::lexicon::phrases;

/// What speaks for a State whose flag the words deny.
pub(super) const DENIED: &str = "denied";

/// The first that tells something is believed.
const TELL: [Tells; 7] = [
    // `has applied to enter the registry of Vanuatu`
    |p, state| {
        p.denied(state.place.start)
            .then_some((Label::Country, 0.8, DENIED))
    },
    |p, state| {
        (!state.demonym && p.under_the_laws(&state.place)).then_some((Label::Flag, 0.9, "laws"))
    },
    |p, state| {
        let was = || p.past(state.place.start) || p.left_register(&state.place);
        (!state.demonym && p.on_the_register(&state.place))
            .then(|| (flag_or_former(was()), 0.88, "register"))
    },
    // `a Chinese national`, `deux ressortissants philippins`
    |p, state| {
        (state.demonym && p.of_a_person(&state.place)).then_some((
            Label::Country,
            0.88,
            "a person's",
        ))
    },
    |p, state| {
        p.stands_beside_another(state)
            .then_some((Label::Flag, 0.85, "also"))
    },
    |p, state| {
        let was = || p.bygone(&state.place) || p.left_register(&state.place);
        p.said_of_ship(state)
            .then(|| (flag_or_former(was()), 0.9, "said of the vessel"))
    },
    |p, state| {
        let was = || p.left_register(&state.place);
        (state.demonym && p.before_registration(state))
            .then(|| (flag_or_former(was()), 0.88, "registration"))
    },
];

fn flag_or_former(was: bool) -> Label {
    if was {
        Label::PreviousFlag
    } else {
        Label::Flag
    }
}

impl Passage<'_> {
    /// Flags by what is said of the vessel: `a longliner of Vanuatu`, `the vessel is Spanish`, `the registry of China`.
    pub(super) fn told_flags(&mut self) {
        for index in 0..self.items.len() {
            self.tell_state(index, &TELL);
        }
    }

    /// `placed on the New Zealand register`
    fn on_the_register(&self, place: &Span) -> bool {
        self.gap(self.span.start, place.start).ends_with(" the ")
            && phrases::FLAG_WORDS_BEHIND
                .begin(self.gap(place.end, self.span.end))
                .is_some()
    }

    /// `matrícula P-04-01226, también ecuatoriano`, `ALBA and NOVA, both of Norway`, `il tunisino Sidi Daoud`
    fn stands_beside_another(&self, state: &State) -> bool {
        let place = &state.place;
        let mut head = self.gap(self.span.start, place.start);
        if !state.demonym {
            let of = head.trim_end().rfind(' ').unwrap_or(0);
            if !is_of(head.get(of..).unwrap_or("")) {
                return false;
            }
            head = head.get(..=of).unwrap_or("");
        }
        let also = |word: &&str| head.ends_with(&format!(", {word} "));
        phrases::ALSO.iter().any(also)
            || state.demonym
                && self.hits.iter().any(|h| {
                    h.value.label == Label::VesselName && h.value.span.start == place.end + 1
                })
    }

    /// The last thing before a country that is no plain word.
    fn thing_before(&self, index: usize) -> Option<&Placed> {
        const NEAR: usize = 4;
        let before = self.items.iter().take(index).rev().take(NEAR);
        before
            .into_iter()
            .find(|p| !matches!(p.item, Item::Word { .. }))
    }

    /// `a longliner of Vanuatu`, `the registry of China`, `the vessel is Spanish`, `buque (español)`
    fn said_of_ship(&self, state: &State) -> bool {
        let Some(thing) = self.thing_before(state.index) else {
            return false;
        };
        let gap = self.gap(thing.span.end, state.place.start);
        let typed = thing.item == Item::Value(Kind::VesselType);
        let ship = thing.item == Item::Value(Kind::GenericVessel);
        let told = |fits: &dyn Fn(C) -> bool| matches!(&thing.item, Item::Cue { concepts, .. } if fits(*concepts));
        if state.demonym {
            let behind = self.text.get(state.place.end..);
            let copula = self.subject_before(state.place.start)
                && !behind.is_some_and(|t| t.starts_with('-'));
            let shipped = typed || ship || told(&|c| c.any(C::SHIP));
            return copula || shipped && matches!(gap, " (" | " [");
        }
        // `she was a ship of Marshall Islands`, `Kai Shun 5, navio de Taiwan`
        let registered = || told(&|c| c.any(C::REGISTER) && !c.any(C::PORT.with(C::PREVIOUS)));
        is_of(gap) && (typed || registered() || ship)
    }

    /// `her Omani registration`, `a craft of Omani nationality`, `struck off the Omani register`
    fn before_registration(&self, state: &State) -> bool {
        let Some(next) = self.items.get(state.index + 1) else {
            return false;
        };
        let Item::Cue { concepts, .. } = &next.item else {
            return false;
        };
        let own = concepts.any(C::REGISTER)
            || concepts.any(C::NATIONALITY) && self.vessels_nationality(state.index);
        self.thing_before(state.index).is_some()
            && own
            && self.gap(state.place.end, next.span.start) == " "
    }

    /// The word beside a demonym names people.
    fn of_a_person(&self, place: &Span) -> bool {
        let word = |text: &str| {
            let small = text.to_lowercase();
            let stem = phrases::NATIONALS.begin(&small).map(str::len);
            stem.and_then(|stem| small.get(stem..))
                .is_some_and(|ending| matches!(ending, "" | "s" | "es" | "er" | "i"))
        };
        let behind = self.gap(place.end, self.span.end).strip_prefix(' ');
        let behind = behind.and_then(|t| t.split(|c: char| !c.is_alphabetic()).next());
        let before = self.gap(self.span.start, place.start).strip_suffix(' ');
        let before = before.and_then(|t| t.rsplit(|c: char| !c.is_alphabetic()).next());
        behind.is_some_and(word) || before.is_some_and(word)
    }

    /// `the GREY HERON, Spanish, signal letters …`, `as Yu Feng 102, Taiwanese;`, `the Win Far 828, from China;`: the
    /// State right behind a vessel's name.
    pub(super) fn beside_name(&self, place: &Span, alone: bool, demonym: bool) -> Option<Label> {
        let name = self
            .hits
            .iter()
            .filter(|h| {
                matches!(h.value.label, Label::VesselName | Label::PreviousName)
                    && h.value.span.end <= place.start
            })
            .max_by_key(|h| h.value.span.end)?;
        let gap = self.gap(name.value.span.end, place.start);
        let body = gap.trim_start_matches(['"', '”', '»', '“', ')']);
        let tail = self.gap(place.end, self.span.end);
        let from = !demonym
            && phrases::CAME_OUT_OF.holds(body)
            && (tail.is_empty() || tail.starts_with([',', ';', '.', ')', '\n']));
        let told = alone && body == ", ";
        // `NOVA (ex ALBA), Maltese,`: behind the bracket the vessel is spoken of again.
        let former = name.value.label == Label::PreviousName && !gap.contains(')');
        (told || from).then_some(if former {
            Label::PreviousFlag
        } else {
            Label::Flag
        })
    }

    /// `was permanently registered under the laws of Vanuatu`, and no company is meant.
    pub(super) fn under_the_laws(&self, place: &Span) -> bool {
        let head = self.gap(self.span.start, place.start);
        let sentence = head.rsplit(". ").next().unwrap_or(head);
        phrases::UNDER_THE_LAWS.end(head).is_some()
            && !phrases::COMPANIES.within(sentence)
            && !sentence
                .split([' ', ','])
                .rev()
                .take(14)
                .any(take::is_company_word)
    }

    /// `the vessel is`, `she was`, `la nave è` right before byte `at`.
    pub(super) fn subject_before(&self, at: usize) -> bool {
        let head = self.gap(self.span.start, at);
        let near = head
            .get(head.char_indices().rev().nth(40).map_or(0, |(i, _)| i)..)
            .unwrap_or("")
            .to_lowercase();
        let near = format!("{} ", near.split_whitespace().collect::<Vec<_>>().join(" "));
        let Some(body) = phrases::IS_OR_WAS
            .iter()
            .find_map(|verb| near.strip_suffix(verb))
        else {
            return false;
        };
        // `The ship, which is Namibian, may take …`
        let body = phrases::WHICH
            .iter()
            .find_map(|which| body.strip_suffix(which))
            .map_or(body, |body| body.trim_end_matches(','));
        phrases::THE_VESSEL
            .iter()
            .any(|w| body.split(|c: char| !c.is_alphabetic()).next_back() == Some(*w))
    }
}

/// ` of `, in the languages of the papers.
fn is_of(gap: &str) -> bool {
    matches!(
        gap,
        " of "
            | " of the "
            | " de "
            | " du "
            | " del "
            | " da "
            | " do "
            | " des "
            | " de la "
            | " dello "
            | " della "
            | " from "
    )
}
