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
      const objects = listed.objects.map(({ key, size, version }) => ({ key, size, version }));
      return Response.json({ objects, truncated: listed.truncated, cursor: listed.cursor });
    }
    if (request.method === 'DELETE') {
      await BUCKET.delete(searchParams.getAll('key'));
      return new Response(null, { status: 204 });
    }
    const key = searchParams.get('key');
    if (request.method === 'PUT') {
      const customMetadata = JSON.parse(searchParams.get('metadata'));
      await BUCKET.put(key, await request.arrayBuffer(), { customMetadata });
      return new Response(null, { status: 204 });
    }
    if (pathname === '/head') {
      const object = await BUCKET.head(key);
      if (!object) return new Response(null, { status: 404 });
      const { size, etag, customMetadata } = object;
      return Response.json({ key, size, etag, customMetadata });
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
 * @property {(options?: { prefix?: string, cursor?: string }) => Promise<{ objects: { key: string, size: number, version: string }[], truncated: boolean, cursor?: string }>} list
 * @property {(key: string) => Promise<{ key: string, size: number, etag: string, customMetadata: Record<string, string> } | null>} head
 * @property {(key: string) => Promise<{ text: () => Promise<string>, arrayBuffer: () => Promise<ArrayBuffer> } | null>} get
 * @property {(key: string, body: Uint8Array | string, options?: { customMetadata?: Record<string, string> }) => Promise<void>} put
 * @property {(keys: string | string[]) => Promise<void>} delete
 */

/**
 * @param {import('miniflare').Miniflare} miniflare one that runs the Worker
 * @returns {LocalBucket}
 */
export function bucketOf(miniflare) {
  /** @param {string} path @param {Record<string, string | string[] | undefined>} parameters @param {{ method?: string, body?: Uint8Array | string }} [options] */
  const ask = async (path, parameters, options = {}) => {
    const url = new URL(path, 'http://bucket');
    for (const [name, value] of Object.entries(parameters)) {
      for (const each of [value ?? []].flat()) url.searchParams.append(name, each);
    }
    const worker = /** @type {any} */ (await miniflare.getWorker(NAME));
    const response = await worker.fetch(url.href, options);
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
    head: async (key) => {
      const response = await ask('/head', { key });
      return response.ok ? response.json() : null;
    },
    put: async (key, body, { customMetadata = {} } = {}) => {
      const metadata = JSON.stringify(customMetadata);
      await ask('/object', { key, metadata }, { method: 'PUT', body });
    },
    delete: async (keys) => {
      await ask('/object', { key: keys }, { method: 'DELETE' });
    },
  };
}
