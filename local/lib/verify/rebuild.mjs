// @ts-check
/** Fills an empty warehouse from the bucket, with the SQL that fills MotherDuck's. */
import { readFileSync } from 'node:fs';
import { inRepository } from '../paths.mjs';
import { fill, openBucket, tableNames } from './sources.mjs';

const text = () => readFileSync(inRepository('sql', 'rebuild', 'fill.sql'), 'utf8');

/** The SQL for people, with the bucket written in. @param {{ url: string, readOptions?: string }} where */
export const rebuildSql = (where) => fill(text(), { ...where, empty: new Set() });

/**
 * Fills the tables, all or nothing; refuses if they hold anything.
 * @param {{ query: import('./sources.mjs').Query, run: (sql: string) => void }} warehouse
 * @param {{ url: string, readOptions?: string }} where
 * @returns {Promise<Record<string, number>>} rows by table
 */
export async function rebuild(warehouse, where) {
  const bucket = await openBucket(warehouse.query, where);
  warehouse.run(fill(text(), bucket));
  /** @type {Record<string, number>} */
  const rows = {};
  for (const table of tableNames) {
    const [{ n }] = await warehouse.query(`SELECT count(*)::BIGINT AS n FROM ${table}`);
    rows[table] = Number(n);
  }
  return rows;
}
