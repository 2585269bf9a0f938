//! How fast entities get into the warehouse: `cargo bench -p vessel-ner-warehouse`.
//!
//! The extractor's own statements over the wire, in chunks, against the two ends of the scale in
//! the same run: one INSERT a row, and DuckDB's COPY of a Parquet file it can read by itself.
//! Times are wall clock, from rows in memory to the answer to COMMIT; the processor time of the
//! server (Linux) tells how much of it was waiting for a busy machine.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

#[path = "../tests/warehouse/harness.rs"]
#[allow(dead_code)]
mod harness;
#[path = "../tests/warehouse/rows.rs"]
mod rows;

use harness::{Warehouse, migrations};
use rows::{Chunk, chunk};
use std::{fs, time::Instant};
use tokio_postgres::{
    Client,
    types::{ToSql, Type},
};

const PAGES: u32 = 400;
const ENTITIES_A_PAGE: i32 = 50;
const CHUNKS: usize = 6;
const SINGLE_ROWS: usize = 3_000;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let document = |n: usize| chunk(&format!("document {n}"), 1, PAGES, ENTITIES_A_PAGE);
    let chunks: Vec<Chunk> = (0..CHUNKS).map(document).collect();
    let small: Vec<Chunk> = (0..40)
        .map(|n| chunk(&format!("small {n}"), 1, 16, ENTITIES_A_PAGE))
        .collect();
    let rows_a_chunk = chunks[0].entity_rows.len();
    let count = CHUNKS * rows_a_chunk;
    let json_bytes: usize = chunks[0]
        .statements()
        .iter()
        .flat_map(|s| &s.parameters)
        .map(String::len)
        .sum();
    println!(
        "chunk: {rows_a_chunk} entities, {PAGES} pages, {:.1} MB of JSON; each way on a new file\n",
        megabytes(json_bytes)
    );
    println!(
        "{:<48} {:>8} {:>8} {:>10} {:>7}",
        "way", "rows", "seconds", "rows/s", "CPU s"
    );

    let (warehouse, mut client) = fresh(folder.path()).await;
    for way in ["the extractor's load", "  … delivered again"] {
        let started = Stopwatch::start(&warehouse);
        for chunk in &chunks {
            load(&mut client, chunk).await;
        }
        started.report(way, count);
    }

    let (warehouse, mut client) = fresh(folder.path()).await;
    let started = Stopwatch::start(&warehouse);
    for chunk in &small {
        load(&mut client, chunk).await;
    }
    started.report(
        "the same, chunks of 16 pages with 800 entities",
        small.len() * small[0].entity_rows.len(),
    );

    let (warehouse, mut client) = fresh(folder.path()).await;
    let started = Stopwatch::start(&warehouse);
    insert_one_by_one(&mut client, &chunks[0], SINGLE_ROWS).await;
    started.report("one prepared INSERT a row, in one transaction", SINGLE_ROWS);

    let parquet = folder.path().join("entities.parquet");
    copy_out(&chunks, &parquet);
    for (way, statement) in [
        ("DuckDB's COPY FROM Parquet", "COPY entities FROM '{}'"),
        (
            "INSERT … SELECT FROM read_parquet",
            "INSERT INTO entities SELECT * FROM read_parquet('{}')",
        ),
    ] {
        let (warehouse, client) = fresh(folder.path()).await;
        let started = Stopwatch::start(&warehouse);
        client
            .batch_execute(&statement.replace("{}", parquet.to_str().unwrap()))
            .await
            .unwrap();
        started.report(way, count);
    }
}

/// A server with empty tables that may read the folder.
async fn fresh(reads: &std::path::Path) -> (Warehouse, Client) {
    let sql = migrations();
    let arguments = [
        "--migrations",
        sql.to_str().unwrap(),
        "--allow-read",
        reads.to_str().unwrap(),
    ];
    let warehouse = Warehouse::start_with(&arguments);
    let client = warehouse.connect().await;
    (warehouse, client)
}

async fn load(client: &mut Client, chunk: &Chunk) {
    let transaction = client.transaction().await.unwrap();
    for statement in chunk.statements() {
        let parameters: Vec<(&(dyn ToSql + Sync), Type)> = statement
            .parameters
            .iter()
            .map(|text| (text as &(dyn ToSql + Sync), Type::TEXT))
            .collect();
        transaction
            .execute_typed(&statement.sql, &parameters)
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
}

async fn insert_one_by_one(client: &mut Client, chunk: &Chunk, count: usize) {
    let transaction = client.transaction().await.unwrap();
    let statement = transaction
        .prepare(
            "INSERT INTO entities VALUES ($1::text, $2::text, $3::text, $4::int, $5::int, $6::int,
            $7::text, $8::text, $9::int, $10::int, $11::text, $12::double, $13::int, $14::boolean,
            $15::text, $16::int, $17::text::json, $18::text, $19::text, $20::text, $21::text)",
        )
        .await
        .unwrap();
    for row in chunk.entity_rows.iter().take(count) {
        let parameters: [&(dyn ToSql + Sync); 21] = [
            &row.entity_id,
            &row.doc_id,
            &row.run_id,
            &row.page_number,
            &row.first_page,
            &row.last_page,
            &row.label,
            &row.text,
            &row.span_start,
            &row.span_end,
            &row.norm_value,
            &row.confidence,
            &row.record,
            &row.corrected,
            &row.reason,
            &row.block_index,
            &row.bounds,
            &row.text_sha256,
            &row.document_sha256,
            &row.rules_version,
            &row.program_version,
        ];
        transaction.execute(&statement, &parameters).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

/// Writes all chunks' entities as one Parquet file, by a server that may not: in this process.
fn copy_out(chunks: &[Chunk], parquet: &std::path::Path) {
    let connection = duckdb::Connection::open_in_memory().unwrap();
    let entries = fs::read_dir(migrations()).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "sql"))
    {
        let sql = fs::read_to_string(file).unwrap();
        connection.execute_batch(&sql).unwrap();
    }
    for chunk in chunks {
        for statement in chunk.statements() {
            let parameters = duckdb::params_from_iter(statement.parameters.clone());
            connection
                .prepare(&statement.sql)
                .unwrap()
                .execute(parameters)
                .unwrap();
        }
    }
    connection
        .execute_batch(&format!(
            "COPY entities TO '{}' (FORMAT parquet)",
            parquet.display()
        ))
        .unwrap();
}

struct Stopwatch<'a> {
    warehouse: &'a Warehouse,
    started: Instant,
    processor_seconds: Option<f64>,
}

impl<'a> Stopwatch<'a> {
    fn start(warehouse: &'a Warehouse) -> Self {
        let processor_seconds = processor_seconds(warehouse);
        Self {
            warehouse,
            started: Instant::now(),
            processor_seconds,
        }
    }

    fn report(self, way: &str, count: usize) {
        let seconds = self.started.elapsed().as_secs_f64();
        let processor = processor_seconds(self.warehouse)
            .zip(self.processor_seconds)
            .map_or("?".to_owned(), |(after, before)| {
                format!("{:.2}", after - before)
            });
        let rate = f64::from(u32::try_from(count).unwrap()) / seconds;
        println!("{way:<48} {count:>8} {seconds:>8.3} {rate:>10.0} {processor:>7}");
    }
}

/// User and system time of the server so far, in seconds of 100 ticks.
fn processor_seconds(warehouse: &Warehouse) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", warehouse.process_id())).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks: u32 = fields.get(11)?.parse::<u32>().ok()? + fields.get(12)?.parse::<u32>().ok()?;
    Some(f64::from(ticks) / 100.0)
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap()) / 1e6
}
