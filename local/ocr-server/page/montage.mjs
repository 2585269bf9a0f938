// @ts-check
/**
 * Montage: the segments of a page pasted one under another, each at the letter height that
 * Tesseract reads best, so that one recognition reads dozens of cells without guessing a layout.
 *
 *     for (const sheet of makeSheets(level, segments)) {
 *       const words = await read(sheet.raster); // [{ text, confidence, box }]
 *       assignWords(sheet, words); // fills sheet.slots[i].words
 *     }
 */
import { createRaster, pasteScaled } from './raster.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./components.mjs').Segment} Segment
 *
 * @typedef {{ text: string, confidence: number, box: Box }} ReadWord confidence 0 to 100
 * @typedef {{ segment: Segment, top: number, bottom: number, left: number, scale: number, words: ReadWord[] }} Slot
 *   left: page x of the slot's left margin; scale: sheet pixels per page pixel; words: boxes on the page
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
 * @param {Raster} level
 * @param {Segment[]} segments
 * @returns {Sheet[]}
 */
export function makeSheets(level, segments) {
  /** @type {Sheet[]} */
  const sheets = [];
  const byWidth = [...segments].sort((a, b) => scaledWidth(a) - scaledWidth(b));
  for (let start = 0; start < byWidth.length; start += SLOTS) {
    sheets.push(makeSheet(level, byWidth.slice(start, start + SLOTS)));
  }
  return sheets;
}

/** @param {Segment} segment */
function scaleOf({ box, capital }) {
  const wanted = CAPITAL / Math.max(capital, 8);
  return Math.min(4, Math.max(0.3, wanted), WIDEST / (box.x1 - box.x0));
}

/** @param {Segment} segment */
function scaledWidth(segment) {
  return (segment.box.x1 - segment.box.x0) * scaleOf(segment);
}

/**
 * @param {Raster} level
 * @param {Segment[]} segments
 * @returns {Sheet}
 */
function makeSheet(level, segments) {
  const width = Math.ceil(Math.max(...segments.map(scaledWidth))) + 2 * MARGIN;
  const raster = createRaster(width, segments.length * SLOT + 2 * MARGIN);
  const slots = segments.map((segment, index) => {
    const scale = scaleOf(segment);
    const top = MARGIN + index * SLOT;
    const above = Math.min((BASELINE - 2) / scale, segment.baseline - segment.box.y0 + 3);
    const below = Math.min((SLOT - BASELINE - 2) / scale, segment.box.y1 - segment.baseline + 3);
    const part = {
      x0: Math.max(0, segment.box.x0 - 2),
      y0: Math.max(0, Math.floor(segment.baseline - above)),
      x1: Math.min(level.width, segment.box.x1 + 2),
      y1: Math.min(level.height, Math.ceil(segment.baseline + below)),
    };
    const y = top + BASELINE - Math.round((segment.baseline - part.y0) * scale);
    pasteScaled(level, part, raster, MARGIN, Math.max(0, y), scale);
    return { segment, top, bottom: top + SLOT, left: part.x0, scale, words: [] };
  });
  return { raster, slots };
}

/**
 * Gives each word to the slot its middle lies in, with its place on the page.
 *
 * @param {Sheet} sheet
 * @param {ReadWord[]} words
 */
export function assignWords(sheet, words) {
  for (const word of words) {
    const middle = (word.box.y0 + word.box.y1) / 2;
    const slot = sheet.slots.find(({ top, bottom }) => middle >= top && middle < bottom);
    if (slot === undefined) continue;
    const toPage = (/** @type {number} */ x) => slot.left + (x - MARGIN) / slot.scale;
    const { y0, y1 } = slot.segment.box;
    slot.words.push({ ...word, box: { x0: toPage(word.box.x0), y0, x1: toPage(word.box.x1), y1 } });
  }
  for (const slot of sheet.slots) slot.words.sort((a, b) => a.box.x0 - b.box.x0);
}
