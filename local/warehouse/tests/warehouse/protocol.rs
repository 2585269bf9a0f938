use crate::harness::{Warehouse, error, message_of, rows};
use futures::{TryStreamExt, pin_mut};
use tokio_postgres::{NoTls, SimpleQueryMessage, types::Type};

#[tokio::test]
async fn prepared_statements_take_typed_parameters_and_are_used_again() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("CREATE TABLE t (a INTEGER, b VARCHAR)")
        .await
        .unwrap();
    let insert = client
        .prepare("INSERT INTO t VALUES ($1::integer, $2::text)")
        .await
        .unwrap();
    assert_eq!(insert.params(), [Type::INT4, Type::TEXT]);
    for number in 0..3 {
        let changed = client
            .execute(&insert, &[&number, &Some("x")])
            .await
            .unwrap();
        assert_eq!(changed, 1);
    }
    let changed = client.execute(&insert, &[&3, &None::<&str>]).await.unwrap();
    assert_eq!(changed, 1);
    let select = client
        .prepare("SELECT a, b FROM t WHERE a >= $1::int ORDER BY a")
        .await
        .unwrap();
    assert_eq!(
        select
            .columns()
            .iter()
            .map(tokio_postgres::Column::name)
            .collect::<Vec<_>>(),
        ["a", "b"]
    );
    let found = client.query(&select, &[&2]).await.unwrap();
    let found: Vec<(i32, Option<&str>)> = found.iter().map(|r| (r.get(0), r.get(1))).collect();
    assert_eq!(found, [(2, Some("x")), (3, None)]);
    let changed = client
        .execute("DELETE FROM t WHERE a < $1::int", &[&2])
        .await
        .unwrap();
    assert_eq!(changed, 2);
}

#[tokio::test]
async fn the_typed_calls_of_tokio_postgres_work_without_a_named_statement() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("CREATE TABLE t (a INTEGER, b VARCHAR)")
        .await
        .unwrap();
    let json = r#"[{"a":1,"b":"x"},{"a":2,"b":null}]"#;
    let sql = r#"INSERT INTO t SELECT r.a, r.b FROM
        (SELECT unnest(from_json($1::text, '[{"a":"INTEGER","b":"VARCHAR"}]')) AS r)"#;
    let changed = client
        .execute_typed(sql, &[(&json, Type::TEXT)])
        .await
        .unwrap();
    assert_eq!(changed, 2);
    let found = client
        .query_typed(
            "SELECT a, b FROM t WHERE a = $1 OR b = $2",
            &[(&2, Type::INT4), (&"x", Type::TEXT)],
        )
        .await
        .unwrap();
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn a_parameter_without_a_type_may_not_decide_a_columns_type() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    for sql in [
        "SELECT $1",
        "SELECT coalesce($1, $2)",
        "SELECT 1 + $1",
        "SELECT * FROM range($1)",
    ] {
        let refused = client
            .prepare(sql)
            .await
            .err()
            .map(|error| message_of(&error));
        let refused = refused.unwrap_or_else(|| panic!("{sql} was accepted"));
        assert!(
            refused.contains("ambiguous result column types"),
            "{sql}: {refused}"
        );
    }
    for sql in [
        "SELECT $1::text",
        "SELECT 1 WHERE 'a' = $1",
        "SELECT lower($1)",
    ] {
        client
            .prepare(sql)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {}", message_of(&error)));
    }
    let row = client
        .query_typed("SELECT $1", &[(&7_i64, Type::INT8)])
        .await
        .unwrap();
    assert_eq!(row[0].get::<_, i64>(0), 7);
}

#[tokio::test]
async fn every_change_of_rows_reports_how_many_in_a_result_and_in_the_tag() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER)")
        .await
        .unwrap();
    let cases = [
        ("INSERT INTO t SELECT range, 0 FROM range(5)", 5),
        ("UPDATE t SET b = 1 WHERE a < 3", 3),
        ("DELETE FROM t WHERE a = 4", 1),
        ("INSERT INTO t VALUES (0, 9) ON CONFLICT DO NOTHING", 0),
    ];
    for (sql, expected) in cases {
        let messages = client.simple_query(sql).await.unwrap();
        let shown = messages.iter().find_map(|message| match message {
            SimpleQueryMessage::Row(row) => row.get("Count").map(str::to_owned),
            _ => None,
        });
        let tagged = messages.iter().find_map(|message| match message {
            SimpleQueryMessage::CommandComplete(count) => Some(*count),
            _ => None,
        });
        assert_eq!(shown, Some(expected.to_string()), "{sql}");
        assert_eq!(tagged, Some(expected), "{sql}");
    }
}

#[tokio::test]
async fn returning_gives_its_columns_in_both_protocols() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("CREATE TABLE t (a INTEGER, \"b c\" VARCHAR)")
        .await
        .unwrap();
    let sql = "INSERT INTO t (a, \"b c\") VALUES ($1::int, $2::text) RETURNING a + 1 AS more, *";
    let inserted = client.query(sql, &[&1, &"x"]).await.unwrap();
    let names: Vec<&str> = inserted[0]
        .columns()
        .iter()
        .map(tokio_postgres::Column::name)
        .collect();
    assert_eq!(names, ["more", "a", "b c"]);
    assert_eq!(inserted[0].get::<_, i32>(0), 2);
    assert_eq!(
        rows(&client, "UPDATE t SET a = 5 RETURNING \"b c\"").await,
        ["x"]
    );
    assert_eq!(
        client
            .query("DELETE FROM t RETURNING a", &[])
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn several_statements_in_one_text_run_in_order_until_the_first_error() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    let text = "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1); SELECT ';', a FROM t;";
    assert_eq!(rows(&client, text).await, ["1", ";|1"]);
    let text = "INSERT INTO t VALUES (2); SELECT nope FROM t; INSERT INTO t VALUES (3)";
    assert!(
        error(&client, text)
            .await
            .starts_with("42703 Binder Error:")
    );
    assert_eq!(
        rows(&client, "SELECT a FROM t ORDER BY a").await,
        ["1", "2"]
    );
    let prepared = client.prepare("SELECT 1; SELECT 2").await;
    assert!(message_of(&prepared.unwrap_err()).starts_with("42601"));
}

#[tokio::test]
async fn an_empty_text_is_an_empty_query() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    for text in ["", " ; ", "-- nothing", "/* ; */"] {
        assert!(rows(&client, text).await.is_empty(), "{text}");
        let statement = client.prepare(text).await.unwrap();
        assert!(
            client.query(&statement, &[]).await.unwrap().is_empty(),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_portal_gives_its_rows_in_portions() {
    let warehouse = Warehouse::start();
    let mut client = warehouse.connect().await;
    let transaction = client.transaction().await.unwrap();
    let portal = transaction
        .bind("SELECT range FROM range(7)", &[])
        .await
        .unwrap();
    let mut portions = Vec::new();
    for _ in 0..3 {
        portions.push(transaction.query_portal(&portal, 3).await.unwrap().len());
        // Another statement between two portions must not disturb the portal.
        transaction.query("SELECT 1", &[]).await.unwrap();
    }
    assert_eq!(portions, [3, 3, 1]);
    transaction.commit().await.unwrap();
}

#[tokio::test]
async fn many_rows_stream_to_the_end() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    let sql = "SELECT range AS n, repeat('x', 100) AS t FROM range($1::bigint) ORDER BY n";
    let stream = client.query_raw(sql, [200_000_i64]).await.unwrap();
    pin_mut!(stream);
    let mut expected = 0_i64;
    while let Some(row) = stream.try_next().await.unwrap() {
        assert_eq!(row.get::<_, i64>(0), expected);
        expected += 1;
    }
    assert_eq!(expected, 200_000);
}

#[tokio::test]
async fn a_parameter_of_64_megabytes_passes_and_an_oversized_text_is_refused() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    let large = "x".repeat(64 * 1024 * 1024);
    let row = client
        .query_typed("SELECT length($1)", &[(&large, Type::TEXT)])
        .await
        .unwrap();
    assert_eq!(row[0].get::<_, i64>(0), 64 * 1024 * 1024);
    let text = format!("SELECT '{}'", "x".repeat(16 * 1024 * 1024));
    assert!(error(&client, &text).await.starts_with("54000"));
    assert_eq!(
        rows(&client, "SELECT 1").await,
        ["1"],
        "the session goes on"
    );
}

#[tokio::test]
async fn a_statement_can_be_cancelled() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    let token = client.cancel_token();
    let slow = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b
        WHERE a.range % 7 = b.range % 11";
    let running = tokio::spawn(async move {
        let outcome = client.simple_query(slow).await;
        (outcome.map(|_| ()), client)
    });
    // Asked until it helps: the first request may arrive before the statement runs.
    while !running.is_finished() {
        token.cancel_query(NoTls).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let (outcome, client) = running.await.unwrap();
    assert!(message_of(&outcome.unwrap_err()).starts_with("57014 INTERRUPT Error"));
    assert_eq!(
        rows(&client, "SELECT 1").await,
        ["1"],
        "the session goes on"
    );
}

#[tokio::test]
async fn databases_are_named_vessel_intelligence_and_nothing_else() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("CREATE TABLE vessel_intelligence.main.t (a INTEGER)")
        .await
        .unwrap();
    assert_eq!(
        rows(&client, "SELECT current_database()").await,
        ["vessel_intelligence"]
    );
    let url = |name: &str| format!("postgres://postgres@{}/{name}", warehouse.address);
    assert!(tokio_postgres::connect(&url("md:"), NoTls).await.is_ok());
    let refused = tokio_postgres::connect(&url("other"), NoTls)
        .await
        .err()
        .unwrap();
    assert!(message_of(&refused).starts_with("3D000"));
}

#[tokio::test]
async fn the_number_of_connections_is_bounded_and_says_so() {
    let warehouse = Warehouse::start_with(&["--max-connections", "2"]);
    let first = warehouse.connect().await;
    let _second = warehouse.connect().await;
    let refused = tokio_postgres::connect(&warehouse.url(), NoTls)
        .await
        .err()
        .unwrap();
    assert!(message_of(&refused).starts_with("53300 too many connections"));
    assert_eq!(rows(&first, "SELECT 1").await, ["1"]);
}

#[tokio::test]
async fn the_prepared_statements_of_a_connection_are_bounded_and_closing_frees_them() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    let mut kept = Vec::new();
    for _ in 0..1_000 {
        kept.push(client.prepare("SELECT 1").await.unwrap());
    }
    let refused = client.prepare("SELECT 1").await.unwrap_err();
    assert!(message_of(&refused).starts_with("54000"));
    kept.truncate(10);
    client.prepare("SELECT 1").await.unwrap();
}

#[tokio::test]
async fn describing_a_statement_never_runs_it() {
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute("CREATE TABLE t (a INTEGER)")
        .await
        .unwrap();
    let texts = [
        "INSERT INTO t VALUES (1)",
        "INSERT INTO t VALUES (1) RETURNING a",
        "EXPLAIN ANALYZE INSERT INTO t VALUES (1)",
        "WITH x AS (SELECT 1 AS a) INSERT INTO t SELECT a FROM x",
        "DROP TABLE t",
    ];
    for text in texts {
        client
            .prepare(text)
            .await
            .unwrap_or_else(|error| panic!("{text}: {}", message_of(&error)));
    }
    client
        .batch_execute("PREPARE s AS INSERT INTO t VALUES (2)")
        .await
        .unwrap();
    assert!(message_of(&client.prepare("EXECUTE s").await.unwrap_err()).starts_with("0A000"));
    assert_eq!(rows(&client, "SELECT count(*) FROM t").await, ["0"]);
    client.batch_execute("EXECUTE s").await.unwrap();
    assert_eq!(rows(&client, "SELECT a FROM t").await, ["2"]);
    let plan = client.query("EXPLAIN SELECT a FROM t", &[]).await.unwrap();
    assert!(
        plan[0]
            .get::<_, String>("explain_value")
            .contains("SEQ_SCAN")
    );
}
