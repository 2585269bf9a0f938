//! What may be said of a place: how its words look, what stands around them, of what the sentence speaks.
//!
//! A clue is a short text, the same when weights are learned and when they are asked: `before=skipper of`,
//! `behind=(imo`, `sentence=type`.

use std::fmt::Write as _;

use super::super::super::address::names_street;
use super::super::super::sound::{capitals, is_other, name_words, sound};
use super::super::super::take;
use super::super::facts::is_code;
use super::super::{Item, Kind, Passage, Placed, Span, closed};
use super::runs::Run;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases};

/// Most things looked at on either side of a place.
const LEFT: usize = 4;
const RIGHT: usize = 5;

/// Bytes around a passage in which a name met again counts.
const AGAIN: usize = 2000;

/// What the things of a passage are.
pub(super) struct Told {
    /// Kind and word of each thing.
    things: Vec<(&'static str, String)>,
    /// The kinds of those that are more than words, each once.
    kinds: Vec<&'static str>,
}

impl Told {
    fn at(&self, index: Option<usize>) -> Option<(&'static str, &str)> {
        let (kind, word) = self.things.get(index?)?;
        Some((*kind, word.as_str()))
    }
}

/// Gives clues away one by one, each written into one buffer.
struct Giver<'g> {
    text: String,
    give: &'g mut dyn FnMut(&str),
}

impl Giver<'_> {
    fn clue(&mut self, kind: &str, parts: &[&str]) {
        self.text.clear();
        self.text.push_str(kind);
        self.text.push('=');
        for part in parts {
            self.text.push_str(part);
        }
        (self.give)(&self.text);
    }

    fn fact(&mut self, kind: &str, holds: bool) {
        if holds {
            (self.give)(kind);
        }
    }

    fn count(&mut self, kind: &str, count: usize) {
        self.text.clear();
        if write!(self.text, "{kind}={count}").is_ok() {
            (self.give)(&self.text);
        }
    }
}

impl Passage<'_> {
    /// What the passage's things are; asked once for all its places.
    pub(super) fn told_things(&self) -> Told {
        let things: Vec<(&'static str, String)> =
            self.items.iter().map(|placed| self.told(placed)).collect();
        let mut kinds: Vec<&'static str> = Vec::new();
        for (placed, (kind, _)) in self.items.iter().zip(&things) {
            let more = matches!(placed.item, Item::Value(_) | Item::Cue { .. });
            if more && !kinds.contains(kind) {
                kinds.push(kind);
            }
        }
        Told { things, kinds }
    }

    /// Gives each clue of a place.
    pub(super) fn clues(&self, run: &Run, told: &Told, give: &mut dyn FnMut(&str)) {
        let mut giver = Giver {
            text: String::with_capacity(48),
            give,
        };
        self.own_clues(&run.span, &mut giver);
        self.clues_beside(run, told, &mut giver);
        let from = self.sentence_begin(run.span.start);
        let to = self.sentence_end(run.span.end);
        let inside = |p: &Placed| p.span.start >= from && p.span.end <= to;
        let apart = |p: &Placed| p.span.end <= run.span.start || p.span.start >= run.span.end;
        let mut seen: Vec<&str> = Vec::new();
        for (placed, (kind, _)) in self.items.iter().zip(&told.things) {
            let more = matches!(placed.item, Item::Value(_) | Item::Cue { .. });
            if more && apart(placed) && !seen.contains(kind) && inside(placed) {
                seen.push(kind);
                giver.clue("sentence", &[kind]);
            }
        }
        for kind in &told.kinds {
            giver.clue("passage", &[kind]);
        }
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
        giver.clue("first", &[folded.split(' ').next().unwrap_or("")]);
        giver.clue("last", &[folded.rsplit(' ').next().unwrap_or("")]);
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
        let behind = self.items.iter().skip(run.index);
        let inner = behind.take_while(|p| p.span.start < run.span.end).count();
        let next = run.index + inner;
        let before = |steps: usize| run.index.checked_sub(steps);
        let left = before(1).and_then(|index| self.items.get(index));
        let left_end = left.map_or(self.span.start, |p| p.span.end);
        let right_start = self.items.get(next).map_or(self.span.end, |p| p.span.start);
        let left_signs = self.signs(left_end, run.span.start);
        let right_signs = self.signs(run.span.end, right_start);
        let (ls, rs) = (left_signs.as_str(), right_signs.as_str());
        giver.clue("sign before", &[ls]);
        giver.clue("sign behind", &[rs]);
        let (l0, l0w) = told.at(before(1)).unwrap_or(("start", ""));
        let (l1, l1w) = told.at(before(2)).unwrap_or(("start", ""));
        let (r0, r0w) = told.at(Some(next)).unwrap_or(("end", ""));
        let (r1, r1w) = told.at(Some(next + 1)).unwrap_or(("end", ""));
        let (r2, _) = told.at(Some(next + 2)).unwrap_or(("end", ""));
        giver.clue("thing before", &[l0]);
        giver.clue("thing before", &[ls, l0]);
        giver.clue("second before", &[l1]);
        giver.clue("things before", &[l1, " ", l0]);
        giver.clue("thing behind", &[r0]);
        giver.clue("thing behind", &[rs, r0]);
        giver.clue("second behind", &[r1]);
        giver.clue("things behind", &[rs, r0, " ", r1]);
        giver.clue("third behind", &[rs, " ", r2]);
        if !l0w.is_empty() {
            giver.clue("before", &[l0w]);
            giver.clue("before", &[ls, l0w]);
            if !l1w.is_empty() {
                giver.clue("before", &[l1w, " ", l0w]);
            }
            giver.clue("before", &[l1, "+", l0w]);
        }
        if !l1w.is_empty() {
            giver.clue("second", &[l1w]);
        }
        if !r0w.is_empty() {
            giver.clue("behind", &[rs, r0w]);
            if !r1w.is_empty() {
                giver.clue("behind", &[rs, r0w, " ", r1w]);
            }
            giver.clue("behind", &[rs, r0w, "+", r1]);
            if let Some((at, _)) = r0w.char_indices().rev().nth(2).filter(|(at, _)| *at > 1) {
                giver.clue("ending behind", &[rs, r0w.get(at..).unwrap_or("")]);
            }
        }
        for index in next + 1..next + RIGHT {
            let Some((kind, word)) = told.at(Some(index)) else {
                break;
            };
            giver.clue("soon", &[if word.is_empty() { kind } else { word }]);
            if kind == "stop" {
                break;
            }
        }
        for steps in 2..=LEFT {
            let Some((kind, word)) = told.at(before(steps)) else {
                break;
            };
            if told
                .at(before(steps - 1))
                .is_some_and(|(kind, _)| kind == "stop")
            {
                break;
            }
            giver.clue("lately", &[if word.is_empty() { kind } else { word }]);
        }
    }

    /// The signs between two places, without blanks.
    fn signs(&self, from: usize, to: usize) -> String {
        let gap = self.gap(from, to).chars();
        gap.filter(|c| !c.is_whitespace()).take(3).collect()
    }

    /// What a thing is, and its word where it is no value.
    fn told(&self, placed: &Placed) -> (&'static str, String) {
        let word = || fold_phrase(self.slice(&placed.span));
        match &placed.item {
            Item::Stop => ("stop", String::new()),
            Item::Value(kind) => (kind_name(kind), String::new()),
            Item::Cue { labels, .. } => {
                let plain = if placed.item.is_ship() { "ship" } else { "cue" };
                (labels.first().map_or(plain, |label| label.as_str()), word())
            }
            Item::Word { capital } => {
                let printed = self.slice(&placed.span);
                let figured = printed.bytes().any(|b| b.is_ascii_digit());
                let kind = if printed.bytes().all(|b| b.is_ascii_digit()) {
                    "figure"
                } else if figured && is_code(printed) {
                    "code"
                } else if *capital && printed.len() <= 4 && printed.chars().all(char::is_uppercase)
                {
                    "letters"
                } else if *capital {
                    "capital"
                } else {
                    "word"
                };
                let plain = matches!(kind, "figure" | "code");
                (kind, if plain { String::new() } else { word() })
            }
        }
    }
}

/// A folded word is that of an office, a paper or another thing ships are not named after.
pub(super) fn names_office(folded: &str) -> bool {
    let mut words = folded.split(' ');
    words.any(|word| phrases::WORDS_OF_NO_SHIP.holds(word))
}

fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Date(_) => "date",
        Kind::Position(_) => "position",
        Kind::Quantity(_) => "quantity",
        Kind::Country { demonym: true, .. } => "demonym",
        Kind::Country { .. } => "country",
        Kind::Rfmo(_) => "rfmo",
        Kind::Species => "species",
        Kind::Gear => "gear",
        Kind::VesselType => "type",
        Kind::Hull => "hull",
        Kind::Area => "area",
        Kind::Prefix => "prefix",
        Kind::GenericVessel => "ship",
    }
}

/// `AA-99` for `XR-4471`: letters, figures and signs, each kind at most twice.
fn shape(printed: &str) -> String {
    let mut shape = String::new();
    let (mut last, mut run) = (' ', 0);
    for sign in printed.chars().take(24) {
        let kind = match sign {
            '0'..='9' => '9',
            c if c.is_uppercase() => 'A',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        run = if kind == last { run + 1 } else { 0 };
        last = kind;
        if run < 2 {
            shape.push(kind);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn a_shape_keeps_the_kinds_of_signs() {
        for (printed, told) in [
            ("XR-4471", "AA-99"),
            ("IOTC000123", "AA99"),
            ("12/345-B", "99/99-A"),
            ("n 7", "a 9"),
        ] {
            assert_eq!(shape(printed), told, "{printed}");
        }
    }
}
