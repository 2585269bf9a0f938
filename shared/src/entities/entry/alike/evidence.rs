//! Whether the entries of a list are vessels: by what was found in them, else by what their parts show.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::Part;
use super::{IDENTIFIERS, Read, has};
use crate::entities::ashore::speaks_of_ships;
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::prose;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::{closed, identity};
use crate::entities::words::lexicon::{Country, Sense};

/// Fewest entries that must speak for a list.
const ENTRIES: usize = 2;

/// What speaks for a list: names or numbers that were found, or parts that only vessels have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Evidence {
    /// Nothing.
    None,
    /// What was found in its entries.
    Found,
    /// The parts of its entries.
    Parts,
}

/// What speaks for the entries of a list being vessels.
pub(super) fn of_list(reader: &mut Reader<'_>, entries: &[Read]) -> Evidence {
    let most = |count: usize| count >= ENTRIES && count * 2 >= entries.len();
    // What stands in one entry only is a part of a form in sections.
    let told = [Label::VesselName]
        .iter()
        .chain(&IDENTIFIERS)
        .any(|wanted| {
            entries
                .iter()
                .filter(|entry| has(reader, entry, |label| label == *wanted))
                .count()
                >= ENTRIES
        });
    let some = |entry: &&Read| {
        has(reader, entry, |label| {
            label == Label::VesselName || IDENTIFIERS.contains(&label)
        })
    };
    if told && most(entries.iter().filter(some).count()) && several(reader, entries) {
        return Evidence::Found;
    }
    let count = |wanted: &dyn Fn(&Read) -> bool| entries.iter().filter(|e| wanted(e)).count();
    let sure = count(&|entry| {
        let flag = flag(reader, entry);
        entry.parts.iter().any(|part| is_ships(reader, part, flag))
    });
    if most(sure) {
        return Evidence::Parts;
    }
    let kinds: Vec<usize> = entries.iter().map(|entry| kinds(reader, entry)).collect();
    let like = |least: usize| kinds.iter().filter(|kinds| **kinds >= least).count();
    if (most(like(2)) || most(like(1)) && speaks_of_ships(&reader.page.text))
        && (lines_alone(entries) || share_slots(reader, entries))
    {
        return Evidence::Parts;
    }
    Evidence::None
}

/// Each entry is a line.
fn lines_alone(entries: &[Read]) -> bool {
    entries.iter().all(|entry| entry.lines == 1)
}

/// Slots that the entries of a list over several lines share; the sections of a form have none.
const SHARED_SLOTS: usize = 2;

fn share_slots(reader: &mut Reader<'_>, entries: &[Read]) -> bool {
    let mut slots: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        let own: BTreeSet<&str> = entry
            .parts
            .iter()
            .filter(|part| of_ships(reader, part))
            .map(|part| part.slot.as_str())
            .collect();
        for slot in own {
            *slots.entry(slot).or_default() += 1;
        }
    }
    let shared = slots
        .values()
        .filter(|count| **count * 3 >= entries.len() * 2);
    shared.count() >= SHARED_SLOTS
}

/// How many of its parts are what parts of a vessel's entry are.
fn kinds(reader: &mut Reader<'_>, entry: &Read) -> usize {
    let parts = entry.parts.iter().skip(1);
    let told = parts
        .filter(|part| may_be_ships(reader, part) || of_ships(reader, part))
        .count();
    usize::from(flag(reader, entry).is_some())
        + told.max(usize::from(has(reader, entry, is_particular)))
}

/// A part whose words before the value announce a vessel's particular, or a measure with its unit.
fn of_ships(reader: &mut Reader<'_>, part: &Part) -> bool {
    if part.lead.is_empty() {
        return prose::is_part(reader, &part.span);
    }
    let meaning = reader.caption(&part.lead);
    meaning.coverage() >= 50
        && matches!(meaning.labels.as_slice(), [label] if is_particular(*label)
            || matches!(label, Label::Ircs | Label::HullMaterial | Label::Port | Label::Master | Label::CrewCount | Label::LicenseNo))
}

/// The entries' names and numbers are of two vessels or more, or of none.
fn several(reader: &Reader<'_>, entries: &[Read]) -> bool {
    let mut records = entries
        .iter()
        .flat_map(|entry| &entry.found)
        .filter_map(|index| reader.found.get(*index))
        .filter(|f| f.value.label == Label::VesselName || IDENTIFIERS.contains(&f.value.label))
        .map(|f| f.record);
    let first = records.next();
    first.is_none_or(|first| first.is_none() || records.any(|record| record != first))
}

/// The state that a part of the entry names and says nothing else of.
pub(super) fn flag(reader: &Reader<'_>, entry: &Read) -> Option<&'static Country> {
    entry.parts.iter().find_map(|part| {
        let text = reader.page.slice(&part.value);
        if text.len() < 3 || !text.starts_with(char::is_uppercase) {
            return None;
        }
        match closed::countries_of(reader.page, &part.value, closed::Codes::Both).as_slice() {
            [hit] if hit.span == part.value && !hit.demonym => identity::country(hit.code),
            _ => None,
        }
    })
}

/// A number with its own check, a call sign of the entry's flag, a number of the fleet register.
fn is_ships(reader: &Reader<'_>, part: &Part, flag: Option<&'static Country>) -> bool {
    let text = reader.page.slice(&part.value);
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits {
        return match text.len() {
            7 => matches!(identity::imo(text), identity::Reading::Valid(_)),
            9 => identity::mmsi_country(text)
                .is_some_and(|own| flag.is_none_or(|flag| flag.alpha3 == own.alpha3)),
            _ => false,
        };
    }
    let coded = text
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    coded
        && (identity::is_cfr(text)
            || identity::is_serial(text)
            || call_sign::is_bare(text, flag.map_or(Witness::Look, Witness::Flag)))
}

/// A mark, a register's number, a kind of vessel.
fn may_be_ships(reader: &Reader<'_>, part: &Part) -> bool {
    let text = reader.page.slice(&part.value);
    text.len() <= 40
        && (prose::is_mark(text)
            || prose::is_registered(text)
            || closed::has_sense(text, |s| matches!(s, Sense::VesselType | Sense::Gear(_))))
}

/// What the readers found that describes vessels.
fn is_particular(label: Label) -> bool {
    matches!(
        label,
        Label::Tonnage
            | Label::Length
            | Label::EnginePower
            | Label::HoldCapacity
            | Label::VesselType
            | Label::ExternalMarking
            | Label::PreviousName
            | Label::PreviousFlag
            | Label::Flag
    )
}
