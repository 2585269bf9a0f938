//! A page parsed once: its text cleaned of markup, its tables as grids, its other lines as paragraphs.
//!
//! Everything after this works on the cleaned text and on byte ranges of it; [`Page::raw_range`] leads back to the
//! page as stored. Cleaning decodes HTML entities, drops emphasis marks and turns line breaks in cells into `\n`.

mod barred;
mod build;
mod emphasis;
mod html;
mod offsets;
mod pipe;

use std::ops::Range;

use crate::entities::words::tokens::Words;

pub(crate) use offsets::{Offsets, Places};

/// A byte range of the cleaned text.
pub(crate) type Span = Range<usize>;

/// One cell of a table, at its upper left place in the grid.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    /// Its text, trimmed.
    pub(crate) span: Span,
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

/// A table as a grid; a merged cell stands in each place it covers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) cells: Vec<Cell>,
    /// `grid[row][column]` is an index into `cells`.
    pub(crate) grid: Vec<Vec<Option<u32>>>,
    pub(crate) columns: usize,
}

impl Table {
    /// The cell that covers a place.
    pub(crate) fn at(&self, row: usize, column: usize) -> Option<&Cell> {
        let index = (*self.grid.get(row)?.get(column)?)?;
        self.cells.get(index as usize)
    }

    /// The cell that begins at a place (none where a merged cell reaches into it from the left or from above).
    pub(crate) fn starts_at(&self, row: usize, column: usize) -> Option<&Cell> {
        self.at(row, column)
            .filter(|c| c.row == row && c.column == column)
    }

    /// The cell that begins at a place and holds text.
    pub(crate) fn filled(&self, row: usize, column: usize) -> Option<&Cell> {
        self.starts_at(row, column).filter(|c| !c.span.is_empty())
    }

    /// Number of rows.
    pub(crate) fn rows(&self) -> usize {
        self.grid.len()
    }

    /// The cells that begin in a row, from left to right.
    pub(crate) fn row(&self, row: usize) -> impl Iterator<Item = &Cell> + Clone {
        (0..self.columns).filter_map(move |column| self.starts_at(row, column))
    }

    /// Those of them that hold anything.
    pub(crate) fn filled_in(&self, row: usize) -> impl Iterator<Item = &Cell> + Clone {
        self.row(row).filter(|cell| !cell.span.is_empty())
    }
}

/// How a line is set off from running text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LineKind {
    /// `#` to `######`.
    Heading,
    /// A plain line; list marks are part of it.
    Text,
}

/// One line of text outside tables, trimmed.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) span: Span,
    pub(crate) kind: LineKind,
    /// The line was set in bold as a whole.
    pub(crate) bold: bool,
    /// Blanks stood before it.
    pub(crate) indented: bool,
}

/// What follows what on a page.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// Lines without an empty line between them.
    Paragraph(Vec<Line>),
    Table(Table),
}

/// The parsed page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) blocks: Vec<Block>,
    /// The words of `text`.
    pub(crate) words: Words,
    offsets: Offsets,
}

impl Page {
    /// Parses a page; total over any text, linear in its length.
    pub(crate) fn parse(raw: &str) -> Page {
        build::parse(raw)
    }

    /// The cleaned text of a span.
    #[inline]
    pub(crate) fn slice(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or("")
    }

    /// Byte ranges of the page as stored, for spans one behind the other.
    pub(crate) fn places(&self) -> Places<'_> {
        self.offsets.places()
    }

    /// The byte range of the page as stored.
    pub(crate) fn raw_range(&self, span: &Span) -> Span {
        let start = self.offsets.start(span.start);
        start..self.offsets.end(span.end).max(start)
    }
}

/// `span` without the white space at its ends.
pub(crate) fn trim(text: &str, span: &Span) -> Span {
    let Some(part) = text.get(span.clone()) else {
        return span.clone();
    };
    // Most parts have no blank at either end.
    if let (Some(first), Some(last)) = (part.as_bytes().first(), part.as_bytes().last())
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return span.clone();
    }
    let start = span.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    start..end
}
