//! HTML tables as the OCR model writes them: one line, `td` with `rowspan` and `colspan`, often broken.
//!
//! Tolerated: rows and cells that are not closed or not opened, a missing `</table>` (the table ends at an empty
//! line), stray closing tags, `th`, `thead`, `tbody`, attributes in any order. Spans are bounded so that a damaged
//! number cannot blow up the grid.

use super::build::Builder;
use super::{Cell, Span, Table};

/// Widest merged cell believed.
const MAX_COLUMNS_SPANNED: usize = 64;
/// Columns that a table has at least where a row of twice as many is two.
const NARROWEST_PARTED: usize = 4;
/// Highest merged cell believed.
const MAX_ROWS_SPANNED: usize = 400;

/// Where a table begins in a line: at `<table`, or at a row or cell that lost its table tag.
pub(super) fn table_start(line: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = line
        .get(from..)
        .and_then(|l| memchr::memchr(b'<', l.as_bytes()))
    {
        let at = from + found;
        let tail = line.get(at..).unwrap_or("");
        if opens(tail, "table") || opens(tail, "tr") || opens(tail, "td") || opens(tail, "th") {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// True if `tail` begins with the opening tag `name`.
fn opens(tail: &str, name: &str) -> bool {
    tail.get(1..=name.len())
        .is_some_and(|t| t.eq_ignore_ascii_case(name))
        && tail
            .as_bytes()
            .get(name.len() + 1)
            .is_none_or(|b| matches!(b, b'>' | b' ' | b'\n' | b'\t' | b'/'))
}

/// True if `tail` begins with the closing tag `name`.
fn closes(tail: &str, name: &str) -> bool {
    tail.as_bytes().get(1) == Some(&b'/')
        && tail
            .get(2..2 + name.len())
            .is_some_and(|t| t.eq_ignore_ascii_case(name))
        && tail
            .as_bytes()
            .get(name.len() + 2)
            .is_none_or(|b| !b.is_ascii_alphanumeric())
}

/// A tag of a table; true where it opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tag {
    Cell(bool),
    Row(bool),
    Table(bool),
    Other,
}

impl Tag {
    /// The tag at the head of `tail`.
    fn of(tail: &str) -> Tag {
        let closing = tail.as_bytes().get(1) == Some(&b'/');
        let body = tail.get(if closing { 2 } else { 1 }..).unwrap_or("");
        let is = |name| {
            if closing {
                closes(tail, name)
            } else {
                opens(tail, name)
            }
        };
        match body.as_bytes() {
            [b't' | b'T', b'd' | b'D', ..] if is("td") => Tag::Cell(!closing),
            [b't' | b'T', b'h' | b'H', ..] if is("th") => Tag::Cell(!closing),
            [b't' | b'T', b'r' | b'R', ..] if is("tr") => Tag::Row(!closing),
            [b't' | b'T', b'a' | b'A', ..] if is("table") => Tag::Table(!closing),
            _ => Tag::Other,
        }
    }
}

struct Open {
    start: usize,
    rows: usize,
    columns: usize,
}

/// The table that begins `tail` (which stands at byte `base` of the page) and the bytes it takes.
pub(super) fn table(tail: &str, base: usize, builder: &mut Builder) -> (Table, usize) {
    let mut grid = Grid::default();
    let mut at = 0;
    let mut cell: Option<Open> = None;
    let mut row_open = false;
    let end = loop {
        let Some(found) = tail
            .get(at..)
            .and_then(|t| memchr::memchr2(b'<', b'\n', t.as_bytes()))
        else {
            break tail.len();
        };
        let here = at + found;
        let rest = tail.get(here..).unwrap_or("");
        if rest.starts_with('\n') {
            // A table that was never closed ends at an empty line.
            if rest
                .get(1..)
                .is_some_and(|r| r.trim_start_matches([' ', '\t', '\r']).starts_with('\n'))
                && !rest.trim_start().starts_with('<')
            {
                break here;
            }
            at = here + 1;
            continue;
        }
        let width = tag_width(rest);
        let tag = Tag::of(rest);
        let cell_opens = tag == Tag::Cell(true);
        let ends_cell = !matches!(tag, Tag::Other | Tag::Table(true));
        if ends_cell && let Some(open) = cell.take() {
            let span = builder.inline(tail.get(open.start..here).unwrap_or(""), base + open.start);
            builder.separate(base + here);
            grid.place(span, open.rows, open.columns);
        }
        if tag == Tag::Table(false) {
            break here + width;
        }
        if tag == Tag::Table(true) && here > 0 {
            break here;
        }
        if cell_opens {
            if !row_open {
                grid.next_row();
                row_open = true;
            }
            let printed = rest.get(..width).unwrap_or("");
            let plain = printed.len() <= "<td>".len();
            let span = |name| if plain { 1 } else { attribute(printed, name) };
            cell = Some(Open {
                start: here + width,
                rows: span("rowspan").clamp(1, MAX_ROWS_SPANNED),
                columns: span("colspan").clamp(1, MAX_COLUMNS_SPANNED),
            });
        } else if tag == Tag::Row(true) {
            grid.next_row();
            row_open = true;
        } else if tag == Tag::Row(false) {
            row_open = false;
        }
        at = here + width;
    };
    if let Some(open) = cell {
        let span = builder.inline(tail.get(open.start..end).unwrap_or(""), base + open.start);
        builder.separate(base + end);
        grid.place(span, open.rows, open.columns);
    }
    (grid.finish(), end)
}

/// Bytes of the tag at the head of `tail`; a `<` that opens no tag is one byte wide.
fn tag_width(tail: &str) -> usize {
    let known = tail
        .as_bytes()
        .get(1)
        .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/');
    let window = tail.as_bytes().iter().take(200).position(|b| *b == b'>');
    match (known, window) {
        (true, Some(end)) => end + 1,
        _ => 1,
    }
}

/// The number an attribute holds; 1 where it is missing or no number.
fn attribute(tag: &str, name: &str) -> usize {
    let lower = tag.to_ascii_lowercase();
    let Some(at) = lower.find(name) else { return 1 };
    let digits: String = lower
        .get(at + name.len()..)
        .unwrap_or("")
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .take(4)
        .collect();
    digits.parse().unwrap_or(1)
}

/// Places cells row by row, keeping track of merged cells from above.
#[derive(Default)]
pub(super) struct Grid {
    cells: Vec<Cell>,
    rows: Vec<Vec<Option<u32>>>,
    /// Per column: rows still covered and the cell that covers them.
    carried: Vec<(usize, u32)>,
    column: usize,
}

impl Grid {
    pub(super) fn next_row(&mut self) {
        let mut row = Vec::new();
        for (column, (left, cell)) in self.carried.iter_mut().enumerate() {
            if *left > 0 {
                *left -= 1;
                if row.len() <= column {
                    row.resize(column + 1, None);
                }
                if let Some(place) = row.get_mut(column) {
                    *place = Some(*cell);
                }
            }
        }
        self.rows.push(row);
        self.column = 0;
    }

    pub(super) fn place(&mut self, span: Span, rows: usize, columns: usize) {
        if self.rows.is_empty() {
            self.next_row();
        }
        let index = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        let row_index = self.rows.len() - 1;
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        while row.get(self.column).is_some_and(Option::is_some) {
            self.column += 1;
        }
        let column = self.column;
        let end = column + columns;
        if row.len() < end {
            row.resize(end, None);
        }
        for place in row.iter_mut().take(end).skip(column) {
            *place = Some(index);
        }
        if rows > 1 {
            if self.carried.len() < end {
                self.carried.resize(end, (0, 0));
            }
            for carry in self.carried.iter_mut().take(end).skip(column) {
                *carry = (rows - 1, index);
            }
        }
        self.cells.push(Cell {
            span,
            row: row_index,
            column,
            rows,
            columns,
        });
        self.column = end;
    }

    /// Parts a row that lost the tags between it and the next: it is twice as wide as the others, and no cell of it is
    /// merged.
    fn part_joined_rows(&mut self) {
        let mut widths: Vec<usize> = self.rows.iter().map(Vec::len).collect();
        widths.sort_unstable();
        let width = widths.get(widths.len() / 2).copied().unwrap_or(0);
        let alike = widths.iter().filter(|other| **other == width).count();
        if width < NARROWEST_PARTED || alike * 2 <= widths.len() || widths.len() < 4 {
            return;
        }
        let merged = |cells: &[Cell], row: usize| {
            let covers = |cell: &Cell| cell.row <= row && row < cell.row + cell.rows;
            cells
                .iter()
                .any(|cell| covers(cell) && (cell.rows > 1 || cell.columns > 1))
        };
        let Some(row) = self.rows.iter().position(|row| row.len() == width * 2) else {
            return;
        };
        if merged(&self.cells, row) {
            return;
        }
        if let Some(first) = self.rows.get_mut(row) {
            let second = first.split_off(width);
            self.rows.insert(row + 1, second);
        }
        for cell in &mut self.cells {
            if cell.row > row {
                cell.row += 1;
            } else if cell.row == row && cell.column >= width {
                cell.row += 1;
                cell.column -= width;
            }
        }
    }

    pub(super) fn finish(mut self) -> Table {
        self.part_joined_rows();
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        Table {
            cells: self.cells,
            grid: self.rows,
            columns,
        }
    }
}

/// The entity at the head of `tail` (which begins with `&`): bytes and sign.
pub(super) fn entity(tail: &str) -> Option<(usize, char)> {
    let end = tail.bytes().take(12).position(|b| b == b';')?;
    let name = tail.get(1..end)?;
    let sign = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "deg" => '°',
        "ordm" => 'º',
        "ordf" => 'ª',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "prime" => '′',
        "Prime" => '″',
        "sup2" => '²',
        "sup3" => '³',
        "middot" => '·',
        "hellip" => '…',
        "bull" => '•',
        "aacute" => 'á',
        "eacute" => 'é',
        "iacute" => 'í',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "ntilde" => 'ñ',
        "ccedil" => 'ç',
        "egrave" => 'è',
        "ecirc" => 'ê',
        "ocirc" => 'ô',
        "atilde" => 'ã',
        "otilde" => 'õ',
        "uuml" => 'ü',
        "ouml" => 'ö',
        "auml" => 'ä',
        "szlig" => 'ß',
        "oslash" => 'ø',
        "aring" => 'å',
        "Eacute" => 'É',
        "Ntilde" => 'Ñ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((end + 1, sign))
}

/// An inline tag at the head of `tail`: bytes taken and the text it stands for.
pub(super) fn inline_tag(tail: &str, before: &str) -> (usize, String) {
    const DROPPED: [&str; 16] = [
        "b", "i", "u", "em", "strong", "span", "font", "center", "small", "p", "div", "sub",
        "thead", "tbody", "tfoot", "ins",
    ];
    let width = tag_width(tail);
    if width == 1 {
        return (0, String::new());
    }
    if opens(tail, "br") || closes(tail, "p") || closes(tail, "div") {
        return (width, "\n".to_string());
    }
    if opens(tail, "sup") {
        let body = tail.get(width..).unwrap_or("");
        let end = body.as_bytes().iter().take(40).position(|b| *b == b'<');
        if let Some(end) = end
            && closes(body.get(end..).unwrap_or(""), "sup")
        {
            let content = body.get(..end).unwrap_or("").trim();
            // `m<sup>3</sup>` is a unit, `Rkia<sup>2</sup>` a footnote.
            let unit = matches!(content, "2" | "3")
                && before
                    .trim_end_matches(['.', ' '])
                    .rsplit(|c: char| !c.is_alphabetic())
                    .next()
                    .is_some_and(|w| {
                        matches!(w, "m" | "ft" | "M" | "FT" | "Ft" | "cm" | "km" | "mc")
                    });
            let kept = unit
                || matches!(
                    content,
                    "o" | "a" | "os" | "er" | "re" | "th" | "st" | "nd" | "rd" | "°"
                );
            if kept {
                return (width, String::new());
            }
            return (width + end + "</sup>".len(), String::new());
        }
        return (width, String::new());
    }
    let table_tag = ["td", "th", "tr", "table"]
        .iter()
        .any(|t| opens(tail, t) || closes(tail, t));
    let known = table_tag
        || DROPPED.iter().any(|t| opens(tail, t) || closes(tail, t))
        || closes(tail, "sup");
    if known {
        (width, String::new())
    } else {
        (0, String::new())
    }
}
