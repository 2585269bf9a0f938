//! Flags that a sentence tells a vessel no longer flies, by the verb: `she was stripped of`, `arrió la bandera de`,
//! `dejó de ser togolés`, `no longer flies the flag of`, `Togo dropped her`, `Togolese until 2019`.
//!
//! A State that no word for a flag stands beside counts where the sentence speaks of no person before it.

use super::told_flags::DENIED;
use super::{C, Item, Kind, Label, Passage, Source, Span};
use crate::entities::caption::PARTY;
use crate::entities::words::lexicon::phrases;

/// Most words between the verb and the State.
const WORDS: usize = 5;

impl Passage<'_> {
    /// Gives flags, and States that nothing else explains, their label where the vessel left them.
    pub(super) fn flags_left(&mut self) {
        for at in 0..self.hits.len() {
            let state = self.hits.get(at).and_then(|hit| match hit.value.label {
                Label::Flag => Some((hit.value.span.clone(), true)),
                Label::Country if hit.source == Source::Shape || hit.evidence == DENIED => {
                    Some((hit.value.span.clone(), false))
                }
                _ => None,
            });
            if let Some((place, flag)) = state
                && (self.was_left(&place, flag) || !flag && self.joined_to_a_flag_left(&place))
                && let Some(hit) = self.hits.get_mut(at)
            {
                hit.value.label = Label::PreviousFlag;
            }
        }
    }

    /// The vessel flies the flag of the State no longer.
    fn was_left(&self, place: &Span, flag: bool) -> bool {
        let begin = self.sentence_begin(place.start);
        let head = self.lower(begin, place.start);
        let tail = self.lower(place.end, self.sentence_end(place.end).max(place.end));
        let clause = head.rsplit([';', ':', '(']).next().unwrap_or("");
        let led = phrases::LEFT_FLAGS
            .last_places(clause)
            .into_iter()
            .any(|(at, verb)| {
                let word = clause
                    .get(..at)
                    .is_none_or(|head| !head.ends_with(char::is_alphanumeric));
                let rest = clause.get(at + verb.len()..).unwrap_or("");
                let spoken = clause.get(at..).unwrap_or("");
                let told = || {
                    flag || phrases::FLAGS_AND_REGISTERS.within(spoken)
                        || phrases::FLAG_WORDS_BEHIND.begin(tail).is_some()
                        || tail.starts_with(['\'', '’'])
                        || self.is_demonym(place) && alone(tail)
                };
                word && !rest.contains([',', '.', '\n'])
                    && rest.split_whitespace().count() <= WORDS
                    && told()
            });
        let ended = || phrases::FLAGS_ENDED.begin(tail).is_some();
        // `ALBA, Togolese until 2019,`
        let dated = || {
            !flag
                && (self.bygone(place) || phrases::BEFORE_A_YEAR.begin(tail).is_some())
                && head.trim_end().ends_with([',', '('])
        };
        // `Togo confirmed that the vessel is no longer on its register`
        let bare = head.trim_start_matches(['.', ' ', '\n']);
        let speaks = || {
            (bare.is_empty() || phrases::BEFORE_THE_STATE.holds(bare))
                && phrases::OFF_ITS_REGISTER.within(tail)
        };
        // `appartenait à la flotte togolaise`
        let near = clause.rsplit(',').next().unwrap_or("");
        let sure = || flag || phrases::FLAGS_AND_REGISTERS.within(near);
        (led || ended() || dated() || speaks()) && (sure() || !self.of_a_party(begin, place.start))
    }

    /// `pointed to Honduras and Korea`: a flag that the vessel left stands right before, and an `and` between.
    fn joined_to_a_flag_left(&self, place: &Span) -> bool {
        self.hits.iter().any(|hit| {
            hit.value.label == Label::PreviousFlag
                && hit.value.span.end < place.start
                && matches!(
                    self.gap(hit.value.span.end, place.start),
                    " and " | " y " | " e " | " et " | ", " | " und " | " dan "
                )
        })
    }

    /// The State is told by an adjective: `Togolese`.
    fn is_demonym(&self, place: &Span) -> bool {
        self.items.iter().any(|p| {
            p.span == *place && matches!(p.item, Item::Value(Kind::Country { demonym: true, .. }))
        })
    }

    /// A word for a person or a firm stands between two bytes.
    pub(super) fn of_a_party(&self, begin: usize, end: usize) -> bool {
        let person = PARTY.with(C::PERSON).with(C::CREW);
        self.items.iter().any(|p| {
            (begin..end).contains(&p.span.start)
                && matches!(&p.item, Item::Cue { concepts, .. } if concepts.any(person))
        }) || self.hits.iter().any(|hit| {
            (begin..end).contains(&hit.value.span.start)
                && (hit.value.label.is_party() || hit.value.label == Label::Master)
        })
    }
}

/// `Togolese.`, `Togolese until 2019`, `Togolese register`: no other thing of the State follows.
fn alone(tail: &str) -> bool {
    tail.is_empty()
        || tail.starts_with([',', '.', ';', ')', '\n'])
        || phrases::BEHIND_A_STATE.begin(tail).is_some()
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_flag_that_a_ship_flies_no_longer_is_a_former_one() {
        for said in [
            "The trawler ALBA NOVA no longer flies the flag of Togo.",
            "The trawler ALBA NOVA ceased to be Togolese in 2012.",
            "The trawler ALBA NOVA was boarded. Until 2019 she was Togolese.",
            "The trawler ALBA NOVA, Togolese until 2019, was boarded.",
            "The trawler ALBA NOVA is stateless since Togo struck her off.",
            "Togo confirmed that the trawler ALBA NOVA is no longer on its register.",
            "The trawler ALBA NOVA's former flag is Togo.",
            "El arrastrero ALBA NOVA arrió la bandera de Togo en 2019.",
            "El arrastrero ALBA NOVA ya no figura en el registro de Togo.",
            "El arrastrero ALBA NOVA perteneció a la flota togolesa.",
            "Le chalutier ALBA NOVA ne bat plus le pavillon du Togo.",
            "Le chalutier ALBA NOVA a été vu. Le Togo l'avait immatriculé auparavant.",
            "O arrastão ALBA NOVA já foi togolês.",
            "O arrastão ALBA NOVA deixou de ser togolês em 2019.",
        ] {
            assert_eq!(values(said, Label::PreviousFlag), ["TGO"], "{said}");
            assert_eq!(values(said, Label::Flag).len(), 0, "{said}");
        }
    }

    #[test]
    fn a_state_of_persons_and_ports_is_no_flag() {
        for said in [
            "The trawler ALBA NOVA no longer lands in Togo.",
            "The master of the trawler ALBA NOVA is no longer Togolese.",
            "The trawler ALBA NOVA left the port of Lomé in Togo.",
        ] {
            assert_eq!(values(said, Label::PreviousFlag).len(), 0, "{said}");
        }
    }
}
