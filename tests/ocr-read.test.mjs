// @ts-check
/** Uploads become pages: every page in one state, nothing twice, refusals in words. */
import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { after, before, describe, test } from 'node:test';
import { eventually, fixture, sha256 } from './harness.mjs';
import {
  CANNED_TEXT,
  makePdf,
  numberedPages,
  startParquetReader,
  startProcessor,
} from './ocr-support.mjs';

describe('OCR processor', () => {
  /** @type {import('./ocr-support.mjs').Processor} */
  let processor;
  /** @type {Awaited<ReturnType<typeof startParquetReader>>} */
  let parquet;
  before(async () => {
    parquet = await startParquetReader();
    processor = await startProcessor({ variables: { OCR_CHUNK_PAGES: '2', OCR_MAX_PAGES: '40' } });
  });
  after(async () => {
    await processor?.stop();
    parquet?.stop();
  });

  test('each page of a document becomes one row with text, provenance and confidence', async () => {
    const pdf = await makePdf([['One'], [], ['Three'], ['Four'], ['Five']]);
    const docId = await processor.upload(pdf, 'Übersicht.pdf');
    const pages = await parquet.pages(processor, docId);
    assert.deepEqual(
      pages.map((page) => [page.page_number, page.status]),
      [
        [1, 'ok'],
        [2, 'blank'],
        [3, 'ok'],
        [4, 'ok'],
        [5, 'ok'],
      ],
    );
    const [first, blank] = pages;
    assert.equal(first.text.split('\n\n')[0], '# REGISTER');
    assert.equal(first.text_sha256, sha256(Buffer.from(first.text)));
    assert.equal(first.document_sha256, sha256(pdf));
    assert.equal(first.attempts, 1);
    assert.equal(first.finish_reason, 'stop');
    assert.deepEqual([first.width_px, first.height_px], [1280, 1810]);
    assert.equal(Math.round(first.height_pt), 842);
    assert.ok(first.confidence_mean > 0 && first.confidence_mean <= 1);
    assert.ok(first.confidence_low <= first.confidence_mean);
    assert.ok(first.prompt_tokens > 0 && first.completion_tokens > 0);
    const blocks = JSON.parse(first.blocks);
    assert.deepEqual(
      blocks.map((/** @type {any} */ block) => [block.label, block.box]),
      [
        ['title', [100, 50, 900, 90]],
        ['table', [100, 120, 900, 400]],
      ],
    );
    assert.ok(CANNED_TEXT.includes([...first.text].slice(blocks[1].start, blocks[1].end).join('')));
    assert.equal(blank.text, '');
    assert.equal(blank.attempts, 0);
    assert.equal(blank.image_sha256, null);
    assert.equal(blank.confidence_mean, null);

    const [document] = await parquet.rows(await processor.bytes(`ocr/${docId}/document.parquet`));
    assert.equal(document.state, 'planned');
    assert.equal(document.page_count, 5);
    assert.equal(document.filename, 'Übersicht.pdf');
  });

  test('requests are what the recipe says, streamed and with probabilities', async () => {
    const { requests } = await processor.requests();
    const request = requests[0];
    assert.equal(request.prompt, '<|grounding|>Convert the document to markdown.');
    const asked = [
      'stream',
      'logprobs',
      'skipSpecialTokens',
      'maxTokens',
      'ngramSize',
      'windowSize',
    ];
    assert.deepEqual(
      asked.map((name) => request[name]),
      [true, true, false, 4096, 30, 90],
    );
    assert.equal(request.mediaType, 'image/png');
  });

  test('an event that comes again changes nothing and asks for nothing', async () => {
    const docId = await processor.upload(await makePdf(numberedPages(3)));
    await processor.read(docId);
    const before = await processor.keys('ocr/');
    const asked = (await processor.requests()).total;
    for (let times = 0; times < 2; times += 1) {
      await processor.deliver('vessel-ner-uploads', await processor.event(docId));
    }
    const plan = await processor.planned(docId);
    const message = { version: 1, doc_id: docId, run_id: plan.run_id, pages: [1, 2] };
    const { explicitAcks } = await processor.deliver('vessel-ner-chunks', message);
    assert.deepEqual(explicitAcks, ['0']);
    assert.deepEqual(await processor.keys('ocr/'), before);
    assert.equal((await processor.requests()).total, asked);
    assert.deepEqual(await processor.keys(`progress/${docId}/`), []);
  });

  test('the same bytes under another name cost no GPU time', async () => {
    const pdf = await makePdf([['the same bytes']]);
    const first = await processor.upload(pdf);
    await processor.read(first);
    const asked = (await processor.requests()).total;
    const second = await processor.store(pdf, 'copy.pdf');
    const token = 'a'.repeat(64);
    await processor.bucket.put(`receipts/${second}/${token}.json`, '{}');
    await processor.deliver('vessel-ner-uploads', await processor.event(second));
    const alias = await eventually('the alias is there', () =>
      processor.json(`aliases/${second}.json`),
    );
    assert.deepEqual(alias, { doc_id: first });
    assert.equal((await processor.requests()).total, asked);
    assert.deepEqual(await processor.keys(`plans/${second}/`), []);
    // The original knows who needs it.
    const told = await processor.json(`receipts/${first}/${token}.json`);
    assert.deepEqual(told, { copy: second });
    // Nothing is recorded of a message about a copy that was given up.
    await processor.deliver('vessel-ner-uploads-dead', await processor.event(second));
    assert.deepEqual(await processor.keys(`failures/${second}/`), []);

    await processor.bucket.put(`tombstones/${first}.json`, '{}');
    await processor.deliver('vessel-ner-uploads', await processor.event(second));
    await processor.read(second);
    assert.equal(await processor.json(`aliases/${second}.json`), undefined, 'it is its own now');
  });

  test('a deleted document is left alone', async () => {
    const docId = await processor.store(await makePdf([['deleted']]));
    await processor.bucket.put(`tombstones/${docId}.json`, '{}');
    await processor.deliver('vessel-ner-uploads', await processor.event(docId));
    assert.deepEqual(await processor.keys(`plans/${docId}/`), []);
  });

  test('an event about an object that has changed since is stale', async () => {
    const docId = await processor.store(await makePdf([['changed']]));
    const event = await processor.event(docId);
    event.object.eTag = '00000000000000000000000000000000';
    await processor.deliver('vessel-ner-uploads', event);
    assert.deepEqual(await processor.keys(`plans/${docId}/`), []);
  });

  test('what cannot be read is refused with a reason, and only that', async () => {
    const refusals = {
      'encrypted.pdf': /encrypted with a password/,
      'broken.pdf': /could not be read as a PDF/,
      'owner-password.pdf': null,
    };
    for (const [name, reason] of Object.entries(refusals)) {
      const docId = await processor.upload(fixture(name), name);
      if (reason === null) {
        await processor.read(docId);
        continue;
      }
      const record = await eventually('the refusal is recorded', () =>
        processor.json(`failures/${docId}/plan.json`),
      );
      assert.equal(record.category, 'policy');
      assert.match(record.reason, reason);
      const [row] = await parquet.rows(await processor.bytes(`ocr/${docId}/document.parquet`));
      assert.equal(row.state, 'refused');
      assert.match(row.refusal_reason, reason);
      assert.deepEqual(await processor.keys(`plans/${docId}/`), []);
    }
    const many = await processor.upload(await makePdf(numberedPages(41)));
    const text = await processor.upload(Buffer.from('%PDF-1.7 and then nothing'));
    const packed = deflateSync(Buffer.alloc(100 * 2 ** 20));
    const objects = Buffer.concat([
      Buffer.from('%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n'),
      packed,
      Buffer.from('\nendstream endobj'),
    ]);
    const bomb = await processor.upload(objects);
    for (const [docId, reason] of [
      [many, /41 pages; at most 40/],
      [text, /could not be read as a PDF/],
      [bomb, /would fill the memory once they are unpacked/],
    ]) {
      const record = await eventually('the refusal is recorded', () =>
        processor.json(`failures/${docId}/plan.json`),
      );
      assert.match(record.reason, /** @type {RegExp} */ (reason));
      assert.equal(record.category, 'policy');
    }
  });

  test('messages that nobody understands are acknowledged and logged', async () => {
    for (const queue of ['vessel-ner-uploads', 'vessel-ner-chunks', 'vessel-ner-chunks-dead']) {
      const { explicitAcks, outcome } = await processor.deliver(queue, { what: 'is this' }, 'x');
      assert.equal(outcome, 'ok');
      assert.deepEqual(explicitAcks, ['0', '1']);
    }
    assert.ok(processor.logs.some((line) => line.event === 'poison_message'));
  });

  test('a message given up by its queue shows as a failure and can be sent again', async () => {
    const docId = await processor.store(await makePdf([['given up']]));
    await processor.deliver('vessel-ner-uploads-dead', await processor.event(docId));
    const record = await processor.json(`failures/${docId}/plan.json`);
    assert.equal(record.queue, 'vessel-ner-uploads');
    assert.equal(record.message.object.key, `uploads/${docId}.pdf`);
    const runId = '0123456789abcdef';
    const chunk = { version: 1, doc_id: docId, run_id: runId, pages: [1, 1], deferrals: 3 };
    await processor.deliver('vessel-ner-chunks-dead', chunk);
    const failure = await processor.json(`failures/${docId}/read-${runId}-pages-00001-00001.json`);
    assert.equal(failure.stage, 'read');
    assert.deepEqual(failure.message.pages, [1, 1]);
  });
});
