//! What a column holds by its values, where its heading says nothing or too little.
//!
//! Countries in every row are flags. A column needs most of its values to agree.

use std::collections::HashSet;

use super::columns::Column;
use super::contradicted::{bracketed_past, demote, letters, parts_of_days};
use super::series::{same_series, stations, with_flags};
use super::shape::{is_days, is_name, is_term, shape};
use super::spelled::{headed_by_kind, of_papers, spelled};
use super::units::{headed_by_unit, inline_captions, measured_as, units};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Cell, Page, Span, Table};
use crate::entities::values::closed;
use crate::entities::values::identity::{self, Reading};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

/// Rows looked at.
const SAMPLE: usize = 60;

/// A cell that is looked at, with its row.
pub(super) type Sampled = (usize, Span);

/// The filled cells of a column.
fn cells(reader: &Reader<'_>, table: &Table, from: usize, column: usize) -> Vec<Sampled> {
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
pub(super) fn share(spans: &[Sampled], passes: impl Fn(usize, &Span) -> bool) -> usize {
    let hit = spans
        .iter()
        .filter(|(row, span)| passes(*row, span))
        .count();
    (hit * 100).checked_div(spans.len()).unwrap_or(0)
}

/// True if so many percent of the cells pass, and there are any; no more are looked at than tell.
pub(super) fn most(
    percent: usize,
    spans: &[Sampled],
    passes: impl Fn(usize, &Span) -> bool,
) -> bool {
    let mut open = (spans.len() * (100 - percent)) / 100;
    !spans.is_empty()
        && spans.iter().all(|(row, span)| {
            passes(*row, span) || open.checked_sub(1).map(|left| open = left).is_some()
        })
}

/// Labels of which one column is enough to make a table one of vessels.
const OF_VESSELS: [Label; 6] = [
    Label::Imo,
    Label::VesselName,
    Label::Ircs,
    Label::Mmsi,
    Label::EuCfr,
    Label::RfmoId,
];

pub(super) fn has(columns: &[Column], label: Label) -> bool {
    columns.iter().any(|c| c.meaning.labels.contains(&label))
}

/// Fills in the columns whose heading is not understood and notes how flags are coded.
pub(super) fn complete(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    columns: &mut [Column],
) {
    let page = reader.page;
    let samples: Vec<Vec<Sampled>> = (0..columns.len())
        .map(|c| cells(reader, table, from, c))
        .collect();
    against_headings(page, columns, &samples);
    inline_captions(reader, columns, &samples);
    units(reader, columns, &samples);
    for index in 0..columns.len() {
        let both = columns.get(index).zip(samples.get(index));
        let organised = reader.organised;
        let found = both.and_then(|(column, sample)| spelled(page, column, sample, organised));
        assign(columns, index, found);
    }
    headed_by_kind(page, columns, &samples);
    let unheaded = columns.iter().all(|c| c.heading.is_empty());
    if !(unheaded && is_bill(page, table, from)) {
        checked(page, columns, &samples);
    }
    let measured = unheaded && measured(reader, columns, &samples);
    let registered = unheaded && has(columns, Label::NationalRegNo);
    let vessels = measured
        || registered
        || OF_VESSELS.iter().any(|label| has(columns, *label))
        || reader.contexts.is_none() && super::weighed::named(page, columns, &samples);
    if vessels {
        headed_by_unit(reader, columns, &samples);
    }
    shaped(reader, columns, &samples, vessels);
    entered(page, columns, &samples);
    if vessels {
        of_vessels(reader, table, columns, &samples, unheaded);
    }
    super::persons::are_no_vessels(reader, table, columns);
    if let Some(contexts) = &mut reader.contexts {
        contexts.extend(super::weighed::contexts(page, columns, &samples));
    } else if vessels && !unheaded {
        super::weighed::contradicted(page, columns, &samples);
        super::weighed::complete(page, columns, &samples);
    }
    if unheaded && vessels {
        super::torn::complete(reader, table, columns, &samples);
        super::unheaded::complete(reader, columns, &samples);
    }
}

/// Mends what headings say by the values below them and by the columns beside them.
fn against_headings(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    let ends = has(columns, Label::EndDate);
    for (column, sample) in columns.iter_mut().zip(samples) {
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
    sheets(columns);
    of_papers(columns);
    letters(page, columns, samples);
    ports(page, columns, samples);
    for (column, sample) in columns.iter_mut().zip(samples) {
        dimensions(page, column, sample);
    }
}

/// `Código | Detalle | Precio`: goods, whose numbers may pass for ships'.
fn is_bill(page: &Page, table: &Table, row: usize) -> bool {
    let priced = |cell: &Cell| phrases::OF_BILLS.within(&page.slice(&cell.span).to_lowercase());
    table.filled_in(row).any(priced)
}

/// Ships' numbers that carry their own check need no heading.
fn checked(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    for index in 0..columns.len() {
        let Some((_, sample)) = open_column(columns, samples, index) else {
            continue;
        };
        let valid = |_, s: &Span| matches!(identity::imo(page.slice(s)), Reading::Valid(_));
        let found = if sample.len() >= 3 && !has(columns, Label::Imo) && share(sample, valid) >= 80
        {
            Some(Label::Imo)
        } else if most(80, sample, |_, s| identity::is_cfr(page.slice(s).trim())) {
            Some(Label::EuCfr)
        } else {
            None
        };
        assign(columns, index, found);
    }
}

/// The column and its cells, where it has some and is not understood yet.
fn open_column<'c>(
    columns: &'c [Column],
    samples: &'c [Vec<Sampled>],
    index: usize,
) -> Option<(&'c Column, &'c [Sampled])> {
    let column = columns.get(index).filter(|c| !c.meaning.understood())?;
    let sample = samples.get(index).filter(|sample| !sample.is_empty())?;
    Some((column, sample))
}

/// The first column still open that has two or more cells, and these pass.
fn first_open(
    columns: &[Column],
    samples: &[Vec<Sampled>],
    passes: impl Fn(&[Sampled]) -> bool,
) -> Option<usize> {
    (0..columns.len()).find(|index| {
        open_column(columns, samples, *index)
            .is_some_and(|(_, sample)| sample.len() >= 2 && passes(sample))
    })
}

/// Fills in the columns without a heading whose values have a unit; true where two or more measure vessels.
fn measured(reader: &Reader<'_>, columns: &mut [Column], samples: &[Vec<Sampled>]) -> bool {
    stations(reader.page, columns, samples);
    let mut told = 0;
    for index in 0..columns.len() {
        let found = samples
            .get(index)
            .and_then(|s| measured_as(reader, s))
            .filter(|l| !has(columns, *l));
        told += usize::from(found.is_some());
        assign(columns, index, found);
    }
    told >= 2 || columns.iter().filter(|c| c.unit_beside).count() >= 2
}

/// Fills in the columns still open by what most of their values look like.
fn shaped(reader: &Reader<'_>, columns: &mut [Column], samples: &[Vec<Sampled>], vessels: bool) {
    for index in 0..columns.len() {
        let Some((column, sample)) = open_column(columns, samples, index) else {
            continue;
        };
        let terms =
            vessels && sample.len() >= 2 && most(80, sample, |_, s| is_term(reader.page.slice(s)));
        if !terms {
            let found = shape(reader, columns, sample, vessels, column.heading.is_empty());
            assign(columns, index, found);
        } else if let Some(column) = columns.get_mut(index) {
            column.meaning.labels = vec![Label::StartDate, Label::EndDate];
            column.by_value = true;
        }
    }
}

/// Fills in what a table of vessels has: terms, call signs and numbers beside flags, names, owners.
fn of_vessels(
    reader: &Reader<'_>,
    table: &Table,
    columns: &mut [Column],
    samples: &[Vec<Sampled>],
    unheaded: bool,
) {
    let page = reader.page;
    if unheaded {
        super::terms::by_order(reader, columns, samples);
    }
    if !has(columns, Label::Flag) && !has(columns, Label::Ircs) {
        same_series(reader, columns, samples);
    }
    if unheaded {
        super::unheaded::named_twice(reader, columns, samples);
    }
    with_flags(reader, table, columns, samples);
    let identified = has(columns, Label::Imo) || has(columns, Label::Ircs);
    if identified && !has(columns, Label::VesselName) {
        let named = first_open(columns, samples, |sample| {
            let distinct: HashSet<&str> = sample.iter().map(|(_, s)| page.slice(s)).collect();
            // Ports come again, ships do not.
            distinct.len() * 10 >= sample.len() * 8
                && most(80, sample, |_, s| is_name(page.slice(s)))
        });
        if let Some(index) = named {
            assign(columns, index, Some(Label::VesselName));
        }
    }
    if unheaded && !has(columns, Label::Owner) {
        let firms = first_open(columns, samples, |sample| {
            most(50, sample, |_, s| super::party::is_firm(page.slice(s)))
        });
        if let Some(index) = firms {
            assign(columns, index, Some(Label::Owner));
        }
    }
}

/// `Entered | Ceases`: days under a heading that is not understood, right before the days that end a term.
fn entered(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) {
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
        .is_some_and(|c| c.meaning.labels == [Label::Date]);
    if days && open {
        assign(columns, end - 1, Some(Label::StartDate));
    }
}

pub(super) fn assign(columns: &mut [Column], index: usize, label: Option<Label>) {
    if let (Some(column), Some(label)) = (columns.get_mut(index), label) {
        column.meaning.labels = vec![label];
        column.by_value = true;
    }
}

/// Days as `20250301` under a heading like "Authorised", beside a column of days that end it.
fn days_without_marks(page: &Page, column: &Column, sample: &[Sampled]) -> bool {
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
fn dimensions(page: &Page, column: &mut Column, sample: &[Sampled]) {
    let crossed = share(sample, |_, s| {
        let parts: Vec<&str> = page.slice(s).split(['×', 'x', 'X']).collect();
        (2..=3).contains(&parts.len())
            // `34.2 m x 8.2 m; 412 GT` says more.
            && !page.slice(s).contains(';')
            && !seek::has(page.slice(s), ", ")
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
fn ports(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    let port = |c: &Column| c.meaning.labels.as_slice() == [Label::Port];
    if columns.iter().filter(|c| port(c)).count() != 2 {
        return;
    }
    let coded = |sample: &Vec<Sampled>| {
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

/// `Folio | Vessel | Registration number`: where the ship's number stands beside it, a sheet of the register is none.
fn sheets(columns: &mut [Column]) {
    let sheet = |c: &Column| phrases::REGISTER_SHEETS.holds(&fold_phrase(&c.heading));
    let number = |c: &Column| c.meaning.labels.contains(&Label::NationalRegNo) && !sheet(c);
    if !columns.iter().any(number) {
        return;
    }
    for column in columns.iter_mut().filter(|c| sheet(c)) {
        if matches!(
            column.meaning.labels.as_slice(),
            [] | [Label::NationalRegNo]
        ) {
            column.meaning.labels.clear();
            column.meaning.other = true;
        }
    }
}

/// What nobody but a ship has.
const OF_SHIPS: [Label; 9] = [
    Label::Port,
    Label::VesselType,
    Label::GearType,
    Label::Tonnage,
    Label::EnginePower,
    Label::HoldCapacity,
    Label::HullMaterial,
    Label::ExternalMarking,
    Label::CrewCount,
];

/// A nationality in a table without a column for ships is a person's (a crew list).
fn nationalities(columns: &mut [Column]) {
    let ship = C::SHIP
        .with(C::IMO)
        .with(C::MMSI)
        .with(C::CALLSIGN)
        .with(C::FLAG);
    // Only ships have a gear or a hull.
    let told = |c: &Column| {
        c.meaning.concepts.any(ship) || c.meaning.label().is_some_and(|l| OF_SHIPS.contains(&l))
    };
    if columns.iter().any(told) {
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

    #[test]
    fn numbers_of_goods_may_pass_the_check_of_ships() {
        let rows = "|---|---|---|---|\n| 9074119 | Cadena 13 mm | 60 | 4.350 |\n\
            | 8461731 | Grillete lira | 24 | 6.900 |\n| 7158844 | Cabo | 18 | 21.400 |\n\
            | 9327451 | Grúa, hora | 3 | 78.000 |";
        assert!(things(&format!("| Código | Detalle | Cant. | Precio |\n{rows}")).is_empty());
        assert!(
            things(&format!("| X1 | X2 | X3 | X4 |\n{rows}")).contains(&"IMO=9074119".to_string())
        );
    }

    #[test]
    fn a_party_may_stand_before_its_day() {
        let page = "| Vessel | IRCS | To owner, transfer dated |\n|---|---|---|\n\
            | ALBA | 3DXA | Mar Ltd, April 1, 2024 |\n| NOVA | 3DXB | Do, Kim P., April 5, 2024 |";
        let told = things(page);
        for wanted in [
            "OWNER=Mar Ltd",
            "DATE=2024-04-01",
            "OWNER=Do, Kim P.",
            "DATE=2024-04-05",
        ] {
            assert!(told.contains(&wanted.to_string()), "{wanted}: {told:?}");
        }
    }

    #[test]
    fn what_has_a_hull_is_a_ship_and_its_nationality_a_flag() {
        let text = "<table><tr><td>Name</td><td>Nationality</td><td>Hull</td></tr>\
            <tr><td>LANTERN BAY</td><td>KOR</td><td>Wood</td></tr></table>";
        assert!(things(text).contains(&"FLAG=KOR".to_owned()));
    }
}
