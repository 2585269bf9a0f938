// @ts-check
/**
 * `npm run dev`: the three configurations under `wrangler dev`, rebuilt on change, with the stand-ins
 * beside them. `npm run dev -- --standins` starts only those and leaves `wrangler dev` to you.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensurePackages } from '../lib/toolchain.mjs';
import { dataFolder, inRepository, repositoryRoot, workers } from '../lib/paths.mjs';
import { prepare, say } from '../lib/session.mjs';
import { startStandins } from '../lib/standins.mjs';

await ensurePackages(say);
const warehouseProgram = await prepare();
const data = join(dataFolder, 'wrangler-dev');
mkdirSync(data, { recursive: true });
const standins = await startStandins({
  data,
  logs: join(data, 'logs'),
  warehouseProgram,
  warehouseUrl: process.env.WAREHOUSE_URL,
  ocrBaseUrl: process.env.OCR_BASE_URL,
});
// Wrangler reads this file for every configuration in its folder.
const variablesFile = inRepository('wrangler', '.dev.vars');
writeFileSync(
  variablesFile,
  `OCR_BASE_URL="${standins.ocrBaseUrl}"\nWAREHOUSE_URL="${standins.warehouseUrl}"\nRECONCILE_GRACE_SECONDS="0"\n`,
);
const parameters = [
  'dev',
  ...workers.flatMap((worker) => ['-c', `wrangler/${worker}.jsonc`]),
  ...['--persist-to', join(data, 'state')],
];
say(`stand-ins: ${standins.ocrBaseUrl}, ${standins.warehouseUrl}`);

let isStopping = false;
const stop = async () => {
  if (isStopping) return;
  isStopping = true;
  rmSync(variablesFile, { force: true });
  await standins.stop();
  process.exit(0);
};
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, stop);

if (process.argv.includes('--standins')) {
  say(`run: npx wrangler ${parameters.join(' ')}`);
} else {
  const wrangler = inRepository('node_modules', 'wrangler', 'bin', 'wrangler.js');
  const child = spawn(process.execPath, [wrangler, ...parameters], {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
  });
  child.once('close', stop);
}
