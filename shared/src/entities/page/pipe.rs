//! Pipe tables of Markdown, as prompts without layout give them.
//!
//! `| Vessel | Flag |` over `| --- | :---: |`. One row alone is no table.

use super::Table;
use super::build::Builder;
use super::html::Grid;

/// True if a line may be a row of a pipe table.
pub(super) fn is_row(line: &str) -> bool {
    let body = line.trim();
    body.starts_with('|') && body.len() > 1 && body.get(1..).is_some_and(|b| b.contains('|'))
}

/// Whether the lines at the head of `tail` make a table (two rows or more), and their bytes.
pub(super) fn rows(tail: &str) -> (bool, usize) {
    let mut used = 0;
    let mut count = 0;
    for line in tail.split_inclusive('\n') {
        if !is_row(line) {
            break;
        }
        used += line.len();
        count += 1;
    }
    (count >= 2, used)
}

/// The table that `text` (at byte `base` of the page) is.
pub(super) fn table(text: &str, base: usize, builder: &mut Builder) -> Table {
    let mut grid = Grid::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !is_rule(line) {
            grid.next_row();
            row(line, base + at, builder, &mut grid);
        }
        at += line.len();
    }
    grid.finish()
}

/// The rule under the heading: `| --- | :---: |`.
fn is_rule(line: &str) -> bool {
    let body = line.trim();
    body.contains("---")
        && body
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
        && body.matches("---").count() + 1 >= body.matches('|').count()
}

fn row(line: &str, base: usize, builder: &mut Builder, grid: &mut Grid) {
    let content = line.trim_end();
    let lead = content.len() - content.trim_start().len();
    let mut start = lead + 1;
    let mut previous = '|';
    let body = content.get(start..).unwrap_or("");
    let offset = start;
    let close = |start: usize, end: usize, builder: &mut Builder, grid: &mut Grid| {
        let span = builder.inline(content.get(start..end).unwrap_or(""), base + start);
        builder.separate(base + end);
        grid.place(span, 1, 1);
    };
    for (index, sign) in body.char_indices() {
        if sign == '|' && previous != '\\' {
            close(start, offset + index, builder, grid);
            start = offset + index + 1;
        }
        previous = sign;
    }
    if content
        .get(start..)
        .is_some_and(|rest| !rest.trim().is_empty())
    {
        close(start, content.len(), builder, grid);
    }
}
