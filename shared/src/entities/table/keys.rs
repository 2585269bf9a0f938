//! Keys by which one table means the vessels of another: `Ship A`, `Vessel 2`, a name met before.

use std::collections::HashMap;

use super::columns::Column;
use crate::entities::context::{Found, Reader};
use crate::entities::label::Label;
use crate::entities::page::Table;
use crate::entities::values::call_sign::squeeze;
use crate::entities::values::text::is_reference;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon;
use crate::entities::words::lexicon::phrases;
use crate::entities::words::seek;

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
    if is_reference(text) {
        return true;
    }
    // Most texts end in a longer word.
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    if let [.., a, b, c] = end.as_bytes()
        && [a, b, c].into_iter().all(u8::is_ascii_alphanumeric)
    {
        return false;
    }
    let folded = fold_phrase(text);
    let mut words = folded.split(' ').rev();
    let last = words.next().unwrap_or("");
    let mark = last.len() <= 2
        && (last.bytes().all(|b| b.is_ascii_digit())
            || (last.len() == 1 && text.ends_with(|c: char| c.is_ascii_uppercase())));
    let rest: Vec<&str> = words.collect();
    let keyed = rest.iter().all(|w| {
        lexicon::term(w).is_some_and(|t| t.concepts.any(C::SHIP)) || phrases::COUNTED_KEYS.holds(w)
    });
    mark && rest.len() == 1 && keyed
}

/// `Offloading vessel (fishing)`, `Buque receptor`: words for a ship by the part she plays, none of them her name.
pub(super) fn is_part(text: &str) -> bool {
    !seek::has_figure(text)
        && fold_phrase(text)
            .split(' ')
            .any(|w| lexicon::term(w).is_some_and(|t| t.concepts.any(C::SHIP)))
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
pub(super) fn links(reader: &Reader<'_>, table: &Table, from: usize, columns: &mut [Column]) {
    if reader.keys.is_empty() && reader.names.is_empty() {
        return;
    }
    for (index, column) in columns.iter_mut().enumerate() {
        let (mut hit, mut all) = (0, 0);
        for row in (from..table.rows()).take(40) {
            let Some(cell) = table.filled(row, index) else {
                continue;
            };
            all += 1;
            let key = key_of(reader.page.slice(&cell.span));
            hit += usize::from(reader.keys.contains_key(&key) || reader.names.contains_key(&key));
        }
        column.link = all > 0 && hit * 10 >= all * 8;
    }
}

/// Labels of numbers and signs that are one vessel's.
const OWN: [Label; 7] = [
    Label::Imo,
    Label::Mmsi,
    Label::Ircs,
    Label::RfmoId,
    Label::NationalRegNo,
    Label::ExternalMarking,
    Label::EuCfr,
];

/// Shortest sign that means a vessel of a table before, in letters and figures.
const SHORTEST_SIGN: usize = 4;

/// The vessels met so far by their signs and numbers; a sign of two vessels means none.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    /// By label and sign; [`SEVERAL`] where the sign is of more than one.
    vessels: HashMap<String, u32>,
    /// What was found up to here is among them.
    seen: usize,
}

impl Signs {
    /// Adds what was found since the last time.
    fn note(&mut self, found: &[Found]) {
        for told in found.get(self.seen..).unwrap_or(&[]) {
            let label = told.value.label;
            if let Some(record) = told.record.filter(|_| OWN.contains(&label)) {
                let same = self.vessels.entry(key(label, &told.value.norm));
                let same = same.or_insert(record);
                if *same != record {
                    *same = SEVERAL;
                }
            }
        }
        self.seen = found.len();
    }

    /// The vessel that a cell of the column means.
    fn vessel(&self, column: &Column, text: &str) -> Option<u32> {
        let label = column.meaning.label().filter(|label| OWN.contains(label))?;
        let sign = key(label, text);
        let known = self.vessels.get(&sign).copied();
        known.filter(|record| *record != SEVERAL && squeeze(text).len() >= SHORTEST_SIGN)
    }
}

/// What stands for a sign of several vessels.
const SEVERAL: u32 = u32::MAX;

fn key(label: Label, sign: &str) -> String {
    squeeze(&format!("{label}{sign}"))
}

/// The vessels of tables before that the rows from `from` on mean by a sign or number of theirs, in a table that names none.
pub(super) fn signed(
    reader: &mut Reader<'_>,
    table: &Table,
    from: usize,
    columns: &[Column],
) -> Vec<Option<u32>> {
    let asks = |wanted: &[Label]| {
        let mut labels = columns.iter().flat_map(|c| &c.meaning.labels);
        labels.any(|label| wanted.contains(label))
    };
    if reader.vessels.is_empty() || !asks(&OWN) || asks(&[Label::VesselName]) {
        return Vec::new();
    }
    let mut signs = std::mem::take(&mut reader.signs);
    signs.note(&reader.found);
    let of_row = |row: usize| {
        let mut own = table.filled_in(row).filter(|cell| cell.columns == 1);
        own.find_map(|cell| signs.vessel(columns.get(cell.column)?, reader.page.slice(&cell.span)))
    };
    let vessels = (from..table.rows()).map(of_row).collect();
    reader.signs = signs;
    vessels
}

/// Shortest words for a vessel's part, in bytes.
const SHORTEST_ROLE: usize = 5;

/// The vessels whose roles head the columns, by column: `Giving vessel`, `Receiving vessel` under `Giving vessel: ALBA` and
/// `Receiving vessel: NOVA`. Empty where the columns are headed otherwise.
pub(super) fn roles(reader: &Reader<'_>, table: &Table) -> Vec<Option<u32>> {
    let mut roles = vec![None; table.columns];
    let mut known = Vec::new();
    let heads = table.row(0).filter(|c| c.column > 0 && !c.span.is_empty());
    for head in heads {
        let role = reader.page.slice(&head.span);
        let record = (role.len() >= SHORTEST_ROLE)
            .then(|| in_role(reader, role))
            .flatten();
        let Some(record) = record.filter(|record| !known.contains(record)) else {
            return Vec::new();
        };
        known.push(record);
        if let Some(place) = roles.get_mut(head.column) {
            *place = Some(record);
        }
    }
    if known.len() < 2 { Vec::new() } else { roles }
}

/// The vessel before whose name the role stands.
fn in_role(reader: &Reader<'_>, role: &str) -> Option<u32> {
    let names = reader
        .found
        .iter()
        .filter(|f| f.value.label == Label::VesselName);
    names
        .filter(|f| {
            let head = reader.page.text.get(..f.value.span.start).unwrap_or("");
            let head = head.trim_end_matches([':', ' ', '"', '“', '«', '–', '*']);
            let printed = head
                .len()
                .checked_sub(role.len())
                .and_then(|at| head.get(at..));
            printed.is_some_and(|printed| printed.eq_ignore_ascii_case(role))
        })
        .find_map(|f| f.record)
}

#[cfg(test)]
mod tests {
    use crate::entities::label::Label;
    use crate::entities::told::values;
    use crate::entities::{Carried, extract_page};

    #[test]
    fn parts_that_head_columns_over_names_are_no_names() {
        let page = "<table><tr><td>Particulars</td><td>Offloading vessel (fishing)</td>\
                    <td>Receiving vessel (carrier)</td></tr>\
                    <tr><td>Name</td><td>ALBA</td><td>MAR BRAVO</td></tr>\
                    <tr><td>Flag</td><td>Togo</td><td>Fiji</td></tr></table>";
        assert_eq!(values(page, Label::VesselName), ["ALBA", "MAR BRAVO"]);
    }

    #[test]
    fn a_table_without_names_means_the_vessels_by_their_signs() {
        let page = "<table><tr><td>Vessel</td><td>Call sign</td><td>Flag</td></tr>\
                    <tr><td>ALBA NOVA</td><td>5VAB2</td><td>Togo</td></tr>\
                    <tr><td>MAR BRAVO</td><td>3DXA</td><td>Fiji</td></tr></table>\n\n\
                    <table><tr><td>Call sign</td><td>Owner</td><td>Gross tonnage</td></tr>\
                    <tr><td>3DXA</td><td>Bravo Ltd</td><td>187</td></tr>\
                    <tr><td>5VAB2</td><td>Alba S.A.</td><td>412</td></tr></table>";
        let found = crate::entities::told::found(page);
        for wanted in ["0 OWNER=Alba S.A.", "1 OWNER=Bravo Ltd", "1 TONNAGE=187"] {
            assert!(found.iter().any(|told| told == wanted), "{found:?}");
        }
    }

    #[test]
    fn the_parts_of_two_vessels_head_the_columns_of_their_table() {
        let page = "Giving vessel: ALBA NOVA, flag: Togo, IMO 9281310, master Juan Rey.\n\n\
                    Receiving vessel: MAR BRAVO, flag: Fiji, IMO 9100372, master Li Wei.\n\n\
                    <table><tr><td></td><td>Giving vessel</td><td>Receiving vessel</td></tr>\
                    <tr><td>Owner</td><td>Alba S.A.</td><td>Bravo Ltd</td></tr>\
                    <tr><td>Home port</td><td>Lomé</td><td>Suva</td></tr></table>";
        let (read, _) = extract_page(page, &Carried::default());
        let of = |record: u32| -> Vec<&str> {
            let own = read.entities.iter().filter(|e| e.record == Some(record));
            own.map(|e| e.norm_value.as_str()).collect()
        };
        assert_eq!(
            of(0),
            [
                "ALBA NOVA",
                "TGO",
                "9281310",
                "Juan Rey",
                "Alba S.A.",
                "Lomé"
            ]
        );
        assert_eq!(
            of(1),
            ["MAR BRAVO", "FJI", "9100372", "Li Wei", "Bravo Ltd", "Suva"]
        );
    }
}
