// @ts-check
/**
 * What each built Worker weighs, and how long it takes from being loaded to its first answer in
 * workerd. What workerd itself takes is measured with a Worker that holds nothing, and taken off.
 */
import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { inRepository, workers } from '../local/lib/paths.mjs';

const STARTS = 7;

/** @param {Miniflare} miniflare @param {string} name of a queue whose batch is empty */
const emptyBatch = async (miniflare, name) => {
  const worker = /** @type {any} */ (await miniflare.getWorker());
  await worker.queue(name, []);
};

/**
 * What is asked of each Worker first: something that it answers from nothing but its own program.
 * @type {Record<string, (miniflare: Miniflare) => Promise<unknown>>}
 */
const firstQuestions = {
  'upload-portal': async (miniflare) => {
    const response = await miniflare.dispatchFetch('http://portal/openapi.json');
    if (!response.ok) throw new Error(`the portal answered ${response.status}`);
    await response.text();
  },
  'ocr-processor': (miniflare) => emptyBatch(miniflare, 'vessel-ner-chunks'),
  'entity-extractor': (miniflare) => emptyBatch(miniflare, 'vessel-ner-pages'),
};

/** A Worker that holds nothing. */
const NOTHING = [
  {
    type: 'ESModule',
    path: 'index.js',
    contents: 'export default { fetch() { return new Response(); }, queue() {} };',
  },
];

/**
 * Milliseconds from the start of workerd to the first answer.
 * @param {object[]} modules
 * @param {(miniflare: Miniflare) => Promise<unknown>} ask
 */
async function firstAnswer(modules, ask) {
  const begun = performance.now();
  const miniflare = new Miniflare({
    modules: /** @type {any} */ (modules),
    compatibilityDate: '2026-04-01',
    r2Buckets: { BUCKET: 'bench' },
    queueProducers: { PAGES_QUEUE: 'bench' },
    log: new Log(LogLevel.NONE),
    handleRuntimeStdio: () => {},
  });
  try {
    await ask(miniflare);
    return performance.now() - begun;
  } finally {
    await miniflare.dispose();
  }
}

const median = (/** @type {number[]} */ numbers) =>
  numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];

/** Prints the table of those of the Workers that are built. */
export async function benchSize(chosen = workers) {
  const table = [];
  for (const worker of chosen) {
    const folder = inRepository('workers', worker, 'build');
    if (!existsSync(`${folder}/index_bg.wasm`)) continue;
    const script = readFileSync(`${folder}/index.js`);
    const program = readFileSync(`${folder}/index_bg.wasm`);
    const files = [script, program];
    const modules = [
      { type: 'ESModule', path: 'index.js', contents: script },
      { type: 'CompiledWasm', path: 'index_bg.wasm', contents: program },
    ];
    const ask = firstQuestions[worker];
    const own = [];
    const empty = [];
    for (let start = 0; start < STARTS; start += 1) {
      empty.push(await firstAnswer(NOTHING, ask));
      own.push(await firstAnswer(modules, ask));
    }
    table.push({
      worker,
      'raw bytes': files.reduce((sum, file) => sum + file.length, 0),
      'gzipped bytes': files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0),
      'start-up ms': (median(own) - median(empty)).toFixed(0),
      'workerd ms': median(empty).toFixed(0),
    });
  }
  console.log(`\nBuilt Workers, and from load to first answer, medians of ${STARTS}`);
  console.table(table);
}
