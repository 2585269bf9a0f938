//! What a State does with its flag and its register: `Panama withdrew its flag from the reefer`, `since Nigeria cancelled
//! her registration`, `España, como Estado del pabellón`, `a certificate of registry issued by Tanzania`.

use super::{Label, Passage, Span};
use crate::entities::words::lexicon::phrases;

/// Farthest that the flag or the register may stand from the State, in bytes.
const REACH: usize = 72;

/// Most small words between the State and what it does.
const SMALL_WORDS: usize = 4;

impl Passage<'_> {
    /// The flag of the vessel, or the one she had, where the country does something with its flag or its register.
    pub(super) fn acts_on_register(&self, place: &Span) -> Option<Label> {
        let tail = self.lower(place.end, self.sentence_end(place.end).max(place.end));
        let tail = tail.get(..tail.floor_char_boundary(REACH)).unwrap_or("");
        if phrases::AS_THE_FLAG_STATE.begin(tail).is_some() {
            return Some(Label::Flag);
        }
        if self.issued_papers(place) {
            return Some(Label::Flag);
        }
        let clause = tail.split([';', '(', ',', ':']).next().unwrap_or("");
        // `The Gambian authorities cancelled …`
        let clause = phrases::STATE_OFFICES
            .begin(clause)
            .map_or(clause, |office| clause.get(office.len()..).unwrap_or(""));
        let (verb, rest) = behind_verb(clause)?;
        let registered = verb.contains("registered") || phrases::FLAGS_AND_REGISTERS.within(rest);
        registered.then_some(Label::PreviousFlag)
    }

    /// `the registration in Ghana having been withdrawn`, `her registration under the Gambian flag was cancelled`: the
    /// flag that is told before the words is no more.
    pub(super) fn struck_behind(&self, place: &Span) -> bool {
        let tail = self.lower(place.end, self.sentence_end(place.end).max(place.end));
        let head = self.lower(self.sentence_begin(place.start), place.start);
        let near = head.ceil_char_boundary(head.len().saturating_sub(REACH));
        let flag = phrases::FLAG_WORDS_BEHIND.begin(tail);
        let behind_flag = flag.map_or(tail, |flag| tail.get(flag.len()..).unwrap_or(""));
        tail.starts_with(' ')
            && behind_verb(behind_flag).is_some()
            && phrases::FLAGS_AND_REGISTERS.within(head.get(near..).unwrap_or(""))
    }

    /// `Angola comunicou à SEAFO que o navio …`: a State that reports of a vessel, where no other flag
    /// is told.
    pub(super) fn reports_of_vessel(&self, place: &Span) -> bool {
        let head = self.lower(self.sentence_begin(place.start), place.start);
        let head = head.trim_matches(['.', ' ', '\n']);
        let tail = self.lower(place.end, self.sentence_end(place.end).max(place.end));
        let heads = head.is_empty()
            || phrases::ARTICLES.holds(head)
            || head.ends_with(',')
            || head.ends_with(", the")
            || head.ends_with(" notify you that")
            || phrases::DELEGATES_OF.end(head).is_some();
        heads
            && phrases::REPORTS.begin(tail).is_some()
            && !phrases::WILL_CHARTER.within(tail)
            && self.items.iter().any(|p| p.item.is_ship())
            && !self
                .hits
                .iter()
                .any(|h| matches!(h.value.label, Label::Flag | Label::PreviousFlag))
    }

    /// `a certificate of registry issued by Tanzania`
    fn issued_papers(&self, place: &Span) -> bool {
        let head = self.lower(self.sentence_begin(place.start), place.start);
        let Some(by) = phrases::ISSUED_BY.end(head) else {
            return false;
        };
        let body = head.get(..head.len() - by.len()).unwrap_or("");
        phrases::REGISTRY_PAPERS
            .end(body.trim_end_matches([',', ' ']))
            .is_some()
    }

    /// `is not registered in Ireland`, `n'a jamais été immatriculé en Guinée`: the words before byte `at` deny what
    /// follows.
    pub(super) fn denied(&self, at: usize) -> bool {
        let head = self.lower(self.sentence_begin(at), at);
        let clause = head.rsplit([',', ';', ':', '(']).next().unwrap_or("");
        let told = phrases::DENIALS.places_of_words(clause);
        told.into_iter().any(|(from, word)| {
            let rest = clause.get(from + word.len()..).unwrap_or("");
            rest.split_whitespace().count() <= SMALL_WORDS + 1
        })
    }
}

/// The verb of a clause that says that a vessel was taken off a register, and what follows it.
fn behind_verb(clause: &str) -> Option<(&'static str, &str)> {
    let mut rest = clause.trim_start();
    for _ in 0..=SMALL_WORDS {
        if let Some(verb) = phrases::STRIKES.begin(rest) {
            return Some((verb, rest.get(verb.len()..)?));
        }
        let word = rest.split([' ', '\'', '’']).next()?;
        if word.is_empty() || !phrases::BETWEEN_STATE_AND_VERB.holds(word) {
            return None;
        }
        // `l'a radié`
        rest = rest.get(word.len()..)?.trim_start_matches(['\'', '’', ' ']);
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_state_that_acts_on_its_register_is_the_flag_or_was() {
        for (text, label, code) in [
            (
                "Panama withdrew its flag from the reefer Grey Heron in 2020.",
                Label::PreviousFlag,
                "PAN",
            ),
            (
                "No State has owned the reefer Grey Heron since Togo cancelled her registration.",
                Label::PreviousFlag,
                "TGO",
            ),
            (
                "Le reefer Grey Heron est sans pavillon depuis que le Cambodge l'a radié de son registre.",
                Label::PreviousFlag,
                "KHM",
            ),
            (
                "España, como Estado del pabellón del arrastrero Garza Azul, abrió un expediente.",
                Label::Flag,
                "ESP",
            ),
            (
                "The trawler Grey Heron showed a certificate of registry issued by Tanzania.",
                Label::Flag,
                "TZA",
            ),
            (
                "Par courrier du 4 mars 2022, Maurice a notifié à la CTOI que le navire Grey Heron a coulé.",
                Label::Flag,
                "MUS",
            ),
            (
                "The trawler Grey Heron is gone, her registration in Togo having been withdrawn.",
                Label::PreviousFlag,
                "TGO",
            ),
            (
                "The trawler Grey Heron was never registered in Ireland.",
                Label::Country,
                "IRL",
            ),
            (
                "Ghana has removed the master of the trawler Grey Heron from the list.",
                Label::Country,
                "GHA",
            ),
        ] {
            assert_eq!(values(text, label), [code], "{text}");
        }
    }
}
