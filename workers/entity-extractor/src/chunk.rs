//! A chunk of pages: its entities, and the load of both.

use std::collections::HashMap;

use serde_json::json;
use vessel_ner_shared::columnar::{read_rows, write_rows};
use vessel_ner_shared::error::{PipelineError, Result};
use vessel_ner_shared::events::R2Event;
use vessel_ner_shared::extraction::{Carried, ChunkEntities, check_rows, entities_of};
use vessel_ner_shared::ids::{DocId, PageRange, RunId, Sha256Digest};
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::model::{DoubtRow, EntityRow, PageRow, Plan};
use vessel_ner_shared::warehouse::ChunkLoad;
use vessel_ner_worker_support::{CARRIED, Store, log};
use worker::Env;

use crate::document;
use crate::warehouse::Warehouse;

/// A chunk's Parquet; a page of dense text is some ten kilobytes.
const MAX_CHUNK_BYTES: u64 = 32 * 1024 * 1024;

/// Names a chunk.
type Chunk<'a> = (&'a DocId, &'a RunId, PageRange);

/// Loads the chunk that an event is about.
pub(crate) async fn load(
    env: &Env,
    store: &Store,
    warehouse: &mut Warehouse,
    chunk: Chunk<'_>,
    etag: Option<&str>,
) -> Result<()> {
    let (doc_id, run_id, pages) = chunk;
    let key = ObjectKey::Pages {
        doc_id: doc_id.clone(),
        run_id: run_id.clone(),
        pages,
    };
    let Some(object) = store.get(&key, etag, MAX_CHUNK_BYTES).await? else {
        log::info("stale_event", json!({ "key": key.to_string() }));
        return Ok(());
    };
    let page_rows = read_rows::<PageRow>(object.bytes.into())?;
    check_rows(&page_rows, doc_id, run_id, pages)?;

    let (previous, next) = neighbours(store, chunk).await?;
    let carried_in = match previous {
        Some(before) => carried_to(store, (doc_id, run_id, before)).await?,
        None => Carried::default(),
    };
    let ChunkEntities {
        rows: entity_rows,
        doubts: doubt_rows,
        carried,
    } = entities_of(&page_rows, &carried_in)?;

    let document = document::read(store, doc_id, None).await?;
    let load = ChunkLoad {
        doc_id,
        run_id,
        pages,
        document: document.as_ref(),
        page_rows: &page_rows,
        entity_rows: &entity_rows,
        doubt_rows: &doubt_rows,
    };
    warehouse.transaction(&load.statements()?).await?;

    keep(store, chunk, &entity_rows, &doubt_rows, &carried_in).await?;
    hand_on(env, store, chunk, next, &carried).await?;
    // The chunk before may have left something while this one was being loaded without it.
    if let Some(before) = previous
        && carried_to(store, (doc_id, run_id, before)).await? != carried_in
    {
        load_again(env, chunk).await?;
    }
    log::info(
        "chunk_loaded",
        json!({
            "doc_id": doc_id.as_str(),
            "run_id": run_id.as_str(),
            "pages": pages,
            "entities": entity_rows.len(),
            "doubts": doubt_rows.len(),
        }),
    );
    Ok(())
}

/// Writes the rows of a chunk that is loaded. The bucket follows the warehouse: an entities object says that its rows
/// are committed.
async fn keep(
    store: &Store,
    (doc_id, run_id, pages): Chunk<'_>,
    entity_rows: &[EntityRow],
    doubt_rows: &[DoubtRow],
    carried_in: &Carried,
) -> Result<()> {
    let doubts_key = ObjectKey::Doubts {
        doc_id: doc_id.clone(),
        run_id: run_id.clone(),
        pages,
    };
    store
        .put(&doubts_key, write_rows(doubt_rows)?, HashMap::new())
        .await?;
    let entities_key = ObjectKey::Entities {
        doc_id: doc_id.clone(),
        run_id: run_id.clone(),
        pages,
    };
    let metadata = HashMap::from([
        ("entities".to_owned(), entity_rows.len().to_string()),
        (CARRIED.to_owned(), digest(carried_in)?),
    ]);
    store
        .put(&entities_key, write_rows(entity_rows)?, metadata)
        .await
}

/// The chunks before and after this one.
async fn neighbours(
    store: &Store,
    (doc_id, run_id, pages): Chunk<'_>,
) -> Result<(Option<PageRange>, Option<PageRange>)> {
    let key = ObjectKey::Plan(doc_id.clone(), run_id.clone());
    let Some((plan, _)) = store.get_json::<Plan>(&key).await? else {
        return Err(PipelineError::internal(format!("{key} is missing")));
    };
    let chunks = plan.chunks();
    let before = chunks.iter().rfind(|other| other.last() < pages.first());
    let after = chunks.iter().find(|other| other.first() > pages.last());
    Ok((before.copied(), after.copied()))
}

fn carried_key((doc_id, run_id, pages): Chunk<'_>) -> ObjectKey {
    ObjectKey::Carried {
        doc_id: doc_id.clone(),
        run_id: run_id.clone(),
        pages,
    }
}

/// What the chunk after this one knows of it.
async fn carried_to(store: &Store, chunk: Chunk<'_>) -> Result<Carried> {
    let found = store.get_json(&carried_key(chunk)).await?;
    Ok(found.map(|(carried, _)| carried).unwrap_or_default())
}

fn digest(carried: &Carried) -> Result<String> {
    let bytes = serde_json::to_vec(carried).map_err(PipelineError::internal)?;
    Ok(Sha256Digest::of(bytes).to_string())
}

/// Has a chunk that is read loaded once more.
async fn load_again(env: &Env, (doc_id, run_id, pages): Chunk<'_>) -> Result<()> {
    let queue = env.queue("PAGES_QUEUE").map_err(PipelineError::internal)?;
    let event = R2Event::creation_of(&ObjectKey::Pages {
        doc_id: doc_id.clone(),
        run_id: run_id.clone(),
        pages,
    });
    queue
        .send(event)
        .await
        .map_err(|error| PipelineError::unavailable("queue", error))
}

/// Leaves what the next chunk needs to know: the heading of a table that goes on there. Chunks come
/// in any order, so if the next one was loaded knowing something else, it is loaded again; its
/// object says what it knew, so that an invocation that dies in here is made good by the next.
async fn hand_on(
    env: &Env,
    store: &Store,
    chunk: Chunk<'_>,
    next: Option<PageRange>,
    carried: &Carried,
) -> Result<()> {
    let (doc_id, run_id, _) = chunk;
    let Some(next) = next else {
        return Ok(());
    };
    let hash = digest(carried)?;
    let key = carried_key(chunk);
    let left = metadata_of(store, &key).await?;
    if left.as_ref() != Some(&hash) {
        let body = serde_json::to_vec(carried).map_err(PipelineError::internal)?;
        let metadata = HashMap::from([(CARRIED.to_owned(), hash.clone())]);
        store.put(&key, body, metadata).await?;
    }
    let loaded = ObjectKey::Entities {
        doc_id: doc_id.clone(),
        run_id: run_id.clone(),
        pages: next,
    };
    match metadata_of(store, &loaded).await? {
        // It looks itself, before it is loaded and after.
        None => Ok(()),
        Some(known) if known == hash => Ok(()),
        Some(_) => load_again(env, (doc_id, run_id, next)).await,
    }
}

/// What an object says in [`CARRIED`], or nothing; `None` if there is no object.
async fn metadata_of(store: &Store, key: &ObjectKey) -> Result<Option<String>> {
    let Some(object) = store.head(key).await? else {
        return Ok(None);
    };
    let mut metadata = object.custom_metadata().map_err(PipelineError::internal)?;
    Ok(Some(metadata.remove(CARRIED).unwrap_or_default()))
}
