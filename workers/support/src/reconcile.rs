//! Sends again what was left undone ([`vessel_ner_shared::reconcile`]); run by a cron trigger.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::json;
use vessel_ner_shared::error::{PipelineError, Result};
use vessel_ner_shared::events::{DeleteMessage, R2Event};
use vessel_ner_shared::ids::DocId;
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::model::{Plan, UnixMillis};
use vessel_ner_shared::reconcile::{DocumentObjects, Undone};
use worker::{Date, Env};

use crate::deletion::is_settled;
use crate::{Store, log};

/// Documents looked at in one run; the next run goes on behind them.
const DOCUMENTS_PER_RUN: usize = 400;

/// Tombstones looked at in one run.
const TOMBSTONES_PER_RUN: usize = 1_000;

/// Objects of one kind looked at in one run.
const OBJECTS_PER_LISTING: usize = 20_000;

/// Receipts looked at in one run.
const RECEIPTS_PER_RUN: usize = 1_000;

/// A receipt without an upload opens nothing. It is given out before the upload, whose parts R2 keeps
/// for seven days.
const UNUSED_RECEIPT_MS: i64 = 8 * 24 * 60 * 60 * 1000;

/// Custom metadata of an alias: the document that it leads to, so that a listing tells.
pub const ALIAS_OF: &str = "alias-of";

/// Custom metadata of an entities object: the hash of what its chunk knew of the one before; of a
/// carried object: the hash of what it says.
pub const CARRIED: &str = "carried";

/// An upload that is younger may still be on its way, unless the environment says otherwise.
const DEFAULT_GRACE_SECONDS: i64 = 1800;

/// Folders that hold what happened to a document.
const FOLDERS: [&str; 7] = [
    "aliases",
    "carried",
    "entities",
    "failures",
    "ocr",
    "plans",
    "tombstones",
];

/// Where the last run stopped.
#[derive(Default, Serialize, Deserialize)]
struct Cursor {
    after: Option<DocId>,
    #[serde(default)]
    after_tombstone: Option<DocId>,
    /// The key of a receipt.
    #[serde(default)]
    after_receipt: Option<String>,
}

/// Looks at the next documents in the order of their ids and sends what is missing. Safe at any
/// time and in parallel with itself: what is sent twice is done once.
pub async fn reconcile(env: &Env, store: &Store) -> Result<()> {
    let key = ObjectKey::ReconcileCursor;
    let cursor = store
        .get_json::<Cursor>(&key)
        .await?
        .map(|(cursor, _)| cursor)
        .unwrap_or_default();
    let prefix = ObjectKey::UPLOADS_PREFIX;
    let start = cursor
        .after
        .clone()
        .map(|doc_id| ObjectKey::Upload(doc_id).to_string());
    let uploads = store
        .list(prefix, start.as_deref(), DOCUMENTS_PER_RUN)
        .await?;
    let is_last = uploads.len() < DOCUMENTS_PER_RUN;

    let newest = newest_to_look_at(env);
    let mut documents: BTreeMap<DocId, DocumentObjects> = BTreeMap::new();
    let mut last = None;
    for upload in uploads {
        let Some(ObjectKey::Upload(doc_id)) = ObjectKey::parse(&upload.key) else {
            continue;
        };
        last = Some(doc_id.clone());
        if upload.uploaded <= newest {
            let keys = [upload.key].into();
            let objects = DocumentObjects {
                keys,
                ..DocumentObjects::default()
            };
            documents.insert(doc_id, objects);
        }
    }
    gather(store, &mut documents).await?;

    let mut sent = 0_usize;
    let mut forgotten = Vec::new();
    for (doc_id, objects) in &documents {
        for undone in objects.undone(doc_id) {
            if let Undone::Forget(key) = undone {
                forgotten.push(key.to_string());
                continue;
            }
            send(env, undone).await?;
            sent = sent.saturating_add(1);
        }
    }
    let failures_forgotten = forgotten.len();
    store.delete(forgotten).await?;
    let (deletions, after_tombstone) = send_deletions(env, store, cursor.after_tombstone).await?;
    let (receipts, after_receipt) = forget_unused_receipts(store, cursor.after_receipt).await?;
    let after = if is_last { None } else { last };
    let cursor = Cursor {
        after,
        after_tombstone,
        after_receipt,
    };
    store.put_json(&key, &cursor).await?;
    log::info(
        "reconciled",
        json!({
            "documents": documents.len(),
            "sent": sent,
            "deletions": deletions,
            "failures_forgotten": failures_forgotten,
            "receipts_forgotten": receipts,
        }),
    );
    Ok(())
}

/// Sends the deletions again whose end is not certain: the message may have been given up, or a
/// stage may have written afterwards. Tells how many, and where to go on.
async fn send_deletions(
    env: &Env,
    store: &Store,
    after: Option<DocId>,
) -> Result<(usize, Option<DocId>)> {
    let start = after.map(|doc_id| ObjectKey::Tombstone(doc_id).to_string());
    let tombstones = store
        .list("tombstones/", start.as_deref(), TOMBSTONES_PER_RUN)
        .await?;
    let is_last = tombstones.len() < TOMBSTONES_PER_RUN;
    let newest = newest_to_look_at(env);
    let queue = env.queue("PAGES_QUEUE").map_err(PipelineError::internal)?;
    let mut sent = 0_usize;
    let mut last = None;
    for tombstone in tombstones {
        let Some(ObjectKey::Tombstone(doc_id)) = ObjectKey::parse(&tombstone.key) else {
            continue;
        };
        last = Some(doc_id.clone());
        if tombstone.uploaded > newest || is_settled(&tombstone) {
            continue;
        }
        queue
            .send(DeleteMessage { doc_id })
            .await
            .map_err(|error| PipelineError::unavailable("queue", error))?;
        sent = sent.saturating_add(1);
    }
    Ok((sent, if is_last { None } else { last }))
}

/// Deletes old receipts whose upload never came or is gone. Tells how many, and where to go on.
async fn forget_unused_receipts(
    store: &Store,
    after: Option<String>,
) -> Result<(usize, Option<String>)> {
    let receipts = store
        .list("receipts/", after.as_deref(), RECEIPTS_PER_RUN)
        .await?;
    let is_last = receipts.len() < RECEIPTS_PER_RUN;
    let last = receipts.last().map(|receipt| receipt.key.clone());
    let newest = now().saturating_sub(UNUSED_RECEIPT_MS);
    let old: Vec<(String, DocId)> = receipts
        .into_iter()
        .filter(|receipt| receipt.uploaded.0 <= newest)
        .filter_map(|receipt| match ObjectKey::parse(&receipt.key)? {
            ObjectKey::Receipt(doc_id, _) => Some((receipt.key, doc_id)),
            _ => None,
        })
        .collect();
    let mut unused = Vec::new();
    if let Some((_, first)) = old.first() {
        let prefix = ObjectKey::UPLOADS_PREFIX;
        let start = format!("{prefix}{}", before(first));
        let uploads = store.list(prefix, Some(&start), RECEIPTS_PER_RUN).await?;
        let listed: BTreeSet<String> = uploads.into_iter().map(|upload| upload.key).collect();
        for (key, doc_id) in old {
            // The listing may end before the last of them.
            let upload = ObjectKey::Upload(doc_id);
            if !listed.contains(&upload.to_string()) && !store.exists(&upload).await? {
                unused.push(key);
            }
        }
    }
    let count = unused.len();
    store.delete(unused).await?;
    Ok((count, if is_last { None } else { last }))
}

/// Milliseconds since 1970.
#[allow(clippy::cast_possible_wrap)] // far below an i64's largest
fn now() -> i64 {
    Date::now().as_millis() as i64
}

fn newest_to_look_at(env: &Env) -> UnixMillis {
    let grace_seconds = env
        .var("RECONCILE_GRACE_SECONDS")
        .ok()
        .and_then(|variable| variable.to_string().parse().ok())
        .unwrap_or(DEFAULT_GRACE_SECONDS);
    UnixMillis(now().saturating_sub(grace_seconds.saturating_mul(1000)))
}

/// Adds the objects of the documents, one listing a folder: ids are in the same order in each. A
/// document whose plan cannot be read is left out.
async fn gather(store: &Store, documents: &mut BTreeMap<DocId, DocumentObjects>) -> Result<()> {
    let (Some(first), Some(last)) = (
        documents
            .first_key_value()
            .map(|(doc_id, _)| doc_id.clone()),
        documents.last_key_value().map(|(doc_id, _)| doc_id.clone()),
    ) else {
        return Ok(());
    };
    let mut unread = BTreeSet::new();
    for folder in FOLDERS {
        // Sorts just before every key of the first document.
        let start = format!("{folder}/{}", before(&first));
        let listed = store
            .list(&format!("{folder}/"), Some(&start), OBJECTS_PER_LISTING)
            .await?;
        let is_cut = listed.len() == OBJECTS_PER_LISTING;
        let mut seen = None;
        for object in listed {
            let Some(key) = ObjectKey::parse(&object.key) else {
                continue;
            };
            let Some(doc_id) = key.doc_id().filter(|doc_id| **doc_id <= last) else {
                break;
            };
            seen = Some(doc_id.clone());
            let Some(entry) = documents.get_mut(doc_id) else {
                continue;
            };
            if let ObjectKey::Plan(..) = key {
                match store.get_json::<Plan>(&key).await {
                    Ok(plan) => entry.plans.extend(plan.map(|(plan, _)| plan)),
                    Err(error) => {
                        // The others' undone work is not to wait for this one's.
                        log::failure("plan_unreadable", &error, json!({ "key": object.key }));
                        unread.insert(doc_id.clone());
                    }
                }
            }
            if let Some(original) = object.metadata.get(ALIAS_OF).and_then(|id| id.parse().ok()) {
                let tombstone = ObjectKey::Tombstone(original);
                entry.is_orphaned_copy = store.exists(&tombstone).await?;
            }
            if let Some(carried) = object.metadata.get(CARRIED) {
                entry.carried.insert(object.key.clone(), carried.clone());
            }
            entry.keys.insert(object.key);
        }
        // What lies beyond the cut is not known, so nothing is said about those documents.
        if let (true, Some(seen)) = (is_cut, seen) {
            documents.retain(|doc_id, _| *doc_id < seen);
        }
    }
    documents.retain(|doc_id, _| !unread.contains(doc_id));
    Ok(())
}

/// A string that sorts before the id and after every smaller id.
fn before(doc_id: &DocId) -> &str {
    let id = doc_id.as_str();
    id.get(..id.len().saturating_sub(1)).unwrap_or(id)
}

async fn send(env: &Env, undone: Undone) -> Result<()> {
    let queue = |binding: &str| env.queue(binding).map_err(PipelineError::internal);
    let outcome = match undone {
        Undone::Plan(key) => {
            queue("UPLOADS_QUEUE")?
                .send(R2Event::creation_of(&key))
                .await
        }
        Undone::Load(key) => queue("PAGES_QUEUE")?.send(R2Event::creation_of(&key)).await,
        Undone::Read(message) => queue("CHUNKS_QUEUE")?.send(message).await,
        // Nobody's work: deleted by who asks.
        Undone::Forget(_) => return Ok(()),
    };
    outcome.map_err(|error| PipelineError::unavailable("queue", error))
}
