//! Call signs: the series that a country gives out (ITU Radio Regulations, Appendix 42), the mending of misread signs, and
//! when a token that no caption announces may be one: `ALBA NOVA (3DXB), 29.6 m`.
//!
//! A series is a country's, not a ship's: where two countries share one (France and its territories do), either fits.

mod form;

use std::borrow::Cow;

use super::identity::Reading;
use crate::entities::mend::{as_digit, as_letters};
use crate::entities::words::lexicon::{COUNTRIES, Country, lookup};
use crate::entities::words::seek;

pub(crate) use form::is_regular;

/// What speaks for a token that no caption announces.
#[derive(Clone, Copy)]
pub(crate) enum Witness<'a> {
    /// The ship's flag.
    Flag(&'a Country),
    /// Its place: a word for signs near it, the ship's numbers around it.
    Place,
    /// Nothing but its look.
    Look,
}

/// True if a token that no caption announces may be a call sign. It is four to seven capitals and figures, two capitals
/// or more. It begins with a series. Where a flag is told, that is the flag's, and a blank may stand before the figures
/// (`YEC 4416`). Else it may be any country's, and the token must not look like a word: where its place speaks for it, it
/// has a figure or four signs and is none of the words that are known; where nothing does, a figure is among its first
/// three signs, or the fifth of five or six.
pub(crate) fn is_bare(printed: &str, witness: Witness<'_>) -> bool {
    let token = match witness {
        Witness::Flag(_) => joined(printed),
        Witness::Place | Witness::Look => Cow::Borrowed(printed),
    };
    let capitals = token.bytes().filter(u8::is_ascii_uppercase).count();
    let figures = seek::figures(&token);
    let shaped =
        (4..=7).contains(&token.len()) && capitals + figures == token.len() && capitals >= 2;
    let in_some_series = || countries(&token).next().is_some();
    shaped
        && match witness {
            Witness::Flag(flag) => in_series(flag, &token),
            Witness::Place => {
                (figures > 0 || token.len() == 4) && in_some_series() && lookup(&token).is_none()
            }
            Witness::Look => {
                let first = token.bytes().position(|b| b.is_ascii_digit());
                first.is_some_and(|at| at <= 2 || at == 4 && token.len() <= 6) && in_some_series()
            }
        }
}

/// True if the call sign begins with a series of the country. France's and Spain's overseas and dependent series count
/// for the mother country.
pub(crate) fn in_series(country: &Country, sign: &str) -> bool {
    country.series.iter().any(|series| {
        // `YV-YY`: the first and the last are as long as one another.
        let middle = series.len() / 2;
        let (low, high) = match (series.get(..middle), series.get(middle + 1..)) {
            (Some(low), Some(high)) if series.as_bytes().get(middle) == Some(&b'-') => (low, high),
            _ => (*series, *series),
        };
        if sign.as_bytes().first() < low.as_bytes().first() {
            return false;
        }
        let head = sign.get(..low.len());
        head.is_some_and(|head| head >= low && head <= high)
    })
}

/// The countries whose series a call sign begins with.
pub(crate) fn countries(sign: &str) -> impl Iterator<Item = &'static Country> {
    COUNTRIES.iter().filter(move |c| in_series(c, sign))
}

/// A printed sign without the blank before its figures; all else as printed.
fn joined(printed: &str) -> Cow<'_, str> {
    match printed.split_once(' ') {
        Some((head, tail))
            if !tail.contains(' ') && tail.ends_with(|c: char| c.is_ascii_digit()) =>
        {
            Cow::Owned([head, tail].concat())
        }
        _ => Cow::Borrowed(printed),
    }
}

/// Letters and digits of a printed call sign.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// `4SF71l8`: a small `l` among figures of a sign in capitals is a 1.
fn with_ones(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let figure = |at: Option<usize>| {
        let sign = at.and_then(|at| bytes.get(at));
        sign.is_some_and(u8::is_ascii_digit)
    };
    let among = |at: usize| figure(at.checked_sub(1)) && figure(Some(at + 1));
    if !text.match_indices('l').any(|(at, _)| among(at)) {
        return Cow::Borrowed(text);
    }
    let ones = text.char_indices().map(
        |(at, sign)| {
            if sign == 'l' && among(at) { '1' } else { sign }
        },
    );
    Cow::Owned(ones.collect())
}

/// True if the signs have the shape of a call sign: 3 to 9 letters and digits, a letter among them.
pub(crate) fn has_shape(sign: &str) -> bool {
    (3..=9).contains(&sign.len()) && sign.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Reads a call sign; the flag's series tells how misread signs are mended.
pub(crate) fn read(text: &str, flag: Option<&'static Country>) -> Reading {
    let plain = text.trim();
    if plain.chars().any(|c| {
        !(c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | '/' | '|' | '!' | '\u{a0}'))
    }) {
        return Reading::No;
    }
    let sign = squeeze(&with_ones(plain));
    if sign.len() > 9 || sign.len() < 3 {
        return Reading::No;
    }
    match read_sign(sign, flag) {
        Reading::Valid(sign) if sign != squeeze(plain) => Reading::Mended(sign),
        reading => reading,
    }
}

/// Reads letters and figures; the flag's series, or the sign's own, tells how they are mended.
fn read_sign(sign: String, flag: Option<&'static Country>) -> Reading {
    let flag = flag.filter(|c| !c.series.is_empty());
    let fits = |one: &str| match flag {
        Some(country) => in_series(country, one),
        None => countries(one).next().is_some(),
    };
    if let Some(one) = form::without_doubled(&sign, fits) {
        return Reading::Mended(one);
    }
    let Some(country) = flag else {
        // No sign of four has a 0 behind its series; else four are as they are printed.
        let zero = sign.bytes().skip(2).any(|b| b == b'0');
        let mended = (sign.len() != 4 || zero).then(|| by_its_series(&sign));
        let body = mended
            .flatten()
            .or_else(|| of_any_series(&sign))
            .unwrap_or_else(|| sign.clone());
        return match has_shape(&sign) {
            true if body == sign => Reading::Valid(sign),
            true => Reading::Mended(body),
            false => Reading::No,
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
        return if has_shape(&sign) {
            Reading::Valid(sign)
        } else {
            Reading::No
        };
    }
    let changes = |candidate: &str| {
        candidate
            .chars()
            .zip(body.chars())
            .filter(|(a, b)| a != b)
            .count()
    };
    let mut candidates: Vec<String> = heads(&body)
        .into_iter()
        .filter(|h| in_series(country, h) && has_shape(h))
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
        (None, _) => match far_head(&body, country) {
            Some(one) => Reading::Mended(one),
            None if has_shape(&sign) => Reading::Valid(sign),
            None => Reading::No,
        },
    }
}

/// `STJY` of the Seychelles is `S7JY`, `8OK2119` of the Maldives `8QK2119`: signs that are seldom misread for one another,
/// where the flag has one reading for them.
fn far_head(sign: &str, country: &Country) -> Option<String> {
    const ALIKE: [(char, char); 3] = [('T', '7'), ('O', 'Q'), ('0', 'Q')];
    let mut readings = sign.char_indices().take(2).flat_map(|(at, read)| {
        let meant = ALIKE.iter().filter_map(move |(one, other)| match read {
            c if c == *one => Some(*other),
            c if c == *other => Some(*one),
            _ => None,
        });
        meant.filter_map(move |c| {
            let mut one = sign.to_string();
            one.replace_range(at..at + read.len_utf8(), c.encode_utf8(&mut [0; 4]));
            (is_regular(&one) && in_series(country, &one)).then_some(one)
        })
    });
    let one = readings.next()?;
    readings.next().is_none().then_some(one)
}

/// The sign as its own series mends it, where all who share the series agree.
fn by_its_series(sign: &str) -> Option<String> {
    let mut bodies = countries(sign).map(|owner| mend_tail(sign, series_width(owner, sign)));
    let one = bodies.next()?;
    bodies.all(|body| body == one).then_some(one)
}

/// The only reading of a sign in nobody's series that is in somebody's: `57QK`. Of three signs or without a letter behind
/// its head, any number may look like one.
fn of_any_series(sign: &str) -> Option<String> {
    let told = sign.len() >= 4 && sign.bytes().skip(2).any(|b| b.is_ascii_alphabetic());
    if !told || countries(sign).next().is_some() {
        return None;
    }
    let mut readings = heads(sign).into_iter();
    let one = readings.find(|reading| countries(reading).next().is_some())?;
    let more = readings.any(|reading| countries(&reading).next().is_some());
    (!more).then_some(one)
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
    // `XCB517`, `9GB99`: the third of five or six signs is a letter as often as a figure, and stays what is printed.
    let lettered = matches!(signs.len(), 5 | 6)
        && run == tail.len()
        && tail.first().is_some_and(char::is_ascii_alphabetic);
    let run = if lettered { run - 1 } else { run.min(4) };
    let start = tail.len() - run;
    let run_is_figures = run >= 3 && figures_in_run >= 2;
    let letters = tail.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let headless = tail.first().is_some_and(char::is_ascii_digit)
        && (head == 1 && letters >= 2 || signs.len() == 7 && letters == 0);
    let lettered_end = signs.len() == 5
        && signs.iter().skip(2).all(char::is_ascii_alphabetic)
        && matches!(signs.last(), Some('Z' | 'G' | 'B'));
    for (index, sign) in tail.iter().enumerate() {
        if run_is_figures && index >= start {
            out.push(as_digit(*sign).unwrap_or(*sign));
        } else if headless && index == 0 {
            // A series of one letter has a letter behind it in a ship's sign, four figures have one before them (ITU
            // Radio Regulations 19.55): `YE85179`.
            out.push(only_letter(*sign));
        } else if lettered_end && index + 1 == tail.len() {
            // Of five signs the last is a figure (ITU Radio Regulations 19.55): `UBYKB`. Irregular ones end in an S.
            out.push(as_digit(*sign).unwrap_or(*sign));
        } else if digits == 1 && *sign == '0' && signs.len() == 4 {
            // No sign of four has a 0 behind its series (ITU Radio Regulations 19.55).
            out.push('O');
        } else if digits == 1 && sign.is_ascii_digit() && index + 1 < tail.len() && signs.len() == 4
        {
            // Four signs are two of the series and two letters (ITU Radio Regulations 19.55); longer
            // ones are given out in other forms, too, and stay as they are.
            out.push(only_letter(*sign));
        } else {
            out.push(*sign);
        }
    }
    out
}

/// The letter that a figure was read for, where there is but one.
fn only_letter(sign: char) -> char {
    match as_letters(sign) {
        [one] => *one,
        _ => sign,
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::words::lexicon::country_by_code;

    #[test]
    fn a_misread_call_sign_is_mended_only_by_its_flag_s_series() {
        let cases = [
            ("45F3904", "LKA", Reading::Mended("4SF3904".into())),
            ("4SF39O4", "LKA", Reading::Mended("4SF3904".into())),
            ("4SF71l8", "ESP", Reading::Mended("4SF7118".into())),
            ("4SF71l8", "LKA", Reading::Mended("4SF7118".into())),
            ("4SF8O45", "no flag", Reading::Mended("4SF8045".into())),
            ("S7T0", "no flag", Reading::Mended("S7TO".into())),
            ("57QK", "no flag", Reading::Mended("S7QK".into())),
            ("5714", "no flag", Reading::No),
            ("LK0V", "no flag", Reading::Mended("LKOV".into())),
            ("CS5T", "no flag", Reading::Valid("CS5T".into())),
            ("EAK0", "ESP", Reading::Mended("EAKO".into())),
            ("EAK2", "ESP", Reading::Valid("EAK2".into())),
            ("YEC 4416", "IDN", Reading::Valid("YEC4416".into())),
            ("EAHP", "ESP", Reading::Valid("EAHP".into())),
            ("BZV2R", "CHN", Reading::Valid("BZV2R".into())),
            ("BZ2R", "CHN", Reading::Mended("BZZR".into())),
            ("CUKB8", "PRT", Reading::Valid("CUKB8".into())),
            ("9GB99", "GHA", Reading::Valid("9GB99".into())),
            ("9G8B9", "GHA", Reading::Mended("9G889".into())),
            ("S7L2402", "SYC", Reading::Valid("S7L2402".into())),
            ("UBYKB", "RUS", Reading::Mended("UBYK8".into())),
            ("V7LJZ", "no flag", Reading::Mended("V7LJ2".into())),
            ("BZXOT", "CHN", Reading::Valid("BZXOT".into())),
            ("STJY", "SYC", Reading::Mended("S7JY".into())),
            ("STJY", "SDN", Reading::Valid("STJY".into())),
            ("8OK2119", "MDV", Reading::Mended("8QK2119".into())),
            ("CUIBS8", "PRT", Reading::Mended("CUIB8".into())),
            ("B2VA6", "CHN", Reading::Mended("BZVA6".into())),
            ("YE85179", "IDN", Reading::Mended("YEB5179".into())),
            ("BH34Z0", "no flag", Reading::Mended("BH3420".into())),
            ("NIL", "ESP", Reading::Valid("NIL".into())),
            ("12345", "ESP", Reading::No),
            ("see note", "ESP", Reading::Valid("SEENOTE".into())),
        ];
        for (text, flag, reading) in cases {
            assert_eq!(read(text, country_by_code(flag)), reading, "{text}");
        }
    }

    #[test]
    fn a_bare_token_needs_the_more_of_its_own_the_less_speaks_for_it() {
        let flag = |code| country_by_code(code).map_or(Witness::Look, Witness::Flag);
        for (token, witness, taken) in [
            ("EADN", flag("ESP"), true),
            ("EADN", flag("PRT"), false),
            ("YEC 4416", flag("IDN"), true),
            ("YEC 4416", Witness::Look, false),
            ("EADN", Witness::Place, true),
            ("EADN", Witness::Look, false),
            ("PORT", Witness::Place, false),
            ("EADNA", Witness::Place, false),
            ("3DXB", Witness::Look, true),
            ("MWQZ4", Witness::Look, true),
            ("MWQ4Z", Witness::Look, false),
            ("B1234", Witness::Place, false),
            ("Eadn", flag("ESP"), false),
        ] {
            assert_eq!(is_bare(token, witness), taken, "{token}");
        }
    }
}
