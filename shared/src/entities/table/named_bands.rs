//! Band rows that name a vessel each, over the rows of what is known of her.
//!
//! `ALBA NOVA` across the table over `Togo | 5VAB2 | 9281310`, the next name over the next row. A band over several rows
//! of vessels is a group's title and stays with [`super::band`].

use super::columns::Column;
use super::party::is_firm;
use super::rows::{Kind, rows_below};
use super::shape::is_name;
use crate::entities::context::Reader;
use crate::entities::fields::line::split_field;
use crate::entities::label::Label;
use crate::entities::page::{Span, Table};
use crate::entities::prose;
use crate::entities::values::closed;

/// Fewest bands whose names are not set in capitals.
const BANDS: usize = 3;

/// The names that bands give, by row from `from` on; empty where they are titles of groups.
///
/// `one_each`: a row is a vessel, so that each band has one row below it.
pub(super) fn find(
    reader: &mut Reader<'_>,
    table: &Table,
    (from, kinds): (usize, &[Kind]),
    columns: &[Column],
    one_each: bool,
) -> Vec<Option<Span>> {
    let bands = kinds.iter().filter(|kind| **kind == Kind::Band).count();
    let named = columns
        .iter()
        .any(|column| column.meaning.labels.contains(&Label::VesselName));
    if bands < 2 || named || kinds.first() != Some(&Kind::Band) {
        return Vec::new();
    }
    let mut names = vec![None; kinds.len()];
    let mut shouted = true;
    for (index, name) in names.iter_mut().enumerate() {
        if kinds.get(index) != Some(&Kind::Band) {
            continue;
        }
        let rows = rows_below(kinds, index);
        let Some(span) = name_of(reader, table, from + index) else {
            return Vec::new();
        };
        if rows == 0 || one_each && rows > 1 {
            return Vec::new();
        }
        shouted &= !reader.page.slice(&span).contains(char::is_lowercase);
        *name = Some(span);
    }
    let mut texts: Vec<&str> = names
        .iter()
        .flatten()
        .map(|s| reader.page.slice(s))
        .collect();
    texts.sort_unstable();
    texts.dedup();
    if texts.len() == bands && (shouted || one_each && bands >= BANDS) {
        names
    } else {
        Vec::new()
    }
}

/// The name of a band, behind its caption where it has one.
pub(super) fn name_of(reader: &mut Reader<'_>, table: &Table, row: usize) -> Option<Span> {
    let span = table.filled_in(row).last()?.span.clone();
    if let Some((key, value)) = split_field(reader, &span) {
        let asked = reader.caption(&key).labels == [Label::VesselName];
        return Some(value).filter(|value| asked && !value.is_empty());
    }
    let text = reader.page.slice(&span);
    let plain = is_name(text)
        && !text.contains([':', ',', ';'])
        && !is_firm(text)
        && !closed::is_country(reader.page, &span)
        && prose::is_name(reader, &span)
        && !reader.caption(&span).understood();
    plain.then_some(span)
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    fn page(bands: &[&str], rows: usize) -> String {
        let mut page = "<table><tr><td>Flag</td><td>Call sign</td><td>Owner</td></tr>".to_string();
        for (band, own) in bands.iter().zip(["5VAB2", "5VAC7", "5VAD9"]) {
            page.push_str(&format!("<tr><td colspan=\"3\">{band}</td></tr>"));
            for _ in 0..rows {
                page.push_str(&format!(
                    "<tr><td>Togo</td><td>{own}</td><td>Reef Ltd</td></tr>"
                ));
            }
        }
        page + "</table>"
    }

    #[test]
    fn a_band_over_one_row_each_names_its_vessel() {
        for bands in [
            ["ALBA NOVA", "MAR BRAVO DOS", "KIRI LADY"],
            ["Alba Nova", "Mar Bravo Dos", "Kiri Lady"],
            [
                "Vessel: Alba Nova",
                "Vessel: Mar Bravo Dos",
                "Vessel: Kiri Lady",
            ],
        ] {
            let found = found(&page(&bands, 1));
            for wanted in [
                "0 VESSEL_NAME=",
                "1 VESSEL_NAME=MAR BRAVO DOS",
                "2 IRCS=5VAD9",
            ] {
                let told = |entity: &String| entity.to_uppercase().starts_with(wanted);
                assert!(found.iter().any(told), "{wanted} in {found:?}");
            }
        }
    }

    #[test]
    fn groups_are_no_vessels() {
        for (bands, rows) in [
            (["ALBA NOVA", "MAR BRAVO DOS", "KIRI LADY"], 2),
            (["Reef Fish Ltd", "Mar Bravo S.A.", "Kiri Ltd"], 1),
            (["Longliners", "Purse seiners", "Trawlers"], 1),
            (["SPAIN", "PORTUGAL", "FRANCE"], 1),
        ] {
            let found = found(&page(&bands, rows));
            assert!(
                !found.iter().any(|e| e.contains("VESSEL_NAME")),
                "{found:?}"
            );
        }
    }
}
