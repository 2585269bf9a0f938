// @ts-check
/**
 * Parquet of pages and entities: the Workers' code as WASM beside `hyparquet` and `hyparquet-writer`,
 * in one V8, on the same rows in the same chunks of 16 pages. `node bench/parquet.mjs [PAGES_DIR]`;
 * without one the invented pages are taken. All times are of the fastest of some rounds.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { inRepository } from '../local/lib/paths.mjs';
import { loadWasm } from './wasm.mjs';

const CHUNK_PAGES = 16;
const ROUNDS = 30;

const folder = resolve(process.argv[2] ?? inRepository('fixtures', 'pages', 'pages'));
const wasm = await loadWasm('parquet-in-wasm');

const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .sort()
  .map((name) => readFileSync(join(folder, name), 'utf8'));
/** @type {any[]} */
const chunks = [];
for (let first = 0; first < texts.length; first += CHUNK_PAGES) {
  chunks.push(new wasm.Chunk(texts.slice(first, first + CHUNK_PAGES)));
}

/** @param {Uint8Array} bytes */
const bufferOf = (bytes) => /** @type {ArrayBuffer} */ (Uint8Array.from(bytes).buffer);

/** Types of `hyparquet-writer` for ours. @type {Record<string, string>} */
const TYPES = { BYTE_ARRAY: 'STRING', INT32: 'INT32', INT64: 'INT64', DOUBLE: 'DOUBLE' };

/**
 * The rows of a file as `hyparquet-writer` wants them.
 * @param {ArrayBuffer} file
 * @returns {Promise<any[]>}
 */
async function columnsOf(file) {
  const rows = await parquetReadObjects({ file });
  const [, ...schema] = parquetMetadata(file).schema;
  return schema.map(({ name, type, logical_type: logical, repetition_type: repetition }) => ({
    name,
    type: logical?.type === 'TIMESTAMP' ? 'TIMESTAMP' : (TYPES[String(type)] ?? type),
    nullable: repetition === 'OPTIONAL',
    data: rows.map((row) => row[name]),
  }));
}

/**
 * Milliseconds of the fastest round.
 * @param {() => unknown | Promise<unknown>} work
 */
async function fastest(work) {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    await work();
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

/** @param {string[]} cells */
const line = (cells) =>
  process.stdout.write(
    `${cells.map((cell, index) => (index === 0 ? cell.padEnd(32) : cell.padStart(14))).join('')}\n`,
  );
/** @param {number} milliseconds */
const perPage = (milliseconds) => `${((milliseconds * 1000) / texts.length).toFixed(1)} µs`;

const entityCount = chunks.reduce((sum, chunk) => sum + chunk.entities(), 0);
process.stdout.write(
  `${texts.length} pages with ${entityCount} entities in chunks of ${CHUNK_PAGES}; a page each:\n\n`,
);
line(['', 'WASM', 'hyparquet', 'ratio']);
/** @type {string[]} */
const shares = [];
for (const what of ['pages', 'entities']) {
  const write = () => chunks.map((chunk) => chunk[`write_${what}`]());
  const files = write().map(bufferOf);
  const views = files.map((file) => new Uint8Array(file));
  const columns = await Promise.all(files.map(columnsOf));
  const theirFiles = columns.map((columnData) => parquetWriteBuffer({ columnData }));
  const times = {
    write: [
      await fastest(write),
      await fastest(() => columns.map((columnData) => parquetWriteBuffer({ columnData }))),
    ],
    read: [
      await fastest(() => views.map((view) => wasm[`read_${what}`](view))),
      await fastest(() => Promise.all(files.map((file) => parquetReadObjects({ file })))),
    ],
  };
  for (const [verb, [ours, theirs]] of Object.entries(times)) {
    line([`${verb} ${what}`, perPage(ours), perPage(theirs), `${(theirs / ours).toFixed(1)}`]);
  }
  const [ours, theirs] = [files, theirFiles].map(
    (list) => list.reduce((sum, file) => sum + file.byteLength, 0) / texts.length,
  );
  line([`bytes of ${what}`, ours.toFixed(0), theirs.toFixed(0), (theirs / ours).toFixed(1)]);
  /** @type {Map<string, number>} */
  const sizes = new Map();
  for (const file of files) {
    let rest = file.byteLength;
    for (const { meta_data: column } of parquetMetadata(file).row_groups.flatMap(
      ({ columns: list }) => list,
    )) {
      const size = Number(column?.total_compressed_size ?? 0);
      const name = String(column?.path_in_schema);
      sizes.set(name, (sizes.get(name) ?? 0) + size);
      rest -= size;
    }
    sizes.set('footer', (sizes.get('footer') ?? 0) + rest);
  }
  const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, 8);
  const parts = largest.map(([name, size]) => `${name} ${(size / texts.length).toFixed(0)}`);
  shares.push(`${what}, bytes a page: ${parts.join(', ')}`);
}
process.stdout.write(`\n${shares.join('\n')}\n`);
