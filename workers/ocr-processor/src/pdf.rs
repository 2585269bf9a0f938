//! The uploaded document, brought into memory once.

use std::cell::Cell;
use std::collections::HashMap;

use futures::StreamExt;
use vessel_ner_shared::error::{PipelineError, Result};
use vessel_ner_shared::ids::DocId;
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::model::UnixMillis;
use vessel_ner_worker_support::Store;
use worker::Conditional;

/// An upload.
pub(crate) struct Upload {
    /// The file.
    pub(crate) bytes: FileBytes,
    /// When R2 stored it.
    pub(crate) uploaded_at: UnixMillis,
    /// The portal's metadata.
    pub(crate) metadata: HashMap<String, String>,
}

thread_local! {
    /// Memory of the largest file that was read here and is read no more.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A file in memory. Its memory is kept for the next file: WASM memory never shrinks, and given back it would be cut up
/// by whatever is stored before the next file comes, which then would take as much again.
pub(crate) struct FileBytes(Vec<u8>);

impl FileBytes {
    fn with_capacity(capacity: usize) -> FileBytes {
        let mut spare = SPARE.take();
        if spare.capacity() < capacity {
            // What is too small is given back before more is asked for.
            drop(std::mem::take(&mut spare));
            spare.reserve_exact(capacity);
        }
        spare.clear();
        FileBytes(spare)
    }
}

impl AsRef<[u8]> for FileBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for FileBytes {
    fn drop(&mut self) {
        let own = std::mem::take(&mut self.0);
        let other = SPARE.take();
        SPARE.set(if own.capacity() > other.capacity() {
            own
        } else {
            other
        });
    }
}

/// Reads an upload piece by piece into one buffer of its size: neither the JavaScript heap nor the
/// WASM memory holds it twice. `None` if it is gone or is not the one with this entity tag.
pub(crate) async fn fetch(
    store: &Store,
    doc_id: &DocId,
    etag: Option<&str>,
    max_bytes: u64,
) -> Result<Option<Upload>> {
    let failed = |error: worker::Error| PipelineError::unavailable("bucket get", error);
    let mut request = store
        .bucket()
        .get(ObjectKey::Upload(doc_id.clone()).to_string());
    if let Some(etag) = etag {
        request = request.only_if(Conditional {
            etag_matches: Some(etag.to_owned()),
            ..Conditional::default()
        });
    }
    let Some(object) = request.execute().await.map_err(failed)? else {
        return Ok(None);
    };
    let size = object.size();
    if size > max_bytes {
        return Err(PipelineError::policy(format!(
            "The file has {size} bytes; at most {max_bytes} are read."
        )));
    }
    let capacity = usize::try_from(size).map_err(PipelineError::internal)?;
    // An object without a body is one whose precondition failed.
    let Some(body) = object.body() else {
        return Ok(None);
    };
    let mut bytes = FileBytes::with_capacity(capacity);
    let mut pieces = body.stream().map_err(failed)?;
    while let Some(piece) = pieces.next().await {
        bytes.0.extend_from_slice(&piece.map_err(failed)?);
    }
    if bytes.0.len() != capacity {
        return Err(PipelineError::unavailable(
            "bucket get",
            format!("{} bytes of {capacity}", bytes.0.len()),
        ));
    }
    let uploaded = i64::try_from(object.uploaded().as_millis()).unwrap_or_default();
    Ok(Some(Upload {
        bytes,
        uploaded_at: UnixMillis(uploaded),
        metadata: object.custom_metadata().map_err(failed)?,
    }))
}
