//! What was read of a document: pages, entities, and both as files. Everything comes from the
//! Parquet objects of the newest run.

use serde::Serialize;
use serde_json::Value;
use vessel_ner_shared::columnar::{Row, read_rows, write_rows};
use vessel_ner_shared::ids::{DocId, PageRange};
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::model::{DoubtRow, EntityRow, PageRow, Plan};
use vessel_ner_shared::upload::{HttpError, entities_as_csv, entities_as_jsonl, pages_as_markdown};
use vessel_ner_worker_support::Store;
use worker::Env;

use crate::answer::{Answer, download, json_response};
use crate::status::newest_plan;

/// Largest Parquet object that is read; a chunk of pages has a few hundred kilobytes.
const MAX_CHUNK_BYTES: u64 = 16 * 1024 * 1024;

/// A page with everything found on it. `text`, and the entities' and blocks' places in it, count
/// Unicode code points.
#[derive(Serialize)]
struct PageAnswer {
    page_number: i32,
    page_count: i32,
    status: String,
    reason: Option<String>,
    text: String,
    blocks: Value,
    width_pt: Option<f64>,
    height_pt: Option<f64>,
    confidence_mean: Option<f64>,
    confidence_low: Option<f64>,
    model: String,
    entities: Vec<EntityAnswer>,
    doubts: Vec<DoubtAnswer>,
}

/// An entity as the pages and the JSON interface show it.
#[derive(Serialize)]
struct EntityAnswer {
    entity_id: String,
    page_number: i32,
    label: String,
    text: String,
    start: i32,
    end: i32,
    norm_value: String,
    confidence: f64,
    record: Option<i32>,
    corrected: bool,
    reason: String,
    block_index: Option<i32>,
    #[serde(rename = "box")]
    bounds: Option<Value>,
}

impl From<EntityRow> for EntityAnswer {
    fn from(row: EntityRow) -> Self {
        Self {
            entity_id: row.entity_id,
            page_number: row.page_number,
            label: row.label,
            text: row.text,
            start: row.span_start,
            end: row.span_end,
            norm_value: row.norm_value,
            confidence: row.confidence,
            record: row.record,
            corrected: row.corrected,
            reason: row.reason,
            block_index: row.block_index,
            bounds: row
                .bounds
                .and_then(|bounds| serde_json::from_str(&bounds).ok()),
        }
    }
}

/// What a person should look at.
#[derive(Serialize)]
struct DoubtAnswer {
    page_number: i32,
    kind: String,
    labels: Vec<String>,
    record: Option<i32>,
    text: String,
    start: Option<i32>,
    end: Option<i32>,
    reason: String,
}

impl From<DoubtRow> for DoubtAnswer {
    fn from(row: DoubtRow) -> Self {
        Self {
            page_number: row.page_number,
            kind: row.kind,
            labels: row.labels.split(", ").map(str::to_owned).collect(),
            record: row.record,
            text: row.text,
            start: row.span_start,
            end: row.span_end,
            reason: row.reason,
        }
    }
}

fn not_read_yet() -> HttpError {
    HttpError::new(
        409,
        "not_read_yet",
        "This has not been read yet. The document's status says how far it is.",
    )
}

async fn plan_of(store: &Store, doc_id: &DocId) -> Result<Plan, HttpError> {
    newest_plan(store, doc_id).await?.ok_or_else(not_read_yet)
}

fn pages_key(plan: &Plan, pages: PageRange) -> ObjectKey {
    let (doc_id, run_id) = (plan.doc_id.clone(), plan.run_id.clone());
    ObjectKey::Pages {
        doc_id,
        run_id,
        pages,
    }
}

fn entities_key(plan: &Plan, pages: PageRange) -> ObjectKey {
    let (doc_id, run_id) = (plan.doc_id.clone(), plan.run_id.clone());
    ObjectKey::Entities {
        doc_id,
        run_id,
        pages,
    }
}

fn doubts_key(plan: &Plan, pages: PageRange) -> ObjectKey {
    let (doc_id, run_id) = (plan.doc_id.clone(), plan.run_id.clone());
    ObjectKey::Doubts {
        doc_id,
        run_id,
        pages,
    }
}

async fn rows<R: Row>(store: &Store, key: &ObjectKey) -> Result<Option<Vec<R>>, HttpError> {
    match store.get(key, None, MAX_CHUNK_BYTES).await? {
        Some(object) => Ok(Some(read_rows(object.bytes.into())?)),
        None => Ok(None),
    }
}

/// `GET /documents/{receipt}/pages/{n}`.
pub(crate) async fn page(env: &Env, doc_id: &DocId, page_number: u32) -> Answer {
    let store = Store::new(env)?;
    let plan = plan_of(&store, doc_id).await?;
    let chunk = plan
        .chunks()
        .into_iter()
        .find(|pages| pages.pages().contains(&page_number))
        .ok_or_else(HttpError::not_found)?;
    let wanted = i32::try_from(page_number).unwrap_or(i32::MAX);
    let pages: Vec<PageRow> = rows(&store, &pages_key(&plan, chunk))
        .await?
        .ok_or_else(not_read_yet)?;
    let page = pages
        .into_iter()
        .find(|page| page.page_number == wanted)
        .ok_or_else(HttpError::not_found)?;
    let entities: Vec<EntityRow> = rows(&store, &entities_key(&plan, chunk))
        .await?
        .unwrap_or_default();
    let doubts: Vec<DoubtRow> = rows(&store, &doubts_key(&plan, chunk))
        .await?
        .unwrap_or_default();
    json_response(
        200,
        &PageAnswer {
            page_number: page.page_number,
            page_count: page.page_count,
            status: page.status,
            reason: page.reason,
            text: page.text,
            blocks: serde_json::from_str(&page.blocks).unwrap_or_default(),
            width_pt: page.width_pt,
            height_pt: page.height_pt,
            confidence_mean: page.confidence_mean,
            confidence_low: page.confidence_low,
            model: page.model,
            entities: entities
                .into_iter()
                .filter(|entity| entity.page_number == wanted)
                .map(EntityAnswer::from)
                .collect(),
            doubts: doubts
                .into_iter()
                .filter(|doubt| doubt.page_number == wanted)
                .map(DoubtAnswer::from)
                .collect(),
        },
    )
}

async fn all_entities(store: &Store, plan: &Plan) -> Result<Vec<EntityRow>, HttpError> {
    let mut entities = Vec::new();
    for chunk in plan.chunks() {
        let loaded = rows(store, &entities_key(plan, chunk)).await?;
        entities.extend(loaded.unwrap_or_default());
    }
    Ok(entities)
}

/// `GET /documents/{receipt}/entities.{json,csv,jsonl,parquet}`: what has been found so far.
pub(crate) async fn entities(env: &Env, doc_id: &DocId, format: &str) -> Answer {
    let store = Store::new(env)?;
    let plan = plan_of(&store, doc_id).await?;
    let entities = all_entities(&store, &plan).await?;
    let filename = format!("{doc_id}-entities.{format}");
    match format {
        "json" => {
            let entities: Vec<_> = entities.into_iter().map(EntityAnswer::from).collect();
            json_response(200, &entities)
        }
        "csv" => {
            let text = entities_as_csv(&entities);
            download(text.into_bytes(), "text/csv; charset=utf-8", &filename)
        }
        "jsonl" => {
            let text = entities_as_jsonl(&entities)?;
            download(text.into_bytes(), "application/jsonl", &filename)
        }
        "parquet" => {
            let bytes = write_rows(&entities)?;
            download(bytes, "application/vnd.apache.parquet", &filename)
        }
        _ => Err(HttpError::not_found()),
    }
}

/// `GET /documents/{receipt}/doubts.json`: what a person should look at, as far as it was read.
pub(crate) async fn doubts(env: &Env, doc_id: &DocId) -> Answer {
    let store = Store::new(env)?;
    let plan = plan_of(&store, doc_id).await?;
    let mut doubts: Vec<DoubtRow> = Vec::new();
    for chunk in plan.chunks() {
        let loaded = rows(&store, &doubts_key(&plan, chunk)).await?;
        doubts.extend(loaded.unwrap_or_default());
    }
    let doubts: Vec<_> = doubts.into_iter().map(DoubtAnswer::from).collect();
    json_response(200, &doubts)
}

/// `GET /documents/{receipt}/text.md`: the pages that have been read so far.
pub(crate) async fn text(env: &Env, doc_id: &DocId) -> Answer {
    let store = Store::new(env)?;
    let plan = plan_of(&store, doc_id).await?;
    let mut pages: Vec<PageRow> = Vec::new();
    for chunk in plan.chunks() {
        let read = rows(&store, &pages_key(&plan, chunk)).await?;
        pages.extend(read.unwrap_or_default());
    }
    let text = pages_as_markdown(&pages);
    let filename = format!("{doc_id}.md");
    download(text.into_bytes(), "text/markdown; charset=utf-8", &filename)
}
