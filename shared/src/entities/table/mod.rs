//! Tables: which of its cells are captions, and so whether a vessel is a row, a column or the whole table.

pub(crate) mod announced;
mod band;
mod captions;
pub(crate) mod cell;
mod columns;
pub(crate) mod composite;
mod contradicted;
mod crew;
mod evidence;
pub(crate) mod flat;
mod folded;
mod heads;
mod history;
mod keys;
pub(super) mod legend;
mod other_rows;
mod pairs;
mod paper;
pub(crate) mod particulars;
pub(crate) mod party;
mod persons;
pub(crate) mod place;
pub(crate) mod registered;
mod revised;
mod roles;
mod rows;
mod sections;
mod series;
mod shape;
mod stacked;
pub(crate) mod term;
mod terms;
mod torn;
mod unheaded;
mod units;

pub(crate) use captions::caption_of;
pub(crate) use shape::{is_days, is_name, is_term};

use super::context::Reader;
use super::form::Form;
use super::page::{Cell, Table};

pub(crate) use revised::change;

/// Rows that are looked at to find the captions.
const LOOK: usize = 12;
/// Columns that are looked at.
const LOOK_COLUMNS: usize = 48;

/// How a table is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Captions in the rows `first..=last`, one vessel (or catch) a row.
    Columns { first: usize, last: usize },
    /// Captions in these columns, each with its value to the right.
    Pairs(Vec<usize>),
    /// Forms side by side, each as many columns wide; captions in every second column of each.
    Beside(usize),
    /// Captions in the second column, values in the third, each vessel's name merged down the first.
    Groups,
    /// Captions in the first column, one vessel a column.
    Transposed,
    /// No captions.
    Bare,
}

/// Finds the layout of a table.
pub(crate) fn layout(reader: &mut Reader<'_>, table: &Table) -> Layout {
    let rows = table.rows().min(LOOK);
    let columns = table.columns.min(LOOK_COLUMNS);
    let mut captions = vec![vec![false; columns]; rows];
    let mut filled = vec![vec![false; columns]; rows];
    // Cells understood for the most part: half a caption may be a name (`PESCARIA NOVE`).
    let mut sure = vec![vec![false; columns]; rows];
    // `Unit` over a column of units asks for no ship.
    let units = pairs::unit_column(reader, table);
    for (r, (caption_row, filled_row)) in captions.iter_mut().zip(filled.iter_mut()).enumerate() {
        for (c, (caption, full)) in caption_row
            .iter_mut()
            .zip(filled_row.iter_mut())
            .enumerate()
        {
            let Some(cell) = table.starts_at(r, c) else {
                continue;
            };
            *full = !cell.span.is_empty();
            let unit = c > 0 && Some(c) == units;
            let meaning = if *full && !unit && cell.columns < columns.max(2) {
                caption_of(reader, cell)
            } else {
                None
            };
            *caption = meaning.is_some();
            if meaning.is_some_and(|m| captions::is_sure(&m))
                && let Some(place) = sure.get_mut(r).and_then(|row| row.get_mut(c))
            {
                *place = true;
            }
        }
    }
    if let Some(width) = beside(reader, table) {
        return Layout::Beside(width);
    }
    if pairs::is_titled(reader, table) {
        return Layout::Pairs(vec![0]);
    }
    if !keys::roles(reader, table).is_empty() {
        return Layout::Transposed;
    }
    let coded = coded_keys(reader, table, &captions, &filled);
    if !coded.is_empty() {
        return Layout::Pairs(coded);
    }
    let contrasts = heads::contrasts(reader, table, rows, columns);
    let ships = heads::names_ships(reader, table);
    let heading = if ships {
        Some(0)
    } else {
        heading_row(&captions, &filled, &contrasts)
    };
    let rate = |c: usize| column_rate(&captions, &filled, c);
    let mut keys = key_columns(&captions, &filled, columns);
    if columns == 3 && third_is_unit(reader, table) {
        keys.retain(|key| *key != 2);
    }
    // `Vessel | KAPITAN MORO`: a word of a name is no second caption.
    if columns == 2 && rate(0).0 == rate(0).1 && column_rate(&sure, &filled, 1).0 == 0 {
        keys.retain(|key| *key == 0);
    }
    // A row of nothing but captions outweighs names that hold a caption's word (`Puerto Chalaco`) below it;
    // it may be the second of two heading rows.
    let of_captions = |h: usize| {
        let count = |grid: &[Vec<bool>]| {
            grid.get(h)
                .map_or(0, |row| row.iter().filter(|c| **c).count())
        };
        let below = column_rate(&sure, &filled, 0);
        count(&sure) >= 3
            && count(&sure) * 10 >= count(&filled) * 8
            && (below.0.saturating_sub(1)) * 10 < below.1.saturating_sub(1) * 6
    };
    let named = heading.is_some_and(|h| of_captions(h) || of_captions(h + 1));
    // Names whose words had to be mended into a caption's are none.
    let certain = column_rate(&sure, &filled, 0);
    let dense =
        !named && keys.first() == Some(&0) && certain.0 >= 3 && rate(0).0 * 10 >= rate(0).1 * 6;
    let headed = heading.is_some_and(|h| {
        // A heading row names the columns right of the first too.
        let known = sure
            .get(h)
            .map_or(0, |row| row.iter().skip(1).filter(|c| **c).count());
        let full = filled
            .get(h)
            .map_or(0, |row| row.iter().skip(1).filter(|c| **c).count());
        let told = contrasts
            .get(h)
            .zip(captions.get(h))
            .map_or(0, |(row, captions)| {
                let unknown = row.iter().zip(captions).skip(1);
                unknown.filter(|(told, known)| **told && !**known).count()
            });
        known >= 1 && (known + told) * 2 >= full && !(dense && (known + told) * 10 < full * 8)
    }) || ships;
    let paired = |keys: &[usize]| {
        let units = columns == 3 && third_is_unit(reader, table);
        let values = (0..columns).filter(|c| !keys.contains(c) && !(units && *c == 2));
        let (known, full) = values
            .map(|c| column_rate(&sure, &filled, c))
            .fold((0, 0), |(a, b), (x, y)| (a + x, b + y));
        full > 0 && known * 100 <= full * if dense { 35 } else { 15 }
    };
    if keys.first() == Some(&0) && columns >= 2 && (!headed || dense) && paired(&keys) {
        let spaced = keys.windows(2).all(|w| matches!(w, [a, b] if b - a >= 2));
        let closed = keys.last().is_some_and(|l| l + 1 < columns);
        if columns == 2 || (keys.len() >= 2 && spaced && closed) {
            return Layout::Pairs(keys);
        }
        if keys.len() == 1 {
            return if columns == 3 && third_is_unit(reader, table) {
                Layout::Pairs(vec![0])
            } else {
                Layout::Transposed
            };
        }
    }
    if let Some(layout) = second_column_keys(reader, table, &sure, &filled) {
        return layout;
    }
    if let Some(first) = heading.filter(|_| headed || columns < 2 || rows > 1 && !dense) {
        let last = heads::last_heading_row(reader, table, first, &captions, &filled);
        return Layout::Columns { first, last };
    }
    if columns == 2 && first_column_keys(reader, table) {
        return Layout::Pairs(vec![0]);
    }
    Layout::Bare
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

/// `A1 | Ship | ALBA | A11 | Owner | Mar S.L.`: captions behind columns of item codes, each with its value to the right.
fn coded_keys(
    reader: &Reader<'_>,
    table: &Table,
    captions: &[Vec<bool>],
    filled: &[Vec<bool>],
) -> Vec<usize> {
    if table.columns < 6 || !table.columns.is_multiple_of(3) || table.rows() < 3 {
        return Vec::new();
    }
    let is_code = |text: &str| {
        let bare = text.trim_matches(['(', ')', '.']);
        let digits = bare.trim_start_matches(|c: char| c.is_ascii_uppercase());
        bare.len() - digits.len() <= 2
            && (1..=3).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let keys: Vec<usize> = (0..table.columns)
        .step_by(3)
        .filter(|column| {
            let cells = (0..table.rows()).filter_map(|row| table.starts_at(row, *column));
            let texts: Vec<&str> = cells
                .map(|c| reader.page.slice(&c.span))
                .filter(|text| !text.is_empty())
                .collect();
            let mut distinct = texts.clone();
            distinct.sort_unstable();
            distinct.dedup();
            let (known, full) = column_rate(captions, filled, column + 1);
            texts.len() >= 3
                && texts.iter().all(|text| is_code(text))
                && distinct.len() == texts.len()
                && known * 2 >= full
        })
        .map(|column| column + 1)
        .collect();
    if keys.len() * 3 == table.columns {
        keys
    } else {
        Vec::new()
    }
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
            Layout::Groups
        });
    }
    let short = firsts
        .iter()
        .filter(|c| reader.page.slice(&c.span).chars().count() <= 4)
        .count();
    (short * 10 >= firsts.len() * 8).then(|| Layout::Pairs(vec![1]))
}

/// Captions and filled cells of a column.
fn column_rate(captions: &[Vec<bool>], filled: &[Vec<bool>], column: usize) -> (usize, usize) {
    let count = |grid: &[Vec<bool>]| {
        grid.iter()
            .filter(|row| row.get(column) == Some(&true))
            .count()
    };
    (count(captions), count(filled))
}

/// Columns that hold the captions: a third of their cells are understood, and every second column is left to values.
fn key_columns(captions: &[Vec<bool>], filled: &[Vec<bool>], columns: usize) -> Vec<usize> {
    let good = |c: &usize| {
        let (known, full) = column_rate(captions, filled, *c);
        known >= 1 && known * 100 >= full * 35 && (known >= 2 || captions.len() <= 2 || full == 1)
    };
    let found: Vec<usize> = (0..columns).filter(good).collect();
    if columns >= 4 && columns.is_multiple_of(2) && found.len() > 1 {
        let even: Vec<usize> = (0..columns).step_by(2).collect();
        let odd_known: usize = (1..columns)
            .step_by(2)
            .map(|c| column_rate(captions, filled, c).0)
            .sum();
        let even_known: usize = even
            .iter()
            .map(|c| column_rate(captions, filled, *c).0)
            .sum();
        if found.first() == Some(&0)
            && found.iter().all(|c| c.is_multiple_of(2))
            && odd_known * 5 <= even_known
        {
            return even;
        }
    }
    found
}

/// The first row, among the first six, most of whose cells are captions.
fn heading_row(
    captions: &[Vec<bool>],
    filled: &[Vec<bool>],
    contrasts: &[Vec<bool>],
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
        (known >= 2 && (known * 2 >= full || known >= 3 && told * 4 >= full * 3)) || alone
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
        if super::values::measure::Unit::of(reader.page.slice(&cell.span)).is_some() {
            unit += 1;
        }
    }
    all > 0 && unit * 2 > all
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

/// Reads a table into entities. `form` is the form that runs around it; headings go to `heading` for the next page.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    table: &Table,
    form: &mut Form,
    heading: &mut Vec<String>,
) {
    let fields = stacked::boxes(reader, table).or_else(|| stacked::under(reader, table));
    if let Some(cells) = fields {
        for (key, value) in cells {
            form.field(reader, &key, &value);
        }
        return;
    }
    if sections::cells_are_fields(reader, table) {
        if let Some(rows) = paper::rows(reader, table, false) {
            paper::read(reader, table, &rows, form, heading);
            return;
        }
        let apart = sections::asks_side_by_side(reader, table);
        let mut sides = vec![Form::default(); table.columns];
        for row in 0..table.rows() {
            let mut filled = table.filled_in(row);
            if let (Some(title), None) = (filled.next(), filled.next())
                && !sections::is_field(reader, title)
            {
                form.section(reader, &title.span);
            }
            for cell in table.row(row) {
                let own = sides.get_mut(cell.column).filter(|_| apart);
                super::lines::read_cell(reader, &cell.span, own.unwrap_or(form));
            }
        }
        return;
    }
    if let Some(columns) = revised::find(reader, table) {
        revised::read(reader, table, columns, form);
        return;
    }
    let unfolded = folded::unfold(reader, table);
    let table = unfolded.as_ref().unwrap_or(table);
    if stacked::is_stacked(reader, table) {
        stacked::read(reader, table, form);
        return;
    }
    let layout = layout(reader, table);
    let paired = matches!(&layout, Layout::Pairs(keys) if keys.len() > 1);
    if let Some(rows) = paper::rows(reader, table, paired) {
        paper::read(reader, table, &rows, form, heading);
        return;
    }
    if matches!(layout, Layout::Columns { .. })
        && let Some(parts) = sections::split(reader, table)
    {
        for part in &parts {
            read_section(reader, part, form, heading);
        }
        return;
    }
    read_as(reader, table, layout, form, heading);
}

/// A heading and what stands under it: a part of a form where that is one row, else a table.
fn read_section(
    reader: &mut Reader<'_>,
    table: &Table,
    form: &mut Form,
    heading: &mut Vec<String>,
) {
    if table.rows() == 1 && sections::is_field_row(reader, table, 0) {
        for cell in table.row(0) {
            super::lines::read_cell(reader, &cell.span, form);
        }
        return;
    }
    if table.rows() == 2 {
        stacked::read(reader, table, form);
        return;
    }
    let layout = layout(reader, table);
    read_as(reader, table, layout, form, heading);
}

fn read_as(
    reader: &mut Reader<'_>,
    table: &Table,
    layout: Layout,
    form: &mut Form,
    heading: &mut Vec<String>,
) {
    match layout {
        Layout::Columns { first, last } => columns::read(reader, table, first, last, form, heading),
        Layout::Pairs(keys) => pairs::read(reader, table, &keys, form),
        Layout::Beside(width) => pairs::beside(reader, table, width),
        Layout::Groups => pairs::groups(reader, table),
        Layout::Transposed => pairs::transposed(reader, table),
        Layout::Bare => columns::read_bare(reader, table, form, heading),
    }
}
