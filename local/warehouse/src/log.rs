//! The log: one line of JSON an event, on standard error.

use serde_json::{Value, json};
use std::{
    io::Write,
    time::{SystemTime, UNIX_EPOCH},
};

/// Writes one event; `details` is an object of further fields.
pub fn event(level: &str, message: &str, details: Value) {
    let since_1970 = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let mut line = json!({
        "time_ms": u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX),
        "level": level,
        "part": "warehouse",
        "message": message,
    });
    if let (Value::Object(line), Value::Object(details)) = (&mut line, details) {
        line.extend(details);
    }
    // With standard error gone there is nowhere left to say so.
    let _ = writeln!(std::io::stderr(), "{line}");
}
