// @ts-check
/**
 * What this browser remembers: receipts, and uploads that broke off together with their files. Both
 * are conveniences; where storage is forbidden everything works without them.
 *
 * @typedef {{ receipt: string, name: string, size: number }} KnownDocument
 * @typedef {{ begun: import('./api.js').Begun, name: string, size: number,
 *   parts: { part_number: number, etag: string }[] }} UnfinishedUpload
 */

const DOCUMENTS = 'vessel-ner.documents';
const UNFINISHED = 'vessel-ner.unfinished';
const MAX_DOCUMENTS = 200;

/** @template Value @param {string} key @param {Value} fallback @returns {Value} */
function read(key, fallback) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? fallback;
  } catch {
    return fallback;
  }
}

/** @param {string} key @param {unknown} value */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the list just does not grow.
  }
}

/** @returns {KnownDocument[]} */
export const knownDocuments = () => read(DOCUMENTS, /** @type {KnownDocument[]} */ ([]));

/** @param {KnownDocument} added */
export function rememberDocument(added) {
  const others = knownDocuments().filter(({ receipt }) => receipt !== added.receipt);
  write(DOCUMENTS, [added, ...others].slice(0, MAX_DOCUMENTS));
}

/** @param {string} forgotten receipt */
export function forgetDocument(forgotten) {
  write(
    DOCUMENTS,
    knownDocuments().filter(({ receipt }) => receipt !== forgotten),
  );
}

/** Unfinished uploads by the SHA-256 of their file. @returns {Record<string, UnfinishedUpload>} */
export const unfinishedUploads = () =>
  read(UNFINISHED, /** @type {Record<string, UnfinishedUpload>} */ ({}));

/** @param {string} sha256 @param {UnfinishedUpload | undefined} upload */
export function rememberUnfinished(sha256, upload) {
  const { [sha256]: _, ...others } = unfinishedUploads();
  write(UNFINISHED, upload ? { ...others, [sha256]: upload } : others);
}

/** @returns {Promise<IDBObjectStore>} */
function fileStore() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('vessel-ner', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('files');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () =>
      resolve(opening.result.transaction('files', 'readwrite').objectStore('files'));
  });
}

/** @template Result @param {(store: IDBObjectStore) => IDBRequest<Result>} ask */
async function inFileStore(ask) {
  try {
    const store = await fileStore();
    return await new Promise((/** @type {(result: Result | undefined) => void} */ resolve) => {
      const asked = ask(store);
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(undefined);
    });
  } catch {
    return undefined;
  }
}

/** @param {string} sha256 @param {File} file */
export const keepFile = (sha256, file) => inFileStore((store) => store.put(file, sha256));
/** @param {string} sha256 @returns {Promise<File | undefined>} */
export const keptFile = (sha256) => inFileStore((store) => store.get(sha256));
/** @param {string} sha256 */
export const dropFile = (sha256) => inFileStore((store) => store.delete(sha256));
