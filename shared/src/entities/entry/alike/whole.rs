//! Values that are the whole of their parts, though a reader of single lines took their beginnings only.
//!
//! `owner Executors of T. Cowie`, `chalutier céphalopodier` among other kinds of ship.

use super::parts::{Kind, Part};
use super::slots::Slots;
use super::{Read, found_in};
use crate::entities::context::{Reader, Told};
use crate::entities::entry::head::in_capitals;
use crate::entities::label::Label;
use crate::entities::page::trim;
use crate::entities::prose::abbreviation::abbreviation;
use crate::entities::prose::is_company_word;
use crate::entities::values::Value;
use crate::entities::values::closed::single_spaces;

/// Takes the whole of such parts.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) {
    for entry in entries.iter() {
        for part in entry.parts.iter().filter(|part| !part.lead.is_empty()) {
            led(reader, entry, part);
            party(reader, entry, part);
            yard(reader, entry, part);
        }
    }
    kinds(reader, entries);
    for entry in entries.iter_mut() {
        entry.found = found_in(reader, &entry.span);
    }
}

/// `skipper Juan Rey` under `skipper`: the words before the value are no part of it.
fn led(reader: &mut Reader<'_>, entry: &Read, part: &Part) {
    let whole = |index: &usize| {
        reader.found.get(*index).is_some_and(|found| {
            found.value.span.start == part.span.start && found.value.span.end == part.value.end
        })
    };
    let Some(index) = entry.found.iter().copied().find(whole) else {
        return;
    };
    let meaning = reader.caption(&part.lead);
    if let Some(found) = reader.found.get_mut(index)
        && meaning.labels.as_slice() == [found.value.label]
        // `Division 58.4.1`
        && found.value.label != Label::FishingArea
    {
        found.value.span.start = part.value.start;
        found.value.norm = single_spaces(reader.page.slice(&part.value));
    }
}

/// What was found that begins a part's value.
fn first(reader: &Reader<'_>, entry: &Read, part: &Part) -> Option<usize> {
    entry.found.iter().copied().find(|index| {
        reader.found.get(*index).is_some_and(|found| {
            found.value.span.start == part.value.start && found.value.span.end <= part.value.end
        })
    })
}

/// Small words behind a name that begin what is no part of it.
const BEHIND: [&str; 10] = [
    "of", "de", "di", "da", "du", "do", "from", "in", "at", "aus",
];
/// Words between two names.
const AND: [&str; 5] = [" and ", " y ", " et ", " e ", " & "];

/// `armatore Cooperativa Golfo degli Angeli`, of which `Cooperativa Golfo` was taken.
fn party(reader: &mut Reader<'_>, entry: &Read, part: &Part) {
    let Some(index) = first(reader, entry, part) else {
        return;
    };
    let Some(found) = reader.found.get_mut(index) else {
        return;
    };
    let page = reader.page;
    let rest = page.text.get(found.value.span.end..part.value.end);
    let rest = rest.unwrap_or("");
    let own = page.slice(&found.value.span);
    let named = |word: &str| word.starts_with(char::is_uppercase);
    let behind = rest.split_whitespace().next().unwrap_or("");
    let goes_on = found.value.label.is_party()
        && !AND.iter().any(|word| rest.contains(word))
        && rest.starts_with(' ')
        && rest.split(' ').next_back().is_some_and(named)
        && rest.chars().all(|c| c.is_alphabetic() || " .'’-&".contains(c))
        && !own.split(' ').any(|word| is_company_word(word.trim_end_matches('.')))
        // `Executors of T. Cowie`, but no second sentence.
        && rest.match_indices(". ").all(|(at, _)| abbreviation(page.text.as_str(), found.value.span.end + at))
        && (!own.contains(' ') || !BEHIND.contains(&behind));
    if goes_on {
        found.value.span.end = part.value.end;
        found.value.norm = single_spaces(page.slice(&found.value.span));
    }
}

/// `built 1998 Gdansk`, `built Mar Slip 2004`: what stands beside the year is where.
fn yard(reader: &mut Reader<'_>, entry: &Read, part: &Part) {
    let inside = |index: &usize| {
        let found = reader.found.get(*index)?;
        let own = &found.value.span;
        (part.value.start <= own.start && own.end <= part.value.end)
            .then(|| (found.value.label, own.clone()))
    };
    let mut all = entry.found.iter().filter_map(inside);
    let (Some((Label::BuildYear, year)), None, Some(record)) =
        (all.next(), all.next(), entry.record)
    else {
        return;
    };
    let text = &reader.page.text;
    let (before, behind) = (
        trim(text, &(part.value.start..year.start)),
        trim(text, &(year.end..part.value.end)),
    );
    let place = match (before.is_empty(), behind.is_empty()) {
        (true, false) => behind,
        (false, true) => before,
        _ => return,
    };
    let words: Vec<&str> = reader.page.slice(&place).split(' ').collect();
    if in_capitals(&words) && !reader.page.slice(&place).contains([',', '(', ':']) {
        let frame = reader.frame(None, Some(record));
        let told = Told::cue(Some(record), "beside the year");
        reader.read(&frame, &place, Label::BuildPlace, told);
    }
}

/// Most words of a kind of ship.
const WORDS: usize = 3;

/// What was found in a part, of whose vessel, and the part.
type Kin<'e> = (Option<usize>, u32, &'e Part);

/// `gamboeiro`, `twin-rigger`: words in small letters where the other entries say what kind of ship each is.
fn kinds(reader: &mut Reader<'_>, entries: &[Read]) {
    let mut slots: Slots<'_, Vec<Kin<'_>>> = Slots::new();
    for entry in entries {
        for part in &entry.parts {
            if part.lead.is_empty()
                && part.kind == Kind::Small
                && let Some(record) = entry.record
            {
                let found = first(reader, entry, part);
                slots.add(&part.slot, |kin| kin.push((found, record, part)));
            }
        }
    }
    let mut open = Vec::new();
    for parts in slots.into_values() {
        let known = parts.iter().filter(|(found, ..)| {
            let found = found.and_then(|index| reader.found.get(index));
            found.is_some_and(|found| found.value.label == Label::VesselType)
        });
        let known = known.count();
        if known >= 2 && known * 2 >= parts.len() && parts.len() * 2 > entries.len() {
            open.extend(parts);
        }
    }
    for (found, record, part) in open {
        let text = reader.page.slice(&part.value);
        let plain = text.split(' ').count() <= WORDS
            && text
                .chars()
                .all(|c| c.is_lowercase() || matches!(c, ' ' | '-'));
        if !plain {
            continue;
        }
        match found.and_then(|index| reader.found.get_mut(index)) {
            Some(found)
                if found.value.label == Label::VesselType
                    && found.value.span.end < part.value.end =>
            {
                found.value.span.end = part.value.end;
                found.value.norm = single_spaces(text);
            }
            Some(_) => {}
            None => {
                let value = Value {
                    label: Label::VesselType,
                    span: part.value.clone(),
                    norm: single_spaces(text),
                    trust: 0.9,
                    mended: None,
                    check: "as printed",
                };
                reader.push(
                    value,
                    Told::shape(Some(record), "a kind of ship in the other entries"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::entities::told::tells;

    #[test]
    fn a_value_is_the_whole_of_its_part() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Vessels whose grant was paid\n\nAlba Rose\nRSS B10442; 221 kW; 64 GT\nowner A. J. Rey\n\nNova Belle\nRSS A18306; 134 kW; 29 GT\nowner Executors of T. Mar\n\nRio Sul\nRSS C16617; 300 kW; 102 GT\nowner Mar Azul Ltd of Tema",
                &["1 OWNER=Executors of T. Mar", "2 OWNER=Mar Azul Ltd"],
            ),
            (
                "Frota\n\nAlba I — camaroneiro, 24,9 m, construído em 1998\nAlba II — camaroneiro, 24,9 m, construído em 1999\nNova Sul — gamboeiro, 13,8 m, construído em 2006",
                &["2 VESSEL_TYPE=gamboeiro"],
            ),
        ];
        for (page, wanted) in cases {
            tells(page, wanted);
        }
    }
}
