//! A query's result for people (an aligned table) and for programs (JSON, CSV).

use crate::{
    client::{Connected, error_of},
    error::WarehouseError,
};
use serde_json::{Map, Value};
use std::fmt::Write;
use tokio_postgres::{SimpleQueryMessage, types::Type};

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Columns aligned with spaces.
    Table,
    /// An array of objects, numbers as numbers.
    Json,
    /// RFC 4180, with a heading.
    Csv,
}

/// A statement's result, all values as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    columns: Vec<String>,
    rows: Vec<Vec<Option<String>>>,
}

/// Runs a text of statements and returns what there is to print.
///
/// # Errors
/// The server's.
pub async fn run(
    connected: &Connected,
    text: &str,
    format: Format,
) -> Result<String, WarehouseError> {
    let types = if format == Format::Json {
        column_types(connected, text).await
    } else {
        Vec::new()
    };
    let messages = connected
        .client
        .simple_query(text)
        .await
        .map_err(error_of)?;
    let mut out = String::new();
    for answer in answers(messages) {
        match format {
            Format::Table => out.push_str(&table(&answer)),
            Format::Json => {
                let _ = writeln!(out, "{}", json(&answer, &types));
            }
            Format::Csv => out.push_str(&csv(&answer)),
        }
    }
    Ok(out)
}

/// The types of a single statement's columns. A text that can not be prepared has none: if it is
/// wrong, running it will say so; if it holds several statements, values stay text.
async fn column_types(connected: &Connected, text: &str) -> Vec<Type> {
    match connected.client.prepare(text).await {
        Ok(statement) => statement
            .columns()
            .iter()
            .map(|column| column.type_().clone())
            .collect(),
        Err(_) => Vec::new(),
    }
}

fn answers(messages: Vec<SimpleQueryMessage>) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut current = Answer::default();
    for message in messages {
        match message {
            SimpleQueryMessage::RowDescription(columns) => {
                current.columns = columns
                    .iter()
                    .map(|column| column.name().to_owned())
                    .collect();
            }
            SimpleQueryMessage::Row(row) => {
                let values = (0..row.len()).map(|index| row.get(index).map(str::to_owned));
                current.rows.push(values.collect());
            }
            SimpleQueryMessage::CommandComplete(_) => answers.push(std::mem::take(&mut current)),
            _ => {}
        }
    }
    answers.retain(|answer| !answer.columns.is_empty());
    answers
}

fn table(answer: &Answer) -> String {
    // Line breaks and tabs would tear the table; Debug writes them as \n and \t.
    let shown = |value: &Option<String>| match value {
        None => String::new(),
        Some(text) => text
            .replace('\n', "\\n")
            .replace('\r', "\\r")
            .replace('\t', "\\t"),
    };
    let rows: Vec<Vec<String>> = answer
        .rows
        .iter()
        .map(|row| row.iter().map(shown).collect())
        .collect();
    let mut widths: Vec<usize> = answer
        .columns
        .iter()
        .map(|name| name.chars().count())
        .collect();
    for row in &rows {
        for (width, value) in widths.iter_mut().zip(row) {
            *width = (*width).max(value.chars().count());
        }
    }
    let line = |values: &[String]| {
        let cells: Vec<String> = values
            .iter()
            .zip(&widths)
            .map(|(value, width)| format!("{value:<width$}"))
            .collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    let mut out = line(&answer.columns) + &line(&rule);
    out.extend(rows.iter().map(|row| line(row)));
    let plural = if rows.len() == 1 { "" } else { "s" };
    let _ = writeln!(out, "({} row{plural})", rows.len());
    out
}

fn json(answer: &Answer, types: &[Type]) -> Value {
    let object = |row: &Vec<Option<String>>| {
        let values = row.iter().enumerate().zip(&answer.columns);
        let fields = values.map(|((index, value), name)| {
            let value = value
                .as_deref()
                .map_or(Value::Null, |text| typed(text, types.get(index)));
            (name.clone(), value)
        });
        Value::Object(fields.collect::<Map<_, _>>())
    };
    Value::Array(answer.rows.iter().map(object).collect())
}

/// Numbers, booleans and JSON as such; what JSON can not hold (NaN, huge decimals) stays text.
fn typed(text: &str, data_type: Option<&Type>) -> Value {
    let as_text = || Value::String(text.to_owned());
    match data_type {
        Some(
            &(Type::INT2 | Type::INT4 | Type::INT8 | Type::FLOAT4 | Type::FLOAT8 | Type::JSON),
        ) => serde_json::from_str(text).unwrap_or_else(|_| as_text()),
        Some(&Type::NUMERIC) if text.len() <= 15 => {
            serde_json::from_str(text).unwrap_or_else(|_| as_text())
        }
        Some(&Type::BOOL) => Value::Bool(text == "t"),
        _ => as_text(),
    }
}

fn csv(answer: &Answer) -> String {
    let quote = |text: &str| {
        if text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let mut out = String::new();
    let heading: Vec<String> = answer.columns.iter().map(|name| quote(name)).collect();
    out.push_str(&(heading.join(",") + "\n"));
    for row in &answer.rows {
        // NULL is nothing, an empty text is two quotes.
        let values: Vec<String> = row
            .iter()
            .map(|value| match value.as_deref() {
                None => String::new(),
                Some("") => "\"\"".to_owned(),
                Some(text) => quote(text),
            })
            .collect();
        out.push_str(&(values.join(",") + "\n"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Answer, csv, json, table};
    use serde_json::json;
    use tokio_postgres::types::Type;

    fn answer() -> Answer {
        let text = |text: &str| Some(text.to_owned());
        Answer {
            columns: vec!["name".to_owned(), "length".to_owned()],
            rows: vec![
                vec![text("Ægir, \"II\""), text("23.8")],
                vec![text("a\nb"), None],
            ],
        }
    }

    #[test]
    fn a_table_is_aligned_by_characters_and_stays_one_line_a_row() {
        let expected =
            "name        length\n----------  ------\nÆgir, \"II\"  23.8\na\\nb\n(2 rows)\n";
        assert_eq!(table(&answer()), expected);
    }

    #[test]
    fn csv_quotes_what_needs_it_and_tells_null_from_empty() {
        assert_eq!(
            csv(&answer()),
            "name,length\n\"Ægir, \"\"II\"\"\",23.8\n\"a\nb\",\n"
        );
    }

    #[test]
    fn json_has_numbers_as_numbers_and_null_as_null() {
        let expected = json!([
            { "name": "Ægir, \"II\"", "length": 23.8 },
            { "name": "a\nb", "length": null },
        ]);
        assert_eq!(json(&answer(), &[Type::TEXT, Type::FLOAT8]), expected);
    }
}
