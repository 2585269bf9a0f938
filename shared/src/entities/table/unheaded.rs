//! What the last columns of a vessels' table without headings hold: length and tonnage by how they grow together, the
//! one column of numbers of the ships' own, the one column of places that come again.

use std::collections::HashSet;

use super::columns::Column;
use super::evidence::{Sampled, assign, most, share};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::measure;
use crate::entities::words::lexicon;
use crate::entities::words::seek;

/// Fewest rows that show what a column holds.
const LEAST: usize = 4;

/// Gross tonnage by the cube of the length in metres: from slender open boats to full carriers.
const FULLNESS: std::ops::RangeInclusive<f64> = 0.0015..=0.04;

/// What is asked of a column's filled cells.
type Test = fn(&Reader<'_>, &[Sampled]) -> bool;

/// Two columns that say the same of most ships: a ship that is called by its registration has it as its name first.
pub(super) fn named_twice(reader: &Reader<'_>, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    let named = columns
        .iter()
        .any(|c| c.meaning.labels.contains(&Label::VesselName));
    let open: Vec<usize> = (0..columns.len())
        .filter(|index| columns.get(*index).is_some_and(|c| !c.meaning.understood()))
        .collect();
    let same = |first: usize, second: usize| {
        let (Some(first), Some(second)) = (samples.get(first), samples.get(second)) else {
            return false;
        };
        let equal = share(first, |row, span| {
            reader.page.slice(span).len() >= 4
                && second.iter().any(|(r, other)| {
                    *r == row && reader.page.slice(other) == reader.page.slice(span)
                })
        });
        let distinct: HashSet<&str> = first.iter().map(|(_, s)| reader.page.slice(s)).collect();
        first.len() >= LEAST && equal >= 40 && distinct.len() * 10 >= first.len() * 9
    };
    let pair = open.iter().enumerate().find_map(|(at, first)| {
        let second = open
            .iter()
            .skip(at + 1)
            .find(|second| same(*first, **second))?;
        Some((*first, *second))
    });
    if let Some((first, second)) = pair.filter(|_| !named) {
        assign(columns, first, Some(Label::VesselName));
        assign(columns, second, Some(Label::NationalRegNo));
    }
}

pub(super) fn complete(reader: &Reader<'_>, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    let open = |columns: &[Column], index: usize| {
        columns
            .get(index)
            .is_some_and(|c| !c.meaning.understood() && c.heading.is_empty())
    };
    let has = |columns: &[Column], label: Label| {
        columns.iter().any(|c| c.meaning.labels.contains(&label))
    };
    for index in 0..columns.len().saturating_sub(1) {
        let (Some(first), Some(second)) = (samples.get(index), samples.get(index + 1)) else {
            continue;
        };
        let free = open(columns, index) && open(columns, index + 1);
        if !free || has(columns, Label::Length) || has(columns, Label::Tonnage) {
            continue;
        }
        if grow_together(reader, first, second) {
            assign(columns, index, Some(Label::Length));
            assign(columns, index + 1, Some(Label::Tonnage));
        } else if grow_together(reader, second, first) {
            assign(columns, index, Some(Label::Tonnage));
            assign(columns, index + 1, Some(Label::Length));
        }
    }
    let only = |columns: &[Column], test: Test| {
        let mut found = (0..columns.len()).filter(|index| {
            open(columns, *index)
                && samples
                    .get(*index)
                    .is_some_and(|sample| test(reader, sample))
        });
        let first = found.next();
        first.filter(|_| found.next().is_none())
    };
    if !has(columns, Label::NationalRegNo) && has(columns, Label::Ircs) | has(columns, Label::Imo) {
        let index = only(columns, are_numbers);
        assign(
            columns,
            index.unwrap_or(usize::MAX),
            Some(Label::NationalRegNo),
        );
    }
    if !has(columns, Label::Port) && has(columns, Label::VesselName) {
        let index = only(columns, are_places);
        assign(columns, index.unwrap_or(usize::MAX), Some(Label::Port));
    }
}

/// True if the first column may be the lengths, in metres, of the ships whose tonnages the second holds.
fn grow_together(reader: &Reader<'_>, lengths: &[Sampled], tonnages: &[Sampled]) -> bool {
    let number = |span: &Span| {
        let found = measure::scan(&reader.page.text, span, reader.style, 400_000.0);
        match found.as_slice() {
            [one] if one.span == *span && one.unit.is_none() => Some(one.value),
            _ => None,
        }
    };
    let mut rows = 0;
    let mut fit = 0;
    for (row, span) in lengths {
        let Some((_, other)) = tonnages.iter().find(|(r, _)| r == row) else {
            continue;
        };
        rows += 1;
        let full = number(span)
            .zip(number(other))
            .is_some_and(|(length, tonnage)| {
                (5.0..=160.0).contains(&length) && FULLNESS.contains(&(tonnage / length.powi(3)))
            });
        fit += usize::from(full);
    }
    let decimals = share(lengths, |_, s| reader.page.slice(s).contains(['.', ',']));
    rows >= LEAST && fit * 10 >= rows * 9 && decimals >= 25
}

/// Each row has another number: figures, or capitals and figures, four signs or more.
fn are_numbers(reader: &Reader<'_>, sample: &[Sampled]) -> bool {
    let distinct: HashSet<&str> = sample.iter().map(|(_, s)| reader.page.slice(s)).collect();
    let shaped = |_: usize, span: &Span| {
        let text = reader.page.slice(span);
        let digits = seek::figures(text);
        digits >= 3
            && (4..=20).contains(&text.len())
            && !text.contains(['.', ','])
            && !text.chars().any(char::is_lowercase)
    };
    sample.len() >= LEAST && distinct.len() * 10 >= sample.len() * 9 && most(80, sample, shaped)
}

/// Capital words without figures, some of which come again, and no words of a closed list or of a company.
fn are_places(reader: &Reader<'_>, sample: &[Sampled]) -> bool {
    let distinct: HashSet<&str> = sample.iter().map(|(_, s)| reader.page.slice(s)).collect();
    let shaped = |_: usize, span: &Span| {
        let text = reader.page.slice(span);
        text.starts_with(char::is_uppercase)
            && !seek::has_figure(text)
            && text.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && text.split_whitespace().count() <= 4
            && !super::party::is_firm(text)
            && lexicon::lookup(text).is_none_or(|term| term.senses.is_empty())
    };
    sample.len() >= LEAST && distinct.len() * 10 <= sample.len() * 8 && most(90, sample, shaped)
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn ships_called_by_their_registration_keep_both_and_ports_name_no_ship() {
        let rows = [
            ("IOTC015851", "IMULA0816CHW", "4SF1101", "NEGOMBO"),
            ("IOTC015852", "IMULA0938KLT", "4SF1102", "BERUWALA"),
            ("IOTC015853", "IMULA0505GLE", "4SF1103", "NEGOMBO"),
            ("IOTC015854", "IMULA0611MTR", "4SF1104", "NEGOMBO"),
        ];
        let mut page = "<table>".to_string();
        for (number, name, sign, port) in rows {
            page.push_str(&format!(
                "<tr><td>{number}</td><td>{name}</td><td>LKA</td><td>{sign}</td><td>{name}</td><td>{port}</td></tr>"
            ));
        }
        page.push_str("</table>");
        let (read, _) = extract_page(&page, &Carried::default());
        let names = read
            .entities
            .iter()
            .filter(|e| e.label == Label::VesselName);
        let names: Vec<&str> = names.map(|e| e.norm_value.as_str()).collect();
        assert_eq!(
            names,
            [
                "IMULA0816CHW",
                "IMULA0938KLT",
                "IMULA0505GLE",
                "IMULA0611MTR"
            ]
        );
        assert!(read.entities.iter().any(|e| e.label == Label::Port));
    }

    #[test]
    fn lengths_tonnages_numbers_and_places_need_no_heading() {
        let rows = [
            (
                "LANTERN JAYA",
                "YEA5995",
                "9281310",
                "50259",
                "Benoa",
                "39.5",
                "296",
            ),
            (
                "HERON MAJU",
                "YEA5996",
                "9074729",
                "50324",
                "Benoa",
                "40.6",
                "320",
            ),
            (
                "PLAYA INDAH",
                "YEA5997",
                "7330399",
                "50325",
                "Bitung",
                "24.1",
                "98",
            ),
            (
                "CORAL DAWN",
                "YEA5998",
                "8866199",
                "50411",
                "Benoa",
                "33.0",
                "177",
            ),
        ];
        let mut page = "<table>".to_string();
        for (name, sign, imo, number, port, length, tonnage) in rows {
            page.push_str(&format!(
                "<tr><td>{name}</td><td>IDN</td><td>{sign}</td><td>{imo}</td><td>{number}</td>\
                 <td>{port}</td><td>{length}</td><td>{tonnage}</td></tr>"
            ));
        }
        page.push_str("</table>");
        let (read, _) = extract_page(&page, &Carried::default());
        let own = read.entities.iter().filter(|e| e.record == Some(1));
        let found: Vec<(Label, &str)> = own.map(|e| (e.label, e.norm_value.as_str())).collect();
        for wanted in [
            (Label::NationalRegNo, "50324"),
            (Label::Port, "Benoa"),
            (Label::Length, "40.6"),
            (Label::Tonnage, "320"),
        ] {
            assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
        }
    }
}
