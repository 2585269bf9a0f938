//! Calendar dates in the notations of registers and letters, in seven languages.
//!
//! `3 de mayo de 2024`, `03/05/2024`, `3-V-2024` → `2024-05-03`. Where nothing on the page tells, slashes are day,
//! month, year.

mod order;
mod spelled;

use super::super::page::Span;
use super::number_words::is_roman;
use crate::entities::words::fold::fold_char;
use crate::entities::words::lexicon::MONTHS;
use crate::entities::words::seek;
pub(crate) use order::{order_of_caption, order_of_page};

/// Order of the parts of a date written in figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Order {
    DayMonth,
    MonthDay,
    YearFirst,
}

/// A date found in text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct DateHit {
    pub(crate) span: Span,
    pub(crate) iso: String,
}

/// The month a folded word names.
pub(crate) fn month(word: &str) -> Option<u32> {
    MONTHS.get(word).copied()
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

/// The latest year of two figures that is of this century: a licence may run for decades.
const LATEST: u32 = 39;

fn iso(year: u32, month: u32, day: u32) -> Option<String> {
    let year = match year {
        0..=LATEST => year + 2000,
        40..=99 => year + 1900,
        _ => year,
    };
    let valid = (1850..=2120).contains(&year)
        && (1..=12).contains(&month)
        && day >= 1
        && day <= days_in(year, month);
    valid.then(|| written(year, month, day))
}

/// `2024-05-03`
fn written(year: u32, month: u32, day: u32) -> String {
    let figure = |number: u32, unit: u32| char::from_digit(number / unit % 10, 10).unwrap_or('0');
    let year = [1000, 100, 10, 1].map(|unit| figure(year, unit));
    let two = |number| ['-', figure(number, 10), figure(number, 1)];
    year.into_iter().chain(two(month)).chain(two(day)).collect()
}

struct Reader<'a> {
    bytes: &'a [u8],
    text: &'a str,
}

impl Reader<'_> {
    fn digits(&self, at: usize) -> (usize, u32) {
        let mut value = 0u32;
        let mut count = 0;
        while let Some(d) = self.bytes.get(at + count).filter(|b| b.is_ascii_digit()) {
            if count < 9 {
                value = value * 10 + u32::from(d - b'0');
            }
            count += 1;
        }
        (count, value)
    }

    /// The folded word at `at` and the bytes it takes, at most 12 letters.
    fn word(&self, at: usize) -> (usize, String) {
        let mut out = String::new();
        let mut used = 0;
        for sign in self.text.get(at..).unwrap_or("").chars().take(13) {
            if !sign.is_alphabetic() {
                break;
            }
            fold_char(sign, &mut out);
            used += sign.len_utf8();
        }
        (used, out)
    }

    /// Skips blanks and the signs that join the parts of a date.
    fn skip(&self, mut at: usize, signs: &str) -> usize {
        while let Some(sign) = self.text.get(at..).and_then(|t| t.chars().next()) {
            if sign == ' ' || sign == '\u{a0}' || signs.contains(sign) {
                at += sign.len_utf8();
            } else {
                break;
            }
        }
        at
    }

    /// Skips `de`, `of` and their like.
    fn particle(&self, at: usize) -> usize {
        let (used, word) = self.word(at);
        match word.as_str() {
            "de" | "del" | "of" | "do" | "d" | "da" | "di" => self.skip(at + used, "'’.,"),
            // `the 12th day of March`
            "day" => self.particle_of(self.skip(at + used, " ")),
            // `a los 7 días del mes de octubre`, `aos 3 dias do mês de maio`
            "dias" | "dia" => {
                let (of, word) = self.word(self.skip(at + used, " "));
                let next = self.skip(self.skip(at + used, " ") + of, " ");
                let (month, said) = self.word(next);
                if matches!(word.as_str(), "del" | "do" | "de") && said == "mes" {
                    self.particle(self.skip(next + month, " "))
                } else {
                    at
                }
            }
            _ => at,
        }
    }

    fn particle_of(&self, at: usize) -> usize {
        let (used, word) = self.word(at);
        if word == "of" {
            self.skip(at + used, " ")
        } else {
            at
        }
    }

    /// Skips an ordinal ending after a day: `st`, `th`, `er`, `º`.
    fn ordinal(&self, at: usize) -> usize {
        let tail = self.text.get(at..).unwrap_or("");
        // Most days have none.
        if !tail.starts_with(|c| ".snrteSNRTEº°ª".contains(c)) {
            return at;
        }
        for ending in [
            ".º", ".ª", "st", "nd", "rd", "th", "er", "ER", "TH", "ST", "ND", "RD", ".º", ".°",
            "º", "°", "ª", "ro", "ero", ".",
        ] {
            if tail.starts_with(ending) {
                let after = tail.get(ending.len()..).and_then(|t| t.chars().next());
                if after.is_none_or(|c| !c.is_alphanumeric()) || ending == "." {
                    return at + ending.len();
                }
            }
        }
        at
    }

    fn year(&self, at: usize) -> Option<(usize, u32)> {
        let at = if self.bytes.get(at) == Some(&b'\'') {
            at + 1
        } else {
            at
        };
        let (count, value) = self.digits(at);
        // `26.12.0001` is no day: four figures are the whole year.
        let whole = count == 2 || count == 4 && value >= 1000;
        whole.then_some((at + count, value))
    }

    fn ends_clean(&self, at: usize) -> bool {
        let next = self.text.get(at..).and_then(|t| t.chars().next());
        next.is_none_or(|c| !c.is_alphanumeric() || c == 'T')
    }

    /// A date that begins with figures.
    fn after_digit(&self, at: usize, order: Order) -> Option<(usize, String)> {
        let (count, first) = self.digits(at);
        let after = at + count;
        if self
            .text
            .get(after..)
            .is_some_and(|t| t.starts_with(['年', '년']))
        {
            return self.japanese(after + '年'.len_utf8(), first);
        }
        let sign = *self.bytes.get(after).unwrap_or(&0);
        if count == 4
            && matches!(sign, b'-' | b'/' | b'.' | b' ')
            && let Some(found) = self.year_first(after + 1, sign, first)
        {
            return Some(found);
        }
        if count > 2 {
            return None;
        }
        if (matches!(sign, b'-' | b'/' | b'.')
            || (sign == b' ' && matches!(self.bytes.get(after + 1), Some(b'-' | b'/' | b'.'))))
            && let Some(found) = self.figures(after, first, order)
        {
            return Some(found);
        }
        let mut next = self.ordinal(after);
        next = self.skip(next, "-/.,–");
        next = self.particle(next);
        let (used, word) = self.word(next);
        let value = month(&word)?;
        // `Wärtsilä 12V32`: a month in Roman figures stands apart from the day.
        if next == after && is_roman(&word) {
            return None;
        }
        if word.len() < 3
            && !self
                .text
                .get(next..next + used)
                .is_some_and(|w| w.bytes().all(|b| b.is_ascii_uppercase()))
        {
            return None;
        }
        next = self.skip(next + used, "-/.,–");
        next = self.particle(next);
        let (end, year) = self.year(next)?;
        (self.ends_clean(end) && !self.is_day_of_month(next, end))
            .then(|| iso(year, value, first))
            .flatten()
            .map(|d| (end, d))
    }

    /// In `15 May – 14 Nov 2024` the two figures behind the month are the day of another.
    fn is_day_of_month(&self, start: usize, end: usize) -> bool {
        let next = self.particle(self.skip(self.ordinal(end), "-/"));
        let (used, word) = self.word(next);
        let year = self.skip(next + used, "-/.,");
        let dated = self.bytes.get(year).is_some_and(u8::is_ascii_digit);
        end - start == 2 && next > end && dated && month(&word).is_some()
    }

    fn japanese(&self, at: usize, year: u32) -> Option<(usize, String)> {
        let at = self.skip(at, "");
        let (count, month) = self.digits(at);
        let tail = self.text.get(at + count..)?.strip_prefix(['月', '월'])?;
        let next = self.skip(self.text.len() - tail.len(), "");
        let (count, day) = self.digits(next);
        self.text.get(next + count..)?.strip_prefix(['日', '일'])?;
        iso(year, month, day).map(|d| (next + count + '日'.len_utf8(), d))
    }

    fn year_first(&self, at: usize, sign: u8, year: u32) -> Option<(usize, String)> {
        // `2021. 3. 1.`: a stop and a blank behind each part.
        let wide = sign == b'.' && self.bytes.get(at) == Some(&b' ');
        let (count, month_value) = self.digits(at + usize::from(wide));
        if wide && (1..=2).contains(&count) {
            let behind = self.text.get(at + 1 + count..)?.strip_prefix(". ")?;
            let day_at = self.text.len() - behind.len();
            let (count, day) = self.digits(day_at);
            let end = day_at + count;
            let day = iso(year, month_value, day)?;
            let stop = usize::from(self.bytes.get(end) == Some(&b'.'));
            // `2021. 3. 12 hulls` counts things.
            let counted = self.bytes.get(end) == Some(&b' ')
                && self.bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic);
            return (self.ends_clean(end) && !counted).then_some((end + stop, day));
        }
        if (1..=2).contains(&count) && sign != b' ' {
            let next = at + count;
            if self.bytes.get(next) != Some(&sign) {
                return None;
            }
            let (count, day) = self.digits(next + 1);
            let end = next + 1 + count;
            return ((1..=2).contains(&count) && self.ends_clean(end))
                .then(|| iso(year, month_value, day))
                .flatten()
                .map(|d| (end, d));
        }
        let (used, word) = self.word(at);
        let value = month(&word).filter(|_| word.len() >= 3)?;
        let next = self.skip(at + used, "-/.");
        let (count, day) = self.digits(next);
        ((1..=2).contains(&count) && self.ends_clean(next + count))
            .then(|| iso(year, value, day))
            .flatten()
            .map(|d| (next + count, d))
    }

    fn figures(&self, at: usize, first: u32, order: Order) -> Option<(usize, String)> {
        let mut at = self.skip(at, "");
        let sign = *self.bytes.get(at)?;
        at = self.skip(at + 1, "");
        let (count, second) = self.digits(at);
        if !(1..=2).contains(&count) {
            return None;
        }
        at = self.skip(at + count, "");
        if self.bytes.get(at) != Some(&sign) {
            return None;
        }
        at = self.skip(at + 1, "");
        let (end, third) = self.year(at)?;
        if !self.ends_clean(end)
            || (self.bytes.get(end) == Some(&sign)
                && self.bytes.get(end + 1).is_some_and(u8::is_ascii_digit))
        {
            return None;
        }
        // Two figures for the year only where the sign cannot be a decimal point or part of a number.
        if end - at == 2 && order == Order::YearFirst {
            return iso(first, second, third).map(|d| (end, d));
        }
        let (day, month) = match order {
            Order::MonthDay if first <= 12 => (second, first),
            _ if second > 12 => (second, first),
            _ => (first, second),
        };
        iso(third, month, day).map(|d| (end, d))
    }

    /// `January 1, 2025`.
    fn after_letter(&self, at: usize) -> Option<(usize, String)> {
        let tail = self.bytes.get(at..)?;
        if !MONTHS.begins_as(tail) {
            return None;
        }
        // Most words have no figures behind them: they are passed over before they are folded.
        let letters = self
            .text
            .get(at..)?
            .chars()
            .take(13)
            .take_while(|c| c.is_alphabetic());
        let width: usize = letters.map(char::len_utf8).sum();
        let next = self.skip(at + width, "-/.,");
        if !self.bytes.get(next).is_some_and(u8::is_ascii_digit) {
            return None;
        }
        let (used, word) = self.word(at);
        let value = month(&word).filter(|_| word.len() >= 3)?;
        let mut next = self.skip(at + used, "-/.,");
        let (count, day) = self.digits(next);
        if !(1..=2).contains(&count) {
            return None;
        }
        next = self.ordinal(next + count);
        next = self.skip(next, "-/.,");
        let (count, year) = self.digits(next);
        let end = next + count;
        (count == 4 && self.ends_clean(end))
            .then(|| iso(year, value, day))
            .flatten()
            .map(|d| (end, d))
    }
}

/// Every date in a span, from left to right.
pub(crate) fn scan(text: &str, span: &Span, order: Order) -> Vec<DateHit> {
    let part = text.get(span.clone()).unwrap_or("");
    let mut hits = in_figures(part, span, order);
    spelled::scan(part, span.start, &mut hits);
    hits
}

fn in_figures(part: &str, span: &Span, order: Order) -> Vec<DateHit> {
    let mut hits = Vec::new();
    let reader = Reader {
        bytes: part.as_bytes(),
        text: part,
    };
    if !seek::has_figure(part) {
        return hits;
    }
    let mut at = 0;
    let mut fresh = true;
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    while let Some(byte) = reader.bytes.get(at) {
        // `24/05/2023–17/01/2025`: a dash parts words, too.
        let dash = reader.bytes.get(at..at + 3);
        if matches!(dash, Some([0xE2, 0x80, 0x93 | 0x94])) {
            fresh = true;
            at += 3;
            continue;
        }
        if !of_word(byte) {
            fresh = true;
            at += 1;
            continue;
        }
        let behind_day = hits
            .last()
            .is_some_and(|hit: &DateHit| hit.span.end + 1 == span.start + at);
        let hyphened = || {
            at > 1
                && !behind_day
                && reader.bytes.get(at - 1) == Some(&b'-')
                && reader
                    .bytes
                    .get(at - 2)
                    .is_some_and(u8::is_ascii_alphanumeric)
        };
        if fresh && !hyphened() && part.is_char_boundary(at) {
            let found = if byte.is_ascii_digit() {
                // `12/5/2024`, `SP.112/SJ.5/VIII/2024`: the middle of a number.
                let of_number = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
                let glued = at > 0
                    && reader
                        .bytes
                        .get(at - 1)
                        .is_some_and(|b| matches!(b, b'/' | b'.'))
                    && at > 1
                    && reader.bytes.get(at - 2).is_some_and(of_number);
                if glued {
                    None
                } else {
                    reader.after_digit(at, order)
                }
            } else if byte.is_ascii_alphabetic() {
                reader.after_letter(at)
            } else {
                None
            };
            // `05 Aug 06:30` gives the hour, not the year.
            let hour = |end: usize| {
                reader.bytes.get(end) == Some(&b':')
                    && reader.bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
                    && end >= 3
                    && !reader.bytes.get(end - 3).is_some_and(u8::is_ascii_digit)
            };
            if let Some((end, date)) = found.filter(|(end, _)| !hour(*end)) {
                hits.push(DateHit {
                    span: span.start + at..span.start + end,
                    iso: date,
                });
                at = end;
                fresh = false;
                continue;
            }
        }
        let rest = reader.bytes.get(at..).unwrap_or(&[]);
        at += rest.iter().position(|b| !of_word(b)).unwrap_or(rest.len());
        fresh = true;
    }
    hits
}

/// A date as eight figures, `20250131`, for cells whose heading asks for a date.
pub(crate) fn compact(text: &str, span: &Span) -> Option<DateHit> {
    let part = text.get(span.clone())?;
    if part.len() != 8 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| part.get(range).and_then(|s| s.parse().ok());
    let date = iso(number(0..4)?, number(4..6)?, number(6..8)?)?;
    Some(DateHit {
        span: span.clone(),
        iso: date,
    })
}

/// Shortest time between two days that is a licence's term and no voyage, in months of the calendar.
const TERM_MONTHS: i32 = 5;

/// Four figures of a year in which vessels were built.
pub(crate) fn is_build_year(text: &str) -> bool {
    text.len() == 4 && text.parse().is_ok_and(|year| (1900..=2060).contains(&year))
}

/// True where as many months lie between two ISO dates as a licence's term has.
pub(crate) fn is_term(first: &str, last: &str) -> bool {
    let months = |iso: &str| -> Option<i32> {
        let mut parts = iso.split('-');
        let (year, month) = (parts.next()?, parts.next()?);
        Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()?)
    };
    months(first)
        .zip(months(last))
        .is_some_and(|(from, to)| to - from >= TERM_MONTHS)
}
