use crate::entities::told::norms;
use crate::entities::{Carried, extract_page};

/// What is found under `VESSEL` beside her name.
fn under(lines: &str) -> Vec<String> {
    let page = format!("Vessel: ALBA\n{lines}");
    let (page, _) = extract_page(&page, &Carried::default());
    page.entities
        .iter()
        .skip(1)
        .map(|e| format!("{}={}", e.label, e.norm_value))
        .collect()
}

#[test]
fn captions_that_tell_of_a_party_are_read_with_the_party() {
    let cases: [(&str, &[&str]); 5] = [
        ("Capitaine : nationalité : Espagne", &["COUNTRY=ESP"]),
        ("Master: nationality: -", &[]),
        (
            "Operator: address: 12 Main Street, Suva",
            &["ADDRESS=12 Main Street, Suva"],
        ),
        (
            "Owner address: Av. 2 y calle 11, edif. Vigía, of. 704, Manta",
            &["ADDRESS=Av. 2 y calle 11, edif. Vigía, of. 704, Manta"],
        ),
        (
            "Owner: Mar Ltd\nOwner – postal address: PO Box 1200, Suva",
            &["OWNER=Mar Ltd", "ADDRESS=PO Box 1200, Suva"],
        ),
    ];
    for (lines, wanted) in cases {
        assert_eq!(under(lines), wanted, "{lines}");
    }
}

#[test]
fn areas_of_organisations_are_read_in_four_languages() {
    let cases: [(&str, &[&str]); 5] = [
        (
            "Zones de pêche : zone FAO 81; zone FAO 87",
            &["zone FAO 81", "zone FAO 87"],
        ),
        (
            "Zona de pesca: Área da Convenção da IATTC / zona FAO 87",
            &["Área da Convenção da IATTC", "zona FAO 87"],
        ),
        (
            "Zona: Área de la Convención de la WCPFC",
            &["Área de la Convención de la WCPFC"],
        ),
        (
            "Zone de pêche : zone de réglementation de l’OPANO",
            &["zone de réglementation de l’OPANO"],
        ),
        (
            "Area: Convention Area of the WCPFC",
            &["Convention Area of the WCPFC"],
        ),
    ];
    for (lines, wanted) in cases {
        let wanted: Vec<String> = wanted.iter().map(|w| format!("FISHING_AREA={w}")).collect();
        assert_eq!(under(lines), wanted, "{lines}");
    }
}

#[test]
fn vessels_of_a_transhipment_are_vessels_in_four_languages() {
    for caption in [
        "Receiving vessel",
        "Buque receptor",
        "Buque donante",
        "Navire receveur",
        "Navire donneur",
        "Navio recetor",
        "Unloading vessel",
    ] {
        let line = format!("{caption}: Mar Bravo; flag Portugal; call sign CUWZ8.");
        let found = norms(&line);
        assert_eq!(found, ["MAR BRAVO", "PRT", "CUWZ8"], "{caption}");
    }
}

#[test]
fn what_freezes_holds_nothing() {
    assert_eq!(under("Capacidade de congelação: 46 t/24 h"), [""; 0]);
}

#[test]
fn identifiers_bundled_behind_a_word_are_the_vessel_s() {
    for line in [
        "Numbers: IMO 9281310 / call sign EADN / MMSI 224133531",
        "Numeri: IMO 9281310, nominativo EADN, MMSI 224133531",
    ] {
        let found = under(&format!("{line}\nOwner: Mar Ltd"));
        let wanted = [
            "IMO=9281310",
            "IRCS=EADN",
            "MMSI=224133531",
            "OWNER=Mar Ltd",
        ];
        assert_eq!(found, wanted, "{line}");
    }
}
