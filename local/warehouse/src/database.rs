//! The database file, opened once and shared by all sessions.
//!
//! The file is attached under the name it has on MotherDuck, so that
//! `vessel_intelligence.main.entities` means the same in both places. After that the doors are
//! shut: no file but the database and the folders given, no extension, no change of settings.

use crate::error::WarehouseError;
use duckdb::{Config, Connection};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// The name of the one database, here and on MotherDuck.
pub const DATABASE_NAME: &str = "vessel_intelligence";

/// An open database file.
#[derive(Debug)]
pub(crate) struct Database {
    template: Mutex<Connection>,
}

impl Database {
    /// Opens the file, replaying the write-ahead log a killed process left, or makes a new one.
    ///
    /// # Errors
    /// If the file is no DuckDB database, or another process has it open.
    pub(crate) fn open(path: &Path, allowed_reads: &[PathBuf]) -> Result<Self, WarehouseError> {
        let config = Config::default()
            .enable_autoload_extension(false)?
            .with("autoinstall_known_extensions", "false")?;
        let connection = Connection::open_in_memory_with_flags(config)?;
        let file = literal(path)?;
        let spill = literal(&path.with_extension("spill"))?;
        // DuckDB's own 16 MB would rewrite the file after every other chunk of a load; measured, that
        // is a third of its processor time. What is not in the file yet is in the log.
        connection
            .execute_batch(&format!(
                "SET GLOBAL temp_directory = {spill};
                 SET GLOBAL TimeZone = 'UTC';
                 SET GLOBAL checkpoint_threshold = '64MB';
                 ATTACH {file} AS {DATABASE_NAME};"
            ))
            .map_err(|error| in_use(path, error.into()))?;
        let folders = allowed_reads
            .iter()
            .map(|folder| literal(folder))
            .collect::<Result<Vec<_>, _>>()?
            .join(", ");
        connection.execute_batch(&format!(
            "SET GLOBAL allowed_directories = [{folders}];
             SET GLOBAL enable_external_access = false;
             SET GLOBAL lock_configuration = true;"
        ))?;
        Ok(Self {
            template: Mutex::new(connection),
        })
    }

    /// A new connection of its own, with its own transactions, in the database.
    ///
    /// # Errors
    /// If DuckDB gives none.
    pub(crate) fn connect(&self) -> Result<Connection, WarehouseError> {
        let template = self.template.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = template.try_clone()?;
        connection.execute_batch(&format!("USE {DATABASE_NAME}"))?;
        Ok(connection)
    }

    /// Writes the log into the file. Call it when no transaction is open.
    ///
    /// # Errors
    /// If a transaction is open or the disk refuses.
    pub(crate) fn checkpoint(&self) -> Result<(), WarehouseError> {
        let template = self.template.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(template.execute_batch(&format!("CHECKPOINT {DATABASE_NAME}"))?)
    }
}

/// DuckDB's message about a held lock, with a first sentence for people.
fn in_use(path: &Path, error: WarehouseError) -> WarehouseError {
    if !error.external.contains("lock") {
        return error;
    }
    WarehouseError {
        external: format!(
            "{} is in use by another process; only one server at a time may open it. {}",
            path.display(),
            error.external
        ),
        ..error
    }
}

/// A path as a SQL string.
fn literal(path: &Path) -> Result<String, WarehouseError> {
    let text = path.to_str().ok_or_else(|| {
        WarehouseError::new(
            "22021",
            format!("path is not valid UTF-8: {}", path.display()),
        )
    })?;
    Ok(format!("'{}'", text.replace('\'', "''")))
}
