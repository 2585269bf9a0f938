//! Which parts of the entries of a list say the same: each entry laid beside the one with the most parts.
//!
//! `ALBA 2, Togo, longliner, 412 t` beside `SOL, Fiji, 98 t`: the tonnages stand in one column though a part is missing.

use super::Read;
use super::parts::{Kind, Part};

/// Most parts of an entry that is laid beside others.
const PARTS: usize = 40;

/// Gives the parts without words before their values the slot of their column.
pub(super) fn settle(entries: &mut [Read]) {
    let longest = entries.iter().map(|entry| entry.parts.len()).max();
    let Some(model) = entries
        .iter()
        .find(|entry| Some(entry.parts.len()) == longest)
        .map(|entry| entry.parts.clone())
        .filter(|parts| parts.len() <= PARTS)
    else {
        return;
    };
    for entry in entries {
        let columns = beside(&entry.parts, &model);
        for (part, column) in entry.parts.iter_mut().zip(columns) {
            if let Some(column) = column.filter(|_| part.lead.is_empty()) {
                part.slot = format!("{}#{column}", part.sign);
            }
        }
    }
}

/// How well two parts fit one column; none where they do not.
fn fit(one: &Part, other: &Part) -> Option<i32> {
    let signs = if one.sign == other.sign { 2 } else { 0 };
    match (one.lead.is_empty(), other.lead.is_empty()) {
        (false, false) => (one.slot == other.slot).then_some(6),
        (true, true) if one.kind == other.kind => Some(3 + signs),
        (true, true) if one.kind == Kind::Code || other.kind == Kind::Code => Some(1 + signs),
        (true, true) => (signs > 0).then_some(0),
        _ => None,
    }
}

/// The columns of the model in which the parts of an entry stand.
fn beside(parts: &[Part], model: &[Part]) -> Vec<Option<usize>> {
    let width = model.len() + 1;
    // The best sum of fits of the parts from one place on, laid beside the columns from another on.
    let mut best = vec![0_i32; (parts.len() + 1) * width];
    let sum = |best: &[i32], part: usize, column: usize| {
        best.get(part * width + column).copied().unwrap_or(0)
    };
    for (part, own) in parts.iter().enumerate().rev() {
        for (column, other) in model.iter().enumerate().rev() {
            let apart = sum(&best, part + 1, column).max(sum(&best, part, column + 1));
            let together = fit(own, other).map(|fit| fit + sum(&best, part + 1, column + 1));
            if let Some(cell) = best.get_mut(part * width + column) {
                *cell = apart.max(together.unwrap_or(0));
            }
        }
    }
    let mut columns = vec![None; parts.len()];
    let (mut part, mut column) = (0, 0);
    while let (Some(own), Some(other)) = (parts.get(part), model.get(column)) {
        let whole = sum(&best, part, column);
        let fit = fit(own, other).map(|fit| fit + sum(&best, part + 1, column + 1));
        if fit == Some(whole) {
            if let Some(place) = columns.get_mut(part) {
                *place = Some(column);
            }
            (part, column) = (part + 1, column + 1);
        } else if sum(&best, part + 1, column) == whole {
            part += 1;
        } else {
            column += 1;
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn parts_stand_in_columns_whatever_their_looks() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Charters of vessels\n\nAlba Maru No. 15, Japan; charterer Reef Tuna Enterprises, Namibia; quota 150 t\nTa Sul 1, Chinese Taipei; charterer Mar Fishing (Pty) Ltd, Namibia; quota 400 t\nNova Luz, Spain; charterer Sol Pelagics, Namibia; quota 85 t",
                &[
                    "0 FLAG=JPN",
                    "0 COUNTRY=NAM",
                    "1 FLAG=TWN",
                    "1 CHARTERER=Mar Fishing (Pty) Ltd",
                    "2 FLAG=ESP",
                    "-2 FLAG=NAM",
                ],
            ),
            (
                "Masters of the vessels\n\n1. Alba Pride; master J. Rey, South African; crew 24\n2. Alba Spirit; master Luz Mar, Angolan; crew 22\n3. Nova Bay; master Jon Sol, South African; crew 19",
                &[
                    "0 COUNTRY=ZAF",
                    "1 COUNTRY=AGO",
                    "1 VESSEL_NAME=ALBA SPIRIT",
                    "-0 FLAG=ZAF",
                ],
            ),
        ];
        for (page, wanted) in cases {
            tells(page, wanted);
        }
    }
}
