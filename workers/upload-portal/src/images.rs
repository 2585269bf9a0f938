//! Page images: drawn when somebody looks, kept in the data centre's cache for a while, never
//! stored.

use std::cell::Cell;

use vessel_ner_shared::ids::DocId;
use vessel_ner_shared::keys::ObjectKey;
use vessel_ner_shared::ocr::ladder::View;
use vessel_ner_shared::ocr::profile::ModelProfile;
use vessel_ner_shared::render::PdfDocument;
use vessel_ner_shared::upload::HttpError;
use vessel_ner_worker_support::Store;
use worker::{Cache, Env, Headers, Response};

use crate::answer::Answer;
use crate::config::Config;
use crate::status::newest_plan;

/// Seconds that a drawn page is kept.
const CACHE_SECONDS: u32 = 3_600;
/// Bytes of PDFs that are open at the same time. All requests of an isolate share 128 MB, and
/// drawing takes as much again.
const MAX_OPEN_BYTES: u64 = 64 * 1024 * 1024;

thread_local! {
    static OPEN_BYTES: Cell<u64> = const { Cell::new(0) };
}

/// A share of the memory for open PDFs, given back when dropped.
struct OpenShare(u64);

impl OpenShare {
    fn take(bytes: u64) -> Result<Self, HttpError> {
        OPEN_BYTES.with(|open| {
            let wanted = open.get().saturating_add(bytes);
            // A single file is always drawn, whatever the limit for uploads is.
            if open.get() > 0 && wanted > MAX_OPEN_BYTES {
                let message = "Many pages are being drawn at this moment. Please try again.";
                return Err(HttpError::new(503, "busy", message));
            }
            open.set(wanted);
            Ok(Self(bytes))
        })
    }
}

impl Drop for OpenShare {
    fn drop(&mut self) {
        OPEN_BYTES.with(|open| open.set(open.get().saturating_sub(self.0)));
    }
}

/// The address under which the cache knows a page. It is no address that anybody can ask for, and
/// it is looked up only after the receipt was checked.
fn cache_key(doc_id: &DocId, page_number: u32) -> String {
    format!("https://page-images.invalid/{doc_id}/{page_number}.png")
}

/// `GET /documents/{receipt}/pages/{n}.png`.
pub(crate) async fn page_image(
    env: &Env,
    config: &Config,
    doc_id: &DocId,
    page_number: u32,
) -> Answer {
    let cache = Cache::default();
    let key = cache_key(doc_id, page_number);
    if let Ok(Some(cached)) = cache.get(&key, false).await {
        return with_private_headers(cached);
    }
    let png = draw(env, config, doc_id, page_number).await?;
    let mut kept = Response::from_bytes(png).map_err(HttpError::internal)?;
    let headers = Headers::new();
    headers
        .set("content-type", "image/png")
        .and_then(|()| headers.set("cache-control", &format!("max-age={CACHE_SECONDS}")))
        .map_err(HttpError::internal)?;
    kept = kept.with_headers(headers);
    let answer = kept.cloned().map_err(HttpError::internal)?;
    // An image that could not be kept is drawn again.
    let _ = cache.put(&key, kept).await;
    with_private_headers(answer)
}

/// What the cache may keep, nobody else should.
fn with_private_headers(response: Response) -> Answer {
    let headers = Headers::new();
    headers
        .set("content-type", "image/png")
        .and_then(|()| headers.set("cache-control", "private, no-store"))
        .map_err(HttpError::internal)?;
    Ok(response.with_headers(headers))
}

async fn draw(
    env: &Env,
    config: &Config,
    doc_id: &DocId,
    page_number: u32,
) -> Result<Vec<u8>, HttpError> {
    let store = Store::new(env)?;
    let key = ObjectKey::Upload(doc_id.clone());
    let size = store
        .head(&key)
        .await?
        .ok_or_else(HttpError::not_found)?
        .size();
    let share = OpenShare::take(size)?;
    let max_bytes = config.max_upload_bytes.max(size);
    let object = store
        .get(&key, None, max_bytes)
        .await?
        .ok_or_else(HttpError::not_found)?;
    let model = newest_plan(&store, doc_id)
        .await?
        .map(|plan| plan.settings.model)
        .unwrap_or_default();
    let not_drawn = |error: vessel_ner_shared::error::PipelineError| {
        HttpError::new(404, "not_drawn", error.external.clone()).because(error)
    };
    let document = PdfDocument::open(object.bytes, u32::MAX).map_err(not_drawn)?;
    if page_number > document.page_count() {
        return Err(HttpError::not_found());
    }
    let mut renderer = document.renderer(ModelProfile::of(&model));
    let page = renderer
        .render(page_number, View::Whole)
        .map_err(not_drawn)?;
    drop(share);
    page.images
        .into_iter()
        .next()
        .map(|image| image.png)
        .ok_or_else(|| HttpError::new(404, "blank", "Nothing is printed on this page."))
}
