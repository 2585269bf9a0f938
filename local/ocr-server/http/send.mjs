// @ts-check
/**
 * Bodies in and out.
 *
 *     const body = await readJson(request);
 *     sendJson(response, 200, { object: 'list' });
 */
import { ApiError, openAiError } from './errors.mjs';

/** Largest request body, in bytes; vLLM's Python front end has no limit. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} body
 */
export function sendJson(response, status, body) {
  sendText(response, status, 'application/json', JSON.stringify(body));
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} type
 * @param {string} text
 */
export function sendText(response, status, type, text) {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<unknown>}
 * @throws {ApiError} for another content type, bad JSON or too many bytes
 */
export async function readJson(request) {
  const type = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  /** @type {Buffer[]} */
  const chunks = [];
  let total = 0;
  for await (const chunk of request) {
    total += chunk.length;
    if (total > MOST_BYTES) throw new ApiError(413, { detail: 'Request Entity Too Large' });
    chunks.push(chunk);
  }
  if (type !== 'application/json') {
    throw openAiError(
      400,
      'Bad Request',
      "1 validation error:\n  Unsupported Media Type: Only 'application/json' is allowed",
    );
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    const detail = error instanceof Error ? error.message.replaceAll("'", '"') : '';
    throw openAiError(
      400,
      'Bad Request',
      `1 validation error:\n  {'type': 'json_invalid', 'loc': ('body', 0), 'msg': 'JSON decode error', 'ctx': {'error': '${detail}'}}`,
    );
  }
}
