//! Tick boxes: of `☒ steel ☐ wood ☐ other` only what is ticked was said.

use crate::entities::page::{Span, trim};

/// Signs and groups that stand for a box, and whether it is ticked.
const BOXES: [(&str, bool); 22] = [
    ("☒", true),
    ("☑", true),
    ("✓", true),
    ("✔", true),
    ("✗", true),
    ("✘", true),
    ("■", true),
    ("▣", true),
    ("[x]", true),
    ("[X]", true),
    ("[✓]", true),
    ("(x)", true),
    ("(X)", true),
    ("[ x ]", true),
    ("[ X ]", true),
    ("☐", false),
    ("□", false),
    ("▢", false),
    ("❏", false),
    ("[ ]", false),
    ("[]", false),
    ("( )", false),
];

/// The options of a value with tick boxes that are ticked; none where the value has no boxes.
pub(crate) fn ticked(text: &str, span: &Span) -> Option<Vec<Span>> {
    let part = text.get(span.clone())?;
    // A bracket, or the first byte of the other signs.
    if !part.bytes().any(|b| matches!(b, b'[' | b'(' | 0xE2)) {
        return None;
    }
    if !part.contains([
        '☒', '☑', '☐', '□', '✓', '✔', '✗', '✘', '■', '▣', '▢', '❏', '[', '(',
    ]) {
        return None;
    }
    let mut boxes: Vec<(usize, usize, bool)> = Vec::new();
    let mut at = 0;
    while let Some(tail) = part.get(at..).filter(|t| !t.is_empty()) {
        let plain = tail.starts_with(|c: char| c.is_ascii() && !matches!(c, '[' | '('));
        let mut boxes_here = BOXES.iter().filter(|_| !plain);
        let hit = boxes_here.find(|(sign, _)| tail.starts_with(sign));
        if let Some((sign, on)) = hit {
            boxes.push((at, sign.len(), *on));
            at += sign.len();
        } else {
            at += tail.chars().next().map_or(1, char::len_utf8);
        }
    }
    let open = boxes.iter().any(|(.., on)| !on);
    if boxes.is_empty() || (!open && boxes.len() < 2 && boxes.first().is_some_and(|b| b.0 > 0)) {
        return None;
    }
    // The box stands before its option, or after it where the value begins with a word.
    let before = boxes.first().is_some_and(|b| b.0 == 0);
    let mut options = Vec::new();
    for (index, (start, width, on)) in boxes.iter().enumerate() {
        let (from, to) = if before {
            (
                start + width,
                boxes.get(index + 1).map_or(part.len(), |b| b.0),
            )
        } else {
            (
                index
                    .checked_sub(1)
                    .and_then(|i| boxes.get(i))
                    .map_or(0, |b| b.0 + b.1),
                *start,
            )
        };
        let option = trim(text, &(span.start + from..span.start + to));
        let bare = text
            .get(option.clone())
            .unwrap_or("")
            .trim_end_matches([',', ';', '/', '|'])
            .trim_end()
            .len();
        if *on && bare > 0 {
            options.push(option.start..option.start + bare);
        }
    }
    Some(options)
}

#[cfg(test)]
mod tests {
    use super::ticked;

    #[test]
    fn only_what_is_ticked_was_said() {
        let cases: &[(&str, Option<&[&str]>)] = &[
            ("☒ steel ☐ wood ☐ other", Some(&["steel"])),
            ("☐ steel ☐ wood", Some(&[])),
            (
                "[ ] trawl [x] longline, [x] pots",
                Some(&["longline", "pots"]),
            ),
            ("Steel ☐ Wood ☒ GRP ☐", Some(&["Wood"])),
            ("ALBA (ex Vega)", None),
            ("Spain", None),
        ];
        for (text, wanted) in cases {
            let found = ticked(text, &(0..text.len()));
            let found: Option<Vec<&str>> =
                found.map(|spans| spans.into_iter().filter_map(|s| text.get(s)).collect());
            assert_eq!(found.as_deref(), *wanted, "{text}");
        }
    }
}
