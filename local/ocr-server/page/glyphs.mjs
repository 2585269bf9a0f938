// @ts-check
/**
 * A second look at look-alikes: 0, O and Q, 1, I and J, 5 and S, 8 and B, 2 and Z, 6 and G, 7 and T.
 *
 *     amendWords(level, read); // corrects the words of `read` in place
 *
 * Tesseract decides these by what usually stands beside them, which fails in call signs and register
 * numbers. Here the page decides: glyphs of words that are all letters or all digits are samples, and
 * a look-alike becomes what its nearest samples are, if they are clearly nearer than those of what was
 * read. Long words of letters or digits alone stay as they are. Limits: only words whose glyphs can be counted off against their characters are looked at;
 * on noisy scans samples differ too much to decide anything.
 */
import { align } from './align.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./segments.mjs').Segment} Segment
 * @typedef {import('./montage.mjs').ReadWord} ReadWord
 *
 * @typedef {object} Glyph
 * @property {Box} box
 * @property {Float32Array} shape ink on a grid
 * @property {number} width in capital heights
 * @property {number} height in capital heights
 */

/** Characters that are taken for one another. */
const ALIKE = ['0OQ', '1IJ', '5S', '8B', '2Z', '6G', '7T'];

/** Grid of a glyph's shape. */
const COLUMNS = 8;
const ROWS = 12;

/** Samples kept of one character. */
const MOST_SAMPLES = 40;

/** Confidence from which on a word's glyphs are samples. */
const SURE = 85;

/** Distance up to which a glyph is as good as the same as a sample. */
const SAME = 0.12;

/** How much nearer another character must be to be taken instead. */
const CLEARLY = 0.6;

/** Small letters that look like their capitals. */
const SAME_SHAPE = new Set('cosuvwxz');

/**
 * @param {Raster} level
 * @param {Map<Segment, ReadWord[]>} read words by segment, corrected in place
 */
export function amendWords(level, read) {
  /** @type {Map<string, Glyph[]>} */
  const samples = new Map();
  const views = [...read].flatMap(([segment, words]) =>
    words.map((word) => ({
      word,
      capital: segment.capital,
      glyphs: glyphsOf(segment, word).map((box) => look(level, box, segment.capital)),
    })),
  );
  for (const { word, glyphs, capital } of views) {
    const pure = /^\p{L}{2,}[.,:;]?$/u.test(word.text) || /^\d[\d.,/]*\d$/u.test(word.text);
    if (!pure || word.confidence < SURE) continue;
    const aligned = align(word.text, glyphs, capital);
    [...word.text].forEach((character, index) => {
      const glyph = aligned?.[index];
      if (glyph === undefined || !/[\dA-Z]/u.test(character)) return;
      const list = samples.get(character) ?? [];
      if (list.length < MOST_SAMPLES) list.push(glyph);
      samples.set(character, list);
    });
  }
  for (const { word, glyphs, capital } of views) {
    word.text = amend(word.text, glyphs, capital, samples);
  }
}

/**
 * The glyphs between a word's edges.
 *
 * @param {Segment} segment
 * @param {ReadWord} word
 */
function glyphsOf({ glyphs }, { box }) {
  return glyphs.filter(({ x0, x1 }) => {
    const middle = (x0 + x1) / 2;
    return middle > box.x0 - 1 && middle < box.x1 + 1;
  });
}

/**
 * @param {string} text
 * @param {Glyph[]} glyphs
 * @param {number} capital
 * @param {Map<string, Glyph[]>} samples
 * @returns {string}
 */
function amend(text, glyphs, capital, samples) {
  if (text === '|' && glyphs.length === 1 && glyphs[0].height < 1.1) return 'I';
  const plain = plainCapitals(text);
  for (const candidate of [plain, ...withoutDoubles(plain)]) {
    const aligned = align(candidate, glyphs, capital);
    if (aligned === undefined) continue;
    const raised = raiseCapitals(candidate, aligned);
    if (/^(?:\p{L}{5,}|\d{5,})$/u.test(raised)) return raised;
    return [...raised]
      .map((character, index) => decide(character, aligned[index], samples))
      .join('');
  }
  return /^\d{5,}$/u.test(plain) ? rereadDigits(plain, glyphs, samples) : plain;
}

/**
 * Marks that stand for capitals: l for I and a closing bracket for J among them, ™ for a gear code.
 *
 * @param {string} text
 */
function plainCapitals(text) {
  if (text === '™') return 'TM';
  const capitals = text.match(/[A-Z\d]/gu)?.length ?? 0;
  if (/^[A-Zl\d/-]+$/u.test(text) && (capitals >= 2 || /^[Il]{2,}$/u.test(text))) {
    return text.replaceAll('l', 'I');
  }
  return /^[A-Z\d]+\)[A-Z\d]+$/u.test(text) ? text.replace(')', 'J') : text;
}

/**
 * The text without one of two look-alikes in a row, for each such pair.
 *
 * @param {string} text
 * @returns {string[]}
 */
function withoutDoubles(text) {
  const characters = [...text];
  return characters.flatMap((character, index) => {
    const next = characters[index + 1];
    if (next === undefined || next === character) return [];
    const same = character.toLowerCase() === next.toLowerCase();
    if (!same && !groupOf(character.toUpperCase()).includes(next.toUpperCase())) return [];
    const small = /\p{Ll}/u;
    const dropped = small.test(character) && small.test(next.toLowerCase()) ? index : index + 1;
    return [characters.filter((_, at) => at !== dropped).join('')];
  });
}

/** @param {string} character */
function groupOf(character) {
  return ALIKE.find((group) => group.includes(character)) ?? '';
}

/**
 * Small letters as tall as the word's capitals and digits are capitals; a round one much lower than
 * they are is a small o.
 *
 * @param {string} text
 * @param {(Glyph | undefined)[]} glyphs
 */
function raiseCapitals(text, glyphs) {
  const characters = [...text];
  const tall = characters.flatMap((character, index) =>
    /[\dA-PR-Z]/u.test(character) && glyphs[index] !== undefined ? [glyphs[index].height] : [],
  );
  if (tall.length === 0) return text;
  const capital = Math.min(...tall);
  return characters
    .map((character, index) => {
      const height = glyphs[index]?.height;
      if (height === undefined) return character;
      if ((character === '0' || character === 'O') && height <= 0.85 * Math.max(...tall))
        return 'o';
      return SAME_SHAPE.has(character) && height >= 0.92 * capital
        ? character.toUpperCase()
        : character;
    })
    .join('');
}

/**
 * @param {string} character as read
 * @param {Glyph | undefined} glyph
 * @param {Map<string, Glyph[]>} samples
 * @returns {string} the character or the look-alike that the page says it is
 */
function decide(character, glyph, samples) {
  if (glyph === undefined) return character;
  const own = nearness(glyph, samples.get(character));
  let best = character;
  let bestDistance = Math.min(SAME, CLEARLY * own);
  for (const rival of groupOf(character)) {
    if (rival === character) continue;
    const distance = nearness(glyph, samples.get(rival));
    if (distance < bestDistance) {
      best = rival;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * A number with one digit more than glyphs, none of which is two, read anew from the page's digits.
 *
 * @param {string} text
 * @param {Glyph[]} glyphs
 * @param {Map<string, Glyph[]>} samples
 */
function rereadDigits(text, glyphs, samples) {
  const widest = Math.max(...glyphs.map((glyph) => glyph.width));
  if (text.length !== glyphs.length + 1 || widest > 0.95) return text;
  const digits = glyphs.map((glyph) => {
    const ranked = [...'0123456789']
      .map((digit) => ({ digit, distance: nearness(glyph, samples.get(digit)) }))
      .sort((a, b) => a.distance - b.distance);
    return ranked[0].distance < SAME ? ranked[0].digit : '';
  });
  return digits.includes('') ? text : digits.join('');
}

/**
 * @param {Glyph} glyph
 * @param {Glyph[] | undefined} samples
 * @returns {number} distance to the second nearest other sample, to the nearest if there are but
 *   two; Infinity without any
 */
function nearness(glyph, samples = []) {
  const distances = samples
    .filter((sample) => sample.box !== glyph.box)
    .map((sample) => distance(glyph, sample))
    .sort((a, b) => a - b);
  return (distances.length >= 3 ? distances[1] : distances[0]) ?? Infinity;
}

/**
 * @param {Glyph} a
 * @param {Glyph} b
 */
function distance(a, b) {
  let sum = 0;
  for (let i = 0; i < a.shape.length; i += 1) sum += Math.abs(a.shape[i] - b.shape[i]);
  const sizes = 1.2 * Math.abs(a.width - b.width) + 0.8 * Math.abs(a.height - b.height);
  return sum / a.shape.length + sizes;
}

/**
 * @param {Raster} level
 * @param {Box} box
 * @param {number} capital
 * @returns {Glyph}
 */
function look({ width, data }, box, capital) {
  const shape = new Float32Array(COLUMNS * ROWS);
  const stepX = (box.x1 - box.x0) / COLUMNS;
  const stepY = (box.y1 - box.y0) / ROWS;
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      let ink = 0;
      for (const fy of [0.25, 0.75]) {
        for (const fx of [0.25, 0.75]) {
          const x = Math.floor(box.x0 + (column + fx) * stepX);
          const y = Math.floor(box.y0 + (row + fy) * stepY);
          ink += 255 - data[y * width + x];
        }
      }
      shape[row * COLUMNS + column] = ink / 1020;
    }
  }
  return { box, shape, width: (box.x1 - box.x0) / capital, height: (box.y1 - box.y0) / capital };
}
