//! Tables whose vessel takes a row of values under the headings and then rows of fields of her own.
//!
//! `ALBA NOVA | Togo | 5VAB2` over `Owner: Reef Ltd` across the table, then the next vessel. Fields that stand before the
//! first vessel's row are a group's and stay with [`super::band`].

use super::band;
use super::paper::{self, Row};
use crate::entities::context::Reader;
use crate::entities::fields::led::led_field;
use crate::entities::form::Form;
use crate::entities::lines;
use crate::entities::page::{Cell, Table};

/// Fewest vessels with fields below their row.
const VESSELS: usize = 2;
/// Most rows of headings.
const HEADINGS: usize = 3;

/// Such a table: its rows of vessels, and the fields below each.
pub(super) struct Tailed {
    pub(super) table: Table,
    /// For each row of a vessel, what stands below it.
    tails: Vec<Vec<Row>>,
}

/// The table without the rows of fields; none where it has none.
pub(super) fn find(reader: &mut Reader<'_>, table: &Table) -> Option<Tailed> {
    let first = first_below(reader, table)?;
    let mut kept: Vec<usize> = (0..first).collect();
    let mut tails: Vec<Vec<Row>> = Vec::new();
    for row in first..table.rows() {
        if let Some(fields) = tail(reader, table, row) {
            tails.last_mut()?.push(fields);
        } else {
            kept.push(row);
            tails.push(Vec::new());
        }
    }
    let own = tails.iter().filter(|tail| !tail.is_empty()).count();
    let last = tails.last().is_some_and(|tail| !tail.is_empty());
    (own >= VESSELS && last && own * 3 >= tails.len() * 2).then(|| Tailed {
        table: rows_of(table, &kept),
        tails,
    })
}

impl Tailed {
    /// Reads the fields below the rows, whose vessels are `records`.
    pub(super) fn read(&self, reader: &mut Reader<'_>, records: &[u32]) {
        for (index, tail) in self.tails.iter().enumerate() {
            let own = records
                .get(index)
                .filter(|_| records.len() == self.tails.len());
            let mut form = Form::of(own.copied());
            for (key, value) in tail.iter().flat_map(fields) {
                match key {
                    Some(key) => {
                        form.field(reader, key, value);
                    }
                    None if band::names_firm(reader, value) => {
                        band::firm(reader, value, form.record);
                    }
                    None => lines::read_cell(reader, value, &mut form),
                }
            }
        }
    }
}

fn fields(row: &Row) -> &[paper::Field] {
    match row {
        Row::Fields(fields) => fields,
        Row::Title(_) | Row::Heading | Row::Data => &[],
    }
}

/// The first row below the headings, in a table that a row of fields interrupts.
fn first_below(reader: &mut Reader<'_>, table: &Table) -> Option<usize> {
    let merged = |row: usize| table.row(row).any(|cell| cell.columns > 1);
    if table.columns < 3 || table.rows() < 2 * VESSELS + 1 || !(2..table.rows()).any(merged) {
        return None;
    }
    let mut rows = 0..table.rows().min(HEADINGS);
    let heading = rows.find(|row| paper::kind(reader, table, *row) == Row::Heading)?;
    Some(heading + 1)
}

/// The fields of a row that holds nothing else: much of its width is merged, or its captions come again two rows on.
fn tail(reader: &mut Reader<'_>, table: &Table, row: usize) -> Option<Row> {
    let (mut cells, mut wide) = (0, 0);
    for cell in table.filled_in(row) {
        cells += 1;
        wide += cell.columns;
    }
    let opening = |row: usize| Some(reader.page.slice(&table.filled_in(row).next()?.span));
    let again = || {
        let rows = [
            row.checked_sub(2),
            Some(row + 2).filter(|row| *row < table.rows()),
        ];
        rows.into_iter()
            .flatten()
            .any(|other| opening(other) == opening(row))
    };
    let few = cells * 3 <= table.columns * 2 || cells < table.columns && again();
    if cells == 0 || !few || wide < 2 {
        return None;
    }
    match paper::kind(reader, table, row) {
        Row::Title(span) => {
            let parts = band::fields(reader, &span);
            let several = parts.len() > 1 || band::names_firm(reader, &span);
            several.then(|| Row::Fields(parts.into_iter().map(|part| (None, part)).collect()))
        }
        Row::Fields(fields) => Some(Row::Fields(fields)),
        Row::Heading | Row::Data => led(reader, table, row),
    }
}

/// `Call sign JGXN | IMO 9054406`: captions with their values in the merged cells, without a colon.
fn led(reader: &mut Reader<'_>, table: &Table, row: usize) -> Option<Row> {
    let cells = table.filled_in(row).filter(|cell| cell.columns > 1);
    let fields: Vec<paper::Field> = cells
        .map(|cell| led_field(reader, &cell.span).map(|(key, value)| (Some(key), value)))
        .collect::<Option<_>>()?;
    let others = table.filled_in(row).filter(|cell| cell.columns == 1);
    let others = others.map(|cell| (None, cell.span.clone()));
    let several = fields.len() > 1;
    several.then(|| Row::Fields(fields.into_iter().chain(others).collect()))
}

/// Some rows of a table, in order, as a table.
fn rows_of(table: &Table, kept: &[usize]) -> Table {
    let place = |row: usize| kept.partition_point(|other| *other < row);
    let mut numbers: Vec<Option<u32>> = Vec::with_capacity(table.cells.len());
    let mut cells = Vec::new();
    for cell in &table.cells {
        let (from, to) = (place(cell.row), place(cell.row + cell.rows));
        numbers.push((to > from).then(|| u32::try_from(cells.len()).unwrap_or(u32::MAX)));
        if to > from {
            cells.push(Cell {
                span: cell.span.clone(),
                row: from,
                rows: to - from,
                ..*cell
            });
        }
    }
    let renumbered = |cell: &Option<u32>| cell.and_then(|n| *numbers.get(n as usize)?);
    let rows = kept.iter().filter_map(|row| table.grid.get(*row));
    Table {
        cells,
        grid: rows
            .map(|row| row.iter().map(renumbered).collect())
            .collect(),
        columns: table.columns,
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    fn page(below: [&str; 2], merged: bool) -> String {
        let mut page =
            "<table><tr><td>Vessel</td><td>Flag</td><td>Call sign</td><td>GT</td></tr>".to_string();
        let rows = [
            "Togo</td><td>5VAB2</td><td>412",
            "Fiji</td><td>3DXA</td><td>187",
        ];
        for ((name, row), below) in ["ALBA NOVA", "KIRI LADY"].iter().zip(rows).zip(below) {
            let down = if merged { " rowspan=\"2\"" } else { "" };
            page.push_str(&format!("<tr><td{down}>{name}</td><td>{row}</td></tr>"));
            page.push_str(&format!("<tr>{below}</tr>"));
        }
        page + "</table>"
    }

    #[test]
    fn fields_below_a_vessel_s_row_are_hers() {
        for (below, merged) in [
            (
                [
                    "<td colspan=\"4\">Owner: Reef Ltd</td>",
                    "<td colspan=\"4\">Owner: Mar S.A.</td>",
                ],
                false,
            ),
            (
                [
                    "<td colspan=\"3\">Owner: Reef Ltd</td>",
                    "<td colspan=\"3\">Owner: Mar S.A.</td>",
                ],
                true,
            ),
            (
                [
                    "<td>Owner</td><td colspan=\"3\">Reef Ltd</td>",
                    "<td>Owner</td><td colspan=\"3\">Mar S.A.</td>",
                ],
                false,
            ),
            (
                [
                    "<td colspan=\"2\">Owner Reef Ltd</td><td colspan=\"2\">LOA 34.2 m</td>",
                    "<td colspan=\"2\">Owner Mar S.A.</td><td colspan=\"2\">LOA 28.9 m</td>",
                ],
                false,
            ),
        ] {
            let found = found(&page(below, merged));
            for wanted in [
                "0 VESSEL_NAME=ALBA NOVA",
                "0 IRCS=5VAB2",
                "0 OWNER=Reef Ltd",
                "1 VESSEL_NAME=KIRI LADY",
                "1 TONNAGE=187",
                "1 OWNER=Mar S.A.",
            ] {
                assert!(
                    found.iter().any(|told| told == wanted),
                    "{wanted} in {found:?}"
                );
            }
        }
    }
}
