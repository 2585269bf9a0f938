/*!
One error type for the whole pipeline. Like dropshot's `HttpError` it carries two messages: an
external one that anyone may read, and an internal one for the log that names the cause. Its
category decides whether trying again can help.
*/

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why something failed. The vocabulary is closed so that a status page, a metric and a retry
/// policy can all be written against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCategory {
    /// A rule of ours refuses the input: encrypted, too many pages, not a PDF.
    Policy,
    /// A server said that it is full: 503, 429, a queue limit.
    Capacity,
    /// A server could not be reached or broke off: 500, 502, connection reset.
    Unavailable,
    /// An answer did not come in time: 504, 524, an exceeded deadline.
    Timeout,
    /// The page could not be rasterised.
    Render,
    /// The model's server refuses the request as it is: 400, 401, 404, 422, 501.
    Model,
    /// The model answered, but with nothing that can be used.
    InvalidAnswer,
    /// A fault of our own, or of stored data that should have been sound.
    Internal,
}

impl FailureCategory {
    /// Every category, in the order of the enum.
    pub const ALL: [Self; 8] = [
        Self::Policy,
        Self::Capacity,
        Self::Unavailable,
        Self::Timeout,
        Self::Render,
        Self::Model,
        Self::InvalidAnswer,
        Self::Internal,
    ];

    /// Whether the same work, tried again later, can succeed without anybody changing anything.
    pub const fn is_retryable(self) -> bool {
        matches!(self, Self::Capacity | Self::Unavailable | Self::Timeout)
    }

    /// The name used in rows, JSON and logs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Capacity => "capacity",
            Self::Unavailable => "unavailable",
            Self::Timeout => "timeout",
            Self::Render => "render",
            Self::Model => "model",
            Self::InvalidAnswer => "invalid_answer",
            Self::Internal => "internal",
        }
    }

    /// The category with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|category| category.as_str() == name)
    }
}

impl fmt::Display for FailureCategory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// An error with a public and an internal message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineError {
    /// What kind of failure this is.
    pub category: FailureCategory,
    /// For the person who sent the document; holds no address, key, token or stack.
    pub external: String,
    /// For the log; lower case, no full stop, names the cause.
    pub internal: String,
}

impl PipelineError {
    /// An error with both messages.
    pub fn new(
        category: FailureCategory,
        external: impl Into<String>,
        internal: impl Into<String>,
    ) -> Self {
        Self {
            category,
            external: external.into(),
            internal: internal.into(),
        }
    }

    /// A refusal: the same sentence is shown to the sender and written to the log.
    pub fn policy(message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            category: FailureCategory::Policy,
            internal: message.clone(),
            external: message,
        }
    }

    /// A fault of ours; the sender only learns that there was one.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::new(
            FailureCategory::Internal,
            "Something went wrong on our side.",
            cause.to_string(),
        )
    }

    /// A service that could not be reached or broke off; worth another try.
    pub fn unavailable(what: &str, cause: impl fmt::Display) -> Self {
        Self::new(
            FailureCategory::Unavailable,
            "A part of the system is not available at the moment. The work will be tried again.",
            format!("{what}: {cause}"),
        )
    }

    /// Whether trying again can help.
    pub const fn is_retryable(&self) -> bool {
        self.category.is_retryable()
    }
}

impl fmt::Display for PipelineError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.category, self.internal)
    }
}

impl std::error::Error for PipelineError {}

/// What every fallible function of the pipeline returns.
pub type Result<T> = std::result::Result<T, PipelineError>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_time_can_heal_is_retryable() {
        let retryable: Vec<_> = FailureCategory::ALL
            .into_iter()
            .filter(|category| category.is_retryable())
            .map(FailureCategory::as_str)
            .collect();
        assert_eq!(retryable, ["capacity", "unavailable", "timeout"]);
    }

    #[test]
    fn names_read_back() {
        for category in FailureCategory::ALL {
            assert_eq!(
                FailureCategory::from_name(category.as_str()),
                Some(category)
            );
            let json = serde_json::to_string(&category).unwrap_or_default();
            assert_eq!(json, format!("\"{category}\""));
        }
    }

    #[test]
    fn internal_cause_is_not_public() {
        let error = PipelineError::internal("key uploads/1 at 10.0.0.1");
        assert!(!error.external.contains("10.0.0.1"));
        assert!(error.to_string().contains("10.0.0.1"));
    }
}
