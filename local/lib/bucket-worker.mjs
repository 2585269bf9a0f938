// @ts-check
/**
 * The bucket, for programs on this machine. Miniflare's own door (`getR2Bucket`) fetches the fields of
 * a listing synchronously and now and then misses an answer, after which it is of no more use; this
 * one is a Worker of its own beside the others, asked over HTTP.
 *
 *     const bucket = bucketOf(miniflare);
 *     const { objects } = await bucket.list({ prefix: 'plans/' });
 */
import { readNotificationRules } from './worker-config.mjs';

const NAME = 'local-bucket';

const SCRIPT = `
export default {
  async fetch(request, { BUCKET }) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/list') {
      const prefix = searchParams.get('prefix') ?? undefined;
      const cursor = searchParams.get('cursor') ?? undefined;
      const listed = await BUCKET.list({ prefix, cursor });
      const objects = listed.objects.map(({ key, size }) => ({ key, size }));
      return Response.json({ objects, truncated: listed.truncated, cursor: listed.cursor });
    }
    const key = searchParams.get('key');
    if (request.method === 'DELETE') {
      await BUCKET.delete(key);
      return new Response(null, { status: 204 });
    }
    const object = await BUCKET.get(key);
    return object ? new Response(object.body) : new Response(null, { status: 404 });
  },
};`;

/** Miniflare's options of the Worker. */
export const bucketWorker = () => ({
  name: NAME,
  modules: true,
  script: SCRIPT,
  compatibilityDate: '2026-04-01',
  r2Buckets: { BUCKET: readNotificationRules().bucket },
});

/**
 * @typedef {object} LocalBucket
 * @property {(options?: { prefix?: string, cursor?: string }) => Promise<{ objects: { key: string, size: number }[], truncated: boolean, cursor?: string }>} list
 * @property {(key: string) => Promise<{ text: () => Promise<string>, arrayBuffer: () => Promise<ArrayBuffer> } | null>} get
 * @property {(key: string) => Promise<void>} delete
 */

/**
 * @param {import('miniflare').Miniflare} miniflare one that runs the Worker
 * @returns {LocalBucket}
 */
export function bucketOf(miniflare) {
  /** @param {string} path @param {Record<string, string | undefined>} parameters @param {string} [method] */
  const ask = async (path, parameters, method = 'GET') => {
    const url = new URL(path, 'http://bucket');
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    const worker = /** @type {any} */ (await miniflare.getWorker(NAME));
    const response = await worker.fetch(url.href, { method });
    if (!response.ok && response.status !== 404) {
      throw new Error(`bucket: ${response.status} ${await response.text()}`);
    }
    return response;
  };
  return {
    list: async ({ prefix, cursor } = {}) => {
      const response = await ask('/list', { prefix, cursor });
      return /** @type {any} */ (await response.json());
    },
    get: async (key) => {
      const response = await ask('/object', { key });
      return response.ok ? response : null;
    },
    delete: async (key) => {
      await ask('/object', { key }, 'DELETE');
    },
  };
}
