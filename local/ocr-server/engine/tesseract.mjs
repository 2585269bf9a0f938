// @ts-check
/**
 * The reading engine: a small pool of page threads.
 *
 *     const engine = createTesseractEngine({ workers: 2, cache: undefined });
 *     const pieces = await engine.read(image, 'grounding', signal);
 *     await engine.close();
 *
 * Threads start with the first page. A page whose request is gone before its turn is not read; one
 * that is being read is read to the end, its result unused. Limits: English letters only.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { freeMarkup, groundedMarkup, lineMarkup } from '../page/markup.mjs';
import { openCache } from './cache.mjs';

/**
 * @typedef {import('../page/markup.mjs').Piece} Piece
 * @typedef {import('../page/markup.mjs').ReadPage} ReadPage
 * @typedef {import('../image.mjs').ImageInput} ImageInput
 * @typedef {'grounding' | 'lines' | 'free'} Mode
 *
 * @typedef {object} Engine
 * @property {(image: ImageInput, mode: Mode, signal: AbortSignal) => Promise<Piece[]>} read
 *   rejects with `UnreadableImage`, with the signal's reason, or with an error of the engine
 * @property {() => Promise<void>} close
 *
 * @typedef {{ image: ImageInput, signal: AbortSignal, resolve: (page: ReadPage) => void, reject: (error: unknown) => void }} Task
 * @typedef {{ thread: Worker, task: Task | undefined }} Slot
 */

/** Threads used when nothing is said: one per core, at most two. */
export const DEFAULT_WORKERS = Math.max(1, Math.min(2, availableParallelism()));

/** The image's bytes could not be decoded: an error of the request. */
export class UnreadableImage extends Error {}

/**
 * @param {{ workers?: number, cache?: string }} options
 * @returns {Engine}
 */
export function createTesseractEngine({ workers = DEFAULT_WORKERS, cache: folder }) {
  const cache = openCache(folder);
  /** @type {Slot[]} */
  const slots = [];
  /** @type {Task[]} */
  let waiting = [];
  let closed = false;

  /** @param {Slot} slot */
  function feed(slot) {
    slot.task = waiting.shift();
    while (slot.task?.signal.aborted) {
      slot.task.reject(slot.task.signal.reason);
      slot.task = waiting.shift();
    }
    if (slot.task === undefined) slot.thread.unref();
    else slot.thread.postMessage({ id: 0, bytes: slot.task.image.bytes });
  }

  function startThread() {
    const thread = new Worker(new URL('./page-thread.mjs', import.meta.url), {
      workerData: { language: 'eng' },
    });
    /** @type {Slot} */
    const slot = { thread, task: undefined };
    slots.push(slot);
    thread.on('message', (message) => {
      if (message.ready) return;
      const { task } = slot;
      if (message.error === undefined) task?.resolve(message.page);
      else if (message.unreadable) task?.reject(new UnreadableImage(message.error));
      else task?.reject(new Error(message.error));
      feed(slot);
    });
    thread.on('error', (error) => {
      slots.splice(slots.indexOf(slot), 1);
      slot.task?.reject(error);
      if (!closed && waiting.length > 0) feed(startThread());
    });
    return slot;
  }

  /**
   * @param {ImageInput} image
   * @param {AbortSignal} signal
   * @returns {Promise<ReadPage>}
   */
  function readOnThread(image, signal) {
    return new Promise((resolve, reject) => {
      if (closed) {
        reject(new Error('the engine is closed'));
        return;
      }
      waiting.push({ image, signal, resolve, reject });
      const idle = slots.find((slot) => slot.task === undefined);
      if (idle !== undefined) {
        idle.thread.ref();
        feed(idle);
      } else if (slots.length < workers) {
        feed(startThread());
      }
    });
  }

  return {
    async read(image, mode, signal) {
      let page = await cache.get(image.sha256);
      if (page === undefined) {
        page = await readOnThread(image, signal);
        await cache.put(image.sha256, page);
      }
      if (mode === 'free') return freeMarkup(page);
      return mode === 'lines' ? lineMarkup(page) : groundedMarkup(page);
    },
    async close() {
      closed = true;
      for (const task of waiting) task.reject(new Error('the engine is closed'));
      waiting = [];
      await Promise.all(slots.map((slot) => slot.thread.terminate()));
    },
  };
}
