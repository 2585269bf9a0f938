//! Columns as a Parquet file, and back. The file has one row group, and none if it has no row.

use std::collections::HashSet;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::errors::Result as ParquetResult;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{ChunkReader, FileReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnDescriptor, ColumnPath, Type};

use super::{Column, ColumnData, ColumnType, Values};

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
    let mut file = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    if data.iter().any(|column| !column.is_empty()) {
        let mut group = file.next_row_group()?;
        for column in data {
            let Some(mut writer) = group.next_column()? else {
                break;
            };
            match &column.values {
                Values::Text(values) => put::<ByteArrayType>(&mut writer, values, column)?,
                Values::Int(values) => put::<Int32Type>(&mut writer, values, column)?,
                Values::Long(values) => put::<Int64Type>(&mut writer, values, column)?,
                Values::Double(values) => put::<DoubleType>(&mut writer, values, column)?,
                Values::Boolean(values) => put::<BoolType>(&mut writer, values, column)?,
            }
            writer.close()?;
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
        if !repeats && matches!(column.column_type, ColumnType::Int | ColumnType::Long) {
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

fn put<T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    values: &[T::T],
    column: &ColumnData,
) -> ParquetResult<()> {
    writer
        .typed::<T>()
        .write_batch(values, column.present.as_deref(), None)
        .map(|_| ())
}

/// A Parquet file that is open for reading.
pub(super) struct File<C: ChunkReader + 'static>(SerializedFileReader<C>);

impl<C: ChunkReader + 'static> File<C> {
    pub(super) fn open(bytes: C) -> ParquetResult<Self> {
        SerializedFileReader::new(bytes).map(Self)
    }

    /// Rows the file says it has.
    pub(super) fn rows(&self) -> usize {
        usize::try_from(self.0.metadata().file_metadata().num_rows()).unwrap_or_default()
    }

    /// A column; `None` if there is none of this name and type.
    pub(super) fn column(
        &self,
        name: &str,
        column_type: ColumnType,
    ) -> ParquetResult<Option<ColumnData>> {
        let descriptors = self.0.metadata().file_metadata().schema_descr().columns();
        let found = descriptors
            .iter()
            .enumerate()
            .find(|(_, d)| d.path().parts() == [name] && is_of(d, column_type));
        let Some((index, descriptor)) = found else {
            return Ok(None);
        };
        let is_nullable = descriptor.max_def_level() == 1;
        Ok(Some(match column_type {
            ColumnType::Text => self.read::<ByteArrayType>(index, is_nullable, Values::Text)?,
            ColumnType::Int => self.read::<Int32Type>(index, is_nullable, Values::Int)?,
            ColumnType::Long | ColumnType::Time => {
                self.read::<Int64Type>(index, is_nullable, Values::Long)?
            }
            ColumnType::Double => self.read::<DoubleType>(index, is_nullable, Values::Double)?,
            ColumnType::Boolean => self.read::<BoolType>(index, is_nullable, Values::Boolean)?,
        }))
    }

    fn read<T: DataType>(
        &self,
        index: usize,
        is_nullable: bool,
        wrap: fn(Vec<T::T>) -> Values,
    ) -> ParquetResult<ColumnData> {
        let mut values = Vec::new();
        let mut present = is_nullable.then(Vec::new);
        for group in 0..self.0.num_row_groups() {
            let column: ColumnReader = self.0.get_row_group(group)?.get_column_reader(index)?;
            let Some(mut reader) = typed::<T>(column) else {
                continue;
            };
            while reader
                .read_records(BATCH, present.as_mut(), None, &mut values)?
                .0
                > 0
            {}
        }
        Ok(ColumnData {
            values: wrap(values),
            present,
        })
    }
}

fn typed<T: DataType>(column: ColumnReader) -> Option<ColumnReaderImpl<T>> {
    T::get_column_reader(column)
}
