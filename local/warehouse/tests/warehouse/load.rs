use crate::{
    harness::{Warehouse, message_of, rows},
    rows::{Chunk, chunk},
};
use tokio_postgres::{
    Client, Transaction,
    types::{ToSql, Type},
};
use vessel_ner_shared::warehouse::{SqlFailure, classify};

/// One load as the extractor does it: everything between BEGIN and COMMIT.
pub(crate) async fn load_once(
    client: &mut Client,
    chunk: &Chunk,
) -> Result<(), tokio_postgres::Error> {
    let transaction = client.transaction().await?;
    run_statements(&transaction, chunk).await?;
    transaction.commit().await
}

async fn run_statements(
    transaction: &Transaction<'_>,
    chunk: &Chunk,
) -> Result<(), tokio_postgres::Error> {
    for statement in chunk.statements() {
        let parameters: Vec<(&(dyn ToSql + Sync), Type)> = statement
            .parameters
            .iter()
            .map(|text| (text as &(dyn ToSql + Sync), Type::TEXT))
            .collect();
        transaction
            .execute_typed(&statement.sql, &parameters)
            .await?;
    }
    Ok(())
}

/// A load that starts again when another writer was faster; returns how often it had to.
pub(crate) async fn load(client: &mut Client, chunk: &Chunk) -> usize {
    for retries in 0..1_000 {
        match load_once(client, chunk).await {
            Ok(()) => return retries,
            Err(error) => {
                let text = message_of(&error);
                assert_eq!(classify(&text), SqlFailure::Conflict, "{text}");
                tokio::task::yield_now().await;
            }
        }
    }
    panic!("no end of conflicts");
}

const STATE: &str = "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM raw_ocr),
    (SELECT count(*) FROM entities), (SELECT count(DISTINCT entity_id) FROM entities),
    (SELECT bit_xor(hash(e)) FROM entities e), (SELECT bit_xor(hash(r)) FROM raw_ocr r)";

#[tokio::test]
async fn what_is_loaded_reads_back_equal_nulls_and_moments_included() {
    let warehouse = Warehouse::start_with_tables();
    let mut client = warehouse.connect().await;
    load(&mut client, &chunk("a", 1, 2, 3)).await;
    let sql = "SELECT page_number, status, reason IS NULL, render_ms IS NULL, wait_ms,
        planned_at, blocks->0->'box'->3, parameters FROM raw_ocr ORDER BY page_number LIMIT 1";
    assert_eq!(
        rows(&client, sql).await,
        ["1|ok|t|t|2400.5|2023-11-14 22:15:00+00|4|{}"]
    );
    let sql = "SELECT e.label, e.record, e.box IS NULL, e.corrected,
        substr(r.text, e.span_start + 1, e.span_end - e.span_start) = e.text
        FROM entities e JOIN raw_ocr r USING (doc_id, run_id, page_number)
        ORDER BY page_number, record LIMIT 1";
    assert_eq!(rows(&client, sql).await, ["VESSEL_NAME|0|t|f|t"]);
    let sql = "SELECT filename, uploaded_at, state FROM documents";
    assert_eq!(
        rows(&client, sql).await,
        ["a.pdf|2023-11-14 22:13:20+00|planned"]
    );
}

#[tokio::test]
async fn a_chunk_delivered_again_leaves_the_same_rows_and_touches_no_other() {
    let warehouse = Warehouse::start_with_tables();
    let mut client = warehouse.connect().await;
    let chunks = [
        chunk("a", 1, 8, 20),
        chunk("a", 9, 16, 20),
        chunk("b", 1, 8, 20),
    ];
    for chunk in &chunks {
        load(&mut client, chunk).await;
    }
    let before = rows(&client, STATE).await;
    assert!(before[0].starts_with("2|24|480|480|"), "{before:?}");
    for _ in 0..3 {
        load(&mut client, &chunks[0]).await;
    }
    assert_eq!(rows(&client, STATE).await, before);
    // A second reading of the page that finds less takes the surplus away.
    let mut less = chunks[1].clone();
    less.entity_rows.truncate(5);
    load(&mut client, &less).await;
    let after = rows(&client, STATE).await;
    assert!(after[0].starts_with("2|24|325|325|"), "{after:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_chunk_from_many_writers_at_once_leaves_the_rows_of_one() {
    let warehouse = Warehouse::start_with_tables();
    let reference = Warehouse::start_with_tables();
    let chunks: Vec<Chunk> = (0..4)
        .map(|n| chunk("same", n * 4 + 1, n * 4 + 4, 25))
        .collect();
    let mut client = reference.connect().await;
    for chunk in &chunks {
        load(&mut client, chunk).await;
    }
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..6_usize {
        let mut client = warehouse.connect().await;
        let chunks = chunks.clone();
        writers.spawn(async move {
            let mut retries = 0;
            for round in 0..8_usize {
                // Two writers are always at the same chunk.
                retries += load(&mut client, &chunks[(writer / 2 + round) % chunks.len()]).await;
            }
            retries
        });
    }
    // A reader with an old snapshot keeps what was deleted visible, and with it its index entries.
    let reader = warehouse.connect().await;
    reader
        .batch_execute("BEGIN; SELECT count(*) FROM raw_ocr")
        .await
        .unwrap();
    let mut retries = 0;
    while let Some(outcome) = writers.join_next().await {
        retries += outcome.unwrap();
    }
    reader.batch_execute("COMMIT").await.unwrap();
    assert_eq!(rows(&reader, STATE).await, rows(&client, STATE).await);
    println!("{retries} retries in 48 loads");
}

#[tokio::test]
async fn of_two_first_deliveries_at_once_one_is_told_to_start_again() {
    let warehouse = Warehouse::start_with_tables();
    let (mut first, mut second) = (warehouse.connect().await, warehouse.connect().await);
    // The document is there already: only the pages' key is left to notice the other.
    load(&mut first, &chunk("twice", 1, 4, 10)).await;
    let chunk = chunk("twice", 5, 8, 10);
    let one = first.transaction().await.unwrap();
    run_statements(&one, &chunk).await.unwrap();
    let other = second.transaction().await.unwrap();
    let refused = run_statements(&other, &chunk).await;
    one.commit().await.unwrap();
    let refused = match refused {
        Ok(()) => other.commit().await.unwrap_err(),
        Err(error) => {
            other.rollback().await.unwrap();
            error
        }
    };
    assert_eq!(
        classify(&message_of(&refused)),
        SqlFailure::Conflict,
        "{refused:?}"
    );
    load(&mut second, &chunk).await;
    assert!(rows(&second, STATE).await[0].starts_with("1|8|80|80|"));
}

#[tokio::test]
async fn a_connection_cut_before_commit_leaves_nothing_of_the_load() {
    let warehouse = Warehouse::start_with_tables();
    let chunk = chunk("cut", 1, 4, 10);
    let mut client = warehouse.connect().await;
    let transaction = client.transaction().await.unwrap();
    run_statements(&transaction, &chunk).await.unwrap();
    std::mem::forget(transaction);
    drop(client);
    let mut client = warehouse.connect().await;
    assert!(rows(&client, STATE).await[0].starts_with("0|0|0|"));
    load(&mut client, &chunk).await;
    assert!(rows(&client, STATE).await[0].starts_with("1|4|40|40|"));
}
