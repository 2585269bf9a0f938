//! The places of a passage that may hold a name or a sign.

use super::super::super::take::{self, NameKind};
use super::super::{Item, Kind, Passage, Span};
use crate::entities::words::lexicon::{lookup, phrases};

/// Fewest letters or figures of a place.
const SHORTEST: usize = 3;

/// Fewest small words of a sentence that is read.
const SMALL_WORDS: usize = 2;

/// Articles that stand between names rather than in one.
const ARTICLES: [&str; 4] = [" el ", " al ", " il ", " ao "];

/// A place, and the thing with which it begins.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) index: usize,
    pub(super) span: Span,
}

impl Passage<'_> {
    /// The places of the passage: capital words as far as a ship's name goes and, where that is farther, a party's;
    /// words with figures.
    pub(super) fn runs(&self) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut last = 0;
        let (mut sentence, mut told) = (0, false);
        for index in 0..self.items.len() {
            let Some(placed) = self.items.get(index).filter(|p| p.span.start >= last) else {
                continue;
            };
            if placed.span.start >= sentence {
                sentence = self.sentence_end(placed.span.start).max(placed.span.end);
                told = self.is_told_in_words(placed.span.start, sentence);
            }
            if !told {
                continue;
            }
            let spans = self.spans_at(index);
            for span in spans {
                if last <= placed.span.start {
                    last = self.may_end(&span);
                }
                runs.push(Run { index, span });
            }
        }
        runs
    }

    /// Where a name may end that runs on to an article: `zarpó de Montevideo el Antartic Sol`.
    fn may_end(&self, span: &Span) -> usize {
        let printed = self.slice(span);
        let article = ARTICLES
            .iter()
            .find_map(|article| Some(printed.find(article)? + article.len()));
        article.map_or(span.end, |at| span.start + at)
    }

    /// A sentence has small words enough to say something: a signature, a letterhead and a line of a list have not.
    fn is_told_in_words(&self, from: usize, to: usize) -> bool {
        self.gap(from, to)
            .split(' ')
            .filter(|word| word.len() > 1 && word.starts_with(char::is_lowercase))
            .nth(SMALL_WORDS - 1)
            .is_some()
    }

    /// The words begin a line of several, or stand behind a colon, a semicolon or the mark of a list: what reads entries
    /// beside one another knows better what their heads are.
    fn heads_an_entry(&self, start: usize) -> bool {
        let head = self.text.get(..start).unwrap_or("");
        if start == self.span.start {
            let marked = head.bytes().next_back().is_some_and(|sign| sign != b'\n');
            marked || self.slice(&self.span).contains('\n')
        } else {
            head.ends_with('\n')
        }
    }

    /// `Saiu GAROUPA DO PICO`: a name in capitals begins behind the word.
    fn begins_capitals(&self, end: usize, head: &str) -> bool {
        let next = self.gap(end, self.span.end).strip_prefix(' ');
        let next = next.and_then(|t| t.split(' ').next()).unwrap_or("");
        let shouts = |word: &str| {
            word.chars().filter(|c| c.is_uppercase()).count() >= SHORTEST
                && !word.contains(char::is_lowercase)
        };
        head.contains(char::is_lowercase) && shouts(next)
    }

    /// The spans that may begin with a thing.
    fn spans_at(&self, index: usize) -> Vec<Span> {
        let Some(placed) = self.items.get(index) else {
            return Vec::new();
        };
        let may = matches!(
            placed.item,
            Item::Word { capital: true }
                | Item::Value(Kind::Species | Kind::Area | Kind::Gear | Kind::Country { .. })
                | Item::Cue { .. }
        );
        let start = placed.span.start;
        let head = self.gap(start, placed.span.end);
        if !may || !head.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            return Vec::new();
        }
        if head.bytes().any(|b| b.is_ascii_digit()) {
            let end = self.sentence_end(start).max(start);
            let code = take::code(self.text, start, end);
            return code
                .filter(|c| c.start == start && c.len() >= SHORTEST)
                .into_iter()
                .collect();
        }
        if self.heads_an_entry(start) || self.begins_capitals(placed.span.end, head) {
            return Vec::new();
        }
        let first = head.split(' ').next().unwrap_or("");
        let before = index.checked_sub(1).and_then(|at| self.items.get(at));
        let opens = before.is_none_or(|p| p.item == Item::Stop);
        if opens
            && (phrases::ARTICLES.holds(&first.to_lowercase())
                || lookup(first).is_some_and(|t| t.small))
        {
            return Vec::new();
        }
        let ship = self.name_at(start, NameKind::Ship);
        let party = self.name_at(start, NameKind::Party);
        let party = party.filter(|party| ship.as_ref() != Some(party));
        ship.into_iter()
            .chain(party)
            .filter(|span| {
                self.slice(span)
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .count()
                    >= SHORTEST
            })
            .collect()
    }
}
