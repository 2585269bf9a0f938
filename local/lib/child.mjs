// @ts-check
/** Long-running programs that say on their first line of output where they listen. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * @typedef {object} Child
 * @property {string} address what the program said it listens on
 * @property {number} pid
 * @property {Promise<void>} ended settles when the program is gone
 * @property {(signal?: NodeJS.Signals) => Promise<void>} stop
 */

/**
 * Starts a program and waits for its line `{"listening": …}`.
 * @param {string} program
 * @param {string[]} parameters
 * @param {{ logFile: string, env?: Record<string, string | undefined> }} options
 * @returns {Promise<Child>}
 */
export async function startChild(program, parameters, options) {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const logStream = createWriteStream(options.logFile, { flags: 'a' });
  const child = spawn(program, parameters, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C goes to the runner alone, which stops its children in order.
    detached: true,
  });
  child.stderr.pipe(logStream, { end: false });
  // However this process ends, short of being killed, the child is told to end too.
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);
  child.once('close', () => process.removeListener('exit', endWithUs));
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => child.once('close', () => resolve()));
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      logStream.write(`${line}\n`);
      try {
        const { listening } = JSON.parse(line);
        if (typeof listening === 'string') resolve(listening);
      } catch {
        // Other output belongs to the log.
      }
    });
    child.once('error', reject);
    child.once('close', (code) =>
      reject(
        new Error(`${program} ended with code ${code} before it listened; see ${options.logFile}`),
      ),
    );
  });
  return {
    address,
    pid: /** @type {number} */ (child.pid),
    ended,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await ended;
      logStream.end();
    },
  };
}
