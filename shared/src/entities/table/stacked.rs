//! Forms in tables whose captions stand over their values: a row of captions, a row of values, a row of captions again.
//!
//! `Name | Flag` over `ALBA | Fiji` over `IMO | IRCS` over `9281310 | 3DXA`.

use super::captions::CaptionRow;
use super::sections::is_field;
use crate::entities::context::Reader;
use crate::entities::fields::syntax;
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::lines;
use crate::entities::order;
use crate::entities::page::{Cell, Span, Table};

/// Most rows of a form whose captions stand over their values.
const STACKED: usize = 40;

/// What a row of such a form is, and what speaks for the form so far.
#[derive(Default)]
struct Tally {
    /// Cells in rows of captions, and those of them that are understood.
    captions: usize,
    understood: usize,
    /// What the captions ask for.
    heads: Vec<Label>,
    /// Cells in rows of values, and those of them that could be captions.
    values: usize,
    doubtful: usize,
    /// Rows of captions with values under them.
    pairs: usize,
}

impl Tally {
    fn speaks(self) -> bool {
        let asked = self.heads.len();
        let heads = order::labels(self.heads);
        // The same captions again head another vessel's row.
        self.pairs >= 2
            && heads.len() >= 3
            && heads.len() * 10 >= asked * 7
            && self.understood * 10 >= self.captions * 6
            && self.doubtful * 10 <= self.values * 3
    }
}

/// A row of captions, a row with their values, a row of other captions, a row with theirs.
pub(super) fn is_stacked(reader: &mut Reader<'_>, table: &Table) -> bool {
    if !(4..=STACKED).contains(&table.rows()) || table.columns < 2 {
        return false;
    }
    let mut tally = Tally::default();
    let mut above: Option<Vec<(usize, Option<Label>)>> = None;
    for row in 0..table.rows() {
        if across(table, row) || is_inline(reader, table, row) {
            continue;
        }
        if above.is_none() && pair(reader, table, row).is_some() {
            continue;
        }
        let row = CaptionRow::of(reader, table, row);
        let cells = row.cells.len();
        let known = row.known.iter();
        let known: Vec<_> = known.map(|(c, m)| (c.column, m.label())).collect();
        if let Some(captions) = above.take() {
            // `OTB | Stretto di Sicilia` are values, and so are words of the caption above (`Calle 50` under `Address`,
            // `Fishing vessel` under `Type of ship`).
            let doubtful = |(column, label): &&(usize, Option<Label>)| {
                !matches!(
                    label,
                    Some(Label::FishingArea | Label::GearType | Label::Species)
                ) && !captions
                    .iter()
                    .any(|(c, l)| c == column && (l == label || *l == Some(Label::VesselType)))
            };
            let doubtful = known.iter().filter(doubtful).count();
            if doubtful * 3 > cells {
                return false;
            }
            tally.values += cells;
            tally.doubtful += doubtful;
            tally.pairs += 1;
        } else {
            // The last row of a section may hold one caption.
            if cells < 2 && known.is_empty() || !row.is_half() {
                return false;
            }
            tally.captions += cells;
            tally.understood += known.len();
            tally.heads.extend(known.iter().filter_map(|(_, l)| *l));
            above = Some(known);
        }
    }
    tally.speaks()
}

/// `Gross tonnage: 213 | Net tonnage: 64`: each cell of the row has its caption with it.
fn is_inline(reader: &mut Reader<'_>, table: &Table, row: usize) -> bool {
    let mut cells = table.filled_in(row).peekable();
    cells.peek().is_some() && cells.all(|cell| is_field(reader, cell))
}

/// `Owner | Reef Fish Ltd, Suva` among such rows: a caption, and its value over the other columns.
fn pair(reader: &mut Reader<'_>, table: &Table, row: usize) -> Option<(Span, Span)> {
    let mut cells = table.filled_in(row);
    let (key, value) = (cells.next()?, cells.next()?);
    let wide = cells.next().is_none() && value.columns > 1 && key.columns == 1;
    let known = wide && super::caption_of(reader, key).is_some_and(|m| m.coverage() == 100);
    let pair = known && super::caption_of(reader, value).is_none();
    pair.then(|| (key.span.clone(), value.span.clone()))
}

/// A title across the table, or nothing.
fn across(table: &Table, row: usize) -> bool {
    let mut cells = table.filled_in(row);
    match (cells.next(), cells.next()) {
        (Some(only), None) => only.columns >= table.columns,
        (None, _) => table.row(row).all(|c| c.columns >= table.columns),
        _ => false,
    }
}

/// Reads a form whose captions stand over their values.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table, form: &mut Form) {
    let mut captions: Vec<&Cell> = Vec::new();
    for row in 0..table.rows() {
        let cells: Vec<&Cell> = table.filled_in(row).collect();
        if is_inline(reader, table, row) {
            for cell in cells {
                lines::read_cell(reader, &cell.span, form);
            }
            continue;
        }
        if across(table, row) {
            if let Some(title) = cells.first() {
                form.section(reader, &title.span);
            }
            continue;
        }
        if captions.is_empty() {
            if let Some((key, value)) = pair(reader, table, row) {
                form.field(reader, &key, &value);
            } else {
                captions = cells;
            }
            continue;
        }
        for caption in std::mem::take(&mut captions) {
            let value = cells.iter().find(|c| c.column == caption.column);
            if let Some(value) = value {
                form.field(reader, &caption.span, &value.span);
            }
        }
    }
}

/// The caption in a cell of nothing but a bracket, or the whole cell.
fn inner(reader: &Reader<'_>, span: &Span) -> Span {
    let text = reader.page.slice(span);
    if text.starts_with('(') && text.ends_with(')') && text.len() > 2 {
        span.start + 1..span.end - 1
    } else {
        span.clone()
    }
}

/// A row of values and a row of their captions under it, in brackets: the fields of such a form.
pub(super) fn under(reader: &mut Reader<'_>, table: &Table) -> Option<Vec<(Span, Span)>> {
    if !(2..=STACKED * 2).contains(&table.rows()) || table.columns < 2 {
        return None;
    }
    let rows: Vec<Vec<&Cell>> = (0..table.rows())
        .map(|row| table.filled_in(row).collect())
        .filter(|cells: &Vec<&Cell>| !cells.is_empty())
        .collect();
    let mut fields = Vec::new();
    let (mut known, mut all) = (0, 0);
    let mut values: Option<&Vec<&Cell>> = None;
    for cells in &rows {
        let bracketed = |c: &&Cell| {
            let text = reader.page.slice(&c.span);
            text.starts_with('(') && text.ends_with(')')
        };
        if !cells.iter().all(bracketed) {
            // A title across the table, or values without captions.
            values = Some(cells);
            continue;
        }
        for caption in cells {
            let key = inner(reader, &caption.span);
            all += 1;
            let meaning = reader.caption(&key);
            known += usize::from(meaning.understood() && meaning.coverage() >= 50);
            let value = values?.iter().find(|c| c.column == caption.column);
            fields.extend(value.map(|value| (key, value.span.clone())));
        }
    }
    (all >= 3 && known * 3 >= all * 2).then_some(fields)
}

/// `Case 8. Port d'attache`, and `Sfax` under it in the same cell: captions and values of a form of boxes.
pub(super) fn boxes(reader: &mut Reader<'_>, table: &Table) -> Option<Vec<(Span, Span)>> {
    if !(2..=8).contains(&table.columns) || table.rows() > 40 {
        return None;
    }
    let (mut boxes, mut filled) = (Vec::new(), 0);
    for row in 0..table.rows() {
        for cell in table.filled_in(row) {
            filled += usize::from(cell.columns < table.columns);
            if let Some(field) = syntax::boxed_cell(reader, &cell.span) {
                boxes.push(field);
            }
        }
    }
    (boxes.len() >= 4 && boxes.len() * 10 >= filled * 7).then_some(boxes)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::{printed, things};
    use crate::entities::{Carried, extract_page};

    #[test]
    fn boxes_hold_a_caption_over_its_value() {
        let page = "<table><tr><td>Case 1. Nom<br>ALBA NOVA</td><td>Case 2. Indicatif<br>3VFK</td></tr>\
                    <tr><td>Case 3. Pavillon<br>Tunisie</td><td>Case 4. Port d’attache<br>Sfax</td></tr></table>";
        let found = things(page);
        assert_eq!(
            found,
            [
                "VESSEL_NAME=ALBA NOVA",
                "IRCS=3VFK",
                "FLAG=TUN",
                "PORT=Sfax"
            ]
        );
    }

    #[test]
    fn the_last_caption_of_a_section_may_stand_alone() {
        let page = "<table><tr><td colspan=\"3\">SHIP</td></tr><tr><td>Name</td><td>IMO</td><td>Call sign</td></tr>\
                    <tr><td>ALBA NOVA</td><td>9281310</td><td>V3TR8</td></tr><tr><td>Type of ship</td><td></td><td></td></tr>\
                    <tr><td>Trawler</td><td></td><td></td></tr><tr><td colspan=\"3\">REGISTER</td></tr>\
                    <tr><td>Flag</td><td>Home port</td><td>Gross tonnage</td></tr>\
                    <tr><td>Belize</td><td>Belize City</td><td>399</td></tr></table>";
        let found = printed(page);
        let wanted = [
            "ALBA NOVA",
            "9281310",
            "V3TR8",
            "Trawler",
            "Belize",
            "Belize City",
            "399",
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn captions_stand_over_their_values_row_by_row() {
        let page = "| Vessel's name | Call letters | IMO |\n|---|---|---|\n| ALBA NOVA | V3TR8 | 9281310 |\n\
                    | Former name | Home port | Gross tonnage |\n| MAR BRAVO | Belize City | 3,999 |";
        let (read, _) = extract_page(page, &Carried::default());
        assert_eq!(read.records.len(), 1);
        let found: Vec<String> = read
            .entities
            .iter()
            .map(|e| format!("{}={}", e.label, e.norm_value))
            .collect();
        for wanted in [
            "PREVIOUS_NAME=MAR BRAVO",
            "PORT=Belize City",
            "TONNAGE=3999",
        ] {
            assert!(found.contains(&wanted.to_string()), "{wanted} in {found:?}");
        }
    }

    #[test]
    fn rows_of_values_may_be_sparse_and_captions_unknown() {
        let page = "<table><tr><td>Vessel</td><td>Flag</td><td>Port sector</td></tr>\
                    <tr><td>ALBA NOVA</td><td></td><td></td></tr>\
                    <tr><td>IMO</td><td>Class letter</td><td>Home port</td></tr>\
                    <tr><td>9281310</td><td>B</td><td>Vigo</td></tr>\
                    <tr><td>Master</td><td>Nationality</td><td>Crew</td></tr>\
                    <tr><td>Juan Rey</td><td>Spain</td><td>12</td></tr></table>";
        let (read, _) = extract_page(page, &Carried::default());
        assert_eq!(read.records.len(), 1);
        let entities = read.entities.iter();
        let found: Vec<String> = entities
            .map(|e| format!("{}={}", e.label, e.norm_value))
            .collect();
        for wanted in [
            "VESSEL_NAME=ALBA NOVA",
            "IMO=9281310",
            "PORT=Vigo",
            "CREW_COUNT=12",
        ] {
            assert!(found.contains(&wanted.to_string()), "{wanted} in {found:?}");
        }
    }

    #[test]
    fn a_caption_may_have_its_value_beside_it() {
        let page = "<table><tr><td>Name of ship</td><td>Call sign</td><td>Port</td></tr>\
                    <tr><td>ALBA NOVA</td><td>V3TR8</td><td>Belize City</td></tr>\
                    <tr><td>Owner</td><td colspan=\"2\">Alba Ltd</td></tr>\
                    <tr><td>Expires</td><td>Hull</td><td>Former name</td></tr>\
                    <tr><td>3 May 2029</td><td>Steel</td><td>MAR BRAVO</td></tr></table>";
        let found = printed(page);
        assert!(
            found.contains(&"Alba Ltd".to_string()) && found.contains(&"MAR BRAVO".to_string())
        );
    }

    #[test]
    fn values_may_be_worded_as_captions_are_and_carry_their_own_caption() {
        let page = "<table><tr><td>Name of ship</td><td>Official number</td><td>Radio call sign</td></tr>\
                    <tr><td>ALBA NOVA</td><td>C18204</td><td>MFVT7</td></tr>\
                    <tr><td>Home port</td><td>Type of ship</td><td>Method of propulsion</td></tr>\
                    <tr><td>Lerwick</td><td>Fishing vessel</td><td>Motor</td></tr>\
                    <tr><td>Owner</td><td colspan=\"2\">Address</td></tr>\
                    <tr><td>Alba Ltd</td><td colspan=\"2\">Calle 50, Vigo</td></tr>\
                    <tr><td colspan=\"3\">Gross tonnage: 213.00</td></tr></table>";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 NATIONAL_REG_NO=C18204",
            "0 IRCS=MFVT7",
            "0 PORT=Lerwick",
            "0 OWNER=Alba Ltd",
            "0 ADDRESS=Calle 50, Vigo",
            "0 TONNAGE=213",
        ];
        assert_eq!(crate::entities::told::found(page), wanted);
    }
}
