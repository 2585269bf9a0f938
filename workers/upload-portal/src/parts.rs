//! A PDF in parts of equal size, so that a lost connection costs one part and not the file.
//!
//! The receipt is given out at the beginning and authorises every further call. Which parts are
//! stored is known to the page that sends them: R2 has no list of parts for Workers.

use serde::{Deserialize, Serialize};
use serde_json::json;
use vessel_ner_shared::ids::{DocId, Sha256Digest};
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::upload::{FileName, HttpError, Receipt};
use vessel_ner_worker_support::{Store, log};
use worker::{Bucket, Env, MultipartUpload, Object, Request, Response, ResponseBody, UploadedPart};

use crate::answer::{Answer, json_response};
use crate::body::{self, Incoming};
use crate::config::Config;
use crate::documents::{
    Accepted, ReceiptRecord, find_by_hash, give_receipt, random, receipt_of, request_key,
};
use crate::guard;
use crate::store;
use crate::upload::{content_length, header, pdf_metadata, upload_metadata};

/// Size of every part but the last: R2's smallest.
const PART_BYTES: u64 = 5 * 1024 * 1024;
/// Largest JSON body that is read.
const MAX_JSON_BYTES: u64 = 64 * 1024;
/// What stands before a file's bytes in the hash that proves that the sender has them. Nobody can
/// compute it from the file's SHA-256.
const POSSESSION_PREFIX: &[u8; 64] =
    b"vessel-ner: whoever computed this hash holds the whole file.    ";

#[derive(Deserialize)]
struct Begin {
    filename: Option<String>,
    size_bytes: u64,
    /// SHA-256 of the bytes.
    sha256: Option<Sha256Digest>,
    /// SHA-256 of [`POSSESSION_PREFIX`] and the bytes.
    possession_sha256: Option<Sha256Digest>,
}

#[derive(Serialize)]
struct Begun {
    doc_id: DocId,
    receipt: String,
    upload_id: String,
    part_bytes: u64,
    part_count: u64,
}

#[derive(Serialize, Deserialize)]
struct Part {
    part_number: u16,
    etag: String,
}

#[derive(Deserialize)]
struct Complete {
    parts: Vec<Part>,
}

async fn body_json<T: serde::de::DeserializeOwned>(request: &Request) -> Result<T, HttpError> {
    if content_length(request)? > MAX_JSON_BYTES {
        return Err(HttpError::bad_request("The request is too long."));
    }
    let mut request = request.clone().map_err(HttpError::internal)?;
    let text = request.text().await.map_err(HttpError::internal)?;
    serde_json::from_str(&text).map_err(|error| {
        HttpError::bad_request("The request's JSON is not as it should be.").because(error)
    })
}

/// `POST /uploads`: begins an upload, or answers at once if the sender proves to hold bytes that
/// are known.
pub(crate) async fn begin(request: &Request, env: &Env, config: &Config) -> Answer {
    guard::limit_rate(request, env).await?;
    let token = guard::turnstile_token(request);
    guard::check_turnstile(request, config, token.as_deref()).await?;
    let wanted: Begin = body_json(request).await?;
    if wanted.size_bytes == 0 {
        return Err(HttpError::empty());
    }
    if wanted.size_bytes > config.max_upload_bytes {
        return Err(HttpError::too_large(config.max_upload_bytes));
    }
    let request_key = request_key(request)?;
    let store = Store::new(env)?;
    if let Some(doc_id) = find_possessed(&store, &wanted).await? {
        let receipt = give_receipt(
            &store,
            doc_id,
            &ReceiptRecord::default(),
            request_key.as_ref(),
        )
        .await?;
        return json_response(202, &Accepted::new(request, &receipt, true)?);
    }

    let filename = wanted.filename.as_deref().and_then(FileName::new);
    let doc_id = DocId::from_random(random()?);
    let upload = store
        .bucket()
        .create_multipart_upload(ObjectKey::Upload(doc_id.clone()).to_string())
        .http_metadata(pdf_metadata())
        .custom_metadata(upload_metadata(filename.as_ref(), None))
        .execute()
        .await
        .map_err(HttpError::internal)?;
    let record = ReceiptRecord {
        part_upload_bytes: Some(wanted.size_bytes),
        copy: None,
    };
    let receipt = give_receipt(&store, doc_id.clone(), &record, request_key.as_ref()).await?;
    let begun = Begun {
        doc_id,
        receipt: receipt.to_string(),
        upload_id: upload.upload_id().await,
        part_bytes: PART_BYTES,
        part_count: wanted.size_bytes.div_ceil(PART_BYTES),
    };
    json_response(201, &begun)
}

/// The document with the announced bytes, if the sender has them too.
async fn find_possessed(store: &Store, wanted: &Begin) -> Result<Option<DocId>, HttpError> {
    let (Some(hash), Some(proof)) = (&wanted.sha256, &wanted.possession_sha256) else {
        return Ok(None);
    };
    let Some(doc_id) = find_by_hash(store, hash).await? else {
        return Ok(None);
    };
    let key = ObjectKey::Upload(doc_id.clone()).to_string();
    let object = store.bucket().get(key).execute().await;
    let object = object.map_err(HttpError::internal)?;
    let stream =
        object
            .as_ref()
            .and_then(Object::body)
            .and_then(|body| match body.response_body() {
                Ok(ResponseBody::Stream(stream)) => Some(stream),
                _ => None,
            });
    let Some(stream) = stream else {
        return Ok(None);
    };
    let digest = body::digest_with_prefix(POSSESSION_PREFIX, &stream).await?;
    Ok((Sha256Digest::from_raw(digest) == *proof).then_some(doc_id))
}

/// An upload in parts that the request may go on with.
struct Session {
    receipt: Receipt,
    size_bytes: u64,
}

impl Session {
    async fn open(store: &Store, request: &Request, doc_id: &str) -> Result<Self, HttpError> {
        let receipt = receipt_of(request, doc_id)?;
        let record: ReceiptRecord = store::json(store, &receipt.key())
            .await?
            .ok_or_else(HttpError::not_found)?;
        let size_bytes = record.part_upload_bytes.ok_or_else(HttpError::not_found)?;
        Ok(Self {
            receipt,
            size_bytes,
        })
    }

    fn upload(&self, bucket: &Bucket, request: &Request) -> Result<MultipartUpload, HttpError> {
        let upload_id = header(request, "x-upload-id")
            .filter(|id| !id.is_empty())
            .ok_or_else(|| HttpError::bad_request("Header X-Upload-Id is missing."))?;
        let key = ObjectKey::Upload(self.receipt.doc_id().clone()).to_string();
        bucket
            .resume_multipart_upload(key, upload_id)
            .map_err(HttpError::internal)
    }

    fn part_count(&self) -> u64 {
        self.size_bytes.div_ceil(PART_BYTES)
    }

    /// Length of a part, from 1; `None` if the file has no such part.
    fn part_length(&self, number: u16) -> Option<u64> {
        let before = u64::from(number).checked_sub(1)?.checked_mul(PART_BYTES)?;
        let rest = self.size_bytes.checked_sub(before)?;
        (rest > 0).then(|| rest.min(PART_BYTES))
    }
}

/// An upload that R2 does not know any more: finished, given up or a week old.
fn upload_gone(cause: &worker::Error) -> HttpError {
    let message = "This upload cannot be continued. Please begin it again.";
    HttpError::new(410, "upload_gone", message).because(cause)
}

fn part_error(error: &worker::Error) -> HttpError {
    let cause = error.to_string();
    if cause.contains("10024") || cause.contains("10025") || cause.contains("does not exist") {
        return upload_gone(error);
    }
    HttpError::internal(format!("r2: {cause}"))
}

/// `PUT /uploads/{doc}/parts/{n}`.
pub(crate) async fn put_part(request: &Request, env: &Env, doc_id: &str, number: &str) -> Answer {
    let store = Store::new(env)?;
    let session = Session::open(&store, request, doc_id).await?;
    let expected = number
        .parse()
        .ok()
        .and_then(|number| Some((number, session.part_length(number)?)));
    let Some((number, length)) = expected else {
        return Err(HttpError::bad_request("The file has no such part."));
    };
    if content_length(request)? != length {
        let message = format!("Part {number} of this file has {length} bytes.");
        return Err(HttpError::bad_request(message));
    }
    let upload = session.upload(store.bucket(), request)?;
    let mut incoming = Incoming::new(request)?;
    if number == 1
        && let Err(error) = incoming.check_signature(length).await
    {
        incoming.discard().await;
        return Err(error);
    }
    let part = incoming
        .into_put(length, async |stream| {
            upload.upload_part(number, stream).await.map(Some)
        })
        .await?
        .map_err(|error| part_error(&error))?
        .ok_or_else(|| HttpError::internal("r2: part was not stored"))?;
    json_response(
        200,
        &Part {
            part_number: number,
            etag: part.etag(),
        },
    )
}

/// `POST /uploads/{doc}/complete`. Asked again after a lost answer, it gives the same one.
pub(crate) async fn complete(request: &Request, env: &Env, doc_id: &str) -> Answer {
    let store = Store::new(env)?;
    let session = Session::open(&store, request, doc_id).await?;
    let accepted = Accepted::new(request, &session.receipt, false)?;
    let key = ObjectKey::Upload(session.receipt.doc_id().clone());
    if store.exists(&key).await? {
        return json_response(202, &accepted);
    }
    let upload = session.upload(store.bucket(), request)?;
    let Complete { mut parts } = body_json(request).await?;
    parts.sort_by_key(|part| part.part_number);
    let numbers_are_whole = parts.len() as u64 == session.part_count()
        && parts
            .iter()
            .zip(1..)
            .all(|(part, number)| part.part_number == number);
    if !numbers_are_whole {
        return Err(HttpError::bad_request(
            "Some parts of the file are missing.",
        ));
    }
    let parts = parts
        .into_iter()
        .map(|part| UploadedPart::new(part.part_number, part.etag));
    upload
        .complete(parts)
        .await
        .map_err(|error| part_error(&error))?;
    log::info(
        "upload_received",
        json!({ "doc_id": accepted.doc_id, "parts": session.part_count() }),
    );
    json_response(202, &accepted)
}

/// `DELETE /uploads/{doc}`: gives an unfinished upload up.
pub(crate) async fn abort(request: &Request, env: &Env, doc_id: &str) -> Answer {
    let store = Store::new(env)?;
    let session = Session::open(&store, request, doc_id).await?;
    if store
        .exists(&ObjectKey::Upload(session.receipt.doc_id().clone()))
        .await?
    {
        let message = "The upload is complete. Delete the document instead.";
        return Err(HttpError::new(409, "complete", message));
    }
    let upload = session.upload(store.bucket(), request)?;
    upload.abort().await.map_err(|error| part_error(&error))?;
    store
        .delete(vec![session.receipt.key().to_string()])
        .await?;
    Response::empty()
        .map(|response| response.with_status(204))
        .map_err(HttpError::internal)
}
