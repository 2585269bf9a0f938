//! Answers: JSON, pages, errors, and the headers that every one of them carries.

use serde::Serialize;
use serde_json::json;
use vessel_ner_shared::upload::HttpError;
use vessel_ner_worker_support::log;
use worker::{Headers, Request, Response, Result};

use crate::config::Config;

/// What a handler returns.
pub(crate) type Answer = std::result::Result<Response, HttpError>;

const TURNSTILE_ORIGIN: &str = "https://challenges.cloudflare.com";

/// Whether whoever asks wants a page rather than JSON.
pub(crate) fn wants_html(request: &Request) -> bool {
    let accept = request.headers().get("accept").ok().flatten();
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Logs a failed request with its internal cause. The address appears with its ids masked, since
/// it may hold a receipt.
pub(crate) fn log_error(request: &Request, error: &HttpError) {
    let place = request
        .path()
        .split('/')
        .map(|part| if part.len() > 20 { "…" } else { part })
        .collect::<Vec<_>>()
        .join("/");
    let fields = json!({
        "method": request.method().to_string(), "path": place, "status": error.status,
        "code": error.code, "cause": error.internal,
    });
    if error.status >= 500 {
        log::error("request_failed", fields);
    } else {
        log::info("request_refused", fields);
    }
}

fn internal(error: worker::Error) -> HttpError {
    HttpError::internal(error)
}

/// A JSON answer.
pub(crate) fn json_response(status: u16, value: &impl Serialize) -> Answer {
    Response::from_json(value)
        .map(|response| response.with_status(status))
        .map_err(internal)
}

/// A page.
pub(crate) fn page(status: u16, html: &str) -> Answer {
    Response::from_html(html)
        .map(|response| response.with_status(status))
        .map_err(internal)
}

/// Bytes to be saved under a name of our own making.
pub(crate) fn download(bytes: Vec<u8>, content_type: &str, filename: &str) -> Answer {
    let mut response = Response::from_bytes(bytes).map_err(internal)?;
    let headers = response.headers_mut();
    let disposition = format!("attachment; filename=\"{filename}\"");
    headers
        .set("content-type", content_type)
        .and_then(|()| headers.set("content-disposition", &disposition))
        .map_err(internal)?;
    Ok(response)
}

/// See Other.
pub(crate) fn redirect(location: &str) -> Answer {
    let headers = Headers::new();
    headers.set("location", location).map_err(internal)?;
    Response::empty()
        .map(|response| response.with_status(303).with_headers(headers))
        .map_err(internal)
}

/// The answer to a refused request, for people or for programs.
pub(crate) fn error_response(error: &HttpError, wants_html: bool) -> Result<Response> {
    let mut response = if wants_html {
        Response::from_html(crate::assets::error_page(error))?
    } else {
        Response::from_json(&error.to_json())?
    }
    .with_status(error.status);
    match error.status {
        405 => response.headers_mut().set("allow", &error.internal)?,
        429 => response.headers_mut().set("retry-after", "60")?,
        _ => {}
    }
    Ok(response)
}

/// The headers of every answer: nothing foreign is run, framed, sniffed or told where it came from.
pub(crate) fn secured(response: Response, config: &Config) -> Result<Response> {
    let headers = response.headers().clone();
    headers.set("content-security-policy", &content_security_policy(config))?;
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=()",
        ),
        ("strict-transport-security", "max-age=31536000"),
        ("x-robots-tag", "noindex"),
    ] {
        headers.set(name, value)?;
    }
    if !headers.has("cache-control")? {
        headers.set("cache-control", "no-store")?;
    }
    Ok(response.with_headers(headers))
}

fn content_security_policy(config: &Config) -> String {
    let (script, frame) = if config.asks_turnstile() {
        (format!("'self' {TURNSTILE_ORIGIN}"), TURNSTILE_ORIGIN)
    } else {
        ("'self'".to_owned(), "'none'")
    };
    format!(
        "default-src 'none'; script-src {script}; frame-src {frame}; style-src 'self'; \
         img-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}
