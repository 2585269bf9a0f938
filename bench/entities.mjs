// @ts-check
/**
 * The entity rules' figures: natively beside one regular expression a label, page by page as WASM in
 * V8, the engine of workerd, and what the built extractor weighs and takes to start. `node bench/entities.mjs [PAGES_DIR]`; without one the invented
 * pages are read.
 */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { inRepository } from '../local/lib/paths.mjs';
import { run } from '../local/lib/shell.mjs';

const PACKAGE = 'vessel-ner-bench-page-in-wasm';
const ROUNDS = 10;
const STARTS = 5;
const folder = resolve(process.argv[2] ?? inRepository('fixtures', 'pages', 'pages'));

const speed = ['--package', 'vessel-ner-shared', '--example', 'entity_speed', '--', folder];
await run('cargo', ['run', '--release', ...speed], { show: true });

const target = 'wasm32-unknown-unknown';
await run('cargo', ['build', '--release', '--target', target, '--package', PACKAGE], {
  env: { VESSEL_NER_BENCH_PAGES: folder },
});
const program = readFileSync(inRepository('target', target, 'release', `${PACKAGE}.wasm`));
const { instance } = await WebAssembly.instantiate(program);
const readNext = /** @type {() => number} */ (/** @type {unknown} */ (instance.exports.main));
// The first call reads nothing and gives the low bits of the number of pages; they are counted here.
readNext();
const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
const bytes = files.reduce((sum, name) => sum + statSync(resolve(folder, name)).size, 0);

/** Milliseconds of each page of a round. */
const round = () =>
  files.map(() => {
    const begun = performance.now();
    readNext();
    return performance.now() - begun;
  });
const first = round();
// Of each page the fastest round counts, as natively.
let times = first;
for (let n = 0; n < ROUNDS; n += 1) {
  const next = round();
  times = times.map((best, page) => Math.min(best, next[page]));
}
/** @param {number[]} list */
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
process.stdout.write(
  `as WASM                      ${(bytes / 1e6 / seconds).toFixed(2)} MB/s, ` +
    `median page ${median(times).toFixed(3)} ms (${median(first).toFixed(3)} ms in the first ` +
    `round, before V8 has optimised), slowest ${Math.max(...times).toFixed(2)} ms\n`,
);

const build = inRepository('workers', 'entity-extractor', 'build');
if (existsSync(join(build, 'index_bg.wasm'))) {
  const code = readFileSync(join(build, 'index_bg.wasm'));
  const starts = [];
  for (let n = 0; n < STARTS; n += 1) {
    const miniflare = new Miniflare({
      modules: [
        { type: 'ESModule', path: 'index.js', contents: readFileSync(join(build, 'index.js')) },
        { type: 'CompiledWasm', path: 'index_bg.wasm', contents: code },
      ],
      compatibilityDate: '2026-04-01',
      r2Buckets: { BUCKET: 'bench' },
      queueConsumers: ['vessel-ner-pages'],
      log: new Log(LogLevel.NONE),
      handleRuntimeStdio: () => {},
    });
    const worker = await miniflare.getWorker();
    const begun = performance.now();
    // An empty batch: what is waited for is the program.
    // @ts-ignore miniflare's types leave `queue` out
    await worker.queue('vessel-ner-pages', []);
    starts.push(performance.now() - begun);
    await miniflare.dispose();
  }
  process.stdout.write(
    `extractor Worker             ${code.length} bytes, ${gzipSync(code, { level: 9 }).length} ` +
      `gzipped; first answer in workerd after ${median(starts).toFixed(0)} ms\n`,
  );
}
