// @ts-check
/** `npm run sql -- "select …"` queries the warehouse; `--json` and `--csv` change the form. */
import { spawnSync } from 'node:child_process';
import { ensurePackages } from '../lib/toolchain.mjs';
import { prepare, say, withStack } from '../lib/session.mjs';

await ensurePackages(say);
const parameters = process.argv.slice(2);
if (!parameters.some((parameter) => !parameter.startsWith('--'))) {
  say('usage: npm run sql -- [--json|--csv] "select …"');
  process.exit(2);
}
const program = await prepare();
const status = await withStack(async ({ warehouseUrl }) => {
  const query = ['query', '--url', process.env.WAREHOUSE_URL ?? warehouseUrl, ...parameters];
  return spawnSync(program, query, { stdio: 'inherit' }).status;
});
process.exit(status ?? 1);
