//! What a cue is followed by: a name, a number of letters and figures.
//!
//! After `owner`: `Reef Fish Co. Ltd` of `Reef Fish Co. Ltd of Suva was …`. A name begins with a capital.

mod name;
mod seen;

use crate::entities::page::Span;
use crate::entities::words::lexicon::{phrases, with_folded};
use crate::entities::words::seek;

pub(super) use name::{NameKind, name};

/// The folded word is a company's ending.
fn is_ending(word: &str) -> bool {
    with_folded(word, |folded| phrases::COMPANY_ENDINGS.holds(folded))
}

/// A small letter with which no ending begins that is written in small letters and without dots.
pub(super) const fn begins_no_ending(first: char) -> bool {
    first.is_ascii_lowercase() && !matches!(first, 'p' | 'l' | 'e' | 'h')
}

/// A word that ends a company's name: `Ltd`, `S.A.`, `GmbH`, `d.o.o.`.
pub(crate) fn is_company_word(word: &str) -> bool {
    if !phrases::COMPANY_ENDINGS.may_lead(word) {
        return false;
    }
    let dotted = word.len() >= 3 && word.trim_end_matches('.').contains('.');
    if !dotted && word.starts_with(begins_no_ending) {
        return false;
    }
    with_folded(word, |folded| {
        phrases::COMPANY_ENDINGS.holds(folded)
            && (word.starts_with(char::is_uppercase)
                || dotted
                || matches!(folded, "pty" | "ltd" | "limited" | "ehf" | "hf"))
    })
}

/// A company's ending begins the text: `Ltd of …`, `S. A., NIPC …`.
pub(super) fn begins_ending(text: &str) -> bool {
    let mut words = text.split([' ', ',']);
    let first = words.next().unwrap_or("");
    let second = words.next().unwrap_or("");
    let lettered = first.len() == 2 && first.ends_with('.') && second.len() <= 2;
    is_company_word(first) || lettered && is_ending(&format!("{first} {second}"))
}

/// A person's name without the title before it: `Herrn Jens Petersen`, `O Sr. Rui Vaz`, `D. Juan Rey`.
pub(super) fn untitled(text: &str, name: Span) -> Span {
    let printed = text.get(name.clone()).unwrap_or("");
    // `O Sr.`, `La Sra.`
    let article = ["O ", "A ", "El ", "La ", "Il "]
        .into_iter()
        .find_map(|article| printed.strip_prefix(article))
        .filter(|rest| {
            let title = rest.split(' ').next().unwrap_or("");
            phrases::TITLES_BEFORE_NAMES.holds(title)
        });
    let printed = article.unwrap_or(printed);
    let start = name.end - printed.len();
    match printed.split_once(' ') {
        Some((title, rest))
            if phrases::TITLES_BEFORE_NAMES.holds(title)
                && rest.starts_with(char::is_uppercase) =>
        {
            start + title.len() + 1..name.end
        }
        _ => start..name.end,
    }
}

/// Longest name of a company, in bytes.
pub(super) const LONGEST_COMPANY: usize = 70;

/// A company's name as a whole: capital words with a company's ending, or `PT` and `CV` before them.
pub(crate) fn is_company(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("");
    let last = words.next_back().unwrap_or("");
    // `Mar Azul, S. A.`
    let before = words.next_back().unwrap_or("");
    let lettered = last.len() == 2 && last.ends_with('.') && before.len() == 2;
    text.len() <= LONGEST_COMPANY
        && first.starts_with(char::is_uppercase)
        && !text.contains([':', ';', '('])
        && (is_company_word(last) && !last.is_empty()
            || lettered && before.ends_with('.') && is_ending(&format!("{before} {last}"))
            || matches!(first, "PT" | "PT." | "CV" | "CV.") && !last.is_empty())
}

/// A word of a text with its place.
#[derive(Clone, Copy, Default)]
struct Word<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

/// Most words looked at from one place.
const MOST_WORDS: usize = 41;

/// Words of which most names have fewer.
const FEW: usize = 6;

/// The words (runs without blanks) of a line, cut as they are asked for: most names end after a few.
struct Words<'a> {
    part: &'a str,
    base: usize,
    next: usize,
    count: usize,
    /// The first words, and those behind them.
    few: [Word<'a>; FEW],
    more: Vec<Word<'a>>,
}

impl<'a> Words<'a> {
    /// The words of `text` from `from` to `to`, at most to the end of the line.
    fn new(text: &'a str, from: usize, to: usize) -> Self {
        Words {
            part: text.get(from..to).unwrap_or(""),
            base: from,
            next: 0,
            count: 0,
            few: [Word::default(); FEW],
            more: Vec::new(),
        }
    }

    fn get(&mut self, index: usize) -> Option<Word<'a>> {
        while self.count <= index {
            let word = self.following()?;
            match self.few.get_mut(self.count) {
                Some(place) => *place = word,
                None => self.more.push(word),
            }
            self.count += 1;
        }
        let behind = || self.more.get(index.checked_sub(FEW)?);
        self.few.get(index).or_else(behind).copied()
    }

    fn following(&mut self) -> Option<Word<'a>> {
        if self.count >= MOST_WORDS {
            return None;
        }
        let rest = self.part.get(self.next..)?;
        // One blank stands before most words.
        let body = match rest.as_bytes() {
            [b' ', next, ..] if next.is_ascii_graphic() => rest.get(1..)?,
            _ => rest.trim_start_matches(|c: char| c.is_whitespace() && c != '\n'),
        };
        let begin = rest.len() - body.len();
        if body.is_empty() {
            return None;
        }
        if body.starts_with('\n') {
            return None;
        }
        let text = body.get(..seek::word_end(body))?;
        let start = self.next + begin;
        self.next = start + text.len();
        Some(Word {
            start: self.base + start,
            end: self.base + self.next,
            text,
        })
    }
}

/// All letters are capitals, and there are at least three.
fn shouts(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    !text.chars().any(char::is_lowercase) && letters.count() >= 3
}

/// `CC 923 411`: letters and two groups of three figures.
fn thousands(all: &mut Words<'_>, index: usize, bare: &str) -> bool {
    let three = |w: &str| w.len() == 3 && w.bytes().all(|b| b.is_ascii_digit());
    index == 2
        && three(bare)
        && all.get(1).is_some_and(|w| three(w.text))
        && all
            .get(0)
            .is_some_and(|w| w.text.len() <= 3 && w.text.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Most groups of a number that begins with one in brackets.
const GROUPS: usize = 8;

/// `(ZHE) CHUAN DENG (JI) (2019) FT-206834`: a number in groups, the first of them in brackets.
pub(crate) fn bracketed_groups(text: &str, from: usize, to: usize) -> Option<Span> {
    let mut all = Words::new(text, from, to);
    let start = all.get(0).filter(|word| word.text.starts_with('('))?.start;
    let mut end = None;
    for index in 0..GROUPS {
        let Some(word) = all.get(index) else { break };
        let bare = word.text.trim_end_matches([',', ';', '.']);
        let grouped = bare.starts_with('(') && bare.ends_with(')');
        let signs =
            |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '(' | ')' | '-');
        if !bare.chars().all(signs) || index == 0 && !grouped {
            break;
        }
        let numbered = bare.bytes().filter(u8::is_ascii_digit).count() >= 3;
        if numbered && !grouped {
            end = Some(word.start + bare.len());
        }
        if bare.len() < word.text.len() {
            break;
        }
    }
    Some(start..end?)
}

/// A number of letters and figures that begins at `from`: `FP 23-587`, `HD 870`, `28 NO.1808/PD`.
pub(super) fn code(text: &str, from: usize, to: usize) -> Option<Span> {
    if let Some(span) = bracketed_groups(text, from, to) {
        return Some(span);
    }
    let mut all = Words::new(text, from, to);
    let mut end = None;
    let start = all.get(0)?.start;
    for index in 0..MOST_WORDS {
        let Some(word) = all.get(index) else { break };
        // `PKT 388   IMO 8059502`: wide blanks part an entry's values.
        if end.is_some_and(|end| {
            text.get(end..word.start)
                .is_some_and(|gap| seek::has(gap, "   "))
        }) {
            break;
        }
        let bare = word
            .text
            .trim_end_matches([',', ';', ':', ')', '"', '”', '»', ']', '.', '’', '\'']);
        if bare.is_empty() || bare.starts_with(['(', '–', '—', '|', '·', '[']) || bare == "-" {
            break;
        }
        let digits = bare.bytes().any(|b| b.is_ascii_digit());
        let capitals =
            bare.chars().all(|c| !c.is_lowercase()) && bare.chars().any(char::is_uppercase);
        let number_word = matches!(bare, "No" | "no" | "Nº" | "n.º" | "nº" | "N°");
        // `6ª GC-1-83-09`
        let small = bare
            .chars()
            .any(|c| c.is_lowercase() && !matches!(c, 'ª' | 'º'))
            && bare.bytes().filter(u8::is_ascii_digit).count() < 3;
        let fits = if index == 0 {
            (digits && !small) || capitals
        } else {
            (digits && bare.len() <= 14 || capitals && bare.len() <= 4) || number_word && index < 3
        };
        if !fits || index > 3 {
            break;
        }
        // A calendar date or a measure after a number is not part of it.
        if index > 0
            && digits
            && !capitals
            && bare.bytes().all(|b| b.is_ascii_digit())
            && end.is_some()
            && index
                .checked_sub(1)
                .and_then(|i| all.get(i))
                .is_some_and(|p| p.text.bytes().all(|b| b.is_ascii_digit()))
            && !thousands(&mut all, index, bare)
        {
            break;
        }
        // `inscrita sob o nº 443-0 no porto de Vigo`: the small word counts only before figures.
        let numbered = |next: Word<'_>| next.text.starts_with(|c: char| c.is_ascii_digit());
        if bare == "no" && !all.get(index + 1).is_some_and(numbered) {
            break;
        }
        end = Some(word.start + bare.len());
        // `201 No. 3317/Lb`: the number goes on after the word for it.
        let goes_on = number_word
            && word.text.len() == bare.len() + 1
            && all.get(index + 1).is_some_and(numbered);
        if bare.len() < word.text.len()
            && !goes_on
            && !(word.text.ends_with('.') && index == 0 && !digits)
        {
            break;
        }
    }
    let span = start..end?;
    text.get(span.clone())
        .is_some_and(|t| t.chars().any(char::is_alphanumeric))
        .then_some(span)
}
