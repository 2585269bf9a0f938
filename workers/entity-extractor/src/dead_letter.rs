//! Messages that were given up: the document's status has to say so.

use serde_json::{Value, json};
use vessel_ner_shared::error::Result;
use vessel_ner_shared::events::{DeleteMessage, R2Event};
use vessel_ner_shared::keys::{ObjectKey, Stage};
use vessel_ner_worker_support::{Store, body_of, log, record_dead_letter};
use worker::{Env, RawMessage};

use crate::PAGES_QUEUE;

/// Records the failure of the chunk or document that the message is about.
pub(crate) async fn record(env: &Env, message: &RawMessage) -> Result<()> {
    let body: Value = body_of(message)?;
    let key = serde_json::from_value::<R2Event>(body.clone())
        .ok()
        .and_then(|event| event.created());
    let (doc_id, chunk) = match key {
        Some(ObjectKey::Pages {
            doc_id,
            run_id,
            pages,
        }) => (doc_id, Some((run_id, pages))),
        Some(ObjectKey::Document(doc_id)) => (doc_id, None),
        _ if serde_json::from_value::<DeleteMessage>(body.clone()).is_ok() => {
            // Its tombstone is not settled, so the search for undone work asks for it again.
            log::error("deletion_given_up", json!({ "body": body }));
            return Ok(());
        }
        _ => {
            // Nothing in it names a document; the log is the only place left.
            log::error("unreadable_dead_letter", json!({ "body": body }));
            return Ok(());
        }
    };
    let store = Store::new(env)?;
    record_dead_letter(&store, PAGES_QUEUE, Stage::Load, &doc_id, chunk, body).await?;
    log::error("dead_letter", json!({ "doc_id": doc_id.as_str() }));
    Ok(())
}
