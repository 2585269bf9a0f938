use serde::de::DeserializeOwned;
use vessel_ner_shared::error::{PipelineError, Result};
use worker::RawMessage;

/// The body of a message. Bodies are decoded one by one: a message that is not understood must not
/// take its batch down.
pub fn body_of<T: DeserializeOwned>(message: &RawMessage) -> Result<T> {
    let text = js_sys::JSON::stringify(&message.body())
        .map_err(|_| PipelineError::internal("message body is not JSON"))?;
    serde_json::from_str(&String::from(text))
        .map_err(|error| PipelineError::internal(format!("message body: {error}")))
}
