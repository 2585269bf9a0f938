//! Tables that are forms: captions with their values to the right, or one vessel a column.
//!
//! `Flag | Fiji | IRCS | 3DXA`; `| Vessel 1 | Vessel 2` over the captions' values.

use std::rc::Rc;

use super::caption_of;
use crate::entities::context::{Reader, Told};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::order;
use crate::entities::page::{Cell, Span, Table};
use crate::entities::values::{closed, measure::Unit};
use crate::entities::words::lexicon::{Sense, phrases};

/// Reads a form whose captions stand in the columns `keys`.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table, keys: &[usize], form: &mut Form) {
    let side_by_side = repeats(reader, table, keys);
    let mut sides: Vec<Form> = vec![form.clone()];
    // Sections that stand side by side, one over each pair of columns.
    let mut sections: Vec<Form> = Vec::new();
    for row in usize::from(is_titled(reader, table))..table.rows() {
        let cells: Vec<&Cell> = table.filled_in(row).collect();
        if let [only] = cells.as_slice()
            && (only.columns >= table.columns.min(2) || only.column == 0 && table.columns > 2)
            && only.columns > 1
        {
            form.section(reader, &only.span);
            // `Licence A-0037: 01-12-2024 / 31-08-2025` across the table says more than a section's title.
            let text = reader.page.slice(&only.span);
            if text.bytes().filter(u8::is_ascii_digit).count() >= 4 {
                crate::entities::lines::read_cell(reader, &only.span, form);
            }
            continue;
        }
        let over = |cell: &&Cell| {
            let whole = reader.page.slice(&cell.span).contains(": ");
            cell.columns > 1 && keys.contains(&cell.column) && !whole
        };
        if keys.len() > 1 && cells.len() == keys.len() && cells.iter().all(over) {
            // The vessels side by side.
            if side_by_side {
                continue;
            }
            sections = cells
                .iter()
                .map(|cell| {
                    let mut own = Form::default();
                    own.section(reader, &cell.span);
                    own
                })
                .collect();
            continue;
        }
        let mut first: Vec<(Label, usize)> = Vec::new();
        let mut side = 0;
        let mut taken = 0;
        for (index, key) in keys.iter().enumerate() {
            let mut end = keys.get(index + 1).copied().unwrap_or(table.columns);
            let Some(caption) = table
                .starts_at(row, *key)
                .filter(|c| !c.span.is_empty() && *key >= taken)
            else {
                continue;
            };
            // A caption over two columns has its value where the next caption would stand.
            let beyond = caption.column + caption.columns;
            let complete = reader.page.slice(&caption.span).contains(": ");
            if caption.columns > 1 && beyond >= end && !complete {
                end = table
                    .starts_at(row, beyond)
                    .map_or(table.columns, |value| value.column + value.columns);
                taken = end;
            }
            if let Some(own) = sections.get_mut(index) {
                form.vessel(reader);
                own.record = form.record;
                pair(reader, table, row, caption, end, own);
                continue;
            }
            // The same caption again in one row: another vessel beside the first.
            if side_by_side {
                if let Some(label) = reader.caption(&caption.span).label() {
                    if first.iter().any(|(l, s)| *l == label && *s == side) {
                        side += 1;
                    }
                    first.push((label, side));
                }
                while sides.len() <= side {
                    sides.push(Form::default());
                }
                if let Some(own) = sides.get_mut(side) {
                    pair(reader, table, row, caption, end, own);
                }
                continue;
            }
            pair(reader, table, row, caption, end, form);
        }
    }
}

/// `Particular | Entry` over captions and their values: the first row only says which column is which.
pub(super) fn is_titled(reader: &Reader<'_>, table: &Table) -> bool {
    let says = |column: usize, wanted: Sense| {
        table
            .starts_at(0, column)
            .is_some_and(|c| closed::has_sense(reader.page.slice(&c.span), |s| *s == wanted))
    };
    let last = table.columns.saturating_sub(1);
    (2..=3).contains(&table.columns)
        && says(0, Sense::FieldTitle)
        && (says(1, Sense::ValueTitle) || says(last, Sense::ValueTitle))
}

/// True if rows hold the same identifying caption twice.
fn repeats(reader: &mut Reader<'_>, table: &Table, keys: &[usize]) -> bool {
    let mut rows = 0;
    for row in 0..table.rows().min(40) {
        let mut labels = Vec::new();
        for key in keys {
            let Some(cell) = table.starts_at(row, *key) else {
                continue;
            };
            if let Some(label) = reader.caption(&cell.span).label() {
                if labels.contains(&label) && label != Label::Address {
                    rows += 1;
                    break;
                }
                labels.push(label);
            }
        }
    }
    rows >= 2
}

/// One caption and the values right of it, up to the column `end`.
fn pair(
    reader: &mut Reader<'_>,
    table: &Table,
    row: usize,
    caption: &Cell,
    end: usize,
    form: &mut Form,
) {
    let mut meaning = form.meaning(reader, &caption.span);
    let values: Vec<&Cell> = (caption.column + caption.columns..end)
        .filter_map(|c| table.starts_at(row, c))
        .filter(|c| !c.span.is_empty())
        .collect();
    // `Nom du navire | اسم السفينة | ALBA`: the caption again in another script.
    let foreign = |cell: &&Cell| {
        let text = reader.page.slice(&cell.span);
        text.chars().any(char::is_alphabetic) && !text.chars().any(|c| c.is_ascii_alphanumeric())
    };
    let values = match values.as_slice() {
        [again, value] if foreign(again) && !foreign(value) && !foreign(&caption) => vec![*value],
        _ => values,
    };
    // `Radio call sign | RC | CSBJ`: the code of the item.
    let code = |cell: &Cell| {
        let text = reader.page.slice(&cell.span);
        text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
    };
    let values = match values.as_slice() {
        [first, value] if table.columns == 3 && code(first) => vec![*value],
        _ => values,
    };
    if let [_, unit] = values.as_slice()
        && let Some(unit) = Unit::of(reader.page.slice(&unit.span))
    {
        let own = Rc::make_mut(&mut meaning);
        own.unit = own.unit.or(Some(unit));
    }
    let Some(value) = values.first() else {
        // `Name: ALBA` in the caption's own cell.
        if let Some((key, value)) = crate::entities::lines::split_field(reader, &caption.span) {
            form.field(reader, &key, &value);
        }
        return;
    };
    if meaning.understood()
        || caption_of(reader, caption).is_some()
        || !closed::is_empty_value(reader.page.slice(&value.span))
    {
        form.value(reader, &meaning, &caption.span, &value.span);
    }
}

/// Forms side by side, each `width` columns wide.
pub(super) fn beside(reader: &mut Reader<'_>, table: &Table, width: usize) {
    for left in (0..table.columns).step_by(width) {
        let mut form = Form::default();
        for row in 0..table.rows() {
            let mut column = left;
            while column < left + width {
                let Some(caption) = table.starts_at(row, column) else {
                    column += 1;
                    continue;
                };
                let next = column + caption.columns;
                if caption.span.is_empty() || next >= left + width {
                    column = next;
                    continue;
                }
                let end = table
                    .starts_at(row, next)
                    .map_or(left + width, |value| next + value.columns);
                pair(
                    reader,
                    table,
                    row,
                    caption,
                    end.min(left + width),
                    &mut form,
                );
                column = end;
            }
        }
    }
}

/// Fields of vessels whose names are merged down the first column.
pub(super) fn groups(reader: &mut Reader<'_>, table: &Table) {
    let mut form = Form::default();
    for row in 0..table.rows() {
        if let Some(name) = table.filled(row, 0) {
            let heading = row == 0 && caption_of(reader, name).is_some() && name.rows == 1;
            if heading {
                continue;
            }
            form = Form::default();
            let record = form.vessel(reader);
            let frame = reader.frame(None, Some(record));
            reader.read(
                &frame,
                &name.span,
                Label::VesselName,
                Told::column(Some(record), "merged down its rows"),
            );
        }
        if let Some(caption) = table.filled(row, 1) {
            pair(reader, table, row, caption, table.columns, &mut form);
        }
    }
}

/// One vessel a column: the first column holds the captions.
pub(super) fn transposed(reader: &mut Reader<'_>, table: &Table) {
    let mut forms: Vec<Form> = vec![Form::default(); table.columns];
    let rows: Vec<(usize, &Cell)> = (0..table.rows())
        .filter_map(|r| table.filled(r, 0).map(|c| (r, c)))
        .collect();
    // The flag first: call signs are read in its light.
    let mut ordered: Vec<(bool, usize, &Cell)> = Vec::new();
    for (row, cell) in rows {
        let first = reader.caption(&cell.span).label() == Some(Label::Flag);
        ordered.push((!first, row, cell));
    }
    order::by_key(&mut ordered, |(later, row, _)| {
        [usize::from(*later), *row, 0]
    });
    let units = unit_column(reader, table);
    let roles = super::keys::roles(reader, table);
    for (form, record) in forms.iter_mut().zip(&roles) {
        form.record = *record;
    }
    for column in (1..table.columns).filter(|c| Some(*c) != units) {
        let filled = (0..table.rows()).any(|r| {
            table
                .starts_at(r, column)
                .is_some_and(|c| c.columns == 1 && !c.span.is_empty())
        });
        if filled && let Some(form) = forms.get_mut(column) {
            form.vessel(reader);
        }
    }
    if roles.is_empty() {
        named_columns(reader, table, &mut forms);
    }
    // `Particulars | Offloading vessel | Receiving vessel` over the row of their names.
    let named_below = ordered.iter().any(|(_, row, caption)| {
        *row > 0 && reader.caption(&caption.span).label() == Some(Label::VesselName)
    });
    for (_, row, caption) in ordered {
        let mut meaning = Rc::unwrap_or_clone(reader.caption(&caption.span));
        let unit = units.and_then(|column| table.starts_at(row, column));
        meaning.unit = meaning
            .unit
            .or_else(|| Unit::of(reader.page.slice(&unit?.span)));
        for column in (1..table.columns).filter(|c| Some(*c) != units) {
            let Some(cell) = table.filled(row, column) else {
                continue;
            };
            let Some(form) = forms.get_mut(column) else {
                continue;
            };
            if cell.columns > 1 {
                let mut shared = Form::default();
                shared.value(reader, &meaning, &caption.span, &cell.span);
                continue;
            }
            let part = || super::keys::is_part(reader.page.slice(&cell.span));
            if row == 0 && (!roles.is_empty() || named_below && part()) {
                continue;
            }
            if (row == 0 || meaning.label() == Some(Label::VesselName))
                && is_key(reader, &cell.span)
            {
                if let Some(record) = form.record {
                    let key = super::keys::key_of(reader.page.slice(&cell.span));
                    reader.keys.insert(key, record);
                }
                continue;
            }
            form.value(reader, &meaning, &caption.span, &cell.span);
        }
    }
}

/// The column that gives the units of the rows (`Length | m | 24.9 | 37.6`), in a table with a vessel a column.
pub(super) fn unit_column(reader: &Reader<'_>, table: &Table) -> Option<usize> {
    (1..table.columns).find(|column| {
        let (mut units, mut others) = (0, 0);
        for row in 1..table.rows() {
            let Some(cell) = table.filled(row, *column) else {
                continue;
            };
            // Not even units all the way down would do.
            if others > (units + table.rows() - row) / 2 {
                return false;
            }
            let text = reader.page.slice(&cell.span);
            if cell.columns == 1 && Unit::of(text).is_some() {
                units += 1;
            } else if !closed::is_empty_value(text)
                && (text.chars().count() > 12
                    || text.contains(|c: char| c.is_ascii_digit() || c.is_uppercase()))
            {
                others += 1;
            }
        }
        units >= 2 && others <= units / 2
    })
}

/// A first row that names the vessels under a blank or empty-handed corner (`Particulars | ALBA | NOVA`).
fn named_columns(reader: &mut Reader<'_>, table: &Table, forms: &mut [Form]) {
    let corner = table.starts_at(0, 0);
    let meaning = corner.map(|c| reader.caption(&c.span));
    if meaning.is_some_and(|m| !m.labels.is_empty()) {
        return;
    }
    let mut labels: Vec<Label> = (1..table.rows())
        .filter_map(|row| table.starts_at(row, 0))
        .filter_map(|c| {
            let meaning = reader.caption(&c.span);
            meaning.label().filter(|_| !meaning.mended)
        })
        .collect();
    labels.sort_unstable();
    labels.dedup();
    let named = labels.contains(&Label::VesselName);
    let ship = [
        Label::Flag,
        Label::Imo,
        Label::Mmsi,
        Label::Ircs,
        Label::Tonnage,
        Label::Length,
        Label::EnginePower,
        Label::NationalRegNo,
        Label::Port,
        Label::Owner,
    ];
    if labels.iter().filter(|l| ship.contains(l)).count() < 2 {
        return;
    }
    let names: Vec<(usize, Span)> = (1..table.columns)
        .filter_map(|column| Some((column, table.starts_at(0, column)?)))
        .filter(|(_, c)| c.columns == 1 && !c.span.is_empty())
        .map(|(column, c)| (column, c.span.clone()))
        .collect();
    let sound = names.len() + 1 == table.columns
        && names.iter().all(|(_, span)| {
            let text = reader.page.slice(span);
            text.chars().filter(|c| c.is_alphabetic()).count() >= 3
                && text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                && !is_key(reader, span)
                && !closed::is_empty_value(text)
        });
    if named || !sound {
        return;
    }
    for (column, span) in names {
        if reader.caption(&span).understood() && reader.caption(&span).coverage() >= 80 {
            continue;
        }
        if let Some(form) = forms.get_mut(column) {
            let record = Some(form.vessel(reader));
            let frame = reader.frame(None, record);
            reader.read(
                &frame,
                &span,
                Label::VesselName,
                Told::column(record, "head of the vessel's column"),
            );
        }
    }
}

/// `Vessel 1`, `Ship B`, `First ship`: a column's own title.
fn is_key(reader: &Reader<'_>, span: &Span) -> bool {
    let text = reader.page.slice(span);
    let counted = text.split_once(' ').is_some_and(|(count, ship)| {
        phrases::ORDINALS.holds(&count.to_lowercase())
            && closed::has_sense(ship, |s| *s == Sense::VesselTypeGeneric)
    });
    counted
        || super::keys::is_numbered_key(text)
        || (text.len() == 1 && text.chars().all(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use crate::entities::told::values;
    use crate::entities::{Carried, extract_page};

    fn found(rows: &[&[&str]], span: usize) -> Vec<String> {
        let mut page = "<table>".to_string();
        for row in rows {
            page.push_str("<tr>");
            for cell in *row {
                let wide = row.len() * span <= 4 && span > 1 && row.len() == 2;
                let columns = if wide {
                    format!(" colspan=\"{span}\"")
                } else {
                    String::new()
                };
                page.push_str(&format!("<td{columns}>{cell}</td>"));
            }
            page.push_str("</tr>");
        }
        page.push_str("</table>");
        let (read, _) = extract_page(&page, &Carried::default());
        assert_eq!(read.records.len(), 1);
        read.entities
            .iter()
            .map(|e| format!("{}={}", e.label, e.norm_value))
            .collect()
    }

    #[test]
    fn sections_side_by_side_hold_for_their_own_columns() {
        let form = found(
            &[
                &["Vessel", "Owner"],
                &["Name", "ALBA NOVA", "Name", "Reef Fish Ltd"],
                &["Flag", "Fiji", "Address", "Walu Bay, Suva"],
                &["Call sign", "3DXA", "Nationality", "Tonga"],
            ],
            2,
        );
        for wanted in [
            "VESSEL_NAME=ALBA NOVA",
            "OWNER=Reef Fish Ltd",
            "FLAG=FJI",
            "COUNTRY=TON",
        ] {
            assert!(form.contains(&wanted.to_string()), "{wanted} in {form:?}");
        }
    }

    #[test]
    fn the_code_of_an_item_is_not_its_value() {
        let page = "<table><tr><td>Data element</td><td>Code</td><td>Value</td></tr>\
            <tr><td>Vessel name</td><td>NA</td><td>ALBA NOVA</td></tr>\
            <tr><td>Radio call sign</td><td>RC</td><td>CSBJ</td></tr>\
            <tr><td>Flag State</td><td>FS</td><td>PRT</td></tr></table>";
        let wanted = ["0 VESSEL_NAME=ALBA NOVA", "0 IRCS=CSBJ", "0 FLAG=PRT"];
        assert_eq!(crate::entities::told::found(page), wanted);
    }

    #[test]
    fn ships_named_like_captions_make_no_form_of_a_register() {
        let page = "<table><tr><td colspan=\"3\">Identitas</td><td rowspan=\"2\">Tonase Kotor</td>\
            <td colspan=\"2\">Pihak</td></tr>\
            <tr><td>Nama Kapal</td><td>Nama Panggilan Radio</td><td>No. IMO</td><td>Nakhoda</td>\
            <td>Kebangsaan Kapal</td></tr>\
            <tr><td>KAPITAN VETROV</td><td>UCQX</td><td>9074729</td><td>7682</td><td>I. Baru</td><td>RUS</td></tr>\
            <tr><td>CAP DORADO</td><td>LCMP</td><td>9354715</td><td>843</td><td>N. Lima</td><td>NOR</td></tr>\
            <tr><td>PUERTO LEON</td><td>3FPV3</td><td>8814275</td><td>432</td><td></td><td>PAN</td></tr></table>";
        let names = values(page, crate::entities::Label::VesselName);
        assert_eq!(names, ["KAPITAN VETROV", "CAP DORADO", "PUERTO LEON"]);
    }
}
