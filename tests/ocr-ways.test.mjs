// @ts-check
/**
 * The ways to the OCR server (service binding, Access), and the ways an invocation ends: its time
 * is over, or it is killed.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { startOcrServer } from '../local/ocr-server/index.mjs';
import { eventually } from './harness.mjs';
import { CANNED_TEXT, makePdf, numberedPages, startProcessor } from './ocr-support.mjs';

const LOGIN_PAGE = '<!DOCTYPE html><title>Sign in</title><form action="/login"></form>';

/** What Cloudflare Access may do with a request that brings no valid service token. */
const REFUSALS = {
  redirect: { status: 302, headers: { location: 'https://team.example/cdn-cgi/access/login' } },
  page: { status: 200, headers: { 'content-type': 'text/html' } },
  forbidden: { status: 403, headers: { 'content-type': 'text/html' } },
};

/**
 * A server in front of the OCR stand-in: passes on what brings the right token, or everything.
 * @param {{ id: string, secret: string, refusal?: keyof typeof REFUSALS }} [token]
 */
async function startGate(token) {
  const ocr = await startOcrServer({ engine: 'canned', cannedText: CANNED_TEXT });
  /** @type {import('node:http').IncomingMessage[]} */
  const seen = [];
  const server = createServer((incoming, outgoing) => {
    seen.push(incoming);
    const { headers, method, url } = incoming;
    const isLetIn =
      !token ||
      (headers['cf-access-client-id'] === token.id &&
        headers['cf-access-client-secret'] === token.secret);
    if (!isLetIn) {
      const refusal = REFUSALS[token.refusal ?? 'redirect'];
      incoming.resume();
      outgoing.writeHead(refusal.status, refusal.headers).end(LOGIN_PAGE);
      return;
    }
    const onward = httpRequest(new URL(url ?? '/', ocr.url), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `127.0.0.1:${port}`,
    seen,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await ocr.close();
    },
  };
}

/**
 * Uploads and plans a document of one chunk without reading it.
 * @param {import('./ocr-support.mjs').Processor} processor
 * @param {number} pageCount
 */
async function planned(processor, pageCount) {
  const docId = await processor.store(await makePdf(numberedPages(pageCount)));
  await processor.deliver('vessel-ner-uploads', await processor.event(docId));
  const plan = await processor.planned(docId);
  const message = { version: 1, doc_id: docId, run_id: plan.run_id, pages: [1, pageCount] };
  const name = `pages-00001-${String(pageCount).padStart(5, '0')}`;
  return { docId, message, progressKey: `progress/${docId}/${plan.run_id}/${name}.json` };
}

const ALL_OK = (/** @type {number} */ ok) => ({ ok, blank: 0, degraded: 0, failed: 0 });

describe('ways to the OCR server', () => {
  for (const [name, base] of [
    ['alone', ''],
    ['before the open network', 'http://unreachable.invalid/v1'],
  ]) {
    test(`a bound VPC service is used, ${name}`, async () => {
      const gate = await startGate();
      const processor = await startProcessor({
        isIdle: true,
        services: { VLLM: gate.address },
        variables: { OCR_BASE_URL: base, OCR_API_KEY: 'key' },
      });
      try {
        const { docId, message } = await planned(processor, 2);
        await processor.deliver('vessel-ner-chunks', message);
        const [{ counts }] = await processor.read(docId);
        assert.deepEqual(counts, ALL_OK(2));
        assert.equal(gate.seen.length, 2);
        assert.ok(gate.seen.every(({ url }) => url === '/v1/chat/completions'));
        assert.ok(gate.seen.every(({ headers }) => headers.authorization === 'Bearer key'));
      } finally {
        await processor.stop();
        await gate.stop();
      }
    });
  }

  test('behind Access both headers of the service token are sent with every request', async () => {
    const gate = await startGate({ id: 'id.access', secret: 'secret' });
    const processor = await startProcessor({
      isIdle: true,
      variables: {
        OCR_BASE_URL: `http://${gate.address}/`,
        OCR_ACCESS_CLIENT_ID: 'id.access',
        OCR_ACCESS_CLIENT_SECRET: 'secret',
      },
    });
    try {
      const { docId, message } = await planned(processor, 3);
      await processor.deliver('vessel-ner-chunks', message);
      const [{ counts }] = await processor.read(docId);
      assert.deepEqual(counts, ALL_OK(3));
      assert.equal(gate.seen.length, 3);
      // No key was set, so none is made up.
      assert.ok(gate.seen.every(({ headers }) => headers.authorization === undefined));
    } finally {
      await processor.stop();
      await gate.stop();
    }
  });

  for (const [refusal, cause] of /** @type {[keyof typeof REFUSALS, RegExp][]} */ ([
    ['redirect', /status 302, a redirect, as to a login page/],
    ['page', /HTML where JSON was expected: a login page/],
    ['forbidden', /status 403/],
  ])) {
    test(`a token that Access refuses (${refusal}) is a fault of the configuration`, async () => {
      const gate = await startGate({ id: 'id.access', secret: 'secret', refusal });
      const processor = await startProcessor({
        isIdle: true,
        variables: {
          OCR_BASE_URL: `http://${gate.address}`,
          OCR_ACCESS_CLIENT_ID: 'id.access',
          OCR_ACCESS_CLIENT_SECRET: 'a wrong secret',
        },
      });
      try {
        const { docId, message } = await planned(processor, 2);
        await processor.deliver('vessel-ner-chunks', message);
        const [key] = await processor.keys(`failures/${docId}/`);
        const record = await processor.json(key);
        assert.deepEqual([record.stage, record.category], ['read', 'model']);
        assert.match(record.internal, cause);
        const told = JSON.stringify([record, processor.logs]);
        assert.ok(!told.includes('a wrong secret'), 'the secret is told nobody');
        // The login page itself was never asked for.
        assert.ok(gate.seen.every(({ url }) => url === '/v1/chat/completions'));
        assert.deepEqual(await processor.keys(`ocr/${docId}/${message.run_id}/`), []);
      } finally {
        await processor.stop();
        await gate.stop();
      }
    });
  }
});

describe('ends of an invocation', () => {
  test('an invocation whose time is over begins no page more, and the next one goes on', async () => {
    const processor = await startProcessor({
      isIdle: true,
      ocr: { latency: 700 },
      variables: { OCR_INVOCATION_SECONDS: '1', OCR_PAGES_IN_FLIGHT: '1' },
    });
    try {
      const { docId, message, progressKey } = await planned(processor, 6);
      await processor.deliver('vessel-ner-chunks', message);
      const progress = await processor.json(progressKey);
      assert.ok(progress.pages_done > 0 && progress.pages_done < 6, `${progress.pages_done} pages`);
      assert.match(progress.waiting, /goes on shortly/);
      assert.deepEqual([progress.starts, progress.in_hand], [0, []]);
      const putOff = await processor.logged('chunk_put_off');
      assert.equal(putOff.deferrals, 0, 'work was done, so it counts as no failure');

      for (let times = 0; times < 6; times += 1) {
        await processor.deliver('vessel-ner-chunks', message);
      }
      const [{ counts }] = await processor.read(docId);
      assert.deepEqual(counts, ALL_OK(6));
      assert.equal((await processor.requests()).total, 6, 'no page was asked for twice');
    } finally {
      await processor.stop();
    }
  });

  test('a process killed amid a chunk costs no page, and finished pages are not read again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vessel-ner-killed-'));
    const variables = { OCR_PAGES_IN_FLIGHT: '2' };
    let processor = await startProcessor({
      isIdle: true,
      folder,
      variables,
      ocr: { latency: 1000 },
    });
    try {
      const { docId, message, progressKey } = await planned(processor, 8);
      // Its end is never heard of.
      processor.deliver('vessel-ner-chunks', message).catch(() => undefined);
      await eventually('some pages are written down', async () => {
        const progress = await processor.json(progressKey);
        return progress?.rows.length > 0;
      });
      await processor.stop();

      processor = await startProcessor({ isIdle: true, folder, variables });
      const found = await processor.json(progressKey);
      assert.ok(found.rows.length > 0 && found.rows.length < 8, `${found.rows.length} rows`);
      assert.ok(found.starts > 0, 'nobody let the chunk go');
      const result = `ocr/${docId}/${message.run_id}/`;
      await eventually('the chunk is read', async () => {
        // Until the claim has grown old the chunk is taken to be in other hands.
        await processor.deliver('vessel-ner-chunks', message);
        return (await processor.keys(result)).length === 1;
      });
      const [{ counts }] = await processor.read(docId);
      assert.deepEqual(counts, ALL_OK(8));
      assert.equal((await processor.requests()).total, 8 - found.rows.length);
      assert.equal(await processor.json(progressKey), undefined);
    } finally {
      await processor.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
