//! Set ways of saying something of a ship: words that belong together although the ship, an article or a form of *to be*
//! stands between them (`manda la nave …`, `command of her rests with …`, `… owns the vessel`).
//!
//! A construction is a row of `data/constructions.tsv`: the concepts that it announces, and patterns of folded words.
//! In a pattern `a|b` is one word of several, `x?` may be missing, `THE` stands for articles and possessives that may be
//! missing, `IS` for a form of *to be*, `S` for the ship (`the said vessel`, `her`), `~` for up to three small words, `#`
//! for a number, `,` for a comma that may be missing. What is announced follows the words; a pattern that begins with `*` says that it
//! stands before them.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::items::{Item, Kind, Placed};
use super::join::{cue, merge};
use crate::entities::page::Span;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::hash::{Whole, hash};
use crate::entities::words::lexicon::{self, CONSTRUCTIONS, Sense, Term, phrases, with_folded};
use crate::entities::words::phrases::Phrases;
use crate::entities::words::tokens::{Gap, Tokens};

/// Most small words that `~` stands for.
const SMALL_WORDS: usize = 3;

/// A place of a pattern.
#[derive(Debug)]
enum Part {
    /// One of some words, by their hashes.
    Word { any: Vec<u64>, needed: bool },
    /// Articles, if there are any.
    The,
    /// A form of *to be*.
    Is { needed: bool },
    /// The ship; her name may follow where that is `named`.
    Ship { needed: bool, named: bool },
    /// A few small words, if there are any.
    Small,
    /// A year or another number.
    Number,
    /// A comma, if there is one.
    Comma,
}

#[derive(Debug)]
struct Pattern {
    concepts: C,
    /// What is announced stands before the words.
    behind: bool,
    parts: Vec<Part>,
}

/// The patterns, and for every word that begins one which they are, with the words that may follow the first as bits of
/// their hashes.
#[derive(Debug)]
struct Table {
    patterns: Vec<Pattern>,
    heads: HashMap<u64, Vec<(u64, usize)>, Whole>,
    determiners: Vec<u64>,
    copulas: Vec<u64>,
    pronouns: Vec<u64>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let hashes = |words: &Phrases| words.iter().map(|w| hash(w)).collect();
    let mut table = Table {
        patterns: Vec::new(),
        heads: HashMap::default(),
        determiners: hashes(&phrases::DETERMINERS),
        copulas: hashes(&phrases::FORMS_OF_BE),
        pronouns: hashes(&phrases::SHIP_PRONOUNS),
    };
    for (concepts, patterns) in CONSTRUCTIONS {
        for pattern in patterns.split("; ") {
            let behind = pattern.starts_with("* ");
            let words: Vec<&str> = pattern.trim_start_matches("* ").split(' ').collect();
            let last = words.len() - 1;
            let parts = words.iter().enumerate();
            // `has taken the KOMATI STAR on charter`
            let parts: Vec<Part> = parts
                .map(|(at, word)| part(word, behind && at < last))
                .collect();
            let number = table.patterns.len();
            let seconds = match parts.split_first() {
                Some((Part::Word { needed: true, .. }, rest)) => table.begin(rest),
                _ => u64::MAX,
            };
            for part in &parts {
                let (words, needed) = match part {
                    Part::Word { any, needed } => (any, *needed),
                    Part::Is { needed } => (&table.copulas, *needed),
                    _ => break,
                };
                for head in words {
                    let own = table.heads.entry(*head).or_default();
                    own.push((seconds, number));
                }
                if needed {
                    break;
                }
            }
            table.patterns.push(Pattern {
                concepts: C(*concepts),
                behind,
                parts,
            });
        }
    }
    table
});

fn part(word: &str, named: bool) -> Part {
    match word {
        "THE" => Part::The,
        "IS" => Part::Is { needed: true },
        "IS?" => Part::Is { needed: false },
        "S" => Part::Ship {
            needed: true,
            named,
        },
        "S?" => Part::Ship {
            needed: false,
            named,
        },
        "~" => Part::Small,
        "#" => Part::Number,
        "," => Part::Comma,
        _ => Part::Word {
            any: word
                .trim_end_matches('?')
                .split('|')
                .flat_map(meant)
                .collect(),
            needed: !word.ends_with('?'),
        },
    }
}

/// The hashes of a word of a pattern: `IS` is several.
fn meant(word: &str) -> Vec<u64> {
    if word == "IS" {
        phrases::FORMS_OF_BE.iter().map(|w| hash(w)).collect()
    } else {
        vec![hash(word)]
    }
}

/// A construction that was met.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Construction {
    /// Its words.
    pub(super) span: Span,
    /// What it announces.
    pub(super) concepts: C,
    /// What is announced stands before the words.
    pub(super) behind: bool,
}

/// The constructions of a stretch, from left to right; where several begin at one word, the longest.
pub(super) fn find(text: &str, tokens: &Tokens<'_>) -> Vec<Construction> {
    let table = &*TABLE;
    let mut found: Vec<Construction> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1).map_or(u64::MAX, |next| trace(next.hash));
        let names_end = LazyCell::new(|| names_end(text, token.start));
        let met = |pattern: &'static Pattern| {
            // `Juan Rey manda el arrastrero ALBA NOVA`: the ship that is commanded, and no commander behind her.
            let of_ship = matches!(pattern.parts.last(), Some(Part::Ship { .. }));
            if pattern.behind != *names_end && (pattern.behind || of_ship) {
                return None;
            }
            let end = table.end(text, tokens, at, at, &pattern.parts)?;
            let last = tokens.get(end.checked_sub(1)?)?.end;
            let told = || {
                values_begin(text, last)
                    || pattern.concepts.any(C::FLAG) && nationality_begins(text, last)
            };
            (pattern.behind || told()).then_some((end, last, pattern))
        };
        let mut longest: Option<(usize, usize, &Pattern)> = None;
        for (seconds, number) in table.heads.get(&token.hash).into_iter().flatten() {
            if seconds & next != 0
                && let Some(one) = table.patterns.get(*number).and_then(met)
                && longest.is_none_or(|own| (own.0, own.2.behind) <= (one.0, one.2.behind))
            {
                longest = Some(one);
            }
        }
        if let Some((end, last, pattern)) = longest {
            found.push(Construction {
                span: token.start..last,
                concepts: pattern.concepts,
                behind: pattern.behind,
            });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// What ends before byte `at` may be a name: a capital word, or a bracket behind one.
fn names_end(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or("").trim_end_matches([' ', ',']);
    let word = head.rsplit([' ', '\n']).next().unwrap_or("");
    let ends = |c: char| matches!(c, '.' | ':' | ';');
    word.ends_with([')', '"', '”', '»'])
        || word.starts_with(char::is_uppercase)
            && (!word.ends_with(ends) || super::take::is_company_word(word.trim_end_matches(ends)))
}

/// What begins behind byte `at` may be a value: a capital word or figures after a few small words.
fn values_begin(text: &str, at: usize) -> bool {
    let tail = text.get(at..).unwrap_or("");
    if tail.starts_with('-') {
        return false;
    }
    let line = tail.split(['\n', ';', ')']).next().unwrap_or("");
    for word in line.split_whitespace().take(SMALL_WORDS + 1) {
        let bare = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        if bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) {
            return true;
        }
        if word.ends_with('.') && word.len() > 4 {
            return false;
        }
    }
    false
}

/// `rayé des registres togolais`: an adjective of a State stands right behind byte `at`.
fn nationality_begins(text: &str, at: usize) -> bool {
    let tail = text.get(at..).and_then(|tail| tail.strip_prefix(' '));
    let word = tail.and_then(|tail| tail.split(|c: char| !c.is_alphabetic()).next());
    word.is_some_and(|word| {
        with_folded(word, |word| {
            lexicon::term(word)
                .is_some_and(|term| term.senses.iter().any(|s| matches!(s, Sense::Demonym(_))))
        })
    })
}

/// Most words of a ship's name inside a construction.
const NAME_WORDS: usize = 5;

/// A word with a capital, or a number, stands close behind the word before it.
fn capital(text: &str, tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        let tail = text.get(t.start..).unwrap_or("");
        t.gap == Gap::Tight && tail.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    })
}

/// One bit of 64 for a hash.
fn trace(hash: u64) -> u64 {
    1 << (hash >> 58)
}

impl Table {
    /// The words with which parts may begin, as bits of their hashes.
    fn begin(&self, parts: &[Part]) -> u64 {
        let bits = |words: &[u64]| words.iter().fold(0, |all, word| all | trace(*word));
        let Some((part, rest)) = parts.split_first() else {
            return u64::MAX;
        };
        match part {
            Part::Word { any, needed: true } => bits(any),
            Part::Word { any, .. } => bits(any) | self.begin(rest),
            Part::Is { needed: true } => bits(&self.copulas),
            Part::Is { .. } => bits(&self.copulas) | self.begin(rest),
            Part::The => bits(&self.determiners) | self.begin(rest),
            Part::Ship { .. } | Part::Small | Part::Number | Part::Comma => u64::MAX,
        }
    }

    /// Behind the last word of a match that began at word `first` and goes on at word `at`.
    fn end(
        &self,
        text: &str,
        tokens: &Tokens<'_>,
        first: usize,
        at: usize,
        parts: &[Part],
    ) -> Option<usize> {
        let Some((part, rest)) = parts.split_first() else {
            return Some(at);
        };
        let among = |at: usize, words: &[u64]| {
            tokens
                .get(at)
                .is_some_and(|t| (at == first || t.gap == Gap::Tight) && words.contains(&t.hash))
        };
        let goes_on = |at: usize| self.end(text, tokens, first, at, rest);
        match part {
            Part::Word { any, needed } => {
                if among(at, any) {
                    return goes_on(at + 1);
                }
                if *needed { None } else { goes_on(at) }
            }
            Part::Is { needed } => {
                let words = (0..2).take_while(|n| among(at + n, &self.copulas)).count();
                if words > 0 {
                    return goes_on(at + words);
                }
                if *needed { None } else { goes_on(at) }
            }
            Part::The => {
                let words = (0..2)
                    .take_while(|n| among(at + n, &self.determiners))
                    .count();
                goes_on(at + words)
            }
            Part::Ship { needed, named } => {
                let met = self.ship(tokens, at);
                let met = met.and_then(|words| goes_on(at + words));
                let met = met.or_else(|| {
                    let behind = named.then(|| self.before_name(tokens, at))??;
                    let words =
                        (1..=NAME_WORDS).take_while(|n| capital(text, tokens, at + behind + n - 1));
                    words.into_iter().find_map(|n| goes_on(at + behind + n))
                });
                met.or_else(|| {
                    let missing = !needed;
                    missing.then(|| goes_on(at)).flatten()
                })
            }
            Part::Small => (0..=SMALL_WORDS)
                .take_while(|n| {
                    n.checked_sub(1).is_none_or(|last| {
                        tokens.get(at + last).is_some_and(|t| {
                            t.gap == Gap::Tight
                                && text
                                    .get(t.start..)
                                    .is_some_and(|w| w.starts_with(char::is_lowercase))
                        })
                    })
                })
                .find_map(|n| goes_on(at + n)),
            Part::Number => {
                let number = tokens.get(at).is_some_and(|t| {
                    let printed = text.get(t.start..t.end).unwrap_or("");
                    t.gap == Gap::Tight && printed.bytes().all(|b| b.is_ascii_digit())
                });
                number.then(|| goes_on(at + 1)).flatten()
            }
            Part::Comma => {
                let end = tokens.get(at.checked_sub(1)?)?.end;
                let next = tokens.get(at)?.start;
                if text.get(end..next)?.trim() != "," {
                    return goes_on(at);
                }
                // Behind the comma the words stand close together again.
                self.end(text, tokens, at, at, rest)
            }
        }
    }

    /// Words of `the trawler` or `the` from word `at`, before a name.
    fn before_name(&self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        self.ship(tokens, at).or_else(|| {
            let article = |at: usize| {
                tokens
                    .get(at)
                    .is_some_and(|t| t.gap == Gap::Tight && self.determiners.contains(&t.hash))
            };
            article(at).then_some(1)
        })
    }

    /// Words of `the said vessel`, `la nave`, `her` from word `at`.
    fn ship(&self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        let tight = |at: usize| tokens.get(at).is_some_and(|t| t.gap == Gap::Tight);
        let is = |at: usize, words: &[u64]| {
            tight(at) && tokens.get(at).is_some_and(|t| words.contains(&t.hash))
        };
        let articles = (0..3).take_while(|n| is(at + n, &self.determiners)).count();
        let shipped = |term: &Term| {
            term.strong == C::SHIP
                || term
                    .senses
                    .iter()
                    .any(|s| matches!(s, Sense::VesselTypeGeneric | Sense::VesselType))
        };
        let noun = at + articles;
        if tight(noun)
            && let Some((words, _)) = tokens.longest(noun, shipped)
        {
            return Some(articles + words);
        }
        is(at, &self.pronouns).then_some(1)
    }
}

/// Puts constructions in the place of the things that their words were read as, each a cue for what follows, and joins
/// the things between them. Those whose value stands before them leave the things as they are.
pub(super) fn settle(
    text: &str,
    things: Vec<Placed>,
    found: Vec<Construction>,
) -> (Vec<Placed>, Vec<Construction>) {
    let mut settled = Vec::with_capacity(found.len());
    let mut items: Vec<Placed> = Vec::with_capacity(things.len());
    let mut rest = things;
    for one in found {
        if one.behind {
            settled.push(one);
            continue;
        }
        let from = rest.partition_point(|p| p.span.end <= one.span.start);
        let to = rest.partition_point(|p| p.span.start < one.span.end);
        let Some(own) = rest.get(from..to) else {
            continue;
        };
        let typed = own.iter().any(|p| {
            p.item == Item::Stop
                || matches!(
                    p.item,
                    Item::Value(Kind::Date(_) | Kind::Position(_) | Kind::Quantity(_))
                )
        });
        let whole = own.first().is_some_and(|p| p.span.start >= one.span.start)
            && own.last().is_some_and(|p| p.span.end <= one.span.end);
        if typed || !whole {
            continue;
        }
        let behind = rest.split_off(to);
        rest.truncate(from);
        items.append(&mut merge(text, rest));
        // What stands on a stern is not a name alone.
        let item = if one.concepts == C::NAME.with(C::MARKING) {
            Item::Cue {
                labels: Vec::new(),
                concepts: one.concepts,
            }
        } else {
            cue(one.concepts)
        };
        items.push(Placed {
            span: one.span.clone(),
            item,
        });
        rest = behind;
        settled.push(one);
    }
    items.append(&mut merge(text, rest));
    (items, settled)
}
