// @ts-check
/** Asks a warehouse through the program's own client. */
import { spawnSync } from 'node:child_process';

/** An answer of a check is a few rows; more is a mistake. */
const MAX_ANSWER_BYTES = 2 ** 28;

/**
 * The rows of one statement as objects; of several the text that the client prints.
 * @param {string} program the built warehouse
 * @param {string} url
 */
export function warehouseClient(program, url) {
  /** @param {string} sql */
  const ask = (sql) => {
    const { status, stdout, stderr } = spawnSync(program, ['query', '--json', '--', sql], {
      encoding: 'utf8',
      maxBuffer: MAX_ANSWER_BYTES,
      // Not as a parameter: the list of processes would show the token.
      env: { ...process.env, WAREHOUSE_URL: url },
    });
    if (status !== 0) throw new Error(stderr.replace(/^error: /, '').trim());
    return stdout;
  };
  return {
    /** @param {string} sql @returns {any[]} */
    query: (sql) => JSON.parse(ask(sql)),
    /** @param {string} sql */
    run: (sql) => {
      ask(sql);
    },
  };
}
