//! A deleted document stays deleted, whatever was under way when it was.

use std::collections::HashMap;

use serde_json::json;
use vessel_ner_shared::error::Result;
use vessel_ner_shared::ids::DocId;
use vessel_ner_shared::keys::ObjectKey;

use worker::Date;

use crate::{Listed, Store, log};

/// More objects than a document of the highest page number has below one prefix.
const MAX_OBJECTS: usize = 100_000;

/// An invocation that began before a deletion is over so long after it: a consumer may run for 15
/// minutes (Cloudflare's limits of Workers).
const SETTLED_AFTER_MS: i64 = 15 * 60 * 1000;

/// Custom metadata of the tombstone of a document of which nothing can come back any more.
const SETTLED: (&str, &str) = ("state", "settled");

/// Whether the document was deleted.
pub async fn is_deleted(store: &Store, doc_id: &DocId) -> Result<bool> {
    store.exists(&ObjectKey::Tombstone(doc_id.clone())).await
}

/// Deletes every object of a document but its tombstone.
pub async fn delete_objects(store: &Store, doc_id: &DocId) -> Result<()> {
    let mut keys = vec![
        ObjectKey::Upload(doc_id.clone()).to_string(),
        ObjectKey::Alias(doc_id.clone()).to_string(),
    ];
    for prefix in ObjectKey::prefixes_of(doc_id) {
        let listed = store.list(&prefix, None, MAX_OBJECTS).await?;
        keys.extend(listed.into_iter().map(|object| object.key));
    }
    store.delete(keys).await
}

/// For a stage to call before its work and after it: if the document was deleted, what a stage wrote
/// before it knew is deleted too. An invocation that dies in between is made good by the next
/// delivery of its message. Tells whether the document was deleted.
pub async fn sweep_if_deleted(store: &Store, doc_id: &DocId) -> Result<bool> {
    if !is_deleted(store, doc_id).await? {
        return Ok(false);
    }
    delete_objects(store, doc_id).await?;
    log::info(
        "deleted_document_swept",
        json!({ "doc_id": doc_id.as_str() }),
    );
    Ok(true)
}

/// Says in the tombstone that rows and objects are deleted for good, if nothing that was under way
/// then can still be. Until it says so, the search for undone work asks for the deletion again.
pub async fn settle_deletion(store: &Store, doc_id: &DocId) -> Result<()> {
    let key = ObjectKey::Tombstone(doc_id.clone());
    let Some(tombstone) = store.head(&key).await? else {
        return Ok(());
    };
    let age_ms = Date::now()
        .as_millis()
        .saturating_sub(tombstone.uploaded().as_millis());
    if i64::try_from(age_ms).unwrap_or(i64::MAX) < SETTLED_AFTER_MS {
        return Ok(());
    }
    let (name, value) = SETTLED;
    let metadata = HashMap::from([(name.to_owned(), value.to_owned())]);
    store.put(&key, b"{}".to_vec(), metadata).await
}

/// Whether a listed tombstone says that nothing is left to be done.
pub(crate) fn is_settled(tombstone: &Listed) -> bool {
    let (name, value) = SETTLED;
    tombstone
        .metadata
        .get(name)
        .is_some_and(|state| state == value)
}
