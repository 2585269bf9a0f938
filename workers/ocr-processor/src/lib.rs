/*!
Worker `vessel-ner-ocr-processor`: opens each uploaded PDF, cuts it into chunks of pages, renders
the pages, has them read by DeepSeek-OCR on vLLM, and writes each chunk as one Parquet object.

Two queues lead here: R2's events of uploads ([`plan`]) and the chunks of planned documents
([`read`]). A third kind of message comes from their dead-letter queues and is only recorded.
A cron trigger looks for what was left undone.

Every write has a key that follows from document, run and page range, so a message may come twice,
late, or while the same chunk is being read elsewhere.

# Limits

One invocation holds one document in WASM memory, once, and as many page images as it has requests
in flight; the document's memory waits for the next one (`pdf::FileBytes`). A panic aborts the WASM instance; the next invocation of the chunk finds the marks of the
dead one and goes on carefully ([`read`]).
*/

mod client;
mod config;
mod dead_letter;
mod pdf;
mod plan;
mod read;
mod time;

use serde_json::{Value, json};
use vessel_ner_shared::error::Result;
use vessel_ner_shared::events::{ChunkMessage, R2Event};
use vessel_ner_worker_support::{Store, body_of, log, reconcile};
use worker::{
    Context, Env, MessageBatch, MessageExt, RawMessage, ScheduleContext, ScheduledEvent, event,
};

use crate::config::Config;

/// Queue of R2's events of uploads.
const UPLOADS_QUEUE: &str = "vessel-ner-uploads";

/// Queue of the chunks to read.
const CHUNKS_QUEUE: &str = "vessel-ner-chunks";

#[event(start)]
fn start() {
    console_error_panic_hook::set_once();
}

/// Handles each message on its own; never an error, because an error of the handler would be a
/// panic and take the other messages down.
#[event(queue)]
async fn queue(batch: MessageBatch<Value>, env: Env, _context: Context) -> worker::Result<()> {
    let queue = batch.queue();
    for message in batch.raw_iter() {
        match handle(&queue, &env, &message).await {
            Ok(()) => message.ack(),
            Err(error) => {
                let fields = json!({ "queue": queue, "message_id": message.id() });
                log::failure("message_failed", &error, fields);
                message.retry();
            }
        }
    }
    Ok(())
}

async fn handle(queue: &str, env: &Env, message: &RawMessage) -> Result<()> {
    let store = Store::new(env)?;
    match queue {
        UPLOADS_QUEUE => {
            let config = Config::from_env(env)?;
            match body_of::<R2Event>(message) {
                Ok(event) => plan::plan(env, &store, &config, &event).await,
                Err(error) => poison(message, &error.internal),
            }
        }
        CHUNKS_QUEUE => {
            let config = Config::from_env(env)?;
            match body_of::<ChunkMessage>(message) {
                Ok(chunk) if chunk.version == ChunkMessage::VERSION => {
                    read::read_chunk(env, &store, &config, &chunk).await
                }
                // A newer program wrote it; that program is about to be the one that runs.
                Ok(chunk) => Err(vessel_ner_shared::error::PipelineError::internal(format!(
                    "chunk message of version {}",
                    chunk.version
                ))),
                Err(error) => poison(message, &error.internal),
            }
        }
        _ => dead_letter::record(&store, queue, message).await,
    }
}

/// A message that nobody will ever understand is logged and forgotten.
#[allow(clippy::unnecessary_wraps)] // the outcome of a message, like the others
fn poison(message: &RawMessage, cause: &str) -> Result<()> {
    log::error(
        "poison_message",
        json!({ "message_id": message.id(), "cause": cause }),
    );
    Ok(())
}

/// Sends again what was left undone.
#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    let outcome = match Store::new(&env) {
        Ok(store) => reconcile(&env, &store).await,
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        log::failure("reconcile_failed", &error, json!({}));
    }
}
