// @ts-check
/**
 * The extractor's connection to the warehouse: what it says before it is encrypted, and what is left
 * of a load whose connection was cut. The host is this machine under its own name, which is none of
 * the names that go without TLS.
 */
import assert from 'node:assert/strict';
import { lookup } from 'node:dns/promises';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeCertificate } from './certificate.mjs';

const HOST = hostname();
const ADDRESS = await lookup(HOST, 4).then(
  ({ address }) => address,
  () => undefined,
);
const TOKEN = 'a-token-that-nobody-may-see';

const folder = mkdtempSync(join(tmpdir(), 'vessel-ner-connection-'));
const file = (/** @type {string} */ name, /** @type {string} */ content) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const { certificate, key } = makeCertificate(HOST);
const certificateFile = file('certificate.pem', certificate);
const keyFile = file('key.pem', key);
// Miniflare reads it once, when it is loaded: what follows is imported after.
process.env.NODE_EXTRA_CA_CERTS = certificateFile;
const { startChild } = await import('../local/lib/child.mjs');
const { inRepository } = await import('../local/lib/paths.mjs');
const { startOcrServer } = await import('../local/ocr-server/index.mjs');
const { startFaultyWarehouse } = await import('./conservation/warehouse.mjs');
const { makeCalmPlan } = await import('./conservation/plan.mjs');
const { eventually, fixture, query, sha256, startTestStack, warehouseProgram } =
  await import('./harness.mjs');

const PAGE_TEXT =
  '<|ref|>table<|/ref|><|det|>[[100, 120, 900, 400]]<|/det|>\n<table>' +
  '<tr><td>Vessel name</td><td>IMO number</td></tr>' +
  '<tr><td>EXAMPLE</td><td>9074729</td></tr></table>\n\n';

/** @type {Awaited<ReturnType<typeof startOcrServer>>} */
let ocr;
before(async () => {
  ocr = await startOcrServer({ engine: 'canned', cannedText: PAGE_TEXT });
});
after(async () => {
  await ocr.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * A stack on this warehouse, for as long as `use` takes.
 * @param {string} warehouseUrl
 * @param {(stack: Awaited<ReturnType<typeof startTestStack>>) => Promise<void>} use
 */
async function withStack(warehouseUrl, use) {
  const stack = await startTestStack({ warehouseUrl, ocrBaseUrl: ocr.url });
  try {
    await use(stack);
  } finally {
    await stack.stop();
  }
}

/** Sends the two pages of the register, named by their hash. @param {Awaited<ReturnType<typeof startTestStack>>} stack */
async function send(stack) {
  const bytes = fixture('register-ruled.pdf');
  const { status, answer } = await stack.upload(bytes, { sha256: sha256(bytes) });
  assert.equal(status, 202, JSON.stringify(answer));
  return answer;
}

const skip = ADDRESS ? false : 'the name of this machine leads nowhere';

describe('TLS', { skip }, () => {
  test('a warehouse with a trusted certificate is loaded through TLS, with the token', async () => {
    const warehouse = await startChild(
      warehouseProgram,
      [
        ...['--database', join(folder, 'tls.duckdb'), '--listen', `${ADDRESS}:0`],
        ...['--migrations', inRepository('sql'), '--password', TOKEN],
        ...['--tls-cert', certificateFile, '--tls-key', keyFile],
      ],
      { logFile: join(folder, 'tls.log') },
    );
    const [, port] = warehouse.address.split(':');
    const url = `postgres://postgres:${TOKEN}@${HOST}:${port}/vessel_intelligence`;
    try {
      await withStack(url, async (stack) => {
        const status = await stack.settled((await send(stack)).status_url);
        assert.equal(status.state, 'done', JSON.stringify(status));
      });
    } finally {
      await warehouse.stop();
    }
    const reader = await startChild(warehouseProgram, ['--database', join(folder, 'tls.duckdb')], {
      logFile: join(folder, 'tls.log'),
    });
    try {
      const plain = `postgres://postgres@${reader.address}/vessel_intelligence`;
      assert.deepEqual(query(plain, 'SELECT count(*)::int AS n FROM raw_ocr'), [{ n: 2 }]);
    } finally {
      await reader.stop();
    }
  });

  for (const [answer, name] of /** @type {[string, string][]} */ ([
    ['N', 'that offers no TLS'],
    ['S', 'that says yes and cannot'],
  ])) {
    test(`a warehouse ${name} sees nothing of the token`, async () => {
      /** @type {Buffer[]} */
      const seen = [];
      const server = createServer((socket) => {
        socket.on('error', () => {});
        socket.once('data', () => socket.write(answer));
        socket.on('data', (piece) => seen.push(piece));
      });
      await new Promise((resolve) => server.listen(0, ADDRESS, () => resolve(undefined)));
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      try {
        await withStack(`postgres://u:${TOKEN}@${HOST}:${port}/db`, async (stack) => {
          await send(stack);
          await eventually('it was asked twice', () => seen.length >= 2);
        });
      } finally {
        server.close();
      }
      // SSLRequest: a length of 8 and 80877103 (PostgreSQL documentation, "Message Formats").
      assert.equal(seen[0].toString('hex'), '0000000804d2162f');
      assert.ok(!Buffer.concat(seen).includes(TOKEN));
      if (answer === 'N') {
        for (const piece of seen) assert.equal(piece.toString('hex'), '0000000804d2162f');
      }
    });
  }
});

describe('a load whose connection is cut', () => {
  /** The rows without a fault. @type {any[] | undefined} */
  let expected;

  for (const fault of [
    undefined,
    'cut_at_begin',
    'cut_before_commit',
    'cut_during_commit',
    'cut_after_commit',
    'kill_during_commit',
    'kill_after_commit',
  ]) {
    test(`${fault ?? 'never'}: the next delivery converges`, async () => {
      /** @type {any[]} */
      const faults = [];
      const plan = { ...makeCalmPlan(), most: 1, transaction: fault ? { [fault]: 1 } : {} };
      const warehouse = await startFaultyWarehouse(plan, {
        folder: mkdtempSync(join(folder, 'cut-')),
        program: warehouseProgram,
        log: (line) => faults.push(line),
      });
      try {
        await withStack(warehouse.url, async (stack) => {
          const { status_url: statusUrl } = await send(stack);
          await eventually('the document is done', async () => {
            const response = await fetch(new URL(statusUrl, stack.portalUrl));
            return (await response.json()).state === 'done';
          });
          await eventually('the document’s row is loaded', async () =>
            (await stack.keys('entities/')).some((/** @type {string} */ name) =>
              name.endsWith('/document.json'),
            ),
          );
        });
        await warehouse.ready();
        const ask = (/** @type {string} */ sql) => query(warehouse.directUrl(), sql);
        const rows = ['SELECT doc_id, state, page_count FROM documents ORDER BY ALL']
          .concat('SELECT doc_id, run_id, page_number, text_sha256 FROM raw_ocr ORDER BY ALL')
          .concat('SELECT * FROM entities ORDER BY ALL')
          .map(ask);
        expected ??= rows;
        assert.deepEqual(rows, expected);
        assert.equal(rows[1].length, 2);
        assert.ok(rows[2].length > 0);
        if (fault) assert.ok(faults.length >= 2, 'the document’s load and the chunk’s were hurt');
        else assert.deepEqual(faults, []);
      } finally {
        await warehouse.stop();
      }
    });
  }
});

describe('a deleted document', () => {
  test('is not brought back by whatever comes late', async () => {
    const stack = await startTestStack({ ocrBaseUrl: ocr.url });
    try {
      const { doc_id: docId, status_url: statusUrl } = await send(stack);
      const { run_id: runId } = await stack.settled(statusUrl);
      const bucket = stack.bucket;
      const late = (await stack.keys()).filter(
        (/** @type {string} */ name) => /^(uploads|plans|ocr)\//.test(name) && name.includes(docId),
      );
      const bytes = new Map();
      for (const name of late) bytes.set(name, await stack.object(name));
      const response = await fetch(new URL(statusUrl, stack.portalUrl), { method: 'DELETE' });
      assert.equal(response.status, 200);
      const rows = () =>
        stack.query(
          `SELECT (SELECT count(*) FROM documents) + (SELECT count(*) FROM raw_ocr)
             + (SELECT count(*) FROM entities) + (SELECT count(*) FROM doubts) AS n`,
        )[0].n;
      await eventually('the rows are gone', () => Number(rows()) === 0);

      // A stage that was at work when it happened writes what it had, and its events come.
      for (const [name, content] of bytes) await bucket.put(name, content);
      const pages = 'pages-00001-00002';
      const chunk = { version: 1, doc_id: docId, run_id: runId, pages, deferrals: 0 };
      /** @type {{ object: { key: string } }[]} */
      const events = late.map((/** @type {string} */ name) => ({
        ...{ account: '0', action: 'PutObject', bucket: 'vessel-parquet', object: { key: name } },
        eventTime: '2026-01-01T00:00:00.000Z',
      }));
      const deliveries = events
        .filter(({ object }) => !object.key.startsWith('plans/'))
        .map((body) => [
          body.object.key.startsWith('ocr/') ? 'vessel-ner-pages' : 'vessel-ner-uploads',
          body,
        ]);
      for (const [queue, body] of [...deliveries, ['vessel-ner-chunks', chunk]]) {
        const isPages = queue === 'vessel-ner-pages';
        const worker = await stack.miniflare.getWorker(
          isPages ? 'vessel-ner-entity-extractor' : 'vessel-ner-ocr-processor',
        );
        const message = { id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body };
        // @ts-ignore the workers-types version of Fetcher.queue is another
        const outcome = await worker.queue(queue, [message]);
        assert.equal(outcome.outcome, 'ok');
        assert.equal(outcome.explicitAcks.length, 1, `${queue} is done with it`);
      }
      await stack.runScheduled('vessel-ner-ocr-processor');
      await new Promise((resolve) => setTimeout(resolve, 1500));
      assert.equal(Number(rows()), 0);
      assert.deepEqual(await stack.keys('entities/'), []);
      assert.equal((await fetch(new URL(statusUrl, stack.portalUrl))).status, 404);
    } finally {
      await stack.stop();
    }
  });
});
