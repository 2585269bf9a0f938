/*!
What travels through the queues: R2's object-create event, whose form is Cloudflare's
(developers.cloudflare.com/r2/buckets/event-notifications), and our own message for a chunk of
pages. Delivery is at least once and in no order, so a message is only ever a hint that there may
be work: what is true stands in the bucket.
*/

use serde::{Deserialize, Serialize};

use crate::ids::{DocId, PageRange, RunId};
use crate::keys::ObjectKey;

/// What happened to the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum R2Action {
    /// `put`.
    PutObject,
    /// A copy onto this key.
    CopyObject,
    /// The last call of a multipart upload.
    CompleteMultipartUpload,
    /// `delete`.
    DeleteObject,
    /// A lifecycle rule removed the object.
    LifecycleDeletion,
}

/// The object of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct R2EventObject {
    /// The object's key.
    pub key: String,
    /// Size in bytes; absent for deletions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// The entity tag; not a hash of the bytes. Absent for deletions.
    #[serde(default, rename = "eTag", skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
}

/// The body of an R2 event notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct R2Event {
    /// Cloudflare account id.
    pub account: String,
    /// What happened.
    pub action: R2Action,
    /// The bucket's name.
    pub bucket: String,
    /// What it happened to.
    pub object: R2EventObject,
    /// ISO 8601 with milliseconds, UTC.
    #[serde(rename = "eventTime")]
    pub event_time: String,
}

impl R2Event {
    /// The created object's key if the event reports a creation of one of our objects.
    pub fn created(&self) -> Option<ObjectKey> {
        match self.action {
            R2Action::PutObject | R2Action::CopyObject | R2Action::CompleteMultipartUpload => {
                ObjectKey::parse(&self.object.key)
            }
            R2Action::DeleteObject | R2Action::LifecycleDeletion => None,
        }
    }

    /// An event of our own making, for an object that is there and has to be looked at again. It
    /// names no entity tag: whatever is there now is meant.
    pub fn creation_of(key: &ObjectKey) -> Self {
        Self {
            account: String::new(),
            action: R2Action::PutObject,
            bucket: String::new(),
            object: R2EventObject {
                key: key.to_string(),
                size: None,
                etag: None,
            },
            event_time: String::new(),
        }
    }
}

/// Asks the OCR processor to read one chunk of a planned run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChunkMessage {
    /// Form of this message; a consumer sends a form that it does not know back.
    pub version: u32,
    /// The document.
    pub doc_id: DocId,
    /// The run, whose plan stands in the bucket.
    pub run_id: RunId,
    /// The pages to read.
    pub pages: PageRange,
    /// How often the chunk was put off because the OCR server was busy. These are not failures.
    #[serde(default)]
    pub deferrals: u32,
}

impl ChunkMessage {
    /// The form that this program writes and reads.
    pub const VERSION: u32 = 1;
}

/// Tells the entity extractor that a document was deleted: its rows go. The tombstone stands already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeleteMessage {
    /// The document.
    #[serde(rename = "delete")]
    pub doc_id: DocId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_event_is_understood() -> Result<(), serde_json::Error> {
        let event: R2Event = serde_json::from_str(
            r#"{"account":"3f4b7e3dcab231cbfdaa90a6a28bd548","action":"CopyObject",
                "bucket":"vessel-parquet","object":{"key":"uploads/00112233445566778899aabbccddeeff.pdf",
                "size":65536,"eTag":"c846ff7a18f28c2e262116d6e8719ef0"},
                "eventTime":"2024-05-24T19:36:44.379Z",
                "copySource":{"bucket":"b","object":"o"}}"#,
        )?;
        assert!(matches!(event.created(), Some(ObjectKey::Upload(_))));
        assert_eq!(event.object.size, Some(65_536));
        Ok(())
    }

    #[test]
    fn deletion_creates_nothing() -> Result<(), serde_json::Error> {
        let event: R2Event = serde_json::from_str(
            r#"{"account":"a","action":"DeleteObject","bucket":"b",
                "object":{"key":"uploads/00112233445566778899aabbccddeeff.pdf"},
                "eventTime":"2024-05-24T19:36:44.379Z"}"#,
        )?;
        assert_eq!(event.created(), None);
        Ok(())
    }
}
