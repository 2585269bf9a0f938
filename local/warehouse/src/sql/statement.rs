//! One SQL statement: its text, what it does, and the types its parameters are cast to.

use super::{Lexer, Token, TokenKind};
use crate::types::type_of_cast;
use pgwire::api::Type;

/// A change of rows; the word of its command tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// `INSERT 0 n`
    Insert,
    /// `UPDATE n`
    Update,
    /// `DELETE n`
    Delete,
    /// `MERGE n`
    Merge,
}

/// What a statement does, as far as the wire protocol has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Returns rows and can be put after `DESCRIBE`.
    Query,
    /// Returns rows, and only running it tells which: SHOW, EXPLAIN, PRAGMA and the like.
    Report,
    /// Returns the plan of another statement, which EXPLAIN ANALYZE runs.
    Explain,
    /// Runs a statement that PREPARE named, whatever that does.
    Execute,
    /// Forgets a prepared statement, of this name or (`None`) all.
    Deallocate(Option<String>),
    /// Changes rows.
    Change(Verb),
    /// Changes rows and returns some, by its RETURNING clause.
    Returning(Verb),
    /// BEGIN, START TRANSACTION.
    Begin,
    /// COMMIT, END.
    Commit,
    /// ROLLBACK, ABORT.
    Rollback,
    /// A session setting of PostgreSQL that means nothing to DuckDB and is accepted unused.
    ForeignSetting,
    /// Anything else; the string is its command tag.
    Command(String),
}

/// A statement cut out of a query text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    /// Its text without the closing semicolon.
    pub text: String,
    /// What it does.
    pub kind: Kind,
    /// Its first words in upper case, at most eight.
    pub words: Vec<String>,
    /// For each parameter the type the text itself casts it to (`$1::bigint`), if any.
    pub casts: Vec<Option<Type>>,
    /// Where a RETURNING list begins in `text`.
    pub returning_at: Option<usize>,
}

/// Words that matter for classifying; more are not kept.
const WORDS_KEPT: usize = 8;
/// The wire protocol counts parameters in 16 bits.
const PARAMETERS_MAX: usize = 65_535;

/// Cuts a text into its statements; empty ones are left out.
pub(crate) fn split(text: &str) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut scan = Scan::default();
    for token in Lexer::new(text) {
        if token.kind == TokenKind::Symbol(';') {
            statements.extend(std::mem::take(&mut scan).finish(text));
        } else {
            scan.take(text, token);
        }
    }
    statements.extend(scan.finish(text));
    statements
}

impl Statement {
    /// Whether the statement ends a transaction, and so is accepted in a failed one.
    pub(crate) fn ends_transaction(&self) -> bool {
        matches!(self.kind, Kind::Commit | Kind::Rollback)
    }
}

/// What is known of a statement while its tokens pass by.
#[derive(Debug, Default)]
struct Scan {
    start: Option<usize>,
    end: usize,
    words: Vec<String>,
    casts: Vec<Option<Type>>,
    depth: usize,
    /// The verb after a WITH clause.
    main_word: Option<String>,
    returning_at: Option<usize>,
    /// The kinds of the two tokens before the current one.
    before: [Option<TokenKind>; 2],
    /// The last name, as DEALLOCATE means it: unquoted ones in lower case.
    last_name: Option<String>,
    /// `$n AS` was just read, as in `CAST($1 AS bigint)`.
    previous_word_is_as: bool,
}

impl Scan {
    fn take(&mut self, text: &str, token: Token) {
        let origin = *self.start.get_or_insert(token.start);
        self.end = token.end;
        let written = text.get(token.start..token.end).unwrap_or_default();
        let mut is_as = false;
        match token.kind {
            TokenKind::Symbol('(') => self.depth += 1,
            TokenKind::Symbol(')') => self.depth = self.depth.saturating_sub(1),
            TokenKind::Parameter(number @ 1..=PARAMETERS_MAX) if self.casts.len() < number => {
                self.casts.resize(number, None);
            }
            TokenKind::QuotedName => {
                let inner = written.trim_start_matches('"').trim_end_matches('"');
                self.last_name = Some(inner.replace("\"\"", "\""));
            }
            TokenKind::Word => {
                self.last_name = Some(written.to_ascii_lowercase());
                let word = written.to_ascii_uppercase();
                self.note_cast(&word);
                is_as = word == "AS";
                if self.depth == 0 {
                    self.note_main_word(&word);
                    if word == "RETURNING" {
                        self.returning_at = Some(token.end - origin);
                    }
                }
                if self.words.len() < WORDS_KEPT {
                    self.words.push(word);
                }
            }
            _ => {}
        }
        self.previous_word_is_as = is_as;
        let [_, latest] = self.before;
        self.before = [latest, Some(token.kind)];
    }

    fn deallocated(&self) -> Option<String> {
        let is_all = self.words.len() > 1 && self.words.last().is_some_and(|word| word == "ALL");
        self.last_name.clone().filter(|_| !is_all)
    }

    fn note_cast(&mut self, word: &str) {
        let parameter = match self.before {
            [Some(TokenKind::Parameter(number)), Some(TokenKind::Cast)] => number,
            [Some(TokenKind::Parameter(number)), Some(TokenKind::Word)]
                if self.previous_word_is_as =>
            {
                number
            }
            _ => return,
        };
        if let Some(slot) = parameter
            .checked_sub(1)
            .and_then(|index| self.casts.get_mut(index))
        {
            *slot = type_of_cast(word);
        }
    }

    fn note_main_word(&mut self, word: &str) {
        const MAIN: [&str; 8] = [
            "SELECT", "FROM", "VALUES", "INSERT", "UPDATE", "DELETE", "MERGE", "PIVOT",
        ];
        let follows_with = self.words.first().is_some_and(|first| first == "WITH");
        if follows_with && self.main_word.is_none() && MAIN.contains(&word) {
            self.main_word = Some(word.to_owned());
        }
    }

    fn finish(self, text: &str) -> Option<Statement> {
        let statement_text = text.get(self.start?..self.end)?.to_owned();
        let kind = self.kind();
        Some(Statement {
            text: statement_text,
            kind,
            words: self.words,
            casts: self.casts,
            returning_at: self.returning_at,
        })
    }

    fn kind(&self) -> Kind {
        let word = |index: usize| self.words.get(index).map_or("", String::as_str);
        let verb = |verb: Verb| {
            if self.returning_at.is_some() {
                Kind::Returning(verb)
            } else {
                Kind::Change(verb)
            }
        };
        let main = self.main_word.as_deref().unwrap_or_else(|| word(0));
        match main {
            // Nothing but symbols in front, as in `(select 1) union (select 2)`.
            "" | "SELECT" | "FROM" | "VALUES" | "TABLE" | "WITH" | "PIVOT" | "UNPIVOT" => {
                Kind::Query
            }
            "DESCRIBE" | "DESC" | "SHOW" | "SUMMARIZE" | "PRAGMA" | "CALL" => Kind::Report,
            "EXPLAIN" => Kind::Explain,
            "EXECUTE" => Kind::Execute,
            "DEALLOCATE" => Kind::Deallocate(self.deallocated()),
            "INSERT" => verb(Verb::Insert),
            "UPDATE" => verb(Verb::Update),
            "DELETE" => verb(Verb::Delete),
            "MERGE" => verb(Verb::Merge),
            "BEGIN" => Kind::Begin,
            "START" if word(1) == "TRANSACTION" => Kind::Begin,
            "COMMIT" | "END" => Kind::Commit,
            "ROLLBACK" | "ABORT" => Kind::Rollback,
            "SET" if is_foreign_setting(&self.words) => Kind::ForeignSetting,
            "CREATE" | "DROP" | "ALTER" => {
                let object = self.words.iter().skip(1).find(|word| {
                    !matches!(
                        word.as_str(),
                        "OR" | "REPLACE" | "TEMP" | "TEMPORARY" | "PERSISTENT"
                    )
                });
                Kind::Command(format!("{main} {}", object.map_or("", String::as_str)))
            }
            other => Kind::Command(other.to_owned()),
        }
    }
}

/// Settings that PostgreSQL's client libraries send when they connect.
fn is_foreign_setting(words: &[String]) -> bool {
    const SETTINGS: [&str; 7] = [
        "CLIENT_ENCODING",
        "DATESTYLE",
        "INTERVALSTYLE",
        "EXTRA_FLOAT_DIGITS",
        "APPLICATION_NAME",
        "CLIENT_MIN_MESSAGES",
        "STANDARD_CONFORMING_STRINGS",
    ];
    let name = words
        .iter()
        .skip(1)
        .find(|word| !matches!(word.as_str(), "SESSION" | "LOCAL"));
    name.is_some_and(|name| SETTINGS.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{Kind, Verb, split};
    use pgwire::api::Type;

    #[test]
    fn statements_are_split_and_empty_ones_left_out() {
        let texts = |text: &str| -> Vec<String> {
            split(text)
                .into_iter()
                .map(|statement| statement.text)
                .collect()
        };
        assert_eq!(
            texts(" select 1 ; ;; -- x\n select ';' ;"),
            ["select 1", "select ';'"]
        );
        assert_eq!(texts(""), Vec::<String>::new());
        assert_eq!(texts("-- only a comment"), Vec::<String>::new());
    }

    #[test]
    fn each_statement_is_told_by_what_it_does() {
        let cases = [
            ("select 1", Kind::Query),
            ("(select 1) union all (select 2)", Kind::Query),
            ("with a as (select 1) select * from a", Kind::Query),
            (
                "with a as (delete from t returning 1) insert into t from a",
                Kind::Change(Verb::Insert),
            ),
            ("from t", Kind::Query),
            ("show tables", Kind::Report),
            ("explain analyze delete from t", Kind::Explain),
            (
                "DEALLOCATE \"_pg3_0\"",
                Kind::Deallocate(Some("_pg3_0".to_owned())),
            ),
            (
                "deallocate prepare S1",
                Kind::Deallocate(Some("s1".to_owned())),
            ),
            ("deallocate all", Kind::Deallocate(None)),
            ("insert into t values (1)", Kind::Change(Verb::Insert)),
            (
                "update t set a = 1 returning a",
                Kind::Returning(Verb::Update),
            ),
            (
                "insert into t select 'returning'",
                Kind::Change(Verb::Insert),
            ),
            ("/* x */ begin", Kind::Begin),
            ("START TRANSACTION", Kind::Begin),
            ("end", Kind::Commit),
            ("abort", Kind::Rollback),
            ("set extra_float_digits = 3", Kind::ForeignSetting),
            (
                "set session client_encoding to 'UTF8'",
                Kind::ForeignSetting,
            ),
            ("set threads = 1", Kind::Command("SET".to_owned())),
            (
                "create or replace table t (a int)",
                Kind::Command("CREATE TABLE".to_owned()),
            ),
            ("checkpoint", Kind::Command("CHECKPOINT".to_owned())),
        ];
        for (text, expected) in cases {
            let kinds: Vec<_> = split(text)
                .into_iter()
                .map(|statement| statement.kind)
                .collect();
            assert_eq!(kinds, [expected], "{text}");
        }
    }

    #[test]
    fn the_casts_written_in_the_text_give_the_parameters_types() {
        let cases: [(&str, Vec<Option<Type>>); 4] = [
            (
                "select $1::text, $2::bigint",
                vec![Some(Type::TEXT), Some(Type::INT8)],
            ),
            (
                "select cast($2 as double), $1",
                vec![None, Some(Type::FLOAT8)],
            ),
            (
                "select try_cast($1 as timestamptz)",
                vec![Some(Type::TIMESTAMPTZ)],
            ),
            ("select '$1', $$ $2 $$", vec![]),
        ];
        for (text, expected) in cases {
            let found: Vec<_> = split(text)
                .into_iter()
                .map(|statement| statement.casts)
                .collect();
            assert_eq!(found, [expected], "{text}");
        }
    }
}
