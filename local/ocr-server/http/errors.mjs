// @ts-check
/**
 * The error bodies of vLLM's front end.
 *
 *     throw badRequest('max_tokens must be at least 1, got 0.', 'max_tokens');
 *
 * An `ApiError` is answered as it is; anything else that is thrown becomes an InternalServerError
 * without its message.
 */

/** An answer other than 200. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {unknown} body sent as JSON
   */
  constructor(status, body) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/**
 * @param {number} status also sent as `code`
 * @param {string} type
 * @param {string} message
 * @param {string | null} [param] the request's key at fault
 */
export function openAiError(status, type, message, param = null) {
  return new ApiError(status, { error: { message, type, param, code: status } });
}

/**
 * A request that is well formed but cannot be served.
 *
 * @param {string} message
 * @param {string | null} [param]
 */
export function badRequest(message, param = null) {
  return openAiError(400, 'BadRequestError', message, param);
}

/**
 * A request that fails the schema, in the words of the schema's checker.
 *
 * @param {string} type the checker's error type, such as `missing`
 * @param {(string | number)[]} path where in the body
 * @param {string} message
 */
export function invalidBody(type, path, message) {
  const where = ['body', ...path]
    .map((step) => (typeof step === 'number' ? String(step) : `'${step}'`))
    .join(', ');
  return openAiError(
    400,
    'Bad Request',
    `1 validation error:\n  {'type': '${type}', 'loc': (${where}), 'msg': '${message}'}`,
  );
}

/** @returns {ApiError} what any failure of the server itself looks like */
export function internalError() {
  return openAiError(500, 'InternalServerError', 'Internal server error');
}
