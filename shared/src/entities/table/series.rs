//! Columns told by what their values share with each other or with the flag of their row: call signs and maritime
//! identities.

use super::columns::Column;
use super::evidence::{Sampled, assign, most, share};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::page::{Page, Span, Table};
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::closed::{self, Codes};
use crate::entities::values::identity::{self, Reading};
use crate::entities::words::concept::Concepts as C;

/// In a table without headings: a column of maritime identities beside one of countries.
pub(super) fn stations(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    let all = |sample: &[Sampled], passes: &dyn Fn(&Span) -> bool| {
        sample.len() >= 2 && most(100, sample, |_, s| passes(s))
    };
    let is_country = |s: &Span| closed::is_country(page, s);
    let is_identity =
        |s: &Span| matches!(identity::mmsi(page.slice(s)), Reading::Valid(_)) && s.len() == 9;
    if !samples.iter().any(|sample| all(sample, &is_country)) {
        return;
    }
    let found = samples.iter().position(|sample| all(sample, &is_identity));
    if let Some(index) = found {
        assign(columns, index, Some(Label::Mmsi));
    }
}

/// Call signs of one country, in a table without flags.
pub(super) fn same_series(reader: &Reader<'_>, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    let page = reader.page;
    for index in 0..columns.len() {
        let (Some(column), Some(sample)) = (columns.get(index), samples.get(index)) else {
            continue;
        };
        if column.meaning.understood() || sample.len() < 3 {
            continue;
        }
        let signs: Vec<&str> = sample.iter().map(|(_, s)| page.slice(s).trim()).collect();
        let first = signs.first().copied().unwrap_or("");
        // `AFT 117`: letters of a port and a number.
        let spaced = signs.iter().any(|sign| sign.contains(' '));
        let shared = || {
            call_sign::countries(first).any(|country| {
                let own = |sign: &&str| call_sign::is_bare(sign, Witness::Flag(country));
                signs.iter().all(own)
            })
        };
        if !spaced && shared() {
            assign(columns, index, Some(Label::Ircs));
            return;
        }
    }
}

/// Call signs and MMSI agree with the flag of their row.
pub(super) fn with_flags(
    reader: &Reader<'_>,
    table: &Table,
    columns: &mut [Column],
    samples: &[Vec<Sampled>],
) {
    let page = reader.page;
    let Some(flag) = columns
        .iter()
        .position(|c| c.meaning.label() == Some(Label::Flag))
    else {
        return;
    };
    let country = |row: usize| {
        let cell = table.at(row, flag)?;
        let hits = closed::countries_of(page, &cell.span, Codes::Both);
        hits.first().and_then(|h| identity::country(h.code))
    };
    for index in 0..columns.len() {
        let (Some(column), Some(sample)) = (columns.get(index), samples.get(index)) else {
            continue;
        };
        // `Ident.` over call signs is understood, and says nothing.
        let bare = column.meaning.other && column.meaning.concepts == C::NUMBER;
        if column.meaning.understood() && !bare || sample.is_empty() {
            continue;
        }
        let sign = share(sample, |row, s| {
            let text = page.slice(s);
            let squeezed = call_sign::squeeze(text);
            text.len() <= 10
                && squeezed.len() >= 4
                && call_sign::has_shape(&squeezed)
                && country(row).is_some_and(|c| call_sign::in_series(c, &squeezed))
        });
        let mmsi = share(sample, |row, s| match identity::mmsi(page.slice(s)) {
            Reading::Valid(m) | Reading::Mended(m) => country(row)
                .is_some_and(|c| identity::mmsi_country(&m).is_some_and(|o| o.alpha3 == c.alpha3)),
            _ => false,
        });
        let has = |label: Label| columns.iter().any(|c| c.meaning.labels.contains(&label));
        let found = if sign >= 80 && !has(Label::Ircs) {
            Some(Label::Ircs)
        } else if mmsi >= 70 && !has(Label::Mmsi) {
            Some(Label::Mmsi)
        } else {
            None
        };
        assign(columns, index, found);
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn call_signs_of_the_flags_beside_them_need_no_caption() {
        let page = "<table><tr><td>Name</td><td>Ident.</td><td>Flag</td></tr>\
            <tr><td>ALBA NOVA</td><td>3BVK</td><td>MUS</td></tr>\
            <tr><td>MAR BRAVO</td><td>S7QF</td><td>SYC</td></tr></table>";
        assert_eq!(values(page, Label::Ircs), ["3BVK", "S7QF"]);
    }
}
