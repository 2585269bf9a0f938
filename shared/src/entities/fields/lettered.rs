//! A list whose marks stand for captions: `(a) Name (b) Flag (c) Call sign` above `(a) ALBA (b) Fiji (c) 3DXA`.

use crate::entities::context::Reader;
use crate::entities::page::{Span, trim};
use crate::entities::words::seek;

/// Fewest captions of such a key.
const CAPTIONS: usize = 3;
/// Longest line looked at, in bytes.
const LONGEST: usize = 1000;

/// The key of the marks, if the line is one.
pub(crate) fn key(reader: &mut Reader<'_>, span: &Span) -> Option<Vec<(String, Span)>> {
    let parts = marked(reader, span).filter(|parts| parts.len() >= CAPTIONS)?;
    let mut labelled = 0;
    for (_, caption) in &parts {
        let text = reader.page.slice(caption);
        let figures = seek::figures(text);
        if text.contains(':') || figures > 2 || text.split_whitespace().count() > 8 {
            return None;
        }
        let meaning = reader.caption(caption);
        labelled += usize::from(meaning.understood() && meaning.coverage() >= 50);
    }
    (labelled * 3 >= parts.len() * 2).then_some(parts)
}

/// The fields of a line whose marks have a key, and whether the first is the key's first: another vessel begins.
pub(crate) fn fields(reader: &Reader<'_>, span: &Span) -> Option<(Vec<(Span, Span)>, bool)> {
    let (first, _) = reader.lettered.first()?;
    let parts = marked(reader, span)?;
    let begins = parts.first().is_some_and(|(mark, _)| mark == first);
    let fields: Vec<(Span, Span)> = parts
        .into_iter()
        .filter_map(|(mark, value)| {
            let (_, caption) = reader.lettered.iter().find(|(m, _)| *m == mark)?;
            Some((caption.clone(), value))
        })
        .collect();
    (!fields.is_empty()).then_some((fields, begins))
}

/// The marks of a line and what follows each; the line begins with a mark, and each is the one after the last.
fn marked(reader: &Reader<'_>, span: &Span) -> Option<Vec<(String, Span)>> {
    let text = reader.page.slice(span);
    if text.len() > LONGEST {
        return None;
    }
    let mut marks: Vec<(String, usize, usize)> = Vec::new();
    for (at, _) in text.match_indices(')') {
        let head = text.get(..at).unwrap_or("");
        let inner: String = head
            .chars()
            .rev()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let mark: String = inner.chars().rev().collect();
        let open = head.get(..head.len() - mark.len()).unwrap_or("");
        let bracket = open.ends_with('(');
        let start = open.len() - usize::from(bracket);
        let free = start == 0 || text.get(..start).is_some_and(|h| h.ends_with(' '));
        let next = marks.last().is_none_or(|(last, ..)| follows(last, &mark));
        let sound = !mark.is_empty() && mark.len() <= 2 && (bracket || mark.len() == 1);
        if free && sound && next && (start == 0) == marks.is_empty() {
            marks.push((mark, start, at + 1));
        }
    }
    if marks.is_empty() {
        return None;
    }
    let ends: Vec<usize> = marks
        .iter()
        .skip(1)
        .map(|(_, start, _)| *start)
        .chain([text.len()])
        .collect();
    Some(
        marks
            .into_iter()
            .zip(ends)
            .map(|((mark, _, from), to)| {
                let place = trim(&reader.page.text, &(span.start + from..span.start + to));
                let bare = reader.page.slice(&place).trim_end_matches([';', ',', ' ']);
                (
                    mark.to_ascii_lowercase(),
                    place.start..place.start + bare.len(),
                )
            })
            .collect(),
    )
}

/// `b` after `a`, `10` after `9`.
fn follows(last: &str, mark: &str) -> bool {
    if let (Ok(a), Ok(b)) = (last.parse::<u32>(), mark.parse::<u32>()) {
        return b > a && b <= a + 3;
    }
    match (last.as_bytes(), mark.as_bytes()) {
        ([a], [b]) => b > a && *b <= a + 3,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn marks_stand_for_the_captions_of_their_key() {
        let wanted = [
            "VESSEL_NAME=ALBA NOVA:0",
            "FLAG=FJI:0",
            "IRCS=3DXB:0",
            "VESSEL_NAME=MAR BRAVO:1",
            "FLAG=TON:1",
            "IRCS=A3AB5:1",
        ];
        for page in [
            "(a) Name (b) Flag (c) Call sign\n\n(a) ALBA NOVA (b) Fiji (c) 3DXB\n(a) MAR BRAVO (b) Tonga (c) A3AB5",
            "(1) Name; (2) Flag; (3) Call sign\n\n(1) ALBA NOVA\n(2) Fiji\n(3) 3DXB\n\n(1) MAR BRAVO\n(2) Tonga\n(3) A3AB5",
        ] {
            let (read, _) = extract_page(page, &Carried::default());
            let found: Vec<String> = read
                .entities
                .iter()
                .map(|e| format!("{}={}:{}", e.label, e.norm_value, e.record.map_or(9, |r| r)))
                .collect();
            assert_eq!(found, wanted, "{page}");
        }
    }
}
