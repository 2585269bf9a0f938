// @ts-check
/**
 * The stack for tests: the three built Workers in one miniflare with real queues and R2, the real
 * local warehouse and OCR stand-in, everything in a folder of its own that goes away afterwards.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from '../local/lib/paths.mjs';
import { startStack } from '../local/lib/stack.mjs';

/** The built warehouse; also a client of any. */
export const warehouseProgram = inRepository('target', 'release', 'vessel-ner-warehouse');

/** How long anything may take before a test gives up; not a promise about speed. */
const PATIENCE_MILLISECONDS = 180_000;

/** @param {string} name */
export const fixture = (name) => readFileSync(inRepository('fixtures', 'pdf', name));

/** @param {Uint8Array} bytes */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** @typedef {Awaited<ReturnType<typeof startTestStack>>} TestStack */

/**
 * @param {Partial<import('../local/lib/stack.mjs').StackOptions>} [options]
 */
export async function startTestStack(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'vessel-ner-test-'));
  const stack = await startStack({
    logs: folder,
    warehouseProgram,
    retrySeconds: 1,
    ...options,
    variables: { RECONCILE_GRACE_SECONDS: '0', ...options.variables },
  });
  return {
    ...stack,
    folder,
    /** @param {string} sql @returns {any[]} */
    query: (sql) => query(stack.warehouseUrl, sql),
    /** @param {Uint8Array} bytes @param {{ filename?: string, sha256?: string }} [about] */
    upload: (bytes, about) => upload(stack.portalUrl, bytes, about),
    /** @param {string} statusUrl */
    settled: (statusUrl) => settled(new URL(statusUrl, stack.portalUrl)),
    /** @param {string} key */
    object: async (key) => {
      const object = await stack.bucket.get(key);
      return object ? new Uint8Array(await object.arrayBuffer()) : undefined;
    },
    /** @param {string} [prefix] */
    keys: async (prefix) => {
      const listed = await stack.bucket.list({ prefix });
      return listed.objects.map((object) => object.key);
    },
    stop: async () => {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @param {string} warehouseUrl @param {string} sql */
export function query(warehouseUrl, sql) {
  const { status, stdout, stderr } = spawnSync(
    warehouseProgram,
    ['query', '--url', warehouseUrl, '--json', sql],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/**
 * @param {string} portalUrl
 * @param {Uint8Array} bytes
 * @param {{ filename?: string, sha256?: string }} [about]
 */
export async function upload(portalUrl, bytes, about = {}) {
  const response = await fetch(new URL('/upload', portalUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/pdf',
      'x-filename': encodeURIComponent(about.filename ?? 'document.pdf'),
      ...(about.sha256 ? { 'x-content-sha256': about.sha256 } : {}),
    },
    body: new Blob([new Uint8Array(bytes)]),
  });
  return { status: response.status, answer: await response.json() };
}

/**
 * Whether a connection broke: workerd closes those that were idle, of which miniflare's proxy of a
 * binding says nothing but that it has no answer.
 * @param {unknown} error
 */
const isBroken = (error) =>
  error instanceof Error &&
  (error.message === 'fetch failed' || /SynchronousFetcher/.test(error.stack ?? ''));

/**
 * Waits until `probe` answers with something that is true. A probe whose connection broke is asked
 * again.
 * @template T
 * @param {string} what
 * @param {() => Promise<T | undefined | null | false> | T | undefined | null | false} probe
 * @returns {Promise<T>}
 */
export async function eventually(what, probe) {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  let last = '';
  while (Date.now() < deadline) {
    try {
      const answer = await probe();
      if (answer) return answer;
    } catch (error) {
      if (!isBroken(error)) throw error;
      last = ': the connection broke';
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`it never happened: ${what}${last}`);
}

/** The document's status once nothing will change any more. @param {URL} statusUrl */
export function settled(statusUrl) {
  return eventually(`${statusUrl.pathname} is done`, async () => {
    const response = await fetch(statusUrl);
    if (!response.ok) throw new Error(`status answered ${response.status}`);
    const status = await response.json();
    return ['done', 'partly_done', 'failed'].includes(status.state) ? status : undefined;
  });
}
