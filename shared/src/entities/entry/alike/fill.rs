//! What the parts of entries hold that no reader read.

use super::columns::may_own;
use super::may_name::looks_named;
use super::parts::Part;
use super::slots::Slots;
use super::{Read, addresses, columns, found_in, has, whole};
use crate::entities::context::{Reader, Source, Told};
use crate::entities::entry::line::particular;
use crate::entities::form::Form;
use crate::entities::label::Label;
use crate::entities::order;
use crate::entities::page::Span;
use crate::entities::prose;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::{self, closed, identity};
use crate::entities::words::lexicon::{Sense, phrases};

/// Most words of a part that is read by itself.
const WORDS: usize = 8;

/// Reads the parts in which nothing was found: by themselves, then as the same parts of the other entries were.
pub(super) fn settle(reader: &mut Reader<'_>, entries: &mut [Read]) {
    flags(reader, entries);
    for entry in entries.iter_mut() {
        let Some(record) = entry.record else {
            continue;
        };
        for part in &entry.parts {
            if free(reader, entry, part) {
                alone(reader, part, record);
            }
        }
        entry.found = found_in(reader, &entry.span);
    }
    whole::settle(reader, entries);
    columns::settle(reader, entries);
    addresses::settle(reader, entries);
    relabel(reader, entries);
    let told = told(reader, entries);
    for entry in entries.iter_mut() {
        let Some(record) = entry.record else {
            continue;
        };
        for part in &entry.parts {
            let place = told.binary_search_by(|(slot, _)| slot.cmp(&part.slot));
            if let Some((_, label)) = place.ok().and_then(|place| told.get(place))
                && free(reader, entry, part)
            {
                as_the_others(reader, part, *label, record);
            }
        }
        entry.found = found_in(reader, &entry.span);
    }
}

/// A country that is a part of its own.
struct State {
    record: Option<u32>,
    /// Its place among what was found.
    index: usize,
    slot: String,
    /// A person or firm stands before it.
    behind: bool,
}

/// The countries that are parts of an entry.
fn states(reader: &Reader<'_>, entry: &Read) -> Vec<State> {
    let mut states: Vec<State> = Vec::new();
    let mut before: Option<&Part> = None;
    for part in &entry.parts {
        let held = entry.found.iter().copied().find(|index| {
            reader.found.get(*index).is_some_and(|f| {
                matches!(f.value.label, Label::Flag | Label::Country)
                    && part.lead.is_empty()
                    && part.value == f.value.span
            })
        });
        let owned = |own: &&Part| {
            let apart = part.sign == "(" || part.sign == ", " && own.sign != ", ";
            (apart || !states.is_empty()) && !free_of(reader, entry, own, is_held_by)
        };
        if let Some(index) = held {
            let behind = before.as_ref().is_some_and(owned);
            states.push(State {
                record: entry.record,
                index,
                slot: part.slot.clone(),
                behind,
            });
        }
        before = Some(part);
    }
    states
}

/// Who has a nationality or a seat.
fn is_held_by(label: Label) -> bool {
    label.is_party() || matches!(label, Label::Master | Label::Charterer)
}

/// Countries that are parts of their own are the flags of entries that have no other, where other entries have theirs
/// in the same slot; behind persons and firms they are those of these.
fn flags(reader: &mut Reader<'_>, entries: &[Read]) {
    let states: Vec<Vec<State>> = entries.iter().map(|e| states(reader, e)).collect();
    // How often a country stands in a slot, and how often behind a person or firm.
    let mut slots: Slots<'_, (usize, usize)> = Slots::new();
    for state in states.iter().flatten() {
        slots.add(&state.slot, |count| {
            count.0 += 1;
            count.1 += usize::from(state.behind);
        });
    }
    let of_others = |slot: &str| slots.get(slot).is_some_and(|(all, own)| own * 2 > *all);
    for (entry, states) in entries.iter().zip(&states) {
        for state in states.iter().filter(|state| of_others(&state.slot)) {
            not_hers(reader, state);
        }
        if has(reader, entry, |label| label == Label::Flag) {
            continue;
        }
        let shared = |slot: &str| slots.get(slot).is_some_and(|(all, _)| *all >= 2);
        let own = states
            .iter()
            .find(|state| !of_others(&state.slot) && shared(&state.slot));
        if let Some(State {
            record: Some(record),
            index,
            ..
        }) = own
            && let Some(found) = reader.found.get_mut(*index)
        {
            found.value.label = Label::Flag;
            let norm = found.value.norm.clone();
            if let Some(vessel) = reader.vessels.get_mut(*record as usize) {
                vessel.flag = vessel.flag.or_else(|| identity::country(&norm));
                vessel.labels.push((Label::Flag, norm));
            }
        }
    }
}

/// A state that was read as the vessel's flag is not hers.
fn not_hers(reader: &mut Reader<'_>, state: &State) {
    let Some(found) = reader.found.get_mut(state.index) else {
        return;
    };
    found.value.label = Label::Country;
    let norm = found.value.norm.as_str();
    if let Some(vessel) = state
        .record
        .and_then(|r| reader.vessels.get_mut(r as usize))
    {
        vessel.flag = vessel.flag.filter(|flag| flag.alpha3 != norm);
        vessel
            .labels
            .retain(|(label, own)| *label != Label::Flag || own != norm);
    }
}

/// Labels that a caption tells apart and a value does not.
fn kin(label: Label) -> u8 {
    match label {
        Label::Date | Label::StartDate | Label::EndDate => 1,
        Label::NationalRegNo | Label::ExternalMarking | Label::LicenseNo | Label::RfmoId => 2,
        Label::Country | Label::Flag | Label::PreviousFlag => 3,
        _ => 0,
    }
}

/// Days, numbers and states are in each entry what they are in most of the others in the same slot.
fn relabel(reader: &mut Reader<'_>, entries: &[Read]) {
    let mut slots: Slots<'_, Vec<Vec<usize>>> = Slots::new();
    for entry in entries {
        for part in entry.parts.iter().filter(|part| !part.lead.is_empty()) {
            let mut inside: Vec<usize> = entry
                .found
                .iter()
                .copied()
                .filter(|index| {
                    reader.found.get(*index).is_some_and(|f| {
                        part.value.start <= f.value.span.start
                            && f.value.span.end <= part.value.end
                            && kin(f.value.label) > 0
                            && f.source >= Source::Cue
                    })
                })
                .collect();
            let begins = |index: &usize| reader.found.get(*index).map_or(0, |f| f.value.span.start);
            order::by_key(&mut inside, |index| [begins(index), 0, 0]);
            if !inside.is_empty() {
                slots.add(&part.slot, |places| places.push(inside));
            }
        }
    }
    for places in slots.into_values() {
        let labels = |place: &[usize]| -> Vec<Label> {
            let found = place.iter().filter_map(|index| reader.found.get(*index));
            found.map(|f| f.value.label).collect()
        };
        let all: Vec<Vec<Label>> = places.iter().map(|place| labels(place)).collect();
        let count = |one: &Vec<Label>| all.iter().filter(|other| *other == one).count();
        let Some(most) = all.iter().max_by_key(|one| count(one)).cloned() else {
            continue;
        };
        let agreed = count(&most);
        if agreed < 2 || agreed * 2 <= all.len() {
            continue;
        }
        for (place, own) in places.iter().zip(&all) {
            let alike =
                own.len() == most.len() && own.iter().zip(&most).all(|(a, b)| kin(*a) == kin(*b));
            for (index, label) in place.iter().zip(&most).filter(|_| alike) {
                if let Some(found) = reader.found.get_mut(*index) {
                    found.value.label = *label;
                }
            }
        }
    }
}

/// Nothing was found in the part.
pub(super) fn free(reader: &Reader<'_>, entry: &Read, part: &Part) -> bool {
    free_of(reader, entry, part, |_| true)
}

/// Nothing of these labels was found in the part.
fn free_of(reader: &Reader<'_>, entry: &Read, part: &Part, wanted: impl Fn(Label) -> bool) -> bool {
    entry.found.iter().all(|index| {
        reader.found.get(*index).is_none_or(|f| {
            let own = &f.value.span;
            !wanted(f.value.label) || own.end <= part.span.start || part.span.end <= own.start
        })
    })
}

/// A part that says by itself what it is.
fn alone(reader: &mut Reader<'_>, part: &Part, record: u32) {
    let text = reader.page.slice(&part.span);
    // `arm`, `PS`: a code may mean this or that.
    let code = text.len() <= 3;
    if code || text.split_whitespace().count() > WORDS {
        return;
    }
    // `Number 9281310`
    let last = part.span.end - text.rsplit(' ').next().unwrap_or("").len()..part.span.end;
    if text.split(' ').count() <= 3 && number(reader, &last, record) == Some(Label::Imo) {
        let frame = reader.frame(None, Some(record));
        reader.read(
            &frame,
            &last,
            Label::Imo,
            Told::shape(Some(record), "a part of a list entry"),
        );
        return;
    }
    // `otherwise HAI XIN 27`
    let behind = phrases::FORMER_NAME_MARKS
        .begin(text)
        .and_then(|word| text.get(word.len()..));
    if behind.is_some_and(|name| name.trim_start().starts_with(char::is_uppercase)) {
        let frame = reader.frame(None, Some(record));
        reader.read(
            &frame,
            &part.span,
            Label::PreviousName,
            Told::cue(Some(record), "behind a word for another name"),
        );
        return;
    }
    // `beam trawler`
    if closed::has_sense(text, |s| *s == Sense::VesselType) {
        let frame = reader.frame(None, Some(record));
        let told = Told::shape(Some(record), "a part of a list entry");
        reader.read(&frame, &part.span, Label::VesselType, told);
        return;
    }
    // `LDVS hauling`
    let first = text.split(' ').next().unwrap_or("");
    let told = text
        .get(first.len()..)
        .is_some_and(|rest| !rest.contains(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    let place = part.span.start..part.span.start + first.len();
    if let Some(label) = number(reader, &place, record).filter(|_| told) {
        let frame = reader.frame(None, Some(record));
        reader.read(
            &frame,
            &place,
            label,
            Told::shape(Some(record), "a part of a list entry"),
        );
        return;
    }
    let before = reader.found.len();
    particular(reader, &part.span, &mut Form::of(Some(record)));
    let mut at = before;
    while let Some(found) = reader.found.get_mut(at) {
        found.source = found.source.max(Source::Cue);
        // `N. GFCM – …`: the acronym leads to a number.
        if matches!(found.value.label, Label::Rfmo | Label::VesselName) {
            reader.found.remove(at);
        } else {
            at += 1;
        }
    }
}

/// A number that carries its own check, or a call sign of the vessel's flag.
fn number(reader: &Reader<'_>, span: &Span, record: u32) -> Option<Label> {
    let text = reader.page.slice(span);
    let flag = reader.vessels.get(record as usize)?.flag;
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let known = |label: Label| reader.known(record, label).is_some();
    if digits && text.len() == 7 {
        let valid = matches!(identity::imo(text), identity::Reading::Valid(_));
        return (valid && !known(Label::Imo)).then_some(Label::Imo);
    }
    if digits && text.len() == 9 {
        let country = identity::mmsi_country(text);
        let own = country.zip(flag).is_some_and(|(a, b)| a.alpha3 == b.alpha3);
        return (own && !known(Label::Mmsi)).then_some(Label::Mmsi);
    }
    let signed = flag.is_some_and(|flag| call_sign::is_bare(text, Witness::Flag(flag)));
    (signed && !known(Label::Ircs)).then_some(Label::Ircs)
}

/// What most parts of a slot hold, where two or more were read and most of those alike.
fn told(reader: &Reader<'_>, entries: &[Read]) -> Vec<(String, Label)> {
    let mut slots: Slots<'_, Vec<Label>> = Slots::new();
    for entry in entries {
        for part in &entry.parts {
            let own = entry.found.iter().filter_map(|index| {
                let found = reader.found.get(*index)?;
                let span = &found.value.span;
                (part.value.start <= span.start && span.start < part.value.end)
                    .then_some(found.value.label)
            });
            let own: Vec<Label> = own.collect();
            if let [label] = own.as_slice() {
                slots.add(&part.slot, |labels| labels.push(*label));
            }
        }
    }
    slots
        .into_slots()
        .filter_map(|(slot, labels)| {
            let most = labels
                .iter()
                .max_by_key(|label| labels.iter().filter(|l| l == label).count())?;
            let count = labels.iter().filter(|l| *l == most).count();
            (count >= 2 && count * 3 >= labels.len() * 2).then(|| (slot.to_string(), *most))
        })
        .collect()
}

/// Reads a part as what its slot holds in the other entries.
fn as_the_others(reader: &mut Reader<'_>, part: &Part, label: Label, record: u32) {
    // `pots` where the others have longlines
    let closed = || {
        closed::has_sense(reader.page.slice(&part.value), |sense| {
            matches!(
                (label, sense),
                (Label::GearType, Sense::Gear(_)) | (Label::VesselType, Sense::VesselType)
            )
        })
    };
    // `Via Océan` where the others have firms
    let party = || {
        let text = reader.page.slice(&part.value);
        let town = || prose::place_name(text, &(0..text.len()), true);
        label.is_party() && may_own(text) && looks_named(text) && !town()
    };
    if matches!(label, Label::VesselName | Label::Rfmo)
        || part.lead.is_empty() && worded(label) && !closed() && !party()
    {
        return;
    }
    let frame = reader.frame(None, Some(record));
    let found = values::read(&frame, &part.value, label, &mut Vec::new());
    let evidence = "as in the other entries";
    // `3FGT9`: three what?
    let whole = |value: &values::Value| {
        part.lead.is_empty() || !label.holds_figures() || value.span == part.value
    };
    if let [value] = found.as_slice()
        && (value.span == part.value || !part.lead.is_empty())
        && whole(value)
    {
        reader.push(value.clone(), Told::cue(Some(record), evidence));
    }
}

/// The value is words, and nothing but words that lead to it say what it is.
fn worded(label: Label) -> bool {
    label.is_party()
        || matches!(
            label,
            Label::Master
                | Label::Address
                | Label::HullMaterial
                | Label::BuildPlace
                | Label::VesselType
                | Label::GearType
                | Label::Species
                | Label::FishingArea
                | Label::PreviousName
        )
}
