use crate::{
    harness::{PROGRAM, Warehouse, rows},
    load::load_once,
    rows::chunk,
};
use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

const ENTITIES_A_PAGE: i32 = 40;

/// Loads chunk after chunk until the connection breaks; tells how many were acknowledged.
async fn load_until_killed(
    url: String,
    writer: usize,
    round: usize,
    loaded: Arc<AtomicU32>,
) -> u32 {
    let mut client = crate::harness::connect(&url).await;
    for number in 0.. {
        let chunk = chunk(&format!("{round}-{writer}-{number}"), 1, 4, ENTITIES_A_PAGE);
        if load_once(&mut client, &chunk).await.is_err() {
            return number;
        }
        loaded.fetch_add(1, Ordering::SeqCst);
    }
    unreachable!()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_in_the_middle_of_loads_loses_no_committed_row_and_leaves_no_half_one() {
    let mut warehouse = Warehouse::start_with_tables();
    let mut acknowledged = Vec::new();
    for round in 0..4_usize {
        let loaded = Arc::new(AtomicU32::new(0));
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                tokio::spawn(load_until_killed(
                    warehouse.url(),
                    writer,
                    round,
                    Arc::clone(&loaded),
                ))
            })
            .collect();
        // Not after a time but after so many loads, so that every round has work to lose.
        while loaded.load(Ordering::SeqCst) < 5 + u32::try_from(round).unwrap() * 3 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        warehouse.kill();
        for (writer, outcome) in writers.into_iter().enumerate() {
            let count = outcome.await.unwrap();
            acknowledged.extend((0..count).map(|number| format!("{round}-{writer}-{number}")));
        }
        warehouse.start_again();
        let client = warehouse.connect().await;
        let names = "SELECT replace(filename, '.pdf', '') FROM documents";
        let present = rows(&client, names).await;
        for name in &acknowledged {
            assert!(
                present.contains(name),
                "{name} was acknowledged and is gone"
            );
        }
        let complete = format!(
            "SELECT count(*) FROM documents d WHERE
            (SELECT count(*) FROM raw_ocr r WHERE r.doc_id = d.doc_id) != 4 OR
            (SELECT count(*) FROM entities e WHERE e.doc_id = d.doc_id) != 4 * {ENTITIES_A_PAGE}"
        );
        assert_eq!(
            rows(&client, &complete).await,
            ["0"],
            "documents that are half there"
        );
        let orphans = "SELECT (SELECT count(*) FROM raw_ocr ANTI JOIN documents USING (doc_id)),
            (SELECT count(*) FROM entities ANTI JOIN raw_ocr USING (doc_id, run_id, page_number))";
        assert_eq!(rows(&client, orphans).await, ["0|0"]);
        // At most the load whose answer was lost is there beyond those acknowledged.
        assert!(
            present.len() <= acknowledged.len() + 2 * (round + 1),
            "{present:?}"
        );
    }
}

#[tokio::test]
async fn an_orderly_end_leaves_one_file_and_all_rows() {
    let mut warehouse = Warehouse::start_with_tables();
    let mut client = warehouse.connect().await;
    load_once(&mut client, &chunk("a", 1, 4, 10)).await.unwrap();
    let open = warehouse.connect().await;
    open.batch_execute("BEGIN; DELETE FROM entities")
        .await
        .unwrap();
    assert!(warehouse.terminate().success());
    let files: Vec<_> = std::fs::read_dir(warehouse.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files, ["vessels.duckdb"], "no write-ahead log is left");
    warehouse.start_again();
    let client = warehouse.connect().await;
    assert_eq!(rows(&client, "SELECT count(*) FROM entities").await, ["40"]);
}

#[test]
fn a_second_server_on_the_same_file_is_refused_and_told_why() {
    let warehouse = Warehouse::start();
    let second = Command::new(PROGRAM)
        .arg("--database")
        .arg(warehouse.database())
        .output()
        .unwrap();
    assert!(!second.status.success());
    assert!(second.stdout.is_empty());
    let log = String::from_utf8_lossy(&second.stderr);
    assert!(log.contains("is in use by another process"), "{log}");
}

#[test]
fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(
        &file,
        "not a database, and longer than a header".repeat(500),
    )
    .unwrap();
    let before = std::fs::read(&file).unwrap();
    let outcome = Command::new(PROGRAM)
        .arg("--database")
        .arg(&file)
        .output()
        .unwrap();
    assert!(!outcome.status.success());
    assert!(String::from_utf8_lossy(&outcome.stderr).contains("not a valid DuckDB database"));
    assert_eq!(std::fs::read(&file).unwrap(), before);
}
