// @ts-check
/** `npm run migrate`: applies `sql/` to `WAREHOUSE_URL`, or to the local warehouse. */
import { spawnSync } from 'node:child_process';
import { ensurePackages } from '../lib/toolchain.mjs';
import { inRepository } from '../lib/paths.mjs';
import { prepare, say, withStack } from '../lib/session.mjs';

await ensurePackages(say);
const program = await prepare();
/** @param {string} url */
const migrate = (url) =>
  spawnSync(program, ['migrate', '--url', url, '--dir', inRepository('sql')], { stdio: 'inherit' })
    .status ?? 1;
const status = process.env.WAREHOUSE_URL
  ? migrate(process.env.WAREHOUSE_URL)
  : await withStack(async ({ warehouseUrl }) => migrate(warehouseUrl));
process.exit(status);
