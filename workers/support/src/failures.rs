use serde_json::Value;
use vessel_ner_shared::error::{FailureCategory, Result};
use vessel_ner_shared::ids::{DocId, PageRange, RunId};
use vessel_ner_shared::keys::{ObjectKey, Stage};
use vessel_ner_shared::model::FailureRecord;

use crate::{Store, sweep_if_deleted};

/// Records that a message was given up after all its retries, so that the document's status says
/// so and the message can be sent again. A more exact record that a stage wrote itself stays. There
/// is nothing to record where another delivery did the work, or the document was deleted: that
/// document is swept. What a planned document still lacks, the search for undone work finds.
pub async fn record_dead_letter(
    store: &Store,
    queue: &str,
    stage: Stage,
    doc_id: &DocId,
    chunk: Option<(RunId, PageRange)>,
    message: Value,
) -> Result<()> {
    let result = result_of(stage, doc_id, chunk.clone());
    if sweep_if_deleted(store, doc_id).await? || is_done(store, &result, stage, doc_id).await? {
        return Ok(());
    }
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
    store.put_new_json(&key, &record).await?;
    // Another delivery may have done the work meanwhile, or the document may have been deleted.
    if !sweep_if_deleted(store, doc_id).await? && is_done(store, &result, stage, doc_id).await? {
        store.delete(vec![key.to_string()]).await?;
    }
    Ok(())
}

/// Whether a stage has done its work; a copy of another document needs no plan.
async fn is_done(store: &Store, result: &ObjectKey, stage: Stage, doc_id: &DocId) -> Result<bool> {
    Ok(store.exists(result).await?
        || stage == Stage::Plan && store.exists(&ObjectKey::Alias(doc_id.clone())).await?)
}

/// The object that says that a stage has done its work.
fn result_of(stage: Stage, doc_id: &DocId, chunk: Option<(RunId, PageRange)>) -> ObjectKey {
    let doc_id = doc_id.clone();
    match (stage, chunk) {
        (Stage::Read, Some((run_id, pages))) => ObjectKey::Pages {
            doc_id,
            run_id,
            pages,
        },
        (Stage::Load, Some((run_id, pages))) => ObjectKey::Entities {
            doc_id,
            run_id,
            pages,
        },
        (Stage::Load, None) => ObjectKey::DocumentLoaded(doc_id),
        (Stage::Plan, _) | (Stage::Read, None) => ObjectKey::Document(doc_id),
    }
}
