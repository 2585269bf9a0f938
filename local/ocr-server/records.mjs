// @ts-check
/**
 * What the server received: counts, and one record a request, without image bytes.
 *
 *     const records = createRecords();
 *     const record = records.open();
 *     record.outcome = 'stop';
 *     records.summary();
 *
 * Limits: the newest 20,000 records are kept; counts go on.
 */

/** Records kept. */
const MOST = 20_000;

/**
 * @typedef {object} RequestRecord
 * @property {number} number from 1
 * @property {string} [sha256] of the image
 * @property {number} [imageBytes]
 * @property {string} [mediaType]
 * @property {number} [width]
 * @property {number} [height]
 * @property {string} [prompt]
 * @property {number} [attempt] how many times this image has been asked for
 * @property {boolean} [stream]
 * @property {boolean} [logprobs]
 * @property {boolean} [skipSpecialTokens]
 * @property {number} [maxTokens]
 * @property {number} [ngramSize]
 * @property {number} [windowSize]
 * @property {string} [fault] kind of the fault that was applied
 * @property {number} status HTTP status, 0 when the connection was reset before it
 * @property {string} outcome finish reason, `refused`, `aborted`, `reset`, `error` or `open`
 * @property {number} generatedTokens tokens sent to the client
 */

export function createRecords() {
  /** @type {RequestRecord[]} */
  const records = [];
  /** @type {Map<string, number>} */
  const attempts = new Map();
  let total = 0;
  return {
    /** @returns {RequestRecord} */
    open() {
      total += 1;
      /** @type {RequestRecord} */
      const record = { number: total, status: 0, outcome: 'open', generatedTokens: 0 };
      records.push(record);
      if (records.length > MOST) records.shift();
      return record;
    },
    /**
     * @param {string} sha256
     * @returns {number} how many times this image has been asked for, now included
     */
    countAttempt(sha256) {
      const attempt = (attempts.get(sha256) ?? 0) + 1;
      attempts.set(sha256, attempt);
      return attempt;
    },
    summary() {
      /** @type {Record<string, number>} */
      const outcomes = {};
      for (const { outcome } of records) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      return {
        total,
        aborted: outcomes.aborted ?? 0,
        outcomes,
        generatedTokens: records.reduce((sum, record) => sum + record.generatedTokens, 0),
        requests: records,
      };
    },
    clear() {
      records.length = 0;
      attempts.clear();
      total = 0;
    },
  };
}
