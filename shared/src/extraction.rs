/*!
From the pages of a chunk to the rows of its entities: runs the entity rules page after page, hands
a table's heading on from one page to the next, and says where on the page each entity stands.
*/

use crate::entities::{PageEntities, RULES_VERSION, extract_page, locate_cell};
use crate::error::{PipelineError, Result};
use crate::ids::{DocId, EntityId, PageRange, RunId};
use crate::model::{Block, EntityRow, PageRow};

pub use crate::entities::Carried;

/// What was found in a chunk.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkEntities {
    /// The entities in the order of pages and spans.
    pub rows: Vec<EntityRow>,
    /// What the next chunk has to know.
    pub carried: Carried,
}

/// An error unless the rows are the chunk's pages, each once and in order.
pub fn check_rows(rows: &[PageRow], doc_id: &DocId, run_id: &RunId, pages: PageRange) -> Result<()> {
    let numbers = rows.iter().map(|row| row.page_number);
    let expected = pages.pages().map(|page| i32::try_from(page).unwrap_or_default());
    let is_theirs = rows
        .iter()
        .all(|row| row.doc_id == doc_id.as_str() && row.run_id == run_id.as_str());
    if is_theirs && numbers.eq(expected) {
        Ok(())
    } else {
        Err(PipelineError::internal(format!("{doc_id} {run_id} {pages}: rows are not the chunk's pages")))
    }
}

/// The entities of a chunk's pages, given what the chunk before handed on.
pub fn entities_of(pages: &[PageRow], carried_in: &Carried) -> Result<ChunkEntities> {
    let mut carried = carried_in.clone();
    let mut rows = Vec::new();
    for page in pages {
        let (found, next) = extract_page(&page.text, &carried);
        carried = next;
        rows.extend(rows_of_page(page, &found)?);
    }
    Ok(ChunkEntities { rows, carried })
}

fn rows_of_page(page: &PageRow, found: &PageEntities) -> Result<Vec<EntityRow>> {
    let internal = |what: &str| PipelineError::internal(format!("page {}: {what}", page.page_number));
    let doc_id: DocId = page.doc_id.parse()?;
    let run_id: RunId = page.run_id.parse()?;
    let page_number = u32::try_from(page.page_number).map_err(|_| internal("page number"))?;
    let blocks: Vec<Block> =
        serde_json::from_str(&page.blocks).map_err(|error| internal(&error.to_string()))?;
    found
        .entities
        .iter()
        .map(|entity| {
            let start = u32::try_from(entity.start).map_err(|_| internal("span"))?;
            let end = u32::try_from(entity.end).map_err(|_| internal("span"))?;
            let label = entity.label.as_str();
            let block = blocks.iter().find(|block| block.start <= start && end <= block.end);
            let bounds = block.and_then(|block| bounds_of(page, block, entity.start));
            Ok(EntityRow {
                entity_id: EntityId::new(&doc_id, &run_id, page_number, label, start, end).to_string(),
                doc_id: page.doc_id.clone(),
                run_id: page.run_id.clone(),
                page_number: page.page_number,
                first_page: page.first_page,
                last_page: page.last_page,
                label: label.to_owned(),
                text: entity.text.clone(),
                span_start: i32::try_from(start).map_err(|_| internal("span"))?,
                span_end: i32::try_from(end).map_err(|_| internal("span"))?,
                norm_value: entity.norm_value.clone(),
                confidence: entity.confidence,
                record: entity.record.and_then(|record| i32::try_from(record).ok()),
                corrected: entity.corrected,
                reason: entity.reason.clone(),
                block_index: block.and_then(|block| i32::try_from(block.index).ok()),
                bounds: bounds.map(|[left, top, right, bottom]| {
                    format!("[{left},{top},{right},{bottom}]")
                }),
                text_sha256: page.text_sha256.clone(),
                document_sha256: page.document_sha256.clone(),
                rules_version: RULES_VERSION.to_owned(),
                program_version: crate::PROGRAM_VERSION.to_owned(),
            })
        })
        .collect()
}

/// The block's box, or for a table the cell's share of it, all rows and columns taken as equal.
fn bounds_of(page: &PageRow, block: &Block, start: usize) -> Option<[u16; 4]> {
    let [left, top, right, bottom] = block.bounds?;
    let Some(cell) = locate_cell(&page.text, start) else {
        return Some([left, top, right, bottom]);
    };
    let share = |from: u16, to: u16, index: usize, count: usize| {
        let size = usize::from(to.saturating_sub(from));
        let offset = size.saturating_mul(index) / count.max(1);
        from.saturating_add(u16::try_from(offset).unwrap_or_default()).min(to)
    };
    Some([
        share(left, right, cell.column, cell.columns),
        share(top, bottom, cell.row, cell.rows),
        share(left, right, cell.column.saturating_add(cell.column_span), cell.columns),
        share(top, bottom, cell.row.saturating_add(cell.row_span), cell.rows),
    ])
}
