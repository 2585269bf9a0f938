//! Values as text, in the notation of DuckDB's own cast to VARCHAR where PostgreSQL has none.

use super::calendar;
use duckdb::types::Value;
use std::fmt::Write;

/// A float as both systems write it: the shortest digits that read back equal.
pub(crate) fn float_text(value: f64) -> String {
    special_float(value).unwrap_or_else(|| shorten(&format!("{value:?}")))
}

/// As [`float_text`], with the digits of a 32-bit float.
pub(crate) fn float4_text(value: f32) -> String {
    special_float(f64::from(value)).unwrap_or_else(|| shorten(&format!("{value:?}")))
}

fn special_float(value: f64) -> Option<String> {
    if value.is_nan() {
        Some("NaN".to_owned())
    } else if value.is_infinite() {
        Some(if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned())
    } else {
        None
    }
}

/// `1.0` → `1`, `1e16` → `1e+16`: the way PostgreSQL prints what Rust's `{:?}` prints.
fn shorten(digits: &str) -> String {
    match digits.split_once('e') {
        Some((mantissa, exponent)) if !exponent.starts_with('-') => {
            format!("{mantissa}e+{exponent:0>2}")
        }
        Some((mantissa, exponent)) => {
            format!("{mantissa}e-{:0>2}", exponent.trim_start_matches('-'))
        }
        None => digits.strip_suffix(".0").unwrap_or(digits).to_owned(),
    }
}

/// A bit string: the first byte tells how many of the leading bits are padding.
pub(crate) fn bit_text(bytes: &[u8]) -> String {
    let Some((padding, bytes)) = bytes.split_first() else {
        return String::new();
    };
    let bits = bytes.iter().fold(String::new(), |mut bits, byte| {
        let _ = write!(bits, "{byte:08b}");
        bits
    });
    bits.get(usize::from(*padding)..)
        .unwrap_or_default()
        .to_owned()
}

/// A list, struct, map or any value within one.
pub(crate) fn nested_text(value: &Value) -> String {
    let mut out = String::new();
    write_nested(&mut out, value);
    out
}

fn write_nested(out: &mut String, value: &Value) {
    match value {
        Value::List(items) | Value::Array(items) => {
            write_joined(out, ('[', ']'), items.iter(), write_element);
        }
        Value::Struct(fields) => {
            write_joined(out, ('{', '}'), fields.iter(), |out, (name, field)| {
                let _ = write!(out, "'{}': ", escape(name));
                write_element(out, field);
            });
        }
        Value::Map(entries) => {
            write_joined(out, ('{', '}'), entries.iter(), |out, (key, entry)| {
                write_element(out, key);
                out.push('=');
                write_element(out, entry);
            });
        }
        Value::Union(member) => write_nested(out, member),
        scalar => out.push_str(&scalar_text(scalar)),
    }
}

fn write_joined<T>(
    out: &mut String,
    (open, close): (char, char),
    items: impl Iterator<Item = T>,
    mut write_item: impl FnMut(&mut String, T),
) {
    out.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write_item(out, item);
    }
    out.push(close);
}

/// Text inside a nested value is quoted only where it could be misread.
fn write_element(out: &mut String, value: &Value) {
    match value {
        Value::Text(text) | Value::Enum(text) if needs_quotes(text) => {
            let _ = write!(out, "'{}'", escape(text));
        }
        Value::Text(text) | Value::Enum(text) => out.push_str(text),
        other => write_nested(out, other),
    }
}

fn needs_quotes(text: &str) -> bool {
    text.is_empty()
        || text.trim() != text
        || text.eq_ignore_ascii_case("null")
        || text.contains(['[', ']', '{', '}', '(', ')', ',', '\'', '"', ':', '='])
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}

/// One value that is not nested; what the calendar cannot write is given as its raw count.
pub(crate) fn scalar_text(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Boolean(flag) => flag.to_string(),
        Value::TinyInt(number) => number.to_string(),
        Value::SmallInt(number) => number.to_string(),
        Value::Int(number) => number.to_string(),
        Value::BigInt(number) => number.to_string(),
        Value::HugeInt(number) => number.to_string(),
        Value::UHugeInt(number) => number.to_string(),
        Value::UTinyInt(number) => number.to_string(),
        Value::USmallInt(number) => number.to_string(),
        Value::UInt(number) => number.to_string(),
        Value::UBigInt(number) => number.to_string(),
        Value::Float(number) => float4_text(*number),
        Value::Double(number) => float_text(*number),
        Value::Decimal(number) => number.to_string(),
        Value::Timestamp(unit, count) => calendar::to_microseconds(*unit, *count)
            .and_then(calendar::timestamp_text)
            .unwrap_or_else(|| count.to_string()),
        Value::Date32(days) => calendar::date_text(*days).unwrap_or_else(|| days.to_string()),
        Value::Time64(unit, count) => calendar::to_microseconds(*unit, *count)
            .and_then(calendar::time_text)
            .unwrap_or_else(|| count.to_string()),
        Value::Interval {
            months,
            days,
            nanos,
        } => calendar::interval_text(*months, *days, nanos.div_euclid(1_000)),
        Value::Text(text) | Value::Enum(text) => text.clone(),
        Value::Blob(bytes) | Value::Geometry(bytes) => {
            bytes.iter().fold(String::from("\\x"), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        }
        nested => nested_text(nested),
    }
}

#[cfg(test)]
mod tests {
    use super::{float_text, nested_text};
    use duckdb::types::Value;

    #[test]
    fn floats_print_the_shortest_digits_that_read_back_equal() {
        let cases = [
            (12.0, "12"),
            (0.1, "0.1"),
            (1e16, "1e+16"),
            (1e300, "1e+300"),
            (1e-7, "1e-07"),
            (-2.5e-10, "-2.5e-10"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ];
        for (value, expected) in cases {
            assert_eq!(float_text(value), expected);
        }
    }

    #[test]
    fn lists_read_as_duckdb_casts_them_to_text() {
        let text = |value: &str| Value::Text(value.to_owned());
        let list = Value::List(vec![
            text("a b"),
            text("d,e"),
            Value::Null,
            text("x'y"),
            text(""),
            text("NULL"),
            Value::List(vec![Value::Int(1), Value::Double(2.5)]),
        ]);
        assert_eq!(
            nested_text(&list),
            r"[a b, 'd,e', NULL, 'x\'y', '', 'NULL', [1, 2.5]]"
        );
    }
}
