//! Words of a stretch of text, folded once, with what lies between them.

use super::fold::{fold_char, is_word_char};
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

/// A word: its place in the text and its folded form's place in the arena.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    fold_start: usize,
    fold_end: usize,
    /// What lies before it.
    pub(crate) gap: Gap,
}

/// The words of one stretch of text.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    list: Vec<Token>,
    arena: String,
    /// Words that a dot follows at once.
    dots: Vec<usize>,
}

impl Tokens {
    /// The words of `span`.
    pub(crate) fn of(text: &str, span: &Span) -> Tokens {
        let mut tokens = Tokens::default();
        tokens.fill(text, span);
        tokens
    }

    /// Replaces the words by those of `span`, keeping the memory.
    pub(crate) fn fill(&mut self, text: &str, span: &Span) {
        self.list.clear();
        self.arena.clear();
        self.dots.clear();
        let Some(part) = text.get(span.clone()) else {
            return;
        };
        let mut gap = Gap::Tight;
        let mut open: Option<(usize, usize)> = None;
        let mut signs = part.char_indices().peekable();
        while let Some((at, sign)) = signs.next() {
            if is_word_char(sign) {
                // `IMO9123456`: the caption and the figures are two words.
                if sign.is_ascii_digit()
                    && let Some((start, fold_start)) = open
                    && matches!(
                        self.arena.get(fold_start..),
                        Some("imo" | "omi" | "mmsi" | "lr" | "ais")
                    )
                {
                    self.push(span.start + start, span.start + at, fold_start, gap);
                    gap = Gap::Tight;
                    open = None;
                }
                if open.is_none() {
                    if !self.arena.is_empty() {
                        self.arena.push(' ');
                    }
                    open = Some((at, self.arena.len()));
                }
                fold_char(sign, &mut self.arena);
                continue;
            }
            if let Some((start, fold_start)) = open.take() {
                self.push(span.start + start, span.start + at, fold_start, gap);
                gap = Gap::Tight;
                if sign == '.' {
                    self.dots.push(self.list.len() - 1);
                }
            }
            let width = match sign {
                ' ' | '\t' | '-' | '\'' | '’' | '‘' | '/' | '&' | '\u{a0}' | '‐' | '‑' | '`'
                | '´' | '"' | '_' | '+' | '#' => Gap::Tight,
                '.' if signs.peek().is_some_and(|(_, next)| !next.is_whitespace()) => Gap::Tight,
                ';' | '\n' | '|' => Gap::Wide,
                _ => Gap::Loose,
            };
            gap = gap.max(width);
        }
        if let Some((start, fold_start)) = open {
            self.push(span.start + start, span.start + part.len(), fold_start, gap);
        }
    }

    fn push(&mut self, start: usize, end: usize, fold_start: usize, gap: Gap) {
        self.list.push(Token {
            start,
            end,
            fold_start,
            fold_end: self.arena.len(),
            gap,
        });
    }

    /// True if a dot follows the word at `index` at once.
    pub(crate) fn dotted(&self, index: usize) -> bool {
        self.dots.contains(&index)
    }

    /// Number of words.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The word at `index`.
    pub(crate) fn get(&self, index: usize) -> Option<&Token> {
        self.list.get(index)
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
        let first = lexicon::term(self.folded(index, index + 1))?;
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
