//! Whether the entries of a list are vessels: by what was found in them, else by what their parts show.

use super::about::{About, about, heading};
use super::of_ship::{
    asks_for_ships, demonym, fishes, flag, is_amount, is_painted, is_particular, is_ships,
    is_shouted, is_told, may_be_ships, of_ships, of_term, says_something,
};
use super::rows::weighs;
use super::slots::Slots;
use super::{IDENTIFIERS, Read, has};
use crate::entities::ashore::speaks_of_ships;
use crate::entities::context::{Found, Reader, Source};
use crate::entities::label::Label;
use crate::entities::words::concept::Concepts;
use crate::entities::words::lexicon::{lookup, phrases};

/// What is said of ships; of each alone, one thing may be said of others, too.
const SAID: [Label; 16] = [
    Label::Coordinates,
    Label::Owner,
    Label::Operator,
    Label::Charterer,
    Label::GearType,
    Label::LicenseNo,
    Label::CrewCount,
    Label::BuildYear,
    Label::HullMaterial,
    Label::Length,
    Label::EnginePower,
    Label::Tonnage,
    Label::Port,
    Label::VesselType,
    Label::HoldCapacity,
    Label::Master,
];

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
    let about = about(&reader.page.text, begin(entries));
    if about == About::Others && are_persons(reader, entries) {
        return Evidence::None;
    }
    if let Some(decided) = by_what_was_found(reader, entries) {
        return decided;
    }
    if most(entries, |entry| has_a_ships_number(reader, entry)) {
        return Evidence::Parts;
    }
    let spoken = about == About::Ships;
    if about != About::Ports
        && say_enough(reader, entries, about)
        && (lines_alone(entries) || share_slots(reader, entries, spoken))
    {
        return Evidence::Parts;
    }
    Evidence::None
}

/// Where a list begins.
fn begin(entries: &[Read]) -> usize {
    entries.first().map_or(0, |entry| entry.span.start)
}

/// Enough entries to speak for a list, and half of it.
fn most(entries: &[Read], wanted: impl Fn(&Read) -> bool) -> bool {
    let count = entries.iter().filter(|entry| wanted(entry)).count();
    are_most(count, entries)
}

fn are_most(count: usize, entries: &[Read]) -> bool {
    count >= ENTRIES && count * 2 >= entries.len()
}

/// What the names and numbers that were found in the entries decide alone.
fn by_what_was_found(reader: &Reader<'_>, entries: &[Read]) -> Option<Evidence> {
    let of_label = |label: Label| {
        let with = entries
            .iter()
            .filter(|entry| has(reader, entry, |own| own == label));
        with.count()
    };
    // What stands in one entry only is a part of a form in sections.
    let told = of_label(Label::VesselName) >= ENTRIES
        || IDENTIFIERS.iter().any(|label| of_label(*label) >= ENTRIES);
    let named = |label: Label| label == Label::VesselName || IDENTIFIERS.contains(&label);
    let known = entries
        .iter()
        .filter(|entry| has(reader, entry, named))
        .count();
    let several = several(reader, entries);
    if told && are_most(known, entries) && several {
        return Some(Evidence::Found);
    }
    // What is said of one ship, line by line.
    (known >= ENTRIES && !several && !told).then_some(Evidence::None)
}

/// A part of the entry is a number that only ships have.
fn has_a_ships_number(reader: &Reader<'_>, entry: &Read) -> bool {
    let flag = flag(reader, entry);
    entry.parts.iter().any(|part| is_ships(reader, part, flag))
}

/// The entries say enough of what is said of ships: two things each, one where ships are spoken of, and under a heading
/// of ships anything.
fn say_enough(reader: &mut Reader<'_>, entries: &[Read], about: About) -> bool {
    let shouted = are_shouted(reader, entries);
    let kinds = kinds_of_each(reader, entries, shouted);
    let like = |least: usize| {
        let alike = kinds.iter().filter(|kinds| **kinds >= least);
        are_most(alike.count(), entries)
    };
    like(2)
        || are_catches(reader, entries)
        || like(1) && are_spoken_of(reader, entries, about, shouted)
        || about == About::Ships && most_say_something(reader, entries)
}

/// `Alba Nova: hake 840 kg; monk 112 kg` under a heading that speaks of no port.
fn are_catches(reader: &Reader<'_>, entries: &[Read]) -> bool {
    let heading = heading(&reader.page.text, begin(entries));
    let mut words = heading
        .split(|c: char| !c.is_alphabetic())
        .filter_map(lookup);
    let caught = |entry: &Read| {
        weighs(reader.page.slice(&entry.span)) && has(reader, entry, |own| own == Label::Species)
    };
    !words.any(|term| term.strong.any(Concepts::PORT)) && most(entries, caught)
}

/// How many things each entry shows that ships' entries show.
fn kinds_of_each(reader: &mut Reader<'_>, entries: &[Read], shouted: bool) -> Vec<usize> {
    let shared = shared(reader, entries);
    let from = usize::from(!are_led(reader, entries));
    let all = usize::from(are_quoted(reader, entries)) + usize::from(shouted);
    entries
        .iter()
        .map(|entry| all + kinds(reader, entry, from, &shared))
        .collect()
}

/// `Lic. B24-07 ALBA` over `Lic. B24-08 NOVA`, `FR 118 ALBA` over `FR 204 NOVA`: no name stands before the number.
fn are_led(reader: &Reader<'_>, entries: &[Read]) -> bool {
    let marked = |entry: &Read| {
        let first = entry.parts.first();
        first.is_some_and(|part| may_be_ships(reader, part))
    };
    if entries.iter().all(marked) {
        return true;
    }
    let slot = |entry: &Read| entry.parts.first().map(|part| part.slot.clone());
    let first = entries.first().and_then(slot);
    entries.iter().all(|entry| {
        let bare = entry.parts.first().is_some_and(|part| part.lead.is_empty());
        slot(entry) == first && !bare
    })
}

/// `« Alba Nova » : acquis par Mar Azul`
fn are_quoted(reader: &Reader<'_>, entries: &[Read]) -> bool {
    entries.iter().all(|entry| {
        let text = reader.page.slice(&entry.span);
        text.starts_with(['«', '“', '"', '„'])
    })
}

/// `ALBA NOVA, 14/03/2024, no logbook`: two entries of three begin with capitals, no field names a vessel, and something
/// on the page is of ships.
fn are_shouted(reader: &mut Reader<'_>, entries: &[Read]) -> bool {
    let capitals = entries.iter().filter(|entry| is_shouted(reader, entry));
    let of_one = |f: &Found| f.value.label == Label::VesselName && f.source == Source::Field;
    capitals.count() * 3 >= entries.len() * 2
        && !reader.found.iter().any(of_one)
        && is_near_ships(reader, entries)
}

/// A catch was found, the page has a word of ships, or each entry a part that may be a ship's.
fn is_near_ships(reader: &mut Reader<'_>, entries: &[Read]) -> bool {
    reader.found.iter().any(|found| fishes(found.value.label))
        || phrases::OF_SHIPS.within(&reader.page.text.to_lowercase())
        || entries.iter().all(|entry| {
            let mut parts = entry.parts.iter();
            parts.any(|part| may_be_ships(reader, part) || of_ships(reader, part) > 0)
        })
}

/// The heading, the page or each entry speaks of ships.
fn are_spoken_of(reader: &Reader<'_>, entries: &[Read], about: About, shouted: bool) -> bool {
    let on_the_page = || {
        shouted
            || speaks_of_ships(&reader.page.text)
            || entries.iter().any(|entry| has(reader, entry, fishes))
    };
    let ours = |entry: &Read| speaks_of_ships(reader.page.slice(&entry.span));
    about == About::Ships || about == About::Anything && on_the_page() || entries.iter().all(ours)
}

/// Under a heading of ships little need be said of each: `ALBA ..... 44,000` under one of quotas.
fn most_say_something(reader: &Reader<'_>, entries: &[Read]) -> bool {
    let shares = phrases::OF_SHARES.within(&heading(&reader.page.text, begin(entries)));
    let share = |entry: &Read| {
        let mut behind = entry.parts.iter().skip(1);
        behind.any(|part| is_amount(reader.page.slice(&part.value)))
    };
    // `Hai Yi 21, 30 January 2023`
    let counted = |entry: &Read| {
        let name = entry
            .parts
            .first()
            .map_or("", |part| reader.page.slice(&part.value));
        let last = name.rsplit(' ').next().unwrap_or("");
        name.contains(' ') && last.bytes().all(|b| b.is_ascii_digit())
    };
    let dated = most(entries, |entry| {
        counted(entry) && has(reader, entry, |own| own == Label::Date)
    });
    dated
        || most(entries, |entry| {
            says_something(reader, entry) || shares && share(entry)
        })
}

/// `Seamen enrolled: 1. Juan Rey, deckhand, Ghana`: nothing in the entries is a ship's.
fn are_persons(reader: &mut Reader<'_>, entries: &[Read]) -> bool {
    let of_ship = |label| IDENTIFIERS.contains(&label) || SAID.contains(&label);
    !entries.iter().any(|entry| has(reader, entry, of_ship))
        && !entries.iter().any(|entry| asks_for_ships(reader, entry))
}

/// Each entry is a line.
fn lines_alone(entries: &[Read]) -> bool {
    entries.iter().all(|entry| entry.lines == 1)
}

/// Slots that the entries of a list over several lines share; the sections of a form have none.
const SHARED_SLOTS: usize = 2;

fn share_slots(reader: &mut Reader<'_>, entries: &[Read], spoken: bool) -> bool {
    let mut slots: Slots<'_, usize> = Slots::new();
    for entry in entries {
        let mut own: Vec<&str> = entry
            .parts
            .iter()
            .filter(|part| {
                may_be_ships(reader, part)
                    || of_ships(reader, part) > 0
                    || spoken && (of_term(reader, part) || is_told(reader, part))
            })
            .map(|part| part.slot.as_str())
            .collect();
        own.sort_unstable();
        own.dedup();
        for slot in own {
            slots.add(slot, |count| *count += 1);
        }
    }
    let shared = slots
        .into_values()
        .filter(|count| *count * 3 >= entries.len() * 2);
    let of_slots = shared.count();
    let said = self::shared(reader, entries);
    // Where each was says as much as two of these.
    let placed = usize::from(said.contains(&Label::Coordinates));
    of_slots >= SHARED_SLOTS || said.len() + placed >= SHARED_SLOTS
}

/// How many of its parts from one on are what parts of a vessel's entry are.
fn kinds(reader: &mut Reader<'_>, entry: &Read, from: usize, shared: &[Label]) -> usize {
    let parts = entry.parts.iter().skip(from);
    let told: usize = parts
        .map(|part| usize::from(may_be_ships(reader, part)).max(of_ships(reader, part)))
        .sum();
    // `Alba Rose (BM 512)`
    let marked = entry.parts.get(1).is_some_and(|part| {
        let text = reader.page.slice(&part.value);
        part.slot.starts_with('(') && is_painted(text)
    });
    // `ALBA   05°21'N 051°48'W   4 Nov. 2022`: where she was, and when.
    let seen =
        [Label::Coordinates, Label::Date].map(|wanted| has(reader, entry, |own| own == wanted));
    // An engine and a year, a gear and a licence: what is said of ships.
    let said = shared
        .iter()
        .filter(|label| has(reader, entry, |own| own == **label));
    let told = told.max(said.count());
    let told = told + if marked { 2 } else { 0 } + if seen == [true, true] { 2 } else { 0 };
    usize::from(flag(reader, entry).is_some() || demonym(reader, entry))
        + told.max(usize::from(has(reader, entry, is_particular)))
}

/// What is said of ships and was found in two entries of three.
fn shared(reader: &Reader<'_>, entries: &[Read]) -> Vec<Label> {
    let most = |label: &Label| {
        let told = entries
            .iter()
            .filter(|entry| has(reader, entry, |own| own == *label));
        told.count() * 3 >= entries.len() * 2
    };
    SAID.into_iter().filter(most).collect()
}

/// The entries' names and numbers are of two vessels or more, or of none; or they have different numbers of one kind.
fn several(reader: &Reader<'_>, entries: &[Read]) -> bool {
    let mut named = entries
        .iter()
        .flat_map(|entry| &entry.found)
        .filter_map(|index| reader.found.get(*index))
        .filter(|f| f.value.label == Label::VesselName || IDENTIFIERS.contains(&f.value.label));
    let Some(first) = named.next() else {
        return true;
    };
    let other = |f: &Found| f.value.label == first.value.label && f.value.norm != first.value.norm;
    first.record.is_none()
        || named
            .any(|f| f.record != first.record || IDENTIFIERS.contains(&f.value.label) && other(f))
}

#[cfg(test)]
mod tests {
    use crate::entities::told::found;

    #[test]
    fn what_is_said_of_each_entry_makes_it_a_ship_s() {
        let cases: &[(&str, &[&str])] = &[
            // Where she was, under a heading that speaks of ships.
            (
                "Boats silent for a day\n\n1. Alba IV, 29°14'S 048°02'W, 8 May 2023\n2. Rio XXI, 32°50'S 050°37'W, 8 May 2023\n3. Mar Nova XV, no position",
                &["ALBA IV", "RIO XXI", "MAR NOVA XV"],
            ),
            // Her master and her catch.
            (
                "Week 22\n\n— 29 May 2023: Alba Nova, master Juan Rey, 320 kg of cod\n— 30 May 2023: Rio Sul, master Jon Mar, 115 kg of cod",
                &["ALBA NOVA", "RIO SUL"],
            ),
            // Marks in brackets.
            (
                "New owners\n\n1. Ocean Bounty (BM 512): now Mar Ltd\n2. Emily Rose (PZ 88): now Jon Rey\n3. Girl Ann (SS 224): now Sol Ltd",
                &["OCEAN BOUNTY", "EMILY ROSE", "GIRL ANN"],
            ),
            (
                "Licences de pêche\n\n* Alba Nova – lic. 088/23\n* Rio Sul – lic. 091/23",
                &["ALBA NOVA", "RIO SUL"],
            ),
            // A gear and a licence in each.
            (
                "Decisions\n\n- Alba: longline, licence NAM/PL/022\n- Rio Sul: longline, licence NAM/PL/023",
                &["ALBA", "RIO SUL"],
            ),
            // Positions under sub-items.
            (
                "Estado\n\n* ALBA NOVA\n  * última posición: 14°22' S 077°41' O\n  * día: 2 de junio de 2024\n\
                 * RIO SUL\n  * última posición: 11°57' S 078°30' O\n  * día: 1 de junio de 2024",
                &["ALBA NOVA", "RIO SUL"],
            ),
            // Names in capitals and what was found on board.
            (
                "Inspecciones en puerto\n• ALBA NOVA, 14/03/2024, sin observaciones\n• RIO SUL, 15/03/2024, exceso de merluza",
                &["ALBA NOVA", "RIO SUL"],
            ),
            // Shares of a quota.
            (
                "Allocation of tuna by vessel (kilograms)\n\n1) Alba Nova ..... 44,000\n2) Rio Sul .... 61,500",
                &["ALBA NOVA", "RIO SUL"],
            ),
            (
                "Les navires suivants ne figurent plus :\n• Santa Alba ; n° 12-0456 ; motif : naufrage\n• Kerdal ; n° 12-0312 ; motif : vente",
                &["SANTA ALBA", "KERDAL"],
            ),
            (
                "Spare parts for the vessel\n\nKX 112 Gasket set – 2 pcs\nKX 118 Fuel pump – 1 pc\nKX 240 Injector – 6 pcs",
                &[],
            ),
            (
                "Fisheries meeting: participants\n\n- JUAN REY, Spain, head of delegation\n- ANA MORA, Peru, adviser",
                &[],
            ),
            (
                "Crew of the vessel\n\n1. Juan Rey, cook, 12 t\n2. Jon Mar, deckhand, 9 t",
                &[],
            ),
            (
                "Invoices for the boats\n\n1. Rope Works, 12 t, due 3 May 2024\n2. Ice Hall, 9 t, due 4 May 2024",
                &[],
            ),
        ];
        for (page, wanted) in cases {
            let names = found(page).into_iter().filter_map(|e| {
                e.split_once("VESSEL_NAME=")
                    .map(|(_, name)| name.to_string())
            });
            assert_eq!(names.collect::<Vec<_>>(), *wanted, "{page}");
        }
    }
}
