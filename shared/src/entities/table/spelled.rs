//! What a column holds by how its values are spelled, whatever its heading says.
//!
//! `IOTC015855` all the way down a column is an organisation's number; names under `Lancha` are the ships'.

use super::columns::Column;
use super::evidence::{Sampled, assign, has, most};
use super::shape::is_name;
use crate::entities::label::Label;
use crate::entities::page::Page;
use crate::entities::values::closed;
use crate::entities::values::identity;
use crate::entities::words::fold::fold_phrase;
use crate::entities::words::lexicon::{Sense, phrases};
use crate::entities::words::phrases::Phrases;
use crate::entities::words::seek;

/// `Lancha`, `Chalutier` over names: where no other column names the ships, the one headed by their kind does.
pub(super) fn headed_by_kind(page: &Page, columns: &mut [Column], samples: &[Vec<Sampled>]) {
    if has(columns, Label::VesselName) {
        return;
    }
    let kind = |s: &Sense| matches!(s, Sense::VesselType | Sense::VesselTypeGeneric);
    let named = columns.iter().zip(samples).position(|(column, sample)| {
        !column.meaning.understood()
            && closed::has_sense(&column.heading, kind)
            && sample.len() >= 2
            && most(80, sample, |_, s| is_name(page.slice(s)))
            && !sample
                .iter()
                .any(|(_, s)| closed::has_sense(page.slice(s), kind))
    });
    if let Some(index) = named {
        assign(columns, index, Some(Label::VesselName));
    }
}

/// `Identifier | Issued by | Validity`: in a table of papers the identifiers are theirs.
pub(super) fn of_papers(columns: &mut [Column]) {
    let heads = |words: &Phrases, c: &Column| words.holds(&fold_phrase(&c.heading));
    let ships = [Label::VesselName, Label::Flag, Label::Imo, Label::Ircs];
    let of_ships = |c: &Column| c.meaning.labels.iter().any(|l| ships.contains(l));
    let issued = columns.iter().any(|c| heads(&phrases::PAPERS_ISSUED_BY, c));
    if !issued || columns.iter().any(of_ships) {
        return;
    }
    let numbers = columns.iter_mut();
    for column in numbers.filter(|c| heads(&phrases::IDENTIFIERS, c)) {
        column.meaning.labels = vec![Label::LicenseNo];
        column.meaning.other = false;
    }
}

/// What the spelling of a column's values says, whatever its heading.
pub(super) fn spelled(
    page: &Page,
    column: &Column,
    sample: &[Sampled],
    organised: bool,
) -> Option<Label> {
    let are = |percent: usize, is: fn(&str) -> bool| {
        most(percent, sample, |_, s| is(page.slice(s).trim()))
    };
    // `Product` over species, all of them codes or most of them names.
    let product = column.meaning.other && fold_phrase(&column.heading).starts_with("prod");
    if product && (are(100, is_species) || are(70, names_species)) {
        return Some(Label::Species);
    }
    // `FAO 3-alpha`, `Code` over codes of species.
    let coded = || {
        let heading = fold_phrase(&column.heading);
        heading
            .split([' ', '-'])
            .any(|word| OF_CODES.contains(&word))
    };
    let open = column.meaning.other
        || matches!(column.meaning.labels.as_slice(), [] | [Label::FishingArea]);
    // COD is a State's code, too; not all of them are.
    if open && are(100, codes_species) && are(50, is_species) && coded() {
        return Some(Label::Species);
    }
    // `Net` over `Gillnet`
    let gear = |text: &str| closed::has_sense(text, |s| matches!(s, Sense::Gear(_)));
    if column.meaning.labels.is_empty() && sample.len() >= 2 && are(80, gear) {
        return Some(Label::GearType);
    }
    // `IOTC015855`, all the way down a column without a heading.
    let bare = column.heading.is_empty() && sample.len() >= 2;
    // `20060013` on an organisation's page: the year of the list, and no day.
    let listed = organised && column.meaning.labels.is_empty();
    if listed && sample.len() >= 2 && are(100, identity::is_year_and_number) {
        return Some(Label::RfmoId);
    }
    if are(80, identity::is_serial) || bare && are(80, identity::is_organisation_number) {
        return Some(Label::RfmoId);
    }
    // `IMUL-A-0713-CHW`
    if bare && are(80, identity::is_national_register) {
        return Some(Label::NationalRegNo);
    }
    // A registration number may be one of the Union's or not.
    let registered = column.meaning.labels == [Label::NationalRegNo];
    let union = !registered && sample.len() >= 2 && are(80, identity::is_cfr);
    union.then_some(Label::EuCfr)
}

/// Words that head codes.
const OF_CODES: [&str; 7] = ["code", "codigo", "cod", "kode", "alpha", "fao", "asfis"];

/// A code of a species that is no other code.
fn is_species(text: &str) -> bool {
    let fish = |sense: &Sense| matches!(sense, Sense::SpeciesCode(_) | Sense::Species(_));
    codes_species(text) && !closed::has_sense(text, |sense| !fish(sense))
}

/// A code that a species has.
fn codes_species(text: &str) -> bool {
    closed::is_code(text, 3, 3)
        && closed::has_sense(text, |sense| matches!(sense, Sense::SpeciesCode(_)))
}

/// `albacore`, `Pacific saury (SAP)`
fn names_species(text: &str) -> bool {
    let code = text.strip_suffix(')').and_then(|t| seek::parted(t, " ("));
    code.is_some_and(|(_, code)| is_species(code))
        || closed::has_sense(text, |sense| matches!(sense, Sense::Species(_)))
}

#[cfg(test)]
mod tests {
    use crate::entities::Label;
    use crate::entities::told::values;

    #[test]
    fn values_tell_what_an_open_heading_asks_for() {
        let page = |heading: &str, first: &str, second: &str| {
            format!(
                "| {heading} | Regn. | Owner |\n|---|---|---|\n\
                 | {first} | BFD-15502 | Juan Rey |\n| {second} | GWD-0871 | Luis Mar |"
            )
        };
        for heading in ["Trawler", "Lancha"] {
            let names = values(&page(heading, "SEA TERN", "KITE DAWN"), Label::VesselName);
            assert_eq!(names, ["SEA TERN", "KITE DAWN"], "{heading}");
        }
        let sheets = "| Folio | Vessel | Registration No. |\n|---|---|---|\n\
                    | 2018/41 | SEA TERN | MC-1200817 |\n| 2018/57 | KITE DAWN | MC-1200853 |";
        let numbers = values(sheets, Label::NationalRegNo);
        assert_eq!(numbers, ["MC-1200817", "MC-1200853"]);
        for heading in ["FAO code", "FAO 3-alpha code", "Código FAO", "FAO", "Cod."] {
            let codes = values(&page(heading, "PRA", "COD"), Label::Species);
            assert_eq!(codes, ["PRA", "COD"], "{heading}");
        }
        let papers = |heading: &str| {
            format!(
                "Vessel name: ALBA NOVA\n\n| Paper | {heading} | Issued by | Valid until |\n|---|---|---|---|\n\
                 | High seas | HS-4471 | Fisheries Unit | 31/12/2026 |"
            )
        };
        let licences = values(&papers("Identifier"), Label::LicenseNo);
        assert_eq!(licences, ["HS-4471"]);
        // A certificate's number is no licence's.
        assert!(values(&papers("Number"), Label::LicenseNo).is_empty());
        let gears = |first: &str, second: &str| {
            let page = format!(
                "| Vessel | Regn. | Net |\n|---|---|---|\n\
                 | SEA TERN | BFD-15502 | {first} |\n| KITE DAWN | GWD-0871 | {second} |"
            );
            values(&page, Label::GearType)
        };
        assert_eq!(gears("Gillnet", "Trammel net"), ["GEN", "GTR"]);
        assert!(gears("54", "61").is_empty());
        // Codes of products and kinds of ships are no names.
        for (first, second) in [("DRO", "GGT"), ("Longliner", "Purse seiner")] {
            let names = values(&page("Type", first, second), Label::VesselName);
            assert!(names.is_empty(), "{first}");
        }
    }
}
