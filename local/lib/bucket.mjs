// @ts-check
/** The bucket for reading, whether the system runs or not. */
import { join } from 'node:path';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { bucketOf, bucketWorker } from './bucket-worker.mjs';

/** @typedef {import('./verify/export.mjs').ReadableBucket} ReadableBucket */

/**
 * The bucket of a system that runs, through its control address.
 * @param {string} controlUrl
 * @returns {ReadableBucket}
 */
export function bucketOfRunning(controlUrl) {
  /** @param {string} path @param {Record<string, string | undefined>} parameters */
  async function ask(path, parameters) {
    const url = new URL(`${controlUrl}/${path}`);
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const response = await fetch(url);
    if (response.status !== 404 && !response.ok) throw new Error(await response.text());
    return response;
  }
  return {
    list: async (options) => (await ask('objects', options)).json(),
    get: async (key) => {
      const response = await ask('object', { key });
      return response.ok ? response : undefined;
    },
  };
}

/**
 * The bucket of a system that does not run, from its files; `use` has it for as long as it takes.
 * @template T
 * @param {string} data folder of the system's data
 * @param {(bucket: ReadableBucket) => Promise<T>} use
 */
export async function withStoredBucket(data, use) {
  const miniflare = new Miniflare({
    workers: [bucketWorker()],
    log: new Log(LogLevel.WARN),
    cf: false,
    cachePersist: false,
    r2Persist: join(data, 'r2'),
  });
  try {
    return await use(bucketOf(miniflare));
  } finally {
    await miniflare.dispose();
  }
}
