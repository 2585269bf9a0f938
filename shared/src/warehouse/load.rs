use super::table_json::TableJson;
use crate::columnar::Row;
use crate::error::Result;
use crate::ids::{DocId, PageRange, RunId};
use crate::model::{DocumentRow, DoubtRow, EntityRow, PageRow};

/// One statement with its parameters, all of them text; the SQL casts each of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// DuckDB SQL with `$1` … placeholders.
    pub sql: String,
    /// The parameters in order.
    pub parameters: Vec<String>,
}

/// A chunk to be loaded: what was there for its document, run and pages is replaced.
#[derive(Clone, Copy, Debug)]
pub struct ChunkLoad<'a> {
    /// The document.
    pub doc_id: &'a DocId,
    /// The run.
    pub run_id: &'a RunId,
    /// The chunk.
    pub pages: PageRange,
    /// The document's row, inserted if it is not there.
    pub document: Option<&'a DocumentRow>,
    /// The pages' rows.
    pub page_rows: &'a [PageRow],
    /// The entities' rows.
    pub entity_rows: &'a [EntityRow],
    /// The doubts' rows.
    pub doubt_rows: &'a [DoubtRow],
}

impl ChunkLoad<'_> {
    /// The statements between `BEGIN` and `COMMIT`.
    pub fn statements(&self) -> Result<Vec<Statement>> {
        let mut statements = ["doubts", "entities", "raw_ocr"]
            .map(|table| self.delete_from(table))
            .to_vec();
        if let Some(document) = self.document {
            let rows = std::slice::from_ref(document);
            statements.push(insert("documents", rows, " ON CONFLICT DO NOTHING")?);
        }
        if !self.page_rows.is_empty() {
            statements.push(insert("raw_ocr", self.page_rows, "")?);
        }
        if !self.entity_rows.is_empty() {
            statements.push(insert("entities", self.entity_rows, "")?);
        }
        if !self.doubt_rows.is_empty() {
            statements.push(insert("doubts", self.doubt_rows, "")?);
        }
        Ok(statements)
    }

    fn delete_from(&self, table: &str) -> Statement {
        Statement {
            sql: format!(
                "DELETE FROM {table} WHERE doc_id = $1::text AND run_id = $2::text \
                 AND page_number BETWEEN $3::text::integer AND $4::text::integer"
            ),
            parameters: vec![
                self.doc_id.to_string(),
                self.run_id.to_string(),
                self.pages.first().to_string(),
                self.pages.last().to_string(),
            ],
        }
    }
}

/// The statements that put the document's row in the place of what was there.
pub fn replace_document(row: &DocumentRow) -> Result<Vec<Statement>> {
    let delete = Statement {
        sql: "DELETE FROM documents WHERE doc_id = $1::text".to_owned(),
        parameters: vec![row.doc_id.clone()],
    };
    Ok(vec![
        delete,
        insert("documents", std::slice::from_ref(row), "")?,
    ])
}

/// The statements that leave nothing of a document.
pub fn delete_document(doc_id: &DocId) -> Vec<Statement> {
    ["doubts", "entities", "raw_ocr", "documents"]
        .map(|table| Statement {
            sql: format!("DELETE FROM {table} WHERE doc_id = $1::text"),
            parameters: vec![doc_id.to_string()],
        })
        .into()
}

/// One `INSERT` for any number of rows, which travel as one parameter ([`TableJson`]).
fn insert<R: Row>(table: &str, rows: &[R], suffix: &str) -> Result<Statement> {
    let TableJson {
        json,
        structure,
        columns,
        values,
    } = TableJson::of(rows)?;
    Ok(Statement {
        sql: format!(
            "INSERT INTO {table} ({columns}) \
             SELECT {values} FROM (SELECT from_json($1::text, '{structure}') AS t){suffix}"
        ),
        parameters: vec![json],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Sha256Digest;

    #[test]
    fn load_replaces_only_its_own_pages() -> Result<()> {
        let document = Sha256Digest::of(b"document");
        let doc_id = DocId::from_document_hash(&document);
        let run_id = RunId::new(&document, "model", "prompt", "{}");
        let load = ChunkLoad {
            doc_id: &doc_id,
            run_id: &run_id,
            pages: PageRange::new(17, 32)?,
            document: None,
            page_rows: &[],
            entity_rows: &[],
            doubt_rows: &[],
        };
        let statements = load.statements()?;
        assert_eq!(statements.len(), 3);
        for statement in statements {
            assert!(statement.sql.starts_with("DELETE FROM"));
            let expected = [doc_id.as_str(), run_id.as_str(), "17", "32"];
            assert_eq!(statement.parameters, expected);
        }
        Ok(())
    }

    #[test]
    fn no_text_of_a_document_reaches_the_sql() -> Result<()> {
        let hostile = "'); DROP TABLE documents; --";
        let row = DocumentRow {
            doc_id: "0".repeat(32),
            filename: Some(hostile.to_owned()),
            size_bytes: 1,
            document_sha256: String::new(),
            page_count: None,
            uploaded_at: None,
            state: "planned".to_owned(),
            refusal_category: None,
            refusal_reason: None,
            program_version: String::new(),
        };
        let statement = insert("documents", &[row], "")?;
        assert!(!statement.sql.contains("DROP"));
        assert!(
            statement
                .parameters
                .iter()
                .any(|parameter| parameter.contains("DROP"))
        );
        Ok(())
    }
}
