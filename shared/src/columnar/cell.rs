//! Rust values as the values of one Parquet column, and back.

use parquet::data_type::ByteArray;

use super::{ColumnData, ColumnType, Values};
use crate::model::UnixMillis;

/// A Rust type that is one column's value.
pub(super) trait Cell: Sized {
    /// The column's type.
    const TYPE: ColumnType;
    /// Whether the column may hold nulls.
    const NULLABLE: bool;
    /// The values as a column.
    fn to_column<'a>(values: impl Iterator<Item = &'a Self>) -> ColumnData
    where
        Self: 'a;
    /// The column's values; `None` if it is of another type or holds an unexpected null.
    fn from_column(column: ColumnData) -> Option<Vec<Self>>;
}

/// A type that a column without nulls may have.
trait Plain: Sized {
    const TYPE: ColumnType;
    type Native;
    fn to_native(&self) -> Self::Native;
    fn from_native(native: Self::Native) -> Option<Self>;
    fn wrap(values: Vec<Self::Native>) -> Values;
    fn unwrap(values: Values) -> Option<Vec<Self::Native>>;
}

macro_rules! plain {
    ($($value:ty as $variant:ident of $native:ty, $column_type:ident, $to_native:expr, $from_native:expr;)*) => {$(
        impl Plain for $value {
            const TYPE: ColumnType = ColumnType::$column_type;
            type Native = $native;

            fn to_native(&self) -> $native {
                $to_native(self)
            }

            fn from_native(native: $native) -> Option<Self> {
                $from_native(native)
            }

            fn wrap(values: Vec<$native>) -> Values {
                Values::$variant(values)
            }

            fn unwrap(values: Values) -> Option<Vec<$native>> {
                match values {
                    Values::$variant(values) => Some(values),
                    _ => None,
                }
            }
        }

        impl Cell for $value {
            const TYPE: ColumnType = <$value as Plain>::TYPE;
            const NULLABLE: bool = false;

            fn to_column<'a>(values: impl Iterator<Item = &'a Self>) -> ColumnData {
                ColumnData {
                    values: <$value>::wrap(values.map(Plain::to_native).collect()),
                    present: None,
                }
            }

            fn from_column(column: ColumnData) -> Option<Vec<Self>> {
                let is_whole = column.present.is_none_or(|present| !present.contains(&0));
                let values = <$value>::unwrap(column.values).filter(|_| is_whole)?;
                values.into_iter().map(<$value>::from_native).collect()
            }
        }

        impl Cell for Option<$value> {
            const TYPE: ColumnType = <$value as Plain>::TYPE;
            const NULLABLE: bool = true;

            fn to_column<'a>(values: impl Iterator<Item = &'a Self>) -> ColumnData {
                let mut present = Vec::new();
                let mut natives = Vec::new();
                for value in values {
                    present.push(i16::from(value.is_some()));
                    natives.extend(value.as_ref().map(Plain::to_native));
                }
                ColumnData {
                    values: <$value>::wrap(natives),
                    present: Some(present),
                }
            }

            fn from_column(column: ColumnData) -> Option<Vec<Self>> {
                let mut natives = <$value>::unwrap(column.values)?.into_iter();
                let Some(present) = column.present else {
                    return natives.map(|native| <$value>::from_native(native).map(Some)).collect();
                };
                present
                    .into_iter()
                    .map(|level| match level {
                        0 => Some(None),
                        _ => <$value>::from_native(natives.next()?).map(Some),
                    })
                    .collect()
            }
        }
    )*};
}

plain! {
    String as Text of ByteArray, Text, |value: &String| ByteArray::from(value.as_str()),
        |bytes: ByteArray| bytes.as_utf8().ok().map(str::to_owned);
    i32 as Int of i32, Int, |value: &i32| *value, Some;
    i64 as Long of i64, Long, |value: &i64| *value, Some;
    f64 as Double of f64, Double, |value: &f64| *value, Some;
    bool as Boolean of bool, Boolean, |value: &bool| *value, Some;
    UnixMillis as Long of i64, Time, |value: &UnixMillis| value.0, |native| Some(UnixMillis(native));
}
