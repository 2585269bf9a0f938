//! One word of a caption: as the vocabulary has it, cut short, joined, split or misread.
//!
//! `Immat.` (cut short), `Maschinenleistung` (joined), `Fl ag` (split), `lMO` (misread). A word that may be two others
//! is none.

use std::collections::HashMap;

use super::concepts_of;
use crate::entities::words::concept::{Concepts as C, one_of};
use crate::entities::words::fuzzy;
use crate::entities::words::hash::Whole;
use crate::entities::words::lexicon::{self, Term};
use crate::entities::words::tokens::Tokens;

/// `Pav.`, `Immat.`: the words that begin so, where they agree.
fn abbreviated(tokens: &Tokens<'_>, at: usize) -> Option<C> {
    let folded = tokens.folded(at, at + 1);
    let dotted = tokens.dotted(at);
    if !dotted || folded.len() < 3 || folded.len() > 8 {
        return None;
    }
    fuzzy::beginning(folded).filter(|found| !found.any(C::FOREIGN.with(C::PERSON)))
}

/// `Maschinenleistung`, `Schiffseigner`: two words of the vocabulary written as one.
fn compound(word: &str) -> Option<C> {
    if word.len() < 9 || !word.is_ascii() {
        return None;
    }
    let opens = |part: &str| lexicon::WORD_HEADS.may_begin(part);
    if !opens(word) {
        return None;
    }
    let known = |part: &str| {
        let own = lexicon::term(part).map_or_else(|| lexicon::stem(part), |t| t.concepts);
        (!own.is_empty() && part.len() >= 4).then_some(own)
    };
    (4..=word.len() - 4).find_map(|cut| {
        let tail = known(word.get(cut..).filter(|tail| opens(tail))?)?;
        let head = word.get(..cut)?;
        let head = known(head)
            .or_else(|| known(head.strip_suffix('s')?))
            .or_else(|| known(head.strip_suffix('n')?))
            .or_else(|| known(head.strip_suffix("en")?))?;
        Some(head.with(tail))
    })
}

/// Longest misread word whose spellings are tried, in bytes.
const UNBLURRED: usize = 64;

/// The first of the spellings that a misread word may have had (figures for letters, `l` for `i`, `rn` for `m`) for
/// which `known` gives something.
pub(crate) fn unblurred<T>(word: &str, known: impl Fn(&str) -> Option<T>) -> Option<T> {
    let unclear = word
        .bytes()
        .any(|b| matches!(b, b'0' | b'1' | b'2' | b'5' | b'6' | b'8' | b'l'));
    let joined = word.as_bytes().windows(2).any(|pair| pair == b"rn");
    if !unclear && !joined || word.len() > UNBLURRED {
        return None;
    }
    let mut letters = [0u8; UNBLURRED];
    for (place, byte) in letters.iter_mut().zip(word.bytes()) {
        *place = match byte {
            b'0' => b'o',
            b'1' => b'l',
            b'2' => b'z',
            b'5' => b's',
            b'6' => b'g',
            b'8' => b'b',
            other => other,
        };
    }
    let letters = str::from_utf8(letters.get(..word.len())?).ok()?;
    let known = |spelling: &str| (spelling != word).then(|| known(spelling)).flatten();
    if let Some(found) = known(letters) {
        return Some(found);
    }
    if joined && let Some(found) = known(&letters.replace("rn", "m")) {
        return Some(found);
    }
    if !letters.contains('l') {
        return None;
    }
    let mut changed = letters.replace('l', "i");
    known(&changed).or_else(|| {
        letters.match_indices('l').take(4).find_map(|(at, _)| {
            changed.clear();
            changed.push_str(letters);
            changed.replace_range(at..=at, "i");
            known(&changed)
        })
    })
}

/// Words that a page's captions commonly have.
const EXPECTED: usize = 64;

/// Most words whose reading is kept.
const KEPT: usize = 4000;

/// What a word that the vocabulary does not have as a caption's word is taken for.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    /// By the stem it begins with.
    stem: C,
    /// By its spelling with figures read as letters.
    unblurred: Option<C>,
    /// As two words written as one.
    compound: Option<C>,
    /// The word of the vocabulary nearest to it was looked up, which is done when it is first asked for.
    asked: bool,
    /// As that word.
    nearest: Option<C>,
}

/// Mends the words of a page's captions, each word once and as many as the budget allows.
#[derive(Debug)]
pub(crate) struct Mender {
    budget: usize,
    known: HashMap<u64, Reading, Whole>,
}

impl Mender {
    /// A mender that looks up `budget` words by nearness.
    pub(crate) fn new(budget: usize) -> Mender {
        Mender {
            budget,
            known: HashMap::with_capacity_and_hasher(EXPECTED, Whole::default()),
        }
    }

    /// The reading of a folded word and its hash; one that is a value (`valued`) is not mended.
    fn reading(&mut self, word: &str, hash: u64, valued: bool) -> Reading {
        if let Some(known) = self.known.get(&hash) {
            return *known;
        }
        let stem = lexicon::stem(word);
        let reading = if !stem.is_empty() {
            // `Schiffseigner` is no ship.
            Reading {
                stem: compound(word).unwrap_or(stem),
                ..Reading::default()
            }
        } else if valued {
            Reading::default()
        } else {
            Reading {
                unblurred: if fuzzy::may_be_blurred(word) {
                    unblurred(word, |spelling| {
                        let term = lexicon::term(spelling).filter(|_| spelling.len() >= 3)?;
                        (!term.concepts.is_empty()).then_some(term.concepts)
                    })
                } else {
                    None
                },
                compound: compound(word),
                ..Reading::default()
            }
        };
        if self.known.len() < KEPT {
            self.known.insert(hash, reading);
        }
        reading
    }

    /// One more word is looked up by nearness; false where the budget is used up.
    fn spend(&mut self) -> bool {
        let left = self.budget > 0;
        self.budget = self.budget.saturating_sub(1);
        left
    }

    /// What the word of the vocabulary nearest to `word` means.
    fn nearest(&mut self, word: &str, hash: u64, reading: Reading) -> Option<C> {
        if reading.asked {
            return reading.nearest;
        }
        let found = fuzzy::nearest(word);
        if let Some(known) = self.known.get_mut(&hash) {
            known.asked = true;
            known.nearest = found;
        }
        found
    }
}

/// The entry of two words written as one, where it is a caption's.
fn joined(two: &str) -> Option<&'static Term> {
    let blank = two.bytes().position(|b| b == b' ')?;
    if blank >= 3 && !lexicon::WORD_HEADS.may_begin(two) {
        return None;
    }
    let mut whole = [0u8; 48];
    let (head, tail) = (two.get(..blank)?, two.get(blank + 1..)?);
    let length = head.len() + tail.len();
    if !(4..=whole.len()).contains(&length) {
        return None;
    }
    for (place, byte) in whole.iter_mut().zip(head.bytes().chain(tail.bytes())) {
        *place = byte;
    }
    lexicon::term(str::from_utf8(whole.get(..length)?).ok()?)
}

/// A word of a caption as it was understood, or several that mean something together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    /// Words taken.
    pub(crate) words: usize,
    /// What they mean; nothing where they were not understood.
    pub(crate) found: C,
    /// They speak at the edges of a caption only.
    pub(crate) weak: bool,
    /// They were misread.
    pub(crate) mended: bool,
}

impl Word {
    const fn one(found: C) -> Word {
        Word {
            words: 1,
            found,
            weak: false,
            mended: false,
        }
    }

    const fn mended(words: usize, found: C) -> Word {
        Word {
            words,
            found,
            weak: false,
            mended: true,
        }
    }
}

/// Captions of up to so many words are read without any memory of their own.
const FEW: usize = 12;

/// The words of a caption as they were understood.
pub(crate) struct Understood {
    few: [Word; FEW],
    more: Vec<Word>,
    any: bool,
}

impl Understood {
    /// Reads every word of a caption.
    pub(crate) fn of(tokens: &Tokens<'_>, mender: &mut Mender) -> Understood {
        let mut read = Understood {
            few: [Word::default(); FEW],
            more: Vec::new(),
            any: false,
        };
        let (mut at, mut count) = (0, 0);
        while at < tokens.len() {
            let next = word(tokens, at, mender);
            read.any |= !next.found.is_empty();
            match read.few.get_mut(count) {
                Some(place) => *place = next,
                None => read.more.push(next),
            }
            at += next.words;
            count += 1;
        }
        read
    }

    /// True if any word was understood.
    pub(crate) fn any(&self) -> bool {
        self.any
    }

    /// The words in their order; behind the last, words that take nothing.
    pub(crate) fn words(&self) -> impl Iterator<Item = Word> {
        self.few.iter().chain(&self.more).copied()
    }
}

/// What the words at `at` mean.
fn word(tokens: &Tokens<'_>, at: usize, mender: &mut Mender) -> Word {
    let useful = |t: &Term| !concepts_of(t).is_empty();
    if let Some((words, term)) = tokens.longest(at, useful) {
        let found = concepts_of(term);
        let dates = one_of(&[C::START, C::END]);
        let weak = found.without(dates).is_empty() && term.strong.is_empty();
        return Word {
            words,
            found,
            weak,
            mended: false,
        };
    }
    let folded = tokens.folded(at, at + 1);
    let hash = tokens.get(at).map_or(0, |token| token.hash);
    let valued = tokens
        .term(at)
        .is_some_and(|t| t.small || !t.senses.is_empty());
    let reading = mender.reading(folded, hash, valued);
    if !reading.stem.is_empty() {
        return Word::one(reading.stem);
    }
    if valued {
        return Word::one(C::default());
    }
    // A blank inside a word, or a letter misread.
    if at + 1 < tokens.len()
        && let Some(term) = joined(tokens.folded(at, at + 2))
        && !term.concepts.is_empty()
    {
        return Word::mended(2, term.concepts);
    }
    if let Some(found) = reading.unblurred {
        return Word::mended(1, found);
    }
    if tokens.dotted(at)
        && mender.spend()
        && let Some(found) = abbreviated(tokens, at)
    {
        return Word::one(found);
    }
    if let Some(found) = reading.compound {
        return Word::one(found);
    }
    if folded.len() >= 5
        && mender.spend()
        && let Some(found) = mender.nearest(folded, hash, reading)
    {
        return Word::mended(1, found);
    }
    Word::one(C::default())
}
