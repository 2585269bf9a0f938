//! The words of a text, folded once and looked up in the dictionary once, with what lies between them.
//!
//! A page is read into [`Words`] when it is parsed; the words of any stretch of it are a slice of them ([`Tokens::of`]).
//! Only where the stretch begins or ends inside a word is it read anew.

use std::borrow::Cow;

use super::fold::{fold_byte, fold_sign, is_word_char};
use super::hash::{hash_bytes, trace};
use super::lexicon::{self, Term};
use crate::entities::page::{Page, Span};

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
    /// What lies before it; for the first word of a stretch it may lie before the stretch.
    pub(crate) gap: Gap,
    /// A dot follows it at once.
    dotted: bool,
    term: Option<&'static Term>,
    /// The hash of its folded form.
    pub(crate) hash: u64,
}

/// Every word of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    list: Vec<Token>,
    arena: String,
    /// For every block of `BLOCK` bytes: how many words end at or before its first byte.
    blocks: Vec<u32>,
}

/// Bytes of a block of the index.
const BLOCK: usize = 32;

/// The words of one stretch of text.
#[derive(Debug)]
pub(crate) struct Tokens<'w> {
    list: Cow<'w, [Token]>,
    arena: Cow<'w, str>,
    end: usize,
}

/// The word that is being read: where it and its folded form begin.
#[derive(Clone, Copy)]
struct Open {
    start: usize,
    fold_start: usize,
}

/// Words being read; the folded ones as bytes, which are text once all are read.
struct Reading {
    list: Vec<Token>,
    arena: Vec<u8>,
}

impl Token {
    /// Its entry in the dictionary.
    pub(crate) fn term(&self) -> Option<&'static Term> {
        self.term
    }
}

impl Words {
    /// The words of a whole text.
    pub(crate) fn of(text: &str) -> Words {
        let mut words = Words::read(text, 0);
        words.blocks.reserve(text.len() / BLOCK + 1);
        let mut ended = 0;
        for first in (0..=text.len()).step_by(BLOCK) {
            let behind = words.list.get(ended..).unwrap_or(&[]);
            ended += behind.iter().take_while(|t| t.end <= first).count();
            words.blocks.push(u32::try_from(ended).unwrap_or(u32::MAX));
        }
        words
    }

    /// The words of `part`, which stands at byte `base` of its text.
    fn read(part: &str, base: usize) -> Words {
        let mut reading = Reading {
            list: Vec::with_capacity(part.len() / 5 + 2),
            arena: Vec::with_capacity(part.len() + 8),
        };
        reading.fill(part, base);
        Words {
            list: reading.list,
            arena: String::from_utf8(reading.arena).unwrap_or_default(),
            blocks: Vec::new(),
        }
    }

    /// True if any of the folded words is as wanted.
    pub(crate) fn any(&self, wanted: impl Fn(&str) -> bool) -> bool {
        self.list.iter().any(|token| {
            self.arena
                .get(token.fold_start..token.fold_end)
                .is_some_and(&wanted)
        })
    }

    /// The folded words that end at or before byte `end`.
    pub(crate) fn until(&self, end: usize) -> impl Iterator<Item = (&str, &Token)> {
        let head = self.list.iter().take_while(move |token| token.end <= end);
        head.map(|token| {
            let folded = self.arena.get(token.fold_start..token.fold_end);
            (folded.unwrap_or(""), token)
        })
    }

    /// The words between two places; none where a word is cut there.
    fn slice(&self, span: &Span) -> Option<&[Token]> {
        let block = *self.blocks.get(span.start / BLOCK)? as usize;
        let behind = self.list.get(block..)?;
        let first = block + behind.iter().take_while(|t| t.end <= span.start).count();
        let block = *self.blocks.get(span.end / BLOCK)? as usize;
        let mut last = block.max(first);
        while self.list.get(last).is_some_and(|t| t.end <= span.end) {
            last += 1;
        }
        let list = self.list.get(first..last)?;
        let cut = self.list.get(last).is_some_and(|t| t.start < span.end)
            || list
                .first()
                .is_some_and(|t| t.start < span.start || t.fold_start == t.fold_end);
        (!cut).then_some(list)
    }
}

impl Reading {
    /// Reads the words of `part`, which stands at byte `base` of the text.
    fn fill(&mut self, part: &str, base: usize) {
        let mut gap = Gap::Tight;
        let mut open: Option<Open> = None;
        let mut at = 0;
        while let Some(byte) = part.as_bytes().get(at) {
            if byte.is_ascii_alphanumeric() {
                let word = *open.get_or_insert_with(|| self.begin(base + at));
                let before = self.arena.len();
                let run = part.as_bytes().get(at..).unwrap_or(&[]);
                for folded in run.iter().map_while(|byte| fold_byte(*byte)) {
                    self.arena.push(folded);
                }
                let run = run.get(..self.arena.len() - before).unwrap_or(&[]);
                // `IMO9123456`: the caption and the figures are two words.
                if let Some(letters) = run.iter().take(5).position(u8::is_ascii_digit)
                    && matches!(
                        self.arena.get(word.fold_start..before + letters),
                        Some(b"imo" | b"omi" | b"mmsi" | b"lr" | b"ais" | b"loa")
                    )
                {
                    self.arena.truncate(before + letters);
                    self.push(word, base + at + letters, gap, false);
                    gap = Gap::Tight;
                    open = Some(self.begin(base + at + letters));
                    let figures = run.iter().skip(letters);
                    self.arena.extend(figures.map(u8::to_ascii_lowercase));
                }
                at += run.len();
                continue;
            }
            if *byte == b' ' {
                if let Some(word) = open.take() {
                    self.push(word, base + at, gap, false);
                    gap = Gap::Tight;
                }
                at += 1;
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
                fold_sign(sign, &mut |part| {
                    self.arena.extend_from_slice(part.as_bytes());
                });
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
            self.arena.push(b' ');
        }
        Open {
            start,
            fold_start: self.arena.len(),
        }
    }

    fn push(&mut self, word: Open, end: usize, gap: Gap, dotted: bool) {
        let folded = self.arena.get(word.fold_start..).unwrap_or(&[]);
        let hash = hash_bytes(folded);
        self.list.push(Token {
            start: word.start,
            end,
            fold_start: word.fold_start,
            fold_end: self.arena.len(),
            gap,
            dotted,
            term: lexicon::word(folded, hash),
            hash,
        });
    }
}

impl<'w> Tokens<'w> {
    /// The words of a stretch of a page.
    pub(crate) fn of(page: &'w Page, span: &Span) -> Tokens<'w> {
        if span.start <= span.end
            && let Some(list) = page.words.slice(span)
        {
            return Tokens {
                list: Cow::Borrowed(list),
                arena: Cow::Borrowed(&page.words.arena),
                end: span.end,
            };
        }
        Tokens::read(&page.text, span)
    }

    /// The words of a stretch of a text that is no page.
    pub(crate) fn read(text: &str, span: &Span) -> Tokens<'w> {
        let words = Words::read(text.get(span.clone()).unwrap_or(""), span.start);
        Tokens {
            list: Cow::Owned(words.list),
            arena: Cow::Owned(words.arena),
            end: span.end,
        }
    }

    /// True if a dot follows the word at `index` at once.
    pub(crate) fn dotted(&self, index: usize) -> bool {
        self.list
            .get(index)
            .is_some_and(|t| t.dotted && t.end < self.end)
    }

    /// Where the stretch ends, in bytes of its text.
    pub(crate) fn end(&self) -> usize {
        self.end
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
    #[inline]
    pub(crate) fn folded(&self, from: usize, to: usize) -> &str {
        let list = &*self.list;
        let words = list.get(from..to).unwrap_or(&[]);
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
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
            .is_some_and(|next| first.seconds & trace(next.hash) != 0);
        if !follows {
            return wanted(first).then_some((1, first));
        }
        let limit = usize::from(first.max_words.max(1)).min(self.len() - index);
        let mut reach = 1;
        for next in 1..limit {
            if self.get(index + next)?.gap == Gap::Wide {
                break;
            }
            reach = next + 1;
        }
        for words in (2..=reach).rev() {
            if let Some(term) = lexicon::term(self.folded(index, index + words))
                && wanted(term)
            {
                return Some((words, term));
            }
        }
        wanted(first).then_some((1, first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_of_a_page_has_the_words_that_it_has_alone() {
        let page = Page::parse(
            "N.º IMO9123456, señal «3DXB»; call sign: C.S. L/S\nalba\u{301} (\u{ad} é) MMSI412",
        );
        let text = &page.text;
        let places: Vec<usize> = (0..=text.len())
            .filter(|at| text.is_char_boundary(*at))
            .collect();
        for start in &places {
            for end in places.iter().filter(|end| *end >= start) {
                let span = *start..*end;
                let (part, alone) = (Tokens::of(&page, &span), Tokens::read(text, &span));
                let told = |tokens: &Tokens<'_>| {
                    (0..tokens.len())
                        .map(|at| {
                            let token = tokens.get(at).copied();
                            let gap = token.filter(|_| at > 0).map(|t| t.gap);
                            let word = tokens.folded(at, at + 1).to_string();
                            (token.map(|t| t.start..t.end), gap, tokens.dotted(at), word)
                        })
                        .collect::<Vec<_>>()
                };
                assert_eq!(told(&part), told(&alone), "{span:?}");
                assert_eq!(part.folded(0, part.len()), alone.folded(0, alone.len()));
            }
        }
    }
}
