//! Tables whose vessel takes two or three rows: its headings stand stacked in as many, each over values of its own.
//!
//! `Name` over `Flag` in one heading, `ORCA I` over `Fiji` in each row.

use std::ops::Range;

use super::caption_of;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Cell, Table};

/// Most rows that a vessel takes.
const MOST: usize = 3;

/// The table with each vessel's rows laid side by side in one; none where a row is a vessel's whole.
///
/// `No. | Name | Call sign` over `  | Owner | Home port` is such a heading: every row of it asks for things that the
/// others do not, and nothing in it is merged over a part of the next. The rows below keep its shape: a place that the
/// heading's row leaves blank is blank in most rows that belong to it.
pub(super) fn unfold(reader: &mut Reader<'_>, table: &Table) -> Option<Table> {
    if table.columns < 2 || table.rows() < 4 {
        return None;
    }
    let first = (0..table.rows().min(3)).find(|row| asked(reader, table, *row).is_some())?;
    let mut asks = Vec::new();
    for row in first..table.rows().min(first + MOST) {
        match asked(reader, table, row) {
            Some(labels) => asks.push(labels),
            None => break,
        }
    }
    let height = asks.len();
    let end = without_foot(table);
    let body = end.checked_sub(first + height)?;
    if height < 2 || body < height || !body.is_multiple_of(height) {
        return None;
    }
    let apart = asks.iter().enumerate().all(|(index, labels)| {
        asks.iter()
            .skip(index + 1)
            .all(|others| labels.iter().all(|label| !others.contains(label)))
    });
    let named = asks
        .iter()
        .filter(|labels| labels.contains(&Label::VesselName) || labels.contains(&Label::Imo))
        .count();
    if !apart || named != 1 || is_hierarchy(table, first, height) {
        return None;
    }
    (agrees(reader, table, first, height)).then(|| side_by_side(table, first..end, height))
}

/// The labels that a row of nothing but captions asks for; none for any other row.
fn asked(reader: &mut Reader<'_>, table: &Table, row: usize) -> Option<Vec<Label>> {
    let (mut labels, mut known, mut filled) = (Vec::new(), 0, 0);
    for cell in table.filled_in(row) {
        filled += 1;
        if let Some(meaning) = caption_of(reader, cell) {
            known += 1;
            labels.extend(meaning.labels.iter().copied());
        }
    }
    let headings = known >= 2 && known * 10 >= filled * 7 && labels.len() >= 2;
    headings.then_some(labels)
}

/// True if a heading cell is merged over several of the row below, or a first-row cell reaches down beside them: the
/// lower row then divides the upper one.
fn is_hierarchy(table: &Table, first: usize, height: usize) -> bool {
    (first..first + height - 1).any(|row| {
        let below = table.filled_in(row + 1).count();
        let here = table.filled_in(row).count();
        let reaches = table.row(row).filter(|c| c.rows > 1).count();
        // `Chartered by` over a charterer as wide, in the first vessel's own row: a value, and nothing divided.
        let as_wide = |cell: &Cell| {
            let below = table.filled(row + height, cell.column);
            below.is_some_and(|value| value.columns == cell.columns)
        };
        let divided = table.row(row).any(|cell| {
            cell.columns > 1
                && !as_wide(cell)
                && (cell.column..cell.column + cell.columns)
                    .filter(|c| {
                        table
                            .starts_at(row + 1, *c)
                            .is_some_and(|b| !b.span.is_empty())
                    })
                    .count()
                    > 1
        });
        divided || reaches > 1 || reaches == 1 && below >= here
    })
}

/// True if the rows below fill the places that their row of the heading fills, and differ as its rows do.
fn agrees(reader: &Reader<'_>, table: &Table, first: usize, height: usize) -> bool {
    let body = first + height..table.rows();
    let (mut same, mut all) = (0, 0);
    let mut alike = 0;
    for row in body {
        let head = first + (row - first) % height;
        for column in 0..table.columns {
            let (above, here) = (
                table.filled(head, column).is_some(),
                table.filled(row, column).is_some(),
            );
            all += usize::from(above || here);
            same += usize::from(above && here);
            // The other rows of the heading would fit as well.
            let other = first + (row - first + 1) % height;
            alike += usize::from(table.filled(other, column).is_some() && here);
        }
    }
    let kinds = (0..table.columns).any(|column| differs(reader, table, first, height, column));
    all > 0 && same * 10 >= all * 6 && (same > alike || kinds)
}

/// True if a column holds figures in one of the heading's rows and words in another, all the way down.
fn differs(reader: &Reader<'_>, table: &Table, first: usize, height: usize, column: usize) -> bool {
    let figures = |offset: usize| {
        let (mut digits, mut words) = (0, 0);
        for row in (first + height + offset..table.rows()).step_by(height) {
            let text = table
                .starts_at(row, column)
                .map_or("", |c| reader.page.slice(&c.span));
            digits += usize::from(text.starts_with(|c: char| c.is_ascii_digit()));
            words += usize::from(text.starts_with(char::is_alphabetic));
        }
        (digits, words)
    };
    let sets: Vec<(usize, usize)> = (0..height).map(figures).collect();
    sets.iter()
        .any(|(digits, words)| *digits >= 1 && *words == 0)
        && sets
            .iter()
            .any(|(digits, words)| *words >= 1 && *digits == 0)
}

/// Where the rows end of which each has more than one cell: what follows is a note below the table.
fn without_foot(table: &Table) -> usize {
    let notes = (0..table.rows()).rev();
    let notes = notes.take_while(|row| table.filled_in(*row).count() < 2);
    table.rows() - notes.count()
}

fn side_by_side(table: &Table, rows: Range<usize>, height: usize) -> Table {
    let mut out = Table {
        columns: table.columns * height,
        ..Table::default()
    };
    for top in rows.step_by(height) {
        let row = out.grid.len();
        let mut places = vec![None; out.columns];
        for offset in 0..height {
            for cell in table.row(top + offset) {
                let column = offset * table.columns + cell.column;
                let index = u32::try_from(out.cells.len()).unwrap_or(u32::MAX);
                for place in places.iter_mut().skip(column).take(cell.columns) {
                    *place = Some(index);
                }
                out.cells.push(Cell {
                    span: cell.span.clone(),
                    row,
                    column,
                    rows: 1,
                    columns: cell.columns,
                });
            }
        }
        out.grid.push(places);
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_vessel_of_two_rows_is_one_record() {
        let page = "<table><tr><td>No.</td><td>Name</td><td>Call sign</td><td>GT</td></tr>\
            <tr><td></td><td>Owner</td><td colspan=\"2\">Home port</td></tr>\
            <tr><td>1</td><td>HVITFISK</td><td>LAXB</td><td>812</td></tr>\
            <tr><td></td><td>Hvit Rederi AS</td><td colspan=\"2\">Bodø</td></tr>\
            <tr><td>2</td><td>GRANNEVIK</td><td>LDPQ</td><td>96</td></tr>\
            <tr><td></td><td>Grannen Kystfiske AS</td><td colspan=\"2\">Vardø</td></tr></table>";
        let wanted = [
            "0 VESSEL_NAME=HVITFISK",
            "0 IRCS=LAXB",
            "0 TONNAGE=812",
            "0 OWNER=Hvit Rederi AS",
            "0 PORT=Bodø",
            "1 VESSEL_NAME=GRANNEVIK",
            "1 IRCS=LDPQ",
            "1 TONNAGE=96",
            "1 OWNER=Grannen Kystfiske AS",
            "1 PORT=Vardø",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn a_value_as_wide_as_its_heading_divides_nothing() {
        let page = "<table><tr><td>No.</td><td>Vessel</td><td>Flag</td><td>Call sign</td></tr>\
            <tr><td></td><td>Owner</td><td colspan=\"2\">Chartered by</td></tr>\
            <tr><td></td><td>Licence no.</td><td>From</td><td>To</td></tr>\
            <tr><td rowspan=\"3\">1</td><td>HVITFISK</td><td>Norway</td><td>LAXB</td></tr>\
            <tr><td>Hvit AS</td><td colspan=\"2\">Reef Ltd</td></tr>\
            <tr><td>L-0011</td><td>01/02/2025</td><td>31/01/2026</td></tr>\
            <tr><td rowspan=\"3\">2</td><td>GRANNEVIK</td><td>Norway</td><td>LDPQ</td></tr>\
            <tr><td>Grann AS</td><td colspan=\"2\">Alba Ltd</td></tr>\
            <tr><td>L-0012</td><td>01/02/2025</td><td>31/01/2026</td></tr></table>";
        let found = found(page);
        for wanted in [
            "0 VESSEL_NAME=HVITFISK",
            "0 CHARTERER=Reef Ltd",
            "0 LICENSE_NO=L-0011",
            "1 IRCS=LDPQ",
            "1 CHARTERER=Alba Ltd",
            "1 END_DATE=2026-01-31",
        ] {
            assert!(found.contains(&wanted.to_string()), "{wanted}: {found:?}");
        }
    }

    #[test]
    fn a_heading_divided_below_stays_one_heading() {
        let page = "<table><tr><td>Vessel</td><td colspan=\"2\">Registration</td></tr>\
            <tr><td>Name</td><td>Flag</td><td>Port</td></tr>\
            <tr><td>HVITFISK</td><td>Norway</td><td>Bodø</td></tr>\
            <tr><td>GRANNEVIK</td><td>Norway</td><td>Vardø</td></tr></table>";
        let names = found(page);
        assert_eq!(
            names.iter().filter(|e| e.contains("VESSEL_NAME")).count(),
            2,
            "{names:?}"
        );
    }
}
