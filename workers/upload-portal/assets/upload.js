// @ts-check
/**
 * One file on its way to the portal: checked, hashed, sent whole or in parts, and resumed where it
 * broke off.
 *
 * @typedef {import('./api.js').Accepted} Accepted
 * @typedef {'waiting' | 'checking' | 'sending' | 'interrupted' | 'done' | 'refused' | 'cancelled'} UploadState
 */
import { ApiError, errorOf, noConnection, send } from './api.js';
import { checkFile, hashFile } from './file-checks.js';
import { dropFile, keepFile, rememberUnfinished, unfinishedUploads } from './storage.js';

/** Files above this size go up in parts; it is the size of a part, too. */
const PART_BYTES = 5 * 1024 * 1024;
/** Seconds between the attempts to send a part; afterwards the person is asked. */
const RETRY_SECONDS = [1, 3, 8];

/** @param {number} seconds @param {AbortSignal} signal */
const pause = (seconds, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('cancelled', 'AbortError'));
    });
  });

export class FileUpload extends EventTarget {
  /** @type {UploadState} */
  state = 'waiting';
  /** Bytes that the server has. */
  sentBytes = 0;
  /** @type {ApiError | undefined} */
  error;
  /** @type {Accepted | undefined} */
  accepted;
  #controller = new AbortController();
  /** @type {{ sha256: string, possession: string } | undefined} */
  #hashes;
  /** Names the upload, so that a try whose answer was lost and the next one get one receipt. */
  #key = randomKey();

  /**
   * @param {File} file
   * @param {{ maxBytes: number, turnstileToken: () => Promise<string | undefined> }} settings
   */
  constructor(file, settings) {
    super();
    this.file = file;
    this.settings = settings;
  }

  get percent() {
    return Math.floor((100 * this.sentBytes) / Math.max(1, this.file.size));
  }

  /** @param {UploadState} state */
  #enter(state) {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }

  /** @param {number} bytes */
  #sent(bytes) {
    this.sentBytes = Math.min(bytes, this.file.size);
    this.dispatchEvent(new Event('change'));
  }

  /** Sends the file, or what is missing of it. */
  async run() {
    this.#controller = new AbortController();
    this.error = undefined;
    try {
      this.#enter('checking');
      await checkFile(this.file, this.settings.maxBytes);
      this.#hashes ??= await hashFile(this.file);
      this.#enter('sending');
      this.accepted =
        this.file.size > PART_BYTES ? await this.#sendInParts() : await this.#sendWhole();
      this.#sent(this.file.size);
      this.#enter('done');
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') {
        this.#enter('cancelled');
        return;
      }
      this.error =
        error instanceof ApiError
          ? error
          : new ApiError(400, 'unreadable', 'The file cannot be read.');
      this.#enter(this.error.isRetryable ? 'interrupted' : 'refused');
    }
  }

  /** Stops sending and gives up what was sent. */
  async cancel() {
    const wasActive = this.state === 'checking' || this.state === 'sending';
    this.#controller.abort();
    const sha256 = this.#hashes?.sha256;
    const unfinished = sha256 ? unfinishedUploads()[sha256] : undefined;
    if (sha256 && unfinished) {
      rememberUnfinished(sha256, undefined);
      await dropFile(sha256);
      const { begun } = unfinished;
      await fetch(`/uploads/${begun.doc_id}`, {
        method: 'DELETE',
        headers: partHeaders(begun),
      }).catch(() => undefined);
    }
    if (!wasActive) this.#enter('cancelled');
  }

  /** @returns {Promise<Accepted>} */
  async #sendWhole() {
    const token = await this.settings.turnstileToken();
    /** @type {Record<string, string>} */
    const headers = {
      'content-type': 'application/pdf',
      'x-filename': encodeURIComponent(this.file.name.slice(-200)),
      'idempotency-key': this.#key,
    };
    if (this.#hashes) headers['x-content-sha256'] = this.#hashes.sha256;
    if (token) headers['x-turnstile-token'] = token;
    const progress = (/** @type {number} */ bytes) => this.#sent(bytes);
    return send('POST', '/upload', headers, this.file, progress, this.#controller.signal);
  }

  /** @returns {Promise<Accepted>} */
  async #sendInParts() {
    const sha256 = this.#hashes?.sha256;
    const remembered = sha256 ? unfinishedUploads()[sha256] : undefined;
    let upload = remembered;
    if (!upload) {
      const answer = await this.#begin();
      if ('status_url' in answer) return answer;
      upload = { begun: answer, name: this.file.name, size: this.file.size, parts: [] };
      if (sha256) {
        rememberUnfinished(sha256, upload);
        await keepFile(sha256, this.file);
      }
    }
    const forget = async () => {
      if (!sha256) return;
      rememberUnfinished(sha256, undefined);
      await dropFile(sha256);
    };
    const { begun, parts } = upload;
    try {
      for (let number = 1; number <= begun.part_count; number += 1) {
        const start = (number - 1) * begun.part_bytes;
        if (parts.some((part) => part.part_number === number)) {
          this.#sent(start + begun.part_bytes);
          continue;
        }
        parts.push(await this.#sendPart(begun, number, start));
        if (sha256) rememberUnfinished(sha256, upload);
      }
      const accepted = await this.#complete(begun, parts);
      await forget();
      return accepted;
    } catch (error) {
      // An upload that the server does not know any more begins anew.
      if (error instanceof ApiError && (error.status === 410 || error.status === 404)) {
        await forget();
        if (remembered) return this.#sendInParts();
      }
      throw error;
    }
  }

  /** @returns {Promise<import('./api.js').Begun | Accepted>} */
  async #begin() {
    const token = await this.settings.turnstileToken();
    /** @type {Record<string, string>} */
    const headers = { 'idempotency-key': this.#key };
    if (token) headers['x-turnstile-token'] = token;
    return this.#json('/uploads', headers, {
      filename: this.file.name,
      size_bytes: this.file.size,
      sha256: this.#hashes?.sha256,
      possession_sha256: this.#hashes?.possession,
    });
  }

  /** @param {import('./api.js').Begun} begun @param {number} number @param {number} start */
  async #sendPart(begun, number, start) {
    const bytes = this.file.slice(start, start + begun.part_bytes);
    const url = `/uploads/${begun.doc_id}/parts/${number}`;
    const signal = this.#controller.signal;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const progress = (/** @type {number} */ sent) => this.#sent(start + sent);
        return await send('PUT', url, partHeaders(begun), bytes, progress, signal);
      } catch (error) {
        this.#sent(start);
        const seconds = RETRY_SECONDS[attempt];
        if (!(error instanceof ApiError) || !error.isRetryable || seconds === undefined)
          throw error;
        await pause(seconds, signal);
      }
    }
  }

  /** @param {import('./api.js').Begun} begun @param {{ part_number: number, etag: string }[]} parts */
  #complete(begun, parts) {
    return this.#json(`/uploads/${begun.doc_id}/complete`, partHeaders(begun), { parts });
  }

  /** @param {string} url @param {Record<string, string>} headers @param {unknown} body */
  async #json(url, headers, body) {
    let response;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: this.#controller.signal,
      });
    } catch (error) {
      throw error instanceof DOMException ? error : noConnection();
    }
    const text = await response.text();
    if (!response.ok) throw errorOf(response.status, text);
    return JSON.parse(text);
  }
}

/** 128 random bits. `randomUUID` is there only on secure addresses. */
const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** @param {import('./api.js').Begun} begun */
const partHeaders = (begun) => ({
  authorization: `Bearer ${begun.receipt}`,
  'x-upload-id': begun.upload_id,
});
