use crate::harness::{Warehouse, rows};
use std::time::{Duration, SystemTime};
use tokio_postgres::types::{FromSql, ToSql, Type};

/// Sends a value as a parameter, stores it, and reads it back in binary.
async fn round_trip<T>(values: &[Option<T>], column_type: &str, wire_type: Type)
where
    T: ToSql + Sync + for<'a> FromSql<'a> + PartialEq + std::fmt::Debug,
{
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    client
        .batch_execute(&format!("CREATE TABLE t (i INTEGER, v {column_type})"))
        .await
        .unwrap();
    for (index, value) in (0_i32..).zip(values) {
        client
            .execute_typed(
                "INSERT INTO t VALUES ($1, $2)",
                &[(&index, Type::INT4), (value, wire_type.clone())],
            )
            .await
            .unwrap();
    }
    let stored = client
        .query("SELECT v FROM t ORDER BY i", &[])
        .await
        .unwrap();
    assert_eq!(stored[0].columns()[0].type_(), &wire_type, "{column_type}");
    let stored: Vec<Option<T>> = stored.iter().map(|row| row.get(0)).collect();
    assert_eq!(stored, values, "{column_type}");
}

#[tokio::test]
async fn values_and_nulls_come_back_as_they_went() {
    round_trip(&[Some(true), Some(false), None], "BOOLEAN", Type::BOOL).await;
    round_trip(
        &[Some(i16::MIN), Some(i16::MAX), None],
        "SMALLINT",
        Type::INT2,
    )
    .await;
    round_trip(
        &[Some(i32::MIN), Some(i32::MAX), None],
        "INTEGER",
        Type::INT4,
    )
    .await;
    round_trip(
        &[Some(i64::MIN), Some(i64::MAX), None],
        "BIGINT",
        Type::INT8,
    )
    .await;
    round_trip(
        &[Some(f32::MIN_POSITIVE), Some(f32::MAX), None],
        "FLOAT",
        Type::FLOAT4,
    )
    .await;
    round_trip(
        &[Some(-0.1), Some(f64::INFINITY), None],
        "DOUBLE",
        Type::FLOAT8,
    )
    .await;
    let texts = ["", "it's \"so\" \\ \n\t 船 \u{1F6A2}", "NULL"].map(|text| Some(text.to_owned()));
    round_trip(&texts, "VARCHAR", Type::TEXT).await;
    round_trip(
        &[Some(vec![0_u8, 255, 10]), Some(vec![]), None],
        "BLOB",
        Type::BYTEA,
    )
    .await;
}

#[tokio::test]
async fn moments_come_back_to_the_microsecond() {
    let moment = SystemTime::UNIX_EPOCH + Duration::from_micros(1_704_067_200_123_456);
    let before_1970 = SystemTime::UNIX_EPOCH - Duration::from_hours(24 * 365);
    let values = [Some(moment), Some(before_1970), None];
    round_trip(&values, "TIMESTAMPTZ", Type::TIMESTAMPTZ).await;
    round_trip(&values, "TIMESTAMP", Type::TIMESTAMP).await;
}

#[tokio::test]
async fn every_duckdb_type_has_a_text() {
    let cases = [
        ("NULL::INTEGER", "NULL"),
        ("255::UTINYINT", "255"),
        ("18446744073709551615::UBIGINT", "18446744073709551615"),
        (
            "170141183460469231731687303715884105727::HUGEINT",
            "170141183460469231731687303715884105727",
        ),
        ("sum(1)", "1"),
        ("12.30::DECIMAL(9,2)", "12.30"),
        ("-0.05::DECIMAL(38,2)", "-0.05"),
        ("1e16::DOUBLE", "1e+16"),
        ("0.1::FLOAT", "0.1"),
        ("DATE '2024-02-29'", "2024-02-29"),
        ("TIME '23:59:59.5'", "23:59:59.5"),
        (
            "TIMESTAMP '2024-01-01 10:00:00.25'",
            "2024-01-01 10:00:00.25",
        ),
        (
            "'2024-01-01 10:00:00+02'::TIMESTAMPTZ",
            "2024-01-01 08:00:00+00",
        ),
        ("'infinity'::TIMESTAMPTZ", "infinity"),
        ("TIMESTAMP_S '2024-01-01 10:00:00'", "2024-01-01 10:00:00"),
        (
            "INTERVAL '1 month 2 days 03:00:00'",
            "1 month 2 days 03:00:00",
        ),
        (
            "uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        ),
        ("'\\xAA\\x01'::BLOB", "\\xaa01"),
        ("'{\"a\": [1, null]}'::JSON", "{\"a\": [1, null]}"),
        ("'1010'::BIT", "1010"),
        ("'b'::ENUM('a', 'b')", "b"),
        ("[1, NULL, 3]", "[1, NULL, 3]"),
        ("['a b', 'c,d']", "[a b, 'c,d']"),
        ("[[1], []]", "[[1], []]"),
        ("{'a': 1, 'b': [2.5]}", "{'a': 1, 'b': [2.5]}"),
        ("MAP {'k': 1}", "{k=1}"),
        ("[1, 2]::INTEGER[2]", "[1, 2]"),
        ("union_value(n := 5)", "5"),
    ];
    let warehouse = Warehouse::start();
    let client = warehouse.connect().await;
    for (expression, expected) in cases {
        assert_eq!(
            rows(&client, &format!("SELECT {expression}")).await,
            [expected],
            "{expression}"
        );
        // The extended protocol describes the column first and sends it in binary.
        let prepared = client.query(&format!("SELECT {expression}"), &[]).await;
        assert!(prepared.is_ok(), "{expression}: {prepared:?}");
    }
}
