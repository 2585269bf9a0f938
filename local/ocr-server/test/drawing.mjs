// @ts-check
/**
 * Pages drawn for layout tests: letters are black boxes, as the layout only sees shapes.
 *
 *     const page = createRaster(1200, 1600);
 *     write(page, 100, 200, 'Name of vessel'); // eleven boxes, two spaces
 *     rule(page, { x0: 90, y0: 190, x1: 700, y1: 192 });
 */

/** @typedef {import('../page/raster.mjs').Raster} Raster */
/** @typedef {import('../page/raster.mjs').Box} Box */

/** Height of a drawn letter, and the room it takes, in pixels. */
export const LETTER = 14;
const STEP = 11;

/**
 * @param {Raster} page
 * @param {Box} box
 * @param {number} [value] grey value
 */
export function rule(page, box, value = 0) {
  for (let y = Math.round(box.y0); y < box.y1; y += 1) {
    page.data.fill(value, y * page.width + Math.round(box.x0), y * page.width + Math.round(box.x1));
  }
}

/**
 * Letters with their feet at `baseline`; every second one has a notch, so that rows of them are no
 * ruling lines.
 *
 * @param {Raster} page
 * @param {number} left
 * @param {number} baseline
 * @param {string} text
 * @param {number} [value] grey value
 * @returns {number} the right edge
 */
export function write(page, left, baseline, text, value = 0) {
  [...text].forEach((character, index) => {
    if (character === ' ') return;
    const x0 = left + index * STEP;
    const top = baseline - LETTER;
    rule(page, { x0, y0: top, x1: x0 + 2, y1: baseline }, value);
    rule(page, { x0: x0 + 6, y0: top, x1: x0 + 8, y1: baseline }, value);
    const bar = top + (index % 2 === 0 ? 2 : 8);
    rule(page, { x0, y0: bar, x1: x0 + 8, y1: bar + 2 }, value);
  });
  return left + text.length * STEP;
}

/**
 * A ruled table.
 *
 * @param {Raster} page
 * @param {number[]} xs column borders
 * @param {number[]} ys row borders
 * @param {string[][]} texts
 */
export function ruledTable(page, xs, ys, texts) {
  for (const y of ys) rule(page, { x0: xs[0], y0: y, x1: xs[xs.length - 1] + 2, y1: y + 2 });
  for (const x of xs) rule(page, { x0: x, y0: ys[0], x1: x + 2, y1: ys[ys.length - 1] + 2 });
  texts.forEach((row, r) => {
    row.forEach((text, c) => write(page, xs[c] + 8, ys[r + 1] - 8, text));
  });
}

/**
 * How many words each cell of a table holds.
 *
 * @param {import('../page/grid.mjs').Table} table
 * @returns {number[][]}
 */
export function wordCounts(table) {
  return table.rows.map((cells) =>
    cells.map((cell) => cell.segments.reduce((sum, segment) => sum + segment.words.length, 0)),
  );
}
