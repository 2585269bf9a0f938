//! A column that says whether what stands beside it was found to be so: `Flag | Spain | Conforme`, `MMSI | 224716380 | AIS
//! off`. Its other cells are remarks.

use crate::entities::context::Reader;
use crate::entities::page::{Cell, Table};
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;

/// Fewest cells that agree.
const FEWEST: usize = 3;
/// Share of the filled cells that agree, in percent.
const SHARE: usize = 30;

/// The table without the column of remarks at its end; none where it has none.
pub(super) fn without(reader: &Reader<'_>, table: &Table) -> Option<Table> {
    let last = table.columns.checked_sub(1).filter(|last| *last >= 2)?;
    let (mut filled, mut agreed) = (0, 0);
    for row in 0..table.rows() {
        let Some(cell) = table.filled(row, last) else {
            continue;
        };
        if cell.column != last && row > 0 {
            return None;
        }
        let said = fold_phrase(reader.page.slice(&cell.span));
        let first = said.split(' ').next().unwrap_or("");
        filled += 1;
        agreed += usize::from(phrases::FOUND_SO.holds(first) || phrases::FOUND_SO.holds(&said));
    }
    (agreed >= FEWEST && agreed * 100 >= filled * SHARE).then(|| without_last(table, last))
}

fn without_last(table: &Table, last: usize) -> Table {
    let cells = table.cells.iter().map(|cell| Cell {
        columns: cell.columns.min(last.saturating_sub(cell.column)).max(1),
        ..cell.clone()
    });
    let rows = table.grid.iter();
    Table {
        cells: cells.collect(),
        grid: rows
            .map(|row| row.iter().take(last).copied().collect())
            .collect(),
        columns: last,
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn remarks_on_what_was_found_so_are_no_values() {
        let page = "| Dato | Documentos | A bordo |\n|---|---|---|\n| Buque | ALBA NOVA | Conforme |\n\
            | Pabellón | España | Conforme |\n| MMSI | 224716380 | AIS apagado |\n\
            | Tipo | Arrastrero | Conforme |\n| Capitán | Juan Rey | Titulación vista |\n\
            | Capacidad de bodegas | 1 040 m³ | Dos bodegas, a -24 °C |";
        assert_eq!(
            found(page),
            [
                "0 VESSEL_NAME=ALBA NOVA",
                "0 FLAG=ESP",
                "0 MMSI=224716380",
                "0 VESSEL_TYPE=Arrastrero",
                "0 MASTER=Juan Rey",
                "0 HOLD_CAPACITY=1040 m3",
            ]
        );
    }
}
