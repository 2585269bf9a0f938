// @ts-check
/**
 * Bad answers and bad servers: what each costs, what the page ends as, and that nothing but the
 * page at fault is touched.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { eventually } from './harness.mjs';
import { makePdf, numberedPages, startParquetReader, startProcessor } from './ocr-support.mjs';

/** Most tokens that an answer may have; what a loop costs when nobody watches. */
const MOST_TOKENS = 7200;

/** A page of text long enough that a short answer is seen to be one. */
const dense = () =>
  Array.from({ length: 38 }, (_, line) => `Line ${line} of a page that is full of words to read`);

describe('OCR processor and a model that fails', () => {
  /** @type {import('./ocr-support.mjs').Processor} */
  let processor;
  /** @type {Awaited<ReturnType<typeof startParquetReader>>} */
  let parquet;
  before(async () => {
    parquet = await startParquetReader();
    processor = await startProcessor({ ocr: { tokensPerSecond: 3000 } });
  });
  afterEach(() => processor.setFaults({}));
  after(async () => {
    await processor?.stop();
    parquet?.stop();
  });

  let pages = 0;
  /** One new page read under a script. @param {object} script @param {string[]} [lines] */
  async function readOne(script, lines) {
    pages += 1;
    await processor.setFaults(script);
    const before = (await processor.requests()).total;
    const docId = await processor.upload(await makePdf([lines ?? [`Faulty page ${pages}`]]));
    const [page] = await parquet.pages(processor, docId);
    const { requests, total } = await processor.requests();
    return { page, requests: requests.slice(requests.length - (total - before)) };
  }
  const first = (/** @type {object} */ fault) => ({ rules: [{ fault, when: { attempts: [1] } }] });

  for (const loop of ['line', 'rows', 'block', 'long', 'new_boxes', 'long_new_boxes']) {
    test(`a loop (${loop}) is ended at a tenth of its cost and read again`, async () => {
      const { page, requests } = await readOne(first({ kind: 'loop', loop }));
      assert.equal(requests.length, 2);
      assert.ok(
        requests[0].generatedTokens <= MOST_TOKENS / 10,
        `${requests[0].generatedTokens} tokens`,
      );
      assert.equal(requests[0].outcome, 'aborted');
      assert.notEqual(requests[1].windowSize, requests[0].windowSize);
      assert.deepEqual([page.status, page.attempts], ['ok', 2]);
    });
  }

  test('a page that always loops keeps the text before the loop and says so', async () => {
    const { page, requests } = await readOne({ rules: [{ fault: { kind: 'loop' } }] });
    assert.deepEqual([page.status, page.reason_category], ['degraded', 'invalid_answer']);
    assert.match(page.reason, /repeated itself/);
    assert.equal(page.finish_reason, 'repetition');
    assert.ok(page.text.startsWith('# REGISTER'));
    assert.ok(!page.text.includes('8/8/8/8'));
    assert.ok(requests.length <= 6);
  });

  for (const [name, fault, check] of /** @type {[string, object, (second: any) => boolean][]} */ ([
    [
      'an answer cut at the limit gets a higher one',
      { kind: 'truncate' },
      (r) => r.maxTokens === 7200,
    ],
    ['a page taken for a picture is asked for without layout', { kind: 'image_page' }, isFree],
    ['an empty answer is asked for without layout', { kind: 'empty' }, isFree],
    [
      'an answer that is no answer is asked for again',
      { kind: 'garbage' },
      (r) => r.maxTokens === 4096,
    ],
  ])) {
    test(name, async () => {
      const { page, requests } = await readOne(first(fault));
      assert.equal(requests.length, 2);
      assert.ok(check(requests[1]), JSON.stringify(requests[1]));
      assert.equal(page.attempts, 2);
      assert.equal(page.status, isFree(requests[1]) ? 'degraded' : 'ok');
    });
  }

  /** @param {{ prompt: string }} request */
  function isFree(request) {
    return request.prompt === 'Free OCR.';
  }

  test('an answer far too short for the ink is not believed at once', async () => {
    const { page, requests } = await readOne(first({ kind: 'short', tokens: 3 }), dense());
    assert.ok(requests.length > 1);
    assert.equal(requests[1].prompt, 'Free OCR.');
    assert.ok(page.text.length > 0);
  });

  test('malformed tags and tables cost nothing but what they are', async () => {
    for (const kind of ['malformed_det', 'broken_table', 'no_logprobs']) {
      const { page, requests } = await readOne(first({ kind }));
      assert.deepEqual([requests.length, page.status], [1, 'ok'], kind);
      assert.ok(page.text.includes('9074729'));
      assert.equal(page.confidence_mean === null, kind === 'no_logprobs');
    }
  });

  test('a busy server is waited for, and that is no attempt', async () => {
    for (const fault of [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 502 },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 504 },
      { kind: 'reset' },
      { kind: 'reset', at: 'mid_stream', after_tokens: 10 },
      { kind: 'stream_error', after_tokens: 10 },
      { kind: 'stall', ms: 60_000 },
    ]) {
      const { page, requests } = await readOne(first(fault));
      assert.equal(requests.length, 2, JSON.stringify(fault));
      assert.deepEqual([page.status, page.attempts], ['ok', 1], JSON.stringify(fault));
    }
  });

  test('a refused page fails alone and says what kind of failure it is', async () => {
    for (const status of [400, 422, 501]) {
      const docId = await processor.store(await makePdf(numberedPages(4)));
      await processor.setFaults({
        rules: [{ fault: { kind: 'status', status }, times: 1 }],
      });
      const queue = await processor.event(docId);
      await processor.send('UPLOADS_QUEUE', queue);
      const rows = await parquet.pages(processor, docId);
      const failed = rows.filter((row) => row.status === 'failed');
      assert.deepEqual(
        failed.map((row) => [row.reason_category, row.text]),
        [['model', '']],
      );
      assert.equal(rows.filter((row) => row.status === 'ok').length, 3);
      const [{ counts, notes }] = await processor.read(docId);
      assert.deepEqual(counts, { ok: 3, blank: 0, degraded: 0, failed: 1 });
      assert.equal(notes.length, 1);
      assert.ok(!notes[0].reason.includes(String(status)));
      // The page's bytes are new to the bucket each time, or the document would be an alias.
      await processor.bucket.delete(await processor.keys('hashes/'));
    }
  });

  test('a page on which the server breaks again and again fails; the others are read', async () => {
    const docId = await processor.store(await makePdf(numberedPages(5)));
    // The first image asked for breaks the server every time.
    await processor.setFaults({
      rules: [{ fault: { kind: 'status', status: 500 }, when: { share: 0.2, sticky: true } }],
      seed: 5,
    });
    await processor.send('UPLOADS_QUEUE', await processor.event(docId));
    const rows = await parquet.pages(processor, docId);
    for (const row of rows) {
      assert.ok(
        row.status === 'ok' || row.reason_category === 'unavailable',
        `${row.status} ${row.reason}`,
      );
    }
  });

  for (const [name, fault] of /** @type {[string, object][]} */ ([
    ['a login page', { kind: 'login_page' }],
    ['a wrong key', { kind: 'status', status: 401 }],
    ['an unknown model', { kind: 'status', status: 404 }],
    ['a request that every page is refused for', { kind: 'status', status: 400 }],
  ])) {
    test(`${name} is a fault of the configuration: the chunk is kept to be sent again`, async () => {
      await processor.setFaults({ rules: [{ fault }] });
      pages += 1;
      const docId = await processor.upload(await makePdf([[`Configuration ${pages}`], ['two']]));
      const key = await eventually(
        'the failure is recorded',
        async () => (await processor.keys(`failures/${docId}/`))[0],
      );
      const record = await processor.json(key);
      assert.deepEqual([record.stage, record.category], ['read', 'model']);
      assert.ok(!/40[0-9]|HTML|login/.test(record.reason), record.reason);
      assert.match(record.internal, /40[0-9]|HTML/);
      assert.deepEqual(await processor.keys(`ocr/${docId}/${record.chunk[0]}/`), []);

      await processor.setFaults({});
      await processor.send('CHUNKS_QUEUE', record.message);
      const [{ counts }] = await processor.read(docId);
      assert.deepEqual(counts, { ok: 2, blank: 0, degraded: 0, failed: 0 });
      await eventually('the failure is gone', async () => !(await processor.json(key)));
    });
  }
});
