/*!
The rows of [`crate::model`] as Parquet, and back.

Text columns are UTF-8, times are `TIMESTAMP` in milliseconds and UTC, and what is unknown is null,
never 0: a reader in another engine (DuckDB, pyarrow) sees the same values. Pages are Snappy-compressed, the
codec that needs no C and costs least in a Worker; dictionaries keep repeated columns (model,
prompt, label) to a few bytes.

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
mod table;

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::error::{PipelineError, Result};

/// Bytes of a Parquet file, cheap to slice.
pub type ParquetBytes = bytes::Bytes;

/// A struct that is one row of a table.
pub trait Row: Sized {
    /// The table's columns in order.
    fn schema() -> Schema;
    /// The rows as arrays, in the order of the schema.
    fn to_batch(rows: &[Self]) -> Result<RecordBatch>;
    /// The rows of a batch whose columns are found by name.
    fn from_batch(batch: &RecordBatch) -> Result<Vec<Self>>;
}

fn broken(cause: impl std::fmt::Display) -> PipelineError {
    PipelineError::internal(format!("parquet: {cause}"))
}

/// Writes rows as one Parquet file.
pub fn write_rows<R: Row>(rows: &[R]) -> Result<Vec<u8>> {
    let schema: SchemaRef = Arc::new(R::schema());
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(concat!("vessel-ner ", env!("CARGO_PKG_VERSION")).to_owned())
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, Some(properties)).map_err(broken)?;
    writer.write(&R::to_batch(rows)?).map_err(broken)?;
    writer.into_inner().map_err(broken)
}

/// Reads every row of a Parquet file.
pub fn read_rows<R: Row>(bytes: ParquetBytes) -> Result<Vec<R>> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes)
        .and_then(ParquetRecordBatchReaderBuilder::build)
        .map_err(broken)?;
    let mut rows = Vec::new();
    for batch in reader {
        rows.extend(R::from_batch(&batch.map_err(broken)?)?);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DocumentRow, UnixMillis};

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
    fn same_rows_give_the_same_bytes() -> Result<()> {
        let rows = vec![row(Some("a.pdf"), Some(5)); 3];
        assert_eq!(write_rows(&rows)?, write_rows(&rows)?);
        Ok(())
    }
}
