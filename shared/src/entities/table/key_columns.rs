//! The columns that hold the captions of a form.

use super::layout::Grids;
use crate::entities::context::Reader;
use crate::entities::page::Table;

/// `A1 | Ship | ALBA | A11 | Owner | Mar S.L.`: captions behind columns of item codes, each with its value to the right.
pub(super) fn coded_keys(
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

/// Captions and filled cells of a column.
pub(super) fn column_rate(
    captions: &[Vec<bool>],
    filled: &[Vec<bool>],
    column: usize,
) -> (usize, usize) {
    let count = |grid: &[Vec<bool>]| {
        grid.iter()
            .filter(|row| row.get(column) == Some(&true))
            .count()
    };
    (count(captions), count(filled))
}

/// Columns that hold the captions: a third of their cells are understood, and every second column is left to values.
pub(super) fn key_columns(grids: &Grids) -> Vec<usize> {
    let (captions, filled, columns) = (&grids.captions, &grids.filled, grids.columns);
    let first = grids.sure_rate(0);
    let firm = first.0 >= 3 && first.0 == first.1;
    let good = |c: &usize| {
        let (known, full) = column_rate(captions, filled, *c);
        // Beside sure captions throughout, halves of captions are values (`OCEAN PEARL`).
        let halves = firm && *c > 0 && known * 100 < full * 80 && grids.sure_rate(*c).0 == 0;
        known >= 1
            && known * 100 >= full * 35
            && (known >= 2 || captions.len() <= 2 || full == 1)
            && !halves
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
