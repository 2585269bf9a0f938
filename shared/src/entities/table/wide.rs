//! Forms whose values are merged to the table's edge.
//!
//! `1.2 | Flag State | <td colspan="2">Togo</td>`: one vessel, however many columns a row or two may have
//! (`Master and nationality | Juan Rey | Spain`). In a table with a vessel a column only what both share is merged.

use super::caption_of;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Table;

/// Fewest rows whose value is merged.
const ROWS: usize = 3;

/// True if most values reach from behind their caption to the edge.
pub(super) fn reaches(reader: &mut Reader<'_>, table: &Table) -> bool {
    if table.columns < 3 {
        return false;
    }
    let (mut wide, mut all, mut known, mut again) = (0, 0, 0, 0);
    for row in 0..table.rows() {
        let (Some(caption), Some(value)) = (table.starts_at(row, 0), table.starts_at(row, 1))
        else {
            continue;
        };
        let merged = value.column + value.columns == table.columns;
        let meaning = reader.caption(&caption.span);
        // Two ships have two names; `1.4 MMSI : 617042900` is a field of its own.
        let own = matches!(
            meaning.labels.as_slice(),
            [Label::VesselName | Label::Imo | Label::Ircs]
        );
        if own && !merged && !reader.page.slice(&value.span).contains(':') {
            return false;
        }
        // `Flag | Togo | Call sign | 5VAB2` below is a form of two columns.
        let beside = table.filled(row, value.column + value.columns);
        again += usize::from(beside.is_some_and(|cell| caption_of(reader, cell).is_some()));
        all += 1;
        wide += usize::from(merged);
        known += usize::from(meaning.understood());
    }
    wide >= ROWS && wide * 10 >= all * 6 && known * 2 >= all && again * 5 <= all
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn values_merged_to_the_edge_are_one_vessels() {
        let wide = |key: &str, value: &str| format!("<td>{key}</td><td colspan=\"2\">{value}</td>");
        let rows = [
            wide("Name", "ALBA NOVA"),
            wide("Flag State", "Togo"),
            wide("IMO", "9281310"),
            "<td>Master and nationality</td><td>Juan Rey</td><td>Spain</td>".to_string(),
        ];
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 FLAG=TGO",
            "0 IMO=9281310",
            "0 MASTER=Juan Rey",
            "0 COUNTRY=ESP",
        ];
        let plain: String = rows.iter().map(|row| format!("<tr>{row}</tr>")).collect();
        assert_eq!(found(&format!("<table>{plain}</table>")), wanted);
        let counted: String = (1..)
            .zip(&rows)
            .map(|(item, row)| format!("<tr><td>1.{item}</td>{row}</tr>"))
            .collect();
        let page = format!("<table><tr><td colspan=\"4\">1. SHIP</td></tr>{counted}</table>");
        assert_eq!(found(&page), wanted);
    }

    #[test]
    fn what_two_vessels_share_is_merged_too() {
        let page = "<table><tr><td>Name</td><td>ALBA NOVA</td><td>MAR BRAVO</td></tr>\
            <tr><td>Flag</td><td colspan=\"2\">Togo</td></tr>\
            <tr><td>Home port</td><td colspan=\"2\">Lomé</td></tr>\
            <tr><td>Owner</td><td colspan=\"2\">Alba S.A.</td></tr></table>";
        crate::entities::told::tells(
            page,
            &["0 VESSEL_NAME=ALBA NOVA", "1 VESSEL_NAME=MAR BRAVO"],
        );
    }
}
