use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Field, Schema};

use super::cell::{Cell, read_column};
use super::{Row, broken};
use crate::error::Result;
use crate::model::{DocumentRow, DoubtRow, EntityRow, PageRow};

/// The type of a field, inferred from how it is read; this keeps the column list free of types.
fn field<R, C: Cell>(name: &str, _get: impl Fn(&R) -> &C) -> Field {
    Field::new(name, C::data_type(), C::NULLABLE)
}

macro_rules! table {
    ($row:ident { $($column:ident $(as $name:literal)?),* $(,)? }) => {
        impl Row for $row {
            fn schema() -> Schema {
                Schema::new(vec![$(
                    field(column_name!($column $($name)?), |row: &Self| &row.$column)
                ),*])
            }

            fn to_batch(rows: &[Self]) -> Result<RecordBatch> {
                let arrays = vec![$(Cell::to_array(rows.iter().map(|row| &row.$column))),*];
                RecordBatch::try_new(Arc::new(Self::schema()), arrays).map_err(broken)
            }

            fn from_batch(batch: &RecordBatch) -> Result<Vec<Self>> {
                $(let mut $column = read_column(batch, column_name!($column $($name)?))?;)*
                let mut rows = Vec::with_capacity(batch.num_rows());
                for _ in 0..batch.num_rows() {
                    let ($(Some($column),)*) = ($($column.next(),)*) else {
                        return Err(broken("columns of different lengths"));
                    };
                    rows.push(Self { $($column),* });
                }
                Ok(rows)
            }
        }
    };
}

macro_rules! column_name {
    ($column:ident) => {
        stringify!($column)
    };
    ($column:ident $name:literal) => {
        $name
    };
}

table!(DocumentRow {
    doc_id,
    filename,
    size_bytes,
    document_sha256,
    page_count,
    uploaded_at,
    state,
    refusal_category,
    refusal_reason,
    program_version,
});

table!(PageRow {
    doc_id,
    run_id,
    page_number,
    page_count,
    first_page,
    last_page,
    status,
    reason_category,
    reason,
    text,
    blocks,
    text_sha256,
    image_sha256,
    document_sha256,
    width_pt,
    height_pt,
    rotation,
    width_px,
    height_px,
    confidence_mean,
    confidence_low,
    model,
    prompt,
    parameters,
    attempts,
    finish_reason,
    prompt_tokens,
    completion_tokens,
    render_ms,
    wait_ms,
    planned_at,
    program_version,
});

table!(EntityRow {
    entity_id,
    doc_id,
    run_id,
    page_number,
    first_page,
    last_page,
    label,
    text,
    span_start,
    span_end,
    norm_value,
    confidence,
    record,
    corrected,
    reason,
    block_index,
    bounds as "box",
    text_sha256,
    document_sha256,
    rules_version,
    program_version,
});

table!(DoubtRow {
    doc_id,
    run_id,
    page_number,
    first_page,
    last_page,
    kind,
    labels,
    record,
    text,
    span_start,
    span_end,
    reason,
    text_sha256,
    document_sha256,
    rules_version,
    program_version,
});
