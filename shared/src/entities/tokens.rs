//! Words of a stretch of text, folded once, with what lies between them.

use super::fold::{append_lower, fold_char, is_word_char, plain_run};
use super::hash::{hash, trace};
use super::lexicon::{self, Term};
use super::page::Span;

/// What lies between a word and the one before it, from tight to wide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Gap {
    /// Blanks, hyphens, apostrophes, slashes, dots without a blank after them.
    Tight,
    /// Commas, brackets, colons, dots.
    Loose,
    /// Semicolons, line breaks, bars.
    Wide,
}

/// A word: its place in the text, its folded form's place in the arena, its entry in the dictionary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    fold_start: usize,
    fold_end: usize,
    /// What lies before it.
    pub(crate) gap: Gap,
    /// A dot follows it at once.
    dotted: bool,
    term: Option<&'static Term>,
    trace: u32,
}

/// The words of one stretch of text.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    list: Vec<Token>,
    arena: String,
}

/// The word that is being read: where it and its folded form begin.
#[derive(Clone, Copy)]
struct Open {
    start: usize,
    fold_start: usize,
}

impl Tokens {
    /// The words of `span`.
    pub(crate) fn of(text: &str, span: &Span) -> Tokens {
        let Some(part) = text.get(span.clone()) else {
            return Tokens::default();
        };
        let mut tokens = Tokens {
            list: Vec::with_capacity(part.len() / 5 + 2),
            arena: String::with_capacity(part.len() + 8),
        };
        tokens.fill(part, span.start);
        tokens
    }

    /// Reads the words of `part`, which stands at byte `base` of the text.
    fn fill(&mut self, part: &str, base: usize) {
        let mut gap = Gap::Tight;
        let mut open: Option<Open> = None;
        let mut at = 0;
        while let Some(byte) = part.as_bytes().get(at) {
            if byte.is_ascii_alphanumeric() {
                let run = plain_run(part, at);
                // `IMO9123456`: the caption and the figures are two words.
                let letters = run
                    .bytes()
                    .position(|b| b.is_ascii_digit())
                    .unwrap_or(run.len());
                let (head, figures) = run.split_at(letters);
                self.append(head, base + at, &mut open);
                if !figures.is_empty()
                    && let Some(word) = open
                    && matches!(
                        self.arena.get(word.fold_start..),
                        Some("imo" | "omi" | "mmsi" | "lr" | "ais" | "loa")
                    )
                {
                    self.push(word, base + at + letters, gap, false);
                    gap = Gap::Tight;
                    open = None;
                }
                self.append(figures, base + at + letters, &mut open);
                at += run.len();
                continue;
            }
            let Some(sign) = part.get(at..).and_then(|tail| tail.chars().next()) else {
                break;
            };
            let next = at + sign.len_utf8();
            if is_word_char(sign) {
                if open.is_none() {
                    open = Some(self.begin(base + at));
                }
                fold_char(sign, &mut self.arena);
                at = next;
                continue;
            }
            if let Some(word) = open.take() {
                self.push(word, base + at, gap, sign == '.');
                gap = Gap::Tight;
            }
            let before_blank = || {
                part.get(next..)
                    .and_then(|tail| tail.chars().next())
                    .is_none_or(char::is_whitespace)
            };
            let width = match sign {
                ' ' | '\t' | '-' | '\'' | '’' | '‘' | '/' | '&' | '\u{a0}' | '‐' | '‑' | '`'
                | '´' | '"' | '_' | '+' | '#' => Gap::Tight,
                '.' if !before_blank() => Gap::Tight,
                ';' | '\n' | '|' => Gap::Wide,
                _ => Gap::Loose,
            };
            gap = gap.max(width);
            at = next;
        }
        if let Some(word) = open {
            self.push(word, base + part.len(), gap, false);
        }
    }

    /// Begins a word in the arena.
    fn begin(&mut self, start: usize) -> Open {
        if !self.arena.is_empty() {
            self.arena.push(' ');
        }
        Open {
            start,
            fold_start: self.arena.len(),
        }
    }

    /// Appends letters and figures to the open word, or begins one with them.
    fn append(&mut self, run: &str, start: usize, open: &mut Option<Open>) {
        if run.is_empty() {
            return;
        }
        if open.is_none() {
            *open = Some(self.begin(start));
        }
        append_lower(run, &mut self.arena);
    }

    fn push(&mut self, word: Open, end: usize, gap: Gap, dotted: bool) {
        let folded = self.arena.get(word.fold_start..).unwrap_or("");
        let hash = hash(folded);
        self.list.push(Token {
            start: word.start,
            end,
            fold_start: word.fold_start,
            fold_end: self.arena.len(),
            gap,
            dotted,
            term: lexicon::term_hashed(folded, hash),
            trace: trace(hash),
        });
    }
    /// True if a dot follows the word at `index` at once.
    pub(crate) fn dotted(&self, index: usize) -> bool {
        self.list.get(index).is_some_and(|t| t.dotted)
    }

    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The word at `index`.
    pub(crate) fn get(&self, index: usize) -> Option<&Token> {
        self.list.get(index)
    }

    /// The dictionary's entry of the word at `index` alone.
    pub(crate) fn term(&self, index: usize) -> Option<&'static Term> {
        self.list.get(index)?.term
    }

    /// The folded words `from..to`, joined by single spaces; empty where the range is none.
    pub(crate) fn folded(&self, from: usize, to: usize) -> &str {
        let (Some(first), Some(last)) = (
            self.list.get(from),
            to.checked_sub(1).and_then(|i| self.list.get(i)),
        ) else {
            return "";
        };
        self.arena
            .get(first.fold_start..last.fold_end)
            .unwrap_or("")
    }

    /// The longest entry that begins at word `index` and that `wanted` accepts, with its number of words.
    pub(crate) fn longest(
        &self,
        index: usize,
        wanted: impl Fn(&Term) -> bool,
    ) -> Option<(usize, &'static Term)> {
        let first = self.term(index)?;
        let follows = self
            .get(index + 1)
            .is_some_and(|next| first.seconds & next.trace != 0);
        if !follows {
            return wanted(first).then_some((1, first));
        }
        let limit = usize::from(first.max_words.max(1)).min(self.len() - index);
        let mut widest = Gap::Tight;
        let mut reach = 1;
        for next in 1..limit {
            let gap = self.get(index + next)?.gap;
            if gap == Gap::Wide {
                break;
            }
            reach = next + 1;
            widest = widest.max(gap);
        }
        for words in (2..=reach).rev() {
            if let Some(term) = lexicon::term(self.folded(index, index + words))
                && wanted(term)
                && (widest == Gap::Tight || term.wide || self.tight(index, words))
            {
                return Some((words, term));
            }
        }
        wanted(first).then_some((1, first))
    }

    /// True if `words` words from `index` stand close together.
    fn tight(&self, index: usize, words: usize) -> bool {
        (1..words).all(|n| self.get(index + n).is_some_and(|t| t.gap == Gap::Tight))
    }
}
