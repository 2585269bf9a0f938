/*!
Opens an uploaded PDF, decides whether and how it is read, and sends its chunks.

The order of the writes is hash, plan, document, chunks; each is repeated without harm, so an
invocation that is killed between any two is made good by the message's next delivery.
*/

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::json;
use vessel_ner_shared::PROGRAM_VERSION;
use vessel_ner_shared::columnar::write_rows;
use vessel_ner_shared::error::{FailureCategory, PipelineError, Result};
use vessel_ner_shared::events::{ChunkMessage, R2Event};
use vessel_ner_shared::ids::{DocId, Sha256Digest};
use vessel_ner_shared::keys::{ObjectKey, Stage};
use vessel_ner_shared::model::{DocumentRow, DocumentState, FailureRecord, Plan};
use vessel_ner_shared::render::PdfDocument;
use vessel_ner_shared::upload::FileName;
use vessel_ner_worker_support::{ALIAS_OF, Store, log, sweep_if_deleted};
use worker::{BatchMessageBuilder, Env};

use crate::UPLOADS_QUEUE;
use crate::config::{Config, ocr_settings};
use crate::pdf::{Upload, fetch};

/// Most messages of one `sendBatch`.
const BATCH_SIZE: usize = 100;

/// Receipts of one upload that are told to the document it is a copy of.
const MAX_RECEIPTS: usize = 1000;

/// A document's row in Parquet is a few kilobytes.
const MAX_DOCUMENT_BYTES: u64 = 1 << 20;

/// `hashes/{sha256}.json` and `aliases/{doc}.json`.
#[derive(Serialize, Deserialize)]
struct DocumentReference {
    doc_id: DocId,
}

/// Handles one event of an upload.
pub(crate) async fn plan(env: &Env, store: &Store, config: &Config, event: &R2Event) -> Result<()> {
    let Some(ObjectKey::Upload(doc_id)) = event.created() else {
        log::warn("event_of_other_object", json!({ "key": event.object.key }));
        return Ok(());
    };
    if sweep_if_deleted(store, &doc_id).await? {
        return Ok(());
    }
    let sha256 = plan_document(env, store, config, &doc_id, event).await?;
    // The document may have been deleted while it was being opened.
    if let (true, Some(sha256)) = (sweep_if_deleted(store, &doc_id).await?, sha256) {
        forget_hash(store, &doc_id, sha256).await?;
    }
    Ok(())
}

/// Opens the document and settles how it is read. Returns the hash of its bytes, unless they are
/// gone, too many, or those of another document.
async fn plan_document(
    env: &Env,
    store: &Store,
    config: &Config,
    doc_id: &DocId,
    event: &R2Event,
) -> Result<Option<Sha256Digest>> {
    let etag = event.object.etag.as_deref();
    let upload = match fetch(store, doc_id, etag, config.max_upload_bytes).await {
        Ok(Some(upload)) => upload,
        Ok(None) => {
            log::info("stale_event", json!({ "doc_id": doc_id.as_str() }));
            return Ok(None);
        }
        Err(error) if error.category == FailureCategory::Policy => {
            record_refusal(store, doc_id, &error, event).await?;
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let sha256 = document_hash(&upload);
    if let Some(other) = same_bytes_elsewhere(store, doc_id, &sha256).await? {
        become_copy(store, doc_id, other).await?;
        return Ok(None);
    }
    // It may have been a copy of a document that is deleted now.
    store
        .delete(vec![ObjectKey::Alias(doc_id.clone()).to_string()])
        .await?;
    let mut row = document_row(doc_id, &upload, &sha256);
    match PdfDocument::open(upload.bytes, config.max_pages) {
        Ok(document) => {
            let page_count = document.page_count();
            drop(document);
            let plan = settled_plan(store, config, doc_id, sha256.clone(), page_count).await?;
            row.page_count = i32::try_from(page_count).ok();
            put_document(store, doc_id, &row).await?;
            send_chunks(env, store, &plan).await?;
        }
        Err(error) => {
            DocumentState::Refused.as_str().clone_into(&mut row.state);
            row.refusal_category = Some(error.category.as_str().to_owned());
            row.refusal_reason = Some(error.external.clone());
            put_document(store, doc_id, &row).await?;
            record_refusal(store, doc_id, &error, event).await?;
        }
    }
    Ok(Some(sha256))
}

/// Leads the document to another with the same bytes. The other stays while somebody holds a receipt
/// for this one.
async fn become_copy(store: &Store, doc_id: &DocId, original: DocId) -> Result<()> {
    let prefix = format!("receipts/{doc_id}/");
    let copied = json!({ "copy": doc_id.as_str() });
    for receipt in store.list(&prefix, None, MAX_RECEIPTS).await? {
        if let Some(ObjectKey::Receipt(_, token)) = ObjectKey::parse(&receipt.key) {
            let key = ObjectKey::Receipt(original.clone(), token);
            store.put_new_json(&key, &copied).await?;
        }
    }
    let metadata = HashMap::from([(ALIAS_OF.to_owned(), original.to_string())]);
    let reference = DocumentReference { doc_id: original };
    let body = serde_json::to_vec(&reference).map_err(PipelineError::internal)?;
    let alias = ObjectKey::Alias(doc_id.clone());
    store.put(&alias, body, metadata).await?;
    let tombstone = ObjectKey::Tombstone(reference.doc_id.clone());
    if store.exists(&tombstone).await? {
        // Deleted meanwhile; the next delivery makes this document the one with these bytes.
        return Err(PipelineError::unavailable(
            "the document with the same bytes",
            "it was deleted",
        ));
    }
    log::info(
        "same_bytes",
        json!({ "doc_id": doc_id.as_str(), "as": reference.doc_id.as_str() }),
    );
    Ok(())
}

/// Deletes the entry of the document's hash, if it is the document's.
async fn forget_hash(store: &Store, doc_id: &DocId, sha256: Sha256Digest) -> Result<()> {
    let key = ObjectKey::Hash(sha256);
    let known = store.get_json::<DocumentReference>(&key).await?;
    if known.is_some_and(|(known, _)| known.doc_id == *doc_id) {
        store.delete(vec![key.to_string()]).await?;
    }
    Ok(())
}

/// The hash that R2 verified, or our own.
fn document_hash(upload: &Upload) -> Sha256Digest {
    upload
        .metadata
        .get("sha256")
        .and_then(|hash| hash.parse().ok())
        .unwrap_or_else(|| Sha256Digest::of(upload.bytes.as_ref()))
}

fn document_row(doc_id: &DocId, upload: &Upload, sha256: &Sha256Digest) -> DocumentRow {
    let filename = upload.metadata.get("filename").map(String::as_str);
    DocumentRow {
        doc_id: doc_id.to_string(),
        filename: filename
            .and_then(FileName::from_encoded)
            .map(|name| name.as_str().to_owned()),
        size_bytes: i64::try_from(upload.bytes.as_ref().len()).unwrap_or(i64::MAX),
        document_sha256: sha256.to_string(),
        page_count: None,
        uploaded_at: Some(upload.uploaded_at),
        state: DocumentState::Planned.as_str().to_owned(),
        refusal_category: None,
        refusal_reason: None,
        program_version: PROGRAM_VERSION.to_owned(),
    }
}

/// Another document with these bytes that still exists. If there is none, the hash is this one's.
async fn same_bytes_elsewhere(
    store: &Store,
    doc_id: &DocId,
    sha256: &Sha256Digest,
) -> Result<Option<DocId>> {
    let key = ObjectKey::Hash(sha256.clone());
    let own = DocumentReference {
        doc_id: doc_id.clone(),
    };
    if store.put_new_json(&key, &own).await? {
        return Ok(None);
    }
    let known = store.get_json::<DocumentReference>(&key).await?;
    let Some((DocumentReference { doc_id: other }, _)) =
        known.filter(|(known, _)| known.doc_id != *doc_id)
    else {
        return Ok(None);
    };
    let is_there = store.exists(&ObjectKey::Upload(other.clone())).await?
        && !store.exists(&ObjectKey::Tombstone(other.clone())).await?;
    if is_there {
        return Ok(Some(other));
    }
    store.put_json(&key, &own).await?;
    Ok(None)
}

/// The run's plan: the one that was written first, whoever wrote it.
async fn settled_plan(
    store: &Store,
    config: &Config,
    doc_id: &DocId,
    sha256: Sha256Digest,
    page_count: u32,
) -> Result<Plan> {
    let plan = Plan::new(
        doc_id.clone(),
        sha256,
        page_count,
        config.chunk_pages,
        ocr_settings(&config.model),
    )?;
    let key = ObjectKey::Plan(doc_id.clone(), plan.run_id.clone());
    if store.put_new_json(&key, &plan).await? {
        return Ok(plan);
    }
    let known = store.get_json::<Plan>(&key).await?;
    known
        .map(|(plan, _)| plan)
        .ok_or_else(|| PipelineError::unavailable("bucket get", "the plan is gone again"))
}

/// Writes the document's row unless the same is there: a write wakes the extractor.
async fn put_document(store: &Store, doc_id: &DocId, row: &DocumentRow) -> Result<()> {
    let key = ObjectKey::Document(doc_id.clone());
    let bytes = write_rows(std::slice::from_ref(row))?;
    let known = store.get(&key, None, MAX_DOCUMENT_BYTES).await?;
    if known.is_some_and(|known| known.bytes == bytes) {
        return Ok(());
    }
    store.put(&key, bytes, HashMap::new()).await
}

async fn record_refusal(
    store: &Store,
    doc_id: &DocId,
    error: &PipelineError,
    event: &R2Event,
) -> Result<()> {
    let record = FailureRecord {
        stage: Stage::Plan,
        chunk: None,
        category: error.category,
        reason: error.external.clone(),
        internal: error.internal.clone(),
        queue: UPLOADS_QUEUE.to_owned(),
        message: serde_json::to_value(event).ok(),
    };
    let key = ObjectKey::Failure {
        doc_id: doc_id.clone(),
        stage: Stage::Plan,
        chunk: None,
    };
    store.put_json(&key, &record).await?;
    log::warn(
        "document_refused",
        json!({ "doc_id": doc_id.as_str(), "cause": error.internal }),
    );
    Ok(())
}

/// Sends a message for every chunk that has no result yet.
async fn send_chunks(env: &Env, store: &Store, plan: &Plan) -> Result<()> {
    let chunks = plan.chunks();
    // The run's folder holds one object a chunk.
    let prefix = format!("{}{}/{}/", ObjectKey::OCR_PREFIX, plan.doc_id, plan.run_id);
    let listed = store
        .list(&prefix, None, chunks.len().saturating_add(1))
        .await?;
    let done: Vec<ObjectKey> = listed
        .iter()
        .filter_map(|object| ObjectKey::parse(&object.key))
        .collect();
    let messages: Vec<ChunkMessage> = chunks
        .into_iter()
        .filter(|pages| {
            !done.contains(&ObjectKey::Pages {
                doc_id: plan.doc_id.clone(),
                run_id: plan.run_id.clone(),
                pages: *pages,
            })
        })
        .map(|pages| ChunkMessage {
            version: ChunkMessage::VERSION,
            doc_id: plan.doc_id.clone(),
            run_id: plan.run_id.clone(),
            pages,
            deferrals: 0,
        })
        .collect();
    let queue = env.queue("CHUNKS_QUEUE").map_err(PipelineError::internal)?;
    for batch in messages.chunks(BATCH_SIZE) {
        let batch = BatchMessageBuilder::new().messages(batch.to_vec()).build();
        queue
            .send_batch(batch)
            .await
            .map_err(|error| PipelineError::unavailable("queue", error))?;
    }
    log::info(
        "document_planned",
        json!({
            "doc_id": plan.doc_id.as_str(),
            "run_id": plan.run_id.as_str(),
            "pages": plan.page_count,
            "chunks_sent": messages.len(),
            "memory_bytes": crate::read::memory_bytes(),
        }),
    );
    Ok(())
}
