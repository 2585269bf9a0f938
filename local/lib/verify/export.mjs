// @ts-check
/** Puts a bucket's objects into a folder, so that DuckDB on this machine reads them like R2. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @typedef {object} ReadableBucket the part of an R2 bucket that is needed here
 * @property {(options: { prefix?: string, cursor?: string }) => Promise<any>} list
 * @property {(key: string) => Promise<any>} get
 */

/** What is read; of everything else the name is all that counts, and its file is empty. */
const READ = /^(plans|ocr|entities|doubts)\//;

/** Every key, a page of the listing at a time. @param {ReadableBucket} bucket @param {string} [prefix] */
export async function* keysOf(bucket, prefix) {
  /** @type {string | undefined} */
  let cursor;
  do {
    const listed = await bucket.list({ prefix, cursor });
    for (const { key } of listed.objects) yield /** @type {string} */ (key);
    cursor = listed.truncated ? listed.cursor : undefined;
  } while (cursor);
}

/**
 * Writes one object after the other; what goes away meanwhile is left out.
 * @param {ReadableBucket} bucket
 * @param {string} folder
 */
export async function exportBucket(bucket, folder) {
  mkdirSync(folder, { recursive: true });
  for await (const key of keysOf(bucket)) {
    // A key is a path below the folder, or it is none of ours.
    if (!/^[\w.-]+(\/[\w.-]+)*$/.test(key) || key.split('/').includes('..')) {
      throw new Error(`the bucket holds an object of a strange name: ${JSON.stringify(key)}`);
    }
    const object = READ.test(key) ? await bucket.get(key) : undefined;
    if (READ.test(key) && !object) continue;
    const path = join(folder, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, object ? new Uint8Array(await object.arrayBuffer()) : '');
  }
}
