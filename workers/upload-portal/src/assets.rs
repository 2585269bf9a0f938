//! The pages, and the scripts and styles behind them.
//!
//! Pages are part of the Worker, since they depend on its settings; scripts and styles are static
//! assets. The Worker runs before the assets, so that one place sets every answer's headers.

use vessel_ner_shared::model::{DocumentStatus, StatusState};
use vessel_ner_shared::upload::{HttpError, Receipt};
use worker::{Env, Request, Response};

use crate::answer::Answer;
use crate::config::Config;

const LAYOUT: &str = include_str!("../html/layout.html");
const HOME: &str = include_str!("../html/home.html");
const DOCUMENT: &str = include_str!("../html/document.html");
const STATUS: &str = include_str!("../html/status.html");
const ERROR: &str = include_str!("../html/error.html");
const OPEN_API: &str = include_str!("../openapi.json");

/// Text as HTML, in content and in attributes.
fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut html, character| {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
        html
    })
}

/// Puts text into a template's `{{name}}` places, in one pass: what is put in is never looked at
/// again.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut html = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        html.push_str(before);
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            html.push_str(value);
        }
        rest = after;
    }
    html.push_str(rest);
    html
}

fn laid_out(title: &str, head: &str, main: &str) -> String {
    let title = escape(title);
    fill(LAYOUT, &[("title", &title), ("head", head), ("main", main)])
}

/// The page that takes files.
pub(crate) fn home_page(config: &Config) -> String {
    let megabytes = (config.max_upload_bytes / 1_048_576).to_string();
    let max_bytes = config.max_upload_bytes.to_string();
    let site_key = escape(config.turnstile_site_key.as_deref().unwrap_or_default());
    let main = fill(
        HOME,
        &[
            ("max_megabytes", &megabytes),
            ("max_bytes", &max_bytes),
            ("turnstile_site_key", &site_key),
        ],
    );
    laid_out("Vessel documents", SCRIPT_HEAD, &main)
}

const SCRIPT_HEAD: &str = r#"<script type="module" src="/assets/portal.js"></script>"#;

/// The page that follows and shows one document; its receipt is in the fragment.
pub(crate) fn document_page() -> String {
    laid_out("Document", SCRIPT_HEAD, DOCUMENT)
}

/// The same without a script: the state in words, and files to save.
pub(crate) fn status_page(status: &DocumentStatus, receipt: &Receipt) -> String {
    let name = status.filename.as_deref().unwrap_or("Document");
    let words = match status.state {
        StatusState::Received => "Received. Reading has not begun yet.",
        StatusState::Reading => "The pages are being read.",
        StatusState::Loading => "The pages are read; the vessels are being recorded.",
        StatusState::Done => "Done: every page was read.",
        StatusState::PartlyDone => "Finished, but not every page could be read.",
        StatusState::Failed => "This document could not be read.",
    };
    let pages = status.page_count.map_or_else(String::new, |count| {
        format!(
            "{} of {count} pages read, {} entities found.",
            status.pages_read, status.entities
        )
    });
    let reason = [status.waiting.as_deref(), status.reason.as_deref()];
    let reason = reason.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let refresh = if status.state.is_final() {
        ""
    } else {
        r#"<noscript><meta http-equiv="refresh" content="5"></noscript>"#
    };
    let main = fill(
        STATUS,
        &[
            ("name", &escape(name)),
            ("words", words),
            ("pages", &pages),
            ("reason", &escape(&reason)),
            ("receipt", &receipt.to_string()),
        ],
    );
    laid_out(name, &format!("{SCRIPT_HEAD}{refresh}"), &main)
}

/// What a person sees whose request was refused.
pub(crate) fn error_page(error: &HttpError) -> String {
    let main = fill(ERROR, &[("message", &escape(&error.external))]);
    laid_out("Not possible", "", &main)
}

/// The description of the interface.
pub(crate) fn open_api() -> Answer {
    let mut response = Response::ok(OPEN_API).map_err(HttpError::internal)?;
    response
        .headers_mut()
        .set("content-type", "application/json")
        .map_err(HttpError::internal)?;
    Ok(response)
}

/// A script, style or sample from the static assets.
pub(crate) async fn file(request: &Request, env: &Env) -> Answer {
    let assets = env.assets("ASSETS").map_err(HttpError::internal)?;
    let found = request.clone().map_err(HttpError::internal)?;
    let response = assets
        .fetch_request(found)
        .await
        .map_err(HttpError::internal)?;
    match response.status_code() {
        200 | 304 => {
            let headers = worker::Headers::new();
            for (name, value) in response.headers().entries() {
                headers.append(&name, &value).map_err(HttpError::internal)?;
            }
            Ok(response.with_headers(headers))
        }
        _ => Err(HttpError::not_found()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_into_a_page_is_not_looked_at_again() {
        let html = fill(
            "<p>{{a}}</p>{{b}}{{unknown}}",
            &[("a", "{{b}}"), ("b", "x")],
        );
        assert_eq!(html, "<p>{{b}}</p>x");
    }

    #[test]
    fn names_and_reasons_stay_text() {
        let html = error_page(&HttpError::bad_request("<script>\"'&"));
        assert!(html.contains("&lt;script&gt;&quot;&#39;&amp;"));
        assert!(!html.contains("<script>\""));
    }
}
