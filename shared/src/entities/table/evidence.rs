//! What a column holds by its values, where its heading says nothing or too little.
//!
//! Countries in every row are flags. A column needs most of its values to agree.

use std::collections::HashSet;

use super::columns::Column;
use super::contradicted::{bracketed_past, demote, letters, parts_of_days};
use super::series::{same_series, stations, with_flags};
use super::shape::{is_days, is_name, is_term, shape};
use super::units::{headed_by_unit, inline_captions, measured_as, units};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Span, Table};
use crate::entities::values::closed;
use crate::entities::values::identity::{self, Reading};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::Sense;

/// Rows looked at.
const SAMPLE: usize = 60;

/// The filled cells of a column.
fn cells(reader: &Reader<'_>, table: &Table, from: usize, column: usize) -> Vec<(usize, Span)> {
    (from..table.rows())
        .take(SAMPLE)
        .filter_map(|row| table.starts_at(row, column).map(|c| (row, c)))
        .filter(|(_, c)| {
            !c.span.is_empty()
                && c.columns * 2 <= table.columns.max(2)
                && !closed::is_empty_value(reader.page.slice(&c.span))
        })
        .map(|(row, c)| (row, c.span.clone()))
        .collect()
}

/// Share of cells that pass, in percent.
pub(super) fn share(spans: &[(usize, Span)], passes: impl Fn(usize, &Span) -> bool) -> usize {
    let hit = spans
        .iter()
        .filter(|(row, span)| passes(*row, span))
        .count();
    (hit * 100).checked_div(spans.len()).unwrap_or(0)
}

/// True if so many percent of the cells pass, and there are any; no more are looked at than tell.
pub(super) fn most(
    percent: usize,
    spans: &[(usize, Span)],
    passes: impl Fn(usize, &Span) -> bool,
) -> bool {
    let mut open = (spans.len() * (100 - percent)) / 100;
    !spans.is_empty()
        && spans.iter().all(|(row, span)| {
            passes(*row, span) || open.checked_sub(1).map(|left| open = left).is_some()
        })
}

/// Fills in the columns whose heading is not understood and notes how flags are coded.
pub(super) fn complete(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    columns: &mut [Column],
) {
    let page = reader.page;
    let has = |columns: &[Column], label: Label| {
        columns.iter().any(|c| c.meaning.labels.contains(&label))
    };
    let samples: Vec<Vec<(usize, Span)>> = (0..columns.len())
        .map(|c| cells(reader, table, from, c))
        .collect();
    let ends = has(columns, Label::EndDate);
    for (column, sample) in columns.iter_mut().zip(&samples) {
        if matches!(
            column.meaning.label(),
            Some(Label::Flag | Label::PreviousFlag | Label::Country)
        ) {
            column.short_codes = most(50, sample, |_, s| page.slice(s).trim().len() == 2);
        }
        demote(page, column, sample);
        if ends && days_without_marks(page, column, sample) {
            column.meaning.labels = vec![Label::StartDate];
        }
        bracketed_past(page, column, sample);
    }
    nationalities(columns);
    parts_of_days(columns);
    catches(columns);
    letters(page, columns, &samples);
    ports(page, columns, &samples);
    for (column, sample) in columns.iter_mut().zip(&samples) {
        dimensions(page, column, sample);
    }
    inline_captions(reader, columns, &samples);
    units(reader, columns, &samples);
    for index in 0..columns.len() {
        let cfr = samples.get(index).is_some_and(|s| {
            s.len() >= 2 && most(80, s, |_, c| identity::is_cfr(page.slice(c).trim()))
        });
        // A registration number may be one of the Union's or not.
        let registered = columns
            .get(index)
            .is_some_and(|c| c.meaning.labels.as_slice() == [Label::NationalRegNo]);
        if cfr && !registered {
            assign(columns, index, Some(Label::EuCfr));
        }
        let serial = samples.get(index).is_some_and(|s| {
            !s.is_empty() && most(80, s, |_, c| identity::is_serial(page.slice(c).trim()))
        });
        // `IOTC015855`, all the way down a column without a heading.
        let numbered = samples.get(index).is_some_and(|s| {
            s.len() >= 2
                && most(80, s, |_, c| {
                    identity::is_organisation_number(page.slice(c).trim())
                })
        }) && columns.get(index).is_some_and(|c| c.heading.is_empty());
        if serial || numbered {
            assign(columns, index, Some(Label::RfmoId));
        }
        // `Product` over codes of species.
        let product = columns.get(index).is_some_and(|c| {
            let heading = crate::entities::words::fold::fold_phrase(&c.heading);
            c.meaning.other && heading.starts_with("prod")
        });
        let caught = samples
            .get(index)
            .is_some_and(|s| !s.is_empty() && most(100, s, |_, c| is_species(page.slice(c))));
        if product && caught {
            assign(columns, index, Some(Label::Species));
        }
    }
    // Ships' numbers that carry their own check need no heading.
    for index in 0..columns.len() {
        let (Some(column), Some(sample)) = (columns.get(index), samples.get(index)) else {
            continue;
        };
        if column.meaning.understood() || sample.is_empty() {
            continue;
        }
        let imo = share(sample, |_, s| {
            matches!(identity::imo(page.slice(s)), Reading::Valid(_))
        });
        let found = if imo >= 80 && sample.len() >= 3 && !has(columns, Label::Imo) {
            Some(Label::Imo)
        } else if most(80, sample, |_, s| identity::is_cfr(page.slice(s).trim())) {
            Some(Label::EuCfr)
        } else {
            None
        };
        assign(columns, index, found);
    }
    let unheaded = columns.iter().all(|c| c.heading.is_empty());
    let mut told = 0;
    if unheaded {
        stations(page, columns, &samples);
        for index in 0..columns.len() {
            let found = samples
                .get(index)
                .and_then(|s| measured_as(reader, s))
                .filter(|l| !has(columns, *l));
            told += usize::from(found.is_some());
            assign(columns, index, found);
        }
    }
    let measured = told >= 2 || unheaded && columns.iter().filter(|c| c.unit_beside).count() >= 2;
    let vessels = measured
        || has(columns, Label::Imo)
        || has(columns, Label::VesselName)
        || has(columns, Label::Ircs)
        || has(columns, Label::Mmsi)
        || has(columns, Label::EuCfr)
        || has(columns, Label::RfmoId);
    if vessels {
        headed_by_unit(reader, columns, &samples);
    }
    for index in 0..columns.len() {
        let (Some(column), Some(sample)) = (columns.get(index), samples.get(index)) else {
            continue;
        };
        if column.meaning.understood() || sample.is_empty() {
            continue;
        }
        if most(80, sample, |_, s| is_term(page.slice(s))) && sample.len() >= 2 && vessels {
            if let Some(column) = columns.get_mut(index) {
                column.meaning.labels = vec![Label::StartDate, Label::EndDate];
                column.by_value = true;
            }
            continue;
        }
        let found = shape(reader, columns, sample, vessels, column.heading.is_empty());
        assign(columns, index, found);
    }
    entered(page, columns, &samples);
    if unheaded && vessels {
        super::terms::by_order(reader, columns, &samples);
    }
    if vessels && !has(columns, Label::Flag) && !has(columns, Label::Ircs) {
        same_series(reader, columns, &samples);
    }
    if vessels {
        if unheaded {
            super::unheaded::named_twice(reader, columns, &samples);
        }
        with_flags(reader, table, columns, &samples);
        if !has(columns, Label::VesselName) && has(columns, Label::Imo) | has(columns, Label::Ircs)
        {
            let name = (0..columns.len()).find(|i| {
                columns.get(*i).is_some_and(|c| !c.meaning.understood())
                    && samples.get(*i).is_some_and(|s| {
                        let distinct: HashSet<&str> =
                            s.iter().map(|(_, span)| page.slice(span)).collect();
                        // Ports come again, ships do not.
                        s.len() >= 2
                            && distinct.len() * 10 >= s.len() * 8
                            && most(80, s, |_, span| is_name(page.slice(span)))
                    })
            });
            if let Some(index) = name {
                assign(columns, index, Some(Label::VesselName));
            }
        }
    }
    if unheaded && vessels && !has(columns, Label::Owner) {
        let firms = (0..columns.len()).find(|index| {
            columns.get(*index).is_some_and(|c| !c.meaning.understood())
                && samples.get(*index).is_some_and(|sample| {
                    sample.len() >= 2
                        && most(50, sample, |_, s| super::party::is_firm(page.slice(s)))
                })
        });
        if let Some(index) = firms {
            assign(columns, index, Some(Label::Owner));
        }
    }
    super::persons::are_no_vessels(reader, table, columns);
    if unheaded && vessels {
        super::torn::complete(reader, table, columns, &samples);
        super::unheaded::complete(reader, columns, &samples);
    }
}

/// `Entered | Ceases`: days under a heading that is not understood, right before the days that end a term.
fn entered(
    page: &crate::entities::page::Page,
    columns: &mut [Column],
    samples: &[Vec<(usize, Span)>],
) {
    let only = |c: Option<&Column>, label: Label| c.is_some_and(|c| c.meaning.labels == [label]);
    if columns
        .iter()
        .any(|c| c.meaning.labels.contains(&Label::StartDate))
    {
        return;
    }
    let Some(end) = (1..columns.len()).find(|i| only(columns.get(*i), Label::EndDate)) else {
        return;
    };
    let days = samples.get(end - 1).is_some_and(|sample| {
        !sample.is_empty() && most(100, sample, |_, s| is_days(page.slice(s)))
    });
    let open = columns
        .get(end - 1)
        .is_some_and(|c| c.by_value && c.meaning.labels == [Label::Date]);
    if days && open {
        assign(columns, end - 1, Some(Label::StartDate));
    }
}

/// A code of a species that is no other code.
fn is_species(text: &str) -> bool {
    let code = |sense: &Sense| matches!(sense, Sense::SpeciesCode(_));
    closed::is_code(text, 3, 3)
        && closed::has_sense(text, code)
        && !closed::has_sense(text, |sense| !code(sense))
}

pub(super) fn assign(columns: &mut [Column], index: usize, label: Option<Label>) {
    if let (Some(column), Some(label)) = (columns.get_mut(index), label) {
        column.meaning.labels = vec![label];
        column.by_value = true;
    }
}

/// Days as `20250301` under a heading like "Authorised", beside a column of days that end it.
fn days_without_marks(
    page: &crate::entities::page::Page,
    column: &Column,
    sample: &[(usize, Span)],
) -> bool {
    column.meaning.labels == [Label::LicenseNo]
        && most(100, sample, |_, s| {
            let text = page.slice(s).trim();
            let part = |range| text.get(range).and_then(|p: &str| p.parse::<u16>().ok());
            text.len() == 8
                && text.bytes().all(|b| b.is_ascii_digit())
                && part(0..4).is_some_and(|year| (1950..2100).contains(&year))
                && part(4..6).is_some_and(|month| (1..=12).contains(&month))
                && part(6..8).is_some_and(|day| (1..=31).contains(&day))
        })
        && !sample.is_empty()
}

/// `76.7 × 13.2 × 8.9` under a heading that is not understood: length, breadth and depth.
fn dimensions(page: &crate::entities::page::Page, column: &mut Column, sample: &[(usize, Span)]) {
    let crossed = share(sample, |_, s| {
        let parts: Vec<&str> = page.slice(s).split(['×', 'x', 'X']).collect();
        (2..=3).contains(&parts.len())
            && parts
                .iter()
                .all(|p| p.trim().starts_with(|c: char| c.is_ascii_digit()))
    });
    if column.meaning.understood() || sample.len() < 2 || crossed < 80 {
        return;
    }
    let parts = sample
        .first()
        .map_or(0, |(_, s)| page.slice(s).split(['×', 'x', 'X']).count());
    column.meaning.labels = vec![Label::Length];
    column.meaning.slots = vec![None; parts];
    if let Some(first) = column.meaning.slots.first_mut() {
        *first = Some(Label::Length);
    }
    column.by_value = true;
}

/// Of two columns for the port the one with codes (`PTLIX`) only repeats the other.
fn ports(
    page: &crate::entities::page::Page,
    columns: &mut [Column],
    samples: &[Vec<(usize, Span)>],
) {
    let port = |c: &Column| c.meaning.labels.as_slice() == [Label::Port];
    if columns.iter().filter(|c| port(c)).count() != 2 {
        return;
    }
    let coded = |sample: &Vec<(usize, Span)>| {
        !sample.is_empty()
            && most(100, sample, |_, s| {
                let text = page.slice(s);
                text.len() == 5
                    && text
                        .bytes()
                        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            })
    };
    for (column, sample) in columns.iter_mut().zip(samples) {
        if port(column) && coded(sample) {
            column.meaning.labels.clear();
            column.meaning.other = true;
        }
    }
}

/// `Species | Area | Boxes | Tonnes`: tonnes of fish in a table without a column for ships.
fn catches(columns: &mut [Column]) {
    let ship = [Label::VesselName, Label::Imo, Label::Mmsi, Label::Ircs];
    let has = |label: Label| columns.iter().any(|c| c.meaning.labels.contains(&label));
    if !has(Label::Species) || ship.into_iter().any(has) {
        return;
    }
    for column in columns.iter_mut() {
        if column.meaning.labels.as_slice() == [Label::Tonnage] {
            column.meaning.labels.clear();
            column.meaning.other = true;
        }
    }
}

/// A nationality in a table without a column for ships is a person's (a crew list).
fn nationalities(columns: &mut [Column]) {
    let ship = C::SHIP
        .with(C::IMO)
        .with(C::MMSI)
        .with(C::CALLSIGN)
        .with(C::FLAG);
    if columns.iter().any(|c| c.meaning.concepts.any(ship)) {
        return;
    }
    for column in columns.iter_mut() {
        let person = column.meaning.label() == Some(Label::Flag)
            && column.meaning.concepts.any(C::NATIONALITY);
        // Goods have an origin, not a flag.
        let origin = column.meaning.label() == Some(Label::PreviousFlag)
            && !column.meaning.concepts.any(C::FLAG);
        if person || origin {
            column.meaning.labels = vec![Label::Country];
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::things;

    #[test]
    fn days_without_marks_begin_an_authorisation_that_a_column_ends() {
        let text = "<table><tr><td>Name</td><td>IRCS</td><td>Authorised</td><td>Until</td></tr>\
            <tr><td>LANTERN BAY</td><td>3DQS</td><td>20250301</td><td>20260228</td></tr></table>";
        let found = things(text);
        assert!(
            found.contains(&"START_DATE=2025-03-01".to_owned()),
            "{found:?}"
        );
        assert!(
            found.contains(&"END_DATE=2026-02-28".to_owned()),
            "{found:?}"
        );
    }

    #[test]
    fn maritime_identities_beside_countries_need_no_heading() {
        let rows = |identity: &str| {
            format!(
                "<table><tr><td>LANTERN BAY</td><td>Fiji</td><td>3DQS</td><td>{identity}</td></tr>\
                 <tr><td>CORAL DAWN</td><td>Fiji</td><td>3DUX</td><td>520117311</td></tr></table>"
            )
        };
        let wanted = "MMSI=520114011".to_owned();
        assert!(things(&rows("520114011")).contains(&wanted));
        assert!(
            !things(&rows("019114011"))
                .iter()
                .any(|e| e.starts_with("MMSI"))
        );
    }
}
