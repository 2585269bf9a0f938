//! Days in parts of their own: the first and last of a right, or days on which nothing was allowed.

use super::about::heading;
use super::parts::Part;
use super::{Read, found_in, has};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::table::is_term;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{lookup, phrases};

/// Reads the days.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) {
    let licensed = is_of_rights(reader, entries);
    for entry in entries.iter_mut() {
        terms(reader, entry, licensed);
        if !licensed && !has(reader, entry, |label| label == Label::LicenseNo) {
            since(reader, entry);
        }
        entry.found = found_in(reader, &entry.span);
    }
}

/// `Permits granted` over `ALBA, to 30 June 2025`
fn is_of_rights(reader: &Reader<'_>, entries: &[Read]) -> bool {
    let start = entries.first().map_or(0, |entry| entry.span.start);
    let heading = heading(&reader.page.text, start);
    let words = heading.split(|c: char| !c.is_alphabetic());
    words
        .filter_map(lookup)
        .any(|term| term.strong.any(C::LICENSE))
}

/// What was read as the first day of a right in a part is a day.
pub(super) fn begins_no_right(reader: &mut Reader<'_>, entry: &Read, part: &Part) {
    for index in &entry.found {
        if let Some(found) = reader.found.get_mut(*index)
            && found.value.label == Label::StartDate
            && found.value.span == part.value
        {
            found.value.label = Label::Date;
        }
    }
}

/// `in port since 4 June 2021`, where nothing is allowed: no first day of a right.
fn since(reader: &mut Reader<'_>, entry: &Read) {
    for part in &entry.parts {
        let lead = fold_phrase(reader.page.slice(&part.lead));
        if lead != "since" && !phrases::SINCE.holds(&lead) {
            continue;
        }
        begins_no_right(reader, entry, part);
    }
}

/// `du 1/2/2024 au 31/1/2025` in a part of its own: the first and the last day of a right.
fn terms(reader: &mut Reader<'_>, entry: &Read, licensed: bool) {
    for part in &entry.parts {
        let text = reader.page.slice(&part.span);
        let until = phrases::UNTIL.holds(&fold_phrase(reader.page.slice(&part.lead)))
            && (licensed || has(reader, entry, |label| label == Label::LicenseNo));
        if text.len() > 60 || !(until || is_term(text)) {
            continue;
        }
        let days: Vec<usize> = entry
            .found
            .iter()
            .copied()
            .filter(|index| {
                reader.found.get(*index).is_some_and(|f| {
                    f.value.label == Label::Date
                        && part.span.start <= f.value.span.start
                        && f.value.span.end <= part.span.end
                })
            })
            .collect();
        if let ([day], true) = (days.as_slice(), until)
            && let Some(found) = reader.found.get_mut(*day)
        {
            found.value.label = Label::EndDate;
        }
        let [first, last] = days.as_slice() else {
            continue;
        };
        let starts = |index: usize| reader.found.get(index).map(|f| f.value.span.start);
        let (first, last) = if starts(*first) < starts(*last) {
            (*first, *last)
        } else {
            (*last, *first)
        };
        for (index, label) in [(first, Label::StartDate), (last, Label::EndDate)] {
            if let Some(found) = reader.found.get_mut(index) {
                found.value.label = label;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn days_are_of_a_right_only_where_one_is_given() {
        let ships = "ALBA NOVA, Togo, IMO 9281310, since 6 Feb 2022\nRIO SUL, Togo, IMO 9100372, since 8 Feb 2022\nKITE DAWN, Togo, IMO 7718228, since 8 Feb 2022";
        let cases: &[(&str, &[&str])] = &[
            ("Vessels in port", &["0 DATE=2022-02-06"]),
            ("Licences of vessels", &["0 START_DATE=2022-02-06"]),
        ];
        for (heading, wanted) in cases {
            tells(&format!("{heading}\n\n{ships}"), wanted);
        }
    }
}
