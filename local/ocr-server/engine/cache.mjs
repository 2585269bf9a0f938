// @ts-check
/**
 * Pages read before, on disk by the SHA-256 of their image, so that repeated tests are fast.
 *
 *     const cache = openCache('/tmp/pages'); // openCache(undefined) remembers nothing
 *
 * Limits: nothing is ever removed; a change of the reading code needs `VERSION` raised.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** @typedef {import('../page/markup.mjs').ReadPage} ReadPage */

/** Part of every file name; raised when pages would be read differently. */
const VERSION = 1;

/**
 * @param {string | undefined} folder
 * @returns {{ get: (sha256: string) => Promise<ReadPage | undefined>, put: (sha256: string, page: ReadPage) => Promise<void> }}
 */
export function openCache(folder) {
  if (folder === undefined) return { get: async () => undefined, put: async () => {} };
  const fileOf = (/** @type {string} */ sha256) => path.join(folder, `${sha256}.v${VERSION}.json`);
  return {
    async get(sha256) {
      try {
        return JSON.parse(await readFile(fileOf(sha256), 'utf8'));
      } catch {
        return undefined;
      }
    },
    async put(sha256, page) {
      await mkdir(folder, { recursive: true });
      const draft = `${fileOf(sha256)}.${randomUUID()}`;
      await writeFile(draft, JSON.stringify(page));
      await rename(draft, fileOf(sha256));
    },
  };
}
