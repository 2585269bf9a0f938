use crate::harness::{Warehouse, error, rows};

#[tokio::test]
async fn local_files_extensions_secrets_and_settings_are_refused() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("CREATE TABLE t (a VARCHAR)")
        .await
        .unwrap();
    let refused = [
        ("INSTALL httpfs", "0A000 Permission Error: extensions"),
        ("LOAD json", "0A000 Permission Error: extensions"),
        (
            "CREATE SECRET s (TYPE s3)",
            "0A000 Permission Error: secrets",
        ),
        (
            "ATTACH ':memory:' AS other",
            "0A000 Permission Error: databases",
        ),
        (
            "COPY t TO '/tmp/out.csv'",
            "0A000 Permission Error: no local files",
        ),
        (
            "COPY t FROM '/etc/passwd'",
            "0A000 Permission Error: no local files",
        ),
        (
            "COPY t FROM STDIN",
            "0A000 Permission Error: COPY FROM STDIN",
        ),
        ("LISTEN news", "0A000 Permission Error: LISTEN"),
        (
            "SET enable_external_access = true",
            "0A000 Permission Error: settings are locked",
        ),
        (
            "PRAGMA enable_profiling",
            "0A000 Permission Error: only PRAGMAs",
        ),
        (
            "SELECT * FROM read_csv('/etc/passwd')",
            "42501 Permission Error: Cannot access file",
        ),
        (
            "SELECT * FROM read_parquet('x.parquet')",
            "42501 Permission Error: Cannot access file",
        ),
        (
            "SELECT * FROM read_text('/etc/passwd')",
            "42501 Permission Error: Cannot access file",
        ),
        (
            "SELECT * FROM glob('/etc/*')",
            "42501 Permission Error: Cannot access file",
        ),
        ("SELECT * FROM '/etc/passwd'", "42P01 Catalog Error"),
    ];
    for (sql, expected) in refused {
        let text = error(&client, sql).await;
        assert!(text.starts_with(expected), "{sql}: {text}");
    }
    assert_eq!(
        rows(&client, "SELECT count(*) FROM t").await,
        ["0"],
        "the session goes on"
    );
}

#[tokio::test]
async fn the_settings_postgres_clients_send_are_accepted_unused() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("SET extra_float_digits = 3; SET client_encoding TO 'UTF8'")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_folder_opened_for_reading_is_read_and_not_written() {
    let parquet = tempfile::tempdir().unwrap();
    let inside = parquet.path().join("rows.parquet");
    let outside = tempfile::tempdir().unwrap();
    for path in [&inside, &outside.path().join("rows.parquet")] {
        let connection = duckdb::Connection::open_in_memory().unwrap();
        let path = path.display();
        connection
            .execute_batch(&format!("COPY (SELECT 42 AS a) TO '{path}'"))
            .unwrap();
    }
    let warehouse = Warehouse::start_with(&["--allow-read", parquet.path().to_str().unwrap()]);
    let client = warehouse.connect().await;
    let read = |path: String| format!("SELECT a FROM read_parquet('{path}')");
    assert_eq!(
        rows(&client, &read(inside.display().to_string())).await,
        ["42"]
    );
    let other = outside.path().join("rows.parquet").display().to_string();
    assert!(error(&client, &read(other)).await.starts_with("42501"));
    let copy = format!(
        "COPY (SELECT 1) TO '{}/out.parquet'",
        parquet.path().display()
    );
    assert!(error(&client, &copy).await.starts_with("0A000"));
}
