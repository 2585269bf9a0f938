//! PostgreSQL's binary `numeric`: groups of four decimal digits with a weight, a sign and a scale.

use bytes::{Buf, BufMut, BytesMut};
use std::fmt::Write;

const NEGATIVE: u16 = 0x4000;
const NOT_A_NUMBER: u16 = 0xC000;

/// Appends the binary form of a plain decimal text such as `-12.50`; false if it is none.
pub(crate) fn append_numeric(buffer: &mut BytesMut, text: &str) -> bool {
    let (negative, digits) = text
        .strip_prefix('-')
        .map_or((false, text), |digits| (true, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return false;
    }
    let whole = whole.trim_start_matches('0');
    let padding = (4 - whole.len() % 4) % 4;
    let mut aligned = "0".repeat(padding) + whole;
    let whole_groups = aligned.len() / 4;
    aligned.push_str(fraction);
    aligned.push_str(&"0".repeat((4 - fraction.len() % 4) % 4));
    let mut groups: Vec<i16> = aligned
        .as_bytes()
        .chunks(4)
        .map(|group| {
            group
                .iter()
                .fold(0, |sum, digit| sum * 10 + i16::from(digit - b'0'))
        })
        .collect();
    let leading_zeros = groups.iter().take_while(|group| **group == 0).count();
    groups.drain(..leading_zeros);
    while groups.last() == Some(&0) {
        groups.pop();
    }
    let (Ok(count), Ok(scale)) = (i16::try_from(groups.len()), i16::try_from(fraction.len()))
    else {
        return false;
    };
    let first_weight = i64::try_from(whole_groups)
        .and_then(|groups| i64::try_from(leading_zeros).map(|zeros| groups - 1 - zeros));
    let weight = if groups.is_empty() {
        Ok(0)
    } else {
        first_weight
    };
    let Some(weight) = weight.ok().and_then(|weight| i16::try_from(weight).ok()) else {
        return false;
    };
    buffer.put_i16(count);
    buffer.put_i16(weight);
    buffer.put_u16(if negative && count > 0 { NEGATIVE } else { 0 });
    buffer.put_i16(scale);
    for group in groups {
        buffer.put_i16(group);
    }
    true
}

/// The plain decimal text of a binary `numeric`; `None` if the bytes are none.
pub(crate) fn numeric_text(mut bytes: &[u8]) -> Option<String> {
    if bytes.len() < 8 {
        return None;
    }
    let count = bytes.get_u16();
    let weight = i32::from(bytes.get_i16());
    let sign = bytes.get_u16();
    let scale = usize::from(bytes.get_u16());
    if bytes.len() != usize::from(count) * 2 || scale > 0x3FFF {
        return None;
    }
    if sign == NOT_A_NUMBER {
        return Some("NaN".to_owned());
    }
    let groups: Vec<u16> = bytes
        .chunks_exact(2)
        .map(|mut group| group.get_u16())
        .collect();
    let group_at = |place: i32| -> u16 {
        usize::try_from(weight - place)
            .ok()
            .and_then(|index| groups.get(index))
            .map_or(0, |g| *g)
    };
    let mut whole = digits((0..=weight.max(0)).rev().map(group_at));
    whole = whole.trim_start_matches('0').to_owned();
    let fraction_groups = i32::try_from(scale.div_ceil(4)).ok()?;
    let mut fraction = digits((1..=fraction_groups).map(|place| group_at(-place)));
    fraction.truncate(scale);
    let sign = if sign == NEGATIVE { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { &whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// Groups of four digits, one after the other.
fn digits(groups: impl Iterator<Item = u16>) -> String {
    groups.fold(String::new(), |mut digits, group| {
        let _ = write!(digits, "{group:04}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::{append_numeric, numeric_text};
    use bytes::BytesMut;

    #[test]
    fn decimals_round_trip_through_the_binary_form() {
        let cases = [
            "0",
            "1",
            "-1",
            "9999",
            "10000",
            "12.50",
            "-0.001",
            "0.0001",
            "0.00001",
            "170141183460469231731687303715884105727",
            "100000000",
            "1234567.8901",
        ];
        for text in cases {
            let mut buffer = BytesMut::new();
            assert!(append_numeric(&mut buffer, text), "{text}");
            assert_eq!(numeric_text(&buffer).as_deref(), Some(text));
        }
    }

    #[test]
    fn the_binary_form_is_postgresqls() {
        let mut buffer = BytesMut::new();
        assert!(append_numeric(&mut buffer, "-12345.678"));
        let expected = [0, 3, 0, 1, 0x40, 0, 0, 3, 0, 1, 0x09, 0x29, 0x1A, 0x7C];
        assert_eq!(buffer.as_ref(), expected);
    }

    #[test]
    fn text_or_bytes_that_are_no_number_are_refused() {
        for text in ["", "-", ".", "1e5", "NaN", "12a"] {
            assert!(!append_numeric(&mut BytesMut::new(), text), "{text}");
        }
        assert_eq!(numeric_text(&[0, 1, 0, 0, 0, 0, 0, 0]), None);
        assert_eq!(numeric_text(&[]), None);
    }
}
