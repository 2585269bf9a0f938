/*!
The request, as vLLM's chat route takes it: one user message of an image and a prompt, temperature
0, the answer streamed with token counts and probabilities. `skip_special_tokens` is false because
the layout tags are special tokens, and the token ids of the n-gram guard are a list: as a string
they would be accepted and silently mean something else.
*/

use serde::Serialize;

use super::ladder::Step;

/// Ids of `<td>` and `</td>`, which the n-gram guard lets repeat.
const TABLE_CELL_TOKENS: [u32; 2] = [128_821, 128_822];

#[derive(Serialize)]
struct ChatRequest<'a> {
    model: &'a str,
    messages: [Message<'a>; 1],
    temperature: u8,
    max_tokens: u32,
    skip_special_tokens: bool,
    vllm_xargs: GuardSettings,
    stream: bool,
    stream_options: StreamOptions,
    logprobs: bool,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'a str,
    content: [Part<'a>; 2],
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Part<'a> {
    ImageUrl { image_url: ImageUrl<'a> },
    Text { text: &'a str },
}

#[derive(Serialize)]
struct ImageUrl<'a> {
    url: &'a str,
}

#[derive(Serialize)]
struct GuardSettings {
    ngram_size: u32,
    window_size: u32,
    whitelist_token_ids: [u32; 2],
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

/// The body of `POST /v1/chat/completions`. `image_url` is a `data:` address in standard base64.
pub fn chat_request(model: &str, step: &Step, image_url: &str) -> serde_json::Result<String> {
    serde_json::to_string(&ChatRequest {
        model,
        messages: [Message {
            role: "user",
            content: [
                Part::ImageUrl {
                    image_url: ImageUrl { url: image_url },
                },
                Part::Text {
                    text: step.prompt.as_str(),
                },
            ],
        }],
        temperature: 0,
        max_tokens: step.max_tokens,
        skip_special_tokens: false,
        vllm_xargs: GuardSettings {
            ngram_size: step.ngram_size,
            window_size: step.window_size,
            whitelist_token_ids: TABLE_CELL_TOKENS,
        },
        stream: true,
        stream_options: StreamOptions {
            include_usage: true,
        },
        logprobs: true,
    })
}

#[cfg(test)]
mod tests {
    use super::super::ladder::FIRST_STEP;
    use super::*;

    #[test]
    fn request_is_what_the_recipe_sends() -> serde_json::Result<()> {
        let body = chat_request(
            "deepseek-ai/DeepSeek-OCR",
            &FIRST_STEP,
            "data:image/png;base64,AA==",
        )?;
        let expected = serde_json::json!({
            "model": "deepseek-ai/DeepSeek-OCR",
            "messages": [{"role": "user", "content": [
                {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}},
                {"type": "text", "text": "<|grounding|>Convert the document to markdown."},
            ]}],
            "temperature": 0,
            "max_tokens": 4096,
            "skip_special_tokens": false,
            "vllm_xargs": {"ngram_size": 30, "window_size": 90,
                "whitelist_token_ids": [128_821, 128_822]},
            "stream": true,
            "stream_options": {"include_usage": true},
            "logprobs": true,
        });
        assert_eq!(serde_json::from_str::<serde_json::Value>(&body)?, expected);
        Ok(())
    }
}
