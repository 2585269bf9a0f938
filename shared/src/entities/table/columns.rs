//! Tables with a vessel (or a catch of a vessel) a row.

use super::{caption_of, composite, evidence};
use crate::entities::caption::{self, Meaning, Verdict};
use crate::entities::concept::Concepts as C;
use crate::entities::context::{Reader, Source};
use crate::entities::fold::fold_phrase;
use crate::entities::form::{Form, fit};
use crate::entities::label::Label;
use crate::entities::lexicon;
use crate::entities::page::{Cell, Span, Table};
use crate::entities::values::{closed, measure::Unit};

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

/// A column: what its heading means and the heading's text.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Column {
    pub(super) meaning: Meaning,
    pub(super) heading: String,
    /// The column names vessels by keys or names that other tables have.
    pub(super) link: bool,
    /// Flags are two-letter codes.
    pub(super) short_codes: bool,
    /// The next column holds the unit of each value.
    pub(super) unit_beside: bool,
    /// Found by its values.
    pub(super) by_value: bool,
}

/// Reads a table whose captions stand in the rows `first..=last`.
pub(super) fn read(
    reader: &mut Reader<'_>,
    table: &Table,
    first: usize,
    last: usize,
    form: &mut Form,
    heading: &mut Vec<String>,
) {
    let mut columns: Vec<Column> = (0..table.columns)
        .map(|c| column(reader, table, first, last, c))
        .collect();
    heading.clear();
    heading.extend(columns.iter().map(|c| c.heading.clone()));
    one_flag(&mut columns);
    evidence::complete(reader, table, last + 1, &mut columns);
    for row in 0..first {
        title(reader, table, row);
    }
    rows(reader, table, last + 1, &mut columns, form);
}

/// Reads a table without captions: by the heading of the page before where the columns agree, else by its values.
pub(super) fn read_bare(
    reader: &mut Reader<'_>,
    table: &Table,
    form: &mut Form,
    heading: &[String],
) {
    if table.columns == 1 {
        for row in 0..table.rows() {
            if let Some(cell) = table.starts_at(row, 0) {
                crate::entities::lines::read_cell(reader, &cell.span, form);
            }
        }
        return;
    }
    let mut columns: Vec<Column> = if heading.len() == table.columns {
        heading
            .iter()
            .map(|text| Column {
                meaning: reader.foreign_caption(text),
                heading: text.clone(),
                ..Column::default()
            })
            .collect()
    } else {
        vec![Column::default(); table.columns]
    };
    evidence::complete(reader, table, 0, &mut columns);
    rows(reader, table, 0, &mut columns, form);
}

/// The meaning of a column from its heading cells.
fn column(
    reader: &mut Reader<'_>,
    table: &Table,
    first: usize,
    last: usize,
    column: usize,
) -> Column {
    let mut cells: Vec<&Cell> = Vec::new();
    for row in first.saturating_sub(1)..=last {
        let Some(cell) = table.at(row, column).filter(|c| !c.span.is_empty()) else {
            continue;
        };
        // A row above the heading counts only as a group over some of the columns.
        let group = row >= first
            || (cell.columns > 1 && cell.columns < table.columns && table.row(row).count() > 1);
        if group && cells.last().is_none_or(|l| l.span != cell.span) {
            cells.push(cell);
        }
    }
    let mut out = Column::default();
    for cell in cells {
        let meaning = reader.caption(&cell.span);
        let text = reader.page.slice(&cell.span).to_string();
        let unit = Unit::of(text.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']')));
        if out.heading.is_empty() {
            out.meaning = meaning;
        } else if let Some(unit) = unit.filter(|_| {
            meaning
                .concepts
                .without(C::POWER.with(C::TONNAGE).with(C::UNIT_M))
                .is_empty()
        }) {
            out.meaning.unit = Some(unit);
        } else {
            out.meaning = combine(&out.meaning, meaning, cell.columns);
        }
        if !out.heading.is_empty() {
            out.heading.push(' ');
        }
        out.heading.push_str(&text);
    }
    let number = C::SHIP.with(C::NUMBER);
    if reader.organised
        && out.meaning.concepts == number
        && out.meaning.label() == Some(Label::NationalRegNo)
    {
        out.meaning.labels = vec![Label::RfmoId];
    }
    out
}

/// A column of members or states beside a column of flags repeats it and is no flag of its own.
fn one_flag(columns: &mut [Column]) {
    let flags = |c: &Column| c.meaning.labels.as_slice() == [Label::Flag];
    let named = columns
        .iter()
        .any(|c| flags(c) && c.meaning.concepts.any(C::FLAG));
    if !named || columns.iter().filter(|c| flags(c)).count() < 2 {
        return;
    }
    for column in columns
        .iter_mut()
        .filter(|c| flags(c) && !c.meaning.concepts.any(C::FLAG))
    {
        let person = column.meaning.concepts.any(C::NATIONALITY);
        column.meaning.labels = if person {
            vec![Label::Country]
        } else {
            Vec::new()
        };
        column.meaning.other = !person;
    }
}

/// A heading over a heading.
fn combine(upper: &Meaning, lower: Meaning, _width: usize) -> Meaning {
    if upper.labels == lower.labels && upper.understood() {
        let mut both = lower;
        both.unit = both.unit.or(upper.unit);
        both.order = both.order.or(upper.order);
        return both;
    }
    let mut together = if lower.understood() {
        lower.clone()
    } else {
        upper.clone()
    };
    together.unit = lower.unit.or(upper.unit);
    together.order = lower.order.or(upper.order);
    together.concepts = upper.concepts.with(lower.concepts);
    let general = C::SHIP.with(C::VALID);
    let above = upper.concepts.without(general);
    if lower.concepts.is_empty() || above.is_empty() {
        return together;
    }
    // The same thing in two languages is not a group: its words bring nothing new.
    let bare = lower
        .concepts
        .without(
            C::NAME
                .with(C::NUMBER)
                .with(C::ADDRESS)
                .with(C::COUNTRY)
                .with(C::STATE)
                .with(C::NATIONALITY)
                .with(C::DATE)
                .with(C::YEAR)
                .with(C::PLACE)
                .with(C::TYPE)
                .with(C::START)
                .with(C::END)
                .with(C::COMPANY)
                .with(C::PORT)
                .with(C::VALID)
                .with(C::FLAG),
        )
        .is_empty();
    if !bare && lower.understood() {
        return together;
    }
    match caption::resolve(above.with(lower.concepts), (C::default(), C::default())) {
        Verdict::Is(labels) => {
            together.labels = labels;
            together.other = false;
        }
        Verdict::Other => {
            together.labels.clear();
            together.other = true;
        }
        Verdict::Unknown => {}
    }
    together
}

/// True if the row is one merged cell, or one filled cell among many.
pub(super) fn is_band(table: &Table, row: usize) -> bool {
    let mut filled = table.row(row).filter(|c| !c.span.is_empty());
    let Some(only) = filled.next() else {
        return false;
    };
    filled.next().is_none()
        && table.columns > 2
        && (only.columns * 2 > table.columns || only.column == 0)
}

/// A title inside the table: organisations and dates in it are entities of the page.
fn title(reader: &mut Reader<'_>, table: &Table, row: usize) {
    let spans: Vec<Span> = table
        .row(row)
        .filter(|c| c.columns > 2 && !c.span.is_empty())
        .map(|c| c.span.clone())
        .collect();
    for span in spans {
        crate::entities::prose::title(reader, &span);
    }
}

/// The words of totals.
fn is_total(text: &str) -> bool {
    let folded = fold_phrase(text);
    let first = folded.split(' ').next().unwrap_or("");
    matches!(
        first,
        "total"
            | "totals"
            | "totales"
            | "totaux"
            | "subtotal"
            | "sum"
            | "suma"
            | "somme"
            | "soma"
            | "jumlah"
            | "gesamt"
            | "totale"
            | "average"
            | "mean"
            | "media"
            | "moyenne"
            | "promedio"
            | "sub"
            | "carried"
            | "grand"
    ) && !folded.starts_with("grand b")
}

fn rows(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    columns: &mut [Column],
    form: &mut Form,
) {
    links(reader, table, from, columns);
    let identity = columns
        .iter()
        .any(|c| !c.link && c.meaning.labels.iter().any(|l| IDENTITY.contains(l)))
        || columns
            .iter()
            .any(|c| c.meaning.label() == Some(Label::Flag))
            && columns
                .iter()
                .all(|c| c.meaning.label() != Some(Label::Species));
    let mut previous: Option<(Option<u32>, Vec<usize>)> = None;
    for row in from..table.rows() {
        if is_band(table, row) {
            band(reader, table, row);
            continue;
        }
        if repeats_heading(reader, table, row, columns) {
            continue;
        }
        if table
            .row(row)
            .find(|c| !c.span.is_empty())
            .is_some_and(|c| is_total(reader.page.slice(&c.span)))
        {
            continue;
        }
        let record = row_record(
            reader,
            table,
            row,
            columns,
            identity,
            form,
            previous.as_ref(),
        );
        read_row(reader, table, row, columns, record);
        let starts: Vec<usize> = (0..table.columns)
            .filter(|c| table.starts_at(row, *c).is_some())
            .collect();
        previous = Some((record, starts));
    }
}

/// The vessel of a row.
fn row_record(
    reader: &mut Reader<'_>,
    table: &Table,
    row: usize,
    columns: &[Column],
    identity: bool,
    form: &Form,
    previous: Option<&(Option<u32>, Vec<usize>)>,
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
        return form.record.or(if reader.vessels.len() == 1 {
            Some(0)
        } else {
            None
        });
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
        && let Some((record, _)) = previous
    {
        return *record;
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

/// A key by which other tables may mean this row: `Ship A`, `B`, `Vessel 2`.
pub(super) fn is_short_key(text: &str) -> bool {
    let key = key_of(text);
    let shipped = key.len() < fold_phrase(text).len();
    !key.is_empty()
        && (key.len() <= 3 || shipped && key.len() <= 8)
        && !text.contains(['-', '–', ',', '('])
}

/// `Vessel 1`, `Entry 2`, `Applicant B`: words with a number or letter of their own.
pub(super) fn is_numbered_key(text: &str) -> bool {
    let folded = fold_phrase(text);
    let mut words = folded.split(' ').rev();
    let last = words.next().unwrap_or("");
    let mark = last.len() <= 2
        && (last.bytes().all(|b| b.is_ascii_digit())
            || (last.len() == 1 && text.ends_with(|c: char| c.is_ascii_uppercase())));
    let rest: Vec<&str> = words.collect();
    let keyed = rest.iter().all(|w| {
        lexicon::term(w).is_some_and(|t| t.concepts.any(C::SHIP))
            || matches!(
                *w,
                "entry"
                    | "applicant"
                    | "item"
                    | "unit"
                    | "ship"
                    | "column"
                    | "part"
                    | "lot"
                    | "record"
                    | "partie"
                    | "parte"
                    | "entrada"
                    | "ficha"
            )
    });
    mark && rest.len() == 1 && keyed
}

/// A key without the words for ship and number.
pub(super) fn key_of(text: &str) -> String {
    let folded = fold_phrase(text);
    let words: Vec<&str> = folded
        .split(' ')
        .filter(|w| {
            !lexicon::term(w).is_some_and(|t| {
                t.concepts.any(C::SHIP)
                    || (t.concepts.any(C::NUMBER) && w.len() <= 3 && w.len() > 1)
            })
        })
        .collect();
    words.join(" ")
}

/// Finds the columns that only point to vessels of tables before.
fn links(reader: &Reader<'_>, table: &Table, from: usize, columns: &mut [Column]) {
    if reader.keys.is_empty() && reader.names.is_empty() {
        return;
    }
    for (index, column) in columns.iter_mut().enumerate() {
        let (mut hit, mut all) = (0, 0);
        for row in (from..table.rows()).take(40) {
            let Some(cell) = table.starts_at(row, index).filter(|c| !c.span.is_empty()) else {
                continue;
            };
            all += 1;
            let key = key_of(reader.page.slice(&cell.span));
            hit += usize::from(reader.keys.contains_key(&key) || reader.names.contains_key(&key));
        }
        column.link = all > 0 && hit * 10 >= all * 8;
    }
}

/// True if most cells of the row are the headings again.
fn repeats_heading(reader: &mut Reader<'_>, table: &Table, row: usize, columns: &[Column]) -> bool {
    let (mut same, mut filled, mut captions) = (0, 0, 0);
    let cells: Vec<Cell> = table
        .row(row)
        .filter(|c| !c.span.is_empty())
        .cloned()
        .collect();
    // A heading holds no long figures.
    let figures = cells.iter().any(|c| {
        reader
            .page
            .slice(&c.span)
            .bytes()
            .filter(u8::is_ascii_digit)
            .count()
            > 4
    });
    if figures {
        return false;
    }
    for cell in cells {
        filled += 1;
        let text = reader.page.slice(&cell.span);
        if columns
            .get(cell.column)
            .is_some_and(|c| c.heading.contains(text) && text.len() > 1)
        {
            same += 1;
        } else if text.chars().any(char::is_alphabetic)
            && caption_of(reader, &cell).is_some_and(|m| m.coverage() >= 80)
        {
            captions += 1;
        }
    }
    filled >= 2
        && (same * 10 >= filled * 6 || (same + captions) * 10 >= filled * 8 && captions >= 3)
}

/// A merged row: a group title.
fn band(reader: &mut Reader<'_>, table: &Table, row: usize) {
    let Some(cell) = table.row(row).find(|c| !c.span.is_empty()) else {
        return;
    };
    let span = cell.span.clone();
    crate::entities::prose::title(reader, &span);
}

/// Columns of a row that name a vessel each (donor and receiver).
fn name_columns(columns: &[Column]) -> usize {
    columns
        .iter()
        .filter(|c| !c.link && c.meaning.labels.as_slice() == [Label::VesselName])
        .count()
}

fn read_row(
    reader: &mut Reader<'_>,
    table: &Table,
    row: usize,
    columns: &[Column],
    record: Option<u32>,
) {
    if name_columns(columns) > 1
        && !columns
            .iter()
            .any(|c| c.meaning.label() == Some(Label::PreviousName))
    {
        let mut own = record;
        let mut seen = false;
        for (index, column) in columns.iter().enumerate() {
            let Some(cell) = table.starts_at(row, index).filter(|c| !c.span.is_empty()) else {
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
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by_key(|i| columns.get(*i).and_then(|c| c.meaning.label()) != Some(Label::Flag));
    for index in order {
        let Some(column) = columns.get(index) else {
            continue;
        };
        let Some(cell) = table.starts_at(row, index).filter(|c| !c.span.is_empty()) else {
            continue;
        };
        read_cell(reader, column, cell, record, row, table);
    }
}

fn read_cell(
    reader: &mut Reader<'_>,
    column: &Column,
    cell: &Cell,
    record: Option<u32>,
    row: usize,
    table: &Table,
) {
    let text = reader.page.slice(&cell.span);
    if column.link && column.meaning.label() != Some(Label::VesselName) {
        return;
    }
    if column.link && reader.keys.contains_key(&key_of(text)) {
        return;
    }
    if column.meaning.label() == Some(Label::Coordinates) {
        coordinates(reader, column, cell, record, row, table);
        return;
    }
    let labels = fit(&column.meaning, text);
    let source = if column.by_value {
        Source::Shape
    } else {
        Source::Column
    };
    match labels.as_slice() {
        [] => loose(reader, column, cell, record),
        [label] => {
            let mut frame = reader.frame(Some(&column.meaning), record);
            frame.short_codes = column.short_codes;
            if column.unit_beside
                && let Some(unit) = table
                    .starts_at(row, cell.column + cell.columns)
                    .and_then(|c| Unit::of(reader.page.slice(&c.span)))
            {
                frame.unit = Some(unit);
            }
            if text.contains('\n') && multiline(reader, column, cell, *label, record, source) {
                return;
            }
            if *label == Label::VesselName && name_with_particulars(reader, cell, record) {
                return;
            }
            let found = reader.read(&frame, &cell.span, *label, record, source, &column.heading);
            if found == 0 && text.len() > 6 && text.chars().any(char::is_lowercase) {
                crate::entities::prose::fragment(reader, &cell.span, record, false);
            }
        }
        several => composite::read(
            reader,
            &column.meaning,
            several,
            &cell.span,
            record,
            source,
            &column.heading,
        ),
    }
}

/// A cell under a heading that asks for nothing known: captions of its own inside, or shapes that speak for themselves.
fn loose(reader: &mut Reader<'_>, column: &Column, cell: &Cell, record: Option<u32>) {
    let text = reader.page.slice(&cell.span);
    if text.len() < 4 || closed::is_empty_value(text) {
        return;
    }
    crate::entities::prose::fragment(reader, &cell.span, record, !column.meaning.other);
}

/// A position in one cell, or latitude here and longitude in the next column.
fn coordinates(
    reader: &mut Reader<'_>,
    column: &Column,
    cell: &Cell,
    record: Option<u32>,
    row: usize,
    table: &Table,
) {
    let frame = reader.frame(Some(&column.meaning), record);
    if reader.read(
        &frame,
        &cell.span,
        Label::Coordinates,
        record,
        Source::Column,
        &column.heading,
    ) > 0
    {
        return;
    }
    let Some(next) = table.starts_at(row, cell.column + cell.columns) else {
        return;
    };
    let text = &reader.page.text;
    let values = crate::entities::values::coordinates::single(text, &cell.span).zip(
        crate::entities::values::coordinates::single(text, &next.span),
    );
    if let Some((latitude, longitude)) = values.filter(|(a, b)| a.abs() <= 90.0 && b.abs() <= 180.0)
    {
        let value = crate::entities::values::Value {
            label: Label::Coordinates,
            span: cell.span.start..next.span.end,
            norm: format!("{latitude:.4},{longitude:.4}"),
            trust: 0.9,
            mended: None,
            check: "latitude and longitude in two cells",
        };
        reader.push(value, record, Source::Column, &column.heading);
    }
}

/// A cell of several lines under a heading for names: fields of their own, particulars, an address.
fn multiline(
    reader: &mut Reader<'_>,
    column: &Column,
    cell: &Cell,
    label: Label,
    record: Option<u32>,
    source: Source,
) -> bool {
    let named = matches!(
        label,
        Label::VesselName
            | Label::Owner
            | Label::Operator
            | Label::BeneficialOwner
            | Label::Charterer
    );
    if !named {
        return false;
    }
    let text = reader.page.slice(&cell.span).to_string();
    let mut at = cell.span.start;
    let mut open = true;
    for line in text.split('\n') {
        let span = crate::entities::page::trim(&reader.page.text, &(at..at + line.len()));
        at += line.len() + 1;
        if span.is_empty() {
            continue;
        }
        if let Some((key, value)) = crate::entities::lines::split_field(reader, &span) {
            let mut form = Form::of(record);
            form.field(reader, &key, &value);
            open = false;
            continue;
        }
        let frame = reader.frame(Some(&column.meaning), record);
        let line_text = reader.page.slice(&span).to_string();
        if label == Label::VesselName {
            if open {
                reader.read(&frame, &span, label, record, source, &column.heading);
                open = false;
            } else if is_sign(&line_text) {
                reader.read(
                    &frame,
                    &span,
                    Label::Ircs,
                    record,
                    Source::Shape,
                    &column.heading,
                );
            } else {
                crate::entities::prose::fragment(reader, &span, record, true);
            }
        } else if open {
            reader.read(&frame, &span, label, record, source, &column.heading);
            open = false;
        } else {
            reader.read(
                &frame,
                &span,
                Label::Address,
                record,
                source,
                &column.heading,
            );
        }
    }
    true
}

/// A call sign by its shape alone: capitals and figures, in some country's series.
fn is_sign(text: &str) -> bool {
    use crate::entities::values::identity;
    (4..=8).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && text.bytes().any(|b| b.is_ascii_uppercase())
        && identity::sign_countries(text).next().is_some()
}

/// `STERNA FISHER (Norway, LFTS)`: a name with its flag and call sign in brackets.
fn name_with_particulars(reader: &mut Reader<'_>, cell: &Cell, record: Option<u32>) -> bool {
    let text = reader.page.slice(&cell.span);
    let Some(open) = text.find(" (").filter(|_| text.ends_with(')')) else {
        return false;
    };
    let inner = cell.span.start + open + 2..cell.span.end - 1;
    let name = cell.span.start..cell.span.start + open;
    let parts = crate::entities::values::list::split(&reader.page.text, &inner, true, true, false);
    let flag = parts.iter().position(|p| {
        closed::countries(&reader.page.text, p, closed::Codes::Both)
            .iter()
            .any(|h| h.span == *p)
    });
    let cued = reader.page.slice(&inner).contains(char::is_whitespace);
    if flag.is_none() && !cued {
        return false;
    }
    let frame = reader.frame(None, record);
    if flag.is_none() {
        let before = reader.found.len();
        crate::entities::prose::fragment(reader, &inner, record, false);
        if reader.found.len() == before {
            return false;
        }
        reader.read(&frame, &name, Label::VesselName, record, Source::Column, "");
        return true;
    }
    reader.read(&frame, &name, Label::VesselName, record, Source::Column, "");
    for (index, part) in parts.iter().enumerate() {
        if Some(index) == flag {
            reader.read(
                &frame,
                part,
                Label::Flag,
                record,
                Source::Shape,
                "in brackets after the name",
            );
        } else if is_sign(reader.page.slice(part)) {
            let frame = reader.frame(None, record);
            reader.read(
                &frame,
                part,
                Label::Ircs,
                record,
                Source::Shape,
                "in brackets after the name",
            );
        } else {
            crate::entities::prose::fragment(reader, part, record, false);
        }
    }
    true
}
