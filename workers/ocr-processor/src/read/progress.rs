/*!
The progress of a chunk, renewed by the one invocation that reads it.

The object is a claim: it is only ever replaced if it still is the one that was read or written last
(by its entity tag), so of two invocations one learns at its next write that it lost the chunk, and
stops. It holds the finished pages, so nothing is read twice.

It also tells what killed an invocation. While pages are being rendered they stand in `in_hand`;
if the claim is found abandoned with pages in hand, one of them made the rasteriser panic, run out
of memory or run too long. The next invocation then renders page by page before it asks for any,
writing each page's number first; if it dies too, its successor knows the page and gives it up.
*/

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vessel_ner_shared::error::{FailureCategory, PipelineError, Result};
use vessel_ner_shared::ids::PageRange;
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::model::{PageRow, Progress};
use vessel_ner_worker_support::Store;
use worker::{Conditional, HttpMetadata};

use crate::time::{now_ms, sleep_ms};

use super::report::note;

/// R2 takes one write a second for a key.
const WRITE_INTERVAL_MS: i64 = 1_100;

/// Finished pages are kept in the progress up to this size; beyond it they are read again.
const MAX_ROWS_BYTES: usize = 2 << 20;

/// Progress as it is stored: what everybody may know, and the finished rows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct StoredProgress {
    #[serde(flatten)]
    progress: Progress,
    #[serde(default)]
    rows: Vec<PageRow>,
}

/// The outcome of asking for a chunk.
pub(super) enum Claim<'a> {
    /// The chunk is ours.
    Taken(ProgressKeeper<'a>),
    /// Somebody else is reading it.
    Busy,
}

/// Keeps the progress of a chunk that is ours.
pub(super) struct ProgressKeeper<'a> {
    store: &'a Store,
    key: ObjectKey,
    etag: RefCell<Option<String>>,
    state: RefCell<StoredProgress>,
    started_ms: i64,
    last_write_ms: Cell<i64>,
    is_writing: Cell<bool>,
    has_ended: Cell<bool>,
    is_careful: bool,
}

impl<'a> ProgressKeeper<'a> {
    /// Takes the chunk unless somebody else holds it.
    pub(super) async fn claim(
        store: &'a Store,
        key: ObjectKey,
        pages: PageRange,
        lease_ms: i64,
    ) -> Result<Claim<'a>> {
        let failed = |error: worker::Error| PipelineError::unavailable("bucket get", error);
        let found = store
            .bucket()
            .get(key.to_string())
            .execute()
            .await
            .map_err(failed)?;
        let mut state = StoredProgress::default();
        let mut etag = None;
        if let Some(object) = found {
            let uploaded = i64::try_from(object.uploaded().as_millis()).unwrap_or_default();
            etag = Some(object.etag());
            let bytes = match object.body() {
                Some(body) => body.bytes().await.map_err(failed)?,
                None => Vec::new(),
            };
            // A progress that cannot be read costs what it held, no more.
            state = serde_json::from_slice(&bytes).unwrap_or_default();
            let is_fresh = now_ms().saturating_sub(uploaded) < lease_ms;
            if is_fresh && !is_released(&state.progress) {
                return Ok(Claim::Busy);
            }
        }
        let is_careful = take_over(&mut state, pages);
        let keeper = Self {
            store,
            key,
            etag: RefCell::new(etag),
            state: RefCell::new(state),
            started_ms: now_ms(),
            last_write_ms: Cell::new(0),
            is_writing: Cell::new(false),
            has_ended: Cell::new(false),
            is_careful,
        };
        if keeper.write().await? {
            Ok(Claim::Taken(keeper))
        } else {
            Ok(Claim::Busy)
        }
    }

    /// Whether an earlier invocation died while rendering.
    pub(super) fn is_careful(&self) -> bool {
        self.is_careful
    }

    /// Milliseconds since the chunk was taken.
    pub(super) fn elapsed_ms(&self) -> i64 {
        now_ms().saturating_sub(self.started_ms)
    }

    /// Pages that killed an invocation.
    pub(super) fn given_up(&self) -> Vec<u32> {
        self.state.borrow().progress.given_up.clone()
    }

    /// Rows of earlier invocations by page number.
    pub(super) fn finished_rows(&self) -> BTreeMap<u32, PageRow> {
        let state = self.state.borrow();
        state
            .rows
            .iter()
            .filter_map(|row| Some((u32::try_from(row.page_number).ok()?, row.clone())))
            .collect()
    }

    /// Marks a page before it is rendered carefully; the mark stands in the bucket on return.
    pub(super) async fn mark(&self, page_number: u32) -> Result<()> {
        self.state.borrow_mut().progress.in_hand = vec![page_number];
        self.write_now().await
    }

    /// A page is about to be rendered once more; the next write says so.
    pub(super) fn take_in_hand(&self, page_number: u32) {
        let in_hand = &mut self.state.borrow_mut().progress.in_hand;
        if !in_hand.contains(&page_number) {
            in_hand.push(page_number);
        }
    }

    /// A page was rendered.
    pub(super) fn page_rendered(&self, page_number: u32) {
        self.state
            .borrow_mut()
            .progress
            .in_hand
            .retain(|page| *page != page_number);
    }

    /// A page was finished.
    pub(super) fn page_finished(&self, row: &PageRow) {
        let mut state = self.state.borrow_mut();
        let page_number = u32::try_from(row.page_number).unwrap_or_default();
        state.progress.in_hand.retain(|page| *page != page_number);
        state.progress.pages_done = state.progress.pages_done.saturating_add(1);
        state.progress.waiting = None;
        state.progress.notes.extend(note(row));
        let kept: usize = state
            .rows
            .iter()
            .map(|row| row.text.len() + row.blocks.len())
            .sum();
        if kept.saturating_add(row.text.len()) < MAX_ROWS_BYTES {
            state.rows.push(row.clone());
        }
    }

    /// The chunk waits for the server.
    pub(super) fn waits(&self, reason: &str) {
        self.state.borrow_mut().progress.waiting = Some(reason.to_owned());
    }

    /// Writes the progress unless that was just done.
    pub(super) async fn renew(&self) -> Result<()> {
        let is_due = now_ms().saturating_sub(self.last_write_ms.get()) >= WRITE_INTERVAL_MS;
        if !is_due || self.is_writing.get() || self.has_ended.get() {
            return Ok(());
        }
        self.write_or_stop().await
    }

    /// Lets the chunk go: somebody else may take it up at once.
    pub(super) async fn release(&self, waiting: &str) -> Result<()> {
        {
            let mut state = self.state.borrow_mut();
            state.progress.in_hand.clear();
            state.progress.starts = 0;
            state.progress.waiting = Some(waiting.to_owned());
        }
        self.write_now().await?;
        self.end();
        Ok(())
    }

    /// Pages that the server refused are to be asked for again when the chunk is.
    pub(super) fn forget_refusals(&self) {
        let refused = Some(FailureCategory::Model.as_str());
        let is_kept = |row: &PageRow| row.reason_category.as_deref() != refused;
        self.state.borrow_mut().rows.retain(is_kept);
    }

    /// Nothing is written any more.
    pub(super) fn end(&self) {
        self.has_ended.set(true);
    }

    async fn write_now(&self) -> Result<()> {
        while self.is_writing.get() {
            sleep_ms(10).await;
        }
        let since_ms = now_ms().saturating_sub(self.last_write_ms.get());
        if since_ms < WRITE_INTERVAL_MS {
            sleep_ms(WRITE_INTERVAL_MS.saturating_sub(since_ms)).await;
        }
        self.write_or_stop().await
    }

    async fn write_or_stop(&self) -> Result<()> {
        if self.write().await? {
            Ok(())
        } else {
            Err(PipelineError::unavailable(
                "chunk",
                "another invocation has taken it over",
            ))
        }
    }

    /// Writes the progress if it still is ours; tells whether it was.
    async fn write(&self) -> Result<bool> {
        let bytes = serde_json::to_vec(&*self.state.borrow()).map_err(PipelineError::internal)?;
        let condition = match self.etag.borrow().clone() {
            Some(etag) => Conditional {
                etag_matches: Some(etag),
                ..Conditional::default()
            },
            None => Conditional {
                etag_does_not_match: Some("*".to_owned()),
                ..Conditional::default()
            },
        };
        self.is_writing.set(true);
        let stored = self
            .store
            .bucket()
            .put(self.key.to_string(), bytes)
            .http_metadata(HttpMetadata {
                content_type: Some("application/json".to_owned()),
                ..HttpMetadata::default()
            })
            .only_if(condition)
            .execute()
            .await;
        self.is_writing.set(false);
        self.last_write_ms.set(now_ms());
        let stored = stored.map_err(|error| PipelineError::unavailable("bucket put", error))?;
        let Some(object) = stored else {
            return Ok(false);
        };
        self.etag.replace(Some(object.etag()));
        Ok(true)
    }
}

/// Whether the invocation that wrote this let the chunk go.
fn is_released(progress: &Progress) -> bool {
    progress.starts == 0
}

/// Makes an abandoned or released progress the beginning of a new invocation; tells whether to be
/// careful.
fn take_over(state: &mut StoredProgress, pages: PageRange) -> bool {
    let progress = &mut state.progress;
    let was_careful = progress.starts > 1;
    let has_died_rendering = progress.starts > 0 && !progress.in_hand.is_empty();
    if let ([page], true) = (
        progress.in_hand.as_slice(),
        was_careful && has_died_rendering,
    ) {
        progress.given_up.push(*page);
    }
    let is_careful = has_died_rendering || was_careful;
    progress.starts = progress.starts.saturating_add(1);
    progress.waiting = None;
    progress.pages_done = u32::try_from(state.rows.len()).unwrap_or(u32::MAX);
    let finished: Vec<i32> = state.rows.iter().map(|row| row.page_number).collect();
    progress
        .notes
        .retain(|note| i32::try_from(note.page_number).is_ok_and(|page| finished.contains(&page)));
    progress.in_hand = if is_careful {
        Vec::new()
    } else {
        pages
            .pages()
            .filter(|page| i32::try_from(*page).is_ok_and(|page| !finished.contains(&page)))
            .collect()
    };
    is_careful
}
