// @ts-check
/**
 * Ruled tables: cells from the ruling lines that cross each other.
 *
 *     const grids = findGrids(rules);
 *     const table = fillGrid(grid, segments); // rows of cells with colspan and rowspan
 *
 * Limits: a table without any crossing lines is none of these (see `columns.mjs`); nested tables
 * become one grid.
 */
import { groupLines, segmentOf } from './lines.mjs';

/**
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./segments.mjs').Segment} Segment
 * @typedef {import('./rules.mjs').Rules} Rules
 *
 * @typedef {object} Cell
 * @property {Segment[]} segments the cell's lines, top to bottom
 * @property {number} colspan
 * @property {number} rowspan
 *
 * @typedef {object} Table
 * @property {'table'} kind
 * @property {Box} box
 * @property {Cell[][]} rows
 *
 * @typedef {object} Grid
 * @property {Box} box
 * @property {number[]} xs positions of the column borders
 * @property {number[]} ys positions of the row borders
 * @property {Box[]} horizontal
 * @property {Box[]} vertical
 */

/** How far two lines may miss each other and still cross, in pixels. */
const MISS = 7;

/**
 * @param {Rules} rules
 * @returns {Grid[]}
 */
export function findGrids({ horizontal, vertical }) {
  const lines = [...horizontal, ...vertical];
  const parent = lines.map((_, index) => index);
  const find = (/** @type {number} */ index) => {
    while (parent[index] !== index) index = parent[index];
    return index;
  };
  horizontal.forEach((flat, i) => {
    vertical.forEach((upright, j) => {
      const crosses =
        upright.x0 >= flat.x0 - MISS &&
        upright.x1 <= flat.x1 + MISS &&
        flat.y0 >= upright.y0 - MISS &&
        flat.y1 <= upright.y1 + MISS;
      if (crosses) parent[find(i)] = find(horizontal.length + j);
    });
  });
  /** @type {Map<number, { horizontal: Box[], vertical: Box[] }>} */
  const groups = new Map();
  lines.forEach((line, index) => {
    const root = find(index);
    const group = groups.get(root) ?? { horizontal: [], vertical: [] };
    (index < horizontal.length ? group.horizontal : group.vertical).push(line);
    groups.set(root, group);
  });
  /** @type {Grid[]} */
  const grids = [];
  for (const group of groups.values()) {
    const flats = group.horizontal;
    const uprights = group.vertical;
    if (flats.length < 2 || uprights.length < 1) continue;
    const left = Math.min(...flats.map((line) => line.x0));
    const right = Math.max(...flats.map((line) => line.x1));
    const xs = cluster([...uprights.map((line) => (line.x0 + line.x1) / 2), left, right]);
    const top = Math.min(...uprights.map((line) => line.y0));
    const bottom = Math.max(...uprights.map((line) => line.y1));
    const ys = cluster([...flats.map((line) => (line.y0 + line.y1) / 2), top, bottom]);
    if (xs.length < 3 || ys.length < 2) continue;
    grids.push({
      box: { x0: xs[0], y0: ys[0], x1: xs[xs.length - 1], y1: ys[ys.length - 1] },
      xs,
      ys,
      horizontal: flats,
      vertical: uprights,
    });
  }
  return grids.sort((a, b) => a.box.y0 - b.box.y0);
}

/**
 * Positions less than `MISS` apart become one.
 *
 * @param {number[]} positions
 * @returns {number[]}
 */
function cluster(positions) {
  const sorted = [...positions].sort((a, b) => a - b);
  /** @type {number[][]} */
  const groups = [];
  for (const position of sorted) {
    const group = groups.at(-1);
    if (group !== undefined && position - group[group.length - 1] <= MISS) group.push(position);
    else groups.push([position]);
  }
  return groups.map((group) => group.reduce((sum, value) => sum + value, 0) / group.length);
}

/**
 * Puts the words into the cells they lie in. Words of one line that a border runs through are
 * separated; slots with no border between them are one cell.
 *
 * @param {Grid} grid
 * @param {Segment[]} segments those whose middle lies in the grid's box
 * @returns {Table}
 */
export function fillGrid(grid, segments) {
  const columns = grid.xs.length - 1;
  const rows = grid.ys.length - 1;
  const spans = mergeSlots(grid, rows, columns);
  /** @type {Segment[][]} */
  const held = Array.from({ length: rows * columns }, () => []);
  for (const segment of segments) {
    /** @type {Map<number, Box[]>} */
    const bySlot = new Map();
    const row = slot(grid.ys, segment.baseline - segment.capital / 2);
    for (const word of segment.words) {
      const column = slot(grid.xs, (word.x0 + word.x1) / 2);
      const owner = spans.owner[row * columns + column];
      bySlot.set(owner, [...(bySlot.get(owner) ?? []), word]);
    }
    for (const [owner, words] of bySlot) held[owner].push(segmentOf(words, segment));
  }
  /** @type {Cell[][]} */
  const table = [];
  for (let row = 0; row < rows; row += 1) {
    /** @type {Cell[]} */
    const cells = [];
    for (let column = 0; column < columns; column += 1) {
      const index = row * columns + column;
      if (spans.owner[index] !== index) continue;
      const lines = groupLines(held[index]);
      cells.push({
        segments: lines.flatMap((line) => line.segments),
        colspan: spans.width[index],
        rowspan: spans.height[index],
      });
    }
    table.push(cells);
  }
  return { kind: 'table', box: grid.box, rows: splitFullLines(table) };
}

/**
 * Which slot's cell each slot belongs to: neighbours with no border between them are one cell, as
 * long as the cell stays a rectangle.
 *
 * @param {Grid} grid
 * @param {number} rows
 * @param {number} columns
 */
function mergeSlots(grid, rows, columns) {
  const owner = Array.from({ length: rows * columns }, (_, index) => index);
  const width = owner.map(() => 1);
  const height = owner.map(() => 1);
  const openRight = (/** @type {number} */ row, /** @type {number} */ column) =>
    !hasBorder(grid.vertical, 'x', grid.xs[column + 1], grid.ys[row], grid.ys[row + 1]);
  const openBelow = (/** @type {number} */ row, /** @type {number} */ column) =>
    !hasBorder(grid.horizontal, 'y', grid.ys[row + 1], grid.xs[column], grid.xs[column + 1]);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const start = row * columns + column;
      if (owner[start] !== start) continue;
      let right = column;
      while (
        right + 1 < columns &&
        owner[row * columns + right + 1] === row * columns + right + 1 &&
        openRight(row, right)
      ) {
        right += 1;
      }
      let below = row;
      while (below + 1 < rows) {
        let open = true;
        for (let x = column; open && x <= right; x += 1) {
          open = openBelow(below, x) && (x === right || openRight(below + 1, x));
        }
        if (!open) break;
        below += 1;
      }
      for (let y = row; y <= below; y += 1) {
        for (let x = column; x <= right; x += 1) owner[y * columns + x] = start;
      }
      width[start] = right - column + 1;
      height[start] = below - row + 1;
    }
  }
  return { owner, width, height };
}

/**
 * @param {Box[]} lines
 * @param {'x' | 'y'} axis the axis on which the line has one position
 * @param {number} at that position
 * @param {number} from start on the other axis
 * @param {number} to end on the other axis
 */
function hasBorder(lines, axis, at, from, to) {
  let covered = 0;
  for (const line of lines) {
    const position = axis === 'x' ? (line.x0 + line.x1) / 2 : (line.y0 + line.y1) / 2;
    if (Math.abs(position - at) > MISS) continue;
    const start = axis === 'x' ? line.y0 : line.x0;
    const end = axis === 'x' ? line.y1 : line.x1;
    covered += Math.max(0, Math.min(end, to) - Math.max(start, from));
  }
  return covered > 0.5 * (to - from);
}

/**
 * @param {number[]} borders
 * @param {number} position
 */
function slot(borders, position) {
  let index = 0;
  while (index + 2 < borders.length && position >= borders[index + 1]) index += 1;
  return index;
}

/**
 * A table with ruled columns but unruled rows has several full lines in one row of slots: each such
 * line is a row of its own.
 *
 * @param {Cell[][]} rows
 * @returns {Cell[][]}
 */
function splitFullLines(rows) {
  return rows.flatMap((cells) => {
    const lines = groupLines(cells.flatMap((cell) => cell.segments));
    const plain = cells.every((cell) => cell.rowspan === 1);
    const filled = cells.filter((cell) => cell.segments.length > 0).length;
    const full = lines.filter((line) => line.segments.length >= 0.7 * cells.length);
    if (!plain || filled < 3 || full.length < 4 || full.length < 0.5 * lines.length) return [cells];
    const starts = full.map((line) => line.box.y0);
    return starts.map((start, index) => {
      const top = index === 0 ? -Infinity : start - 2;
      const end = index + 1 < starts.length ? starts[index + 1] - 2 : Infinity;
      return cells.map((cell) => ({
        ...cell,
        segments: cell.segments.filter((s) => s.box.y0 >= top && s.box.y0 < end),
      }));
    });
  });
}
