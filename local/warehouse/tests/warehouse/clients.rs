use crate::harness::{PROGRAM, Warehouse, message_of, rows};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tokio_postgres::NoTls;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn is_installed(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
}

#[test]
fn psql_runs_statements_transactions_and_prints_results() {
    if !is_installed("psql") {
        println!("skipped: psql is not installed");
        return;
    }
    let warehouse = Warehouse::start();
    let psql = |commands: &[&str]| -> Output {
        let mut psql = Command::new("psql");
        psql.args([
            &warehouse.url(),
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
        ]);
        for command in commands {
            psql.args(["-c", command]);
        }
        psql.output().unwrap()
    };
    let commands = [
        "CREATE TABLE t (a INTEGER, b VARCHAR)",
        "BEGIN; INSERT INTO t VALUES (1, NULL); COMMIT",
    ];
    let output = psql(&commands);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let output = psql(&["SELECT a, b IS NULL, [1, 2] FROM t"]);
    assert_eq!(text(&output.stdout), "1|t|[1, 2]\n");
    let output = psql(&["SELECT * FROM nope"]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("ERROR:  Catalog Error: Table with name nope"));
    let output = psql(&["SELECT $1::integer + 1 \\bind 41 \\g"]);
    // \bind came with psql 16.
    if output.status.success() {
        assert_eq!(text(&output.stdout), "42\n");
    }
}

#[test]
fn psycopg_works_in_both_formats() {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let importable = Command::new(&python)
        .args(["-c", "import psycopg"])
        .output();
    if !importable.is_ok_and(|output| output.status.success()) {
        println!("skipped: {python} can not import psycopg (PYTHON names another interpreter)");
        return;
    }
    let warehouse = Warehouse::start();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/psycopg_check.py");
    let output = Command::new(python)
        .arg(script)
        .arg(warehouse.url())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
}

#[test]
fn the_query_command_prints_tables_json_and_csv() {
    let warehouse = Warehouse::start();
    let query = |arguments: &[&str]| -> Output {
        let url = warehouse.url();
        Command::new(PROGRAM)
            .args(["query", "--url", &url])
            .args(arguments)
            .output()
            .unwrap()
    };
    let sql = "SELECT 1 AS n, 'a,b' AS t, NULL AS nothing, '{\"k\": 2}'::JSON AS j, true AS b";
    let output = query(&[sql]);
    let expected = "n  t    nothing  j         b\n-  ---  -------  --------  -\n\
                    1  a,b           {\"k\": 2}  t\n(1 row)\n";
    assert_eq!(text(&output.stdout), expected);
    let output = query(&["--json", sql]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected =
        serde_json::json!([{ "n": 1, "t": "a,b", "nothing": null, "j": { "k": 2 }, "b": true }]);
    assert_eq!(value, expected);
    let output = query(&["--csv", sql]);
    assert_eq!(
        text(&output.stdout),
        "n,t,nothing,j,b\n1,\"a,b\",,\"{\"\"k\"\": 2}\",t\n"
    );
    let output = query(&["SELECT nope"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).starts_with("error: Binder Error"),
        "{}",
        text(&output.stderr)
    );
}

#[tokio::test]
async fn a_password_is_asked_for_and_checked() {
    let warehouse = Warehouse::start_with(&["--password", "corr ect"]);
    let url = |password: &str| {
        format!(
            "postgres://postgres:{password}@{}/vessel_intelligence",
            warehouse.address
        )
    };
    let client = crate::harness::connect(&url("corr%20ect")).await;
    assert_eq!(rows(&client, "SELECT 1").await, ["1"]);
    let refused = tokio_postgres::connect(&url("wrong"), NoTls)
        .await
        .err()
        .unwrap();
    assert!(
        message_of(&refused).starts_with("28P01"),
        "{}",
        message_of(&refused)
    );
    assert!(
        tokio_postgres::connect(&warehouse.url(), NoTls)
            .await
            .is_err()
    );
}

/// A certificate for `localhost` and its key, in files.
fn certificate(folder: &Path) -> (PathBuf, PathBuf) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.join("server.crt"), folder.join("server.key"));
    fs::write(&certificate, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    (certificate, key)
}

#[tokio::test]
async fn with_a_certificate_only_tls_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = certificate(folder.path());
    let (certificate, key) = (certificate.to_str().unwrap(), key.to_str().unwrap());
    let arguments = [
        "--tls-cert",
        certificate,
        "--tls-key",
        key,
        "--password",
        "token",
    ];
    let warehouse = Warehouse::start_with(&arguments);
    let address = warehouse.address.replace("127.0.0.1", "localhost");
    let url = format!("postgres://postgres:token@{address}/vessel_intelligence?sslmode=require");
    let query = |authorities: &[&str]| {
        let mut command = Command::new(PROGRAM);
        command
            .args(["query", "--url", &url, "--csv"])
            .args(authorities)
            .arg("SELECT 42 AS a");
        command.output().unwrap()
    };
    assert_eq!(text(&query(&["--ca", certificate]).stdout), "a\n42\n");
    let unverified = query(&[]);
    assert!(
        !unverified.status.success(),
        "a certificate nobody vouches for"
    );
    let plain = format!("postgres://postgres:token@{address}/vessel_intelligence?sslmode=disable");
    let refused = tokio_postgres::connect(&plain, NoTls).await.err().unwrap();
    assert!(message_of(&refused).starts_with("28000 this server takes TLS connections only"));
}
