// @ts-check
/**
 * Ruling lines of a page: found as long thin dark runs, and rubbed out before anything is read.
 *
 *     const rules = findRules(level); // { horizontal: Rule[], vertical: Rule[] }
 *     eraseRules(level, rules);
 *
 * Limits: lines must be within a pixel of straight over their thickness, so the page has to be
 * straightened first; dotted leaders and double lines closer than a pixel are not told apart.
 */
import { PALE_INK, createRaster } from './raster.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {{ horizontal: Box[], vertical: Box[] }} Rules
 */

/** Shortest run of dark pixels that is a ruling line, horizontally and vertically. */
const SHORTEST_HORIZONTAL = 56;
const SHORTEST_VERTICAL = 40;

/** Thickest ruling line, in pixels. */
const THICKEST = 9;

/** Longest break in a line that is still one line, in pixels. */
const BREAK = 2;

/** Largest share of dark pixels right beside a line; a row of bold letters has more. */
const BUSY = 0.25;

/**
 * @param {Raster} level a levelled page
 * @returns {Rules}
 */
export function findRules(level) {
  const horizontal = findRuns(level, SHORTEST_HORIZONTAL);
  const vertical = findRuns(transpose(level), SHORTEST_VERTICAL).map((box) => ({
    x0: box.y0,
    y0: box.x0,
    x1: box.y1,
    y1: box.x1,
  }));
  return { horizontal, vertical };
}

/**
 * @param {Raster} level
 * @param {number} shortest
 * @returns {Box[]} horizontal lines
 */
function findRuns(level, shortest) {
  const { width, height, data } = level;
  /** @type {Box[]} */
  const done = [];
  /** @type {Box[]} */
  let open = [];
  for (let y = 0; y <= height; y += 1) {
    /** @type {Box[]} */
    const runs = [];
    let start = -1;
    let last = -1;
    for (let x = 0; y < height && x <= width; x += 1) {
      if (x < width && data[y * width + x] < PALE_INK) {
        if (start < 0) start = x;
        last = x;
      } else if (start >= 0 && (x - last > BREAK || x === width)) {
        if (last + 1 - start >= shortest) runs.push({ x0: start, y0: y, x1: last + 1, y1: y + 1 });
        start = -1;
      }
    }
    /** @type {Box[]} */
    const still = [];
    for (const line of open) {
      const next = runs.find((run) => run.x0 < line.x1 && run.x1 > line.x0);
      if (next === undefined) {
        done.push(line);
        continue;
      }
      runs.splice(runs.indexOf(next), 1);
      still.push({
        x0: Math.min(line.x0, next.x0),
        y0: line.y0,
        x1: Math.max(line.x1, next.x1),
        y1: y + 1,
      });
    }
    open = [...still, ...runs];
  }
  return joinCollinear(
    done.filter((line) => line.y1 - line.y0 <= THICKEST && standsAlone(level, line)),
  );
}

/**
 * Whether the line has paper above and below it, as a row of letters has not.
 *
 * @param {Raster} level
 * @param {Box} line
 */
function standsAlone({ width, height, data }, line) {
  return [line.y0 - 2, line.y1 + 1].every((y) => {
    if (y < 0 || y >= height) return true;
    let dark = 0;
    for (let x = line.x0; x < line.x1; x += 1) {
      if (data[y * width + x] < PALE_INK) dark += 1;
    }
    return dark < BUSY * (line.x1 - line.x0);
  });
}

/**
 * Joins pieces of one line: overlapping or nearly touching ends at nearly the same height.
 *
 * @param {Box[]} lines
 * @returns {Box[]}
 */
function joinCollinear(lines) {
  const sorted = [...lines].sort((a, b) => a.x0 - b.x0);
  /** @type {Box[]} */
  const joined = [];
  for (const line of sorted) {
    const mate = joined.find(
      (other) => line.x0 - other.x1 <= 8 && line.y0 <= other.y1 + 2 && line.y1 >= other.y0 - 2,
    );
    if (mate === undefined) {
      joined.push({ ...line });
    } else {
      mate.x1 = Math.max(mate.x1, line.x1);
      mate.y0 = Math.min(mate.y0, line.y0);
      mate.y1 = Math.max(mate.y1, line.y1);
    }
  }
  return joined.sort((a, b) => a.y0 - b.y0);
}

/** @param {Raster} raster */
function transpose({ width, height, data }) {
  const turned = createRaster(height, width);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) turned.data[x * height + y] = data[y * width + x];
  }
  return turned;
}

/**
 * Paints the lines white. Ink that leaves a line on either side (a letter standing on it) stays.
 *
 * @param {Raster} level changed in place
 * @param {Rules} rules
 */
export function eraseRules(level, { horizontal, vertical }) {
  const { width, height, data } = level;
  const before = data.slice();
  for (const line of horizontal) {
    const above = line.y0 - 2;
    const below = line.y1 + 1;
    for (let x = line.x0; x < line.x1; x += 1) {
      const crossed =
        above >= 0 &&
        below < height &&
        isDarkAround(before, above * width + x) &&
        isDarkAround(before, below * width + x);
      if (crossed) continue;
      for (let y = Math.max(0, line.y0 - 1); y < Math.min(height, line.y1 + 1); y += 1) {
        data[y * width + x] = 255;
      }
    }
  }
  for (const line of vertical) {
    for (let y = line.y0; y < line.y1; y += 1) {
      for (let x = Math.max(0, line.x0 - 1); x < Math.min(width, line.x1 + 1); x += 1) {
        data[y * width + x] = 255;
      }
    }
  }
}

/**
 * @param {Uint8Array} data
 * @param {number} at
 */
function isDarkAround(data, at) {
  return Math.min(data[at - 1], data[at], data[at + 1]) < 150;
}
