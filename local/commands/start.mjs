// @ts-check
/** `npm start`: sets up, builds and starts everything; Ctrl-C stops it. */
import { join, relative } from 'node:path';
import { dataFolder } from '../lib/paths.mjs';
import { ensurePackages } from '../lib/toolchain.mjs';
import { findRunning } from '../lib/running.mjs';
import { say, startRemembered, stopOnSignal } from '../lib/session.mjs';

await ensurePackages(say);
const running = await findRunning();
if (running) {
  say(`vessel-ner already runs at ${running.portalUrl}`);
  process.exit(1);
}
// As the person who typed the command would name it.
const folder = relative(process.cwd(), dataFolder);
const data = folder.startsWith('..') ? dataFolder : folder;
const stack = await startRemembered({ port: Number(process.env.PORT ?? 0) });
process.stdout.write(
  [
    '',
    `  vessel-ner is up at ${stack.portalUrl}`,
    '',
    `  warehouse   ${stack.warehouseUrl.replace(/:[^:@/]*@/, ':…@')}`,
    `  OCR server  ${stack.ocrBaseUrl}`,
    `  logs        ${join(data, 'logs')}`,
    '',
    `  Ctrl-C stops everything. Documents and rows stay in ${data}.`,
    '',
    '',
  ].join('\n'),
);

stopOnSignal(stack.stop);

const part = await stack.broken;
say(`${part} ended, so everything stops. What is under way goes on with the next npm start.`);
await stack.stop();
process.exit(1);
