//! Identifiers: IMO, MMSI, call sign and EU fleet register number, with their checks and the mending of misread signs.

use crate::entities::words::lexicon::{self, COUNTRIES, Country};

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

/// The figure that a letter is misread for.
pub(crate) fn as_digit(sign: char) -> Option<char> {
    Some(match sign {
        '0'..='9' => sign,
        'O' | 'o' | 'D' | 'Q' => '0',
        'I' | 'l' | '|' | 'i' | '!' | 'L' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'G' => '6',
        'B' => '8',
        _ => return None,
    })
}

/// The letters that a figure is misread for.
const fn as_letters(sign: char) -> &'static [char] {
    match sign {
        '0' => &['O', 'D'],
        '1' => &['I', 'L'],
        '2' => &['Z'],
        '5' => &['S'],
        '6' => &['G'],
        '8' => &['B'],
        _ => &[],
    }
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

/// True if the call sign begins with a series of the country. France's and Spain's overseas and dependent series count
/// for the mother country.
pub(crate) fn in_series(country: &Country, sign: &str) -> bool {
    country.series.iter().any(|series| {
        let (low, high) = series.split_once('-').unwrap_or((series, series));
        let Some(head) = sign.get(..low.len()) else {
            return false;
        };
        head >= low && head <= high
    })
}

/// Four to seven capitals and figures, two capitals or more: the shape of a call sign that is believed without a caption,
/// where its series agrees with a flag.
pub(crate) fn is_bare_sign(text: &str) -> bool {
    (4..=7).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && text.bytes().filter(u8::is_ascii_uppercase).count() >= 2
}

/// The countries whose series a call sign begins with.
pub(crate) fn sign_countries(sign: &str) -> impl Iterator<Item = &'static Country> {
    let sign = sign.to_string();
    COUNTRIES.iter().filter(move |c| in_series(c, &sign))
}

/// Letters and digits of a printed call sign.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// True if the signs have the shape of a call sign: 3 to 9 letters and digits, a letter among them.
pub(crate) fn sign_shape(sign: &str) -> bool {
    (3..=9).contains(&sign.len()) && sign.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Reads a call sign; the flag's series tells how misread signs are mended.
pub(crate) fn ircs(text: &str, flag: Option<&'static Country>) -> Reading {
    let plain = text.trim();
    if plain.chars().any(|c| {
        !(c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | '/' | '|' | '!' | '\u{a0}'))
    }) {
        return Reading::No;
    }
    let sign = squeeze(plain);
    if sign.len() > 9 || sign.len() < 3 {
        return Reading::No;
    }
    let Some(country) = flag.filter(|c| !c.series.is_empty()) else {
        return if sign_shape(&sign) {
            Reading::Valid(sign)
        } else {
            Reading::No
        };
    };
    let known = in_series(country, &sign);
    let body = mend_tail(
        &sign,
        if known {
            series_width(country, &sign)
        } else {
            2
        },
    );
    if known && body == sign {
        return if sign_shape(&sign) {
            Reading::Valid(sign)
        } else {
            Reading::No
        };
    }
    let changes = |candidate: &str| {
        candidate
            .chars()
            .zip(sign.chars())
            .filter(|(a, b)| a != b)
            .count()
    };
    let mut candidates: Vec<String> = heads(&body)
        .into_iter()
        .filter(|h| in_series(country, h) && sign_shape(h))
        .collect();
    // The reading with the fewest changed signs, if it stands alone.
    let least = candidates.iter().map(|c| changes(c)).min().unwrap_or(0);
    candidates.retain(|c| changes(c) == least);
    let mut fitting = candidates.into_iter();
    match (fitting.next(), fitting.next()) {
        (Some(one), None) if one == sign => Reading::Valid(sign),
        (Some(one), None) => Reading::Mended(one),
        (Some(_), Some(_)) if known => Reading::Valid(sign),
        (Some(_), Some(_)) => Reading::Ambiguous,
        (None, _) if sign_shape(&sign) => Reading::Valid(sign),
        _ => Reading::No,
    }
}

/// Signs that the country's series takes at the head of the sign.
fn series_width(country: &Country, sign: &str) -> usize {
    country
        .series
        .iter()
        .filter(|series| {
            let (low, high) = series.split_once('-').unwrap_or((series, series));
            sign.get(..low.len())
                .is_some_and(|head| head >= low && head <= high)
        })
        .map(|series| series.split('-').next().unwrap_or("").len())
        .max()
        .unwrap_or(2)
}

/// Mends what follows the head: letters among figures become figures, a figure among letters becomes a letter.
fn mend_tail(sign: &str, head: usize) -> String {
    let signs: Vec<char> = sign.chars().collect();
    let tail = signs.get(head..).unwrap_or(&[]);
    let digits = tail.iter().filter(|c| c.is_ascii_digit()).count();
    let mut out: String = signs.iter().take(head).collect();
    // Call signs of small craft end in a run of figures: `4SF3904`, `YEC4416`, `OW2009`.
    let run = tail
        .iter()
        .rev()
        .take_while(|c| as_digit(**c).is_some())
        .count();
    let figures_in_run = tail
        .iter()
        .rev()
        .take(run)
        .filter(|c| c.is_ascii_digit())
        .count();
    // `XCB517`: the third of six signs is a letter as often as a figure, and stays what is printed.
    let lettered =
        signs.len() == 6 && run == 4 && tail.first().is_some_and(char::is_ascii_alphabetic);
    let run = run.min(if lettered { 3 } else { 4 });
    let start = tail.len() - run;
    let run_is_figures = run >= 3 && figures_in_run >= 2;
    for (index, sign) in tail.iter().enumerate() {
        if run_is_figures && index >= start {
            out.push(as_digit(*sign).unwrap_or(*sign));
        } else if digits == 1 && sign.is_ascii_digit() && index + 1 < tail.len() && signs.len() == 4
        {
            // Four signs are two of the series and two letters (ITU Radio Regulations 19.55); longer
            // ones are given out in other forms, too, and stay as they are.
            match as_letters(*sign) {
                [one] => out.push(*one),
                _ => out.push(*sign),
            }
        } else {
            out.push(*sign);
        }
    }
    out
}

/// The sign with each reading of its first two signs.
fn heads(sign: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for (index, c) in sign.chars().enumerate() {
        let mut options = vec![c];
        if index < 2 {
            options.extend_from_slice(as_letters(c));
            if let Some(digit) = as_digit(c).filter(|d| *d != c) {
                options.push(digit);
            }
            if c == 'O' {
                options.push('D');
            }
            if c == 'D' {
                options.push('O');
            }
        }
        found = found
            .iter()
            .flat_map(|head| options.iter().map(move |o| format!("{head}{o}")))
            .collect();
    }
    found.sort_unstable();
    found.dedup();
    found
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

/// `IOTC912345`.
pub(crate) fn is_organisation_number(word: &str) -> bool {
    if is_serial(word) {
        return true;
    }
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    letters >= 3
        && word.len() - letters >= 4
        && word.bytes().skip(letters).all(|b| b.is_ascii_digit())
        && word.get(..letters).is_some_and(|w| {
            w == "FFA"
                || super::closed::has_sense(w, |s| {
                    matches!(s, crate::entities::words::lexicon::Sense::RfmoAcronym(_))
                })
        })
}

/// `AT000TUR00218`: ICCAT's serial number, two letters, three figures, a country, five figures.
pub(crate) fn is_serial(text: &str) -> bool {
    text.len() == 13
        && text.starts_with("AT")
        && text
            .get(2..5)
            .is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()))
        && text
            .get(5..8)
            .is_some_and(|t| t.bytes().all(|b| b.is_ascii_uppercase()))
        && text
            .get(8..)
            .is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()))
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
    fn a_misread_call_sign_is_mended_only_by_its_flag_s_series() {
        let cases = [
            ("45F3904", "LKA", Reading::Mended("4SF3904".into())),
            ("4SF39O4", "LKA", Reading::Mended("4SF3904".into())),
            ("YEC 4416", "IDN", Reading::Valid("YEC4416".into())),
            ("EAHP", "ESP", Reading::Valid("EAHP".into())),
            ("BZV2R", "CHN", Reading::Valid("BZV2R".into())),
            ("BZ2R", "CHN", Reading::Mended("BZZR".into())),
            ("CUKB8", "PRT", Reading::Valid("CUKB8".into())),
            ("S7L2402", "SYC", Reading::Valid("S7L2402".into())),
            ("NIL", "ESP", Reading::Valid("NIL".into())),
            ("12345", "ESP", Reading::No),
            ("see note", "ESP", Reading::Valid("SEENOTE".into())),
        ];
        for (text, flag, reading) in cases {
            assert_eq!(ircs(text, country(flag)), reading, "{text}");
        }
    }

    #[test]
    fn a_fleet_register_number_is_a_member_state_and_nine_signs() {
        assert!(is_cfr("ESP000023382"));
        assert!(is_cfr("GBR000C18081"));
        assert!(!is_cfr("XYZ000023382"));
        assert!(!is_cfr("ESP00002338"));
        assert!(is_serial("AT000TUR00218"));
        assert!(!is_serial("AT000TUR0021"));
    }
}
