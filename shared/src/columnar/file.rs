//! Columns as a Parquet file, and back. The file has one row group, and none if it has no row.
//!
//! Columns are written and read by their own types instead of through the crate's `next_column` and
//! `FileReader`, which would bring its other types, its indexes and its records into the program: a seventh
//! of the extractor. Columns of eight bytes are read as those bytes: what the crate has to read numbers of them in
//! encodings that no column here has would be a fiftieth.

use std::collections::HashSet;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::column::reader::ColumnReaderImpl;
use parquet::column::writer::{ColumnCloseResult, ColumnWriterImpl};
use parquet::data_type::{
    AsBytes, BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray,
    FixedLenByteArrayType, Int32Type, Int64Type,
};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::FOOTER_SIZE;
use parquet::file::metadata::{FooterTail, ParquetMetaData, ParquetMetaDataReader};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor, ColumnPath, Type};

use super::{Column, ColumnData, ColumnType, ParquetBytes, Values};

/// Rows that are read at once.
const BATCH: usize = 4096;

const fn physical(column_type: ColumnType) -> Physical {
    match column_type {
        ColumnType::Text => Physical::BYTE_ARRAY,
        ColumnType::Int => Physical::INT32,
        ColumnType::Long | ColumnType::Time => Physical::INT64,
        ColumnType::Double => Physical::DOUBLE,
        ColumnType::Boolean => Physical::BOOLEAN,
    }
}

fn logical(column_type: ColumnType) -> Option<LogicalType> {
    match column_type {
        ColumnType::Text => Some(LogicalType::String),
        ColumnType::Time => Some(LogicalType::timestamp(true, TimeUnit::MILLIS)),
        _ => None,
    }
}

fn is_of(descriptor: &ColumnDescriptor, column_type: ColumnType) -> bool {
    descriptor.physical_type() == physical(column_type)
        && descriptor.logical_type_ref() == logical(column_type).as_ref()
        && descriptor.max_rep_level() == 0
        && descriptor.max_def_level() <= 1
}

fn schema(columns: &[Column]) -> ParquetResult<Type> {
    let fields = columns.iter().map(|column| {
        let repetition = if column.nullable {
            Repetition::OPTIONAL
        } else {
            Repetition::REQUIRED
        };
        Type::primitive_type_builder(column.name, physical(column.column_type))
            .with_repetition(repetition)
            .with_logical_type(logical(column.column_type))
            .build()
            .map(Arc::new)
    });
    Type::group_type_builder("rows")
        .with_fields(fields.collect::<ParquetResult<_>>()?)
        .build()
}

/// Writes columns of equal length.
pub(super) fn write(columns: &[Column], data: &[ColumnData]) -> ParquetResult<Vec<u8>> {
    let properties = Arc::new(properties(columns, data));
    let schema = Arc::new(schema(columns)?);
    let mut file = SerializedFileWriter::new(Vec::new(), schema, properties.clone())?;
    if data.iter().any(|column| !column.is_empty()) {
        let descriptors = file.schema_descr().columns().to_vec();
        let mut group = file.next_row_group()?;
        for (descriptor, column) in descriptors.into_iter().zip(data) {
            let present = column.present.as_deref();
            let to = (descriptor, properties.clone());
            let (pages, closed) = match &column.values {
                Values::Text(values) => pages::<ByteArrayType>(to, values, present)?,
                Values::Int(values) => pages::<Int32Type>(to, values, present)?,
                Values::Long(values) => pages::<Int64Type>(to, values, present)?,
                Values::Double(values) => pages::<DoubleType>(to, values, present)?,
                Values::Boolean(values) => pages::<BoolType>(to, values, present)?,
            };
            group.append_column(&ParquetBytes::from(pages), closed)?;
        }
        group.close()?;
    }
    file.into_inner()
}

/// How the columns are written; the module's documentation says why.
fn properties(columns: &[Column], data: &[ColumnData]) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_created_by(concat!("vessel-ner ", env!("CARGO_PKG_VERSION")).to_owned());
    for (column, data) in columns.iter().zip(data) {
        let path = ColumnPath::from(column.name);
        let repeats = repeats(&data.values);
        if !repeats && column.column_type == ColumnType::Int {
            let delta = Encoding::DELTA_BINARY_PACKED;
            properties = properties.set_column_encoding(path.clone(), delta);
        }
        properties = properties.set_column_dictionary_enabled(path, repeats);
    }
    properties.build()
}

/// Whether a value stands there twice or more on the average, so that a dictionary is shorter.
fn repeats(values: &Values) -> bool {
    fn count<T: Eq + std::hash::Hash>(values: impl ExactSizeIterator<Item = T>) -> bool {
        let all = values.len();
        values.collect::<HashSet<T>>().len() * 2 <= all
    }
    match values {
        Values::Text(values) => count(values.iter().map(ByteArray::data)),
        Values::Int(values) => count(values.iter()),
        Values::Long(values) => count(values.iter()),
        Values::Double(values) => count(values.iter().map(|value| value.to_bits())),
        Values::Boolean(_) => false,
    }
}

/// A column's pages, for themselves, and what the file must know of them.
fn pages<T: DataType>(
    (descriptor, properties): (ColumnDescPtr, WriterPropertiesPtr),
    values: &[T::T],
    present: Option<&[i16]>,
) -> ParquetResult<(Vec<u8>, ColumnCloseResult)> {
    let mut pages = TrackedWrite::new(Vec::new());
    let page_writer = Box::new(SerializedPageWriter::new(&mut pages));
    let mut writer = ColumnWriterImpl::<T>::new(descriptor, properties, page_writer);
    writer.write_batch(values, present, None)?;
    let closed = writer.close()?;
    Ok((pages.into_inner()?, closed))
}

/// A column of numbers of eight bytes as one of eight bytes: plain and in a dictionary they lie there the same.
fn eight_bytes(column: &ColumnDescriptor) -> ParquetResult<ColumnDescPtr> {
    let bytes = Type::primitive_type_builder(column.name(), Physical::FIXED_LEN_BYTE_ARRAY)
        .with_length(8)
        .build()?;
    let (definition, repetition) = (column.max_def_level(), column.max_rep_level());
    let path = column.path().clone();
    Ok(Arc::new(ColumnDescriptor::new(
        Arc::new(bytes),
        definition,
        repetition,
        path,
    )))
}

fn numbers<N>(values: &[FixedLenByteArray], number: fn([u8; 8]) -> N) -> ParquetResult<Vec<N>> {
    let bytes = |value: &FixedLenByteArray| value.as_bytes().try_into().map_err(|_| cut_off());
    let numbers = values.iter().map(|value| bytes(value).map(number));
    numbers.collect()
}

fn cut_off() -> ParquetError {
    ParquetError::EOF("the file is cut off".to_owned())
}

/// A Parquet file that is open for reading.
pub(super) struct File {
    bytes: Arc<ParquetBytes>,
    metadata: ParquetMetaData,
}

impl File {
    pub(super) fn open(bytes: ParquetBytes) -> ParquetResult<Self> {
        let (before, footer) = bytes
            .split_last_chunk::<FOOTER_SIZE>()
            .ok_or_else(cut_off)?;
        let length = FooterTail::try_new(footer)?.metadata_length();
        let start = before.len().checked_sub(length).ok_or_else(cut_off)?;
        let metadata = ParquetMetaDataReader::decode_metadata(before.split_at(start).1)?;
        Ok(Self {
            bytes: Arc::new(bytes),
            metadata,
        })
    }

    /// Rows the file says it has.
    pub(super) fn rows(&self) -> usize {
        usize::try_from(self.metadata.file_metadata().num_rows()).unwrap_or_default()
    }

    /// A column; `None` if there is none of this name and type.
    pub(super) fn column(
        &self,
        name: &str,
        column_type: ColumnType,
    ) -> ParquetResult<Option<ColumnData>> {
        let descriptors = self.metadata.file_metadata().schema_descr().columns();
        let found = descriptors
            .iter()
            .enumerate()
            .find(|(_, d)| d.path().parts() == [name] && is_of(d, column_type));
        let Some((index, descriptor)) = found else {
            return Ok(None);
        };
        Ok(Some(match column_type {
            ColumnType::Text => {
                self.read::<ByteArrayType>(index, descriptor, |values| Ok(Values::Text(values)))?
            }
            ColumnType::Int => {
                self.read::<Int32Type>(index, descriptor, |values| Ok(Values::Int(values)))?
            }
            ColumnType::Long | ColumnType::Time => {
                let bytes = &eight_bytes(descriptor)?;
                self.read::<FixedLenByteArrayType>(index, bytes, |values| {
                    numbers(&values, i64::from_le_bytes).map(Values::Long)
                })?
            }
            ColumnType::Double => {
                let bytes = &eight_bytes(descriptor)?;
                self.read::<FixedLenByteArrayType>(index, bytes, |values| {
                    numbers(&values, f64::from_le_bytes).map(Values::Double)
                })?
            }
            ColumnType::Boolean => {
                self.read::<BoolType>(index, descriptor, |values| Ok(Values::Boolean(values)))?
            }
        }))
    }

    fn read<T: DataType>(
        &self,
        index: usize,
        descriptor: &ColumnDescPtr,
        wrap: fn(Vec<T::T>) -> ParquetResult<Values>,
    ) -> ParquetResult<ColumnData> {
        let is_nullable = descriptor.max_def_level() == 1;
        let mut values = Vec::new();
        let mut present = is_nullable.then(Vec::new);
        for group in self.metadata.row_groups() {
            let rows = usize::try_from(group.num_rows()).unwrap_or_default();
            let column = group.columns().get(index).ok_or_else(cut_off)?;
            let pages = SerializedPageReader::new(self.bytes.clone(), column, rows, None)?;
            let mut reader = ColumnReaderImpl::<T>::new(descriptor.clone(), Box::new(pages));
            while reader
                .read_records(BATCH, present.as_mut(), None, &mut values)?
                .0
                > 0
            {}
        }
        Ok(ColumnData {
            values: wrap(values)?,
            present,
        })
    }
}
