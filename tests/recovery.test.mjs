// @ts-check
/** Events get lost and messages are given up; what is in the bucket is found and done all the same. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { takeBackFailures } from '../local/lib/redrive.mjs';
import { RECONCILER } from '../local/lib/stack.mjs';
import { eventually, fixture, startTestStack } from './harness.mjs';

/** @type {import('./harness.mjs').TestStack} */
let stack;
before(async () => {
  stack = await startTestStack();
});
after(() => stack.stop());

/** @param {string} docId */
const loadedPages = (docId) =>
  Number(stack.query(`SELECT count(*)::int AS n FROM raw_ocr WHERE doc_id = '${docId}'`)[0].n);

test('an upload whose event never came is found and read', async () => {
  const docId = '0'.repeat(31) + '1';
  // Past the R2-event layer, as if the rule had been missing.
  const bucket = stack.bucket;
  await bucket.put(`uploads/${docId}.pdf`, fixture('certificate.pdf'));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assert.equal(loadedPages(docId), 0);
  await stack.runScheduled(RECONCILER);
  await eventually('the upload is read', () => loadedPages(docId) === 1);
});

test('pages whose event never came are found and loaded', async () => {
  const { answer } = await stack.upload(fixture('letter.pdf'));
  const status = await stack.settled(answer.status_url);
  const bucket = stack.bucket;
  for (const key of await stack.keys(`entities/${status.doc_id}/`)) await bucket.delete(key);
  stack.query(`DELETE FROM raw_ocr WHERE doc_id = '${status.doc_id}'`);
  await stack.runScheduled(RECONCILER);
  await eventually('the pages are loaded', () => loadedPages(status.doc_id) === 1);
});

test('nothing is sent again for a document that is done', async () => {
  const { answer } = await stack.upload(fixture('blank.pdf'));
  const status = await stack.settled(answer.status_url);
  await eventually('the document’s row is loaded', async () =>
    (await stack.keys(`entities/${status.doc_id}/`)).includes(
      `entities/${status.doc_id}/document.json`,
    ),
  );
  const bucket = stack.bucket;
  const before = await bucket.list({ prefix: `entities/${status.doc_id}/` });
  await stack.runScheduled(RECONCILER);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const now = await bucket.list({ prefix: `entities/${status.doc_id}/` });
  const versions = (/** @type {any} */ listed) =>
    listed.objects.map((/** @type {any} */ object) => [object.key, object.version]);
  assert.deepEqual(versions(now), versions(before));
});

test('a message that was given up shows in the status, and redrive ends it well', async () => {
  const { answer } = await stack.upload(fixture('owner-password.pdf'));
  const status = await stack.settled(answer.status_url);
  const bucket = stack.bucket;
  const chunk = `${status.doc_id}/${status.run_id}/pages-00001-00001`;
  await bucket.delete(`entities/${chunk}.parquet`);
  const worker = await stack.miniflare.getWorker('vessel-ner-entity-extractor');
  const body = {
    account: '0',
    action: 'PutObject',
    bucket: 'vessel-parquet',
    object: { key: `ocr/${chunk}.parquet` },
    eventTime: '2026-01-01T00:00:00.000Z',
  };
  const message = { id: 'dead', timestamp: new Date(), attempts: 1, body };
  // @ts-ignore the workers-types version of Fetcher.queue is another
  const outcome = await worker.queue('vessel-ner-pages-dead', [message]);
  assert.equal(outcome.explicitAcks.length, 1);

  const given = await stack.settled(answer.status_url);
  assert.notEqual(given.state, 'done');
  assert.ok(given.reason, 'the status says why');
  await stack.runScheduled(RECONCILER);
  assert.notEqual((await stack.settled(answer.status_url)).state, 'done', 'it waits for a person');

  assert.equal((await takeBackFailures(bucket, [status.doc_id])).length, 1);
  await stack.runScheduled(RECONCILER);
  await eventually(
    'it is done',
    async () => (await stack.settled(answer.status_url)).state === 'done',
  );
});
