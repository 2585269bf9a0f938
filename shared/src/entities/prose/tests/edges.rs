//! Where a number, a party, an address ends, and what it is.

use crate::entities::Label;
use crate::entities::told::values;

/// Sentences, with the value that one of their captions asks for.
const ENDS: &[(&str, Label, &str)] = &[
    (
        "O navio ALBA, com o n.º IMO 9281310 e indicativo CUAB.",
        Label::Imo,
        "9281310",
    ),
    (
        "Le navire ALBA, immatriculé AN 1346 à Abidjan, est vu.",
        Label::NationalRegNo,
        "AN 1346",
    ),
    (
        "Le navire ALBA est vu. Armateur : Société d’armement Penmarc’h Pêche.",
        Label::Owner,
        "Société d’armement Penmarc’h Pêche",
    ),
    (
        "Se levanta el acta contra Mar Sur, S.A., armadora del buque ALBA.",
        Label::Owner,
        "Mar Sur, S.A.",
    ),
    (
        "El buque ALBA es de Sur SA, con domicilio en Calle Uno 4, Vigo, de 28 m de eslora.",
        Label::Address,
        "Calle Uno 4, Vigo",
    ),
    (
        "El buque ALBA es de Sur SA, con domicilio en Calle Uno 4, Vigo (NIF B-3).",
        Label::Address,
        "Calle Uno 4, Vigo",
    ),
    (
        "El buque ALBA, construido en 1984 (Vigo), de acero, eslora 30 m.",
        Label::BuildYear,
        "1984",
    ),
    (
        "Le chalutier ALBA, propriété d'Yves Le Gall, a été vu.",
        Label::Owner,
        "Yves Le Gall",
    ),
    (
        "Le Gall Pêche, propriétaire du chalutier ALBA, a fait appel.",
        Label::Owner,
        "Le Gall Pêche",
    ),
    (
        "El armador del pesquero ALBA es don Juan Rey Vidal.",
        Label::Owner,
        "Juan Rey Vidal",
    ),
    (
        "Según Juan Rey, patrón del pesquero ALBA, no había niebla.",
        Label::Master,
        "Juan Rey",
    ),
    (
        "Le chalutier ALBA, construit en 1991 aux chantiers Leguen, a coulé.",
        Label::BuildPlace,
        "chantiers Leguen",
    ),
    (
        "El pesquero ALBA (CFR ESP000025117, EAWR) fue visto.",
        Label::Ircs,
        "EAWR",
    ),
    (
        "Le navire ALBA a quitté le registre de Maurice le 3 mai 2022 pour celui des Comores.",
        Label::Flag,
        "COM",
    ),
    (
        "O arrastão ALBA passou da bandeira de Angola para a de Cabo Verde.",
        Label::PreviousFlag,
        "AGO",
    ),
    (
        "Le chalutier ALBA a été rebaptisé NOVA en 2019.",
        Label::PreviousName,
        "ALBA",
    ),
    (
        "El capitán del Faro Nuevo, Juan Rey, está a salvo.",
        Label::Master,
        "Juan Rey",
    ),
    (
        "El pesquero ALBA, de Marín, fue multado.",
        Label::Port,
        "Marín",
    ),
    (
        "El pesquero ALBA, de Pesquera Sur S.L., fue multado.",
        Label::Owner,
        "Pesquera Sur S.L.",
    ),
    (
        "Le navire ALBA appartient à la société Armement Le Gall et Fils depuis 2019.",
        Label::Owner,
        "Armement Le Gall et Fils",
    ),
    (
        "Nega-se provimento ao recurso de Pesca Sul Ltda., armadora do arrastão ALBA, que pescava.",
        Label::Owner,
        "Pesca Sul Ltda.",
    ),
    (
        "Embarcações portuguesas autorizadas a pescar",
        Label::Flag,
        "PRT",
    ),
];

#[test]
fn a_value_ends_where_another_begins() {
    for &(text, label, value) in ENDS {
        assert_eq!(values(text, label), [value], "{text}");
    }
}

#[test]
fn a_subject_or_a_lot_names_its_vessel_as_a_sentence_does() {
    for (page, wanted) in [
        (
            "Subject: arrest of the trawler Alba Nova",
            &["ALBA NOVA"][..],
        ),
        ("Asunto: buque Alba Nova, bandera de Belice", &["ALBA NOVA"]),
        ("Fishing vessel Alba Nova (Belize)", &["ALBA NOVA"]),
        (
            "SALE\n\nLote 1: traineira «Alba Nova», 18 m\nLote 2: arrastão «Rio Sul», 25 m",
            &["ALBA NOVA", "RIO SUL"],
        ),
        ("Subject: Vessel Inspection Report", &[]),
        ("Vessel Inspection Report", &[]),
        ("Subject: boats of the northern coast", &[]),
    ] {
        assert_eq!(values(page, Label::VesselName), wanted, "{page}");
    }
}

#[test]
fn a_vessel_that_is_to_be_added_has_no_address_in_her_name() {
    let text = "In her place, please add OCEAN TERN to the list.";
    assert_eq!(values(text, Label::VesselName), ["OCEAN TERN"]);
    for (text, address) in [
        ("Owner Alba Ltd, add. Main Street, Suva. Vessel SOL.", 1),
        ("Owner Alba Ltd, add 12 Main Street, Suva. Vessel SOL.", 1),
        ("Delete SOL and add OCEAN TERN, call sign 3DXA.", 0),
    ] {
        assert_eq!(values(text, Label::Address).len(), address, "{text}");
    }
}

#[test]
fn two_boats_of_a_state_fly_its_flag() {
    for text in [
        "Two Thai boats were with her.",
        "Two Togo ships left.",
        "Les navires de France sont entrés.",
    ] {
        assert_eq!(values(text, Label::Flag).len(), 1, "{text}");
    }
    let text = "The vessels were detained on Thursday, 6 February 2025.";
    assert!(values(text, Label::VesselName).is_empty());
}

#[test]
fn a_firm_of_another_trade_owns_no_vessel() {
    for (page, owners) in [
        (
            "The trawler ALBA was met. Vega Fishing Ltd applied for it.",
            &["Vega Fishing Ltd"][..],
        ),
        (
            "The trawler ALBA was insured by North Star Insurance Ltd.",
            &[],
        ),
        ("The trawler ALBA was classed by Bureau Vega SA.", &[]),
        (
            "Bunkers were supplied by Baltic Ltd to the trawler ALBA.",
            &[],
        ),
        ("The surveyor of Marine Ltd boarded the trawler ALBA.", &[]),
        (
            "Divers of Deep Sea Works Ltd searched the trawler ALBA.",
            &[],
        ),
        (
            "The catch of the trawler ALBA was sold to Vega Foods SA.",
            &[],
        ),
        (
            "The trawler ALBA was sold to Vega Foods SA.",
            &["Vega Foods SA"],
        ),
    ] {
        assert_eq!(values(page, Label::Owner), owners, "{page}");
    }
}

#[test]
fn offices_papers_and_divisions_are_no_vessels() {
    for title in [
        "CENTRE DE SURVElLLANCE DES PECHES\nNavires étrangers",
        "SERVICE D'IMMATRICULATION – REGISTRE DES NAVIRES, VOLUME IV",
        "FICHA DE EMBARCAÇÃO PARA O REGISTO DA IOTC",
        "Entry on the vessel register of the Parties (VDS), year 2025",
        "Daftar Kapal Penangkap dan Pengangkut Ikan",
        "Resupplying IUU vessels, Division 58.4.2, 9 February 2007",
        "The owner is Tangalle Boat Society",
    ] {
        let page = format!("{title}\n\nIMO: 9281310\nCall sign: 3DXB");
        assert!(values(&page, Label::VesselName).is_empty(), "{title}");
    }
    let text = "A embarcação GAROPABA MAR está inscrita sob o nº 443-011872-4 no porto de Itajaí.";
    assert_eq!(values(text, Label::NationalRegNo), ["443-011872-4"]);
}

#[test]
fn a_zone_belongs_to_its_area_and_a_year_is_no_licence() {
    for (text, area) in [
        (
            "Le navire ALBA pêche dans la zone économique exclusive de Kerguelen.",
            "zone économique exclusive de Kerguelen",
        ),
        (
            "El buque ALBA faenó en aguas del Océano Pacífico.",
            "Océano Pacífico",
        ),
    ] {
        assert_eq!(values(text, Label::FishingArea), [area], "{text}");
    }
    let text = "Le navire ALBA NOVA est détenteur d'une licence 2023 pour la pêche.";
    assert!(values(text, Label::LicenseNo).is_empty());
}

/// Who commands, runs and profits, before the words that say so.
const PARTS: &[(&str, Label, &str)] = &[
    (
        "Juan Rey Lago manda el arrastrero ALBA NOVA.",
        Label::Master,
        "Juan Rey Lago",
    ),
    (
        "El Sr. Juan Rey Lago manda el arrastrero ALBA NOVA.",
        Label::Master,
        "Juan Rey Lago",
    ),
    (
        "O Sr. Rui Vaz comanda o arrastão ALBA NOVA.",
        Label::Master,
        "Rui Vaz",
    ),
    (
        "D. Juan Rey Lago figura como capitán del pesquero ALBA NOVA.",
        Label::Master,
        "Juan Rey Lago",
    ),
    (
        "Armement du Large SARL exploite le chalutier ALBA NOVA.",
        Label::Operator,
        "Armement du Large SARL",
    ),
    (
        "The beneficial owner of the fishing vessel ALBA NOVA, Peter Holm, was not aboard.",
        Label::BeneficialOwner,
        "Peter Holm",
    ),
];

#[test]
fn who_plays_a_part_stands_before_the_verb_without_a_title() {
    for &(text, label, value) in PARTS {
        assert_eq!(values(text, label), [value], "{text}");
        assert_eq!(values(text, Label::VesselName), ["ALBA NOVA"], "{text}");
    }
}

#[test]
fn a_name_in_capitals_behind_an_article_is_a_ship_where_deeds_are_done_afloat() {
    let aboard = "Mestre: Rui Vaz.";
    for (text, names) in [
        (
            "Ontem o MARIA CACILDA foi avistado ao largo de Peniche.",
            &["MARIA CACILDA"][..],
        ),
        ("ZONA DECLARADA Y NO REGLAMENTADA", &[]),
    ] {
        let text = format!("{text} {aboard}");
        assert_eq!(values(&text, Label::VesselName), names, "{text}");
    }
}

/// What is said of the flag that a ship had, and of the one she took.
const FLAGS_LEFT: &[(&str, Label, &[&str])] = &[
    (
        "El buque ALBA NOVA pasó del pabellón hondureño al panameño.",
        Label::PreviousFlag,
        &["HND"],
    ),
    (
        "El buque ALBA NOVA pasó del pabellón hondureño al panameño.",
        Label::Flag,
        &["PAN"],
    ),
    (
        "Le palangrier ALBA NOVA a été rayé des registres togolais.",
        Label::PreviousFlag,
        &["TGO"],
    ),
    (
        "The trawler ALBA NOVA was stripped of its Gambian flag in 2018.",
        Label::PreviousFlag,
        &["GMB"],
    ),
    (
        "The Gambian authorities cancelled the registration of the trawler ALBA NOVA.",
        Label::PreviousFlag,
        &["GMB"],
    ),
    (
        "Before joining the Panamanian register the ALBA NOVA had sailed under the flag of Togo.",
        Label::Flag,
        &["PAN"],
    ),
    (
        "O navio ALBA NOVA, anteriormente togolês, é agora angolano.",
        Label::Flag,
        &["AGO"],
    ),
    (
        "The trawlers ALBA NOVA and RIO SUL, both of Norway, fished in pair.",
        Label::Flag,
        &["NOR"],
    ),
];

#[test]
fn flags_that_a_ship_left_and_took_are_told_apart() {
    for &(text, label, states) in FLAGS_LEFT {
        assert_eq!(values(text, label), states, "{text}");
    }
}

#[test]
fn a_name_in_capitals_is_the_ship_whose_paper_is_spoken_of() {
    for text in [
        "El permiso del ALBA NOVA rige entre el 1 de marzo de 2021 y el 28 de febrero de 2022.",
        "L'affrètement du ALBA NOVA a débuté le 1er mars 2021 et s'achève le 28 février 2022.",
    ] {
        assert_eq!(values(text, Label::VesselName), ["ALBA NOVA"], "{text}");
        assert_eq!(values(text, Label::StartDate), ["2021-03-01"], "{text}");
        assert_eq!(values(text, Label::EndDate), ["2022-02-28"], "{text}");
    }
    let notice = "NOTICE OF ARREST. The Marshal has arrested the vessel ALBA NOVA (Panama).";
    assert_eq!(values(notice, Label::VesselName), ["ALBA NOVA"]);
    let kind = "O navio ARRASTÃO PEIXE foi inspecionado.";
    assert_eq!(values(kind, Label::VesselName), ["ARRASTÃO PEIXE"]);
}

#[test]
fn letters_of_a_port_before_six_figures_are_no_lloyd_s_number() {
    let text = "Le bateau ALBA NOVA, immatriculé LR 785412, a sombré.";
    assert_eq!(values(text, Label::NationalRegNo), ["LR 785412"]);
    let held = "The trawler ALBA NOVA holds the FFA vessel register, number 31337.";
    assert_eq!(values(held, Label::RfmoId), ["31337"]);
}

#[test]
fn what_is_told_behind_a_field_is_read_as_a_sentence() {
    let text =
        "Owner: Reef Fish LLC, PO Box 2210, Sur, Oman. The vessel, ALBA NOVA 4, is based at Sur.";
    assert_eq!(values(text, Label::Owner), ["Reef Fish LLC"]);
    assert_eq!(values(text, Label::VesselName), ["ALBA NOVA 4"]);
}
