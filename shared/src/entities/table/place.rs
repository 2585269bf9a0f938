//! Where an entity stands inside its table, so that a cell's share of the table's box can be computed.

use serde::{Deserialize, Serialize};

use crate::entities::page::{Block, Page};

/// The cell an entity stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellPlace {
    /// Row of the cell, from 0.
    pub row: usize,
    /// Column of the cell, from 0.
    pub column: usize,
    /// Rows the cell spans.
    pub rows_spanned: usize,
    /// Columns the cell spans.
    pub columns_spanned: usize,
    /// Rows of the table.
    pub rows: usize,
    /// Columns of the table.
    pub columns: usize,
}

/// For each range of code points of `text`, the cell of the table that holds it; none outside tables.
///
/// The ranges may come in any order; the text is parsed once.
pub fn table_cell(text: &str, ranges: &[(usize, usize)]) -> Vec<Option<CellPlace>> {
    let page = Page::parse(text);
    let mut places: Vec<(usize, usize, CellPlace)> = Vec::new();
    for block in &page.blocks {
        let Block::Table(table) = block else { continue };
        for cell in &table.cells {
            let raw = page.raw_range(&cell.span);
            let place = CellPlace {
                row: cell.row,
                column: cell.column,
                rows_spanned: cell.rows,
                columns_spanned: cell.columns,
                rows: table.rows(),
                columns: table.columns,
            };
            places.push((raw.start, raw.end, place));
        }
    }
    let marks = crate::entities::resolve::CodePoints::new(text);
    ranges
        .iter()
        .map(|(start, _)| {
            let byte = marks.byte(*start);
            let after = places.partition_point(|(begin, ..)| *begin <= byte);
            places
                .get(after.checked_sub(1)?)
                .filter(|(_, end, _)| byte < *end)
                .map(|(.., place)| *place)
        })
        .collect()
}
