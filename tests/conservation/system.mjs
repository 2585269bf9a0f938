// @ts-check
/**
 * The whole local stack under a fault plan: the three built Workers, each inside its faults, real
 * queues and R2, the OCR stand-in with a fault script, the warehouse behind its proxy.
 */
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRepository } from '../../local/lib/paths.mjs';
import { RECONCILER, startStack } from '../../local/lib/stack.mjs';
import { readWorkerConfig } from '../../local/lib/worker-config.mjs';
import { startOcrServer } from '../../local/ocr-server/index.mjs';
import { warehouseProgram } from '../harness.mjs';
import { CHUNK_PAGES, MAX_PAGES } from './documents.mjs';
import { startFaultyWarehouse } from './warehouse.mjs';

const FAULTS_PATH = inRepository('tests', 'conservation', 'worker-faults.mjs');
const PLAN_PATH = inRepository('tests', 'conservation', 'plan.mjs');
const LAYER_PATH = inRepository('local', 'r2-events', 'layer.mjs');

/** Short waits, so that what takes minutes in production takes moments here. */
const VARIABLES = {
  RECONCILE_GRACE_SECONDS: '0',
  OCR_CHUNK_PAGES: String(CHUNK_PAGES),
  OCR_MAX_PAGES: String(MAX_PAGES),
  OCR_BACKOFF_SECONDS: '0.05',
  OCR_DEFERRAL_SECONDS: '1',
  OCR_PATIENCE_SECONDS: '2',
  OCR_IDLE_SECONDS: '2',
  OCR_LEASE_SECONDS: '1',
};

/**
 * Puts a Worker inside its faults: innermost those of its bindings and of its life, then the R2-event
 * layer, then those of delivery.
 * @param {string} worker
 * @param {any} options miniflare's
 * @param {import('./plan.mjs').Plan} plan
 */
function hurtWorker(worker, options, plan) {
  const { config, layerOptions } = readWorkerConfig(worker);
  const build = inRepository('workers', worker, 'build');
  /** @type {import('./worker-faults.mjs').FaultOptions} */
  const faults = {
    worker: config.name,
    plan,
    buckets: layerOptions.bucketBindings,
    queues: Object.values(layerOptions.producers),
  };
  const contents = [
    "import Entrypoint from './index.js';",
    `import { withR2Events } from '${relative(build, LAYER_PATH)}';`,
    `import { withFaults, withUnreliableDelivery } from '${relative(build, FAULTS_PATH)}';`,
    `const faults = ${JSON.stringify(faults)};`,
    `const notifying = withR2Events(withFaults(Entrypoint, faults), ${JSON.stringify(layerOptions)});`,
    'export default withUnreliableDelivery(notifying, faults);',
  ].join('\n');
  return {
    ...options,
    // Whoever sends a thousand documents from one address would be told to wait.
    ratelimits: {},
    modules: [
      { type: 'ESModule', path: join(build, 'conservation-entry.mjs'), contents },
      { type: 'ESModule', path: FAULTS_PATH },
      { type: 'ESModule', path: PLAN_PATH },
      { type: 'ESModule', path: LAYER_PATH },
      { type: 'ESModule', path: join(build, 'index.js') },
      { type: 'CompiledWasm', path: join(build, 'index_bg.wasm') },
    ],
  };
}

/** @typedef {Awaited<ReturnType<typeof startSystem>>} System */

/**
 * @param {import('./plan.mjs').Plan} plan
 * @param {string} folder of everything that is written
 */
export async function startSystem(plan, folder) {
  mkdirSync(folder, { recursive: true });
  /** @type {object[]} */
  const warehouseFaults = [];
  const [ocr, warehouse] = await Promise.all([
    startOcrServer({ engine: 'canned', capacity: 16, faults: plan.ocr }),
    startFaultyWarehouse(plan, {
      folder,
      program: warehouseProgram,
      log: (line) => warehouseFaults.push(line),
    }),
  ]);
  const stack = await startStack({
    data: join(folder, 'data'),
    logs: folder,
    warehouseProgram,
    warehouseUrl: warehouse.url,
    ocrBaseUrl: ocr.url,
    retrySeconds: 1,
    variables: VARIABLES,
    customise: (worker, options) => hurtWorker(worker, options, plan),
  });
  const workersLog = join(folder, 'workers.log');
  return {
    folder,
    stack,
    warehouse,
    ocr,
    /** The bucket itself, without faults. */
    bucket: stack.bucket,
    reconcile: () => stack.runScheduled(RECONCILER),
    /** Bytes of the Workers' log: while it grows something is going on. */
    logSize: () => statSync(workersLog, { throwIfNoEntry: false })?.size ?? 0,
    /** The Workers' log lines that are JSON. @returns {Record<string, any>[]} */
    log: () => readLog(workersLog),
    /** Faults that happened, by place and kind. */
    faults: async () => {
      /** @type {Record<string, number>} */
      const counts = {};
      const lines = [...readLog(workersLog), .../** @type {any[]} */ (warehouseFaults)];
      for (const { fault, place } of lines) {
        if (fault) counts[`${place} ${fault}`] = (counts[`${place} ${fault}`] ?? 0) + 1;
      }
      return counts;
    },
    stop: async () => {
      await stack.stop();
      await Promise.all([warehouse.stop(), ocr.close()]);
    },
  };
}

/** @param {string} file @returns {Record<string, any>[]} */
function readLog(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}
