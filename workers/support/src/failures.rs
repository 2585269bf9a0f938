use serde_json::Value;
use vessel_ner_shared::error::{FailureCategory, Result};
use vessel_ner_shared::ids::{DocId, PageRange, RunId};
use vessel_ner_shared::keys::{ObjectKey, Stage};
use vessel_ner_shared::model::FailureRecord;

use crate::Store;

/// Records that a message was given up after all its retries, so that the document's status says
/// so and the message can be sent again. A more exact record that a stage wrote itself stays.
pub async fn record_dead_letter(
    store: &Store,
    queue: &str,
    stage: Stage,
    doc_id: &DocId,
    chunk: Option<(RunId, PageRange)>,
    message: Value,
) -> Result<()> {
    let reason = match stage {
        Stage::Plan => "The document could not be opened after several tries.",
        Stage::Read => "Some pages could not be read after several tries.",
        Stage::Load => "The results could not be stored after several tries.",
    };
    let record = FailureRecord {
        stage,
        chunk: chunk.clone(),
        category: FailureCategory::Unavailable,
        reason: reason.to_owned(),
        internal: format!("dead-lettered by {queue}"),
        queue: queue.to_owned(),
        message: Some(message),
    };
    let key = ObjectKey::Failure {
        doc_id: doc_id.clone(),
        stage,
        chunk,
    };
    store.put_new_json(&key, &record).await.map(|_| ())
}
