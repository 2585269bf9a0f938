// @ts-check
/**
 * Figures of the OCR processor, printed as tables: rendering, how busy the GPU is kept, what
 * loops cost, size and start-up. `node bench/ocr.mjs [render|busy|loops|size|throughput]`.
 *
 * For the throughput a document is read from a stand-in that answers at once: the time per page
 * includes everything, so the figure is an upper bound of the processor's own.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { benchRender } from './render.mjs';
import { benchSize } from './size.mjs';
import { makePdf, numberedPages, startProcessor, workerdPid } from '../tests/ocr-support.mjs';

const median = (/** @type {number[]} */ numbers) =>
  [...numbers].sort((left, right) => left - right)[Math.floor(numbers.length / 2)];

/** Plans a document and hands all its chunks to the Worker at once, as Cloudflare would. */
async function readAtOnce(
  /** @type {import('../tests/ocr-support.mjs').Processor} */ processor,
  /** @type {Buffer} */ pdf,
) {
  const docId = await processor.store(pdf);
  await processor.deliver('vessel-ner-uploads', await processor.event(docId));
  const plan = await processor.planned(docId);
  const started = performance.now();
  const deliveries = [];
  for (let first = 1; first <= plan.page_count; first += plan.chunk_pages) {
    const last = Math.min(first + plan.chunk_pages - 1, plan.page_count);
    const message = { version: 1, doc_id: docId, run_id: plan.run_id, pages: [first, last] };
    deliveries.push(processor.deliver('vessel-ner-chunks', message));
  }
  await Promise.all(deliveries);
  return performance.now() - started;
}

/** Pages of the document and capacity of the server: 200 pages, and 192, which are whole rounds. */
const BUSY_CASES = [
  [200, 4],
  [200, 16],
  [200, 64],
  [192, 16],
  [192, 64],
];
/**
 * What the server reads in a second, whatever its capacity. The model's paper gives 200,000 pages a
 * day on one A100, which are 2.3 a second.
 */
const PAGES_A_SECOND = 4;

/** Clock ticks a second in `/proc`, which every Linux counts alike. */
const TICKS_A_SECOND = 100;

/**
 * Milliseconds of CPU that the workerd below this process took so far: the Worker, and the
 * simulation of R2 and of the queues.
 */
function workerdCpu() {
  // The name, in brackets, may hold blanks; after it, user and system time are the 12th and 13th.
  const fields = readFileSync(`/proc/${workerdPid()}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
}

async function busy() {
  const table = [];
  for (const [pageCount, capacity] of BUSY_CASES) {
    const pdf = await makePdf(numberedPages(pageCount));
    const latency = (1000 * capacity) / PAGES_A_SECOND;
    const inFlight = 4;
    const invocations = capacity / inFlight;
    const processor = await startProcessor({
      isIdle: true,
      ocr: { capacity, latency },
      variables: {
        OCR_PAGES_IN_FLIGHT: String(inFlight),
        OCR_CHUNK_PAGES: String(Math.min(64, Math.ceil(pageCount / invocations))),
        OCR_IDLE_SECONDS: '60',
        OCR_PATIENCE_SECONDS: '60',
      },
    });
    const cpuBefore = workerdCpu();
    const milliseconds = await readAtOnce(processor, pdf);
    const cpu = workerdCpu() - cpuBefore;
    const ideal = (pageCount * latency) / capacity;
    // Requests of equal length cannot end between two rounds.
    const wholeRounds = Math.ceil(pageCount / capacity) * latency;
    const over = (/** @type {number} */ bound) =>
      `${((milliseconds / bound - 1) * 100).toFixed(1)} %`;
    table.push({
      pages: pageCount,
      capacity,
      'page s': latency / 1000,
      'measured s': (milliseconds / 1000).toFixed(2),
      'ideal s': (ideal / 1000).toFixed(2),
      'over ideal': over(ideal),
      'whole rounds s': wholeRounds / 1000,
      'over rounds': over(wholeRounds),
      'CPU ms a page': (cpu / pageCount).toFixed(1),
    });
    await processor.stop();
  }
  console.log('\nGPU kept busy');
  console.table(table);
}

/**
 * Tokens that one request gets in a second: some five times what it gets of a GPU with a full batch. What
 * is written while the end of the request is on its way counts as well.
 */
const TOKENS_A_SECOND = 300;

async function loops() {
  const most = 7200;
  const table = [];
  for (const loop of ['line', 'rows', 'block', 'long', 'new_boxes', 'long_new_boxes']) {
    const processor = await startProcessor({
      isIdle: true,
      ocr: { tokensPerSecond: TOKENS_A_SECOND },
      faults: { rules: [{ fault: { kind: 'loop', loop }, when: { attempts: [1] } }] },
    });
    await readAtOnce(processor, await makePdf([[`A page that loops: ${loop}`]]));
    const { requests } = await processor.requests();
    const tokens = requests[0].generatedTokens;
    table.push({
      loop,
      tokens,
      unattended: most,
      share: `${((tokens / most) * 100).toFixed(1)} %`,
    });
    await processor.stop();
  }
  console.log('\nWhat a loop costs');
  console.table(table);
}

async function throughput() {
  const pageCount = 64;
  const lines = Array.from({ length: 45 }, (_, line) => `${line} The vessel is authorised to fish`);
  const pdf = await makePdf(Array.from({ length: pageCount }, (_, page) => [`${page}`, ...lines]));
  const times = [];
  for (let run = 0; run < 5; run += 1) {
    const processor = await startProcessor({
      isIdle: true,
      variables: { OCR_CHUNK_PAGES: String(pageCount) },
    });
    times.push((await readAtOnce(processor, pdf)) / pageCount);
    await processor.stop();
  }
  console.log(
    `\na page of text through the whole processor, stand-in included: ${median(times).toFixed(1)} ms (median of 5)`,
  );
}

const parts = { render: benchRender, busy, loops, size: benchSize, throughput };
const chosen = process.argv.slice(2);
for (const [name, run] of Object.entries(parts)) {
  if (chosen.length === 0 || chosen.includes(name)) await run();
}
