/*!
One request to the OCR server: sent, streamed, watched while it streams, and its failures told apart
by what can be done about them.
*/

use std::cell::Cell;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt;
use futures::future::{Either, select};
use vessel_ner_shared::error::{FailureCategory, PipelineError};
use vessel_ner_shared::ocr::ladder::Step;
use vessel_ner_shared::ocr::reading::PartAnswer;
use vessel_ner_shared::ocr::repetition::RepetitionDetector;
use vessel_ner_shared::ocr::request::chat_request;
use vessel_ner_shared::ocr::stream::{AnswerEvent, EventDecoder, RawAnswer, error_of};
use vessel_ner_shared::render::PageImage;
use wasm_bindgen::JsValue;
use worker::{Fetch, Request, Response};

use crate::config::OcrServer;
use crate::time::{now_ms, sleep_ms};

/// Bytes of an answer's body that are kept for the log or looked at for its kind.
const MAX_ERROR_BYTES: usize = 4_096;

/// Most bytes of an answer that was not streamed though it was asked to be.
const MAX_BODY_BYTES: usize = 8 << 20;

/// How a request ended.
pub(crate) enum Exchange {
    /// The server answered, well or badly.
    Answered(PartAnswer),
    /// The server is busy, away or broke off; the same request can succeed later.
    Busy(Busy),
    /// The server refuses this page's request as it is.
    Refused(PipelineError),
    /// Nothing can be asked of this server as it is set up: every page would fail the same way.
    Misconfigured(PipelineError),
}

/// A failure that time can heal.
pub(crate) struct Busy {
    /// What happened.
    pub(crate) error: PipelineError,
    /// The server asked to be left alone for so long.
    pub(crate) retry_after_ms: Option<i64>,
    /// An error of the server's own (500), which one particular page may be causing.
    pub(crate) is_fault: bool,
}

/// Ends the request when it is dropped, so that the server stops generating.
struct AbortOnDrop(web_sys::AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn busy(category: FailureCategory, cause: impl std::fmt::Display) -> Exchange {
    Exchange::Busy(Busy {
        error: PipelineError::new(
            category,
            "The reading service is busy or not available at the moment. The work will be tried again.",
            cause.to_string(),
        ),
        retry_after_ms: None,
        is_fault: false,
    })
}

fn misconfigured(cause: impl std::fmt::Display) -> Exchange {
    Exchange::Misconfigured(PipelineError::new(
        FailureCategory::Model,
        "The reading service is not set up correctly. The operators have to look at it.",
        cause.to_string(),
    ))
}

/// Asks for one image of a page.
pub(crate) async fn ask(
    server: &OcrServer,
    model: &str,
    step: &Step,
    image: &PageImage,
    idle_ms: i64,
) -> Exchange {
    let controller = match web_sys::AbortController::new() {
        Ok(controller) => AbortOnDrop(controller),
        Err(error) => return busy(FailureCategory::Internal, format!("{error:?}")),
    };
    let request = match build_request(server, model, step, image, &controller.0.signal()) {
        Ok(request) => request,
        Err(cause) => return misconfigured(cause),
    };
    let last_sign_of_life = Cell::new(now_ms());
    let exchange = Box::pin(exchange(server, request, image, &last_sign_of_life));
    let silence = Box::pin(silence(&last_sign_of_life, idle_ms));
    match select(exchange, silence).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(((), _)) => busy(
            FailureCategory::Timeout,
            format!("no sign of life from the OCR server for {idle_ms} ms"),
        ),
    }
}

/// Ends when nothing has come for so long.
async fn silence(last_sign_of_life: &Cell<i64>, idle_ms: i64) {
    loop {
        let quiet_ms = now_ms().saturating_sub(last_sign_of_life.get());
        let rest_ms = idle_ms.saturating_sub(quiet_ms);
        if rest_ms <= 0 {
            return;
        }
        sleep_ms(rest_ms).await;
    }
}

fn build_request(
    server: &OcrServer,
    model: &str,
    step: &Step,
    image: &PageImage,
    signal: &web_sys::AbortSignal,
) -> Result<Request, String> {
    let describe = |error: JsValue| format!("request: {error:?}");
    let mut image_url = String::from("data:image/png;base64,");
    STANDARD.encode_string(&image.png, &mut image_url);
    let body = chat_request(model, step, &image_url).map_err(|error| error.to_string())?;
    drop(image_url);
    let headers = web_sys::Headers::new().map_err(describe)?;
    let set = |name: &str, value: &str| headers.set(name, value).map_err(describe);
    set("content-type", "application/json")?;
    set("accept", "text/event-stream")?;
    if let Some(key) = &server.api_key {
        set("authorization", &format!("Bearer {key}"))?;
    }
    if let Some((id, secret)) = &server.access {
        set("cf-access-client-id", id)?;
        set("cf-access-client-secret", secret)?;
    }
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(&JsValue::from_str(&body));
    init.set_signal(Some(signal));
    // A redirect is never an answer: it leads to a login page.
    init.set_redirect(web_sys::RequestRedirect::Manual);
    let address = format!("{}/v1/chat/completions", server.base_url);
    let request = web_sys::Request::new_with_str_and_init(&address, &init).map_err(describe)?;
    Ok(Request::from(request))
}

async fn exchange(
    server: &OcrServer,
    request: Request,
    image: &PageImage,
    last_sign_of_life: &Cell<i64>,
) -> Exchange {
    let sent = match &server.vpc {
        Some(vpc) => vpc.fetch_request(request).await,
        None => Fetch::Request(request).send().await,
    };
    let mut response = match sent {
        Ok(response) => response,
        Err(error) => return busy(FailureCategory::Unavailable, format!("fetch: {error}")),
    };
    last_sign_of_life.set(now_ms());
    let status = response.status_code();
    if status != 200 {
        return failed_status(status, &mut response).await;
    }
    let content_type = response
        .headers()
        .get("content-type")
        .ok()
        .flatten()
        .unwrap_or_default();
    if content_type.starts_with("text/event-stream") {
        read_stream(&mut response, image, last_sign_of_life).await
    } else {
        read_body(&mut response, &content_type, image, last_sign_of_life).await
    }
}

fn answered(image: &PageImage, answer: RawAnswer) -> PartAnswer {
    PartAnswer {
        part: image.part,
        answer,
        repetition: None,
        garbage: false,
    }
}

/// Reads a streamed answer to its end, or to where it begins to repeat itself.
async fn read_stream(
    response: &mut Response,
    image: &PageImage,
    last_sign_of_life: &Cell<i64>,
) -> Exchange {
    let mut pieces = match response.stream() {
        Ok(pieces) => pieces,
        Err(error) => return busy(FailureCategory::Unavailable, format!("stream: {error}")),
    };
    let mut reader = StreamReader::default();
    while let Some(piece) = pieces.next().await {
        last_sign_of_life.set(now_ms());
        let piece = match piece {
            Ok(piece) => piece,
            Err(error) => return busy(FailureCategory::Unavailable, format!("stream: {error}")),
        };
        for data in reader.decoder.push(&piece) {
            if let Some(exchange) = reader.take(&data, image) {
                return exchange;
            }
        }
    }
    reader.finish(image)
}

#[derive(Default)]
struct StreamReader {
    decoder: EventDecoder,
    answer: RawAnswer,
    detector: RepetitionDetector,
    garbage: Option<String>,
}

impl StreamReader {
    /// Takes one event; an exchange if that settles it.
    fn take(&mut self, data: &str, image: &PageImage) -> Option<Exchange> {
        match self.answer.take(data) {
            AnswerEvent::Text(length) => {
                let start = self.answer.text.len().saturating_sub(length);
                let added = self.answer.text.get(start..).unwrap_or_default();
                let repetition = self.detector.push(added)?;
                let mut part = answered(image, std::mem::take(&mut self.answer));
                part.repetition = Some(repetition);
                Some(Exchange::Answered(part))
            }
            AnswerEvent::Error(status, message) => {
                Some(failed(status.unwrap_or(500), &message, None))
            }
            AnswerEvent::Garbage => {
                let excerpt: String = data.chars().take(200).collect();
                self.garbage.get_or_insert(excerpt);
                None
            }
            AnswerEvent::Done => Some(self.settle(image)),
        }
    }

    fn finish(mut self, image: &PageImage) -> Exchange {
        let rest = std::mem::take(&mut self.decoder).finish();
        rest.and_then(|data| self.take(&data, image))
            .unwrap_or_else(|| self.settle(image))
    }

    /// The stream has ended.
    fn settle(&mut self, image: &PageImage) -> Exchange {
        match (self.answer.finish_reason.as_deref(), &self.garbage) {
            (Some("abort" | "error"), _) => busy(
                FailureCategory::Unavailable,
                "the server aborted the answer",
            ),
            (Some(_), _) => Exchange::Answered(answered(image, std::mem::take(&mut self.answer))),
            (None, Some(garbage)) => garbage_or_login(image, garbage),
            (None, None) => busy(FailureCategory::Unavailable, "the stream ended early"),
        }
    }
}

/// What is no answer: a login page names itself, anything else counts as an answer nobody can read.
fn garbage_or_login(image: &PageImage, text: &str) -> Exchange {
    if text.trim_start().starts_with('<') {
        return misconfigured("HTML where JSON was expected: a login page (Access?) or a proxy");
    }
    let mut part = answered(image, RawAnswer::default());
    part.garbage = true;
    Exchange::Answered(part)
}

/// An answer that was not streamed: a server without streaming, or something that is no such server.
async fn read_body(
    response: &mut Response,
    content_type: &str,
    image: &PageImage,
    last_sign_of_life: &Cell<i64>,
) -> Exchange {
    let limit = if content_type.starts_with("application/json") {
        MAX_BODY_BYTES
    } else {
        MAX_ERROR_BYTES
    };
    let body = match text_of(response, limit, Some(last_sign_of_life)).await {
        Ok(body) => body,
        Err(error) => return busy(FailureCategory::Unavailable, format!("body: {error}")),
    };
    if content_type.starts_with("text/html") {
        return misconfigured("HTML where JSON was expected: a login page (Access?) or a proxy");
    }
    let mut reader = StreamReader::default();
    let settled = reader.take(&body, image);
    settled.unwrap_or_else(|| reader.settle(image))
}

/// The body's beginning as text.
async fn text_of(
    response: &mut Response,
    limit: usize,
    last_sign_of_life: Option<&Cell<i64>>,
) -> worker::Result<String> {
    let mut pieces = response.stream()?;
    let mut bytes = Vec::new();
    while let Some(piece) = pieces.next().await {
        if let Some(last_sign_of_life) = last_sign_of_life {
            last_sign_of_life.set(now_ms());
        }
        bytes.extend_from_slice(&piece?);
        if bytes.len() >= limit {
            bytes.truncate(limit);
            break;
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn failed_status(status: u16, response: &mut Response) -> Exchange {
    let retry_after_ms = response
        .headers()
        .get("retry-after")
        .ok()
        .flatten()
        .and_then(|seconds| seconds.trim().parse::<i64>().ok())
        .map(|seconds| seconds.clamp(0, 120).saturating_mul(1000));
    let body = text_of(response, MAX_ERROR_BYTES, None)
        .await
        .unwrap_or_default();
    let message = match serde_json::from_str::<serde_json::Value>(&body) {
        Ok(body) => error_of(body.get("error").unwrap_or(&body)).1,
        Err(_) => body.chars().take(300).collect(),
    };
    failed(status, &message, retry_after_ms)
}

/// What a status means (`deepseek-vllm.md` 4.4): time heals overload and faults, nothing heals a
/// refusal, and some refusals are the configuration's.
fn failed(status: u16, message: &str, retry_after_ms: Option<i64>) -> Exchange {
    let cause = match status {
        // The client does not follow it: where a login page would be, no page is sent.
        300..=399 => format!("status {status}, a redirect, as to a login page: {message}"),
        _ => format!("status {status}: {message}"),
    };
    let category = match status {
        429 | 503 => FailureCategory::Capacity,
        408 | 504 | 522 | 524 => FailureCategory::Timeout,
        500.. => FailureCategory::Unavailable,
        300..=399 | 401 | 403 | 404 | 405 | 407 => return misconfigured(cause),
        _ => FailureCategory::Model,
    };
    if category == FailureCategory::Model || status == 501 {
        return Exchange::Refused(PipelineError::new(
            FailureCategory::Model,
            "The reading service refused this page.",
            cause,
        ));
    }
    match busy(category, cause) {
        Exchange::Busy(busy) => Exchange::Busy(Busy {
            retry_after_ms,
            is_fault: status == 500,
            ..busy
        }),
        other => other,
    }
}
