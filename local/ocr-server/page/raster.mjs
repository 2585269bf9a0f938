// @ts-check
/**
 * Grey page images: decoding, background levelling, scaling and turning.
 *
 * A raster is `{ width, height, data }` with one byte per pixel, 0 black and 255 white. Everything
 * here is plain arithmetic on such arrays; nothing knows what a letter is.
 *
 *     const raster = decodeImage(bytes); // PNG or JPEG, alpha composited on white
 *     const level = levelBackground(raster); // paper, grey bands and dark panels become white
 *
 * Limits: PNG and JPEG only; 16-bit PNG is reduced to 8 bits.
 */
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

/**
 * @typedef {object} Raster
 * @property {number} width pixels
 * @property {number} height pixels
 * @property {Uint8Array} data row-major grey values, 0 black to 255 white
 *
 * @typedef {object} Box
 * @property {number} x0 left edge, inclusive
 * @property {number} y0 top edge, inclusive
 * @property {number} x1 right edge, exclusive
 * @property {number} y1 bottom edge, exclusive
 */

/** Grey value below which a levelled pixel counts as ink. */
export const INK = 160;

/** Grey value below which a levelled pixel can belong to a (thin, pale) ruling line. */
export const PALE_INK = 215;

/** Side of the square in which the local paper colour is estimated, in pixels. */
const TILE = 32;

/**
 * @param {number} width
 * @param {number} height
 * @param {number} [value] grey value to fill with
 * @returns {Raster}
 */
export function createRaster(width, height, value = 255) {
  return { width, height, data: new Uint8Array(width * height).fill(value) };
}

/**
 * Decodes PNG or JPEG bytes to grey, with any transparency composited on white.
 *
 * @param {Uint8Array} bytes
 * @returns {Raster}
 * @throws {Error} when the bytes are neither, or are damaged
 */
export function decodeImage(bytes) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const image =
    buffer[0] === 0x89
      ? PNG.sync.read(buffer)
      : jpeg.decode(buffer, { maxMemoryUsageInMB: 1024, maxResolutionInMP: 180 });
  const { width, height, data } = image;
  const grey = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < grey.length; i += 1, p += 4) {
    const alpha = data[p + 3];
    const value = (data[p] * 299 + data[p + 1] * 587 + data[p + 2] * 114) / 1000;
    grey[i] = alpha === 255 ? value : (value * alpha + 255 * (255 - alpha)) / 255;
  }
  return { width, height, data: grey };
}

/** Longest side up to which a page is doubled, and from which on it is halved, in pixels. */
const TOO_SMALL = 1250;
const TOO_LARGE = 3000;

/**
 * Brings a page to the size the layout's measures are made for, by doubling or halving.
 *
 * @param {Raster} raster
 * @returns {Raster} the same raster when its size is right
 */
export function fitScale(raster) {
  const longest = Math.max(raster.width, raster.height);
  if (longest > TOO_LARGE) return fitScale(halve(raster));
  if (longest > TOO_SMALL) return raster;
  const double = createRaster(2 * raster.width, 2 * raster.height);
  pasteScaled(raster, { x0: 0, y0: 0, x1: raster.width, y1: raster.height }, double, 0, 0, 2);
  return double;
}

/** @param {Raster} raster at least two pixels wide and high */
function halve({ width, height, data }) {
  const half = createRaster(Math.max(1, width >> 1), Math.max(1, height >> 1));
  for (let y = 0; y < half.height; y += 1) {
    for (let x = 0; x < half.width; x += 1) {
      const i = 2 * y * width + 2 * x;
      const right = x * 2 + 1 < width ? 1 : 0;
      const below = y * 2 + 1 < height ? width : 0;
      half.data[y * half.width + x] =
        (data[i] + data[i + right] + data[i + below] + data[i + below + right]) / 4;
    }
  }
  return half;
}

/**
 * Encodes a raster as a binary PGM, the cheapest form Tesseract reads.
 *
 * @param {Raster} raster
 * @returns {Buffer}
 */
export function encodePgm(raster) {
  const header = Buffer.from(`P5\n${raster.width} ${raster.height}\n255\n`, 'latin1');
  return Buffer.concat([header, raster.data]);
}

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

/**
 * Copies a part of a raster, scaled by bilinear interpolation, into another one.
 *
 * @param {Raster} source
 * @param {Box} part in source pixels
 * @param {Raster} target
 * @param {number} left where the part's left edge goes
 * @param {number} top where the part's top edge goes
 * @param {number} scale target pixels per source pixel
 */
export function pasteScaled(source, part, target, left, top, scale) {
  const width = Math.min(target.width - left, Math.round((part.x1 - part.x0) * scale));
  const height = Math.min(target.height - top, Math.round((part.y1 - part.y0) * scale));
  const lastX = Math.min(part.x1, source.width) - 1;
  const lastY = Math.min(part.y1, source.height) - 1;
  for (let y = 0; y < height; y += 1) {
    const sy = Math.min(lastY, Math.max(part.y0, part.y0 + (y + 0.5) / scale - 0.5));
    const y0 = Math.floor(sy);
    const y1 = Math.min(lastY, y0 + 1);
    const fy = sy - y0;
    for (let x = 0; x < width; x += 1) {
      const sx = Math.min(lastX, Math.max(part.x0, part.x0 + (x + 0.5) / scale - 0.5));
      const x0 = Math.floor(sx);
      const x1 = Math.min(lastX, x0 + 1);
      const fx = sx - x0;
      const upper =
        source.data[y0 * source.width + x0] * (1 - fx) + source.data[y0 * source.width + x1] * fx;
      const lower =
        source.data[y1 * source.width + x0] * (1 - fx) + source.data[y1 * source.width + x1] * fx;
      target.data[(top + y) * target.width + left + x] = upper * (1 - fy) + lower * fy;
    }
  }
}

/**
 * Turns a raster about its centre by a small angle; corners are filled with white.
 *
 * @param {Raster} raster
 * @param {number} slope rise of the text lines in pixels per pixel, positive when they fall to the right
 * @returns {Raster}
 */
export function straighten(raster, slope) {
  const { width, height, data } = raster;
  const turned = createRaster(width, height);
  const cos = 1 / Math.hypot(1, slope);
  const sin = slope * cos;
  const cx = width / 2;
  const cy = height / 2;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sx = cx + (x - cx) * cos - (y - cy) * sin;
      const sy = cy + (x - cx) * sin + (y - cy) * cos;
      const x0 = Math.floor(sx);
      const y0 = Math.floor(sy);
      if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) continue;
      const fx = sx - x0;
      const fy = sy - y0;
      const i = y0 * width + x0;
      turned.data[y * width + x] =
        (data[i] * (1 - fx) + data[i + 1] * fx) * (1 - fy) +
        (data[i + width] * (1 - fx) + data[i + width + 1] * fx) * fy;
    }
  }
  return turned;
}
