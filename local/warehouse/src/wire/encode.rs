//! One result field: its length and its bytes, in the format the client asked for.

use super::{calendar, numeric, text};
use crate::error::WarehouseError;
use bytes::{BufMut, BytesMut};
use duckdb::types::{Value, ValueRef};
use pgwire::api::{Type, results::FieldFormat};
use std::fmt::Write;

/// Appends a field to a row; NULL is a length of -1.
///
/// # Errors
/// If the value does not fit the type the column was described with, or exceeds 2 GiB.
pub(crate) fn append_field(
    row: &mut BytesMut,
    value: ValueRef<'_>,
    data_type: &Type,
    format: FieldFormat,
) -> Result<(), WarehouseError> {
    if matches!(value, ValueRef::Null) {
        row.put_i32(-1);
        return Ok(());
    }
    let length_at = row.len();
    row.put_i32(0);
    match format {
        FieldFormat::Text => append_text(row, value, data_type)?,
        FieldFormat::Binary => append_binary(row, value, data_type)?,
    }
    let length = i32::try_from(row.len() - length_at - 4)
        .map_err(|_| WarehouseError::new("54000", "Out of Range Error: value over 2 GiB"))?;
    if let Some(slot) = row.get_mut(length_at..length_at + 4) {
        slot.copy_from_slice(&length.to_be_bytes());
    }
    Ok(())
}

/// Appends a field of type `bigint`.
pub(crate) fn append_int8(row: &mut BytesMut, value: i64, format: FieldFormat) {
    let mut digits = BytesMut::new();
    match format {
        FieldFormat::Text => {
            let _ = write!(digits, "{value}");
        }
        FieldFormat::Binary => digits.put_i64(value),
    }
    row.put_i32(i32::try_from(digits.len()).unwrap_or_default());
    row.extend_from_slice(&digits);
}

fn append_text(
    row: &mut BytesMut,
    value: ValueRef<'_>,
    data_type: &Type,
) -> Result<(), WarehouseError> {
    // Integers and floats are the bulk of a result: written without an owned copy.
    let written = match value {
        ValueRef::Text(bytes) => {
            row.extend_from_slice(bytes);
            return Ok(());
        }
        ValueRef::Boolean(flag) => write!(row, "{}", if flag { "t" } else { "f" }),
        ValueRef::SmallInt(number) => write!(row, "{number}"),
        ValueRef::Int(number) => write!(row, "{number}"),
        ValueRef::BigInt(number) => write!(row, "{number}"),
        ValueRef::Double(number) => write!(row, "{}", text::float_text(number)),
        ValueRef::Timestamp(unit, count) => {
            let written = calendar::to_microseconds(unit, count).and_then(calendar::timestamp_text);
            let written = written.ok_or_else(|| out_of_calendar("timestamp"))?;
            let is_finite = !written.ends_with("infinity");
            let zone = if *data_type == Type::TIMESTAMPTZ && is_finite {
                "+00"
            } else {
                ""
            };
            write!(row, "{written}{zone}")
        }
        ValueRef::Blob(bits) if *data_type == Type::TEXT => {
            write!(row, "{}", text::bit_text(bits))
        }
        other => write!(row, "{}", text::scalar_text(&other.to_owned())),
    };
    written.map_err(|error| WarehouseError::internal(error.to_string()))
}

fn append_binary(
    row: &mut BytesMut,
    value: ValueRef<'_>,
    data_type: &Type,
) -> Result<(), WarehouseError> {
    match *data_type {
        Type::BOOL => match value {
            ValueRef::Boolean(flag) => row.put_u8(u8::from(flag)),
            _ => return Err(type_changed(data_type)),
        },
        Type::INT2 => row.put_i16(integer(value, data_type)?),
        Type::INT4 => row.put_i32(integer(value, data_type)?),
        Type::INT8 => row.put_i64(integer(value, data_type)?),
        Type::FLOAT4 => match value {
            ValueRef::Float(number) => row.put_f32(number),
            _ => return Err(type_changed(data_type)),
        },
        Type::FLOAT8 => match value {
            ValueRef::Double(number) => row.put_f64(number),
            ValueRef::Float(number) => row.put_f64(f64::from(number)),
            _ => return Err(type_changed(data_type)),
        },
        Type::NUMERIC => {
            if !numeric::append_numeric(row, &text::scalar_text(&value.to_owned())) {
                return Err(type_changed(data_type));
            }
        }
        Type::DATE => match value {
            ValueRef::Date32(days) => row.put_i32(match days {
                i32::MAX => i32::MAX,
                days if days == -i32::MAX => i32::MIN,
                days => days
                    .checked_sub(calendar::DAYS_TO_2000)
                    .ok_or_else(|| out_of_calendar("date"))?,
            }),
            _ => return Err(type_changed(data_type)),
        },
        Type::TIME => match value {
            ValueRef::Time64(unit, count) => row.put_i64(
                calendar::to_microseconds(unit, count).ok_or_else(|| out_of_calendar("time"))?,
            ),
            _ => return Err(type_changed(data_type)),
        },
        Type::TIMESTAMP | Type::TIMESTAMPTZ => match value {
            ValueRef::Timestamp(unit, count) => row.put_i64(
                calendar::to_microseconds(unit, count)
                    .and_then(microseconds_since_2000)
                    .ok_or_else(|| out_of_calendar("timestamp"))?,
            ),
            _ => return Err(type_changed(data_type)),
        },
        Type::INTERVAL => match value {
            ValueRef::Interval {
                months,
                days,
                nanos,
            } => {
                row.put_i64(nanos.div_euclid(1_000));
                row.put_i32(days);
                row.put_i32(months);
            }
            _ => return Err(type_changed(data_type)),
        },
        Type::UUID => {
            let hexadecimal = text::scalar_text(&value.to_owned()).replace('-', "");
            let number = u128::from_str_radix(&hexadecimal, 16);
            row.put_u128(number.map_err(|_| type_changed(data_type))?);
        }
        Type::BYTEA => match value {
            ValueRef::Blob(bytes) | ValueRef::Geometry(bytes) => row.extend_from_slice(bytes),
            _ => return Err(type_changed(data_type)),
        },
        // The binary form of text and json is the text.
        _ => append_text(row, value, data_type)?,
    }
    Ok(())
}

fn microseconds_since_2000(microseconds: i64) -> Option<i64> {
    match microseconds {
        i64::MAX => Some(i64::MAX),
        value if value == -i64::MAX => Some(i64::MIN),
        value => value.checked_sub(calendar::MICROSECONDS_TO_2000),
    }
}

fn integer<T: TryFrom<i128>>(value: ValueRef<'_>, data_type: &Type) -> Result<T, WarehouseError> {
    let wide = match value.to_owned() {
        Value::TinyInt(number) => i128::from(number),
        Value::SmallInt(number) => i128::from(number),
        Value::Int(number) => i128::from(number),
        Value::BigInt(number) => i128::from(number),
        Value::UTinyInt(number) => i128::from(number),
        Value::USmallInt(number) => i128::from(number),
        Value::UInt(number) => i128::from(number),
        _ => return Err(type_changed(data_type)),
    };
    T::try_from(wide).map_err(|_| type_changed(data_type))
}

fn type_changed(data_type: &Type) -> WarehouseError {
    WarehouseError::new(
        "0A000",
        format!(
            "Binder Error: a column described as {data_type} has another type now; prepare the statement again"
        ),
    )
}

fn out_of_calendar(what: &str) -> WarehouseError {
    WarehouseError::new(
        "22008",
        format!("Out of Range Error: {what} outside of the calendar"),
    )
}
