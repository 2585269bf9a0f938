//! Rows as the entity extractor makes them, invented, any number of them.

use vessel_ner_shared::{
    ids::{DocId, PageRange, RunId, Sha256Digest},
    model::{DocumentRow, DoubtRow, EntityRow, PageRow, UnixMillis},
    warehouse::{ChunkLoad, Statement},
};

/// A chunk of pages with their entities, and the ids it is loaded under.
#[derive(Clone)]
pub(crate) struct Chunk {
    pub(crate) doc_id: DocId,
    pub(crate) run_id: RunId,
    pub(crate) pages: PageRange,
    pub(crate) document: DocumentRow,
    pub(crate) page_rows: Vec<PageRow>,
    pub(crate) entity_rows: Vec<EntityRow>,
    pub(crate) doubt_rows: Vec<DoubtRow>,
}

/// A chunk of the document called `name`, with as many entities on each page.
pub(crate) fn chunk(name: &str, first_page: u32, last_page: u32, entities_a_page: i32) -> Chunk {
    let document_sha = Sha256Digest::of(name);
    let doc_id = DocId::from_document_hash(&document_sha);
    let run_id = RunId::new(&document_sha, "model", "prompt", "{}");
    let pages = PageRange::new(first_page, last_page).unwrap();
    let lines: Vec<String> = (0..entities_a_page)
        .map(|n| format!("OCEAN PEARL NO. {n}\n"))
        .collect();
    let text = lines.concat();
    let page_row = |page: u32| page_row(&doc_id, &run_id, &document_sha, pages, page, &text);
    let page_rows: Vec<PageRow> = pages.pages().map(page_row).collect();
    let entity_rows = page_rows
        .iter()
        .flat_map(|page| (0..entities_a_page).map(|number| entity_row(page, number)))
        .collect();
    let document = DocumentRow {
        doc_id: doc_id.to_string(),
        filename: Some(format!("{name}.pdf")),
        size_bytes: 1_000,
        document_sha256: document_sha.to_string(),
        page_count: Some(page_rows.first().map_or(0, |page| page.page_count)),
        uploaded_at: Some(UnixMillis(1_700_000_000_000)),
        state: "planned".to_owned(),
        refusal_category: None,
        refusal_reason: None,
        program_version: "test".to_owned(),
    };
    Chunk {
        doc_id,
        run_id,
        pages,
        document,
        page_rows,
        entity_rows,
        doubt_rows: Vec::new(),
    }
}

fn page_row(
    doc_id: &DocId,
    run_id: &RunId,
    document: &Sha256Digest,
    pages: PageRange,
    page: u32,
    text: &str,
) -> PageRow {
    let number = |value: u32| i32::try_from(value).unwrap();
    PageRow {
        doc_id: doc_id.to_string(),
        run_id: run_id.to_string(),
        page_number: number(page),
        page_count: 1_000,
        first_page: number(pages.first()),
        last_page: number(pages.last()),
        status: "ok".to_owned(),
        reason_category: None,
        reason: None,
        text: text.to_owned(),
        blocks:
            r#"[{"index":0,"label":"text","box":[1,2,3,4],"start":0,"end":5,"confidence":null}]"#
                .to_owned(),
        text_sha256: Sha256Digest::of(text).to_string(),
        image_sha256: None,
        document_sha256: document.to_string(),
        width_pt: Some(595.0),
        height_pt: Some(842.0),
        rotation: Some(0),
        width_px: Some(1190),
        height_px: Some(1684),
        confidence_mean: Some(0.97),
        confidence_low: Some(0.61),
        model: "model".to_owned(),
        prompt: "prompt".to_owned(),
        parameters: "{}".to_owned(),
        attempts: 1,
        finish_reason: Some("stop".to_owned()),
        prompt_tokens: Some(913),
        completion_tokens: Some(1_200),
        render_ms: None,
        wait_ms: Some(2_400.5),
        planned_at: Some(UnixMillis(1_700_000_100_000)),
        program_version: "test".to_owned(),
    }
}

fn entity_row(page: &PageRow, number: i32) -> EntityRow {
    let text = format!("OCEAN PEARL NO. {number}");
    let place = format!(
        "{} {} {} {number}",
        page.doc_id, page.run_id, page.page_number
    );
    EntityRow {
        entity_id: Sha256Digest::of(place)
            .to_string()
            .chars()
            .take(32)
            .collect(),
        doc_id: page.doc_id.clone(),
        run_id: page.run_id.clone(),
        page_number: page.page_number,
        first_page: page.first_page,
        last_page: page.last_page,
        label: "VESSEL_NAME".to_owned(),
        span_start: number * 18,
        span_end: number * 18 + i32::try_from(text.len()).unwrap(),
        norm_value: text.clone(),
        text,
        confidence: 0.93,
        record: Some(number),
        corrected: false,
        reason: "table: heading NAME OF VESSEL".to_owned(),
        block_index: Some(0),
        bounds: None,
        text_sha256: page.text_sha256.clone(),
        document_sha256: page.document_sha256.clone(),
        rules_version: "1".to_owned(),
        program_version: "test".to_owned(),
    }
}

impl Chunk {
    /// The loader's own statements for this chunk.
    pub(crate) fn statements(&self) -> Vec<Statement> {
        let load = ChunkLoad {
            doc_id: &self.doc_id,
            run_id: &self.run_id,
            pages: self.pages,
            document: Some(&self.document),
            page_rows: &self.page_rows,
            entity_rows: &self.entity_rows,
            doubt_rows: &self.doubt_rows,
        };
        load.statements().unwrap()
    }
}
