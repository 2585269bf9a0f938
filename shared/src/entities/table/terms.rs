//! Two columns of days side by side in a vessels' table without headings: the term of what the register allows.

use super::columns::Column;
use super::evidence::{Sampled, assign};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::values::date;

/// Fewest rows that show the order of the days.
const LEAST: usize = 3;

/// The two columns are start and end where in every row the first day comes before the second.
pub(super) fn by_order(reader: &Reader<'_>, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    let day = |span: &Span| {
        let hits = date::scan(&reader.page.text, span, reader.order);
        hits.into_iter().next().map(|hit| hit.iso)
    };
    let dated: Vec<usize> = (0..columns.len())
        .filter(|index| {
            columns
                .get(*index)
                .is_some_and(|c| c.by_value && c.meaning.labels == [Label::Date])
        })
        .collect();
    let [first, second] = dated.as_slice() else {
        return;
    };
    let (Some(starts), Some(ends)) = (samples.get(*first), samples.get(*second)) else {
        return;
    };
    let rows = starts.len().min(ends.len());
    let ordered = starts.iter().all(|(row, start)| {
        let end = ends.iter().find(|(other, _)| other == row);
        end.is_none_or(|(_, end)| day(start) < day(end))
    });
    if *second == first + 1 && rows >= LEAST && ordered {
        assign(columns, *first, Some(Label::StartDate));
        assign(columns, *second, Some(Label::EndDate));
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn a_register_without_headings_gives_what_shows_by_itself_and_no_number_as_a_name() {
        let row = |number: u32, name: &str, sign: &str, imo: &str| {
            format!(
                "<tr><td>IOTC01585{number}</td><td>{name}</td><td>IDN</td><td>{sign}</td><td>{imo}</td>\
                 <td>01 Jan 2025</td><td>31 Dec 2025</td></tr>"
            )
        };
        let page = format!(
            "<table>{}{}{}</table>",
            row(1, "LANTERN JAYA", "YEA5995", "9281310"),
            row(2, "HERON MAJU", "YEA5996", "9074729"),
            row(3, "PLAYA INDAH", "YEA5997", "7330399"),
        );
        let (read, _) = extract_page(&page, &Carried::default());
        let first: Vec<(Label, &str)> = read
            .entities
            .iter()
            .filter(|entity| entity.record == Some(0))
            .map(|entity| (entity.label, entity.norm_value.as_str()))
            .collect();
        assert_eq!(
            first,
            [
                (Label::RfmoId, "IOTC015851"),
                (Label::VesselName, "LANTERN JAYA"),
                (Label::Flag, "IDN"),
                (Label::Ircs, "YEA5995"),
                (Label::Imo, "9281310"),
                (Label::StartDate, "2025-01-01"),
                (Label::EndDate, "2025-12-31"),
            ]
        );
    }
}
