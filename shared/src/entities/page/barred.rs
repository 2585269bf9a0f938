//! Headings that stand in one cell over the whole table, with bars between them.
//!
//! `<td colspan="3">IMO | Name | Flag</td>` over rows of three cells: an engine that saw no rules in the heading.

use super::{Cell, Table, trim};

/// The sign between two headings.
const BAR: &str = " | ";

/// Fewest columns of such a table.
const COLUMNS: usize = 3;

/// Parts a cell over all columns where bars part it into as many texts as there are columns.
pub(super) fn part(table: &mut Table, text: &str) {
    if table.columns < COLUMNS {
        return;
    }
    let headings = |cell: &Cell| {
        let over = cell.columns == table.columns && cell.rows == 1;
        let text = text.get(cell.span.clone()).filter(|_| over)?;
        (text.split(BAR).count() == table.columns).then_some(text)
    };
    let mut cells = table.cells.iter().enumerate();
    let found = cells.find_map(|(index, cell)| Some((index, headings(cell)?)));
    let Some((index, headings)) = found else {
        return;
    };
    let Some(Cell { span, row, .. }) = table.cells.get(index).cloned() else {
        return;
    };
    let mut start = span.start;
    let mut places = Vec::with_capacity(table.columns);
    for (column, piece) in headings.split(BAR).enumerate() {
        let part = Cell {
            span: trim(text, &(start..start + piece.len())),
            row,
            column,
            rows: 1,
            columns: 1,
        };
        start += piece.len() + BAR.len();
        // The first takes the place of the cell that is parted.
        if column == 0 {
            places.push(u32::try_from(index).ok());
            if let Some(whole) = table.cells.get_mut(index) {
                *whole = part;
            }
        } else {
            places.push(u32::try_from(table.cells.len()).ok());
            table.cells.push(part);
        }
    }
    if let Some(grid) = table.grid.get_mut(row) {
        *grid = places;
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn headings_in_one_cell_with_bars_between_head_their_columns() {
        let page = |heading: &str| {
            format!(
                "<table><tr><td colspan=\"3\">{heading}</td></tr>\
                 <tr><td>9281310</td><td>ALBA NOVA</td><td>K2147</td></tr>\
                 <tr><td>9100372</td><td>SEA TERN</td><td>N718</td></tr></table>"
            )
        };
        let wanted = [
            "0 IMO=9281310",
            "0 VESSEL_NAME=ALBA NOVA",
            "0 EXTERNAL_MARKING=K2147",
            "1 IMO=9100372",
            "1 VESSEL_NAME=SEA TERN",
            "1 EXTERNAL_MARKING=N718",
        ];
        assert_eq!(found(&page("IMO number | Vessel | Side number")), wanted);
        assert_ne!(found(&page("IMO number | Side number")), wanted);
    }
}
