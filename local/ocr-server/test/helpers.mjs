// @ts-check
/** What the tests of the stand-in share: small images, requests, and readers of answers. */
import { PNG } from 'pngjs';

/** The prompt the system sends. */
export const PROMPT = '<|grounding|>Convert the document to markdown.';

/**
 * A white grey PNG; `shade` makes images of one size differ.
 *
 * @param {number} width
 * @param {number} height
 * @param {number} [shade]
 * @returns {Buffer}
 */
export function blankPng(width, height, shade = 255) {
  const png = new PNG({ width, height, colorType: 0 });
  png.data.fill(shade);
  return PNG.sync.write(png, { colorType: 0, inputColorType: 6 });
}

/** @param {Uint8Array} bytes */
export function dataUrl(bytes) {
  return `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
}

/**
 * @param {Uint8Array} image
 * @param {Record<string, unknown>} [extra] further keys of the body
 * @returns {Record<string, unknown>} the request the OCR processor sends
 */
export function pageRequest(image, extra = {}) {
  return {
    model: 'deepseek-ai/DeepSeek-OCR',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: dataUrl(image) } },
          { type: 'text', text: PROMPT },
        ],
      },
    ],
    temperature: 0,
    skip_special_tokens: false,
    max_tokens: 4096,
    vllm_xargs: { ngram_size: 30, window_size: 90, whitelist_token_ids: [128821, 128822] },
    ...extra,
  };
}

/**
 * @param {string} url the server's
 * @param {unknown} body
 * @param {Record<string, string>} [headers]
 * @returns {Promise<{ status: number, json: any, text: string, headers: Headers }>}
 */
export async function post(url, body, headers = {}) {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, json, text, headers: response.headers };
}

/**
 * The events of a streamed answer.
 *
 * @param {string} text
 * @returns {any[]} parsed data lines; the end mark as the string `[DONE]`
 */
export function eventsOf(text) {
  return text
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => event.slice('data: '.length))
    .map((data) => (data === '[DONE]' ? data : JSON.parse(data)));
}

/**
 * Waits until something holds, looking again every few milliseconds; the test runner's own limit
 * ends a wait that never does.
 *
 * @param {() => Promise<boolean> | boolean} holds
 */
export async function until(holds) {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
