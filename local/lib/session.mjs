// @ts-check
/** What every command begins with: set up, build, and find or start the stack. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureToolchain } from './toolchain.mjs';
import { buildProgram, buildWorkers } from './build.mjs';
import { dataFolder } from './paths.mjs';
import {
  endLeftovers,
  findRunning,
  forgetRunning,
  rememberRunning,
  startedPrograms,
} from './running.mjs';

/** Progress goes to standard error: standard output is for results. @param {string} message */
export const say = (message) => process.stderr.write(`${message}\n`);

/** Builds the warehouse; returns its program. */
export async function prepareWarehouse() {
  await ensureToolchain(say);
  return buildProgram('vessel-ner-warehouse', 'vessel-ner-warehouse', say);
}

// A setting that is there and empty is one that is not given, as shells and CI write it.
for (const name of ['WAREHOUSE_URL', 'OCR_BASE_URL']) {
  if (process.env[name] === '') delete process.env[name];
}

/** Installs and builds whatever is missing; returns the warehouse's program. */
export async function prepare() {
  const warehouseProgram = await prepareWarehouse();
  await buildWorkers(say);
  return warehouseProgram;
}

/**
 * Starts the stack on this folder's data and remembers it.
 * @param {{ port?: number }} [options]
 */
export async function startRemembered(options = {}) {
  const warehouseProgram = await prepare();
  const { RECONCILER, startStack } = await import('./stack.mjs');
  const { startControl } = await import('./control.mjs');
  mkdirSync(dataFolder, { recursive: true });
  await endLeftovers();
  const remember = (
    /** @type {Record<'portalUrl' | 'warehouseUrl' | 'controlUrl', string>} */ urls,
  ) => rememberRunning({ pid: process.pid, children: startedPrograms(), ...urls });
  const stack = await startStack({
    data: dataFolder,
    logs: join(dataFolder, 'logs'),
    port: options.port,
    // From here on a killed runner leaves programs behind, which the next one has to know.
    onStarted: () => remember({ portalUrl: '', warehouseUrl: '', controlUrl: '' }),
    warehouseProgram,
    warehouseUrl: process.env.WAREHOUSE_URL,
    ocrBaseUrl: process.env.OCR_BASE_URL,
    // Nothing is under way elsewhere: what is undone or claimed was left by an earlier session.
    variables: { RECONCILE_GRACE_SECONDS: '0', OCR_LEASE_SECONDS: '10', ...workerVariables() },
  });
  const control = await startControl(stack);
  const { portalUrl, warehouseUrl } = stack;
  remember({ portalUrl, warehouseUrl, controlUrl: control.url });
  // The queues lived in memory: what the last session left undone is sent again.
  await stack.runScheduled(RECONCILER);
  return {
    ...stack,
    stop: async () => {
      await control.stop();
      await stack.stop();
      forgetRunning();
    },
  };
}

/** Settings of the Workers that may be given in the environment. */
function workerVariables() {
  const names = ['OCR_MODEL', 'OCR_API_KEY', 'OCR_ACCESS_CLIENT_ID', 'OCR_ACCESS_CLIENT_SECRET'];
  names.push('OCR_PAGES_IN_FLIGHT', 'OCR_CHUNK_PAGES', 'OCR_MAX_PAGES', 'MAX_UPLOAD_BYTES');
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] ? [[name, String(process.env[name])]] : [])),
  );
}

/**
 * The stack that runs, or one started for as long as `use` takes.
 * @template T
 * @param {(stack: { portalUrl: string, warehouseUrl: string }) => Promise<T>} use
 */
export async function withStack(use) {
  const running = await findRunning();
  if (running) return use(running);
  const stack = await startRemembered();
  try {
    return await use(stack);
  } finally {
    await stack.stop();
  }
}

/**
 * Runs `stop` once when the process is asked to end, then ends it. Miniflare ends the process at once
 * on these signals; its listeners are taken away, because `stop` disposes of it.
 * @param {() => Promise<void>} stop
 */
export function stopOnSignal(stop) {
  let isStopping = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.removeAllListeners(signal);
    process.on(signal, async () => {
      if (isStopping) return;
      isStopping = true;
      say('stopping');
      await stop();
      process.exit(0);
    });
  }
}
