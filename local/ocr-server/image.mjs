// @ts-check
/**
 * Images of a request: the URL forms vLLM takes, and what is known of an image without decoding it.
 *
 *     const image = await loadImage('data:image/png;base64,…');
 *     image.width; imageTokens(image.width, image.height);
 *
 * Limits: PNG and JPEG, where the real server's Pillow also reads WebP, GIF, BMP and TIFF.
 */
import { createHash } from 'node:crypto';
import { ApiError, badRequest, internalError, openAiError } from './http/errors.mjs';

/**
 * @typedef {object} ImageInput
 * @property {Buffer} bytes
 * @property {string} sha256 of the bytes, hexadecimal
 * @property {'image/png' | 'image/jpeg'} mediaType by the bytes, whatever the URL says
 * @property {number} width pixels
 * @property {number} height pixels
 */

/** Most bytes an image behind an http(s) URL may have. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Time to fetch an http(s) image, vLLM's default, in milliseconds. */
const FETCH_TIMEOUT = 5000;

/** Pillow's limit against decompression bombs, in pixels. */
const MOST_PIXELS = 178_956_970;

/**
 * @param {string} url
 * @returns {Promise<ImageInput>}
 * @throws {ApiError} as the real server refuses it
 */
export async function loadImage(url) {
  const bytes = await loadBytes(url);
  const size = pngSize(bytes) ?? jpegSize(bytes);
  if (size === undefined) {
    throw badRequest(
      'Failed to load image: cannot identify image file <_io.BytesIO object at 0x7f0000000000>',
    );
  }
  if (size.truncated) throw badRequest('Failed to load image: image file is truncated');
  const { width, height } = size;
  if (width === 0 || height === 0) throw badRequest('Failed to load image: broken image file');
  if (width * height > MOST_PIXELS) throw internalError();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, sha256, mediaType: size.mediaType, width, height };
}

/** @param {string} url */
async function loadBytes(url) {
  const scheme = /^([a-z][a-z0-9+.-]*):/iu.exec(url)?.[1]?.toLowerCase();
  if (scheme === 'data') return dataUrlBytes(url);
  if (scheme === 'http' || scheme === 'https') return fetchBytes(url);
  if (scheme === 'file') {
    throw openAiError(
      500,
      'InternalServerError',
      'Cannot load local files without `--allowed-local-media-path`.',
    );
  }
  throw badRequest('The URL must be either a HTTP, data or file URL.');
}

/** @param {string} url */
function dataUrlBytes(url) {
  const comma = url.indexOf(',');
  if (comma < 0) throw badRequest('not enough values to unpack (expected 2, got 1)');
  const header = url.slice('data:'.length, comma);
  if (!header.endsWith(';base64')) {
    throw openAiError(501, 'NotImplementedError', 'Only base64 data URLs are supported for now.');
  }
  const payload = url.slice(comma + 1);
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(payload)) throw badRequest('Non-base64 digit found');
  if (payload.length % 4 !== 0) throw badRequest('Incorrect padding');
  return Buffer.from(payload, 'base64');
}

/** @param {string} url */
async function fetchBytes(url) {
  let response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT) });
  } catch {
    throw internalError();
  }
  if (!response.ok) {
    throw openAiError(
      422,
      'UnprocessableEntityError',
      `Failed to fetch image: ${response.status}, url=${url}`,
    );
  }
  /** @type {Uint8Array[]} */
  const chunks = [];
  let total = 0;
  for await (const chunk of response.body ?? []) {
    total += chunk.length;
    if (total > MOST_BYTES) throw badRequest('Failed to load image: the file is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * @param {Buffer} bytes
 * @returns {{ mediaType: 'image/png', width: number, height: number, truncated: boolean } | undefined}
 */
function pngSize(bytes) {
  const isPng = bytes.length >= 8 && bytes.readUInt32BE(0) === 0x89504e47;
  if (!isPng) return undefined;
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') {
    return { mediaType: 'image/png', width: 1, height: 1, truncated: true };
  }
  return {
    mediaType: 'image/png',
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    truncated: !bytes.subarray(-16).includes('IEND'),
  };
}

/**
 * @param {Buffer} bytes
 * @returns {{ mediaType: 'image/jpeg', width: number, height: number, truncated: boolean } | undefined}
 */
function jpegSize(bytes) {
  if (bytes.length < 3 || bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) {
    return undefined;
  }
  const truncated = !bytes.subarray(-64).includes(Buffer.from([0xff, 0xd9]));
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1];
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const height = bytes.readUInt16BE(at + 5);
      const width = bytes.readUInt16BE(at + 7);
      return { mediaType: 'image/jpeg', width, height, truncated };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return { mediaType: 'image/jpeg', width: 1, height: 1, truncated: true };
}

/** Side of a tile and of the largest page that is not tiled, in pixels. */
const TILE = 640;

/** Most tiles DeepSeek-OCR cuts a page into. */
const MOST_TILES = 6;

/**
 * Tokens DeepSeek-OCR spends on an image: 16·17 + 1 for the whole page, and (10·rows)·(10·columns + 1)
 * for the tiles of a page with a side over 640 pixels.
 *
 * @param {number} width pixels
 * @param {number} height pixels
 * @returns {number}
 */
export function imageTokens(width, height) {
  const whole = 16 * 17 + 1;
  if (width <= TILE && height <= TILE) return whole;
  const { columns, rows } = tileGrid(width, height);
  return whole + 10 * rows * (10 * columns + 1);
}

/**
 * The grid of two to six tiles whose shape is nearest to the page's; of equals, the one with more
 * tiles if the page has pixels to fill half of them.
 *
 * @param {number} width
 * @param {number} height
 */
function tileGrid(width, height) {
  let best = { columns: 1, rows: 2 };
  let bestMiss = Infinity;
  for (let tiles = 2; tiles <= MOST_TILES; tiles += 1) {
    for (let columns = 1; columns <= tiles; columns += 1) {
      if (tiles % columns !== 0) continue;
      const rows = tiles / columns;
      const miss = Math.abs(width / height - columns / rows);
      const fills = width * height > 0.5 * TILE * TILE * tiles;
      if (miss < bestMiss || (miss === bestMiss && fills)) {
        best = { columns, rows };
        bestMiss = miss;
      }
    }
  }
  return best;
}
