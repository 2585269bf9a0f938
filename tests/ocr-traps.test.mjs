// @ts-check
/**
 * A page on which the rasteriser panics takes its invocation along. The Worker is built with pages
 * that can ask for that (the feature `test-traps`); everything else is as it is deployed: queue,
 * claims, marks, and workerd, which goes on with a new instance.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inRepository } from '../local/lib/paths.mjs';
import { run } from '../local/lib/shell.mjs';
import { workerBuildEnvironment, workerBuildProgram } from '../local/lib/toolchain.mjs';
import { startParquetReader, startProcessor } from './ocr-support.mjs';

const FOLDER = ['target', 'ocr-processor-with-traps'];

/**
 * A PDF whose pages bring these entries of their own.
 * @param {string[]} entries
 */
function pdfOf(entries) {
  const pages = entries.map((_, index) => `${index + 4} 0 R`).join(' ');
  return Buffer.from(
    [
      '%PDF-1.7',
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
      `2 0 obj<</Type/Pages/Kids[${pages}]/Count ${entries.length}/MediaBox[0 0 595 842]>>endobj`,
      '3 0 obj<</Length 18>>stream\n90 90 200 60 re f \nendstream endobj',
      ...entries.map(
        (own, index) => `${index + 4} 0 obj<</Type/Page/Parent 2 0 R/Contents 3 0 R${own}>>endobj`,
      ),
      `trailer<</Size ${entries.length + 4}/Root 1 0 R>>`,
    ].join('\n'),
    'latin1',
  );
}

describe('a page on which the rasteriser panics', () => {
  /** @type {Awaited<ReturnType<typeof startParquetReader>>} */
  let parquet;
  before(async () => {
    const parameters = ['--release', '--no-opt', '--out-dir', ['..', '..', ...FOLDER].join('/')];
    await run(workerBuildProgram, [...parameters, '.', '--features', 'test-traps'], {
      cwd: inRepository('workers', 'ocr-processor'),
      env: workerBuildEnvironment,
    });
    parquet = await startParquetReader();
  });
  after(async () => parquet?.stop());

  /**
   * What becomes of a document with these pages, and of its chunk's invocations.
   * @param {string[]} entries
   * @param {object} faults
   */
  async function outcome(entries, faults) {
    const build = inRepository(...FOLDER);
    const processor = await startProcessor({ build, faults });
    try {
      const docId = await processor.upload(pdfOf(entries));
      const [{ counts, notes }] = await processor.read(docId);
      const rows = await parquet.pages(processor, docId);
      const failures = await processor.keys(`failures/${docId}/`);
      const traps = processor.logs.filter(({ text }) => text?.includes('panicked at'));
      return { counts, notes, rows, failures, traps: traps.length };
    } finally {
      await processor.stop();
    }
  }

  /** @param {any[]} rows */
  const ends = (rows) => rows.map((row) => [row.status, row.reason_category]);

  test('is given up; the others of its chunk are read', async () => {
    const { counts, notes, rows, failures, traps } = await outcome(
      ['', '', '/TestTrap/Whole', '', ''],
      {},
    );
    assert.deepEqual(counts, { ok: 4, blank: 0, degraded: 0, failed: 1 });
    assert.deepEqual(ends(rows)[2], ['failed', 'render']);
    assert.deepEqual([notes[0].page_number, notes[0].category], [3, 'render']);
    assert.deepEqual(failures, []);
    assert.ok(traps > 0);
  });

  test('does so in a later view, and is given up as well', async () => {
    const { counts, rows, failures } = await outcome(['', '/TestTrap/Halves', ''], {
      rules: [{ fault: { kind: 'loop', loop: 'block' } }],
    });
    assert.deepEqual(counts, { ok: 0, blank: 0, degraded: 2, failed: 1 });
    assert.deepEqual(ends(rows)[1], ['failed', 'render']);
    assert.deepEqual(failures, []);
  });
});
