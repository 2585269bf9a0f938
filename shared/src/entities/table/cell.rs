//! One cell under its heading: a value, several values, a small form, a name with its particulars.
//!
//! `ALBA<br>EADN` under `Vessel`: a name and her call sign.

use super::columns::Column;
use super::composite;
use super::keys::key_of;
use crate::entities::caption::Meaning;
use crate::entities::context::{Reader, Source, Told};
use crate::entities::form::{Form, fit};
use crate::entities::label::Label;
use crate::entities::lines;
use crate::entities::page::{Cell, Span, Table, trim};
use crate::entities::prose;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::coordinates;
use crate::entities::values::list::{self, By};
use crate::entities::values::{self, Frame, Value, closed, measure, measure::Unit};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::Sense;
use crate::entities::words::seek;

/// Reads a cell of a row, which is of a vessel where `record` says so.
pub(super) fn read_cell(
    reader: &mut Reader<'_>,
    column: &Column,
    cell: &Cell,
    record: Option<u32>,
    row: usize,
    table: &Table,
) {
    let text = reader.page.slice(&cell.span);
    let asked = column.meaning.label();
    if column.link && asked != Some(Label::VesselName) {
        known_name(reader, cell, record);
        return;
    }
    if is_ditto(text) || column.link && reader.keys.contains_key(&key_of(text)) {
        return;
    }
    let beside = || table.starts_at(row, cell.column + cell.columns);
    if asked == Some(Label::Coordinates) {
        coordinates(reader, column, cell, record, beside());
        return;
    }
    if explained(reader, column, cell, record) {
        return;
    }
    let told = told_by(column, record);
    if column.meaning.slotted() && composite::slotted(reader, &column.meaning, &cell.span, told) {
        return;
    }
    match asked_of(&column.meaning, text) {
        [] => loose(reader, column, cell, record),
        [label] => {
            let mut frame = reader.frame(Some(&column.meaning), record);
            frame.short_codes = column.short_codes;
            let unit = column.unit_beside.then(beside).flatten();
            let unit = unit.and_then(|unit| Unit::of(reader.page.slice(&unit.span)));
            frame.unit = unit.or(frame.unit);
            one_value(reader, column, &frame, *label, &cell.span, told);
        }
        several => composite::read(reader, &column.meaning, several, &cell.span, told),
    }
}

/// The labels that a cell may have under its heading.
fn asked_of<'m>(meaning: &'m Meaning, text: &str) -> &'m [Label] {
    match meaning.labels.as_slice() {
        // `Tuna longline` under `Kind` stays what the heading asks for.
        kind @ [Label::VesselType] => kind,
        _ => fit(meaning, text),
    }
}

/// What speaks for the values of a column.
fn told_by(column: &Column, record: Option<u32>) -> Told<'_> {
    let source = if column.weighed {
        Source::Weighed
    } else if column.by_value {
        Source::Shape
    } else {
        Source::Column
    };
    Told {
        record,
        source,
        evidence: &column.heading,
    }
}

/// A cell in a column of names that the text told, whatever stands over it.
fn known_name(reader: &mut Reader<'_>, cell: &Cell, record: Option<u32>) {
    let folded = fold_phrase(reader.page.slice(&cell.span));
    if let Some(known) = reader.names.get(&folded).copied() {
        let frame = reader.frame(None, Some(known));
        let (label, record) = (Label::VesselName, record.or(Some(known)));
        let evidence = "name met on this page";
        reader.read(&frame, &cell.span, label, Told::column(record, evidence));
    }
}

/// A cell whose heading asks for one thing: its lines, the value with more beside it, or the value alone.
fn one_value(
    reader: &mut Reader<'_>,
    column: &Column,
    frame: &Frame<'_>,
    label: Label,
    value: &Span,
    told: Told<'_>,
) {
    let text = reader.page.slice(value);
    if text.contains('\n') && multiline(reader, &column.meaning, value, label, told)
        || holds_more(reader, frame, label, value, told)
    {
        return;
    }
    let before = reader.found.len();
    let found = if label.is_party() {
        super::party::party(reader, frame, value, label, told)
    } else {
        reader.read(frame, value, label, told)
    };
    super::term::without_weights(reader, before);
    if found == 0 && text.len() > 6 && text.chars().any(char::is_lowercase) {
        prose::fragment(reader, value, told.record, false);
    }
}

/// Reads a value of one label that says more: a name with particulars, a licence with its days, a register with its
/// state and port. False, and nothing read, where it is the label's value alone.
pub(crate) fn holds_more(
    reader: &mut Reader<'_>,
    frame: &Frame<'_>,
    label: Label,
    value: &Span,
    told: Told<'_>,
) -> bool {
    match label {
        Label::VesselName => super::particulars::name_with_particulars(reader, value, told),
        Label::VesselType => {
            super::particulars::kind_and_hull(reader, frame, value, told)
                || super::term::word_and_more(reader, frame, value, label, told)
        }
        Label::HullMaterial => super::term::word_and_more(reader, frame, value, label, told),
        Label::LicenseNo => super::term::number_and_days(reader, frame, value, told),
        Label::EnginePower => super::units::in_two_units(reader, frame, value, told),
        Label::NationalRegNo => super::registered::registered(reader, value, told),
        Label::PreviousName => former_under_flag(reader, frame, value, told),
        _ => false,
    }
}

/// `Sea Quest, de bandera estadounidense`: a former name and the flag of that time.
fn former_under_flag(
    reader: &mut Reader<'_>,
    frame: &Frame<'_>,
    value: &Span,
    told: Told<'_>,
) -> bool {
    let Some((name, _)) = reader.page.slice(value).rsplit_once(", ") else {
        return false;
    };
    let name = value.start..value.start + name.len();
    let flag = name.end + ", ".len()..value.end;
    !reader.page.slice(&name).contains(['(', '«', '“'])
        && reader.caption(&flag).concepts.any(C::FLAG)
        && reader.read(frame, &flag, Label::PreviousFlag, told) > 0
        && reader.read(frame, &name, Label::PreviousName, told) > 0
}

/// A sign that a legend explains (`1 = drifting longline`): the sign's place with the explanation's value.
fn explained(reader: &mut Reader<'_>, column: &Column, cell: &Cell, record: Option<u32>) -> bool {
    let coded = [Label::Flag, Label::PreviousFlag, Label::GearType];
    let Some(label) = column.meaning.label().filter(|l| coded.contains(l)) else {
        return false;
    };
    let Some(phrase) = reader.legend.get(reader.page.slice(&cell.span)).cloned() else {
        return false;
    };
    let frame = reader.frame(Some(&column.meaning), record);
    let mut doubts = Vec::new();
    let values = values::read(&frame, &phrase, label, &mut doubts);
    let [value] = values.as_slice() else {
        return false;
    };
    let mut value = value.clone();
    value.span = cell.span.clone();
    value.check = "sign explained by the legend";
    reader.push(value, Told::column(record, &column.heading));
    true
}

/// A mark for the value above: it is no value of its own.
fn is_ditto(text: &str) -> bool {
    const MARKS: [&str; 12] = [
        "do", "do.", "-do-", "id.", "″", "〃", "''", "\"", "”", "“", "ditto.", "ib.",
    ];
    text.len() <= 6 && MARKS.iter().any(|mark| text.eq_ignore_ascii_case(mark))
}

/// A cell under a heading that asks for nothing known: captions of its own inside, or shapes that speak for themselves.
fn loose(reader: &mut Reader<'_>, column: &Column, cell: &Cell, record: Option<u32>) {
    let text = reader.page.slice(&cell.span);
    if text.len() < 4 || closed::is_empty_value(text) {
        return;
    }
    let keyed = text.lines().filter(|l| seek::has(l, ": ")).count();
    if keyed >= 2 && keyed == text.lines().count() {
        lines::read_cell(reader, &cell.span, &mut Form::of(record));
        return;
    }
    let told = Told::shape(record, &column.heading);
    if super::party::in_roles(reader, &cell.span, told) {
        return;
    }
    if !column.meaning.other {
        open_flag(reader, column, cell, record);
    }
    // `320 m3` under `Fuel capacity`: the heading says what is measured, and that it is no entity.
    if column.meaning.other && is_measure(reader, &cell.span) {
        return;
    }
    prose::fragment(reader, &cell.span, record, !column.meaning.other);
}

/// A number and its unit, and nothing else.
fn is_measure(reader: &Reader<'_>, span: &Span) -> bool {
    let found = measure::scan(&reader.page.text, span, reader.style, 400_000.0);
    matches!(found.as_slice(), [only] if only.span == *span)
}

/// `Japan; 56.9 m; 499 GT`: a country among the particulars, a flag if the vessel's call sign or MMSI says so.
fn open_flag(reader: &mut Reader<'_>, column: &Column, cell: &Cell, record: Option<u32>) {
    let text = &reader.page.text;
    let parts = list::split(text, &cell.span, By::SIGNS);
    let country = parts.iter().find(|part| {
        closed::has_sense(reader.page.slice(part), |s| matches!(s, Sense::Country(_)))
    });
    if let (Some(part), Some(record)) = (country, record) {
        let frame = reader.frame(None, Some(record));
        let flags = values::read(&frame, part, Label::Flag, &mut Vec::new());
        for flag in flags {
            let heading = column.heading.clone();
            reader.open_flags.push((flag, record, heading));
        }
    }
}

/// A position in one cell, or latitude here and longitude in the cell beside it.
fn coordinates(
    reader: &mut Reader<'_>,
    column: &Column,
    cell: &Cell,
    record: Option<u32>,
    beside: Option<&Cell>,
) {
    let frame = reader.frame(Some(&column.meaning), record);
    let (label, told) = (Label::Coordinates, Told::column(record, &column.heading));
    if reader.read(&frame, &cell.span, label, told) > 0 {
        return;
    }
    let Some(next) = beside else {
        return;
    };
    let text = &reader.page.text;
    let values = coordinates::single(text, &cell.span).zip(coordinates::single(text, &next.span));
    if let Some((latitude, longitude)) = values.filter(|(a, b)| a.abs() <= 90.0 && b.abs() <= 180.0)
    {
        let value = Value {
            label: Label::Coordinates,
            span: cell.span.start..next.span.end,
            norm: format!("{latitude:.4},{longitude:.4}"),
            trust: 0.9,
            mended: None,
            check: "latitude and longitude in two cells",
        };
        reader.push(value, Told::column(record, &column.heading));
    }
}

/// A cell of several lines under a heading for names: fields of their own, particulars, an address.
fn multiline(
    reader: &mut Reader<'_>,
    meaning: &Meaning,
    value: &Span,
    label: Label,
    told: Told<'_>,
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
    let text = reader.page.slice(value);
    let mut at = value.start;
    let mut open = true;
    for line in text.split('\n') {
        let span = trim(&reader.page.text, &(at..at + line.len()));
        at += line.len() + 1;
        if span.is_empty() {
            continue;
        }
        if let Some((key, value)) = lines::split_field(reader, &span) {
            let mut form = Form::of(told.record);
            form.field(reader, &key, &value);
            open = false;
            continue;
        }
        let frame = reader.frame(Some(meaning), told.record);
        let line_text = reader.page.slice(&span);
        if label == Label::VesselName {
            if open {
                reader.read(&frame, &span, label, told);
                open = false;
            } else if call_sign::is_bare(line_text, Witness::Place) {
                reader.read(
                    &frame,
                    &span,
                    Label::Ircs,
                    Told::shape(told.record, told.evidence),
                );
            } else {
                prose::fragment(reader, &span, told.record, true);
            }
        } else if open {
            reader.read(&frame, &span, label, told);
            open = false;
        } else {
            reader.read(&frame, &span, Label::Address, told);
        }
    }
    true
}
