//! Running text: what is said of a vessel, and what is no vessel.

mod edges;

use crate::entities::told::values;
use crate::entities::{Carried, Label, extract_page};

/// What is said of a vessel, with the value that it tells.
const SAID: &[(&str, Label, &str)] = &[
    (
        "KERGUELA is a longliner of Vanuatu, call sign YJRV4.",
        Label::Flag,
        "VUT",
    ),
    (
        "The trawler ALBA was inspected. The vessel is Spanish.",
        Label::Flag,
        "ESP",
    ),
    (
        "The registry of Comoros confirmed that the trawler ALBA is on its books.",
        Label::Flag,
        "COM",
    ),
    (
        "The trawler ALBA flew the flag of Bolivia until 2008.",
        Label::PreviousFlag,
        "BOL",
    ),
    (
        "The master of VENTO NORTE, Benito Sotelo, was heard. She is a longliner.",
        Label::Master,
        "Benito Sotelo",
    ),
    (
        "The trawler ALBA sank. The owner of record is Golden Billow Shipping.",
        Label::Owner,
        "Golden Billow Shipping",
    ),
    (
        "The trawler VEGA SUR has been renamed ALBA MAR.",
        Label::PreviousName,
        "VEGA SUR",
    ),
    (
        "The trawler ALBA; her IMO number, painted on the bridge, is 9054183.",
        Label::Imo,
        "9054183",
    ),
    (
        "Se inspeccionó el buque ALBA, de bandera argentina.",
        Label::Flag,
        "ARG",
    ),
    (
        "The vessel ALBA, which changed flag from Russia to Ghana, was seen.",
        Label::PreviousFlag,
        "RUS",
    ),
    (
        "The trawler ALBA, formerly VEGA SUR (flag Togo), was seen.",
        Label::PreviousFlag,
        "TGO",
    ),
    (
        "O mestre da embarcação SANTA RITA, João Pereira, foi ouvido.",
        Label::Master,
        "João Pereira",
    ),
    (
        "Das Schiff ALBA, Rufzeichen DABC, gehört der Reederei Müller & Co.",
        Label::Owner,
        "Reederei Müller & Co.",
    ),
    (
        "The vessel ALBA is licensed under No. 2024-118 for tuna.",
        Label::LicenseNo,
        "2024-118",
    ),
    (
        "Otórgase permiso de pesca comercial N° 456/2024 al buque ALBA.",
        Label::LicenseNo,
        "456/2024",
    ),
    (
        "The trawler ALBA may fish from 1 May 2023 until 30 April 2024.",
        Label::StartDate,
        "2023-05-01",
    ),
    (
        "El buque ALBA está autorizado del 1 de enero al 31 de diciembre de 2024.",
        Label::EndDate,
        "2024-12-31",
    ),
    (
        "Le navire ALBA, immatriculé CM-DLA-0123, a été vu.",
        Label::NationalRegNo,
        "CM-DLA-0123",
    ),
    (
        "The trawler ALBA sank. Before that she was registered in Vanuatu as VEGA SUR.",
        Label::PreviousName,
        "VEGA SUR",
    ),
    (
        "Antes se denominaba VEGA SUR y enarbolaba pabellón de Portugal el buque ALBA.",
        Label::PreviousFlag,
        "PRT",
    ),
    (
        "Der Kutter ALBA, Rufzeichen DABC, wurde 1996 in Stralsund gebaut.",
        Label::BuildYear,
        "1996",
    ),
    (
        "The boat ALBA MAR belongs to Le Van Hai of Binh Dinh.",
        Label::Owner,
        "Le Van Hai",
    ),
    (
        "The trawler ALBA, call sign DABC, is held by Golden Sea (Fiji) Ltd.",
        Label::Owner,
        "Golden Sea (Fiji) Ltd",
    ),
    (
        "Le navire ALBA MAR est commandé par M. Erwan Le Goff depuis mars.",
        Label::Master,
        "Erwan Le Goff",
    ),
    (
        "The trawler ALBA MAR is owned by M. Barros of Vigo.",
        Label::Owner,
        "M. Barros",
    ),
    (
        "Dem Fischereifahrzeug Hannes Schröder (FRI 12) wird die Fangerlaubnis erteilt.",
        Label::ExternalMarking,
        "FRI 12",
    ),
    (
        "Der Kutter NORDLICHT (SC 44) steht unter dem Kommando von Piet de Boer.",
        Label::Master,
        "Piet de Boer",
    ),
];

#[test]
fn what_is_said_of_a_vessel_is_its_flag_owner_or_master() {
    for &(text, label, value) in SAID {
        assert_eq!(values(text, label), [value], "{text}");
    }
}

#[test]
fn a_name_is_neither_more_nor_less_than_the_name() {
    for (text, name) in [
        (
            "Das Schiff NORDSEE, Rufzeichen DABC, wurde gesehen.",
            "NORDSEE",
        ),
        (
            "Carrier vessel: FRIO OCEAN (Panama, call sign HOAB).",
            "FRIO OCEAN",
        ),
        (
            "MV OCEAN CREST of Avatiu, Cook Islands, call sign E5U2345, arrived.",
            "OCEAN CREST",
        ),
        (
            "In March 2021 the BALTIC STAR (then named POLARIS) was sold.",
            "BALTIC STAR",
        ),
        (
            "Brazil notifies the charter of the vessel GOLDEN STAR 3 (flag: Japan) by a firm.",
            "GOLDEN STAR 3",
        ),
        (
            "Bahwa kapal KM. SUMBER LAUT dengan tanda panggilan YB5678 berlayar.",
            "SUMBER LAUT",
        ),
        (
            "The vessel identified itself as PESCAVIVA, radio call sign V5AB.",
            "PESCAVIVA",
        ),
        (
            "(a) RISING SUN No. 5: flag Korea; call sign 6KAB.",
            "RISING SUN NO. 5",
        ),
        (
            "The vessel MV \"LADY HANNE\" (IMO 9281310) is under arrest.",
            "LADY HANNE",
        ),
        (
            "ALBATROSS III / IMO 9281310 / Call sign ZDAB / Flag: Togo / LOA 66 m",
            "ALBATROSS III",
        ),
        (
            "- BINTANG LAUT 12 – Indonesia – call sign YB1234",
            "BINTANG LAUT 12",
        ),
    ] {
        assert_eq!(values(text, Label::VesselName), [name], "{text}");
    }
}

#[test]
fn a_country_a_firm_or_a_reference_in_capitals_is_no_vessel() {
    for text in [
        "A longliner of Vanuatu was seen.",
        "The vessel belongs to NORTH SEA FISHING LTD.",
        "The vessel was listed in COMM CIRC 15/09.",
        "LICENÇA DE PESCA — EMBARCAÇÃO ESTRANGEIRA",
        "Quotas por embarcação na Área de Regulamentação da NAFO",
        "VESSELS LICENSED TO FISH IN THE ZONE (as at 31 March 2019)",
        "NATIONAL VESSEL DOCUMENTATION CENTER",
        "Fischereifahrzeug-Kartei der Bundesrepublik Deutschland",
        "THIS IS TO CERTIFY that the vessel has been surveyed.",
        "A survey of the fishing vessel was made by BUREAU VERITAS.",
    ] {
        assert_eq!(
            values(text, Label::VesselName),
            Vec::<String>::new(),
            "{text}"
        );
    }
}

#[test]
fn words_of_papers_and_laws_are_no_vessels() {
    for text in [
        "RELACIÓN DE EMBARCACIONES PESQUERAS CON PERMISO DE PESCA VIGENTE",
        "**CERTIFICADO DE EMBARCAÇÃO PESQUEIRA**",
        "The vessel is licensed subject to R.A. 8550 as amended.",
        "Alba Ltd (hereinafter called \"the Mortgagor\") owns the vessel.",
        "Alba Ltd (hereinafter called “the Transferee”) buys the vessel.",
        "Issued under the CONVENTION FOR THE PREVENTION OF POLLUTION FROM SHIPS, 1973, to a vessel",
        "Libro 344, folio 48, liquidación 2892389.",
    ] {
        assert!(values(text, Label::VesselName).is_empty(), "{text}");
    }
    let text = "Name of ship: ALBA NOVA\n\nThe claim of Alba Nova Shipping N.V. was heard. ALBA NOVA sails.";
    let names = values(text, Label::VesselName);
    assert_eq!(names, ["ALBA NOVA", "ALBA NOVA"]);
}

#[test]
fn win_is_a_number_before_figures_and_a_name_before_a_word() {
    let text = "The vessel WIN FAR NO.18, IMO 9281310, was seen. Her sister has WIN BI2718.";
    assert_eq!(values(text, Label::VesselName), ["WIN FAR NO.18"]);
    assert_eq!(values(text, Label::RfmoId), ["BI2718"]);
    let text = "W15 on the bow of the vessel ALBA NOVA, hull number IMO 9281310.";
    assert_eq!(values(text, Label::Imo), ["9281310"]);
    let text = "The owner of the vessel ALBA is Alba Ltd, whose seat is No. 88 Harbour Road, Suva.";
    assert_eq!(values(text, Label::Address), ["No. 88 Harbour Road, Suva"]);
}

#[test]
fn an_office_is_no_address() {
    let text = "DIRECCIÓN GENERAL DE MARINA MERCANTE\nPATENTE DE NAVEGACIÓN\n\nBuque: ALBA";
    assert_eq!(values(text, Label::Address), Vec::<String>::new());
}

#[test]
fn a_german_o_is_east_and_an_article_with_a_kind_is_no_name() {
    let text = "Der Kutter GRETE LUND (SC 44) lief auf 54°08,2' N, 008°31,9' O auf Grund und sank.";
    let (page, _) = extract_page(text, &Carried::default());
    let values = |label| {
        page.entities
            .iter()
            .filter(|e| e.label == label)
            .map(|e| e.norm_value.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(values(Label::Coordinates), ["54.1367,8.5317"]);
    assert_eq!(values(Label::VesselName), ["GRETE LUND"]);
}

#[test]
fn waters_are_named_by_their_word_and_a_preposition() {
    for (text, area) in [
        (
            "El buque fue visto en el Golfo San Matías.",
            Some("Golfo San Matías"),
        ),
        (
            "She was found on the Amara Bank at dawn.",
            Some("Amara Bank"),
        ),
        ("Payment through Amara Bank.", None),
        ("La empresa Golfo San Matías S.A. pagó.", None),
    ] {
        let (page, _) = extract_page(text, &Carried::default());
        let found = page.entities.iter().find(|e| e.label == Label::FishingArea);
        assert_eq!(found.map(|e| e.text.as_str()), area, "{text}");
    }
}

#[test]
fn a_day_until_which_a_ship_bore_a_name_is_the_end_of_no_term() {
    let text = "The m.v. GREY HERON, IMO No. 9074729, was registered under the laws of Vanuatu. She was known until \
                16 July 2009 as SUNNY BAY.";
    assert_eq!(values(text, Label::Date), ["2009-07-16"]);
    assert_eq!(values(text, Label::Flag), ["VUT"]);
}

#[test]
fn the_holder_of_a_licence_is_no_party_where_its_number_follows() {
    for text in [
        "Le palangrier ALBA (numéro OMI 9074729) est titulaire de la licence AP/218/23.",
        "El buque ALBA (OMI 9074729) es titular de la licencia AP/218/23.",
        "O navio ALBA (IMO 9074729) é titular da licença AP/218/23.",
        "The vessel ALBA (IMO 9074729) is the holder of licence AP/218/23.",
        "Vessel: ALBA (IMO 9074729, call sign H4MF), flag: Fiji, master: LEE Jong-gil, licence AP/218/23.",
    ] {
        assert_eq!(values(text, Label::LicenseNo), ["AP/218/23"], "{text}");
    }
}

#[test]
fn new_is_part_of_a_name_where_no_caption_follows() {
    for text in [
        "O navio ALBA (IMO 9074729). Chamava-se antes NEW HARVEST.",
        "El buque ALBA (OMI 9074729). Se llamaba antes NEW HARVEST.",
        "Le navire ALBA (OMI 9074729). Il s’appelait avant NEW HARVEST.",
    ] {
        assert_eq!(values(text, Label::PreviousName), ["NEW HARVEST"], "{text}");
    }
}

#[test]
fn an_address_ends_where_a_sentence_begins_with_a_number() {
    let text = "The owner of the vessel ALBA (IMO 9074729) is Mar Bravo Ltd of 12 Spyrou Street, 3036 Limassol. 11 crew \
                were on board.";
    assert_eq!(
        values(text, Label::Address),
        ["12 Spyrou Street, 3036 Limassol"]
    );
}

#[test]
fn an_office_s_address_tells_of_no_vessel() {
    let office = "# Fisheries Office\n\nBuilding C, Naval Base, duty desk +64 4 555 0101\n\n\
        Quay Street 21, 3rd floor - phone (03) 555 0142\n\nP.O. Box 114, Harbour Road 7\n\n\
        Name of vessel: ALBA";
    assert_eq!(values(office, Label::VesselName), ["ALBA"]);
    assert!(values(office, Label::Port).is_empty());
    assert!(values(office, Label::BuildPlace).is_empty());
}

#[test]
fn what_is_told_of_two_vessels_is_each_ones_own() {
    let pair =
        "The trawler GREY HERON (IMO 9074729) and the reefer OCEAN TERN (IMO 9281310) were met.";
    for (told, wanted) in [
        (
            "The first vessel's skipper, identified as Juan Rey, was heard.",
            "0 MASTER=Juan Rey",
        ),
        ("The second (call sign 3DXB) fled.", "1 IRCS=3DXB"),
        ("\n\nMaster of the reefer: Ana Mora", "1 MASTER=Ana Mora"),
        (
            "The master at the time of the incident, Mr. Ito Ken, was heard.",
            "1 MASTER=Ito Ken",
        ),
        (
            "The crew of 9 of the trawler was taken off by the tug ALBA (Panamá, 372118000).",
            "2 MMSI=372118000",
        ),
        (
            "Both vessels are valid until 3 May 2025.",
            "9 END_DATE=2025-05-03",
        ),
        (
            "I, Ito Ken, master of the reefer OCEAN TERN, sign.",
            "1 MASTER=Ito Ken",
        ),
        (
            "OCEAN TERN is since 2024 known as MAR AZUL.",
            "1 VESSEL_NAME=MAR AZUL",
        ),
        (
            "GREY HERON and OCEAN TERN, both of which flew the flag of Fiji, left.",
            "9 FLAG=FJI",
        ),
        (
            "The trawler was sighted by the cutter MAR BRAVO. The owner is Sol Ltd.",
            "0 OWNER=Sol Ltd",
        ),
        (
            "GREY HERON es de propiedad del señor Segundo Eche.",
            "0 OWNER=Segundo Eche",
        ),
    ] {
        let page = format!("{pair} {told}");
        let read = crate::entities::told::found(&page);
        assert!(read.contains(&wanted.to_string()), "{told}: {read:?}");
    }
}

#[test]
fn parties_offices_and_places_are_no_vessels() {
    for text in [
        "The Embassy informs that the said vessel has the call sign 6KTR9.",
        "PORT SELWYN, 17 June 2025 – The patrol vessel met several vessels.",
        "IT IS ORDERED that the licence of the vessel be suspended.",
        "Son capitaine, un ressortissant français nommé Yann Le Gall, a quitté le navire.",
        "Kapal Pengawas Perikanan Hiu Macan 05 menangkap dua kapal ikan.",
        "ARTÍCULO PRIMERO. Prorrogar el permiso de la nave.",
        "Le capitaine du navire, le nommé Sun Zhigang, et la société ABIDJAN PECHE, consignataire du navire.",
        "Her skipper, a 29-year-old Latvian named Janis Ozols, left the vessel.",
        "My name is Josefa Vunipola and I was master of a trawler.",
        "El guardacostas GC-24 \"Mantilla\" detuvo a un pesquero chino.",
        "The master on the voyage was Capt. Aleksei Matveev (Russian Federation).",
        "Que la sociedad ATUNERA DEL SUR, S.A., inscrita a folio 155677321 del Registro Público, pide para la nave.",
    ] {
        for label in [Label::VesselName, Label::NationalRegNo] {
            assert_eq!(values(text, label), Vec::<String>::new(), "{text}");
        }
    }
}

#[test]
fn names_values_and_parties_end_where_they_end() {
    for (text, label, value) in [
        (
            "The trawler *Alba Nova* (IMO 9074729) flies the flag of the Faroe Islands.",
            Label::Flag,
            "FRO",
        ),
        (
            "The trawler **Alba Nova** FR 17 was bought.",
            Label::ExternalMarking,
            "FR 17",
        ),
        (
            "El buque «Alba» (OMI 9074729) fue inspeccionado. El patrón, D. Manuel Rial, firmó.",
            Label::Master,
            "Manuel Rial",
        ),
        (
            "L'armateur du navire « Alba », M. Ito Ken, demeurant 14 Beach Road, Negombo, n'a rien dit.",
            Label::Address,
            "14 Beach Road, Negombo",
        ),
        (
            "The owner of *Sea Glory* (9GLM, IMO 9074729), Volta Fisheries Ltd, asked.",
            Label::Owner,
            "Volta Fisheries Ltd",
        ),
        (
            "La licence du navire « Alba » est valable du 1er juillet au 31 décembre 2024.",
            Label::EndDate,
            "2024-12-31",
        ),
        (
            "A sociedade Rio Sado, S. A., NIPC 501 223 876, é proprietária da embarcação «Alba».",
            Label::Owner,
            "Rio Sado, S. A.",
        ),
        (
            "Le chalutier « Étoile d'Armor » (indicatif FKZT) a coulé.",
            Label::VesselName,
            "ÉTOILE D'ARMOR",
        ),
        (
            "1. JIN HWA YI NO. 232 (CT7-0624; call sign BI3320).",
            Label::NationalRegNo,
            "CT7-0624",
        ),
        (
            "The trawler ALBA, licence No. (2023) GY-000231, was met.",
            Label::LicenseNo,
            "(2023) GY-000231",
        ),
        (
            "La embarcación ALBA, armadores Juan Rey Mora y Ana Sol Paz, zarpó.",
            Label::Owner,
            "Juan Rey Mora",
        ),
        (
            "1. SPANISH TRAWLER PUNTA CANDIEIRA (EAXQ, IMO 9215220) TOWING GEAR",
            Label::VesselName,
            "PUNTA CANDIEIRA",
        ),
        (
            "1. ALBA (previously: *Thunder Bay*, *Kwan Li 8*). Call sign unknown (previously 5VAN9, JVML6).",
            Label::PreviousName,
            "THUNDER BAY",
        ),
    ] {
        assert_eq!(
            values(text, label).first().map(String::as_str),
            Some(value),
            "{text}"
        );
    }
}
