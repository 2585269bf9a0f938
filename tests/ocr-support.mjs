// @ts-check
/**
 * The OCR processor by itself: the built Worker in miniflare with real R2 and queues, against the
 * OCR stand-in in this process. Events and messages are sent by the tests.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Log, LogLevel, Miniflare } from 'miniflare';
import PDFDocument from 'pdfkit';
import { inRepository, repositoryRoot } from '../local/lib/paths.mjs';
import { startOcrServer } from '../local/ocr-server/index.mjs';
import { startChild } from '../local/lib/child.mjs';
import { eventually, query, sha256, warehouseProgram } from './harness.mjs';

const NAME = 'vessel-ner-ocr-processor';

/** Answers that the stand-in gives to every page unless a test wants Tesseract. */
export const CANNED_TEXT =
  '<|ref|>title<|/ref|><|det|>[[100, 50, 900, 90]]<|/det|>\n# REGISTER\n\n' +
  '<|ref|>table<|/ref|><|det|>[[100, 120, 900, 400]]<|/det|>\n' +
  '<table><tr><td>Name</td><td>IMO</td></tr><tr><td>EXAMPLE</td><td>9074729</td></tr></table>\n\n';

/** Short waits, so that what takes minutes in production takes moments here. */
const QUICK = {
  OCR_BACKOFF_SECONDS: '0.05',
  OCR_DEFERRAL_SECONDS: '1',
  OCR_PATIENCE_SECONDS: '2',
  OCR_IDLE_SECONDS: '2',
  OCR_LEASE_SECONDS: '2',
};

/**
 * @typedef {object} ProcessorOptions
 * @property {Partial<import('../local/ocr-server/options.mjs').Options>} [ocr] the stand-in's settings
 * @property {object} [faults] fault script of the stand-in
 * @property {Record<string, string>} [variables]
 * @property {boolean} [isIdle] queues are not consumed: the test hands over each message itself
 * @property {Record<string, string>} [services] `host:port` of what stands behind service bindings
 * @property {string} [folder] where the bucket is kept, to outlive the processor
 * @property {string} [build] folder of the built Worker, if it is another than the deployed
 */

/** @typedef {Awaited<ReturnType<typeof startProcessor>>} Processor */

/** @param {ProcessorOptions} [options] */
export async function startProcessor(options = {}) {
  const ocr = await startOcrServer({
    engine: 'canned',
    cannedText: CANNED_TEXT,
    capacity: 64,
    faults: options.faults,
    ...options.ocr,
  });
  const build = options.build ?? inRepository('workers', 'ocr-processor', 'build');
  /** @type {Record<string, any>[]} */
  const logs = [];
  const consumer = { maxBatchSize: 1, maxBatchTimeout: 0, maxRetries: 4, retryDelay: 1 };
  const consumers = {
    'vessel-ner-uploads': { ...consumer, deadLetterQueue: 'vessel-ner-uploads-dead' },
    'vessel-ner-chunks': { ...consumer, deadLetterQueue: 'vessel-ner-chunks-dead' },
    'vessel-ner-uploads-dead': consumer,
    'vessel-ner-chunks-dead': consumer,
  };
  const miniflare = new Miniflare({
    log: new Log(LogLevel.NONE),
    handleRuntimeStdio: (
      /** @type {import('node:stream').Readable} */ stdout,
      /** @type {import('node:stream').Readable} */ stderr,
    ) => {
      for (const stream of [stdout, stderr]) collectLines(stream, logs);
    },
    r2Persist: options.folder ?? false,
    workers: [
      {
        name: NAME,
        compatibilityDate: '2026-04-01',
        modulesRoot: repositoryRoot,
        modules: [
          { type: 'ESModule', path: join(build, 'index.js') },
          { type: 'CompiledWasm', path: join(build, 'index_bg.wasm') },
        ],
        r2Buckets: { BUCKET: 'vessel-parquet' },
        queueProducers: {
          UPLOADS_QUEUE: 'vessel-ner-uploads',
          CHUNKS_QUEUE: 'vessel-ner-chunks',
          PAGES_QUEUE: 'vessel-ner-pages',
          UPLOADS_DEAD: 'vessel-ner-uploads-dead',
          CHUNKS_DEAD: 'vessel-ner-chunks-dead',
        },
        ...(options.isIdle ? {} : { queueConsumers: consumers }),
        serviceBindings: Object.fromEntries(
          Object.entries(options.services ?? {}).map(([binding, address]) => [
            binding,
            { external: { address, http: {} } },
          ]),
        ),
        bindings: { OCR_BASE_URL: ocr.url, ...QUICK, ...options.variables },
      },
    ],
  });
  await miniflare.ready;
  // The proxy's types are not those of workerd.
  const bucket = /** @type {any} */ (await miniflare.getR2Bucket('BUCKET', NAME));

  const text = async (/** @type {string} */ key) => (await bucket.get(key))?.text();
  const json = async (/** @type {string} */ key) => {
    const found = await text(key);
    return found === undefined ? undefined : JSON.parse(found);
  };
  const keys = async (/** @type {string} */ prefix) => {
    const { objects } = await bucket.list({ prefix });
    return objects.map((/** @type {{ key: string }} */ object) => object.key);
  };
  /** Hands messages to the Worker as its queue would. */
  const deliver = async (/** @type {string} */ queue, /** @type {any[]} */ ...bodies) => {
    const worker = /** @type {any} */ (await miniflare.getWorker(NAME));
    const messages = bodies.map((body, index) => ({
      id: String(index),
      timestamp: new Date(),
      attempts: 1,
      body,
    }));
    return worker.queue(queue, messages);
  };
  const event = async (/** @type {string} */ docId) => {
    const key = `uploads/${docId}.pdf`;
    const object = await bucket.head(key);
    return {
      account: '0',
      action: 'PutObject',
      bucket: 'vessel-parquet',
      object: { key, size: object?.size ?? 0, eTag: object?.etag ?? '0' },
      eventTime: new Date().toISOString(),
    };
  };
  let documents = 0;
  /** Stores an upload as the portal does. */
  const store = async (/** @type {Uint8Array} */ pdf, /** @type {string} */ filename = 'a.pdf') => {
    documents += 1;
    const docId = sha256(new Uint8Array([...Buffer.from(`${documents}`)])).slice(0, 32);
    // The proxy takes plain arrays of bytes only.
    await bucket.put(`uploads/${docId}.pdf`, new Uint8Array(pdf), {
      customMetadata: { filename: encodeURIComponent(filename) },
    });
    return docId;
  };
  return {
    ocr,
    miniflare,
    bucket,
    logs,
    json,
    keys,
    /** @param {string} key */
    bytes: async (key) => new Uint8Array(await (await bucket.get(key)).arrayBuffer()),
    store,
    event,
    deliver,
    /** Uploads and sends the event. */
    upload: async (/** @type {Uint8Array} */ pdf, /** @type {string} */ filename = 'a.pdf') => {
      const docId = await store(pdf, filename);
      const queue = await miniflare.getQueueProducer('UPLOADS_QUEUE', NAME);
      await queue.send(await event(docId));
      return docId;
    },
    /** @param {string} queue binding @param {any} message */
    send: async (queue, message) => (await miniflare.getQueueProducer(queue, NAME)).send(message),
    /** The document's plan, once there is one. */
    planned: async (/** @type {string} */ docId) =>
      eventually('the document is planned', async () => {
        const [key] = await keys(`plans/${docId}/`);
        return key ? json(key) : undefined;
      }),
    /** Counts of the chunks' results once all are there. @returns {Promise<any[]>} */
    read: async (/** @type {string} */ docId) =>
      eventually(`every chunk of ${docId} is read`, async () => {
        const [key] = await keys(`plans/${docId}/`);
        if (!key) return undefined;
        const plan = await json(key);
        const { objects } = await bucket.list({
          prefix: `ocr/${docId}/${plan.run_id}/`,
          include: ['customMetadata'],
        });
        if (objects.length < Math.ceil(plan.page_count / plan.chunk_pages)) return undefined;
        return objects.map((/** @type {any} */ object) => ({
          key: object.key,
          counts: JSON.parse(object.customMetadata.pages),
          notes: JSON.parse(object.customMetadata.notes),
        }));
      }),
    /** @param {string} name */
    logged: (name) =>
      eventually(`${name} is logged`, () => logs.find((line) => line.event === name)),
    requests: async () => (await fetch(`${ocr.url}/__requests`)).json(),
    /** @param {object} script */
    setFaults: async (script) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(script);
      const response = await fetch(`${ocr.url}/__faults`, { method: 'POST', headers, body });
      if (!response.ok) throw new Error(await response.text());
    },
    stop: async () => {
      await miniflare.dispose();
      await ocr.close();
    },
  };
}

/** The workerd that this process started last. */
export function workerdPid() {
  const children = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)]);
  const pid = [...children.toString().matchAll(/(\d+)\s+workerd/g)].at(-1)?.[1];
  if (!pid) throw new Error('no workerd runs below this process');
  return Number(pid);
}

/** @param {import('node:stream').Readable} stream @param {Record<string, any>[]} logs */
function collectLines(stream, logs) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (/** @type {string} */ piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      try {
        logs.push(JSON.parse(line));
      } catch {
        logs.push({ event: 'text', text: line });
      }
    }
  });
}

/**
 * A PDF with one page for each list of lines; an empty list is a blank page.
 * @param {string[][]} pages
 * @returns {Promise<Buffer>}
 */
export function makePdf(pages) {
  const document = new PDFDocument({ size: 'A4', autoFirstPage: false, compress: true });
  /** @type {Buffer[]} */
  const pieces = [];
  document.on('data', (piece) => pieces.push(piece));
  const done = new Promise((resolve) => document.on('end', () => resolve(Buffer.concat(pieces))));
  for (const lines of pages) {
    document.addPage();
    document.fontSize(14);
    for (const line of lines) document.text(line);
  }
  document.end();
  return /** @type {Promise<Buffer>} */ (done);
}

/** Pages that differ from each other. @param {number} count */
export const numberedPages = (count) =>
  Array.from({ length: count }, (_, index) => [`Page ${index + 1} of the register`]);

/** Reads Parquet with DuckDB, the engine of the warehouse. */
export async function startParquetReader() {
  const folder = mkdtempSync(join(tmpdir(), 'vessel-ner-parquet-'));
  const reader = await startChild(
    warehouseProgram,
    ['--database', join(folder, 'reader.duckdb'), '--allow-read', folder],
    { logFile: join(folder, 'reader.log') },
  );
  const url = `postgres://postgres@${reader.address}/vessel_intelligence`;
  let files = 0;
  /** @param {Uint8Array[]} objects @returns {Promise<any[]>} */
  const rows = async (...objects) => {
    const names = objects.map((bytes) => {
      files += 1;
      const file = join(folder, `${files}.parquet`);
      writeFileSync(file, bytes);
      return `'${file}'`;
    });
    return query(url, `FROM read_parquet([${names}])`);
  };
  return {
    rows,
    /** The document's pages in order. @param {Processor} processor @param {string} docId */
    pages: async (processor, docId) => {
      const objects = [];
      for (const { key } of await processor.read(docId)) objects.push(await processor.bytes(key));
      const pages = await rows(...objects);
      return pages.sort((left, right) => left.page_number - right.page_number);
    },
    stop: async () => {
      await reader.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
