//! Starts the program, connects to it, kills it.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};
use tempfile::TempDir;
use tokio_postgres::{Client, NoTls, SimpleQueryMessage};

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_vessel-ner-warehouse");

/// The repository's migrations.
pub(crate) fn migrations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sql")
}

/// A running server with its folder; killed when dropped.
pub(crate) struct Warehouse {
    child: Child,
    pub(crate) address: String,
    pub(crate) folder: TempDir,
    arguments: Vec<String>,
}

impl Warehouse {
    /// An empty database.
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// A database with the repository's tables and views.
    pub(crate) fn start_with_tables() -> Self {
        Self::start_with(&["--migrations", migrations().to_str().unwrap()])
    }

    pub(crate) fn start_with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let arguments: Vec<String> = arguments.iter().map(|text| (*text).to_owned()).collect();
        let (child, address) = spawn(folder.path(), &arguments);
        Self {
            child,
            address,
            folder,
            arguments,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@{}/vessel_intelligence", self.address)
    }

    pub(crate) async fn connect(&self) -> Client {
        connect(&self.url()).await
    }

    pub(crate) fn database(&self) -> PathBuf {
        database_in(self.folder.path())
    }

    pub(crate) fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// As `kill -9` does; nothing is flushed.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end and waits until it has.
    pub(crate) fn terminate(&mut self) -> ExitStatus {
        let id = self.process_id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap()
    }

    /// Starts again on the same file (and another port).
    pub(crate) fn start_again(&mut self) {
        let (child, address) = spawn(self.folder.path(), &self.arguments);
        self.child = child;
        self.address = address;
    }
}

impl Drop for Warehouse {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn database_in(folder: &Path) -> PathBuf {
    folder.join("vessels.duckdb")
}

fn spawn(folder: &Path, arguments: &[String]) -> (Child, String) {
    let mut child = Command::new(PROGRAM)
        .arg("--database")
        .arg(database_in(folder))
        .args(arguments)
        .env_remove("WAREHOUSE_PASSWORD")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let Ok(ready) = serde_json::from_str::<serde_json::Value>(&line) else {
        let mut log = String::new();
        let _ = child.stderr.take().unwrap().read_to_string(&mut log);
        panic!("the server did not start: {line} {log}");
    };
    // Not read any more, but must not fill up either.
    let mut log = child.stderr.take().unwrap();
    std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
    (child, ready["listening"].as_str().unwrap().to_owned())
}

pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// All rows of a query as text, `a|b` a row.
pub(crate) async fn rows(client: &Client, sql: &str) -> Vec<String> {
    let messages = client.simple_query(sql).await.unwrap_or_else(|error| {
        panic!("{sql}: {}", message_of(&error));
    });
    messages
        .iter()
        .filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        })
        .map(|row| {
            (0..row.len()).fold(String::new(), |mut text, index| {
                let separator = if index > 0 { "|" } else { "" };
                write!(text, "{separator}{}", row.get(index).unwrap_or("NULL")).unwrap();
                text
            })
        })
        .collect()
}

/// The server's SQLSTATE and message, or the library's words.
pub(crate) fn message_of(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || format!("{error:?}"),
        |reported| format!("{} {}", reported.code().code(), reported.message()),
    )
}

/// The error a text gives.
pub(crate) async fn error(client: &Client, sql: &str) -> String {
    match client.simple_query(sql).await {
        Ok(_) => panic!("{sql} was accepted"),
        Err(error) => message_of(&error),
    }
}
