// @ts-check
/** A request whose answer was lost is sent again, and is the same request: `Idempotency-Key`. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { clientOf, json, pdfBytes, sha256, startPortal } from './portal-harness.mjs';

/** @type {Awaited<ReturnType<typeof startPortal>>} */
let portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal.stop());

const { upload, keys } = clientOf(() => portal);

describe('a request that is sent again under its key', () => {
  const key = () => ({ 'idempotency-key': randomUUID() });

  test('gets the same receipt, and one deletion is enough', async () => {
    for (const announced of [true, false]) {
      const bytes = pdfBytes(2_000, `again, announced: ${announced}`);
      const headers = { ...key(), ...(announced ? { 'x-content-sha256': sha256(bytes) } : {}) };
      const first = await json(await upload(bytes, headers));
      const again = await json(await upload(bytes, headers));
      assert.equal(again.receipt, first.receipt);
      assert.equal((await keys(`receipts/${first.doc_id}/`)).length, 1);
      const { deleted } = await json(await fetch(first.status_url, { method: 'DELETE' }));
      assert.equal(deleted, 'document');
      const later = await json(await upload(bytes, headers));
      assert.notEqual(later.doc_id, first.doc_id, 'a deleted document does not come back');
    }
  });

  test('goes on where a try died before its bytes were stored', async () => {
    const bytes = pdfBytes(2_000, 'died');
    const headers = { ...key(), 'x-content-sha256': sha256(bytes) };
    const first = await json(await upload(bytes, headers));
    await portal.bucket.delete(`uploads/${first.doc_id}.pdf`);
    await portal.bucket.delete(`hashes/${sha256(bytes)}.json`);
    const again = await json(await upload(bytes, headers));
    assert.equal(again.receipt, first.receipt);
    assert.equal((await fetch(again.status_url)).status, 200);
  });

  test('is refused with another file, and so is a key that could be guessed', async () => {
    const headers = key();
    assert.equal((await upload(pdfBytes(2_000, 'one'), headers)).status, 202);
    assert.equal((await upload(pdfBytes(2_001, 'other'), headers)).status, 422);
    assert.equal((await upload(pdfBytes(2_000, 'x'), { 'idempotency-key': '1' })).status, 400);
  });

  test('is another request under another key', async () => {
    const bytes = pdfBytes(2_000, 'two keys');
    const hash = { 'x-content-sha256': sha256(bytes) };
    const first = await json(await upload(bytes, { ...key(), ...hash }));
    const other = await json(await upload(bytes, { ...key(), ...hash }));
    assert.equal(other.doc_id, first.doc_id);
    assert.notEqual(other.receipt, first.receipt);
  });

  test('leaves no receipt behind that nobody holds, if it has no key and its bytes are damaged', async () => {
    const before = await keys('receipts/');
    const bytes = pdfBytes(2_000, 'damaged');
    const wrong = { 'x-content-sha256': sha256(pdfBytes(2_000, 'meant')) };
    assert.equal((await upload(bytes, wrong)).status, 400);
    assert.deepEqual(await keys('receipts/'), before);
  });
});
