/*!
What an answer is worth: whether it is an answer at all, whether it fits the ink on the page, how sure the model was.
*/

use super::answer::{Answer, PageText, parse};
use super::confidence::{Confidence, Token, confidence, tokens_in};
use super::ladder::{Fault, Step};
use super::reading::PartAnswer;
use super::stream::Usage;

/// Share of the expected characters below which an answer is too short.
const TOO_SHORT_SHARE: f64 = 0.15;

/// Pages expected to hold fewer characters than this are not judged by length.
const MIN_EXPECTED_CHARACTERS: u32 = 200;

/// A picture over this share of the page, and nothing else, is the page taken for a picture.
const WHOLE_PAGE_SHARE: f64 = 0.8;

/// A judged answer.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) step: Step,
    pub(super) loses: Option<&'static str>,
    pub(super) fault: Option<Fault>,
    pub(super) text: PageText,
    pub(super) characters: usize,
    pub(super) confidence: Option<Confidence>,
    pub(super) finish_reason: Option<String>,
    pub(super) usage: Usage,
}

/// Judges the answers to a step's parts as one reading of the page.
pub(super) fn judge(
    step: Step,
    loses: Option<&'static str>,
    parts: &[PartAnswer],
    expected_characters: u32,
) -> Reading {
    let mut page = PageText::default();
    let mut tokens: Vec<&Token> = Vec::new();
    let mut usage = Usage::default();
    let mut fault = None;
    for part in parts {
        let kept_end = part
            .repetition
            .map_or(part.answer.text.len(), |found| found.start);
        let answer = parse(part.answer.text.get(..kept_end).unwrap_or_default());
        fault = fault.or_else(|| fault_of(part));
        append(&mut page, answer, part, &mut tokens);
        usage.prompt_tokens = add(usage.prompt_tokens, part.answer.usage.prompt_tokens);
        usage.completion_tokens = add(usage.completion_tokens, part.answer.usage.completion_tokens);
    }
    let characters = page
        .text
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .count();
    let fault = fault.or_else(|| fault_of_page(&page, characters, expected_characters));
    Reading {
        step,
        loses,
        fault,
        characters,
        confidence: confidence(tokens),
        finish_reason: parts.last().and_then(|part| match part.repetition {
            Some(_) => Some("repetition".to_owned()),
            None => part.answer.finish_reason.clone(),
        }),
        usage,
        text: page,
    }
}

fn add(sum: Option<i64>, more: Option<i64>) -> Option<i64> {
    match (sum, more) {
        (Some(sum), Some(more)) => Some(sum.saturating_add(more)),
        (sum, more) => sum.or(more),
    }
}

/// What the way the answer ended says about it.
fn fault_of(part: &PartAnswer) -> Option<Fault> {
    if part.repetition.is_some() {
        return Some(Fault::Loop);
    }
    if part.garbage {
        return Some(Fault::Garbage);
    }
    match part.answer.finish_reason.as_deref() {
        Some("length") => Some(Fault::Length),
        Some("repetition") => Some(Fault::Loop),
        Some("stop") => None,
        _ => Some(Fault::Garbage),
    }
}

fn fault_of_page(page: &PageText, characters: usize, expected: u32) -> Option<Fault> {
    if characters == 0 {
        let is_picture = page.blocks.iter().any(|block| {
            block.label == "image"
                && block
                    .bounds
                    .is_some_and(|bounds| area(bounds) > WHOLE_PAGE_SHARE)
        });
        return Some(if is_picture {
            Fault::WholePageImage
        } else {
            Fault::Empty
        });
    }
    let too_short = expected >= MIN_EXPECTED_CHARACTERS
        && (characters as f64) < TOO_SHORT_SHARE * f64::from(expected);
    too_short.then_some(Fault::TooShort)
}

/// Share of the page that a box covers.
fn area([left, top, right, bottom]: [u16; 4]) -> f64 {
    let side = |from: u16, to: u16| f64::from(to.saturating_sub(from)) / 999.0;
    side(left, right) * side(top, bottom)
}

/// Appends a part's blocks to the page, with boxes on the page and confidences, and collects the
/// tokens of the text: what the model thinks of its own coordinates says nothing about the words.
fn append<'a>(
    page: &mut PageText,
    answer: Answer,
    part: &'a PartAnswer,
    tokens: &mut Vec<&'a Token>,
) {
    let sources: Vec<_> = answer
        .blocks
        .iter()
        .map(|block| block.source.clone())
        .collect();
    let mut text = answer.into_text();
    for (block, source) in text.blocks.iter_mut().zip(sources) {
        if block.end > block.start {
            let of_block = tokens_in(&part.answer.tokens, &source);
            block.confidence = confidence(of_block).map(|confidence| confidence.mean);
            tokens.extend(of_block);
        }
        block.bounds = block.bounds.map(|bounds| part.part.to_page(bounds));
    }
    let separator = if page.text.is_empty() || text.text.is_empty() {
        ""
    } else {
        "\n\n"
    };
    page.text.push_str(separator);
    let offset = u32::try_from(page.text.chars().count()).unwrap_or(u32::MAX);
    let first_index = u32::try_from(page.blocks.len()).unwrap_or(u32::MAX);
    for block in &mut text.blocks {
        block.index = block.index.saturating_add(first_index);
        block.start = block.start.saturating_add(offset);
        block.end = block.end.saturating_add(offset);
    }
    page.text.push_str(&text.text);
    page.blocks.append(&mut text.blocks);
}
