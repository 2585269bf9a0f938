// @ts-check
/**
 * The built portal alone, in workerd with a real R2 and real queues, inside the R2-event layer: for
 * tests of what the portal itself promises. What the other stages would write is put into the
 * bucket by the tests.
 */
import { createHash } from 'node:crypto';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from 'wrangler';
import { layeredModules, readWorkerConfig, workerConfigPath } from '../local/lib/worker-config.mjs';

const WORKER = 'upload-portal';
/** Takes what the queues deliver, so that tests can look at it. */
const LISTENER = `
const received = [];
export default {
  async queue(batch) {
    for (const message of batch.messages) {
      received.push({ queue: batch.queue, body: message.body });
      message.ack();
    }
  },
  fetch() { return Response.json(received); },
};`;

/** Bytes that begin like a PDF; `seed` makes them another file. @param {number} size @param {string} seed */
export function pdfBytes(size, seed) {
  const bytes = Buffer.alloc(size, seed);
  bytes.write('%PDF-1.7\n');
  return bytes;
}

/** @param {Uint8Array | string} bytes */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** @param {Response} response @returns {Promise<any>} */
export const json = (response) => response.json();

/**
 * What programs do with a portal.
 * @param {() => Awaited<ReturnType<typeof startPortal>>} portal
 */
export const clientOf = (portal) => ({
  /** @param {BodyInit} body @param {Record<string, string>} [headers] @param {string} [query] */
  upload: (body, headers = {}, query = '') =>
    fetch(`${portal().url}/upload${query}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/pdf', ...headers },
    }),
  /** The keys of the bucket. @param {string} [prefix] @returns {Promise<string[]>} */
  keys: async (prefix) => {
    const { objects } = await portal().bucket.list({ prefix });
    return objects.map((/** @type {{ key: string }} */ { key }) => key);
  },
});

/**
 * @typedef {object} PortalOptions
 * @property {Record<string, string>} [variables] of the Worker
 * @property {{ limit: number, period: 10 | 60 }} [rateLimit] none without it
 * @property {object[]} [companions] miniflare's options of further Workers beside it
 * @param {PortalOptions} [options]
 */
export async function startPortal(options = {}) {
  const { workerOptions: configured } = workerOptionsOf(workerConfigPath(WORKER));
  const { config } = readWorkerConfig(WORKER);
  /** @type {string[]} */
  const logged = [];
  /** @type {any} its types are those of another version of the Workers' types */
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    log: new Log(LogLevel.ERROR),
    cachePersist: false,
    handleRuntimeStdio: (
      /** @type {NodeJS.ReadableStream} */ stdout,
      /** @type {NodeJS.ReadableStream} */ stderr,
    ) => {
      for (const stream of [stdout, stderr]) {
        stream.on('data', (/** @type {Buffer} */ chunk) => logged.push(chunk.toString()));
      }
    },
    workers: [
      {
        ...configured,
        name: config.name,
        ...layeredModules(WORKER),
        ratelimits: options.rateLimit ? { UPLOAD_RATE_LIMIT: { simple: options.rateLimit } } : {},
        bindings: { ...configured.bindings, ...options.variables },
      },
      {
        name: 'listener',
        modules: true,
        script: LISTENER,
        compatibilityDate: '2026-04-01',
        queueConsumers: {
          'vessel-ner-uploads': { maxBatchTimeout: 0 },
          'vessel-ner-pages': { maxBatchTimeout: 0 },
        },
      },
      ...(options.companions ?? []),
    ],
  });
  const url = (await miniflare.ready).origin;
  return {
    url,
    miniflare,
    bucket: await miniflare.getR2Bucket('BUCKET', config.name),
    /** Everything that the Worker has written to its log. */
    log: () => logged.join(''),
    /** @returns {Promise<{ queue: string, body: any }[]>} */
    async messages() {
      const listener = await miniflare.getWorker('listener');
      const response = await listener.fetch('http://listener/');
      return /** @type {Promise<any>} */ (response.json());
    },
    stop: () => miniflare.dispose(),
  };
}
