//! What this endpoint refuses, because MotherDuck's Postgres endpoint refuses it.
//!
//! The second line of defence is DuckDB's own: external access is off and its configuration locked
//! (see [`crate::database`]). These refusals come first to say plainly what is the matter.

use crate::{
    error::WarehouseError,
    sql::{Kind, Statement},
};

/// PRAGMA functions that only read the catalog.
const READING_PRAGMAS: [&str; 7] = [
    "TABLE_INFO",
    "SHOW_TABLES",
    "SHOW_TABLES_EXPANDED",
    "DATABASE_LIST",
    "DATABASE_SIZE",
    "STORAGE_INFO",
    "VERSION",
];

/// Checks one statement; `local_reads` is whether the server was given folders to read from.
///
/// # Errors
/// A refusal with SQLSTATE 0A000 that says what is refused and what to do instead.
pub(crate) fn check(statement: &Statement, local_reads: bool) -> Result<(), WarehouseError> {
    let refuse = |what: &str| Err(WarehouseError::refused(what));
    let words: Vec<&str> = statement.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["INSTALL" | "LOAD", ..] | ["FORCE", "INSTALL", ..] | ["UPDATE", "EXTENSIONS", ..] => {
            refuse("extensions can not be installed or loaded over this endpoint")
        }
        ["ATTACH" | "DETACH", ..] => {
            refuse("databases can not be attached or detached over this endpoint")
        }
        ["USE", rest @ ..] if rest != ["VESSEL_INTELLIGENCE"] => {
            refuse("there is one database on this endpoint, vessel_intelligence")
        }
        ["EXPORT" | "IMPORT", ..] => refuse("no local files over this endpoint"),
        ["LISTEN" | "UNLISTEN" | "NOTIFY", ..] => {
            refuse("LISTEN and NOTIFY are not supported by this endpoint")
        }
        ["COPY", ..] => check_copy(statement, local_reads),
        ["SET" | "RESET", ..] if statement.kind != Kind::ForeignSetting => {
            refuse("settings are locked on this endpoint")
        }
        ["PRAGMA", name, ..] if !READING_PRAGMAS.contains(name) => {
            refuse("only PRAGMAs that read the catalog are supported by this endpoint")
        }
        _ if mentions_secret(&words) => {
            refuse("secrets are made in the user interface or with a native client, not here")
        }
        _ => Ok(()),
    }
}

/// `CREATE [OR REPLACE] [PERSISTENT|TEMPORARY] SECRET`, `DROP … SECRET`.
fn mentions_secret(words: &[&str]) -> bool {
    const BETWEEN: [&str; 5] = ["OR", "REPLACE", "PERSISTENT", "TEMPORARY", "TEMP"];
    let Some((&("CREATE" | "DROP"), rest)) = words.split_first() else {
        return false;
    };
    rest.iter().find(|word| !BETWEEN.contains(word)) == Some(&"SECRET")
}

fn check_copy(statement: &Statement, local_reads: bool) -> Result<(), WarehouseError> {
    let has = |expected: &str| statement.words.iter().any(|word| word == expected);
    if has("STDIN") || has("STDOUT") {
        return Err(WarehouseError::refused(
            "COPY FROM STDIN and TO STDOUT are not supported by this endpoint; \
             send the rows as one JSON parameter, see sql/README.md",
        ));
    }
    if local_reads && has("FROM") && !has("TO") {
        return Ok(());
    }
    Err(WarehouseError::refused("no local files over this endpoint"))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::sql::split;

    #[test]
    fn what_motherduck_refuses_is_refused_and_the_rest_passes() {
        let refused = [
            "install httpfs",
            "load 'x.duckdb_extension'",
            "force install httpfs",
            "create secret s (type s3)",
            "create or replace persistent secret s (type s3)",
            "drop secret s",
            "attach 'other.duckdb' as other",
            "copy t from stdin",
            "copy (select 1) to 'x.csv'",
            "copy t from 'x.csv'",
            "listen news",
            "set threads = 1",
            "reset threads",
            "pragma enable_profiling",
            "export database 'x'",
            "use memory",
            "use \"memory\"",
        ];
        let passed = [
            "select 1",
            "set extra_float_digits = 3",
            "create table secrets (secret text)",
            "pragma table_info('t')",
            "begin",
            "delete from t",
            "use vessel_intelligence",
        ];
        let is_refused = |text: &str| {
            split(text)
                .iter()
                .any(|statement| check(statement, false).is_err())
        };
        for text in refused {
            assert!(is_refused(text), "{text}");
        }
        for text in passed {
            assert!(!is_refused(text), "{text}");
        }
    }

    #[test]
    fn a_folder_opened_for_reading_allows_copy_from_but_not_copy_to() {
        let is_refused = |text: &str| {
            split(text)
                .iter()
                .any(|statement| check(statement, true).is_err())
        };
        assert!(!is_refused("copy t from 'x.parquet'"));
        assert!(is_refused("copy t to 'x.parquet'"));
        assert!(is_refused("copy (select 1 from t) to 'x.parquet'"));
        assert!(is_refused("copy t from stdin"));
    }
}
