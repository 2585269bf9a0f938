//! `DELETE /documents/{receipt}`.

use serde_json::json;
use vessel_ner_shared::columnar::read_rows;
use vessel_ner_shared::events::DeleteMessage;
use vessel_ner_shared::ids::{DocId, Sha256Digest};
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::model::DocumentRow;
use vessel_ner_shared::upload::{HttpError, Receipt};
use vessel_ner_worker_support::{Store, log};
use worker::Env;

use crate::answer::{Answer, json_response};
use crate::documents::{DocumentPointer, Opened, ReceiptRecord};
use crate::status::newest_plan;
use crate::store;

/// A document's row takes a few kilobytes.
const MAX_ROW_BYTES: u64 = 1024 * 1024;

/// Deletes what the receipt opens: the document with all that was made of it, or, while others hold
/// receipts for the same bytes, this receipt only. Broken off at any place, it can be asked for again:
/// the key that makes the receipt good goes last.
pub(crate) async fn delete(store: &Store, env: &Env, opened: &Opened) -> Answer {
    let Opened { receipt, doc_id } = opened;
    let own = receipt.doc_id();
    let is_shared = is_held_by_others(store, receipt, doc_id).await?;
    if !is_shared {
        delete_document(store, env, doc_id).await?;
    }
    if own != doc_id {
        store
            .delete(vec![receipt.key_for(doc_id.clone()).to_string()])
            .await?;
        // The upload that turned out to be a copy.
        if !is_held_by_others(store, receipt, own).await? {
            delete_document(store, env, own).await?;
        }
    }
    store.delete(vec![receipt.key().to_string()]).await?;
    log::info(
        "document_deleted",
        json!({ "doc_id": doc_id, "receipt_only": is_shared }),
    );
    let (deleted, message) = if is_shared {
        let message = "Your receipt is gone. Somebody else sent the same file and holds a receipt \
                       of their own, so the document stays until that one is used to delete it.";
        ("receipt", message)
    } else {
        let message = "The document is deleted: the PDF, its text, its entities and its rows.";
        ("document", message)
    };
    json_response(200, &json!({ "deleted": deleted, "message": message }))
}

/// Whether another receipt than this one is good for the document.
async fn is_held_by_others(
    store: &Store,
    receipt: &Receipt,
    doc_id: &DocId,
) -> Result<bool, HttpError> {
    let own_key = receipt.key_for(doc_id.clone());
    for name in store::keys(store, &format!("receipts/{doc_id}/")).await? {
        let Some(key) = ObjectKey::parse(&name).filter(|key| *key != own_key) else {
            continue;
        };
        let ObjectKey::Receipt(_, token) = &key else {
            continue;
        };
        let record: Option<ReceiptRecord> = store::json(store, &key).await?;
        let is_good = match record {
            Some(ReceiptRecord {
                copy: Some(copy), ..
            }) => {
                let given = ObjectKey::Receipt(copy, token.clone());
                store.exists(&given).await?
            }
            Some(_) => true,
            None => false,
        };
        if is_good {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn delete_document(store: &Store, env: &Env, doc_id: &DocId) -> Result<(), HttpError> {
    let hash = hash_of(store, doc_id).await?;
    // From here on no stage touches the document, whatever is still under way.
    store
        .put_new_json(&ObjectKey::Tombstone(doc_id.clone()), &json!({}))
        .await?;
    let message = DeleteMessage {
        doc_id: doc_id.clone(),
    };
    let queue = env.queue("PAGES_QUEUE").map_err(HttpError::internal)?;
    queue
        .send(message)
        .await
        .map_err(|error| HttpError::internal(format!("queue: {error}")))?;

    let mut keys = vec![
        ObjectKey::Upload(doc_id.clone()).to_string(),
        ObjectKey::Alias(doc_id.clone()).to_string(),
    ];
    if let Some(hash) = hash {
        let key = ObjectKey::Hash(hash);
        let pointer: Option<DocumentPointer> = store::json(store, &key).await?;
        if pointer.is_some_and(|pointer| pointer.doc_id == *doc_id) {
            keys.push(key.to_string());
        }
    }
    for prefix in ObjectKey::prefixes_of(doc_id) {
        if !prefix.starts_with("receipts/") {
            keys.extend(store::keys(store, &prefix).await?);
        }
    }
    Ok(store.delete(keys).await?)
}

/// The hash of the document's bytes: from the upload if R2 verified it, else from who hashed it.
async fn hash_of(store: &Store, doc_id: &DocId) -> Result<Option<Sha256Digest>, HttpError> {
    let upload = store.head(&ObjectKey::Upload(doc_id.clone())).await?;
    let metadata = upload
        .map(|upload| upload.custom_metadata())
        .transpose()
        .map_err(HttpError::internal)?
        .unwrap_or_default();
    if let Some(hash) = metadata.get("sha256").and_then(|hash| hash.parse().ok()) {
        return Ok(Some(hash));
    }
    if let Some(plan) = newest_plan(store, doc_id).await? {
        return Ok(Some(plan.document_sha256));
    }
    // A refused document has a row, but no plan.
    let key = ObjectKey::Document(doc_id.clone());
    let Some(object) = store.get(&key, None, MAX_ROW_BYTES).await? else {
        return Ok(None);
    };
    let rows = read_rows::<DocumentRow>(object.bytes.into())?;
    Ok(rows.iter().find_map(|row| row.document_sha256.parse().ok()))
}
