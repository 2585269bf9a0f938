/*!
Reading one page: takes answers, judges them, says what to ask next, and ends with the best answer
there was and an honest word on how good it is. It is a state machine without I/O; whoever drives it
renders the view of each step and carries the requests.
*/

use crate::error::FailureCategory;
use crate::model::PageStatus;

use super::answer::PageText;
use super::confidence::Confidence;
use super::judge::{Reading, judge};
use super::ladder::{FIRST_STEP, Fault, LADDER, MAX_STEPS, Part, Prompt, Step};
use super::repetition::Repetition;
use super::stream::{RawAnswer, Usage};

/// Two short readings whose lengths are this close agree that there is no more to read.
const AGREEMENT: f64 = 0.75;

/// The answer to one part of a step's view.
#[derive(Clone, Debug)]
pub struct PartAnswer {
    /// Which part of the page was sent.
    pub part: Part,
    /// What came back.
    pub answer: RawAnswer,
    /// Set if the answer was ended because it repeated itself.
    pub repetition: Option<Repetition>,
    /// Set if the server sent something that is no answer.
    pub garbage: bool,
}

/// What became of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageOutcome {
    /// `ok`, `degraded` or `failed`.
    pub status: PageStatus,
    /// Why it is not `ok`: category and words for everybody.
    pub reason: Option<(FailureCategory, &'static str)>,
    /// The text that was kept.
    pub text: PageText,
    /// How sure the model was of it.
    pub confidence: Option<Confidence>,
    /// The prompt that gave it.
    pub prompt: Prompt,
    /// Why the model stopped.
    pub finish_reason: Option<String>,
    /// Tokens of the kept answer.
    pub usage: Usage,
    /// Requests that were answered.
    pub attempts: i32,
}

/// The state of one page's reading.
#[derive(Clone, Debug)]
pub struct PageReader {
    expected_characters: u32,
    steps: usize,
    used: [bool; LADDER.len()],
    attempts: i32,
    readings: Vec<Reading>,
}

impl PageReader {
    /// Begins a page on which the renderer saw ink for about this many characters.
    pub fn new(expected_characters: u32) -> Self {
        Self {
            expected_characters,
            steps: 0,
            used: [false; LADDER.len()],
            attempts: 0,
            readings: Vec::new(),
        }
    }

    /// Whether no answer was taken yet.
    pub fn is_unread(&self) -> bool {
        self.readings.is_empty()
    }

    /// What to ask next; `None` when the page is finished.
    pub fn next_step(&mut self) -> Option<Step> {
        if self.steps == 0 {
            return Some(FIRST_STEP);
        }
        let fault = self.readings.last()?.fault?;
        if self.steps >= MAX_STEPS || self.readings_agree() {
            return None;
        }
        let unused = LADDER
            .iter()
            .zip(&mut self.used)
            .find(|(rung, used)| !**used && rung.after.contains(&fault));
        let (rung, used) = unused?;
        *used = true;
        Some(rung.step)
    }

    /// Takes the answers to a step, in the order of its parts.
    pub fn take(&mut self, step: Step, parts: &[PartAnswer]) {
        let loses = LADDER
            .iter()
            .find(|rung| self.steps > 0 && rung.step == step)
            .and_then(|rung| rung.loses);
        self.steps = self.steps.saturating_add(1);
        let requests = i32::try_from(parts.len()).unwrap_or(i32::MAX);
        self.attempts = self.attempts.saturating_add(requests);
        let reading = judge(step, loses, parts, self.expected_characters);
        self.readings.push(reading);
    }

    /// Whether two different ways of asking gave equally little text: then the ink is no text.
    fn readings_agree(&self) -> bool {
        let [.., before, last] = self.readings.as_slice() else {
            return false;
        };
        let is_short = |reading: &Reading| reading.fault == Some(Fault::TooShort);
        let (few, many) = if before.characters < last.characters {
            (before.characters, last.characters)
        } else {
            (last.characters, before.characters)
        };
        is_short(before) && is_short(last) && few as f64 >= AGREEMENT * many as f64
    }

    /// Ends the page with the best answer there was.
    pub fn finish(mut self) -> PageOutcome {
        if self.readings_agree() {
            // The first of the two has the layout.
            self.readings.pop();
            if let Some(kept) = self.readings.last_mut() {
                kept.fault = None;
            }
        }
        let attempts = self.attempts;
        let best = self.readings.into_iter().reduce(better);
        let Some(best) = best else {
            return PageOutcome {
                status: PageStatus::Failed,
                reason: Some((FailureCategory::Internal, "The page was not read.")),
                text: PageText::default(),
                confidence: None,
                prompt: FIRST_STEP.prompt,
                finish_reason: None,
                usage: Usage::default(),
                attempts,
            };
        };
        let reason = best.fault.map(Fault::reason).or(best.loses);
        let status = match reason {
            None => PageStatus::Ok,
            Some(_) if best.characters > 0 => PageStatus::Degraded,
            Some(_) => PageStatus::Failed,
        };
        PageOutcome {
            status,
            reason: reason.map(|words| (FailureCategory::InvalidAnswer, words)),
            text: if best.characters > 0 || status == PageStatus::Ok {
                best.text
            } else {
                PageText::default()
            },
            confidence: best.confidence,
            prompt: best.step.prompt,
            finish_reason: best.finish_reason,
            usage: best.usage,
            attempts,
        }
    }
}

/// The better of two readings; the earlier one if they are equal.
fn better(first: Reading, second: Reading) -> Reading {
    let rank = |reading: &Reading| {
        let sound = reading.fault.is_none();
        // A reading without layout has to hold noticeably more text to be worth its loss.
        let weight = match reading.step.prompt {
            Prompt::Markdown => 5,
            Prompt::FreeOcr => 4,
        };
        (
            sound,
            sound && reading.loses.is_none(),
            reading.characters.saturating_mul(weight),
        )
    };
    if rank(&second) > rank(&first) {
        second
    } else {
        first
    }
}

#[cfg(test)]
mod tests {
    use super::super::confidence::Token;
    use super::super::ladder::{View, parameters};
    use super::*;

    const PAGE: &str =
        "<|ref|>text<|/ref|><|det|>[[0, 0, 500, 500]]<|/det|>\nVessel EXAMPLE of Arbroath";

    fn answer(text: &str, finish_reason: &str) -> PartAnswer {
        PartAnswer {
            part: Part::Whole,
            answer: RawAnswer {
                text: text.to_owned(),
                finish_reason: Some(finish_reason.to_owned()),
                ..RawAnswer::default()
            },
            repetition: None,
            garbage: false,
        }
    }

    /// Plays a page: one answer a step, the last one for all further steps.
    fn play(expected_characters: u32, answers: &[PartAnswer]) -> (Vec<Step>, PageOutcome) {
        let mut reader = PageReader::new(expected_characters);
        let mut steps = Vec::new();
        while let Some(step) = reader.next_step() {
            let answer = answers.get(steps.len()).or(answers.last()).cloned();
            steps.push(step);
            reader.take(step, &answer.into_iter().collect::<Vec<_>>());
        }
        (steps, reader.finish())
    }

    #[test]
    fn sound_answer_ends_the_page() {
        let (steps, outcome) = play(20, &[answer(PAGE, "stop")]);
        assert_eq!(steps, [FIRST_STEP]);
        assert_eq!((outcome.status, outcome.attempts), (PageStatus::Ok, 1));
        assert_eq!(outcome.text.text, "Vessel EXAMPLE of Arbroath");
    }

    #[test]
    fn each_fault_has_its_own_next_step() {
        let mut looped = answer(&format!("{PAGE} {PAGE}"), "stop");
        looped.repetition = Some(Repetition { start: PAGE.len() });
        let picture = "<|ref|>image<|/ref|><|det|>[[0, 0, 999, 999]]<|/det|>\n";
        for (first, expected, second) in [
            (looped, 20, (View::Whole, Prompt::Markdown, 1_000)),
            (
                answer(PAGE, "repetition"),
                20,
                (View::Whole, Prompt::Markdown, 1_000),
            ),
            (
                answer(PAGE, "length"),
                20,
                (View::Whole, Prompt::Markdown, 90),
            ),
            (
                answer(picture, "stop"),
                20,
                (View::Whole, Prompt::FreeOcr, 90),
            ),
            (
                answer(PAGE, "stop"),
                2_000,
                (View::Whole, Prompt::FreeOcr, 90),
            ),
            (answer("", "stop"), 20, (View::Whole, Prompt::FreeOcr, 90)),
            (
                answer(PAGE, "abort"),
                20,
                (View::Whole, Prompt::Markdown, 90),
            ),
        ] {
            let long_page = PAGE.repeat(40);
            let (steps, outcome) = play(expected, &[first.clone(), answer(&long_page, "stop")]);
            let step = steps
                .get(1)
                .map(|step| (step.view, step.prompt, step.window_size));
            assert_eq!(step, Some(second), "{first:?}");
            assert_eq!(steps.len(), 2);
            assert_eq!(outcome.attempts, 2);
            let lossless = second.1 == Prompt::Markdown;
            assert_eq!(outcome.status == PageStatus::Ok, lossless);
        }
    }

    #[test]
    fn endless_loop_keeps_the_best_text_and_says_so() {
        let mut looped = answer(PAGE, "stop");
        looped.repetition = Some(Repetition { start: PAGE.len() });
        let mut worse = looped.clone();
        worse.repetition = Some(Repetition { start: 60 });
        let (steps, outcome) = play(20, &[looped, worse]);
        assert!(steps.len() <= MAX_STEPS);
        assert_eq!(outcome.status, PageStatus::Degraded);
        assert_eq!(
            outcome.reason,
            Some((FailureCategory::InvalidAnswer, Fault::Loop.reason()))
        );
        assert_eq!(outcome.text.text, "Vessel EXAMPLE of Arbroath");
        assert_eq!(outcome.finish_reason.as_deref(), Some("repetition"));
    }

    #[test]
    fn page_without_any_text_has_failed() {
        let (steps, outcome) = play(20, &[answer("", "stop")]);
        assert!(steps.len() <= MAX_STEPS);
        assert_eq!(outcome.status, PageStatus::Failed);
    }

    #[test]
    fn two_short_readings_that_agree_are_the_page() {
        let (steps, outcome) = play(2_000, &[answer(PAGE, "stop")]);
        assert_eq!(steps.len(), 2);
        assert_eq!(outcome.status, PageStatus::Ok);
        assert_eq!(outcome.prompt, Prompt::Markdown);
    }

    #[test]
    fn halves_are_one_page() {
        let mut upper = answer(PAGE, "stop");
        upper.part = Part::Band(0.0, 0.5);
        let mut lower = answer(PAGE, "stop");
        lower.part = Part::Band(0.5, 1.0);
        let mut reader = PageReader::new(0);
        reader.take(FIRST_STEP, &[upper, lower]);
        let outcome = reader.finish();
        assert_eq!(outcome.text.text.matches("EXAMPLE").count(), 2);
        let boxes: Vec<_> = outcome
            .text
            .blocks
            .iter()
            .map(|block| block.bounds)
            .collect();
        assert_eq!(boxes, [Some([0, 0, 500, 250]), Some([0, 500, 500, 750])]);
        let ranges: Vec<_> = outcome
            .text
            .blocks
            .iter()
            .map(|block| (block.start, block.end))
            .collect();
        assert_eq!(ranges, [(0, 26), (28, 54)]);
        assert_eq!(outcome.attempts, 2);
    }

    #[test]
    fn confidence_is_that_of_the_words() {
        let mut part = answer(PAGE, "stop");
        let body = PAGE.find("Vessel").unwrap_or_default();
        part.answer.tokens = vec![
            Token {
                start: 0,
                probability: 0.1,
            },
            Token {
                start: body,
                probability: 0.8,
            },
            Token {
                start: body + 7,
                probability: 0.6,
            },
        ];
        let (_, outcome) = play(20, &[part]);
        let mean = outcome.confidence.map(|confidence| confidence.mean);
        assert!(mean.is_some_and(|mean| (mean - 0.7).abs() < 1e-9));
        assert_eq!(outcome.text.blocks[0].confidence, mean);
        let (_, outcome) = play(20, &[answer(PAGE, "stop")]);
        assert_eq!(
            (outcome.confidence, outcome.text.blocks[0].confidence),
            (None, None)
        );
    }

    #[test]
    fn parameters_are_canonical() {
        let text = parameters(1280, 1920);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(value.to_string(), text);
        assert!(text.contains("\"ngram_size\":30"));
    }
}
