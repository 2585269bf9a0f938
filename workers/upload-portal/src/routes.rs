//! Which request is answered by what.

use serde_json::json;
use vessel_ner_shared::upload::HttpError;
use vessel_ner_worker_support::Store;
use worker::{Env, Method, Request};

use crate::answer::{self, Answer, json_response, page};
use crate::config::Config;
use crate::documents::{open, open_present, receipt_of};
use crate::{assets, delete, images, parts, results, status, upload};

fn method_not_allowed(allowed: &'static str) -> HttpError {
    let message = format!("Here only {allowed} is understood.");
    // The header `Allow` is made of the internal message.
    HttpError::new(405, "method_not_allowed", message).because(allowed)
}

/// Answers a request.
pub(crate) async fn answer(request: &Request, env: &Env, config: &Config) -> Answer {
    let path = request.path();
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let method = match request.method() {
        Method::Head => Method::Get,
        method => method,
    };
    match (method, parts.as_slice()) {
        (Method::Get, [""]) => page(200, &assets::home_page(config)),
        (Method::Get, ["d"]) => page(200, &assets::document_page()),
        (Method::Get, ["assets", ..]) => assets::file(request, env).await,
        (Method::Get, ["config.json"]) => json_response(
            200,
            &json!({
                "max_upload_bytes": config.max_upload_bytes,
                "turnstile_site_key": config.turnstile_site_key,
            }),
        ),
        (Method::Get, ["openapi.json"]) => assets::open_api(),
        (Method::Post, ["upload"]) => upload::post(request, env, config).await,
        (Method::Post, ["uploads"]) => parts::begin(request, env, config).await,
        (Method::Put, ["uploads", doc_id, "parts", number]) => {
            parts::put_part(request, env, doc_id, number).await
        }
        (Method::Post, ["uploads", doc_id, "complete"]) => {
            parts::complete(request, env, doc_id).await
        }
        (Method::Delete, ["uploads", doc_id]) => parts::abort(request, env, doc_id).await,
        (Method::Delete, ["documents", receipt]) => {
            let store = Store::new(env)?;
            let opened = open(&store, receipt_of(request, receipt)?).await?;
            delete::delete(&store, env, &opened).await
        }
        (Method::Get, ["documents", receipt, rest @ ..]) => {
            let store = Store::new(env)?;
            let opened = open_present(&store, receipt_of(request, receipt)?).await?;
            let doc_id = &opened.doc_id;
            match rest {
                [] => {
                    let status = status::read(&store, doc_id).await?;
                    if answer::wants_html(request) {
                        page(200, &assets::status_page(&status, &opened.receipt))
                    } else {
                        json_response(200, &status)
                    }
                }
                ["pages", name] => match page_number(name) {
                    Some((number, false)) => results::page(env, doc_id, number).await,
                    Some((number, true)) => images::page_image(env, config, doc_id, number).await,
                    None => Err(HttpError::not_found()),
                },
                ["doubts.json"] => results::doubts(env, doc_id).await,
                ["text.md"] => results::text(env, doc_id).await,
                [name] => match name.strip_prefix("entities.") {
                    Some(format) => results::entities(env, doc_id, format).await,
                    None => Err(HttpError::not_found()),
                },
                _ => Err(HttpError::not_found()),
            }
        }
        (_, ["upload" | "uploads"] | ["uploads", _, "complete"]) => Err(method_not_allowed("POST")),
        (_, ["uploads", _, "parts", _]) => Err(method_not_allowed("PUT")),
        (_, ["uploads", _]) => Err(method_not_allowed("DELETE")),
        (_, ["documents", _]) => Err(method_not_allowed("GET, DELETE")),
        (_, ["" | "d" | "config.json" | "openapi.json"] | ["documents" | "assets", ..]) => {
            Err(method_not_allowed("GET"))
        }
        _ => Err(HttpError::not_found()),
    }
}

/// A page's number, and whether its image is wanted: `3` or `3.png`.
fn page_number(name: &str) -> Option<(u32, bool)> {
    let (number, is_image) = match name.strip_suffix(".png") {
        Some(number) => (number, true),
        None => (name, false),
    };
    let number = number.parse().ok().filter(|number| *number >= 1)?;
    Some((number, is_image))
}
