// @ts-check
/**
 * Answers in vLLM's shape: one JSON object, or server-sent events.
 *
 *     const answer = { id, created, request, tokens, finishReason, stopReason };
 *     sendWhole(response, answer);
 *     const stream = openStream(response, answer.id, …);
 */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {import('./request.mjs').ChatRequest} ChatRequest
 * @typedef {import('../tokens.mjs').Token} Token
 * @typedef {import('node:http').ServerResponse} ServerResponse
 *
 * @typedef {object} Generation
 * @property {Token[]} tokens what is sent
 * @property {string | null} finishReason
 * @property {string | null} stopReason
 * @property {number} generated tokens produced, the end-of-sequence token included
 * @property {boolean} [withoutLogprobs] answer null although they were asked for
 *
 * @typedef {{ id: string, created: number, request: ChatRequest }} Head
 */

/** Tokens in one event when no speed is simulated. */
const BURST = 8;

/**
 * @param {Token[]} tokens
 * @param {ChatRequest} request
 * @param {boolean} [without]
 */
function logprobsOf(tokens, request, without = false) {
  if (!request.logprobs || without) return null;
  return {
    content: tokens.map(({ text, logprob }) => {
      const entry = { token: text, logprob, bytes: [...Buffer.from(text, 'utf8')] };
      return { ...entry, top_logprobs: request.topLogprobs > 0 ? [{ ...entry }] : [] };
    }),
  };
}

/**
 * @param {ChatRequest} request
 * @param {number} generated
 */
export function usageOf(request, generated) {
  return {
    prompt_tokens: request.promptTokens,
    total_tokens: request.promptTokens + generated,
    completion_tokens: generated,
  };
}

/**
 * @param {Head} head
 * @param {Generation} generation
 */
export function wholeAnswer({ id, created, request }, generation) {
  const { tokens, finishReason, stopReason, generated, withoutLogprobs } = generation;
  return {
    id,
    object: 'chat.completion',
    created,
    model: request.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: tokens.map((token) => token.text).join(''),
          refusal: null,
          annotations: null,
          audio: null,
          function_call: null,
          reasoning: null,
        },
        logprobs: logprobsOf(tokens, request, withoutLogprobs),
        finish_reason: finishReason,
        stop_reason: stopReason,
        token_ids: null,
        routed_experts: null,
        weight_versions: null,
      },
    ],
    service_tier: null,
    system_fingerprint: null,
    usage: {
      ...usageOf(request, generated),
      prompt_tokens_details: null,
      completion_tokens_details: null,
    },
    prompt_logprobs: null,
    prompt_token_ids: null,
    prompt_text: null,
    kv_transfer_params: null,
    ec_transfer_params: null,
    metrics: null,
  };
}

/**
 * Starts a stream; the headers leave at once, as they do from vLLM.
 *
 * @param {ServerResponse} response
 * @param {Head} head
 */
export function openStream(response, { id, created, request }) {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  });
  response.flushHeaders();
  const send = (/** @type {unknown} */ data) =>
    response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  const chunk = (/** @type {unknown[]} */ choices, extra = {}) =>
    send({
      id,
      object: 'chat.completion.chunk',
      created,
      model: request.model,
      choices,
      ...extra,
    });

  return {
    begin() {
      const delta = { role: 'assistant', content: '' };
      chunk([{ index: 0, delta, logprobs: null, finish_reason: null }], { prompt_token_ids: null });
    },
    /**
     * @param {Token[]} tokens
     * @param {boolean} [withoutLogprobs]
     */
    tokens(tokens, withoutLogprobs) {
      const delta = { content: tokens.map((token) => token.text).join('') };
      const logprobs = logprobsOf(tokens, request, withoutLogprobs);
      chunk([{ index: 0, delta, logprobs, finish_reason: null, token_ids: null }]);
    },
    /** @param {Generation} generation */
    finish({ finishReason, stopReason, generated }) {
      chunk([
        {
          index: 0,
          delta: { content: '' },
          logprobs: null,
          finish_reason: finishReason,
          stop_reason: stopReason,
          token_ids: null,
        },
      ]);
      if (request.includeUsage) chunk([], { usage: usageOf(request, generated) });
      send('[DONE]');
      response.end();
    },
    /** @param {unknown} body an error's body */
    fail(body) {
      send(body);
      send('[DONE]');
      response.end();
    },
  };
}

/**
 * Hands the tokens out at the simulated speed.
 *
 * @param {Token[]} tokens
 * @param {number} tokensPerSecond 0 for as fast as it goes
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Token[]>}
 */
export async function* paced(tokens, tokensPerSecond, signal) {
  const start = performance.now();
  let sent = 0;
  while (sent < tokens.length) {
    signal.throwIfAborted();
    if (tokensPerSecond > 0) {
      const due = start + ((sent + 1) / tokensPerSecond) * 1000;
      const wait = due - performance.now();
      if (wait > 1) await sleep(wait, undefined, { signal });
      const ready = Math.floor(((performance.now() - start) / 1000) * tokensPerSecond);
      const upTo = Math.min(tokens.length, Math.max(sent + 1, ready));
      yield tokens.slice(sent, upTo);
      sent = upTo;
    } else {
      yield tokens.slice(sent, sent + BURST);
      sent += BURST;
    }
  }
}
