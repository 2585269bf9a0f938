//! Where the heading of a table ends: further rows of captions, of units, of column numbers.

use super::rows;
use crate::entities::context::Reader;
use crate::entities::page::Table;
use crate::entities::values::measure::Unit;

/// The last row of the heading: further rows of captions, of units, of column numbers.
pub(super) fn last_heading_row(
    reader: &mut Reader<'_>,
    table: &Table,
    first: usize,
    captions: &[Vec<bool>],
    filled: &[Vec<bool>],
) -> usize {
    let mut last = first;
    // A merged heading cell reaches down to the heading's last row.
    let reach = table.row(first).map(|c| c.rows).max().unwrap_or(1).min(4);
    for row in first + 1..table.rows().min(first + 5) {
        let known = captions
            .get(row)
            .map_or(0, |r| r.iter().filter(|c| **c).count());
        let full = filled
            .get(row)
            .map_or(0, |r| r.iter().filter(|c| **c).count());
        let more = known >= 1
            && known * 2 >= full
            && (known >= 2 || row < first + reach)
            && !rows::is_band(table, row);
        if more
            || row < first + reach
            || is_unit_row(reader, table, row)
            || is_number_row(reader, table, row)
        {
            last = row;
        } else {
            break;
        }
    }
    last
}

fn is_unit_row(reader: &Reader<'_>, table: &Table, row: usize) -> bool {
    let mut units = 0;
    for cell in table.row(row) {
        let text = reader.page.slice(&cell.span);
        if text.is_empty() {
            continue;
        }
        let bare = text.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']'));
        let dates = matches!(
            bare.to_lowercase().as_str(),
            "dd/mm/yyyy"
                | "mm/dd/yyyy"
                | "yyyy-mm-dd"
                | "dd-mm-yyyy"
                | "jj/mm/aaaa"
                | "dd/mm/aaaa"
                | "yyyy/mm/dd"
                | "yyyy"
                | "aaaa"
                | "dd.mm.yyyy"
        );
        if Unit::of(bare).is_none() && !dates {
            return false;
        }
        units += 1;
    }
    units > 0
        || (row > 0 && table.row(row).next().is_some() && table.row(row).all(|c| c.span.is_empty()))
}

fn is_number_row(reader: &Reader<'_>, table: &Table, row: usize) -> bool {
    let mut expected = None;
    let mut count = 0;
    for cell in table.row(row) {
        let text = reader
            .page
            .slice(&cell.span)
            .trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | '.'));
        let number: Option<u32> = match text.parse() {
            Ok(n) => Some(n),
            Err(_) if text.len() == 1 => text
                .bytes()
                .next()
                .filter(u8::is_ascii_lowercase)
                .map(|b| u32::from(b - b'a') + 1),
            Err(_) => None,
        };
        let Some(number) = number else { return false };
        if expected.is_some_and(|e| e != number) {
            return false;
        }
        expected = Some(number + 1);
        count += 1;
    }
    count >= 3
}
