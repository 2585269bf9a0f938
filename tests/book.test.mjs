// @ts-check
/** A long book through every stage: read by many invocations, and every page of it a row, once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestStack } from './harness.mjs';
import { CANNED_TEXT, makePdf, numberedPages } from './ocr-support.mjs';

const PAGES = 350;

/** @type {import('./harness.mjs').TestStack} */
let stack;
before(async () => {
  stack = await startTestStack({
    ocrParameters: ['--engine', 'canned', '--canned-text', CANNED_TEXT, '--capacity', '64'],
  });
});
after(() => stack?.stop());

test(`a book of ${PAGES} pages arrives whole: every page read, loaded and accounted for once`, async () => {
  const { status, answer } = await stack.upload(await makePdf(numberedPages(PAGES)), {
    filename: 'book.pdf',
  });
  assert.equal(status, 202, JSON.stringify(answer));
  const settled = await stack.settled(String(answer.status_url));
  assert.equal(settled.state, 'done', JSON.stringify(settled));
  assert.deepEqual(
    [settled.page_count, settled.pages_read, settled.pages_loaded],
    [PAGES, PAGES, PAGES],
  );
  assert.deepEqual(settled.pages, { ok: PAGES, blank: 0, degraded: 0, failed: 0 });

  const chunks = await stack.keys(`ocr/${settled.doc_id}/${settled.run_id}/`);
  assert.equal(chunks.length, Math.ceil(PAGES / 16));
  const [pages] = stack.query(`
    SELECT count(*) AS rows, count(DISTINCT page_number) AS numbers, min(page_number) AS first,
      max(page_number) AS last, count(DISTINCT image_sha256) AS images,
      count(*) FILTER (WHERE status = 'ok') AS ok,
      count(*) FILTER (WHERE sha256(text) = text_sha256) AS hashes
    FROM raw_ocr WHERE doc_id = '${settled.doc_id}'`);
  const counted = Object.fromEntries(
    Object.entries(pages).map(([name, value]) => [name, Number(value)]),
  );
  assert.deepEqual(counted, {
    rows: PAGES,
    numbers: PAGES,
    first: 1,
    last: PAGES,
    images: PAGES,
    ok: PAGES,
    hashes: PAGES,
  });
  const [entities] = stack.query(`
    SELECT count(*) AS rows, count(DISTINCT (page_number, span_start, label)) AS keys,
      count(*) FILTER (WHERE label = 'IMO' AND norm_value = '9074729') AS imos
    FROM entities WHERE doc_id = '${settled.doc_id}'`);
  assert.equal(Number(entities.rows), settled.entities);
  assert.equal(Number(entities.keys), settled.entities);
  assert.equal(Number(entities.imos), PAGES);
});
