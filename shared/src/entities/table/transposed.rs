//! Tables with one vessel a column: the first column holds the captions.
//!
//! `| Vessel 1 | Vessel 2` over `Flag | Fiji | Samoa`.

use std::rc::Rc;

use crate::entities::context::{Reader, Told};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::order;
use crate::entities::page::{Cell, Span, Table};
use crate::entities::values::{closed, measure::Unit};
use crate::entities::words::lexicon::{Sense, phrases};

/// One vessel a column: the first column holds the captions.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table) {
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
            // `Vessel type | Carrier vessel | …`: a value, and no title of the column.
            let titles = matches!(meaning.labels.as_slice(), [] | [Label::VesselName]);
            if row == 0 && (!roles.is_empty() || named_below && titles && part()) {
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
    let labels = (1..table.rows())
        .filter_map(|row| table.starts_at(row, 0))
        .filter_map(|c| {
            let meaning = reader.caption(&c.span);
            meaning.label().filter(|_| !meaning.mended)
        });
    let labels = order::labels(labels.collect());
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
    use crate::entities::told::found;

    #[test]
    fn a_column_is_a_vessel_and_one_may_hold_the_units() {
        let cells = |rows: &[&[&str]]| {
            let row = |row: &&[&str]| format!("<tr><td>{}</td></tr>", row.join("</td><td>"));
            format!(
                "<table>{}</table>",
                rows.iter().map(row).collect::<String>()
            )
        };
        let plain = cells(&[
            &["", "Vessel 1", "Vessel 2"],
            &["Vessel name", "ALBA NOVA", "MAR BRAVO"],
            &["Flag", "Fiji", "Samoa"],
            &["Length (m)", "24.9", "37.6"],
            &["Engine power (kW)", "350", "800"],
        ]);
        let measured = cells(&[
            &["Particulars", "Unit", "ALBA NOVA", "MAR BRAVO"],
            &["Flag", "", "Fiji", "Samoa"],
            &["Length overall", "m", "24.9", "37.6"],
            &["Engine power", "kW", "350", "800"],
        ]);
        for page in [plain, measured] {
            let mut told = found(&page);
            told.sort();
            let wanted = [
                "0 ENGINE_POWER=350 kW",
                "0 FLAG=FJI",
                "0 LENGTH=24.9",
                "0 VESSEL_NAME=ALBA NOVA",
                "1 ENGINE_POWER=800 kW",
                "1 FLAG=WSM",
                "1 LENGTH=37.6",
                "1 VESSEL_NAME=MAR BRAVO",
            ];
            assert_eq!(told, wanted, "{page}");
        }
    }

    #[test]
    fn kinds_in_the_first_row_are_no_titles_of_columns() {
        let page = "<table><tr><td>Jenis kapal</td><td>Kapal rawai tuna</td><td>Kapal pukat cincin</td></tr>\
            <tr><td>Nama kapal</td><td>ALBA NOVA</td><td>MAR BRAVO</td></tr></table>";
        let wanted = [
            "0 VESSEL_TYPE=Kapal rawai tuna",
            "1 VESSEL_TYPE=Kapal pukat cincin",
            "0 VESSEL_NAME=ALBA NOVA",
            "1 VESSEL_NAME=MAR BRAVO",
        ];
        assert_eq!(crate::entities::told::found(page), wanted);
    }
}
