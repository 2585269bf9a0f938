//! One page from its rendering to its row.

use futures::future::join;
use vessel_ner_shared::PROGRAM_VERSION;
use vessel_ner_shared::error::{FailureCategory, PipelineError};
use vessel_ner_shared::ids::Sha256Digest;
use vessel_ner_shared::model::{PageRow, PageStatus};
use vessel_ner_shared::ocr::ladder::{FIRST_STEP, View};
use vessel_ner_shared::ocr::reading::{PageOutcome, PageReader};
use vessel_ner_shared::render::{PageGeometry, RenderedPage};

use crate::config::ocr_settings;
use crate::time::now_ms;

use super::Chunk;
use super::room::{Asked, Room};

/// How a page ended in this invocation.
pub(super) enum PageEnd {
    /// It has its row; if the server refused it, why.
    Finished {
        row: Box<PageRow>,
        refusal: Option<PipelineError>,
    },
    /// The invocation is closing; nothing was done.
    NotBegun,
    /// The server does not answer.
    PutOff(PipelineError),
    /// The server would refuse every page.
    Misconfigured(PipelineError),
}

/// What is known of a page besides its text.
#[derive(Default)]
struct Facts {
    geometry: Option<PageGeometry>,
    image: Option<(Sha256Digest, u16, u16)>,
    render_ms: Option<f64>,
    wait_ms: Option<f64>,
}

/// Reads a page.
pub(super) async fn read_page(room: &Room<'_>, page_number: u32) -> (u32, PageEnd) {
    (page_number, read(room, page_number).await)
}

async fn read(room: &Room<'_>, page_number: u32) -> PageEnd {
    if room.is_closing() {
        return PageEnd::NotBegun;
    }
    let mut facts = Facts {
        geometry: room.document.geometry(page_number).ok(),
        ..Facts::default()
    };
    let failed = |facts: &Facts, error: &PipelineError, attempts: i32| {
        let mut row = row(room.chunk, page_number, facts, PageStatus::Failed);
        row.reason_category = Some(error.category.as_str().to_owned());
        row.reason = Some(error.external.clone());
        row.attempts = attempts;
        Box::new(row)
    };
    if room.chunk.keeper.given_up().contains(&page_number) {
        let error = PipelineError::new(
            FailureCategory::Render,
            "The page could not be drawn: it needs more time or memory than there is.",
            "rendering ended two invocations",
        );
        return finished(failed(&facts, &error, 0));
    }
    let drawn = room.draw(page_number);
    facts.render_ms = drawn.render_ms;
    let rendered = match drawn.page {
        Ok(rendered) => rendered,
        Err(error) => return finished(failed(&facts, &error, 0)),
    };
    let Some(image) = rendered.images.first() else {
        return finished(Box::new(row(
            room.chunk,
            page_number,
            &facts,
            PageStatus::Blank,
        )));
    };
    facts.image = Some((Sha256Digest::of(&image.png), image.width, image.height));

    let started_ms = now_ms();
    let mut reader = PageReader::new(rendered.ink.expected_characters);
    let climbing = climb(room, page_number, &rendered, &mut reader);
    let (end, ()) = join(climbing, room.draw_ahead()).await;
    #[expect(clippy::cast_precision_loss)] // milliseconds of a request
    let wait_ms = now_ms().saturating_sub(started_ms) as f64;
    facts.wait_ms = Some(wait_ms);
    match end {
        Err(Asked::Refused(error)) if reader.is_unread() => {
            let row = failed(&facts, &error, 1);
            let refusal = (error.category == FailureCategory::Model).then_some(error);
            return PageEnd::Finished { row, refusal };
        }
        Err(Asked::PutOff(error)) => return PageEnd::PutOff(error),
        Err(Asked::Misconfigured(error)) => return PageEnd::Misconfigured(error),
        // If a later step was refused, what the earlier ones gave is kept.
        Ok(()) | Err(Asked::Refused(_) | Asked::Answered(_)) => {}
    }
    let outcome = reader.finish();
    let mut row = row(room.chunk, page_number, &facts, outcome.status);
    fill(&mut row, outcome);
    finished(Box::new(row))
}

fn finished(row: Box<PageRow>) -> PageEnd {
    PageEnd::Finished { row, refusal: None }
}

/// Takes step after step until the page is finished or a request ends it.
async fn climb(
    room: &Room<'_>,
    page_number: u32,
    whole: &RenderedPage,
    reader: &mut PageReader,
) -> Result<(), Asked> {
    while let Some(step) = reader.next_step() {
        let other_view;
        let view = if step.view == View::Whole {
            whole
        } else {
            // A view that cannot be drawn ends the ladder, not the page.
            let Ok(drawn) = room.draw_view(page_number, step.view).await else {
                return Ok(());
            };
            other_view = drawn;
            &other_view
        };
        let mut parts = Vec::with_capacity(view.images.len());
        for image in &view.images {
            match room.ask(&step, image).await {
                Asked::Answered(part) => parts.push(part),
                end => return Err(end),
            }
        }
        reader.take(step, &parts);
    }
    Ok(())
}

fn pixels(value: u16) -> i32 {
    i32::from(value)
}

/// A row with everything but the text.
fn row(chunk: &Chunk<'_>, page_number: u32, facts: &Facts, status: PageStatus) -> PageRow {
    let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let plan = chunk.plan;
    let pages = chunk.message.pages;
    PageRow {
        doc_id: plan.doc_id.to_string(),
        run_id: plan.run_id.to_string(),
        page_number: number(page_number),
        page_count: number(plan.page_count),
        first_page: number(pages.first()),
        last_page: number(pages.last()),
        status: status.as_str().to_owned(),
        reason_category: None,
        reason: None,
        text: String::new(),
        blocks: "[]".to_owned(),
        text_sha256: Sha256Digest::of("").to_string(),
        image_sha256: facts.image.as_ref().map(|(hash, ..)| hash.to_string()),
        document_sha256: plan.document_sha256.to_string(),
        width_pt: facts.geometry.map(|geometry| geometry.width_pt),
        height_pt: facts.geometry.map(|geometry| geometry.height_pt),
        rotation: facts.geometry.map(|geometry| geometry.rotation),
        width_px: facts.image.as_ref().map(|(_, width, _)| pixels(*width)),
        height_px: facts.image.as_ref().map(|(.., height)| pixels(*height)),
        confidence_mean: None,
        confidence_low: None,
        model: plan.settings.model.clone(),
        prompt: FIRST_STEP.prompt.as_str().to_owned(),
        // What this program does, should another version have planned the run.
        parameters: ocr_settings(&plan.settings.model).parameters,
        attempts: 0,
        finish_reason: None,
        prompt_tokens: None,
        completion_tokens: None,
        render_ms: facts.render_ms,
        wait_ms: facts.wait_ms,
        planned_at: Some(chunk.planned_at),
        program_version: PROGRAM_VERSION.to_owned(),
    }
}

/// Adds what the model gave.
fn fill(row: &mut PageRow, outcome: PageOutcome) {
    if let Some((category, words)) = outcome.reason {
        row.reason_category = Some(category.as_str().to_owned());
        row.reason = Some(words.to_owned());
    }
    row.text_sha256 = Sha256Digest::of(&outcome.text.text).to_string();
    row.blocks = serde_json::to_string(&outcome.text.blocks).unwrap_or_else(|_| "[]".to_owned());
    row.text = outcome.text.text;
    row.confidence_mean = outcome.confidence.map(|confidence| confidence.mean);
    row.confidence_low = outcome.confidence.map(|confidence| confidence.low);
    outcome.prompt.as_str().clone_into(&mut row.prompt);
    row.attempts = outcome.attempts;
    row.finish_reason = outcome.finish_reason;
    row.prompt_tokens = outcome.usage.prompt_tokens;
    row.completion_tokens = outcome.usage.completion_tokens;
}
