// @ts-check
/** One PDF in, rows in the warehouse out: every stage the real one. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { vessels } from '../fixtures/vessels.mjs';
import { startChild } from '../local/lib/child.mjs';
import { inRepository } from '../local/lib/paths.mjs';
import { eventually, fixture, query, startTestStack, warehouseProgram } from './harness.mjs';

/** @type {import('./harness.mjs').TestStack} */
let stack;
before(async () => {
  stack = await startTestStack();
});
after(() => stack.stop());

/** Status addresses of the fixtures that were sent: each is sent once. @type {Map<string, string>} */
const sent = new Map();

/** Sends a fixture, unless it was sent, and waits for its end. @param {string} name */
async function process(name) {
  if (!sent.has(name)) {
    const { status, answer } = await stack.upload(fixture(name), { filename: name });
    assert.equal(status, 202, JSON.stringify(answer));
    sent.set(name, answer.status_url);
  }
  return stack.settled(String(sent.get(name)));
}

/** @param {string} docId */
const loaded = (docId) => ({
  pages: stack.query(`SELECT * FROM raw_ocr WHERE doc_id = '${docId}' ORDER BY page_number`),
  entities: stack.query(
    `SELECT * FROM entities WHERE doc_id = '${docId}' ORDER BY page_number, span_start`,
  ),
});

/** @param {any[]} entities @param {string} label */
const values = (entities, label) =>
  entities.filter((entity) => entity.label === label).map((entity) => entity.norm_value);

for (const name of ['register-ruled.pdf', 'register-unruled.pdf']) {
  test(`${name}: every vessel's name, flag, call sign and IMO number is a row`, async () => {
    const status = await process(name);
    assert.equal(status.state, 'done', JSON.stringify(status));
    assert.equal(status.pages_loaded, 2);
    const { entities } = loaded(status.doc_id);
    assert.equal(entities.length, status.entities);
    const imos = values(entities, 'IMO');
    assert.deepEqual(
      imos,
      vessels.map((vessel) => vessel.imo),
    );
    for (const vessel of vessels) {
      const imo = entities.find((entity) => entity.norm_value === vessel.imo);
      const record = entities.filter(
        (entity) => entity.page_number === imo.page_number && entity.record === imo.record,
      );
      assert.deepEqual(values(record, 'FLAG'), [vessel.flagCode], vessel.name);
      assert.deepEqual(values(record, 'VESSEL_NAME'), [vessel.name], vessel.name);
    }
  });
}

test('a certificate and a letter give their vessel', async () => {
  const [certificate, letter] = [await process('certificate.pdf'), await process('letter.pdf')];
  const [heron, playa] = vessels;
  const form = loaded(certificate.doc_id).entities;
  assert.deepEqual(values(form, 'VESSEL_NAME'), [heron.name]);
  assert.deepEqual(values(form, 'IMO'), [heron.imo]);
  assert.deepEqual(values(form, 'MMSI'), [heron.mmsi]);
  assert.deepEqual(values(form, 'START_DATE'), ['2025-02-01']);
  assert.deepEqual(values(form, 'END_DATE'), ['2026-01-31']);
  const prose = loaded(letter.doc_id).entities;
  assert.deepEqual(values(prose, 'IMO'), [playa.imo]);
  assert.deepEqual(values(prose, 'FLAG'), [playa.flagCode]);
});

test('a scan is read, and whatever passes as an IMO number is one of its vessels', async () => {
  const status = await process('scan.pdf');
  assert.equal(status.state, 'done', JSON.stringify(status));
  const known = new Set(vessels.map((vessel) => vessel.imo));
  const imos = values(loaded(status.doc_id).entities, 'IMO');
  assert.ok(imos.length > 0);
  for (const imo of imos) assert.ok(known.has(imo), `${imo} is printed nowhere`);
});

test('every row says where it comes from, and spans are the text', async () => {
  const status = await process('certificate.pdf');
  const { pages, entities } = loaded(status.doc_id);
  for (const page of pages) {
    for (const column of ['document_sha256', 'image_sha256', 'text_sha256']) {
      assert.match(page[column], /^[0-9a-f]{64}$/, column);
    }
    assert.ok(page.model && page.prompt && page.parameters && page.program_version);
    assert.equal(page.run_id, status.run_id);
  }
  const characters = [...pages[0].text];
  for (const entity of entities) {
    const span = characters.slice(entity.span_start, entity.span_end).join('');
    assert.equal(span, entity.text);
    assert.equal(entity.text_sha256, pages[0].text_sha256);
  }
});

test('a blank page is a row that says so and asks the model nothing', async () => {
  const status = await process('blank.pdf');
  assert.equal(status.state, 'done', JSON.stringify(status));
  assert.equal(status.pages.blank, 1);
  const [page] = loaded(status.doc_id).pages;
  assert.deepEqual([page.status, page.text, page.attempts], ['blank', '', 0]);
});

for (const [name, pattern] of /** @type {[string, RegExp][]} */ ([
  ['encrypted.pdf', /password/i],
  ['broken.pdf', /./],
])) {
  test(`${name} is refused with a reason, in the status and in the warehouse`, async () => {
    const status = await process(name);
    assert.equal(status.state, 'failed');
    assert.match(status.reason, pattern);
    const [row] = await eventually('the refusal is loaded', () => {
      const rows = stack.query(`SELECT * FROM documents WHERE doc_id = '${status.doc_id}'`);
      return rows.length > 0 ? rows : undefined;
    });
    assert.equal(row.state, 'refused');
    assert.equal(row.page_count, null);
  });
}

test('a PDF that only restricts its owner is read', async () => {
  const status = await process('owner-password.pdf');
  assert.equal(status.state, 'done', JSON.stringify(status));
});

/** Events of everything that a document left in the bucket. @param {string} docId */
async function eventsOf(docId) {
  const keys = [`uploads/${docId}.pdf`, ...(await stack.keys(`ocr/${docId}/`))];
  return keys.map((key) => ({
    queue: key.startsWith('uploads/') ? 'vessel-ner-uploads' : 'vessel-ner-pages',
    body: {
      account: '0',
      action: 'PutObject',
      bucket: 'vessel-parquet',
      object: { key },
      eventTime: '2026-01-01T00:00:00.000Z',
    },
  }));
}

/** @param {string} queue @param {unknown} body */
async function deliver(queue, body) {
  const consumer =
    queue === 'vessel-ner-uploads' ? 'vessel-ner-ocr-processor' : 'vessel-ner-entity-extractor';
  const worker = await stack.miniflare.getWorker(consumer);
  const message = { id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body };
  // @ts-ignore the workers-types version of Fetcher.queue is another
  return worker.queue(queue, [message]);
}

test('an event delivered twice, and two at once, leave the same rows', async () => {
  const status = await process('register-ruled.pdf');
  const first = loaded(status.doc_id);
  for (const { queue, body } of await eventsOf(status.doc_id)) {
    const outcomes = await Promise.all([deliver(queue, body), deliver(queue, body)]);
    for (const outcome of outcomes) {
      assert.equal(outcome.outcome, 'ok');
      assert.equal(outcome.explicitAcks.length, 1, JSON.stringify(outcome));
    }
  }
  assert.equal((await process('register-ruled.pdf')).state, 'done');
  assert.deepEqual(loaded(status.doc_id), first);
});

test('a message that nobody understands does not take its batch down', async () => {
  const worker = await stack.miniflare.getWorker('vessel-ner-entity-extractor');
  const messages = [{ nonsense: true }, 'text', null].map((body) => ({
    id: crypto.randomUUID(),
    timestamp: new Date(),
    attempts: 1,
    body,
  }));
  // @ts-ignore as above
  const outcome = await worker.queue('vessel-ner-pages', messages);
  assert.equal(outcome.outcome, 'ok');
});

test('what DuckDB reads from the Workers’ Parquet is what they loaded, nulls included', async () => {
  const status = await process('register-ruled.pdf');
  const folders = ['ocr', 'entities', 'doubts'];
  const listed = folders.map((folder) =>
    stack.keys(`${folder}/${status.doc_id}/${status.run_id}/`),
  );
  const files = (await Promise.all(listed)).flat();
  const warehouse = await startChild(
    warehouseProgram,
    [
      ...['--database', join(stack.folder, 'parquet.duckdb'), '--allow-read', stack.folder],
      ...['--migrations', inRepository('sql')],
    ],
    { logFile: join(stack.folder, 'parquet.log') },
  );
  try {
    const url = `postgres://postgres@${warehouse.address}/vessel_intelligence`;
    for (const key of files) {
      const path = join(stack.folder, key.replaceAll('/', '_'));
      writeFileSync(path, (await stack.object(key)) ?? new Uint8Array());
      const table = key.startsWith('ocr/') ? 'raw_ocr' : key.split('/')[0];
      query(url, `INSERT INTO ${table} BY NAME SELECT * FROM read_parquet('${path}')`);
      const order = table === 'raw_ocr' ? 'page_number' : 'page_number, span_start, text';
      const where = `WHERE doc_id = '${status.doc_id}'`;
      const sql = `SELECT * FROM ${table} ${where} ORDER BY ${order}`;
      assert.deepEqual(query(url, sql), stack.query(sql), key);
    }
    const [nulls] = query(url, 'SELECT count(*) AS n FROM raw_ocr WHERE reason IS NULL');
    assert.ok(Number(nulls.n) > 0, 'there are nulls to be compared');
  } finally {
    await warehouse.stop();
  }
});
