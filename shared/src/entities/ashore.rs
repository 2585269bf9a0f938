//! Pages on which nothing speaks of a ship: an agenda's items with their countries, a person's form.

use super::context::{Found, Source};
use super::label::Label;
use crate::entities::entry::head::ENTRY;
use crate::entities::words::concept::Concepts as C;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{self, Sense};

/// True if the page's names are only taken for vessels' (`Name: …`, the head of a list's entry), and neither a ship's own
/// particular nor a word for a ship stands on it.
pub(crate) fn is_ashore(text: &str, found: &[Found]) -> bool {
    let mut names = found
        .iter()
        .filter(|f| f.value.label == Label::VesselName)
        .peekable();
    names.peek().is_some()
        && names.all(guessed)
        && !found.iter().any(is_ship_s)
        && !is_licensed(found)
        && !speaks_of_ships(text)
}

/// Nothing but its place spoke for the name.
fn guessed(name: &Found) -> bool {
    let bare = || {
        lexicon::lookup(&name.evidence)
            .is_some_and(|t| !t.concepts.is_empty() && t.concepts.without(C::NAME).is_empty())
    };
    match name.source {
        Source::Cue => &*name.evidence == ENTRY,
        Source::Field => bare(),
        Source::Column | Source::Shape | Source::Weighed => false,
        Source::Mention => true,
    }
}

/// What only a ship has.
fn is_ship_s(found: &Found) -> bool {
    matches!(
        found.value.label,
        Label::Imo
            | Label::Mmsi
            | Label::Ircs
            | Label::EuCfr
            | Label::RfmoId
            | Label::PreviousName
            | Label::PreviousFlag
            | Label::Length
            | Label::Tonnage
            | Label::EnginePower
            | Label::HoldCapacity
            | Label::HullMaterial
            | Label::VesselType
            | Label::GearType
            | Label::ExternalMarking
            | Label::Port
            | Label::Master
            | Label::CrewCount
    )
}

/// A licence and who runs what it is for, or its last day.
fn is_licensed(found: &[Found]) -> bool {
    let mut licences = found.iter().filter(|f| f.value.label == Label::LicenseNo);
    licences.any(|licence| {
        let runs = |f: &Found| {
            matches!(
                f.value.label,
                Label::Owner | Label::Operator | Label::EndDate
            )
        };
        licence.record.is_some() && found.iter().any(|f| runs(f) && f.record == licence.record)
    })
}

/// A word for a ship or her flag stands in the text.
pub(crate) fn speaks_of_ships(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic() && c != '/')
        .filter(|word| word.len() > 1)
        .any(|word| {
            lexicon::term(&fold_phrase(word)).is_some_and(|term| {
                term.concepts.any(C::SHIP.with(C::FLAG))
                    || term
                        .senses
                        .iter()
                        .any(|sense| matches!(sense, Sense::VesselType | Sense::VesselPrefix))
            })
        })
}

#[cfg(test)]
mod tests {
    use crate::entities::{Carried, extract_page};

    #[test]
    fn agendas_and_persons_are_no_vessels() {
        for page in [
            "AGENDA\n1. OPENING – Chair – 09:00\n2. BUDGET – Spain – 10:00\n3. CONTROL – Fiji – 11:30",
            "Name: Maria Santos\nDate of birth: 12 May 1980\nNationality: Portuguese",
            "Nama: Budi Hartono\nTempat: Pelabuhan Benoa\nTanggal: 12 Maret 2022",
        ] {
            let (read, _) = extract_page(page, &Carried::default());
            assert!(read.records.is_empty(), "{page}: {:?}", read.entities);
        }
        for page in [
            "Vessels seen:\n1. ALBA NOVA – Spain – 10:00\n2. MAR BRAVO – Fiji – 11:30",
            "Name: ALBA NOVA\nNationality: Portuguese\nCall sign: CUAB",
            "1. Alba Nova, registo B-411, porto de registo Bissau\n2. Rio Sul, registo B-419, porto de registo Bissau",
            "1. ALBA NOVA, licence n° 24-0117, armateur Alba SA\n2. MAR BRAVO, licence n° 24-0118, armateur Mar SA",
        ] {
            let (read, _) = extract_page(page, &Carried::default());
            assert!(!read.records.is_empty(), "{page}");
        }
    }
}
