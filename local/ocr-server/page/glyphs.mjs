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
import { quantile } from './components.mjs';

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

/** Distance up to which a glyph is like a sample, and how much nearer it must then be. */
const LIKE = 0.2;
const FAR_CLEARLY = 0.5;

/** Widths in those of a digit: a narrower round glyph is a zero, a wider one an O. */
const ZERO_WIDTH = 1.1;
const O_WIDTH = 1.17;

/** Width up to which a bar is a capital I, in capital heights. */
const BAR_WIDTH = 0.3;

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
  const closed =
    /^[A-Z]{3,}!$/u.test(text) && isBar(glyphs.at(-1)) ? `${text.slice(0, -1)}I` : text;
  const plain = plainCapitals(closed);
  for (const candidate of [plain, ...withoutDoubles(plain)]) {
    const aligned = align(candidate, glyphs, capital);
    if (aligned === undefined) continue;
    const raised = raiseCapitals(candidate, aligned);
    if (/^(?:\p{L}{5,}|\d{5,})$/u.test(raised)) return raised;
    const mixed = /\p{L}/u.test(raised) && /\d/u.test(raised);
    return [...raised]
      .map((character, index) => decide(character, aligned[index], samples, mixed))
      .join('');
  }
  return /^\d{5,}$/u.test(plain) ? rereadDigits(plain, glyphs, samples) : plain;
}

/**
 * Whether a glyph is ink from top to bottom, as an exclamation mark is not.
 *
 * @param {Glyph | undefined} glyph
 */
function isBar(glyph) {
  if (glyph === undefined) return false;
  for (let row = 0; row < ROWS; row += 1) {
    const inks = glyph.shape.subarray(row * COLUMNS, (row + 1) * COLUMNS);
    if (inks.reduce((sum, ink) => sum + ink, 0) < 0.4 * COLUMNS) return false;
  }
  return true;
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
      if (
        /\p{L}/u.test(text) &&
        (character === '0' || character === 'O') &&
        height <= 0.85 * Math.max(...tall)
      )
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
 * @param {boolean} mixed whether the word has letters and digits
 * @returns {string} the character or the look-alike that the page says it is
 */
function decide(character, glyph, samples, mixed) {
  if (glyph === undefined) return character;
  const own = nearness(glyph, samples.get(character));
  let best = character;
  const known = Number.isFinite(own);
  if (!known && !mixed) return character;
  const far = known && mixed ? Math.min(LIKE, FAR_CLEARLY * own) : 0;
  let bestDistance = Math.max(Math.min(SAME, CLEARLY * own), far);
  for (const rival of groupOf(character)) {
    if (rival === character) continue;
    const distance = nearness(glyph, samples.get(rival));
    if (distance < bestDistance) {
      best = rival;
      bestDistance = distance;
    }
  }
  const unlike = mixed && best === character && own > LIKE;
  return unlike ? decideByForm(character, glyph, samples) : best;
}

/**
 * O or zero by its width, and I by being a mere bar, where the page's samples are like neither: digits
 * are all about as wide, an O is wider.
 *
 * @param {string} character
 * @param {Glyph} glyph
 * @param {Map<string, Glyph[]>} samples
 */
function decideByForm(character, glyph, samples) {
  if (character === '1') return isBar(glyph) && glyph.width < BAR_WIDTH ? 'I' : '1';
  if (character !== '0' && character !== 'O') return character;
  const widths = [...'2356789'].flatMap((digit) =>
    (samples.get(digit) ?? []).map((sample) => sample.width),
  );
  if (widths.length < 3) return character;
  const ratio = glyph.width / quantile(widths, 0.5);
  if (ratio >= O_WIDTH) return 'O';
  return ratio <= ZERO_WIDTH ? '0' : character;
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
