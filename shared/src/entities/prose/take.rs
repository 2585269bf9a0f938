//! What a cue is followed by: a name, a number of letters and figures.
//!
//! After `owner`: `Reef Fish Co. Ltd` of `Reef Fish Co. Ltd of Suva was …`. A name begins with a capital.

use std::cell::LazyCell;

use super::abbreviation::abbreviation;
use crate::entities::page::{Span, trim};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases, with_folded};

/// The folded word is a company's ending.
fn is_ending(word: &str) -> bool {
    with_folded(word, |folded| phrases::COMPANY_ENDINGS.holds(folded))
}

/// A word that ends a company's name: `Ltd`, `S.A.`, `GmbH`, `d.o.o.`.
pub(crate) fn is_company_word(word: &str) -> bool {
    let dotted = word.len() >= 3 && word.trim_end_matches('.').contains('.');
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

/// A person's name without the title before it: `Herrn Jens Petersen`.
pub(super) fn untitled(text: &str, name: Span) -> Span {
    let printed = text.get(name.clone()).unwrap_or("");
    match printed.split_once(' ') {
        Some((title, rest))
            if phrases::TITLES_BEFORE_NAMES.holds(title)
                && rest.starts_with(char::is_uppercase) =>
        {
            name.start + title.len() + 1..name.end
        }
        _ => name,
    }
}

/// A company's name as a whole: capital words with a company's ending, or `PT` and `CV` before them.
pub(crate) fn is_company(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("");
    let last = words.next_back().unwrap_or("");
    text.len() <= 70
        && first.starts_with(char::is_uppercase)
        && !text.contains([':', ';', '('])
        && (is_company_word(last) && !last.is_empty()
            || matches!(first, "PT" | "PT." | "CV" | "CV.") && !last.is_empty())
}

/// A word of a text with its place.
#[derive(Clone, Copy)]
struct Word<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

/// Most words looked at from one place.
const MOST_WORDS: usize = 41;

/// The words (runs without blanks) of a line, cut as they are asked for: most names end after a few.
struct Words<'a> {
    part: &'a str,
    base: usize,
    next: usize,
    cut: Vec<Word<'a>>,
}

impl<'a> Words<'a> {
    /// The words of `text` from `from` to `to`, at most to the end of the line.
    fn new(text: &'a str, from: usize, to: usize) -> Self {
        Words {
            part: text.get(from..to).unwrap_or(""),
            base: from,
            next: 0,
            cut: Vec::with_capacity(8),
        }
    }

    fn get(&mut self, index: usize) -> Option<Word<'a>> {
        while self.cut.len() <= index {
            let word = self.following()?;
            self.cut.push(word);
        }
        self.cut.get(index).copied()
    }

    fn following(&mut self) -> Option<Word<'a>> {
        if self.cut.len() >= MOST_WORDS {
            return None;
        }
        let rest = self.part.get(self.next..)?;
        let begin = rest.find(|c: char| !c.is_whitespace() || c == '\n')?;
        let body = rest.get(begin..)?;
        if body.starts_with('\n') {
            return None;
        }
        let text = body.split(char::is_whitespace).next().unwrap_or(body);
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

/// How a name may look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NameKind {
    /// A ship: stops at a comma; figures belong to it.
    Ship,
    /// A person or company: company endings after commas belong to it.
    Party,
    /// A town: as a ship, without figures.
    Place,
}

/// The name that begins at `from`, at most to `to`; none where no capital word stands there.
pub(super) fn name(text: &str, from: usize, to: usize, kind: NameKind) -> Option<Span> {
    let mut all = Words::new(text, from, to);
    let mut end = None;
    let mut start = None;
    let mut pending = 0;
    for index in 0..MOST_WORDS {
        let Some(word) = all.get(index) else { break };
        let opening = word
            .text
            .trim_start_matches(['"', '“', '«', '‘', '\'', '„']);
        let bare = opening.trim_end_matches([
            '.', ',', ';', ':', ')', '"', '”', '“', '»', '’', ']', '\'', '?', '!',
        ]);
        let first = bare.chars().next();
        let company = kind == NameKind::Party
            && start.is_some()
            && phrases::PRIVATE_FIRMS.holds(&fold_phrase(opening));
        if company {
            end = Some(word.end);
            continue;
        }
        // `Golden Ocean (Fiji) Ltd`
        let inner = kind == NameKind::Party
            && start.is_some()
            && word.text.starts_with('(')
            && word.text.ends_with(')')
            && all.get(index + 1).is_some_and(|n| is_ending(n.text));
        if inner {
            continue;
        }
        if opening.starts_with(['(', '[', '–', '—', '|', '/', '=', '·', ';'])
            || word.text == "-"
                && !all.get(index + 1).is_some_and(|n| {
                    n.text.starts_with(|c: char| c.is_ascii_digit())
                        || n.text
                            .trim_end_matches(['.', ',', ')'])
                            .bytes()
                            .all(|b| matches!(b, b'I' | b'V' | b'X'))
                })
        {
            break;
        }
        let folded = LazyCell::new(|| fold_phrase(bare));
        // `Ana Reis as beneficial owner`: a small word, no *A/S*.
        let role = bare == "as"
            && all
                .get(index + 1)
                .is_some_and(|next| next.text.starts_with(char::is_lowercase));
        let ending = LazyCell::new(|| !role && phrases::COMPANY_ENDINGS.holds(&folded));
        // `AREIA BRANCA lI`: a misread numeral.
        let figure =
            first.is_some_and(|c| c.is_ascii_digit()) || matches!(bare, "lI" | "Il" | "lV");
        // `0927Z`, `07:30`: the time of day ends a name.
        let clock = figure && (bare.ends_with('Z') && bare.len() <= 6 || bare.contains(':'));
        if clock && start.is_some() {
            break;
        }
        let capital = first.is_some_and(char::is_uppercase);
        let elided = start.is_some()
            && matches!(bare.as_bytes(), [b'd' | b'l' | b'D' | b'L', ..])
            && bare.get(1..).is_some_and(|t| {
                t.trim_start_matches(['\'', '’']).len() < t.len()
                    && t.trim_start_matches(['\'', '’'])
                        .starts_with(char::is_uppercase)
            });
        let solid = capital
            || elided
            || (figure
                && (kind == NameKind::Ship
                    || bare.len() > 5
                    || (kind == NameKind::Party && pending == 0 && index > 0)))
            || (start.is_some() && kind == NameKind::Party && *ending)
            || (word.text == "&" || word.text == "-" || word.text == "+") && start.is_some()
            || first.is_some_and(|c| !c.is_ascii() && !c.is_lowercase())
            || bare.contains('-') && bare.chars().any(char::is_uppercase) && start.is_some();
        if !solid {
            if start.is_none() {
                break;
            }
            // `Armement Le Gall et Fils`
            let sons = kind == NameKind::Party
                && folded.as_str() == "et"
                && all
                    .get(index + 1)
                    .is_some_and(|n| is_company_word(n.text.trim_end_matches([',', ';', '.'])));
            let particle = pending < 3
                && (sons || phrases::NAME_PARTICLES.holds(&folded))
                && !matches!(bare, "é" | "è" | "à" | "dès")
                && !matches!(folded.as_str(), "and" | "y" | "e" if kind != NameKind::Party)
                // `under her former name Vega the Alba was …`
                && !(kind == NameKind::Ship && pending == 0 && folded.as_str() == "the");
            // `OCEAN CREST of Avatiu`: the name is set in capitals, what follows is not.
            let left = kind == NameKind::Ship
                && start.is_some_and(|s| text.get(s..word.start).is_some_and(shouts))
                && all.get(index + 1).is_some_and(|n| !shouts(n.text));
            let placed = folded.as_str() == "of" && {
                let from = start.unwrap_or(word.start);
                of_place(text, from, word.start, &mut all, index)
            };
            // `Société d’armement Penmarc’h`, `Copropriété maritime Kreiz`
            let headed = kind == NameKind::Party
                && pending < 3
                && start
                    .zip(end)
                    .is_some_and(|(s, e)| text.get(s..e).is_some_and(is_head))
                && worded(word.text);
            if particle && !left && !placed || headed {
                pending += 1;
                continue;
            }
            break;
        }
        // `the Grey Heron's master`: what follows is hers; `FISHERMAN'S PRIDE` goes on.
        let hers = kind == NameKind::Ship
            && all
                .get(index + 1)
                .is_some_and(|next| next.text.starts_with(char::is_lowercase));
        if let Some(owner) = bare.strip_suffix('s').filter(|_| hers)
            && let Some(owner) = owner.strip_suffix(['\'', '’'])
        {
            let begin = word.start + (word.text.len() - opening.len());
            start = start.or(Some(begin));
            end = Some(begin + owner.len());
            break;
        }
        // `and`, `y`, `e` carry on only to another capital word of a company's name.
        if start.is_none() {
            // A name does not begin with a plain number.
            if bare.bytes().all(|b| b.is_ascii_digit()) {
                break;
            }
            start = Some(word.start + (word.text.len() - opening.len()));
        }
        pending = 0;
        let closing = [
            '.', ',', ';', ':', ')', '"', '”', '“', '»', ']', '\'', '?', '!',
        ];
        let tail = word
            .text
            .get(word.text.trim_end_matches(closing).len()..)
            .unwrap_or("");
        let plain = || {
            start.is_some_and(|s| {
                !text
                    .get(s..word.start)
                    .is_some_and(|t| t.contains(".,") || t.contains(". "))
            })
        };
        let mut worded = || {
            matches!(folded.as_str(), "limited" | "company" | "incorporated")
                || (plain()
                    && phrases::ENDINGS_WITH_A_STOP.holds(&folded)
                    && tail == "."
                    && all
                        .get(index + 1)
                        .is_none_or(|n| n.text.starts_with(char::is_uppercase)))
        };
        let keeps_dot = tail.starts_with('.')
            && !worded()
            && (*ending || abbreviation(text, word.end - tail.len()));
        let last = word.end - tail.len() + usize::from(keeps_dot);
        end = Some(last);
        if tail.contains([';', ':', ')', '"', '”', '»', ']', '!', '?']) {
            break;
        }
        if tail.contains(',') {
            if kind != NameKind::Party {
                break;
            }
            let next = all
                .get(index + 1)
                .map(|n| fold_phrase(n.text))
                .unwrap_or_default();
            let two = all
                .get(index + 2)
                .map(|n| format!("{next} {}", fold_phrase(n.text)))
                .unwrap_or_default();
            let article = all
                .get(index + 1)
                .is_some_and(|n| n.text.starts_with(char::is_lowercase) && n.text.len() <= 3);
            // `Pescarias Rio Sado, S. A., NIPC …`
            let lettered = next.len() == 1 && phrases::COMPANY_ENDINGS.holds(&two);
            if let Some(last) = all.get(index + 2).filter(|_| lettered) {
                let stop = usize::from(last.text.contains('.'));
                let bare = last.text.trim_end_matches(['.', ',', ';', ':', ')']);
                end = Some(last.start + bare.len() + stop);
                break;
            }
            if !(article && matches!(next.as_str(), "as" | "sa" | "co" | "ab"))
                && (phrases::COMPANY_ENDINGS.holds(&next) || phrases::COMPANY_ENDINGS.holds(&two))
            {
                continue;
            }
            break;
        }
        if tail.starts_with('.') && !keeps_dot {
            break;
        }
        if keeps_dot && *ending {
            // After an ending with its dot a capital word begins a new sentence, unless another ending follows.
            let next = all
                .get(index + 1)
                .map(|n| fold_phrase(n.text))
                .unwrap_or_default();
            // `S.A. de C.V.`
            let variable = next == "de"
                && all
                    .get(index + 2)
                    .is_some_and(|n| n.text.to_uppercase().starts_with("C.V"));
            if variable {
                end = all
                    .get(index + 2)
                    .map(|n| n.start + n.text.trim_end_matches([',', ';', ')', ':']).len());
                break;
            }
            if !phrases::COMPANY_ENDINGS.holds(&next) && index > 0 {
                break;
            }
        }
    }
    let span = trim(text, &(start?..end?));
    let firm = kind == NameKind::Party && text.get(span.clone()).is_some_and(is_head);
    (span.end > span.start && !firm).then_some(span)
}

/// `Société`: the word for a firm that begins its name, alone.
fn is_head(text: &str) -> bool {
    !text.contains(' ') && phrases::COMPANY_HEADS.holds(text)
}

/// A word in small letters that asks for nothing.
fn worded(word: &str) -> bool {
    let folded = fold_phrase(word);
    word.chars()
        .all(|c| c.is_lowercase() || matches!(c, '\'' | '’'))
        && (phrases::NAME_PARTICLES.holds(&folded) || !phrases::FILLERS.holds(&folded))
        && lookup(word).is_none_or(|term| term.strong.is_empty())
}

/// `Le Van Hai of Binh Dinh`, `Afko Fisheries Co. Ltd of Tema`: what follows `of` is where the party lives.
fn of_place(text: &str, from: usize, to: usize, all: &mut Words<'_>, index: usize) -> bool {
    let head = fold_phrase(text.get(from..to).unwrap_or(""));
    let mut words = head.split(' ');
    if words.any(|w| phrases::OFFICES.holds(w)) {
        return false;
    }
    let company = phrases::COMPANY_ENDINGS
        .iter()
        .any(|e| head.strip_suffix(e).is_some_and(|rest| rest.ends_with(' ')));
    let later = (index + 1..index + 6).any(|i| all.get(i).is_some_and(|w| is_ending(w.text)));
    company || !later
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
        end = Some(word.start + bare.len());
        // `201 No. 3317/Lb`: the number goes on after the word for it.
        let goes_on = number_word
            && word.text.len() == bare.len() + 1
            && all
                .get(index + 1)
                .is_some_and(|n| n.text.starts_with(|c: char| c.is_ascii_digit()));
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
