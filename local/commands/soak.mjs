// @ts-check
/**
 * `npm run soak -- --minutes M --seed S [--documents N] [--rounds R]` runs the proof of
 * `tests/conservation` with one seed after the other, from S on, and prints what came of each. Ends with 1
 * at the first seed under which an invariant is broken, having printed what is broken and the command
 * that runs that seed again. With `--drill` each round kills each process of a system that `npm start`
 * started instead, and starts it again. With `--keep` what a clean round wrote is kept, too: `data` below
 * its folder is what `VESSEL_NER_DATA` names, once the warehouse's files are moved there.
 */
import { parseArgs } from 'node:util';
import { prepare, say } from '../lib/session.mjs';
import { ensurePackages } from '../lib/toolchain.mjs';

const USAGE =
  'usage: npm run soak -- [--drill] [--minutes M] [--seed S] [--documents N] [--rounds R] [--keep]';

/** @param {string | undefined} text @param {number} otherwise */
function wholeNumber(text, otherwise) {
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

/** Pages that must be there: those of every file that was not refused and that somebody still holds. */
function expectedPages(/** @type {import('../../tests/conservation/facts.mjs').Facts} */ { sent }) {
  const held = sent.filter(({ withdrawn }) => !withdrawn);
  return new Map(held.map(({ sample }) => [sample.sha256, sample.pages.length]));
}

/**
 * What became of everything that was accepted, and what it left.
 * @param {import('../../tests/conservation/round.mjs').RoundResult} round
 * @param {number} documents
 */
function account(round, documents) {
  const { seed, ends, pages, faults, givenUp, warehouseKills, seconds, facts } = round;
  const copies = [...facts.keys].filter((key) => key.startsWith('aliases/')).length;
  const sound = facts.hashes.filter(
    ({ table, hash }) => facts.rebuilt.find((other) => other.table === table)?.hash === hash,
  );
  return [
    `seed ${seed}: accepted ${facts.sent.length} = ${listed(ends)}; ${copies} copies of another`,
    `pages ${sum([...expectedPages(facts).values()])} = ${listed(pages)}`,
    `rows ${facts.hashes.map(({ table, rows, hash }) => `${rows} ${table} ${hash}`).join(', ')}`,
    `${sound.length} of ${facts.hashes.length} tables are the same after a rebuild from the bucket`,
    `${sum(Object.values(faults))} faults, ${givenUp} given up and taken back, ${warehouseKills} kills of the warehouse`,
    `${seconds.toFixed(0)} s (${(documents / seconds).toFixed(1)} documents/s), ${megabytes(process.memoryUsage().rss)} MB`,
    round.violations.length === 0 ? 'clean' : 'BROKEN',
  ].join('\n  ');
}

const options = /** @type {const} */ ({
  minutes: { type: 'string' },
  seed: { type: 'string' },
  documents: { type: 'string' },
  rounds: { type: 'string' },
  drill: { type: 'boolean' },
  keep: { type: 'boolean' },
});
/** @type {{ drill?: boolean, keep?: boolean, minutes?: string, seed?: string, documents?: string, rounds?: string }} */
let values = {};
try {
  ({ values } = parseArgs({ options }));
} catch {
  say(USAGE);
  process.exit(2);
}
const minutes = wholeNumber(values.minutes, 10);
const firstSeed = wholeNumber(values.seed, 1);
const documents = wholeNumber(values.documents, 40);
const rounds = wholeNumber(values.rounds, Infinity);

await ensurePackages(say);
await prepare();
const { runRound } = await import('../../tests/conservation/round.mjs');
const { PARTS, runDrill } = await import('../../tests/conservation/drill.mjs');
const deadline = Date.now() + minutes * 60_000;

/** @param {number} seed @param {import('../../tests/conservation/invariants.mjs').Violation[]} violations @param {string | undefined} folder */
function endIfBroken(seed, violations, folder) {
  if (violations.length === 0) return;
  for (const { invariant, broken } of violations) {
    process.stdout.write(`${invariant}: ${broken.length}\n`);
    for (const each of broken.slice(0, 20)) process.stdout.write(`  ${each}\n`);
  }
  say(`what the round wrote is in ${folder}`);
  const how = values.drill ? '--drill ' : '';
  say(`again: npm run soak -- ${how}--seed ${seed} --rounds 1 --documents ${documents}`);
  process.exit(1);
}

/** @param {number} seed */
async function drillAll(seed) {
  for (const part of /** @type {(keyof typeof PARTS)[]} */ (Object.keys(PARTS))) {
    const start = Date.now();
    const { milliseconds, acceptedBefore, pages, broken, folder } = await runDrill({
      part,
      seed,
      documents,
    });
    const words = [
      `seed ${seed}: ${part} killed after ${milliseconds.toFixed(0)} ms`,
      `${acceptedBefore} of ${documents} documents accepted before, ${pages} pages at the end`,
      `${((Date.now() - start) / 1000).toFixed(0)} s`,
      broken.length === 0 ? 'clean' : 'BROKEN',
    ];
    process.stdout.write(`${words.join(' | ')}\n`);
    endIfBroken(seed, broken, folder);
  }
}

/** What the rows are when nothing goes wrong. */
async function calmRows() {
  say(`${documents} documents without faults, to compare with`);
  const calm = await runRound({ seed: 0, documents, isCalm: true });
  process.stdout.write(`${account(calm, documents)}\n`);
  endIfBroken(0, calm.violations, calm.folder);
  return calm.facts.rows;
}

const calm = values.drill ? undefined : await calmRows();
for (let seed = firstSeed; seed < firstSeed + rounds && Date.now() < deadline; seed += 1) {
  if (values.drill) {
    await drillAll(seed);
  } else {
    const round = await runRound({ seed, documents, calm, isKept: values.keep });
    process.stdout.write(`${account(round, documents)}\n`);
    if (values.keep) say(`what the round wrote is in ${round.folder}`);
    endIfBroken(seed, round.violations, round.folder);
  }
}
