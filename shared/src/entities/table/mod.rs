//! Tables: which of its cells are captions, and so whether a vessel is a row, a column or the whole table.

mod agreed;
pub(crate) mod announced;
mod band;
mod beside;
mod beside_captions;
mod captions;
pub(crate) mod cell;
mod columns;
pub(crate) mod composite;
mod contradicted;
mod crew;
mod evidence;
pub(crate) mod flat;
mod folded;
mod heads;
mod history;
mod items;
mod key_columns;
mod keys;
mod layout;
pub(super) mod legend;
mod named_bands;
mod other_rows;
mod pairs;
mod paper;
pub(crate) mod particulars;
pub(crate) mod party;
mod persons;
mod pieces;
pub(crate) mod place;
pub(crate) mod registered;
mod revised;
mod roles;
mod rows;
mod sections;
mod series;
mod shape;
mod spelled;
mod stacked;
mod tailed;
pub(crate) mod term;
mod terms;
mod torn;
mod transposed;
mod unheaded;
mod units;
mod weighed;
mod wide;

pub(crate) use captions::caption_of;
pub(crate) use keys::Signs;
pub(crate) use other_rows::is_total;
pub(crate) use shape::{date_like, is_days, is_name, is_term};

use super::context::Reader;
use super::form::Form;
use super::page::Table;
use layout::{Layout, layout};

pub(crate) use revised::change;

/// Reads a table into entities. `form` is the form that runs around it; headings go to `heading` for the next page.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    table: &Table,
    form: &mut Form,
    heading: &mut Vec<String>,
) {
    if let Some(tailed) = tailed::find(reader, table) {
        read(reader, &tailed.table, form, heading);
        let records = form.rows.clone();
        tailed.read(reader, &records);
        return;
    }
    let fields = stacked::boxes(reader, table).or_else(|| stacked::under(reader, table));
    if let Some(cells) = fields {
        for (key, value) in cells {
            form.field(reader, &key, &value);
        }
        return;
    }
    if sections::cells_are_fields(reader, table) {
        if let Some(rows) = paper::rows(reader, table, false) {
            paper::read(reader, table, &rows, form, heading);
            return;
        }
        let apart = sections::asks_side_by_side(reader, table);
        let mut sides = vec![Form::default(); table.columns];
        for row in 0..table.rows() {
            let mut filled = table.filled_in(row);
            if let (Some(title), None) = (filled.next(), filled.next())
                && !sections::is_field(reader, title)
            {
                form.section(reader, &title.span);
            }
            for cell in table.row(row) {
                let own = sides.get_mut(cell.column).filter(|_| apart);
                super::lines::read_cell(reader, &cell.span, own.unwrap_or(form));
            }
        }
        return;
    }
    if let Some(columns) = revised::find(reader, table) {
        revised::read(reader, table, columns, form);
        return;
    }
    let unremarked = agreed::without(reader, table);
    let table = unremarked.as_ref().unwrap_or(table);
    let uncounted = items::without(reader, table);
    let table = uncounted.as_ref().unwrap_or(table);
    let unfolded = folded::unfold(reader, table);
    let table = unfolded.as_ref().unwrap_or(table);
    if stacked::is_stacked(reader, table) {
        stacked::read(reader, table, form);
        return;
    }
    let layout = layout(reader, table);
    let paired = matches!(&layout, Layout::Pairs(keys) if keys.len() > 1);
    if let Some(rows) = paper::rows(reader, table, paired) {
        paper::read(reader, table, &rows, form, heading);
        return;
    }
    if matches!(layout, Layout::Columns { .. })
        && let Some(parts) = sections::split(reader, table)
    {
        for part in &parts {
            read_section(reader, part, form, heading);
        }
        return;
    }
    read_as(reader, table, layout, form, heading);
}

/// A heading and what stands under it: a part of a form where that is one row, else a table.
fn read_section(
    reader: &mut Reader<'_>,
    table: &Table,
    form: &mut Form,
    heading: &mut Vec<String>,
) {
    if table.rows() == 1 && sections::is_field_row(reader, table, 0) {
        for cell in table.row(0) {
            super::lines::read_cell(reader, &cell.span, form);
        }
        return;
    }
    if table.rows() == 2 && !layout::is_small_form(reader, table) {
        stacked::read(reader, table, form);
        return;
    }
    let layout = layout(reader, table);
    read_as(reader, table, layout, form, heading);
}

fn read_as(
    reader: &mut Reader<'_>,
    table: &Table,
    layout: Layout,
    form: &mut Form,
    heading: &mut Vec<String>,
) {
    match layout {
        Layout::Columns { first, last } => columns::read(reader, table, first, last, form, heading),
        Layout::Pairs(keys) => pairs::read(reader, table, &keys, form),
        Layout::Beside(width) => pairs::beside(reader, table, width),
        Layout::Groups(keys) => pairs::groups(reader, table, &keys),
        Layout::Transposed => transposed::read(reader, table),
        Layout::Bare => columns::read_bare(reader, table, form, heading),
    }
}
