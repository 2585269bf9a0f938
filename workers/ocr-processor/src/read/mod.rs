/*!
Reads one chunk of pages and writes it as one Parquet object.

What is true about a chunk stands in two objects: its result, which is written once and never again,
and its progress, which whoever reads the chunk renews and which holds the pages that are finished.
So a chunk goes on where it stopped, whether it was put off because the server is busy, ran out of
time, or was killed.

* **Busy server**: pages back off and try again; when nothing is answered for a while the chunk is
  put off: its progress says what it waits for, a new message with a delay takes its place, and this
  one is acknowledged, so that the queue's own retries are kept for real failures.
* **Wrong configuration** (401, 403, 404, a login page): the chunk is recorded as failed at once,
  naming the cause, with its message for `redrive`. Its pages are not marked as failed: they are not
  at fault, and a result would keep them from being read once the configuration is right. The same
  is done if the server refuses every single page of a chunk.
* **Page that kills the invocation**: see [`progress`].
*/

mod page;
mod progress;
mod report;
mod room;

use std::collections::BTreeMap;

use futures::StreamExt;
use futures::future::select;
use futures::stream::iter;
use serde_json::json;
use vessel_ner_shared::columnar::write_rows;
use vessel_ner_shared::error::{FailureCategory, PipelineError, Result};
use vessel_ner_shared::events::ChunkMessage;
use vessel_ner_shared::keys::{ObjectKey, Stage};
use vessel_ner_shared::model::{FailureRecord, PageRow, Plan, UnixMillis};
use vessel_ner_shared::ocr::profile::ModelProfile;
use vessel_ner_shared::render::PdfDocument;
use vessel_ner_worker_support::{Store, log, sweep_if_deleted};
use worker::{Env, MessageBuilder};

use crate::CHUNKS_QUEUE;
use crate::config::{Config, ocr_settings};
use crate::pdf::fetch;
use crate::time::{random_share, sleep_ms};

use self::page::{PageEnd, read_page};
use self::progress::{Claim, ProgressKeeper};
use self::report::{Report, page_metadata};
use self::room::Room;

/// Longest delay of a chunk that was put off, in seconds.
const MAX_DEFERRAL_SECONDS: u32 = 900;

/// Bytes of WASM memory that this instance ever needed; memory never shrinks.
pub(crate) fn memory_bytes() -> usize {
    const PAGE_BYTES: usize = 65_536;
    #[cfg(target_arch = "wasm32")]
    let pages = core::arch::wasm32::memory_size(0);
    #[cfg(not(target_arch = "wasm32"))]
    let pages = 0_usize;
    pages.saturating_mul(PAGE_BYTES)
}

/// The keys of one chunk.
struct ChunkKeys {
    pages: ObjectKey,
    progress: ObjectKey,
    failure: ObjectKey,
}

impl ChunkKeys {
    fn of(message: &ChunkMessage) -> Self {
        let ChunkMessage {
            doc_id,
            run_id,
            pages,
            ..
        } = message.clone();
        Self {
            pages: ObjectKey::Pages {
                doc_id: doc_id.clone(),
                run_id: run_id.clone(),
                pages,
            },
            progress: ObjectKey::Progress {
                doc_id: doc_id.clone(),
                run_id: run_id.clone(),
                pages,
            },
            failure: ObjectKey::Failure {
                doc_id,
                stage: Stage::Read,
                chunk: Some((run_id, pages)),
            },
        }
    }
}

impl ChunkKeys {
    /// Deletes what a chunk with a result needs no more.
    async fn clear_up(&self, store: &Store) -> Result<()> {
        let obsolete = vec![self.progress.to_string(), self.failure.to_string()];
        store.delete(obsolete).await
    }
}

/// Handles one chunk message.
pub(crate) async fn read_chunk(
    env: &Env,
    store: &Store,
    config: &Config,
    message: &ChunkMessage,
) -> Result<()> {
    if sweep_if_deleted(store, &message.doc_id).await? {
        return Ok(());
    }
    read_present(env, store, config, message).await?;
    // The document may have been deleted while its pages were being read.
    sweep_if_deleted(store, &message.doc_id).await?;
    Ok(())
}

/// Handles a chunk message of a document that was not deleted when it came.
async fn read_present(
    env: &Env,
    store: &Store,
    config: &Config,
    message: &ChunkMessage,
) -> Result<()> {
    let keys = ChunkKeys::of(message);
    if store.exists(&keys.pages).await? {
        log::info("chunk_needs_nothing", describe(message));
        // Whoever wrote the result may have died before it cleared up.
        return keys.clear_up(store).await;
    }
    let plan_key = ObjectKey::Plan(message.doc_id.clone(), message.run_id.clone());
    let Some((plan, planned_at)) = store.get_json::<Plan>(&plan_key).await? else {
        log::warn("chunk_without_plan", describe(message));
        return Ok(());
    };
    if !plan.has_chunk(message.pages) {
        log::error("chunk_not_in_plan", describe(message));
        return Ok(());
    }
    if plan.settings.parameters != ocr_settings(&plan.settings.model).parameters {
        // The answer is this program's; each row names its parameters and its version.
        log::warn("run_planned_by_another_version", describe(message));
    }
    let Some(upload) = fetch(store, &message.doc_id, None, config.max_upload_bytes).await? else {
        log::warn("chunk_without_upload", describe(message));
        return Ok(());
    };
    let waiting = config.waiting;
    let claim = ProgressKeeper::claim(
        store,
        keys.progress.clone(),
        message.pages,
        waiting.lease_ms,
    );
    let keeper = match claim.await? {
        Claim::Taken(keeper) => keeper,
        Claim::Busy => {
            // Somebody else reads it. If they die, this message is what brings the chunk back.
            let delay = u32::try_from(waiting.lease_ms / 1000)
                .unwrap_or(u32::MAX)
                .max(1);
            log::info("chunk_in_other_hands", describe(message));
            return send_again(env, message.clone(), delay).await;
        }
    };
    let document = PdfDocument::open(upload.bytes, u32::MAX)?;
    let chunk = Chunk {
        config,
        plan: &plan,
        planned_at,
        message,
        keys: &keys,
        keeper: &keeper,
    };
    let end = chunk.read(&document).await?;
    chunk.settle(env, store, end).await
}

fn describe(message: &ChunkMessage) -> serde_json::Value {
    json!({
        "doc_id": message.doc_id.as_str(),
        "run_id": message.run_id.as_str(),
        "pages": message.pages.to_string(),
    })
}

/// Puts a message for the chunk into the queue, to come after `delay` seconds.
async fn send_again(env: &Env, message: ChunkMessage, delay: u32) -> Result<()> {
    let queue = env.queue("CHUNKS_QUEUE").map_err(PipelineError::internal)?;
    let message = MessageBuilder::new(message).delay_seconds(delay).build();
    queue
        .send(message)
        .await
        .map_err(|error| PipelineError::unavailable("queue", error))
}

/// A chunk being read.
struct Chunk<'a> {
    config: &'a Config,
    plan: &'a Plan,
    planned_at: UnixMillis,
    message: &'a ChunkMessage,
    keys: &'a ChunkKeys,
    keeper: &'a ProgressKeeper<'a>,
}

/// How reading a chunk ended.
struct ChunkEnd {
    rows: BTreeMap<u32, PageRow>,
    /// Pages that were asked for and refused by the server.
    refusals: usize,
    /// Pages that were finished in this invocation.
    finished: usize,
    /// Set if pages are missing: why.
    stopped_by: Option<PageEnd>,
    last_refusal: Option<PipelineError>,
}

impl Chunk<'_> {
    /// Reads what is not finished yet. Errors are the bucket's, or another invocation took over.
    async fn read(&self, document: &PdfDocument) -> Result<ChunkEnd> {
        let profile = ModelProfile::of(&self.plan.settings.model);
        let mut end = ChunkEnd {
            rows: self.keeper.finished_rows(),
            refusals: 0,
            finished: 0,
            stopped_by: None,
            last_refusal: None,
        };
        let open: Vec<u32> = self
            .message
            .pages
            .pages()
            .filter(|page| !end.rows.contains_key(page))
            .collect();
        let room = Room::new(self, document, profile, &open);
        room.draw_carefully().await?;
        let reading = Box::pin(async {
            let mut ends = iter(open)
                .map(|page_number| read_page(&room, page_number))
                .buffer_unordered(self.config.pages_in_flight);
            while let Some((page_number, page_end)) = ends.next().await {
                self.take(&mut end, page_number, page_end);
                if matches!(end.stopped_by, Some(PageEnd::Misconfigured(_))) {
                    // Every other page would be told the same.
                    break;
                }
                self.keeper.renew().await?;
            }
            Ok(())
        });
        let time = Box::pin(self.watch_the_time());
        // Dropping what is not finished ends its requests.
        let (outcome, _) = select(reading, time).await.factor_first();
        outcome?;
        Ok(end)
    }

    fn take(&self, end: &mut ChunkEnd, page_number: u32, page_end: PageEnd) {
        match page_end {
            PageEnd::Finished { row, refusal } => {
                end.finished = end.finished.saturating_add(1);
                end.refusals = end.refusals.saturating_add(usize::from(refusal.is_some()));
                end.last_refusal = refusal.or(end.last_refusal.take());
                self.keeper.page_finished(&row);
                end.rows.insert(page_number, *row);
            }
            PageEnd::NotBegun => {}
            stopped @ PageEnd::Misconfigured(_) => end.stopped_by = Some(stopped),
            stopped => {
                end.stopped_by.get_or_insert(stopped);
            }
        }
    }

    /// Renews the claim while pages are waited for; ends when the invocation has to.
    async fn watch_the_time(&self) -> Result<()> {
        let waiting = self.config.waiting;
        let latest_ms = waiting.invocation_ms.saturating_add(waiting.grace_ms);
        let pause_ms = (waiting.lease_ms / 4).clamp(100, 15_000);
        while self.keeper.elapsed_ms() < latest_ms {
            sleep_ms(pause_ms).await;
            self.keeper.renew().await?;
        }
        Ok(())
    }

    /// Writes the result, or sees to it that the chunk is taken up again.
    async fn settle(&self, env: &Env, store: &Store, end: ChunkEnd) -> Result<()> {
        let missing = end.rows.len() < self.message.pages.count() as usize;
        match end.stopped_by {
            Some(PageEnd::Misconfigured(error)) => self.give_up(store, &error).await,
            _ if missing => {
                let error = match end.stopped_by {
                    Some(PageEnd::PutOff(error)) => error,
                    _ => PipelineError::new(
                        FailureCategory::Timeout,
                        "Reading takes longer than usual and goes on shortly.",
                        "invocation's time is over",
                    ),
                };
                self.put_off(env, store, &error, end.finished > 0).await
            }
            _ => match end.last_refusal {
                Some(error) if end.refusals >= asked_pages(&end.rows) => {
                    self.give_up(store, &error).await
                }
                _ => self.write_result(store, end.rows).await,
            },
        }
    }

    async fn write_result(&self, store: &Store, rows: BTreeMap<u32, PageRow>) -> Result<()> {
        let rows: Vec<PageRow> = rows.into_values().collect();
        let report = Report::of(&rows);
        let bytes = write_rows(&rows)?;
        let is_new = store
            .put_new(&self.keys.pages, bytes, page_metadata(&report))
            .await?;
        self.keeper.end();
        self.keys.clear_up(store).await?;
        let mut fields = describe(self.message);
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("counts".to_owned(), json!(report.counts));
            fields.insert("is_new".to_owned(), json!(is_new));
            fields.insert("memory_bytes".to_owned(), json!(memory_bytes()));
            fields.insert("invocation_ms".to_owned(), json!(self.keeper.elapsed_ms()));
        }
        log::info("chunk_read", fields);
        Ok(())
    }

    /// Puts the chunk off: the pages read so far are kept, and a new message takes its place.
    async fn put_off(
        &self,
        env: &Env,
        store: &Store,
        error: &PipelineError,
        has_advanced: bool,
    ) -> Result<()> {
        let deferrals = if has_advanced {
            0
        } else {
            self.message.deferrals.saturating_add(1)
        };
        if deferrals > self.config.waiting.max_deferrals {
            return self.give_up(store, error).await;
        }
        self.keeper.release(&error.external).await?;
        let delay = deferral_seconds(self.config.waiting.deferral_seconds, deferrals);
        let mut fields = describe(self.message);
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("deferrals".to_owned(), json!(deferrals));
            fields.insert("delay_seconds".to_owned(), json!(delay));
            fields.insert("memory_bytes".to_owned(), json!(memory_bytes()));
        }
        log::failure("chunk_put_off", error, fields);
        let message = ChunkMessage {
            deferrals,
            ..self.message.clone()
        };
        send_again(env, message, delay).await
    }

    /// Records that the chunk is given up, with its message, so that it can be sent again.
    async fn give_up(&self, store: &Store, error: &PipelineError) -> Result<()> {
        self.keeper.forget_refusals();
        self.keeper.release(&error.external).await?;
        let message = ChunkMessage {
            deferrals: 0,
            ..self.message.clone()
        };
        let record = FailureRecord {
            stage: Stage::Read,
            chunk: Some((message.run_id.clone(), message.pages)),
            category: error.category,
            reason: error.external.clone(),
            internal: error.internal.clone(),
            queue: CHUNKS_QUEUE.to_owned(),
            message: serde_json::to_value(&message).ok(),
        };
        store.put_json(&self.keys.failure, &record).await?;
        let mut fields = describe(self.message);
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("category".to_owned(), json!(error.category));
            fields.insert("cause".to_owned(), json!(error.internal));
        }
        log::error("chunk_given_up", fields);
        Ok(())
    }
}

/// Pages that the server was asked for at all.
fn asked_pages(rows: &BTreeMap<u32, PageRow>) -> usize {
    rows.values().filter(|row| row.attempts > 0).count()
}

/// The delay doubles with each deferral up to a bound; a random part keeps chunks apart.
fn deferral_seconds(first: u32, deferrals: u32) -> u32 {
    let doublings = deferrals.saturating_sub(1).min(16);
    let most = first
        .saturating_mul(1 << doublings)
        .min(MAX_DEFERRAL_SECONDS);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a share of a u32
    let delay = (f64::from(most) * (0.5 + random_share() / 2.0)) as u32;
    delay
}
