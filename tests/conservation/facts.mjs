// @ts-check
/** Gathers what is true at the end of a round: what was sent, what is stored, what is in the tables. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { exportBucket } from '../../local/lib/verify/export.mjs';
import { verify, warehouseHashes } from '../../local/lib/verify/index.mjs';
import { withWarehouseOn } from '../../local/lib/verify/places.mjs';
import { rebuild } from '../../local/lib/verify/rebuild.mjs';
import { warehouseClient } from '../../local/lib/warehouse-client.mjs';
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
 * @property {import('./client.mjs').Sent['withdrawn']} withdrawn
 * @property {Row | undefined} status what the portal says of it at the end
 *
 * @typedef {object} Facts
 * @property {SentFacts[]} sent
 * @property {Set<string>} keys of every object
 * @property {Map<string, any>} json contents of plans, aliases and failures by key
 * @property {Tables} rows in the warehouse
 * @property {import('../../local/lib/verify/index.mjs').Finding[]} broken what `npm run verify` finds
 * @property {import('../../local/lib/verify/index.mjs').TableHash[]} hashes of the warehouse's tables
 * @property {import('../../local/lib/verify/index.mjs').TableHash[]} rebuilt the same of a warehouse
 *   that was filled from the bucket
 * @property {number} resent what a last search for undone work found
 * @property {Tables} [calm] rows of the same documents without faults
 */

const PAGE_ORDER = 'doc_id, run_id, page_number';
const ENTITY_ORDER = `${PAGE_ORDER}, span_start, span_end, label`;

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

/** Where the bucket is laid out for the warehouse, which must be allowed to read there. @param {string} folder */
export const exportFolder = (folder) => join(folder, 'export');

/** @param {string} url @returns {Tables} */
export const tablesOf = (url) => ({
  documents: query(url, 'SELECT * FROM documents ORDER BY doc_id'),
  pages: query(url, `SELECT * FROM raw_ocr ORDER BY ${PAGE_ORDER}`),
  entities: query(url, `SELECT * FROM entities ORDER BY ${ENTITY_ORDER}`),
  doubts: query(url, `SELECT * FROM doubts ORDER BY ${PAGE_ORDER}, labels, text`),
});

/**
 * @param {object} sources
 * @param {LocalBucket} sources.bucket
 * @param {string} sources.warehouseUrl
 * @param {string} sources.folder whose `exportFolder` the warehouse may read
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
  const exported = exportFolder(folder);
  await exportBucket(bucket, exported);
  const { query: ask } = warehouseClient(warehouseProgram, warehouseUrl);
  const { broken, tables } = await verify({ query: ask, bucket: { url: exported } });
  const rebuilt = await rebuiltHashes(folder, exported);
  rmSync(exported, { recursive: true });
  const rows = tablesOf(warehouseUrl);
  const hashes = tables.warehouse;
  return { sent, keys: new Set(keys), json, rows, broken, hashes, rebuilt, resent };
}

/** Fills an empty file from the bucket. @param {string} folder @param {string} exported the bucket as a folder */
function rebuiltHashes(folder, exported) {
  const where = { url: exported };
  const file = join(folder, 'rebuilt.duckdb');
  const logFile = join(folder, 'rebuilt.log');
  const options = { program: warehouseProgram, file, reads: exported, logFile };
  return withWarehouseOn(options, async (warehouse) => {
    await rebuild(warehouse, where);
    return warehouseHashes(warehouse.query, where);
  });
}
