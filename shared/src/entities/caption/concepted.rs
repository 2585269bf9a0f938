//! The concepts of a caption's words, part by part, and how many of its words were understood.
//!
//! `Owner / address (of office)`: OWNER, ADDRESS. A sign, a bracket that asks for a thing of its own and a word for
//! *and* begin another part.

use super::PARTY;
use super::tally::Tally;
use super::word::{Understood, Word};
use crate::entities::page::Span;
use crate::entities::values::measure::Unit;
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::lexicon::phrases;
use crate::entities::words::tokens::{Gap, Token, Tokens};

/// A caption's words as concepts.
pub(super) struct Concepted<'t> {
    text: &'t str,
    tokens: &'t Tokens<'t>,
    /// The concepts of each part.
    pub(super) parts: Vec<C>,
    /// The concepts of a weak first and last word (`from`, `au`).
    pub(super) edges: (C, C),
    /// A word was mended.
    pub(super) mended: bool,
    /// Words and understood words of each alternative; one in an unknown language does not count.
    pub(super) tally: Tally,
    /// Brackets that are open.
    depth: usize,
    /// The word before may be cut short, so that a dot behind it parts nothing.
    abbreviated: bool,
}

impl<'t> Concepted<'t> {
    /// Takes the words of a span one after another.
    pub(super) fn read(
        text: &'t str,
        span: Span,
        tokens: &'t Tokens<'t>,
        read: &Understood,
    ) -> Self {
        let mut told = Concepted {
            text,
            tokens,
            parts: Vec::with_capacity(4),
            edges: (C::default(), C::default()),
            mended: false,
            tally: Tally::default(),
            depth: 0,
            abbreviated: false,
        };
        told.parts.push(C::default());
        let (mut at, mut from) = (0, span.start);
        for word in read.words() {
            let Some(token) = tokens.get(at).filter(|t| t.start < span.end) else {
                break;
            };
            told.gap(at, token, text.get(from..token.start).unwrap_or(""));
            told.word(at, token, word);
            at += word.words;
            from = tokens.get(at - 1).map_or(from, |last| last.end);
        }
        told
    }

    /// Every concept.
    pub(super) fn all(&self) -> C {
        self.parts
            .iter()
            .fold(C::default(), |sum, part| sum.with(*part))
    }

    /// Takes what stands before the word at `at`: brackets, signs that begin another part.
    fn gap(&mut self, at: usize, token: &Token, gap: &str) {
        let depth = self.depth;
        self.depth = match gap {
            "(" => depth + 1,
            ")" => depth.saturating_sub(1),
            _ if gap.len() < 2 => depth,
            _ => (depth + gap.matches('(').count()).saturating_sub(gap.matches(')').count()),
        };
        // Most words stand behind a blank, which parts nothing.
        if at > 0
            && !gap.contains(['º', '°'])
            && !(self.abbreviated && gap.trim() == ".")
            && self.begins_part(at, token, gap)
        {
            self.tally.part();
            self.parts.push(C::default());
        }
    }

    /// True if the gap before the word at `at` parts two things of one caption.
    fn begins_part(&self, at: usize, token: &Token, gap: &str) -> bool {
        let term = self.tokens.term(at).map_or(C::default(), |t| t.concepts);
        let party = self.parts.iter().any(|p| p.any(PARTY));
        let previous = term.any(C::PREVIOUS) && self.parts.iter().any(|p| !p.is_empty());
        // `Vessel (flag)`: the bracket asks for a thing of its own.
        let signs = one_of(&[C::CALLSIGN, C::IMO, C::MMSI]);
        let told = self.all();
        let named = C::SHIP.with(C::NAME);
        let new_sign = C(term.0 & signs.0).without(told).any(signs);
        let beside = gap.contains(['(', '['])
            && told.without(named.with(signs).with(C::NUMBER)).is_empty()
            && (told.without(named).is_empty() || new_sign && told.any(signs))
            && told.any(named.with(signs))
            && term.any(signs.with(C::FLAG).with(C::PORT));
        // `GT (NT)`
        let net = term.any(C::NET) && told.any(C::TONNAGE);
        splits(gap, token, party || beside || net, previous)
    }

    /// Takes what was understood of the word at `at`.
    fn word(&mut self, at: usize, token: &Token, word: Word) {
        self.mended |= word.mended;
        let last = self.is_last(at + word.words);
        let first_word = self.tokens.folded(at, at + 1);
        if word.weak {
            if at == 0 {
                self.edges.0 = word.found;
            }
            if last {
                self.edges.1 = word.found;
            }
        } else if !word.found.is_empty()
            && !(self.depth > 0 && (self.qualified() || cites(first_word)))
            && let Some(part) = self.parts.last_mut()
        {
            *part = part.with(word.found);
        }
        if self.counts(at, token, &word) {
            self.tally.add(word.words, !word.found.is_empty());
        }
        // `Arte / N.º licença`: no *o*, or.
        let dotted = self
            .text
            .get(..token.start)
            .is_some_and(|t| t.ends_with('.'));
        // `Address or owner`: a misread *of*; nobody leaves open which of the two stands below.
        let misread = first_word == "or" && at > 0 && self.tokens.folded(at - 1, at) == "address";
        if joins(first_word) && word.words == 1 && at > 0 && !last && !dotted && !misread {
            self.parts.push(C::default());
        }
        // `Yr. built`, `Nat. Reg. No.`: the dot of an abbreviation parts nothing.
        let end = at + word.words;
        self.abbreviated = !word.found.is_empty() && self.tokens.folded(end - 1, end).len() <= 6;
    }

    /// True if no word stands behind, or only those of a bracket.
    fn is_last(&self, end: usize) -> bool {
        let Some(next) = self.tokens.get(end) else {
            return true;
        };
        let from = self.tokens.get(end - 1).map_or(0, |last| last.end);
        let gap = self.text.get(from..next.start);
        gap.is_some_and(|gap| gap.contains(['(', '[']))
    }

    /// True if the word must be understood for the caption to be: no small word, figures or unit, and none that only
    /// says which of the ships it is.
    fn counts(&self, at: usize, token: &Token, word: &Word) -> bool {
        let unknown = word.found.is_empty();
        let one = word.words == 1;
        let first = self.tokens.folded(at, at + 1);
        // `Vessel boarded`, `Buque inspeccionado`: what was done with the ship asks for nothing else.
        let done = || {
            let named = |p: &C| p.without(C::SHIP.with(C::NAME)).is_empty();
            unknown
                && self.parts.iter().all(named)
                && self.parts.iter().any(|p| p.any(C::SHIP))
                && participle(first)
        };
        let small = || one && (done() || self.tokens.term(at).is_some_and(|t| t.small));
        if (unknown || word.weak) && small() {
            return false;
        }
        let folded = self.tokens.folded(at, at + word.words);
        // `Vol. (m3)`: a unit in brackets is understood.
        let unit = || self.depth > 0 && unknown && Unit::of(folded).is_some();
        // `Vessel nominated`, `Navire concerné`: which of the vessels it is.
        let which = || {
            let printed = self.text.get(token.start..token.end).unwrap_or("");
            unknown && one && self.of_ships(at) && is_participle(printed)
        };
        !folded.bytes().all(|b| b.is_ascii_digit()) && !unit() && !which()
    }

    /// `Type (LOA class A–F)`: what stands in brackets after a kind of vessel only explains it.
    fn qualified(&self) -> bool {
        self.parts
            .iter()
            .any(|p| p.any(C::TYPE) && p.without(C::TYPE.with(C::SHIP)).is_empty())
    }

    /// The caption is about ships, gear or fish and nothing else so far, and the word beside the one at `at` names
    /// them.
    fn of_ships(&self, at: usize) -> bool {
        let things = C::SHIP.with(C::GEAR).with(C::SPECIES);
        let ship = |index: usize| {
            self.tokens
                .term(index)
                .is_some_and(|t| t.concepts.any(things) && t.concepts.without(things).is_empty())
        };
        let only = self.parts.iter().all(|p| p.without(things).is_empty());
        only && (at.checked_sub(1).is_some_and(ship) || ship(at + 1) && at + 2 == self.tokens.len())
    }
}

fn participle(word: &str) -> bool {
    word.len() >= 6
        && ["ed", "ado", "ada", "ido", "ida"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// `Length (Article 2(8))`: words that bring in the rule a caption follows.
fn cites(word: &str) -> bool {
    phrases::RULES_CITED.holds(word)
}

/// True if the sign before `token` parts two things of one caption.
fn splits(gap: &str, token: &Token, party: bool, previous: bool) -> bool {
    if gap.contains(['/', '×', '•', '|']) && !gap.contains(['(', '[']) {
        return true;
    }
    // `Length (m), tonnage (GT)`: a new thing behind the bracket.
    let behind = gap.rsplit([')', ']']).next().unwrap_or("");
    if behind.len() < gap.len()
        && behind.trim_start().starts_with([',', ';'])
        && !behind.contains(['(', '['])
    {
        return true;
    }
    if gap.contains(['(', ')', '[', ']']) {
        return party || previous;
    }
    token.gap != Gap::Tight || gap.contains(['/', '&', '–', '—', '+', '×', '•', '|'])
}

/// A word formed as a past participle of English, Spanish, Portuguese, Italian or French is.
fn is_participle(word: &str) -> bool {
    const ENDINGS: [&str; 10] = [
        "ed", "ado", "ada", "ido", "ida", "ato", "ata", "uta", "é", "ée",
    ];
    let lower = word.to_lowercase();
    // `Giving vessel`, not `Sighting vessel`.
    if phrases::DEALING.holds(&lower) {
        return true;
    }
    (lower.len() >= 5 || lower == "used")
        && !matches!(lower.as_str(), "speed" | "breed")
        && ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

fn joins(word: &str) -> bool {
    phrases::CAPTION_JOINTS.holds(word)
}
