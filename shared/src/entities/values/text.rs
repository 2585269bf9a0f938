//! Names: the part of a cell that is the name, without quotation and footnote marks, and the former names inside it.

use super::super::page::{Span, trim};

/// Words that bring in a former name or an alias.
const FORMER: [&str; 24] = [
    "ex.",
    "ex-",
    "ex ",
    "ex:",
    "formerly known as ",
    "formerly named ",
    "formerly ",
    "former name ",
    "f.k.a. ",
    "fka ",
    "a.k.a. ",
    "aka ",
    "a.k.a ",
    "alias ",
    "antes ",
    "anteriormente ",
    "previously ",
    "anciennement ",
    "also known as ",
    "otherwise ",
    "eks ",
    "prev. ",
    "previous name ",
    "alias: ",
];

/// The span without quotation marks, footnote marks and stray signs at its ends.
pub(crate) fn clean_name(text: &str, span: &Span) -> Span {
    let mut span = trim(text, span);
    for _ in 0..8 {
        let before = span.clone();
        let part = text.get(span.clone()).unwrap_or("");
        if let Some(sign) = part.chars().next()
            && matches!(
                sign,
                '"' | '“'
                    | '”'
                    | '„'
                    | '«'
                    | '‘'
                    | '’'
                    | '*'
                    | '†'
                    | '‡'
                    | '`'
                    | '´'
                    | '•'
                    | '»'
                    | '\''
                    | ','
                    | ':'
                    | '_'
                    | '='
            )
            && !(sign == '\'' && part.matches('\'').count() > 1 && !part.ends_with('\''))
        {
            span.start += sign.len_utf8();
        }
        let part = text.get(span.clone()).unwrap_or("");
        if let Some(sign) = part.chars().next_back()
            && matches!(
                sign,
                '"' | '“'
                    | '”'
                    | '„'
                    | '»'
                    | '’'
                    | '*'
                    | '†'
                    | '‡'
                    | '¹'
                    | '²'
                    | '³'
                    | '⁴'
                    | '⁵'
                    | '⁶'
                    | '⁷'
                    | '`'
                    | '´'
                    | '«'
                    | '\''
                    | ','
                    | ';'
                    | '_'
                    | '^'
                    | '§'
                    | '#'
                    | '¶'
            )
        {
            let unit = matches!(sign, '²' | '³')
                && part.trim_end_matches(['²', '³']).ends_with(['m', 't']);
            if unit {
                break;
            }
            span.end -= sign.len_utf8();
        }
        let part = text.get(span.clone()).unwrap_or("");
        if let Some(mark) = footnote(part) {
            span.end -= mark;
        }
        span = trim(text, &span);
        if span == before {
            break;
        }
    }
    span
}

/// Bytes of a footnote mark at the end: `(1)`, `[a]`, `1)`.
fn footnote(part: &str) -> Option<usize> {
    let close = part
        .chars()
        .next_back()
        .filter(|c| matches!(c, ')' | ']'))?;
    let open_sign = if close == ')' { '(' } else { '[' };
    let open = part.rfind(open_sign)?;
    let inner = part.get(open + 1..part.len() - 1)?;
    let mark = inner.len() <= 2
        && !inner.is_empty()
        && (inner.bytes().all(|b| b.is_ascii_digit())
            || (inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_lowercase() || b == b'*')));
    (mark && open > 0).then(|| part.len() - open)
}

/// The present name and the former names in one span: `SAILOR (ex Amber Reef, ex Vega)`.
pub(crate) fn name_parts(text: &str, span: &Span) -> (Span, Vec<Span>) {
    let whole = clean_name(text, span);
    let part = text.get(whole.clone()).unwrap_or("");
    let lower = part.to_ascii_lowercase();
    let mut cut: Option<(usize, usize)> = None;
    for word in FORMER {
        let mut from = 0;
        while let Some(found) = lower.get(from..).and_then(|l| l.find(word)) {
            let at = from + found;
            let before = lower.get(..at).unwrap_or("");
            let bracket = before
                .trim_end()
                .ends_with(['(', '[', ',', ';', '/', '–', '-', '\n', '.']);
            let bounded = before
                .chars()
                .next_back()
                .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | ',' | ';' | '/'));
            let long = word.len() > 4 || word.starts_with("ex");
            if bounded && (bracket || long) && cut.is_none_or(|(c, _)| at < c) {
                cut = Some((at, word.len()));
            }
            from = at + 1;
        }
    }
    let Some((at, width)) = cut else {
        return (whole, Vec::new());
    };
    let name = clean_name(
        text,
        &(whole.start
            ..whole.start
                + part
                    .get(..at)
                    .unwrap_or("")
                    .trim_end_matches([' ', '(', '[', ',', ';', '/', '–', '-', '.', '\n'])
                    .len()),
    );
    let tail = whole.start + at + width..whole.end;
    (name, former_names(text, &tail))
}

/// The names of a list of former names, each without its `ex`.
pub(crate) fn former_names(text: &str, span: &Span) -> Vec<Span> {
    let mut names = Vec::new();
    for piece in super::list::split(text, span, true, true, true) {
        let mut piece = clean_name(text, &piece);
        let trimmed = text
            .get(piece.clone())
            .unwrap_or("")
            .trim_end_matches([')', ']', ' ', '.']);
        let opens = text.get(piece.clone()).unwrap_or("").contains(['(', '[']);
        if !opens {
            piece.end = piece.start + trimmed.len();
        }
        let lower = text.get(piece.clone()).unwrap_or("").to_ascii_lowercase();
        for word in FORMER {
            if lower.starts_with(word) {
                piece.start += word.len();
                break;
            }
        }
        let piece = clean_name(text, &piece);
        if !piece.is_empty() {
            names.push(piece);
        }
    }
    names
}
