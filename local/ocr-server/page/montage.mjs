// @ts-check
/**
 * Montage: the segments of a page pasted one under another, each at the letter height that
 * Tesseract reads best, so that one recognition reads dozens of cells without guessing a layout.
 *
 *     for (const sheet of makeSheets(level, segments)) {
 *       assignWords(sheet, await recognise(encodePgm(sheet.raster)), read);
 *     }
 */
import { createHash } from 'node:crypto';
import { createRaster, pasteScaled } from './raster.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./segments.mjs').Segment} Segment
 *
 * @typedef {{ text: string, confidence: number, box: Box }} ReadWord confidence 0 to 100
 *
 * @typedef {object} Strip
 * @property {Box} part what is cut out of the page
 * @property {number} baseline
 * @property {number} scale sheet pixels per page pixel
 * @property {Segment[]} segments all that look exactly like it
 *
 * @typedef {Strip & { top: number, bottom: number }} Slot
 * @typedef {{ raster: Raster, slots: Slot[] }} Sheet
 */

/** Height of a capital letter on a sheet, in pixels. */
const CAPITAL = 30;

/** Height of one slot: ascender, capital, descender and white, in pixels. */
const SLOT = 78;

/** The base line's place in a slot, in pixels from its top. */
const BASELINE = 52;

/** White around the pasted text, in pixels. */
const MARGIN = 20;

/** Slots on one sheet; more would make images that Tesseract refuses. */
const SLOTS = 60;

/** Widest sheet, in pixels; a longer line is pasted smaller. */
const WIDEST = 4600;

/**
 * Sheets for all the segments. Segments that are equal to the pixel, as repeated cells of a rendered
 * register are, are pasted once.
 *
 * @param {Raster} level
 * @param {Segment[]} segments
 * @returns {Sheet[]}
 */
export function makeSheets(level, segments) {
  /** @type {Map<string, Strip>} */
  const strips = new Map();
  for (const segment of segments) {
    const strip = cutStrip(level, segment);
    const key = fingerprint(level, strip);
    const same = strips.get(key);
    if (same === undefined) strips.set(key, strip);
    else same.segments.push(segment);
  }
  const byWidth = [...strips.values()].sort((a, b) => scaledWidth(a) - scaledWidth(b));
  /** @type {Sheet[]} */
  const sheets = [];
  for (let start = 0; start < byWidth.length; start += SLOTS) {
    sheets.push(makeSheet(level, byWidth.slice(start, start + SLOTS)));
  }
  return sheets;
}

/**
 * @param {Raster} level
 * @param {Segment} segment
 * @returns {Strip}
 */
function cutStrip(level, segment) {
  const { box, baseline, capital } = segment;
  const wanted = CAPITAL / Math.max(capital, 8);
  const scale = Math.min(4, Math.max(0.3, wanted), WIDEST / (box.x1 - box.x0));
  const above = Math.min((BASELINE - 2) / scale, baseline - box.y0 + 3);
  const below = Math.min((SLOT - BASELINE - 2) / scale, box.y1 - baseline + 3);
  const part = {
    x0: Math.max(0, box.x0 - 2),
    y0: Math.max(0, Math.floor(baseline - above)),
    x1: Math.min(level.width, box.x1 + 2),
    y1: Math.min(level.height, Math.ceil(baseline + below)),
  };
  return { part, baseline, scale, segments: [segment] };
}

/**
 * @param {Raster} level
 * @param {Strip} strip
 * @returns {string} equal for strips of the same pixels, size and base line
 */
function fingerprint({ width, data }, { part, baseline, scale }) {
  const hash = createHash('sha1');
  hash.update(`${part.x1 - part.x0} ${baseline - part.y0} ${scale} `);
  for (let y = part.y0; y < part.y1; y += 1) {
    hash.update(data.subarray(y * width + part.x0, y * width + part.x1));
  }
  return hash.digest('base64');
}

/** @param {Strip} strip */
function scaledWidth({ part, scale }) {
  return (part.x1 - part.x0) * scale;
}

/**
 * @param {Raster} level
 * @param {Strip[]} strips
 * @returns {Sheet}
 */
function makeSheet(level, strips) {
  const width = Math.ceil(Math.max(...strips.map(scaledWidth))) + 2 * MARGIN;
  const raster = createRaster(width, strips.length * SLOT + 2 * MARGIN);
  const slots = strips.map((strip, index) => {
    const { part, baseline, scale } = strip;
    const top = MARGIN + index * SLOT;
    const y = top + BASELINE - Math.round((baseline - part.y0) * scale);
    pasteScaled(level, part, raster, MARGIN, Math.max(0, y), scale);
    return { ...strip, top, bottom: top + SLOT };
  });
  return { raster, slots };
}

/**
 * Gives each word to the segments of the slot its middle lies in, with its place on the page.
 *
 * @param {Sheet} sheet
 * @param {ReadWord[]} words
 * @param {Map<Segment, ReadWord[]>} read receives the words of every segment, left to right
 */
export function assignWords(sheet, words, read) {
  const ordered = [...words].sort((a, b) => a.box.x0 - b.box.x0);
  for (const { top, bottom, part, scale, segments } of sheet.slots) {
    const mine = ordered.filter(({ box }) => {
      const middle = (box.y0 + box.y1) / 2;
      return middle >= top && middle < bottom;
    });
    for (const segment of segments) {
      const left = segment.box.x0 - (segments[0].box.x0 - part.x0);
      const toPage = (/** @type {number} */ x) => left + (x - MARGIN) / scale;
      const { y0, y1 } = segment.box;
      read.set(
        segment,
        mine.map(({ text, confidence, box }) => ({
          text,
          confidence,
          box: { x0: toPage(box.x0), y0, x1: toPage(box.x1), y1 },
        })),
      );
    }
  }
}
