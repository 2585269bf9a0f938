use crate::harness::{Warehouse, error, message_of, rows};

#[tokio::test]
async fn what_is_not_committed_is_seen_by_nobody_else_and_gone_after_rollback() {
    let warehouse = Warehouse::start();
    let mut writer = warehouse.connect().await;
    let reader = warehouse.connect().await;
    writer
        .batch_execute("CREATE TABLE t (a INTEGER)")
        .await
        .unwrap();
    let transaction = writer.transaction().await.unwrap();
    transaction
        .execute("INSERT INTO t VALUES ($1::int)", &[&1])
        .await
        .unwrap();
    assert_eq!(rows(&reader, "SELECT count(*) FROM t").await, ["0"]);
    transaction.rollback().await.unwrap();
    assert_eq!(rows(&writer, "SELECT count(*) FROM t").await, ["0"]);
    let transaction = writer.transaction().await.unwrap();
    transaction
        .batch_execute("INSERT INTO t VALUES (2)")
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(rows(&reader, "SELECT a FROM t").await, ["2"]);
}

#[tokio::test]
async fn after_an_error_a_transaction_accepts_only_its_end() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
        .await
        .unwrap();
    // One error DuckDB itself would carry on after, and one it would not.
    for wrong in [
        "SELECT * FROM nope",
        "INSERT INTO t VALUES (1), (1)",
        "LOAD httpfs",
    ] {
        client
            .batch_execute("BEGIN; INSERT INTO t VALUES (7)")
            .await
            .unwrap();
        error(&client, wrong).await;
        let refused = error(&client, "SELECT 1").await;
        assert!(
            refused.starts_with("25P02 TransactionContext Error: Current transaction is aborted")
        );
        let prepared = client.query("SELECT 1", &[]).await.unwrap_err();
        assert!(message_of(&prepared).starts_with("25P02"));
        // COMMIT ends it, but what it commits is nothing.
        client.batch_execute("COMMIT").await.unwrap();
        assert_eq!(
            rows(&client, "SELECT count(*) FROM t").await,
            ["0"],
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn transactions_out_of_place_give_duckdbs_own_words() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    let text = error(&client, "COMMIT").await;
    assert_eq!(
        text,
        "25P01 TransactionContext Error: cannot commit - no transaction is active"
    );
    client.batch_execute("BEGIN").await.unwrap();
    let text = error(&client, "BEGIN").await;
    assert_eq!(
        text,
        "25001 TransactionContext Error: cannot start a transaction within a transaction"
    );
    client.batch_execute("ROLLBACK").await.unwrap();
}

#[tokio::test]
async fn two_writers_of_the_same_row_conflict_and_the_loser_can_run_again() {
    let warehouse = Warehouse::start();
    let first = warehouse.connect().await;
    let second = warehouse.connect().await;
    first
        .batch_execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER)")
        .await
        .unwrap();
    first
        .batch_execute("INSERT INTO t VALUES (1, 0)")
        .await
        .unwrap();
    first
        .batch_execute("BEGIN; UPDATE t SET b = b + 1 WHERE a = 1")
        .await
        .unwrap();
    second.batch_execute("BEGIN").await.unwrap();
    let text = error(&second, "UPDATE t SET b = b + 1 WHERE a = 1").await;
    assert!(
        text.starts_with("40001 TransactionContext Error: Conflict on"),
        "{text}"
    );
    second.batch_execute("ROLLBACK").await.unwrap();
    first.batch_execute("COMMIT").await.unwrap();
    second
        .batch_execute("UPDATE t SET b = b + 1 WHERE a = 1")
        .await
        .unwrap();
    assert_eq!(rows(&first, "SELECT b FROM t").await, ["2"]);
}

#[tokio::test]
async fn a_conflict_found_at_commit_fails_the_commit_and_leaves_the_session_idle() {
    let warehouse = Warehouse::start();
    let first = warehouse.connect().await;
    let second = warehouse.connect().await;
    first
        .batch_execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
        .await
        .unwrap();
    first
        .batch_execute("BEGIN; INSERT INTO t VALUES (1)")
        .await
        .unwrap();
    second
        .batch_execute("BEGIN; INSERT INTO t VALUES (1)")
        .await
        .unwrap();
    first.batch_execute("COMMIT").await.unwrap();
    let text = error(&second, "COMMIT").await;
    assert!(
        text.starts_with("40001 TransactionContext Error: Failed to commit"),
        "{text}"
    );
    assert_eq!(
        rows(&second, "SELECT a FROM t").await,
        ["1"],
        "idle again, nothing to roll back"
    );
}

#[tokio::test]
async fn a_connection_closed_half_way_rolls_back() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("CREATE TABLE t (a INTEGER PRIMARY KEY)")
        .await
        .unwrap();
    let leaving = warehouse.connect().await;
    leaving
        .batch_execute("BEGIN; INSERT INTO t VALUES (1)")
        .await
        .unwrap();
    drop(leaving);
    // The key is free once the other transaction is rolled back; until then, a conflict.
    for _ in 0..200 {
        if client
            .batch_execute("INSERT INTO t VALUES (1)")
            .await
            .is_ok()
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(rows(&client, "SELECT a FROM t").await, ["1"]);
}
