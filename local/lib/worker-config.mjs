// @ts-check
/** Reads a Worker's wrangler configuration and the R2 notification rules. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRepository, repositoryRoot } from './paths.mjs';

const LAYER_PATH = inRepository('local', 'r2-events', 'layer.mjs');

/**
 * JSON with comments and trailing commas, as wrangler reads it. Comments stand on lines of their own.
 * @param {string} path
 */
function readJsonWithComments(path) {
  const text = readFileSync(path, 'utf8')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/,(\s*[}\]])/g, '$1');
  return JSON.parse(text);
}

/** @param {string} worker folder name under `workers/` */
export const workerConfigPath = (worker) => inRepository('wrangler', `${worker}.jsonc`);

/** @returns {{ bucket: string, rules: import('../r2-events/layer.mjs').Rule[] }} */
export function readNotificationRules() {
  return JSON.parse(readFileSync(inRepository('wrangler', 'r2-notifications.json'), 'utf8'));
}

/** @param {string} worker */
export function readWorkerConfig(worker) {
  const config = readJsonWithComments(workerConfigPath(worker));
  const { bucket, rules } = readNotificationRules();
  /** @type {{ binding: string, bucket_name: string }[]} */
  const buckets = config.r2_buckets ?? [];
  /** @type {{ binding: string, queue: string }[]} */
  const producers = config.queues?.producers ?? [];
  /** @type {import('../r2-events/layer.mjs').LayerOptions} */
  const layerOptions = {
    bucket,
    bucketBindings: buckets
      .filter((entry) => entry.bucket_name === bucket)
      .map((entry) => entry.binding),
    rules,
    producers: Object.fromEntries(producers.map((entry) => [entry.queue, entry.binding])),
  };
  return { config, layerOptions };
}

/**
 * Source of a module beside a built Worker's `index.js` that puts the Worker inside the R2-event
 * layer: R2 on one machine sends no events of its own.
 * @param {string} worker
 */
export function layeredEntry(worker) {
  const { layerOptions } = readWorkerConfig(worker);
  const layer = relative(inRepository('workers', worker, 'build'), LAYER_PATH);
  return [
    "import Entrypoint from './index.js';",
    `import { withR2Events } from '${layer}';`,
    `export default withR2Events(Entrypoint, ${JSON.stringify(layerOptions)});`,
    '',
  ].join('\n');
}

/**
 * Miniflare's module options of a built Worker inside the R2-event layer.
 * @param {string} worker
 */
export function layeredModules(worker) {
  const build = inRepository('workers', worker, 'build');
  return {
    modulesRoot: repositoryRoot,
    modules: [
      {
        type: /** @type {const} */ ('ESModule'),
        path: join(build, 'local-entry.mjs'),
        contents: layeredEntry(worker),
      },
      { type: /** @type {const} */ ('ESModule'), path: LAYER_PATH },
      { type: /** @type {const} */ ('ESModule'), path: join(build, 'index.js') },
      { type: /** @type {const} */ ('CompiledWasm'), path: join(build, 'index_bg.wasm') },
    ],
  };
}
