/*!
From the pages of a chunk to the rows of its entities: runs the entity rules page after page, hands
a table's heading on from one page to the next, and says where on the page each entity stands.
*/

use crate::entities::{
    CellPlace, Conflict, Diagnostic, PageEntities, RULES_VERSION, WHOLE, extract_page, table_cell,
};
use crate::error::{PipelineError, Result};
use crate::ids::{DocId, EntityId, PageRange, RunId};
use crate::model::{Block, DoubtRow, EntityRow, PageRow};

pub use crate::entities::Carried;

/// Places of a page that are reported as not read; a page with more is no register.
const MOST_PLACES: usize = 500;
/// Characters of such a place that are kept.
const LONGEST_PLACE: usize = 200;

/// What was found in a chunk.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkEntities {
    /// The entities in the order of pages and spans.
    pub rows: Vec<EntityRow>,
    /// What a person should look at, in the order of pages.
    pub doubts: Vec<DoubtRow>,
    /// What the next chunk has to know.
    pub carried: Carried,
}

/// An error unless the rows are the chunk's pages, each once and in order.
pub fn check_rows(
    rows: &[PageRow],
    doc_id: &DocId,
    run_id: &RunId,
    pages: PageRange,
) -> Result<()> {
    let numbers = rows.iter().map(|row| row.page_number);
    let expected = pages
        .pages()
        .map(|page| i32::try_from(page).unwrap_or_default());
    let is_theirs = rows
        .iter()
        .all(|row| row.doc_id == doc_id.as_str() && row.run_id == run_id.as_str());
    if is_theirs && numbers.eq(expected) {
        Ok(())
    } else {
        Err(PipelineError::internal(format!(
            "{doc_id} {run_id} {pages}: rows are not the chunk's pages"
        )))
    }
}

/// The entities of a chunk's pages, given what the chunk before handed on.
pub fn entities_of(pages: &[PageRow], carried_in: &Carried) -> Result<ChunkEntities> {
    let mut carried = carried_in.clone();
    let mut rows = Vec::new();
    let mut doubts = Vec::new();
    for page in pages {
        let (found, next) = extract_page(&page.text, &carried);
        carried = next;
        rows.extend(rows_of_page(page, &found)?);
        doubts.extend(doubts_of_page(page, &found));
    }
    Ok(ChunkEntities {
        rows,
        doubts,
        carried,
    })
}

/// The conflicts of the page's vessels and the places that were not read.
fn doubts_of_page(page: &PageRow, found: &PageEntities) -> Vec<DoubtRow> {
    let row = |kind: &str, labels: String, text: String, reason: &str| DoubtRow {
        doc_id: page.doc_id.clone(),
        run_id: page.run_id.clone(),
        page_number: page.page_number,
        first_page: page.first_page,
        last_page: page.last_page,
        kind: kind.to_owned(),
        labels,
        record: None,
        text,
        span_start: None,
        span_end: None,
        reason: reason.to_owned(),
        text_sha256: page.text_sha256.clone(),
        document_sha256: page.document_sha256.clone(),
        rules_version: RULES_VERSION.to_owned(),
        program_version: crate::PROGRAM_VERSION.to_owned(),
    };
    let conflict = |record: u32, conflict: &Conflict| DoubtRow {
        record: i32::try_from(record).ok(),
        ..row(
            "conflict",
            conflict
                .labels
                .iter()
                .map(|label| label.as_str())
                .collect::<Vec<_>>()
                .join(", "),
            conflict.values.join(", "),
            &conflict.reason,
        )
    };
    let unread = |place: &Diagnostic| DoubtRow {
        span_start: i32::try_from(place.start).ok(),
        span_end: i32::try_from(place.end).ok(),
        ..row(
            "unread",
            place
                .label
                .map(|label| label.as_str().to_owned())
                .unwrap_or_default(),
            place.text.chars().take(LONGEST_PLACE).collect(),
            &place.message,
        )
    };
    found
        .records
        .iter()
        .flat_map(|vessel| vessel.conflicts.iter().map(|c| conflict(vessel.record, c)))
        .chain(found.diagnostics.iter().take(MOST_PLACES).map(unread))
        .collect()
}

fn rows_of_page(page: &PageRow, found: &PageEntities) -> Result<Vec<EntityRow>> {
    let internal =
        |what: &str| PipelineError::internal(format!("page {}: {what}", page.page_number));
    let doc_id: DocId = page.doc_id.parse()?;
    let run_id: RunId = page.run_id.parse()?;
    let page_number = u32::try_from(page.page_number).map_err(|_| internal("page number"))?;
    let blocks: Vec<Block> =
        serde_json::from_str(&page.blocks).map_err(|error| internal(&error.to_string()))?;
    let spans: Vec<_> = found
        .entities
        .iter()
        .map(|entity| (entity.start, entity.end))
        .collect();
    found
        .entities
        .iter()
        .zip(table_cell(&page.text, &spans))
        .map(|(entity, cell)| {
            let start = u32::try_from(entity.start).map_err(|_| internal("span"))?;
            let end = u32::try_from(entity.end).map_err(|_| internal("span"))?;
            let label = entity.label.as_str();
            let block = blocks
                .iter()
                .find(|block| block.start <= start && end <= block.end);
            let bounds = block.and_then(|block| bounds_of(block, cell.as_ref()));
            Ok(EntityRow {
                entity_id: EntityId::new(&doc_id, &run_id, page_number, label, start, end)
                    .to_string(),
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
                bounds: bounds
                    .map(|[left, top, right, bottom]| format!("[{left},{top},{right},{bottom}]")),
                text_sha256: page.text_sha256.clone(),
                document_sha256: page.document_sha256.clone(),
                rules_version: RULES_VERSION.to_owned(),
                program_version: crate::PROGRAM_VERSION.to_owned(),
            })
        })
        .collect()
}

/// The block's box, or for a table the cell's share of it.
fn bounds_of(block: &Block, cell: Option<&CellPlace>) -> Option<[u16; 4]> {
    let [left, top, right, bottom] = block.bounds?;
    let Some(cell) = cell else {
        return Some([left, top, right, bottom]);
    };
    let share = |from: u16, to: u16, part: usize| {
        let offset = usize::from(to.saturating_sub(from)).saturating_mul(part) / WHOLE;
        from.saturating_add(u16::try_from(offset).unwrap_or_default())
            .min(to)
    };
    Some([
        share(left, right, cell.left),
        share(top, bottom, cell.top),
        share(left, right, cell.right),
        share(top, bottom, cell.bottom),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::Sha256Digest;

    const TABLE: &str = "<table><tr><td>Vessel name</td><td>IMO</td></tr>\
        <tr><td>MORNING HERON</td><td>9812042</td></tr></table>";

    fn page(number: u32, text: &str) -> PageRow {
        let document = Sha256Digest::of(b"document");
        let end = u32::try_from(text.chars().count()).unwrap();
        let block = Block {
            index: 0,
            label: "table".to_owned(),
            bounds: Some([0, 0, 900, 600]),
            start: 0,
            end,
            confidence: None,
        };
        PageRow {
            doc_id: DocId::from_document_hash(&document).to_string(),
            run_id: RunId::new(&document, "model", "prompt", "{}").to_string(),
            page_number: i32::try_from(number).unwrap(),
            page_count: 2,
            first_page: 1,
            last_page: 2,
            status: "ok".to_owned(),
            reason_category: None,
            reason: None,
            text: text.to_owned(),
            blocks: serde_json::to_string(&[block]).unwrap(),
            text_sha256: Sha256Digest::of(text).to_string(),
            image_sha256: None,
            document_sha256: document.to_string(),
            width_pt: None,
            height_pt: None,
            rotation: None,
            width_px: None,
            height_px: None,
            confidence_mean: None,
            confidence_low: None,
            model: "model".to_owned(),
            prompt: "prompt".to_owned(),
            parameters: "{}".to_owned(),
            attempts: 1,
            finish_reason: None,
            prompt_tokens: None,
            completion_tokens: None,
            render_ms: None,
            wait_ms: None,
            planned_at: None,
            program_version: String::new(),
        }
    }

    #[test]
    fn entity_stands_in_its_cell_share_of_the_table() -> Result<()> {
        let found = entities_of(&[page(1, TABLE)], &Carried::default())?;
        let imo = found.rows.iter().find(|row| row.label == "IMO");
        assert_eq!(
            imo.and_then(|row| row.bounds.as_deref()),
            Some("[562,300,900,600]")
        );
        assert_eq!(imo.and_then(|row| row.block_index), Some(0));
        Ok(())
    }

    #[test]
    fn row_of_several_lines_takes_more_of_the_table() -> Result<()> {
        let address = "Harbour House, 12 Quayside Lane, Salt Pans, Port Haven";
        let text = TABLE
            .replace("IMO</td>", "IMO</td><td>Address</td>")
            .replace("9812042</td>", &format!("9812042</td><td>{address}</td>"));
        let found = entities_of(&[page(1, &text)], &Carried::default())?;
        let imo = found.rows.iter().find(|row| row.label == "IMO");
        let bounds = imo.and_then(|row| row.bounds.as_deref());
        // One line of heading and two of address: 5 and 8 of 13 parts.
        assert!(
            bounds.is_some_and(|bounds| bounds.contains(",230,")),
            "{bounds:?}"
        );
        Ok(())
    }

    #[test]
    fn same_pages_give_the_same_rows_and_no_id_twice() -> Result<()> {
        let pages = [page(1, TABLE), page(2, TABLE)];
        let found = entities_of(&pages, &Carried::default())?;
        assert_eq!(found, entities_of(&pages, &Carried::default())?);
        let mut ids: Vec<_> = found.rows.iter().map(|row| &row.entity_id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), found.rows.len());
        Ok(())
    }

    #[test]
    fn what_disagrees_and_what_was_not_read_become_rows_a_person_sees() -> Result<()> {
        type Seen<'a> = (&'a str, &'a str, &'a str, Option<i32>);
        let cases: &[(&str, &[Seen<'_>])] = &[
            (
                "Vessel name: ALBA\nFlag: Spain\nMMSI: 227000001",
                &[("conflict", "FLAG, MMSI", "ESP, 227000001", Some(0))],
            ),
            (
                "Vessel name: ALBA\nIMO No.: 9281311",
                &[("unread", "IMO", "9281311", None)],
            ),
            ("Vessel name: ALBA\nIMO No.: 9281310", &[]),
        ];
        for (text, wanted) in cases {
            let found = entities_of(&[page(1, text)], &Carried::default())?;
            let doubts: Vec<_> = found
                .doubts
                .iter()
                .map(|d| {
                    (
                        d.kind.as_str(),
                        d.labels.as_str(),
                        d.text.as_str(),
                        d.record,
                    )
                })
                .collect();
            assert_eq!(doubts, *wanted, "{text}");
        }
        Ok(())
    }

    #[test]
    fn rows_of_another_chunk_are_refused() -> Result<()> {
        let rows = [page(1, ""), page(2, "")];
        let [doc_id, run_id] = [&rows[0].doc_id, &rows[0].run_id];
        let (doc_id, run_id): (DocId, RunId) = (doc_id.parse()?, run_id.parse()?);
        assert!(check_rows(&rows, &doc_id, &run_id, PageRange::new(1, 2)?).is_ok());
        assert!(check_rows(&rows, &doc_id, &run_id, PageRange::new(1, 3)?).is_err());
        assert!(check_rows(&rows[1..], &doc_id, &run_id, PageRange::new(1, 2)?).is_err());
        Ok(())
    }
}
