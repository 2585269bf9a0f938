//! Papers drawn as one table: a row of captions with its values under it, then other captions with theirs.
//!
//! A catch certificate or an application is one grid with several headings. Each heading begins a table of its own; a
//! heading over one row of values is a part of the form.

use super::captions::CaptionRow;
use crate::entities::context::Reader;
use crate::entities::fields::line::split_field;
use crate::entities::label::Label;
use crate::entities::page::{Cell, Span, Table};
use crate::entities::words::seek;
use crate::entities::words::tokens::Tokens;

/// Most rows of such a paper.
const LONGEST: usize = 60;

/// The tables of which a table is made, in order; none where it has one heading.
pub(super) fn split(reader: &mut Reader<'_>, table: &Table) -> Option<Vec<Table>> {
    if table.rows() > LONGEST || table.rows() < 4 {
        return None;
    }
    let mut starts: Vec<usize> = Vec::new();
    let mut asked: Vec<Vec<Label>> = Vec::new();
    let mut above = false;
    for row in 0..table.rows() {
        let labels = heading(reader, table, row);
        if let Some(labels) = &labels
            && !above
        {
            // The same heading again goes on with the same table.
            let new = asked.iter().all(|known| !alike(known, labels));
            if !new {
                return None;
            }
            asked.push(labels.clone());
            starts.push(row);
        }
        above = labels.is_some();
    }
    if asked.iter().filter(|labels| !labels.is_empty()).count() < 2 {
        return None;
    }
    // Rows of captions with their values stand between the headings.
    for row in 0..table.rows() {
        if is_field_row(reader, table, row) {
            starts.extend([row, row + 1]);
        }
    }
    starts.push(0);
    starts.retain(|start| *start < table.rows());
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([table.rows()]);
    let ranges: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    let crossed = table.cells.iter().any(|cell| {
        starts
            .iter()
            .any(|s| cell.row < *s && *s < cell.row + cell.rows)
    });
    (!crossed).then(|| {
        ranges
            .iter()
            .map(|(from, to)| part(table, *from, *to))
            .collect()
    })
}

/// Half of what the shorter heading asks for is asked by the other, too.
fn alike(one: &[Label], other: &[Label]) -> bool {
    let shorter = one.len().min(other.len());
    let common = one.iter().filter(|label| other.contains(label)).count();
    shorter > 0 && common * 2 > shorter
}

/// What the row asks for, if it is a heading: two cells or more, most of them captions and none a caption with its value.
pub(super) fn heading(reader: &mut Reader<'_>, table: &Table, row: usize) -> Option<Vec<Label>> {
    let mut cells = table.filled_in(row);
    if cells.clone().nth(1).is_none()
        || !cells.clone().any(|cell| speaks(reader, cell))
        || cells.any(|cell| is_field(reader, cell))
    {
        return None;
    }
    let captions = CaptionRow::of(reader, table, row);
    let labels = captions.known.iter().flat_map(|(_, m)| &m.labels);
    captions.is_heading().then(|| labels.copied().collect())
}

/// A cell of the row holds a caption with its value.
pub(super) fn is_field_row(reader: &mut Reader<'_>, table: &Table, row: usize) -> bool {
    table.row(row).any(|cell| is_field(reader, cell))
}

/// A word of captions stands in the cell.
fn speaks(reader: &Reader<'_>, cell: &Cell) -> bool {
    let tokens = Tokens::of(reader.page, &cell.span);
    (0..tokens.len()).any(|at| tokens.term(at).is_some_and(|t| !t.concepts.is_empty()))
}

/// `Name: Fisheries Commission`
pub(super) fn is_field(reader: &mut Reader<'_>, cell: &Cell) -> bool {
    seek::has(reader.page.slice(&cell.span), ": ")
        && split_field(reader, &cell.span).is_some_and(|(_, value)| !value.is_empty())
}

/// Most cells are a caption and its value in one (`Flag: Spain`).
pub(super) fn cells_are_fields(reader: &mut Reader<'_>, table: &Table) -> bool {
    if table.columns < 2 || table.columns > 8 {
        return false;
    }
    let (mut fields, mut filled) = (0, 0);
    for row in 0..table.rows().min(12) {
        let spans: Vec<Span> = table.filled_in(row).map(|c| c.span.clone()).collect();
        for span in spans {
            filled += 1;
            let coloned = seek::has(reader.page.slice(&span), ": ");
            if coloned && split_field(reader, &span).is_some_and(|(_, value)| !value.is_empty()) {
                fields += 1;
            }
        }
    }
    fields >= 3 && fields * 10 >= filled * 4
}

/// True if each column asks for the same things of a vessel of its own: `Flag: Japan | Flag: Fiji`.
pub(super) fn asks_side_by_side(reader: &mut Reader<'_>, table: &Table) -> bool {
    let mut rows = 0;
    for row in 0..table.rows() {
        let mut labels = Vec::new();
        for cell in table.row(row) {
            if let Some((key, _)) = split_field(reader, &cell.span) {
                labels.extend(reader.caption(&key).label());
            }
        }
        let again = labels.len() > 1 && labels.windows(2).all(|w| matches!(w, [a, b] if a == b));
        rows += usize::from(again);
    }
    rows >= 3
}

/// The rows `from..to` as a table.
pub(super) fn part(table: &Table, from: usize, to: usize) -> Table {
    let mut out = Table {
        columns: table.columns,
        ..Table::default()
    };
    for row in from..to {
        let mut places = vec![None; table.columns];
        for cell in table.row(row) {
            let index = u32::try_from(out.cells.len()).unwrap_or(u32::MAX);
            for place in places.iter_mut().skip(cell.column).take(cell.columns) {
                *place = Some(index);
            }
            out.cells.push(Cell {
                row: row - from,
                ..cell.clone()
            });
        }
        out.grid.push(places);
    }
    // A cell over several rows stands in each of them.
    for (index, cell) in out.cells.iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        for row in out
            .grid
            .iter_mut()
            .skip(cell.row + 1)
            .take(cell.rows.saturating_sub(1))
        {
            for place in row.iter_mut().skip(cell.column).take(cell.columns) {
                place.get_or_insert(index);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn fields_side_by_side_are_of_two_vessels() {
        let page = "<table><tr><td>Carrier vessel</td><td>Fishing vessel</td></tr>\
            <tr><td>Name: ALBA NOVA</td><td>Name: MAR BRAVO</td></tr>\
            <tr><td>Flag: Liberia</td><td>Flag: Fiji</td></tr>\
            <tr><td>Master: Li Wei</td><td>Master: Juan Rey</td></tr></table>";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "1 VESSEL_NAME=MAR BRAVO",
            "0 FLAG=LBR",
            "1 FLAG=FJI",
            "0 MASTER=Li Wei",
            "1 MASTER=Juan Rey",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn each_heading_of_a_certificate_begins_a_part_of_it() {
        let page = "<table><tr><td colspan=\"3\">Document number: GH/2019/00412</td></tr>\
            <tr><td>Fishing vessel name</td><td>Flag</td><td>Call sign</td></tr>\
            <tr><td>ALBA NOVA</td><td>Ghana</td><td>9GXL</td></tr>\
            <tr><td>Fishing licence No.</td><td colspan=\"2\">Inmarsat No., Telefax No.</td></tr>\
            <tr><td>TU/118/19</td><td colspan=\"2\">+870 773 110 642</td></tr>\
            <tr><td colspan=\"3\">Type of processing: Freezing</td></tr>\
            <tr><td>Species</td><td>Product code</td><td>Catch area</td></tr>\
            <tr><td>Katsuwonus pelamis (SKJ)</td><td>0303 43</td><td>FAO 34</td></tr>\
            <tr><td>Thunnus albacares (YFT)</td><td>0303 42</td><td>FAO 34</td></tr></table>";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 FLAG=GHA",
            "0 IRCS=9GXL",
            "0 LICENSE_NO=TU/118/19",
            "0 SPECIES=SKJ",
            "0 FISHING_AREA=FAO 34",
            "0 SPECIES=YFT",
            "0 FISHING_AREA=FAO 34",
        ];
        assert_eq!(found(page), wanted);
    }
}
