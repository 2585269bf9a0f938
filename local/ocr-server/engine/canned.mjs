// @ts-check
/**
 * An engine that reads nothing: a fixed page derived from the image's bytes, in no time, for load
 * tests and fault scripts with thousands of pages.
 *
 *     const engine = createCannedEngine({});
 *
 * The vessel on a page is a function of the image's SHA-256, so every image has its own text and the
 * same image has the same. Every third page goes on with the table of the page before: it has no
 * heading of its own. `text` replaces the page by a fixed answer. Limits: the vessels are
 * invented; their IMO numbers pass the check digit.
 */
import { freeMarkup, groundedMarkup, lineMarkup } from '../page/markup.mjs';
import { tokeniseText } from '../tokens.mjs';

/**
 * @typedef {import('./tesseract.mjs').Engine} Engine
 * @typedef {import('../page/markup.mjs').ReadPage} ReadPage
 * @typedef {import('../page/markup.mjs').ReadWord} ReadWord
 */

const NAMES = ['Northern Gannet', 'Aurora Borealis', 'Blue Petrel', 'Morning Tide', 'Sea Lavender'];
const FLAGS = ['Norway', 'Spain', 'Namibia', 'Japan', 'Portugal'];

/**
 * @param {{ text?: string }} options `text`: the answer to every request, in DeepSeek's markup
 * @returns {Engine}
 */
export function createCannedEngine({ text }) {
  return {
    async read(image, mode) {
      if (text !== undefined) return tokeniseText(text);
      const page = invent(image.sha256, image.width, image.height);
      if (mode === 'free') return freeMarkup(page);
      return mode === 'lines' ? lineMarkup(page) : groundedMarkup(page);
    },
    async close() {},
  };
}

/**
 * @param {string} sha256
 * @param {number} width
 * @param {number} height
 * @returns {ReadPage}
 */
function invent(sha256, width, height) {
  const seed = Number.parseInt(sha256.slice(0, 8), 16);
  const imo = withCheckDigit(String(900_000 + (seed % 99_999)));
  const name = `${NAMES[seed % NAMES.length]} ${sha256.slice(0, 4)}`;
  const heading = ['Vessel Name', 'Flag State', 'IMO Number', 'Length (m)'];
  const values = [name, FLAGS[seed % FLAGS.length], imo, `${20 + (seed % 60)}.${seed % 10}`];
  const box = { x0: width * 0.1, y0: height * 0.2, x1: width * 0.9, y1: height * 0.4 };
  const cells = (/** @type {string[]} */ row) =>
    row.map((cell) => ({ words: wordsOf(cell, box), colspan: 1, rowspan: 1 }));
  /** @type {ReadPage['regions'][0]} */
  const title = {
    kind: 'text',
    label: 'title',
    box: { ...box, y0: height * 0.1, y1: height * 0.14 },
    lines: [{ words: wordsOf('Record of Invented Vessels', box), flows: false }],
  };
  /** @param {string[][]} rows @returns {ReadPage['regions'][0]} */
  const table = (rows) => ({ kind: 'table', box, rows: rows.map(cells) });
  return {
    width,
    height,
    regions: seed % 3 === 0 ? [table([values])] : [title, table([heading, values])],
  };
}

/**
 * @param {string} text
 * @param {import('../page/raster.mjs').Box} box
 * @returns {ReadWord[]}
 */
function wordsOf(text, box) {
  return text.split(' ').map((word) => ({ text: word, confidence: 97, box }));
}

/** @param {string} six the first six digits of an IMO number */
function withCheckDigit(six) {
  const sum = [...six].reduce((total, digit, index) => total + Number(digit) * (7 - index), 0);
  return `${six}${sum % 10}`;
}
