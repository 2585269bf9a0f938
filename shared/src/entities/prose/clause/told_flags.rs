//! Flags by what is said of the vessel: `a longliner of Vanuatu`, `the vessel is Spanish`, `the registry of China`.

use super::super::take;
use super::{C, Item, Kind, Label, Passage, Placed, Span};
use crate::entities::words::lexicon::phrases;

impl Passage<'_> {
    /// Flags by what is said of the vessel: `a longliner of Vanuatu`, `the vessel is Spanish`, `the registry of China`.
    pub(super) fn told_flags(&mut self) {
        for index in 0..self.items.len() {
            let Some((span, code)) = self.country(index) else {
                continue;
            };
            let demonym = matches!(
                self.items.get(index).map(|p| &p.item),
                Some(Item::Value(Kind::Country { demonym: true, .. }))
            );
            if !demonym && self.under_the_laws(&span) {
                self.country_told(Label::Flag, span, code, 0.9, "laws");
                continue;
            }
            // `placed on the New Zealand register`
            let on_register = !demonym
                && self.gap(self.span.start, span.start).ends_with(" the ")
                && phrases::FLAG_WORDS_BEHIND
                    .begin(self.gap(span.end, self.span.end))
                    .is_some();
            if on_register {
                let label = if self.past(span.start) || self.left_register(&span) {
                    Label::PreviousFlag
                } else {
                    Label::Flag
                };
                self.country_told(label, span, code, 0.88, "register");
                continue;
            }
            // `a Chinese national`, `deux ressortissants philippins`: a person's.
            if demonym && self.of_a_person(&span) {
                self.country_told(Label::Country, span, code, 0.88, "a person's");
                continue;
            }
            // `matrícula P-04-01226, también ecuatoriano`
            let also = demonym
                && phrases::ALSO.iter().any(|w| {
                    self.gap(self.span.start, span.start)
                        .ends_with(&format!(", {w} "))
                });
            // `il tunisino Sidi Daoud`
            let before_name = demonym
                && self.hits.iter().any(|h| {
                    h.value.label == Label::VesselName && h.value.span.start == span.end + 1
                });
            if also || before_name {
                self.country_told(Label::Flag, span, code, 0.85, "also");
                continue;
            }
            // The last thing before it that is no plain word.
            let Some(thing) = self
                .items
                .iter()
                .take(index)
                .rev()
                .take(4)
                .find(|p| !matches!(p.item, Item::Word { .. }))
            else {
                continue;
            };
            let gap = self.gap(thing.span.end, span.start);
            let of = matches!(
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
            );
            let typed = matches!(thing.item, Item::Value(Kind::VesselType));
            let shipped = typed
                || matches!(&thing.item, Item::Value(Kind::GenericVessel))
                || matches!(&thing.item, Item::Cue { concepts, .. } if concepts.any(C::SHIP));
            let registered = matches!(&thing.item, Item::Cue { concepts, .. } if concepts.any(C::REGISTER) && !concepts.any(C::PORT.with(C::PREVIOUS)));
            let copula = demonym
                && self.subject_before(span.start)
                && !self
                    .text
                    .get(span.end..)
                    .is_some_and(|t| t.starts_with('-'));
            let bracketed = demonym && shipped && matches!(gap, " (" | " [");
            // `she was a ship of Marshall Islands`
            let of_state = !demonym
                && of
                && matches!(thing.item, Item::Value(Kind::GenericVessel))
                && phrases::IS_A
                    .end(self.gap(self.span.start, thing.span.start))
                    .is_some();
            if of_state
                || !demonym && of && typed
                || registered && !demonym && of
                || copula
                || bracketed
            {
                let label = if self.bygone(&span) || self.left_register(&span) {
                    Label::PreviousFlag
                } else {
                    Label::Flag
                };
                self.country_told(label, span, code, 0.9, "said of the vessel");
            } else if demonym
                && matches!(self.items.get(index + 1), Some(Placed { item: Item::Cue { concepts, .. }, span: next }) if (concepts.any(C::REGISTER) || concepts.any(C::NATIONALITY) && self.vessels_nationality(index)) && self.gap(span.end, next.start) == " ")
            {
                // `her Omani registration`, `a craft of Omani nationality`, `struck off the Omani register`.
                let label = if self.left_register(&span) {
                    Label::PreviousFlag
                } else {
                    Label::Flag
                };
                self.country_told(label, span, code, 0.88, "registration");
            }
        }
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
