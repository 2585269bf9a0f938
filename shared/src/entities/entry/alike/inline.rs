//! Lists inside a line whose entries are numbered: `(1) ALBA, Togo; (2) NOVA, Fiji`.

use super::list::Entry;
use crate::entities::context::Reader;
use crate::entities::page::{Line, Span, trim};
use crate::entities::words::lexicon::phrases;

/// `and SOL (Fiji)`: the last entry without the word before it.
pub(super) fn joined(reader: &Reader<'_>, piece: &Span) -> Span {
    let text = reader.page.slice(piece);
    let joint = ["and ", "y ", "et ", "e ", "und "]
        .iter()
        .find(|joint| text.starts_with(**joint));
    piece.start + joint.map_or(0, |joint| joint.len())..piece.end
}

/// Marks of entries inside a line: what stands before the number or letter, and behind it.
const MARKS: [(&str, &str); 3] = [("(", ") "), ("", ") "), ("", "° ")];

/// `(1) ALBA, …; (2) NOVA, …`, `(i) ALBA (Fiji), (ii) NOVA (Togo) and (iii) SOL`: the entries of a line between marks that
/// count on.
pub(super) fn between_marks(reader: &Reader<'_>, line: &Line) -> Vec<Entry> {
    let text = reader.page.slice(&line.span);
    if !text.contains(") ") && !text.contains("° ") {
        return Vec::new();
    }
    let counts: [fn(usize) -> Option<String>; 3] = [
        |at| Some((at + 1).to_string()),
        |at| ROMAN.get(at).map(ToString::to_string),
        |at| ('a'..='z').nth(at).map(String::from),
    ];
    for (before, behind) in MARKS {
        for count in counts {
            let mut starts: Vec<(usize, usize)> = Vec::new();
            let mut from = 0;
            while let Some(number) = count(starts.len()) {
                let mark = format!("{before}{number}{behind}");
                let tail = text.get(from..).unwrap_or("");
                let Some(at) = tail
                    .match_indices(mark.as_str())
                    .map(|(at, _)| from + at)
                    .find(|at| {
                        let head = text.get(..*at).unwrap_or("");
                        head.is_empty() || head.ends_with(' ')
                    })
                else {
                    break;
                };
                from = at + mark.len();
                starts.push((at, from));
            }
            if starts.len() > 1 {
                return pieces(reader, line, &starts);
            }
        }
    }
    Vec::new()
}

/// Numbers of entries in Roman numerals.
const ROMAN: [&str; 12] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii",
];

/// The entries of a line behind their marks, without what joins each to the next.
fn pieces(reader: &Reader<'_>, line: &Line, starts: &[(usize, usize)]) -> Vec<Entry> {
    let text = reader.page.slice(&line.span);
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let entry = |((_, from), end): (&(usize, usize), usize)| {
        let piece = text.get(*from..end).unwrap_or("").trim_end();
        let piece = phrases::JOINTS_OF_SHIPS
            .iter()
            .find_map(|joint| piece.strip_suffix(joint.trim_end()))
            .unwrap_or(piece);
        let piece = piece.trim_end_matches([' ', ';', ',']);
        let start = line.span.start + from;
        Entry::of(trim(&reader.page.text, &(start..start + piece.len())))
    };
    starts.iter().zip(ends).map(entry).collect()
}

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn numbers_inside_a_line_begin_entries() {
        let cases: &[(&str, &[&str])] = &[
            (
                "The Secretariat was told of these changes of ownership: (i) ALBA NOVA, Malta, now held by Mar Ltd of 12 Harbour Road, Tema; (ii) RIO SUL, Libya, now held by Sol Fishing Company.",
                &[
                    "0 VESSEL_NAME=ALBA NOVA",
                    "0 FLAG=MLT",
                    "0 OWNER=Mar Ltd",
                    "0 ADDRESS=12 Harbour Road, Tema",
                    "1 VESSEL_NAME=RIO SUL",
                    "1 OWNER=Sol Fishing Company",
                ],
            ),
            (
                "Le ministre accorde les autorisations : (1) à ALBA NOVA, chalutier, 92,6 GT, n° AP-2024/07 ; (2) à RIO SUL, palangrier, 41,0 GT, n° AP-2024/11.",
                &[
                    "0 VESSEL_NAME=ALBA NOVA",
                    "0 LICENSE_NO=AP-2024/07",
                    "1 VESSEL_NAME=RIO SUL",
                    "1 TONNAGE=41",
                ],
            ),
            (
                "The agenda: (1) opening, by the Chair; (2) budget, by Spain; (3) control.",
                &["-0 FLAG=ESP"],
            ),
        ];
        for (page, wanted) in cases {
            tells(page, wanted);
        }
    }
}
