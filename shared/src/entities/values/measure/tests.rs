use super::captioned::may_measure;
use super::*;

#[test]
fn numbers_are_read_with_points_commas_and_blanks() {
    let cases = [
        ("13,99", Style::Comma, 13.99),
        ("1.036,5", Style::Comma, 1036.5),
        ("1,409", Style::Point, 1409.0),
        ("85,343.53", Style::Point, 85343.53),
        ("1 898", Style::Comma, 1898.0),
        ("1.473", Style::Comma, 1473.0),
        ("20.269", Style::Point, 20.269),
        ("0,300", Style::Comma, 0.3),
    ];
    for (text, style, value) in cases {
        let number = number_at(text, 0, style, 100_000.0).map(|n| n.value);
        assert_eq!(number, Some(value), "{text}");
    }
    assert_eq!(number_at("21.3.4", 0, Style::Point, 100_000.0), None);
}

#[test]
fn a_unit_of_power_or_volume_may_measure() {
    let rows = include_str!("../../../../data/units.tsv").lines();
    let own = |row: &&str| row.starts_with("Kilowatt\t") || row.starts_with("CubicMetre\t");
    let words: Vec<&str> = rows
        .filter(own)
        .flat_map(|row| row.split(['\t', ';']).skip(1).map(str::trim))
        .collect();
    assert!(words.len() > 10 && words.into_iter().all(may_measure));
    assert!(!may_measure("Name"));
}

#[test]
fn a_unit_beside_the_number_belongs_to_the_span() {
    let cases = [
        ("KW 350", "KW 350", Some(Unit::Kilowatt)),
        ("870HP", "870HP", Some(Unit::Horsepower)),
        ("23.8 m", "23.8 m", Some(Unit::Metre)),
        ("OA 32", "32", None),
        ("73.75 cbm", "73.75 cbm", Some(Unit::CubicMetre)),
        ("76.0ft", "76.0ft", Some(Unit::Foot)),
        ("64' 11\"", "64' 11\"", Some(Unit::Foot)),
        ("54 ft 6 in", "54 ft 6 in", Some(Unit::Foot)),
        ("54 ft 6 of beam", "54 ft", Some(Unit::Foot)),
        ("516,4m³", "516,4m³", Some(Unit::CubicMetre)),
        ("64' 11\" reg.", "64' 11\"", Some(Unit::Foot)),
        ("64’11”", "64’11”", Some(Unit::Foot)),
        ("64 ft 11 in", "64 ft 11 in", Some(Unit::Foot)),
        ("64 ft 11 persons", "64 ft", Some(Unit::Foot)),
    ];
    for (text, span, unit) in cases {
        let found = scan(text, &(0..text.len()), Style::Point, 100_000.0);
        let first = found.first();
        assert_eq!(
            first.and_then(|q| text.get(q.span.clone())),
            Some(span),
            "{text}"
        );
        assert_eq!(first.and_then(|q| q.unit), unit, "{text}");
    }
}

#[test]
fn a_caption_names_its_unit() {
    for (caption, unit) in [
        ("Length overall (m)", Some(Unit::Metre)),
        ("Engine power [kW]", Some(Unit::Kilowatt)),
        ("Kapasitas Palka [m³]", Some(Unit::CubicMetre)),
        ("Hold (cubic metres)", Some(Unit::CubicMetre)),
        ("Feet overall", Some(Unit::Foot)),
        ("Lungh. f.t.", None),
        ("Gross tonnage", None),
    ] {
        assert_eq!(unit_of_caption(caption), unit, "{caption}");
    }
}
