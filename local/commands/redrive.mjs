// @ts-check
/**
 * `npm run redrive [-- DOC_ID…]` tries again what was given up: for the documents named, or for all of
 * them. The system must be running (`npm start`).
 */
import { findRunning } from '../lib/running.mjs';
import { say } from '../lib/session.mjs';

const documents = process.argv.slice(2);
if (documents.some((id) => !/^[0-9a-f]{32}$/.test(id))) {
  say('usage: npm run redrive [-- DOC_ID…]');
  process.exit(2);
}
const running = await findRunning();
if (!running) {
  say('vessel-ner is not running: npm start');
  process.exit(1);
}
const response = await fetch(`${running.controlUrl}/redrive`, {
  method: 'POST',
  body: JSON.stringify(documents),
});
if (!response.ok) {
  say(await response.text());
  process.exit(1);
}
const keys = /** @type {string[]} */ (await response.json());
for (const key of keys) process.stdout.write(`${key}\n`);
say(`${keys.length} failure${keys.length === 1 ? '' : 's'} taken back`);
