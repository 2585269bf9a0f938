// @ts-check
/**
 * Lines of a page: segments that stand at the same height, whatever lies between them.
 *
 *     const lines = groupLines(segments); // top to bottom, each left to right
 */
import { around } from './components.mjs';

/**
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./segments.mjs').Segment} Segment
 *
 * @typedef {object} Line
 * @property {Segment[]} segments left to right
 * @property {Box} box
 * @property {number} baseline
 * @property {number} capital height of a capital letter, pixels
 */

/** A capital letter's height as a share of the type size. */
const CAPITAL_PER_EM = 0.72;

/**
 * @param {Line} line
 * @returns {number} type size, pixels
 */
export function em(line) {
  return line.capital / CAPITAL_PER_EM;
}

/**
 * @param {Segment[]} segments
 * @returns {Line[]}
 */
export function groupLines(segments) {
  const sorted = [...segments].sort((a, b) => a.baseline - b.baseline);
  /** @type {Segment[][]} */
  const groups = [];
  for (const segment of sorted) {
    const group = groups.at(-1);
    const reference = group?.[0];
    const near =
      reference !== undefined &&
      segment.baseline - reference.baseline <
        0.45 * Math.min(Math.max(segment.capital, 8), Math.max(reference.capital, 8)) &&
      group?.every(
        (other) => other.box.x1 <= segment.box.x0 + 2 || other.box.x0 >= segment.box.x1 - 2,
      );
    if (near) group?.push(segment);
    else groups.push([segment]);
  }
  return groups.map(makeLine).sort((a, b) => a.baseline - b.baseline);
}

/**
 * @param {Segment[]} segments
 * @returns {Line}
 */
export function makeLine(segments) {
  const ordered = [...segments].sort((a, b) => a.box.x0 - b.box.x0);
  const widest = ordered.reduce((a, b) => (b.box.x1 - b.box.x0 > a.box.x1 - a.box.x0 ? b : a));
  return {
    segments: ordered,
    box: around(ordered.map((segment) => segment.box)),
    baseline: widest.baseline,
    capital: widest.capital,
  };
}

/**
 * A part of a line as a segment of its own.
 *
 * @param {Box[]} words at least one
 * @param {Segment} whole the segment they are taken from
 * @returns {Segment}
 */
export function segmentOf(words, { capital, baseline, glyphs }) {
  const ordered = [...words].sort((a, b) => a.x0 - b.x0);
  const box = around(ordered);
  return {
    box,
    words: ordered,
    glyphs: glyphs.filter(({ x0, x1 }) => x0 >= box.x0 - 1 && x1 <= box.x1 + 1),
    capital,
    baseline,
    leader: false,
    trailing: false,
  };
}
