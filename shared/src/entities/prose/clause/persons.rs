//! Words set as a person's name behind a word for a person, where a ship's name would stand.
//!
//! `El capitán del otro buque, Juan Rey`, `quien dijo llamarse Juan Rey`.

use super::{Item, Kind, Label, Passage, Span};
use crate::entities::values::persons;
use crate::entities::words::lexicon::phrases;

/// How far before the name the person is looked for, in bytes.
const REACH: usize = 48;

impl Passage<'_> {
    /// `El capitán del otro buque, Juan Rey`, `quien dijo llamarse Juan Rey`, `Tnte. de navío Juan Rey`.
    pub(super) fn a_person(&self, name: &Span) -> bool {
        let printed = self.slice(name);
        let titled = printed.split(' ').count() >= 2
            && printed.split(' ').all(|w| {
                let mut letters = w.chars();
                letters.next().is_some_and(char::is_uppercase)
                    && letters.all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’' | '.'))
                    || phrases::NAME_PARTICLES.holds(w)
            });
        if !titled {
            return false;
        }
        // `the owner of the Havtind`: no person has an article.
        let article = self.slice(&(0..name.start));
        if phrases::ARTICLES_OF_NO_PERSON.end(article).is_some() {
            return false;
        }
        let head = self.lower(self.sentence_begin(name.start), name.start);
        let from = (head.len().saturating_sub(REACH)..=head.len())
            .find(|i| head.is_char_boundary(*i))
            .unwrap_or(0);
        let near = head.get(from..).unwrap_or("");
        if near.ends_with(['"', '“', '«', '„', '”']) {
            return false;
        }
        // `the master of the trawler Girl Moira`: what kind of ship she is.
        let typed = self.items.iter().any(|p| {
            p.item == Item::Value(Kind::VesselType)
                && p.span.end <= name.start
                && self.gap(p.span.end, name.start).trim().is_empty()
        });
        if typed {
            return false;
        }
        // The person's word stands before the ship's, with no name between: `mestre da embarcação …`.
        let body = near.trim_end_matches([' ', ',', ':']);
        let behind = body.rsplit_once(' ').map_or("", |(behind, _)| behind);
        let person = phrases::PERSON_WORDS
            .places(behind)
            .into_iter()
            .any(|(at, w)| {
                let rest = behind.get(at + w.len()..).unwrap_or("");
                let whole = !behind
                    .get(..at)
                    .is_some_and(|h| h.ends_with(char::is_alphabetic))
                    && !rest.starts_with(char::is_alphabetic);
                // `I, Ann Moss, master of the boat Girl Moira`: the person is told.
                let from = name.start.saturating_sub(near.len());
                let told = self
                    .gap(from, from + at)
                    .strip_suffix(", ")
                    .and_then(|head| head.rsplit(' ').next())
                    .is_some_and(|word| word.starts_with(char::is_uppercase));
                whole
                    && !told
                    && rest.split_whitespace().count() <= 4
                    && !rest.contains([',', ';', ':', '('])
            });
        person || phrases::SAID_TO_BE.end(near).is_some()
    }

    /// `El patrón, D. Manuel Rial`: a title in Spanish and Portuguese, no initial.
    pub(super) fn without_don(&self, name: Span, evidence: &str) -> Span {
        let spanish = phrases::SPANISH_PARTIES.within(&evidence.to_lowercase());
        let title = phrases::SPANISH_TITLES.begin(self.slice(&name));
        name.start + title.filter(|_| spanish).map_or(0, str::len)..name.end
    }

    /// `commandé par COATANÉA, Ousmane, de nationalité …`: the given names behind a surname in capitals and a comma.
    pub(super) fn with_given_names(&self, label: Label, name: Span) -> Span {
        let person = matches!(label, Label::Master | Label::BeneficialOwner);
        let tail = self.gap(name.end, self.line_end(name.end));
        let given = persons::given_names(self.slice(&name), tail, person);
        name.start..name.end + given.unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn persons_behind_a_ships_word_are_no_ships() {
        for text in [
            "Era mestre da embarcação Ildo Campos.",
            "El capitán del otro buque, Juan Rey Mora, fue oído.",
            "Nos atendió quien dijo llamarse Juan Rey Mora.",
            "Observer on board the receiving vessel: Lea Onder.",
        ] {
            let (page, _) = extract_page(text, &Carried::default());
            let ship = page.entities.iter().find(|e| e.label == Label::VesselName);
            assert_eq!(ship, None, "{text}");
        }
    }
}
