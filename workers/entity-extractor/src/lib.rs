/*!
Worker `vessel-ner-entity-extractor`: wakes when pages were read, finds the entities in them and
loads document, pages and entities into the warehouse, one transaction a message.

A message is acknowledged after `COMMIT`. Delivering it again, or two at once, leaves the same rows:
what was there for the same document, run and pages is replaced, and two transactions that meet
conflict, so that one of them runs again.

# Limits

Everything that is true stands in the bucket; a message only says where to look. The Worker keeps
nothing between invocations, and opens one connection to the warehouse an invocation.
*/

mod chunk;
mod dead_letter;
mod deletion;
mod document;
mod warehouse;

use serde::Deserialize;
use serde_json::{Value, json};
use vessel_ner_shared::error::{PipelineError, Result};
use vessel_ner_shared::events::{DeleteMessage, R2Event};
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_worker_support::{Store, body_of, is_deleted, log};
use worker::{Context, Env, MessageBatch, MessageExt, RawMessage, event};

use crate::warehouse::Warehouse;

/// The queue of everything that was read.
const PAGES_QUEUE: &str = "vessel-ner-pages";

/// What can stand in the queue.
#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    Created(R2Event),
    Delete(DeleteMessage),
}

#[event(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// Handles each message on its own; never an error, because an error of the handler would be a
/// panic and take the other messages down.
#[event(queue)]
async fn queue(batch: MessageBatch<Value>, env: Env, _context: Context) -> worker::Result<()> {
    let is_dead_letter_queue = batch.queue() != PAGES_QUEUE;
    let mut warehouse = Warehouse::new(&env);
    for message in batch.raw_iter() {
        let outcome = if is_dead_letter_queue {
            dead_letter::record(&env, &message).await
        } else {
            handle(&env, &mut warehouse, &message).await
        };
        match outcome {
            Ok(()) => message.ack(),
            Err(error) => {
                log::failure(
                    "message_failed",
                    &error,
                    json!({ "message_id": message.id() }),
                );
                message.retry();
            }
        }
    }
    warehouse.close().await;
    Ok(())
}

async fn handle(env: &Env, warehouse: &mut Warehouse, message: &RawMessage) -> Result<()> {
    let store = Store::new(env)?;
    let event = match body_of::<Message>(message)? {
        Message::Delete(deletion) => {
            return deletion::delete(&store, warehouse, &deletion.doc_id).await;
        }
        Message::Created(event) => event,
    };
    let key = event
        .created()
        .ok_or_else(|| PipelineError::internal("event is about no object of ours"))?;
    let Some(doc_id) = key.doc_id() else {
        return Ok(());
    };
    // What the event is about was written although the document was deleted, or an earlier delivery
    // may have loaded it and died before it looked again.
    if is_deleted(&store, doc_id).await? {
        return deletion::delete(&store, warehouse, doc_id).await;
    }
    let etag = event.object.etag.as_deref();
    match &key {
        ObjectKey::Document(doc_id) => document::load(&store, warehouse, doc_id, etag).await?,
        ObjectKey::Pages {
            doc_id,
            run_id,
            pages,
        } => {
            chunk::load(env, &store, warehouse, (doc_id, run_id, *pages), etag).await?;
        }
        other => log::warn("event_of_other_object", json!({ "key": other.to_string() })),
    }
    // The document may have been deleted while its rows were being written.
    if is_deleted(&store, doc_id).await? {
        deletion::delete(&store, warehouse, doc_id).await?;
    }
    Ok(())
}
