// @ts-check
/**
 * One chat request from body to answer: checks, fault, queue, reading, whole or streamed answer.
 *
 *     const chat = createChat({ engine, gate, metrics, records, faults, settings });
 *     await chat(request, response, body);
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { UnreadableImage } from './engine/tesseract.mjs';
import { spoil } from './faults/answers.mjs';
import { parseFaultHeader } from './faults/script.mjs';
import { GateFull } from './gate.mjs';
import { ApiError, badRequest, internalError, openAiError } from './http/errors.mjs';
import { sendJson, sendText } from './http/send.mjs';
import { checkRequest } from './http/request.mjs';
import { openStream, paced, wholeAnswer } from './http/response.mjs';
import { repetitionEnd, tokenise } from './tokens.mjs';

/**
 * @typedef {import('node:http').IncomingMessage} IncomingMessage
 * @typedef {import('node:http').ServerResponse} ServerResponse
 * @typedef {import('./engine/tesseract.mjs').Engine} Engine
 * @typedef {import('./engine/tesseract.mjs').Mode} Mode
 * @typedef {import('./faults/script.mjs').Fault} Fault
 * @typedef {import('./http/request.mjs').ChatRequest} ChatRequest
 * @typedef {import('./http/response.mjs').Generation} Generation
 * @typedef {import('./records.mjs').RequestRecord} RequestRecord
 * @typedef {import('./tokens.mjs').Token} Token
 *
 * @typedef {object} Context
 * @property {Engine} engine
 * @property {ReturnType<typeof import('./gate.mjs').createGate>} gate
 * @property {ReturnType<typeof import('./metrics.mjs').createMetrics>} metrics
 * @property {ReturnType<typeof import('./records.mjs').createRecords>} records
 * @property {{ pick: (facts: import('./faults/script.mjs').Facts) => Fault | undefined }} faults
 * @property {{ model: string, imageLimit: number, latency: number, tokensPerSecond: number }} settings
 *
 * @typedef {object} Job
 * @property {ChatRequest} request
 * @property {RequestRecord} record
 * @property {Fault | undefined} fault
 * @property {AbortSignal} signal aborted when the client goes away
 * @property {string} id
 * @property {number} arrived milliseconds
 */

/** The client went away. */
class Gone extends Error {}

/** The connection is to be cut, as a fault asks. */
class Cut extends Error {}

/** The page an Access login or a proxy answers with. */
const LOGIN_PAGE =
  '<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>';

/** @param {Context} context */
export function createChat(context) {
  /**
   * @param {IncomingMessage} incoming
   * @param {ServerResponse} response
   * @param {unknown} body parsed JSON
   */
  return async (incoming, response, body) => {
    const record = context.records.open();
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished) gone.abort(new Gone());
    });
    try {
      const request = await checkRequest(body, context.settings);
      describe(record, request, context);
      const job = {
        request,
        record,
        fault: chooseFault(incoming, record, request, context),
        signal: gone.signal,
        id: `chatcmpl-${incoming.headers['x-request-id'] ?? randomUUID().replaceAll('-', '')}`,
        arrived: performance.now(),
      };
      await answer(job, response, context);
    } catch (error) {
      settle(error, record, response);
    }
  };
}

/**
 * @param {RequestRecord} record
 * @param {ChatRequest} request
 * @param {Context} context
 */
function describe(record, request, { records }) {
  const { image } = request;
  Object.assign(record, {
    sha256: image?.sha256,
    imageBytes: image?.bytes.length,
    mediaType: image?.mediaType,
    width: image?.width,
    height: image?.height,
    prompt: request.prompt.slice(0, 200),
    attempt: records.countAttempt(image?.sha256 ?? ''),
    stream: request.stream,
    logprobs: request.logprobs,
    skipSpecialTokens: request.skipSpecialTokens,
    maxTokens: request.maxTokens,
    ngramSize: request.ngramSize,
    windowSize: request.windowSize,
  });
}

/**
 * @param {IncomingMessage} incoming
 * @param {RequestRecord} record
 * @param {ChatRequest} request
 * @param {Context} context
 */
function chooseFault(incoming, record, request, { faults }) {
  const header = incoming.headers['x-fault'];
  const fault =
    typeof header === 'string'
      ? parseFaultHeader(header)
      : faults.pick({
          number: record.number,
          attempt: record.attempt ?? 1,
          sha256: record.sha256 ?? '',
          prompt: request.prompt,
          ngramSize: request.ngramSize,
          stream: request.stream,
        });
  if (fault !== undefined) record.fault = fault.kind;
  return fault;
}

/**
 * @param {Job} job
 * @param {ServerResponse} response
 * @param {Context} context
 */
async function answer(job, response, context) {
  const { request, record, fault, signal } = job;
  if (await answerInstead(job, response)) return;
  const created = Math.floor(Date.now() / 1000);
  const { waiting } = context.gate.counts();
  const entered = context.gate.enter(signal);
  const stream = request.stream
    ? await beforeFull(entered, () => openStream(response, { id: job.id, created, request }))
    : undefined;
  /** @type {() => void} */
  let release;
  try {
    release = await entered;
  } catch (error) {
    if (error instanceof GateFull) {
      context.metrics.rejected();
      throw openAiError(
        503,
        'Service Unavailable',
        `The server is overloaded: ${waiting} requests are waiting. Please retry later.`,
      );
    }
    throw error;
  }
  const started = performance.now();
  let firstToken;
  let reason = 'abort';
  try {
    const delay = context.settings.latency + (fault?.kind === 'latency' ? (fault.ms ?? 1000) : 0);
    const [generation] = await Promise.all([
      generate(job, context),
      delay > 0 ? sleep(delay, undefined, { signal }) : undefined,
    ]);
    const limit = stopsAt(fault);
    const pace = paced(generation.tokens, context.settings.tokensPerSecond, signal);
    stream?.begin();
    let sent = 0;
    for await (const tokens of pace) {
      firstToken ??= performance.now();
      const kept = tokens.slice(0, Math.max(0, limit - sent));
      sent += kept.length;
      record.generatedTokens = sent;
      if (kept.length > 0) stream?.tokens(kept, generation.withoutLogprobs);
      if (sent >= limit) await breakOff(job, stream);
      if (response.writableNeedDrain) await drained(response, signal);
    }
    if (limit !== Infinity && sent < limit) await breakOff(job, stream);
    signal.throwIfAborted();
    reason = generation.finishReason ?? 'stop';
    record.generatedTokens = generation.generated;
    record.outcome = reason;
    record.status = 200;
    if (stream === undefined) {
      sendJson(response, 200, wholeAnswer({ id: job.id, created, request }, generation));
    } else {
      stream.finish(generation);
    }
  } catch (error) {
    if (!(error instanceof Cut) && !signal.aborted) reason = 'error';
    if (stream === undefined || signal.aborted || error instanceof Cut) throw error;
    const refusal = refusalOf(error);
    record.status = 200;
    record.outcome = 'error';
    stream.fail(refusal.body);
  } finally {
    release();
    context.metrics.finished({
      reason,
      promptTokens: request.promptTokens,
      generatedTokens: record.generatedTokens,
      queuedSeconds: (started - job.arrived) / 1000,
      firstTokenSeconds: firstToken === undefined ? undefined : (firstToken - started) / 1000,
      totalSeconds: (performance.now() - job.arrived) / 1000,
    });
  }
}

/**
 * Runs `open` unless the gate refuses at once, so that a refusal still has its own status.
 *
 * @template T
 * @param {Promise<unknown>} entered
 * @param {() => T} open
 * @returns {Promise<T | undefined>}
 */
async function beforeFull(entered, open) {
  let refused = false;
  entered.catch(() => {
    refused = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return refused ? undefined : open();
}

/**
 * @param {ServerResponse} response
 * @param {AbortSignal} signal
 */
const drained = (response, signal) => once(response, 'drain', { signal });

/**
 * Faults that answer in place of the model, before it is asked.
 *
 * @param {Job} job
 * @param {ServerResponse} response
 * @returns {Promise<boolean>} whether the request is dealt with
 */
async function answerInstead({ fault, record, signal }, response) {
  switch (fault?.kind) {
    case 'status': {
      const status = fault.status ?? 503;
      const type = status === 503 ? 'ServiceUnavailableError' : 'InternalServerError';
      throw openAiError(status, type, fault.message ?? 'The engine cannot serve this request now.');
    }
    case 'garbage':
      sendText(
        response,
        fault.status ?? 200,
        fault.content_type ?? 'application/json',
        fault.text ?? '{"id": "chatcmpl-',
      );
      record.outcome = 'garbage';
      record.status = fault.status ?? 200;
      return true;
    case 'login_page':
      sendText(response, fault.status ?? 200, 'text/html; charset=utf-8', fault.text ?? LOGIN_PAGE);
      record.outcome = 'login_page';
      record.status = fault.status ?? 200;
      return true;
    case 'reset':
      if (fault.at === 'mid_stream') return false;
      throw new Cut();
    case 'stall':
      if (fault.at === 'mid_stream') return false;
      await stall(fault, signal);
      throw new Cut();
    default:
      return false;
  }
}

/**
 * @param {Fault | undefined} fault
 * @returns {number} tokens after which the answer breaks off
 */
function stopsAt(fault) {
  const breaks =
    fault?.kind === 'stream_error' ||
    ((fault?.kind === 'reset' || fault?.kind === 'stall') && fault.at === 'mid_stream');
  return breaks ? (fault?.after_tokens ?? 20) : Infinity;
}

/**
 * @param {Job} job
 * @param {ReturnType<typeof openStream> | undefined} stream
 */
async function breakOff({ fault, signal }, stream) {
  if (fault?.kind === 'stream_error') throw internalError();
  if (fault?.kind === 'stall') await stall(fault, signal);
  if (stream !== undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  throw new Cut();
}

/**
 * @param {Fault} fault
 * @param {AbortSignal} signal
 */
async function stall({ ms }, signal) {
  await sleep(ms ?? 600_000, undefined, { signal });
}

/**
 * @param {Job} job
 * @param {Context} context
 * @returns {Promise<Generation>}
 */
async function generate({ request, fault, signal }, { engine }) {
  const { image } = request;
  if (image === undefined) throw badRequest('This model reads images; the request has none.');
  const replaced = fault?.kind === 'image_page' || fault?.kind === 'content';
  const pieces = replaced ? [] : await engine.read(image, modeOf(request.prompt), signal);
  const spoilt =
    fault === undefined
      ? { tokens: tokenise(pieces), finishReason: undefined }
      : spoil(fault, tokenise(pieces), request.maxTokens);
  let tokens = spoilt.tokens;
  let finishReason = spoilt.finishReason ?? 'stop';
  /** @type {string | null} */
  let stopReason = null;
  const repeated =
    request.repetition === undefined ? undefined : repetitionEnd(tokens, request.repetition);
  if (repeated !== undefined && repeated <= request.maxTokens) {
    tokens = tokens.slice(0, repeated);
    finishReason = 'repetition';
    stopReason = 'repetition_detected';
  } else if (tokens.length + (finishReason === 'stop' ? 1 : 0) > request.maxTokens) {
    tokens = tokens.slice(0, request.maxTokens);
    finishReason = 'length';
  }
  const generated = tokens.length + (finishReason === 'stop' ? 1 : 0);
  return {
    tokens: request.skipSpecialTokens ? tokens.filter((token) => token.special !== true) : tokens,
    finishReason,
    stopReason,
    generated,
    withoutLogprobs: fault?.kind === 'no_logprobs',
  };
}

/**
 * @param {string} prompt
 * @returns {Mode}
 */
function modeOf(prompt) {
  if (!prompt.includes('<|grounding|>')) return 'free';
  return /OCR this image/iu.test(prompt) ? 'lines' : 'grounding';
}

/** @param {unknown} error */
function refusalOf(error) {
  if (error instanceof ApiError) return error;
  if (error instanceof UnreadableImage) {
    return badRequest('Failed to load image: broken image file');
  }
  return internalError();
}

/**
 * @param {unknown} error
 * @param {RequestRecord} record
 * @param {ServerResponse} response
 */
function settle(error, record, response) {
  if (error instanceof Gone || (error instanceof Error && error.name === 'AbortError')) {
    record.outcome = 'aborted';
    return;
  }
  if (error instanceof Cut) {
    record.outcome = 'reset';
    response.destroy();
    return;
  }
  const refusal = refusalOf(error);
  record.status = refusal.status;
  record.outcome = refusal.status >= 500 ? 'error' : 'refused';
  if (!(error instanceof ApiError) && !(error instanceof UnreadableImage)) {
    process.stderr.write(`${JSON.stringify({ level: 'error', message: String(error) })}\n`);
  }
  sendJson(response, refusal.status, refusal.body);
}
