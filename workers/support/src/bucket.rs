use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use vessel_ner_shared::error::{PipelineError, Result};
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::model::UnixMillis;
use worker::{Bucket, Conditional, Env, HttpMetadata, Include, Object};

/// Name of the bucket's binding.
const BINDING: &str = "BUCKET";

/// JSON objects of ours are a few kilobytes; more is not ours.
const MAX_JSON_BYTES: u64 = 4 * 1024 * 1024;

/// The bucket, by our keys.
pub struct Store {
    bucket: Bucket,
}

/// An object with its bytes.
pub struct StoredObject {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// When R2 stored it.
    pub uploaded: UnixMillis,
    /// The custom metadata.
    pub metadata: HashMap<String, String>,
}

/// An object of a listing.
pub struct Listed {
    /// The key as it stands in the bucket.
    pub key: String,
    /// When R2 stored it.
    pub uploaded: UnixMillis,
    /// Size in bytes.
    pub size: u64,
    /// Entity tag.
    pub etag: String,
    /// The custom metadata.
    pub metadata: HashMap<String, String>,
}

fn failed(operation: &'static str) -> impl Fn(worker::Error) -> PipelineError {
    move |error| PipelineError::unavailable(&format!("bucket {operation}"), error)
}

#[allow(clippy::cast_possible_truncation)] // milliseconds since 1970 fit an i64 and are whole
fn uploaded(object: &Object) -> UnixMillis {
    UnixMillis(i64::try_from(object.uploaded().as_millis()).unwrap_or_default())
}

/// The condition under which a `put` only ever creates.
pub fn create_only() -> Conditional {
    Conditional {
        etag_does_not_match: Some("*".to_owned()),
        ..Conditional::default()
    }
}

impl Store {
    /// The bucket bound to the Worker.
    pub fn new(env: &Env) -> Result<Self> {
        let bucket = env.bucket(BINDING).map_err(PipelineError::internal)?;
        Ok(Self { bucket })
    }

    /// The binding itself, for what needs streams or multipart uploads.
    pub fn bucket(&self) -> &Bucket {
        &self.bucket
    }

    /// Whether the object is there.
    pub async fn exists(&self, key: &ObjectKey) -> Result<bool> {
        Ok(self.head(key).await?.is_some())
    }

    /// The object without its bytes.
    pub async fn head(&self, key: &ObjectKey) -> Result<Option<Object>> {
        self.bucket
            .head(key.to_string())
            .await
            .map_err(failed("head"))
    }

    /// The object, if it is there and, where an entity tag is given, still has that one. An object
    /// of more than `max_bytes` is an error.
    pub async fn get(
        &self,
        key: &ObjectKey,
        etag: Option<&str>,
        max_bytes: u64,
    ) -> Result<Option<StoredObject>> {
        let mut request = self.bucket.get(key.to_string());
        if let Some(etag) = etag {
            let etag_matches = Some(etag.to_owned());
            request = request.only_if(Conditional {
                etag_matches,
                ..Conditional::default()
            });
        }
        let Some(object) = request.execute().await.map_err(failed("get"))? else {
            return Ok(None);
        };
        if object.size() > max_bytes {
            let size = object.size();
            return Err(PipelineError::internal(format!(
                "{key} has {size} bytes, more than {max_bytes}"
            )));
        }
        // An object without a body is one whose precondition failed.
        let Some(body) = object.body() else {
            return Ok(None);
        };
        let bytes = body.bytes().await.map_err(failed("read"))?;
        let metadata = object.custom_metadata().map_err(failed("metadata"))?;
        Ok(Some(StoredObject {
            bytes,
            uploaded: uploaded(&object),
            metadata,
        }))
    }

    /// A JSON object of ours and when it was stored.
    pub async fn get_json<T: DeserializeOwned>(
        &self,
        key: &ObjectKey,
    ) -> Result<Option<(T, UnixMillis)>> {
        let Some(object) = self.get(key, None, MAX_JSON_BYTES).await? else {
            return Ok(None);
        };
        let value = serde_json::from_slice(&object.bytes)
            .map_err(|error| PipelineError::internal(format!("{key}: {error}")))?;
        Ok(Some((value, object.uploaded)))
    }

    /// Writes the object, whatever was there.
    pub async fn put(
        &self,
        key: &ObjectKey,
        bytes: Vec<u8>,
        metadata: HashMap<String, String>,
    ) -> Result<()> {
        self.write(key, bytes, metadata, None).await.map(|_| ())
    }

    /// Writes the object unless it is there; tells whether it was written.
    pub async fn put_new(
        &self,
        key: &ObjectKey,
        bytes: Vec<u8>,
        metadata: HashMap<String, String>,
    ) -> Result<bool> {
        self.write(key, bytes, metadata, Some(create_only())).await
    }

    /// [`Store::put`] of JSON.
    pub async fn put_json<T: Serialize>(&self, key: &ObjectKey, value: &T) -> Result<()> {
        let bytes = serde_json::to_vec(value).map_err(PipelineError::internal)?;
        self.put(key, bytes, HashMap::new()).await
    }

    /// [`Store::put_new`] of JSON.
    pub async fn put_new_json<T: Serialize>(&self, key: &ObjectKey, value: &T) -> Result<bool> {
        let bytes = serde_json::to_vec(value).map_err(PipelineError::internal)?;
        self.put_new(key, bytes, HashMap::new()).await
    }

    /// Deletes objects; those that are not there do not matter.
    pub async fn delete(&self, keys: Vec<String>) -> Result<()> {
        for batch in keys.chunks(1000) {
            self.bucket
                .delete_multiple(batch.to_vec())
                .await
                .map_err(failed("delete"))?;
        }
        Ok(())
    }

    /// Up to `limit` objects below a prefix in the order of their keys, starting after `start_after`.
    pub async fn list(
        &self,
        prefix: &str,
        start_after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Listed>> {
        let mut listed = Vec::new();
        let mut cursor: Option<String> = None;
        while listed.len() < limit {
            let mut request = self
                .bucket
                .list()
                .prefix(prefix)
                .include(vec![Include::CustomMetadata]);
            if let Some(key) = start_after {
                request = request.start_after(key);
            }
            if let Some(cursor) = cursor.take() {
                request = request.cursor(cursor);
            }
            let page = request.execute().await.map_err(failed("list"))?;
            for object in page.objects() {
                listed.push(Listed {
                    key: object.key(),
                    uploaded: uploaded(&object),
                    size: object.size(),
                    etag: object.etag(),
                    metadata: object.custom_metadata().map_err(failed("metadata"))?,
                });
            }
            cursor = page.cursor();
            if !page.truncated() || cursor.is_none() {
                break;
            }
        }
        listed.truncate(limit);
        Ok(listed)
    }

    async fn write(
        &self,
        key: &ObjectKey,
        bytes: Vec<u8>,
        metadata: HashMap<String, String>,
        only_if: Option<Conditional>,
    ) -> Result<bool> {
        let name = key.to_string();
        let is_json = name.strip_suffix(".json").is_some();
        let content_type = if is_json {
            "application/json"
        } else {
            "application/vnd.apache.parquet"
        };
        let mut request = self
            .bucket
            .put(name, bytes)
            .http_metadata(HttpMetadata {
                content_type: Some(content_type.to_owned()),
                ..HttpMetadata::default()
            })
            .custom_metadata(metadata);
        if let Some(only_if) = only_if {
            request = request.only_if(only_if);
        }
        let stored = request.execute().await.map_err(failed("put"))?;
        Ok(stored.is_some())
    }
}
