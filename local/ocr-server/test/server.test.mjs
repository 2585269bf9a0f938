// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startOcrServer } from '../index.mjs';
import { blankPng, pageRequest, post } from './helpers.mjs';

/** @type {import('../server.mjs').OcrServer} */
let server;
before(async () => {
  server = await startOcrServer({ engine: 'canned' });
});
after(() => server.close());

test('a page is answered whole with content, finish reason and usage (4.2)', async () => {
  const { status, json } = await post(server.url, pageRequest(blankPng(1280, 1810)));
  assert.equal(status, 200);
  assert.equal(json.object, 'chat.completion');
  assert.match(json.choices[0].message.content, /^<\|ref\|>title<\|\/ref\|><\|det\|>\[\[/u);
  assert.equal(json.choices[0].finish_reason, 'stop');
  assert.equal(json.choices[0].logprobs, null);
  assert.equal(json.usage.prompt_tokens, 912);
  assert.equal(json.usage.total_tokens, 912 + json.usage.completion_tokens);
});
