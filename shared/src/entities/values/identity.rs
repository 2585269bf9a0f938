//! Identifiers: IMO, MMSI and EU fleet register number, with their checks and the mending of misread signs. Call signs:
//! [`super::call_sign`].

use crate::entities::mend::as_digit;
use crate::entities::words::lexicon::{self, COUNTRIES, Country, Sense};

/// What a printed identifier comes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    /// It is valid as printed (blanks, hyphens and case apart).
    Valid(String),
    /// It is valid after the one possible correction.
    Mended(String),
    /// Two corrections are possible: none is made.
    Ambiguous,
    /// It is no such identifier.
    No,
}

/// True if the seventh digit is the check digit of the first six.
pub(crate) fn imo_check(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    if values.len() != 7 || digits.len() != 7 {
        return false;
    }
    let sum: u32 = values
        .iter()
        .take(6)
        .zip((2..=7).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    values.last() == Some(&(sum % 10)) && values.first() != Some(&0)
}

/// Figures of a printed number: blanks dropped, letters read as figures; the number of letters read so.
fn figures(text: &str) -> Option<(String, usize, usize)> {
    let mut out = String::new();
    let (mut letters, mut blanks) = (0, 0);
    for sign in text.trim().chars() {
        if sign.is_whitespace() {
            blanks += 1;
            continue;
        }
        let digit = as_digit(sign)?;
        letters += usize::from(!sign.is_ascii_digit());
        out.push(digit);
    }
    Some((out, letters, blanks))
}

/// Reads an IMO ship number.
pub(crate) fn imo(text: &str) -> Reading {
    let Some((digits, letters, blanks)) = figures(text) else {
        return Reading::No;
    };
    let apart = blanks > 4 && text.trim().split(' ').any(|sign| sign.len() > 1);
    if digits.len() != 7 || letters > 4 || apart || !imo_check(&digits) {
        return Reading::No;
    }
    if letters + blanks > 0 {
        Reading::Mended(digits)
    } else {
        Reading::Valid(digits)
    }
}

/// The country of a ship's MMSI.
pub(crate) fn mmsi_country(digits: &str) -> Option<&'static Country> {
    let mid: u16 = digits.get(..3)?.parse().ok()?;
    COUNTRIES.iter().find(|c| c.mids.contains(&mid))
}

/// True if some country has the MMSI's digits; 2 to 7 first.
fn mmsi_check(digits: &str) -> bool {
    digits.len() == 9
        && digits.starts_with(['2', '3', '4', '5', '6', '7'])
        && mmsi_country(digits).is_some()
}

/// Reads a Maritime Mobile Service Identity.
pub(crate) fn mmsi(text: &str) -> Reading {
    // `224-012-345`, `224.012.345`: three groups of three figures.
    let groups: Vec<&str> = text.trim().split(['-', '.']).collect();
    if groups.len() == 3 && groups.iter().all(|g| g.len() == 3) && mmsi_check(&groups.concat()) {
        return Reading::Valid(groups.concat());
    }
    let Some((digits, letters, blanks)) = figures(text) else {
        return Reading::No;
    };
    if letters > 4 || blanks > 4 || !mmsi_check(&digits) {
        return Reading::No;
    }
    // Blanks that group the figures evenly (`431 836 995`) are a way of printing, not an error.
    let grouped =
        text.split_whitespace().count() == 3 && text.split_whitespace().all(|g| g.len() == 3);
    if letters > 0 || (blanks > 0 && !grouped) {
        Reading::Mended(digits)
    } else {
        Reading::Valid(digits)
    }
}

/// States whose vessels stand in the EU fleet register (the United Kingdom's did).
const FLEET_REGISTER_STATES: [&str; 24] = [
    "BEL", "BGR", "CYP", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "IRL",
    "ITA", "LTU", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVN", "SWE", "ROM",
];

/// True if the text is an EU fleet register number: member state and nine letters or digits, five digits among them.
pub(crate) fn is_cfr(text: &str) -> bool {
    text.len() == 12
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text
            .get(..3)
            .is_some_and(|code| FLEET_REGISTER_STATES.contains(&code.to_ascii_uppercase().as_str()))
        && text.bytes().skip(3).filter(u8::is_ascii_digit).count() >= 4
}

/// True if a number is of the EU fleet register whatever its caption says. The United Kingdom's ships left the register in
/// 2020; their numbers live on under other captions.
pub(crate) fn is_member_s_cfr(text: &str) -> bool {
    is_cfr(text)
        && !text
            .get(..3)
            .is_some_and(|code| code.eq_ignore_ascii_case("GBR"))
}

/// `IOTC912345`, `SEAFO-0118`.
pub(crate) fn is_organisation_number(word: &str) -> bool {
    if is_serial(word) {
        return true;
    }
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    letters >= 3
        && word.len() - letters >= 4
        && word.get(letters..).is_some_and(|n| {
            n.strip_prefix('-')
                .unwrap_or(n)
                .bytes()
                .all(|b| b.is_ascii_digit())
        })
        && word.get(..letters).is_some_and(|w| {
            w == "FFA" || super::closed::has_sense(w, |s| matches!(s, Sense::RfmoAcronym(_)))
        })
}

/// `JPN-00372`: a state's code and a number of five figures, as organisations number ships.
pub(crate) fn is_flag_and_number(text: &str) -> bool {
    let Some((code, number)) = text.split_once('-') else {
        return false;
    };
    number.len() == 5 && number.bytes().all(|b| b.is_ascii_digit()) && country(code).is_some()
}

/// `CT7-0624`, `IMUL-A-0201-CHW`: numbers as the registers of Taiwan, Sri Lanka and India write them.
pub(crate) fn is_national_register(word: &str) -> bool {
    const SHAPES: [&str; 3] = ["CT9-9999", "IMUL-A-9-A", "IND-A-9-A-9"];
    let shaped = |shape: &str| {
        let (mut parts, mut wanted) = (word.split('-'), shape.split('-'));
        let fits = wanted.by_ref().all(|want| {
            let part = parts.next().unwrap_or("");
            match want {
                "9" => part.len() >= 2 && part.bytes().all(|b| b.is_ascii_digit()),
                "9999" => (4..=6).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()),
                "A" => !part.is_empty() && part.bytes().all(|b| b.is_ascii_uppercase()),
                "CT9" => {
                    part.len() == 3
                        && part.starts_with("CT")
                        && part.ends_with(|c: char| c.is_ascii_digit())
                }
                _ => part == want,
            }
        });
        fits && parts.next().is_none()
    };
    SHAPES.into_iter().any(shaped)
}

/// `AT000TUR00218`, `ATEU0ESP00871`: ICCAT's serial number, two letters, three signs, a country, five figures.
pub(crate) fn is_serial(text: &str) -> bool {
    text.len() == 13
        && text.starts_with("AT")
        && text
            .get(2..5)
            .is_some_and(|t| t == "EU0" || t.bytes().all(|b| b.is_ascii_digit()))
        && text
            .get(5..8)
            .is_some_and(|t| t.bytes().all(|b| b.is_ascii_uppercase()))
        && text
            .get(8..)
            .is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()))
}

/// `20110008`: a year and the number of an entry, of which no month can be made.
pub(crate) fn is_year_and_number(text: &str) -> bool {
    text.len() == 8
        && text.starts_with("20")
        && text.get(4..6) == Some("00")
        && text.bytes().all(|b| b.is_ascii_digit())
}

/// The country of an alpha-3 code.
pub(crate) fn country(code: &str) -> Option<&'static Country> {
    lexicon::country_by_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_imo_number_is_taken_only_with_its_check_digit() {
        let cases = [
            ("9281310", Reading::Valid("9281310".into())),
            ("98l2042", Reading::Mended("9812042".into())),
            ("9173 5 51", Reading::Mended("9173551".into())),
            ("906110D", Reading::Mended("9061100".into())),
            ("9281311", Reading::No),
            ("7337237", Reading::No),
            ("92813100", Reading::No),
            ("NE", Reading::No),
        ];
        for (text, reading) in cases {
            assert_eq!(imo(text), reading, "{text}");
        }
    }

    #[test]
    fn an_mmsi_is_taken_only_with_a_ship_station_s_country_digits() {
        let cases = [
            ("224518730", Reading::Valid("224518730".into())),
            ("431 209 870", Reading::Valid("431209870".into())),
            ("25781l940", Reading::Mended("257811940".into())),
            ("2273 18460", Reading::Mended("227318460".into())),
            ("131978123", Reading::No),
            ("941057698", Reading::No),
            ("22435649", Reading::No),
            ("200000000", Reading::No),
        ];
        for (text, reading) in cases {
            assert_eq!(mmsi(text), reading, "{text}");
        }
    }

    #[test]
    fn a_fleet_register_number_is_a_member_state_and_nine_signs() {
        assert!(is_cfr("ESP000023382"));
        assert!(is_cfr("GBR000C18081") && !is_member_s_cfr("GBR000C18081"));
        assert!(!is_cfr("XYZ000023382"));
        assert!(!is_cfr("ESP00002338"));
        for (word, is) in [
            ("CT7-0624", true),
            ("IMUL-A-0201-CHW", true),
            ("IND-TN-15-MM-9239", true),
            ("CT7-062", false),
            ("CT-0624", false),
            ("CTA-0624", false),
            ("IMUL-A-0201", false),
            ("IND-TN-15-MM-9239-1", false),
        ] {
            assert_eq!(is_national_register(word), is, "{word}");
        }
        assert!(is_serial("AT000TUR00218"));
        assert!(!is_serial("AT000TUR0021"));
    }
}
