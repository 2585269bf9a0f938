//! What the same part of all entries holds by its looks, where no reader read it in any.

use std::collections::BTreeMap;

use super::about::heading;
use super::fill::free;
use super::of_ship::is_painted;
use super::parts::Part;
use super::{Read, found_in, has};
use crate::entities::context::{Reader, Told};
use crate::entities::label::Label;
use crate::entities::page::Page;
use crate::entities::prose;
use crate::entities::table::is_term;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::{self, closed, date, identity};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, lookup, phrases};
use crate::entities::words::seek;

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
        let Some(label) =
            Slot::of(reader.page, entries, parts).and_then(|slot| label(reader, &slot))
        else {
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
    let licensed = is_of_rights(reader, entries);
    for entry in entries.iter_mut() {
        terms(reader, entry, licensed);
        entry.found = found_in(reader, &entry.span);
    }
}

/// The same part of all entries.
struct Slot<'s> {
    page: &'s Page,
    entries: &'s [Read],
    parts: &'s [(u32, Part)],
    first: &'s Part,
    /// Two entries and half of all have it.
    many: bool,
}

impl<'s> Slot<'s> {
    fn of(page: &'s Page, entries: &'s [Read], parts: &'s [(u32, Part)]) -> Option<Self> {
        let (_, first) = parts.first()?;
        Some(Slot {
            page,
            entries,
            parts,
            first,
            many: parts.len() >= 2 && parts.len() * 2 >= entries.len(),
        })
    }

    fn values(&self) -> impl Iterator<Item = &'s str> {
        let page = self.page;
        self.parts.iter().map(|(_, part)| page.slice(&part.value))
    }

    fn all(&self, test: impl Fn(&str) -> bool) -> bool {
        self.values().all(test)
    }

    fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.values().any(test)
    }

    /// True if no entry has a thing of the kind.
    fn lacks(&self, reader: &Reader<'_>, kind: impl Fn(Label) -> bool) -> bool {
        !self.entries.iter().any(|entry| has(reader, entry, &kind))
    }

    fn opens_bracket(&self) -> bool {
        self.first.slot.starts_with('(')
    }

    /// True if the part is a bracket's only one.
    fn fills_bracket(&self) -> bool {
        let behind = self.page.text.get(self.first.span.end..);
        self.opens_bracket() && behind.is_some_and(|text| text.starts_with(')'))
    }
}

/// What the parts of a slot may be, and whether all of them look so.
type Look = (Label, fn(&Slot<'_>) -> bool);

/// What parts without words before them may be; the first that fits.
const LOOKS: [Look; 9] = [
    (Label::BuildYear, |slot| {
        !slot.fills_bracket() && slot.all(date::is_build_year)
    }),
    (Label::Length, |slot| slot.all(is_length)),
    (Label::Mmsi, are_identities),
    (Label::Ircs, are_call_signs),
    (Label::Flag, |slot| slot.all(is_state)),
    (Label::RfmoId, |slot| slot.all(is_numbered)),
    (Label::ExternalMarking, |slot| {
        let bracketed = slot.opens_bracket();
        slot.all(|text| {
            prose::is_mark(text) && !prose::is_national(text) || bracketed && is_painted(text)
        })
    }),
    (Label::NationalRegNo, |slot| slot.all(prose::is_registered)),
    (Label::Port, are_ports),
];

/// What all parts of a slot are.
fn label(reader: &mut Reader<'_>, slot: &Slot<'_>) -> Option<Label> {
    match slot.page.slice(&slot.first.lead) {
        "" => slot.many.then(|| bare(reader, slot)).flatten(),
        "of" | "de" | "from" | "da" | "do" | "di" | "du" | "aus" | "d'" => {
            slot.many.then(|| belonging(reader, slot)).flatten()
        }
        lead => led(reader, slot, lead),
    }
}

/// What parts without words before them are by their looks.
fn bare(reader: &Reader<'_>, slot: &Slot<'_>) -> Option<Label> {
    let look = LOOKS.iter().find(|(label, fits)| {
        // An MMSI is one even where another entry has its own.
        let open = || *label == Label::Mmsi || slot.lacks(reader, |known| known == *label);
        fits(slot) && open()
    });
    if let Some((label, _)) = look {
        return Some(*label);
    }
    let firms = slot.values().filter(|text| prose::is_company(text)).count();
    let owned = firms * 3 >= slot.parts.len() && slot.all(may_own);
    (owned && slot.lacks(reader, Label::is_party)).then_some(Label::Owner)
}

/// `Mar Azul Ltd`, `Juan Rey`, `R. and T. Whitford`
fn may_own(text: &str) -> bool {
    let known = lookup(text).is_some_and(|term| !term.senses.is_empty());
    text.starts_with(char::is_uppercase) && text.contains(' ') && !known && !seek::has_figure(text)
}

/// What parts behind `of` are: owners or ports.
fn belonging(reader: &Reader<'_>, slot: &Slot<'_>) -> Option<Label> {
    let firms = slot.values().filter(|text| prose::is_company(text)).count();
    if firms >= 2
        && firms * 2 >= slot.parts.len()
        && slot.all(|text| text.contains(' '))
        && slot.lacks(reader, |label| label == Label::Owner)
    {
        return Some(Label::Owner);
    }
    let place = |text: &str| prose::place_name(text, &(0..text.len()), true);
    let ports = slot.all(place) && slot.lacks(reader, |label| label == Label::Port);
    ports.then_some(Label::Port)
}

/// What parts behind other words are: what the words ask for as a caption, or what goes with them.
fn led(reader: &mut Reader<'_>, slot: &Slot<'_>, lead: &str) -> Option<Label> {
    let meaning = reader.caption(&slot.first.lead);
    // `now Reef Fish Ltd`
    if slot.many && meaning.concepts == C::CURRENT && slot.any(prose::is_company) {
        return Some(Label::Owner);
    }
    // `(no. D-559021)`
    let counted = meaning.labels.is_empty() && meaning.concepts == C::NUMBER && slot.all(is_coded);
    // `entered at Sfax, sous le MA 413`
    let entered = || {
        let number =
            |text: &str| prose::is_mark(text) || prose::is_registered(text) || is_coded(text);
        phrases::UNDER_LEADS.holds(&lead.to_lowercase()) && slot.all(number)
    };
    if slot.many
        && (counted || entered())
        && slot.lacks(reader, |label| label == Label::NationalRegNo)
    {
        return Some(Label::NationalRegNo);
    }
    let label = meaning.label().filter(|_| meaning.labels.len() == 1)?;
    let strict = label.is_party() || !slot.many;
    if meaning.coverage() < if strict { 75 } else { 50 }
        || label.is_party() && !slot.lacks(reader, |known| known == label)
    {
        return None;
    }
    let frame = reader.frame(Some(&meaning), None);
    let read = |part: &Part| {
        let values = values::read(&frame, &part.value, label, &mut Vec::new());
        matches!(values.as_slice(), [one] if one.span == part.value)
    };
    slot.parts
        .iter()
        .all(|(_, part)| read(part))
        .then_some(label)
}

/// MMSI: of one state, or on a page that speaks of them.
fn are_identities(slot: &Slot<'_>) -> bool {
    let state = |text: &str| identity::mmsi_country(text).map(|country| country.alpha3);
    let one_state = || {
        let mut states = slot.values().map(state);
        let first = states.next();
        states.all(|state| Some(state) == first)
    };
    slot.all(|text| text.len() == 9 && state(text).is_some())
        && (slot.page.text.contains("MMSI") || one_state())
}

/// Call signs: by their own look, or of one state or with one that looks so where only the place speaks for them.
fn are_call_signs(slot: &Slot<'_>) -> bool {
    let looks = |text: &str| call_sign::is_bare(text, Witness::Look);
    let one_state = || {
        let state = |text| call_sign::countries(text).next().map(|c| c.alpha3);
        let mut states = slot.values().map(state);
        let first = states.next().flatten();
        first.is_some() && states.all(|state| state == first)
    };
    slot.all(|text| call_sign::is_bare(text, Witness::Place)) && (one_state() || slot.any(looks))
        || slot.all(|text| looks(text) && !prose::is_mark(text))
}

/// Towns right behind the name, in brackets or on a page that speaks of ports.
fn are_ports(slot: &Slot<'_>) -> bool {
    let mut seconds = slot.entries.iter().filter_map(|entry| entry.parts.get(1));
    let behind_name = seconds.any(|part| part.span == slot.first.span);
    let spoken_of = || {
        let words = slot.page.text.split(|c: char| !c.is_alphabetic());
        words
            .filter_map(lookup)
            .any(|term| term.strong.any(C::PORT))
    };
    behind_name
        && slot.all(|text| prose::place_name(text, &(0..text.len()), false))
        && (slot.opens_bracket() || spoken_of())
}

/// `44.6 m`, `118 ft`: as long as ships are.
fn is_length(text: &str) -> bool {
    let measure = text.split_once(' ');
    measure.is_some_and(|(number, unit)| {
        let number: Option<f64> = number.replace(',', ".").parse().ok();
        matches!(unit, "m" | "ft") && number.is_some_and(|number| (LEAST..500.0).contains(&number))
    })
}

/// Length of the shortest ship, in either unit.
const LEAST: f64 = 5.0;

/// The code of a state in three letters.
fn is_state(text: &str) -> bool {
    closed::is_code(text, 3, 3) && closed::has_sense(text, |s| matches!(s, Sense::Alpha3(_)))
}

/// `D-559021`: figures with capitals, without blanks.
fn is_coded(text: &str) -> bool {
    seek::figures(text) >= 3
        && !text.chars().any(|c| c.is_lowercase() || c.is_whitespace())
        && text.contains(|c: char| c.is_ascii_uppercase())
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

/// `Permits granted` over `ALBA, to 30 June 2025`
fn is_of_rights(reader: &Reader<'_>, entries: &[Read]) -> bool {
    let start = entries.first().map_or(0, |entry| entry.span.start);
    let heading = heading(&reader.page.text, start);
    let words = heading.split(|c: char| !c.is_alphabetic());
    words
        .filter_map(lookup)
        .any(|term| term.strong.any(C::LICENSE))
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
