//! What a clause tells of a vessel's past.
//!
//! `Before that she was registered in Vanuatu as …`.

use super::super::overlaps;
use super::{Label, Passage, Span};
use crate::entities::words::lexicon::{phrases, with_folded};
use crate::entities::words::seek;

/// Farthest that such a word may stand from what it tells of, in bytes.
const ADVERB_REACH: usize = 36;

/// Most words of `before passing to the flag of`.
const WORDS_TO_THE_NEXT: usize = 7;

/// One of the adverbs stands near the clause's end, and only small words behind it.
fn said_of_the_past(clause: &str) -> bool {
    let from = clause.rfind([',', ':', '(']).map_or(0, |at| at + 1);
    let near = clause.get(from..).unwrap_or("");
    let places = phrases::ADVERBS_OF_THE_PAST.places(near);
    places
        .iter()
        .any(|(at, w)| near.len() - at - w.len() <= ADVERB_REACH)
}

impl Passage<'_> {
    /// The clause that holds byte `at` tells of the past: `Before that she was registered in Vanuatu as …`.
    pub(super) fn past(&self, at: usize) -> bool {
        let head = self.gap(self.span.start, at);
        let ends = |at: usize| {
            let tail = head.get(at..)?;
            // Behind most blanks a word begins.
            if let [b' ', next, ..] = tail.as_bytes()
                && next.is_ascii_alphanumeric()
            {
                return None;
            }
            let mut signs = [". ", "; ", " – ", " — ", "\n", " ("].iter();
            signs
                .find(|sign| tail.starts_with(**sign))
                .map(|sign| at + sign.len())
        };
        let clause = head
            .rmatch_indices(['.', ';', ' ', '\n'])
            .find_map(|(at, _)| ends(at))
            .unwrap_or(0);
        let clause = self.lower(self.span.start + clause, at);
        // `Until 2019 she was ALBA, now …`: what follows the turn is of today.
        let turned = || phrases::PAST_TURNS.between_blanks(clause);
        // `Before joining the Panamanian register`: the flag that came later.
        let entering = || {
            phrases::PASSING.begin(clause).is_some()
                && !clause.contains(',')
                && clause.split_whitespace().count() <= WORDS_TO_THE_NEXT
        };
        // `The former flies the flag of Fiji`: one of two ships.
        let ship = |part: &str| {
            part.strip_prefix("the former")
                .is_some_and(|rest| phrases::SHIP_VERBS.begin(rest).is_some())
        };
        // `Originally the trawler VEGA, the ALBA flies …`: what follows the comma is of today.
        let described =
            |part: &str| phrases::ONCE_SHE_WAS.begin(part).is_some() && part.contains(", ");
        let headed = |part: &str| {
            phrases::PAST_HEADS.begin(part).is_some() && !ship(part) && !described(part)
        };
        // `ALBA, which until April flew the flag of Togo`, `…, and sailed then under the flag of Togo`
        let last = clause.rsplit(", ").next().unwrap_or("");
        let inner = phrases::JOINING.iter().find_map(|w| last.strip_prefix(w));
        (headed(clause) || inner.is_some_and(headed) || said_of_the_past(clause))
            && !turned()
            && !entering()
    }

    /// `Pavillons portés jusque-là : Japon`: a word for another time stands between the word for the flag and the State.
    pub(super) fn until_then(&self, from: usize) -> bool {
        const NEAR: usize = 40;
        let tail = self.gap(from, self.sentence_end(from).max(from));
        let Some((words, _)) = tail.split_once(": ").or_else(|| tail.split_once(" : ")) else {
            return false;
        };
        words.len() <= NEAR
            && !words.contains(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && words.split(|c: char| !c.is_alphabetic()).any(|w| {
                with_folded(w, |w| {
                    phrases::FORMER_ADVERBS.holds(w)
                        || matches!(w, "jusque" | "before" | "until" | "hasta")
                })
            })
    }

    /// `…, de nacionalidad del siguiente país: Perú`: the State is the master's who was named right before.
    pub(super) fn of_the_master(&self, cue: &Span, evidence: &str) -> bool {
        const NEAR: usize = 60;
        with_folded(evidence, |word| phrases::OTHER_STATES.holds(word))
            && self.hits.iter().any(|h| {
                h.value.label == Label::Master
                    && h.value.span.end <= cue.start
                    && cue.start - h.value.span.end <= NEAR
                    && !seek::has(self.gap(h.value.span.end, cue.start), ". ")
            })
    }

    /// `ex VEGA (flag Togo)`: the bracket speaks of the former name before it.
    pub(super) fn of_former_name(&self, cue: &Span) -> bool {
        self.hits.iter().any(|h| {
            h.value.label == Label::PreviousName
                && h.value.span.end <= cue.start
                && self
                    .gap(h.value.span.end, cue.start)
                    .trim_matches(['"', '”', '»', '*', ' '])
                    .strip_prefix(['(', '['])
                    .is_some_and(|inner| !inner.contains([')', ']', '(']))
        })
    }

    /// `formerly Atlantic Lady (Panama)`: the flag that she had under that name.
    pub(super) fn flags_of_former_names(&mut self) {
        for index in 0..self.items.len() {
            let Some((span, code)) = self.country(index) else {
                continue;
            };
            let open = self.gap(self.span.start, span.start).ends_with(['(', '[']);
            if open && self.of_former_name(&span) && !overlaps(&self.hits, &span) {
                let evidence = "in brackets after the former name";
                self.country_told(Label::PreviousFlag, span, code, 0.88, evidence);
            }
        }
    }
}
