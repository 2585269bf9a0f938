//! Rows of a table with a vessel (or a catch of a vessel) a row: which are data, and whose.

use super::captions::repeats_heading;
use super::cell::read_cell;
use super::columns::Column;
use super::keys::{is_short_key, key_of, links, signed};
use super::named_bands;
use super::other_rows::{counts_rows, is_empty_place, is_total, names_shout, sums_up};
use crate::entities::context::{Reader, Told};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::order;
use crate::entities::page::{Span, Table};
use crate::entities::prose;
use crate::entities::values::identity;
use crate::entities::words::concept::Concepts;

/// Labels that make a row a vessel's.
const IDENTITY: [Label; 8] = [
    Label::VesselName,
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::RfmoId,
    Label::NationalRegNo,
    Label::ExternalMarking,
    Label::EuCfr,
];

/// True if the row is one merged cell, or one filled cell among many.
pub(super) fn is_band(table: &Table, row: usize) -> bool {
    let mut filled = table.filled_in(row);
    let Some(only) = filled.next() else {
        return false;
    };
    filled.next().is_none()
        && (table.columns > 2 || only.columns == 2)
        && (only.columns * 2 > table.columns || only.column == 0)
}

/// `B | Chartered by: Alba Line | | |`: a mark, and a caption with its value.
fn is_marked_band(reader: &mut Reader<'_>, table: &Table, row: usize) -> bool {
    let mut filled = table.filled_in(row);
    let (Some(mark), Some(told), None) = (filled.next(), filled.next(), filled.next()) else {
        return false;
    };
    table.columns > 3
        && reader.page.slice(&mark.span).len() <= 3
        && super::sections::is_field(reader, told)
}

/// A title inside the table: organisations and dates in it are entities of the page.
///
/// `Log – vessel ALBA (Spain, EHQR)`: the vessel it names is the table's.
pub(super) fn title(reader: &mut Reader<'_>, table: &Table, row: usize, form: &mut Form) {
    let spans: Vec<Span> = table
        .row(row)
        .filter(|c| c.columns > 2 && !c.span.is_empty())
        .map(|c| c.span.clone())
        .collect();
    for span in spans {
        if let Some(record) = prose::titled_vessel(reader, &span) {
            *form = Form::of(Some(record));
            continue;
        }
        prose::title(reader, &span);
    }
}

pub(super) fn rows(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    columns: &mut [Column],
    form: &mut Form,
) {
    links(reader, table, from, columns);
    let organisations = form.record.is_some() && of_organisations(columns);
    let signed = signed(reader, table, from, columns);
    let identity = columns
        .iter()
        .any(|c| !c.link && c.meaning.labels.iter().any(|l| IDENTITY.contains(l)))
        || columns
            .iter()
            .any(|c| c.meaning.label() == Some(Label::Flag))
            && columns
                .iter()
                .all(|c| c.meaning.label() != Some(Label::Species));
    let identity = identity && !organisations;
    let shouted = names_shout(reader, table, from, columns);
    let kinds: Vec<Kind> = (from..table.rows())
        .map(|row| match kind(reader, table, row, columns) {
            Kind::Data if shouted && is_empty_place(reader, table, row, columns) => Kind::Other,
            kind => kind,
        })
        .collect();
    let data = kinds.iter().filter(|k| **k == Kind::Data).count();
    let joined = continued(reader, columns, form, data);
    let names = named_bands::find(reader, table, (from, &kinds), columns, identity);
    let mut name: Option<Span> = None;
    let mut records: Vec<u32> = Vec::new();
    let mut previous: Option<u32> = None;
    let reading = Reading::of(columns);
    // What the band above says, and whether one row only stands below it.
    let mut shared = 0..0;
    let mut alone = false;
    for (row, kind) in (from..table.rows()).zip(&kinds) {
        match kind {
            Kind::Other => continue,
            Kind::Band if !names.is_empty() => {
                name = names.get(row - from).cloned().flatten();
                if !identity {
                    *form = Form::of(Some(reader.new_vessel()));
                }
                continue;
            }
            Kind::Band => {
                shared = super::band::read(reader, table, row, columns);
                alone = rows_below(&kinds, row - from) == 1;
                continue;
            }
            Kind::Data => {}
        }
        let record = match joined.as_ref().and_then(|all| all.get(records.len())) {
            Some(record) => Some(*record),
            None => match signed.get(row - from).copied().flatten() {
                Some(record) => Some(record),
                None => row_record(reader, table, row, columns, identity, form, previous),
            },
        };
        if let Some(record) = record {
            if records.last() != Some(&record) {
                records.push(record);
            }
            inherit(reader, shared.clone(), record, alone);
            if let Some(name) = name.take() {
                let frame = reader.frame(None, Some(record));
                let told = Told::column(Some(record), "band of rows");
                reader.read(&frame, &name, Label::VesselName, told);
            }
        }
        read_row(reader, table, row, (columns, &reading), record);
        previous = record;
    }
    if identity || joined.is_some() {
        if let ([only], None) = (records.as_slice(), form.record) {
            form.record = Some(*only);
        }
        form.rows = records;
    }
}

/// `Vessel identifier | RFMO | Flag State status`: the numbers that organisations gave to the form's vessel, a row each.
fn of_organisations(columns: &mut [Column]) -> bool {
    let asks = |c: &Column, label: Label| c.meaning.labels.contains(&label);
    let numbers = |c: &Column| asks(c, Label::NationalRegNo) || asks(c, Label::RfmoId);
    let others = |c: &Column| {
        let own = |l: &Label| IDENTITY.contains(l) || matches!(l, Label::Flag | Label::Owner);
        !numbers(c) && c.meaning.labels.iter().any(own)
    };
    let one = columns.iter().filter(|c| numbers(c)).count() == 1;
    let organisations = |c: &Column| !numbers(c) && c.meaning.concepts.any(Concepts::RFMO);
    if !one || !columns.iter().any(organisations) || columns.iter().any(others) {
        return false;
    }
    for column in columns.iter_mut().filter(|c| numbers(c)) {
        column.meaning.labels = vec![Label::RfmoId];
    }
    true
}

/// The rows of vessels between a band and the next.
pub(super) fn rows_below(kinds: &[Kind], band: usize) -> usize {
    let below = kinds.iter().skip(band + 1);
    let below = below.take_while(|kind| **kind != Kind::Band);
    below.filter(|kind| **kind == Kind::Data).count()
}

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A vessel, a catch.
    Data,
    /// A group's title.
    Band,
    /// A total, a repeated heading, an empty row.
    Other,
}

fn kind(reader: &mut Reader<'_>, table: &Table, row: usize, columns: &[Column]) -> Kind {
    let Some(first) = table.row(row).find(|c| !c.span.is_empty()) else {
        return Kind::Other;
    };
    if is_total(reader.page.slice(&first.span)) || counts_rows(reader, table, row) {
        return Kind::Other;
    }
    if is_band(table, row) || is_marked_band(reader, table, row) {
        return Kind::Band;
    }
    if sums_up(reader, table, row) {
        return Kind::Other;
    }
    if repeats_heading(reader, table, row, columns) {
        return Kind::Other;
    }
    Kind::Data
}

/// Gives a row's vessel what the band above it says: its flag for reading its call sign, and the band's entities where
/// the vessel is the only one below.
fn inherit(reader: &mut Reader<'_>, shared: std::ops::Range<usize>, record: u32, alone: bool) {
    let flag = reader
        .found
        .get(shared.clone())
        .unwrap_or(&[])
        .iter()
        .find(|f| f.value.label == Label::Flag)
        .and_then(|f| identity::country(&f.value.norm));
    if let Some(vessel) = reader.vessels.get_mut(record as usize)
        && vessel.flag.is_none()
    {
        vessel.flag = flag;
    }
    if alone {
        for found in reader.found.get_mut(shared).unwrap_or(&mut []) {
            if found.value.label != Label::Rfmo {
                found.record = Some(record);
            }
        }
    }
}

/// The vessels of the table before, where this one goes on with as many rows and other columns.
fn continued(
    reader: &Reader<'_>,
    columns: &[Column],
    form: &Form,
    data: usize,
) -> Option<Vec<u32>> {
    if data == 0 || form.rows.len() != data || columns.iter().any(|c| c.link) {
        return None;
    }
    let own: Vec<Label> = columns
        .iter()
        .flat_map(|c| c.meaning.labels.iter().copied())
        .collect();
    let catch = [Label::Species, Label::Date, Label::Coordinates];
    let repeated = own.iter().any(|label| {
        form.rows
            .iter()
            .any(|record| reader.known(*record, *label).is_some())
    });
    let described = own.iter().any(|l| {
        !catch.contains(l)
            && !matches!(
                l,
                Label::FishingArea | Label::GearType | Label::VesselName | Label::Country
            )
    });
    (described && !repeated && !own.contains(&Label::VesselName)).then(|| form.rows.clone())
}

/// The vessel of a row.
fn row_record(
    reader: &mut Reader<'_>,
    table: &Table,
    row: usize,
    columns: &[Column],
    identity: bool,
    form: &Form,
    previous: Option<u32>,
) -> Option<u32> {
    for (index, column) in columns.iter().enumerate() {
        if column.link
            && let Some(cell) = table.at(row, index)
        {
            let key = key_of(reader.page.slice(&cell.span));
            if let Some(record) = reader.keys.get(&key).or_else(|| reader.names.get(&key)) {
                return Some(*record);
            }
        }
    }
    if !identity {
        return form.record.or(reader.only_vessel());
    }
    // Identity cells merged from the row above: the same vessel goes on.
    let held = columns
        .iter()
        .enumerate()
        .filter(|(_, c)| c.meaning.label().is_some_and(|l| IDENTITY.contains(&l)))
        .map(|(i, _)| table.at(row, i));
    let (mut merged, mut own) = (0, 0);
    for cell in held.flatten() {
        if cell.row < row {
            merged += 1;
        } else if !cell.span.is_empty() {
            own += 1;
        }
    }
    if merged > 0
        && own == 0
        && let Some(record) = previous
    {
        return Some(record);
    }
    let filled = table.row(row).any(|c| !c.span.is_empty());
    if !filled {
        return None;
    }
    let record = reader.new_vessel();
    if let Some(cell) = table.starts_at(row, 0) {
        let text = reader.page.slice(&cell.span);
        if is_short_key(text) {
            reader.keys.insert(key_of(text), record);
        }
    }
    Some(record)
}

/// Columns of a row that name a vessel each (donor and receiver).
fn name_columns(columns: &[Column]) -> usize {
    columns
        .iter()
        .filter(|c| !c.link && c.meaning.labels.as_slice() == [Label::VesselName])
        .count()
}

/// How every row of a table is read.
struct Reading {
    /// Each of several columns names a vessel.
    several: bool,
    /// The columns, those of flags first.
    order: Vec<usize>,
}

impl Reading {
    fn of(columns: &[Column]) -> Reading {
        let renamed = columns
            .iter()
            .any(|c| c.meaning.label() == Some(Label::PreviousName));
        let mut order: Vec<usize> = (0..columns.len()).collect();
        order::by_key(&mut order, |i| {
            let label = columns.get(*i).and_then(|c| c.meaning.label());
            [usize::from(label != Some(Label::Flag)), 0, 0]
        });
        Reading {
            several: name_columns(columns) > 1 && !renamed,
            order,
        }
    }
}

fn read_row(
    reader: &mut Reader<'_>,
    table: &Table,
    row: usize,
    (columns, reading): (&[Column], &Reading),
    record: Option<u32>,
) {
    if reading.several {
        let mut own = record;
        let mut seen = false;
        for (index, column) in columns.iter().enumerate() {
            let Some(cell) = table.filled(row, index) else {
                continue;
            };
            if column.meaning.labels.as_slice() == [Label::VesselName] {
                if seen {
                    own = Some(reader.new_vessel());
                }
                seen = true;
            }
            read_cell(reader, column, cell, own, row, table);
        }
        return;
    }
    for index in &reading.order {
        let Some(column) = columns.get(*index) else {
            continue;
        };
        let Some(cell) = table.filled(row, *index) else {
            continue;
        };
        read_cell(reader, column, cell, record, row, table);
    }
}

#[cfg(test)]
mod tests {
    use super::is_total;
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn a_row_of_totals_is_told_from_a_vessel_whose_name_begins_alike() {
        let totals = [
            "Total",
            "TOTAL: 12",
            "Totales",
            "Sub-total Spain",
            "Grand total",
            "Sum of catches",
            "Media",
            "Suma 12",
            "Carried forward",
        ];
        for text in totals {
            assert!(is_total(text), "{text}");
        }
        for text in [
            "GRAND MAKO",
            "Grand Bleu",
            "MEDIA NARANJA",
            "SUMA VI",
            "SUB ROSA",
        ] {
            assert!(!is_total(text), "{text}");
        }
    }

    #[test]
    fn a_vessel_named_grand_keeps_its_row() {
        let page = "<table><tr><td>Vessel</td><td>Call sign</td></tr>\
            <tr><td>BELLE ETOILE</td><td>S7AB</td></tr>\
            <tr><td>GRAND MAKO</td><td>S7CD</td></tr></table>";
        let names = values(page, Label::VesselName);
        assert_eq!(names, ["BELLE ETOILE", "GRAND MAKO"]);
    }
}
