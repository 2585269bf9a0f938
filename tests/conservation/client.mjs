// @ts-check
/** A sender as the portal meets them: sends, tries again when it was no use, keeps the receipt. */
import { randomUUID } from 'node:crypto';

/** Tries of one request before its sender gives up. */
const MOST_TRIES = 100;

/**
 * @typedef {object} Sent
 * @property {import('./documents.mjs').Sample} sample
 * @property {string} docId as the portal named it
 * @property {URL} statusUrl
 * @property {'document' | 'receipt' | undefined} withdrawn what its sender was told is deleted: the
 *   document, or only the receipt, because somebody else sent the same bytes
 */

/** Tries of one request whose connection broke: a connection kept alive may just have been closed. */
const MOST_BREAKS = 5;

/** @param {number} milliseconds */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Sends a request until it is answered with something else than a fault of the server.
 * @param {URL} url
 * @param {RequestInit} request
 */
async function persistently(url, request) {
  for (let tries = 1; ; tries += 1) {
    let response;
    try {
      response = await fetch(url, request);
    } catch (error) {
      if (tries >= MOST_BREAKS) throw error;
      await pause(250);
      continue;
    }
    const body = await response.text();
    // 409: the file is there already, and nobody has hashed it yet.
    const isFault = response.status >= 500 || response.status === 409;
    if (!isFault) return { status: response.status, answer: body ? JSON.parse(body) : undefined };
    if (tries === MOST_TRIES) throw new Error(`${url.pathname}: ${response.status} ${body}`);
    await pause(250);
  }
}

/**
 * @param {string} portalUrl
 * @param {import('./documents.mjs').Sample} sample
 * @returns {Promise<Sent>}
 */
export async function send(portalUrl, sample) {
  const { status, answer } = await persistently(new URL('/upload', portalUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/pdf',
      // However often it is sent, it is one request with one receipt.
      'idempotency-key': randomUUID(),
      'x-filename': encodeURIComponent(`${sample.name}.pdf`),
      ...(sample.announcesHash ? { 'x-content-sha256': sample.sha256 } : {}),
    },
    body: new Blob([new Uint8Array(sample.bytes)]),
  });
  if (status !== 202) throw new Error(`${sample.name}: ${status} ${JSON.stringify(answer)}`);
  const statusUrl = new URL(answer.status_url);
  return { sample, docId: answer.doc_id, statusUrl, withdrawn: undefined };
}

/** Deletes a document with its receipt. @param {Sent} sent */
export async function withdraw(sent) {
  const { status, answer } = await persistently(sent.statusUrl, { method: 'DELETE' });
  // 404: an earlier try that was answered with a fault had done it; its receipt at least is gone.
  if (status !== 200 && status !== 404) throw new Error(JSON.stringify(answer));
  sent.withdrawn = status === 404 ? 'receipt' : answer.deleted;
}

/** @param {any} status */
export const isEnded = (status) => ['done', 'partly_done', 'failed'].includes(status?.state);

/** What the portal says of a document; undefined if it knows none. @param {Sent} sent */
export async function statusOf(sent) {
  const { status, answer } = await persistently(sent.statusUrl, {});
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(JSON.stringify(answer));
  return answer;
}
