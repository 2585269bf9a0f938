//! Further ways in which papers set captions and values apart, told by signs that no sentence has.
//!
//! ```text
//! B-4 Flag [ Honduras ]   Home port [ French Harbour ]
//! Flag=Honduras | Port=French Harbour
//! Flag :: Honduras     Port :: French Harbour
//! QUIDORA          Talcahuano
//! (name of ship)   (port)
//! ```
//!
//! Limits: a caption that holds the sign itself is cut there; half of a line's captions must be understood.

use crate::entities::context::Reader;
use crate::entities::page::{Line, Span, trim};
use crate::entities::words::seek;

/// Most fields of one line.
const MOST: usize = 24;
/// Longest caption, in bytes.
const CAPTION: usize = 90;

type Field = (Span, Span);

/// The fields of a line set in one of these ways.
pub(crate) fn fields(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<Field>> {
    let text = reader.page.slice(span);
    // `Acero [X] Madera [ ]`: boxes to tick.
    let boxes = text.contains(']') && !seek::has(text, "[X]") && !seek::has(text, "[x]");
    let fields = if boxes && seek::has(text, "[ ") {
        boxed(reader, span)
    } else if seek::has(text, " :: ") {
        signed(reader, span, " :: ", "  ")
    } else if seek::has(text, " > ") {
        signed(reader, span, " > ", "  ")
    } else if text.contains('=') && !seek::has(text, "==") {
        signed(reader, span, "=", " | ")
    } else {
        return None;
    }?;
    understood(reader, &fields).then_some(fields)
}

/// True if a dash or a slash with blanks stands at byte `at`.
pub(crate) fn parts_languages(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|t| {
        [" – ", " - ", " — ", " / "]
            .iter()
            .any(|sign| t.starts_with(sign))
    })
}

/// Half of the captions ask for something, or for nothing that is an entity.
fn understood(reader: &mut Reader<'_>, fields: &[Field]) -> bool {
    let known = fields
        .iter()
        .filter(|(key, _)| {
            let meaning = reader.caption(key);
            meaning.understood() && meaning.coverage() >= 50
        })
        .count();
    !fields.is_empty() && fields.len() <= MOST && known * 2 >= fields.len()
}

/// `Flag [ Honduras ]   Port [ French Harbour ]`
fn boxed(reader: &Reader<'_>, span: &Span) -> Option<Vec<Field>> {
    let text = reader.page.slice(span);
    let mut fields = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..)?.find("[ ").map(|found| at + found) {
        let close = open + text.get(open..)?.find(']')?;
        let key = coded_key(reader, &(span.start + at..span.start + open));
        let value = trim(
            &reader.page.text,
            &(span.start + open + 1..span.start + close),
        );
        if key.is_empty() || key.len() > CAPTION {
            return None;
        }
        fields.push((key, value));
        at = close + 1;
    }
    Some(fields)
}

/// A caption without the code of its item: `B-4 Flag`.
fn coded_key(reader: &Reader<'_>, span: &Span) -> Span {
    let key = trim(&reader.page.text, span);
    let text = reader.page.slice(&key);
    let code = text.split(' ').next().unwrap_or("");
    let coded = (2..=5).contains(&code.len())
        && code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code.ends_with(|c: char| c.is_ascii_digit())
        && code
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    if coded {
        trim(&reader.page.text, &(key.start + code.len()..key.end))
    } else {
        key
    }
}

/// `Flag=Honduras | Port=French Harbour`: a sign inside each field, another between the fields.
fn signed(reader: &Reader<'_>, span: &Span, sign: &str, between: &str) -> Option<Vec<Field>> {
    let text = reader.page.slice(span);
    let mut fields: Vec<Field> = Vec::new();
    let mut at = span.start;
    for piece in text.split(between) {
        let start = at;
        at += piece.len() + between.len();
        if piece.trim().is_empty() {
            continue;
        }
        let cut = piece.find(sign)?;
        let key = coded_key(reader, &(start..start + cut));
        // `List of vessels (LOA > 15 m)`, `Extracted 14 Mar 2025 · filter: Status = Active`
        let printed = reader.page.slice(&key);
        if printed.matches('(').count() > printed.matches(')').count() || seek::has(printed, ": ") {
            return None;
        }
        let value = trim(
            &reader.page.text,
            &(start + cut + sign.len()..start + piece.len()),
        );
        if key.is_empty() || key.len() > CAPTION {
            return None;
        }
        fields.push((key, value));
    }
    let filled = fields.iter().any(|(_, value)| !value.is_empty());
    filled.then_some(fields)
}

/// A cell with a caption in its first line and the value in the others; a word and a number may count the boxes.
pub(crate) fn boxed_cell(reader: &mut Reader<'_>, span: &Span) -> Option<Field> {
    let text = reader.page.slice(span);
    let (head, rest) = text.split_once('\n')?;
    if rest.trim().is_empty() || seek::has(head, ": ") {
        return None;
    }
    let value = trim(&reader.page.text, &(span.end - rest.len()..span.end));
    let key = unnumbered(reader, &(span.start..span.start + head.len()));
    let meaning = reader.caption(&key);
    let known = meaning.understood() && meaning.coverage() >= 50;
    known.then_some((key, value))
}

/// `Case 8. Port`, `Box 3: Flag`, `4. IMO`: the caption behind the number of its box.
fn unnumbered(reader: &Reader<'_>, span: &Span) -> Span {
    let text = reader.page.slice(span);
    let word = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let led = text.get(word..).unwrap_or("").trim_start();
    let figures = led.bytes().take_while(u8::is_ascii_digit).count();
    let tail = led.get(figures..).unwrap_or("");
    let counted = (1..=2).contains(&figures) && tail.starts_with(['.', ')', ':']) && word <= 9;
    if counted {
        trim(&reader.page.text, &(span.end - tail.len() + 1..span.end))
    } else {
        coded_key(reader, span)
    }
}

/// The values of a line over their captions in brackets.
pub(crate) fn over_captions(
    reader: &mut Reader<'_>,
    lines: &[Line],
    index: usize,
) -> Option<Vec<Field>> {
    let captions = bracketed(reader, &lines.get(index + 1)?.span)?;
    let line = &lines.get(index)?.span;
    if reader.page.slice(line).starts_with('(') {
        return None;
    }
    let values = if captions.len() == 1 {
        vec![line.clone()]
    } else {
        apart(reader, line)
    };
    if values.len() != captions.len() {
        return None;
    }
    let fields: Vec<Field> = captions.into_iter().zip(values).collect();
    // One caption alone must be understood in full: brackets under a title say anything.
    let sure = match fields.as_slice() {
        [(key, _)] => {
            let meaning = reader.caption(key);
            !meaning.labels.is_empty() && meaning.coverage() >= 75
        }
        _ => understood(reader, &fields),
    };
    sure.then_some(fields)
}

/// The captions of a line that is nothing but captions in brackets.
fn bracketed(reader: &Reader<'_>, span: &Span) -> Option<Vec<Span>> {
    if !reader.page.slice(span).starts_with('(') {
        return None;
    }
    let mut captions = Vec::new();
    for part in apart(reader, span) {
        let text = reader.page.slice(&part);
        let inner = text.strip_prefix('(')?.strip_suffix(')')?;
        // `(the “Fleet”)` gives what stands above a short name.
        if inner.len() < 2 || inner.len() > CAPTION || inner.contains(['“', '”', '"', '«']) {
            return None;
        }
        captions.push(part.start + 1..part.end - 1);
    }
    (captions.len() <= MOST).then_some(captions)
}

/// The parts of a line with two blanks or more between them.
pub(crate) fn apart(reader: &Reader<'_>, span: &Span) -> Vec<Span> {
    let mut parts: Vec<Span> = Vec::new();
    let mut at = span.start;
    for piece in reader.page.slice(span).split("  ") {
        let part = trim(&reader.page.text, &(at..at + piece.len()));
        at += piece.len() + 2;
        if part.is_empty() {
            continue;
        }
        // `Call sign      : 3DXA`: the colon stands behind its caption.
        match parts.last_mut() {
            Some(key) if reader.page.slice(&part).starts_with(": ") => key.end = part.end,
            _ => parts.push(part),
        }
    }
    parts
}

/// Three dots stand in a row, as far as single bytes tell.
fn may_lead(text: &str) -> bool {
    let mut dots = 0;
    text.bytes().any(|byte| {
        match byte {
            // The last bytes of the signs beyond ASCII; the last of them counts three dots.
            b'.' | b'_' | 0xB7 | 0xA5 => dots += 1,
            0xA6 => dots = 3,
            b' ' | 0x80.. => {}
            _ => dots = 0,
        }
        dots >= 3
    })
}

/// Dotted leaders: where they begin and how wide they are.
pub(crate) fn leaders(text: &str) -> Option<(usize, usize)> {
    if !may_lead(text) {
        return None;
    }
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

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn signs_between_captions_and_values_are_read_however_they_are_set() {
        let wanted = ["VESSEL_NAME=ALBA NOVA", "FLAG=HND", "PORT=French Harbour"];
        for text in [
            "B-1 Nombre del buque [ ALBA NOVA ]\nB-4 Bandera [ Honduras ]   Puerto base [ French Harbour ]",
            "Navio=ALBA NOVA | Pavilhão=Honduras | Porto de registo=French Harbour",
            "Ship's name :: ALBA NOVA\nFlag :: Honduras     Home port :: French Harbour",
            "ALBA NOVA\n(name of ship)\n\nHonduras          French Harbour\n(flag)            (home port)",
            "**Name of ship** ALBA NOVA **Flag** Honduras **Home port** French Harbour",
        ] {
            let found = things(text);
            assert_eq!(found, wanted, "{text}");
        }
    }
}
