// @ts-check
/**
 * Fault scripts: which request gets which fault.
 *
 *     const script = createScript({ seed: 1, rules: [{ fault: { kind: 'status', status: 503 }, when: { share: 0.3 } }] });
 *     const fault = script.pick(facts);
 *
 * The first rule that matches applies. A share is drawn from the seed, the image and how often this
 * image was asked for, never from the order in which requests arrive, so that a run can be repeated.
 */
import { createHash } from 'node:crypto';
import { badRequest } from '../http/errors.mjs';

/**
 * @typedef {object} Fault
 * @property {string} kind one of `KINDS`
 * @property {number} [status]
 * @property {string} [message]
 * @property {number} [ms]
 * @property {'before_headers' | 'mid_stream'} [at]
 * @property {number} [after_tokens]
 * @property {'line' | 'rows' | 'block' | 'long' | 'new_boxes' | 'long_new_boxes'} [loop]
 * @property {number} [tokens]
 * @property {string} [text]
 * @property {string} [finish_reason]
 * @property {string} [content_type]
 *
 * @typedef {object} Condition
 * @property {number[]} [requests] request numbers, the first is 1
 * @property {number} [from] first request number
 * @property {number} [to] last request number
 * @property {number} [every] every n-th request
 * @property {number[]} [attempts] how many times this image has been asked for, the first is 1
 * @property {number} [share] 0 to 1
 * @property {boolean} [sticky] the share chooses images, not single requests
 * @property {string[]} [sha256] of the image; a prefix is enough
 * @property {string} [prompt] part of the prompt
 * @property {number | null} [ngram_size] null for requests without it
 * @property {boolean} [stream]
 *
 * @typedef {object} Rule
 * @property {Fault} fault
 * @property {Condition} [when]
 * @property {number} [times] applications in all
 * @property {number} [times_per_image]
 *
 * @typedef {object} Facts
 * @property {number} number the request's number, from 1
 * @property {number} attempt how many times this image has been asked for, from 1
 * @property {string} sha256 of the image, '' without one
 * @property {string} prompt
 * @property {number | undefined} ngramSize
 * @property {boolean} stream
 */

/** The kinds of faults; the README says what each does. */
export const KINDS = new Set([
  'latency',
  'status',
  'reset',
  'stall',
  'stream_error',
  'truncate',
  'loop',
  'image_page',
  'content',
  'empty',
  'short',
  'garbage',
  'login_page',
  'malformed_det',
  'cut_tags',
  'broken_table',
  'finish_reason',
  'no_logprobs',
]);

/** Most rules of a script. */
const MOST_RULES = 1000;

/**
 * @param {unknown} fault
 * @returns {Fault}
 * @throws {import('../http/errors.mjs').ApiError} when it is no fault
 */
export function checkFault(fault) {
  const kind = typeof fault === 'object' && fault !== null ? Reflect.get(fault, 'kind') : undefined;
  if (typeof kind !== 'string' || !KINDS.has(kind)) {
    throw badRequest(`fault.kind must be one of ${[...KINDS].join(', ')}`);
  }
  return /** @type {Fault} */ (fault);
}

/**
 * The `X-Fault` header: JSON, or `kind`, or `kind:key=value,key=value`.
 *
 * @param {string} header
 * @returns {Fault}
 */
export function parseFaultHeader(header) {
  if (header.trimStart().startsWith('{')) {
    try {
      return checkFault(JSON.parse(header));
    } catch (error) {
      if (error instanceof SyntaxError) throw badRequest('X-Fault is not valid JSON');
      throw error;
    }
  }
  const [kind, settings = ''] = header.split(':', 2);
  const entries = settings
    .split(',')
    .filter((item) => item !== '')
    .map((item) => {
      const [key, value = ''] = item.split('=', 2);
      return [key.trim(), /^\d+$/u.test(value) ? Number(value) : value];
    });
  return checkFault({ ...Object.fromEntries(entries), kind: kind.trim() });
}

/**
 * @param {unknown} source `{ seed?, rules? }`
 */
export function createScript(source) {
  const { seed = 1, rules = [] } = /** @type {{ seed?: number, rules?: Rule[] }} */ (source ?? {});
  if (!Array.isArray(rules) || rules.length > MOST_RULES) {
    throw badRequest(`rules must be a list of at most ${MOST_RULES}`);
  }
  for (const rule of rules) checkFault(rule?.fault);
  const used = rules.map(() => 0);
  /** @type {Map<string, number>} */
  const usedByImage = new Map();
  return {
    /**
     * @param {Facts} facts
     * @returns {Fault | undefined}
     */
    pick(facts) {
      for (const [index, rule] of rules.entries()) {
        const key = `${index}:${facts.sha256}`;
        const byImage = usedByImage.get(key) ?? 0;
        if (used[index] >= (rule.times ?? Infinity)) continue;
        if (byImage >= (rule.times_per_image ?? Infinity)) continue;
        if (!matches(rule.when ?? {}, facts, `${seed}:${index}`)) continue;
        used[index] += 1;
        usedByImage.set(key, byImage + 1);
        return rule.fault;
      }
      return undefined;
    },
  };
}

/**
 * @param {Condition} when
 * @param {Facts} facts
 * @param {string} seed
 */
function matches(when, facts, seed) {
  const { number, attempt, sha256, prompt, ngramSize, stream } = facts;
  if (when.requests !== undefined && !when.requests.includes(number)) return false;
  if (when.from !== undefined && number < when.from) return false;
  if (when.to !== undefined && number > when.to) return false;
  if (when.every !== undefined && number % when.every !== 0) return false;
  if (when.attempts !== undefined && !when.attempts.includes(attempt)) return false;
  if (when.sha256 !== undefined && !when.sha256.some((hash) => sha256.startsWith(hash))) {
    return false;
  }
  if (when.prompt !== undefined && !prompt.includes(when.prompt)) return false;
  if (when.ngram_size !== undefined && (ngramSize ?? null) !== when.ngram_size) return false;
  if (when.stream !== undefined && stream !== when.stream) return false;
  if (when.share === undefined) return true;
  return draw(`${seed}:${sha256}:${when.sticky === true ? 0 : attempt}`) < when.share;
}

/**
 * @param {string} text
 * @returns {number} evenly spread over [0, 1), always the same for the same text
 */
function draw(text) {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
