use serde::{Deserialize, Serialize};

use super::Plan;
use crate::error::FailureCategory;
use crate::ids::{DocId, PageRange, RunId};
use crate::keys::Stage;

/// Pages by the state they ended in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageCounts {
    /// Read.
    pub ok: u32,
    /// Nothing printed.
    pub blank: u32,
    /// Read with a doubt.
    pub degraded: u32,
    /// Not read.
    pub failed: u32,
}

impl PageCounts {
    /// All of them.
    pub const fn total(self) -> u32 {
        self.ok
            .saturating_add(self.blank)
            .saturating_add(self.degraded)
            .saturating_add(self.failed)
    }

    fn add(&mut self, other: Self) {
        self.ok = self.ok.saturating_add(other.ok);
        self.blank = self.blank.saturating_add(other.blank);
        self.degraded = self.degraded.saturating_add(other.degraded);
        self.failed = self.failed.saturating_add(other.failed);
    }
}

/// Why one page is not simply `ok`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageNote {
    /// The page, from 1.
    pub page_number: u32,
    /// `degraded` or `failed`.
    pub status: String,
    /// The category.
    pub category: Option<FailureCategory>,
    /// In words for everybody.
    pub reason: String,
}

/// How far a chunk has come: `progress/{doc}/{run}/{pages}.json`, overwritten at most once a second.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Pages of the chunk that are finished.
    pub pages_done: u32,
    /// Pages being rendered when this was written. If the invocation is gone and its chunk has no
    /// result, one of them is what killed it.
    pub in_hand: Vec<u32>,
    /// Pages that killed an earlier invocation and are not tried again.
    pub given_up: Vec<u32>,
    /// Invocations that have begun this chunk since it was last let go; 0 where it is let go and
    /// anybody may take it up at once. More than 1 means that some of them died.
    pub starts: u32,
    /// Set while the chunk waits for the OCR server, in words for everybody.
    pub waiting: Option<String>,
    /// Pages that were not `ok`.
    #[serde(default)]
    pub notes: Vec<PageNote>,
}

/// What failed for good: `failures/{doc}/….json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureRecord {
    /// The stage that gave up.
    pub stage: Stage,
    /// The run and chunk, where it is not the whole document.
    pub chunk: Option<(RunId, PageRange)>,
    /// The category.
    pub category: FailureCategory,
    /// In words for everybody.
    pub reason: String,
    /// For the log and the engineer; never shown to the public.
    pub internal: String,
    /// The queue whose message was given up; empty if no message was.
    #[serde(default)]
    pub queue: String,
    /// The message's body, to send again.
    #[serde(default)]
    pub message: Option<serde_json::Value>,
}

/// What the bucket says about one chunk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChunkFacts {
    /// Progress, while there is no result.
    pub progress: Option<Progress>,
    /// Page counts of the result, once it is there.
    pub read: Option<PageCounts>,
    /// Notes of the result.
    pub notes: Vec<PageNote>,
    /// Entities loaded, once they are.
    pub loaded_entities: Option<u32>,
}

/// What the bucket says about one document. Gathered by a Worker, judged here.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentFacts {
    /// The document.
    pub doc_id: DocId,
    /// The file's name as sent.
    pub filename: Option<String>,
    /// Size of the upload in bytes.
    pub size_bytes: u64,
    /// The newest plan.
    pub plan: Option<Plan>,
    /// Facts of the plan's chunks, in the plan's order.
    pub chunks: Vec<(PageRange, ChunkFacts)>,
    /// What was given up.
    pub failures: Vec<FailureRecord>,
}

/// The public states of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusState {
    /// Stored; nobody has opened it yet.
    Received,
    /// Pages are being read.
    Reading,
    /// Every page is read; some are not in the warehouse yet.
    Loading,
    /// Every page was read and loaded.
    Done,
    /// Finished, but some pages could not be read or loaded.
    PartlyDone,
    /// Finished, and nothing could be read or loaded.
    Failed,
}

impl StatusState {
    /// Whether nothing will change any more by itself.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Done | Self::PartlyDone | Self::Failed)
    }
}

/// The document's state as anyone who may see it sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentStatus {
    /// The document.
    pub doc_id: DocId,
    /// The run that the numbers are about.
    pub run_id: Option<RunId>,
    /// The file's name as sent.
    pub filename: Option<String>,
    /// Size of the upload in bytes.
    pub size_bytes: u64,
    /// The state.
    pub state: StatusState,
    /// Pages of the document, once it was opened.
    pub page_count: Option<u32>,
    /// Pages finished, whatever they ended in.
    pub pages_read: u32,
    /// Pages whose rows are in the warehouse.
    pub pages_loaded: u32,
    /// Pages of finished chunks by state.
    pub pages: PageCounts,
    /// Entities in the warehouse.
    pub entities: u32,
    /// Set while the work waits for a server, in words.
    pub waiting: Option<String>,
    /// Why the document failed or is only partly done.
    pub reason: Option<String>,
    /// The reason's category.
    pub category: Option<FailureCategory>,
    /// Pages that are degraded or failed, with reasons.
    pub notes: Vec<PageNote>,
}

impl DocumentStatus {
    /// Judges the facts. Never `Done` while a page is missing or failed, never `Failed` while a
    /// page could be read.
    pub fn of(facts: DocumentFacts) -> Self {
        let mut status = Self {
            doc_id: facts.doc_id,
            run_id: facts.plan.as_ref().map(|plan| plan.run_id.clone()),
            filename: facts.filename,
            size_bytes: facts.size_bytes,
            state: StatusState::Received,
            page_count: facts.plan.as_ref().map(|plan| plan.page_count),
            pages_read: 0,
            pages_loaded: 0,
            pages: PageCounts::default(),
            entities: 0,
            waiting: None,
            reason: None,
            category: None,
            notes: Vec::new(),
        };
        let document_failure = facts
            .failures
            .iter()
            .find(|failure| failure.chunk.is_none());
        if let Some(failure) = document_failure {
            status.state = StatusState::Failed;
            status.reason = Some(failure.reason.clone());
            status.category = Some(failure.category);
            return status;
        }
        let Some(plan) = facts.plan else {
            return status;
        };

        let mut open_chunks = 0_u32;
        let mut unloaded_chunks = 0_u32;
        for (pages, chunk) in facts.chunks {
            let failure = facts.failures.iter().find(|failure| {
                failure
                    .chunk
                    .as_ref()
                    .is_some_and(|(run, range)| *run == plan.run_id && *range == pages)
            });
            status.add_chunk(
                pages,
                chunk,
                failure,
                &mut open_chunks,
                &mut unloaded_chunks,
            );
        }
        status.notes.sort_by_key(|note| note.page_number);
        let lost_pages = status.pages.failed > 0
            || status.pages_loaded < plan.page_count
            || status.reason.is_some();
        let any_page_kept = status.pages_loaded > 0 && status.pages.failed < status.pages.total();
        status.state = if open_chunks > 0 {
            StatusState::Reading
        } else if unloaded_chunks > 0 {
            StatusState::Loading
        } else if !lost_pages {
            StatusState::Done
        } else if any_page_kept {
            StatusState::PartlyDone
        } else {
            StatusState::Failed
        };
        if status.state.is_final() && status.state != StatusState::Done && status.reason.is_none() {
            status.reason = Some("Some pages could not be read.".to_owned());
        }
        status
    }

    fn add_chunk(
        &mut self,
        pages: PageRange,
        chunk: ChunkFacts,
        failure: Option<&FailureRecord>,
        open_chunks: &mut u32,
        unloaded_chunks: &mut u32,
    ) {
        if let Some(counts) = chunk.read {
            self.pages.add(counts);
            self.pages_read = self.pages_read.saturating_add(pages.count());
            self.notes.extend(chunk.notes);
        } else if failure.is_none() {
            *open_chunks = open_chunks.saturating_add(1);
            if let Some(progress) = chunk.progress {
                let done = progress.pages_done.min(pages.count());
                self.pages_read = self.pages_read.saturating_add(done);
                self.notes.extend(progress.notes);
                self.waiting = self.waiting.take().or(progress.waiting);
            }
        }
        if let Some(entities) = chunk.loaded_entities {
            self.entities = self.entities.saturating_add(entities);
            self.pages_loaded = self.pages_loaded.saturating_add(pages.count());
        } else if let Some(failure) = failure {
            self.reason = Some(failure.reason.clone());
            self.category = Some(failure.category);
        } else if chunk.read.is_some() {
            *unloaded_chunks = unloaded_chunks.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::ids::Sha256Digest;
    use crate::model::OcrSettings;

    const OK_16: PageCounts = PageCounts {
        ok: 16,
        blank: 0,
        degraded: 0,
        failed: 0,
    };
    const FAILED_4: PageCounts = PageCounts {
        ok: 0,
        blank: 0,
        degraded: 0,
        failed: 4,
    };

    fn facts(chunks: &[(Option<PageCounts>, Option<u32>)]) -> Result<DocumentFacts> {
        let hash = Sha256Digest::of(b"document");
        let settings = OcrSettings {
            model: String::new(),
            prompt: String::new(),
            parameters: String::new(),
        };
        let plan = Plan::new(DocId::from_document_hash(&hash), hash, 20, 16, settings)?;
        let chunks = plan
            .chunks()
            .into_iter()
            .zip(chunks)
            .map(|(pages, (read, loaded_entities))| {
                let (read, loaded_entities) = (*read, *loaded_entities);
                (
                    pages,
                    ChunkFacts {
                        read,
                        loaded_entities,
                        ..ChunkFacts::default()
                    },
                )
            })
            .collect();
        Ok(DocumentFacts {
            doc_id: plan.doc_id.clone(),
            filename: None,
            size_bytes: 1,
            plan: Some(plan),
            chunks,
            failures: Vec::new(),
        })
    }

    fn load_failure(facts: &DocumentFacts, chunk: usize) -> Option<FailureRecord> {
        let run_id = facts.plan.as_ref()?.run_id.clone();
        let (pages, _) = facts.chunks.get(chunk)?;
        Some(FailureRecord {
            stage: Stage::Load,
            chunk: Some((run_id, *pages)),
            category: FailureCategory::Unavailable,
            reason: "The warehouse could not be reached.".to_owned(),
            internal: String::new(),
            queue: String::new(),
            message: None,
        })
    }

    #[test]
    fn state_follows_the_chunks() -> Result<()> {
        let ok_4 = PageCounts {
            ok: 3,
            blank: 1,
            ..PageCounts::default()
        };
        for (chunks, expected) in [
            ([(None, None), (None, None)], StatusState::Reading),
            ([(Some(OK_16), Some(3)), (None, None)], StatusState::Reading),
            (
                [(Some(OK_16), Some(3)), (Some(ok_4), None)],
                StatusState::Loading,
            ),
            (
                [(Some(OK_16), Some(3)), (Some(ok_4), Some(0))],
                StatusState::Done,
            ),
            (
                [(Some(OK_16), Some(3)), (Some(FAILED_4), Some(0))],
                StatusState::PartlyDone,
            ),
        ] {
            let status = DocumentStatus::of(facts(&chunks)?);
            assert_eq!(status.state, expected, "{chunks:?}");
        }
        Ok(())
    }

    #[test]
    fn document_whose_pages_all_failed_has_failed() -> Result<()> {
        let all_failed = PageCounts {
            failed: 16,
            ..PageCounts::default()
        };
        let status = DocumentStatus::of(facts(&[
            (Some(all_failed), Some(0)),
            (Some(FAILED_4), Some(0)),
        ])?);
        assert_eq!(status.state, StatusState::Failed);
        assert!(status.reason.is_some());
        Ok(())
    }

    #[test]
    fn chunk_that_was_given_up_is_named_and_does_not_take_the_others_down() -> Result<()> {
        let mut facts = facts(&[(Some(OK_16), Some(3)), (Some(FAILED_4), None)])?;
        facts.failures.extend(load_failure(&facts, 1));
        let status = DocumentStatus::of(facts);
        assert_eq!(status.state, StatusState::PartlyDone);
        assert_eq!(status.category, Some(FailureCategory::Unavailable));
        Ok(())
    }

    #[test]
    fn document_without_plan_is_received() -> Result<()> {
        let mut facts = facts(&[])?;
        facts.plan = None;
        assert_eq!(DocumentStatus::of(facts).state, StatusState::Received);
        Ok(())
    }
}
