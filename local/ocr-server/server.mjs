// @ts-check
/**
 * The HTTP server: routes, the API key, and the life of the whole.
 *
 *     const server = await startOcrServer({ listen: '127.0.0.1:0' });
 *     server.url; // 'http://127.0.0.1:41234'
 *     await server.close();
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import { createChat } from './chat.mjs';
import { createCannedEngine } from './engine/canned.mjs';
import { createTesseractEngine } from './engine/tesseract.mjs';
import { createScript } from './faults/script.mjs';
import { createGate } from './gate.mjs';
import { ApiError, badRequest } from './http/errors.mjs';
import { CONTEXT } from './http/request.mjs';
import { readJson, sendJson, sendText } from './http/send.mjs';
import { createMetrics } from './metrics.mjs';
import { completeOptions } from './options.mjs';
import { createRecords } from './records.mjs';

/**
 * @typedef {import('node:http').IncomingMessage} IncomingMessage
 * @typedef {import('node:http').ServerResponse} ServerResponse
 * @typedef {(request: IncomingMessage, response: ServerResponse) => Promise<void> | void} Handler
 *
 * @typedef {object} OcrServer
 * @property {string} url without a slash at the end
 * @property {() => Promise<void>} close cuts open connections and ends the engine's threads
 */

/** What `/version` answers: the vLLM release whose contract this is. */
const VERSION = '0.33.0';

/**
 * @param {Partial<import('./options.mjs').Options>} [given]
 * @returns {Promise<OcrServer>}
 */
export async function startOcrServer(given = {}) {
  const options = completeOptions(given);
  const engine =
    options.engine === 'canned'
      ? createCannedEngine({ text: options.cannedText })
      : createTesseractEngine({ workers: options.workers, cache: options.cache });
  const gate = createGate({
    capacity: options.capacity,
    mostWaiting: options.maxNumQueuedReqs ?? Infinity,
  });
  const metrics = createMetrics(options.model);
  const records = createRecords();
  const settings = {
    model: options.model,
    imageLimit: options.imageLimit,
    latency: options.latency,
    tokensPerSecond: options.tokensPerSecond,
  };
  let script = createScript(options.faults);
  const chat = createChat({
    engine,
    gate,
    metrics,
    records,
    faults: { pick: (facts) => script.pick(facts) },
    settings,
  });
  const created = Math.floor(Date.now() / 1000);

  /** @type {Record<string, Record<string, Handler>>} */
  const routes = {
    '/v1/chat/completions': {
      POST: async (request, response) => chat(request, response, await readJson(request)),
    },
    '/v1/models': {
      GET: (_, response) =>
        sendJson(response, 200, {
          object: 'list',
          data: [
            {
              id: options.model,
              object: 'model',
              created,
              owned_by: 'vllm',
              root: options.model,
              parent: null,
              max_model_len: CONTEXT,
              permission: [],
            },
          ],
        }),
    },
    '/health': { GET: (_, response) => sendText(response, 200, 'application/json', '') },
    '/ping': {
      GET: (_, response) => sendText(response, 200, 'application/json', ''),
      POST: (_, response) => sendText(response, 200, 'application/json', ''),
    },
    '/version': { GET: (_, response) => sendJson(response, 200, { version: VERSION }) },
    '/load': {
      GET: (_, response) => {
        const { running, waiting } = gate.counts();
        sendJson(response, 200, { server_load: running + waiting });
      },
    },
    '/metrics': {
      GET: (_, response) =>
        sendText(
          response,
          200,
          'text/plain; version=0.0.4; charset=utf-8',
          metrics.render(gate.counts()),
        ),
    },
    '/__faults': {
      POST: async (request, response) => {
        const body = await readJson(request);
        const next = createScript(body);
        applySettings(/** @type {Record<string, unknown>} */ (body));
        script = next;
        sendJson(response, 200, { ok: true });
      },
    },
    '/__requests': {
      GET: (_, response) =>
        sendJson(response, 200, { ...records.summary(), concurrencyPeak: gate.counts().peak }),
      DELETE: (_, response) => {
        records.clear();
        sendJson(response, 200, { ok: true });
      },
    },
  };

  /** @param {Record<string, unknown>} body */
  function applySettings(body) {
    for (const key of ['capacity', 'max_num_queued_reqs', 'latency_ms', 'tokens_per_second']) {
      const value = body[key];
      const valid = value === undefined || (typeof value === 'number' && value >= 0);
      if (!valid || (key === 'capacity' && value === 0))
        throw badRequest(`${key} is no such number`);
    }
    const { capacity, max_num_queued_reqs: mostWaiting, latency_ms: latency } = body;
    gate.configure({
      capacity: /** @type {number | undefined} */ (capacity),
      mostWaiting: /** @type {number | undefined} */ (mostWaiting),
    });
    settings.latency = /** @type {number | undefined} */ (latency) ?? settings.latency;
    settings.tokensPerSecond =
      /** @type {number | undefined} */ (body.tokens_per_second) ?? settings.tokensPerSecond;
  }

  /**
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   */
  async function route(request, response) {
    const path = (request.url ?? '/').split('?')[0];
    if (path.startsWith('/v1/') && !isAuthorised(request, options.apiKey)) {
      sendJson(response, 401, { error: 'Unauthorized' });
      return;
    }
    const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (methods === undefined) {
      sendJson(response, 404, { detail: 'Not Found' });
      return;
    }
    const method = request.method ?? 'GET';
    const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (handler === undefined) {
      response.setHeader('allow', Object.keys(methods).join(', '));
      sendJson(response, 405, { detail: 'Method Not Allowed' });
      return;
    }
    try {
      await handler(request, response);
    } catch (error) {
      if (error instanceof ApiError) {
        sendJson(response, error.status, error.body);
      } else if (!request.destroyed) {
        sendJson(response, 500, { detail: 'Internal Server Error' });
      }
    }
  }

  const server = http.createServer((request, response) => void route(request, response));
  server.requestTimeout = 0;
  const address = await listen(server, options.listen);
  return {
    url: `http://${address}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await engine.close();
    },
  };
}

/**
 * @param {IncomingMessage} request
 * @param {string | undefined} apiKey
 */
function isAuthorised(request, apiKey) {
  if (apiKey === undefined) return true;
  const digest = (/** @type {string} */ text) => createHash('sha256').update(text).digest();
  const given = request.headers.authorization ?? '';
  return timingSafeEqual(digest(given), digest(`Bearer ${apiKey}`));
}

/**
 * @param {http.Server} server
 * @param {string} where `host:port`
 * @returns {Promise<string>} the address it listens on
 */
function listen(server, where) {
  const at = where.lastIndexOf(':');
  const host = where.slice(0, at);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(where.slice(at + 1)), host, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve(`${host}:${port}`);
    });
  });
}
