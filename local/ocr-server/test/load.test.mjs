// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate, GateFull } from '../gate.mjs';
import { startOcrServer } from '../index.mjs';
import { blankPng, pageRequest, post, until } from './helpers.mjs';

const never = new AbortController().signal;

test('the gate lets in as many as there is room for, in order', async () => {
  const gate = createGate({ capacity: 2, mostWaiting: Infinity });
  /** @type {string[]} */
  const order = [];
  const enter = async (/** @type {string} */ name) => {
    const release = await gate.enter(never);
    order.push(name);
    return release;
  };
  const [a, , c] = [enter('a'), enter('b'), enter('c')];
  await Promise.resolve();
  assert.deepEqual(gate.counts(), { running: 2, waiting: 1, peak: 2, capacity: 2 });
  const release = await a;
  release();
  release();
  await c;
  assert.deepEqual(order, ['a', 'b', 'c']);
  assert.equal(gate.counts().running, 2);
});

test('the gate refuses when the queue is full and forgets who went away', async () => {
  const gate = createGate({ capacity: 1, mostWaiting: 1 });
  await gate.enter(never);
  const leaving = new AbortController();
  const waiting = gate.enter(leaving.signal);
  await assert.rejects(gate.enter(never), GateFull);
  leaving.abort(new Error('gone'));
  await assert.rejects(waiting, /gone/u);
  assert.equal(gate.counts().waiting, 0);
});

test('overload is answered 503 "Service Unavailable", never 429 (4.4)', async () => {
  const server = await startOcrServer({
    engine: 'canned',
    capacity: 1,
    maxNumQueuedReqs: 1,
    latency: 60_000,
  });
  try {
    const abort = new AbortController();
    const body = JSON.stringify(pageRequest(blankPng(700, 900)));
    const load = async () => (await (await fetch(`${server.url}/load`)).json()).server_load;
    for (const expected of [1, 2]) {
      fetch(`${server.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: abort.signal,
      }).catch(() => {});
      await until(async () => (await load()) === expected);
    }
    for (const stream of [false, true]) {
      const answer = await post(server.url, pageRequest(blankPng(700, 900), { stream }));
      assert.equal(answer.status, 503);
      assert.equal(answer.json.error.type, 'Service Unavailable');
      assert.equal(answer.headers.get('retry-after'), null);
    }
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    assert.match(metrics, /vllm:num_requests_running\{[^}]*\} 1\n/u);
    assert.match(metrics, /vllm:num_requests_waiting\{[^}]*\} 1\n/u);
    assert.match(metrics, /vllm:kv_cache_usage_perc\{[^}]*\} 1\n/u);
    assert.match(metrics, /vllm:admission_rejections_total\{[^}]*\} 2\n/u);
    abort.abort();
  } finally {
    await server.close();
  }
});

test('metrics move with the traffic under the names of vLLM (4.6)', async () => {
  const server = await startOcrServer({ engine: 'canned' });
  try {
    const { json } = await post(server.url, pageRequest(blankPng(1280, 1810)));
    await post(server.url, pageRequest(blankPng(1280, 1810), { max_tokens: 5 }));
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const value = (/** @type {string} */ name, labels = '') =>
      Number(new RegExp(`^${name}\\{[^}]*${labels}[^}]*\\} (\\S+)$`, 'mu').exec(metrics)?.[1]);
    assert.equal(value('vllm:prompt_tokens_total'), 2 * 912);
    assert.equal(value('vllm:generation_tokens_total'), json.usage.completion_tokens + 5);
    assert.equal(value('vllm:request_success_total', 'finished_reason="stop"'), 1);
    assert.equal(value('vllm:request_success_total', 'finished_reason="length"'), 1);
    for (const name of [
      'vllm:time_to_first_token_seconds',
      'vllm:e2e_request_latency_seconds',
      'vllm:request_queue_time_seconds',
      'vllm:inter_token_latency_seconds',
      'vllm:request_prompt_tokens',
      'vllm:request_generation_tokens',
    ]) {
      assert.equal(value(`${name}_count`), 2, name);
      assert.equal(value(`${name}_bucket`, 'le="\\+Inf"'), 2, name);
    }
  } finally {
    await server.close();
  }
});
