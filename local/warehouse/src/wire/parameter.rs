//! A bound parameter: PostgreSQL's bytes to a DuckDB value.

use super::{calendar, numeric};
use crate::error::WarehouseError;
use duckdb::types::{TimeUnit, Value};
use pgwire::api::{Type, results::FieldFormat};

/// Decodes one parameter; `None` as bytes is NULL.
///
/// Types without a counterpart (json, uuid, numeric) become text, which DuckDB casts.
///
/// # Errors
/// If the bytes are no value of the type, or the type is an array: lists go as JSON text.
pub(crate) fn decode(
    bytes: Option<&[u8]>,
    data_type: &Type,
    format: FieldFormat,
) -> Result<Value, WarehouseError> {
    let Some(bytes) = bytes else {
        return Ok(Value::Null);
    };
    let decoded = match format {
        FieldFormat::Text => decode_text(bytes, data_type)?,
        FieldFormat::Binary => decode_binary(bytes, data_type)?,
    };
    decoded.ok_or_else(|| {
        WarehouseError::new(
            "22P02",
            format!("Conversion Error: invalid parameter of type {data_type}"),
        )
    })
}

/// A value of the type, for describing a statement before its parameters are known.
pub(crate) fn placeholder(data_type: &Type) -> Value {
    match *data_type {
        Type::BOOL => Value::Boolean(false),
        Type::INT2 => Value::SmallInt(0),
        Type::INT4 => Value::Int(0),
        Type::INT8 => Value::BigInt(0),
        Type::FLOAT4 => Value::Float(0.0),
        Type::FLOAT8 => Value::Double(0.0),
        Type::BYTEA => Value::Blob(Vec::new()),
        Type::DATE => Value::Date32(0),
        Type::TIME => Value::Time64(TimeUnit::Microsecond, 0),
        Type::TIMESTAMP | Type::TIMESTAMPTZ => Value::Timestamp(TimeUnit::Microsecond, 0),
        _ => Value::Text("0".to_owned()),
    }
}

fn decode_text(bytes: &[u8], data_type: &Type) -> Result<Option<Value>, WarehouseError> {
    let text = utf8(bytes)?;
    Ok(match *data_type {
        Type::BOOL => match text.to_ascii_lowercase().as_str() {
            "t" | "true" | "on" | "yes" | "y" | "1" => Some(Value::Boolean(true)),
            "f" | "false" | "off" | "no" | "n" | "0" => Some(Value::Boolean(false)),
            _ => None,
        },
        Type::INT2 => text.trim().parse().ok().map(Value::SmallInt),
        Type::INT4 => text.trim().parse().ok().map(Value::Int),
        Type::INT8 => text.trim().parse().ok().map(Value::BigInt),
        Type::FLOAT4 => text.trim().parse().ok().map(Value::Float),
        Type::FLOAT8 => text.trim().parse().ok().map(Value::Double),
        Type::DATE => calendar::parse_date(text).map(Value::Date32),
        Type::TIME => {
            calendar::parse_time(text).map(|count| Value::Time64(TimeUnit::Microsecond, count))
        }
        Type::TIMESTAMP | Type::TIMESTAMPTZ => calendar::parse_timestamp(text)
            .map(|count| Value::Timestamp(TimeUnit::Microsecond, count)),
        Type::BYTEA => text
            .strip_prefix("\\x")
            .and_then(bytes_of_hexadecimal)
            .map(Value::Blob),
        _ => return text_like(text, data_type).map(Some),
    })
}

fn decode_binary(bytes: &[u8], data_type: &Type) -> Result<Option<Value>, WarehouseError> {
    let microseconds = |count: i64| count.checked_add(calendar::MICROSECONDS_TO_2000);
    Ok(match *data_type {
        Type::BOOL => <[u8; 1]>::try_from(bytes)
            .ok()
            .map(|[byte]| Value::Boolean(byte != 0)),
        Type::INT2 => bytes
            .try_into()
            .ok()
            .map(i16::from_be_bytes)
            .map(Value::SmallInt),
        Type::INT4 => bytes
            .try_into()
            .ok()
            .map(i32::from_be_bytes)
            .map(Value::Int),
        Type::INT8 => bytes
            .try_into()
            .ok()
            .map(i64::from_be_bytes)
            .map(Value::BigInt),
        Type::FLOAT4 => bytes
            .try_into()
            .ok()
            .map(f32::from_be_bytes)
            .map(Value::Float),
        Type::FLOAT8 => bytes
            .try_into()
            .ok()
            .map(f64::from_be_bytes)
            .map(Value::Double),
        Type::DATE => bytes
            .try_into()
            .ok()
            .map(i32::from_be_bytes)
            .and_then(|days| days.checked_add(calendar::DAYS_TO_2000))
            .map(Value::Date32),
        Type::TIME => bytes
            .try_into()
            .ok()
            .map(|count| Value::Time64(TimeUnit::Microsecond, i64::from_be_bytes(count))),
        Type::TIMESTAMP | Type::TIMESTAMPTZ => bytes
            .try_into()
            .ok()
            .map(i64::from_be_bytes)
            .and_then(microseconds)
            .map(|count| Value::Timestamp(TimeUnit::Microsecond, count)),
        Type::BYTEA => Some(Value::Blob(bytes.to_vec())),
        Type::NUMERIC => numeric::numeric_text(bytes).map(Value::Text),
        Type::UUID => bytes
            .try_into()
            .ok()
            .map(|bytes| Value::Text(uuid_text(u128::from_be_bytes(bytes)))),
        // A version byte of 1 stands before the text.
        Type::JSONB => match bytes.split_first() {
            Some((1, text)) => Some(Value::Text(utf8(text)?.to_owned())),
            _ => None,
        },
        _ => return text_like(utf8(bytes)?, data_type).map(Some),
    })
}

fn text_like(text: &str, data_type: &Type) -> Result<Value, WarehouseError> {
    match *data_type {
        Type::TEXT
        | Type::VARCHAR
        | Type::BPCHAR
        | Type::NAME
        | Type::CHAR
        | Type::UNKNOWN
        | Type::JSON
        | Type::JSONB
        | Type::UUID
        | Type::NUMERIC
        | Type::INTERVAL => Ok(Value::Text(text.to_owned())),
        _ => Err(WarehouseError::new(
            "0A000",
            format!(
                "Not implemented Error: parameters of type {data_type}; \
                 pass lists and records as JSON text and read them with from_json"
            ),
        )),
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, WarehouseError> {
    std::str::from_utf8(bytes).map_err(|_| {
        WarehouseError::new(
            "22021",
            "Invalid Input Error: a parameter is not valid UTF-8",
        )
    })
}

fn uuid_text(value: u128) -> String {
    let digits = format!("{value:032x}");
    let part = |range: std::ops::Range<usize>| digits.get(range).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32)
    )
}

fn bytes_of_hexadecimal(digits: &str) -> Option<Vec<u8>> {
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::decode;
    use duckdb::types::{TimeUnit, Value};
    use pgwire::api::{Type, results::FieldFormat};

    #[test]
    fn parameters_in_either_format_become_the_same_value() {
        let cases: [(Type, &str, Vec<u8>, Value); 6] = [
            (
                Type::INT4,
                "-7",
                (-7_i32).to_be_bytes().to_vec(),
                Value::Int(-7),
            ),
            (Type::BOOL, "true", vec![1], Value::Boolean(true)),
            (
                Type::DATE,
                "2000-01-02",
                1_i32.to_be_bytes().to_vec(),
                Value::Date32(10_958),
            ),
            (
                Type::TIMESTAMPTZ,
                "2000-01-01 00:00:01+00",
                1_000_000_i64.to_be_bytes().to_vec(),
                Value::Timestamp(TimeUnit::Microsecond, 946_684_801_000_000),
            ),
            (
                Type::BYTEA,
                "\\x00ff",
                vec![0, 255],
                Value::Blob(vec![0, 255]),
            ),
            (
                Type::TEXT,
                "ü",
                "ü".as_bytes().to_vec(),
                Value::Text("ü".to_owned()),
            ),
        ];
        for (data_type, text, binary, expected) in cases {
            let from_text = decode(Some(text.as_bytes()), &data_type, FieldFormat::Text);
            let from_binary = decode(Some(&binary), &data_type, FieldFormat::Binary);
            assert_eq!(from_text.as_ref(), Ok(&expected), "{data_type}");
            assert_eq!(from_binary.as_ref(), Ok(&expected), "{data_type}");
        }
        assert_eq!(
            decode(None, &Type::INT4, FieldFormat::Binary),
            Ok(Value::Null)
        );
    }

    #[test]
    fn malformed_parameters_are_refused_with_the_type_named() {
        let cases = [
            (Type::INT4, FieldFormat::Binary, &b"\0\0\0"[..], "22P02"),
            (Type::INT4, FieldFormat::Text, b"seven", "22P02"),
            (Type::BYTEA, FieldFormat::Text, b"\\x0", "22P02"),
            (Type::TEXT, FieldFormat::Text, b"\xFF", "22021"),
            (Type::TEXT_ARRAY, FieldFormat::Text, b"{a}", "0A000"),
        ];
        for (data_type, format, bytes, expected) in cases {
            let error = decode(Some(bytes), &data_type, format).err();
            assert_eq!(
                error.map(|error| error.sqlstate),
                Some(expected),
                "{data_type}"
            );
        }
    }
}
