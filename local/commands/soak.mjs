// @ts-check
/**
 * `npm run soak -- --minutes M --seed S [--documents N] [--rounds R]` runs the proof of
 * `tests/conservation` with one seed after the other, from S on, and prints a line a round. Ends with 1
 * at the first seed under which an invariant is broken, having printed what is broken and the command
 * that runs that seed again.
 */
import { parseArgs } from 'node:util';
import { prepare, say } from '../lib/session.mjs';
import { ensurePackages } from '../lib/toolchain.mjs';

const USAGE =
  'usage: npm run soak -- [--minutes M] [--seed S] [--documents N] [--rounds R]  (10, 1, 40, any)';

/** @param {Record<string, string | undefined>} values @param {string} name @param {number} otherwise */
function wholeNumber(values, name, otherwise) {
  const text = values[name];
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  if (number === Infinity) return number;
  say(USAGE);
  return process.exit(2);
}

/** @param {number} bytes */
const megabytes = (bytes) => Math.round(bytes / 2 ** 20);

/** @param {Record<string, number>} counts */
const listed = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

/** @param {import('../../tests/conservation/round.mjs').RoundResult} round @param {number} documents */
function line(round, documents) {
  const { seed, ends, pages, entities, faults, givenUp, warehouseKills, seconds } = round;
  return [
    `seed ${seed}: ${listed(ends)}`,
    `pages ${listed(pages)}; ${entities} entities`,
    `${sum(Object.values(faults))} faults, ${givenUp} given up and taken back, ${warehouseKills} kills of the warehouse`,
    `${seconds.toFixed(0)} s (${(documents / seconds).toFixed(1)} documents/s), ${megabytes(process.memoryUsage().rss)} MB`,
    round.violations.length === 0 ? 'clean' : 'BROKEN',
  ].join(' | ');
}

const options = /** @type {const} */ ({
  minutes: { type: 'string' },
  seed: { type: 'string' },
  documents: { type: 'string' },
  rounds: { type: 'string' },
});
/** @type {Record<string, string | undefined>} */
let values = {};
try {
  ({ values } = parseArgs({ options }));
} catch {
  say(USAGE);
  process.exit(2);
}
const minutes = wholeNumber(values, 'minutes', 10);
const firstSeed = wholeNumber(values, 'seed', 1);
const documents = wholeNumber(values, 'documents', 40);
const rounds = wholeNumber(values, 'rounds', Infinity);

await ensurePackages(say);
await prepare();
const { runRound } = await import('../../tests/conservation/round.mjs');
const deadline = Date.now() + minutes * 60_000;

say(`${documents} documents without faults, to compare with`);
const calm = await runRound({ seed: 0, documents, isCalm: true });
process.stdout.write(`${line(calm, documents)}\n`);

for (let seed = firstSeed; seed < firstSeed + rounds && Date.now() < deadline; seed += 1) {
  const round = await runRound({ seed, documents, calm: calm.facts.rows });
  process.stdout.write(`${line(round, documents)}\n`);
  if (round.violations.length === 0) continue;
  for (const { invariant, broken } of round.violations) {
    process.stdout.write(`${invariant}: ${broken.length}\n`);
    for (const each of broken.slice(0, 20)) process.stdout.write(`  ${each}\n`);
  }
  say(`what the round wrote is in ${round.folder}`);
  say(`again: npm run soak -- --seed ${seed} --rounds 1 --documents ${documents}`);
  process.exit(1);
}
process.exit(calm.violations.length === 0 ? 0 : 1);
