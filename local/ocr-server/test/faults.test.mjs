// @ts-check
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createScript } from '../faults/script.mjs';
import { startOcrServer } from '../index.mjs';
import { blankPng, eventsOf, pageRequest, post } from './helpers.mjs';

const page = blankPng(1280, 1810);

/** @type {import('../server.mjs').OcrServer} */
let server;
before(async () => {
  server = await startOcrServer({ engine: 'canned' });
});
after(() => server.close());

/** @param {unknown} script */
async function setFaults(script) {
  const answer = await fetch(`${server.url}/__faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(script),
  });
  return answer.status;
}

/**
 * @param {string} fault the header
 * @param {Record<string, unknown>} [extra]
 */
const ask = (fault, extra) => post(server.url, pageRequest(page, extra), { 'x-fault': fault });

beforeEach(async () => {
  await setFaults({});
  await fetch(`${server.url}/__requests`, { method: 'DELETE' });
});

describe('faults before the answer', () => {
  test('a status is answered in the error shape', async () => {
    for (const status of [500, 502, 503, 504]) {
      const answer = await ask(`status:status=${status}`);
      assert.equal(answer.status, status);
      assert.equal(answer.json.error.code, status);
    }
  });

  test('a reset comes before the headers', async () => {
    await assert.rejects(ask('reset'), TypeError);
  });

  test('a login page is HTML with status 200', async () => {
    const { status, headers, text } = await ask('login_page');
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^text\/html/u);
    assert.match(text, /^<!DOCTYPE html>/u);
  });

  test('garbage is no JSON', async () => {
    const { status, json } = await ask('garbage');
    assert.equal(status, 200);
    assert.equal(json, undefined);
  });

  test('a stall lasts until it is over, then the connection is cut', async () => {
    await assert.rejects(ask('stall:ms=30'), TypeError);
  });
});

describe('faults in the stream', () => {
  test('a reset cuts the stream after some tokens', async () => {
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-fault': 'reset:at=mid_stream,after_tokens=6',
      },
      body: JSON.stringify(pageRequest(page, { stream: true })),
    });
    assert.equal(response.status, 200);
    await assert.rejects(response.text(), TypeError);
  });

  test('an error in the stream is one event, then the end mark (4.3)', async () => {
    const { text } = await ask('stream_error:after_tokens=4', { stream: true });
    const events = eventsOf(text);
    assert.equal(events.at(-2).error.code, 500);
    assert.equal(events.at(-1), '[DONE]');
  });
});

describe('faults in the answer', () => {
  /** @param {any} answer */
  const choiceOf = ({ json }) => json.choices[0];

  test('a truncated answer ends with length, a short one with stop', async () => {
    const cut = choiceOf(await ask('truncate:tokens=12'));
    assert.equal(cut.finish_reason, 'length');
    const short = choiceOf(await ask('short:tokens=12'));
    assert.equal(short.finish_reason, 'stop');
    assert.equal(short.message.content, cut.message.content);
  });

  for (const [loop, pattern] of /** @type {[string, RegExp][]} */ ([
    ['line', /(8\/){200}$/u],
    ['rows', /(<tr>(<td><\/td>){3}<\/tr>){50}/u],
    ['block', /(<\|ref\|>text<\|\/ref\|><\|det\|>\[\[112, 240, 480, 262\]\].*\n[^<]*){20}/u],
    ['long', /Clause 1 of[^]*Clause 40 of[^]*Clause 1 of/u],
  ])) {
    test(`a loop of kind ${loop} runs to the token limit (2.6)`, async () => {
      const answer = await ask(`loop:loop=${loop}`, { max_tokens: 2000 });
      assert.equal(choiceOf(answer).finish_reason, 'length');
      assert.equal(answer.json.usage.completion_tokens, 2000);
      assert.match(choiceOf(answer).message.content, pattern);
    });
  }

  test('repetition_detection ends a loop early with its own reason (1.4)', async () => {
    const repetition_detection = { max_pattern_size: 30, min_pattern_size: 1, min_count: 10 };
    const answer = await ask('loop:loop=line', { repetition_detection });
    assert.equal(choiceOf(answer).finish_reason, 'repetition');
    assert.equal(choiceOf(answer).stop_reason, 'repetition_detected');
    assert.ok(answer.json.usage.completion_tokens < 120);
  });

  test('a page taken for a picture is one box and nothing else (2.6)', async () => {
    const { message } = choiceOf(await ask('image_page'));
    assert.equal(message.content, '<|ref|>image<|/ref|><|det|>[[0, 0, 999, 999]]<|/det|>');
  });

  test('boxes are malformed, tags cut, tables broken', async () => {
    assert.match(choiceOf(await ask('malformed_det')).message.content, /<\|det\|>\[\]<\|\/det\|>/u);
    const cut = choiceOf(await ask('cut_tags'));
    assert.match(cut.message.content, /<\|det\|>\[\[12, $/u);
    assert.equal(cut.finish_reason, 'length');
    assert.match(choiceOf(await ask('broken_table')).message.content, /<\/table><\/table>/u);
  });

  test('content, finish reason and logprobs may be dictated', async () => {
    const dictated = choiceOf(
      await ask('{"kind":"content","text":"hello  ","finish_reason":"stop"}'),
    );
    assert.equal(dictated.message.content, 'hello  ');
    assert.equal(choiceOf(await ask('empty')).message.content, '');
    assert.equal(choiceOf(await ask('finish_reason:finish_reason=abort')).finish_reason, 'abort');
    assert.equal(choiceOf(await ask('no_logprobs', { logprobs: true })).logprobs, null);
  });

  test('an unknown fault is refused', async () => {
    assert.equal((await ask('no_such_fault')).status, 400);
    assert.equal(await setFaults({ rules: [{ fault: { kind: 'no_such_fault' } }] }), 400);
  });
});

describe('scripts', () => {
  test('a rule applies to numbered requests, as often as it says', async () => {
    await setFaults({
      rules: [
        { fault: { kind: 'status', status: 500 }, when: { requests: [2] } },
        { fault: { kind: 'status', status: 503 }, when: { from: 3 }, times: 1 },
      ],
    });
    const statuses = [];
    for (let i = 0; i < 4; i += 1)
      statuses.push((await post(server.url, pageRequest(page))).status);
    assert.deepEqual(statuses, [200, 500, 503, 200]);
  });

  test('a rule may spare other n-gram settings and prompts, so that a retry succeeds', async () => {
    await setFaults({
      rules: [{ fault: { kind: 'image_page' }, when: { ngram_size: 30, prompt: 'Convert' } }],
    });
    const first = await post(server.url, pageRequest(page));
    const retry = await post(server.url, pageRequest(page, { vllm_xargs: { ngram_size: 20 } }));
    assert.match(first.json.choices[0].message.content, /^<\|ref\|>image/u);
    assert.match(retry.json.choices[0].message.content, /^<\|ref\|>title/u);
  });

  test('a rule may fail every image once', async () => {
    await setFaults({ rules: [{ fault: { kind: 'status', status: 503 }, times_per_image: 1 }] });
    const other = blankPng(1280, 1810, 200);
    const statuses = [];
    for (const bytes of [page, other, page, other]) {
      statuses.push((await post(server.url, pageRequest(bytes))).status);
    }
    assert.deepEqual(statuses, [503, 503, 200, 200]);
  });

  test('a share is drawn from seed and image, not from the order of requests', () => {
    const rules = [{ fault: { kind: 'empty' }, when: { share: 0.33 } }];
    const facts = (/** @type {number} */ n, number = n) => ({
      number,
      attempt: 1,
      sha256: `image${n}`,
      prompt: '',
      ngramSize: undefined,
      stream: true,
    });
    const drawn = (/** @type {number} */ seed, number = 1) => {
      const script = createScript({ seed, rules });
      return Array.from({ length: 300 }, (_, n) => script.pick(facts(n, number + n)) !== undefined);
    };
    assert.deepEqual(drawn(1), drawn(1, 500));
    assert.notDeepEqual(drawn(1), drawn(2));
    const hits = drawn(1).filter(Boolean).length;
    assert.ok(hits > 70 && hits < 130, `${hits} of 300`);
  });

  test('what was received is recorded without the image', async () => {
    await post(server.url, pageRequest(page, { stream: true }));
    await post(server.url, pageRequest(page, { model: 'x' }));
    const seen = await (await fetch(`${server.url}/__requests`)).json();
    assert.equal(seen.total, 2);
    assert.equal(seen.concurrencyPeak, 1);
    const [record, refused] = seen.requests;
    assert.match(record.sha256, /^[0-9a-f]{64}$/u);
    assert.equal(record.imageBytes, page.length);
    assert.equal(record.mediaType, 'image/png');
    assert.equal(record.outcome, 'stop');
    assert.equal(record.ngramSize, 30);
    assert.equal(refused.outcome, 'refused');
    assert.equal(refused.status, 404);
  });
});
