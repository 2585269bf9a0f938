//! A table as one JSON text, laid out for `DuckDB` to read fast: what is the same in every row (the
//! document, the run, versions …) stands there once, and every other column is one array.
//!
//! ```text
//! {"same":{"doc_id":"…"},"each":{"page_number":[1,2],"text":["…","…"]}}
//! ```

use serde::Serialize;

use crate::columnar::{ColumnData, ColumnType, Row, Values};
use crate::error::{PipelineError, Result};

/// The JSON and the pieces of SQL that read it; in the SQL the parsed text is called `t`.
pub(super) struct TableJson {
    /// The rows.
    pub(super) json: String,
    /// What `from_json` is told of its types.
    pub(super) structure: String,
    /// The table's columns, quoted, in the order of `values`.
    pub(super) columns: String,
    /// One expression a column.
    pub(super) values: String,
}

impl TableJson {
    /// Lays out one row or more.
    pub(super) fn of<R: Row>(rows: &[R]) -> Result<Self> {
        let (mut same, mut each) = (Object::default(), Object::default());
        let mut columns = Vec::new();
        let mut values = Vec::new();
        for (column, data) in R::columns().into_iter().zip(R::to_columns(rows)) {
            let name = column.name;
            let json_type = json_type(column.column_type);
            let (mut json, is_same) = written(&data)?;
            // Something has to say how many rows there are: the first column does.
            let value = if is_same && !columns.is_empty() {
                same.put(name, &json, &format!("\"{json_type}\""));
                format!("t.\"same\".\"{name}\"")
            } else {
                if is_same {
                    json = vec![json; rows.len()].join(",");
                }
                each.put(name, &format!("[{json}]"), &format!("[\"{json_type}\"]"));
                format!("unnest(t.\"each\".\"{name}\")")
            };
            values.push(match column.column_type {
                ColumnType::Time => format!("to_timestamp({value} / 1000.0)"),
                _ => value,
            });
            columns.push(format!("\"{name}\""));
        }
        Ok(Self {
            json: both(&same.json, &each.json),
            structure: both(&same.structure, &each.structure),
            columns: columns.join(", "),
            values: values.join(", "),
        })
    }
}

/// The fields of an object, as JSON and as their types.
#[derive(Default)]
struct Object {
    json: String,
    structure: String,
}

impl Object {
    /// Names are those of our own columns.
    fn put(&mut self, name: &str, json: &str, json_type: &str) {
        for (out, value) in [(&mut self.json, json), (&mut self.structure, json_type)] {
            if !out.is_empty() {
                out.push(',');
            }
            out.push_str(&format!("\"{name}\":{value}"));
        }
    }
}

/// Both parts as one object; a struct without fields is none to `DuckDB`, so an empty part is left
/// out.
fn both(same: &str, each: &str) -> String {
    if same.is_empty() {
        format!("{{\"each\":{{{each}}}}}")
    } else {
        format!("{{\"same\":{{{same}}},\"each\":{{{each}}}}}")
    }
}

/// The type of a column's values in the JSON; times travel as milliseconds since 1970.
const fn json_type(column_type: ColumnType) -> &'static str {
    match column_type {
        ColumnType::Text => "VARCHAR",
        ColumnType::Int => "INTEGER",
        ColumnType::Long | ColumnType::Time => "BIGINT",
        ColumnType::Double => "DOUBLE",
        ColumnType::Boolean => "BOOLEAN",
    }
}

/// The values, joined by commas, or the one value that all rows have, and whether it is so.
fn written(data: &ColumnData) -> Result<(String, bool)> {
    let present = data.present.as_deref();
    match &data.values {
        Values::Text(texts) => {
            let texts: Vec<&str> = texts
                .iter()
                .map(|text| text.as_utf8().map_err(PipelineError::internal))
                .collect::<Result<_>>()?;
            joined(&texts, present)
        }
        Values::Int(values) => joined(values, present),
        Values::Long(values) => joined(values, present),
        Values::Double(values) => joined(values, present),
        Values::Boolean(values) => joined(values, present),
    }
}

fn joined<T: Serialize + PartialEq>(
    values: &[T],
    present: Option<&[i16]>,
) -> Result<(String, bool)> {
    if values.is_empty() {
        return Ok(("null".to_owned(), true));
    }
    let has_nulls = present.is_some_and(|levels| levels.contains(&0));
    let is_same = !has_nulls && values.windows(2).all(|pair| pair.first() == pair.last());
    let mut out = Vec::new();
    let mut rest = values.iter();
    let rows = present.map_or(values.len(), <[i16]>::len);
    for row in 0..if is_same { 1 } else { rows } {
        if row > 0 {
            out.push(b',');
        }
        let is_null = present.and_then(|levels| levels.get(row)) == Some(&0);
        // A number that JSON does not have is written as null.
        let value = if is_null { None } else { rest.next() };
        serde_json::to_writer(&mut out, &value).map_err(PipelineError::internal)?;
    }
    Ok((
        String::from_utf8(out).map_err(PipelineError::internal)?,
        is_same,
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::{DocumentRow, UnixMillis};

    fn row(doc_id: &str, filename: Option<&str>, uploaded_at: i64) -> DocumentRow {
        DocumentRow {
            doc_id: doc_id.to_owned(),
            filename: filename.map(str::to_owned),
            size_bytes: i64::MAX,
            document_sha256: "0".to_owned(),
            page_count: None,
            uploaded_at: Some(UnixMillis(uploaded_at)),
            state: "planned".to_owned(),
            refusal_category: None,
            refusal_reason: None,
            program_version: String::new(),
        }
    }

    fn parsed(table: &TableJson) -> Result<Value> {
        serde_json::from_str(&table.json).map_err(PipelineError::internal)
    }

    #[test]
    fn what_is_the_same_everywhere_stands_there_once() -> Result<()> {
        let table = TableJson::of(&[row("a", None, 1), row("b", Some("\"\\\u{0}"), 2)])?;
        let expected = json!({
            "same": {
                "size_bytes": i64::MAX, "document_sha256": "0", "page_count": null,
                "state": "planned", "refusal_category": null, "refusal_reason": null,
                "program_version": "",
            },
            "each": {
                "doc_id": ["a", "b"], "filename": [null, "\"\\\u{0}"], "uploaded_at": [1, 2],
            },
        });
        assert_eq!(parsed(&table)?, expected);
        Ok(())
    }

    #[test]
    fn rows_that_are_all_alike_are_as_many_as_before() -> Result<()> {
        for count in [1, 3] {
            let table = TableJson::of(&vec![row("a", None, 1); count])?;
            assert_eq!(
                parsed(&table)?["each"],
                json!({ "doc_id": vec!["a"; count] })
            );
            assert!(
                table
                    .values
                    .starts_with("unnest(t.\"each\".\"doc_id\"), t.\"same\"")
            );
        }
        Ok(())
    }
}
