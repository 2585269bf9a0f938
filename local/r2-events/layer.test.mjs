// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNotificationRules } from '../lib/worker-config.mjs';
import { eventBody, firedRules, withR2Events } from './layer.mjs';

const { bucket, rules } = readNotificationRules();

test('a rule fires for its prefix, suffix and kind of event only', () => {
  const cases = [
    ['PutObject', 'uploads/a.pdf', ['vessel-ner-uploads']],
    ['CompleteMultipartUpload', 'uploads/a.pdf', ['vessel-ner-uploads']],
    ['DeleteObject', 'uploads/a.pdf', []],
    ['PutObject', 'uploads/a.txt', []],
    ['PutObject', 'ocr/a/b/pages-00001-00016.parquet', ['vessel-ner-pages']],
    ['PutObject', 'entities/a/b/pages-00001-00016.parquet', []],
    ['PutObject', 'plans/a/b.json', []],
  ];
  for (const [action, key, queues] of cases) {
    const fired = firedRules(rules, String(action), String(key)).map((rule) => rule.queue);
    assert.deepEqual(fired, queues, `${action} ${key}`);
  }
});

test('no key can fire two rules, which R2 would refuse', () => {
  for (const [index, rule] of rules.entries()) {
    for (const other of rules.slice(index + 1)) {
      const [one, two] = [rule.prefix ?? '', other.prefix ?? ''];
      assert.ok(!one.startsWith(two) && !two.startsWith(one), `${one} and ${two} overlap`);
    }
  }
});

test('the event is the documented JSON', () => {
  const object = { key: 'uploads/a.pdf', size: 3, etag: 'e' };
  assert.deepEqual(eventBody(bucket, 'PutObject', object, new Date(0)), {
    account: '00000000000000000000000000000000',
    action: 'PutObject',
    bucket: 'vessel-parquet',
    object: { key: 'uploads/a.pdf', size: 3, eTag: 'e' },
    eventTime: '1970-01-01T00:00:00.000Z',
  });
  assert.deepEqual(eventBody(bucket, 'DeleteObject', object, new Date(0)).object, {
    key: 'uploads/a.pdf',
  });
});

/** A Worker entry point and the messages that its queue received. */
function layered() {
  /** @type {any[]} */
  const sent = [];
  class Entrypoint {
    /** @param {unknown} _context @param {any} env */
    constructor(_context, env) {
      this.env = env;
    }
  }
  const store = {
    put: async (/** @type {string} */ key) =>
      key === 'uploads/there.pdf' ? null : { key, size: 1, etag: 'e' },
    delete: async () => {},
    head: async (/** @type {string} */ key) => ({ key }),
    createMultipartUpload: async (/** @type {string} */ key) => ({
      uploadId: 'id',
      complete: async () => ({ key, size: 9, etag: 'm-1' }),
    }),
  };
  const Layered = withR2Events(Entrypoint, {
    bucket,
    bucketBindings: ['BUCKET'],
    rules,
    producers: { 'vessel-ner-uploads': 'UPLOADS_QUEUE' },
  });
  const env = {
    BUCKET: store,
    UPLOADS_QUEUE: { send: async (/** @type {any} */ body) => sent.push(body) },
  };
  return { bucket: new Layered({}, env).env.BUCKET, sent };
}

test('a write sends its event, a failed precondition none', async () => {
  const { bucket: store, sent } = layered();
  await store.put('uploads/new.pdf', 'x');
  await store.put('uploads/there.pdf', 'x');
  const upload = await store.createMultipartUpload('uploads/big.pdf');
  assert.equal(upload.uploadId, 'id');
  await upload.complete([]);
  await store.delete('uploads/new.pdf');
  assert.deepEqual(await store.head('k'), { key: 'k' });
  assert.deepEqual(
    sent.map((event) => [event.action, event.object.key]),
    [
      ['PutObject', 'uploads/new.pdf'],
      ['CompleteMultipartUpload', 'uploads/big.pdf'],
    ],
  );
});

test('a Worker that writes below a trigger prefix without a producer is told so', async () => {
  const { bucket: store } = layered();
  await assert.rejects(store.put('ocr/a.parquet', 'x'), /no producer binding for vessel-ner-pages/);
});
