//! The parts of an entry: what stands between its signs, with the words before it that the other entries share.

use super::list::Entry;
use crate::entities::context::Reader;
use crate::entities::fields::line::split_field;
use crate::entities::page::{Span, trim};
use crate::entities::prose::{self, abbreviation::abbreviation, is_company_word};
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::{closed, identity};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// A part of an entry.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// All of it.
    pub(super) span: Span,
    /// The words before its value; empty where it has none.
    pub(super) lead: Span,
    /// Its value.
    pub(super) value: Span,
    /// The sign before it.
    pub(super) sign: &'static str,
    /// The looks of its value.
    pub(super) kind: Kind,
    /// What the parts of other entries that say the same have in common: the lead, or the sign and the column.
    pub(super) slot: String,
}

/// The looks of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// `412 t`, `05°10'S 112°34'W`
    Number,
    /// `PD 337`, `3FGT9`, `HOQV`
    Code,
    /// `longliner`
    Small,
    /// `Alba Nova 2`, `ALBA`
    Words,
}

/// Blanks between columns.
pub(super) const WIDE: &str = "  ";
/// Dots that lead to a value.
const DOTS: &str = " ...";
/// Signs between parts, with the blanks that belong to them.
const SIGNS: [&str; 15] = [
    WIDE, " – ", " — ", " - ", " | ", " · ", " • ", " / ", " // ", " :: ", " → ", " … ", " . ",
    "; ", "\t",
];

/// The parts of an entry, from its first to its last; wide blanks stand between them where they do so in other entries.
pub(super) fn of_entry(reader: &mut Reader<'_>, entry: &Entry, wide: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = entry.lines.clone();
    if let Some((name, rest)) = lines.first().and_then(|line| headed(reader, line)) {
        lines.splice(..1, [name, rest]);
    }
    for line in &lines {
        if is_field(reader, line) {
            continue;
        }
        let fresh = parts.len();
        cut(reader, line, wide, &mut parts);
        numbered(reader, &mut parts, fresh);
        of_state(reader, &mut parts, fresh);
        for part in parts.iter_mut().skip(fresh) {
            describe(reader, part);
        }
    }
    parts
}

/// `BANDERA / FLAG: Togo`, `ARTE DE PESCA - PS`: a field whose caption holds a sign that parts entries, or ends before one.
fn is_field(reader: &mut Reader<'_>, line: &Span) -> bool {
    let Some((key, _)) = split_field(reader, line) else {
        return false;
    };
    let page = reader.page;
    let mut asks = |span: Span| {
        let meaning = reader.caption(&span);
        (meaning.coverage() == 100)
            .then(|| meaning.label())
            .flatten()
    };
    let text = |span: &Span| page.slice(span);
    match seek::parted(text(&key), " / ") {
        Some((first, last)) => {
            let first = asks(key.start..key.start + first.len());
            first.is_some() && first == asks(key.end - last.len()..key.end)
        }
        None => text(&(key.end..line.end)).starts_with(" - ") && asks(key).is_some(),
    }
}

/// `9281310 ALBA`, `VJT4471 503774120`: a ship's number, then her name or another number.
fn numbered(reader: &Reader<'_>, parts: &mut Vec<Part>, from: usize) {
    let Some(part) = parts.get_mut(from) else {
        return;
    };
    let text = reader.page.slice(&part.span);
    let Some((number, _)) = text.split_once(' ').filter(|(number, rest)| {
        number.len() == 7 && matches!(identity::imo(number), identity::Reading::Valid(_))
            || call_sign::is_bare(number, Witness::Place) && identity::mmsi_country(rest).is_some()
    }) else {
        return;
    };
    let mut first = part.clone();
    first.span.end = first.span.start + number.len();
    first.value = first.span.clone();
    part.span.start = first.span.end + 1;
    part.value = part.span.clone();
    parts.insert(from, first);
}

/// `TAIHO of Panama`: the name and the state behind a small word.
fn of_state(reader: &Reader<'_>, parts: &mut Vec<Part>, from: usize) {
    let Some(part) = parts.get(from) else {
        return;
    };
    let text = reader.page.slice(&part.span);
    let small = [
        " of ", " de ", " du ", " d’", " da ", " do ", " von ", " della ",
    ];
    let led = memchr::memrchr_iter(b' ', text.as_bytes()).find_map(|at| {
        let tail = text.get(at..).filter(|tail| begins_small_word(tail))?;
        let word = small.iter().find(|word| tail.starts_with(**word))?;
        Some((at, word.len()))
    });
    let Some((at, width)) = led else {
        return;
    };
    let state = part.span.start + at + width..part.span.end;
    if !closed::is_country(reader.page, &state) {
        return;
    }
    let mut second = part.clone();
    second.span = state.clone();
    second.lead = state.start..state.start;
    second.value = state;
    if let Some(first) = parts.get_mut(from) {
        first.span.end = first.span.start + at;
        first.value.end = first.span.end;
    }
    parts.insert(from + 1, second);
}

/// A blank and the first letter of a small word before a State or a place: ` of `, ` della `, ` von `.
fn begins_small_word(tail: &str) -> bool {
    matches!(tail.as_bytes(), [b' ', b'o' | b'd' | b'v', ..])
}

/// Longest name before a colon, in bytes.
const NAME: usize = 60;

/// `ALBA NOVA: run by Mar Ltd; …`: what stands before the first colon and is no caption, and the rest.
fn headed(reader: &mut Reader<'_>, line: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(line);
    let (at, width) = [": ", " : "]
        .iter()
        .filter_map(|sign| Some((seek::find(text, sign)?, sign.len())))
        .min()?;
    let head = text.get(..at)?;
    let own = at <= NAME
        && !head.contains([',', ';'])
        && (head.starts_with(|c: char| !c.is_lowercase()) || head.starts_with("n°"));
    let name = line.start..line.start + at;
    let rest = name.end + width..line.end;
    // `Licence C 14/2025: ALBA`
    let numbered = seek::figures(head) > 2;
    let meaning = own.then(|| reader.caption(&name))?;
    (numbered || !(meaning.understood() && meaning.coverage() >= 70)).then_some((name, rest))
}

/// Cuts a line at its signs, commas, brackets and the ends of its sentences.
fn cut(reader: &Reader<'_>, line: &Span, wide: bool, parts: &mut Vec<Part>) {
    let text = &reader.page.text;
    let whole = reader.page.slice(line);
    let mut from = line.start;
    let mut at = 0;
    let mut sign = "\n";
    let mut push = |from: usize, to: usize, sign: &'static str| {
        let span = bare(text, &(from..to));
        if !span.is_empty() {
            parts.push(Part {
                lead: span.start..span.start,
                value: span.clone(),
                span,
                sign,
                kind: Kind::Words,
                slot: String::new(),
            });
        }
    };
    while let Some(tail) = whole.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with('(')
            && let Some(number) = prose::bracketed_groups(text, line.start + at, line.end)
        {
            at = number.end - line.start;
            continue;
        }
        let end = ends(text, line.start + at, tail).filter(|(_, sign)| wide || *sign != WIDE);
        let Some((used, next)) = end else {
            let more = tail.bytes().skip(1);
            at += 1 + more
                .take_while(|b| !b.is_ascii() || b.is_ascii_alphanumeric())
                .count();
            continue;
        };
        push(from, line.start + at, sign);
        at += used;
        at += whole
            .get(at..)
            .map_or(0, |t| t.len() - t.trim_start_matches(' ').len());
        from = line.start + at;
        sign = next;
    }
    push(from, line.end, sign);
}

/// The bytes of a sign that ends a part here, and the sign.
fn ends(text: &str, at: usize, tail: &str) -> Option<(usize, &'static str)> {
    // No sign begins with a letter or a figure.
    let first = tail.as_bytes().first()?;
    if first.is_ascii_alphanumeric() || !first.is_ascii() {
        return None;
    }
    let head = text.get(..at).unwrap_or("");
    if let Some(sign) = housed(head, tail) {
        return Some(sign);
    }
    let next = tail.get(1..).and_then(|t| t.chars().next());
    // Behind most blanks a word begins.
    if *first == b' ' && next.is_some_and(|c| c.is_ascii_alphanumeric()) {
        return None;
    }
    if let Some(sign) = between_blanks(tail) {
        return Some(sign);
    }
    let spaced = next == Some(' ');
    match first {
        b'|' => Some((1, " | ")),
        b',' if spaced && !goes_on_as_a_firm(tail) => Some((2, ", ")),
        b'.' if spaced && begins_a_sentence(tail) && !abbreviation(text, at) => Some((2, ". ")),
        // `owner Mar Azul Ltd: 412 t`
        b':' if spaced && head.rsplit(' ').next().is_some_and(is_company_word) => Some((2, ": ")),
        b'(' | b'[' if head.ends_with(' ') && !firm_in_bracket(tail) => Some((1, "(")),
        b')' | b']' if closes_a_part(head, next) && !closes_a_firm(text, head, *first) => {
            Some((1, ") "))
        }
        _ => None,
    }
}

/// A row of dots, a sign of several strokes, one of the signs between blanks.
fn between_blanks(tail: &str) -> Option<(usize, &'static str)> {
    // `ALBA ........ 44,000`
    if tail.starts_with(DOTS) {
        let dots = tail.len() - tail.trim_start_matches([' ', '.']).len();
        return Some((dots, DOTS));
    }
    // ` -- `, ` >> `, ` ~ `
    let drawn = |sign: &str| {
        (2..=3).contains(&sign.len()) && sign.bytes().all(|b| b"-~*=>#+:_".contains(&b))
            || sign == "~"
    };
    let word = tail.strip_prefix(' ').and_then(|t| t.split_once(' '));
    if let Some((sign, _)) = word.filter(|(sign, _)| drawn(sign)) {
        return Some((sign.len() + 2, " ~ "));
    }
    let listed = tail.starts_with([' ', ';', '\t']);
    let sign = SIGNS
        .iter()
        .find(|sign| listed && tail.starts_with(**sign))?;
    Some((sign.len(), sign))
}

/// Behind a comma stands what a firm is called by: `Mar Azul, S.A.`, `Mar Azul, S. A.`
fn goes_on_as_a_firm(tail: &str) -> bool {
    let behind = tail.get(2..).unwrap_or("");
    let word = behind.split([' ', ',', ';']).next().unwrap_or("");
    let ending = is_company_word(word) || is_company_word(word.trim_end_matches('.'));
    // `ALBA, SAS 114`
    let figures = behind
        .get(word.len() + 1..)
        .is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
    let lettered = || {
        let ending = behind.split([',', ';']).next().unwrap_or("");
        let ending = ending.split(" - ").next().unwrap_or("");
        let letters: String = ending.split(' ').take(2).collect();
        word.len() == 2 && word.ends_with('.') && is_company_word(&letters)
    };
    ending && !figures || lettered()
}

/// Behind a full stop a sentence begins.
fn begins_a_sentence(tail: &str) -> bool {
    tail.get(2..).is_some_and(|next| {
        next.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase() || "\"“«„(".contains(c))
    })
}

/// `Mar Azul (Pty) Ltd`: the bracket that closes is the firm's.
fn closes_a_firm(text: &str, head: &str, bracket: u8) -> bool {
    let open = head.rfind('(').filter(|_| bracket == b')');
    open.is_some_and(|open| firm_in_bracket(text.get(open..).unwrap_or("")))
}

/// The bracket that closes was opened behind a blank or at a line's beginning, not inside a word: `FLAG(S): Fiji`.
fn closes_a_part(head: &str, next: Option<char>) -> bool {
    let before = head.rfind(['(', '[']).and_then(|open| head.get(..open));
    next.is_none_or(|c| !c.is_alphanumeric())
        && before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '\n']))
}

/// `Mar Azul Ltd of 12 Bath Street`: where the firm is, and the width of the word before it.
fn housed(head: &str, tail: &str) -> Option<(usize, &'static str)> {
    let sign = [" of ", " de ", " du ", " da "]
        .into_iter()
        .find(|sign| begins_small_word(tail) && tail.starts_with(*sign))?;
    let numbered = tail
        .get(sign.len()..)?
        .starts_with(|c: char| c.is_ascii_digit());
    let firm = || head.rsplit(' ').next().is_some_and(is_company_word);
    (numbered && firm()).then_some((sign.len(), sign))
}

/// `(Pty) Ltd`
fn firm_in_bracket(text: &str) -> bool {
    let inner = text
        .strip_prefix('(')
        .and_then(|text| text.split_once(") "));
    inner.is_some_and(|(word, rest)| {
        phrases::PRIVATE_FIRMS.holds(&word.to_lowercase())
            && rest
                .split([' ', ',', ';', '.'])
                .next()
                .is_some_and(is_company_word)
    })
}

/// Longest article before a quotation mark, in bytes.
const ARTICLE: usize = 4;

/// Without blanks, quotation marks and the signs that end it.
fn bare(text: &str, span: &Span) -> Span {
    let span = trim(text, span);
    let printed = text.get(span.clone()).unwrap_or("");
    let kept =
        printed.trim_start_matches([',', ';', '.', ' ', '|', ':', '*', '"', '“', '«', '„', '‘']);
    // `La « Belle Alba »`
    let mut signs = ["« ", "«", "“"].iter().filter(|_| !kept.is_ascii());
    let quoted = signs.find_map(|sign| {
        let (article, name) = seek::parted(kept, sign)?;
        (article.len() <= ARTICLE).then_some(name)
    });
    let kept = quoted.unwrap_or(kept);
    let start = span.end - kept.len();
    let kept = kept.trim_end_matches([',', ';', ' ', '|', '*', '"', '”', '»', '“']);
    let stopped = kept
        .strip_suffix('.')
        .filter(|head| {
            let last = head.len() - head.rsplit(' ').next().unwrap_or("").len();
            let firm = kept.get(last..).is_some_and(is_company_word);
            !firm && !abbreviation(text, start + kept.len() - 1)
        })
        .unwrap_or(kept);
    start..start + stopped.len()
}

/// Most words that lead to a value.
const LEAD: usize = 5;

/// Parts the words before the value from it, and says what slot the part stands in: that of its words, or that of its
/// looks.
pub(super) fn describe(reader: &Reader<'_>, part: &mut Part) {
    let text = reader.page.slice(&part.span);
    let keyed = [": ", " = ", " : "]
        .iter()
        .filter_map(|sign| Some((seek::find(text, sign)?, sign.len())))
        .min();
    let begins = |word: &str| {
        word.starts_with(|c: char| {
            c.is_uppercase() || c.is_ascii_digit() || matches!(c, '"' | '“' | '«' | '„' | '-' | '(')
        })
    };
    let worded = || {
        let mut at = 0;
        let mut words = 0;
        for word in text.split(' ').take_while(|word| !begins(word)) {
            at += word.len() + 1;
            words += 1;
        }
        (words > 0 && words <= LEAD && at < text.len()).then(|| (at - 1, at))
    };
    // `N.º PA-118`
    let numbered = || {
        let (sign, number) = text.split_once(' ')?;
        let coded = !number.contains(' ') && seek::has_figure(number);
        let folded = fold_phrase(sign);
        let sign = matches!(folded.as_str(), "n" | "no" | "nr" | "nº" | "n°");
        (coded && sign).then_some((text.len() - number.len() - 1, text.len() - number.len()))
    };
    let lead = keyed
        .map(|(at, width)| (at, at + width))
        .or_else(worded)
        .or_else(numbered);
    if let Some((end, from)) = lead {
        lead_to(reader, part, end, from);
        return;
    }
    part.lead = part.span.start..part.span.start;
    part.value = part.span.clone();
    part.kind = kind(text);
    part.slot = format!("{}{:?}", part.sign, part.kind);
}

/// The words before `end` in a part lead to its value, which begins at `from`.
pub(super) fn lead_to(reader: &Reader<'_>, part: &mut Part, end: usize, from: usize) {
    part.lead = part.span.start..part.span.start + end;
    let value = trim(&reader.page.text, &(part.span.start + from..part.span.end));
    let quotes = reader.page.slice(&value);
    let quoted = quotes.trim_start_matches(['«', '“', '„', ' ']);
    part.value = value.end - quoted.len()..value.end;
    part.slot = fold_phrase(reader.page.slice(&part.lead));
    part.kind = kind(reader.page.slice(&part.value));
}

/// Fewest letters of a word that is no code.
const WORD: usize = 4;

/// The looks of a value.
pub(super) fn kind(text: &str) -> Kind {
    let figures = seek::has_figure(text);
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let small = text.chars().any(char::is_lowercase);
    if !figures && !small && !text.contains(' ') && letters(text) == WORD {
        Kind::Code
    } else if text.starts_with(char::is_lowercase) {
        Kind::Small
    } else if !small && figures && text.split(' ').all(|word| letters(word) < WORD) {
        Kind::Code
    } else if text.starts_with(|c: char| !c.is_alphabetic()) {
        Kind::Number
    } else {
        Kind::Words
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn captions_of_blocks_are_no_parts_of_entries() {
        let page = "BUQUE / VESSEL: ALBA NOVA\nZONA DE PESCA / AREA: FAO Area 71\nINDICATIVO DE LLAMADA / IRCS: 5VAB2\n\n\
            BUQUE / VESSEL: MAR BRAVO\nZONA DE PESCA / AREA: FAO Area 77\nINDICATIVO DE LLAMADA / IRCS: 5VAB3\n";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 FISHING_AREA=FAO Area 71",
            "0 IRCS=5VAB2",
            "1 VESSEL_NAME=MAR BRAVO",
            "1 FISHING_AREA=FAO Area 77",
            "1 IRCS=5VAB3",
        ];
        assert_eq!(found(page), wanted);
    }
}
