//! A deleted document leaves nothing behind but its tombstone.

use serde_json::json;
use vessel_ner_shared::error::Result;
use vessel_ner_shared::ids::DocId;
use vessel_ner_shared::warehouse::delete_document;
use vessel_ner_worker_support::{Store, delete_objects, is_deleted, log, settle_deletion};

use crate::warehouse::Warehouse;

/// Deletes the rows, then what was written to the bucket after the portal had emptied it.
/// Does nothing for a document without a tombstone: only the portal decides what is deleted.
pub(crate) async fn delete(store: &Store, warehouse: &mut Warehouse, doc_id: &DocId) -> Result<()> {
    if !is_deleted(store, doc_id).await? {
        log::warn(
            "deletion_without_tombstone",
            json!({ "doc_id": doc_id.as_str() }),
        );
        return Ok(());
    }
    warehouse.transaction(&delete_document(doc_id)).await?;
    delete_objects(store, doc_id).await?;
    settle_deletion(store, doc_id).await?;
    log::info("document_deleted", json!({ "doc_id": doc_id.as_str() }));
    Ok(())
}
