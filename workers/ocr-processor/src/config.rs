//! What is set from outside: variables, secrets and bindings.

use vessel_ner_shared::error::{PipelineError, Result};
use vessel_ner_shared::model::OcrSettings;
use vessel_ner_shared::ocr::ladder::FIRST_STEP;
use vessel_ner_shared::ocr::ladder::parameters;
use vessel_ner_shared::ocr::profile::ModelProfile;
use wasm_bindgen::JsValue;
use worker::{Env, Fetcher};

/// The model that is asked unless another is named.
const DEFAULT_MODEL: &str = "deepseek-ai/DeepSeek-OCR";

/// Everything that can be set.
pub(crate) struct Config {
    /// Where the OCR server is: address, and how to be let in.
    pub(crate) server: OcrServer,
    /// The model's name on the server.
    pub(crate) model: String,
    /// Pages of a chunk (`OCR_CHUNK_PAGES`).
    pub(crate) chunk_pages: u32,
    /// Requests in flight in one invocation (`OCR_PAGES_IN_FLIGHT`).
    pub(crate) pages_in_flight: usize,
    /// Most pages of a document (`OCR_MAX_PAGES`).
    pub(crate) max_pages: u32,
    /// Most bytes of a document (`MAX_UPLOAD_BYTES`).
    pub(crate) max_upload_bytes: u64,
    /// Times and counts of waiting.
    pub(crate) waiting: Waiting,
}

/// How to reach the OCR server.
pub(crate) struct OcrServer {
    /// `OCR_BASE_URL` without a slash at its end.
    pub(crate) base_url: String,
    /// `OCR_API_KEY`.
    pub(crate) api_key: Option<String>,
    /// `OCR_ACCESS_CLIENT_ID` and `OCR_ACCESS_CLIENT_SECRET`.
    pub(crate) access: Option<(String, String)>,
    /// Workers VPC service, used instead of the open network where it is bound.
    pub(crate) vpc: Option<Fetcher>,
}

/// How long to wait for what, in milliseconds unless said otherwise.
#[derive(Clone, Copy)]
pub(crate) struct Waiting {
    /// Nothing came from the server for so long: the request is given up (`OCR_IDLE_SECONDS`).
    pub(crate) idle_ms: i64,
    /// No new page is begun after this time (`OCR_INVOCATION_SECONDS`). Cloudflare ends an
    /// invocation after 15 minutes.
    pub(crate) invocation_ms: i64,
    /// Requests still running so long after that are given up.
    pub(crate) grace_ms: i64,
    /// So long without an answer, the chunk is put off (`OCR_PATIENCE_SECONDS`).
    pub(crate) patience_ms: i64,
    /// First delay between tries (`OCR_BACKOFF_SECONDS`); it doubles.
    pub(crate) backoff_ms: i64,
    /// First delay of a chunk that was put off, in seconds (`OCR_DEFERRAL_SECONDS`); it doubles.
    pub(crate) deferral_seconds: u32,
    /// How often in a row a chunk is put off without a page read before it is given up
    /// (`OCR_MAX_DEFERRALS`).
    pub(crate) max_deferrals: u32,
    /// A chunk whose progress was written less than this ago is being read by somebody
    /// (`OCR_LEASE_SECONDS`).
    pub(crate) lease_ms: i64,
}

/// The variable or secret, whether it was given as text or as a number.
fn text(env: &Env, name: &str) -> Option<String> {
    let value = js_sys::Reflect::get(env, &JsValue::from_str(name)).ok()?;
    let text = value
        .as_string()
        .or_else(|| value.as_f64().map(|number| number.to_string()))?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A number in its bounds; what is no number is a fault of the configuration.
fn number(env: &Env, name: &str, default: f64, bounds: (f64, f64)) -> Result<f64> {
    let Some(text) = text(env, name) else {
        return Ok(default);
    };
    let (least, most) = bounds;
    match text.parse::<f64>() {
        Ok(number) if number >= least && number <= most => Ok(number),
        _ => Err(PipelineError::internal(format!(
            "variable {name} must be a number from {least} to {most}"
        ))),
    }
}

fn whole(env: &Env, name: &str, default: u32, bounds: (u32, u32)) -> Result<u32> {
    let bounds = (f64::from(bounds.0), f64::from(bounds.1));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // bounded by u32
    let number = number(env, name, f64::from(default), bounds)? as u32;
    Ok(number)
}

/// A duration given in seconds or a part of one.
fn seconds_as_ms(env: &Env, name: &str, default: f64, most: f64) -> Result<i64> {
    #[expect(clippy::cast_possible_truncation)] // bounded by the caller
    let milliseconds = (number(env, name, default, (0.0, most))? * 1000.0) as i64;
    Ok(milliseconds)
}

impl Config {
    /// Reads the environment; an error names the variable that is wrong.
    pub(crate) fn from_env(env: &Env) -> Result<Self> {
        let base_url = text(env, "OCR_BASE_URL");
        let vpc = env.service("VLLM").ok();
        let base_url = match (base_url, &vpc) {
            (Some(base_url), _) => base_url,
            // The host of a VPC service is fixed by its binding.
            (None, Some(_)) => "http://vllm".to_owned(),
            (None, None) => {
                return Err(PipelineError::internal(
                    "neither OCR_BASE_URL nor the service binding VLLM is set",
                ));
            }
        };
        let base_url = base_url.trim_end_matches('/');
        let access = match (
            text(env, "OCR_ACCESS_CLIENT_ID"),
            text(env, "OCR_ACCESS_CLIENT_SECRET"),
        ) {
            (Some(id), Some(secret)) => Some((id, secret)),
            (None, None) => None,
            _ => {
                return Err(PipelineError::internal(
                    "OCR_ACCESS_CLIENT_ID and OCR_ACCESS_CLIENT_SECRET are set together or not at all",
                ));
            }
        };
        Ok(Self {
            server: OcrServer {
                base_url: base_url.strip_suffix("/v1").unwrap_or(base_url).to_owned(),
                api_key: text(env, "OCR_API_KEY"),
                access,
                vpc,
            },
            model: text(env, "OCR_MODEL").unwrap_or_else(|| DEFAULT_MODEL.to_owned()),
            chunk_pages: whole(env, "OCR_CHUNK_PAGES", 16, (1, 64))?,
            pages_in_flight: whole(env, "OCR_PAGES_IN_FLIGHT", 4, (1, 64))? as usize,
            max_pages: whole(env, "OCR_MAX_PAGES", 2_000, (1, 99_999))?,
            max_upload_bytes: u64::from(whole(env, "MAX_UPLOAD_BYTES", 50 << 20, (1, 100 << 20))?),
            waiting: Waiting {
                idle_ms: seconds_as_ms(env, "OCR_IDLE_SECONDS", 120.0, 600.0)?,
                invocation_ms: seconds_as_ms(env, "OCR_INVOCATION_SECONDS", 600.0, 660.0)?,
                grace_ms: 180_000,
                patience_ms: seconds_as_ms(env, "OCR_PATIENCE_SECONDS", 120.0, 600.0)?,
                backoff_ms: seconds_as_ms(env, "OCR_BACKOFF_SECONDS", 1.0, 60.0)?,
                deferral_seconds: whole(env, "OCR_DEFERRAL_SECONDS", 30, (0, 900))?,
                max_deferrals: whole(env, "OCR_MAX_DEFERRALS", 300, (0, 100_000))?,
                lease_ms: seconds_as_ms(env, "OCR_LEASE_SECONDS", 60.0, 600.0)?,
            },
        })
    }
}

/// What identifies a run, besides the document.
pub(crate) fn ocr_settings(model: &str) -> OcrSettings {
    let profile = ModelProfile::of(model);
    OcrSettings {
        model: model.to_owned(),
        prompt: FIRST_STEP.prompt.as_str().to_owned(),
        parameters: parameters(profile.short_side, profile.long_side),
    }
}
