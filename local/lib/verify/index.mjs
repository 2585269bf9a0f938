// @ts-check
/**
 * Checks what must be true of bucket and warehouse when nothing is under way. Each invariant is one
 * SQL file of `sql/verify`: its name is the file's, its sentence the comment on top, and what it
 * finds are the keys that break it. The same files run on one machine and on MotherDuck.
 *
 *     const { broken } = await verify({ query, bucket: { url: folder } });
 */
import { readFileSync, readdirSync } from 'node:fs';
import { inRepository } from '../paths.mjs';
import { PDF_INVARIANT, recount } from './pdfs.mjs';
import { fill, openBucket } from './sources.mjs';

/** @typedef {import('./sources.mjs').Query} Query */

/**
 * @typedef {object} Finding
 * @property {string} invariant
 * @property {string} sentence
 * @property {number} total how many keys break it
 * @property {{ key: string, what: string }[]} offending the first of them
 *
 * @typedef {object} TableHash
 * @property {string} table
 * @property {number} rows
 * @property {string} hash of all rows, whatever their order
 *
 * @typedef {object} Report
 * @property {string[]} checked names of the invariants
 * @property {Finding[]} broken
 * @property {{ warehouse: TableHash[], bucket: TableHash[] }} tables
 * @property {{ counted: number, unopened: string[] }} [pdfs] those that were opened again
 */

const folder = inRepository('sql', 'verify');

/** Offending keys that are told of one invariant, unless told otherwise. */
const MOST_KEYS = 20;

/** The invariants, by name. @returns {{ name: string, sentence: string, sql: string }[]} */
export function readInvariants() {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file) => {
    const sql = readFileSync(`${folder}/${file}`, 'utf8');
    const sentence = /^-- (.*)$/m.exec(sql)?.[1];
    if (!sentence) throw new Error(`${file} does not begin with its sentence`);
    return { name: file.slice(0, -'.sql'.length), sentence, sql };
  });
}

/**
 * @param {Query} query
 * @param {import('./sources.mjs').Bucket} bucket
 * @param {'loaded' | 'written'} side
 * @returns {Promise<TableHash[]>} none where an object cannot be read, which the invariants tell
 */
async function tableHashes(query, bucket, side) {
  const digests = fill(`{{digests ${side}}}`, bucket);
  // A sum, so that no order is needed and a row that is there twice counts twice.
  try {
    const found = await query(
      `SELECT table_name AS "table", count(*)::BIGINT AS "rows",
          md5(concat(sum(md5_number_lower(digest)), ' ', sum(md5_number_upper(digest)))) AS hash
       FROM ${digests} GROUP BY ALL ORDER BY ALL`,
    );
    return found.map(({ table, rows, hash }) => ({ table, rows: Number(rows), hash }));
  } catch {
    return [];
  }
}

/**
 * The hash of every table of a warehouse.
 * @param {Query} query
 * @param {{ url: string, readOptions?: string }} where the bucket
 */
export const warehouseHashes = async (query, where) =>
  tableHashes(query, await openBucket(query, where), 'loaded');

/**
 * A check that cannot be made (an object that is no Parquet) has not passed.
 * @param {Query} query
 * @param {string} sql
 * @param {number} most
 * @returns {Promise<{ key: string, what: string, total: number }[]>}
 */
async function offendingKeys(query, sql, most) {
  try {
    return await query(
      `SELECT key, what, (count(*) OVER ())::INTEGER AS total FROM (\n${sql})
       ORDER BY key, what LIMIT ${most}`,
    );
  } catch (error) {
    const what = error instanceof Error ? error.message.trim() : String(error);
    return [{ key: 'could not be checked', what, total: 1 }];
  }
}

/**
 * @param {object} options
 * @param {Query} options.query the warehouse's
 * @param {{ url: string, readOptions?: string }} options.bucket as the warehouse's DuckDB reads it
 * @param {import('./export.mjs').ReadableBucket} [options.pdfs] the bucket, if its PDFs are to be
 *   opened again
 * @param {number} [options.most] offending keys that are told of one invariant
 * @returns {Promise<Report>}
 */
export async function verify({ query, bucket: where, pdfs, most = MOST_KEYS }) {
  const bucket = await openBucket(query, where);
  const invariants = readInvariants();
  /** @type {Finding[]} */
  const broken = [];
  for (const { name, sentence, sql } of invariants) {
    const found = await offendingKeys(query, fill(sql, bucket), most);
    if (found.length === 0) continue;
    const offending = found.map(({ key, what }) => ({ key, what }));
    broken.push({ invariant: name, sentence, total: Number(found[0].total), offending });
  }
  const tables = {
    warehouse: await tableHashes(query, bucket, 'loaded'),
    bucket: await tableHashes(query, bucket, 'written'),
  };
  const checked = invariants.map(({ name }) => name);
  if (!pdfs) return { checked, broken, tables };
  const { offending, ...recounted } = await recount(query, pdfs);
  if (offending.length > 0) {
    const { name: invariant, sentence } = PDF_INVARIANT;
    const total = offending.length;
    broken.push({ invariant, sentence, total, offending: offending.slice(0, most) });
  }
  return { checked: [...checked, PDF_INVARIANT.name], broken, tables, pdfs: recounted };
}

/** All checks as text for people, with the bucket written in. @param {{ url: string, readOptions?: string }} where */
export function verificationSql(where) {
  const bucket = { ...where, empty: new Set() };
  return readInvariants()
    .map(({ name, sql }) => `-- ${name}\n${fill(sql, bucket).trim()};\n`)
    .join('\n');
}
