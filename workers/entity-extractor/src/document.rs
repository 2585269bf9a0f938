//! The document's own row.

use serde_json::json;
use vessel_ner_shared::columnar::read_rows;
use vessel_ner_shared::error::{PipelineError, Result};
use vessel_ner_shared::ids::DocId;
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::model::DocumentRow;
use vessel_ner_shared::warehouse::replace_document;
use vessel_ner_worker_support::{Store, log};

use crate::warehouse::Warehouse;

/// A document's Parquet holds one row.
const MAX_DOCUMENT_BYTES: u64 = 1024 * 1024;

/// The row as the OCR processor wrote it; `None` if it is not there, or not with this entity tag.
pub(crate) async fn read(
    store: &Store,
    doc_id: &DocId,
    etag: Option<&str>,
) -> Result<Option<DocumentRow>> {
    let key = ObjectKey::Document(doc_id.clone());
    let Some(object) = store.get(&key, etag, MAX_DOCUMENT_BYTES).await? else {
        return Ok(None);
    };
    let rows = read_rows::<DocumentRow>(object.bytes.into())?;
    match <[DocumentRow; 1]>::try_from(rows) {
        Ok([row]) if row.doc_id == doc_id.as_str() => Ok(Some(row)),
        _ => Err(PipelineError::internal(format!(
            "{key} does not hold the document's one row"
        ))),
    }
}

/// Loads the row that an event is about.
pub(crate) async fn load(
    store: &Store,
    warehouse: &mut Warehouse,
    doc_id: &DocId,
    etag: Option<&str>,
) -> Result<()> {
    let Some(row) = read(store, doc_id, etag).await? else {
        log::info("stale_event", json!({ "doc_id": doc_id.as_str() }));
        return Ok(());
    };
    warehouse.transaction(&replace_document(&row)?).await?;
    let loaded = ObjectKey::DocumentLoaded(doc_id.clone());
    store
        .put_json(&loaded, &json!({ "state": row.state }))
        .await?;
    log::info(
        "document_loaded",
        json!({ "doc_id": doc_id.as_str(), "state": row.state }),
    );
    Ok(())
}
