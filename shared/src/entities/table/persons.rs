//! Columns headed `Name` that name persons, papers or places: none of them is a vessel.

use super::columns::Column;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::Table;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{self, Sense};

/// What only ships have, of what a column may hold.
const OF_SHIPS: [Label; 15] = [
    Label::VesselName,
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::Flag,
    Label::Port,
    Label::NationalRegNo,
    Label::ExternalMarking,
    Label::EuCfr,
    Label::RfmoId,
    Label::VesselType,
    Label::GearType,
    Label::Tonnage,
    Label::Length,
    Label::EnginePower,
];

/// Bytes of a page in which it says what its lists are of.
const TITLE: usize = 400;

/// `Badge | Name | Chamber | Hours`: names are no vessels' where neither the table nor the head of the page speaks of
/// one. On a page whose vessel is known, the words right above the table must.
pub(super) fn are_no_vessels(reader: &Reader<'_>, table: &Table, columns: &mut [Column]) {
    let bare = |c: &Column| {
        c.meaning.labels.as_slice() == [Label::VesselName] && c.meaning.concepts == C::NAME
    };
    let known = !reader.vessels.is_empty();
    let plain = |c: &Column| {
        bare(c)
            || !c
                .meaning
                .labels
                .iter()
                .any(|label| OF_SHIPS.contains(label) || known && *label == Label::LicenseNo)
    };
    if !columns.iter().any(bare) || !columns.iter().all(plain) {
        return;
    }
    let told = if known {
        line_above(reader, table)
    } else {
        let text = &reader.page.text;
        let to = text.floor_char_boundary(text.len().min(TITLE));
        text.get(..to).unwrap_or("")
    };
    let words = told.split(|c: char| !c.is_alphanumeric());
    let of_ships = words.filter(|w| w.len() >= 3).any(|word| {
        lexicon::lookup(word)
            .is_some_and(|t| t.concepts.any(C::SHIP) || t.senses.contains(&Sense::VesselType))
    });
    if !of_ships {
        for column in columns.iter_mut().filter(|c| bare(c)) {
            column.meaning.labels.clear();
            column.meaning.other = true;
        }
    }
}

/// The last line with words in it before a table, unless it is a caption and its value.
pub(super) fn line_above<'a>(reader: &Reader<'a>, table: &Table) -> &'a str {
    let text: &'a str = &reader.page.text;
    let first = table.row(0).next().map_or(0, |cell| cell.span.start);
    let from = text.floor_char_boundary(first.saturating_sub(TITLE));
    let above = text.get(from..first).unwrap_or("");
    let above = above.trim_end_matches(|c: char| !c.is_alphanumeric());
    let line = above.rsplit('\n').next().unwrap_or("");
    if line.contains(": ") { "" } else { line }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn the_papers_of_a_known_vessel_are_no_vessels() {
        let page = "Name of ship: ALBA NOVA\nIMO: 9281310\nCertificates\n\n\
                    <table><tr><td>Title</td><td>Issued by</td><td>Date of issue</td></tr>\
                    <tr><td>Load Line</td><td>Class Society</td><td>02-05-2018</td></tr>\
                    <tr><td>Safety Equipment</td><td>Class Society</td><td>03-05-2018</td></tr></table>";
        let vessels = |entity: &&String| entity.contains("VESSEL_NAME");
        let found = found(page);
        let named: Vec<&String> = found.iter().filter(vessels).collect();
        assert_eq!(named, ["0 VESSEL_NAME=ALBA NOVA"]);
    }
}
