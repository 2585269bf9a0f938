// @ts-check
/**
 * `npm run rebuild [-- --into FILE]`: fills an empty warehouse file from the Parquet in the bucket; the
 * system's own file if none is named, for which the system must not be running. `-- --sql` prints
 * the SQL that does the same on MotherDuck.
 */
import { join, resolve } from 'node:path';
import { ensurePackages } from '../lib/toolchain.mjs';
import { bucketOfRunning, withStoredBucket } from '../lib/bucket.mjs';
import { dataFolder } from '../lib/paths.mjs';
import { endWith } from '../lib/print.mjs';
import { endLeftovers, findRunning } from '../lib/running.mjs';
import { prepareWarehouse, say } from '../lib/session.mjs';
import { exportFolder } from '../lib/standins.mjs';
import { REMOTE_BUCKET, withExport, withWarehouseOn } from '../lib/verify/places.mjs';
import { rebuild, rebuildSql } from '../lib/verify/rebuild.mjs';

await ensurePackages(say);
const [option, into, ...more] = process.argv.slice(2);
if (option === '--sql' && into === undefined) {
  process.stdout.write(rebuildSql(REMOTE_BUCKET));
  await endWith(0);
}
if ((option !== undefined && (option !== '--into' || !into)) || more.length > 0) {
  say('usage: npm run rebuild [-- --into FILE | --sql]');
  process.exit(2);
}
const program = await prepareWarehouse();
const running = await findRunning();
if (running && !into) {
  say('vessel-ner is running and holds its warehouse: stop it, or name another file with --into');
  process.exit(1);
}
if (!running) await endLeftovers();
const file = into ? resolve(into) : join(dataFolder, 'warehouse.duckdb');
const reads = exportFolder(dataFolder);

/** @param {import('../lib/verify/export.mjs').ReadableBucket} bucket */
const fillFrom = (bucket) =>
  withExport(bucket, (url) =>
    withWarehouseOn({ program, file, reads }, (warehouse) => rebuild(warehouse, { url })),
  );
try {
  const rows = await (running
    ? fillFrom(bucketOfRunning(running.controlUrl))
    : withStoredBucket(dataFolder, fillFrom));
  for (const [table, count] of Object.entries(rows)) process.stdout.write(`${table} ${count}\n`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
