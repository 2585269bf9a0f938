// @ts-check
/**
 * The portal's HTTP interface. Receipts travel in a header, so that no address holds them.
 *
 * @typedef {{ doc_id: string, receipt: string, status_url: string, page_url: string, duplicate: boolean }} Accepted
 * @typedef {{ doc_id: string, receipt: string, upload_id: string, part_bytes: number, part_count: number }} Begun
 * @typedef {{ page_number: number, status: string, category: string | null, reason: string }} PageNote
 * @typedef {object} Status
 * @property {string} doc_id
 * @property {string | null} filename
 * @property {number} size_bytes
 * @property {'received' | 'reading' | 'loading' | 'done' | 'partly_done' | 'failed'} state
 * @property {number | null} page_count
 * @property {number} pages_read
 * @property {number} pages_loaded
 * @property {{ ok: number, blank: number, degraded: number, failed: number }} pages
 * @property {number} entities
 * @property {string | null} waiting
 * @property {string | null} reason
 * @property {PageNote[]} notes
 * @typedef {[number, number, number, number]} Box
 * @typedef {{ index: number, label: string, box: Box | null, start: number, end: number, confidence: number | null }} Block
 * @typedef {object} Entity
 * @property {string} entity_id
 * @property {number} page_number
 * @property {string} label
 * @property {string} text
 * @property {number} start
 * @property {number} end
 * @property {string} norm_value
 * @property {number} confidence
 * @property {number | null} record
 * @property {boolean} corrected
 * @property {string} reason
 * @property {number | null} block_index
 * @property {Box | null} box
 * @typedef {object} Page
 * @property {number} page_number
 * @property {number} page_count
 * @property {string} status
 * @property {string | null} reason
 * @property {string} text
 * @property {Block[]} blocks
 * @property {number | null} width_pt
 * @property {number | null} height_pt
 * @property {number | null} confidence_mean
 * @property {Entity[]} entities
 * @property {Doubt[]} doubts
 *
 * What a person should look at: values of one vessel that disagree (`conflict`), or a place that
 * looks like a value and fails its check (`unread`).
 * @typedef {object} Doubt
 * @property {number} page_number
 * @property {'conflict' | 'unread'} kind
 * @property {string[]} labels
 * @property {number | null} record
 * @property {string} text
 * @property {number | null} start
 * @property {number | null} end
 * @property {string} reason
 */

/** A request that was refused or did not arrive. */
export class ApiError extends Error {
  /** @param {number} status 0 if the server was not reached @param {string} code @param {string} message */
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Whether the same request can succeed later. */
  get isRetryable() {
    // A token of Turnstile's is refused for its age or a second use; the next try takes a new one.
    if (this.code === 'turnstile') return true;
    return this.status === 0 || this.status === 409 || this.status === 429 || this.status >= 500;
  }
}

export const noConnection = () =>
  new ApiError(0, 'no_connection', 'The connection was lost. What has been sent is kept.');

/** @param {number} status @param {string} body */
export function errorOf(status, body) {
  try {
    const { error } = JSON.parse(body);
    return new ApiError(status, String(error.code), String(error.message));
  } catch {
    return new ApiError(status, 'unknown', 'The server gave an answer that is not understood.');
  }
}

/** @param {string} receipt */
export const documentOf = (receipt) => receipt.split('.')[0];

/** @param {string} text */
export const isReceipt = (text) => /^[0-9a-f]{32}\.[0-9a-f]{32}$/.test(text);

/**
 * @param {string} receipt
 * @param {string} path below the document, beginning with `/` or empty
 * @param {RequestInit} [options]
 */
export async function request(receipt, path, options = {}) {
  const headers = { accept: 'application/json', authorization: `Bearer ${receipt}` };
  let response;
  try {
    response = await fetch(`/documents/${documentOf(receipt)}${path}`, { ...options, headers });
  } catch {
    throw noConnection();
  }
  if (!response.ok) throw errorOf(response.status, await response.text());
  return response;
}

/** @param {string} receipt @returns {Promise<Status>} */
export const statusOf = async (receipt) => (await request(receipt, '')).json();

/** @param {string} receipt @param {number} number @returns {Promise<Page>} */
export const pageOf = async (receipt, number) =>
  (await request(receipt, `/pages/${number}`)).json();

/** @param {string} receipt @param {number} number */
export const imageOf = async (receipt, number) =>
  (await request(receipt, `/pages/${number}.png`)).blob();

/** @param {string} receipt @returns {Promise<Entity[]>} */
export const entitiesOf = async (receipt) => (await request(receipt, '/entities.json')).json();

/** @param {string} receipt @returns {Promise<Doubt[]>} */
export const doubtsOf = async (receipt) => (await request(receipt, '/doubts.json')).json();

/** @param {string} receipt @returns {Promise<{ deleted: string, message: string }>} */
export const deleteDocument = async (receipt) =>
  (await request(receipt, '', { method: 'DELETE' })).json();

/**
 * Sends bytes with progress, which fetch does not report.
 * @param {string} method
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {XMLHttpRequestBodyInit} body
 * @param {(sentBytes: number) => void} onProgress
 * @param {AbortSignal} signal
 * @returns {Promise<any>}
 */
export function send(method, url, headers, body, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open(method, url);
    for (const [name, value] of Object.entries({ accept: 'application/json', ...headers })) {
      call.setRequestHeader(name, value);
    }
    call.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    call.addEventListener('load', () => {
      if (call.status >= 200 && call.status < 300) {
        resolve(call.responseText ? JSON.parse(call.responseText) : undefined);
      } else {
        reject(errorOf(call.status, call.responseText));
      }
    });
    call.addEventListener('error', () => reject(noConnection()));
    call.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => call.abort(), { once: true });
    call.send(body);
  });
}
