// @ts-check
/** The interface's description against the running portal: what is documented is what is answered. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { inRepository } from '../local/lib/paths.mjs';
import { registerPage, degradedPage } from './browser/samples.mjs';
import { startPortal } from './portal-harness.mjs';
import { playedDocument } from './portal-results.mjs';

/** @type {any} */
const description = JSON.parse(
  readFileSync(inRepository('workers', 'upload-portal', 'openapi.json'), 'utf8'),
);
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(description, 'openapi');

/** @type {Map<string, Set<number>>} statuses seen of each operation */
const seen = new Map();

/**
 * Checks an answer against the description.
 * @param {string} template the documented path
 * @param {string} method
 * @param {Response} response
 * @returns {Promise<any>} the body
 */
async function checked(template, method, response) {
  const operation = description.paths[template]?.[method.toLowerCase()];
  assert.ok(operation, `${method} ${template} is documented`);
  const statuses = seen.get(operation.operationId) ?? new Set();
  seen.set(operation.operationId, statuses.add(response.status));
  const documented = operation.responses[response.status];
  assert.ok(documented, `${method} ${template} may answer ${response.status}`);
  const type = (response.headers.get('content-type') ?? '').split(';')[0];
  const content = documented.content ?? {};
  if (Object.keys(content).length === 0) return response.arrayBuffer();
  assert.ok(Object.hasOwn(content, type), `${method} ${template} answers with ${type}`);
  if (type !== 'application/json') return response.arrayBuffer();
  const body = await response.json();
  const path = [
    'paths',
    template,
    method.toLowerCase(),
    'responses',
    response.status,
    'content',
    type,
    'schema',
  ];
  const pointer = path
    .map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.getSchema(`openapi#/${pointer}`);
  assert.ok(validate, `${method} ${template} has a schema`);
  assert.ok(validate(body), `${method} ${template}: ${ajv.errorsText(validate.errors)}`);
  return body;
}

/** @type {Awaited<ReturnType<typeof startPortal>>} */
let portal;
before(async () => {
  portal = await startPortal({ variables: { MAX_UPLOAD_BYTES: String(8 * 1024 * 1024) } });
});
after(() => portal.stop());

/**
 * Each request has a connection of its own: one whose body was refused unread is closed by the server.
 * @param {string} template @param {string} method @param {string} path @param {RequestInit} [options]
 */
const call = async (template, method, path, options = {}) => {
  const headers = { connection: 'close', ...options.headers };
  return checked(template, method, await fetch(portal.url + path, { method, ...options, headers }));
};

describe('the documented interface', () => {
  test('is what uploads are answered with', async () => {
    const bytes = readFileSync(inRepository('fixtures', 'pdf', 'register-ruled.pdf'));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const headers = { 'content-type': 'application/pdf', 'x-content-sha256': sha256 };
    await call('/upload', 'POST', '/upload', { body: bytes, headers });
    for (const [body, type] of [
      ['', 'application/pdf'],
      ['text', 'application/pdf'],
      ['%PDF-', 'image/png'],
      ['x'.repeat(9 * 1024 * 1024), 'application/pdf'],
    ]) {
      await call('/upload', 'POST', '/upload', { body, headers: { 'content-type': type } });
    }
    const size = 5 * 1024 * 1024 + 3;
    const begun = await call('/uploads', 'POST', '/uploads', {
      body: JSON.stringify({ size_bytes: size }),
    });
    const access = { authorization: `Bearer ${begun.receipt}`, 'x-upload-id': begun.upload_id };
    const part = '/uploads/{doc_id}/parts/{number}';
    const large = Buffer.alloc(size, ' ');
    large.write('%PDF-1.7');
    const parts = [
      await call(part, 'PUT', `/uploads/${begun.doc_id}/parts/1`, {
        body: large.subarray(0, 5 * 1024 * 1024),
        headers: access,
      }),
      await call(part, 'PUT', `/uploads/${begun.doc_id}/parts/2`, {
        body: large.subarray(5 * 1024 * 1024),
        headers: access,
      }),
    ];
    await call(part, 'PUT', `/uploads/${begun.doc_id}/parts/3`, { body: 'x', headers: access });
    const complete = '/uploads/{doc_id}/complete';
    await call(complete, 'POST', `/uploads/${begun.doc_id}/complete`, {
      body: '{"parts":[]}',
      headers: access,
    });
    await call(complete, 'POST', `/uploads/${begun.doc_id}/complete`, {
      body: JSON.stringify({ parts }),
      headers: access,
    });
    await call('/uploads/{doc_id}', 'DELETE', `/uploads/${begun.doc_id}`, { headers: access });
    const other = await call('/uploads', 'POST', '/uploads', { body: '{"size_bytes":9}' });
    const otherAccess = {
      authorization: `Bearer ${other.receipt}`,
      'x-upload-id': other.upload_id,
    };
    await call('/uploads/{doc_id}', 'DELETE', `/uploads/${other.doc_id}`, { headers: otherAccess });
  });

  test('is what documents are answered with, from received to deleted', async () => {
    const bytes = readFileSync(inRepository('fixtures', 'pdf', 'register-ruled.pdf'));
    const form = new FormData();
    form.append('file', new Blob([bytes]), 'register.pdf');
    const { doc_id, receipt } = await call('/upload', 'POST', '/upload', { body: form });
    const document = '/documents/{receipt}';
    /** @param {string} template @param {string} [path] */
    const get = (template, path = template) =>
      call(document + template, 'GET', `/documents/${receipt}${path}`);
    const results = [
      '/entities.json',
      '/doubts.json',
      '/entities.csv',
      '/entities.jsonl',
      '/entities.parquet',
      '/text.md',
    ];

    assert.equal((await get('')).state, 'received');
    for (const path of results) await get(path);
    const played = playedDocument(portal.bucket, doc_id, [registerPage, degradedPage]);
    await played.plan();
    await played.progress(1, 'The OCR server is busy.');
    const reading = await get('');
    assert.deepEqual(
      [reading.state, reading.pages_read, reading.waiting],
      ['reading', 1, 'The OCR server is busy.'],
    );
    await get('/pages/{number}', '/pages/1');
    await played.read();
    assert.equal((await get('')).state, 'loading');
    await played.load();
    const done = await get('');
    assert.deepEqual([done.state, done.entities, done.pages.degraded], ['done', 17, 1]);

    const page = await get('/pages/{number}', '/pages/1');
    for (const entity of page.entities) {
      const printed = Array.from(page.text).slice(entity.start, entity.end).join('');
      assert.equal(printed, entity.text);
    }
    await get('/pages/{number}', '/pages/3');
    for (let times = 0; times < 2; times += 1) {
      const image = Buffer.from(await get('/pages/{number}.png', '/pages/1.png'));
      assert.deepEqual([...image.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    }
    await get('/pages/{number}.png', '/pages/2.png');
    const files = Object.fromEntries(
      await Promise.all(results.slice(1).map(async (path) => [path, Buffer.from(await get(path))])),
    );
    assert.equal((await get('/entities.json')).length, 17);
    assert.equal(files['/entities.csv'].toString().trim().split('\r\n').length, 18);
    const lines = files['/entities.jsonl'].toString().trim().split('\n');
    assert.equal(lines.map((/** @type {string} */ line) => JSON.parse(line)).length, 17);
    assert.equal(files['/entities.parquet'].subarray(0, 4).toString(), 'PAR1');
    assert.match(files['/text.md'].toString(), /NORTHERN TERN[\s\S]*page 2 of 2: degraded/);

    assert.equal((await call(document, 'DELETE', `/documents/${receipt}`)).deleted, 'document');
    await call(document, 'DELETE', `/documents/${receipt}`);
    await get('');
  });

  test('leaves no operation out', async () => {
    await call('/config.json', 'GET', '/config.json');
    assert.deepEqual(await call('/openapi.json', 'GET', '/openapi.json'), description);
    const operations = Object.values(description.paths).flatMap((path) =>
      Object.values(/** @type {object} */ (path)).flatMap(({ operationId }) => operationId ?? []),
    );
    assert.deepEqual(
      operations.filter((operation) => !seen.has(operation)),
      [],
    );
  });
});
