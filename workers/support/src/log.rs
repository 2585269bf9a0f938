//! One JSON object a line, so that a text from a document can never pass for a log line.

use serde_json::{Value, json};
use vessel_ner_shared::error::PipelineError;
use worker::{console_error, console_log, console_warn};

fn line(level: &str, event: &str, fields: Value) -> String {
    let mut entry = json!({ "level": level, "event": event });
    if let (Value::Object(entry), Value::Object(fields)) = (&mut entry, fields) {
        entry.extend(fields);
    }
    entry.to_string()
}

/// Something happened as it should. `fields` is a JSON object.
pub fn info(event: &str, fields: Value) {
    console_log!("{}", line("info", event, fields));
}

/// Something did not go as it should and is handled.
pub fn warn(event: &str, fields: Value) {
    console_warn!("{}", line("warn", event, fields));
}

/// Something needs a person.
pub fn error(event: &str, fields: Value) {
    console_error!("{}", line("error", event, fields));
}

/// An error, at the level its category deserves.
pub fn failure(event: &str, error: &PipelineError, fields: Value) {
    let mut fields = fields;
    if let Value::Object(fields) = &mut fields {
        fields.insert("category".to_owned(), json!(error.category));
        fields.insert("cause".to_owned(), json!(error.internal));
    }
    if error.is_retryable() {
        warn(event, fields);
    } else {
        self::error(event, fields);
    }
}
