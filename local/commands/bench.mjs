// @ts-check
/**
 * `npm run bench [-- NAME…]`: builds as for a deployment and measures, as ratios within one run. Names:
 * `portal`, `ocr`, `entities`, `parquet`, `warehouse`; all of them without one. Wants a quiet machine.
 */
import { ensurePackages, ensureToolchain } from '../lib/toolchain.mjs';
import { buildProgram, buildWorker } from '../lib/build.mjs';
import { inRepository, workers } from '../lib/paths.mjs';
import { run } from '../lib/shell.mjs';
import { say } from '../lib/session.mjs';

/** @param {string} name */
const script = (name) => run(process.execPath, [inRepository('bench', name)], { show: true });

/** @type {Record<string, () => Promise<void>>} */
const benches = {
  portal: () => script('portal.mjs'),
  ocr: () => script('ocr.mjs'),
  entities: () => script('entities.mjs'),
  parquet: () => script('parquet.mjs'),
  warehouse: () => run('cargo', ['bench', '--package', 'vessel-ner-warehouse'], { show: true }),
};

/** Those that measure no Worker; to build Workers as for a deployment takes minutes. */
const WITHOUT_WORKERS = new Set(['parquet', 'warehouse']);

await ensurePackages(say);
const chosen = process.argv.slice(2);
if (chosen.some((name) => !Object.hasOwn(benches, name))) {
  say(`usage: npm run bench [-- ${Object.keys(benches).join('|')}]`);
  process.exit(2);
}
await ensureToolchain(say);
await buildProgram('vessel-ner-warehouse', 'vessel-ner-warehouse', say);
const names = chosen.length > 0 ? chosen : Object.keys(benches);
if (!names.every((name) => WITHOUT_WORKERS.has(name))) {
  for (const worker of workers) await buildWorker(worker, say, { isDeployment: true });
}
for (const name of names) {
  process.stdout.write(`\n== ${name}\n`);
  try {
    await benches[name]();
  } catch (error) {
    // What one bench cannot measure is no reason to do without the others.
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
