// @ts-check
/** The contract, request by request. Numbers in brackets are sections of the reference. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startOcrServer } from '../index.mjs';
import { blankPng, dataUrl, pageRequest, post, PROMPT } from './helpers.mjs';

const MODEL = 'deepseek-ai/DeepSeek-OCR';
const page = blankPng(1280, 1810);

/** @type {import('../server.mjs').OcrServer} */
let server;
before(async () => {
  server = await startOcrServer({ engine: 'canned', imageLimit: 1 });
});
after(() => server.close());

/** @param {unknown[]} content */
const withContent = (content) => ({ ...pageRequest(page), messages: [{ role: 'user', content }] });
/** @param {string} url */
const withUrl = (url) =>
  withContent([
    { type: 'image_url', image_url: { url } },
    { type: 'text', text: PROMPT },
  ]);
const image = { type: 'image_url', image_url: { url: dataUrl(page) } };
const text = { type: 'text', text: PROMPT };

describe('answers', () => {
  test('a page is answered whole, with every key of a completion (4.2)', async () => {
    const { status, json } = await post(server.url, pageRequest(page));
    assert.equal(status, 200);
    assert.equal(json.object, 'chat.completion');
    assert.equal(json.model, MODEL);
    assert.match(json.id, /^chatcmpl-/u);
    const [choice] = json.choices;
    assert.match(choice.message.content, /^<\|ref\|>title<\|\/ref\|><\|det\|>\[\[\d+, \d+/u);
    assert.equal(choice.message.role, 'assistant');
    assert.equal(choice.finish_reason, 'stop');
    assert.equal(choice.stop_reason, null);
    assert.equal(choice.logprobs, null);
    for (const key of ['service_tier', 'system_fingerprint', 'prompt_logprobs']) {
      assert.equal(json[key], null);
    }
  });

  test('usage counts 903 image tokens of an A4 page and 9 of the prompt (3.2)', async () => {
    const { json } = await post(server.url, pageRequest(page));
    assert.equal(json.usage.prompt_tokens, 912);
    assert.equal(json.usage.total_tokens, 912 + json.usage.completion_tokens);
  });

  test('X-Request-Id becomes part of the id (4.1)', async () => {
    const { json } = await post(server.url, pageRequest(page), { 'x-request-id': 'page-7' });
    assert.equal(json.id, 'chatcmpl-page-7');
  });

  test('the model may be left out, unknown keys are ignored (4.1)', async () => {
    const body = pageRequest(page, { model: undefined, no_such_key: { a: 1 } });
    assert.equal((await post(server.url, body)).status, 200);
  });

  test('the URL may stand bare, its media type may be wrong (4.5, 3.3)', async () => {
    const url = dataUrl(page).replace('image/png', 'image/jpeg');
    const { status } = await post(server.url, withContent([{ type: 'image_url', image_url: url }]));
    assert.equal(status, 200);
  });

  test('an explicit <image> and any order of parts give the same prompt (1.3)', async () => {
    const marked = { type: 'text', text: `<image>\n${PROMPT}` };
    for (const content of [
      [image, text],
      [text, image],
      [marked, image],
    ]) {
      const { json } = await post(server.url, withContent(content));
      assert.equal(json.usage.prompt_tokens, 912);
    }
  });

  test('a whitelist given as a string passes silently (1.2)', async () => {
    const vllm_xargs = { ngram_size: 30, window_size: 90, whitelist_token_ids: '[128821, 128822]' };
    assert.equal((await post(server.url, pageRequest(page, { vllm_xargs }))).status, 200);
  });

  test('skip_special_tokens, the default, strips the tags and keeps their contents (1.5)', async () => {
    const body = pageRequest(page, { skip_special_tokens: undefined });
    const { json } = await post(server.url, body);
    assert.match(json.choices[0].message.content, /^title\[\[\d+, \d+, \d+, \d+\]\]\n# /u);
  });

  test('max_tokens cuts the answer with finish_reason length (2.6)', async () => {
    const { json } = await post(server.url, pageRequest(page, { max_tokens: 10 }));
    assert.equal(json.choices[0].finish_reason, 'length');
    assert.equal(json.usage.completion_tokens, 10);
  });

  test('max_tokens up to 8192 is clamped to the context that is left (3.4)', async () => {
    assert.equal((await post(server.url, pageRequest(page, { max_tokens: 8192 }))).status, 200);
  });

  test('Free OCR answers without tags, tables with pipes (1.3, 2.3)', async () => {
    const { json } = await post(
      server.url,
      withContent([image, { type: 'text', text: 'Free OCR.' }]),
    );
    const { content } = json.choices[0].message;
    assert.doesNotMatch(content, /<\|/u);
    assert.match(content, /\n\| --- \|/u);
  });

  test('grounded OCR of an image refers to lines by their text (1.3)', async () => {
    const prompt = '<|grounding|>OCR this image.';
    const { json } = await post(server.url, withContent([image, { type: 'text', text: prompt }]));
    assert.match(
      json.choices[0].message.content,
      /^<\|ref\|>Record of Invented Vessels<\|\/ref\|>/u,
    );
  });

  test('logprobs concatenate to the content, with bytes and top_logprobs', async () => {
    const { json } = await post(server.url, pageRequest(page, { logprobs: true, top_logprobs: 1 }));
    const [{ message, logprobs }] = json.choices;
    const tokens = logprobs.content;
    assert.equal(tokens.map((/** @type {any} */ t) => t.token).join(''), message.content);
    for (const { token, logprob, bytes, top_logprobs } of tokens) {
      assert.ok(logprob <= 0);
      assert.equal(Buffer.from(bytes).toString('utf8'), token);
      assert.equal(top_logprobs.length, 1);
    }
  });
});

const PDF = `data:application/pdf;base64,${Buffer.from('%PDF-1.7\n%%EOF').toString('base64')}`;
const encoded = page.toString('base64');

/** @type {[string, unknown, number, string, RegExp][]} name, body, status, type, message */
const refusals = [
  ['bad JSON (4.4)', '{"model":', 400, 'Bad Request', /1 validation error/u],
  ['no messages (4.4)', {}, 400, 'Bad Request', /'loc': \('body', 'messages'\)/u],
  ['messages that are no list', { messages: 'x' }, 400, 'Bad Request', /valid list/u],
  ['a role that is missing', { messages: [{}] }, 400, 'Bad Request', /'role'/u],
  [
    'an unknown model (4.4)',
    pageRequest(page, { model: 'x' }),
    404,
    'NotFoundError',
    /The model `x` does not exist\./u,
  ],
  ['PDF bytes as an image (4.4)', withUrl(PDF), 400, 'BadRequestError', /cannot identify image/u],
  [
    'an empty image (4.4)',
    withUrl('data:image/png;base64,'),
    400,
    'BadRequestError',
    /cannot identify image/u,
  ],
  [
    'a truncated PNG (4.4)',
    withUrl(dataUrl(page.subarray(0, page.length - 40))),
    400,
    'BadRequestError',
    /truncated/u,
  ],
  [
    'base64 with newlines (4.4)',
    withUrl(`data:image/png;base64,${encoded.slice(0, 76)}\n${encoded.slice(76)}`),
    400,
    'BadRequestError',
    /Non-base64 digit found/u,
  ],
  [
    'URL-safe base64 (4.4)',
    withUrl('data:image/png;base64,_-8_'),
    400,
    'BadRequestError',
    /Non-base64 digit found/u,
  ],
  [
    'a data URL without base64 (4.4)',
    withUrl('data:image/png,abc'),
    501,
    'NotImplementedError',
    /base64/u,
  ],
  [
    'a data URL without a comma (4.4)',
    withUrl('data:image/png;base64'),
    400,
    'BadRequestError',
    /./u,
  ],
  [
    'an ftp URL (4.4)',
    withUrl('ftp://127.0.0.1/a.png'),
    400,
    'BadRequestError',
    /HTTP, data or file/u,
  ],
  [
    'a file URL (4.4)',
    withUrl('file:///tmp/a.png'),
    500,
    'InternalServerError',
    /--allowed-local-media-path/u,
  ],
  [
    'a file part (4.4)',
    withContent([{ type: 'file', file: { file_data: PDF } }, text]),
    400,
    'BadRequestError',
    /Unsupported chat content part type: 'file'/u,
  ],
  [
    'an audio part (4.4)',
    withContent([{ type: 'input_audio', input_audio: {} }, text]),
    400,
    'BadRequestError',
    /At most 0 audio\(s\)/u,
  ],
  [
    'two images at a limit of one (4.4)',
    withContent([image, image, text]),
    400,
    'BadRequestError',
    /At most 1 image\(s\)/u,
  ],
  [
    'two placeholders for one image (1.3)',
    withContent([image, { type: 'text', text: `<image><image>\n${PROMPT}` }]),
    400,
    'BadRequestError',
    /more '<image>' placeholders/u,
  ],
  [
    'two user messages in a row (1.3)',
    {
      messages: [
        { role: 'user', content: 'a' },
        { role: 'user', content: [image, text] },
      ],
    },
    400,
    'BadRequestError',
    /Conversation roles must alternate/u,
  ],
  [
    'max_tokens beyond the context (3.4)',
    pageRequest(page, { max_tokens: 8193 }),
    400,
    'BadRequestError',
    /too large/u,
  ],
  [
    'max_tokens of none',
    pageRequest(page, { max_tokens: 0 }),
    400,
    'BadRequestError',
    /at least 1/u,
  ],
  [
    'a prompt beyond the context (4.4)',
    withContent([image, { type: 'text', text: 'word '.repeat(9000) }]),
    400,
    'BadRequestError',
    /maximum context length is 8192 tokens/u,
  ],
  [
    'stream_options without stream (4.3)',
    pageRequest(page, { stream_options: { include_usage: true } }),
    400,
    'BadRequestError',
    /Stream options/u,
  ],
  [
    'top_logprobs without logprobs',
    pageRequest(page, { top_logprobs: 3 }),
    400,
    'BadRequestError',
    /`logprobs` must be set/u,
  ],
  [
    'a stream flag that is no boolean',
    pageRequest(page, { stream: 7 }),
    400,
    'Bad Request',
    /boolean/u,
  ],
  [
    'an n-gram size that is no integer (1.2)',
    pageRequest(page, { vllm_xargs: { ngram_size: '30' } }),
    400,
    'BadRequestError',
    /`ngram_size` has to be a strictly positive integer/u,
  ],
  [
    'a window of nothing (1.2)',
    pageRequest(page, { vllm_xargs: { ngram_size: 30, window_size: 0 } }),
    400,
    'BadRequestError',
    /`window_size`/u,
  ],
  [
    'a whitelist that cannot be walked (1.2)',
    pageRequest(page, { vllm_xargs: { ngram_size: 30, whitelist_token_ids: 5 } }),
    400,
    'BadRequestError',
    /`whitelist_token_ids`/u,
  ],
  [
    'an extra argument that is an object (1.2)',
    pageRequest(page, { vllm_xargs: { ngram_size: {} } }),
    400,
    'Bad Request',
    /vllm_xargs/u,
  ],
];

describe('refusals', () => {
  for (const [name, body, status, type, message] of refusals) {
    test(`refused: ${name}`, async () => {
      const answer = await post(server.url, body);
      assert.equal(answer.status, status);
      assert.equal(answer.json.error.type, type);
      assert.match(answer.json.error.message, message);
      assert.equal(answer.json.error.code, status);
      assert.ok('param' in answer.json.error);
    });
  }

  test('refused: another content type (4.4)', async () => {
    const body = JSON.stringify(pageRequest(page));
    const answer = await post(server.url, body, { 'content-type': 'text/plain' });
    assert.equal(answer.status, 400);
    assert.equal(answer.json.error.type, 'Bad Request');
  });

  test('a key is asked for under /v1 only, its refusal is a string (4.4, 4.6)', async () => {
    const locked = await startOcrServer({ engine: 'canned', apiKey: 'secret' });
    try {
      for (const authorization of ['', 'Bearer wrong', 'secret']) {
        const answer = await post(locked.url, pageRequest(page), { authorization });
        assert.equal(answer.status, 401);
        assert.deepEqual(answer.json, { error: 'Unauthorized' });
      }
      const allowed = { authorization: 'Bearer secret' };
      assert.equal((await post(locked.url, pageRequest(page), allowed)).status, 200);
      assert.equal((await fetch(`${locked.url}/health`)).status, 200);
    } finally {
      await locked.close();
    }
  });
});

describe('other endpoints', () => {
  test('unknown paths and methods have FastAPI bodies (4.4)', async () => {
    const missing = await fetch(`${server.url}/v1/nothing`);
    assert.equal(missing.status, 404);
    assert.deepEqual(await missing.json(), { detail: 'Not Found' });
    const method = await fetch(`${server.url}/v1/chat/completions`);
    assert.equal(method.status, 405);
    assert.deepEqual(await method.json(), { detail: 'Method Not Allowed' });
  });

  test('health and ping are empty, version and load are objects (4.6)', async () => {
    for (const path of ['/health', '/ping']) {
      const answer = await fetch(server.url + path);
      assert.equal(answer.status, 200);
      assert.equal(await answer.text(), '');
    }
    assert.equal((await fetch(`${server.url}/ping`, { method: 'POST' })).status, 200);
    assert.equal(typeof (await (await fetch(`${server.url}/version`)).json()).version, 'string');
    assert.deepEqual(await (await fetch(`${server.url}/load`)).json(), { server_load: 0 });
  });

  test('the one model is listed with its context (4.6)', async () => {
    const { data } = await (await fetch(`${server.url}/v1/models`)).json();
    assert.equal(data.length, 1);
    assert.equal(data[0].id, MODEL);
    assert.equal(data[0].owned_by, 'vllm');
    assert.equal(data[0].max_model_len, 8192);
  });
});
