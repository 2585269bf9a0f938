//! Whose an entry is: the vessel that it names, or the one that its first words name as those of the other entries do.

use super::evidence::Evidence;
use super::may_name::may_name;
use super::parts::Part;
use super::{IDENTIFIERS, Read, beside, found_in, has};
use crate::entities::context::{Found, Reader, Source, Told};
use crate::entities::entry::head::in_capitals;
use crate::entities::entry::line::OF_FIELDS;
use crate::entities::label::Label;
use crate::entities::page::Span;
use crate::entities::prose;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::identity;
use crate::entities::values::{Value, closed};
use crate::entities::words::concept::Concepts;
use crate::entities::words::lexicon::{Sense, lookup};

/// Names the entries that no reader named, and gives each what stands in it; false where no part of them may be a name.
pub(super) fn settle(
    reader: &mut Reader<'_>,
    entries: &mut [Read],
    evidence: Evidence,
    told: Option<usize>,
) -> bool {
    let name = |label| label == Label::VesselName;
    let first = told
        .or_else(|| announced(reader, entries))
        .or_else(|| first_names(reader, entries));
    if let Some(place) = first {
        others(reader, entries, place);
        whole(reader, entries, place);
    }
    let named = entries.iter().filter(|e| has(reader, e, name)).count();
    let place = first.or_else(|| place_of_names(reader, entries));
    if evidence == Evidence::Parts && place.is_none() {
        return false;
    }
    // The others stand there: a word that also means something else is a name here.
    let sure = named * 2 >= entries.len() || first.is_some();
    let said: Vec<String> = entries
        .iter()
        .filter(|entry| has(reader, entry, name))
        .flat_map(|entry| entry.parts.iter().map(|part| part.slot.clone()))
        .collect();
    for entry in entries.iter_mut() {
        own(reader, entry);
        // `SOLEIL NOIR, flag Cameroon; …` among others of whom the same is said.
        let alike = entry.parts.iter().filter(|part| said.contains(&part.slot));
        let alike = alike.count();
        let alike = sure && named > 0 && (alike > 2 || alike > 1 && alike == entry.parts.len());
        let known = evidence == Evidence::Parts
            || alike
            || named > 0 && entry.found.len() >= 2
            || sure && has(reader, entry, |label| !of_any_text(label))
            || has(reader, entry, |label| IDENTIFIERS.contains(&label));
        if !has(reader, entry, name) && known {
            let candidate = place.and_then(|place| entry.parts.get(place));
            let candidate = candidate
                .cloned()
                .filter(|part| asks_no_other(reader, part));
            let candidate = candidate.map(|part| part.value);
            if let Some(span) = candidate.filter(|span| may_name(reader, entry, span, sure)) {
                enter(reader, entry, &span);
            }
        }
        gather(reader, entry);
    }
    beside::settle(reader, entries, place.unwrap_or(0));
    true
}

/// `Último puerto: Ciudad del Cabo`: the words before the value ask for something else.
fn asks_no_other(reader: &mut Reader<'_>, part: &Part) -> bool {
    part.lead.is_empty() || {
        let meaning = reader.caption(&part.lead);
        let held = |label: &Label| label.is_party() || *label == Label::Master;
        let mut words = reader.page.slice(&part.lead).split(' ').filter_map(lookup);
        !words.any(|term| term.concepts.any(Concepts::PORT)) && !meaning.labels.iter().any(held)
    }
}

/// What a line may hold that speaks of no vessel.
fn of_any_text(label: Label) -> bool {
    matches!(
        label,
        Label::Country | Label::Date | Label::Rfmo | Label::Address | Label::Species
    )
}

/// The number of the part in which most names stand.
fn place_of_names(reader: &Reader<'_>, entries: &[Read]) -> Option<usize> {
    let mut places: Vec<usize> = entries
        .iter()
        .filter_map(|entry| {
            let name = entry.found.iter().find_map(|index| {
                let found = reader.found.get(*index)?;
                (found.value.label == Label::VesselName).then(|| found.value.span.clone())
            })?;
            entry
                .parts
                .iter()
                .position(|part| part.span.start <= name.start && name.start < part.span.end)
        })
        .collect();
    places.sort_unstable();
    places.get(places.len() / 2).copied()
}

/// Takes back names that were found where the other parts of entries stand whose names stand in one place: `ESP` behind
/// the kind of ship, a town; and names that reach out of their entry.
fn others(reader: &mut Reader<'_>, entries: &mut [Read], place: usize) {
    let mut gone: Vec<usize> = Vec::new();
    for entry in entries.iter() {
        let Some(own) = entry.parts.get(place) else {
            continue;
        };
        let stands = has(reader, entry, |label| label == Label::VesselName) && {
            let starts = |index: &usize| {
                reader.found.get(*index).is_some_and(|f| {
                    f.value.label == Label::VesselName
                        && (own.span.start..own.span.end).contains(&f.value.span.start)
                })
            };
            entry.found.iter().any(starts)
        };
        if !stands && !may_name(reader, entry, &own.value, true) {
            continue;
        }
        for (index, found) in reader.found.iter().enumerate() {
            let span = &found.value.span;
            let inside = entry.span.start < span.end && span.start < entry.span.end;
            if found.value.label != Label::VesselName || !inside {
                continue;
            }
            let out = span.start < entry.span.start;
            let apart = span.end <= own.span.start || own.span.end <= span.start;
            let part = entry.parts.iter().find(|part| part.value == *span);
            let bare = part.is_some_and(|part| part.lead.is_empty());
            let shaped = found.source == Source::Shape;
            let guessed = found.source >= Source::Cue || &*found.evidence == OF_FIELDS;
            if out || apart && (shaped || bare && guessed) {
                gone.push(index);
            }
        }
    }
    if gone.is_empty() {
        return;
    }
    for index in gone {
        if let Some(found) = reader.found.get_mut(index) {
            // Resolved away: nothing is given whose place is empty.
            found.value.span.end = found.value.span.start;
        }
    }
    for entry in entries {
        entry.found = found_in(reader, &entry.span);
    }
}

/// The text has small letters.
fn small(text: &str) -> bool {
    text.chars().any(char::is_lowercase)
}

/// `Nuova Luce dei Marinai` of which `Marinai` was read: a name is the whole of its part.
fn whole(reader: &mut Reader<'_>, entries: &[Read], place: usize) {
    let of_ships = |word: &str| {
        closed::has_sense(word, |s| {
            matches!(
                s,
                Sense::VesselPrefix | Sense::VesselType | Sense::VesselTypeGeneric
            )
        }) || lookup(word).is_some_and(|term| !term.strong.without(Concepts::AREA).is_empty())
    };
    let parts = entries
        .iter()
        .filter_map(|entry| Some((entry, entry.parts.get(place)?)));
    for (index, part) in
        parts.flat_map(|(entry, part)| entry.found.iter().map(move |index| (*index, part)))
    {
        let Some(found) = reader.found.get_mut(index) else {
            continue;
        };
        let own = &mut found.value.span;
        // `Alba Maru No. 31`, of which `Alba Maru No` was read.
        let rest = own.end..part.value.end;
        let number = reader.page.slice(&rest).strip_prefix(". ");
        if found.value.label == Label::VesselName
            && number.is_some_and(|text| text.bytes().all(|b| b.is_ascii_digit()))
        {
            own.end = rest.end;
            found.value.norm.push_str(reader.page.slice(&rest));
        }
        let lead = part.value.start..own.start;
        let printed = reader.page.slice(&lead);
        let words = reader.page.slice(&part.value).split_whitespace();
        // `Flor de l'Ebre`
        let words: Vec<&str> = words.filter(|word| !word.contains(['\'', '’'])).collect();
        if found.value.label == Label::VesselName
            && !lead.is_empty()
            && own.end == part.value.end
            && in_capitals(&words)
            && small(printed) == small(reader.page.slice(own))
            && !printed.contains(['.', '(', '"', '«', '/'])
            && !printed.split_whitespace().any(of_ships)
        {
            own.start = lead.start;
            let lead = closed::single_spaces(printed).to_uppercase();
            found.value.norm = format!("{lead} {}", found.value.norm);
        }
    }
}

/// Most parts before the name.
const BEFORE: usize = 3;

/// `Luis Rey – buque ALBA – 4/5/2023`: the part before whose value half of the entries have a word for a vessel's name.
fn announced(reader: &mut Reader<'_>, entries: &[Read]) -> Option<usize> {
    (0..=BEFORE).find(|place| {
        let mut told = 0;
        for entry in entries {
            if let Some(part) = entry.parts.get(*place)
                && !part.lead.is_empty()
            {
                let meaning = reader.caption(&part.lead);
                told += usize::from(
                    meaning.labels.as_slice() == [Label::VesselName] && meaning.coverage() >= 75,
                );
            }
        }
        told >= 2 && told * 2 >= entries.len()
    })
}

/// Entries of which one may begin like a firm though it is a ship's.
const FIRMS: usize = 4;

/// The first part that may be a name in two entries of three, another in each; else one that may be in all, and
/// surely is in some.
fn first_names(reader: &mut Reader<'_>, entries: &[Read]) -> Option<usize> {
    let mut open = None;
    // The part that may be one in all, surely in none; a name only beside a part that holds firms.
    let mut last = None;
    let mut owned = false;
    let mut events = false;
    for place in 0..=BEFORE {
        let mut names: Vec<&str> = Vec::new();
        let mut sure = 0;
        // `HOQV` beside `HC4417`: call signs, of which some have no figures.
        let mut signs = 0;
        let mut letters = 0;
        let mut firms = 0;
        for entry in entries {
            let Some(part) = entry.parts.get(place) else {
                continue;
            };
            let found = entry.found.iter().any(|index| {
                reader.found.get(*index).is_some_and(|f| {
                    let span = &f.value.span;
                    f.value.label == Label::VesselName
                        && part.span.start <= span.start
                        && span.end <= part.span.end
                })
            });
            let text = reader.page.slice(&part.value);
            signs += usize::from(call_sign::is_bare(text, Witness::Look));
            letters += usize::from(call_sign::is_bare(text, Witness::Place));
            firms += usize::from(prose::is_company(text));
            if found || may_name(reader, entry, &part.value, false) {
                sure += 1;
                names.push(text);
            } else if part.lead.is_empty() && may_name(reader, entry, &part.value, true) {
                names.push(text);
            }
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        owned |= firms > 0;
        // `VMXP` over `VHGI` over `VJNM`
        if signs > 0
            || letters > 2 && letters == entries.len()
            || firms * FIRMS > entries.len()
            || names.len() * 10 < count * 8
        {
            continue;
        }
        if sure >= 2 && sure * 3 >= entries.len() * 2 {
            // `Mon: Alba Nova (D 650)`, `Cede: Mar Sul; bandeira Togo`: what happened to her stands before a colon.
            let head = place == 0 && entries.iter().all(|entry| is_head(reader, entry));
            if head {
                events = true;
                continue;
            }
            return Some(place);
        }
        if count == entries.len() && count > 2 {
            last = last.or(Some(place));
            open = open.or(last.filter(|_| sure > 0));
        }
    }
    let last = last.filter(|_| owned);
    open.or(last).or(events.then_some(0))
}

/// A word and a colon begin the entry, and several words in capital letters follow.
fn is_head(reader: &Reader<'_>, entry: &Read) -> bool {
    let [head, name, ..] = entry.parts.as_slice() else {
        return false;
    };
    let between = reader.page.text.get(head.span.end..name.span.start);
    let named = reader.page.slice(&name.value);
    between.is_some_and(|sign| sign.trim() == ":")
        && !reader.page.slice(&head.span).contains(' ')
        && name.lead.is_empty()
        && named.contains(' ')
        && in_capitals(&named.split_whitespace().collect::<Vec<_>>())
        && !prose::is_company(named)
}

/// The vessel that an entry tells of, as far as the other readers know.
fn own(reader: &mut Reader<'_>, entry: &mut Read) {
    let of = |wanted: &dyn Fn(Label) -> bool| {
        let mut records: Vec<u32> = entry
            .found
            .iter()
            .filter_map(|index| reader.found.get(*index))
            .filter(|f| wanted(f.value.label))
            .filter_map(|f| f.record)
            .collect();
        records.sort_unstable();
        records.dedup();
        records
    };
    let names = of(&|label| label == Label::VesselName);
    let numbers = of(&|label| IDENTIFIERS.contains(&label));
    let named = !names.is_empty();
    let told = if named { names } else { numbers };
    entry.record = match told.as_slice() {
        [one] if begins_here(reader, *one, &entry.span) => Some(*one),
        // Her name or number was given to the vessel of the entry before.
        [_] if !known_before(reader, entry, named) => Some(reader.new_vessel()),
        _ => None,
    };
}

/// The name in the entry stands before it, too; or, where it has none, its number is the only one of its kind that the
/// vessel has.
fn known_before(reader: &Reader<'_>, entry: &Read, named: bool) -> bool {
    let wanted = |label: Label| {
        let number = || IDENTIFIERS.contains(&label);
        label == Label::VesselName && named || !named && number()
    };
    let mut own = entry.found.iter().filter_map(|index| {
        let found = reader.found.get(*index)?;
        wanted(found.value.label).then_some(found)
    });
    let Some(own) = own.next() else {
        return true;
    };
    let mut before = reader.found.iter().filter(|f| {
        let span = &f.value.span;
        span.start < entry.span.start && !span.is_empty() && f.value.label == own.value.label
    });
    let same = |f: &Found| f.value.norm == own.value.norm;
    if named {
        before.any(same)
    } else {
        !before.any(|f| f.record == own.record && !same(f))
    }
}

/// Nothing of the vessel stands before the entry, unless she is named there too.
fn begins_here(reader: &Reader<'_>, record: u32, span: &Span) -> bool {
    reader
        .found
        .iter()
        .filter(|f| f.record == Some(record) && !f.value.span.is_empty())
        .all(|f| f.value.span.start >= span.start)
}

/// Gives the entry a vessel with this name.
fn enter(reader: &mut Reader<'_>, entry: &mut Read, span: &Span) {
    // `Le PERLON`
    let text = reader.page.slice(span);
    let article = ["Le ", "La ", "El ", "The ", "Il ", "O ", "A "]
        .into_iter()
        .find(|word| {
            text.strip_prefix(word)
                .is_some_and(|name| !name.chars().any(char::is_lowercase))
        });
    let span = &(span.start + article.map_or(0, str::len)..span.end);
    let record = match entry.record {
        Some(record) => record,
        None => reader.new_vessel(),
    };
    let frame = reader.frame(None, Some(record));
    let before = reader.found.len();
    let told = Told::shape(
        Some(record),
        "stands where the other entries have their names",
    );
    if reader.read(&frame, span, Label::VesselName, told) == 0 {
        // `Long Da 2`: words that would announce something elsewhere.
        let norm = closed::single_spaces(reader.page.slice(span)).to_uppercase();
        let value = Value {
            label: Label::VesselName,
            span: span.clone(),
            norm,
            trust: 0.9,
            mended: None,
            check: "name",
        };
        reader.push(value, told);
    }
    {
        for index in &entry.found {
            let name = reader.page.slice(span);
            // `Ocean Bounty (BM 512): now Reef Ltd`: her name was taken for a caption.
            if let Some(found) = reader.found.get_mut(*index)
                && (span.start <= found.value.span.start && found.value.span.end <= span.end
                    || found.source == Source::Field && found.evidence.starts_with(name))
            {
                found.value.span.end = found.value.span.start;
            }
        }
        entry.record = Some(record);
        entry.found.extend(before..reader.found.len());
    }
}

/// What stands in an entry of one vessel is hers.
fn gather(reader: &mut Reader<'_>, entry: &Read) {
    let Some(record) = entry.record else {
        return;
    };
    for index in &entry.found {
        let Some(found) = reader.found.get_mut(*index) else {
            continue;
        };
        if found.value.label == Label::Rfmo || found.record == Some(record) {
            continue;
        }
        found.record = Some(record);
        let told = (found.value.label, found.value.norm.clone());
        if let Some(vessel) = reader.vessels.get_mut(record as usize) {
            if told.0 == Label::Flag && vessel.flag.is_none() {
                vessel.flag = identity::country(&told.1);
            }
            vessel.labels.push(told);
        }
    }
}
