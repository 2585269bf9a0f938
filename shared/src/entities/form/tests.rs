use crate::entities::told::{norms, things, values};
use crate::entities::{Carried, Label, extract_page};

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
fn brackets_and_bounds_are_read_for_what_they_are() {
    let cases: [(&str, &[&str]); 9] = [
        (
            "Power (kW/CV): 3.236 / 4.400",
            &["ENGINE_POWER=3236 kW", "ENGINE_POWER=4400 HP"],
        ),
        ("GT (NT): 98 (31)", &["TONNAGE=98"]),
        ("GT–NT: 1,102–331", &["TONNAGE=1102"]),
        ("Tonnage: 1,402 GT (1969 Convention)", &["TONNAGE=1402"]),
        (
            "Area: Rockall Bank, from 57°41'N 014°02'W",
            &["FISHING_AREA=Rockall Bank", "COORDINATES=57.6833,-14.0333"],
        ),
        ("Area: beyond 6 miles", &[]),
        ("Gear: GNS (turbot)", &["GEAR_TYPE=GNS"]),
        (
            "Type: stern trawler (LOA about 35 m)",
            &["VESSEL_TYPE=stern trawler"],
        ),
        ("Number of holds: 18", &[]),
    ];
    for (line, wanted) in cases {
        let told = things(&format!("Vessel: ALBA NOVA\nFlag: Fiji\n{line}"));
        let told: Vec<&str> = told.iter().skip(2).map(String::as_str).collect();
        assert_eq!(told, wanted, "{line}");
    }
}

#[test]
fn a_bracket_of_fields_is_read_as_fields() {
    let page = "Nom : ALBA NOVA (nom d'origine : SOL 18, pavillon d'origine : Togo)\nPort : Suva";
    let wanted = [
        "VESSEL_NAME=ALBA NOVA",
        "PREVIOUS_NAME=SOL 18",
        "PREVIOUS_FLAG=TGO",
        "PORT=Suva",
    ];
    assert_eq!(things(page), wanted);
}

#[test]
fn what_stands_behind_wide_blanks_is_beside_a_value() {
    let page = "Vessel: ALBA NOVA\nPort: Suva   12 May 2025\nGear: LL   Permit FJ-12";
    let found = things(page);
    assert_eq!(
        found,
        [
            "VESSEL_NAME=ALBA NOVA",
            "PORT=Suva",
            "DATE=2025-05-12",
            "GEAR_TYPE=LL",
            "LICENSE_NO=FJ-12"
        ]
    );
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

/// Fields, and what their values are.
const FIELDS: [(&str, &[&str]); 29] = [
    (
        "Former name / flag: MAR BRAVO / Panama",
        &["PREVIOUS_NAME=MAR BRAVO", "PREVIOUS_FLAG=PAN"],
    ),
    (
        "Catch area: FAO 51 (02/09/2021 – 11/10/2021)",
        &["FISHING_AREA=FAO 51", "DATE=2021-09-02", "DATE=2021-10-11"],
    ),
    (
        "5. Name of master of fishing vessel – Signature – Seal: Juan Rey",
        &["MASTER=Juan Rey"],
    ),
    (
        "Relevant authorisation: No. GY-3454, 21.05.2023 to 19.05.2024",
        &[
            "LICENSE_NO=GY-3454",
            "START_DATE=2023-05-21",
            "END_DATE=2024-05-19",
        ],
    ),
    (
        "Status in RFMO area: IOTC030885, on authorised list",
        &["RFMO_ID=IOTC030885"],
    ),
    (
        "Quartier et numéro d’immatriculation: CC 352 530",
        &["NATIONAL_REG_NO=CC 352 530"],
    ),
    (
        "Titular: Mareas del Mar, S.A.P.I. de C.V., Av. Uno 12, Guaymas, Son.",
        &[
            "OWNER=Mareas del Mar, S.A.P.I. de C.V.",
            "ADDRESS=Av. Uno 12, Guaymas, Son.",
        ],
    ),
    (
        "Name: ALBA NOVA, IMO 9281310",
        &["VESSEL_NAME=ALBA NOVA", "IMO=9281310"],
    ),
    (
        "Name: ALBA NOVA (früher Nova II)",
        &["VESSEL_NAME=ALBA NOVA", "PREVIOUS_NAME=NOVA II"],
    ),
    (
        "Bauart: Seitentrawler, Rumpf aus Holz",
        &["VESSEL_TYPE=Seitentrawler", "HULL_MATERIAL=Holz"],
    ),
    (
        "Licencia de pesca: N.º 3439/2025",
        &["LICENSE_NO=3439/2025"],
    ),
    (
        "Länge ü. a.: 25,6 m · Vermessung: 122 BRZ · Maschine: 588 kW",
        &["LENGTH=25.6", "TONNAGE=122", "ENGINE_POWER=588 kW"],
    ),
    ("Porto de registo .. Aveiro", &["PORT=Aveiro"]),
    ("Compañía de radio: 466-RC", &[]),
    (
        "Proprietario: Alba S.r.l., Via Roma 1, 91026 Mazara (TP)",
        &["OWNER=Alba S.r.l.", "ADDRESS=Via Roma 1, 91026 Mazara (TP)"],
    ),
    (
        "Distinctive number or letters: YJRX8 / 1977",
        &["IRCS=YJRX8", "NATIONAL_REG_NO=1977"],
    ),
    (
        "Builder: Alba Dockyard, Vigo\nHull No.: 852",
        &["BUILD_PLACE=Alba Dockyard, Vigo"],
    ),
    ("Hull No.: PPF 852", &["EXTERNAL_MARKING=PPF 852"]),
    (
        "Assured: Reef Fish AS, Kaia 1, 5003 Bergen (as Registered Owner)",
        &["OWNER=Reef Fish AS", "ADDRESS=Kaia 1, 5003 Bergen"],
    ),
    (
        "Number, year and port of registry: 14 / 1999 Suva",
        &["PORT=Suva"],
    ),
    ("Local name: 第八長洋丸", &["VESSEL_NAME=第八長洋丸"]),
    (
        "Manager: Reef Ltd, 5 Quay Street, Suva (company IMO 1594521)",
        &["OPERATOR=Reef Ltd", "ADDRESS=5 Quay Street, Suva"],
    ),
    (
        "Armador: REEF S.L. — Avda. Mar 118, 27880 Burela",
        &["OWNER=REEF S.L.", "ADDRESS=Avda. Mar 118, 27880 Burela"],
    ),
    (
        "Licencia de pesca: 2022/ESP/0441 Válida del 01/01/2022 al 31/12/2022",
        &[
            "LICENSE_NO=2022/ESP/0441",
            "START_DATE=2022-01-01",
            "END_DATE=2022-12-31",
        ],
    ),
    (
        "N° de licence / validité: 0412-21 / du 01/01/21 au 31/12/21",
        &[
            "LICENSE_NO=0412-21",
            "START_DATE=2021-01-01",
            "END_DATE=2021-12-31",
        ],
    ),
    (
        "Address of the PO or vessel owner: C/ Mar 54, 28001 Madrid",
        &["ADDRESS=C/ Mar 54, 28001 Madrid"],
    ),
    ("Number of fish-holds: 18", &[]),
    ("Gear: bottom trawl, mesh 70 mm", &["GEAR_TYPE=TB"]),
    (
        "Previous names: *Galaecia* (to Mar 2010), *Isla Mar* (to Jun 2014)",
        &["PREVIOUS_NAME=GALAECIA", "PREVIOUS_NAME=ISLA MAR"],
    ),
];

#[test]
fn a_value_keeps_what_its_caption_asks_for() {
    for (lines, wanted) in FIELDS {
        assert_eq!(under(lines), wanted, "{lines}");
    }
}

#[test]
fn laws_and_offices_are_no_values_of_a_title() {
    let cases: [(&str, &[&str]); 4] = [
        ("HIGH SEAS FISHING PERMIT\nFisheries Act 1996, Part 6A", &[]),
        (
            "SURAT IZIN PENANGKAPAN IKAN\nDirektorat Jenderal Perikanan Tangkap",
            &[],
        ),
        (
            "Capture Fisheries Division – Alba Bldg., Main Road, Suva",
            &[],
        ),
        ("Fleet: licences in force          Sheet 2 of 3", &[]),
    ];
    for (page, wanted) in cases {
        assert_eq!(norms(page), wanted, "{page}");
    }
}

#[test]
fn a_value_ends_where_another_thing_is_said() {
    let cases: [(&str, &[&str]); 22] = [
        ("Crew, skipper included: 11", &["CREW_COUNT=11"]),
        (
            "Status in areas: RFMO No. IOTC009412; on the list",
            &["RFMO_ID=IOTC009412"],
        ),
        (
            "Owner address: 1, rue Joris, Dakar – Tél. 33 823 01 37",
            &["ADDRESS=1, rue Joris, Dakar"],
        ),
        ("Species: Northern prawn (PRA) for A", &["SPECIES=PRA"]),
        (
            "Authority to tranship: VFD/25/T-088. Seals 771201–771206.",
            &["LICENSE_NO=VFD/25/T-088"],
        ),
        (
            "Skipper / NIC no.: P. H. Sunil / 741180442V",
            &["MASTER=P. H. Sunil"],
        ),
        (
            "Master: Kwabena Osei – signature and seal",
            &["MASTER=Kwabena Osei"],
        ),
        ("Date of launching: 20 March 1997", &["DATE=1997-03-20"]),
        ("Cap/vitesse: 214° / 6,2 nd", &[]),
        (
            "Species: Jurel (CJM) 214.500 kg – Caballa (MAS) 8.120 kg",
            &["SPECIES=CJM", "SPECIES=MAS"],
        ),
        (
            "Waters: South Atlantic, between 26°N and 20°46'N",
            &["FISHING_AREA=South Atlantic"],
        ),
        (
            "Zonas: divisão CIEM 9.a; divisão CIEM 8.c",
            &[
                "FISHING_AREA=divisão CIEM 9.a",
                "FISHING_AREA=divisão CIEM 8.c",
            ],
        ),
        (
            "Built: 1988\nWhere: Vila Real\nFlag: Fiji",
            &["BUILD_YEAR=1988", "BUILD_PLACE=Vila Real", "FLAG=FJI"],
        ),
        ("Flag State: Fiji\nWhere: Vila Real", &["FLAG=FJI"]),
        ("Licence: SEASON 2024-2025", &[]),
        ("Licence: FISH-2024-2025", &["LICENSE_NO=FISH-2024-2025"]),
        ("Catégorie: 2e", &[]),
        ("Bodegas refrigeradas: 7,511 m3", &["HOLD_CAPACITY=7511 m3"]),
        ("Capacidad de congelación: 25 t", &[]),
        (
            "Antes: Sea Quest, de bandera estadounidense",
            &["PREVIOUS_NAME=SEA QUEST", "PREVIOUS_FLAG=USA"],
        ),
        ("Título de inscrição de embarcação          Via única", &[]),
        (
            "Callsign          : 3DXA          Length      : 41,8 m",
            &["IRCS=3DXA", "LENGTH=41.8"],
        ),
    ];
    for (lines, wanted) in cases {
        assert_eq!(under(lines), wanted, "{lines}");
    }
}

#[test]
fn the_stop_behind_a_value_is_no_part_of_it() {
    let page = "Vessel: ALBA NOVA.\nLicence number: FV-2231.\nCall sign: 3FGH8.\nPort: Vigo.\n\
                Hull: steel.\nOwner: Reef Fish Ltd.";
    for (label, value) in [
        (Label::VesselName, "ALBA NOVA"),
        (Label::LicenseNo, "FV-2231"),
        (Label::Port, "Vigo"),
        (Label::HullMaterial, "steel"),
        (Label::Owner, "Reef Fish Ltd."),
    ] {
        assert_eq!(values(page, label), [value]);
    }
}

#[test]
fn a_caption_may_name_its_ship() {
    let page = "Former name of the trawler NUEVO MAR DE VIGO: LUNA ROJA\n\
                Owner of the trawler NUEVO MAR DE VIGO: Reef Fish Ltd";
    assert_eq!(values(page, Label::PreviousName), ["LUNA ROJA"]);
    assert_eq!(values(page, Label::Owner), ["Reef Fish Ltd"]);
    let names = values(page, Label::VesselName);
    assert_eq!(names, ["NUEVO MAR DE VIGO", "NUEVO MAR DE VIGO"]);
}
