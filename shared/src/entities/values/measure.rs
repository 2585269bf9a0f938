//! Numbers with units: lengths, tonnages, powers, volumes; decimal points and commas, thousands in any notation.
//!
//! `1.022,5 GT` → `1022.5`, `98.1ft` → `29.9` metres. A number that may be read in two ways is read as the page writes
//! others.

mod captioned;
mod style;

use super::super::page::Span;
use crate::entities::words::lexicon::UNITS;
pub(crate) use captioned::unit_of_caption;
pub(crate) use style::{Style, style_of_page};

/// A unit of measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unit {
    Metre,
    Foot,
    Gross,
    Kilowatt,
    Horsepower,
    MetricHorsepower,
    CubicMetre,
    CubicFoot,
    Tonne,
}

/// No unit is longer, in bytes.
const LONGEST_UNIT: usize = 28;

impl Unit {
    /// The unit as normalised values print it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Unit::Metre => "m",
            Unit::Foot => "ft",
            Unit::Gross => "GT",
            Unit::Kilowatt => "kW",
            Unit::Horsepower => "HP",
            Unit::MetricHorsepower => "PS",
            Unit::CubicMetre => "m3",
            Unit::CubicFoot => "ft3",
            Unit::Tonne => "t",
        }
    }

    /// The unit that a word or sign names.
    pub(crate) fn of(word: &str) -> Option<Unit> {
        // Most words are no unit and begin as none does.
        if let [first, second, ..] = word.as_bytes()
            && first.is_ascii_alphanumeric()
            && second.is_ascii_alphanumeric()
            && !UNITS.begins_as(word.as_bytes())
        {
            return None;
        }
        let bare = word
            .trim()
            .trim_matches(|c| matches!(c, '.' | '(' | ')' | '[' | ']' | ',' | ';' | ':'));
        if bare.starts_with(|c: char| {
            matches!(c, '0'..='9' | 'd' | 'e' | 'j' | 'l' | 'n' | 'o' | 'q' | 'r' | 'v'..='z'
                | 'D' | 'E' | 'J' | 'L' | 'N' | 'O' | 'Q' | 'R' | 'V'..='Z')
        }) {
            return None;
        }
        let mut room = [0u8; LONGEST_UNIT];
        UNITS.get(squeeze(bare, &mut room)?).copied()
    }
}

/// A word in small letters without dots, blanks and hyphens; none where it is longer than any unit.
fn squeeze<'r>(word: &str, room: &'r mut [u8; LONGEST_UNIT]) -> Option<&'r str> {
    let mut length = 0;
    if word.is_ascii() {
        for byte in word.bytes() {
            if !matches!(byte, b'.' | b' ' | b'-' | b'^') {
                *room.get_mut(length)? = byte.to_ascii_lowercase();
                length += 1;
            }
        }
    } else {
        for sign in word.chars().flat_map(char::to_lowercase) {
            if !matches!(sign, '.' | ' ' | '-' | '^' | '\u{a0}') {
                let place = room.get_mut(length..length + sign.len_utf8())?;
                length += sign.encode_utf8(place).len();
            }
        }
    }
    str::from_utf8(room.get(..length)?).ok()
}

/// A number in text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Number {
    pub(crate) end: usize,
    pub(crate) value: f64,
    pub(crate) whole: bool,
}

/// Most groups of figures that one number has.
const MOST_GROUPS: usize = 6;

/// The number that begins at byte `at`; `large_is_odd` is the value above which thousands are not believed.
pub(crate) fn number_at(text: &str, at: usize, style: Style, large_is_odd: f64) -> Option<Number> {
    let bytes = text.as_bytes();
    let mut groups = [(0, 0); MOST_GROUPS];
    let mut signs = [0u8; MOST_GROUPS];
    let mut count_of = 0;
    let mut end = at;
    loop {
        let count = bytes
            .iter()
            .skip(end)
            .take_while(|b| b.is_ascii_digit())
            .take(16)
            .count();
        if count == 0 {
            break;
        }
        *groups.get_mut(count_of)? = (end, end + count);
        count_of += 1;
        end += count;
        let Some(sign) = bytes.get(end) else { break };
        let following = || {
            bytes
                .iter()
                .skip(end + 1)
                .take_while(|b| b.is_ascii_digit())
                .take(5)
                .count()
        };
        let joins = match sign {
            b'.' | b',' => following() > 0,
            b'\'' => following() == 3,
            b' ' => {
                count <= 3
                    && (count_of == 1 || signs.get(count_of - 2) == Some(&b' '))
                    && following() == 3
                    && !bytes.get(end + 4).is_some_and(u8::is_ascii_alphanumeric)
            }
            _ => false,
        };
        if !joins || count_of == MOST_GROUPS {
            break;
        }
        *signs.get_mut(count_of - 1)? = *sign;
        end += 1;
    }
    let groups = groups.get(..count_of)?;
    let signs = signs.get(..count_of.saturating_sub(1))?;
    let (first_start, first_end) = *groups.first()?;
    let decimals = decimal_part(
        text,
        groups,
        signs,
        style,
        large_is_odd,
        first_end - first_start,
    )?;
    let (_, stop) = *groups.last()?;
    let value = match (signs, decimals) {
        ([], _) | ([b'.'], true) => text.get(first_start..stop)?.parse().ok()?,
        _ => {
            let mut digits = String::with_capacity(stop - first_start);
            for (index, (start, stop)) in groups.iter().enumerate() {
                if decimals && index + 1 == groups.len() {
                    digits.push('.');
                }
                digits.push_str(text.get(*start..*stop)?);
            }
            digits.parse().ok()?
        }
    };
    Some(Number {
        end: stop,
        value,
        whole: !decimals,
    })
}

/// Whether the last group holds decimals; none where the figures are no number (`21.3.4`).
fn decimal_part(
    text: &str,
    groups: &[(usize, usize)],
    signs: &[u8],
    style: Style,
    large_is_odd: f64,
    lead: usize,
) -> Option<bool> {
    let width = |index: usize| groups.get(index).map_or(0, |(a, b)| b - a);
    let Some(last) = signs.last() else {
        return Some(false);
    };
    let thousands = |upto: usize| lead <= 3 && (1..upto).all(|i| width(i) == 3);
    if signs.len() > 1 && signs.iter().all(|s| s == last) {
        return thousands(groups.len()).then_some(false);
    }
    if signs.len() > 1 {
        return (thousands(groups.len() - 1) && matches!(last, b'.' | b',')).then_some(true);
    }
    match last {
        b' ' | b'\'' => Some(false),
        sign => {
            let zero = groups
                .first()
                .is_some_and(|(a, b)| text.get(*a..*b).is_some_and(|t| t.starts_with('0')));
            if width(1) != 3 || lead > 3 || zero {
                return Some(true);
            }
            let value: f64 = groups.iter().fold(0.0, |sum, (a, b)| {
                sum * 1000.0
                    + text
                        .get(*a..*b)
                        .and_then(|t| t.parse::<f64>().ok())
                        .unwrap_or(0.0)
            });
            if value > large_is_odd {
                return Some(true);
            }
            Some(*sign == b'.' && style == Style::Point)
        }
    }
}

/// A number with what unit stands beside it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Quantity {
    /// The number and its unit.
    pub(crate) span: Span,
    pub(crate) value: f64,
    pub(crate) unit: Option<Unit>,
}

/// Two letters of a word and no part of a code.
fn worded(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_lowercase()) || part == "GT" || part == "kW"
}

/// How an engine that knows no raised three prints `m³`.
pub(crate) const MISREAD_CUBIC: &str = "m?";

/// The unit that begins at byte `at`, with its end; blanks before it are allowed.
pub(crate) fn unit_at(text: &str, at: usize) -> Option<(usize, Unit)> {
    let tail = text.get(at..)?;
    // `a 38-metre longliner`
    let blank = if tail.starts_with('-') && tail.get(1..3).is_some_and(worded) {
        1
    } else {
        tail.len() - tail.trim_start_matches([' ', '\u{a0}']).len()
    };
    if blank > 3 {
        return None;
    }
    let body = tail.get(blank..)?;
    // `163.45 m?`: the sign of cubic metres, misread.
    if let Some(rest) = body.strip_prefix(MISREAD_CUBIC)
        && !rest.starts_with(char::is_alphanumeric)
    {
        return Some((at + blank + MISREAD_CUBIC.len(), Unit::CubicMetre));
    }
    let mut end = 0;
    let mut best = None;
    for (words, sign) in body.char_indices().take(LONGEST_UNIT + 4) {
        let part = sign.is_alphanumeric()
            || matches!(sign, '.' | '³' | '\'' | '′' | '’' | '^')
            || (sign == ' ' && end > 0);
        if !part {
            break;
        }
        let next = words + sign.len_utf8();
        end = next;
        let boundary = body
            .get(next..)
            .and_then(|b| b.chars().next())
            .is_none_or(|c| !c.is_alphanumeric() && c != '³');
        if !boundary || sign.is_whitespace() {
            continue;
        }
        let mut room = [0u8; LONGEST_UNIT];
        let whole = body.get(..next).unwrap_or("");
        // `29.6 m in length`: no unit begins as `m in` does.
        let begun = squeeze(whole, &mut room).is_some_and(|squeezed| UNITS.leads(squeezed));
        if !begun {
            break;
        }
        if let Some(unit) = Unit::of(whole) {
            let stop = if sign == '.'
                && !body
                    .get(..next)
                    .is_some_and(|b| b.trim_end_matches('.').contains('.'))
            {
                words
            } else {
                next
            };
            best = Some((at + blank + stop, unit));
        }
    }
    best
}

/// Every quantity in a span.
pub(crate) fn scan(text: &str, span: &Span, style: Style, large_is_odd: f64) -> Vec<Quantity> {
    let mut found = Vec::new();
    let Some(part) = text.get(..span.end) else {
        return found;
    };
    let bytes = part.as_bytes();
    let mut at = span.start;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let Some(next) = rest.iter().position(u8::is_ascii_digit) else {
            break;
        };
        at += next;
        let before = at
            .checked_sub(1)
            .and_then(|i| bytes.get(i))
            .copied()
            .unwrap_or(b' ');
        if at > span.start
            && (before.is_ascii_alphanumeric()
                || matches!(before, b'.' | b',') && at > span.start + 1)
        {
            at += 1;
            continue;
        }
        let Some(number) = number_at(part, at, style, large_is_odd) else {
            at += 1;
            while bytes
                .get(at)
                .is_some_and(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
            {
                at += 1;
            }
            continue;
        };
        let mut number = number;
        let mut whole = at..number.end;
        let mut unit = None;
        if let Some(centimetres) = glued_centimetres(part, number.end).filter(|_| number.whole) {
            // `24m50`
            number.value += centimetres / 100.0;
            number.end += 3;
            whole.end = number.end;
            unit = Some(Unit::Metre);
        } else if let Some((end, u)) =
            unit_at(part, number.end).or_else(|| glued_feet(text, number.end))
        {
            unit = Some(u);
            whole.end = end;
            if let Some((inches, end)) = inches(text, end).filter(|_| u == Unit::Foot) {
                number.value += inches / INCHES_OF_A_FOOT;
                whole.end = end;
            }
        } else if let Some((start, u)) = unit_before(part, span.start, at) {
            unit = Some(u);
            whole.start = start;
        }
        at = whole.end.max(number.end);
        found.push(Quantity {
            span: whole,
            value: number.value,
            unit,
        });
    }
    found
}

/// The inches behind feet that end at byte `at`, and where they end: `64' 11"`, `54 ft 6 in`.
fn inches(text: &str, at: usize) -> Option<(f64, usize)> {
    let tail = text.get(at..)?;
    let body = tail.trim_start();
    let figures = body.bytes().take_while(u8::is_ascii_digit).count();
    let behind = body.get(figures..)?.trim_start();
    let sign = INCHES.iter().find(|sign| behind.starts_with(**sign))?;
    let ends = !behind.get(sign.len()..)?.starts_with(char::is_alphanumeric);
    let value: f64 = body.get(..figures)?.parse().ok()?;
    let end = at + tail.len() - behind.len() + sign.len();
    (ends && value < INCHES_OF_A_FOOT).then_some((value, end))
}

/// The sign of the feet of `64'11"`, whose figures end at byte `at`.
fn glued_feet(text: &str, at: usize) -> Option<(usize, Unit)> {
    let tail = text.get(at..)?;
    let sign = ["'", "’", "′"]
        .iter()
        .find(|sign| tail.starts_with(**sign))?;
    let end = at + sign.len();
    inches(text, end).map(|_| (end, Unit::Foot))
}

/// Inches that a foot has.
const INCHES_OF_A_FOOT: f64 = 12.0;

/// Signs of inches.
const INCHES: [&str; 7] = ["\"", "”", "″", "''", "inches", "ins", "in"];

/// The centimetres of `24m50`, whose metres end at byte `at`.
fn glued_centimetres(text: &str, at: usize) -> Option<f64> {
    let tail = text.get(at..)?.strip_prefix('m')?;
    let figures = tail
        .get(..2)
        .filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?;
    let ends = tail
        .get(2..)
        .and_then(|t| t.chars().next())
        .is_none_or(|c| !c.is_alphanumeric());
    ends.then(|| figures.parse().ok()).flatten()
}

/// A unit right before byte `at`: `KW 350`.
fn unit_before(text: &str, from: usize, at: usize) -> Option<(usize, Unit)> {
    let head = text.get(from..at)?;
    let trimmed = head.trim_end_matches([' ', '.']);
    if head.len() - trimmed.len() > 3 {
        return None;
    }
    let start = trimmed
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |i| {
            i + trimmed
                .get(i..)
                .and_then(|t| t.chars().next())
                .map_or(1, char::len_utf8)
        });
    let word = trimmed.get(start..)?;
    // `AB 417`, `TX 9`: the letters and figures of boats of Aberystwyth and of Texel as well as units.
    if matches!(word, "AB" | "TX") {
        return None;
    }
    let unit = Unit::of(word).filter(|_| word.len() >= 2)?;
    Some((from + start, unit))
}

/// A number as normalised values print it: no exponent, no needless zeros.
pub(crate) fn plain(value: f64) -> String {
    // Most are whole, or have a digit or two behind the point.
    let scaled = value * 100.0;
    if (0.0..1e12).contains(&scaled) && (scaled - scaled.round()).abs() < 1e-7 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let hundredths = scaled.round() as u64;
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        return match (rest / 10, rest % 10) {
            (0, 0) => whole.to_string(),
            (tenths, 0) => format!("{whole}.{tenths}"),
            _ => format!("{whole}.{rest:02}"),
        };
    }
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_string()
}

#[cfg(test)]
mod tests;
