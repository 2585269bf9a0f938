//! What the same part of all entries holds by its looks, where no reader read it in any.

use std::collections::BTreeMap;

use super::evidence::is_painted;
use super::fill::free;
use super::parts::Part;
use super::{Read, found_in, has};
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::prose;
use crate::entities::table::is_term;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::{self, closed, identity};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, lookup, phrases};

/// Years in which vessels were built.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2060;

/// Reads the slots that no reader read in any entry.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) {
    let mut slots: BTreeMap<String, Vec<(u32, Part)>> = BTreeMap::new();
    for entry in entries.iter() {
        let Some(record) = entry.record else {
            continue;
        };
        for part in &entry.parts {
            if free(reader, entry, part) {
                let slot = slots.entry(part.slot.clone()).or_default();
                slot.push((record, part.clone()));
            }
        }
    }
    for parts in slots.values() {
        let many = parts.len() >= 2 && parts.len() * 2 >= entries.len();
        let Some(label) = label(reader, entries, parts, many) else {
            continue;
        };
        for (record, part) in parts {
            let frame = reader.frame(None, Some(*record));
            let found = values::read(&frame, &part.value, label, &mut Vec::new());
            if let [value] = found.as_slice() {
                let mut value = value.clone();
                // `Norðurs ehf.`: the stop is the ending's.
                let rest = reader.page.text.get(value.span.end..part.value.end);
                if label.is_party() && rest == Some(".") {
                    value.span.end += 1;
                    value.norm.push('.');
                }
                let evidence = "alike in every entry";
                reader.push(value, Told::shape(Some(*record), evidence));
            }
        }
    }
    for entry in entries.iter_mut() {
        terms(reader, entry);
        entry.found = found_in(reader, &entry.span);
    }
}

/// What all parts of a slot are.
fn label(
    reader: &mut Reader<'_>,
    entries: &[Read],
    parts: &[(u32, Part)],
    many: bool,
) -> Option<Label> {
    let page = reader.page;
    let all =
        |test: &dyn Fn(&str) -> bool| parts.iter().all(|(_, part)| test(page.slice(&part.value)));
    let none = |reader: &Reader<'_>, wanted: Label| {
        !entries
            .iter()
            .any(|e| has(reader, e, |label| label == wanted))
    };
    let (_, first) = parts.first()?;
    let lead = page.slice(&first.lead);
    let firms = |parts: &[(u32, Part)]| {
        parts
            .iter()
            .all(|(_, part)| prose::is_company(page.slice(&part.value)))
    };
    if lead.is_empty() {
        if !many {
            return None;
        }
        let inside = first.slot.starts_with('(')
            && page
                .text
                .get(first.span.end..)
                .is_some_and(|t| t.starts_with(')'));
        if !inside && all(&is_year) && none(reader, Label::BuildYear) {
            return Some(Label::BuildYear);
        }
        let nine = |text: &str| text.len() == 9 && identity::mmsi_country(text).is_some();
        let state = |part: &Part| identity::mmsi_country(page.slice(&part.value)).map(|c| c.alpha3);
        let one = || {
            parts
                .windows(2)
                .all(|two| matches!(two, [(_, a), (_, b)] if state(a) == state(b)))
        };
        if all(&nine) && (page.text.contains("MMSI") || one()) {
            return Some(Label::Mmsi);
        }
        let signed = |text: &str| call_sign::is_bare(text, Witness::Look) && !prose::is_mark(text);
        let one_state = || {
            let mut states = parts.iter().map(|(_, part)| {
                call_sign::countries(page.slice(&part.value))
                    .next()
                    .map(|c| c.alpha3)
            });
            let first = states.next().flatten();
            first.is_some() && states.all(|state| state == first)
        };
        let placed = |text: &str| call_sign::is_bare(text, Witness::Place);
        let look = |text: &str| call_sign::is_bare(text, Witness::Look);
        let some = || parts.iter().any(|(_, part)| look(page.slice(&part.value)));
        if all(&placed) && (one_state() || some()) && none(reader, Label::Ircs) {
            return Some(Label::Ircs);
        }
        if all(&signed) && none(reader, Label::Ircs) {
            return Some(Label::Ircs);
        }
        let state = |text: &str| {
            closed::is_code(text, 3, 3)
                && closed::has_sense(text, |s| matches!(s, Sense::Alpha3(_)))
        };
        if all(&state) && none(reader, Label::Flag) {
            return Some(Label::Flag);
        }
        if all(&is_numbered) && none(reader, Label::RfmoId) {
            return Some(Label::RfmoId);
        }
        let mark = |text: &str| {
            prose::is_mark(text) && !prose::is_national(text)
                || first.slot.starts_with('(') && is_painted(text)
        };
        if all(&mark) && none(reader, Label::ExternalMarking) {
            return Some(Label::ExternalMarking);
        }
        if all(&prose::is_registered) && none(reader, Label::NationalRegNo) {
            return Some(Label::NationalRegNo);
        }
        let town = |text: &str| prose::place_name(text, &(0..text.len()), false);
        let behind_name = entries
            .iter()
            .any(|e| e.parts.get(1).is_some_and(|part| part.span == first.span));
        let ports = || {
            let words = page.text.split(|c: char| !c.is_alphabetic());
            words
                .filter_map(lookup)
                .any(|term| term.strong.any(C::PORT))
        };
        if behind_name
            && all(&town)
            && none(reader, Label::Port)
            && (first.slot.starts_with('(') || ports())
        {
            return Some(Label::Port);
        }
        let party = |label: Label| label.is_party();
        let free = !entries.iter().any(|e| has(reader, e, party));
        return (firms(parts) && free).then_some(Label::Owner);
    }
    let place = |text: &str| prose::place_name(text, &(0..text.len()), true);
    if matches!(
        lead,
        "of" | "de" | "from" | "da" | "do" | "di" | "du" | "aus" | "d'"
    ) {
        let some = parts
            .iter()
            .filter(|(_, part)| prose::is_company(page.slice(&part.value)))
            .count();
        let worded = |text: &str| text.contains(' ');
        if many
            && some >= 2
            && some * 2 >= parts.len()
            && all(&worded)
            && none(reader, Label::Owner)
        {
            return Some(Label::Owner);
        }
        return (many && all(&place) && none(reader, Label::Port)).then_some(Label::Port);
    }
    let meaning = reader.caption(&first.lead);
    // `now Reef Fish Ltd`
    if many
        && meaning.concepts == C::CURRENT
        && parts
            .iter()
            .any(|(_, part)| prose::is_company(page.slice(&part.value)))
    {
        return Some(Label::Owner);
    }
    // `(no. D-559021)`
    let coded = |text: &str| {
        text.bytes().filter(u8::is_ascii_digit).count() >= 3
            && !text.chars().any(|c| c.is_lowercase() || c.is_whitespace())
            && text.contains(|c: char| c.is_ascii_uppercase())
    };
    if many
        && meaning.labels.is_empty()
        && meaning.concepts == C::NUMBER
        && all(&coded)
        && none(reader, Label::NationalRegNo)
    {
        return Some(Label::NationalRegNo);
    }
    // `entered at Sfax, sous le MA 413`
    let numbered = |text: &str| prose::is_mark(text) || prose::is_registered(text) || coded(text);
    if many
        && phrases::UNDER_LEADS.holds(&lead.to_lowercase())
        && all(&numbered)
        && none(reader, Label::NationalRegNo)
    {
        return Some(Label::NationalRegNo);
    }
    let label = meaning.label().filter(|_| meaning.labels.len() == 1)?;
    if meaning.coverage() < if label.is_party() || !many { 75 } else { 50 } {
        return None;
    }
    if label.is_party() && !none(reader, label) {
        return None;
    }
    let read = |reader: &mut Reader<'_>, part: &Part| {
        let frame = reader.frame(Some(&meaning), None);
        matches!(values::read(&frame, &part.value, label, &mut Vec::new()).as_slice(), [one]
            if one.span == part.value)
    };
    parts
        .iter()
        .all(|(_, part)| read(reader, part))
        .then_some(label)
}

/// `WCPFC-8814`, `IOTC 015855`: an organisation's acronym and a number.
fn is_numbered(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (name, number) = text.split_at(letters);
    let number = number.trim_start_matches(['-', ' ', '/']);
    number.len() >= 3
        && number.bytes().all(|b| b.is_ascii_digit())
        && closed::has_sense(name, |s| matches!(s, Sense::RfmoAcronym(_)))
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year: u16| YEARS.contains(&year))
}

/// `du 1/2/2024 au 31/1/2025` in a part of its own: the first and the last day of a right.
fn terms(reader: &mut Reader<'_>, entry: &Read) {
    for part in &entry.parts {
        let text = reader.page.slice(&part.span);
        let until = phrases::UNTIL.holds(&fold_phrase(reader.page.slice(&part.lead)))
            && has(reader, entry, |label| label == Label::LicenseNo);
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
