// @ts-check
/**
 * PDFs with gold entities through the whole system: value F1 a document, and for every value that
 * was missed what lost it. `node bench/end-to-end.mjs FOLDER [NAME…]`, where FOLDER holds
 * `NAME.pdf` and `NAME.gold.json` (`{pages: [{page, entities: [[label, norm_value]]}]}`).
 *
 * - rendering: the page failed, or was taken for blank;
 * - OCR: the value stands in no spelling in the page's text;
 * - extraction: it stands there.
 *
 * Whether a value stands in a text is found by its usual spellings; it may stand there by chance, so
 * extraction is blamed too often rather than too rarely.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { inRepository } from '../local/lib/paths.mjs';

/**
 * @typedef {{ label: string, norm_value: string }} Value
 * @typedef {{ page_number: number, status: string, text: string }} Page
 * @typedef {{ filename: string, reason: string | null, pages: Page[], entities: (Value & { page_number: number })[] }} Result
 * @typedef {{ pages: { page: number, entities: [string, string][] }[] }} Gold
 */

const NAMES = new Set([
  ...['VESSEL_NAME', 'PREVIOUS_NAME', 'OWNER', 'OPERATOR', 'BENEFICIAL_OWNER', 'CHARTERER'],
  'MASTER',
]);
const MONTHS = [
  ...['jan ene gen', 'feb fev peb', 'mar', 'apr abr avr', 'may mai mei mag', 'jun jui giu'],
  ...['jul lug', 'aug ago aou agt agu', 'sep set', 'oct out okt ott', 'nov nop', 'dec dic dez des'],
].map((names) => names.split(' '));

/** Lower case, no accents, letters and figures with single blanks. @param {string} text */
const folded = (text) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A value as it is compared. @param {Value} value */
function key({ label, norm_value: norm }) {
  const plain = norm.toLowerCase().split(/\s+/u).join(' ');
  const text = NAMES.has(label) ? folded(norm) : plain;
  return `${label}\t${text.replace(/\d+\.\d+/gu, (number) => String(Number(Number(number).toFixed(2))))}`;
}

/** Other words for a code, by code. @type {Map<string, string[]>} */
const words = new Map();
for (const [file, code, cells] of /** @type {[string, number, number[]][]} */ ([
  ['countries', 0, [0, 1, 2]],
  ['demonyms', 0, [1]],
  ['gears', 1, [0, 2, 3]],
  ['species', 0, [0, 1]],
  ['rfmos', 0, [0, 1, 2]],
])) {
  const table = readFileSync(inRepository('shared', 'data', `${file}.tsv`), 'utf8');
  for (const row of table.split('\n').filter((line) => line !== '' && !line.startsWith('#'))) {
    const columns = row.split('\t');
    const found = cells.flatMap((index) => (columns[index] ?? '').split('; ')).map(folded);
    words.set(columns[code], [...(words.get(columns[code]) ?? []), ...found.filter(Boolean)]);
  }
}

/** Whether a value stands in a page's text in one of its spellings. @param {Value} value @param {string} text */
function stands({ label, norm_value: norm }, text) {
  const page = ` ${folded(text)} `;
  const tight = page.replaceAll(' ', '');
  const date = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(norm);
  if (date) {
    const [, year, month, day] = date;
    const months = [month, String(Number(month)), ...MONTHS[Number(month) - 1]];
    const years = [year, year.slice(2)];
    return (
      years.some((part) => page.includes(part)) &&
      page.includes(String(Number(day))) &&
      months.some((part) => page.includes(part))
    );
  }
  if (['LENGTH', 'TONNAGE', 'ENGINE_POWER', 'HOLD_CAPACITY', 'CREW_COUNT'].includes(label)) {
    // The number without its unit, which may hold a figure (m3).
    const figures = (/[\d.]+/u.exec(norm)?.[0] ?? '').replace(/\.0+$/u, '');
    // A length in feet is another number altogether.
    return (
      tight.includes(figures.replace('.', '')) || (label === 'LENGTH' && /f(ee)?t/u.test(page))
    );
  }
  if (label === 'COORDINATES') {
    return norm
      .split(',')
      .every((part) => page.includes(String(Math.trunc(Math.abs(Number(part))))));
  }
  const spellings = [folded(norm), ...(words.get(norm) ?? [])];
  return spellings.some((spelling) => tight.includes(spelling.replaceAll(' ', '')));
}

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined || !existsSync(folder)) {
  process.stderr.write('usage: node bench/end-to-end.mjs FOLDER [NAME…]\n');
  process.exit(2);
}
const chosen = readdirSync(folder)
  .filter((file) => file.endsWith('.gold.json'))
  .map((file) => basename(file, '.gold.json'))
  .filter((name) => names.length === 0 || names.includes(name));
const command = [inRepository('local', 'commands', 'process.mjs'), '--json'];
/** @type {Result[]} */
const results = [];
// One after the other: the reading of one must not time out because of the others.
for (const name of chosen) {
  const run = spawnSync(process.execPath, [...command, join(folder, `${name}.pdf`)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (run.stdout) results.push(...JSON.parse(run.stdout));
}

const total = { hit: 0, extra: 0, missed: 0, rendering: 0, OCR: 0, extraction: 0 };
/** @type {Map<string, number>} */
const lost = new Map();
/** @param {{ hit: number, extra: number, missed: number }} count */
const f1 = ({ hit, extra, missed }) => (2 * hit) / Math.max(2 * hit + extra + missed, 1);
process.stdout.write('document   pages  value F1  missed  rendering  OCR  extraction  extra\n');
/** @param {string} name @param {number} pages @param {typeof total} count */
const print = (name, pages, count) => {
  const cells = [count.missed, count.rendering, count.OCR, count.extraction, count.extra];
  const widths = [7, 10, 4, 11, 6];
  const row = cells.map((cell, at) => String(cell).padStart(widths[at])).join(' ');
  const score = f1(count).toFixed(3).padStart(9);
  process.stdout.write(`${name.padEnd(10)} ${String(pages).padStart(5)} ${score} ${row}\n`);
};
let pageTotal = 0;
for (const name of chosen) {
  const gold = /** @type {Gold} */ (
    JSON.parse(readFileSync(join(folder, `${name}.gold.json`), 'utf8'))
  );
  const result = results.find((other) => other.filename === `${name}.pdf`);
  if (result === undefined || result.pages.length === 0) {
    process.stdout.write(`${name.padEnd(10)} was not read: ${result?.reason ?? 'no answer'}\n`);
    process.exitCode = 1;
    continue;
  }
  const count = { hit: 0, extra: 0, missed: 0, rendering: 0, OCR: 0, extraction: 0 };
  for (const { page: number, entities } of gold.pages) {
    const page = result.pages.find((other) => other.page_number === number);
    // The gold is a set a page, so what was found is taken as one.
    const wanted = new Map(
      entities.map(([label, norm]) => {
        const value = { label, norm_value: norm };
        return [key(value), value];
      }),
    );
    const found = new Set(
      result.entities.filter((entity) => entity.page_number === number).map(key),
    );
    for (const [known, value] of wanted) {
      if (found.has(known)) {
        count.hit += 1;
        continue;
      }
      count.missed += 1;
      const isRead = page?.status === 'ok' || page?.status === 'degraded';
      const culprit = !isRead ? 'rendering' : stands(value, page.text) ? 'extraction' : 'OCR';
      count[culprit] += 1;
      lost.set(`${culprit} ${value.label}`, (lost.get(`${culprit} ${value.label}`) ?? 0) + 1);
    }
    count.extra += [...found].filter((known) => !wanted.has(known)).length;
  }
  print(name, gold.pages.length, count);
  pageTotal += gold.pages.length;
  for (const field of /** @type {(keyof typeof total)[]} */ (Object.keys(total))) {
    total[field] += count[field];
  }
}
print('all', pageTotal, total);
const most = [...lost].sort((a, b) => b[1] - a[1]).slice(0, 12);
process.stdout.write(`\nlost most: ${most.map(([what, n]) => `${what} ${n}`).join(', ')}\n`);
