use super::*;

#[test]
fn the_edges_of_an_area_are_no_position() {
    for text in ["5°N–10°N, 90°W–95°W", "0° - 5°S, 85°W - 90°W"] {
        assert!(scan(text, &(0..text.len()), false).is_empty(), "{text}");
    }
}

#[test]
fn the_second_half_of_a_misread_position_is_no_position() {
    let text = "02-48N/01S-22W";
    assert!(scan(text, &(0..text.len()), false).is_empty());
}

#[test]
fn every_notation_of_a_position_is_read_from_its_first_to_its_last_sign() {
    let cases = [
        (
            "at 24°58’S, longitude 072°50’E on",
            "24°58’S, longitude 072°50’E",
            "-24.9667,72.8333",
        ),
        (
            "N 04° 22.9’ – E 065° 24.8’",
            "N 04° 22.9’ – E 065° 24.8’",
            "4.3817,65.4133",
        ),
        (
            "36° 42’ S y 93° 24’ E.",
            "36° 42’ S y 93° 24’ E",
            "-36.7000,93.4000",
        ),
        (
            "N 40° 13.9\" - W 047° 29.5\".",
            "N 40° 13.9\" - W 047° 29.5\"",
            "40.2317,-47.4917",
        ),
        (
            "was -0.1970,\n87.2525 on",
            "-0.1970,\n87.2525",
            "-0.1970,87.2525",
        ),
        ("00-25N/075-40E", "00-25N/075-40E", "0.4167,75.6667"),
        (
            "13.33.53 S – 089.44.06 E",
            "13.33.53 S – 089.44.06 E",
            "-13.5647,89.7350",
        ),
        ("S36.891 E99.505", "S36.891 E99.505", "-36.8910,99.5050"),
        (
            "41,6076° S; 102,0268° E",
            "41,6076° S; 102,0268° E",
            "-41.6076,102.0268",
        ),
        (
            "was at 58.4384, -15.9060 on 20",
            "58.4384, -15.9060",
            "58.4384,-15.9060",
        ),
        (
            "12°34'56\"S 045°12'33\"W",
            "12°34'56\"S 045°12'33\"W",
            "-12.5822,-45.2092",
        ),
        ("1234S 04512W", "1234S 04512W", "-12.5667,-45.2000"),
        (
            "03°29.3'N 082°22.1'O",
            "03°29.3'N 082°22.1'O",
            "3.4883,-82.3683",
        ),
        (
            "57° 48'.6 N 000° 31'.2 W",
            "57° 48'.6 N 000° 31'.2 W",
            "57.8100,-0.5200",
        ),
        (
            "36 degrees 48 minutes north, 002 degrees 11 minutes east",
            "36 degrees 48 minutes north, 002 degrees 11 minutes east",
            "36.8000,2.1833",
        ),
    ];
    for (text, span, norm) in cases {
        let found = scan(text, &(0..text.len()), false);
        let first = found.first();
        assert_eq!(
            first.and_then(|p| text.get(p.span.clone())),
            Some(span),
            "{text}"
        );
        assert_eq!(first.map(Position::norm).as_deref(), Some(norm), "{text}");
    }
}

#[test]
fn numbers_that_are_no_position_are_left_alone() {
    for text in [
        "EUR 237,684.26 and 12.50",
        "tel 04 23 12 11",
        "21.3.L and 27.7.c",
        "95.10 N 12.00 E",
        "1.5, 2.5",
        "No. 12 S",
    ] {
        assert!(scan(text, &(0..text.len()), false).is_empty(), "{text}");
    }
}
