// @ts-check
/**
 * The whole system on one machine: the three built Workers in workerd with real R2 and queues, each
 * inside the R2-event layer, the OCR stand-in and the local warehouse. An OCR server or a warehouse
 * given from outside is used instead of the stand-in.
 */
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as workerOptionsOf } from 'wrangler';
import { bucketOf, bucketWorker } from './bucket-worker.mjs';
import { workers } from './paths.mjs';
import { startStandins } from './standins.mjs';
import { layeredModules, readWorkerConfig, workerConfigPath } from './worker-config.mjs';

/**
 * @typedef {object} StackOptions
 * @property {string} [data] folder of everything that survives a restart; without it R2 is in memory
 * @property {string} logs folder of the log files
 * @property {number} [port] the portal's port; 0 or none for any free one
 * @property {string} [ocrBaseUrl] an OCR server that runs already
 * @property {string} [warehouseUrl] a warehouse that runs already
 * @property {string} warehouseProgram the built warehouse
 * @property {string[]} [ocrParameters] further parameters of the OCR stand-in
 * @property {Record<string, string>} [variables] variables of every Worker
 * @property {number} [retrySeconds] delay of every queue's retries instead of the configured one
 * @property {() => void} [onStarted] called as soon as the stand-ins' programs are there
 * @property {(worker: string, options: any) => any} [customise] what miniflare is told of a Worker instead
 *
 * @typedef {object} Stack
 * @property {string} portalUrl
 * @property {string} ocrBaseUrl
 * @property {string} warehouseUrl
 * @property {Miniflare} miniflare
 * @property {import('./bucket-worker.mjs').LocalBucket} bucket
 * @property {(name: string) => Promise<void>} runScheduled
 * @property {() => Promise<void>} stop
 * @property {Promise<string>} broken settles with the name of the part that ended though nobody
 *   stopped it
 * @property {import('./child.mjs').Child | undefined} warehouse
 * @property {import('./child.mjs').Child | undefined} ocrServer
 */

/** Name of the Worker that lists what was left undone. */
export const RECONCILER = 'vessel-ner-ocr-processor';

/**
 * Miniflare's options of one Worker, from its wrangler configuration.
 * @param {string} worker
 * @param {StackOptions & { warehouseUrl: string, ocrBaseUrl: string }} options
 */
function workerOptions(worker, options) {
  const { workerOptions: configured } = workerOptionsOf(workerConfigPath(worker));
  const { config } = readWorkerConfig(worker);
  const consumers = Object.fromEntries(
    Object.entries(configured.queueConsumers ?? {}).map(([queue, consumer]) => [
      queue,
      options.retrySeconds === undefined
        ? consumer
        : { ...consumer, retryDelay: options.retrySeconds },
    ]),
  );
  return {
    ...configured,
    name: config.name,
    ...layeredModules(worker),
    queueConsumers: consumers,
    bindings: {
      ...configured.bindings,
      OCR_BASE_URL: options.ocrBaseUrl,
      WAREHOUSE_URL: options.warehouseUrl,
      ...options.variables,
    },
  };
}

/**
 * @param {StackOptions} options
 * @returns {Promise<Stack>}
 */
export async function startStack(options) {
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  const stop = async () => {
    while (stops.length > 0) await stops.pop()?.();
  };
  try {
    return await startParts(options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {StackOptions} options
 * @param {(() => Promise<void>)[]} stops
 * @param {() => Promise<void>} stop
 * @returns {Promise<Stack>}
 */
async function startParts(options, stops, stop) {
  const data = options.data ?? options.logs;
  for (const folder of [data, options.logs]) mkdirSync(folder, { recursive: true });
  const standins = await startStandins({ ...options, data });
  stops.push(standins.stop);
  const { warehouse, ocrServer, warehouseUrl, ocrBaseUrl } = standins;

  /** @type {(part: string) => void} */
  let breakDown = () => {};
  /** @type {Promise<string>} */
  const broken = new Promise((resolve) => {
    breakDown = resolve;
  });
  let isStopping = false;
  const hasEnded = (/** @type {string} */ part) => {
    if (!isStopping) breakDown(part);
  };
  warehouse?.ended.then(() => hasEnded('the warehouse'));
  ocrServer?.ended.then(() => hasEnded('the OCR server'));

  const workersLog = createWriteStream(join(options.logs, 'workers.log'), { flags: 'a' });
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: options.port ?? 0,
    log: new Log(LogLevel.WARN),
    handleRuntimeStdio: (
      /** @type {import('node:stream').Readable} */ stdout,
      /** @type {import('node:stream').Readable} */ stderr,
    ) => {
      stdout.once('close', () => hasEnded('the Workers’ runtime'));
      stdout.pipe(workersLog, { end: false });
      stderr.pipe(workersLog, { end: false });
    },
    r2Persist: options.data ? join(options.data, 'r2') : false,
    cachePersist: false,
    // The request's `cf` object would be fetched from the internet.
    cf: false,
    // @ts-ignore wrangler's and miniflare's option types differ in fields that are not used here
    workers: [
      ...workers.map((worker) => {
        const configured = workerOptions(worker, { ...options, warehouseUrl, ocrBaseUrl });
        return options.customise?.(worker, configured) ?? configured;
      }),
      bucketWorker(),
    ],
  });
  stops.push(async () => {
    isStopping = true;
    await miniflare.dispose();
    workersLog.end();
  });
  const portalUrl = (await miniflare.ready).origin;
  return {
    portalUrl,
    ocrBaseUrl,
    warehouseUrl,
    miniflare,
    bucket: bucketOf(miniflare),
    warehouse,
    ocrServer,
    broken,
    stop,
    runScheduled: async (name) => {
      const worker = await miniflare.getWorker(name);
      // @ts-ignore the workers-types version of Fetcher.scheduled has other options
      await worker.scheduled({ cron: '* * * * *' });
    },
  };
}
