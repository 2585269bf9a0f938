// @ts-check
/** The two programs that stand in for servers: the warehouse and the OCR server. */
import { join } from 'node:path';
import { startChild } from './child.mjs';
import { inRepository } from './paths.mjs';

/** The one folder whose files the warehouse may read. @param {string} data */
export const exportFolder = (data) => join(data, 'export');

/**
 * Starts what is not given from outside.
 * @param {object} options
 * @param {string} options.data folder of the database
 * @param {string} options.logs folder of the log files
 * @param {string} options.warehouseProgram
 * @param {string} [options.warehouseUrl] a warehouse that runs already
 * @param {string} [options.ocrBaseUrl] an OCR server that runs already
 * @param {string[]} [options.ocrParameters] further parameters of the OCR stand-in
 * @param {() => void} [options.onStarted] called as soon as the programs are there
 */
export async function startStandins(options) {
  const starting = Promise.allSettled([
    options.warehouseUrl
      ? undefined
      : startChild(
          options.warehouseProgram,
          [
            ...['--database', join(options.data, 'warehouse.duckdb')],
            ...['--listen', '127.0.0.1:0', '--migrations', inRepository('sql')],
            // Where `npm run verify` puts the bucket's objects to be compared with the tables.
            ...['--allow-read', exportFolder(options.data)],
          ],
          { logFile: join(options.logs, 'warehouse.log') },
        ),
    options.ocrBaseUrl
      ? undefined
      : startChild(
          process.execPath,
          [
            inRepository('local', 'ocr-server', 'main.mjs'),
            ...['--listen', '127.0.0.1:0', ...(options.ocrParameters ?? [])],
          ],
          { logFile: join(options.logs, 'ocr-server.log') },
        ),
  ]);
  options.onStarted?.();
  const started = await starting;
  const [warehouse, ocrServer] = started.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : undefined,
  );
  const stop = async () => {
    await Promise.all([warehouse?.stop(), ocrServer?.stop()]);
  };
  const failure = started.find((outcome) => outcome.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  const ownUrl = `postgres://postgres@${warehouse?.address}/vessel_intelligence`;
  return {
    warehouse,
    ocrServer,
    warehouseUrl: options.warehouseUrl ?? ownUrl,
    ocrBaseUrl: options.ocrBaseUrl ?? String(ocrServer?.address),
    stop,
  };
}
