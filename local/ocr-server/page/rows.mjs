// @ts-check
/**
 * Rows of an unruled table: which lines belong together, and which cell each word is in.
 *
 *     const groups = groupRows(region, separators, flatRules);
 *     const rows = groups.map((lines) => fillRow(lines, separators));
 *
 * Limits: a wrapped cell is told from a row by its tighter line spacing or a ruling line only.
 */
import { quantile } from './components.mjs';
import { em, segmentOf } from './lines.mjs';

/**
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./segments.mjs').Segment} Segment
 * @typedef {import('./lines.mjs').Line} Line
 * @typedef {import('./grid.mjs').Cell} Cell
 * @typedef {import('./columns.mjs').Interval} Interval
 */

/**
 * Which lines make up one row: those set tightly under one another where rows are set wider apart,
 * or those that a ruling line does not separate.
 *
 * @param {Line[]} region
 * @param {Interval[]} separators
 * @param {Box[]} flatRules
 * @returns {Line[][]}
 */
export function groupRows(region, separators, flatRules) {
  const columns = separators.length + 1;
  const size = quantile(region.map(em), 0.5);
  const distances = region.slice(1).map((line, i) => line.baseline - region[i].baseline);
  const limit = tightLimit(distances, size);
  /** @type {Line[][]} */
  const groups = [];
  region.forEach((line, index) => {
    const group = groups.at(-1);
    const distance = index > 0 ? distances[index - 1] : Infinity;
    const ruled =
      index > 0 &&
      flatRules.some(
        (rule) =>
          rule.y0 >= region[index - 1].baseline - 2 &&
          rule.y1 <= line.baseline &&
          rule.x1 - rule.x0 > 0.5 * (line.box.x1 - line.box.x0),
      );
    const filled = new Set(columnsOf(line, separators)).size;
    const full = filled >= Math.max(2, 0.7 * columns);
    const groupFull = group?.some(
      (other) => new Set(columnsOf(other, separators)).size >= Math.max(2, 0.7 * columns),
    );
    const joins =
      group !== undefined &&
      !ruled &&
      distance <= limit &&
      !(full && groupFull) &&
      group.length < 12;
    if (joins) group.push(line);
    else groups.push([line]);
  });
  return groups;
}

/**
 * The largest distance between base lines that is still within one row; 0 when every line is a row.
 *
 * @param {number[]} distances
 * @param {number} size type size, pixels
 */
function tightLimit(distances, size) {
  const sorted = [...distances].sort((a, b) => a - b);
  const ceiling = 1.5 * size;
  let limit = 0;
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    if (sorted[i] > ceiling) break;
    if (sorted[i + 1] >= 1.14 * sorted[i] && sorted[i + 1] - sorted[i] >= 2.5)
      limit = sorted[i] + 1;
  }
  return limit;
}

/**
 * @param {Line} line
 * @param {Interval[]} separators
 * @returns {number[]} the column of each of the line's words
 */
export function columnsOf(line, separators) {
  return line.segments.flatMap((segment) =>
    segment.words.map((word) => columnAt((word.x0 + word.x1) / 2, separators)),
  );
}

/**
 * @param {number} x
 * @param {Interval[]} separators
 */
export function columnAt(x, separators) {
  return separators.filter(({ from, to }) => x > (from + to) / 2).length;
}

/**
 * @param {Line[]} lines the lines of one row
 * @param {Interval[]} separators
 * @returns {Cell[]}
 */
export function fillRow(lines, separators) {
  const columns = separators.length + 1;
  /** @type {Cell[]} */
  const cells = Array.from({ length: columns }, () => ({ segments: [], colspan: 1, rowspan: 1 }));
  for (const line of lines) {
    for (const segment of line.segments) {
      if (lines.length === 1 && line.segments.length === 1 && columns > 2) {
        const columnsUsed = new Set(
          segment.words.map((word) => columnAt((word.x0 + word.x1) / 2, separators)),
        );
        if (columnsUsed.size > 1 && crosses(segment, separators)) {
          return [{ segments: [segment], colspan: columns, rowspan: 1 }];
        }
      }
      /** @type {Map<number, Box[]>} */
      const parts = new Map();
      for (const word of segment.words) {
        const column = columnAt((word.x0 + word.x1) / 2, separators);
        parts.set(column, [...(parts.get(column) ?? []), word]);
      }
      for (const [column, words] of parts) cells[column].segments.push(segmentOf(words, segment));
    }
  }
  return cells;
}

/**
 * Whether a word of the segment lies across the white of a separator.
 *
 * @param {Segment} segment
 * @param {Interval[]} separators
 */
function crosses(segment, separators) {
  return segment.words.some((word) =>
    separators.some(
      ({ from, to }) => word.x0 < (from + to) / 2 - 1 && word.x1 > (from + to) / 2 + 1,
    ),
  );
}
