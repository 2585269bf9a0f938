//! One error type for everything a client can be told, with the SQLSTATE its kind deserves.
//!
//! The text a client sees is DuckDB's own (`Catalog Error: …`, `TransactionContext Error: …`),
//! because that is what MotherDuck sends too, and callers there have to classify by that prefix.

use pgwire::error::{ErrorInfo, PgWireError};

/// A failure with the message for the client and, where they differ, what only the log may hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{external}")]
pub struct WarehouseError {
    /// Five characters of PostgreSQL's appendix A.
    pub sqlstate: &'static str,
    /// What the client reads.
    pub external: String,
    /// What the log reads in addition, if anything.
    pub internal: Option<String>,
    /// The session ends with this error.
    pub fatal: bool,
}

impl WarehouseError {
    /// An error that leaves the session usable.
    pub fn new(sqlstate: &'static str, external: impl Into<String>) -> Self {
        Self {
            sqlstate,
            external: external.into(),
            internal: None,
            fatal: false,
        }
    }

    /// An error that ends the session.
    pub fn fatal(sqlstate: &'static str, external: impl Into<String>) -> Self {
        Self {
            fatal: true,
            ..Self::new(sqlstate, external)
        }
    }

    /// Something this endpoint refuses on purpose, as MotherDuck's does.
    pub fn refused(what: impl Into<String>) -> Self {
        Self::new("0A000", format!("Permission Error: {}", what.into()))
    }

    /// A fault of this program; the details stay in the log.
    pub fn internal(details: impl Into<String>) -> Self {
        Self {
            internal: Some(details.into()),
            ..Self::new(
                "XX000",
                "INTERNAL Error: the warehouse failed; its log has the details",
            )
        }
    }

    /// The refusal of any statement but ROLLBACK after an error inside a transaction.
    pub fn transaction_aborted() -> Self {
        Self::new(
            "25P02",
            "TransactionContext Error: Current transaction is aborted (please ROLLBACK)",
        )
    }

    /// Whether running the same transaction again can succeed: it lost against another writer.
    pub fn retry_helps(&self) -> bool {
        self.sqlstate == "40001"
    }

    /// DuckDB found its database damaged or half-written and accepts nothing more.
    pub fn invalidates_database(&self) -> bool {
        self.external.starts_with("FATAL Error")
            || self.external.contains("database has been invalidated")
    }
}

impl From<duckdb::Error> for WarehouseError {
    fn from(error: duckdb::Error) -> Self {
        match error {
            duckdb::Error::DuckDBFailure(_, Some(message)) => {
                Self::new(sqlstate_of(&message), message)
            }
            duckdb::Error::NulError(_) => Self::new(
                "22021",
                "Invalid Input Error: SQL text must not contain a zero byte",
            ),
            other => Self::new("XX000", format!("INTERNAL Error: {other}")),
        }
    }
}

impl From<WarehouseError> for PgWireError {
    fn from(error: WarehouseError) -> Self {
        let severity = if error.fatal { "FATAL" } else { "ERROR" };
        let mut info = ErrorInfo::new(
            severity.to_owned(),
            error.sqlstate.to_owned(),
            error.external,
        );
        info.severity_nonlocalized = Some(severity.to_owned());
        PgWireError::UserError(Box::new(info))
    }
}

/// The SQLSTATE for a message of DuckDB, told by its prefix and, for some, by its words.
fn sqlstate_of(message: &str) -> &'static str {
    let has = |words: &str| message.contains(words);
    let prefix = message
        .split_once(" Error")
        .map_or(message, |(prefix, _)| prefix);
    match prefix {
        "Parser" | "Syntax" => "42601",
        "Catalog" if has("already exists") => "42P07",
        "Catalog" if has("Function") => "42883",
        "Catalog" if has("Table") || has("View") => "42P01",
        "Catalog" => "42704",
        "Binder" if has("Referenced column") || has("does not have a column") => "42703",
        "Binder" if has("Referenced table") => "42P01",
        "Binder" => "42804",
        "Constraint" if has("NOT NULL") => "23502",
        "Constraint" if has("CHECK") => "23514",
        "Constraint" if has("uplicate key") || has("PRIMARY KEY") || has("UNIQUE") => "23505",
        "Constraint" => "23000",
        "Conversion" => "22P02",
        "Out of Range" => "22003",
        "Invalid Input" | "Parameter Not Resolved" => "22023",
        "TransactionContext" if has("no transaction is active") => "25P01",
        "TransactionContext" if has("within a transaction") => "25001",
        "TransactionContext" if has("is aborted") => "25P02",
        // "Conflict on …" and "Failed to commit: …": another writer was there first.
        "TransactionContext" => "40001",
        "Permission" => "42501",
        "INTERRUPT" => "57014",
        "IO" => "58030",
        "Out of Memory" => "53200",
        "Not implemented" => "0A000",
        _ => "XX000",
    }
}

#[cfg(test)]
mod tests {
    use super::sqlstate_of;

    #[test]
    fn each_kind_of_duckdb_message_has_the_sqlstate_its_readers_expect() {
        let cases = [
            ("Catalog Error: Table with name x does not exist!", "42P01"),
            (
                "Catalog Error: Scalar Function with name f does not exist!",
                "42883",
            ),
            (
                "Catalog Error: Table with name \"x\" already exists!",
                "42P07",
            ),
            ("Parser Error: syntax error at or near \"selec\"", "42601"),
            (
                "Binder Error: Referenced column \"z\" not found in FROM clause!",
                "42703",
            ),
            (
                "Constraint Error: Duplicate key \"a: 1\" violates primary key constraint.",
                "23505",
            ),
            ("Constraint Error: NOT NULL constraint failed: t.a", "23502"),
            (
                "TransactionContext Error: Conflict on tuple deletion!",
                "40001",
            ),
            (
                "TransactionContext Error: Failed to commit: write-write conflict",
                "40001",
            ),
            (
                "TransactionContext Error: cannot commit - no transaction is active",
                "25P01",
            ),
            ("INTERRUPT Error: Interrupted!", "57014"),
            (
                "Conversion Error: Could not convert string 'x' to INT32",
                "22P02",
            ),
            ("something else", "XX000"),
        ];
        for (message, expected) in cases {
            assert_eq!(sqlstate_of(message), expected, "{message}");
        }
    }
}
