// @ts-check
/** What the portal promises to programs, over HTTP, against the built Worker. */
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { eventually } from './harness.mjs';
import { clientOf, json, pdfBytes, sha256, startPortal } from './portal-harness.mjs';

const MEGABYTE = 1024 * 1024;
const PART_BYTES = 5 * MEGABYTE;

/** @type {Awaited<ReturnType<typeof startPortal>>} */
let portal;
before(async () => {
  portal = await startPortal({ variables: { MAX_UPLOAD_BYTES: String(12 * MEGABYTE) } });
});
after(() => portal.stop());

const { upload, keys } = clientOf(() => portal);

/** Sends exactly these bytes with exactly these headers. @param {Record<string, string | number>} headers @param {Buffer[]} pieces */
function rawPost(headers, pieces) {
  return new Promise(
    (/** @type {(answer: { status: number, body: any }) => void} */ resolve, reject) => {
      const call = httpRequest(`${portal.url}/upload`, { method: 'POST', headers }, (response) => {
        /** @type {Buffer[]} */
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          const body = JSON.parse(Buffer.concat(chunks).toString());
          resolve({ status: Number(response.statusCode), body });
        });
      });
      call.on('error', reject);
      for (const piece of pieces) call.write(piece);
      call.end();
    },
  );
}

describe('an upload', () => {
  test('as a raw body is stored as it was sent, and named by its header', async () => {
    const bytes = pdfBytes(300_000, 'raw');
    for (const [
      headers,
      query,
      filename,
    ] of /** @type {[Record<string, string>, string, string][]} */ ([
      [{ 'x-filename': '%C3%9E%C3%B3r.pdf' }, '', 'Þór.pdf'],
      [{ 'content-disposition': 'attachment; filename="a \\"b\\".pdf"' }, '', 'a "b".pdf'],
      [{}, '?filename=..%2F..%2Fetc%2Fpasswd', 'passwd'],
      [{}, '', null],
    ])) {
      const response = await upload(bytes, headers, query);
      assert.equal(response.status, 202);
      const accepted = await json(response);
      const status = await json(await fetch(accepted.status_url));
      assert.equal(status.filename, filename);
      assert.equal(status.state, 'received');
      const stored = await portal.bucket.get(`uploads/${accepted.doc_id}.pdf`);
      assert.deepEqual(Buffer.from((await stored?.arrayBuffer()) ?? []), bytes);
      assert.equal(stored?.httpMetadata?.contentType, 'application/pdf');
    }
  });

  test('as a form is stored without the form around it, whatever its size', async () => {
    for (const size of [9, 1023, 1024, 65_536, 3_000_001, 11 * MEGABYTE]) {
      const bytes = pdfBytes(size, 'form');
      const form = new FormData();
      form.append('note', 'a field before the file');
      form.append('file', new Blob([bytes]), 'list.pdf');
      const response = await fetch(`${portal.url}/upload`, { method: 'POST', body: form });
      assert.equal(response.status, 202, `${size} bytes`);
      const { doc_id } = await json(response);
      const stored = await portal.bucket.get(`uploads/${doc_id}.pdf`);
      assert.equal(stored?.size, size);
      assert.equal(sha256(new Uint8Array((await stored?.arrayBuffer()) ?? [])), sha256(bytes));
    }
  });

  test('from a browser without JavaScript leads to a page', async () => {
    const form = new FormData();
    form.append('pdf', new Blob([pdfBytes(100, 'page')]), '<img src=x onerror=alert(1)>.pdf');
    const options = { method: 'POST', body: form, headers: { accept: 'text/html' } };
    const response = await fetch(`${portal.url}/upload`, { ...options, redirect: 'manual' });
    assert.equal(response.status, 303);
    const page = await fetch(String(response.headers.get('location')), {
      headers: { accept: 'text/html' },
    });
    const html = await page.text();
    assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;\.pdf/);
    assert.doesNotMatch(html, /<img/);
  });

  test('wakes the OCR processor once', async () => {
    const { doc_id } = await json(await upload(pdfBytes(50, 'event')));
    const key = `uploads/${doc_id}.pdf`;
    /** @type {{ queue: string }[]} */
    let events = [];
    for (let tries = 0; tries < 50 && events.length === 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      events = (await portal.messages()).filter(({ body }) => body.object?.key === key);
    }
    assert.equal(events.length, 1);
    assert.equal(events[0].queue, 'vessel-ner-uploads');
  });
});

describe('a refusal', () => {
  test('says in words what is wrong, with the right status', async () => {
    const good = pdfBytes(100, 'x');
    const late = Buffer.concat([Buffer.alloc(1020, ' '), good]);
    const huge = 13 * MEGABYTE;
    for (const [
      name,
      body,
      headers,
      status,
      code,
    ] of /** @type {[string, any, Record<string, string>, number, string][]} */ ([
      ['empty', '', {}, 400, 'empty'],
      ['text', 'hello', {}, 415, 'not_a_pdf'],
      ['a large file that is no PDF', Buffer.alloc(8 * MEGABYTE, 'x'), {}, 415, 'not_a_pdf'],
      ['late signature', late, {}, 415, 'not_a_pdf'],
      ['archive', good, { 'content-type': 'application/zip' }, 415, 'not_a_pdf'],
      ['too large', pdfBytes(huge, 'x'), {}, 413, 'too_large'],
      ['wrong hash', good, { 'x-content-sha256': sha256('other') }, 400, 'hash_mismatch'],
      ['no hash', good, { 'x-content-sha256': 'zz' }, 400, 'bad_request'],
      [
        'form without boundary',
        good,
        { 'content-type': 'multipart/form-data' },
        400,
        'bad_request',
      ],
    ])) {
      const response = await upload(body, headers);
      assert.equal(response.status, status, name);
      const { error } = await json(response);
      assert.equal(error.code, code, name);
      assert.match(error.message, /^[A-Z].*\.$/, name);
    }
    assert.deepEqual(await leftovers(), []);
  });

  test('of forms names the fault', async () => {
    const empty = new FormData();
    empty.append('file', new Blob([]), 'a.pdf');
    const foreign = new FormData();
    foreign.append('other', new Blob([pdfBytes(50, 'x')]), 'a.pdf');
    const two = new FormData();
    two.append('file', new Blob([pdfBytes(50, 'x')]), 'a.pdf');
    two.append('file', new Blob([pdfBytes(50, 'y')]), 'b.pdf');
    for (const [form, status, words] of /** @type {[FormData, number, RegExp][]} */ ([
      [empty, 400, /file is empty/],
      [foreign, 400, /field named/],
      [two, 400, /one file a form/],
    ])) {
      const response = await fetch(`${portal.url}/upload`, { method: 'POST', body: form });
      assert.equal(response.status, status);
      assert.match((await json(response)).error.message, words);
    }
    assert.deepEqual(await leftovers(), []);
  });

  test('of a form without a chosen file says so', async () => {
    const lines = ['--b', 'Content-Disposition: form-data; name="file"; filename=""'];
    const form = Buffer.from([...lines, '', '', '--b--', ''].join('\r\n'));
    const type = 'multipart/form-data; boundary=b';
    const headers = { 'content-type': type, 'content-length': form.length };
    const answer = await rawPost(headers, [form]);
    assert.deepEqual([answer.status, answer.body.error.message], [400, 'No file was chosen.']);
  });

  test('of a body without a length is 411', async () => {
    const headers = { 'content-type': 'application/pdf', 'transfer-encoding': 'chunked' };
    const answer = await rawPost(headers, [pdfBytes(100, 'x')]);
    assert.equal(answer.status, 411);
    assert.equal(answer.body.error.code, 'length_required');
  });

  test('of a method says which one is meant', async () => {
    for (const [method, path, allowed] of [
      ['PUT', '/upload', 'POST'],
      ['POST', '/', 'GET'],
      ['GET', '/uploads', 'POST'],
      ['POST', '/documents/x', 'GET, DELETE'],
    ]) {
      const body = method === 'GET' ? undefined : 'x';
      const response = await eventually(`${method} ${path} is answered`, () =>
        fetch(portal.url + path, { method, body }),
      );
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), allowed);
    }
  });

  test('never shows its cause', async () => {
    const response = await upload(pdfBytes(100, 'x'), { 'x-content-sha256': sha256('other') });
    assert.doesNotMatch(await response.text(), /10037|r2|uploads\//i);
  });
});

/** Uploads that no receipt belongs to. */
async function leftovers() {
  const known = new Set((await keys('receipts/')).map((key) => key.split('/')[1]));
  return (await keys('uploads/')).filter((key) => !known.has(key.slice(8, 40)));
}

describe('a receipt', () => {
  test('opens its document in the path and as bearer token, and nothing else does', async () => {
    const { doc_id, receipt } = await json(await upload(pdfBytes(60, 'receipt')));
    const other = (await json(await upload(pdfBytes(60, 'other receipt')))).receipt;
    /** @param {string} path @param {string} [bearer] */
    const status = async (path, bearer) => {
      const headers = bearer ? { authorization: `Bearer ${bearer}` } : undefined;
      return (await fetch(`${portal.url}/documents/${path}`, { headers })).status;
    };
    assert.equal(await status(receipt), 200);
    assert.equal(await status(doc_id, receipt), 200);
    const unknown = `${'0'.repeat(32)}.${'0'.repeat(32)}`;
    const texts = new Set();
    for (const [path, bearer] of [
      [doc_id],
      [doc_id, other],
      [`${doc_id}.${other.split('.')[1]}`],
      [unknown],
      [`${doc_id}.`],
      [receipt.toUpperCase()],
    ]) {
      assert.equal(await status(path, bearer), 404, `${path} ${bearer}`);
      texts.add(await (await fetch(`${portal.url}/documents/${path}`)).text());
    }
    assert.equal(texts.size, 1, 'an unknown document and a wrong receipt look the same');
    for (const key of await keys()) {
      assert.doesNotMatch(key, new RegExp(receipt.split('.')[1]));
    }
    assert.doesNotMatch(portal.log(), new RegExp(receipt.split('.')[1]));
  });

  test('comes again for the same bytes, without a second document', async () => {
    const bytes = pdfBytes(70_000, 'same');
    const headers = { 'x-content-sha256': sha256(bytes) };
    const first = await json(await upload(bytes, headers));
    const second = await json(await upload(bytes, headers));
    assert.deepEqual([first.duplicate, second.duplicate], [false, true]);
    assert.equal(second.doc_id, first.doc_id);
    assert.notEqual(second.receipt, first.receipt);
  });

  test('does not come for a hash whose bytes the sender does not have', async () => {
    const bytes = pdfBytes(70_000, 'secret');
    const hash = sha256(bytes);
    await upload(bytes, { 'x-content-sha256': hash });
    const liar = await upload(pdfBytes(70_000, 'liar'), { 'x-content-sha256': hash });
    assert.equal(liar.status, 400);
    const begun = await begin({ size_bytes: 70_000, sha256: hash, possession_sha256: hash });
    assert.equal(begun.status, 201, 'a hash alone begins a new upload');
  });
});

/** @param {unknown} body */
const begin = (body) =>
  fetch(`${portal.url}/uploads`, { method: 'POST', body: JSON.stringify(body) });

describe('an upload in parts', () => {
  /** @param {any} begun @param {number} number @param {Uint8Array} bytes */
  const put = (begun, number, bytes) =>
    fetch(`${portal.url}/uploads/${begun.doc_id}/parts/${number}`, {
      method: 'PUT',
      body: /** @type {Uint8Array<ArrayBuffer>} */ (bytes),
      headers: { authorization: `Bearer ${begun.receipt}`, 'x-upload-id': begun.upload_id },
    });
  /** @param {any} begun @param {unknown[]} parts */
  const complete = (begun, parts) =>
    fetch(`${portal.url}/uploads/${begun.doc_id}/complete`, {
      method: 'POST',
      body: JSON.stringify({ parts }),
      headers: { authorization: `Bearer ${begun.receipt}`, 'x-upload-id': begun.upload_id },
    });
  /** @param {Uint8Array} bytes */
  const partsOf = (bytes) => [bytes.subarray(0, PART_BYTES), bytes.subarray(PART_BYTES)];

  test('arrives whole, parts sent twice and the end asked for twice', async () => {
    const bytes = pdfBytes(PART_BYTES + 12_345, 'parts');
    const begun = await json(await begin({ size_bytes: bytes.length, filename: 'parts.pdf' }));
    assert.equal(begun.part_count, 2);
    const [first, second] = partsOf(bytes);
    await put(begun, 1, first);
    const parts = [await json(await put(begun, 2, second)), await json(await put(begun, 1, first))];
    const answers = [await complete(begun, parts), await complete(begun, parts)];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [202, 202],
    );
    const accepted = await json(answers[0]);
    assert.equal(accepted.receipt, begun.receipt);
    const stored = await portal.bucket.get(`uploads/${begun.doc_id}.pdf`);
    assert.equal(sha256(new Uint8Array((await stored?.arrayBuffer()) ?? [])), sha256(bytes));
    const status = await json(await fetch(accepted.status_url));
    assert.deepEqual([status.filename, status.size_bytes], ['parts.pdf', bytes.length]);
  });

  test('is refused where its parts are not what was announced', async () => {
    const bytes = pdfBytes(PART_BYTES + 10, 'wrong');
    const begun = await json(await begin({ size_bytes: bytes.length }));
    const [first, second] = partsOf(bytes);
    const textPart = Buffer.alloc(PART_BYTES, 'x');
    assert.equal((await put(begun, 1, second)).status, 400, 'wrong length');
    assert.equal((await put(begun, 3, second)).status, 400, 'no such part');
    assert.equal((await put(begun, 0, second)).status, 400, 'no such part');
    assert.equal((await put(begun, 1, textPart)).status, 415, 'no PDF');
    const part = await json(await put(begun, 1, first));
    assert.equal((await complete(begun, [part])).status, 400, 'a part is missing');
    const stranger = { ...begun, receipt: `${begun.doc_id}.${'0'.repeat(32)}` };
    assert.equal((await put(stranger, 2, second)).status, 404);
    assert.equal((await put({ ...begun, upload_id: 'x' }, 2, second)).status >= 400, true);
  });

  test('can be given up', async () => {
    const begun = await json(await begin({ size_bytes: PART_BYTES + 10 }));
    const headers = { authorization: `Bearer ${begun.receipt}`, 'x-upload-id': begun.upload_id };
    const url = `${portal.url}/uploads/${begun.doc_id}`;
    assert.equal((await fetch(url, { method: 'DELETE', headers })).status, 204);
    assert.equal((await fetch(url, { method: 'DELETE', headers })).status, 404);
  });

  test('is checked before it begins', async () => {
    for (const [body, status] of /** @type {[unknown, number][]} */ ([
      [{ size_bytes: 0 }, 400],
      [{ size_bytes: 13 * MEGABYTE }, 413],
      [{ size_bytes: -1 }, 400],
      [{ size_bytes: 'a lot' }, 400],
      [{}, 400],
    ])) {
      assert.equal((await begin(body)).status, status, JSON.stringify(body));
    }
  });

  test('of known bytes is answered at once', async () => {
    const bytes = pdfBytes(80_000, 'known');
    const hash = sha256(bytes);
    const first = await json(await upload(bytes, { 'x-content-sha256': hash }));
    const prefix = 'vessel-ner: whoever computed this hash holds the whole file.    ';
    const possession = sha256(Buffer.concat([Buffer.from(prefix), bytes]));
    const answer = await begin({
      size_bytes: bytes.length,
      sha256: hash,
      possession_sha256: possession,
    });
    assert.equal(answer.status, 202);
    const again = await json(answer);
    assert.deepEqual([again.doc_id, again.duplicate], [first.doc_id, true]);
  });
});

describe('deleting', () => {
  /** @param {string} receipt */
  const remove = (receipt) => fetch(`${portal.url}/documents/${receipt}`, { method: 'DELETE' });
  /** @param {string} docId */
  const keysOf = async (docId) => (await keys()).filter((key) => key.includes(docId));

  test('leaves nothing but a tombstone and tells the extractor', async () => {
    const bytes = pdfBytes(90_000, 'deleted');
    const headers = { 'x-content-sha256': sha256(bytes) };
    const { doc_id, receipt } = await json(await upload(bytes, headers));
    const run = '0123456789abcdef';
    for (const key of [
      `progress/${doc_id}/${run}/pages-00001-00002.json`,
      `ocr/${doc_id}/${run}/pages-00001-00002.parquet`,
      `entities/${doc_id}/${run}/pages-00001-00002.parquet`,
      `failures/${doc_id}/read.json`,
    ]) {
      await portal.bucket.put(key, '{}');
    }
    assert.equal((await json(await remove(receipt))).deleted, 'document');
    assert.deepEqual(await keysOf(doc_id), [`tombstones/${doc_id}.json`]);
    assert.equal(await portal.bucket.head(`hashes/${sha256(bytes)}.json`), null);
    assert.equal((await fetch(`${portal.url}/documents/${receipt}`)).status, 404);
    assert.equal((await remove(receipt)).status, 404);
    let told = false;
    for (let tries = 0; tries < 50 && !told; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      told = (await portal.messages()).some(({ body }) => body.delete === doc_id);
    }
    assert.ok(told);

    const again = await json(await upload(bytes, headers));
    assert.equal(again.duplicate, false);
    assert.notEqual(again.doc_id, doc_id, 'a deleted document does not come back under its id');
  });

  test('with one of several receipts takes that receipt only', async () => {
    const bytes = pdfBytes(90_000, 'shared');
    const headers = { 'x-content-sha256': sha256(bytes) };
    const first = await json(await upload(bytes, headers));
    const second = await json(await upload(bytes, headers));
    assert.equal((await json(await remove(first.receipt))).deleted, 'receipt');
    assert.equal((await fetch(first.status_url)).status, 404);
    assert.equal((await fetch(second.status_url)).status, 200);
    assert.equal((await json(await remove(second.receipt))).deleted, 'document');
    assert.deepEqual(await keysOf(first.doc_id), [`tombstones/${first.doc_id}.json`]);
  });

  /** Two uploads of the same bytes, the second made a copy as the OCR processor does. @param {string} text */
  async function originalAndCopy(text) {
    const original = await json(await upload(pdfBytes(1_000, text)));
    const copy = await json(await upload(pdfBytes(1_000, text)));
    const [receipt] = await keys(`receipts/${copy.doc_id}/`);
    const told = receipt.replace(copy.doc_id, original.doc_id);
    await portal.bucket.put(told, JSON.stringify({ copy: copy.doc_id }));
    const reference = JSON.stringify({ doc_id: original.doc_id });
    await portal.bucket.put(`aliases/${copy.doc_id}.json`, reference);
    const status = await json(await fetch(copy.status_url));
    assert.equal(status.doc_id, original.doc_id);
    return { original, copy, told };
  }

  test('of a copy leaves the other document alone', async () => {
    const { original, copy, told } = await originalAndCopy('original');
    assert.equal((await json(await remove(copy.receipt))).deleted, 'receipt');
    assert.deepEqual(await keysOf(copy.doc_id), [`tombstones/${copy.doc_id}.json`]);
    assert.equal((await fetch(original.status_url)).status, 200);
    // As if the processor had told it only now.
    await portal.bucket.put(told, JSON.stringify({ copy: copy.doc_id }));
    assert.equal((await json(await remove(original.receipt))).deleted, 'document');
  });

  test('of an original leaves it to who holds a receipt of a copy', async () => {
    const { original, copy } = await originalAndCopy('held by two');
    assert.equal((await json(await remove(original.receipt))).deleted, 'receipt');
    assert.equal((await fetch(original.status_url)).status, 404);
    assert.equal((await json(await fetch(copy.status_url))).doc_id, original.doc_id);
    assert.equal((await json(await remove(copy.receipt))).deleted, 'document');
    for (const { doc_id } of [original, copy]) {
      assert.deepEqual(await keysOf(doc_id), [`tombstones/${doc_id}.json`]);
    }
  });

  test('of an original that was not told of its copy leaves the copy, which is then its own', async () => {
    const { original, copy, told } = await originalAndCopy('not told');
    await portal.bucket.delete(told);
    assert.equal((await json(await remove(original.receipt))).deleted, 'document');
    const status = await json(await fetch(copy.status_url));
    assert.deepEqual([status.doc_id, status.state], [copy.doc_id, 'received']);
    assert.equal((await json(await remove(copy.receipt))).deleted, 'document');
    assert.deepEqual(await keysOf(copy.doc_id), [`tombstones/${copy.doc_id}.json`]);
  });
});

describe('every answer', () => {
  test('carries the headers that keep foreign code out', async () => {
    for (const path of [
      '/',
      '/d',
      '/assets/portal.js',
      '/assets/none',
      '/documents/x',
      '/openapi.json',
    ]) {
      const { headers } = await fetch(portal.url + path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/, path);
      assert.match(policy, /script-src 'self';/, path);
      assert.match(policy, /frame-ancestors 'none'/, path);
      assert.doesNotMatch(policy, /unsafe|https?:/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
    }
  });

  test('has no script in the page itself', async () => {
    for (const path of ['/', '/d']) {
      const html = await (await fetch(portal.url + path)).text();
      assert.doesNotMatch(html, /<script(?![^>]*\bsrc="\/assets\/)/);
      assert.doesNotMatch(html, /\son\w+=|style=/);
    }
  });
});
