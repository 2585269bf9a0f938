//! Blanks that recognition doubled inside a name or a sentence: `the longliner GREY  HERON was met`.
//!
//! Two blanks may be what parts two columns as well. They are where the line, or one beside it, has others; behind a list's
//! mark, a colon or the end of a sentence; and behind a caption (`Flag  Spain`). In a table's cell they part nothing but
//! entries.

use super::apply::Edit;
use super::slips::known;
use crate::entities::page::Span;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// Words before a doubled blank that may be a caption together.
const CAPTION_WORDS: usize = 6;
/// Words in small letters that make a line a sentence, which needs no look at the lines beside it.
const OF_SENTENCE: usize = 4;

/// Adds the doubled blanks of a page that part nothing.
pub(super) fn doubled(text: &str, edits: &mut Vec<Edit>) {
    if !seek::has(text, "  ") {
        return;
    }
    let mut at = 0;
    let mut lines: Vec<(usize, &str, Gaps)> = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            lines.push((at, line, Gaps::of(line)));
        }
        at += line.len() + 1;
    }
    let columns = |index: Option<usize>| {
        let beside = index.and_then(|i| lines.get(i));
        beside.is_some_and(|(_, _, gaps)| *gaps != Gaps::None)
    };
    for (index, (start, line, gaps)) in lines.iter().enumerate() {
        let add = |gap: &Span| {
            edits.push(Edit {
                span: start + gap.start..start + gap.end,
                text: " ".to_string(),
            });
        };
        match gaps {
            Gaps::Cells => cells(line).iter().for_each(add),
            Gaps::Doubled(gaps) => {
                let alone =
                    gaps.len() == 1 && !columns(index.checked_sub(1)) && !columns(Some(index + 1));
                if alone || is_sentence(line, gaps.len()) {
                    let inside = |gap: &&Span| inside_a_phrase(line, gap);
                    gaps.iter().filter(inside).for_each(add);
                }
            }
            Gaps::None | Gaps::Columns => {}
        }
    }
}

/// The blanks of a line that are wider than one.
#[derive(PartialEq, Eq)]
enum Gaps {
    None,
    /// The row of a table: its cells are looked at each for itself.
    Cells,
    /// Of two blanks each.
    Doubled(Vec<Span>),
    /// Wider ones.
    Columns,
}

impl Gaps {
    fn of(line: &str) -> Gaps {
        if line.contains("<td") || line.trim_start().starts_with('|') {
            return Gaps::Cells;
        }
        let indent = line.len() - line.trim_start().len();
        let body = line.trim();
        if body.contains('\t') || seek::has(body, "   ") {
            return Gaps::Columns;
        }
        let gaps: Vec<Span> = seek::places(body, "  ")
            .map(|at| indent + at..indent + at + 2)
            .collect();
        if gaps.is_empty() {
            Gaps::None
        } else {
            Gaps::Doubled(gaps)
        }
    }
}

/// The doubled blanks of a row that are the only ones of their cells.
fn cells(line: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    for cell in line.split_inclusive(['<', '|']) {
        let body = cell.trim_end_matches(['<', '|']);
        if let Gaps::Doubled(gaps) = Gaps::of(body)
            && let [gap] = gaps.as_slice()
            && !body.contains(':')
            && !parts_entries(body, gap)
        {
            found.push(at + gap.start..at + gap.end);
        }
        at += cell.len();
    }
    found
}

/// A figure before the blanks ends an entry of the cell, or is the entry's number, unless thousands follow (`1  351`).
fn parts_entries(cell: &str, gap: &Span) -> bool {
    let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let head = cell.get(..gap.start).unwrap_or("");
    let head = head.rsplit('>').next().unwrap_or(head);
    let tail = cell.get(gap.end..).unwrap_or("");
    head.ends_with(|c: char| c.is_ascii_digit()) && (head.len() > 3 || figures(tail) != 3)
}

/// True if words stand on both sides that may be of one phrase.
fn inside_a_phrase(line: &str, gap: &Span) -> bool {
    let head = line.get(..gap.start).unwrap_or("").trim_start();
    let mark = !head.contains(' ')
        && (head.chars().count() == 1 || head.contains(|c: char| !c.is_alphabetic()));
    let ends = head.ends_with([':', ';', ')', ']', '-', '–', '—', '|', '_', '*']);
    let caption = head.split(' ').count() <= CAPTION_WORDS
        && (known(head)
            || head
                .split(' ')
                .all(|w| known(w) || phrases::LEADING_WORDS.holds(w)));
    !mark && !ends && !caption
}

/// True if the line has as many words in small letters as a sentence with so many doubled blanks.
fn is_sentence(line: &str, doubled: usize) -> bool {
    let small = |word: &&str| word.starts_with(char::is_lowercase);
    line.split(' ').filter(small).count() >= OF_SENTENCE.saturating_mul(doubled)
}

#[cfg(test)]
mod tests {
    use crate::entities::mend::mend;

    #[test]
    fn a_doubled_blank_inside_a_phrase_is_one() {
        for (text, meant) in [
            (
                "el palangrero BANDAR  NELAYAN fue avistado",
                "el palangrero BANDAR NELAYAN fue avistado",
            ),
            (
                "<tr><td>KINEI MARU  No. 18</td><td>1  351</td></tr>",
                "<tr><td>KINEI MARU No. 18</td><td>1 351</td></tr>",
            ),
            ("| PT  Samudra | FJI |", "| PT Samudra | FJI |"),
            ("IBSA  QUINTO, 21/03/2024", "IBSA QUINTO, 21/03/2024"),
        ] {
            assert_eq!(mend(text).map(|m| m.text).as_deref(), Some(meant));
        }
    }

    #[test]
    fn what_parts_columns_stays() {
        for text in [
            "Flag  Spain",
            "Residence or place of business  14, Triq ix-Xatt, Marsaxlokk",
            "ALBA NOVA  Togo\nMAR BRAVO  Panama",
            "ALBA NOVA  Togo  5VAB2",
            "1  BONANZA REEF",
            "Name of vessel:  ALBA NOVA",
            "<tr><td>LOA 34.2  GT 412</td></tr>",
        ] {
            assert!(mend(text).is_none(), "{text}");
        }
    }
}
