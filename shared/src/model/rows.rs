use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMillis(pub i64);

/// What became of a document when it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// It was opened and its pages are being read.
    Planned,
    /// It will not be read; the row says why.
    Refused,
}

impl DocumentState {
    /// The name used in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Refused => "refused",
        }
    }
}

/// The one state a page ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageStatus {
    /// Read, and nothing speaks against the text.
    Ok,
    /// Nothing is printed on it; the model was not asked.
    Blank,
    /// The best text that could be had, and a reason why it may be incomplete or wrong.
    Degraded,
    /// There is no text, and a reason why.
    Failed,
}

impl PageStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Blank, Self::Degraded, Self::Failed];

    /// The name used in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Blank => "blank",
            Self::Degraded => "degraded",
            Self::Failed => "failed",
        }
    }

    /// The status with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// A row of `documents`: one document, whatever runs read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentRow {
    /// The document.
    pub doc_id: String,
    /// The file's name as the sender gave it; data, never a path.
    pub filename: Option<String>,
    /// Size of the PDF in bytes.
    pub size_bytes: i64,
    /// SHA-256 of the PDF, hexadecimal.
    pub document_sha256: String,
    /// Number of pages; null if it could not be opened.
    pub page_count: Option<i32>,
    /// When R2 stored the upload.
    pub uploaded_at: Option<UnixMillis>,
    /// `planned` or `refused` ([`DocumentState`]).
    pub state: String,
    /// Category of the refusal ([`crate::error::FailureCategory`]).
    pub refusal_category: Option<String>,
    /// The refusal in words for the sender.
    pub refusal_reason: Option<String>,
    /// Version of the program that wrote the row.
    pub program_version: String,
}

/// One block of a page: what the model framed, and where its text stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Position in reading order, from 0.
    pub index: u32,
    /// The model's label: `title`, `text`, `table`, `image` … `text` where it gave none.
    pub label: String,
    /// Left, top, right, bottom on a scale of 0–999 of the page image, origin top left.
    #[serde(rename = "box")]
    pub bounds: Option<[u16; 4]>,
    /// First character of the block's text in the page's text (Unicode code points).
    pub start: u32,
    /// One past its last character.
    pub end: u32,
    /// Mean probability of the block's tokens, 0–1; null where the server gave none.
    pub confidence: Option<f64>,
}

/// A row of `raw_ocr`: one page of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PageRow {
    /// The document.
    pub doc_id: String,
    /// The run.
    pub run_id: String,
    /// The page, from 1.
    pub page_number: i32,
    /// Pages of the document.
    pub page_count: i32,
    /// First page of the chunk this row was written in.
    pub first_page: i32,
    /// Last page of that chunk.
    pub last_page: i32,
    /// [`PageStatus`].
    pub status: String,
    /// [`crate::error::FailureCategory`] of a degraded or failed page.
    pub reason_category: Option<String>,
    /// Why the page is degraded or failed, in words for everybody.
    pub reason: Option<String>,
    /// The page's text as Markdown, tables as one-line HTML; empty for blank and failed pages.
    pub text: String,
    /// JSON array of [`Block`].
    pub blocks: String,
    /// SHA-256 of `text`.
    pub text_sha256: String,
    /// SHA-256 of the image that was sent; null if none was.
    pub image_sha256: Option<String>,
    /// SHA-256 of the PDF.
    pub document_sha256: String,
    /// Page width in points, as displayed (after rotation).
    pub width_pt: Option<f64>,
    /// Page height in points, as displayed.
    pub height_pt: Option<f64>,
    /// The page's `/Rotate`, clockwise degrees: 0, 90, 180 or 270.
    pub rotation: Option<i32>,
    /// Width of the image in pixels.
    pub width_px: Option<i32>,
    /// Height of the image in pixels.
    pub height_px: Option<i32>,
    /// Mean probability of the answer's tokens, 0–1; null where the server gave none.
    pub confidence_mean: Option<f64>,
    /// 5th percentile of the same.
    pub confidence_low: Option<f64>,
    /// The model asked.
    pub model: String,
    /// The prompt of the answer that was kept.
    pub prompt: String,
    /// Canonical JSON of the run's parameters.
    pub parameters: String,
    /// Requests that the model answered or failed for reasons of the page; waiting for a busy
    /// server is not counted.
    pub attempts: i32,
    /// Why the model stopped: `stop`, `length`, `repetition` …
    pub finish_reason: Option<String>,
    /// Tokens of the request, image included.
    pub prompt_tokens: Option<i64>,
    /// Tokens of the answer.
    pub completion_tokens: Option<i64>,
    /// Milliseconds of rendering; null where the platform's clock stands still while computing.
    pub render_ms: Option<f64>,
    /// Milliseconds between asking and the end of the last answer.
    pub wait_ms: Option<f64>,
    /// When R2 stored the run's plan; the newest run has the latest.
    pub planned_at: Option<UnixMillis>,
    /// Version of the program that read the page.
    pub program_version: String,
}

/// A row of `entities`: one span of one page of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntityRow {
    /// [`crate::ids::EntityId`].
    pub entity_id: String,
    /// The document.
    pub doc_id: String,
    /// The run.
    pub run_id: String,
    /// The page, from 1.
    pub page_number: i32,
    /// First page of the chunk.
    pub first_page: i32,
    /// Last page of the chunk.
    pub last_page: i32,
    /// One of the 37 labels.
    pub label: String,
    /// The span as printed: `page.text[span_start:span_end]`.
    pub text: String,
    /// First character of the span (Unicode code points).
    pub span_start: i32,
    /// One past its last character.
    pub span_end: i32,
    /// The value in its standard form.
    pub norm_value: String,
    /// Probability that label and value are right, 0–1.
    pub confidence: f64,
    /// Which vessel of the page, from 0; null where the page ties it to none or to several.
    pub record: Option<i32>,
    /// Whether `norm_value` was read through a correction of the printed characters.
    pub corrected: bool,
    /// Which recogniser, validator, heading or context spoke for it.
    pub reason: String,
    /// The page's block that holds the span.
    pub block_index: Option<i32>,
    /// JSON `[left, top, right, bottom]`, 0–999: the block's box, or a table cell's share of it.
    #[serde(rename = "box")]
    pub bounds: Option<String>,
    /// SHA-256 of the page's text.
    pub text_sha256: String,
    /// SHA-256 of the PDF.
    pub document_sha256: String,
    /// Version of the entity rules.
    pub rules_version: String,
    /// Version of the program that found it.
    pub program_version: String,
}

/// A row of `doubts`: what a person should look at on one page of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DoubtRow {
    /// The document.
    pub doc_id: String,
    /// The run.
    pub run_id: String,
    /// The page, from 1.
    pub page_number: i32,
    /// First page of the chunk.
    pub first_page: i32,
    /// Last page of the chunk.
    pub last_page: i32,
    /// `conflict`: values of one vessel disagree; `unread`: a place that looks like a value and
    /// fails its check, so that none was taken.
    pub kind: String,
    /// The labels in question, joined by a comma and a blank.
    pub labels: String,
    /// Which vessel of the page, from 0, as in `entities`; null for what was not read.
    pub record: Option<i32>,
    /// As printed; for a conflict the values that disagree, joined by a comma and a blank.
    pub text: String,
    /// First character of the place (Unicode code points); null for a conflict, which has several.
    pub span_start: Option<i32>,
    /// One past its last character.
    pub span_end: Option<i32>,
    /// What is odd, in words for everybody.
    pub reason: String,
    /// SHA-256 of the page's text.
    pub text_sha256: String,
    /// SHA-256 of the PDF.
    pub document_sha256: String,
    /// Version of the entity rules.
    pub rules_version: String,
    /// Version of the program that found it.
    pub program_version: String,
}
