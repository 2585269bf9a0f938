//! The bucket, as the portal uses it: small JSON objects through the Workers' shared [`Store`],
//! files as streams through the binding itself.

use serde::de::DeserializeOwned;
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::upload::HttpError;
use vessel_ner_worker_support::{Listed, Store};

/// Objects that one list may hold; a document of 2,000 pages has far fewer.
const MAX_LISTED: usize = 5_000;

/// The object's JSON, if it exists.
pub(crate) async fn json<T: DeserializeOwned>(
    store: &Store,
    key: &ObjectKey,
) -> Result<Option<T>, HttpError> {
    Ok(store.get_json(key).await?.map(|(value, _)| value))
}

/// Everything below a prefix.
pub(crate) async fn list(store: &Store, prefix: &str) -> Result<Vec<Listed>, HttpError> {
    Ok(store.list(prefix, None, MAX_LISTED).await?)
}

/// The keys of everything below a prefix.
pub(crate) async fn keys(store: &Store, prefix: &str) -> Result<Vec<String>, HttpError> {
    let listed = list(store, prefix).await?;
    Ok(listed.into_iter().map(|object| object.key).collect())
}
