//! What the value of a field says about a caption that leaves its label open.
//!
//! `Built: 1998` is a year, `Built: Vigo` a place.

use crate::entities::caption::Meaning;
use crate::entities::label::Label;
use crate::entities::values::list::{self, By};
use crate::entities::values::{closed, date, identity};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::Sense;
use crate::entities::words::seek;

/// The labels of a caption, narrowed by the value where the caption leaves it open (`Built: 1998`, `Built: Vigo`).
pub(crate) fn fit<'m>(meaning: &'m Meaning, value: &str) -> &'m [Label] {
    let labels = meaning.labels.as_slice();
    if labels == [Label::BuildYear, Label::BuildPlace] {
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let letters = value.chars().filter(|c| c.is_alphabetic()).count();
        // `14 August 2022`: a day, and no place in it.
        let placed = letters >= 3 && !crate::entities::table::is_days(value);
        return match (digits >= 4, placed) {
            (true, false) => &[Label::BuildYear],
            (false, _) => &[Label::BuildPlace],
            _ => labels,
        };
    }
    // `Distinctive number or letters: YJRX8 / 1977`: the sign and the official number.
    if labels == [Label::Ircs]
        && seek::parted(value, " / ")
            .is_some_and(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()))
    {
        return &[Label::Ircs, Label::NationalRegNo];
    }
    // `Quartier et numéro: CC 352 530`: the quarter's letters are the number's.
    if let [Label::Port] | [Label::Port, Label::NationalRegNo] | [Label::NationalRegNo, Label::Port] =
        labels
        && !value.chars().any(char::is_lowercase)
        && value.bytes().take_while(u8::is_ascii_uppercase).count() <= 3
        && value.bytes().filter(u8::is_ascii_digit).count() >= 3
    {
        return &[Label::NationalRegNo];
    }
    // `Tanda Selar: GT. 98 No. 1121/LLg`: a tonnage and a number are a register's mark.
    if labels.first() == Some(&Label::ExternalMarking)
        && labels
            .iter()
            .all(|l| matches!(l, Label::ExternalMarking | Label::NationalRegNo))
        && (value.starts_with("GT") || value.starts_with(|c: char| c.is_ascii_digit()))
        && value.contains("No.")
    {
        return &[Label::NationalRegNo];
    }
    // `hull number IMO 9281310`
    if labels == [Label::ExternalMarking]
        && value
            .strip_prefix("IMO ")
            .is_some_and(|number| matches!(identity::imo(number), identity::Reading::Valid(_)))
    {
        return &[Label::Imo];
    }
    // `Vessel: longliner`
    if labels == [Label::VesselName] && closed::has_sense(value, |s| *s == Sense::VesselType) {
        return &[Label::VesselType];
    }
    // `Previous flag(s) and date(s) of change: Honduras (until 2011)`
    if let [
        former @ (Label::PreviousFlag | Label::PreviousName),
        Label::Date,
    ] = labels
    {
        return std::slice::from_ref(former);
    }
    // `Construido en` asks for a material, a year or a yard.
    if labels == [Label::HullMaterial]
        && meaning.concepts == C::BUILD.with(C::MATERIAL)
        && !closed::has_sense(value, |s| *s == Sense::Hull)
        && !value
            .split_whitespace()
            .any(|word| closed::has_sense(word, |s| *s == Sense::Hull))
    {
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        return if digits >= 4 {
            &[Label::BuildYear]
        } else {
            &[Label::BuildPlace]
        };
    }
    if labels == [Label::HullMaterial]
        && meaning.concepts.any(C::HULL)
        && !meaning.concepts.any(C::MATERIAL)
        && value.bytes().any(|b| b.is_ascii_digit())
        && !value
            .split_whitespace()
            .any(|word| closed::has_sense(word, |s| *s == Sense::Hull))
    {
        return &[Label::ExternalMarking];
    }
    // `Licence (from-to): FJ-001 (01/01/2024-31/12/2024)`
    if let [Label::StartDate | Label::EndDate] = labels
        && meaning.concepts.any(C::LICENSE)
        && numbered_days(value)
    {
        return &[Label::LicenseNo, Label::StartDate, Label::EndDate];
    }
    // `Construída em: 2008`
    if labels == [Label::BuildPlace] && is_year(value) {
        return &[Label::BuildYear];
    }
    // `Engine: 1 × Caterpillar 3512` counts engines; a power has its unit in the caption or beside the figures.
    if labels == [Label::EnginePower]
        && !meaning.concepts.any(C::POWER)
        && meaning.unit.is_none()
        && !has_power(value)
    {
        return &[];
    }
    // What is open beyond this.
    let open = [
        Label::NationalRegNo,
        Label::PreviousName,
        Label::Address,
        Label::Species,
        Label::FishingArea,
        Label::VesselType,
        Label::GearType,
    ];
    if !matches!(labels, [label] if open.contains(label)) {
        return labels;
    }
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    let digits = value.bytes().any(|b| b.is_ascii_digit());
    // `Ship no.: 9044138`: seven figures that pass the check are the number of the whole world's register.
    if labels == [Label::NationalRegNo]
        && meaning.concepts == C::SHIP.with(C::NUMBER)
        && value.trim().len() == 7
        && matches!(identity::imo(value.trim()), identity::Reading::Valid(_))
    {
        return &[Label::Imo];
    }
    // `Ship identification number: IMO 9034573`.
    if labels == [Label::NationalRegNo]
        && value
            .get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case("IMO "))
    {
        return &[Label::Imo];
    }
    // `Sailed before for: Panama`, `Registry: India`: a country where a name or a number was asked for is a flag.
    let land = || {
        let parts = list::split(value, &(0..value.len()), By::ALL);
        !parts.is_empty()
            && parts.iter().all(|part| {
                closed::has_sense(value.get(part.clone()).unwrap_or(""), |s| {
                    matches!(s, Sense::Country(_))
                })
            })
    };
    match labels {
        [Label::PreviousName] if land() => return &[Label::PreviousFlag],
        [Label::NationalRegNo] if !digits && (land() || closed::is_land(value)) => {
            return &[Label::Flag];
        }
        // `Owner's domicile: Panama`
        [Label::Address] if land() => return &[Label::Country],
        // `Federal fisheries permit: FFP-5127`
        [Label::Species] if meaning.concepts.any(C::LICENSE) && is_number(value) => {
            return &[Label::LicenseNo];
        }
        // `Under which flag does she fish? Fiji`
        [Label::Species] if meaning.concepts.any(C::FLAG) && land() => return &[Label::Flag],
        // `Area: IOTC`
        [Label::FishingArea]
            if closed::has_sense(value, |s| {
                matches!(s, Sense::Rfmo(_) | Sense::RfmoAcronym(_))
            }) =>
        {
            return &[Label::Rfmo];
        }
        _ => {}
    }
    // `Registry: Piraeus` names the place; a number has figures.
    if labels == [Label::NationalRegNo]
        && !digits
        && letters >= 4
        && value.chars().any(char::is_lowercase)
    {
        return &[Label::Port];
    }
    let gear = |text: &str| closed::has_sense(text, |s| matches!(s, Sense::Gear(_)));
    let kind = |text: &str| closed::has_sense(text, |s| *s == Sense::VesselType);
    if labels == [Label::VesselType] && gear(value) && !kind(value) {
        return &[Label::GearType];
    }
    // `Sistema de captura: red de cerco`
    if labels == [Label::Species]
        && gear(value)
        && !closed::has_sense(value, |s| matches!(s, Sense::Species(_)))
    {
        return &[Label::GearType];
    }
    // `Rig: stern trawler`
    if labels == [Label::GearType] && kind(value) && !gear(value) {
        return &[Label::VesselType];
    }
    labels
}

/// Two spellings of a name that differ in blanks and signs only are one name.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let plain = |s: &str| {
        s.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    plain(a) == plain(b)
}

/// Two days, and before them a word with figures.
fn numbered_days(value: &str) -> bool {
    let hits = date::scan(value, &(0..value.len()), date::Order::DayMonth);
    let [first, _] = hits.as_slice() else {
        return false;
    };
    value
        .get(..first.span.start)
        .is_some_and(|head| head.bytes().any(|b| b.is_ascii_digit()))
}

/// Four figures of a year in which ships were built.
fn is_year(value: &str) -> bool {
    let year = value.trim();
    year.len() == 4
        && year
            .parse::<u32>()
            .is_ok_and(|year| (1900..=2060).contains(&year))
}

/// A permit's number: one word with three figures or more.
fn is_number(value: &str) -> bool {
    !value.trim().contains(' ') && value.bytes().filter(u8::is_ascii_digit).count() >= 3
}

/// True if a unit of power stands in the text, or nothing but a number of some size.
fn has_power(value: &str) -> bool {
    let plain = value
        .trim()
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    plain && digits >= 2
        || value.split(|c: char| !c.is_alphabetic()).any(|w| {
            matches!(
                w.to_lowercase().as_str(),
                "kw" | "hp"
                    | "cv"
                    | "ps"
                    | "ch"
                    | "bhp"
                    | "pk"
                    | "shp"
                    | "kilowatts"
                    | "horsepower"
            )
        })
}
