use crate::harness::{PROGRAM, Warehouse, migrations, rows};
use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn migrate(warehouse: &Warehouse, folder: &Path) -> Output {
    Command::new(PROGRAM)
        .args(["migrate", "--url", &warehouse.url(), "--dir"])
        .arg(folder)
        .output()
        .unwrap()
}

#[tokio::test]
async fn the_repositorys_migrations_apply_once_however_often_they_are_run() {
    let warehouse = Warehouse::start();
    let first = migrate(&warehouse, &migrations());
    assert!(first.status.success(), "{first:?}");
    assert!(String::from_utf8_lossy(&first.stdout).starts_with("0001_"));
    let second = migrate(&warehouse, &migrations());
    assert!(
        second.status.success() && second.stdout.is_empty(),
        "{second:?}"
    );
}

#[tokio::test]
async fn every_table_and_column_has_a_comment() {
    let warehouse = Warehouse::start_with_tables();
    let client = warehouse.connect().await;
    let bare = "SELECT table_name || '.' || column_name FROM duckdb_columns()
        WHERE database_name = 'vessel_intelligence' AND NOT internal
        AND table_name NOT IN ('schema_migrations', 'latest_pages') AND coalesce(comment, '') = ''
        UNION ALL SELECT table_name FROM duckdb_tables()
        WHERE database_name = 'vessel_intelligence' AND NOT internal
        AND table_name != 'schema_migrations' AND coalesce(comment, '') = ''
        UNION ALL SELECT view_name FROM duckdb_views()
        WHERE database_name = 'vessel_intelligence' AND NOT internal
        AND coalesce(comment, '') = ''";
    assert_eq!(rows(&client, bare).await, Vec::<String>::new());
    let tables = "SELECT count(*) FROM duckdb_tables() WHERE comment IS NOT NULL";
    assert_eq!(rows(&client, tables).await, ["4"]);
}

#[tokio::test]
async fn a_file_that_fails_leaves_nothing_of_itself_and_keeps_what_came_before() {
    let warehouse = Warehouse::start();
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("0001_good.sql"),
        "CREATE TABLE good (a INTEGER);",
    )
    .unwrap();
    let bad = "CREATE TABLE half (a INTEGER); CREATE TABLE half (a INTEGER);";
    fs::write(folder.path().join("0002_bad.sql"), bad).unwrap();
    let outcome = migrate(&warehouse, folder.path());
    assert!(!outcome.status.success());
    let log = String::from_utf8_lossy(&outcome.stderr);
    assert!(log.contains("0002_bad.sql: Catalog Error"), "{log}");
    let client = warehouse.connect().await;
    let tables = "SELECT table_name FROM duckdb_tables() ORDER BY 1";
    assert_eq!(rows(&client, tables).await, ["good", "schema_migrations"]);
    assert_eq!(
        rows(&client, "SELECT name FROM schema_migrations").await,
        ["0001_good.sql"]
    );
}

#[tokio::test]
async fn a_file_changed_or_gone_after_it_was_applied_is_an_error() {
    let warehouse = Warehouse::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("0001_t.sql");
    fs::write(&file, "CREATE TABLE t (a INTEGER);").unwrap();
    assert!(migrate(&warehouse, folder.path()).status.success());
    fs::write(&file, "CREATE TABLE t (a BIGINT);").unwrap();
    let changed = migrate(&warehouse, folder.path());
    assert!(String::from_utf8_lossy(&changed.stderr).contains("was changed after it was applied"));
    fs::remove_file(&file).unwrap();
    let gone = migrate(&warehouse, folder.path());
    assert!(String::from_utf8_lossy(&gone.stderr).contains("there is no such file"));
}

#[test]
fn files_whose_order_is_unclear_are_refused() {
    let read = |names: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(folder.path().join(name), "SELECT 1").unwrap();
        }
        vessel_ner_warehouse::migrate::read_folder(folder.path()).map(|found| found.len())
    };
    assert_eq!(read(&["0001_a.sql", "0002_b.sql", "README.md"]), Ok(2));
    assert!(read(&["0001_a.sql", "0001_b.sql"]).is_err());
    assert!(read(&["1_a.sql"]).is_err());
    assert!(read(&["tables.sql"]).is_err());
}
