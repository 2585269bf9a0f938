/*!
The streamed answer: server-sent events, decoded as the bytes come, and the chat chunks in them.
Unknown keys, `:` comments, split lines and split characters are fine; a missing `[DONE]` is seen by
the caller as an end without [`AnswerEvent::Done`].
*/

use serde::Deserialize;

use super::confidence::Token;

/// Longest line that is taken; a longer one is no chat chunk.
const MAX_LINE_BYTES: usize = 1 << 20;

/// Longest answer that is kept. A full context of 8,192 tokens is far below it.
pub const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// What one server-sent event meant.
#[derive(Clone, Debug, PartialEq)]
pub enum AnswerEvent {
    /// Text was added to the answer: this many bytes at its end.
    Text(usize),
    /// The server reported an error after its headers: status if it named one, and its words.
    Error(Option<u16>, String),
    /// An event that is no chat chunk.
    Garbage,
    /// The stream is complete.
    Done,
}

/// Tokens as the server counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Usage {
    /// Tokens of the request, image included.
    pub prompt_tokens: Option<i64>,
    /// Tokens of the answer.
    pub completion_tokens: Option<i64>,
}

/// Everything a streamed answer held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawAnswer {
    /// The text as the model wrote it.
    pub text: String,
    /// Token probabilities; empty if the server gives none.
    pub tokens: Vec<Token>,
    /// `stop`, `length`, `repetition` …; `None` if the stream ended before it.
    pub finish_reason: Option<String>,
    /// Token counts.
    pub usage: Usage,
    /// Chunks that carried text: an estimate of the answer's tokens where no usage came.
    pub text_chunks: u32,
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    usage: Option<Usage>,
    error: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(alias = "message")]
    delta: Option<Delta>,
    logprobs: Option<Logprobs>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Delta {
    content: Option<String>,
}

#[derive(Deserialize)]
struct Logprobs {
    content: Option<Vec<TokenLogprob>>,
}

#[derive(Deserialize)]
struct TokenLogprob {
    #[serde(default)]
    token: String,
    logprob: Option<f64>,
}

/// What an `error` value says: its code where it is an HTTP status, and its message.
pub fn error_of(value: &serde_json::Value) -> (Option<u16>, String) {
    let status = value
        .get("code")
        .and_then(serde_json::Value::as_u64)
        .and_then(|code| u16::try_from(code).ok())
        .filter(|code| (400..600).contains(code));
    let message = value
        .get("message")
        .unwrap_or(value)
        .as_str()
        .unwrap_or("error without a message");
    (status, message.to_owned())
}

impl RawAnswer {
    /// Takes the data of one event, or the body of an answer that was not streamed.
    pub fn take(&mut self, data: &str) -> AnswerEvent {
        let data = data.trim();
        if data == "[DONE]" {
            return AnswerEvent::Done;
        }
        let Ok(chunk) = serde_json::from_str::<Chunk>(data) else {
            return AnswerEvent::Garbage;
        };
        if let Some(error) = chunk.error.filter(|error| !error.is_null()) {
            let (status, message) = error_of(&error);
            return AnswerEvent::Error(status, message);
        }
        if let Some(usage) = chunk.usage {
            self.usage = usage;
        }
        let before = self.text.len();
        if let Some(choice) = chunk.choices.into_iter().next() {
            self.take_choice(choice);
        }
        AnswerEvent::Text(self.text.len().saturating_sub(before))
    }

    fn take_choice(&mut self, choice: Choice) {
        let start = self.text.len();
        let content = choice
            .delta
            .and_then(|delta| delta.content)
            .unwrap_or_default();
        let room = MAX_ANSWER_BYTES.saturating_sub(start);
        let end = content.floor_char_boundary(room);
        self.text.push_str(content.get(..end).unwrap_or_default());
        if end > 0 {
            self.text_chunks = self.text_chunks.saturating_add(1);
        }
        let mut token_start = start;
        let tokens = choice
            .logprobs
            .and_then(|logprobs| logprobs.content)
            .unwrap_or_default();
        for token in tokens {
            self.tokens.extend(token.logprob.map(|logprob| Token {
                start: token_start.min(self.text.len()),
                probability: logprob.exp().clamp(0.0, 1.0),
            }));
            token_start = token_start.saturating_add(token.token.len());
        }
        if choice.finish_reason.is_some() {
            self.finish_reason = choice.finish_reason;
        }
    }
}

/// Cuts a byte stream into the data of server-sent events.
#[derive(Debug, Default)]
pub struct EventDecoder {
    line: Vec<u8>,
    data: String,
    overlong: bool,
}

impl EventDecoder {
    /// Takes the next bytes and returns the data of every event that is complete with them.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut events = Vec::new();
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let (line, complete) = match part.split_last() {
                Some((b'\n', line)) => (line, true),
                _ => (part, false),
            };
            if self.line.len().saturating_add(line.len()) > MAX_LINE_BYTES {
                self.overlong = true;
            } else {
                self.line.extend_from_slice(line);
            }
            if complete {
                self.end_line(&mut events);
            }
        }
        events
    }

    /// The data of an event that the end of the stream left open.
    pub fn finish(mut self) -> Option<String> {
        let mut events = Vec::new();
        self.end_line(&mut events);
        self.end_event(&mut events);
        events.into_iter().next()
    }

    fn end_line(&mut self, events: &mut Vec<String>) {
        let bytes = std::mem::take(&mut self.line);
        if std::mem::take(&mut self.overlong) {
            // Not a chunk; an event that says nothing is garbage to the one who reads it.
            events.push(String::new());
            return;
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.strip_suffix('\r').unwrap_or(&line);
        if line.is_empty() {
            self.end_event(events);
        } else if let Some(data) = line.strip_prefix("data:") {
            // One JSON value a line is all that is ever sent, so a line ends the one before.
            self.end_event(events);
            self.data.push_str(data.strip_prefix(' ').unwrap_or(data));
        }
    }

    fn end_event(&mut self, events: &mut Vec<String>) {
        if !self.data.is_empty() {
            events.push(std::mem::take(&mut self.data));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(pieces: &[&[u8]]) -> (RawAnswer, Vec<AnswerEvent>) {
        let mut decoder = EventDecoder::default();
        let mut answer = RawAnswer::default();
        let mut events = Vec::new();
        for piece in pieces {
            for data in decoder.push(piece) {
                events.push(answer.take(&data));
            }
        }
        if let Some(data) = decoder.finish() {
            events.push(answer.take(&data));
        }
        (answer, events)
    }

    const STREAM: &str = concat!(
        ": keep-alive\n\n",
        "data: {\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"Æg\"},\"logprobs\":{\"content\":[",
        "{\"token\":\"Æ\",\"logprob\":0.0,\"bytes\":[1]},{\"token\":\"g\",\"logprob\":-0.6931471805599453}]}}]}\r\n\r\n",
        "event: message\ndata: {\"choices\":[{\"delta\":{\"content\":\"ir\"},\"finish_reason\":\"stop\"}],\"new\":1}\n\n",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":912,\"completion_tokens\":4,\"total_tokens\":916}}\n\n",
        "data: [DONE]\n\n"
    );

    #[test]
    fn stream_is_read_however_it_is_cut() {
        for size in [1, 2, 3, 7, 1000] {
            let pieces: Vec<&[u8]> = STREAM.as_bytes().chunks(size).collect();
            let (answer, events) = decode(&pieces);
            assert_eq!(answer.text, "Ægir");
            assert_eq!(answer.finish_reason.as_deref(), Some("stop"));
            assert_eq!(answer.usage.prompt_tokens, Some(912));
            let starts: Vec<usize> = answer.tokens.iter().map(|token| token.start).collect();
            assert_eq!(starts, [0, 2]);
            assert!((answer.tokens[1].probability - 0.5).abs() < 1e-9);
            assert_eq!(events.last(), Some(&AnswerEvent::Done));
        }
    }

    #[test]
    fn stream_that_breaks_off_has_no_done() {
        let half = STREAM
            .split("data: {\"choices\":[],")
            .next()
            .unwrap_or_default();
        let (answer, events) = decode(&[half.as_bytes()]);
        assert_eq!(answer.text, "Ægir");
        assert!(!events.contains(&AnswerEvent::Done));
    }

    #[test]
    fn errors_and_garbage_are_told_apart() {
        for (data, expected) in [
            (
                r#"{"error":{"message":"boom","type":"InternalServerError","code":500}}"#,
                AnswerEvent::Error(Some(500), "boom".to_owned()),
            ),
            (
                r#"{"error":"Unauthorized"}"#,
                AnswerEvent::Error(None, "Unauthorized".to_owned()),
            ),
            ("<html>", AnswerEvent::Garbage),
            ("", AnswerEvent::Garbage),
            ("{}", AnswerEvent::Text(0)),
        ] {
            assert_eq!(RawAnswer::default().take(data), expected, "{data}");
        }
    }

    #[test]
    fn answer_and_line_are_bounded() {
        let mut answer = RawAnswer::default();
        let text = "æ".repeat(60_000);
        for _ in 0..4 {
            answer.take(&format!(
                "{{\"choices\":[{{\"delta\":{{\"content\":\"{text}\"}}}}]}}"
            ));
        }
        assert!(answer.text.len() <= MAX_ANSWER_BYTES);
        let mut decoder = EventDecoder::default();
        let line = vec![b'x'; MAX_LINE_BYTES];
        decoder.push(&line);
        decoder.push(&line);
        assert!(decoder.line.len() <= MAX_LINE_BYTES);
        assert_eq!(decoder.push(b"\n"), [String::new()]);
    }
}
