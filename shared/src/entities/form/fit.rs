//! What the value of a field says about a caption that leaves its label open.
//!
//! `Built: 1998` is a year, `Built: Vigo` a place.

use crate::entities::caption::Meaning;
use crate::entities::label::Label;
use crate::entities::table;
use crate::entities::values::list::{self, By};
use crate::entities::values::{closed, date, identity};
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::lexicon::{self, Sense};
use crate::entities::words::seek;

/// The labels of a caption, narrowed by the value where the caption leaves it open (`Built: 1998`, `Built: Vigo`).
pub(crate) fn fit<'m>(meaning: &'m Meaning, value: &str) -> &'m [Label] {
    let labels = meaning.labels.as_slice();
    let other: Option<&'static [Label]> = match labels {
        [Label::BuildYear, Label::BuildPlace] => built(value),
        // `Construída em: 2008`
        [Label::BuildPlace] => date::is_build_year(value.trim()).then_some(&[Label::BuildYear]),
        [Label::Ircs] => sign(value),
        [Label::Port]
        | [Label::Port, Label::NationalRegNo]
        | [Label::NationalRegNo, Label::Port] => quarter(value),
        [Label::ExternalMarking, rest @ ..] => marking(rest, value),
        [Label::NationalRegNo] => register(meaning, value),
        // `Vessel: longliner`
        [Label::VesselName] => is_kind(value).then_some(&[Label::VesselType]),
        // `Previous flag(s) and date(s) of change: Honduras (until 2011)`
        [Label::PreviousFlag, Label::Date] => Some(&[Label::PreviousFlag]),
        [Label::PreviousName, Label::Date] => Some(&[Label::PreviousName]),
        // `Former names/flags: Alba (Fiji, to 2005), Sol (Togo)`
        [Label::PreviousName, Label::PreviousFlag] => {
            value.ends_with(')').then_some(&[Label::PreviousName])
        }
        [Label::PreviousName] => is_land(value).then_some(&[Label::PreviousFlag]),
        // `Owner's domicile: Panama`
        [Label::Address] => is_land(value).then_some(&[Label::Country]),
        [Label::HullMaterial] => hull(meaning, value),
        // `Licence (from-to): FJ-001 (01/01/2024-31/12/2024)`
        [Label::StartDate | Label::EndDate] => (meaning.concepts.any(C::LICENSE)
            && numbered_days(value))
        .then_some(&[Label::LicenseNo, Label::StartDate, Label::EndDate]),
        // `Engine: 1 × Caterpillar 3512` counts engines; a power has its unit in the caption or beside the figures.
        [Label::EnginePower] => {
            let open = !meaning.concepts.any(C::POWER) && meaning.unit.is_none();
            (open && !has_power(value)).then_some(&[])
        }
        [Label::Species] => species(meaning, value),
        // `Area: IOTC`
        [Label::FishingArea] => closed::has_sense(value, |s| {
            matches!(s, Sense::Rfmo(_) | Sense::RfmoAcronym(_))
        })
        .then_some(&[Label::Rfmo]),
        [Label::VesselType] => (is_gear(value) && !is_kind(value)).then_some(&[Label::GearType]),
        // `First set: 14 May 2024, 11°20'S 060°45'E`
        [Label::GearType] if value.contains('°') => Some(&[]),
        // `Rig: stern trawler`
        [Label::GearType] => (is_kind(value) && !is_gear(value)).then_some(&[Label::VesselType]),
        _ => None,
    };
    other.unwrap_or(labels)
}

fn letters(value: &str) -> usize {
    value.chars().filter(|c| c.is_alphabetic()).count()
}

/// `Built: 1998`, `Built: Vigo`
fn built(value: &str) -> Option<&'static [Label]> {
    // `14 August 2022`: a day, and no place in it.
    let placed = letters(value) >= 3 && !table::is_days(value);
    match (seek::figures(value) >= 4, placed) {
        (true, false) => Some(&[Label::BuildYear]),
        (false, _) => Some(&[Label::BuildPlace]),
        _ => None,
    }
}

/// `Distinctive number or letters: YJRX8 / 1977`: the sign and the official number.
fn sign(value: &str) -> Option<&'static [Label]> {
    let (_, number) = seek::parted(value, " / ")?;
    if number.starts_with("MMSI ") {
        return Some(&[Label::Ircs, Label::Mmsi]);
    }
    let figures = number.bytes().all(|b| b.is_ascii_digit());
    figures.then_some(&[Label::Ircs, Label::NationalRegNo])
}

/// `Quartier et numéro: CC 352 530`: the quarter's letters are the number's.
fn quarter(value: &str) -> Option<&'static [Label]> {
    let numbered = !value.chars().any(char::is_lowercase)
        && value.bytes().take_while(u8::is_ascii_uppercase).count() <= 3
        && seek::figures(value) >= 3;
    numbered.then_some(&[Label::NationalRegNo])
}

/// A marking, and what else the caption asks for.
fn marking(rest: &[Label], value: &str) -> Option<&'static [Label]> {
    // `Tanda Selar: GT. 98 No. 1121/LLg`: a tonnage and a number are a register's mark.
    let numbered = rest
        .iter()
        .all(|l| matches!(l, Label::ExternalMarking | Label::NationalRegNo))
        && (value.starts_with("GT") || value.starts_with(|c: char| c.is_ascii_digit()))
        && value.contains("No.");
    // `hull number IMO 9281310`
    let imo = || rest.is_empty() && value.strip_prefix("IMO ").is_some_and(is_imo);
    if numbered {
        return Some(&[Label::NationalRegNo]);
    }
    imo().then_some(&[Label::Imo])
}

/// `Ship no.: 9044138`, `Sailed before for: Panama`, `Registry: Piraeus`
fn register(meaning: &Meaning, value: &str) -> Option<&'static [Label]> {
    // Seven figures that pass the check are the number of the whole world's register.
    let number = value.trim();
    let of_ships = meaning.concepts == C::SHIP.with(C::NUMBER);
    if of_ships && number.len() == 7 && is_imo(number) {
        return Some(&[Label::Imo]);
    }
    // `Ship identification number: IMO 9034573`
    let head = value.get(..4);
    if head.is_some_and(|head| head.eq_ignore_ascii_case("IMO ")) {
        return Some(&[Label::Imo]);
    }
    if identity::is_organisation_number(number) {
        return Some(&[Label::RfmoId]);
    }
    let of_register = meaning.concepts == C::SHIP.with(C::REGISTER);
    // `Registered vessel: MELILLA 207`
    let first = value.split(' ').next().unwrap_or("");
    let named = first.len() > 4 && !value.chars().any(char::is_lowercase);
    if of_register && named && first.chars().all(char::is_uppercase) {
        // `REGISTER OF SHIPS` over `FOLIO 118`
        let known = lexicon::lookup(first).is_some_and(|term| !term.concepts.is_empty());
        return Some(if known { &[] } else { &[Label::VesselName] });
    }
    if seek::figures(value) > 0 {
        return None;
    }
    // `Fishing Vessel Register – Extract of Entry`: a title.
    if of_register {
        return Some(&[]);
    }
    // A country where a number was asked for is a flag.
    if is_land(value) || closed::is_land(value) {
        return Some(&[Label::Flag]);
    }
    // A number has figures.
    let named = letters(value) >= 4 && value.chars().any(char::is_lowercase);
    // `TÍTULO DE INSCRIÇÃO` over `Via única`
    let port: &[Label] = if meaning.concepts.any(C::NUMBER) {
        &[]
    } else {
        &[Label::Port]
    };
    named.then_some(port)
}

/// `Construido en` asks for a material, a year or a yard; `Hull: 852` for what it is made of, or its number.
fn hull(meaning: &Meaning, value: &str) -> Option<&'static [Label]> {
    let is_hull = |text: &str| closed::has_sense(text, |s| *s == Sense::Hull);
    let made_of = || value.split_whitespace().any(is_hull);
    if meaning.concepts == C::BUILD.with(C::MATERIAL) {
        if is_hull(value) || made_of() {
            return None;
        }
        return if seek::figures(value) >= 4 {
            Some(&[Label::BuildYear])
        } else {
            Some(&[Label::BuildPlace])
        };
    }
    let open = meaning.concepts.any(C::HULL) && !meaning.concepts.any(C::MATERIAL);
    (open && seek::figures(value) > 0 && !made_of()).then_some(&[Label::ExternalMarking])
}

fn species(meaning: &Meaning, value: &str) -> Option<&'static [Label]> {
    // `Federal fisheries permit: FFP-5127`
    if meaning.concepts.any(C::LICENSE) && is_number(value) {
        return Some(&[Label::LicenseNo]);
    }
    // `Under which flag does she fish? Fiji`
    if meaning.concepts.any(C::FLAG) && is_land(value) {
        return Some(&[Label::Flag]);
    }
    // `Sistema de captura: red de cerco`
    let named = || closed::has_sense(value, |s| matches!(s, Sense::Species(_)));
    (is_gear(value) && !named()).then_some(&[Label::GearType])
}

fn is_gear(text: &str) -> bool {
    closed::has_sense(text, |s| matches!(s, Sense::Gear(_)))
}

fn is_kind(text: &str) -> bool {
    closed::has_sense(text, |s| *s == Sense::VesselType)
}

fn is_imo(number: &str) -> bool {
    matches!(identity::imo(number), identity::Reading::Valid(_))
}

/// A country, or several.
fn is_land(value: &str) -> bool {
    let parts = list::split(value, &(0..value.len()), By::ALL);
    let land = |part: &std::ops::Range<usize>| {
        let part = value.get(part.clone()).unwrap_or("");
        closed::has_sense(part, |s| matches!(s, Sense::Country(_)))
    };
    !parts.is_empty() && parts.iter().all(land)
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
    value.get(..first.span.start).is_some_and(seek::has_figure)
}

/// A permit's number: one word with three figures or more.
fn is_number(value: &str) -> bool {
    !value.trim().contains(' ') && seek::figures(value) >= 3
}

/// True if a unit of power stands in the text, or nothing but a number of some size.
fn has_power(value: &str) -> bool {
    let plain = value
        .trim()
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '));
    let digits = seek::figures(value);
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
