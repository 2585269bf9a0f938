// @ts-check
/**
 * Grey page images: decoding, scaling and turning.
 *
 * A raster is `{ width, height, data }` with one byte per pixel, 0 black and 255 white. Everything
 * here is plain arithmetic on such arrays; nothing knows what a letter is.
 *
 *     const raster = decodeImage(bytes); // PNG or JPEG, alpha composited on white
 *     const page = fitScale(raster);
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
