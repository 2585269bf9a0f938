//! Forms in tables whose captions stand over their values: a row of captions, a row of values, a row of captions again.

use crate::entities::context::Reader;
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::page::{Cell, Span, Table};

/// Most rows of a form whose captions stand over their values.
const STACKED: usize = 40;

/// A row of captions, a row with their values, a row of other captions, a row with theirs.
pub(super) fn is_stacked(reader: &mut Reader<'_>, table: &Table) -> bool {
    if !(4..=STACKED).contains(&table.rows()) || table.columns < 2 {
        return false;
    }
    let mut over = false;
    let (mut pairs, mut captions, mut understood) = (0, 0, 0);
    let mut heads: Vec<Label> = Vec::new();
    for row in 0..table.rows() {
        if across(table, row) {
            continue;
        }
        let cells: Vec<Span> = table
            .row(row)
            .filter(|c| !c.span.is_empty())
            .map(|c| c.span.clone())
            .collect();
        let known: Vec<_> = cells
            .iter()
            .filter_map(|span| {
                if reader.page.slice(span).contains(": ") {
                    return None;
                }
                let meaning = reader.understood(span)?;
                (meaning.coverage() >= 60 && !meaning.mended).then(|| meaning.label())
            })
            .collect();
        if over {
            // `OTB | Stretto di Sicilia`: gear and areas are values, too.
            let told = |label: &&Option<Label>| {
                !matches!(
                    label,
                    Some(Label::FishingArea | Label::GearType | Label::Species)
                )
            };
            if known.iter().filter(told).count() * 3 > cells.len() {
                return false;
            }
            pairs += 1;
        } else {
            // The last row of a section may hold one caption.
            if cells.len() < 2 && known.is_empty() || known.len() * 3 < cells.len() {
                return false;
            }
            captions += cells.len();
            understood += known.len();
            heads.extend(known.into_iter().flatten());
        }
        over = !over;
    }
    let asked = heads.len();
    heads.sort_unstable();
    heads.dedup();
    // The same captions again head another vessel's row.
    pairs >= 2
        && heads.len() >= 3
        && heads.len() * 10 >= asked * 7
        && understood * 10 >= captions * 6
}

/// A title across the table, or nothing.
fn across(table: &Table, row: usize) -> bool {
    let mut cells = table.row(row).filter(|c| !c.span.is_empty());
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
        let cells: Vec<&Cell> = table.row(row).filter(|c| !c.span.is_empty()).collect();
        if across(table, row) {
            if let Some(title) = cells.first() {
                form.section(reader, &title.span);
            }
            continue;
        }
        if captions.is_empty() {
            captions = cells;
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
        .map(|row| table.row(row).filter(|c| !c.span.is_empty()).collect())
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
        for cell in table.row(row).filter(|c| !c.span.is_empty()) {
            filled += usize::from(cell.columns < table.columns);
            if let Some(field) = crate::entities::fields::syntax::boxed_cell(reader, &cell.span) {
                boxes.push(field);
            }
        }
    }
    (boxes.len() >= 4 && boxes.len() * 10 >= filled * 7).then_some(boxes)
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn boxes_hold_a_caption_over_its_value() {
        let page = "<table><tr><td>Case 1. Nom<br>ALBA NOVA</td><td>Case 2. Indicatif<br>3VFK</td></tr>\
                    <tr><td>Case 3. Pavillon<br>Tunisie</td><td>Case 4. Port d’attache<br>Sfax</td></tr></table>";
        let (read, _) = extract_page(page, &Carried::default());
        let found: Vec<String> = read
            .entities
            .iter()
            .map(|e| format!("{}={}", e.label, e.norm_value))
            .collect();
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
        let (read, _) = extract_page(page, &Carried::default());
        let found: Vec<&str> = read.entities.iter().map(|e| e.text.as_str()).collect();
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
}
