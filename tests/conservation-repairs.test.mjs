// @ts-check
/**
 * What an invocation leaves when it dies between two of its effects, and who makes it good. Each case
 * was found by a seed of the conservation test or by the drill.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { RECONCILER } from '../local/lib/stack.mjs';
import { CHUNK_PAGES, makeDocuments } from './conservation/documents.mjs';
import { eventually, startTestStack } from './harness.mjs';

/** @type {import('./harness.mjs').TestStack} */
let stack;
/** @type {import('./conservation/documents.mjs').Sample[]} */
let samples;
before(async () => {
  samples = (await makeDocuments(14)).filter(
    ({ pages, copyOf }) => pages.length > 0 && copyOf === undefined,
  );
  stack = await startTestStack({
    ocrParameters: ['--engine', 'canned'],
    variables: { OCR_CHUNK_PAGES: String(CHUNK_PAGES) },
  });
});
after(() => stack.stop());

/** Sends the next document and waits for its end. */
async function processNext() {
  const sample = /** @type {import('./conservation/documents.mjs').Sample} */ (samples.shift());
  const { status, answer } = await stack.upload(sample.bytes, { sha256: sample.sha256 });
  assert.equal(status, 202, JSON.stringify(answer));
  return { sample, answer, status: await stack.settled(answer.status_url) };
}

/** @param {string} worker @param {string} queue @param {object} body */
async function deliver(worker, queue, body) {
  const consumer = await stack.miniflare.getWorker(worker);
  const message = { id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body };
  // @ts-ignore the workers-types version of Fetcher.queue is another
  const outcome = await consumer.queue(queue, [message]);
  assert.equal(outcome.explicitAcks.length, 1, JSON.stringify(outcome));
}

/** The event of an object's creation. @param {string} key */
const creation = (key) => ({
  account: '',
  action: 'PutObject',
  bucket: '',
  object: { key },
  eventTime: '',
});

/** @param {string} docId */
const rowsOf = (docId) =>
  ['documents', 'raw_ocr', 'entities'].flatMap((table) =>
    stack.query(`SELECT doc_id FROM ${table} WHERE doc_id = '${docId}'`),
  );

test('whoever finds a chunk’s result clears up for an invocation that died after writing it', async () => {
  const { status } = await processNext();
  const { doc_id: docId, run_id: runId } = status;
  const bucket = stack.bucket;
  const [result] = await stack.keys(`ocr/${docId}/${runId}/`);
  const progress = result.replace('ocr/', 'progress/').replace('.parquet', '.json');
  await bucket.put(progress, '{}');
  const pages = [1, status.page_count];
  const message = { version: 1, doc_id: docId, run_id: runId, pages, deferrals: 0 };
  await deliver('vessel-ner-ocr-processor', 'vessel-ner-chunks', message);
  assert.equal(await stack.object(progress), undefined);
});

test('who sends bytes again that were stored by a request that died is told that they are there', async () => {
  const { sample, status } = await processNext();
  const bucket = stack.bucket;
  await bucket.delete(`hashes/${sample.sha256}.json`);
  const again = await stack.upload(sample.bytes, { sha256: sample.sha256 });
  assert.equal(again.status, 202, JSON.stringify(again.answer));
  assert.deepEqual([again.answer.doc_id, again.answer.duplicate], [status.doc_id, true]);
});

test('what a late invocation loads or writes of a deleted document is deleted by its next delivery', async () => {
  const { status } = await processNext();
  const { doc_id: docId } = status;
  const [key] = await stack.keys(`ocr/${docId}/${status.run_id}/`);
  const bucket = stack.bucket;
  await bucket.put(`tombstones/${docId}.json`, '{}');
  assert.ok(rowsOf(docId).length > 0);
  await deliver('vessel-ner-entity-extractor', 'vessel-ner-pages', creation(key));
  assert.deepEqual(rowsOf(docId), []);
  const keys = await stack.keys();
  assert.deepEqual(
    keys.filter((/** @type {string} */ name) => name.includes(docId)),
    [`tombstones/${docId}.json`],
  );
});

test('a deletion whose message is lost is found by the search for undone work', async () => {
  const { status } = await processNext();
  const bucket = stack.bucket;
  await bucket.put(`tombstones/${status.doc_id}.json`, '{}');
  await stack.runScheduled(RECONCILER);
  await eventually('the rows are gone', () => rowsOf(status.doc_id).length === 0);
  await eventually('the objects are gone', async () => {
    const keys = await stack.keys(`ocr/${status.doc_id}/`);
    return keys.length === 0;
  });
});

test('a chunk is loaded again that was loaded without what the one before it leaves', async () => {
  let found = await processNext();
  while (found.status.page_count <= CHUNK_PAGES) found = await processNext();
  const { doc_id: docId, run_id: runId } = found.status;
  const bucket = stack.bucket;
  const [, second] = await stack.keys(`entities/${docId}/${runId}/`);
  const knowing = async () => (await bucket.head(second))?.customMetadata.carried;
  const known = String(await knowing());
  assert.match(known, /^[0-9a-f]{64}$/);
  // As if it had been loaded first, and the one before had died before it told it.
  const rows = /** @type {Uint8Array} */ (await stack.object(second));
  await bucket.put(second, rows, { customMetadata: { entities: '0' } });
  const [first] = await stack.keys(`ocr/${docId}/${runId}/`);
  await deliver('vessel-ner-entity-extractor', 'vessel-ner-pages', creation(first));
  await eventually('the second chunk is loaded again', async () => (await knowing()) === known);
});

test('a plan that cannot be read does not keep the others’ undone work from being found', async () => {
  const bucket = stack.bucket;
  const { status } = await processNext();
  const [document, ...chunks] = await stack.keys(`entities/${status.doc_id}/`);
  await bucket.delete([document, ...chunks]);
  const unreadable = '0'.repeat(32);
  await bucket.put(`uploads/${unreadable}.pdf`, 'none');
  await bucket.put(`plans/${unreadable}/${'0'.repeat(16)}.json`, 'no plan');
  await stack.runScheduled(RECONCILER);
  await eventually('what was undone is done', async () => {
    const keys = await stack.keys(`entities/${status.doc_id}/`);
    return keys.length === 1 + chunks.length;
  });
});
