//! What a cue is followed by: a name, a number of letters and figures.

use super::abbreviation::abbreviation;
use crate::entities::fold::fold_phrase;
use crate::entities::page::{Span, trim};

/// Small words that may stand inside a name.
pub(super) const PARTICLES: [&str; 31] = [
    "de", "del", "la", "las", "los", "el", "du", "des", "le", "les", "da", "do", "dos", "das",
    "di", "van", "von", "der", "den", "y", "e", "and", "of", "the", "al", "bin", "d", "l", "ter",
    "op", "und",
];

/// Company endings, folded, that belong to a name even after a comma or in lower case.
const ENDINGS: [&str; 58] = [
    "ltd", "ltda", "inc", "s a", "sa", "s l", "sl", "s l u", "slu", "s a u", "sau", "llc", "corp",
    "co", "co ltd", "pt", "cv", "lda", "spa", "s p a", "srl", "s r l", "as", "a s", "b v", "bv",
    "gmbh", "plc", "limited", "sac", "s a c", "eirl", "sca", "sas", "s a s", "sarl", "s a r l",
    "c b", "cb", "scl", "sll", "ab", "oy", "ehf", "hf", "crl", "pte", "pte ltd", "pty ltd", "pty",
    "k k", "kk", "s c", "s en c", "inc ltd", "ooo", "s de r l", "c a",
];

/// A word of a text with its place.
struct Word<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

/// The words (runs without blanks) of `text` from `from` to `to`.
fn words(text: &str, from: usize, to: usize) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let part = text.get(from..to).unwrap_or("");
    let mut start: Option<usize> = None;
    for (at, sign) in part.char_indices() {
        if sign.is_whitespace() {
            if let Some(s) = start.take() {
                out.push(Word {
                    start: from + s,
                    end: from + at,
                    text: part.get(s..at).unwrap_or(""),
                });
            }
            if sign == '\n' || out.len() > 40 {
                return out;
            }
        } else {
            start = start.or(Some(at));
        }
    }
    if let Some(s) = start {
        out.push(Word {
            start: from + s,
            end: from + part.len(),
            text: part.get(s..).unwrap_or(""),
        });
    }
    out
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
    let all = words(text, from, to);
    let mut end = None;
    let mut start = None;
    let mut pending = 0;
    for (index, word) in all.iter().enumerate() {
        let opening = word
            .text
            .trim_start_matches(['"', '“', '«', '‘', '\'', '„']);
        let bare = opening.trim_end_matches([
            '.', ',', ';', ':', ')', '"', '”', '»', '’', ']', '\'', '?', '!',
        ]);
        let first = bare.chars().next();
        let company = matches!(
            fold_phrase(opening).as_str(),
            "pty" | "proprietary" | "private" | "pvt" | "m" | "pte"
        ) && kind == NameKind::Party
            && start.is_some();
        if company {
            end = Some(word.end);
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
        let folded = fold_phrase(bare);
        let ending = ENDINGS.contains(&folded.as_str());
        let figure = first.is_some_and(|c| c.is_ascii_digit());
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
            || (ending && start.is_some() && kind == NameKind::Party)
            || (word.text == "&" || word.text == "-" || word.text == "+") && start.is_some()
            || first.is_some_and(|c| !c.is_ascii() && !c.is_lowercase())
            || bare.contains('-') && bare.chars().any(char::is_uppercase) && start.is_some();
        if !solid {
            let particle = PARTICLES.contains(&folded.as_str())
                && start.is_some()
                && pending < 3
                && !matches!(folded.as_str(), "and" | "y" | "e" if kind != NameKind::Party);
            if particle {
                pending += 1;
                continue;
            }
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
        let tail = word
            .text
            .get(
                word.text.len()
                    - (word.text.len()
                        - word
                            .text
                            .trim_end_matches([
                                '.', ',', ';', ':', ')', '"', '”', '»', ']', '\'', '?', '!',
                            ])
                            .len())..,
            )
            .unwrap_or("");
        let plain = start.is_some_and(|s| {
            !text
                .get(s..word.start)
                .is_some_and(|t| t.contains(".,") || t.contains(". "))
        });
        let worded = matches!(folded.as_str(), "limited" | "company" | "incorporated")
            || (plain
                && matches!(
                    folded.as_str(),
                    "ltd"
                        | "inc"
                        | "corp"
                        | "ltda"
                        | "lda"
                        | "llc"
                        | "as"
                        | "ab"
                        | "oy"
                        | "bv"
                        | "co ltd"
                )
                && all
                    .get(index + 1)
                    .is_none_or(|n| n.text.starts_with(char::is_uppercase)));
        let keeps_dot = tail.starts_with('.')
            && !worded
            && (ending || abbreviation(text, word.end - tail.len()));
        let last = word.end - tail.len() + usize::from(keeps_dot);
        end = Some(last);
        if tail.contains([';', ':', ')', '"', '”', '»', ']', '!', '?']) {
            break;
        }
        if tail.contains(',') {
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
            if kind == NameKind::Party
                && !(article && matches!(next.as_str(), "as" | "sa" | "co" | "ab"))
                && (ENDINGS.contains(&next.as_str()) || ENDINGS.contains(&two.as_str()))
            {
                continue;
            }
            break;
        }
        if tail.starts_with('.') && !keeps_dot {
            break;
        }
        if keeps_dot && ending {
            // After an ending with its dot a capital word begins a new sentence, unless another ending follows.
            let next = all
                .get(index + 1)
                .map(|n| fold_phrase(n.text))
                .unwrap_or_default();
            if !ENDINGS.contains(&next.as_str()) && index > 0 {
                break;
            }
        }
    }
    let span = trim(text, &(start?..end?));
    (span.end > span.start).then_some(span)
}

/// `CC 923 411`: letters and two groups of three figures.
fn thousands(all: &[Word<'_>], index: usize, bare: &str) -> bool {
    let three = |w: &str| w.len() == 3 && w.bytes().all(|b| b.is_ascii_digit());
    index == 2
        && three(bare)
        && all.get(1).is_some_and(|w| three(w.text))
        && all
            .first()
            .is_some_and(|w| w.text.len() <= 3 && w.text.bytes().all(|b| b.is_ascii_uppercase()))
}

/// A number of letters and figures that begins at `from`: `FP 23-587`, `HD 870`, `28 NO.1808/PD`.
pub(super) fn code(text: &str, from: usize, to: usize) -> Option<Span> {
    let all = words(text, from, to);
    let mut end = None;
    let start = all.first()?.start;
    for (index, word) in all.iter().enumerate() {
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
        let small = bare.chars().any(char::is_lowercase)
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
            && !thousands(&all, index, bare)
        {
            break;
        }
        end = Some(word.start + bare.len());
        if bare.len() < word.text.len() && !(word.text.ends_with('.') && index == 0 && !digits) {
            break;
        }
    }
    let span = start..end?;
    text.get(span.clone())
        .is_some_and(|t| t.chars().any(char::is_alphanumeric))
        .then_some(span)
}
