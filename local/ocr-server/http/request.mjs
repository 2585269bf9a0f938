// @ts-check
/**
 * The checks vLLM makes on a chat request, in its order: schema, model, meaning, messages, image.
 *
 *     const request = await checkRequest(JSON.parse(body), { model, imageLimit: 999 });
 *
 * Every refusal is an `ApiError` in vLLM's words. Limits: only the keys that matter to page reading
 * are checked; the rest is accepted and ignored, as unknown keys are by vLLM.
 */
import { imageTokens, loadImage } from '../image.mjs';
import { promptTextTokens } from '../tokens.mjs';
import { badRequest, invalidBody, openAiError } from './errors.mjs';

/**
 * @typedef {import('../image.mjs').ImageInput} ImageInput
 * @typedef {{ max_pattern_size: number, min_pattern_size: number, min_count: number }} Repetition
 *
 * @typedef {object} ChatRequest
 * @property {string} model
 * @property {ImageInput | undefined} image
 * @property {string} prompt the text parts, joined by newlines, without `<image>`
 * @property {number} promptTokens
 * @property {number} maxTokens
 * @property {boolean} stream
 * @property {boolean} includeUsage
 * @property {boolean} logprobs
 * @property {number} topLogprobs
 * @property {boolean} skipSpecialTokens
 * @property {Repetition | undefined} repetition
 * @property {number | undefined} ngramSize
 * @property {number | undefined} windowSize
 *
 * @typedef {{ [key: string]: unknown }} Fields
 */

/** The model's context, in tokens. */
export const CONTEXT = 8192;

/**
 * @param {unknown} value
 * @returns {value is Fields}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} body parsed JSON
 * @param {{ model: string, imageLimit: number }} server
 * @returns {Promise<ChatRequest>}
 */
export async function checkRequest(body, { model, imageLimit }) {
  if (!isObject(body)) {
    throw invalidBody('model_attributes_type', [], 'Input should be a valid dictionary');
  }
  checkSchema(body);
  const asked = body.model;
  if (typeof asked === 'string' && asked !== '' && asked !== model) {
    throw openAiError(
      404,
      'NotFoundError',
      `The model \`${asked}\` does not exist. Available models: ${model}`,
      'model',
    );
  }
  const settings = checkSettings(body);
  const { prompt, urls } = readMessages(/** @type {Fields[]} */ (body.messages), imageLimit);
  const [url] = urls;
  const image = url === undefined ? undefined : await loadImage(url);
  for (const other of urls.slice(1)) await loadImage(other);
  const visual = image === undefined ? 0 : imageTokens(image.width, image.height) * urls.length;
  const promptTokens = visual + promptTextTokens(prompt);
  if (promptTokens >= CONTEXT) {
    throw badRequest(
      `This model's maximum context length is ${CONTEXT} tokens. However, your prompt contains at ` +
        `least ${promptTokens} input tokens. Please reduce the length of the input prompt.`,
      'input_tokens',
    );
  }
  const room = CONTEXT - promptTokens;
  return {
    model,
    image,
    prompt,
    promptTokens,
    ...settings,
    maxTokens: Math.min(room, settings.maxTokens ?? room),
  };
}

/** Types of the keys that are checked, in the schema checker's terms. */
const SCHEMA = /** @type {const} */ ({
  model: 'string',
  stream: 'bool',
  logprobs: 'bool',
  skip_special_tokens: 'bool',
  max_tokens: 'int',
  max_completion_tokens: 'int',
  top_logprobs: 'int',
  n: 'int',
  seed: 'int',
  temperature: 'float',
  top_p: 'float',
  frequency_penalty: 'float',
  presence_penalty: 'float',
  stream_options: 'dict',
  vllm_xargs: 'dict',
  repetition_detection: 'dict',
});

/** What the schema checker says of each type. */
const EXPECTED = {
  string: { type: 'string_type', message: 'Input should be a valid string' },
  bool: { type: 'bool_parsing', message: 'Input should be a valid boolean' },
  int: { type: 'int_type', message: 'Input should be a valid integer' },
  float: { type: 'float_type', message: 'Input should be a valid number' },
  dict: { type: 'dict_type', message: 'Input should be a valid dictionary' },
};

/**
 * @param {unknown} value
 * @param {keyof typeof EXPECTED} type
 */
function hasType(value, type) {
  if (type === 'string') return typeof value === 'string';
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'int') return Number.isInteger(value);
  if (type === 'float') return typeof value === 'number';
  return isObject(value);
}

/** @param {Fields} body */
function checkSchema(body) {
  const { messages } = body;
  if (messages === undefined) throw invalidBody('missing', ['messages'], 'Field required');
  if (!Array.isArray(messages)) {
    throw invalidBody('list_type', ['messages'], 'Input should be a valid list');
  }
  messages.forEach((message, index) => {
    if (!isObject(message)) {
      throw invalidBody('dict_type', ['messages', index], 'Input should be a valid dictionary');
    }
    if (typeof message.role !== 'string') {
      throw invalidBody('missing', ['messages', index, 'role'], 'Field required');
    }
    const { content } = message;
    const known =
      content === undefined ||
      content === null ||
      typeof content === 'string' ||
      (Array.isArray(content) && content.every(isObject));
    if (!known) {
      throw invalidBody(
        'string_type',
        ['messages', index, 'content'],
        'Input should be a valid string',
      );
    }
  });
  for (const [key, type] of Object.entries(SCHEMA)) {
    const value = body[key];
    if (value === undefined || value === null || hasType(value, type)) continue;
    throw invalidBody(EXPECTED[type].type, [key], EXPECTED[type].message);
  }
  checkXargs(/** @type {Fields | undefined} */ (body.vllm_xargs ?? undefined));
}

/** @param {Fields | undefined} xargs */
function checkXargs(xargs) {
  for (const [key, value] of Object.entries(xargs ?? {})) {
    const simple = (/** @type {unknown} */ item) =>
      typeof item === 'string' || typeof item === 'number';
    if (simple(value) || (Array.isArray(value) && value.every(simple))) continue;
    throw invalidBody('string_type', ['vllm_xargs', key, 'str'], EXPECTED.string.message);
  }
}

/** @param {Fields} body */
function checkSettings(body) {
  const maxTokens = number(body.max_completion_tokens) ?? number(body.max_tokens);
  const maxKey = body.max_completion_tokens === undefined ? 'max_tokens' : 'max_completion_tokens';
  const temperature = number(body.temperature);
  const topLogprobs = number(body.top_logprobs) ?? 0;
  const stream = body.stream === true;
  const options = /** @type {Fields | undefined} */ (body.stream_options ?? undefined);
  if (options !== undefined && !stream) {
    throw badRequest('Stream options can only be defined when `stream=True`.', 'stream_options');
  }
  if (maxTokens !== undefined && maxTokens < 1) {
    throw badRequest(`max_tokens must be at least 1, got ${maxTokens}.`, maxKey);
  }
  if (maxTokens !== undefined && maxTokens > CONTEXT) {
    throw badRequest(
      `'max_tokens' or 'max_completion_tokens' is too large: ${maxTokens}. This model's maximum ` +
        `context length is ${CONTEXT} tokens.`,
      maxKey,
    );
  }
  if (temperature !== undefined && temperature < 0) {
    throw badRequest(`temperature must be non-negative, got ${temperature}.`, 'temperature');
  }
  if ((number(body.n) ?? 1) !== 1) {
    throw badRequest('n must be 1 when using greedy sampling.', 'n');
  }
  if (topLogprobs < 0 || topLogprobs > 20) {
    throw badRequest('`top_logprobs` must be between 0 and 20.', 'top_logprobs');
  }
  if (topLogprobs > 0 && body.logprobs !== true) {
    throw badRequest('when using `top_logprobs`, `logprobs` must be set to true.', 'top_logprobs');
  }
  return {
    maxTokens,
    stream,
    includeUsage: options?.include_usage === true,
    logprobs: body.logprobs === true,
    topLogprobs,
    skipSpecialTokens: body.skip_special_tokens !== false,
    repetition: checkRepetition(body.repetition_detection),
    ...checkNgram(/** @type {Fields} */ (body.vllm_xargs ?? {})),
  };
}

/** @param {unknown} value */
function number(value) {
  return typeof value === 'number' ? value : undefined;
}

/**
 * The settings of DeepSeek's n-gram processor. A whitelist given as a string passes, as it does in
 * vLLM, where it silently becomes a set of characters.
 *
 * @param {Fields} xargs
 */
function checkNgram(xargs) {
  const { ngram_size: ngramSize, window_size: windowSize, whitelist_token_ids: whitelist } = xargs;
  if (ngramSize === undefined) return { ngramSize: undefined, windowSize: undefined };
  if (!Number.isInteger(ngramSize) || Number(ngramSize) <= 0) {
    throw badRequest(`\`ngram_size\` has to be a strictly positive integer, got ${ngramSize}.`);
  }
  if (windowSize !== undefined && (!Number.isInteger(windowSize) || Number(windowSize) <= 0)) {
    throw badRequest(`\`window_size\` has to be a strictly positive integer, got ${windowSize}.`);
  }
  if (typeof whitelist === 'number') {
    throw badRequest(`\`whitelist_token_ids\` has to be a sequence of integers, got ${whitelist}.`);
  }
  return { ngramSize: Number(ngramSize), windowSize: Number(windowSize ?? 100) };
}

/**
 * @param {unknown} value
 * @returns {Repetition | undefined}
 */
function checkRepetition(value) {
  if (!isObject(value)) return undefined;
  const { max_pattern_size: most, min_pattern_size: least = 0, min_count: count } = value;
  if (![most, least, count].every(Number.isInteger)) {
    throw invalidBody('int_type', ['repetition_detection'], EXPECTED.int.message);
  }
  const settings = {
    max_pattern_size: Number(most),
    min_pattern_size: Number(least),
    min_count: Number(count),
  };
  if (settings.max_pattern_size === 0) return undefined;
  if (settings.min_pattern_size > settings.max_pattern_size || settings.min_count < 2) {
    throw badRequest('Invalid repetition detection settings.', 'repetition_detection');
  }
  return settings;
}

/**
 * @param {Fields[]} messages
 * @param {number} imageLimit images in one prompt
 */
function readMessages(messages, imageLimit) {
  /** @type {string[]} */
  const texts = [];
  /** @type {string[]} */
  const urls = [];
  let previous = '';
  for (const message of messages) {
    if (message.role === previous && previous === 'user') {
      throw badRequest('Conversation roles must alternate user/assistant/user/assistant/...');
    }
    previous = String(message.role);
    if (typeof message.content === 'string') texts.push(message.content);
    if (!Array.isArray(message.content)) continue;
    for (const part of message.content) readPart(part, texts, urls);
  }
  if (messages.length === 0) throw badRequest('messages must not be empty', 'messages');
  if (urls.length > imageLimit) {
    throw badRequest(`At most ${imageLimit} image(s) may be provided in one prompt.`);
  }
  const prompt = texts.join('\n');
  const placeholders = prompt.split('<image>').length - 1;
  if (placeholders > urls.length) {
    throw badRequest(
      "Found more '<image>' placeholders in input prompt than actual multimodal data items.",
    );
  }
  return { prompt: prompt.replaceAll('<image>', '').replace(/^\n+/u, ''), urls };
}

/** Content parts of other media, by the medium's name in vLLM's refusal. */
const OTHER_MEDIA = {
  input_audio: 'audio',
  audio_url: 'audio',
  video_url: 'video',
};

/**
 * @param {Fields} part
 * @param {string[]} texts
 * @param {string[]} urls
 */
function readPart(part, texts, urls) {
  const { type } = part;
  if (type === 'text' || (type === undefined && typeof part.text === 'string')) {
    if (typeof part.text !== 'string') {
      throw invalidBody('missing', ['messages', 0, 'content', 'text'], 'Field required');
    }
    texts.push(part.text);
  } else if (type === 'image_url' || (type === undefined && part.image_url !== undefined)) {
    const url = isObject(part.image_url) ? part.image_url.url : part.image_url;
    if (typeof url !== 'string') {
      throw invalidBody('missing', ['messages', 0, 'content', 'image_url'], 'Field required');
    }
    urls.push(url);
  } else if (typeof type === 'string' && Object.hasOwn(OTHER_MEDIA, type)) {
    const medium = OTHER_MEDIA[/** @type {keyof typeof OTHER_MEDIA} */ (type)];
    throw badRequest(`At most 0 ${medium}(s) may be provided in one prompt.`);
  } else {
    throw badRequest(
      `Unsupported chat content part type: '${String(type)}'. Supported types: text, image_url.`,
    );
  }
}
