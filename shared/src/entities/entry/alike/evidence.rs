//! Whether the entries of a list are vessels: by what was found in them, else by what their parts show.

use std::collections::{BTreeMap, BTreeSet};

use super::about::{About, about, heading};
use super::may_name::may_name;
use super::parts::Part;
use super::{IDENTIFIERS, Read, has};
use crate::entities::ashore::speaks_of_ships;
use crate::entities::context::{Found, Reader, Source};
use crate::entities::label::Label;
use crate::entities::prose;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::measure::Unit;
use crate::entities::values::{closed, identity};
use crate::entities::words::concept::Concepts;
use crate::entities::words::lexicon::{Country, Sense, phrases};

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
    let start = entries.first().map_or(0, |entry| entry.span.start);
    let about = about(&reader.page.text, start);
    if about == About::Others && are_persons(reader, entries) {
        return Evidence::None;
    }
    let some = |entry: &&Read| {
        has(reader, entry, |label| {
            label == Label::VesselName || IDENTIFIERS.contains(&label)
        })
    };
    let known = entries.iter().filter(some).count();
    let several = several(reader, entries);
    if told && most(known) && several {
        return Evidence::Found;
    }
    // What is said of one ship, line by line.
    if known >= ENTRIES && !several && !told {
        return Evidence::None;
    }
    let count = |wanted: &dyn Fn(&Read) -> bool| entries.iter().filter(|e| wanted(e)).count();
    let sure = count(&|entry| {
        let flag = flag(reader, entry);
        entry.parts.iter().any(|part| is_ships(reader, part, flag))
    });
    if most(sure) {
        return Evidence::Parts;
    }
    if about == About::Ports {
        return Evidence::None;
    }
    let shared = shared(reader, entries);
    // `Lic. B24-07 ALBA` over `Lic. B24-08 NOVA`: no name stands before the number.
    let first = |entry: &Read| entry.parts.first().map(|part| part.slot.clone());
    let slot = entries.first().and_then(first);
    let led = |entry: &Read| {
        let bare = entry.parts.first().is_some_and(|part| part.lead.is_empty());
        first(entry) == slot && !bare
    };
    let from = usize::from(!entries.iter().all(led));
    // `« Alba Nova » : acquis par Mar Azul`
    let quoted = |entry: &Read| {
        reader
            .page
            .slice(&entry.span)
            .starts_with(['«', '“', '"', '„'])
    };
    let quoted = usize::from(entries.iter().all(quoted));
    // `ALBA NOVA, 14/03/2024, no logbook`
    let of_one = |f: &Found| f.value.label == Label::VesselName && f.source == Source::Field;
    let capitals = entries.iter().filter(|entry| is_shouted(reader, entry));
    let shouted = capitals.count() * 3 >= entries.len() * 2;
    let near_ships = || {
        reader.found.iter().any(|found| fishes(found.value.label))
            || phrases::OF_SHIPS.within(&reader.page.text.to_lowercase())
            || entries.iter().all(|entry| {
                let mut parts = entry.parts.iter();
                parts.any(|part| may_be_ships(reader, part))
            })
    };
    let shouted = shouted && !reader.found.iter().any(of_one) && near_ships();
    let kinds: Vec<usize> = entries
        .iter()
        .map(|entry| quoted + usize::from(shouted) + kinds(reader, entry, from, &shared))
        .collect();
    let like = |least: usize| kinds.iter().filter(|kinds| **kinds >= least).count();
    let spoken = about == About::Ships;
    let ours = |entry: &Read| speaks_of_ships(reader.page.slice(&entry.span));
    let spoken_of = spoken
        || about == About::Anything
            && (shouted
                || speaks_of_ships(&reader.page.text)
                || entries.iter().any(|e| has(reader, e, fishes)))
        || entries.iter().all(ours);
    let little = most(like(1)) && spoken_of;
    // Under a heading of ships little need be said of each: `ALBA ..... 44,000` under one of quotas.
    let shares = phrases::OF_SHARES.within(&heading(&reader.page.text, start));
    let share = |entry: &Read| {
        let mut behind = entry.parts.iter().skip(1);
        shares && behind.any(|part| is_amount(reader.page.slice(&part.value)))
    };
    let said = || {
        spoken
            && most(count(&|entry| {
                says_something(reader, entry) || share(entry)
            }))
    };
    if (most(like(2)) || little || said())
        && (lines_alone(entries) || share_slots(reader, entries, spoken))
    {
        return Evidence::Parts;
    }
    Evidence::None
}

/// `Seamen enrolled: 1. Juan Rey, deckhand, Ghana`: nothing in the entries is a ship's.
fn are_persons(reader: &mut Reader<'_>, entries: &[Read]) -> bool {
    let of_ship = |label| IDENTIFIERS.contains(&label) || SAID.contains(&label);
    !entries.iter().any(|entry| has(reader, entry, of_ship))
        && !entries.iter().any(|entry| asks_for_ships(reader, entry))
}

/// `Observer: M. Tekaai. Ship: ALBA`
fn asks_for_ships(reader: &mut Reader<'_>, entry: &Read) -> bool {
    entry.parts.iter().any(|part| {
        !part.lead.is_empty() && reader.caption(&part.lead).labels.as_slice() == [Label::VesselName]
    })
}

/// The first part is words in capitals, and small letters follow.
fn is_shouted(reader: &mut Reader<'_>, entry: &Read) -> bool {
    let [name, rest @ ..] = entry.parts.as_slice() else {
        return false;
    };
    let small = |part: &Part| {
        reader
            .page
            .slice(&part.span)
            .chars()
            .any(char::is_lowercase)
    };
    let letters = reader
        .page
        .slice(&name.value)
        .chars()
        .filter(|c| c.is_uppercase());
    !small(name)
        && letters.count() >= LETTERS
        && rest.iter().any(small)
        && may_name(reader, entry, &name.value, false)
}

/// Fewest letters of a name in capitals.
const LETTERS: usize = 4;

/// What is caught, with what, where.
fn fishes(label: Label) -> bool {
    matches!(label, Label::Species | Label::GearType | Label::FishingArea)
}

/// `44,000`, `38,5 %`
fn is_amount(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_digit() || b", .%".contains(&b))
}

/// A position, a catch, a right, a measure: what a list says of ships behind their names.
fn says_something(reader: &Reader<'_>, entry: &Read) -> bool {
    has(reader, entry, |label| {
        !matches!(
            label,
            Label::Country | Label::Date | Label::Rfmo | Label::Address
        )
    }) || entry.parts.iter().skip(1).any(|part| {
        let text = reader.page.slice(&part.value);
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || " .,".contains(c));
        unit.len() < text.len() && Unit::of(unit).is_some()
    })
}

/// `BM 512`: letters and figures, whatever the letters mean elsewhere.
pub(super) fn is_painted(text: &str) -> bool {
    text.split_once([' ', '-'])
        .is_some_and(|(letters, figures)| {
            (1..=3).contains(&letters.len())
                && letters.bytes().all(|b| b.is_ascii_uppercase())
                && (1..=4).contains(&figures.len())
                && figures.bytes().all(|b| b.is_ascii_digit())
                && !matches!(letters, "EUR" | "USD" | "IMO" | "OMI" | "GT" | "KW" | "HP")
        })
}

/// Each entry is a line.
fn lines_alone(entries: &[Read]) -> bool {
    entries.iter().all(|entry| entry.lines == 1)
}

/// Slots that the entries of a list over several lines share; the sections of a form have none.
const SHARED_SLOTS: usize = 2;

fn share_slots(reader: &mut Reader<'_>, entries: &[Read], spoken: bool) -> bool {
    let mut slots: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in entries {
        let own: BTreeSet<&str> = entry
            .parts
            .iter()
            .filter(|part| of_ships(reader, part) > 0 || spoken && of_term(reader, part))
            .map(|part| part.slot.as_str())
            .collect();
        for slot in own {
            *slots.entry(slot).or_default() += 1;
        }
    }
    let shared = slots
        .values()
        .filter(|count| **count * 3 >= entries.len() * 2);
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

/// How much the words before the value of a part say: a vessel's particular, a measure with its unit, or her master.
fn of_ships(reader: &mut Reader<'_>, part: &Part) -> usize {
    if part.lead.is_empty() {
        return usize::from(prose::is_part(reader, &part.span));
    }
    let meaning = reader.caption(&part.lead);
    match meaning.labels.as_slice() {
        _ if meaning.coverage() < 50 => 0,
        [Label::Master | Label::Charterer] => 2,
        _ if meaning.concepts.any(Concepts::LICENSE) => 1,
        // `armateur`, `armador`: of ships and of nothing else.
        [Label::Owner] => usize::from(reader.page.slice(&part.lead).starts_with("arm")),
        [label] if is_particular(*label) => 1,
        [
            Label::Ircs
            | Label::HullMaterial
            | Label::Port
            | Label::CrewCount
            | Label::LicenseNo
            | Label::NationalRegNo,
        ] => 1,
        _ => 0,
    }
}

/// `From: 2024-07-01`: the first or last day of a right.
fn of_term(reader: &mut Reader<'_>, part: &Part) -> bool {
    let labels = &reader.caption(&part.lead).labels;
    !part.lead.is_empty() && matches!(labels.as_slice(), [Label::StartDate | Label::EndDate])
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

/// The state that a part of the entry names and says nothing else of.
pub(super) fn flag(reader: &Reader<'_>, entry: &Read) -> Option<&'static Country> {
    entry.parts.iter().find_map(|part| {
        let text = reader.page.slice(&part.value);
        if text.len() < 3 || !text.starts_with(char::is_uppercase) {
            return None;
        }
        match closed::countries_of(reader.page, &part.value, closed::Codes::Both).as_slice() {
            [hit] if hit.span == part.value && (!hit.demonym || part.slot.starts_with('(')) => {
                identity::country(hit.code)
            }
            _ => None,
        }
    })
}

/// `ALBA, portuguesa, para os bancos`: a part is a word for a ship of a state.
fn demonym(reader: &Reader<'_>, entry: &Read) -> bool {
    entry.parts.iter().skip(1).any(|part| {
        let hits = closed::countries_of(reader.page, &part.value, closed::Codes::Both);
        matches!(hits.as_slice(), [hit] if hit.span == part.value && hit.demonym)
            && reader
                .page
                .slice(&part.value)
                .starts_with(char::is_lowercase)
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
