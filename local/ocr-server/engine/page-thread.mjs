// @ts-check
/**
 * Worker thread: reads one page at a time with Tesseract, off the server's event loop.
 *
 * Receives `{ id, bytes }`, answers `{ id, page }` or `{ id, error, unreadable }`; `unreadable`
 * says that the image could not be decoded, which is the request's fault and not the engine's.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import Tesseract from 'tesseract.js';
import { readPage } from '../page/read.mjs';

if (parentPort === null) throw new Error('page-thread.mjs runs as a worker thread only');
const port = parentPort;

/** Tesseract's page segmentation mode "one uniform block", as a sheet is. */
const SINGLE_BLOCK = '6';

/** Tesseract's engine mode "LSTM only". */
const LSTM = 1;

/** @param {string} language */
function modelFolder(language) {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve(`@tesseract.js-data/${language}/package.json`);
  return path.join(path.dirname(manifest), '4.0.0_best_int');
}

const { language } = /** @type {{ language: string }} */ (workerData);
const worker = await Tesseract.createWorker(language, LSTM, {
  langPath: modelFolder(language),
  cacheMethod: 'none',
  gzip: true,
});
await worker.setParameters({
  tessedit_pageseg_mode: /** @type {Tesseract.PSM} */ (SINGLE_BLOCK),
  user_defined_dpi: '300',
  tessedit_do_invert: '0',
});

/** @param {Buffer} sheet */
async function recognise(sheet) {
  const { data } = await worker.recognize(sheet, {}, { text: false, blocks: true });
  return (data.blocks ?? []).flatMap((block) =>
    block.paragraphs.flatMap((paragraph) =>
      paragraph.lines.flatMap((line) =>
        line.words.map(({ text, confidence, bbox }) => ({ text, confidence, box: bbox })),
      ),
    ),
  );
}

port.on('message', async (/** @type {{ id: number, bytes: Uint8Array }} */ { id, bytes }) => {
  let decoded = false;
  try {
    const page = await readPage(bytes, (sheet) => {
      decoded = true;
      return recognise(sheet);
    });
    port.postMessage({ id, page });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ id, error: message, unreadable: !decoded });
  }
});
port.postMessage({ ready: true });
