//! What the Workers do with Parquet, callable from `bench/parquet.mjs`: a chunk's rows written and
//! read. The rows are made of pages' texts with the Workers' own rules; what a model would have
//! measured is filled in.

use vessel_ner_shared::columnar::{read_rows, write_rows};
use vessel_ner_shared::entities::Carried;
use vessel_ner_shared::extraction::entities_of;
use vessel_ner_shared::ids::{DocId, PageRange, RunId, Sha256Digest};
use vessel_ner_shared::model::{EntityRow, PageRow, UnixMillis};
use wasm_bindgen::prelude::*;

fn failed(error: impl std::fmt::Display) -> JsError {
    JsError::new(&error.to_string())
}

/// The rows of one chunk.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Chunk {
    pages: Vec<PageRow>,
    entities: Vec<EntityRow>,
}

#[wasm_bindgen]
impl Chunk {
    /// The chunk whose pages have these texts.
    ///
    /// # Errors
    /// If there is no page.
    #[wasm_bindgen(constructor)]
    pub fn new(texts: Vec<String>) -> Result<Chunk, JsError> {
        let count = u32::try_from(texts.len()).map_err(failed)?;
        let range = PageRange::new(1, count).map_err(failed)?;
        let pages = range
            .pages()
            .zip(texts)
            .map(|(page, text)| page_row(range, page, text))
            .collect::<Result<Vec<_>, _>>()
            .map_err(failed)?;
        let found = entities_of(&pages, &Carried::default()).map_err(failed)?;
        Ok(Self {
            pages,
            entities: found.rows,
        })
    }

    /// How many entities it has.
    #[must_use]
    pub fn entities(&self) -> usize {
        self.entities.len()
    }

    /// The pages as Parquet.
    ///
    /// # Errors
    /// None that is known.
    pub fn write_pages(&self) -> Result<Vec<u8>, JsError> {
        write_rows(&self.pages).map_err(failed)
    }

    /// The entities as Parquet.
    ///
    /// # Errors
    /// None that is known.
    pub fn write_entities(&self) -> Result<Vec<u8>, JsError> {
        write_rows(&self.entities).map_err(failed)
    }
}

/// Reads pages; returns how many.
///
/// # Errors
/// If the bytes are not pages as Parquet.
#[wasm_bindgen]
pub fn read_pages(bytes: Vec<u8>) -> Result<usize, JsError> {
    let rows = read_rows::<PageRow>(bytes.into()).map_err(failed)?;
    Ok(rows.len())
}

/// Reads entities; returns how many.
///
/// # Errors
/// If the bytes are not entities as Parquet.
#[wasm_bindgen]
pub fn read_entities(bytes: Vec<u8>) -> Result<usize, JsError> {
    let rows = read_rows::<EntityRow>(bytes.into()).map_err(failed)?;
    Ok(rows.len())
}

/// One block a paragraph.
fn blocks(text: &str) -> String {
    let mut start = 0;
    let blocks: Vec<String> = text
        .split("\n\n")
        .enumerate()
        .map(|(index, paragraph)| {
            let end = start + paragraph.chars().count();
            let (top, bottom) = (start % 900, start % 900 + 40);
            let block = format!(
                "{{\"index\":{index},\"label\":\"text\",\"box\":[97,{top},901,{bottom}],\
                 \"start\":{start},\"end\":{end},\"confidence\":0.97{end:013}}}"
            );
            start = end + 2;
            block
        })
        .collect();
    format!("[{}]", blocks.join(","))
}

fn page_row(
    range: PageRange,
    page: u32,
    text: String,
) -> Result<PageRow, std::num::TryFromIntError> {
    let document = Sha256Digest::of("document");
    let (model, prompt) = (
        "deepseek-ai/DeepSeek-OCR",
        "<|grounding|>Convert the document to markdown.",
    );
    let parameters = r#"{"image":{"dpi":144},"max_tokens":7200,"temperature":0}"#;
    let share = f64::from(page) / 1000.0;
    Ok(PageRow {
        doc_id: DocId::from_document_hash(&document).to_string(),
        run_id: RunId::new(&document, model, prompt, parameters).to_string(),
        page_number: page.try_into()?,
        page_count: range.last().try_into()?,
        first_page: range.first().try_into()?,
        last_page: range.last().try_into()?,
        status: "ok".to_owned(),
        reason_category: None,
        reason: None,
        blocks: blocks(&text),
        text_sha256: Sha256Digest::of(&text).to_string(),
        image_sha256: Some(Sha256Digest::of(format!("image of {text}")).to_string()),
        document_sha256: document.to_string(),
        text,
        width_pt: Some(595.28),
        height_pt: Some(841.89),
        rotation: Some(0),
        width_px: Some(1190),
        height_px: Some(1684),
        confidence_mean: Some(0.971 + share),
        confidence_low: Some(0.613 + share),
        model: model.to_owned(),
        prompt: prompt.to_owned(),
        parameters: parameters.to_owned(),
        attempts: 1,
        finish_reason: Some("stop".to_owned()),
        prompt_tokens: Some(913),
        completion_tokens: Some(1200 + i64::from(page) * 7),
        render_ms: None,
        wait_ms: Some(2400.0 + share * 1731.0),
        planned_at: Some(UnixMillis(1_700_000_000_000)),
        program_version: vessel_ner_shared::PROGRAM_VERSION.to_owned(),
    })
}
