//! Tables that are forms: captions with their values to the right.
//!
//! `Flag | Fiji | IRCS | 3DXA`.

use std::rc::Rc;

use super::{caption_of, named_bands};
use crate::entities::context::{Reader, Told};
use crate::entities::fields::led::led_field;
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::lines;
use crate::entities::page::{Cell, Span, Table};
use crate::entities::values::{closed, measure::Unit};
use crate::entities::words::lexicon::Sense;
use crate::entities::words::seek;

/// Reads a form whose captions stand in the columns `keys`.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table, keys: &[usize], form: &mut Form) {
    let side_by_side = repeats(reader, table, keys);
    let names = bands(reader, table, keys);
    let mut sides: Vec<Form> = vec![form.clone()];
    // Sections that stand side by side, one over each pair of columns.
    let mut sections: Vec<Form> = Vec::new();
    for row in usize::from(is_titled(reader, table))..table.rows() {
        let cells: Vec<&Cell> = table.filled_in(row).collect();
        if let Some(over) = across(table, &cells) {
            if names.contains(&row) {
                named(reader, &over.span, form);
            } else {
                section(reader, over, form);
            }
            continue;
        }
        if are_sections(reader, keys, &cells) {
            // `Licencia No. LIP-0412-2024 | Hoja 1 de 1`
            let mut led: Vec<(Span, Span)> = Vec::new();
            for cell in &cells {
                let field = led_field(reader, &cell.span);
                led.extend(field.filter(|(_, n)| seek::figures(reader.page.slice(n)) >= 3));
            }
            if !led.is_empty() {
                for (key, number) in led {
                    form.field(reader, &key, &number);
                }
                continue;
            }
            // The vessels side by side; `Licence No. | FJ-ON-LL 037/2025` is a field.
            let numbered = cells
                .iter()
                .any(|cell| seek::figures(reader.page.slice(&cell.span)) >= 3);
            if !numbered {
                if !side_by_side {
                    sections = cells.iter().map(|cell| of_section(reader, cell)).collect();
                }
                continue;
            }
        }
        let mut told: Vec<(Label, usize)> = Vec::new();
        let mut side = 0;
        for (index, caption, end) in captions(reader, table, row, keys) {
            if let Some(own) = sections.get_mut(index) {
                form.vessel(reader);
                own.record = form.record;
                pair(reader, table, row, caption, end, own);
                continue;
            }
            if !side_by_side {
                pair(reader, table, row, caption, end, form);
                continue;
            }
            // The same caption again in one row: another vessel beside the first.
            if let Some(label) = reader.caption(&caption.span).label() {
                if told.contains(&(label, side)) {
                    side += 1;
                }
                told.push((label, side));
            }
            while sides.len() <= side {
                sides.push(Form::default());
            }
            if let Some(own) = sides.get_mut(side) {
                pair(reader, table, row, caption, end, own);
            }
        }
    }
}

/// The rows that name a vessel each, over captions that come again under the next name.
fn bands(reader: &mut Reader<'_>, table: &Table, keys: &[usize]) -> Vec<usize> {
    let mut bands = Vec::new();
    let mut asked: Vec<Vec<Label>> = Vec::new();
    for row in 0..table.rows() {
        let cells: Vec<&Cell> = table.filled_in(row).collect();
        if across(table, &cells).is_some() {
            bands.push(row);
            asked.push(Vec::new());
            continue;
        }
        for (_, caption, _) in captions(reader, table, row, keys) {
            let label = reader.caption(&caption.span).label();
            if let (Some(label), Some(own)) = (label, asked.last_mut()) {
                own.push(label);
            }
        }
    }
    let first = asked.first().and_then(|own| own.first()).copied();
    let again = |own: &Vec<Label>| {
        own.len() > 1
            && !own.contains(&Label::VesselName)
            && first.is_some_and(|label| own.contains(&label))
    };
    let named = |row: &usize| named_bands::name_of(reader, table, *row).is_some();
    if asked.len() < 2 || !asked.iter().all(again) || !bands.iter().all(named) {
        bands.clear();
    }
    bands
}

/// Begins the form of the vessel that a row names.
fn named(reader: &mut Reader<'_>, name: &Span, form: &mut Form) {
    *form = Form::default();
    let record = form.vessel(reader);
    let frame = reader.frame(None, Some(record));
    let told = Told::column(Some(record), "band of rows");
    reader.read(&frame, name, Label::VesselName, told);
}

/// The only cell of a row, where it stands across the table.
fn across<'t>(table: &Table, cells: &[&'t Cell]) -> Option<&'t Cell> {
    let [only] = cells else {
        return None;
    };
    let wide = only.columns >= table.columns.min(2) || only.column == 0 && table.columns > 2;
    (wide && only.columns > 1).then_some(*only)
}

/// A section's title across the table; `Licence A-0037: 01-12-2024 / 31-08-2025` says more.
fn section(reader: &mut Reader<'_>, cell: &Cell, form: &mut Form) {
    form.section(reader, &cell.span);
    let text = reader.page.slice(&cell.span);
    if seek::figures(text) >= 4 {
        lines::read_cell(reader, &cell.span, form);
    }
}

/// True if the cells of a row are titles, one over each pair of columns.
fn are_sections(reader: &mut Reader<'_>, keys: &[usize], cells: &[&Cell]) -> bool {
    let over = |cell: &&Cell| {
        let whole = seek::has(reader.page.slice(&cell.span), ": ");
        cell.columns > 1 && keys.contains(&cell.column) && !whole
    };
    if keys.len() < 2 || cells.len() != keys.len() || !cells.iter().all(over) {
        return false;
    }
    // `Name of ship | ALBA NOVA`, each over two columns: a field.
    let [key, value] = cells else { return true };
    reader.caption(&key.span).label().is_none() || reader.caption(&value.span).understood()
}

fn of_section(reader: &mut Reader<'_>, title: &Cell) -> Form {
    let mut form = Form::default();
    form.section(reader, &title.span);
    form
}

/// The captions of a row, each with its place among the keys and the column before which its values end.
fn captions<'t>(
    reader: &Reader<'_>,
    table: &'t Table,
    row: usize,
    keys: &[usize],
) -> Vec<(usize, &'t Cell, usize)> {
    let mut captions = Vec::with_capacity(keys.len());
    let mut taken = 0;
    for (index, key) in keys.iter().enumerate() {
        let Some(caption) = table
            .starts_at(row, *key)
            .filter(|c| !c.span.is_empty() && *key >= taken)
        else {
            continue;
        };
        let mut end = keys.get(index + 1).copied().unwrap_or(table.columns);
        // A caption over two columns has its value where the next caption would stand.
        let beyond = caption.column + caption.columns;
        let complete = seek::has(reader.page.slice(&caption.span), ": ");
        if caption.columns > 1 && beyond >= end && !complete {
            end = table
                .starts_at(row, beyond)
                .map_or(table.columns, |value| value.column + value.columns);
            taken = end;
        }
        captions.push((index, caption, end));
    }
    captions
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
    // `Master and nationality | Juan Rey | Spain`: a value each; `Built | 1998 | plate confirms` says it of no place.
    let any_text = |label: &Label| matches!(label, Label::VesselType | Label::BuildPlace);
    let each = values.len() > 1 && values.len() == meaning.labels.len();
    if each && !meaning.labels.iter().any(any_text) {
        let asked = meaning.labels.clone();
        for (value, label) in values.iter().zip(asked) {
            Rc::make_mut(&mut meaning).labels = vec![label];
            form.value(reader, &meaning, &caption.span, &value.span);
        }
        return;
    }
    // `Dimensions | Length 118.6 m | Beam 17.8 m`: fields in cells of their own.
    let several = values.iter().filter(|_| values.len() > 1);
    for more in several {
        // `Built | 1998 | plate confirms` is a remark.
        if let Some((key, value)) = led_field(reader, &more.span)
            && !reader.page.slice(&value).starts_with(char::is_lowercase)
        {
            form.field(reader, &key, &value);
        }
    }
    let Some(value) = values.first() else {
        // `Name: ALBA` in the caption's own cell.
        if let Some((key, value)) = lines::split_field(reader, &caption.span) {
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
                    // `Owner: Alba Ltd` across its side
                    if let Some((key, value)) = lines::split_field(reader, &caption.span) {
                        form.field(reader, &key, &value);
                    }
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

/// Fields of vessels whose names are merged down the first column; captions stand in the columns `keys`.
pub(super) fn groups(reader: &mut Reader<'_>, table: &Table, keys: &[usize]) {
    let mut form = Form::default();
    for row in 0..table.rows() {
        if let Some(name) = table.filled(row, 0) {
            let heading = row == 0 && caption_of(reader, name).is_some() && name.rows == 1;
            if heading {
                continue;
            }
            if is_section(reader.page.slice(&name.span)) {
                form.section(reader, &name.span);
            } else {
                form = Form::default();
                let record = form.vessel(reader);
                let frame = reader.frame(None, Some(record));
                let told = Told::column(Some(record), "merged down its rows");
                reader.read(&frame, &name.span, Label::VesselName, told);
            }
        }
        for (_, caption, end) in captions(reader, table, row, keys) {
            pair(reader, table, row, caption, end, &mut form);
        }
    }
}

/// `A) NAVE`, `2. Armatore`: a part of the form, counted.
fn is_section(text: &str) -> bool {
    let counted = text.split_once([')', '.']);
    counted.is_some_and(|(count, title)| {
        let short = count.len() == 1 && count.starts_with(|c: char| c.is_ascii_alphanumeric());
        short && title.starts_with(' ')
    })
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

    #[test]
    fn a_field_across_one_side_is_of_the_vessel_there() {
        let row = |key: &str, one: &str, other: &str| {
            format!("<tr><td>{key}</td><td>{one}</td><td>{key}</td><td>{other}</td></tr>")
        };
        let page = format!(
            "<table>{}{}{}{}<tr><td colspan=\"2\">Owner: Alba Ltd</td><td colspan=\"2\">Owner: Mar Ltd</td></tr></table>",
            row("Name", "ALBA NOVA", "MAR BRAVO"),
            row("Flag", "Fiji", "Samoa"),
            row("Gear", "squid jigging", "tuna longline"),
            row("Gross tonnage", "420 tons", "1,009 tons"),
        );
        let wanted = [
            "0 OWNER=Alba Ltd",
            "1 OWNER=Mar Ltd",
            "0 TONNAGE=420",
            "1 TONNAGE=1009",
        ];
        crate::entities::told::tells(&page, &wanted);
    }

    #[test]
    fn a_number_beside_its_caption_in_one_cell_is_a_field() {
        let page = "<table><tr><td colspan=\"2\">Licencia No. LIP-0412-2024</td><td colspan=\"2\">Hoja 1 de 1</td></tr>\
            <tr><td>Nombre de la nave</td><td>ALBA NOVA</td><td>Eslora</td><td>51,20 m</td></tr>\
            <tr><td>Letras de llamada</td><td>HPWK</td><td>TRB</td><td>498,00</td></tr></table>";
        crate::entities::told::tells(page, &["0 LICENSE_NO=LIP-0412-2024"]);
    }

    #[test]
    fn a_caption_and_its_value_may_each_be_two_columns_wide() {
        let page = "<table><tr><td colspan=\"2\">Name of Ship</td><td colspan=\"2\">ALBA NOVA</td></tr>\
            <tr><td>Official Number</td><td>SEY/02217</td><td>Signal Letters</td><td>S7QK</td></tr></table>";
        crate::entities::told::tells(page, &["0 VESSEL_NAME=ALBA NOVA", "0 IRCS=S7QK"]);
    }
}
