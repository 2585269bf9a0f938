//! Vessels meant by what they are: `the reefer`, `el buque receptor`, `le navire donneur`.

use super::Hit;
use super::other_names::is_ship;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, lookup, phrases, with_folded};

/// What vessels are called by what they are: the word, and the vessel it means where it means one only.
#[derive(Debug, Default)]
pub(super) struct Roles(Vec<(String, Option<u32>)>, Vec<u32>);

impl Roles {
    /// The words right before a vessel's name: `the Liberian reefer COOL EXPEDITION`, `buque donante: ALBA`.
    pub(super) fn named(&mut self, text: &str, name: &Span, record: u32) {
        if !self.1.contains(&record) {
            self.1.push(record);
        }
        let head = text.get(..name.start).unwrap_or("");
        let head = head.trim_end_matches([' ', ',', ':', '"', '“', '«', '(']);
        for word in head.rsplit([' ', '\n']).take(3) {
            let folded = fold_phrase(word);
            if is_role(&folded) {
                if folded == "tuna" {
                    self.put("fishing".to_string(), record);
                }
                self.put(folded, record);
                return;
            }
            if phrases::SHIP_ARTICLES.holds(&folded) {
                return;
            }
        }
    }

    /// Which of two vessels a word means: the giver is the one named first, or the one that is no carrier.
    fn one_of_two(&self, folded: &str, word: &str, next: &str) -> Option<u32> {
        let [first, second] = self.1.as_slice() else {
            return None;
        };
        let carrier = self.0.iter().find_map(|(w, r)| {
            let carries = phrases::CARRIERS.holds(w);
            r.filter(|_| carries)
        });
        let (giver, taker) = if carrier == Some(*first) {
            (second, first)
        } else {
            (first, second)
        };
        // `the first,`, `el segundo es`, `the second vessel`: not `the first time`.
        // `señor Segundo Eche`: a person's name.
        let alone = (word.ends_with([',', ';']) || word.len() == folded.len())
            && word.starts_with(char::is_lowercase);
        let counted = matches!(folded, "first" | "second")
            && !(is_ship(next)
                || next.starts_with(|c: char| c == '(' || c.is_ascii_digit())
                || word.ends_with(','));
        if phrases::GIVERS.holds(folded) {
            Some(*giver)
        } else if phrases::TAKERS.holds(folded) {
            Some(*taker)
        } else if alone && phrases::FIRST_OF_TWO.holds(folded) && !counted {
            Some(*first)
        } else if alone && phrases::SECOND_OF_TWO.holds(folded) && !counted && folded != "other" {
            Some(*second)
        } else {
            None
        }
    }

    fn put(&mut self, word: String, record: u32) {
        match self.0.iter_mut().find(|(w, _)| *w == word) {
            Some((_, known)) if *known == Some(record) => {}
            Some((_, known)) => *known = None,
            None => self.0.push((word, Some(record))),
        }
    }

    /// Where a passage turns to a vessel by what it is: the byte and the vessel.
    pub(super) fn turns(
        &self,
        reader: &Reader<'_>,
        span: &Span,
        hits: &[Hit],
    ) -> Vec<(usize, u32)> {
        let mut turns = Vec::new();
        if self.0.len() < 2 && self.1.len() != 2 {
            return turns;
        }
        let text = reader.page.slice(span);
        let mut at = 0;
        // Whether the two words before are articles.
        let mut articles = [false; 2];
        // `the Malaysian longliner`: where the word before began.
        let mut before = span.start;
        let mut words = text.split([' ', '\n']).peekable();
        while let Some(word) = words.next() {
            let next = words.peek().copied().unwrap_or("");
            let start = span.start + at;
            at += word.len() + 1;
            let own = word.strip_suffix("'s").or(word.strip_suffix("’s"));
            let own = own.unwrap_or(word);
            let (article, meant) = with_folded(own, |folded| {
                let meant = articles.contains(&true).then(|| {
                    let known = self.0.iter().find(|(w, _)| *w == folded);
                    known
                        .and_then(|(_, r)| *r)
                        .or_else(|| self.one_of_two(folded, word, next))
                });
                (phrases::SHIP_ARTICLES.holds(folded), meant.flatten())
            });
            // What stands between the article and the word is said of the vessel.
            let from = if articles[0] { start } else { before };
            articles = [article, articles[0]];
            before = start;
            if let Some(record) = meant
                && !hits.iter().any(|h| {
                    h.value.label == Label::VesselName
                        && h.value.span.start > start
                        && h.value.span.start < start + word.len() + 8
                })
            {
                turns.push((from, record));
            }
        }
        turns
    }
}

/// `Receiving side`, `Giving`, `Buque receptor`: a few words of which one is the part that a vessel plays.
pub(crate) fn names_a_part(text: &str) -> bool {
    const WORDS: usize = 3;
    text.split_whitespace().count() <= WORDS
        && text.split_whitespace().any(|word| {
            with_folded(word, |word| {
                phrases::GIVERS.holds(word) || phrases::TAKERS.holds(word)
            })
        })
}

/// A kind of vessel, or a part one plays.
fn is_role(word: &str) -> bool {
    phrases::GIVERS.holds(word)
        || phrases::TAKERS.holds(word)
        || phrases::OTHER_ROLES.holds(word)
        || lookup(word).is_some_and(|t| t.senses.iter().any(|s| matches!(s, Sense::VesselType)))
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn what_is_said_of_the_receiver_is_not_the_donors() {
        let text = "El capitán del buque donante, ECHIZEN MARU 7 (bandera Japón, señal 7KJX), y el del buque \
                    receptor, TAISEI MARU 24 (bandera Panamá, IMO 9053206), firman. El buque donante pertenece a \
                    Echizen Suisan Co., Ltd.; el receptor es operado por Taisei Kaiun.";
        let (page, _) = extract_page(text, &Carried::default());
        let record = |label, value: &str| {
            page.entities
                .iter()
                .find(|e| e.label == label && e.norm_value == value)
                .and_then(|e| e.record)
        };
        let donor = record(Label::VesselName, "ECHIZEN MARU 7");
        let receiver = record(Label::VesselName, "TAISEI MARU 24");
        assert_ne!(donor, receiver);
        assert_eq!(record(Label::Owner, "Echizen Suisan Co., Ltd."), donor);
        assert_eq!(record(Label::Operator, "Taisei Kaiun"), receiver);
    }
}
