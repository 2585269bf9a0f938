//! Numbered SQL files, applied once each, in order, each in a transaction of its own.
//!
//! `schema_migrations` remembers what was applied, with the file's SHA-256: a file changed after
//! it was applied is an error, since the databases that have it would differ from those to come.

use crate::{
    client::{Connected, error_of},
    database::Database,
    error::WarehouseError,
};
use bytes::Bytes;
use duckdb::Connection;
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, future::Future, path::Path};
use tokio_postgres::SimpleQueryMessage;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations (
    version INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    checksum VARCHAR NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT current_timestamp
)";
const APPLIED: &str = "SELECT version::VARCHAR, checksum FROM schema_migrations ORDER BY version";
/// A migration is text that people read.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// One numbered file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The number in front of the name.
    pub version: i32,
    /// The file's name.
    pub name: String,
    /// Its statements.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub checksum: String,
}

/// Reads a folder's `NNNN_name.sql` files in order.
///
/// # Errors
/// If the folder can not be read, a `.sql` file has another kind of name, or a number is twice.
pub fn read_folder(folder: &Path) -> Result<Vec<Migration>, WarehouseError> {
    let unreadable = |path: &Path, error: std::io::Error| {
        WarehouseError::new("58P01", format!("{}: {error}", path.display()))
    };
    let mut migrations = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.extension().is_none_or(|extension| extension != "sql") || path.is_dir() {
            continue;
        }
        let version = name
            .split_once('_')
            .filter(|(number, _)| number.len() == 4)
            .and_then(|(number, _)| number.parse::<u16>().ok())
            .ok_or_else(|| {
                WarehouseError::new(
                    "58P01",
                    format!("{name}: a migration is named 0001_what.sql"),
                )
            })?;
        let size = fs::metadata(&path)
            .map_err(|error| unreadable(&path, error))?
            .len();
        if size > FILE_BYTES_MAX {
            return Err(WarehouseError::new(
                "54000",
                format!("{name}: {size} bytes; at most {FILE_BYTES_MAX}"),
            ));
        }
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
        let checksum = format!(
            "{:x}",
            Bytes::copy_from_slice(&Sha256::digest(text.as_bytes()))
        );
        let version = i32::from(version);
        let migration = Migration {
            version,
            name: name.to_owned(),
            text,
            checksum,
        };
        if let Some(other) = migrations.insert(version, migration) {
            let message = format!("{} and {name} have the same number", other.name);
            return Err(WarehouseError::new("58P01", message));
        }
    }
    Ok(migrations.into_values().collect())
}

/// Applies what a database lacks, over the Postgres protocol; returns the names applied.
///
/// # Errors
/// If a statement fails (that file is then rolled back), or the database and the files disagree.
pub async fn over_wire(
    connected: &Connected,
    migrations: &[Migration],
) -> Result<Vec<String>, WarehouseError> {
    let run = async |text: String| -> Result<Vec<Vec<String>>, WarehouseError> {
        let messages = connected
            .client
            .simple_query(&text)
            .await
            .map_err(error_of)?;
        let texts = |row: &tokio_postgres::SimpleQueryRow| {
            (0..row.len())
                .map(|index| row.get(index).unwrap_or_default().to_owned())
                .collect()
        };
        Ok(messages
            .iter()
            .filter_map(|message| match message {
                SimpleQueryMessage::Row(row) => Some(texts(row)),
                _ => None,
            })
            .collect())
    };
    apply(run, migrations).await
}

/// Applies what a database lacks, on a connection of this process.
pub(crate) async fn directly(
    database: &Database,
    migrations: &[Migration],
) -> Result<Vec<String>, WarehouseError> {
    let connection = database.connect()?;
    let run = async |text: String| run_directly(&connection, &text);
    apply(run, migrations).await
}

fn run_directly(connection: &Connection, text: &str) -> Result<Vec<Vec<String>>, WarehouseError> {
    if text != APPLIED {
        connection.execute_batch(text)?;
        return Ok(Vec::new());
    }
    let mut prepared = connection.prepare(text)?;
    let rows = prepared.query_map([], |row| Ok(vec![row.get(0)?, row.get(1)?]))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

async fn apply<F>(
    run: impl Fn(String) -> F,
    migrations: &[Migration],
) -> Result<Vec<String>, WarehouseError>
where
    F: Future<Output = Result<Vec<Vec<String>>, WarehouseError>>,
{
    run(TABLE.to_owned()).await?;
    let mut applied = applied_versions(run(APPLIED.to_owned()).await?);
    for version in applied.keys() {
        if !migrations
            .iter()
            .any(|migration| migration.version == *version)
        {
            return Err(WarehouseError::new(
                "58P01",
                format!("the database has migration {version:04}, but there is no such file"),
            ));
        }
    }
    let mut names = Vec::new();
    for migration in migrations {
        if !applied.contains_key(&migration.version) {
            match apply_one(&run, migration).await {
                Ok(()) => {
                    names.push(migration.name.clone());
                    continue;
                }
                Err(error) => {
                    // Somebody else may have applied it in the meantime.
                    applied = applied_versions(run(APPLIED.to_owned()).await?);
                    if !applied.contains_key(&migration.version) {
                        let message = format!("{}: {}", migration.name, error.external);
                        return Err(WarehouseError {
                            external: message,
                            ..error
                        });
                    }
                }
            }
        }
        if applied.get(&migration.version) != Some(&migration.checksum) {
            return Err(WarehouseError::new(
                "58P01",
                format!("{} was changed after it was applied", migration.name),
            ));
        }
    }
    Ok(names)
}

async fn apply_one<F>(
    run: &impl Fn(String) -> F,
    migration: &Migration,
) -> Result<(), WarehouseError>
where
    F: Future<Output = Result<Vec<Vec<String>>, WarehouseError>>,
{
    // The name passed read_folder, the checksum is hexadecimal: neither needs more than quotes.
    let name = migration.name.replace('\'', "''");
    let note = format!(
        "INSERT INTO schema_migrations (version, name, checksum) VALUES ({}, '{name}', '{}')",
        migration.version, migration.checksum
    );
    run("BEGIN".to_owned()).await?;
    let steps = async {
        run(migration.text.clone()).await?;
        run(note).await?;
        run("COMMIT".to_owned()).await
    };
    if let Err(error) = steps.await {
        // After a failed COMMIT there is nothing to roll back, and that is no second error.
        let _ = run("ROLLBACK".to_owned()).await;
        return Err(error);
    }
    Ok(())
}

fn applied_versions(rows: Vec<Vec<String>>) -> BTreeMap<i32, String> {
    rows.into_iter()
        .filter_map(|row| {
            let mut row = row.into_iter();
            Some((row.next()?.parse().ok()?, row.next()?))
        })
        .collect()
}
