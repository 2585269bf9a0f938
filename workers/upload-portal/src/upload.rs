//! `POST /upload`: one PDF in one request, as a form or as a raw body.

use std::collections::HashMap;

use serde_json::json;
use vessel_ner_shared::ids::{DocId, Sha256Digest};
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::upload::{
    FileName, HttpError, RequestKey, boundary_of, filename_from_disposition,
};
use vessel_ner_worker_support::{Store, create_only, log};
use worker::{Env, HttpMetadata, Request};

use crate::answer::{self, Answer, json_response, redirect};
use crate::body::Incoming;
use crate::config::Config;
use crate::documents::{
    Accepted, DocumentPointer, ReceiptRecord, find_by_hash, give_receipt, random, request_key,
};
use crate::guard;

/// What a form may have around its file.
const FORM_ALLOWANCE_BYTES: u64 = 32 * 1024;

pub(crate) fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten()
}

/// Length of the body as the request states it.
pub(crate) fn content_length(request: &Request) -> Result<u64, HttpError> {
    header(request, "content-length")
        .and_then(|length| length.parse().ok())
        .ok_or_else(HttpError::length_required)
}

/// The metadata of an upload's object.
pub(crate) fn upload_metadata(
    filename: Option<&FileName>,
    hash: Option<&Sha256Digest>,
) -> HashMap<String, String> {
    let filename = filename.map(|name| ("filename".to_owned(), name.encoded()));
    let hash = hash.map(|hash| ("sha256".to_owned(), hash.to_string()));
    filename.into_iter().chain(hash).collect()
}

pub(crate) fn pdf_metadata() -> HttpMetadata {
    HttpMetadata {
        content_type: Some("application/pdf".to_owned()),
        ..HttpMetadata::default()
    }
}

/// A file whose bytes begin to come in.
struct File {
    length: u64,
    name: Option<FileName>,
    hash: Option<Sha256Digest>,
    request_key: Option<RequestKey>,
}

/// Takes the upload.
pub(crate) async fn post(request: &Request, env: &Env, config: &Config) -> Answer {
    guard::limit_rate(request, env).await?;
    if content_length(request)? == 0 {
        return Err(HttpError::empty());
    }
    let mut incoming = Incoming::new(request)?;
    let file = match open_file(request, config, &mut incoming).await {
        Ok(file) => file,
        Err(error) => {
            incoming.discard().await;
            return Err(error);
        }
    };
    let store = Store::new(env)?;
    let known = match &file.hash {
        Some(hash) => find_by_hash(&store, hash).await?,
        None => None,
    };
    let accepted = match known {
        Some(doc_id) => receive_again(request, &store, incoming, &file, doc_id).await?,
        None => receive(request, &store, incoming, file).await?,
    };
    log::info(
        "upload_received",
        json!({ "doc_id": accepted.doc_id, "duplicate": accepted.duplicate }),
    );
    if answer::wants_html(request) {
        return redirect(&accepted.status_url);
    }
    json_response(202, &accepted)
}

/// Finds the file in the body and looks at its beginning.
async fn open_file(
    request: &Request,
    config: &Config,
    incoming: &mut Incoming,
) -> Result<File, HttpError> {
    let length = content_length(request)?;
    let too_large = || HttpError::too_large(config.max_upload_bytes);
    let hash = header(request, "x-content-sha256")
        .map(|hash| hash.to_ascii_lowercase().parse())
        .transpose()
        .map_err(|_| HttpError::bad_request("X-Content-Sha256 must be 64 hexadecimal digits."))?;
    let content_type = header(request, "content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let header_token = guard::turnstile_token(request);
    let request_key = request_key(request)?;

    let file = match media_type.to_ascii_lowercase().as_str() {
        "multipart/form-data" => {
            if length > config.max_upload_bytes.saturating_add(FORM_ALLOWANCE_BYTES) {
                return Err(too_large());
            }
            let boundary = boundary_of(&content_type)?;
            let (part, length) = incoming.open_form(&boundary, length).await?;
            let mut fields = part.fields.iter();
            let token = fields.find(|(name, _)| name == "cf-turnstile-response");
            let token = token.map(|(_, token)| token.as_str());
            guard::check_turnstile(request, config, header_token.as_deref().or(token)).await?;
            if length == 0 && part.filename.is_none() {
                return Err(HttpError::new(400, "empty", "No file was chosen."));
            }
            let name = part.filename;
            File {
                length,
                name,
                hash,
                request_key,
            }
        }
        "application/pdf" | "application/x-pdf" | "application/octet-stream" | "" => {
            guard::check_turnstile(request, config, header_token.as_deref()).await?;
            let name = raw_file_name(request);
            File {
                length,
                name,
                hash,
                request_key,
            }
        }
        other => return Err(HttpError::not_a_pdf().because(format!("content type {other}"))),
    };
    if file.length == 0 {
        return Err(HttpError::empty());
    }
    if file.length > config.max_upload_bytes {
        return Err(too_large());
    }
    incoming.check_signature(file.length).await?;
    Ok(file)
}

fn raw_file_name(request: &Request) -> Option<FileName> {
    let from_query = || {
        let url = request.url().ok()?;
        let mut pairs = url.query_pairs();
        let (_, name) = pairs.find(|(name, _)| name == "filename")?;
        FileName::new(&name)
    };
    header(request, "content-disposition")
        .and_then(|value| filename_from_disposition(&value))
        .or_else(|| FileName::from_encoded(&header(request, "x-filename")?))
        .or_else(from_query)
}

/// Stores a file that is not known yet. The receipt is written first: whatever dies afterwards, no
/// document is stored that nobody can delete.
async fn receive(
    request: &Request,
    store: &Store,
    incoming: Incoming,
    file: File,
) -> Result<Accepted, HttpError> {
    let File {
        length,
        name,
        hash,
        request_key,
    } = file;
    let request_key = request_key.as_ref();
    let doc_id = new_id(store, hash.as_ref(), request_key).await?;
    let record = ReceiptRecord::default();
    let receipt = give_receipt(store, doc_id.clone(), &record, request_key).await?;
    let key = ObjectKey::Upload(doc_id.clone());
    if request_key.is_some()
        && hash.is_none()
        && let Some(stored) = store.head(&key).await?
    {
        // The same request again: its document's id follows from its key.
        incoming.discard().await;
        if stored.size() == length {
            return Accepted::new(request, &receipt, false);
        }
        let message = "This Idempotency-Key was used for another file.";
        return Err(HttpError::new(422, "key_reused", message));
    }
    let metadata = upload_metadata(name.as_ref(), hash.as_ref());
    if let Err(error) = put_upload(store, incoming, &key, length, metadata, hash.as_ref()).await {
        // A request with a key gets the same receipt when it is sent again; any other receipt is
        // nobody's and would keep the document from being deleted by who sends the bytes again.
        if request_key.is_none() {
            let mut keys = vec![receipt.key().to_string()];
            if hash.is_none() {
                // An id that nobody else has, whatever became of the bytes.
                keys.push(key.to_string());
            }
            store.delete(keys).await?;
        }
        return Err(error);
    }
    if let Some(hash) = hash {
        let pointer = DocumentPointer { doc_id };
        store.put_new_json(&ObjectKey::Hash(hash), &pointer).await?;
    }
    Accepted::new(request, &receipt, false)
}

async fn put_upload(
    store: &Store,
    incoming: Incoming,
    key: &ObjectKey,
    length: u64,
    metadata: HashMap<String, String>,
    hash: Option<&Sha256Digest>,
) -> Result<(), HttpError> {
    let key = key.to_string();
    let stored = incoming
        .into_put(length, |stream| {
            let mut put = store
                .bucket()
                .put(&key, stream)
                .http_metadata(pdf_metadata())
                .custom_metadata(metadata)
                .only_if(create_only());
            if let Some(hash) = hash {
                put = put.sha256(hash.to_raw());
            }
            put.execute()
        })
        .await;
    match stored {
        Ok(Ok(Some(_))) => Ok(()),
        Ok(Ok(None)) => {
            let message = "The same file is being sent at this moment. Please try again.";
            Err(HttpError::new(409, "busy", message))
        }
        Ok(Err(error)) => Err(put_error(&error)),
        Err(error) => {
            // What was stored, if anything, is not what was meant to be sent.
            store.delete(vec![key]).await?;
            Err(error.into())
        }
    }
}

/// A document's id comes from its hash, if the sender gave one, or from the request's key. A deleted
/// document does not come back under its id.
async fn new_id(
    store: &Store,
    hash: Option<&Sha256Digest>,
    request_key: Option<&RequestKey>,
) -> Result<DocId, HttpError> {
    let from_hash = hash.map(DocId::from_document_hash);
    let from_key = request_key.map(RequestKey::doc_id);
    for doc_id in from_hash.into_iter().chain(from_key) {
        if !store.exists(&ObjectKey::Tombstone(doc_id.clone())).await? {
            return Ok(doc_id);
        }
    }
    random().map(DocId::from_random)
}

fn put_error(error: &worker::Error) -> HttpError {
    let cause = error.to_string();
    // R2's error for a checksum that does not fit.
    if cause.contains("10037") || cause.to_ascii_lowercase().contains("checksum") {
        return hash_mismatch().because(cause);
    }
    HttpError::internal(format!("r2: {cause}"))
}

fn hash_mismatch() -> HttpError {
    let message = "The file arrived damaged: its SHA-256 is not the one announced.";
    HttpError::new(400, "hash_mismatch", message)
}

/// Answers bytes that are known already. They are read to their end: only who has the whole file
/// gets a receipt for it, the hash alone opens nothing.
async fn receive_again(
    request: &Request,
    store: &Store,
    incoming: Incoming,
    file: &File,
    doc_id: DocId,
) -> Result<Accepted, HttpError> {
    let digest = Sha256Digest::from_raw(incoming.into_digest().await?);
    if file.hash.as_ref() != Some(&digest) {
        return Err(hash_mismatch());
    }
    let record = ReceiptRecord::default();
    let receipt = give_receipt(store, doc_id, &record, file.request_key.as_ref()).await?;
    Accepted::new(request, &receipt, true)
}
