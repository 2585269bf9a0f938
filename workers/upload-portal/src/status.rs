//! What the bucket says about a document.

use std::collections::HashMap;

use serde::de::DeserializeOwned;
use vessel_ner_shared::ids::{DocId, PageRange};
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::model::{ChunkFacts, DocumentFacts, DocumentStatus, Plan};
use vessel_ner_shared::upload::{FileName, HttpError};
use vessel_ner_worker_support::{Listed, Store};

use crate::store;

/// Failures and progress notes that are read for one answer; a document with more of them shows
/// the first.
const MAX_READ: usize = 24;

fn metadata_json<T: DeserializeOwned>(listed: &Listed, name: &str) -> Option<T> {
    serde_json::from_str(listed.metadata.get(name)?).ok()
}

/// The newest plan of a document.
pub(crate) async fn newest_plan(store: &Store, doc_id: &DocId) -> Result<Option<Plan>, HttpError> {
    let plans = store::list(store, &format!("plans/{doc_id}/")).await?;
    let newest = plans
        .iter()
        .max_by_key(|listed| (listed.uploaded, &listed.key))
        .and_then(|listed| ObjectKey::parse(&listed.key));
    match newest {
        Some(key) => store::json(store, &key).await,
        None => Ok(None),
    }
}

/// Gathers the facts and lets the core judge them.
pub(crate) async fn read(store: &Store, doc_id: &DocId) -> Result<DocumentStatus, HttpError> {
    let upload = store
        .head(&ObjectKey::Upload(doc_id.clone()))
        .await?
        .ok_or_else(HttpError::not_found)?;
    let filename = upload
        .custom_metadata()
        .map_err(HttpError::internal)?
        .get("filename")
        .and_then(|name| FileName::from_encoded(name))
        .map(|name| name.as_str().to_owned());

    let mut failures = Vec::new();
    for listed in store::list(store, &format!("failures/{doc_id}/"))
        .await?
        .iter()
        .take(MAX_READ)
    {
        if let Some(key) = ObjectKey::parse(&listed.key)
            && let Some(failure) = store::json(store, &key).await?
        {
            failures.push(failure);
        }
    }
    let plan = newest_plan(store, doc_id).await?;
    let chunks = match &plan {
        Some(plan) => chunk_facts(store, plan).await?,
        None => Vec::new(),
    };
    Ok(DocumentStatus::of(DocumentFacts {
        doc_id: doc_id.clone(),
        filename,
        size_bytes: upload.size(),
        plan,
        chunks,
        failures,
    }))
}

async fn chunk_facts(
    store: &Store,
    plan: &Plan,
) -> Result<Vec<(PageRange, ChunkFacts)>, HttpError> {
    let Plan { doc_id, run_id, .. } = plan;
    let read = by_range(store, &format!("ocr/{doc_id}/{run_id}/")).await?;
    let loaded = by_range(store, &format!("entities/{doc_id}/{run_id}/")).await?;
    let started = by_range(store, &format!("progress/{doc_id}/{run_id}/")).await?;

    let mut chunks = Vec::new();
    let mut progress_read = 0;
    for pages in plan.chunks() {
        let mut facts = ChunkFacts::default();
        if let Some(listed) = read.get(&pages) {
            facts.read = Some(metadata_json(listed, "pages").unwrap_or_default());
            facts.notes = metadata_json(listed, "notes").unwrap_or_default();
        } else if started.contains_key(&pages) && progress_read < MAX_READ {
            progress_read += 1;
            facts.progress = {
                let (doc_id, run_id) = (doc_id.clone(), run_id.clone());
                let key = ObjectKey::Progress {
                    doc_id,
                    run_id,
                    pages,
                };
                store::json(store, &key).await?
            };
        }
        facts.loaded_entities = loaded
            .get(&pages)
            .map(|listed| metadata_json(listed, "entities").unwrap_or_default());
        chunks.push((pages, facts));
    }
    Ok(chunks)
}

async fn by_range(store: &Store, prefix: &str) -> Result<HashMap<PageRange, Listed>, HttpError> {
    let listed = store::list(store, prefix).await?;
    let ranges = listed
        .into_iter()
        .filter_map(|listed| match ObjectKey::parse(&listed.key)? {
            ObjectKey::Progress { pages, .. }
            | ObjectKey::Pages { pages, .. }
            | ObjectKey::Entities { pages, .. } => Some((pages, listed)),
            _ => None,
        });
    Ok(ranges.collect())
}
