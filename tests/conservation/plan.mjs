// @ts-check
/**
 * The fault plan: what goes wrong, when.
 *
 *     const plan = makePlan(7);
 *     const draws = countedDraws(plan, 'vessel-ner-ocr-processor');
 *     draws('bucket', 'put plans/…', plan.bucket); // 'fail_before', …, or undefined: nothing
 *
 * A decision is a hash of the seed, the place, the thing and how often that thing came by, never of
 * the order in which things happen or of the clock. Two runs of a seed are therefore hurt at the same
 * places as far as they come by there; which of two messages is served first is not the plan's to say.
 *
 * Every thing is hurt a bounded number of times (`most`), so each run can end. Runs inside workerd
 * and in Node.
 */

/**
 * @typedef {Record<string, number>} Rates shares of 0 to 1 by kind of fault
 *
 * @typedef {object} Plan
 * @property {number} seed
 * @property {number} most faults that one thing meets at most
 * @property {Rates} bucket of one call of R2 by a Worker that takes messages
 * @property {Rates} sending of one message that a Worker sends
 * @property {Rates} portal of one writing call of R2 by the portal
 * @property {Rates} event of one R2 event on its way to its queue
 * @property {Rates} message of one message of another kind on its way
 * @property {Rates} acknowledgement of one message being acknowledged or given back
 * @property {Rates} transaction of one transaction on its way to the warehouse
 * @property {object} ocr script of the OCR stand-in
 */

/** How much a seed hurts in each place, before the seed says where it hurts most. */
const RATES = {
  bucket: { fail_before: 0.015, fail_after: 0.015, kill_before: 0.005, kill_after: 0.015 },
  sending: { fail_before: 0.03, fail_after: 0.03, kill_before: 0.02, kill_after: 0.04 },
  portal: { fail_before: 0.03, fail_after: 0.03 },
  event: { drop: 0.12, duplicate: 0.15, delay: 0.15 },
  message: { duplicate: 0.15, delay: 0.15 },
  acknowledgement: { kill_before: 0.05 },
  transaction: {
    cut_at_begin: 0.03,
    cut_before_commit: 0.06,
    cut_during_commit: 0.06,
    cut_after_commit: 0.08,
    kill_during_commit: 0.015,
    kill_after_commit: 0.015,
  },
};

/** Faults of the OCR server: share of requests, and how often one page meets it at most. */
const OCR_FAULTS = /** @type {const} */ ([
  [{ kind: 'status', status: 503 }, 0.08, 2],
  [{ kind: 'status', status: 500 }, 0.04, 1],
  [{ kind: 'reset' }, 0.04, 1],
  [{ kind: 'reset', at: 'mid_stream', after_tokens: 20 }, 0.06, 1],
  [{ kind: 'stream_error', after_tokens: 12 }, 0.04, 1],
  [{ kind: 'truncate', tokens: 30 }, 0.05, 1],
  [{ kind: 'loop', loop: 'rows' }, 0.04, 6],
  [{ kind: 'garbage' }, 0.04, 2],
  [{ kind: 'empty' }, 0.03, 1],
  [{ kind: 'latency', ms: 300 }, 0.05, 1],
  [{ kind: 'status', status: 422 }, 0.03, 1],
  [{ kind: 'login_page' }, 0.02, 1],
]);

/**
 * A number from 0 up to 1, evenly spread, always the same for the same words (FNV-1a, then the
 * finaliser of MurmurHash3).
 * @param {(string | number)[]} words
 */
export function draw(...words) {
  let hash = 0x811c9dc5;
  for (const character of words.join('\u0000')) {
    hash = Math.imul(hash ^ /** @type {number} */ (character.codePointAt(0)), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/**
 * A seed is hard on some places and easy on others: each rate is taken between a quarter and twice.
 * @param {number} seed
 * @param {string} place
 * @param {Rates} rates
 * @returns {Rates}
 */
const scaled = (seed, place, rates) =>
  Object.fromEntries(
    Object.entries(rates).map(([kind, rate]) => [
      kind,
      rate * (0.25 + 1.75 * draw(seed, 'scale', place, kind)),
    ]),
  );

/**
 * @param {number} seed
 * @returns {Plan}
 */
export function makePlan(seed) {
  const places = Object.fromEntries(
    Object.entries(RATES).map(([place, rates]) => [place, scaled(seed, place, rates)]),
  );
  const rules = OCR_FAULTS.map(([fault, share, timesPerImage], index) => ({
    fault,
    when: { share: share * (0.25 + 1.75 * draw(seed, 'scale', 'ocr', index)) },
    times_per_image: timesPerImage,
  }));
  return /** @type {Plan} */ ({ seed, most: 2, ...places, ocr: { seed, rules } });
}

/** A plan under which nothing goes wrong. @returns {Plan} */
export function makeCalmPlan() {
  const places = Object.fromEntries(Object.keys(RATES).map((place) => [place, {}]));
  return /** @type {Plan} */ ({ seed: 0, most: 0, ...places, ocr: {} });
}

/**
 * Decides one thing after the other, counting how often each came by.
 * @param {Plan} plan
 * @param {string} where
 */
export function countedDraws(plan, where) {
  /** @type {Map<string, { seen: number, hurt: number }>} */
  const counts = new Map();
  /**
   * @param {string} place
   * @param {string} thing what is done to what
   * @param {Rates} rates
   * @returns {string | undefined} the kind of fault
   */
  return (place, thing, rates) => {
    const name = `${place} ${thing}`;
    const count = counts.get(name) ?? { seen: 0, hurt: 0 };
    counts.set(name, count);
    count.seen += 1;
    if (count.hurt >= plan.most) return undefined;
    let rest = draw(plan.seed, where, place, thing, count.seen);
    for (const [kind, rate] of Object.entries(rates)) {
      if (rest < rate) {
        count.hurt += 1;
        return kind;
      }
      rest -= rate;
    }
    return undefined;
  };
}
