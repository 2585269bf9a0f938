//! Messages that were given up: the document's status has to say so.

use serde_json::{Value, json};
use vessel_ner_shared::error::Result;
use vessel_ner_shared::events::{ChunkMessage, R2Event};
use vessel_ner_shared::keys::{ObjectKey, Stage};
use vessel_ner_worker_support::{Store, body_of, log, record_dead_letter};
use worker::RawMessage;

use crate::{CHUNKS_QUEUE, UPLOADS_QUEUE};

/// Records the failure of the document or chunk that the message is about.
pub(crate) async fn record(store: &Store, queue: &str, message: &RawMessage) -> Result<()> {
    let body: Value = match body_of(message) {
        Ok(body) => body,
        Err(error) => return crate::poison(message, &error.internal),
    };
    let doc_id = if let Ok(chunk) = serde_json::from_value::<ChunkMessage>(body.clone()) {
        let place = Some((chunk.run_id, chunk.pages));
        record_dead_letter(store, CHUNKS_QUEUE, Stage::Read, &chunk.doc_id, place, body).await?;
        chunk.doc_id
    } else if let Some(ObjectKey::Upload(doc_id)) = serde_json::from_value::<R2Event>(body.clone())
        .ok()
        .and_then(|event| event.created())
    {
        record_dead_letter(store, UPLOADS_QUEUE, Stage::Plan, &doc_id, None, body).await?;
        doc_id
    } else {
        // Nothing in it names a document; the log is the only place left.
        log::error(
            "unreadable_dead_letter",
            json!({ "queue": queue, "body": body }),
        );
        return Ok(());
    };
    log::error(
        "dead_letter",
        json!({ "queue": queue, "doc_id": doc_id.as_str() }),
    );
    Ok(())
}
