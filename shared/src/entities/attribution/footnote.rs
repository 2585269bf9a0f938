//! Notes below a list: the vessel at whose mark a note stands (`ALBA¹ …` and `¹ Formerly NOVA.` below).

use crate::entities::context::Reader;
use crate::entities::page::Span;

/// Longest mark, in signs.
const MARK: usize = 3;

/// The vessel that a note's mark stands at.
pub(crate) fn vessel(reader: &Reader<'_>, line: &Span) -> Option<u32> {
    let text = reader.page.slice(line);
    let sign = text.chars().next().filter(|c| is_mark(*c))?;
    let count = text.chars().take_while(|c| *c == sign).count();
    let mark: String = text.chars().take(count).collect();
    let rest = text.get(mark.len()..)?.trim_start();
    if count > MARK || !rest.starts_with(char::is_alphanumeric) {
        return None;
    }
    let head = reader.page.text.get(..line.start)?;
    // The first place where the mark ends a word.
    let at = head.match_indices(&mark).map(|(at, _)| at).find(|at| {
        let before = head.get(..*at).and_then(|h| h.chars().next_back());
        let after = head.get(at + mark.len()..).and_then(|t| t.chars().next());
        before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | '.' | '”' | '"' | '»'))
            && after != Some(sign)
    })?;
    let begin = head.get(..at)?.rfind('\n').map_or(0, |i| i + 1);
    reader
        .found
        .iter()
        .filter(|f| f.value.span.start >= begin && f.value.span.end <= at && f.record.is_some())
        .max_by_key(|f| f.value.span.end)?
        .record
}

fn is_mark(sign: char) -> bool {
    matches!(
        sign,
        '*' | '†' | '‡' | '¹' | '²' | '³' | '⁴' | '⁵' | '⁶' | '⁷' | '⁸' | '⁹'
    )
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_note_speaks_of_the_vessel_at_its_mark() {
        let page = "ALBA NOVA¹, Togo, IMO 9281310\nMAR BRAVO², Comoros, IMO 9100372\n\n\
                    ¹ Formerly SOL.\n² Formerly LUNA.";
        let (read, _) = extract_page(page, &Carried::default());
        let former: Vec<(&str, Option<u32>)> = read
            .entities
            .iter()
            .filter(|e| e.label == Label::PreviousName)
            .map(|e| (e.norm_value.as_str(), e.record))
            .collect();
        assert_eq!(former, [("SOL", Some(0)), ("LUNA", Some(1))]);
    }
}
