//! Documents as their receipts open them, and the answer to an upload.

use serde::{Deserialize, Serialize};
use vessel_ner_shared::ids::{DocId, Sha256Digest};
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::upload::{HttpError, Receipt, RequestKey};
use vessel_ner_worker_support::Store;
use worker::Request;

use crate::store;
use crate::upload::header;

/// `hashes/{sha256}.json` and `aliases/{doc}.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DocumentPointer {
    pub doc_id: DocId,
}

/// `receipts/{doc}/{hash of token}.json`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct ReceiptRecord {
    /// Size in bytes of a file that is sent in parts under this receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_upload_bytes: Option<u64>,
    /// The upload that this receipt was given for, where it turned out to be a copy of this document:
    /// the OCR processor writes this record, which counts while that upload has its receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<DocId>,
}

/// The answer to an upload.
#[derive(Debug, Serialize)]
pub(crate) struct Accepted {
    pub doc_id: DocId,
    /// Opens the document; whoever has it may read and delete it.
    pub receipt: String,
    /// The document's state as JSON; also where it is deleted.
    pub status_url: String,
    /// The page for people. The receipt stands in the fragment, which no server sees.
    pub page_url: String,
    /// Whether the same bytes had been received before.
    pub duplicate: bool,
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], HttpError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| HttpError::internal(format!("getrandom: {error}")))?;
    Ok(bytes)
}

fn origin(request: &Request) -> Result<String, HttpError> {
    let url = request.url().map_err(HttpError::internal)?;
    Ok(url.origin().ascii_serialization())
}

impl Accepted {
    pub(crate) fn new(
        request: &Request,
        receipt: &Receipt,
        duplicate: bool,
    ) -> Result<Self, HttpError> {
        let origin = origin(request)?;
        Ok(Self {
            doc_id: receipt.doc_id().clone(),
            receipt: receipt.to_string(),
            status_url: format!("{origin}/documents/{receipt}"),
            page_url: format!("{origin}/d#{receipt}"),
            duplicate,
        })
    }
}

/// The key that a request is called by, if it has one.
pub(crate) fn request_key(request: &Request) -> Result<Option<RequestKey>, HttpError> {
    header(request, "idempotency-key")
        .map(|value| RequestKey::new(&value))
        .transpose()
}

/// Gives out a receipt for a document: the same one to the same request.
pub(crate) async fn give_receipt(
    store: &Store,
    doc_id: DocId,
    record: &ReceiptRecord,
    request_key: Option<&RequestKey>,
) -> Result<Receipt, HttpError> {
    let receipt = match request_key {
        Some(key) => key.receipt(doc_id),
        None => Receipt::new(doc_id, random()?),
    };
    store.put_new_json(&receipt.key(), record).await?;
    Ok(receipt)
}

/// The document that has these bytes, if it is still there.
pub(crate) async fn find_by_hash(
    store: &Store,
    hash: &Sha256Digest,
) -> Result<Option<DocId>, HttpError> {
    let key = ObjectKey::Hash(hash.clone());
    let Some(pointer) = store::json::<DocumentPointer>(store, &key).await? else {
        return find_unpointed(store, hash).await;
    };
    let doc_id = pointer.doc_id;
    let is_there = store.exists(&ObjectKey::Upload(doc_id.clone())).await?
        && !store.exists(&ObjectKey::Tombstone(doc_id.clone())).await?;
    Ok(is_there.then_some(doc_id))
}

/// The document that was stored under this hash by a request that died before it said so.
async fn find_unpointed(store: &Store, hash: &Sha256Digest) -> Result<Option<DocId>, HttpError> {
    let doc_id = DocId::from_document_hash(hash);
    let Some(upload) = store.head(&ObjectKey::Upload(doc_id.clone())).await? else {
        return Ok(None);
    };
    let metadata = upload.custom_metadata().map_err(HttpError::internal)?;
    // R2 has compared the bytes with a hash that it stored with them.
    let is_verified = metadata
        .get("sha256")
        .is_some_and(|sha256| *sha256 == hash.to_string());
    if !is_verified || store.exists(&ObjectKey::Tombstone(doc_id.clone())).await? {
        return Ok(None);
    }
    let pointer = DocumentPointer {
        doc_id: doc_id.clone(),
    };
    let key = ObjectKey::Hash(hash.clone());
    store.put_new_json(&key, &pointer).await?;
    Ok(Some(doc_id))
}

/// A receipt that was found to be good.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub receipt: Receipt,
    /// The document it opens: another than the receipt names if that one had the same bytes.
    pub doc_id: DocId,
}

/// The receipt of a request: the whole of it in the path, or the document's id in the path and the
/// receipt as bearer token.
pub(crate) fn receipt_of(request: &Request, name: &str) -> Result<Receipt, HttpError> {
    if name.contains('.') {
        return name.parse();
    }
    let header = request.headers().get("authorization").ok().flatten();
    let receipt: Receipt = header
        .as_deref()
        .and_then(|header| header.strip_prefix("Bearer "))
        .ok_or_else(HttpError::not_found)?
        .parse()?;
    if receipt.doc_id().as_str() == name {
        Ok(receipt)
    } else {
        Err(HttpError::not_found())
    }
}

/// Finds the document that a receipt opens; says the same whether receipt or document are unknown.
pub(crate) async fn open(store: &Store, receipt: Receipt) -> Result<Opened, HttpError> {
    if !store.exists(&receipt.key()).await? {
        return Err(HttpError::not_found());
    }
    let own = receipt.doc_id().clone();
    let alias = store::json::<DocumentPointer>(store, &ObjectKey::Alias(own.clone())).await?;
    let doc_id = match alias {
        // A copy outlives its original: it is about to be read itself.
        Some(DocumentPointer { doc_id })
            if !store.exists(&ObjectKey::Tombstone(doc_id.clone())).await? =>
        {
            doc_id
        }
        _ => own,
    };
    Ok(Opened { receipt, doc_id })
}

/// As [`open`], and the document was neither deleted nor is it still being sent.
pub(crate) async fn open_present(store: &Store, receipt: Receipt) -> Result<Opened, HttpError> {
    let opened = open(store, receipt).await?;
    let tombstone = ObjectKey::Tombstone(opened.doc_id.clone());
    if store.exists(&tombstone).await? {
        return Err(HttpError::not_found());
    }
    Ok(opened)
}
