// @ts-check
/**
 * The entity rules' figures: natively beside one regular expression a label, page by page as WASM in
 * V8, the engine of workerd, and what the built extractor weighs and takes to start.
 * `node bench/entities.mjs [PAGES_DIR]`; without one the invented pages are read.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { smallProgram } from '../local/lib/build.mjs';
import { inRepository } from '../local/lib/paths.mjs';
import { run } from '../local/lib/shell.mjs';
import { benchSize } from './size.mjs';

const PACKAGE = 'vessel-ner-bench-page-in-wasm';
const ROUNDS = 10;
const folder = resolve(process.argv[2] ?? inRepository('fixtures', 'pages', 'pages'));

const speed = ['--package', 'vessel-ner-shared', '--example', 'entity_speed', '--', folder];
await run('cargo', ['run', '--release', ...speed], { show: true });

const target = 'wasm32-unknown-unknown';
await run('cargo', ['build', '--release', '--target', target, '--package', PACKAGE], {
  env: { ...smallProgram, VESSEL_NER_BENCH_PAGES: folder },
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
    `round, before V8 has optimised), slowest ${Math.max(...times).toFixed(2)} ms\n` +
    `first page of an instance    ${first[0].toFixed(0)} ms: the dictionary is worked out, and V8 compiles what ` +
    `is called\n`,
);

await benchSize(['entity-extractor']);
