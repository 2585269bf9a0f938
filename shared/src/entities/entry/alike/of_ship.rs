//! What in an entry of a list only a vessel has, or is said of vessels: a part with its words, the entry's parts together.

use super::may_name::may_name;
use super::parts::Part;
use super::{Read, has};
use crate::entities::context::Reader;
use crate::entities::label::Label;
use crate::entities::prose;
use crate::entities::values::call_sign::{self, Witness};
use crate::entities::values::measure::Unit;
use crate::entities::values::{closed, identity};
use crate::entities::words::concept::Concepts;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Country, Sense};
use crate::entities::words::seek;

/// A number with its own check, a call sign of the entry's flag, a number of the fleet register.
pub(super) fn is_ships(reader: &Reader<'_>, part: &Part, flag: Option<&'static Country>) -> bool {
    is_of_flag(reader.page.slice(&part.value), flag)
}

/// Such a number, whatever the flag.
pub(super) fn is_numbered(text: &str) -> bool {
    is_of_flag(text, None)
}

fn is_of_flag(text: &str, flag: Option<&'static Country>) -> bool {
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
pub(super) fn may_be_ships(reader: &Reader<'_>, part: &Part) -> bool {
    let text = reader.page.slice(&part.value);
    text.len() <= 40
        && (prose::is_mark(text)
            || prose::is_registered(text)
            || closed::has_sense(text, |s| matches!(s, Sense::VesselType | Sense::Gear(_))))
}

/// How much the words before the value of a part say: a vessel's particular, a measure with its unit, or her master.
pub(super) fn of_ships(reader: &mut Reader<'_>, part: &Part) -> usize {
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

/// `Italy`, `14.9 m`: a state or a measure and nothing else.
pub(super) fn is_told(reader: &Reader<'_>, part: &Part) -> bool {
    let text = reader.page.slice(&part.value);
    is_measured(text) || closed::is_country(reader.page, &part.value)
}

/// `From: 2024-07-01`: the first or last day of a right.
pub(super) fn of_term(reader: &mut Reader<'_>, part: &Part) -> bool {
    let labels = &reader.caption(&part.lead).labels;
    !part.lead.is_empty() && matches!(labels.as_slice(), [Label::StartDate | Label::EndDate])
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
pub(super) fn demonym(reader: &Reader<'_>, entry: &Read) -> bool {
    entry.parts.iter().skip(1).any(|part| {
        let hits = closed::countries_of(reader.page, &part.value, closed::Codes::Both);
        matches!(hits.as_slice(), [hit] if hit.span == part.value && hit.demonym)
    })
}

/// What the readers found that describes vessels.
pub(super) fn is_particular(label: Label) -> bool {
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

/// What is caught, with what, where.
pub(super) fn fishes(label: Label) -> bool {
    matches!(label, Label::Species | Label::GearType | Label::FishingArea)
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

/// `44,000`, `38,5 %`
pub(super) fn is_amount(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_digit() || b", .%".contains(&b))
}

/// A position, a catch, a right, a measure: what a list says of ships behind their names.
pub(super) fn says_something(reader: &Reader<'_>, entry: &Read) -> bool {
    has(reader, entry, |label| {
        !matches!(
            label,
            Label::Country | Label::Date | Label::Rfmo | Label::Address
        )
    }) || entry.parts.iter().any(|part| {
        let lead = fold_phrase(reader.page.slice(&part.lead));
        matches!(lead.as_str(), "n" | "no" | "nr")
            && seek::has_figure(reader.page.slice(&part.value))
    }) || {
        let mut behind = entry.parts.iter().skip(1);
        behind.any(|part| is_measured(reader.page.slice(&part.value)))
    }
}

/// `1 204 t`
pub(super) fn is_measured(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || " .,".contains(c));
    unit.len() < text.len() && Unit::of(unit).is_some()
}

/// `Observer: M. Tekaai. Ship: ALBA`
pub(super) fn asks_for_ships(reader: &mut Reader<'_>, entry: &Read) -> bool {
    entry.parts.iter().any(|part| {
        !part.lead.is_empty() && reader.caption(&part.lead).labels.as_slice() == [Label::VesselName]
    })
}

/// Fewest letters of a name in capitals.
const LETTERS: usize = 4;

/// The first part is words in capitals, and small letters follow.
pub(super) fn is_shouted(reader: &mut Reader<'_>, entry: &Read) -> bool {
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
