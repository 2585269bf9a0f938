//! The forms that a ship's call sign has (ITU Radio Regulations 19.55 to 19.59), and signs that only they mend: an OCR
//! engine that wavers between two readings of a sign may print both (`CUIBS8` for `CUIB8`).

use crate::entities::mend::as_digit;

/// True if the sign has a form that ships are given: two signs of the series and two letters, with or without a figure
/// behind them; two signs with or without a letter, and four figures. Registers hold others, too.
pub(crate) fn is_regular(sign: &str) -> bool {
    let letter = |at: usize| sign.as_bytes().get(at).is_some_and(u8::is_ascii_uppercase);
    let figures = |from: usize| {
        let tail = sign.as_bytes().get(from..).unwrap_or(&[]);
        tail.iter().all(u8::is_ascii_digit)
    };
    sign.is_ascii()
        && match sign.len() {
            4 => letter(2) && letter(3),
            5 => letter(2) && letter(3) && figures(4) && !sign.ends_with(['0', '1']),
            6 => letter(1) && figures(2),
            7 => letter(2) && figures(3),
            _ => false,
        }
}

/// The sign without one of two neighbours that are readings of the same sign, where one way only gives a sign of a regular
/// form that `fits`.
pub(super) fn without_doubled(sign: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
    // `BZNL1`: five signs that end in a 1 are given out, too.
    if is_regular(sign) || sign.len() < 6 {
        return None;
    }
    let signs: Vec<char> = sign.chars().collect();
    let mut found: Option<String> = None;
    for (at, pair) in signs.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        if !are_alike(*one, *other) {
            continue;
        }
        for left_out in [at, at + 1] {
            let rest = signs.iter().enumerate().filter(|(i, _)| *i != left_out);
            let rest: String = rest.map(|(_, c)| *c).collect();
            if !is_regular(&rest) || !fits(&rest) || found.as_ref() == Some(&rest) {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some(rest);
        }
    }
    found
}

/// A letter and a figure that one sign may be read as; an 8 is read as an S, too.
fn are_alike(one: char, other: char) -> bool {
    let alike = |letter: char, figure: char| {
        letter.is_ascii_alphabetic()
            && figure.is_ascii_digit()
            && (as_digit(letter) == Some(figure) || letter == 'S' && figure == '8')
    };
    alike(one, other) || alike(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ship_s_sign_has_one_of_five_forms() {
        for (sign, regular) in [
            ("EAHP", true),
            ("3DXB", true),
            ("CUKB8", true),
            ("OW2009", true),
            ("4SF3904", true),
            ("EIQDS", false),
            ("9GB99", false),
            ("EAK2", false),
            ("5ZAAX", false),
            ("CUIBS8", false),
        ] {
            assert_eq!(is_regular(sign), regular, "{sign}");
        }
    }

    #[test]
    fn one_of_two_readings_of_a_sign_goes_where_the_form_tells_which() {
        for (sign, one) in [
            ("CUIBS8", Some("CUIB8")),
            ("UBYKS8", Some("UBYK8")),
            ("4SF39O04", Some("4SF3904")),
            ("CUIB8", None),
            ("EIQDS", None),
            ("BBZS1", None),
            ("BZNL1", None),
        ] {
            assert_eq!(without_doubled(sign, |_| true).as_deref(), one, "{sign}");
        }
    }
}
