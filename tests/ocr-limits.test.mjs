// @ts-check
/**
 * Time, memory and sudden death: a chunk is put off and goes on where it stopped, is read by one
 * invocation at a time, and loses no more than the page that kills.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { eventually } from './harness.mjs';
import {
  makePdf,
  numberedPages,
  startParquetReader,
  startProcessor,
  workerdPid,
} from './ocr-support.mjs';

/** Uploads and plans a document without reading it. */
async function planned(
  /** @type {import('./ocr-support.mjs').Processor} */ processor,
  /** @type {Buffer} */ pdf,
) {
  const docId = await processor.store(pdf);
  await processor.deliver('vessel-ner-uploads', await processor.event(docId));
  const plan = await processor.planned(docId);
  const message = { version: 1, doc_id: docId, run_id: plan.run_id, pages: [1, plan.page_count] };
  const name = `pages-00001-${String(plan.page_count).padStart(5, '0')}`;
  const progressKey = `progress/${docId}/${plan.run_id}/${name}.json`;
  return { docId, plan, message, progressKey };
}

describe('OCR processor that cannot finish at once', () => {
  /** @type {import('./ocr-support.mjs').Processor} */
  let processor;
  /** @type {Awaited<ReturnType<typeof startParquetReader>>} */
  let parquet;
  before(async () => {
    parquet = await startParquetReader();
    // Queues are not consumed: each test plays the queue.
    processor = await startProcessor({
      isIdle: true,
      variables: { OCR_PATIENCE_SECONDS: '0.4', OCR_MAX_DEFERRALS: '3', OCR_PAGES_IN_FLIGHT: '2' },
    });
  });
  after(async () => {
    await processor?.stop();
    parquet?.stop();
  });

  test('a chunk whose server stops answering keeps its pages and waits', async () => {
    const { docId, message, progressKey } = await planned(
      processor,
      await makePdf(numberedPages(5)),
    );
    const before = (await processor.requests()).total;
    const down = { fault: { kind: 'status', status: 503 }, when: { from: before + 3 } };
    await processor.setFaults({ rules: [down] });
    const { explicitAcks } = await processor.deliver('vessel-ner-chunks', message);
    assert.deepEqual(explicitAcks, ['0']);
    const progress = await processor.json(progressKey);
    assert.equal(progress.pages_done, 2);
    assert.equal(progress.rows.length, 2);
    assert.match(progress.waiting, /busy/);
    assert.deepEqual(progress.in_hand, []);
    const putOff = await processor.logged('chunk_put_off');
    assert.equal(putOff.deferrals, 0);

    await processor.setFaults({});
    const asked = (await processor.requests()).total;
    await processor.deliver('vessel-ner-chunks', message);
    const rows = await parquet.pages(processor, docId);
    assert.ok(rows.every((row) => row.status === 'ok' && row.attempts === 1));
    assert.equal((await processor.requests()).total - asked, 3);
    assert.equal(await processor.json(progressKey), undefined);
  });

  test('a chunk that never gets an answer is recorded in the end', async () => {
    const { docId, message } = await planned(processor, await makePdf([['never']]));
    await processor.setFaults({ rules: [{ fault: { kind: 'status', status: 503 } }] });
    await processor.deliver('vessel-ner-chunks', { ...message, deferrals: 3 });
    const [key] = await processor.keys(`failures/${docId}/`);
    const record = await processor.json(key);
    assert.equal(record.category, 'capacity');
    assert.equal(record.message.deferrals, 0);
    await processor.setFaults({});
  });

  test('a chunk is read by one invocation at a time', async () => {
    const { docId, message } = await planned(processor, await makePdf(numberedPages(4)));
    await processor.setFaults({ latency_ms: 500 });
    const before = (await processor.requests()).total;
    await Promise.all([
      processor.deliver('vessel-ner-chunks', message),
      processor.deliver('vessel-ner-chunks', message),
    ]);
    await processor.setFaults({ latency_ms: 0 });
    await processor.read(docId);
    assert.equal((await processor.requests()).total - before, 4);
    assert.ok(processor.logs.some((line) => line.event === 'chunk_in_other_hands'));
  });

  /** Progress as an invocation leaves it that died. @param {object} progress */
  const dead = (progress) =>
    JSON.stringify({ pages_done: 0, given_up: [], waiting: null, notes: [], ...progress });

  test('a page that ended two invocations is given up; the others are read', async () => {
    const { docId, message, progressKey } = await planned(
      processor,
      await makePdf(numberedPages(4)),
    );
    await processor.bucket.put(progressKey, dead({ starts: 2, in_hand: [3] }));
    await new Promise((resolve) => setTimeout(resolve, 2100));
    await processor.deliver('vessel-ner-chunks', message);
    const rows = await parquet.pages(processor, docId);
    assert.deepEqual(
      rows.map((row) => [row.status, row.reason_category]),
      [
        ['ok', null],
        ['ok', null],
        ['failed', 'render'],
        ['ok', null],
      ],
    );
  });

  test('after a death no page is blamed before it is known which one it was', async () => {
    const { docId, message, progressKey } = await planned(
      processor,
      await makePdf(numberedPages(3)),
    );
    await processor.bucket.put(progressKey, dead({ starts: 1, in_hand: [1, 2, 3] }));
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const reading = processor.deliver('vessel-ner-chunks', message);
    const marked = await eventually('one page is marked', async () => {
      const progress = await processor.json(progressKey);
      return progress?.starts === 2 && progress.in_hand.length === 1 && progress;
    });
    assert.deepEqual(marked.given_up, []);
    await reading;
    const [{ counts }] = await processor.read(docId);
    assert.equal(counts.ok, 3);
  });

  /**
   * A document without cross-references, which a reader has to make up for: of its three pages the
   * second is made of these objects, numbered from 8.
   * @param {string} page entries of the second page
   * @param {string} content of the second page
   * @param {(string | Buffer)[]} objects
   */
  function hostile(page, content, objects) {
    const stream = (/** @type {string} */ text) =>
      `<</Length ${text.length}>>stream\n${text}\nendstream`;
    const first = [
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 99/MediaBox[0 0 595 842]>>',
      '<</Type/Page/Parent 2 0 R/Contents 6 0 R>>',
      `<</Type/Page/Parent 2 0 R/Contents 7 0 R${page}>>`,
      '<</Type/Page/Parent 2 0 R/Contents 6 0 R>>',
      stream('90 90 200 60 re f '),
      stream(content),
    ];
    const parts = [...first, ...objects].flatMap((object, index) => [
      Buffer.from(`${index + 1} 0 obj`),
      Buffer.from(object),
      Buffer.from(' endobj\n'),
    ]);
    return Buffer.concat([
      Buffer.from('%PDF-1.7\n'),
      ...parts,
      Buffer.from(`trailer<</Size ${first.length + objects.length + 1}/Root 1 0 R>>`),
    ]);
  }

  const image = 'q 595 0 0 842 0 0 cm /I Do Q';
  const withImage = '/Resources<</XObject<</I 8 0 R>>>>';
  const large = '/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB';
  const small = '/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceGray/BitsPerComponent 8';
  /** A quarter of a gigabyte in a kilobyte. */
  const bomb = deflateSync(deflateSync(Buffer.alloc(2 ** 28), { level: 9 }), { level: 9 });
  /** JBIG2 that asks for a page of 65,535 by 65,535 pixels. */
  const jbig2 = Buffer.from(`00000000300001${'00000013'}0000ffff0000ffff${'00'.repeat(11)}`, 'hex');
  /** @param {string} dict @param {Buffer} data */
  const packed = (dict, data) =>
    Buffer.concat([
      Buffer.from(`<<${dict}/Length ${data.length}>>stream\n`),
      data,
      Buffer.from('\nendstream'),
    ]);
  /** Sixty forms, each of which draws the next one twice. */
  const forms = Array.from(
    { length: 60 },
    (_, index) =>
      '<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 11/Group<</S/Transparency>>' +
      `/Resources<</XObject<</I ${index + 9} 0 R>>>>>>stream\n/I Do /I Do\nendstream`,
  );
  const last =
    '<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 10>>stream\n0 0 9 9 re\nendstream';

  for (const { name, objects, reason } of [
    {
      name: 'an image that would not fit into memory',
      objects: [`<<${large}/BitsPerComponent 8/Length 1>>stream\nx\nendstream`],
      reason: /image that is too large/,
    },
    {
      name: 'a quarter of a gigabyte that is packed twice',
      objects: [packed(`${small}/Filter[/FlateDecode/FlateDecode]`, bomb)],
      reason: /fill the memory/,
    },
    {
      name: 'JBIG2 that asks for more than there is',
      objects: [packed(`${small}/Filter/JBIG2Decode`, jbig2)],
      reason: /image that is too large/,
    },
    {
      name: 'a page that would never be drawn',
      objects: [...forms, last],
      reason: /take too long/,
    },
  ]) {
    test(`${name} costs that page only`, async () => {
      const { docId, message } = await planned(processor, hostile(withImage, image, objects));
      await processor.deliver('vessel-ner-chunks', message);
      const rows = await parquet.pages(processor, docId);
      assert.deepEqual(
        rows.map((row) => [row.status, row.reason_category]),
        [
          ['ok', null],
          ['failed', 'render'],
          ['ok', null],
        ],
      );
      assert.match(rows[1].reason, reason);
    });
  }
});

test('50 MB and 300 pages stay under 100 MB of memory', async () => {
  const processor = await startProcessor({ variables: { OCR_CHUNK_PAGES: '16' } });
  try {
    const pdf = await makePdf(numberedPages(300));
    const padding = Buffer.alloc(50 * 2 ** 20 - pdf.length - 64, '% padding to the largest size\n');
    // After the first line, so that every offset in the file is wrong as well.
    const head = pdf.indexOf('\n') + 1;
    const docId = await processor.upload(
      Buffer.concat([pdf.subarray(0, head), padding, pdf.subarray(head)]),
    );
    const results = await processor.read(docId);
    assert.equal(results.length, 19);
    const peaks = processor.logs
      .filter((line) => ['chunk_read', 'document_planned'].includes(line.event))
      .map((line) => line.memory_bytes);
    assert.ok(peaks.length >= 20);
    assert.ok(Math.max(...peaks) < 100e6, `${Math.max(...peaks)} bytes`);
  } finally {
    await processor.stop();
  }
});

test('workerd killed while a page is read: its successor draws carefully and blames no page', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vessel-ner-killed-'));
  const parquet = await startParquetReader();
  /** @param {number} latency */
  const start = (latency) => startProcessor({ isIdle: true, folder, ocr: { latency } });
  try {
    const killed = await start(60_000);
    const { docId, message, progressKey } = await planned(killed, await makePdf(numberedPages(3)));
    const reading = killed.deliver('vessel-ner-chunks', message).catch(() => 'broken off');
    await eventually('a page is asked for', async () => (await killed.requests()).total > 0);
    const { starts, in_hand: inHand } = await killed.json(progressKey);
    assert.deepEqual([starts, inHand], [1, [1, 2, 3]]);
    process.kill(workerdPid(), 'SIGKILL');
    assert.equal(await reading, 'broken off');
    await killed.stop();

    // The claim of the dead is respected for the lease's two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const successor = await start(1500);
    try {
      const rereading = successor.deliver('vessel-ner-chunks', message);
      const progress = await eventually('a page is marked before it is drawn', async () => {
        const found = await successor.json(progressKey);
        return found?.in_hand.length === 1 && found;
      });
      assert.deepEqual([progress.starts, progress.given_up], [2, []]);
      await rereading;
      const rows = await parquet.pages(successor, docId);
      assert.deepEqual(
        rows.map((row) => row.status),
        ['ok', 'ok', 'ok'],
      );
    } finally {
      await successor.stop();
    }
  } finally {
    await parquet.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a third of all requests failing leaves every page ok or marked, and the ok ones the same', async () => {
  const parquet = await startParquetReader();
  const pdf = await makePdf(numberedPages(60));
  const kinds = [
    { kind: 'status', status: 503 },
    { kind: 'reset', at: 'mid_stream', after_tokens: 10 },
    { kind: 'loop', loop: 'block' },
    { kind: 'image_page' },
    { kind: 'truncate' },
    { kind: 'garbage' },
    { kind: 'status', status: 500 },
  ];
  /** @param {object} faults */
  const rowsUnder = async (faults) => {
    const processor = await startProcessor({ faults });
    try {
      const docId = await processor.upload(pdf);
      const rows = await parquet.pages(processor, docId);
      return { rows, ...(await processor.requests()) };
    } finally {
      await processor.stop();
    }
  };
  // How long a page took, and how often it was asked for, is the run's own.
  const own = ['attempts', 'render_ms', 'wait_ms', 'planned_at'];
  const told = (/** @type {object} */ row) =>
    Object.fromEntries(Object.entries(row).filter(([column]) => !own.includes(column)));
  try {
    const { rows: sound, total: asked } = await rowsUnder({});
    assert.equal(asked, 60);
    // Seven kinds with 5.6 % each: a third of all requests is touched.
    const rules = kinds.map((fault) => ({ fault, when: { share: 0.056 } }));
    const { rows: faulty, requests, total } = await rowsUnder({ seed: 7, rules });
    const touched = requests.filter(
      (/** @type {any} */ request) => request.fault !== undefined,
    ).length;
    assert.ok(total > asked && requests.length === total);
    const share = touched / total;
    assert.ok(share >= 0.3 && share <= 0.4, `${touched} of ${total} requests were touched`);
    const used = new Set(
      requests.map((/** @type {any} */ request) => request.fault).filter(Boolean),
    );
    assert.equal(used.size, new Set(kinds.map((fault) => fault.kind)).size, 'of every kind');
    assert.equal(faulty.length, 60);
    for (const [index, row] of faulty.entries()) {
      if (row.status !== 'ok') {
        assert.equal(row.status, 'degraded');
        assert.ok(row.reason);
        continue;
      }
      assert.deepEqual(told(row), told(sound[index]), `page ${index + 1}`);
    }
  } finally {
    parquet.stop();
  }
});
