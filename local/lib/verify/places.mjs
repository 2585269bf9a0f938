// @ts-check
/** Where a command finds bucket and warehouse: the running system, its files, or MotherDuck and R2. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bucketOfRunning, withStoredBucket } from '../bucket.mjs';
import { startChild } from '../child.mjs';
import { dataFolder, inRepository } from '../paths.mjs';
import { endLeftovers, findRunning } from '../running.mjs';
import { exportFolder } from '../standins.mjs';
import { warehouseClient } from '../warehouse-client.mjs';
import { exportBucket } from './export.mjs';

/** The bucket as MotherDuck reads it, with a secret made beforehand. */
export const REMOTE_BUCKET = { url: 'r2://vessel-parquet', readOptions: ', MD_RUN = REMOTE' };

/**
 * @typedef {object} Places
 * @property {ReturnType<typeof warehouseClient>} warehouse
 * @property {{ url: string, readOptions?: string }} where the bucket as the warehouse reads it
 * @property {import('./export.mjs').ReadableBucket} [bucket] the bucket as this process reads it
 */

/**
 * A warehouse on a file, for as long as `use` takes.
 * @template T
 * @param {{ program: string, file: string, reads: string, logFile?: string }} options
 * @param {(warehouse: ReturnType<typeof warehouseClient>) => Promise<T>} use
 */
export async function withWarehouseOn({ program, file, reads, logFile }, use) {
  const child = await startChild(
    program,
    [
      ...['--database', file, '--listen', '127.0.0.1:0'],
      ...['--migrations', inRepository('sql'), '--allow-read', reads],
    ],
    { logFile: logFile ?? join(dataFolder, 'logs', 'warehouse.log') },
  );
  try {
    const url = `postgres://postgres@${child.address}/vessel_intelligence`;
    return await use(warehouseClient(program, url));
  } finally {
    await child.stop();
  }
}

/**
 * The bucket's objects as a folder, for as long as `use` takes.
 * @template T
 * @param {import('./export.mjs').ReadableBucket} bucket
 * @param {(folder: string) => Promise<T>} use
 */
export async function withExport(bucket, use) {
  const folder = join(exportFolder(dataFolder), String(process.pid));
  try {
    await exportBucket(bucket, folder);
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @template T
 * @param {string} program the built warehouse
 * @param {(places: Places) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withPlaces(program, use) {
  if (process.env.WAREHOUSE_URL) {
    const warehouse = warehouseClient(program, process.env.WAREHOUSE_URL);
    return use({ warehouse, where: REMOTE_BUCKET });
  }
  const running = await findRunning();
  if (running) {
    const bucket = bucketOfRunning(running.controlUrl);
    const warehouse = warehouseClient(program, running.warehouseUrl);
    return withExport(bucket, (url) => use({ warehouse, where: { url }, bucket }));
  }
  await endLeftovers();
  return withStoredBucket(dataFolder, (bucket) =>
    withExport(bucket, (url) =>
      withWarehouseOn(
        {
          program,
          file: join(dataFolder, 'warehouse.duckdb'),
          reads: exportFolder(dataFolder),
        },
        (warehouse) => use({ warehouse, where: { url }, bucket }),
      ),
    ),
  );
}
