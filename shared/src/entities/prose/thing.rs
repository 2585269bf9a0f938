//! What stands at a word: a value, words that announce one, a plain word.

use super::area::area_at;
use super::beside::{self, inside_name, organisation_caption, toponym};
use super::items::{Item, Kind};
use super::join::cue;
use super::noise;
use super::sense::{speaks, value_kind};
use super::word_classes::Classes;
use crate::entities::caption;
use crate::entities::values::closed::{self, Codes};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{COUNTRIES, Term, term};
use crate::entities::words::tokens::{Gap, Tokens};

/// A word of a passage.
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a Tokens<'a>,
    pub(super) at: usize,
    /// Byte beyond which nothing that begins here may reach.
    pub(super) limit: usize,
}

/// A thing, with its number of words.
type Thing = (usize, Item);

impl<'a> Place<'a> {
    /// What stands here; `classes` are those of all the words.
    pub(super) fn thing(&self, classes: Classes) -> Thing {
        let word = (
            1,
            Item::Word {
                capital: self.is_capital(),
            },
        );
        let area = area_at(self.text, self.tokens, self.at, classes);
        if let Some((words, true)) = area.filter(|(words, _)| self.reaches(*words)) {
            return (words, Item::Value(Kind::Area));
        }
        if beside::in_code(self.text, self.tokens, self.at) {
            return word;
        }
        self.mended()
            .or_else(|| self.misread_caption())
            .or_else(|| {
                let words = organisation_caption(self.text, self.tokens, self.at)?;
                let caption = (words, cue(C::RFMO.with(C::NUMBER)));
                self.reaches(words).then_some(caption)
            })
            .or_else(|| self.spoken())
            .unwrap_or(word)
    }

    /// The text of the word so many places behind.
    fn printed(&self, behind: usize) -> &'a str {
        let token = self.tokens.get(self.at + behind);
        token
            .and_then(|t| self.text.get(t.start..t.end))
            .unwrap_or("")
    }

    /// So many words from here stay within the limit.
    fn reaches(&self, words: usize) -> bool {
        let last = self.tokens.get(self.at + words - 1);
        last.is_some_and(|t| t.end <= self.limit)
    }

    fn is_capital(&self) -> bool {
        self.printed(0)
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    }

    /// Words that the OCR tore or misread, as what they were.
    fn mended(&self) -> Option<Thing> {
        let (words, term) = noise::mended_word(self.text, self.tokens, self.at)
            .filter(|(words, _)| self.reaches(*words))?;

        let kind = value_kind(self.text, self.tokens, self.at, words, term, "");
        let caption = || (!term.strong.is_empty()).then(|| cue(term.strong));
        Some((words, kind.map(Item::Value).or_else(caption)?))
    }

    /// A caption misread letter by letter: `F1ag`, `Cal1sign`.
    fn misread_caption(&self) -> Option<Thing> {
        let folded = self.tokens.folded(self.at, self.at + 1);
        let mixed = (3..=16).contains(&folded.len())
            && folded.bytes().any(|b| b.is_ascii_digit())
            && folded.bytes().filter(u8::is_ascii_alphabetic).count() >= 2;
        if !mixed {
            return None;
        }
        let strong = caption::unblurred(folded, |spelling| {
            let strong = term(spelling)?.strong;
            (!strong.is_empty()).then_some(strong)
        })?;
        Some((1, cue(strong)))
    }

    /// Words of the dictionary that speak in running text.
    fn spoken(&self) -> Option<Thing> {
        let spoken = |t: &Term| !t.strong.is_empty() || t.senses.iter().any(|s| speaks(*s));
        let (words, term) = self
            .tokens
            .longest(self.at, spoken)
            .filter(|(words, _)| self.reaches(*words))?;
        let (text, tokens, at) = (self.text, self.tokens, self.at);
        let printed = match (tokens.get(at), tokens.get(at + words - 1)) {
            (Some(a), Some(b)) => text.get(a.start..b.end).unwrap_or(""),
            _ => "",
        };
        if let Some(kind) = value_kind(text, tokens, at, words, term, printed) {
            return Some((words, Item::Value(kind)));
        }
        if !term.strong.is_empty() && !self.is_part_of_name(words, term, printed) {
            return Some((words, cue(term.strong)));
        }
        let figures = self.printed(words).bytes().all(|b| b.is_ascii_digit());
        if printed.len() <= 3 && tokens.get(at + words).is_some() && figures {
            return None;
        }
        let (words, index, demonym, _) = closed::country_at(text, tokens, at, Codes::None)?;
        let code = COUNTRIES.get(usize::from(index))?.alpha3;
        Some((words, Item::Value(Kind::Country { code, demonym })))
    }

    /// The words of a caption belong to a name, a sign or a place here.
    fn is_part_of_name(&self, words: usize, term: &Term, printed: &str) -> bool {
        self.begins_name(words, term)
            || printed == "Hull" && self.is_a_town()
            || printed == "Armement" && self.is_a_firm()
            || matches!(printed, "nombre" | "nome" | "nom" | "name") && self.is_on_behalf()
            || words == 1 && inside_name(self.text, self.tokens, self.at)
            || toponym(self.text, self.tokens, self.at, words)
    }

    /// `her home port of Hull`
    fn is_a_town(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let before = before.and_then(|t| self.text.get(t.start..t.end));
        let coloned = self
            .tokens
            .get(self.at)
            .and_then(|t| self.text.get(t.end..));
        before.is_some_and(|word| matches!(word, "of" | "from" | "in" | "at" | "to" | "for"))
            && !coloned.is_some_and(|tail| tail.starts_with(':'))
    }

    /// `en nombre de Vega, S.L.`, `au nom de la société Vega`: whoever acts, not a ship; `con el nombre de` is one's.
    fn is_on_behalf(&self) -> bool {
        let before = self
            .at
            .checked_sub(1)
            .map(|at| self.tokens.folded(at, at + 1));
        let behind = matches!(self.printed(1), "de" | "of" | "da" | "do");
        behind && matches!(before, Some("en" | "em" | "in" | "au"))
    }

    /// `appartient à l’Armement du Golfe`
    fn is_a_firm(&self) -> bool {
        let of = |word: &str| matches!(word, "du" | "de" | "des" | "d");
        let token = self.tokens.get(self.at);
        let head = token.and_then(|t| self.text.get(..t.start));
        let elided = head.is_some_and(|head| head.ends_with(['\'', '’']));
        // `Armement du Large SARL`
        let named = || self.printed(2).starts_with(char::is_uppercase);
        of(self.printed(1)) && (elided || named())
    }

    /// `NEW HARVEST`, `Nuevo Cabo Udra`: no cue follows, so the word is the name's.
    fn begins_name(&self, words: usize, term: &Term) -> bool {
        let next = self.tokens.term(self.at + 1);
        let fresh = words == 1 && next.is_none_or(|t| t.strong.is_empty() && t.senses.is_empty());
        let own = if fresh {
            C::COMPANY.with(C::CURRENT).with(C::AREA)
        } else {
            C::COMPANY
        };
        let behind = self.tokens.get(self.at + words);
        self.is_capital()
            && term.strong.without(own).is_empty()
            && behind.is_some_and(|t| t.gap == Gap::Tight)
            && self.printed(words).starts_with(char::is_uppercase)
    }
}
