// @ts-check
/**
 * `node local/commands/build.mjs [WORKER…]` builds the Workers; wrangler's configurations call it.
 * Under `wrangler dev` the entry point stands inside the R2-event layer; for `wrangler deploy` the
 * program is optimised.
 */
import { ensureToolchain } from '../lib/toolchain.mjs';
import { buildWorker } from '../lib/build.mjs';
import { workers } from '../lib/paths.mjs';

const log = (/** @type {string} */ message) => process.stderr.write(`${message}\n`);
const chosen = process.argv.slice(2);
const unknown = chosen.filter((worker) => !workers.includes(worker));
if (unknown.length > 0) {
  log(`unknown Worker ${unknown.join(', ')}; there are ${workers.join(', ')}`);
  process.exit(2);
}
await ensureToolchain(log);
for (const worker of chosen.length > 0 ? chosen : workers) {
  await buildWorker(worker, log, {
    isDevelopment: process.env.WRANGLER_COMMAND === 'dev',
    isDeployment: process.env.WRANGLER_COMMAND === 'deploy',
  });
}
