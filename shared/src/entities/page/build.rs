//! One pass over the page: lines are sorted into tables and paragraphs while the cleaned text grows.

use crate::entities::words::tokens::Words;

use super::offsets::Offsets;
use super::{Block, Line, LineKind, Page, Span, Table, barred, html};
use super::{emphasis, pipe, trim};

/// The cleaned text under construction.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) text: String,
    offsets: Offsets,
}

impl Builder {
    /// Appends a piece of the page as it is.
    pub(super) fn copy(&mut self, raw: &str, at: usize) {
        self.offsets.push(self.text.len(), at, raw.len(), raw.len());
        self.text.push_str(raw);
    }

    /// Appends `clean`, which stands for `raw_len` bytes at `at`.
    pub(super) fn replace(&mut self, clean: &str, at: usize, raw_len: usize) {
        self.offsets.push(self.text.len(), at, clean.len(), raw_len);
        self.text.push_str(clean);
    }

    /// Appends a line break that ends a cell or line.
    pub(super) fn separate(&mut self, at: usize) {
        self.offsets.push(self.text.len(), at, 1, 0);
        self.text.push('\n');
    }

    /// Appends text with its entities decoded and its inline markup dropped; gives the trimmed span.
    pub(super) fn inline(&mut self, raw: &str, at: usize) -> Span {
        let start = self.text.len();
        let mut rest = 0;
        let marks = |b: u8| matches!(b, b'&' | b'<' | b'*' | b'_' | b'\r' | b'\\');
        while let Some(found) = raw.get(rest..).and_then(|r| r.bytes().position(marks)) {
            let here = rest + found;
            self.copy(raw.get(rest..here).unwrap_or(""), at + rest);
            let tail = raw.get(here..).unwrap_or("");
            let line = self.text.get(start..).unwrap_or("");
            if let Some((marks, name)) = emphasis::name(tail, line) {
                self.replace("\"", at + here, marks);
                self.copy(name, at + here + marks);
                rest = here + marks + name.len() + marks;
                self.replace("\"", at + rest - marks, marks);
                continue;
            }
            let (used, clean) = markup(tail, &self.text);
            if used == 0 {
                let sign = tail.chars().next().map_or(1, char::len_utf8);
                self.copy(tail.get(..sign).unwrap_or(""), at + here);
                rest = here + sign;
            } else {
                if !clean.is_empty() {
                    self.replace(clean.as_str(), at + here, used);
                }
                rest = here + used;
            }
        }
        self.copy(raw.get(rest..).unwrap_or(""), at + rest);
        trim(&self.text, &(start..self.text.len()))
    }
}

/// The markup at the head of `tail`: bytes it takes and the text it stands for; 0 bytes where it is plain text.
fn markup(tail: &str, before: &str) -> (usize, String) {
    // `Name ________ ALBA`: a longer stroke leads to a value.
    let emphasis = tail.starts_with("__") && !tail.starts_with("___") && !before.ends_with('_');
    if tail.starts_with("**") || emphasis {
        return (2, String::new());
    }
    if tail.starts_with('\r') {
        return (1, String::new());
    }
    if tail.starts_with("\\(") || tail.starts_with("\\)") || tail.starts_with("\\|") {
        let kept = if tail.starts_with("\\|") { "|" } else { "" };
        return (2, kept.to_string());
    }
    if tail.starts_with('&') {
        return html::entity(tail)
            .map_or((0, String::new()), |(used, sign)| (used, sign.to_string()));
    }
    if tail.starts_with('<') {
        return html::inline_tag(tail, before);
    }
    (0, String::new())
}

/// Parses a page.
pub(super) fn parse(raw: &str) -> Page {
    let mut builder = Builder {
        text: String::with_capacity(raw.len() + raw.len() / 16),
        offsets: Offsets::of(raw.len()),
    };
    let mut blocks = Vec::new();
    let mut paragraph: Vec<Line> = Vec::new();
    let keyed = raw.contains("** ") && raw.lines().map(bold_keys).sum::<usize>() >= BOLD_KEYS;
    let mut at = 0;
    while at < raw.len() {
        let tail = raw.get(at..).unwrap_or("");
        let line_len = memchr::memchr(b'\n', tail.as_bytes()).map_or(tail.len(), |n| n + 1);
        let line = tail.get(..line_len).unwrap_or("");
        if let Some(table_at) = html::table_start(line) {
            let before = line.get(..table_at).unwrap_or("");
            if !before.trim().is_empty() {
                push_line(&mut builder, &mut paragraph, before, at, keyed);
            }
            flush(&mut blocks, &mut paragraph);
            let (table, used) = html::table(
                tail.get(table_at..).unwrap_or(""),
                at + table_at,
                &mut builder,
            );
            push_table(&mut blocks, table, &builder.text);
            at += table_at + used.max(1);
            continue;
        }
        if pipe::is_row(line) {
            let (rows, used) = pipe::rows(tail);
            if rows {
                flush(&mut blocks, &mut paragraph);
                let table = pipe::table(tail.get(..used).unwrap_or(""), at, &mut builder);
                push_table(&mut blocks, table, &builder.text);
                at += used.max(1);
                continue;
            }
        }
        if line.trim().is_empty() {
            flush(&mut blocks, &mut paragraph);
        } else {
            push_line(&mut builder, &mut paragraph, line, at, keyed);
        }
        at += line_len;
    }
    flush(&mut blocks, &mut paragraph);
    Page {
        words: Words::of(&builder.text),
        text: builder.text,
        blocks,
        offsets: builder.offsets,
    }
}

fn push_table(blocks: &mut Vec<Block>, mut table: Table, text: &str) {
    barred::part(&mut table, text);
    if !table.cells.is_empty() {
        blocks.push(Block::Table(table));
    }
}

fn flush(blocks: &mut Vec<Block>, paragraph: &mut Vec<Line>) {
    if !paragraph.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(paragraph)));
    }
}

/// Lines with a bold key that make a page one whose bold type sets off keys.
const BOLD_KEYS: usize = 3;

/// `**1.3 Home** Stanley`: where the key's emphasis ends in a line that has no other sign between key and value.
fn bold_key(line: &str) -> Option<usize> {
    let lead = line.len() - line.trim_start().len();
    let inner = line.get(lead..)?.strip_prefix("**")?;
    let close = inner.find("**")?;
    let (key, rest) = (inner.get(..close)?, inner.get(close + 2..)?);
    let value = rest.strip_prefix(' ')?;
    let plain = key.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ')'))
        && key.split_whitespace().count() <= 8
        && value.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '“' | '«'));
    plain.then_some(lead + 2 + close)
}

/// How many `**Key** value` a line holds, one after the other.
fn bold_keys(line: &str) -> usize {
    let mut rest = line;
    let mut keys = 0;
    while let Some(end) = bold_key(rest) {
        keys += 1;
        let tail = rest.get(end + 2..).unwrap_or("");
        let Some(next) = tail.find(" **") else { break };
        rest = tail.get(next + 1..).unwrap_or("");
    }
    keys
}

fn push_line(builder: &mut Builder, paragraph: &mut Vec<Line>, line: &str, at: usize, keyed: bool) {
    let mut line = line;
    let mut at = at;
    // `**Flag** Honduras **Port** French Harbour`: each of them a line of its own.
    while let Some(end) = bold_key(line).filter(|_| keyed) {
        let tail = line.get(end + 2..).unwrap_or("");
        let Some(next) = tail.find(" **") else { break };
        let (piece, rest) = line.split_at(end + 2 + next + 1);
        if bold_key(rest).is_none() {
            break;
        }
        push_one(builder, paragraph, piece, at, keyed);
        at += piece.len();
        line = rest;
    }
    push_one(builder, paragraph, line, at, keyed);
}

/// Signs that frame a title.
const FRAME: [char; 2] = ['=', ' '];

/// `=== MS ALBA ===`: the title and what stands behind it.
fn framed(body: &str) -> Option<&str> {
    let inner = body.trim_start_matches(FRAME);
    let signs = body.starts_with("==") && body.ends_with("==");
    (signs && !inner.is_empty()).then_some(inner)
}

fn push_one(builder: &mut Builder, paragraph: &mut Vec<Line>, line: &str, at: usize, keyed: bool) {
    if let Some(end) = bold_key(line).filter(|_| keyed) {
        let start = builder.text.len();
        builder.inline(line.get(..end).unwrap_or(""), at);
        builder.replace(":", at + end, 2);
        builder.inline(line.get(end + 2..).unwrap_or(""), at + end + 2);
        let span = trim(&builder.text, &(start..builder.text.len()));
        builder.separate(at + line.len());
        paragraph.push(Line {
            span,
            kind: LineKind::Text,
            bold: false,
            indented: line.starts_with([' ', '\t']),
        });
        return;
    }
    let content = line.trim_end_matches(['\n', '\r']);
    let lead = content.len() - content.trim_start().len();
    let body = content.trim();
    let hashes = body.bytes().take_while(|b| *b == b'#').count();
    // `#12 – ALBA` is a number.
    let numbered = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let heading = (1..=6).contains(&hashes) && !body.get(hashes..).is_some_and(numbered);
    let (heading, skip, body) = match framed(body) {
        Some(inner) => (
            true,
            body.len() - inner.len(),
            inner.trim_end_matches(FRAME),
        ),
        None => (heading, if heading { hashes } else { 0 }, body),
    };
    let bold = body.len() > 4 && body.starts_with("**") && body.ends_with("**");
    let span = builder.inline(body.get(skip..).unwrap_or(""), at + lead + skip);
    builder.separate(at + line.len());
    if !span.is_empty() {
        let kind = if heading {
            LineKind::Heading
        } else {
            LineKind::Text
        };
        paragraph.push(Line {
            span,
            kind,
            bold,
            indented: lead > 0,
        });
    }
}
