/*!
The parser of the model's answers. It is total: whatever the string, it gives blocks, keeps every
character that is not markup, and takes time in proportion to the length.

The form is `<|ref|>LABEL<|/ref|><|det|>[[x1, y1, x2, y2]]<|/det|>` and a body, repeated. A server that
drops special tokens leaves `LABEL[[x1, y1, x2, y2]]` on a line of its own; that is read too. What is
known to go wrong is mended here: coordinates out of range, several boxes or none, a table whose
caption stands between its tag and its rows, rows and cells left open, a tag cut off by the end.
*/

use std::fmt::Write as _;
use std::ops::Range;

use crate::model::Block;

use super::markup::{cut_token_start, strip_tokens, tidy_lines};
use super::table::normalize_tables;

/// Highest coordinate of the model's scale.
pub const MAX_COORDINATE: u16 = 999;

/// Longest label; longer ones are text that strayed into a tag.
const MAX_LABEL_BYTES: usize = 40;

/// Label of text that the model did not frame.
const DEFAULT_LABEL: &str = "text";

/// One block of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerBlock {
    /// The model's label.
    pub label: String,
    /// Left, top, right, bottom, 0–999; the hull if there were several boxes.
    pub bounds: Option<[u16; 4]>,
    /// The body as clean Markdown.
    pub text: String,
    /// Bytes of the raw answer that the body was read from.
    pub source: Range<usize>,
}

/// A parsed answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The blocks in reading order.
    pub blocks: Vec<AnswerBlock>,
}

/// A page's text and where its blocks stand in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageText {
    /// Markdown, blocks apart by an empty line.
    pub text: String,
    /// The blocks; ranges count code points of `text`.
    pub blocks: Vec<Block>,
}

impl Answer {
    /// Puts the page's text together. Confidences are left open.
    pub fn into_text(self) -> PageText {
        let mut page = PageText::default();
        let mut length = 0_u32;
        for (index, block) in self.blocks.into_iter().enumerate() {
            if !block.text.is_empty() && !page.text.is_empty() {
                page.text.push_str("\n\n");
                length = length.saturating_add(2);
            }
            let start = length;
            let characters = block.text.chars().count();
            length = length.saturating_add(u32::try_from(characters).unwrap_or(u32::MAX));
            page.text.push_str(&block.text);
            page.blocks.push(Block {
                index: u32::try_from(index).unwrap_or(u32::MAX),
                label: block.label,
                bounds: block.bounds,
                start,
                end: length,
                confidence: None,
            });
        }
        page
    }

    /// The answer in the model's own form; [`parse`] gives the same blocks again.
    pub fn print(&self) -> String {
        let mut printed = String::new();
        for block in &self.blocks {
            let boxes = block.bounds.map_or_else(
                || "[]".to_owned(),
                |[left, top, right, bottom]| format!("[[{left}, {top}, {right}, {bottom}]]"),
            );
            let _ = write!(
                printed,
                "<|ref|>{}<|/ref|><|det|>{boxes}<|/det|>\n{}\n\n",
                block.label, block.text
            );
        }
        printed
    }
}

/// A tag that was found: where it begins and ends, and what it says.
struct Tag<'a> {
    span: Range<usize>,
    label: &'a str,
    boxes: &'a str,
}

/// Reads an answer.
pub fn parse(answer: &str) -> Answer {
    let answer = answer.get(..cut_token_start(answer)).unwrap_or_default();
    let answer = answer.get(..cut_tag_start(answer)).unwrap_or_default();
    let mut blocks = Vec::new();
    let mut current: Option<Tag<'_>> = None;
    let mut body_start = 0;
    for tag in find_tags(answer) {
        let next_body = tag.span.end;
        push_block(
            &mut blocks,
            answer,
            current.as_ref(),
            body_start..tag.span.start,
        );
        current = Some(tag);
        body_start = next_body;
    }
    push_block(
        &mut blocks,
        answer,
        current.as_ref(),
        body_start..answer.len(),
    );
    mend_captioned_tables(&mut blocks);
    Answer { blocks }
}

/// The byte where a tag begins that the end of the answer cut off; the end if none does.
fn cut_tag_start(answer: &str) -> usize {
    let Some(start) = answer.rfind("<|ref|>") else {
        return answer.len();
    };
    let label = answer
        .get(start..)
        .and_then(|tag| tag.strip_prefix("<|ref|>"))
        .unwrap_or_default();
    // The end may also have cut off all of the next token but its first character.
    let label = label.strip_suffix('<').unwrap_or(label);
    let is_cut = match label.split_once("<|/ref|>") {
        None => label.is_empty() || is_label(label.trim_end()),
        Some((label, rest)) => {
            let boxes = rest.trim_start();
            let boxes = boxes.strip_prefix("<|det|>").unwrap_or(boxes);
            let has_det = boxes.len() < rest.trim_start().len();
            is_label(label.trim())
                && (boxes.is_empty() || has_det)
                && boxes.len() < MAX_BOXES_BYTES
                && boxes.bytes().all(is_box_byte)
        }
    };
    if is_cut { start } else { answer.len() }
}

const MAX_BOXES_BYTES: usize = 2_000;

fn is_box_byte(byte: u8) -> bool {
    byte.is_ascii_digit() || b"[](), .-\n\t".contains(&byte)
}

fn is_label(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_LABEL_BYTES
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Every tag of the answer in order, framed or bare. Bare tags are only looked for where no framed
/// one occurs: a server either drops the special tokens or it does not.
fn find_tags(answer: &str) -> Vec<Tag<'_>> {
    let framed = framed_tags(answer);
    if framed.is_empty() {
        bare_tags(answer)
    } else {
        framed
    }
}

fn framed_tags(answer: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(offset) = answer.get(at..).and_then(|rest| rest.find("<|ref|>")) {
        let start = at.saturating_add(offset);
        at = start.saturating_add("<|ref|>".len());
        let rest = answer.get(at..).unwrap_or_default();
        let Some((label, after_label)) = split_at_token(rest, "<|/ref|>", MAX_BOXES_BYTES) else {
            continue;
        };
        let blanks = after_label
            .len()
            .saturating_sub(after_label.trim_start().len());
        let boxes = after_label
            .trim_start()
            .strip_prefix("<|det|>")
            .and_then(|boxes| split_at_token(boxes, "<|/det|>", MAX_BOXES_BYTES));
        let label_end = at
            .saturating_add(label.len())
            .saturating_add("<|/ref|>".len());
        let (boxes, end) = match boxes {
            Some((boxes, _)) => (
                boxes,
                label_end
                    .saturating_add(blanks)
                    .saturating_add("<|det|>".len())
                    .saturating_add(boxes.len())
                    .saturating_add("<|/det|>".len()),
            ),
            // A label without its box still begins a block.
            None => ("", label_end),
        };
        tags.push(Tag {
            span: start..end,
            label,
            boxes,
        });
        at = end;
    }
    tags
}

/// What stands before `token` and what after, if the token comes before another special one and
/// within `limit` bytes.
fn split_at_token<'a>(text: &'a str, token: &str, limit: usize) -> Option<(&'a str, &'a str)> {
    let mut window_end = text.len().min(limit);
    while !text.is_char_boundary(window_end) {
        window_end = window_end.saturating_sub(1);
    }
    let window = text.get(..window_end)?;
    let end = window.find("<|")?;
    let rest = text.get(end..)?;
    let after = rest.strip_prefix(token)?;
    Some((text.get(..end)?, after))
}

fn bare_tags(answer: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut line_start = 0_usize;
    for line in answer.split_inclusive('\n') {
        let trimmed = line.trim_end();
        if let Some((label, boxes)) = trimmed.split_once("[[")
            && label.starts_with(|letter: char| letter.is_ascii_lowercase())
            && is_label(label)
            && boxes.ends_with("]]")
            && boxes.len() < MAX_BOXES_BYTES
            && boxes.bytes().all(is_box_byte)
        {
            let boxes_start = line_start.saturating_add(label.len());
            let end = line_start.saturating_add(trimmed.len());
            tags.push(Tag {
                span: line_start..end,
                label,
                boxes: answer.get(boxes_start..end).unwrap_or_default(),
            });
        }
        line_start = line_start.saturating_add(line.len());
    }
    tags
}

fn push_block(
    blocks: &mut Vec<AnswerBlock>,
    answer: &str,
    tag: Option<&Tag<'_>>,
    source: Range<usize>,
) {
    let body = answer.get(source.clone()).unwrap_or_default();
    let raw_label = tag.map_or("", |tag| tag.label.trim());
    let text = if is_label(raw_label) || raw_label.is_empty() {
        clean_body(body)
    } else {
        // Free text inside a tag is text: the prompt "OCR this image." answers that way.
        clean_body(&format!("{raw_label}\n{body}"))
    };
    if tag.is_none() && text.is_empty() {
        return;
    }
    let label = if is_label(raw_label) {
        raw_label
    } else {
        DEFAULT_LABEL
    };
    blocks.push(AnswerBlock {
        label: label.to_owned(),
        bounds: tag.and_then(|tag| parse_boxes(tag.boxes)),
        text,
        source,
    });
}

/// The body as clean Markdown. Taking markup out can bring the parts of other markup together, so
/// this repeats until nothing changes, which is at once for anything but a hostile answer.
fn clean_body(body: &str) -> String {
    const MAX_PASSES: usize = 8;
    let mut text = clean_once(body);
    for _ in 0..MAX_PASSES {
        let next = clean_once(&text);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

fn clean_once(body: &str) -> String {
    let mut text = tidy_lines(&normalize_tables(&strip_tokens(body)));
    text.truncate(cut_token_start(&text));
    text.truncate(text.trim_end().len());
    text
}

/// The hull of the well-formed boxes, clamped; `None` if there is none or it has no area.
fn parse_boxes(boxes: &str) -> Option<[u16; 4]> {
    boxes
        .split(['[', ']'])
        .filter_map(parse_box)
        .reduce(|[left, top, right, bottom], other| {
            [
                left.min(other[0]),
                top.min(other[1]),
                right.max(other[2]),
                bottom.max(other[3]),
            ]
        })
        .filter(|[left, top, right, bottom]| left < right && top < bottom)
}

fn parse_box(text: &str) -> Option<[u16; 4]> {
    let numbers: Vec<u16> = text
        .split(',')
        .map(|number| {
            let number: f64 = number.trim().parse().ok()?;
            if number.is_nan() {
                return None;
            }
            // Truncation is meant: the scale has whole steps.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let clamped = number.clamp(0.0, f64::from(MAX_COORDINATE)) as u16;
            Some(clamped)
        })
        .collect::<Option<_>>()?;
    let [x1, y1, x2, y2] = <[u16; 4]>::try_from(numbers).ok()?;
    Some([x1.min(x2), y1.min(y2), x1.max(x2), y1.max(y2)])
}

/// The model sometimes writes the tags of a table and of its caption in front of the caption, and
/// the table after it. The rows go back to the block that is theirs, behind the caption.
fn mend_captioned_tables(blocks: &mut [AnswerBlock]) {
    for index in 1..blocks.len() {
        let Some([table, caption]) = blocks.get_mut(index.saturating_sub(1)..=index) else {
            continue;
        };
        if table.label != "table" || !table.text.is_empty() || caption.label == "table" {
            continue;
        }
        if caption.text.starts_with("<table") {
            table.text = std::mem::take(&mut caption.text);
            table.source = caption.source.clone();
        } else if let Some(rows_at) = caption.text.find("\n\n<table") {
            let rows = caption.text.split_off(rows_at);
            // What stood before the rows ends the block now, and may end as a token that was cut off.
            caption.text = clean_body(&caption.text);
            rows.trim_start().clone_into(&mut table.text);
            table.source = caption.source.clone();
            std::mem::swap(table, caption);
        }
    }
}

#[cfg(test)]
mod tests;
