/*!
The rows of [`crate::model`] as Parquet, and back.

Text columns are UTF-8, times are `TIMESTAMP` in milliseconds and UTC, and what is unknown is null,
never 0: a reader in another engine (DuckDB, pyarrow) sees the same values.

# Encodings

A file is one chunk of pages: few rows, half of the columns the same in each, the others different in
each. So what a file costs beside its values counts, and each column is written by what it holds:

| column                                                   | encoding                      |
|----------------------------------------------------------|-------------------------------|
| a value stands there twice on the average (run, model, prompt, label, hashes of an entity's page …) | dictionary |
| numbers of 32 bits that differ (pages, spans)            | `DELTA_BINARY_PACKED`         |
| everything else that differs (texts, blocks, ids, hashes)| plain                         |

All of it is compressed with Snappy: it needs no C, every reader has it, and it is the cheapest in a
Worker. There are no statistics and no page index: a reader looks a chunk up by its key and wants all
its rows, and they made up a third of a file of pages. `npm run bench -- parquet` prints what is left:
1,147 bytes a page for the pages and 2,261 for their 27 entities, of the invented pages. Zstandard or gzip
would save another sixth of the pages.

```
use vessel_ner_shared::columnar::{read_rows, write_rows};
use vessel_ner_shared::model::DocumentRow;

let bytes = write_rows::<DocumentRow>(&[])?;
assert_eq!(read_rows::<DocumentRow>(bytes.into())?, []);
# Ok::<(), vessel_ner_shared::error::PipelineError>(())
```

# Limits

A file is held in memory whole, with all its rows; a chunk of pages is a few hundred kilobytes.
Unknown columns are ignored, a missing or differently typed one is an error.
*/

mod cell;
mod file;
mod table;

use parquet::data_type::ByteArray;

use crate::error::{PipelineError, Result};

/// Bytes of a Parquet file, cheap to slice.
pub type ParquetBytes = bytes::Bytes;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// UTF-8.
    Text,
    /// 32 bits.
    Int,
    /// 64 bits.
    Long,
    /// 64 bits.
    Double,
    /// True or false.
    Boolean,
    /// Milliseconds since 1970-01-01 UTC.
    Time,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub column_type: ColumnType,
    /// Whether it may hold nulls.
    pub nullable: bool,
}

/// The values of one column.
#[derive(Debug)]
pub struct ColumnData {
    pub(crate) values: Values,
    /// For a column that may hold nulls, a row each: 1 for a value, 0 for a null.
    pub(crate) present: Option<Vec<i16>>,
}

impl ColumnData {
    fn is_empty(&self) -> bool {
        match &self.values {
            Values::Text(values) => self.is_without(values),
            Values::Int(values) => self.is_without(values),
            Values::Long(values) => self.is_without(values),
            Values::Double(values) => self.is_without(values),
            Values::Boolean(values) => self.is_without(values),
        }
    }

    fn is_without<T>(&self, values: &[T]) -> bool {
        self.present
            .as_ref()
            .map_or(values.is_empty(), Vec::is_empty)
    }
}

/// Those that are not null, in order.
#[derive(Debug)]
pub(crate) enum Values {
    Text(Vec<ByteArray>),
    Int(Vec<i32>),
    Long(Vec<i64>),
    Double(Vec<f64>),
    Boolean(Vec<bool>),
}

/// A struct that is one row of a table.
pub trait Row: Sized {
    /// The table's columns in order.
    fn columns() -> Vec<Column>;
    /// The rows as columns, in the order of [`Row::columns`].
    fn to_columns(rows: &[Self]) -> Vec<ColumnData>;
    /// The rows whose columns `column` gives.
    fn from_columns(
        column: impl FnMut(&'static str, ColumnType) -> Result<ColumnData>,
    ) -> Result<Vec<Self>>;
}

fn broken(cause: impl std::fmt::Display) -> PipelineError {
    PipelineError::internal(format!("parquet: {cause}"))
}

/// Writes rows as one Parquet file.
pub fn write_rows<R: Row>(rows: &[R]) -> Result<Vec<u8>> {
    file::write(&R::columns(), &R::to_columns(rows)).map_err(broken)
}

/// Reads every row of a Parquet file.
pub fn read_rows<R: Row>(bytes: ParquetBytes) -> Result<Vec<R>> {
    let file = file::File::open(bytes).map_err(broken)?;
    let rows = R::from_columns(|name, column_type| {
        let column = file.column(name, column_type).map_err(broken)?;
        column.ok_or_else(|| broken(format!("column {name} is missing or not as expected")))
    })?;
    if rows.len() == file.rows() {
        Ok(rows)
    } else {
        Err(broken("rows are missing"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentRow, PageRow, UnixMillis};

    fn row(filename: Option<&str>, uploaded_at: Option<i64>) -> DocumentRow {
        DocumentRow {
            doc_id: "0".repeat(32),
            filename: filename.map(str::to_owned),
            size_bytes: i64::MAX,
            document_sha256: "0".repeat(64),
            page_count: None,
            uploaded_at: uploaded_at.map(UnixMillis),
            state: "refused".to_owned(),
            refusal_category: Some("policy".to_owned()),
            refusal_reason: Some("\u{202e}<script>".to_owned()),
            program_version: String::new(),
        }
    }

    #[test]
    fn rows_read_back_equal_nulls_included() -> Result<()> {
        let rows = vec![
            row(None, Some(0)),
            row(Some(""), None),
            row(Some("a.pdf"), Some(-1)),
            row(None, Some(i64::MIN)),
        ];
        assert_eq!(read_rows::<DocumentRow>(write_rows(&rows)?.into())?, rows);
        Ok(())
    }

    #[test]
    fn bytes_that_are_no_parquet_are_an_error() {
        for bytes in [&b""[..], b"PAR1", b"PAR1xxxxxxxxxxxxPAR1", b"%PDF-1.7"] {
            assert!(read_rows::<DocumentRow>(bytes.to_vec().into()).is_err());
        }
    }

    #[test]
    fn rows_of_another_table_are_an_error() -> Result<()> {
        let bytes = write_rows(&[row(None, None)])?;
        assert!(read_rows::<PageRow>(bytes.clone().into()).is_err());
        let cut = bytes.get(..bytes.len() / 2).unwrap_or_default();
        assert!(read_rows::<DocumentRow>(cut.to_vec().into()).is_err());
        Ok(())
    }

    #[test]
    fn more_rows_than_one_batch_read_back_equal() -> Result<()> {
        let rows: Vec<_> = (0..10_000)
            .map(|n| row((n % 3 == 0).then_some("a"), (n % 2 == 0).then_some(n)))
            .collect();
        assert_eq!(read_rows::<DocumentRow>(write_rows(&rows)?.into())?, rows);
        Ok(())
    }

    #[test]
    fn same_rows_give_the_same_bytes() -> Result<()> {
        let rows = vec![row(Some("a.pdf"), Some(5)); 3];
        assert_eq!(write_rows(&rows)?, write_rows(&rows)?);
        Ok(())
    }
}
