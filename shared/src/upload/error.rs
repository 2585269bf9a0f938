use std::fmt;

use serde_json::{Value, json};

/// An error of the HTTP interface with a status, a stable code and two messages: the external one
/// goes to whoever asked, the internal one to the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    /// The HTTP status.
    pub status: u16,
    /// A stable name for programs.
    pub code: &'static str,
    /// For the person who asked, in whole sentences.
    pub external: String,
    /// For the log: names the cause.
    pub internal: String,
}

impl HttpError {
    /// An error whose one message is fit for everybody.
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        let external = message.into();
        Self {
            status,
            code,
            internal: external.clone(),
            external,
        }
    }

    /// The same error with a cause for the log.
    #[must_use]
    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.internal = cause.to_string();
        self
    }

    /// A fault of ours; whoever asked learns only that there was one.
    pub fn internal(cause: impl fmt::Display) -> Self {
        let message = "Something went wrong on our side. Please try again.";
        Self::new(500, "internal", message).because(cause)
    }

    /// The request cannot be understood.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, "bad_request", message)
    }

    /// There is no such thing, or nobody may know that there is.
    pub fn not_found() -> Self {
        let message = "There is nothing here. A document is found only with its whole receipt.";
        Self::new(404, "not_found", message)
    }

    /// The bytes are no PDF.
    pub fn not_a_pdf() -> Self {
        Self::new(415, "not_a_pdf", "This is not a PDF file.")
    }

    /// There are no bytes.
    pub fn empty() -> Self {
        Self::new(400, "empty", "The file is empty.")
    }

    /// More bytes than are taken.
    pub fn too_large(limit_bytes: u64) -> Self {
        let megabytes = limit_bytes / 1_048_576;
        let message = format!("The file is larger than {megabytes} MB, the most that is taken.");
        Self::new(413, "too_large", message)
    }

    /// The request does not say how long it is.
    pub fn length_required() -> Self {
        let message = "The request must state its length (header Content-Length).";
        Self::new(411, "length_required", message)
    }

    /// Whether the same request, sent later, can succeed.
    pub const fn is_retryable(&self) -> bool {
        matches!(self.status, 409 | 429 | 500 | 502 | 503 | 504)
    }

    /// The body of the answer: `{"error": {"code": …, "message": …}}`.
    pub fn to_json(&self) -> Value {
        json!({ "error": { "code": self.code, "message": self.external } })
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} {}: {}",
            self.status, self.code, self.internal
        )
    }
}

impl std::error::Error for HttpError {}

impl From<crate::error::PipelineError> for HttpError {
    fn from(error: crate::error::PipelineError) -> Self {
        Self::internal(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cause_stays_out_of_the_answer() {
        let error = HttpError::internal("r2: key uploads/1 at 10.0.0.1");
        assert!(!error.to_json().to_string().contains("10.0.0.1"));
        assert!(error.to_string().contains("10.0.0.1"));
    }

    #[test]
    fn only_what_time_can_heal_is_retryable() {
        assert!(HttpError::internal("").is_retryable());
        assert!(!HttpError::not_a_pdf().is_retryable());
        assert!(!HttpError::not_found().is_retryable());
    }
}
