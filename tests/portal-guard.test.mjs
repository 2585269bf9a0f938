// @ts-check
/** Who may send: Turnstile and the rate limit, where they are configured. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { startPortal } from './portal-harness.mjs';

/** @param {string} url @param {Record<string, string>} [headers] */
const upload = (url, headers = {}) =>
  fetch(`${url}/upload`, {
    method: 'POST',
    body: '%PDF-1.7',
    headers: { 'content-type': 'application/pdf', ...headers },
  });

describe('with Turnstile', () => {
  /** Answers as Turnstile does, by the token. @type {Record<string, [number, string]>} */
  const verdicts = {
    good: [200, '{"success":true,"action":"upload"}'],
    bad: [200, '{"success":false,"error-codes":["invalid-input-response"]}'],
    elsewhere: [200, '{"success":true,"action":"login"}'],
    broken: [500, 'not json'],
  };
  /** @type {any[]} */
  const asked = [];
  const verifier = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const question = JSON.parse(body);
      asked.push(question);
      const [status, answer] = verdicts[question.response];
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
    });
  });
  /** @type {Awaited<ReturnType<typeof startPortal>>} */
  let portal;
  before(async () => {
    await new Promise((resolve) => verifier.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (verifier.address());
    portal = await startPortal({
      variables: {
        TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
        TURNSTILE_SECRET_KEY: 'a secret',
        TURNSTILE_VERIFY_URL: `http://127.0.0.1:${port}/`,
      },
    });
  });
  after(async () => {
    await portal.stop();
    verifier.close();
  });

  test('only a token that was verified for this page lets an upload in', async () => {
    for (const [token, status] of /** @type {[string, number][]} */ ([
      ['good', 202],
      ['bad', 403],
      ['elsewhere', 403],
      ['broken', 403],
      ['x'.repeat(2_049), 403],
      ['', 403],
    ])) {
      const response = await upload(portal.url, token ? { 'x-turnstile-token': token } : {});
      assert.equal(response.status, status, token.slice(0, 20));
    }
    assert.ok(asked.every(({ secret }) => secret === 'a secret'));
    assert.doesNotMatch(portal.log(), /a secret/);
  });

  test('a form carries its token in a field, and parts are asked for it when they begin', async () => {
    const form = new FormData();
    form.append('cf-turnstile-response', 'good');
    form.append('file', new Blob(['%PDF-1.7']), 'a.pdf');
    const sent = await fetch(`${portal.url}/upload`, { method: 'POST', body: form });
    assert.equal(sent.status, 202);
    const begin = (/** @type {Record<string, string>} */ headers) =>
      fetch(`${portal.url}/uploads`, { method: 'POST', body: '{"size_bytes":9}', headers });
    assert.equal((await begin({})).status, 403);
    assert.equal((await begin({ 'x-turnstile-token': 'good' })).status, 201);
  });

  test('the page may load it, and nothing else from outside', async () => {
    const policy = (await fetch(portal.url)).headers.get('content-security-policy') ?? '';
    const foreign = policy.match(/https?:\/\/[^ ;]+/g) ?? [];
    assert.deepEqual([...new Set(foreign)], ['https://challenges.cloudflare.com']);
  });
});

test('with a site key and no secret nobody gets in', async () => {
  const portal = await startPortal({ variables: { TURNSTILE_SITE_KEY: 'x' } });
  const response = await upload(portal.url, { 'x-turnstile-token': 'good' });
  assert.equal(response.status, 403);
  await portal.stop();
});

test('a rate limit counts by the address that Cloudflare saw, whatever else a sender claims', async () => {
  const portal = await startPortal({ rateLimit: { limit: 3, period: 60 } });
  const statuses = [];
  for (let sent = 0; sent < 5; sent += 1) {
    const forged = { 'x-forwarded-for': `10.0.0.${sent}` };
    const response = await upload(portal.url, { 'cf-connecting-ip': '192.0.2.1', ...forged });
    statuses.push(response.status);
    if (response.status === 429) assert.equal(response.headers.get('retry-after'), '60');
  }
  assert.deepEqual(statuses, [202, 202, 202, 429, 429]);
  assert.equal((await upload(portal.url, { 'cf-connecting-ip': '192.0.2.2' })).status, 202);
  await portal.stop();
});
