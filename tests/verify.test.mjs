// @ts-check
/**
 * `npm run verify` finds whatever is not true of bucket and warehouse, and `npm run rebuild` fills an
 * empty warehouse with the same rows.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import PDFDocument from 'pdfkit';
import { bucketOfRunning } from '../local/lib/bucket.mjs';
import { startChild } from '../local/lib/child.mjs';
import { startControl } from '../local/lib/control.mjs';
import { inRepository } from '../local/lib/paths.mjs';
import { exportBucket, keysOf } from '../local/lib/verify/export.mjs';
import { readInvariants, verify } from '../local/lib/verify/index.mjs';
import { PDF_INVARIANT } from '../local/lib/verify/pdfs.mjs';
import { rebuild } from '../local/lib/verify/rebuild.mjs';
import { warehouseClient } from '../local/lib/warehouse-client.mjs';
import { startOcrServer } from '../local/ocr-server/index.mjs';
import { eventually, fixture, startTestStack, warehouseProgram } from './harness.mjs';

/** Read on every page: a vessel, a number that fails its check, characters outside the first plane. */
const PAGE_TEXT =
  '<|ref|>title<|/ref|><|det|>[[100, 50, 900, 90]]<|/det|>\n# 𝕽egister\n\n' +
  '<|ref|>table<|/ref|><|det|>[[100, 120, 900, 400]]<|/det|>\n<table>' +
  '<tr><td>Vessel name</td><td>IMO number</td><td>Flag</td></tr>' +
  '<tr><td>EXAMPLE</td><td>9074729</td><td>Norway</td></tr>' +
  '<tr><td>ØRNEN</td><td>9074728</td><td>Norway</td></tr></table>\n\n';

const TABLES = ['documents', 'raw_ocr', 'entities', 'doubts'];

/** @type {import('./harness.mjs').TestStack} */
let stack;
/** @type {Awaited<ReturnType<typeof startOcrServer>>} */
let ocr;
/** @type {string} folder of the data, which outlives a stack */
let data;
/** Ids of documents by what they are. @type {Record<string, string>} */
const documents = {};
/** The row of the document that was deleted, as Parquet. @type {Uint8Array} */
let deletedRow;
let exports = 0;

/** @param {string} title @param {number} pages */
function makePdf(title, pages) {
  const document = new PDFDocument({ size: [300, 400], autoFirstPage: false });
  /** @type {Buffer[]} */
  const pieces = [];
  document.on('data', (piece) => pieces.push(piece));
  const ended = new Promise((resolve) => document.on('end', () => resolve(undefined)));
  for (let page = 1; page <= pages; page += 1) document.addPage().text(`${title}, page ${page}`);
  document.end();
  return ended.then(() => new Uint8Array(Buffer.concat(pieces)));
}

/** @param {object} script */
const setFaults = (script) =>
  fetch(new URL('/__faults', ocr.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(script),
  });

/** Sends a document and waits for its end. @param {Uint8Array} bytes */
async function send(bytes) {
  const { status, answer } = await stack.upload(bytes);
  assert.equal(status, 202, JSON.stringify(answer));
  return { ...(await stack.settled(answer.status_url)), statusUrl: answer.status_url };
}

/** @param {Record<string, string>} [variables] */
const start = (variables) =>
  startTestStack({
    data,
    ocrBaseUrl: ocr.url,
    variables: { OCR_CHUNK_PAGES: '2', ...variables },
  });

const client = () => warehouseClient(warehouseProgram, stack.warehouseUrl);

/** The bucket as a folder that the warehouse may read. */
async function exported() {
  exports += 1;
  const folder = join(data, 'export', String(exports));
  await exportBucket(stack.bucket, folder);
  return { url: folder };
}

const check = async () =>
  verify({
    query: client().query,
    bucket: await exported(),
    pdfs: stack.bucket,
  });

/** Puts the rows back as the bucket has them. */
async function mend() {
  client().run(TABLES.map((table) => `DELETE FROM ${table};`).join(' '));
  await rebuild(client(), await exported());
}

before(async () => {
  ocr = await startOcrServer({ engine: 'canned', cannedText: PAGE_TEXT, capacity: 16 });
  data = mkdtempSync(join(tmpdir(), 'vessel-ner-verify-'));
  stack = await start();
  const register = await makePdf('register', 5);
  documents.register = (await send(register)).doc_id;
  await setFaults({ rules: [{ fault: { kind: 'status', status: 422 }, times: 1 }] });
  const partly = await send(await makePdf('partly', 2));
  assert.equal(partly.state, 'partly_done');
  documents.partly = partly.doc_id;
  await setFaults({ rules: [] });
  documents.refused = (await send(fixture('encrypted.pdf'))).doc_id;
  documents.copy = (await stack.upload(register)).answer.doc_id;
  const deleted = await send(await makePdf('deleted', 1));
  documents.deleted = deleted.doc_id;
  deletedRow = /** @type {Uint8Array} */ (
    await stack.object(`ocr/${deleted.doc_id}/document.parquet`)
  );
  await fetch(deleted.statusUrl, { method: 'DELETE' });
  await eventually('the deleted document’s rows are gone', () => {
    const [{ n }] = stack.query(
      `SELECT count(*)::int AS n FROM documents WHERE doc_id = '${documents.deleted}'`,
    );
    return n === 0;
  });
  await eventually(
    'the copy is known as one',
    async () => (await stack.keys('aliases/')).length > 0,
  );
  await stack.stop();
  await ocr.close();
  // The same document read a second time, by another model.
  ocr = await startOcrServer({ engine: 'canned', cannedText: PAGE_TEXT, model: 'another-model' });
  stack = await start({ OCR_MODEL: 'another-model' });
  const bucket = stack.bucket;
  const key = `uploads/${documents.register}.pdf`;
  const body = {
    ...{ account: '0', action: 'PutObject', bucket: 'vessel-parquet' },
    object: { key, eTag: (await bucket.head(key))?.etag },
    eventTime: '2026-01-01T00:00:00.000Z',
  };
  const worker = await stack.miniflare.getWorker('vessel-ner-ocr-processor');
  const message = { id: 'again', timestamp: new Date(), attempts: 1, body };
  // @ts-ignore the workers-types version of Fetcher.queue is another
  await worker.queue('vessel-ner-uploads', [message]);
  await eventually('both readings are loaded', async () => {
    const [read, loaded] = [await stack.keys('ocr/'), await stack.keys('entities/')];
    const ofRegister = read.filter((/** @type {string} */ name) =>
      name.includes(documents.register),
    );
    return ofRegister.length === 2 * 3 + 1 && loaded.length === read.length;
  });
});
after(async () => {
  await stack?.stop();
  await ocr?.close();
  rmSync(data, { recursive: true, force: true });
});

test('what the system wrote holds every invariant, and bucket and tables hash alike', async () => {
  const report = await check();
  assert.deepEqual(report.broken, []);
  assert.deepEqual(report.tables.warehouse, report.tables.bucket);
  assert.deepEqual(
    report.tables.warehouse.map(({ table, rows }) => [table, rows > 0]),
    [...TABLES].sort().map((table) => [table, true]),
    'there are rows of every table to be compared',
  );
  const names = [...readInvariants().map(({ name }) => name), PDF_INVARIANT.name];
  assert.deepEqual(report.checked, names);
  assert.deepEqual(report.pdfs, { counted: 2, unopened: [] });
});

test('the bucket of a running system reads the same through its control address', async () => {
  const control = await startControl(stack);
  try {
    const bucket = bucketOfRunning(control.url);
    const keys = [];
    for await (const key of keysOf(bucket, 'ocr/')) keys.push(key);
    assert.deepEqual(keys, await stack.keys('ocr/'));
    const object = await bucket.get(keys[0]);
    assert.deepEqual(new Uint8Array(await object.arrayBuffer()), await stack.object(keys[0]));
    assert.equal(await bucket.get('ocr/none'), undefined);
    const guessed = await fetch(new URL('/objects', control.url));
    assert.equal(guessed.status, 404, 'nobody reads it who was not told the address');
  } finally {
    await control.stop();
  }
});

/** A key of the register's first reading. @param {string} folder @param {string} pages */
async function chunkOf(folder, pages) {
  const keys = await stack.keys(`${folder}/${documents.register}/`);
  return String(keys.find((/** @type {string} */ key) => key.includes(pages)));
}

/** Takes an object away; returns how to put it back. @param {string} key */
async function takeAway(key) {
  const bucket = stack.bucket;
  const bytes = await stack.object(key);
  assert.ok(bytes, key);
  await bucket.delete(key);
  return () => bucket.put(key, bytes);
}

/** Puts other bytes in an object's place; returns how to put things right. @param {string} key @param {Uint8Array} bytes */
async function overwrite(key, bytes) {
  const bucket = stack.bucket;
  const before = await stack.object(key);
  await bucket.put(key, bytes);
  return () => (before ? bucket.put(key, before) : bucket.delete(key));
}

/** Changes rows; they are put right from the bucket. @param {string} sql */
async function change(sql) {
  client().run(sql);
  return mend;
}

const ofRegister = () => `doc_id = '${documents.register}'`;

/**
 * What is done to the system, and the invariants that must be named for it, with a part of a key.
 * @type {[string, () => Promise<() => Promise<unknown>>, Record<string, RegExp>][]}
 */
const HURTS = [
  [
    'a page without its row',
    () => change(`DELETE FROM raw_ocr WHERE ${ofRegister()} AND page_number = 2`),
    {
      'document-has-its-pages': /^raw_ocr \w+ \w+ page 2$/,
      'entity-has-its-page': /^(entities|doubts) /,
      'warehouse-is-the-bucket': /^raw_ocr .* page 2$/,
    },
  ],
  [
    'a text that was changed',
    () => change(`UPDATE raw_ocr SET text = text || ' ' WHERE ${ofRegister()} AND page_number = 1`),
    { 'text-has-its-hash': /page 1$/, 'warehouse-is-the-bucket': /^raw_ocr / },
  ],
  [
    'a span beside its text',
    () =>
      change(
        `UPDATE entities SET span_start = span_start + 1, span_end = span_end + 1
         WHERE ${ofRegister()} AND page_number = 1`,
      ),
    { 'span-is-the-text': /^entities \w{32}$/, 'warehouse-is-the-bucket': /^entities / },
  ],
  [
    'an entity that is there twice',
    () =>
      change(
        `INSERT INTO entities SELECT * FROM entities WHERE ${ofRegister()} AND page_number = 1`,
      ),
    { 'row-is-there-once': /^entities /, 'warehouse-is-the-bucket': /^entities / },
  ],
  [
    'a wrong page count',
    () => change(`UPDATE documents SET page_count = 6 WHERE ${ofRegister()}`),
    {
      'document-has-its-pages': /^plans\//,
      'page-has-its-document': /^raw_ocr /,
      'pdf-is-what-its-row-says': /^uploads\//,
      'warehouse-is-the-bucket': /^documents /,
    },
  ],
  [
    'a row of a document that was never sent',
    () =>
      change(
        `INSERT INTO documents BY NAME
         SELECT * REPLACE (repeat('0', 32) AS doc_id) FROM documents WHERE state = 'refused'`,
      ),
    { 'nothing-is-invented': /^documents 0{32}$/, 'warehouse-is-the-bucket': /^documents 0{32}$/ },
  ],
  [
    'a row of a document that was deleted',
    () =>
      change(
        `INSERT INTO documents BY NAME
         SELECT * REPLACE ('${documents.deleted}' AS doc_id) FROM documents WHERE state = 'refused'`,
      ),
    { 'deleted-stays-deleted': /^documents / },
  ],
  [
    'an object of a document that was deleted',
    () => overwrite(`progress/${documents.deleted}/x/pages-00001-00001.json`, new Uint8Array()),
    { 'deleted-stays-deleted': /^progress\// },
  ],
  [
    'a page in two states',
    () => change(`UPDATE raw_ocr SET status = 'failed' WHERE ${ofRegister()} AND page_number = 1`),
    { 'page-is-in-one-state': /page 1$/, 'warehouse-is-the-bucket': /^raw_ocr / },
  ],
  [
    'pages that were read and are gone',
    async () => takeAway(await chunkOf('ocr', '00003-00004')),
    {
      'planned-chunk-is-read': /^ocr\/.*00003-00004/,
      'read-chunk-is-loaded': /^entities\/.*00003-00004/,
      'warehouse-is-the-bucket': /^raw_ocr .* page [34]$/,
    },
  ],
  [
    'pages that were read and never loaded',
    async () => takeAway(await chunkOf('entities', '00001-00002')),
    {
      'read-chunk-is-loaded': /^ocr\/.*00001-00002/,
      'warehouse-is-the-bucket': /^entities .* page [12] /,
    },
  ],
  [
    'pages under another chunk’s key',
    async () => {
      const other = await stack.object(await chunkOf('ocr', '00001-00002'));
      return overwrite(await chunkOf('ocr', '00003-00004'), /** @type {Uint8Array} */ (other));
    },
    {
      'object-holds-what-its-key-names': /^ocr\/.*00003-00004/,
      'warehouse-is-the-bucket': /^raw_ocr /,
    },
  ],
  [
    'an upload that nobody opened',
    () => overwrite(`uploads/${'0'.repeat(32)}.pdf`, new Uint8Array([37])),
    { 'upload-is-accounted-for': /^uploads\/0{32}\.pdf$/ },
  ],
  [
    'an upload that is gone',
    async () => takeAway(`uploads/${documents.partly}.pdf`),
    { 'nothing-is-invented': /^\w+[ /]/ },
  ],
  [
    'a PDF that is another one',
    async () => overwrite(`uploads/${documents.register}.pdf`, await makePdf('other', 5)),
    { 'pdf-is-what-its-row-says': /^uploads\// },
  ],
  [
    'an object that is no Parquet',
    async () => overwrite(await chunkOf('entities', '00005'), new Uint8Array([1, 2, 3])),
    {
      'object-holds-what-its-key-names': /could not be checked/,
      'warehouse-is-the-bucket': /could not be checked/,
    },
  ],
];

describe('verify names what is wrong', () => {
  for (const [name, hurt, expected] of HURTS) {
    test(name, async () => {
      const undo = await hurt();
      try {
        const { broken } = await check();
        assert.deepEqual(
          broken.map(({ invariant }) => invariant).sort(),
          Object.keys(expected),
          JSON.stringify(broken, undefined, 1),
        );
        for (const { invariant, offending } of broken) {
          for (const { key } of offending) assert.match(key, expected[invariant]);
        }
      } finally {
        await undo();
      }
    });
  }

  test('every invariant was broken once', () => {
    const named = new Set(HURTS.flatMap(([, , expected]) => Object.keys(expected)));
    const names = [...readInvariants().map(({ name }) => name), PDF_INVARIANT.name];
    assert.deepEqual([...named].sort(), names.sort());
  });
});

describe('rebuild', () => {
  /** Every row of a warehouse. @param {(sql: string) => any[]} ask */
  const rowsOf = (ask) =>
    Object.fromEntries(TABLES.map((table) => [table, ask(`SELECT * FROM ${table} ORDER BY ALL`)]));

  test('an empty file gets the rows of the original, whatever became of the documents', async () => {
    const where = await exported();
    const reads = join(data, 'export');
    const warehouse = await startChild(
      warehouseProgram,
      [
        ...['--database', join(data, 'rebuilt.duckdb'), '--allow-read', reads],
        ...['--migrations', inRepository('sql')],
      ],
      { logFile: join(data, 'rebuilt.log') },
    );
    try {
      const url = `postgres://postgres@${warehouse.address}/vessel_intelligence`;
      const rebuilt = warehouseClient(warehouseProgram, url);
      await rebuild(rebuilt, where);
      const original = rowsOf(stack.query);
      assert.deepEqual(rowsOf(rebuilt.query), original);
      const count = (/** @type {string} */ sql) => Number(stack.query(sql)[0].n);
      assert.equal(
        count(`SELECT count(DISTINCT run_id) AS n FROM raw_ocr WHERE ${ofRegister()}`),
        2,
      );
      assert.equal(count("SELECT count(*) AS n FROM raw_ocr WHERE status = 'failed'"), 1);
      assert.equal(count("SELECT count(*) AS n FROM documents WHERE state = 'refused'"), 1);

      await assert.rejects(rebuild(rebuilt, where), /not empty/);
      assert.deepEqual(rowsOf(rebuilt.query), original, 'nothing was changed');
    } finally {
      await warehouse.stop();
    }
  });

  test('leaves out what was read and never committed, and what is left of a deleted document', async () => {
    const undone = await chunkOf('entities', '00001-00002');
    const putBack = await takeAway(undone);
    const bucket = stack.bucket;
    const leftOver = `ocr/${documents.deleted}/document.parquet`;
    await bucket.put(leftOver, deletedRow);
    try {
      const before = rowsOf(stack.query);
      await mend();
      const [, , run] = undone.split('/');
      const without = before.raw_ocr.filter((page) => page.run_id !== run || page.page_number > 2);
      const after = rowsOf(stack.query);
      assert.equal(without.length, before.raw_ocr.length - 2);
      assert.deepEqual(after.raw_ocr, without);
      assert.deepEqual(after.documents, before.documents);
    } finally {
      await putBack();
      await bucket.delete(leftOver);
      await mend();
    }
  });
});
