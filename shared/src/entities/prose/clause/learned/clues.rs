//! What may be said of a place: how its words look, what stands around them, of what the sentence speaks.
//!
//! A clue is a short text, the same when weights are learned and when they are asked: `before=skipper of`,
//! `behind=(imo`, `sentence=type`.

use super::super::super::address::names_street;
use super::super::super::sound::{capitals, is_other, name_words, sound};
use super::super::super::take;
use super::super::{Item, Passage, Span, closed};
use super::around::around;
use super::runs::Run;
use super::told::{Thing, Told};
use crate::entities::words::concept::Concepts;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases};
use crate::entities::words::weighed::{Giver, Kind, shape};

/// Bytes around a passage in which a name met again counts.
const AGAIN: usize = 2000;

impl Giver<'_> {
    /// What a thing beside the place is, if it is no value that was found: [`super::around`] tells those.
    fn thing(&mut self, kind: &str, signs: &str, thing: &Thing) {
        if !thing.found {
            self.clue(kind, &[signs, thing.kind]);
        }
    }

    /// What a word may stand for in a caption.
    fn concepts(&mut self, kind: &str, word: &str) {
        let concepts = lookup(word).map(|term| term.concepts);
        for name in concepts.into_iter().flat_map(Concepts::names) {
            self.clue(kind, &["concept ", name]);
        }
    }
}

impl Passage<'_> {
    /// Gives each clue of a place.
    pub(super) fn clues_of(&self, kind: Kind, run: &Run, told: &Told, give: &mut dyn FnMut(&str)) {
        let mut giver = Giver::new(give);
        if kind == Kind::Name {
            self.own_clues(&run.span, &mut giver);
            self.place_clues(run, &mut giver);
        } else {
            self.role_clues(run, told, &mut giver);
        }
        around(run, told, &mut giver);
        self.clues_beside(run, told, &mut giver);
        let from = self.sentence_begin(run.span.start);
        let to = self.sentence_end(run.span.end);
        let inside = |thing: &&Thing| {
            let span = &thing.span;
            let apart = span.end <= run.span.start || span.start >= run.span.end;
            thing.tells && apart && span.start >= from && span.end <= to
        };
        let mut seen: Vec<(bool, &str)> = Vec::new();
        for thing in told.things.iter().filter(inside) {
            if !seen.contains(&(thing.found, thing.kind)) {
                seen.push((thing.found, thing.kind));
                let kind = if thing.found {
                    "found in sentence"
                } else {
                    "sentence"
                };
                giver.clue(kind, &[thing.kind]);
            }
        }
        for kind in &told.kinds {
            giver.clue("passage", &[kind]);
        }
        giver.fact("nameless", told.nameless);
    }

    /// A word of its own where any word has a capital: `Dimensions from the paper: …`, `Checked: number FV568`.
    fn place_clues(&self, run: &Run, giver: &mut Giver<'_>) {
        let single = name_words(self.text, &run.span) == 1 && !capitals(self.text, &run.span);
        let before = run.index.checked_sub(1).and_then(|at| self.items.get(at));
        let opens = before.is_none_or(|placed| placed.item == Item::Stop);
        let tail = self.gap(run.span.end, self.span.end);
        giver.fact("opens alone", single && opens);
        giver.fact("captions alone", single && tail.starts_with(':'));
        giver.fact(
            "opens small words alone",
            single && self.opens_small_words(run),
        );
    }

    /// The place begins a sentence, and small words follow.
    pub(super) fn opens_small_words(&self, run: &Run) -> bool {
        let before = run.index.checked_sub(1).and_then(|at| self.items.get(at));
        let opens = before.is_none_or(|placed| placed.item == Item::Stop);
        let tail = self.gap(run.span.end, self.span.end);
        let small = tail
            .strip_prefix(' ')
            .is_some_and(|t| t.starts_with(char::is_lowercase));
        opens && small
    }

    /// How the words look.
    fn own_clues(&self, name: &Span, giver: &mut Giver<'_>) {
        let printed = self.slice(name);
        let words = name_words(self.text, name);
        let folded = fold_phrase(printed);
        giver.count("words", words.min(5));
        for word in folded.split(' ') {
            giver.clue("in", &[word]);
        }
        let last = printed.rsplit(' ').next().unwrap_or("");
        let roman = last.len() > 1 && last.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
        let figures = last.bytes().all(|b| b.is_ascii_digit());
        giver.fact("numbered", words > 1 && (roman || figures));
        giver.fact("capitals", capitals(self.text, name));
        let particle = printed
            .split(' ')
            .any(|w| w.starts_with(char::is_lowercase));
        giver.fact("particle", particle);
        giver.fact("hyphen", printed.contains('-'));
        let digits = printed.bytes().filter(u8::is_ascii_digit).count();
        if digits > 0 {
            giver.count("digits", digits.min(9));
            giver.clue("shape", &[&shape(printed)]);
        }
        giver.fact("unsound", !sound(self.text, name));
        giver.fact("other", is_other(printed));
        giver.fact("plain", words == 1 && lookup(printed).is_some());
        giver.fact("sense", closed::has_sense(printed, |_| true));
        let firm = printed.split(' ').any(take::is_company_word);
        giver.fact("firm word", firm);
        giver.fact("in a firm", self.in_company(name));
        giver.fact("titled", take::untitled(self.text, name.clone()) != *name);
        giver.fact("person", self.a_person(name));
        let state = !closed::countries_of(self.page, name, closed::Codes::None).is_empty();
        giver.fact("country", state);
        giver.fact("street", names_street(printed));
        giver.fact("port", phrases::FISHING_PORTS.holds(&folded));
        giver.fact("office", names_office(&folded));
        giver.fact("goes on as a ship", self.goes_on_as_ship(name));
        giver.count("again", self.met_again(printed));
    }

    /// How often the words stand around the passage, at most three times.
    fn met_again(&self, printed: &str) -> usize {
        let from = self
            .text
            .floor_char_boundary(self.span.start.saturating_sub(AGAIN));
        let to = self.text.ceil_char_boundary(self.span.end + AGAIN);
        let near = self.gap(from, to.min(self.text.len()));
        memchr::memmem::find_iter(near.as_bytes(), printed.as_bytes())
            .take(3)
            .count()
    }

    /// What stands beside the words.
    fn clues_beside(&self, run: &Run, told: &Told, giver: &mut Giver<'_>) {
        let (own, next) = told.place(run);
        let start = Thing::end(self.span.start, "start");
        let stop = Thing::end(self.span.end, "end");
        let left = |steps: usize| {
            let at = own.checked_sub(steps);
            at.and_then(|at| told.things.get(at)).unwrap_or(&start)
        };
        let right = |steps: usize| told.things.get(next + steps).unwrap_or(&stop);
        let (l0, l1) = (left(1), left(2));
        let (r0, r1) = (right(0), right(1));
        let left_signs = self.signs(l0.span.end, run.span.start);
        let right_signs = self.signs(run.span.end, r0.span.start);
        let (ls, rs) = (left_signs.as_str(), right_signs.as_str());
        giver.clue("sign before", &[ls]);
        giver.clue("sign behind", &[rs]);
        giver.fact("quoted", is_quoted(ls, rs));
        giver.thing("thing before", "", l0);
        giver.thing("thing before", ls, l0);
        giver.thing("second before", "", l1);
        giver.thing("thing behind", "", r0);
        giver.thing("thing behind", rs, r0);
        giver.thing("second behind", "", r1);
        if !l0.word.is_empty() {
            giver.clue("before", &[&l0.word]);
            giver.clue("before", &[ls, &l0.word]);
            if !l1.word.is_empty() {
                giver.clue("before", &[&l1.word, " ", &l0.word]);
            }
            if !l1.found {
                giver.clue("before", &[l1.kind, "+", &l0.word]);
            }
        }
        if !l1.word.is_empty() {
            giver.clue("second", &[&l1.word]);
        }
        if !r0.word.is_empty() {
            giver.clue("behind", &[rs, &r0.word]);
            if !r1.word.is_empty() {
                giver.clue("behind", &[rs, &r0.word, " ", &r1.word]);
            }
            if !r1.found {
                giver.clue("behind", &[rs, &r0.word, "+", r1.kind]);
            }
            let mut letters = r0.word.char_indices().rev();
            if let Some((at, _)) = letters.nth(2).filter(|(at, _)| *at > 1) {
                giver.clue("ending behind", &[rs, r0.word.get(at..).unwrap_or("")]);
            }
        }
        giver.concepts("before", &l0.word);
        giver.concepts("second", &l1.word);
        giver.concepts("behind", &r0.word);
    }

    /// The signs between two places, without blanks.
    fn signs(&self, from: usize, to: usize) -> String {
        let gap = self.gap(from, to).chars();
        gap.filter(|c| !c.is_whitespace()).take(3).collect()
    }
}

/// Signs before and behind are those of quotation, or of slanted type.
fn is_quoted(before: &str, behind: &str) -> bool {
    let quotes = |sign: char| "\"'“”„«»‘’*_".contains(sign);
    before.ends_with(quotes) && behind.starts_with(quotes)
}

/// A folded word is that of an office, a paper or another thing ships are not named after.
pub(super) fn names_office(folded: &str) -> bool {
    let mut words = folded.split(' ');
    words.any(|word| phrases::WORDS_OF_NO_SHIP.holds(word))
}
