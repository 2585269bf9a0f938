// @ts-check
/**
 * Settings of the server: command line first, then environment, then defaults.
 *
 *     const options = parseOptions(process.argv.slice(2), process.env);
 *
 * `--api-key` is `OCR_SERVER_API_KEY`, `--max-num-queued-reqs` is `OCR_SERVER_MAX_NUM_QUEUED_REQS`,
 * and so on.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEFAULT_WORKERS } from './engine/tesseract.mjs';

/**
 * @typedef {object} Options
 * @property {string} listen `host:port`; port 0 takes a free one
 * @property {string} model the one model name that is served
 * @property {string | undefined} apiKey bearer token that `/v1` asks for
 * @property {number} capacity generations at once
 * @property {number | undefined} maxNumQueuedReqs requests that may wait; undefined for any number
 * @property {number} imageLimit images in one prompt
 * @property {number} latency milliseconds before the first token, at least
 * @property {number} tokensPerSecond speed of a generation; 0 for as fast as it goes
 * @property {'tesseract' | 'canned'} engine
 * @property {number} workers threads of the reading engine
 * @property {string | undefined} cache folder of pages read before
 * @property {string | undefined} cannedText the canned engine's answer to everything
 * @property {unknown} faults a fault script
 */

/** @type {Options} */
const DEFAULTS = {
  listen: '127.0.0.1:0',
  model: 'deepseek-ai/DeepSeek-OCR',
  apiKey: undefined,
  capacity: 16,
  maxNumQueuedReqs: undefined,
  imageLimit: 999,
  latency: 0,
  tokensPerSecond: 0,
  engine: 'tesseract',
  workers: DEFAULT_WORKERS,
  cache: undefined,
  cannedText: undefined,
  faults: undefined,
};

/** The options of the command line. */
const FLAGS = [
  'listen',
  'model',
  'api-key',
  'capacity',
  'max-num-queued-reqs',
  'limit-mm-per-prompt',
  'latency',
  'tokens-per-second',
  'engine',
  'workers',
  'cache',
  'canned-text',
  'faults',
];

/** A setting that makes no sense; the message says which. */
export class OptionError extends Error {}

/**
 * @param {Partial<Options>} given
 * @returns {Options}
 * @throws {OptionError}
 */
export function completeOptions(given) {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  /** @type {Options} */
  const options = { ...DEFAULTS, ...set };
  const positive = (/** @type {number} */ value) => Number.isInteger(value) && value >= 1;
  if (!/^[^:\s]+:\d{1,5}$/u.test(options.listen)) {
    throw new OptionError('listen must be HOST:PORT');
  }
  if (!positive(options.capacity)) throw new OptionError('capacity must be 1 or more');
  if (!positive(options.workers)) throw new OptionError('workers must be 1 or more');
  if (options.engine !== 'tesseract' && options.engine !== 'canned') {
    throw new OptionError('engine must be tesseract or canned');
  }
  if (!(options.latency >= 0)) throw new OptionError('latency must be 0 or more');
  if (!(options.tokensPerSecond >= 0)) throw new OptionError('tokens-per-second must be 0 or more');
  const queued = options.maxNumQueuedReqs;
  if (queued !== undefined && !(Number.isInteger(queued) && queued >= 0)) {
    throw new OptionError('max-num-queued-reqs must be 0 or more');
  }
  return options;
}

/**
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {Options}
 * @throws {OptionError}
 */
export function parseOptions(args, env) {
  /** @type {Record<string, { type: 'string' }>} */
  const known = Object.fromEntries(FLAGS.map((flag) => [flag, { type: 'string' }]));
  let values;
  try {
    ({ values } = parseArgs({ args, options: known }));
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
  const text = (/** @type {string} */ flag) => {
    const name = `OCR_SERVER_${flag.toUpperCase().replaceAll('-', '_')}`;
    return /** @type {string | undefined} */ (values[flag]) ?? env[name];
  };
  const number = (/** @type {string} */ flag) => {
    const value = text(flag);
    if (value === undefined) return undefined;
    const parsed = Number(value);
    if (value.trim() === '' || !Number.isFinite(parsed)) {
      throw new OptionError(`${flag} must be a number`);
    }
    return parsed;
  };
  return completeOptions({
    listen: text('listen'),
    model: text('model'),
    apiKey: text('api-key'),
    capacity: number('capacity'),
    maxNumQueuedReqs: number('max-num-queued-reqs'),
    imageLimit: imageLimit(text('limit-mm-per-prompt')),
    latency: number('latency'),
    tokensPerSecond: number('tokens-per-second'),
    engine: /** @type {Options['engine'] | undefined} */ (text('engine')),
    workers: number('workers'),
    cache: text('cache'),
    cannedText: text('canned-text'),
    faults: readScript(text('faults')),
  });
}

/** @param {string | undefined} text vLLM's form, `{"image": 1}` */
function imageLimit(text) {
  if (text === undefined) return undefined;
  const limit = Number(/"?image"?\s*[:=]\s*(\d+)/u.exec(text)?.[1]);
  if (!Number.isInteger(limit)) throw new OptionError('limit-mm-per-prompt must be {"image": N}');
  return limit;
}

/** @param {string | undefined} file */
function readScript(file) {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new OptionError(`faults: ${error instanceof Error ? error.message : String(error)}`);
  }
}
