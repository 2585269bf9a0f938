//! Where an entity stands inside its table, so that a cell's share of the table's box can be computed.
//! The model gives a box to the table only: a column is taken to be as wide as its longest text, and a row
//! to be as high as the lines of its longest cell.

use crate::entities::page::{Block, Page, Table};
use crate::entities::resolve::CodePoints;

/// What a whole table's width and height are, in the unit of [`CellPlace`].
pub const WHOLE: usize = 10_000;

/// Characters after which a text is printed in several lines.
const WIDEST: usize = 30;
/// The white beside a column, in characters.
const GAP: usize = 2;
/// The height of a printed line, and of the white below a row, in a unit of their own.
const LINE: usize = 3;
const LEADING: usize = 2;

/// The part of its table that the cell of an entity takes, in ten-thousandths of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// Left edge.
    pub left: usize,
    /// Upper edge.
    pub top: usize,
    /// Right edge.
    pub right: usize,
    /// Lower edge.
    pub bottom: usize,
}

/// The left edges of a table's columns, in characters, and the right edge of the last one.
fn edges(page: &Page, table: &Table) -> Vec<usize> {
    let mut widths = vec![0; table.columns];
    for cell in table.cells.iter().filter(|cell| cell.columns == 1) {
        let lines = page.slice(&cell.span).lines();
        let longest = lines.map(|line| line.chars().take(WIDEST).count()).max();
        if let (Some(width), Some(longest)) = (widths.get_mut(cell.column), longest) {
            *width = longest.max(*width);
        }
    }
    let mut edge = 0_usize;
    let mut edges = vec![edge];
    for width in widths {
        edge = edge.saturating_add(width).saturating_add(GAP);
        edges.push(edge);
    }
    edges
}

/// The upper edges of a table's rows, and the lower edge of the last one.
fn levels(page: &Page, table: &Table) -> Vec<usize> {
    let mut heights = vec![1_usize; table.rows()];
    for cell in table.cells.iter().filter(|cell| cell.rows == 1) {
        let widest = WIDEST.saturating_mul(cell.columns.max(1));
        let lines = page.slice(&cell.span).lines();
        let printed: usize = lines
            .map(|line| line.chars().count().div_ceil(widest))
            .sum();
        if let Some(height) = heights.get_mut(cell.row) {
            *height = printed.max(*height);
        }
    }
    let mut level = 0_usize;
    let mut levels = vec![level];
    for height in heights {
        let row = height.saturating_mul(LINE).saturating_add(LEADING);
        level = level.saturating_add(row);
        levels.push(level);
    }
    levels
}

/// For each range of code points of `text`, the place of the cell that holds it; none outside tables.
///
/// The ranges may come in any order; the text is parsed once.
pub fn table_cell(text: &str, ranges: &[(usize, usize)]) -> Vec<Option<CellPlace>> {
    let page = Page::parse(text);
    let mut places: Vec<(usize, usize, CellPlace)> = Vec::new();
    for block in &page.blocks {
        let Block::Table(table) = block else { continue };
        let edges = edges(&page, table);
        let width = edges.last().copied().unwrap_or_default();
        let across = |column: usize| {
            let edge = edges.get(column).copied().unwrap_or(width);
            edge.saturating_mul(WHOLE) / width.max(1)
        };
        let levels = levels(&page, table);
        let height = levels.last().copied().unwrap_or_default();
        let down = |row: usize| {
            let level = levels.get(row).copied().unwrap_or(height);
            level.saturating_mul(WHOLE) / height.max(1)
        };
        for cell in &table.cells {
            let raw = page.raw_range(&cell.span);
            let place = CellPlace {
                left: across(cell.column),
                top: down(cell.row),
                right: across(cell.column.saturating_add(cell.columns)),
                bottom: down(cell.row.saturating_add(cell.rows)),
            };
            places.push((raw.start, raw.end, place));
        }
    }
    let marks = CodePoints::new(text);
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
