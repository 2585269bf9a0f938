//! What a chunk's result says of itself without being opened.

use std::collections::HashMap;

use vessel_ner_shared::error::FailureCategory;
use vessel_ner_shared::model::{PageCounts, PageNote, PageRow, PageStatus};

/// Notes that the metadata holds at most.
const MAX_NOTES: usize = 10;

/// Bytes of the notes at most: an object's metadata is bounded.
const MAX_NOTES_BYTES: usize = 1_300;

/// Counts and notes of some pages.
pub(super) struct Report {
    pub(super) counts: PageCounts,
    pub(super) notes: Vec<PageNote>,
}

impl Report {
    pub(super) fn of(rows: &[PageRow]) -> Self {
        let mut counts = PageCounts::default();
        let mut notes = Vec::new();
        for row in rows {
            let count = match PageStatus::from_name(&row.status) {
                Some(PageStatus::Ok) => &mut counts.ok,
                Some(PageStatus::Blank) => &mut counts.blank,
                Some(PageStatus::Degraded) => &mut counts.degraded,
                Some(PageStatus::Failed) | None => &mut counts.failed,
            };
            *count = count.saturating_add(1);
            notes.extend(note(row));
        }
        Self { counts, notes }
    }
}

/// The page's note, if it is not simply fine.
pub(super) fn note(row: &PageRow) -> Option<PageNote> {
    Some(PageNote {
        page_number: u32::try_from(row.page_number).ok()?,
        status: row.status.clone(),
        category: row
            .reason_category
            .as_deref()
            .and_then(FailureCategory::from_name),
        reason: row.reason.clone()?,
    })
}

/// The custom metadata of a result: `pages` and the first notes.
pub(super) fn page_metadata(report: &Report) -> HashMap<String, String> {
    let mut notes = String::from("[]");
    for count in 1..=report.notes.len().min(MAX_NOTES) {
        let some = report.notes.get(..count).unwrap_or_default();
        match serde_json::to_string(some) {
            Ok(text) if text.len() <= MAX_NOTES_BYTES => notes = text,
            _ => break,
        }
    }
    let counts = serde_json::to_string(&report.counts).unwrap_or_default();
    HashMap::from([("pages".to_owned(), counts), ("notes".to_owned(), notes)])
}
