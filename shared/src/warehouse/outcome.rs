use crate::error::{FailureCategory, PipelineError};

/// What to do about an error that the warehouse reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SqlFailure {
    /// Another transaction touched the same rows: run the whole transaction again, soon.
    Conflict,
    /// The warehouse is not there or not ready: give the message back.
    Unavailable,
    /// The statement itself is wrong for this warehouse: a person has to look.
    Statement,
}

/// Judges DuckDB's error text. Its SQLSTATE cannot be relied on (MotherDuck's Postgres endpoint),
/// its prefixes can: they are the names of DuckDB's exception types.
pub fn classify(message: &str) -> SqlFailure {
    // "Conflict on update", "Conflict on tuple deletion", "write-write conflict", "Duplicate key".
    let conflicts = [
        "TransactionContext Error",
        "Transaction conflict",
        "write-write conflict",
    ];
    let is_duplicate_key = message.contains("Constraint Error") && message.contains("uplicate key");
    if is_duplicate_key || conflicts.iter().any(|text| message.contains(text)) {
        return SqlFailure::Conflict;
    }
    let statement = [
        "Binder Error",
        "Catalog Error",
        "Constraint Error",
        "Conversion Error",
        "Invalid Input Error",
        "Parser Error",
        "Permission Error",
        "Not implemented Error",
    ];
    if statement.iter().any(|text| message.contains(text)) {
        SqlFailure::Statement
    } else {
        SqlFailure::Unavailable
    }
}

impl SqlFailure {
    /// The pipeline's error for a failure that is given up on.
    pub fn into_error(self, message: &str) -> PipelineError {
        match self {
            Self::Conflict | Self::Unavailable => PipelineError::unavailable("warehouse", message),
            Self::Statement => PipelineError::new(
                FailureCategory::Internal,
                "The results could not be stored because of a fault on our side.",
                format!("warehouse: {message}"),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duckdb_texts_are_told_apart() {
        for (message, expected) in [
            (
                "TransactionContext Error: Conflict on tuple deletion!",
                SqlFailure::Conflict,
            ),
            (
                "TransactionContext Error: Failed to commit: PRIMARY KEY or UNIQUE constraint \
                 violation: duplicate key \"a\"",
                SqlFailure::Conflict,
            ),
            (
                "Constraint Error: Duplicate key \"doc_id: 1\" violates primary key constraint.",
                SqlFailure::Conflict,
            ),
            (
                "Constraint Error: NOT NULL constraint failed: entities.label",
                SqlFailure::Statement,
            ),
            (
                "Catalog Error: Table with name entities does not exist!",
                SqlFailure::Statement,
            ),
            ("connection closed", SqlFailure::Unavailable),
            ("IO Error: could not connect", SqlFailure::Unavailable),
        ] {
            assert_eq!(classify(message), expected, "{message}");
        }
    }
}
