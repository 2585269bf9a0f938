use crate::{
    harness::{Warehouse, rows},
    load::load,
    rows::{Chunk, chunk},
};
use tokio_postgres::Client;
use vessel_ner_shared::model::{DoubtRow, UnixMillis};

/// A chunk of one page whose entities are these: label, value, record, confidence.
fn page_with(name: &str, entities: &[(&str, &str, Option<i32>, f64)]) -> Chunk {
    let mut chunk = chunk(name, 1, 1, i32::try_from(entities.len()).unwrap());
    chunk.document.page_count = Some(1);
    chunk.page_rows[0].page_count = 1;
    for (row, (label, value, record, confidence)) in chunk.entity_rows.iter_mut().zip(entities) {
        (*label).clone_into(&mut row.label);
        (*value).clone_into(&mut row.norm_value);
        row.record = *record;
        row.confidence = *confidence;
    }
    chunk
}

/// A doubt of the page that it will be put on.
fn doubt(kind: &str, labels: &str, record: Option<i32>, text: &str) -> DoubtRow {
    DoubtRow {
        doc_id: String::new(),
        run_id: String::new(),
        page_number: 1,
        first_page: 1,
        last_page: 1,
        kind: kind.to_owned(),
        labels: labels.to_owned(),
        record,
        text: text.to_owned(),
        span_start: None,
        span_end: None,
        reason: "it is odd".to_owned(),
        text_sha256: String::new(),
        document_sha256: String::new(),
        rules_version: "test".to_owned(),
        program_version: "test".to_owned(),
    }
}

fn on_page(mut row: DoubtRow, chunk: &Chunk) -> DoubtRow {
    row.doc_id = chunk.doc_id.to_string();
    row.run_id = chunk.run_id.to_string();
    row
}

async fn loaded(chunks: &[Chunk]) -> (Warehouse, Client) {
    let warehouse = Warehouse::start_with_tables();
    let mut client = warehouse.connect().await;
    for chunk in chunks {
        load(&mut client, chunk).await;
    }
    (warehouse, client)
}

#[tokio::test]
async fn a_vessel_record_is_one_row_with_its_values_and_their_types() {
    let page = page_with(
        "register",
        &[
            ("VESSEL_NAME", "ÆGIR", Some(0), 0.9),
            ("IMO", "9074729", Some(0), 0.99),
            ("PREVIOUS_NAME", "B", Some(0), 0.8),
            ("PREVIOUS_NAME", "A", Some(0), 0.9),
            ("LENGTH", "23.8", Some(0), 0.9),
            ("START_DATE", "2024-02-29", Some(0), 0.9),
            ("VESSEL_NAME", "SECOND", Some(1), 0.7),
            ("DATE", "2024-01-01", None, 0.9),
        ],
    );
    let (_warehouse, client) = loaded(&[page]).await;
    let sql = "SELECT filename, record, name, imo, previous_names, length_m + 1, start_date + 1,
        mmsi IS NULL, confidence_min, confidences->'IMO', conflicts FROM vessels ORDER BY record";
    let expected = [
        "register.pdf|0|ÆGIR|9074729|[B, A]|24.8|2024-03-01|t|0.9|0.99|[]",
        "register.pdf|1|SECOND|NULL|NULL|NULL|NULL|t|0.7|NULL|[]",
    ];
    assert_eq!(rows(&client, sql).await, expected);
}

#[tokio::test]
async fn of_two_values_the_more_confident_is_shown_and_the_conflict_named() {
    let page = page_with(
        "conflict",
        &[
            ("IMO", "9074729", Some(0), 0.6),
            ("IMO", "9176187", Some(0), 0.8),
            ("FLAG", "NOR", Some(0), 0.9),
            ("FLAG", "NOR", Some(0), 0.5),
            ("GEAR_TYPE", "LL", Some(0), 0.9),
            ("GEAR_TYPE", "PS", Some(0), 0.9),
        ],
    );
    let (_warehouse, client) = loaded(&[page]).await;
    let sql = "SELECT imo, flag, gear_types, array_to_string(conflicts, '; ') FROM vessels";
    let expected = ["9176187|NOR|[LL, PS]|IMO: 9176187 (0.80), 9074729 (0.60)"];
    assert_eq!(rows(&client, sql).await, expected);
    let sql = "SELECT details FROM review_queue WHERE why = 'conflicting values'";
    assert_eq!(
        rows(&client, sql).await,
        ["IMO: 9176187 (0.80), 9074729 (0.60)"]
    );
}

#[tokio::test]
async fn only_the_newest_reading_of_a_page_counts() {
    let old = page_with("twice", &[("VESSEL_NAME", "OLD", Some(0), 0.9)]);
    let mut new = page_with("twice", &[("VESSEL_NAME", "NEW", Some(0), 0.9)]);
    let other = vessel_ner_shared::ids::RunId::new(
        &vessel_ner_shared::ids::Sha256Digest::of("twice"),
        "another model",
        "prompt",
        "{}",
    );
    new.run_id = other.clone();
    new.page_rows[0].run_id = other.to_string();
    new.page_rows[0].planned_at = Some(UnixMillis(1_700_000_200_000));
    new.entity_rows[0].run_id = other.to_string();
    new.entity_rows[0].entity_id = "new".to_owned();
    let (_warehouse, client) = loaded(&[new, old]).await;
    assert_eq!(rows(&client, "SELECT count(*) FROM raw_ocr").await, ["2"]);
    assert_eq!(rows(&client, "SELECT name FROM vessels").await, ["NEW"]);
    let sql = format!("SELECT run_id = '{other}' FROM latest_pages");
    assert_eq!(rows(&client, &sql).await, ["t"]);
    let sql = "SELECT status, pages_loaded, entities FROM document_status";
    assert_eq!(rows(&client, sql).await, ["done|1|1"]);
}

#[tokio::test]
async fn the_review_queue_names_each_finding_once_worst_first() {
    let mut failed = page_with("failed", &[]);
    failed.page_rows[0].status = "failed".to_owned();
    failed.page_rows[0].reason_category = Some("timeout".to_owned());
    failed.page_rows[0].reason = Some("no answer".to_owned());
    let mut blurred = page_with("blurred", &[("VESSEL_NAME", "A", Some(0), 0.9)]);
    blurred.page_rows[0].confidence_mean = Some(0.5);
    let mut corrected = page_with("mended", &[("IMO", "9074729", Some(0), 0.8)]);
    corrected.entity_rows[0].corrected = true;
    let mut doubted = page_with("doubted", &[("IMO", "9074729", Some(0), 0.9)]);
    doubted.doubt_rows = vec![
        doubt("conflict", "FLAG, MMSI", Some(0), "ESP, 701000001"),
        doubt("unread", "IMO", None, "9074720"),
    ]
    .into_iter()
    .map(|row| on_page(row, &doubted))
    .collect();
    let (_warehouse, client) = loaded(&[failed, blurred, corrected, doubted]).await;
    let sql = "SELECT priority, why, filename, details FROM review_queue";
    let expected = [
        "1|page failed|failed.pdf|timeout: no answer",
        "3|conflicting values|doubted.pdf|FLAG, MMSI: ESP, 701000001 (it is odd)",
        "4|value not read|doubted.pdf|IMO: 9074720 (it is odd)",
        "5|corrected value|mended.pdf|IMO: OCEAN PEARL NO. 0 read as 9074729 (table: heading NAME OF VESSEL)",
        "6|page read with low confidence|blurred.pdf|mean 0.50, 5th percentile 0.61",
        "8|vessel without IMO number|blurred.pdf|A",
    ];
    assert_eq!(rows(&client, sql).await, expected);
}

#[tokio::test]
async fn a_documents_status_is_never_done_while_a_page_is_missing() {
    let with_pages = |name: &str, loaded: u32, of: i32, failed: usize| {
        let mut chunk = chunk(name, 1, loaded, 1);
        chunk.document.page_count = Some(of);
        for page in chunk.page_rows.iter_mut().take(failed) {
            page.status = "failed".to_owned();
        }
        chunk
    };
    let mut refused = with_pages("e-refused", 1, 1, 0);
    refused.document.state = "refused".to_owned();
    refused.document.page_count = None;
    refused.page_rows.clear();
    refused.entity_rows.clear();
    let chunks = [
        with_pages("a-done", 3, 3, 0),
        with_pages("b-reading", 2, 3, 0),
        with_pages("c-partly", 3, 3, 1),
        with_pages("d-failed", 2, 2, 2),
        refused,
    ];
    let (_warehouse, client) = loaded(&chunks).await;
    let sql = "SELECT filename, status, pages_loaded, page_count, pages_failed
        FROM document_status ORDER BY filename";
    let expected = [
        "a-done.pdf|done|3|3|0",
        "b-reading.pdf|reading|2|3|0",
        "c-partly.pdf|partly_done|3|3|1",
        "d-failed.pdf|failed|2|2|2",
        "e-refused.pdf|refused|0|NULL|0",
    ];
    assert_eq!(rows(&client, sql).await, expected);
}
