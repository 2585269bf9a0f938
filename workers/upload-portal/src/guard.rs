//! Who may send something: the rate limit and Turnstile. Both are off where they are not configured.

use js_sys::Reflect;
use serde::Deserialize;
use vessel_ner_shared::upload::HttpError;
use wasm_bindgen::{JsCast, JsValue};
use worker::{Env, Fetch, Headers, Method, RateLimiter, Request, RequestInit};

use crate::config::Config;

/// Longest token that Turnstile gives out, in characters.
const MAX_TOKEN_LENGTH: usize = 2_048;
/// The action that the page names when it asks for a token.
pub(crate) const TURNSTILE_ACTION: &str = "upload";

/// Counts the request against the sender's address. The address is the one that Cloudflare saw:
/// other headers can be forged.
pub(crate) async fn limit_rate(request: &Request, env: &Env) -> Result<(), HttpError> {
    let binding = Reflect::get(env, &"UPLOAD_RATE_LIMIT".into()).unwrap_or(JsValue::UNDEFINED);
    if binding.is_undefined() || binding.is_null() {
        return Ok(());
    }
    let limiter: RateLimiter = binding.unchecked_into();
    // There is none on a machine of one's own; Cloudflare always sets it.
    let Some(address) = header(request, "cf-connecting-ip") else {
        return Ok(());
    };
    let outcome = limiter.limit(address).await.map_err(HttpError::internal)?;
    if outcome.success {
        Ok(())
    } else {
        let message = "Too many uploads from your address. Please wait a minute.";
        Err(HttpError::new(429, "too_many_requests", message))
    }
}

fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten()
}

/// The token that a request carries in a header.
pub(crate) fn turnstile_token(request: &Request) -> Option<String> {
    header(request, "x-turnstile-token")
}

#[derive(Deserialize)]
struct Verdict {
    success: bool,
    #[serde(default)]
    action: Option<String>,
    #[serde(default, rename = "error-codes")]
    error_codes: Vec<String>,
}

/// Asks Turnstile about a token; refuses when it cannot be asked.
pub(crate) async fn check_turnstile(
    request: &Request,
    config: &Config,
    token: Option<&str>,
) -> Result<(), HttpError> {
    if !config.asks_turnstile() {
        return Ok(());
    }
    let refused = || {
        let message = "Please show that you are a person: the check beside the upload was not \
                       passed or has expired.";
        HttpError::new(403, "turnstile", message)
    };
    let token = token.filter(|token| !token.is_empty() && token.len() <= MAX_TOKEN_LENGTH);
    let (Some(token), Some(secret)) = (token, &config.turnstile_secret_key) else {
        return Err(refused().because("turnstile: no token, or no secret key"));
    };
    let question = serde_json::json!({
        "secret": secret,
        "response": token,
        "remoteip": header(request, "cf-connecting-ip"),
    });
    let verdict = ask(&config.turnstile_verify_url, &question.to_string())
        .await
        .map_err(|error| refused().because(format!("turnstile: {error}")))?;
    // The dummy keys answer with an action of their own or none.
    let is_ours = verdict
        .action
        .as_deref()
        .is_none_or(|action| matches!(action, "" | "test" | TURNSTILE_ACTION));
    if verdict.success && is_ours {
        Ok(())
    } else {
        let codes = verdict.error_codes.join(", ");
        Err(refused().because(format!("turnstile: {codes}")))
    }
}

async fn ask(address: &str, question: &str) -> worker::Result<Verdict> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_body(Some(question.into()));
    let request = Request::new_with_init(address, &init)?;
    Fetch::Request(request).send().await?.json().await
}
