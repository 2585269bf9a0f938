//! Tables of what one vessel was called or where she was registered, row by row: the present name, and those before.

use super::columns::Column;
use super::persons::line_above;
use crate::entities::context::{Reader, Told};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::page::{Span, Table};
use crate::entities::values::{self, closed};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon;

/// The columns of a vessel's history.
#[derive(Clone, Debug)]
pub(super) struct History {
    record: u32,
    /// The column of names or of flags.
    column: usize,
    /// What its values are, and what those of the past are.
    label: Label,
    past: Label,
    /// Days.
    days: Vec<usize>,
}

/// Whether the table gives nothing but names or flags and their days, on a page whose vessel is known: hers stands
/// among them, or the line above speaks of the past.
pub(super) fn find(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    columns: &[Column],
    form: &Form,
) -> Option<History> {
    let record = form.record.or(reader.only_vessel())?;
    let mut told = None;
    let mut days = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        match column.meaning.labels.as_slice() {
            [
                label @ (Label::VesselName
                | Label::PreviousName
                | Label::Flag
                | Label::PreviousFlag),
            ] if told.is_none() => {
                told = Some((index, *label));
            }
            [] => {}
            labels
                if labels
                    .iter()
                    .all(|l| matches!(l, Label::Date | Label::StartDate | Label::EndDate)) =>
            {
                days.push(index);
            }
            _ => return None,
        }
    }
    let (column, label) = told.filter(|_| !days.is_empty())?;
    let (label, past) = match label {
        Label::Flag | Label::PreviousFlag => (Label::Flag, Label::PreviousFlag),
        _ => (Label::VesselName, Label::PreviousName),
    };
    let history = History {
        record,
        column,
        label,
        past,
        days,
    };
    let hers = (from..table.rows()).any(|row| {
        let cell = table.starts_at(row, column);
        cell.is_some_and(|cell| history.is_present(reader, &cell.span))
    });
    (hers || speaks_of_the_past(reader, table)).then_some(history)
}

impl History {
    /// The value is the one that the vessel has.
    fn is_present(&self, reader: &Reader<'_>, span: &Span) -> bool {
        let frame = reader.frame(None, Some(self.record));
        let values = values::read(&frame, span, self.label, &mut Vec::new());
        let known = reader.known(self.record, self.label).map(fold_phrase);
        values
            .first()
            .is_some_and(|value| known.as_deref() == Some(fold_phrase(&value.norm).as_str()))
    }
}

/// `Ship's history`, `Former names` over the table.
fn speaks_of_the_past(reader: &Reader<'_>, table: &Table) -> bool {
    let line = line_above(reader, table);
    let mut words = line.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        let folded = fold_phrase(word);
        folded.starts_with("histor")
            || lexicon::term(&folded).is_some_and(|term| term.concepts.any(C::PREVIOUS))
    })
}

/// Reads the rows below the heading of a vessel's history.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table, from: usize, history: &History) {
    let record = Some(history.record);
    for row in from..table.rows() {
        let filled = |column: usize| table.filled(row, column).map(|cell| cell.span.clone());
        let Some(value) = filled(history.column) else {
            continue;
        };
        if closed::is_empty_value(reader.page.slice(&value)) {
            continue;
        }
        let label = if history.is_present(reader, &value) {
            history.label
        } else {
            history.past
        };
        let frame = reader.frame(None, record);
        let evidence = "history of the vessel";
        reader.read(&frame, &value, label, Told::column(record, evidence));
        for day in history.days.iter().filter_map(|column| filled(*column)) {
            reader.read(&frame, &day, Label::Date, Told::column(record, evidence));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn names_and_flags_of_the_past_are_the_vessel_s_own() {
        let page = "Ship: ALBA NOVA\nIMO: 9281310\nFlag: Fiji\n\nShip's history\n\n\
                    <table><tr><td>Name of ship</td><td>Date of effect</td></tr>\
                    <tr><td>ALBA NOVA</td><td>since 01/10/2016</td></tr>\
                    <tr><td>MAR BRAVO</td><td>since 01/06/2001</td></tr></table>\n\n\
                    <table><tr><td>Flag</td><td>Date of effect</td></tr>\
                    <tr><td>Fiji</td><td>since 01/10/2016</td></tr>\
                    <tr><td>Norway</td><td>since 01/06/2001</td></tr></table>";
        let found = found(page);
        let later: Vec<&str> = found.iter().skip(3).map(String::as_str).collect();
        let wanted = [
            "0 VESSEL_NAME=ALBA NOVA",
            "0 DATE=2016-10-01",
            "0 PREVIOUS_NAME=MAR BRAVO",
            "0 DATE=2001-06-01",
            "0 FLAG=FJI",
            "0 DATE=2016-10-01",
            "0 PREVIOUS_FLAG=NOR",
            "0 DATE=2001-06-01",
        ];
        assert_eq!(later, wanted);
    }
}
