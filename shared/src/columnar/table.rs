//! The tables: which field of a row is which column.

use super::cell::Cell;
use super::{Column, ColumnData, ColumnType, Row, broken};
use crate::error::Result;
use crate::model::{DocumentRow, DoubtRow, EntityRow, PageRow};

/// The column of a field, its type inferred from how it is read; this keeps the column list free of types.
fn column<R, C: Cell>(name: &'static str, _get: impl Fn(&R) -> &C) -> Column {
    Column {
        name,
        column_type: C::TYPE,
        nullable: C::NULLABLE,
    }
}

/// A column's values, of the type that the row's field asks for.
fn values<C: Cell>(
    name: &'static str,
    read: &mut impl FnMut(&'static str, ColumnType) -> Result<ColumnData>,
) -> Result<std::vec::IntoIter<C>> {
    C::from_column(read(name, C::TYPE)?)
        .map(Vec::into_iter)
        .ok_or_else(|| broken(format!("column {name} is not as expected")))
}

macro_rules! table {
    ($row:ident { $($column:ident $(as $name:literal)?),* $(,)? }) => {
        impl Row for $row {
            fn columns() -> Vec<Column> {
                vec![$(
                    column(column_name!($column $($name)?), |row: &Self| &row.$column)
                ),*]
            }

            fn to_columns(rows: &[Self]) -> Vec<ColumnData> {
                vec![$(Cell::to_column(rows.iter().map(|row| &row.$column))),*]
            }

            fn from_columns(
                mut read: impl FnMut(&'static str, ColumnType) -> Result<ColumnData>,
            ) -> Result<Vec<Self>> {
                $(let mut $column = values(column_name!($column $($name)?), &mut read)?;)*
                let mut rows = Vec::new();
                loop {
                    match ($($column.next(),)*) {
                        ($(Some($column),)*) => rows.push(Self { $($column),* }),
                        ($(all_end!($column),)*) => return Ok(rows),
                        _ => return Err(broken("columns of different lengths")),
                    }
                }
            }
        }
    };
}

/// The pattern of a column that is at its end.
macro_rules! all_end {
    ($column:ident) => {
        None
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
