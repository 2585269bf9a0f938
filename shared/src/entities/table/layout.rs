//! How a table is laid out: where its captions are, and so what a vessel is.
//!
//! `Name | Flag` over `ALBA | Fiji`: a vessel a row. `Name | ALBA` over `Flag | Fiji`: one vessel.

use super::captions::{self, caption_of};
use super::key_columns::{coded_keys, column_rate, key_columns};
use super::{heads, keys, pairs, transposed, wide};
use crate::entities::context::Reader;
use crate::entities::page::{Cell, Table};
use crate::entities::values::measure::Unit;
use crate::entities::words::seek;

/// Rows that are looked at to find the captions.
const LOOK: usize = 12;
/// Columns that are looked at.
const LOOK_COLUMNS: usize = 48;

/// Longest word that ticks an entry off, in characters.
const TICK: usize = 10;

/// Fewest headings of which half need be told.
const FEWEST_HEADINGS: usize = 5;

/// How a table is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Captions in the rows `first..=last`, one vessel (or catch) a row.
    Columns { first: usize, last: usize },
    /// Captions in these columns, each with its value to the right.
    Pairs(Vec<usize>),
    /// Forms side by side, each as many columns wide; captions in every second column of each.
    Beside(usize),
    /// Captions in these columns, each with its value to the right, each vessel's name merged down the first.
    Groups(Vec<usize>),
    /// Captions in the first column, one vessel a column.
    Transposed,
    /// No captions.
    Bare,
}

/// Finds the layout of a table.
pub(super) fn layout(reader: &mut Reader<'_>, table: &Table) -> Layout {
    let grids = Grids::of(reader, table);
    if let Some(width) = beside(reader, table) {
        return Layout::Beside(width);
    }
    if pairs::is_titled(reader, table) {
        return Layout::Pairs(vec![0]);
    }
    if wide::reaches(reader, table) {
        return Layout::Pairs(vec![0]);
    }
    if !keys::roles(reader, table).is_empty() {
        return Layout::Transposed;
    }
    let coded = coded_keys(reader, table, &grids.captions, &grids.filled);
    if !coded.is_empty() {
        return Layout::Pairs(coded);
    }
    if grids.is_small_form(table) {
        return Layout::Pairs((0..grids.columns).step_by(2).collect());
    }
    let (rows, columns) = (grids.rows(), grids.columns);
    let contrasts = heads::contrasts(reader, table, rows, columns);
    let ships = heads::names_ships(reader, table);
    let heading = if ships {
        Some(0)
    } else {
        let told = heads::tells_of_ships(reader, table);
        heading_row(&grids.captions, &grids.filled, &contrasts, told)
    };
    let numbered = heading.is_none_or(|row| row == 0) && heads::heads_numbers(reader, table);
    let heading = heading.or_else(|| numbered.then_some(0));
    let units = columns == 3 && third_is_unit(reader, table);
    let keys = grids.keys(units);
    let dense = !numbered && keys.first() == Some(&0) && grids.is_dense(heading);
    let headed =
        ships || numbered || heading.is_some_and(|row| grids.is_headed(row, dense, &contrasts));
    if keys.first() == Some(&0)
        && columns >= 2
        && (!headed || dense)
        && grids.leaves_values(&keys, units, dense)
    {
        let spaced = keys.windows(2).all(|w| matches!(w, [a, b] if b - a >= 2));
        let closed = keys.last().is_some_and(|l| l + 1 < columns);
        if columns == 2 || (keys.len() >= 2 && spaced && closed) {
            return Layout::Pairs(keys);
        }
        if keys.len() == 1 {
            return if units || ticked_off(reader, table) {
                Layout::Pairs(vec![0])
            } else {
                Layout::Transposed
            };
        }
    }
    if let Some(layout) = second_column_keys(reader, table, &grids.sure, &grids.filled) {
        return layout;
    }
    if let Some(keys) = grids.keys_beside_names(table) {
        return Layout::Groups(keys);
    }
    if let Some(first) = heading.filter(|_| headed || columns < 2 || rows > 1 && !dense) {
        let last = heads::last_heading_row(reader, table, first, &grids.captions, &grids.filled);
        return Layout::Columns { first, last };
    }
    if columns == 2 && first_column_keys(reader, table) {
        return Layout::Pairs(vec![0]);
    }
    Layout::Bare
}

/// What the first rows and columns of a table hold, cell by cell.
pub(super) struct Grids {
    pub(super) columns: usize,
    pub(super) captions: Vec<Vec<bool>>,
    pub(super) filled: Vec<Vec<bool>>,
    /// Cells understood for the most part: half a caption may be a name (`PESCARIA NOVE`).
    sure: Vec<Vec<bool>>,
}

impl Grids {
    fn of(reader: &mut Reader<'_>, table: &Table) -> Self {
        let rows = table.rows().min(LOOK);
        let columns = table.columns.min(LOOK_COLUMNS);
        let empty = vec![vec![false; columns]; rows];
        let mut grids = Grids {
            columns,
            captions: empty.clone(),
            filled: empty.clone(),
            sure: empty,
        };
        // `Unit` over a column of units asks for no ship.
        let units = transposed::unit_column(reader, table);
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        for (row, column) in places {
            let Some(cell) = table.starts_at(row, column) else {
                continue;
            };
            let unit = column > 0 && Some(column) == units;
            let full = !cell.span.is_empty();
            let may = full && !unit && cell.columns < columns.max(2);
            let meaning = may.then(|| caption_of(reader, cell)).flatten();
            let set = |grid: &mut Vec<Vec<bool>>, holds: bool| {
                if let Some(place) = grid.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *place = holds;
                }
            };
            set(&mut grids.filled, full);
            set(&mut grids.captions, meaning.is_some());
            set(
                &mut grids.sure,
                meaning.is_some_and(|m| captions::is_sure(&m)),
            );
        }
        grids
    }

    fn rows(&self) -> usize {
        self.filled.len()
    }

    /// Captions and filled cells of a column.
    fn rate(&self, column: usize) -> (usize, usize) {
        column_rate(&self.captions, &self.filled, column)
    }

    /// Sure captions and filled cells of a column.
    pub(super) fn sure_rate(&self, column: usize) -> (usize, usize) {
        column_rate(&self.sure, &self.filled, column)
    }

    /// The columns of captions; `units`: the third holds units.
    fn keys(&self, units: bool) -> Vec<usize> {
        let mut keys = key_columns(self);
        if units {
            keys.retain(|key| *key != 2);
        }
        // `Vessel | KAPITAN MORO`: a word of a name is no second caption.
        let first = self.rate(0);
        if self.columns == 2 && first.0 == first.1 && self.sure_rate(1).0 == 0 {
            keys.retain(|key| *key == 0);
        }
        keys
    }

    /// `Vessel name | ALBA NOVA | Flag | Spain` over `Call sign | EHQR | IMO | 9281310`: too few rows to tell by shares.
    /// Values and the last pairs of a row may be left empty.
    fn is_small_form(&self, table: &Table) -> bool {
        const ROWS: usize = 3;
        let even = self.columns >= 4 && self.columns.is_multiple_of(2);
        if !even || !(2..=ROWS).contains(&table.rows()) {
            return false;
        }
        let mut values = 0;
        let told = self.filled.iter().zip(&self.sure).all(|(filled, sure)| {
            let pairs = || filled.chunks(2).zip(sure.chunks(2));
            let asked = |(filled, _): &(&[bool], &[bool])| filled.first() == Some(&true);
            let used = pairs().take_while(asked).count();
            values += pairs()
                .filter(|(filled, _)| filled.last() == Some(&true))
                .count();
            used >= 1
                && pairs()
                    .take(used)
                    .all(|(_, sure)| matches!(sure, [true, false]))
                && pairs()
                    .skip(used)
                    .all(|(filled, _)| matches!(filled, [false, false]))
        });
        told && values > self.rows()
    }

    /// Every second column from the second on holds captions, beside cells that are merged down the first.
    fn keys_beside_names(&self, table: &Table) -> Option<Vec<usize>> {
        let names: Vec<&Cell> = (0..table.rows())
            .filter_map(|row| table.filled(row, 0))
            .collect();
        if table.columns < 5
            || table.columns.is_multiple_of(2)
            || names.len() < 2
            || names.iter().any(|name| name.rows < 2)
        {
            return None;
        }
        let rate = |from: usize| {
            let rates = (from..self.columns).step_by(2).map(|c| self.sure_rate(c));
            rates.fold((0, 0), |(a, b), (known, full)| (a + known, b + full))
        };
        let (known, full) = rate(1);
        let (values, valued) = rate(2);
        let told = known >= 4 && known * 10 >= full * 6 && values * 4 <= valued;
        told.then(|| (1..self.columns).step_by(2).collect())
    }

    /// A row of nothing but captions outweighs names that hold a caption's word (`Puerto Chalaco`) below it.
    fn is_of_captions(&self, row: usize) -> bool {
        let sure = in_row(&self.sure, row, 0);
        let below = self.sure_rate(0);
        sure >= 3
            && sure * 10 >= in_row(&self.filled, row, 0) * 8
            && below.0.saturating_sub(1) * 10 < below.1.saturating_sub(1) * 6
    }

    /// The first column is full of captions, and no row is. The row may be the second of two heading rows.
    fn is_dense(&self, heading: Option<usize>) -> bool {
        let named = heading.is_some_and(|h| self.is_of_captions(h) || self.is_of_captions(h + 1));
        let first = self.rate(0);
        // Names whose words had to be mended into a caption's are none.
        !named && self.sure_rate(0).0 >= 3 && first.0 * 10 >= first.1 * 6
    }

    /// The heading row names the columns right of the first, too.
    fn is_headed(&self, row: usize, dense: bool, contrasts: &[Vec<bool>]) -> bool {
        let known = in_row(&self.sure, row, 1);
        let full = in_row(&self.filled, row, 1);
        let told = contrasts.get(row).zip(self.captions.get(row));
        let told = told.map_or(0, |(row, captions)| {
            let unknown = row.iter().zip(captions).skip(1);
            unknown.filter(|(told, known)| **told && !**known).count()
        });
        known >= 1 && (known + told) * 2 >= full && !(dense && (known + told) * 10 < full * 8)
    }

    /// Few cells beside the columns of captions are captions.
    fn leaves_values(&self, keys: &[usize], units: bool, dense: bool) -> bool {
        let values = (0..self.columns).filter(|c| !keys.contains(c) && !(units && *c == 2));
        let (known, full) = values
            .map(|c| self.sure_rate(c))
            .fold((0, 0), |(a, b), (x, y)| (a + x, b + y));
        full > 0 && known * 100 <= full * if dense { 35 } else { 15 }
    }
}

/// True if the table is a form of few rows.
pub(super) fn is_small_form(reader: &mut Reader<'_>, table: &Table) -> bool {
    Grids::of(reader, table).is_small_form(table)
}

/// The cells of a row that are set, from a column on.
fn in_row(grid: &[Vec<bool>], row: usize, from: usize) -> usize {
    let cells = grid.get(row).into_iter().flatten();
    cells.skip(from).filter(|cell| **cell).count()
}

/// The width of forms that stand side by side: most rows hold the same caption again that many columns on.
fn beside(reader: &mut Reader<'_>, table: &Table) -> Option<usize> {
    [2, 4, 6].into_iter().find(|width| {
        if table.columns < width * 2 || table.columns > 24 || !table.columns.is_multiple_of(*width)
        {
            return false;
        }
        let (mut same, mut all, mut known) = (0, 0, 0);
        for row in 0..table.rows().min(40) {
            let own = |column: usize| table.filled(row, column);
            let (Some(first), Some(again)) = (own(0), own(*width)) else {
                continue;
            };
            let text = reader.page.slice(&first.span);
            all += 1;
            if text == reader.page.slice(&again.span) && text.chars().any(char::is_alphabetic) {
                same += 1;
                known += usize::from(!reader.caption(&first.span).labels.is_empty());
            }
        }
        same >= 3 && same * 10 >= all * 7 && known >= 2
    })
}

/// `NA | Vessel name | HAVSULAN`: captions in the second of three columns, codes or merged names in the first.
fn second_column_keys(
    reader: &Reader<'_>,
    table: &Table,
    sure: &[Vec<bool>],
    filled: &[Vec<bool>],
) -> Option<Layout> {
    let (known, full) = column_rate(sure, filled, 1);
    let values = column_rate(sure, filled, 2);
    if table.columns != 3 || known < 3 || known * 10 < full * 6 || values.0 * 4 > values.1 {
        return None;
    }
    let firsts: Vec<&Cell> = (0..table.rows())
        .filter_map(|r| table.starts_at(r, 0))
        .filter(|c| !c.span.is_empty())
        .collect();
    if firsts.iter().any(|c| c.rows > 1) {
        // Papers of one ship (`Tonnage certificate | length | 14.95 m`) ask for nothing twice, several ships do.
        let mut captions: Vec<&str> = (0..table.rows())
            .filter_map(|r| table.starts_at(r, 1))
            .map(|c| reader.page.slice(&c.span))
            .filter(|text| !text.is_empty())
            .collect();
        let all = captions.len();
        captions.sort_unstable();
        captions.dedup();
        let sections = captions.len() == all && firsts.len() > 2;
        return Some(if sections {
            Layout::Pairs(vec![1])
        } else {
            Layout::Groups(vec![1])
        });
    }
    let short = firsts
        .iter()
        .filter(|c| reader.page.slice(&c.span).chars().count() <= 4)
        .count();
    (short * 10 >= firsts.len() * 8).then(|| Layout::Pairs(vec![1]))
}

/// The first row, among the first six, most of whose cells are captions.
fn heading_row(
    captions: &[Vec<bool>],
    filled: &[Vec<bool>],
    contrasts: &[Vec<bool>],
    of_ships: bool,
) -> Option<usize> {
    let rate = |index: usize| {
        let known = captions
            .get(index)
            .map_or(0, |row| row.iter().filter(|c| **c).count());
        let full = filled
            .get(index)
            .map_or(0, |row| row.iter().filter(|c| **c).count());
        (known, full)
    };
    (0..captions.len().min(6)).find(|index| {
        let (known, full) = rate(*index);
        let alone = full >= 1
            && known >= 1
            && full <= 2
            && *index == 0
            && known == full
            && captions.len() > 1
            // A title of one cell over a row of captions.
            && !(full == 1 && rate(1).0 >= 3);
        let told = contrasts.get(*index).zip(captions.get(*index));
        let told = told.map_or(0, |(row, captions)| {
            let both = row.iter().zip(captions);
            both.filter(|(told, known)| **told || **known).count()
        });
        let most = known >= 3 && told * 4 >= full * 3;
        // Words over columns of figures, two captions among them.
        let half = of_ships
            && *index == 0
            && full >= FEWEST_HEADINGS
            && told * 2 >= full
            && told >= known + 2;
        (known >= 2 && (known * 2 >= full || most || half)) || alone
    })
}

/// `Length | 23.8 | m`: the third column holds units.
fn third_is_unit(reader: &Reader<'_>, table: &Table) -> bool {
    let units = (0..table.rows().min(LOOK))
        .filter_map(|r| table.starts_at(r, 2))
        .filter(|c| !c.span.is_empty());
    let (mut unit, mut all) = (0, 0);
    for cell in units {
        all += 1;
        if Unit::of(reader.page.slice(&cell.span)).is_some() {
            unit += 1;
        }
    }
    all > 0 && unit * 2 > all
}

/// `Call sign | 5VAB2 | OK`: the third column says of each entry that it was looked at, in one word or two.
fn ticked_off(reader: &Reader<'_>, table: &Table) -> bool {
    let cells = (0..table.rows()).filter_map(|row| table.filled(row, 2));
    let mut texts: Vec<&str> = cells.map(|cell| reader.page.slice(&cell.span)).collect();
    let all = texts.len();
    texts.sort_unstable();
    texts.dedup();
    let short = |text: &&str| text.chars().count() <= TICK && !seek::has_figure(text);
    table.columns == 3 && all > 2 * texts.len() && texts.len() <= 2 && texts.iter().all(short)
}

/// A two-column table whose first column ends in colons or is bold throughout.
fn first_column_keys(reader: &Reader<'_>, table: &Table) -> bool {
    let (mut keys, mut all) = (0, 0);
    for row in 0..table.rows().min(LOOK) {
        if let Some(cell) = table.filled(row, 0) {
            all += 1;
            keys += usize::from(reader.page.slice(&cell.span).ends_with(':'));
        }
    }
    all > 0 && keys * 2 > all
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn a_column_of_ticks_is_no_vessel() {
        let page = "<table><tr><td>Name</td><td>ALBA NOVA</td><td>OK</td></tr>\
            <tr><td>Flag State</td><td>Togo</td><td>OK</td></tr>\
            <tr><td>Call sign</td><td>5VAB2</td><td>OK</td></tr>\
            <tr><td>Owner</td><td>Reef Ltd</td><td>missing</td></tr>\
            <tr><td>Home port</td><td>Lomé</td><td>OK</td></tr></table>";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 FLAG=TGO",
            "0 IRCS=5VAB2",
            "0 OWNER=Reef Ltd",
            "0 PORT=Lomé",
        ];
        assert_eq!(found(page), wanted);
    }

    #[test]
    fn areas_and_names_of_half_a_caption_are_values_of_a_form() {
        let columns = "<table><tr><td>Zona</td><td>FAO 34</td><td>FAO Area 71</td><td>48.3</td></tr>\
            <tr><td>Buque</td><td>ALBA NOVA</td><td>OCEAN PEARL</td><td>BLUE FIN</td></tr>\
            <tr><td>Bandera</td><td>Togo</td><td>Senegal</td><td>Chile</td></tr></table>";
        let wanted = [
            "0 FISHING_AREA=FAO 34",
            "1 FISHING_AREA=FAO Area 71",
            "2 FISHING_AREA=48.3",
            "0 VESSEL_NAME=ALBA NOVA",
            "1 VESSEL_NAME=OCEAN PEARL",
            "2 VESSEL_NAME=BLUE FIN",
            "0 FLAG=TGO",
            "1 FLAG=SEN",
            "2 FLAG=CHL",
        ];
        assert_eq!(found(columns), wanted);
        let pairs = "<table><tr><td>Valid until</td><td>2025-11-13</td><td>Area</td><td>FAO Area 87</td></tr>\
            <tr><td>Gear</td><td>Longline</td><td>Vessel</td><td>CAP ROUGE</td></tr></table>";
        let wanted = [
            "0 END_DATE=2025-11-13",
            "0 FISHING_AREA=FAO Area 87",
            "0 GEAR_TYPE=LL",
            "0 VESSEL_NAME=CAP ROUGE",
        ];
        assert_eq!(found(pairs), wanted);
    }

    #[test]
    fn a_form_of_two_rows_may_leave_pairs_empty() {
        let page = "<table><tr><td>Name of vessel</td><td>ALBA NOVA</td><td>Year built</td><td>2016</td><td>Flag</td><td>Togo</td></tr>\
            <tr><td>Engine power (kW)</td><td>3590</td><td>Call sign</td><td>5VAB2</td><td></td><td></td></tr></table>";
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 BUILD_YEAR=2016",
            "0 FLAG=TGO",
            "0 ENGINE_POWER=3590 kW",
            "0 IRCS=5VAB2",
        ];
        assert_eq!(found(page), wanted);
    }
}
