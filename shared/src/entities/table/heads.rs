//! Where the heading of a table ends: further rows of captions, of units, of column numbers.
//!
//! `Length` over `(m)`, then `1 | 2 | 3`: the heading has three rows.

use super::{captions, rows};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Cell, Table};
use crate::entities::values::closed;
use crate::entities::values::identity::{self, Reading};
use crate::entities::values::measure::Unit;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::seek;

/// The last row of the heading: further rows of captions, of units, of column numbers.
pub(super) fn last_heading_row(
    reader: &mut Reader<'_>,
    table: &Table,
    first: usize,
    captions: &[Vec<bool>],
    filled: &[Vec<bool>],
) -> usize {
    let mut last = first;
    // A merged heading cell reaches down to the heading's last row.
    let reach = table.row(first).map(|c| c.rows).max().unwrap_or(1).min(4);
    for row in first + 1..table.rows().min(first + 5) {
        let known = captions
            .get(row)
            .map_or(0, |r| r.iter().filter(|c| **c).count());
        let full = filled
            .get(row)
            .map_or(0, |r| r.iter().filter(|c| **c).count());
        // `GABBIANO | Astilleros Armón | Navia | 22-Dec-2025`: days and numbers stand in no heading.
        let figures = |c: &&Cell| {
            let text = reader.page.slice(&c.span);
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
        };
        let numbered = table
            .row(row)
            .any(|c| is_numbered(reader.page.slice(&c.span)) || is_serial(reader, c))
            || table.row(row).filter(figures).count() >= 2;
        let more = known >= 1
            && !numbered
            && known * 2 >= full
            && (known >= 2 || row < first + reach)
            && !rows::is_band(table, row);
        if more
            || row < first + reach
            || is_unit_row(reader, table, row)
            || is_number_row(reader, table, row)
        {
            last = row;
        } else {
            break;
        }
    }
    last
}

/// `AT000TAI00388`: a number that an organisation gave.
fn is_serial(reader: &Reader<'_>, cell: &Cell) -> bool {
    identity::is_organisation_number(reader.page.slice(&cell.span))
}

/// A cell that begins with a figure and holds a year, a day or a number.
fn is_numbered(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && seek::figures(text) >= 4
}

/// Rows that are looked at for names.
const LOOK: usize = 12;

/// Most words of a heading beside one that asks for ships' names.
const BESIDE_NAMES: usize = 6;

/// `Vessel name | Mode de pêche`: the first row has a caption that asks for ships' names in so many words, and words
/// beside it: a heading, though none of the others is understood.
pub(super) fn names_ships(reader: &mut Reader<'_>, table: &Table) -> bool {
    if table.columns < 2 || table.rows() < 3 {
        return false;
    }
    let mut asked = 0;
    let mut names = 0;
    for cell in table.row(0) {
        let text = reader.page.slice(&cell.span);
        if text.is_empty() {
            continue;
        }
        let worded = text.chars().any(char::is_alphabetic)
            && !seek::has_figure(text)
            && seek::words(text) <= BESIDE_NAMES
            && cell.columns == 1;
        if !worded {
            return false;
        }
        let meaning = reader.caption(&cell.span);
        let named = meaning.labels.as_slice() == [Label::VesselName]
            && meaning.concepts.all(C::NAME.with(C::SHIP))
            && meaning.coverage() == 100
            && !meaning.mended;
        asked += usize::from(named);
        if named {
            names = cell.column;
        }
    }
    asked == 1 && (table.columns > 2 || holds_shouted_names(reader, table, names))
}

/// A cell of the first row has a word for a ship or asks for what only ships have.
pub(super) fn tells_of_ships(reader: &mut Reader<'_>, table: &Table) -> bool {
    let asks = |label: &Label| {
        matches!(
            label,
            Label::VesselName
                | Label::Imo
                | Label::Mmsi
                | Label::Ircs
                | Label::EuCfr
                | Label::RfmoId
                | Label::Flag
                | Label::ExternalMarking
                | Label::Tonnage
                | Label::Master
        )
    };
    table.row(0).any(|cell| {
        let meaning = reader.caption(&cell.span);
        meaning.concepts.any(C::SHIP) || meaning.labels.iter().any(asks)
    })
}

/// Fewest letters of a name that is told from an abbreviated caption (`EPIRB`) by its length.
const LETTERS_OF_NAME: usize = 4;

/// `ALBA NOVA` under `Vessel name`: under a heading in small letters this column is in capitals, and none of its
/// cells is a caption. Of two columns only that tells ships under each other from a form that begins with its ship.
fn holds_shouted_names(reader: &mut Reader<'_>, table: &Table, column: usize) -> bool {
    let small = |text: &str| text.chars().any(char::is_lowercase);
    if !table.row(0).all(|c| small(reader.page.slice(&c.span))) {
        return false;
    }
    (1..table.rows().min(LOOK)).all(|row| {
        let Some(cell) = table.filled(row, column) else {
            return false;
        };
        let text = reader.page.slice(&cell.span);
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        !small(text)
            && letters >= LETTERS_OF_NAME
            && !captions::caption_of(reader, cell).is_some_and(|m| captions::is_sure(&m))
    })
}

/// Fewest numbers with a check digit, and the percent of a column's cells that they are.
const CHECKED: usize = 3;
const MOST_CHECKED: usize = 80;

/// `Now called | Lloyd's/IMO` over `ALBA NOVA | 9281310`: words over a column of numbers that only ships have are a
/// heading, whatever they say.
pub(super) fn heads_numbers(reader: &Reader<'_>, table: &Table) -> bool {
    let text = |cell: &Cell| reader.page.slice(&cell.span);
    let worded = |cell: &Cell| {
        let text = text(cell);
        text.chars().any(char::is_alphabetic) && seek::figures(text) < 3
    };
    if table.columns < 3 || table.rows() <= CHECKED || !table.row(0).all(worded) {
        return false;
    }
    let checked = |column: usize| {
        let cells = (1..table.rows().min(4 * LOOK)).filter_map(|row| table.starts_at(row, column));
        let figured = cells.filter(|cell| seek::figures(text(cell)) >= 5);
        let (mut valid, mut all) = (0, 0);
        for cell in figured {
            all += 1;
            valid += usize::from(matches!(identity::imo(text(cell)), Reading::Valid(_)));
        }
        valid >= CHECKED && valid * 100 >= all * MOST_CHECKED
    };
    (0..table.columns).any(checked)
}

/// Cells of words over columns of figures: headings whatever they say.
pub(super) fn contrasts(
    reader: &Reader<'_>,
    table: &Table,
    rows: usize,
    columns: usize,
) -> Vec<Vec<bool>> {
    let text = |row: usize, column: usize| {
        let cell = table.filled(row, column);
        cell.map(|c| reader.page.slice(&c.span))
    };
    let figures = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let wordy = |text: &str| {
        let outside = text.split(['(', '[']).next().unwrap_or("");
        outside.chars().any(char::is_alphabetic) && !seek::has_figure(outside)
    };
    let mut found = vec![vec![false; columns]; rows];
    for column in 0..columns {
        let (mut below, mut all) = (0, 0);
        for row in (0..rows).rev() {
            let Some(text) = text(row, column) else {
                continue;
            };
            let head = wordy(text) && all > 0 && below == all;
            if let Some(cell) = found.get_mut(row).and_then(|r| r.get_mut(column)) {
                *cell = head;
            }
            all += 1;
            below += usize::from(figures(text) || closed::is_empty_value(text));
        }
    }
    found
}

fn is_unit_row(reader: &Reader<'_>, table: &Table, row: usize) -> bool {
    let (mut units, mut words) = (0, 0);
    for cell in table.row(row) {
        let text = reader.page.slice(&cell.span);
        if text.is_empty() {
            continue;
        }
        let bare = text.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']'));
        let dates = matches!(
            bare.to_lowercase().as_str(),
            "dd/mm/yyyy"
                | "mm/dd/yyyy"
                | "yyyy-mm-dd"
                | "dd-mm-yyyy"
                | "jj/mm/aaaa"
                | "dd/mm/aaaa"
                | "yyyy/mm/dd"
                | "yyyy"
                | "aaaa"
                | "dd.mm.yyyy"
        );
        if Unit::of(bare).is_some() || dates || is_units(bare) {
            units += 1;
            continue;
        }
        // `org`, `pers.`, `kn`: what else is counted.
        let short = bare.len() <= 5 && bare.chars().all(|c| c.is_lowercase() || c == '.');
        if !short {
            return false;
        }
        words += 1;
    }
    units > words
        || (row > 0 && table.row(row).next().is_some() && table.row(row).all(|c| c.span.is_empty()))
}

/// `PK (HP)`: one unit in two languages.
pub(super) fn is_units(text: &str) -> bool {
    let mut words = text
        .split([' ', '/', '(', ')'])
        .filter(|w| !w.is_empty())
        .peekable();
    words.peek().is_some() && words.all(|w| Unit::of(w).is_some())
}

/// `(1) | (2) | (3)`, `a | b | c`: the columns are counted.
pub(super) fn is_number_row(reader: &Reader<'_>, table: &Table, row: usize) -> bool {
    let mut expected = None;
    let mut count = 0;
    for cell in table.row(row) {
        let text = reader
            .page
            .slice(&cell.span)
            .trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | '.'));
        let number: Option<u32> = match text.parse() {
            Ok(n) => Some(n),
            Err(_) if text.len() == 1 => text
                .bytes()
                .next()
                .map(|b| b.to_ascii_lowercase())
                .filter(u8::is_ascii_lowercase)
                .map(|b| u32::from(b - b'a') + 1),
            Err(_) => None,
        };
        let Some(number) = number else { return false };
        if expected.is_some_and(|e| e != number) {
            return false;
        }
        expected = Some(number + 1);
        count += 1;
    }
    count >= 3
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn ships_beside_a_column_that_is_not_understood_are_named() {
        let ships = "<table><tr><td>Vessel name</td><td>Kvotefaktor</td></tr><tr><td>ALBA NOVA</td><td>1,375</td></tr>\
                     <tr><td>MARIA DEL SOL</td><td>4,00</td></tr></table>";
        assert_eq!(
            things(ships),
            ["VESSEL_NAME=ALBA NOVA", "VESSEL_NAME=MARIA DEL SOL"]
        );
        let form = "<table><tr><td>Vessel name</td><td>Galeb</td></tr><tr><td>EPIRB</td><td>1,375</td></tr>\
                    <tr><td>IMO</td><td>9281310</td></tr></table>";
        assert_eq!(things(form), ["VESSEL_NAME=GALEB", "IMO=9281310"]);
    }

    #[test]
    fn letters_that_count_the_columns_ask_for_nothing() {
        for row in ["(1) | (2) | (3)", "A | B | C", "a | b | c"] {
            let page = format!(
                "| Vessel name | Flag | Owner |\n|---|---|---|\n| {row} |\n| (1) ALBA NOVA | Togo | Reef Fish Ltd |\n\
                 | (2) MARIA DEL SOL | Togo | Reef Fish Ltd |\n"
            );
            let ship = |name: &str| {
                [
                    format!("VESSEL_NAME={name}"),
                    "FLAG=TGO".into(),
                    "OWNER=Reef Fish Ltd".into(),
                ]
            };
            assert_eq!(
                things(&page),
                [ship("ALBA NOVA"), ship("MARIA DEL SOL")].concat(),
                "{row}"
            );
        }
        let lettered = "| Vessel name (a) | Flag (b) |\n|---|---|\n| ALBA NOVA | Togo |\n| GALEB II | Togo |\n";
        assert_eq!(things(lettered).len(), 4);
    }
}
