// @ts-check
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { startOcrServer } from '../index.mjs';
import { blankPng, eventsOf, pageRequest, post, until } from './helpers.mjs';

const page = blankPng(1280, 1810);

/** @type {import('../server.mjs').OcrServer} */
let server;
before(async () => {
  server = await startOcrServer({ engine: 'canned' });
});
after(() => server.close());

test('events: role, contents, finish reason, usage, end mark (4.3)', async () => {
  const body = pageRequest(page, { stream: true, stream_options: { include_usage: true } });
  const { text, headers } = await post(server.url, body);
  assert.match(headers.get('content-type') ?? '', /^text\/event-stream/u);
  const events = eventsOf(text);
  assert.deepEqual(events[0].choices[0].delta, { role: 'assistant', content: '' });
  assert.equal(events.at(-1), '[DONE]');
  const usage = events.at(-2);
  assert.deepEqual(usage.choices, []);
  assert.equal(usage.usage.prompt_tokens, 912);
  assert.equal(events.at(-3).choices[0].finish_reason, 'stop');
  for (const event of events.slice(0, -1)) assert.equal(event.object, 'chat.completion.chunk');
});

test('usage is streamed only when it is asked for (4.3)', async () => {
  const { text } = await post(server.url, pageRequest(page, { stream: true }));
  const events = eventsOf(text);
  assert.equal(events.at(-2).choices[0].finish_reason, 'stop');
  assert.ok(events.slice(0, -1).every((event) => event.usage === undefined));
});

test('the streamed contents and logprobs are the whole answer', async () => {
  const whole = await post(server.url, pageRequest(page));
  const { text } = await post(server.url, pageRequest(page, { stream: true, logprobs: true }));
  const choices = eventsOf(text)
    .filter((event) => event !== '[DONE]' && event.choices.length > 0)
    .map((event) => event.choices[0]);
  const content = choices.map((choice) => choice.delta.content).join('');
  assert.equal(content, whole.json.choices[0].message.content);
  const tokens = choices.flatMap((choice) => choice.logprobs?.content ?? []);
  assert.equal(tokens.map((/** @type {any} */ token) => token.token).join(''), content);
});

test('a request that is refused keeps its status when it asks for a stream', async () => {
  const { status, json } = await post(server.url, pageRequest(page, { stream: true, model: 'x' }));
  assert.equal(status, 404);
  assert.equal(json.error.type, 'NotFoundError');
});

test('headers leave before the generation has its turn', async () => {
  const busy = await startOcrServer({ engine: 'canned', capacity: 1, tokensPerSecond: 1 });
  try {
    const abort = new AbortController();
    const ask = () =>
      fetch(`${busy.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(pageRequest(page, { stream: true })),
        signal: abort.signal,
      });
    const first = await ask();
    const second = await ask();
    assert.equal(first.status, 200);
    assert.equal(second.status, 200);
    assert.deepEqual(await (await fetch(`${busy.url}/load`)).json(), { server_load: 2 });
    abort.abort();
  } finally {
    await busy.close();
  }
});

test('a client that goes away frees its place and is counted as aborted', async () => {
  const slow = await startOcrServer({ engine: 'canned', capacity: 1, tokensPerSecond: 5 });
  try {
    const request = http.request(`${slow.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    request.on('error', () => {});
    request.end(JSON.stringify(pageRequest(page, { stream: true })));
    const [response] = await once(request, 'response');
    response.resume();
    const records = async () => (await fetch(`${slow.url}/__requests`)).json();
    await until(async () => (await records()).generatedTokens > 0);
    request.destroy();
    await until(async () => {
      const { server_load } = await (await fetch(`${slow.url}/load`)).json();
      return server_load === 0;
    });
    assert.equal((await records()).aborted, 1);
    const metrics = await (await fetch(`${slow.url}/metrics`)).text();
    assert.match(metrics, /vllm:request_success_total\{[^}]*finished_reason="abort"\} 1\n/u);
  } finally {
    await slow.close();
  }
});
