//! A deleted document leaves nothing behind but its tombstone.

use serde_json::json;
use vessel_ner_shared::error::Result;
use vessel_ner_shared::ids::DocId;
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::warehouse::delete_document;
use vessel_ner_worker_support::{Store, log};

use crate::warehouse::Warehouse;

/// More objects than a document of the highest page number has.
const MAX_OBJECTS: usize = 100_000;

/// Deletes the rows, then what was written to the bucket after the portal had emptied it.
/// Does nothing for a document without a tombstone: only the portal decides what is deleted.
pub(crate) async fn delete(store: &Store, warehouse: &mut Warehouse, doc_id: &DocId) -> Result<()> {
    if !store.exists(&ObjectKey::Tombstone(doc_id.clone())).await? {
        log::warn(
            "deletion_without_tombstone",
            json!({ "doc_id": doc_id.as_str() }),
        );
        return Ok(());
    }
    warehouse.transaction(&delete_document(doc_id)).await?;
    for prefix in ObjectKey::prefixes_of(doc_id) {
        let listed = store.list(&prefix, None, MAX_OBJECTS).await?;
        store
            .delete(listed.into_iter().map(|object| object.key).collect())
            .await?;
    }
    log::info("document_deleted", json!({ "doc_id": doc_id.as_str() }));
    Ok(())
}
