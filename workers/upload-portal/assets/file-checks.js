// @ts-check
/** What can be said about a file before it is sent, in the server's words. */
import { ApiError } from './api.js';

const SIGNATURE_WINDOW = 1024;
/** Files that are taken at once. */
export const MAX_FILES = 20;
const POSSESSION_PREFIX = 'vessel-ner: whoever computed this hash holds the whole file.    ';

/** @param {Blob & { name?: string }} file @param {number} maxBytes */
export async function checkFile(file, maxBytes) {
  if (file.size === 0) throw new ApiError(400, 'empty', 'The file is empty.');
  if (file.size > maxBytes) {
    const limit = Math.floor(maxBytes / 1_048_576);
    const message = `The file is larger than ${limit} MB, the most that is taken.`;
    throw new ApiError(413, 'too_large', message);
  }
  const beginning = new Uint8Array(await file.slice(0, SIGNATURE_WINDOW).arrayBuffer());
  if (!String.fromCharCode(...beginning).includes('%PDF-')) {
    throw new ApiError(415, 'not_a_pdf', 'This is not a PDF file.');
  }
}

/** @param {ArrayBuffer} digest */
const hex = (digest) =>
  Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * SHA-256 of the file, and of a fixed prefix and the file: the second shows that whoever asks for a
 * known document has its bytes and not just their hash. Undefined where the browser cannot hash,
 * which is outside of HTTPS.
 * @param {Blob} file
 */
export async function hashFile(file) {
  if (!globalThis.crypto?.subtle) return undefined;
  const prefix = new TextEncoder().encode(POSSESSION_PREFIX);
  const bytes = new Uint8Array(prefix.length + file.size);
  bytes.set(prefix);
  bytes.set(new Uint8Array(await file.arrayBuffer()), prefix.length);
  const [sha256, possession] = await Promise.all([
    crypto.subtle.digest('SHA-256', bytes.subarray(prefix.length)),
    crypto.subtle.digest('SHA-256', bytes),
  ]);
  return { sha256: hex(sha256), possession: hex(possession) };
}
