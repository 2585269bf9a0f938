// @ts-check
/** Gathers what is true at the end of a round: what was sent, what is stored, what is in the tables. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../../local/lib/child.mjs';
import { inRepository } from '../../local/lib/paths.mjs';
import { query, warehouseProgram } from '../harness.mjs';

/**
 * @typedef {import('../../local/lib/bucket-worker.mjs').LocalBucket} LocalBucket
 * @typedef {Record<string, any>} Row
 *
 * @typedef {object} Tables
 * @property {Row[]} documents
 * @property {Row[]} pages rows of `raw_ocr`
 * @property {Row[]} entities
 * @property {Row[]} doubts
 *
 * @typedef {object} SentFacts one document that the portal took
 * @property {import('./documents.mjs').Sample} sample
 * @property {string} docId as the portal named it
 * @property {boolean} isDeleted
 * @property {Row | undefined} status what the portal says of it at the end
 *
 * @typedef {object} Facts
 * @property {SentFacts[]} sent
 * @property {Set<string>} keys of every object
 * @property {Map<string, any>} json contents of plans, aliases and failures by key
 * @property {Tables} rows in the warehouse
 * @property {Tables} stored rows in the bucket's Parquet
 * @property {number} resent what a last search for undone work found
 * @property {Tables} [calm] rows of the same documents without faults
 */

const PAGE_ORDER = 'doc_id, run_id, page_number';
const ENTITY_ORDER = `${PAGE_ORDER}, span_start, span_end, label`;

/** @type {[string, RegExp][]} */
const PARQUET_OF_TABLE = [
  ['documents', /^ocr\/\w+\/document\.parquet$/],
  ['raw_ocr', /^ocr\/\w+\/\w+\/.*\.parquet$/],
  ['entities', /^entities\/.*\.parquet$/],
  ['doubts', /^doubts\/.*\.parquet$/],
];

/** Every object's key. @param {LocalBucket} bucket @param {string} [prefix] @returns {Promise<string[]>} */
export async function allKeys(bucket, prefix) {
  /** @type {string[]} */
  const keys = [];
  /** @type {string | undefined} */
  let cursor;
  do {
    const listed = await bucket.list({ prefix, cursor });
    keys.push(...listed.objects.map((/** @type {{ key: string }} */ object) => object.key));
    cursor = listed.truncated ? listed.cursor : undefined;
  } while (cursor);
  return keys;
}

/** @param {string} url @returns {Tables} */
export const tablesOf = (url) => ({
  documents: query(url, 'SELECT * FROM documents ORDER BY doc_id'),
  pages: query(url, `SELECT * FROM raw_ocr ORDER BY ${PAGE_ORDER}`),
  entities: query(url, `SELECT * FROM entities ORDER BY ${ENTITY_ORDER}`),
  doubts: query(url, `SELECT * FROM doubts ORDER BY ${PAGE_ORDER}, labels, text`),
});

/**
 * The rows that stand in the bucket's Parquet, as DuckDB reads them.
 * @param {LocalBucket} bucket
 * @param {string[]} keys
 * @param {string} folder
 * @returns {Promise<Tables>}
 */
async function storedTables(bucket, keys, folder) {
  const parquet = join(folder, 'parquet');
  const reader = await startChild(
    warehouseProgram,
    [
      ...['--database', join(folder, 'reader.duckdb'), '--allow-read', parquet],
      ...['--migrations', inRepository('sql')],
    ],
    { logFile: join(folder, 'reader.log') },
  );
  const url = `postgres://postgres@${reader.address}/vessel_intelligence`;
  try {
    // Through the tables, so that both sides have the tables' types.
    for (const [table, pattern] of PARQUET_OF_TABLE) {
      const chosen = keys.filter((key) => pattern.test(key));
      if (chosen.length === 0) continue;
      const below = join(parquet, table);
      mkdirSync(below, { recursive: true });
      for (const key of chosen) {
        const object = await bucket.get(key);
        if (!object) continue;
        const bytes = new Uint8Array(await object.arrayBuffer());
        writeFileSync(join(below, key.replaceAll('/', '_')), bytes);
      }
      query(url, `INSERT INTO ${table} BY NAME SELECT * FROM read_parquet('${below}/*.parquet')`);
    }
    return tablesOf(url);
  } finally {
    await reader.stop();
    rmSync(parquet, { recursive: true, force: true });
  }
}

/**
 * @param {object} sources
 * @param {LocalBucket} sources.bucket
 * @param {string} sources.warehouseUrl
 * @param {string} sources.folder for files of the moment
 * @param {SentFacts[]} sources.sent
 * @param {number} sources.resent
 * @returns {Promise<Facts>}
 */
export async function gatherFacts({ bucket, warehouseUrl, folder, sent, resent }) {
  const keys = await allKeys(bucket);
  const json = new Map();
  for (const key of keys.filter((name) => /^(plans|aliases|failures)\//.test(name))) {
    json.set(key, JSON.parse((await (await bucket.get(key))?.text()) ?? 'null'));
  }
  const rows = tablesOf(warehouseUrl);
  const stored = await storedTables(bucket, keys, folder);
  return { sent, keys: new Set(keys), json, rows, stored, resent };
}
