/*!
What the pages of a chunk share while they are read: the renderer, which draws one page at a time,
the clock of the invocation, and the patience with a server that does not answer.
*/

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};

use futures::lock::Mutex;
use vessel_ner_shared::error::{FailureCategory, PipelineError, Result};
use vessel_ner_shared::ocr::ladder::{Step, View};
use vessel_ner_shared::ocr::profile::ModelProfile;
use vessel_ner_shared::ocr::reading::PartAnswer;
use vessel_ner_shared::render::{PageImage, PageRenderer, PdfDocument, RenderedPage};

use crate::client::{Busy, Exchange, ask};
use crate::config::Waiting;
use crate::time::{now_ms, random_share, sleep_ms};

use super::Chunk;

/// Longest delay between two tries within an invocation.
const MAX_BACKOFF_MS: i64 = 30_000;

/// Errors of the server's own (500) on one page, while it answered for others, that make the page
/// the cause.
const MAX_FAULTS: u32 = 5;

/// Asked for, and what came of it.
pub(super) enum Asked {
    /// The server answered.
    Answered(PartAnswer),
    /// The server does not answer; the chunk has to be put off.
    PutOff(PipelineError),
    /// The server refuses or breaks on this page.
    Refused(PipelineError),
    /// The server would refuse every page.
    Misconfigured(PipelineError),
}

/// A page's first rendering.
pub(super) struct Drawn {
    /// The page, or why it cannot be drawn.
    pub(super) page: Result<RenderedPage>,
    /// Milliseconds it took; `None` where the clock stood still.
    pub(super) render_ms: Option<f64>,
}

/// What the pages share.
pub(super) struct Room<'a> {
    pub(super) chunk: &'a Chunk<'a>,
    pub(super) document: &'a PdfDocument,
    renderer: RefCell<PageRenderer<'a>>,
    drawn: RefCell<BTreeMap<u32, Drawn>>,
    /// Pages that nobody has drawn yet, in order.
    undrawn: RefCell<VecDeque<u32>>,
    /// Held while a page is marked and another view of it is drawn: one mark at a time tells the page.
    marking: Mutex<()>,
    /// When the server last gave an answer, or when the chunk was begun.
    last_answer_ms: Cell<i64>,
    answers: Cell<u32>,
    is_stopped: Cell<bool>,
}

impl<'a> Room<'a> {
    /// `open` are the pages that are to be read.
    pub(super) fn new(
        chunk: &'a Chunk<'a>,
        document: &'a PdfDocument,
        profile: ModelProfile,
        open: &[u32],
    ) -> Self {
        let given_up = chunk.keeper.given_up();
        let undrawn = open.iter().filter(|page| !given_up.contains(page));
        Self {
            chunk,
            document,
            renderer: RefCell::new(document.renderer(profile)),
            drawn: RefCell::default(),
            undrawn: RefCell::new(undrawn.copied().collect()),
            marking: Mutex::new(()),
            last_answer_ms: Cell::new(now_ms()),
            answers: Cell::new(0),
            is_stopped: Cell::new(false),
        }
    }

    fn waiting(&self) -> Waiting {
        self.chunk.config.waiting
    }

    /// After an invocation died while rendering: draws every page before any is asked for, each
    /// marked first. Pages that killed an invocation are not drawn again.
    pub(super) async fn draw_carefully(&self) -> Result<()> {
        let keeper = self.chunk.keeper;
        if !keeper.is_careful() {
            return Ok(());
        }
        while let Some(page_number) = self.next_undrawn() {
            keeper.mark(page_number).await?;
            self.keep_drawn(page_number);
        }
        Ok(())
    }

    /// Draws one page more while the server reads others: when its answer is there the next request
    /// goes out at once. No more are kept than requests are in flight.
    pub(super) async fn draw_ahead(&self) {
        // The request that was made just now goes out first.
        sleep_ms(0).await;
        let is_enough = self.drawn.borrow().len() >= self.chunk.config.pages_in_flight;
        if is_enough || self.is_closing() {
            return;
        }
        if let Some(page_number) = self.next_undrawn() {
            self.keep_drawn(page_number);
        }
    }

    fn next_undrawn(&self) -> Option<u32> {
        self.undrawn.borrow_mut().pop_front()
    }

    fn keep_drawn(&self, page_number: u32) {
        let drawn = self.draw_now(page_number, View::Whole);
        self.drawn.borrow_mut().insert(page_number, drawn);
        self.chunk.keeper.page_rendered(page_number);
    }

    /// Draws a page, unless that was done before.
    pub(super) fn draw(&self, page_number: u32) -> Drawn {
        self.undrawn
            .borrow_mut()
            .retain(|undrawn| *undrawn != page_number);
        let before = self.drawn.borrow_mut().remove(&page_number);
        let drawn = before.unwrap_or_else(|| self.draw_now(page_number, View::Whole));
        self.chunk.keeper.page_rendered(page_number);
        drawn
    }

    /// Draws another view of a page, which may kill the invocation as the first may: it is in hand
    /// meanwhile, and after a death it is marked first.
    pub(super) async fn draw_view(&self, page_number: u32, view: View) -> Result<RenderedPage> {
        let keeper = self.chunk.keeper;
        let _turn = self.marking.lock().await;
        if keeper.is_careful() {
            keeper.mark(page_number).await?;
        } else {
            keeper.take_in_hand(page_number);
            keeper.renew().await?;
        }
        let page = self.draw_now(page_number, view).page;
        keeper.page_rendered(page_number);
        page
    }

    fn draw_now(&self, page_number: u32, view: View) -> Drawn {
        let started_ms = now_ms();
        let page = self.renderer.borrow_mut().render(page_number, view);
        #[expect(clippy::cast_precision_loss)] // milliseconds of a rendering
        let elapsed_ms = now_ms().saturating_sub(started_ms) as f64;
        Drawn {
            page,
            render_ms: (elapsed_ms > 0.0).then_some(elapsed_ms),
        }
    }

    /// Whether no new page may be begun.
    pub(super) fn is_closing(&self) -> bool {
        self.is_stopped.get() || self.chunk.keeper.elapsed_ms() >= self.waiting().invocation_ms
    }

    /// Asks for an image until the server answers, patience ends, or there is no use in asking.
    pub(super) async fn ask(&self, step: &Step, image: &PageImage) -> Asked {
        let config = self.chunk.config;
        let mut delay_ms = self.waiting().backoff_ms;
        let mut faults = 0_u32;
        let answers_before = self.answers.get();
        loop {
            let model = &self.chunk.plan.settings.model;
            let idle_ms = self.waiting().idle_ms;
            let busy = match ask(&config.server, model, step, image, idle_ms).await {
                Exchange::Answered(answer) => {
                    self.last_answer_ms.set(now_ms());
                    self.answers.set(self.answers.get().saturating_add(1));
                    return Asked::Answered(answer);
                }
                Exchange::Refused(error) => return Asked::Refused(error),
                Exchange::Misconfigured(error) => return self.stop(Asked::Misconfigured(error)),
                Exchange::Busy(busy) => busy,
            };
            faults = faults.saturating_add(u32::from(busy.is_fault));
            if faults >= MAX_FAULTS && self.answers.get() > answers_before {
                return Asked::Refused(PipelineError::new(
                    FailureCategory::Unavailable,
                    "The reading service broke off on this page again and again.",
                    busy.error.internal,
                ));
            }
            let pause_ms = pause_ms(&busy, delay_ms);
            if self.is_out_of_patience(pause_ms) {
                return self.stop(Asked::PutOff(busy.error));
            }
            self.chunk.keeper.waits(&busy.error.external);
            sleep_ms(pause_ms).await;
            delay_ms = delay_ms.saturating_mul(2).min(MAX_BACKOFF_MS);
        }
    }

    /// Tells the other pages that there is no use in beginning.
    fn stop(&self, asked: Asked) -> Asked {
        self.is_stopped.set(true);
        asked
    }

    /// Whether waiting for so long would be more than the invocation or its patience allows.
    fn is_out_of_patience(&self, pause_ms: i64) -> bool {
        let waiting = self.waiting();
        let silent_ms = now_ms().saturating_sub(self.last_answer_ms.get());
        let elapsed_ms = self.chunk.keeper.elapsed_ms();
        self.is_stopped.get()
            || silent_ms.saturating_add(pause_ms) > waiting.patience_ms
            || elapsed_ms.saturating_add(pause_ms) > waiting.invocation_ms
    }
}

/// Half of the delay and a random share of the other half; or what the server asked for.
fn pause_ms(busy: &Busy, delay_ms: i64) -> i64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // seconds at most
    let jittered = (delay_ms as f64 * (0.5 + random_share() / 2.0)) as i64;
    busy.retry_after_ms.unwrap_or(0).max(jittered)
}
