//! Tables whose first column only counts their captions: `1.2 | Flag State | Togo | Fiji`.

use std::collections::HashSet;

use crate::entities::context::Reader;
use crate::entities::page::{Cell, Table};

/// Fewest rows that are counted.
const ROWS: usize = 4;
/// Longest number of an item, in characters.
const ITEM: usize = 5;

/// The table without the column that counts its captions; none where there is no such column, or where three columns or
/// several forms side by side are read as they are.
pub(super) fn without(reader: &mut Reader<'_>, table: &Table) -> Option<Table> {
    if table.columns < 4 {
        return None;
    }
    let mut seen: HashSet<&str> = HashSet::new();
    let (mut rows, mut known, mut again) = (0, 0, 0);
    for row in 0..table.rows() {
        let (Some(item), Some(caption)) = (table.filled(row, 0), table.starts_at(row, 1)) else {
            continue;
        };
        let text = reader.page.slice(&item.span);
        if !is_item(text) && row == 0 {
            continue;
        }
        if !is_item(text) || item.columns > 1 || !seen.insert(text) {
            return None;
        }
        rows += 1;
        known += usize::from(reader.caption(&caption.span).understood());
        let third = table
            .filled(row, 3)
            .map(|cell| reader.page.slice(&cell.span));
        again += usize::from(third.is_some_and(is_item));
    }
    (rows >= ROWS && known * 10 >= rows * 6 && again * 2 < rows).then(|| without_first(table))
}

/// `1.2`, `(c)`, `A4`
fn is_item(text: &str) -> bool {
    let signs = text.chars().filter(|c| c.is_alphanumeric());
    let letters = signs.clone().filter(|c| c.is_alphabetic()).count();
    signs.count() > 0 && letters <= 1 && text.chars().count() <= ITEM && !text.contains(' ')
}

fn without_first(table: &Table) -> Table {
    let cells = table.cells.iter().map(|cell| Cell {
        span: cell.span.clone(),
        row: cell.row,
        column: cell.column.saturating_sub(1),
        rows: cell.rows,
        columns: cell.columns - usize::from(cell.column == 0 && cell.columns > 1),
    });
    Table {
        cells: cells.collect(),
        grid: table
            .grid
            .iter()
            .map(|row| row.iter().skip(1).copied().collect())
            .collect(),
        columns: table.columns - 1,
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn counted_captions_are_captions() {
        let rows = [
            ("Name", "ALBA NOVA", "MAR BRAVO"),
            ("Flag State", "Togo", "Panama"),
            ("Call sign", "5VAB2", "3FAB7"),
            ("Owner", "Reef Ltd", "Mar S.A."),
        ];
        let mut page = "<table><tr><td colspan=\"4\">1. SHIPS</td></tr>".to_string();
        for (item, (key, one, other)) in (1..).zip(rows) {
            page.push_str(&format!(
                "<tr><td>1.{item}</td><td>{key}</td><td>{one}</td><td>{other}</td></tr>"
            ));
        }
        page.push_str("</table>");
        let found = found(&page);
        for wanted in [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 FLAG=TGO",
            "1 IRCS=3FAB7",
            "1 OWNER=Mar S.A.",
        ] {
            assert!(
                found.iter().any(|told| told == wanted),
                "{wanted} in {found:?}"
            );
        }
    }
}
