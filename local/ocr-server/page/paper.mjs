// @ts-check
/**
 * Levels a page's background: paper, grey bands and dark panels all become white.
 *
 *     const level = levelBackground(raster);
 *
 * Limits: panels are rectangles at least two and a half times as wide as high; a photograph is not
 * made readable.
 */
import { createRaster } from './raster.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./raster.mjs').Box} Box
 */

/** Side of the square in which the local paper colour is estimated, in pixels. */
const TILE = 32;

/**
 * Makes the paper white: divides by the local background, and turns light-on-dark panels
 * (letterheads, header rows) into dark-on-light.
 *
 * @param {Raster} raster
 * @returns {Raster} a new raster of the same size
 */
export function levelBackground(raster) {
  const upright = invertDarkPanels(raster);
  const { width, height, data } = upright;
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const paper = new Float32Array(columns * rows);
  const histogram = new Uint32Array(256);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      histogram.fill(0);
      let count = 0;
      for (let y = row * TILE; y < Math.min(height, (row + 1) * TILE); y += 1) {
        const end = y * width + Math.min(width, (column + 1) * TILE);
        for (let i = y * width + column * TILE; i < end; i += 2) {
          histogram[data[i]] += 1;
          count += 1;
        }
      }
      let above = count * 0.25;
      let value = 255;
      while (value > 0 && (above -= histogram[value]) > 0) value -= 1;
      paper[row * columns + column] = Math.max(value, 60);
    }
  }
  const level = createRaster(width, height);
  for (let y = 0; y < height; y += 1) {
    const base = Math.floor(y / TILE) * columns;
    for (let x = 0, i = y * width; x < width; x += 1, i += 1) {
      const value = (data[i] * 255) / paper[base + Math.floor(x / TILE)];
      level.data[i] = value > 255 ? 255 : value;
    }
  }
  return level;
}

/** Side of the squares in which a dark panel is looked for, in pixels. */
const PANEL_CELL = 8;

/**
 * Turns every dark rectangle that carries lighter marks into its negative.
 *
 * @param {Raster} raster
 * @returns {Raster} the same raster when there is no such panel
 */
function invertDarkPanels(raster) {
  const { width, height, data } = raster;
  const columns = Math.floor(width / PANEL_CELL);
  const rows = Math.floor(height / PANEL_CELL);
  const solid = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let dark = true;
      for (let y = row * PANEL_CELL; dark && y < (row + 1) * PANEL_CELL; y += 1) {
        const start = y * width + column * PANEL_CELL;
        for (let i = start; i < start + PANEL_CELL; i += 1) {
          if (data[i] >= 150) {
            dark = false;
            break;
          }
        }
      }
      solid[row * columns + column] = dark ? 1 : 0;
    }
  }
  /** @type {Raster | undefined} */
  let result;
  for (const panel of cellRegions(solid, columns, rows)) {
    const box = {
      x0: Math.max(0, panel.x0 * PANEL_CELL - PANEL_CELL + 1),
      y0: Math.max(0, panel.y0 * PANEL_CELL - PANEL_CELL + 1),
      x1: Math.min(width, (panel.x1 + 1) * PANEL_CELL - 1),
      y1: Math.min(height, (panel.y1 + 1) * PANEL_CELL - 1),
    };
    if (box.x1 - box.x0 < 40 || !isPanel(raster, panel)) continue;
    result ??= { width, height, data: data.slice() };
    for (let y = box.y0; y < box.y1; y += 1) {
      for (let i = y * width + box.x0; i < y * width + box.x1; i += 1) {
        result.data[i] = 255 - data[i];
      }
    }
  }
  return result ?? raster;
}

/**
 * A panel is dark almost to its corners and has clearly lighter marks in it; a logo is not.
 *
 * @param {Raster} raster
 * @param {Box} panel in cells
 */
function isPanel({ width, data }, panel) {
  let dark = 0;
  let light = 0;
  let total = 0;
  for (let y = panel.y0 * PANEL_CELL; y < panel.y1 * PANEL_CELL; y += 1) {
    for (let x = panel.x0 * PANEL_CELL; x < panel.x1 * PANEL_CELL; x += 1) {
      const value = data[y * width + x];
      total += 1;
      if (value < 150) dark += 1;
      else if (value > 190) light += 1;
    }
  }
  const wide = (panel.x1 - panel.x0) / (panel.y1 - panel.y0);
  return dark > total * 0.6 && light > total * 0.004 && wide > 2.5;
}

/**
 * Bounding boxes of the 4-connected regions of set cells.
 *
 * @param {Uint8Array} cells
 * @param {number} columns
 * @param {number} rows
 * @returns {Box[]}
 */
function cellRegions(cells, columns, rows) {
  const seen = new Uint8Array(cells.length);
  /** @type {Box[]} */
  const regions = [];
  for (let start = 0; start < cells.length; start += 1) {
    if (!cells[start] || seen[start]) continue;
    const box = { x0: columns, y0: rows, x1: 0, y1: 0 };
    const stack = [start];
    seen[start] = 1;
    for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
      const x = cell % columns;
      const y = (cell - x) / columns;
      box.x0 = Math.min(box.x0, x);
      box.y0 = Math.min(box.y0, y);
      box.x1 = Math.max(box.x1, x + 1);
      box.y1 = Math.max(box.y1, y + 1);
      const neighbours = [
        x > 0 ? cell - 1 : -1,
        x + 1 < columns ? cell + 1 : -1,
        cell - columns,
        cell + columns,
      ];
      for (const next of neighbours) {
        if (next >= 0 && next < cells.length && cells[next] && !seen[next]) {
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    regions.push(box);
  }
  return regions;
}
