use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int32Array, Int64Array, StringArray,
    TimestampMillisecondArray,
};
use arrow_schema::{DataType, TimeUnit};

use crate::error::{PipelineError, Result};
use crate::model::UnixMillis;

/// A Rust type that is one column's value.
pub(super) trait Cell: Sized {
    /// Whether the column may hold nulls.
    const NULLABLE: bool;
    /// The column's type.
    fn data_type() -> DataType;
    /// The values as an array.
    fn to_array<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef
    where
        Self: 'a;
    /// The array's values; `None` if the array is of another type or holds an unexpected null.
    fn from_array(array: &dyn Array) -> Option<Vec<Self>>;
}

/// Reads the column `name` of a batch.
pub(super) fn read_column<C: Cell>(
    batch: &arrow_array::RecordBatch,
    name: &str,
) -> Result<std::vec::IntoIter<C>> {
    batch
        .column_by_name(name)
        .and_then(|array| C::from_array(array.as_ref()))
        .map(Vec::into_iter)
        .ok_or_else(|| {
            PipelineError::internal(format!(
                "parquet: column {name} is missing or not as expected"
            ))
        })
}

macro_rules! cells {
    ($($value:ty, $array:ty, $data_type:expr, $to_native:expr, $from_native:expr;)*) => {$(
        impl Cell for Option<$value> {
            const NULLABLE: bool = true;

            fn data_type() -> DataType {
                $data_type
            }

            fn to_array<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
                let native = values.map(|value| value.as_ref().map($to_native));
                Arc::new(with_zone(native.collect::<$array>()))
            }

            fn from_array(array: &dyn Array) -> Option<Vec<Self>> {
                let array = array.as_any().downcast_ref::<$array>()?;
                Some(array.iter().map(|value| value.map($from_native)).collect())
            }
        }

        impl Cell for $value {
            const NULLABLE: bool = false;

            fn data_type() -> DataType {
                $data_type
            }

            fn to_array<'a>(values: impl Iterator<Item = &'a Self>) -> ArrayRef {
                let native = values.map(|value| Some(($to_native)(value)));
                Arc::new(with_zone(native.collect::<$array>()))
            }

            fn from_array(array: &dyn Array) -> Option<Vec<Self>> {
                let array = array.as_any().downcast_ref::<$array>()?;
                array.iter().map(|value| value.map($from_native)).collect()
            }
        }
    )*};
}

/// Times are UTC; other arrays pass through unchanged.
trait WithZone {
    fn zoned(self) -> Self;
}

impl WithZone for TimestampMillisecondArray {
    fn zoned(self) -> Self {
        self.with_timezone_utc()
    }
}

macro_rules! zoneless {
    ($($array:ty),*) => {$(
        impl WithZone for $array {
            fn zoned(self) -> Self {
                self
            }
        }
    )*};
}

zoneless!(
    BooleanArray,
    Float64Array,
    Int32Array,
    Int64Array,
    StringArray
);

fn with_zone<A: WithZone>(array: A) -> A {
    array.zoned()
}

cells! {
    String, StringArray, DataType::Utf8, String::as_str, str::to_owned;
    i32, Int32Array, DataType::Int32, |value: &i32| *value, |value| value;
    i64, Int64Array, DataType::Int64, |value: &i64| *value, |value| value;
    f64, Float64Array, DataType::Float64, |value: &f64| *value, |value| value;
    bool, BooleanArray, DataType::Boolean, |value: &bool| *value, |value| value;
    UnixMillis, TimestampMillisecondArray,
        DataType::Timestamp(TimeUnit::Millisecond, Some("+00:00".into())),
        |value: &UnixMillis| value.0, UnixMillis;
}
