//! One angle of a position: degrees, minutes and seconds, and the letter of the compass or the sign that says which.
//!
//! `54°08.2' N`, `1234S`, `-12.5`, `44 25 30 West`.

use crate::entities::words::lexicon::phrases;

#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Axis {
    Latitude,
    Longitude,
}

/// One angle: value, axis and sign if a letter names them, its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Angle {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) value: f64,
    pub(super) side: Option<(Axis, f64)>,
    /// It carries a sign or a degree mark, so it is more than a bare number.
    pub(super) marked: bool,
    pub(super) decimals: usize,
}

impl Angle {
    /// Its value with the sign that its letter has.
    pub(super) fn signed(&self) -> f64 {
        self.side
            .map_or(self.value, |(_, sign)| self.value.abs() * sign)
    }
}

/// What stands before an angle's figures, and where it ends.
struct Lead {
    end: usize,
    side: Option<(Axis, f64)>,
    minus: bool,
}

/// Where a number ends, its value, its digits before the point and after it.
type Number = (usize, f64, usize, usize);

/// Degrees as far as they were read: where they end, of how many units they were told.
struct Degrees {
    end: usize,
    value: f64,
    units: usize,
    marked: bool,
}

/// Degrees, minutes and seconds as one value.
fn of_parts(degrees: f64, minutes: f64, seconds: f64) -> Option<f64> {
    (minutes < 60.0 && seconds < 60.0).then_some(degrees + minutes / 60.0 + seconds / 3600.0)
}

/// `1234S`, `04512W`, `0451230W`: degrees with minutes, or with seconds, too, in one number; and the units.
fn packed(number: f64, digits: usize) -> Option<(f64, usize)> {
    if digits <= 5 {
        let degrees = (number / 100.0).trunc();
        return Some((of_parts(degrees, number - degrees * 100.0, 0.0)?, 2));
    }
    let degrees = (number / 10_000.0).trunc();
    let rest = number - degrees * 10_000.0;
    let minutes = (rest / 100.0).trunc();
    Some((of_parts(degrees, minutes, rest - minutes * 100.0)?, 3))
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
}

impl Reader<'_> {
    pub(super) fn sign(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    pub(super) fn blanks(&self, mut at: usize) -> usize {
        while let Some(c) = self
            .sign(at)
            .filter(|c| matches!(c, ' ' | '\u{a0}' | '\t' | '\n'))
        {
            at += c.len_utf8();
        }
        at
    }

    /// A letter of the compass that is a word of its own.
    fn side(&self, at: usize, glued_left: bool) -> Option<(usize, Axis, f64)> {
        let letter = self.sign(at)?;
        if !letter.is_ascii_alphabetic() {
            return None;
        }
        let tail = self.text.get(at..)?;
        for (word, axis, sign) in [
            ("North", Axis::Latitude, 1.0),
            ("South", Axis::Latitude, -1.0),
            ("East", Axis::Longitude, 1.0),
            ("West", Axis::Longitude, -1.0),
            ("Norte", Axis::Latitude, 1.0),
            ("Sur", Axis::Latitude, -1.0),
            ("Sul", Axis::Latitude, -1.0),
            ("Este", Axis::Longitude, 1.0),
            ("Leste", Axis::Longitude, 1.0),
            ("Oeste", Axis::Longitude, -1.0),
            ("Nord", Axis::Latitude, 1.0),
            ("Sud", Axis::Latitude, -1.0),
            ("Est", Axis::Longitude, 1.0),
            ("Ouest", Axis::Longitude, -1.0),
            ("LU", Axis::Latitude, 1.0),
            ("LS", Axis::Latitude, -1.0),
            ("BT", Axis::Longitude, 1.0),
            ("BB", Axis::Longitude, -1.0),
        ] {
            let matches = tail
                .get(..word.len())
                .is_some_and(|t| t.eq_ignore_ascii_case(word));
            if matches
                && tail
                    .get(word.len()..)
                    .and_then(|t| t.chars().next())
                    .is_none_or(|c| !c.is_alphanumeric())
            {
                return Some((at + word.len(), axis, sign));
            }
        }
        let (axis, sign) = match letter {
            'N' | 'n' => (Axis::Latitude, 1.0),
            'S' | 's' => (Axis::Latitude, -1.0),
            'E' | 'e' | 'L' => (Axis::Longitude, 1.0),
            'W' | 'w' | 'O' | 'o' => (Axis::Longitude, -1.0),
            _ => return None,
        };
        if letter.is_ascii_lowercase() && !glued_left {
            return None;
        }
        let next = self.sign(at + 1);
        next.is_none_or(|c| !c.is_alphabetic())
            .then_some((at + 1, axis, sign))
    }

    /// Figures with decimals.
    fn number(&self, at: usize) -> Option<Number> {
        let bytes = self.text.as_bytes();
        let whole = bytes
            .iter()
            .skip(at)
            .take_while(|b| b.is_ascii_digit())
            .take(8)
            .count();
        if whole == 0 {
            return None;
        }
        let mut end = at + whole;
        let mut after = 0;
        let mut comma = false;
        if matches!(bytes.get(end), Some(b'.' | b',')) {
            let count = bytes
                .iter()
                .skip(end + 1)
                .take_while(|b| b.is_ascii_digit())
                .take(9)
                .count();
            if count > 0 {
                comma = bytes.get(end) == Some(&b',');
                end += count + 1;
                after = count;
            }
        }
        let digits = self.text.get(at..end)?;
        let value = if comma {
            digits.replace(',', ".").parse()
        } else {
            digits.parse()
        };
        Some((end, value.ok()?, whole, after))
    }

    fn mark(&self, at: usize, marks: &str) -> Option<usize> {
        let at = self.blanks(at);
        let c = self.sign(at)?;
        marks.contains(c).then_some(at + c.len_utf8())
    }

    /// A degree mark misread as the letter `o`: figures follow at once.
    fn small_o(&self, at: usize) -> Option<usize> {
        let next = self
            .text
            .get(at..)?
            .strip_prefix('o')?
            .trim_start_matches(' ');
        next.starts_with(|c: char| c.is_ascii_digit())
            .then_some(at + 1)
    }

    /// A unit written as a word after blanks.
    fn worded(&self, at: usize, words: &[&str]) -> Option<usize> {
        let at = self.blanks(at);
        let tail = self.text.get(at..)?;
        if !tail.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let word = words.iter().find(|w| {
            tail.get(..w.len())
                .is_some_and(|t| t.eq_ignore_ascii_case(w))
        })?;
        let end = at + word.len();
        self.sign(end)
            .is_none_or(|c| !c.is_alphabetic())
            .then_some(end)
    }

    /// The angle that begins at `at`.
    pub(super) fn angle(&self, at: usize) -> Option<Angle> {
        let lead = self.lead(at)?;
        let number = self.number(lead.end)?;
        let degrees = self.degrees(number, lead.side.is_some());
        let mut angle = Angle {
            start: at,
            end: degrees.end,
            value: if lead.minus {
                -degrees.value
            } else {
                degrees.value
            },
            side: lead.side,
            marked: lead.end > at || degrees.marked,
            decimals: if degrees.units > 1 { 9 } else { number.3 },
        };
        if angle.side.is_none()
            && let Some((stop, axis, sign)) = self
                .side(self.blanks(angle.end), true)
                .filter(|(stop, ..)| self.sign(*stop).is_none_or(|c| !c.is_alphabetic()))
        {
            angle.side = Some((axis, sign));
            angle.end = stop;
            angle.marked = true;
        }
        Some(angle)
    }

    /// A letter of the compass or a sign before an angle; none where the letter leads to no figures.
    fn lead(&self, at: usize) -> Option<Lead> {
        if let Some((end, axis, sign)) = self.side(at, false) {
            let next = self.blanks(end);
            let next = self.mark(next, ":").unwrap_or(next);
            let end = self.blanks(next);
            return self.sign(end)?.is_ascii_digit().then_some(Lead {
                end,
                side: Some((axis, sign)),
                minus: false,
            });
        }
        let sign = self.sign(at).filter(|c| matches!(c, '-' | '+' | '−' | '–'));
        Some(Lead {
            end: at + sign.map_or(0, char::len_utf8),
            side: None,
            minus: sign.is_some_and(|c| c != '+'),
        })
    }

    /// Degrees with the minutes and seconds behind them, or those that are written as one number with them.
    fn degrees(&self, number: Number, sided: bool) -> Degrees {
        let (end, first, whole, decimals) = number;
        let mark = self
            .worded(end, &phrases::DEGREES)
            .or_else(|| self.mark(end, "°º˚*"))
            .or_else(|| self.small_o(end));
        if let Some(next) = mark {
            let (end, value, units) = self.minutes(next, first, 1);
            return Degrees {
                end,
                value,
                units,
                marked: true,
            };
        }
        let side_behind = |end: usize| self.side(self.blanks(end), true).is_some();
        let mut degrees = Degrees {
            end,
            value: first,
            units: 1,
            marked: false,
        };
        if decimals == 0
            && whole <= 3
            && matches!(self.sign(end), Some('-' | ':' | ' '))
            && self.sign(end + 1).is_some_and(|c| c.is_ascii_digit())
        {
            // 44-25N, 44:25.5 S, 44 25 N: the letter must follow.
            let (next, value, units) = self.minutes(end + 1, first, 1);
            if units > 1 && (sided || side_behind(next)) {
                degrees = Degrees {
                    end: next,
                    value,
                    units,
                    marked: false,
                };
            }
        } else if decimals == 2 && whole <= 3 && self.sign(end) == Some('.') {
            // 13.33.53 S: degrees, minutes, seconds with dots.
            let minutes = (first.fract() * 100.0).round();
            if let Some((next, seconds, 2, _)) = self.number(end + 1)
                && let Some(value) = of_parts(first.trunc(), minutes, seconds)
            {
                degrees = Degrees {
                    end: next,
                    value,
                    units: 3,
                    marked: true,
                };
            }
        } else if (decimals <= 3 && (4..=5).contains(&whole) || (6..=7).contains(&whole))
            && side_behind(end)
            && let Some((value, units)) = packed(first, whole)
        {
            (degrees.value, degrees.units) = (value, units);
        }
        degrees
    }

    /// A point and figures: where they end, and their value.
    fn decimals(&self, at: usize) -> Option<(usize, f64)> {
        let tail = self.text.get(at..)?.strip_prefix('.')?;
        let count = tail.bytes().take_while(u8::is_ascii_digit).take(4).count();
        let digits = tail.get(..count).filter(|digits| !digits.is_empty())?;
        let value = format!("0.{digits}").parse().ok()?;
        Some((at + 1 + count, value))
    }

    /// Minutes and seconds after a degree mark.
    fn minutes(&self, at: usize, degrees: f64, units: usize) -> (usize, f64, usize) {
        let next = self.blanks(at);
        let Some((mut end, minutes, _, decimals)) =
            self.number(next).filter(|n| n.1 < 60.0 && n.2 <= 2)
        else {
            return (at, degrees, units);
        };
        let mut value = degrees + minutes / 60.0;
        let mut units = units + 1;
        let mut open = decimals == 0;
        if let Some(stop) = self.worded(end, &phrases::MINUTES) {
            end = stop;
        } else if let Some(stop) = self.mark(end, "'’′‘´`") {
            end = stop;
            // 48'.6: the mark stands before the decimals.
            if let Some((stop, tenths)) = self.decimals(end).filter(|_| decimals == 0) {
                value += tenths / 60.0;
                end = stop;
                open = false;
            }
            // Two apostrophes are seconds' mark of a number without minutes; one ends the minutes.
        } else if let Some(stop) = self.mark(end, "\"”″").filter(|_| decimals > 0) {
            // 13.9": what has decimals behind degrees is minutes, whatever mark was read.
            end = stop;
        } else if let Some(c) = self
            .sign(end)
            .filter(|c| matches!(c, '-' | ':' | ' ' | '.'))
        {
            open = open
                && self
                    .sign(end + c.len_utf8())
                    .is_some_and(|d| d.is_ascii_digit());
        } else {
            open = false;
        }
        if open {
            let from = self.blanks(self.mark(end, "-:").unwrap_or(end));
            if let Some((stop, seconds, ..)) = self.number(from).filter(|n| n.1 < 60.0 && n.2 <= 2)
            {
                let marked = self.mark(stop, "\"”″“'’");
                let closes = marked.is_some() || self.side(self.blanks(stop), true).is_some();
                if closes {
                    value += seconds / 3600.0;
                    units += 1;
                    end = marked.unwrap_or(stop);
                    if self.sign(end) == Some('\'') {
                        end += 1;
                    }
                }
            }
        }
        (end, value, units)
    }
}
