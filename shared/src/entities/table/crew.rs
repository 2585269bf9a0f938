//! Crew lists: persons with a rank each. The master is the vessel's; of the others only countries and days are given.

use super::columns::Column;
use crate::entities::context::{Reader, Told};
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::page::{Span, Table};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, phrases};
use crate::entities::words::phrases::Phrases;

/// The columns of a crew list.
#[derive(Clone, Debug)]
pub(super) struct Crew {
    name: usize,
    rank: usize,
    nationality: Option<usize>,
    /// Days of birth and of signing on.
    days: Vec<usize>,
}

/// Whether the columns are those of a crew list: a rank, a name, and what only persons have.
pub(super) fn find(columns: &[Column]) -> Option<Crew> {
    let heads: Vec<String> = columns.iter().map(|c| fold_phrase(&c.heading)).collect();
    let has = |head: &String, words: &Phrases| {
        words.holds(head) || head.split(' ').any(|word| words.holds(word))
    };
    let rank = heads.iter().position(|head| has(head, &phrases::RANKS))?;
    let personal = heads.iter().any(|head| has(head, &phrases::PERSONAL));
    let name = columns.iter().position(|column| {
        column.meaning.concepts.any(C::NAME) && !column.meaning.concepts.any(C::SHIP)
    })?;
    let nationality = columns
        .iter()
        .position(|column| column.meaning.concepts.any(C::NATIONALITY));
    let days = (0..columns.len())
        .filter(|column| {
            columns.get(*column).is_some_and(|c| {
                c.meaning.concepts.any(C::DATE)
                    || heads.get(*column).is_some_and(|h| has(h, &phrases::BIRTHS))
            })
        })
        .collect();
    (personal && name != rank).then_some(Crew {
        name,
        rank,
        nationality,
        days,
    })
}

/// Reads the rows below a crew list's heading.
pub(super) fn read(reader: &mut Reader<'_>, table: &Table, from: usize, crew: &Crew, form: &Form) {
    let record = form.record.or(reader.only_vessel());
    for row in from..table.rows() {
        let cell = |column: usize| table.at(row, column).map(|cell| cell.span.clone());
        let (Some(rank), Some(name)) = (cell(crew.rank), cell(crew.name)) else {
            continue;
        };
        let master = is_master(reader, &rank);
        if master {
            take(reader, &name, Label::Master, record, &rank);
        }
        let own = record.filter(|_| master);
        if let Some(nationality) = crew.nationality.and_then(cell) {
            take(reader, &nationality, Label::Country, own, &rank);
        }
        for day in crew.days.iter().filter_map(|column| cell(*column)) {
            take(reader, &day, Label::Date, own, &rank);
        }
    }
}

fn take(reader: &mut Reader<'_>, span: &Span, label: Label, record: Option<u32>, rank: &Span) {
    let frame = reader.frame(None, record);
    let evidence = reader.page.slice(rank);
    reader.read(&frame, span, label, Told::column(record, evidence));
}

/// `Master`, `Capitán`, `Nakhoda`: the rank of who commands the vessel.
fn is_master(reader: &Reader<'_>, rank: &Span) -> bool {
    let text = reader.page.slice(rank);
    let mate = fold_phrase(text)
        .split(' ')
        .any(|word| phrases::MATES.holds(word));
    !mate && lexicon::lookup(text).is_some_and(|term| term.concepts.any(C::MASTER))
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, Label, extract_page};

    #[test]
    fn nobody_of_a_crew_list_is_a_vessel() {
        let page = "Vessel: HAI FU 8, call sign V3AB7\n\n\
            <table><tr><td>No.</td><td>Name</td><td>Rank</td><td>Nationality</td><td>Passport</td></tr>\
            <tr><td>1</td><td>Chen Wei</td><td>Master</td><td>Chinese</td><td>G1234567</td></tr>\
            <tr><td>2</td><td>Budi Santoso</td><td>Bosun</td><td>Indonesian</td><td>B7654321</td></tr></table>";
        let (read, _) = extract_page(page, &Carried::default());
        let found: Vec<(Label, &str)> = read
            .entities
            .iter()
            .filter(|entity| !matches!(entity.label, Label::VesselName | Label::Ircs))
            .map(|entity| (entity.label, entity.norm_value.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (Label::Master, "Chen Wei"),
                (Label::Country, "CHN"),
                (Label::Country, "IDN"),
            ]
        );
        assert_eq!(read.records.len(), 1);
    }
}
