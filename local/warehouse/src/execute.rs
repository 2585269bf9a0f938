//! Describing and running one statement on a DuckDB connection.

use crate::{
    error::WarehouseError,
    session::{Run, TransactionState},
    sql::{Kind, Lexer, Statement, TokenKind, Verb},
    types,
    wire::{append_field, append_int8, placeholder},
};
use bytes::BytesMut;
use duckdb::{Connection, Row, Rows, types::Value};
use pgwire::{
    api::{
        Type,
        portal::Format,
        results::{FieldFormat, FieldInfo},
    },
    messages::data::DataRow,
};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Rows are handed to the socket when a batch has this many bytes …
const BATCH_BYTES: usize = 64 * 1024;
/// … or this many rows.
const BATCH_ROWS: usize = 1024;
/// The protocol counts columns in 16 bits; PostgreSQL stops at this many.
const COLUMNS_MAX: usize = 1664;

/// A result column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name.
    pub name: String,
    /// Its type on the wire.
    pub data_type: Type,
}

/// What a running statement reports, in this order: columns, batches of rows, and how it ended.
#[derive(Debug)]
pub(crate) enum Event {
    /// The columns; absent for statements without a result.
    Columns(Arc<Vec<FieldInfo>>),
    /// Some rows, encoded.
    Rows(Vec<DataRow>),
    /// The statement is done; this is its command tag.
    Done(String),
    /// The statement failed.
    Failed(WarehouseError),
}

/// The columns for the row description of a result.
pub(crate) fn fields(
    columns: &[Column],
    formats: &Format,
) -> Result<Vec<FieldInfo>, WarehouseError> {
    if columns.len() > COLUMNS_MAX {
        return Err(WarehouseError::new(
            "54011",
            format!(
                "Binder Error: a result may have {COLUMNS_MAX} columns, not {}",
                columns.len()
            ),
        ));
    }
    if let Format::Individual(codes) = formats
        && codes.len() != columns.len()
    {
        return Err(WarehouseError::new(
            "08P01",
            format!(
                "{} result formats for {} columns",
                codes.len(),
                columns.len()
            ),
        ));
    }
    let field = |(index, column): (usize, &Column)| {
        let (name, data_type) = (column.name.clone(), column.data_type.clone());
        let width = types::width_of(&data_type);
        FieldInfo::new(name, None, None, data_type, formats.format_for(index)).with_type_size(width)
    };
    Ok(columns.iter().enumerate().map(field).collect())
}

/// The columns a statement returns, found without running it (reports excepted).
///
/// `parameters` are the types the client or the text gives them.
///
/// # Errors
/// DuckDB's error for the statement; or, where a parameter without a type would decide a column's
/// type, MotherDuck's refusal.
pub(crate) fn describe(
    connection: &Connection,
    statement: &Statement,
    parameters: &[Option<Type>],
) -> Result<Vec<Column>, WarehouseError> {
    match statement.kind {
        Kind::Query => {
            let first = statement.words.first().map_or("", String::as_str);
            let wrap = statement.text.starts_with('(') || matches!(first, "PIVOT" | "UNPIVOT");
            let question = if wrap {
                format!("DESCRIBE ({})", statement.text)
            } else {
                format!("DESCRIBE {}", statement.text)
            };
            describe_query(connection, &question, &statement.text, parameters)
        }
        Kind::Returning(verb) => {
            let question = returning_as_query(statement, verb).ok_or_else(|| {
                WarehouseError::new(
                    "0A000",
                    "Not implemented Error: RETURNING of this statement",
                )
            })?;
            describe_query(connection, &question, &statement.text, parameters)
        }
        Kind::Report => {
            let mut prepared = connection.prepare(&statement.text)?;
            let rows = prepared.query([])?;
            Ok(columns_of(&rows))
        }
        Kind::Explain => Ok(["explain_key", "explain_value"]
            .map(|name| Column {
                name: name.to_owned(),
                data_type: Type::TEXT,
            })
            .into()),
        Kind::Execute => Err(WarehouseError::new(
            "0A000",
            "Not implemented Error: EXECUTE in the extended protocol; bind the statement instead",
        )),
        Kind::Change(_) => Ok(vec![Column {
            name: "Count".to_owned(),
            data_type: Type::INT8,
        }]),
        Kind::Command(_) => Ok(vec![Column {
            name: "Success".to_owned(),
            data_type: Type::BOOL,
        }]),
        Kind::Begin
        | Kind::Commit
        | Kind::Rollback
        | Kind::ForeignSetting
        | Kind::Deallocate(_) => Ok(Vec::new()),
    }
}

fn describe_query(
    connection: &Connection,
    question: &str,
    text: &str,
    parameters: &[Option<Type>],
) -> Result<Vec<Column>, WarehouseError> {
    let ask = |untyped: &Value| -> Result<Vec<Column>, WarehouseError> {
        let mut prepared = connection.prepare(question)?;
        for (index, data_type) in (1..).zip(parameters).take(prepared.parameter_count()) {
            let value = data_type
                .as_ref()
                .map_or_else(|| untyped.clone(), placeholder);
            prepared.raw_bind_parameter(index, value)?;
        }
        prepared.raw_execute()?;
        let mut rows = prepared.raw_query();
        let mut columns = Vec::new();
        while let Some(row) = rows.next()? {
            let described: String = row.get(1)?;
            columns.push(Column {
                name: row.get(0)?,
                data_type: types::type_of_described(&described),
            });
        }
        Ok(columns)
    };
    let as_text = ask(&placeholder(&Type::TEXT)).map_err(|error| {
        // The text of the question would confuse; prefer the complaint about the statement itself.
        connection
            .prepare(text)
            .err()
            .map_or(error, WarehouseError::from)
    });
    if parameters.iter().all(Option::is_some) {
        return as_text;
    }
    match (as_text, ask(&Value::Null)) {
        (Ok(columns), Ok(others)) if columns == others => Ok(columns),
        (Err(error), Err(_)) => Err(error),
        _ => Err(WarehouseError::new(
            "42P18",
            "Binder Error: ambiguous result column types: a parameter without a type decides the \
             type of a column; cast it, e.g. $1::text",
        )),
    }
}

/// `DESCRIBE SELECT <returned> FROM <target>`: what RETURNING gives has the target's columns.
fn returning_as_query(statement: &Statement, verb: Verb) -> Option<String> {
    let introduction = match verb {
        Verb::Insert | Verb::Merge => "INTO",
        Verb::Update => "UPDATE",
        Verb::Delete => "FROM",
    };
    let text = statement.text.as_str();
    let returned = text.get(statement.returning_at?..)?;
    let mut depth = 0_usize;
    let mut target: Option<(usize, usize)> = None;
    let mut introduced = false;
    for token in Lexer::new(text) {
        let written = text.get(token.start..token.end)?;
        match token.kind {
            TokenKind::Symbol('(') if introduced => break,
            TokenKind::Symbol('(') => depth += 1,
            TokenKind::Symbol(')') => depth = depth.saturating_sub(1),
            TokenKind::Symbol('.') if introduced => {}
            TokenKind::Word | TokenKind::QuotedName if introduced => match target {
                // A second name without a dot between is an alias or the next keyword.
                Some((_, end)) if !text.get(end..token.start)?.contains('.') => break,
                Some((start, _)) => target = Some((start, token.end)),
                None => target = Some((token.start, token.end)),
            },
            TokenKind::Word if depth == 0 && written.eq_ignore_ascii_case(introduction) => {
                introduced = true;
            }
            _ if introduced => break,
            _ => {}
        }
    }
    let (start, end) = target?;
    Some(format!(
        "DESCRIBE SELECT {returned} FROM {}",
        text.get(start..end)?
    ))
}

fn columns_of(rows: &Rows<'_>) -> Vec<Column> {
    let Some(statement) = rows.as_ref() else {
        return Vec::new();
    };
    let names = statement.column_names();
    names
        .into_iter()
        .enumerate()
        .map(|(index, name)| Column {
            name,
            data_type: types::type_of_column(&statement.column_logical_type(index)),
        })
        .collect()
}

/// Runs statements on one connection.
pub(crate) struct Execution<'a> {
    /// The session's connection.
    pub connection: &'a Connection,
    /// The session's transaction state.
    pub state: &'a TransactionState,
}

impl Execution<'_> {
    /// Runs a statement and reports what happens. Stops early when nobody listens any more.
    pub(crate) fn run(&self, run: Run, events: &mpsc::Sender<Event>) {
        let last = match self.attempt(run, events) {
            Ok(tag) => Event::Done(tag),
            Err(error) => {
                self.state.fail();
                Event::Failed(error)
            }
        };
        // Nobody waits if the client is gone.
        let _ = events.blocking_send(last);
    }

    fn attempt(&self, run: Run, events: &mpsc::Sender<Event>) -> Result<String, WarehouseError> {
        if self.state.is_failed() && !run.statement.ends_transaction() {
            return Err(WarehouseError::transaction_aborted());
        }
        match run.statement.kind {
            Kind::Begin => {
                self.connection.execute_batch(&run.statement.text)?;
                self.state.begin();
                Ok("BEGIN".to_owned())
            }
            Kind::Commit if !self.state.is_failed() => {
                let outcome = self.connection.execute_batch(&run.statement.text);
                // A commit that fails has rolled back.
                self.state.end();
                outcome?;
                Ok("COMMIT".to_owned())
            }
            Kind::Commit | Kind::Rollback => {
                let outcome = self.connection.execute_batch("ROLLBACK");
                self.state.end();
                outcome?;
                Ok("ROLLBACK".to_owned())
            }
            Kind::ForeignSetting => Ok("SET".to_owned()),
            // The handler has forgotten it; DuckDB never knew it by this name.
            Kind::Deallocate(_) => Ok("DEALLOCATE".to_owned()),
            _ => self.execute(run, events),
        }
    }

    fn execute(&self, run: Run, events: &mpsc::Sender<Event>) -> Result<String, WarehouseError> {
        let mut prepared = self.connection.prepare(&run.statement.text)?;
        let expected = prepared.parameter_count();
        if expected != run.parameters.len() {
            return Err(WarehouseError::new(
                "08P01",
                format!(
                    "{} parameters given, {expected} expected",
                    run.parameters.len()
                ),
            ));
        }
        let mut rows = prepared.query(duckdb::params_from_iter(run.parameters))?;
        match &run.statement.kind {
            Kind::Change(verb) => {
                let count = rows.next()?.map_or(Ok(0), |row| row.get::<_, i64>(0))?;
                report_count(count, &run.formats, events)?;
                Ok(tag(*verb, count))
            }
            Kind::Command(tag) => {
                let columns = [Column {
                    name: "Success".to_owned(),
                    data_type: Type::BOOL,
                }];
                let fields = fields(&columns, &run.formats)?;
                let _ = events.blocking_send(Event::Columns(Arc::new(fields)));
                Ok(tag.clone())
            }
            kind => {
                let columns = match &run.described {
                    Some(described) => Arc::clone(described),
                    None => Arc::new(columns_of(&rows)),
                };
                let fields = Arc::new(fields(&columns, &run.formats)?);
                let _ = events.blocking_send(Event::Columns(Arc::clone(&fields)));
                let count = send_rows(&mut rows, &fields, events)?;
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                Ok(match kind {
                    Kind::Returning(verb) => tag(*verb, count),
                    _ => format!("SELECT {count}"),
                })
            }
        }
    }
}

fn tag(verb: Verb, count: i64) -> String {
    match verb {
        Verb::Insert => format!("INSERT 0 {count}"),
        Verb::Update => format!("UPDATE {count}"),
        Verb::Delete => format!("DELETE {count}"),
        Verb::Merge => format!("MERGE {count}"),
    }
}

/// MotherDuck returns a result set for changes too: one row with the number of rows changed.
fn report_count(
    count: i64,
    formats: &Format,
    events: &mpsc::Sender<Event>,
) -> Result<(), WarehouseError> {
    let columns = [Column {
        name: "Count".to_owned(),
        data_type: Type::INT8,
    }];
    let fields = fields(&columns, formats)?;
    let format = fields.first().map_or(FieldFormat::Text, FieldInfo::format);
    let mut data = BytesMut::new();
    append_int8(&mut data, count, format);
    let _ = events.blocking_send(Event::Columns(Arc::new(fields)));
    let _ = events.blocking_send(Event::Rows(vec![DataRow::new(data, 1)]));
    Ok(())
}

/// Encodes and hands over all rows; returns how many there were.
fn send_rows(
    rows: &mut Rows<'_>,
    fields: &[FieldInfo],
    events: &mpsc::Sender<Event>,
) -> Result<usize, WarehouseError> {
    let mut count = 0_usize;
    let mut batch = Vec::new();
    let mut batch_bytes = 0_usize;
    while let Some(row) = rows.next()? {
        let encoded = encode_row(row, fields)?;
        batch_bytes += encoded.data.len();
        batch.push(encoded);
        count += 1;
        if batch_bytes >= BATCH_BYTES || batch.len() >= BATCH_ROWS {
            batch_bytes = 0;
            if events
                .blocking_send(Event::Rows(std::mem::take(&mut batch)))
                .is_err()
            {
                return Ok(count);
            }
        }
    }
    let _ = events.blocking_send(Event::Rows(batch));
    Ok(count)
}

fn encode_row(row: &Row<'_>, fields: &[FieldInfo]) -> Result<DataRow, WarehouseError> {
    let mut data = BytesMut::new();
    for (index, field) in fields.iter().enumerate() {
        let value = row.get_ref(index)?;
        append_field(&mut data, value, field.datatype(), field.format())?;
    }
    let field_count = i16::try_from(fields.len()).unwrap_or(i16::MAX);
    Ok(DataRow::new(data, field_count))
}

#[cfg(test)]
mod tests {
    use super::returning_as_query;
    use crate::sql::{Kind, split};

    #[test]
    fn a_returning_clause_is_described_by_its_target() {
        let cases = [
            (
                "insert into t values (1) returning a",
                "DESCRIBE SELECT  a FROM t",
            ),
            (
                "insert into a.b.\"c d\" (x) select 1 returning *",
                "DESCRIBE SELECT  * FROM a.b.\"c d\"",
            ),
            (
                "update main.t set a = 1 returning a, b as c",
                "DESCRIBE SELECT  a, b as c FROM main.t",
            ),
            (
                "delete from t as x where a in (select 1 from u) returning a",
                "DESCRIBE SELECT  a FROM t",
            ),
        ];
        for (text, expected) in cases {
            let statements = split(text);
            let question = statements
                .first()
                .and_then(|statement| match statement.kind {
                    Kind::Returning(verb) => returning_as_query(statement, verb),
                    _ => None,
                });
            assert_eq!(question.as_deref(), Some(expected), "{text}");
        }
    }
}
