//! Lines that are fields: `Key: value`, `Key ..... value`, `12. Key – value`, several fields side by side.

use super::context::Reader;
use super::page::{Span, trim};

/// Longest caption of a field, in words.
const CAPTION_WORDS: usize = 12;

/// `Flag: Peru     Vessel name: ALBA`: fields side by side in one line.
pub(super) fn side_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span);
    if !text.contains("  ") || text.matches([':', '：']).count() < 2 {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for piece in text.split("  ") {
        let place = trim(
            &reader.page.text,
            &(span.start + at..span.start + at + piece.len()),
        );
        at += piece.len() + 2;
        if !place.is_empty() {
            parts.push(place);
        }
    }
    let fields: Vec<(Span, Span)> = parts
        .iter()
        .filter_map(|p| split_field(reader, p))
        .collect();
    (fields.len() >= 2 && fields.len() == parts.len()).then_some(fields)
}

/// `Name: ALBA; IMO number: 9281310; port: Vigo`: a field after each semicolon.
pub(super) fn chained_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    if !text.contains("; ") || text.matches([':', '：']).count() < 2 || text.len() > 600 {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for piece in text.split(';') {
        let place = trim(
            &reader.page.text,
            &(body.start + at..body.start + at + piece.len()),
        );
        at += piece.len() + 1;
        let bare = reader.page.slice(&place).trim_end_matches('.').len();
        parts.push(place.start..place.start + bare);
    }
    let fields: Vec<(Span, Span)> = parts
        .iter()
        .filter_map(|p| split_field(reader, p))
        .collect();
    (fields.len() >= 2 && fields.len() == parts.len()).then_some(fields)
}

/// `Master: Jean Prigent Nationality: French`, `Flag: Fiji, Port: Suva`: captions that follow a value at once.
pub(super) fn run_on_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    if text.len() > 400 || text.matches([':', '：']).count() < 2 {
        return None;
    }
    let mut captions: Vec<(Span, usize)> = Vec::new();
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, ':' | '：')) {
        let after = at + sign.len_utf8();
        if text
            .get(after..)
            .is_some_and(|t| t.starts_with(|c: char| !c.is_whitespace()))
        {
            continue;
        }
        let from = captions.last().map_or(0, |(_, end)| end - body.start);
        if let Some(start) = caption_start(reader, &body, from, at) {
            captions.push((start..body.start + at, body.start + after));
        }
    }
    if captions.len() < 2
        || captions
            .first()
            .is_none_or(|(key, _)| key.start != body.start)
    {
        return None;
    }
    let mut fields = Vec::new();
    for (index, (key, from)) in captions.iter().enumerate() {
        let to = captions
            .get(index + 1)
            .map_or(body.end, |(next, _)| next.start);
        let value = trim(&reader.page.text, &(*from..to));
        let bare = reader
            .page
            .slice(&value)
            .trim_end_matches([',', ';', '|', '/', '–', '-', ' ']);
        let value = value.start..value.start + bare.len();
        let value_text = reader.page.slice(&value);
        if is_sentence(value_text) || value_text.contains(';') || value_text.contains(". ") {
            return None;
        }
        fields.push((trim(&reader.page.text, key), value));
    }
    Some(fields)
}

/// `1. Vessel name ALBA 2. Call sign EGBT`: several numbered fields in one line, with or without colons.
pub(super) fn numbered_fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span);
    if text.len() > 500 {
        return None;
    }
    let mut marks: Vec<(usize, usize, u32)> = Vec::new();
    for (at, _) in text.match_indices(['.', ')']) {
        let head = text.get(..at).unwrap_or("");
        let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
        let start = at - digits;
        let free = start == 0 || text.get(..start).is_some_and(|h| h.ends_with(' '));
        let opens = text
            .get(at + 1..)
            .is_some_and(|t| t.starts_with(' ') && t.trim_start().starts_with(char::is_uppercase));
        let number = text.get(start..at).and_then(|n| n.parse::<u32>().ok());
        if let Some(number) = number.filter(|_| free && opens && digits <= 2) {
            let next = marks.last().is_none_or(|(.., last)| number == last + 1);
            if next && (start == 0) == marks.is_empty() {
                marks.push((start, at + 1, number));
            }
        }
    }
    if marks.len() < 2 {
        return None;
    }
    let mut fields = Vec::new();
    for (index, (_, from, _)) in marks.iter().enumerate() {
        let to = marks.get(index + 1).map_or(text.len(), |next| next.0);
        let piece = trim(&reader.page.text, &(span.start + from..span.start + to));
        let field = match split_field(reader, &piece) {
            Some(field) => Some(field),
            None => led_field(reader, &piece),
        };
        fields.extend(field.filter(|(_, value)| !value.is_empty()));
    }
    (fields.len() >= 2).then_some(fields)
}

/// A caption of some words and its value without a sign between them.
fn led_field(reader: &mut Reader<'_>, span: &Span) -> Option<(Span, Span)> {
    let text = reader.page.slice(span);
    let cuts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).take(7).collect();
    for at in cuts.into_iter().rev() {
        let key = span.start..span.start + at;
        let meaning = reader.caption(&key);
        let printed = reader.page.slice(&key);
        if !meaning.labels.is_empty()
            && meaning.known >= meaning.words
            && !meaning.mended
            && !printed.ends_with([',', '.'])
        {
            return Some((key, trim(&reader.page.text, &(span.start + at..span.end))));
        }
    }
    None
}

/// `FISHING LICENCE No. FL-2024/0117`, `PERMISO DE PESCA N.º 2207/23`: the number that ends a title of a paper.
pub(super) fn titled_number(reader: &mut Reader<'_>, span: &Span) -> Option<Span> {
    use super::concept::Concepts as C;
    let text = reader.page.slice(span);
    let words: Vec<&str> = text.split_whitespace().collect();
    let (number, sign) = (words.last()?, words.iter().rev().nth(1)?);
    let marked = matches!(
        sign.to_lowercase().trim_end_matches([':', '.']),
        "no" | "nº"
            | "n°"
            | "n"
            | "n.º"
            | "n.°"
            | "nr"
            | "№"
            | "num"
            | "núm"
            | "número"
            | "number"
            | "nro"
            | "numéro"
            | "nomor"
            | "numero"
    );
    let figures = number.bytes().filter(u8::is_ascii_digit).count() >= 2;
    if !marked || !figures || words.len() < 3 || words.len() > 10 || number.len() > 30 {
        return None;
    }
    let end = span.start + text.len() - number.len();
    let meaning = reader.caption(&(span.start..end));
    let paper = meaning.concepts.any(C::LICENSE)
        && !meaning
            .concepts
            .any(C::REGISTER.with(C::OWNER).with(C::FOREIGN));
    paper.then_some(end..span.end)
}

/// Where the caption before the colon at `colon` begins: the most words before it, back to `from`, that are understood
/// in full.
fn caption_start(reader: &mut Reader<'_>, body: &Span, from: usize, colon: usize) -> Option<usize> {
    let text = reader.page.slice(body);
    let head = text.get(from..colon)?;
    let lead = head.len() - head.trim_start().len();
    if from == 0 && head.split_whitespace().count() <= CAPTION_WORDS {
        let key = body.start..body.start + colon;
        let meaning = reader.caption(&key);
        return (meaning.understood() && meaning.coverage() >= 50).then_some(body.start);
    }
    let mut starts: Vec<usize> = head
        .char_indices()
        .filter(|(at, c)| {
            *at > lead
                && !c.is_whitespace()
                && head
                    .get(..*at)
                    .is_some_and(|h| h.ends_with([' ', ',', ';', '\t']))
        })
        .map(|(at, _)| at)
        .collect();
    starts.reverse();
    let mut best = None;
    for start in starts.into_iter().take(7) {
        let key = body.start + from + start..body.start + colon;
        let key_text = reader.page.slice(&key);
        if key_text.contains([',', ';']) {
            break;
        }
        let opens = key_text.starts_with(char::is_uppercase)
            || reader
                .page
                .text
                .get(..key.start)
                .is_some_and(|t| t.trim_end().ends_with([',', ';', '|', '/']));
        if !opens {
            continue;
        }
        let meaning = reader.caption(&key);
        if meaning.understood() && meaning.known >= meaning.words && !meaning.mended {
            best = Some(key.start);
        }
    }
    best
}

/// The span without a list number or bullet before it: `12.- `, `(3) `, `a) `, `- `, `• `.
pub(crate) fn list_mark(reader: &Reader<'_>, span: &Span) -> Span {
    let text = reader.page.slice(span);
    let bare = text.trim_start_matches([
        '-', '–', '•', '·', '*', '►', '>', '●', '▪', '○', '□', '☐', '✓', ' ', '\t',
    ]);
    let lead = text.len() - bare.len();
    let inner = bare.trim_start_matches(['(', '[']);
    let digits = inner
        .bytes()
        .take_while(|b| b.is_ascii_digit() || *b == b'.')
        .count();
    let roman = inner
        .bytes()
        .take_while(|b| matches!(b, b'i' | b'v' | b'x'))
        .count();
    let digits = if digits == 0
        && roman > 0
        && bare.starts_with('(')
        && inner.as_bytes().get(roman) == Some(&b')')
    {
        roman
    } else if digits == 0 {
        let letter = inner
            .bytes()
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic())
            && matches!(inner.as_bytes().get(1), Some(b')' | b'.'))
            && inner.as_bytes().get(2) == Some(&b' ');
        usize::from(letter)
    } else {
        digits
    };
    let body = inner.get(digits..).unwrap_or("");
    let mark = inner.get(..digits).unwrap_or("");
    let closes = body.trim_start_matches([')', ']', '.', '-', '–', ':', '°', 'º', 'ª']);
    let closed = closes.len() < body.len() || mark.ends_with('.');
    let blank = closes.starts_with([' ', '\t', '*'])
        || (mark.ends_with('.') && closes.starts_with(char::is_alphabetic));
    let bare_number = (1..=2).contains(&digits)
        && body.starts_with(' ')
        && body.trim_start().starts_with(char::is_uppercase)
        && body.contains(" / ");
    let numbered = (digits > 0 && digits <= 6 && closed && blank) || bare_number;
    let used = if numbered {
        text.len() - closes.len()
    } else {
        lead
    };
    trim(&reader.page.text, &(span.start + used..span.end))
}

/// Splits `Key: value`, `Key ..... value`, `Key – value`, `12. Key: value`; none where the line is no field.
pub(crate) fn split_field(reader: &mut Reader<'_>, span: &Span) -> Option<(Span, Span)> {
    let text_all = &reader.page.text;
    let body = list_mark(reader, span);
    let text = reader.page.slice(&body);
    let numbered = body.start > span.start;
    let mut candidates: Vec<(usize, usize, bool)> = Vec::new();
    if let Some((at, width)) = leaders(text) {
        candidates.push((at, width, true));
    }
    for (at, sign) in text.char_indices().take(160) {
        let tail = text.get(at..).unwrap_or("");
        let after = tail.chars().nth(1);
        match sign {
            ':' | '：'
                if after != Some('/')
                    && !(after.is_some_and(|c| c.is_ascii_digit())
                        && text
                            .get(..at)
                            .is_some_and(|h| h.ends_with(|c: char| c.is_ascii_digit()))) =>
            {
                candidates.push((at, sign.len_utf8(), true));
            }
            '☐' | '☒' | '☑' | '□' | '■' if at > 2 => candidates.push((at, 0, true)),
            '=' | '\t' | '→' | '»' | '►' => candidates.push((at, sign.len_utf8(), true)),
            ' ' if numbered && tail.starts_with(" / ") => candidates.push((at, 3, true)),
            ' ' if tail.starts_with(" – ")
                || tail.starts_with(" - ")
                || tail.starts_with(" — ") =>
            {
                let width = tail.chars().take(3).map(char::len_utf8).sum();
                candidates.push((at, width, numbered));
            }
            ' ' if tail.starts_with("   ") => candidates.push((at, 3, true)),
            _ => {}
        }
        if candidates.len() >= 3 {
            break;
        }
    }
    if text.ends_with(" –") || text.ends_with(" -") {
        candidates.push((
            text.len() - text.chars().next_back().map_or(1, char::len_utf8) - 1,
            1,
            true,
        ));
    }
    for (at, width, sure) in candidates {
        let key = trim(text_all, &(body.start..body.start + at));
        let value = trim(text_all, &(body.start + at + width..body.end));
        let key_text = reader.page.slice(&key);
        let words = key_text.split_whitespace().count();
        if words == 0
            || words > CAPTION_WORDS
            || key_text.len() > 110
            || key_text.contains(['.', ';']) && key_text.trim_end_matches('.').contains(". ")
        {
            continue;
        }
        if key_text.contains(" – ") || key_text.contains(" | ") {
            continue;
        }
        if key_text.bytes().filter(u8::is_ascii_digit).count() > 4 {
            continue;
        }
        let value_words = reader.page.slice(&value).split_whitespace().count();
        let meaning = reader.caption(&key);
        let identifier = matches!(
            meaning.label(),
            Some(super::label::Label::Imo | super::label::Label::Mmsi | super::label::Label::Ircs)
        );
        let least = match (sure, identifier) {
            (true, true) => 30,
            (true, false) => 50,
            _ => 70,
        };
        let lower = reader.page.slice(&value).starts_with(char::is_lowercase);
        let known = meaning.understood()
            && meaning.coverage() >= least
            && (sure || numbered || !lower)
            && !listing(&meaning, reader.page.slice(&value));
        let tail = reader.page.slice(&value);
        let chained = tail.contains(" – ") && !numbered && cues_inside(tail);
        if known && value_words <= 60 && !chained && !is_sentence(tail) {
            return Some((key, value));
        }
        let counted = text_all
            .get(span.start..body.start)
            .is_some_and(|m| m.bytes().any(|b| b.is_ascii_digit()));
        if numbered && counted && sure && words <= 8 && value_words <= 12 {
            return Some((key, value));
        }
    }
    None
}

/// More captions follow in the line: it is a list entry or running text.
fn cues_inside(tail: &str) -> bool {
    tail.matches(": ").count() >= 1 || tail.matches(" – ").count() >= 2
}

/// A caption for one number or day, and a list of things after it: it is no field.
fn listing(meaning: &super::caption::Meaning, value: &str) -> bool {
    use super::label::Label as L;
    let single = matches!(
        meaning.label(),
        Some(
            L::Tonnage
                | L::Length
                | L::EnginePower
                | L::HoldCapacity
                | L::StartDate
                | L::EndDate
                | L::Imo
                | L::Mmsi
                | L::Ircs
                | L::BuildYear
                | L::CrewCount
                | L::Flag
        )
    );
    single && meaning.labels.len() == 1 && value.matches(", ").count() >= 2
}

/// Running text rather than a value: several sentences, or a verb's words.
fn is_sentence(value: &str) -> bool {
    let words = value.split_whitespace().count();
    let lower = value
        .split_whitespace()
        .filter(|w| w.chars().next().is_some_and(char::is_lowercase))
        .count();
    let fields =
        value.matches(": ").count() + value.matches("; ").filter(|_| value.contains(": ")).count();
    (words > 14 && lower * 2 > words)
        || (words > 5 && lower * 3 > words * 2 && (value.ends_with('.') || value.contains(". ")))
        || (fields >= 1 && words > 3 && value.contains(['.', ';', ',']))
}

/// Dotted leaders: where they begin and how wide they are.
fn leaders(text: &str) -> Option<(usize, usize)> {
    let mut start = None;
    let mut dots = 0;
    for (at, sign) in text.char_indices() {
        match sign {
            '.' | '·' | '_' | '‥' => {
                start = start.or(Some(at));
                dots += 1;
            }
            '…' => {
                start = start.or(Some(at));
                dots += 3;
            }
            ' ' if start.is_some() => {}
            _ => {
                if dots >= 3 {
                    let from = start?;
                    return Some((from, at - from));
                }
                start = None;
                dots = 0;
            }
        }
    }
    (dots >= 3)
        .then(|| start.map(|from| (from, text.len() - from)))
        .flatten()
}

/// Fields with slashes between them.
pub(super) fn slashed(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(Span, Span)>> {
    let text = reader.page.slice(span);
    let mut parts = Vec::new();
    let mut at = 0;
    for piece in text.split(" / ") {
        parts.push(trim(
            &reader.page.text,
            &(span.start + at..span.start + at + piece.len()),
        ));
        at += piece.len() + 3;
    }
    let fields: Vec<(Span, Span)> = parts
        .iter()
        .filter_map(|p| split_field(reader, p))
        .collect();
    (fields.len() >= 2 && fields.len() == parts.len()).then_some(fields)
}
