// @ts-check
/**
 * Opens every PDF again, with PDFium: another program than the Worker's, so that it does not make the
 * same mistake twice. One PDF is in memory at a time.
 */
import { createHash } from 'node:crypto';
import { PDFiumLibrary } from '@hyzyla/pdfium';

export const PDF_INVARIANT = {
  name: 'pdf-is-what-its-row-says',
  sentence:
    'The PDF of a document that was opened has the hash and the number of pages of its row.',
};

/** Documents asked for at a time. */
const PAGE = 500;

/**
 * @param {import('./sources.mjs').Query} query
 * @returns {AsyncGenerator<{ doc_id: string, document_sha256: string, page_count: number }>}
 */
async function* openedDocuments(query) {
  let last = '';
  for (;;) {
    const rows = await query(
      `SELECT doc_id, document_sha256, page_count FROM documents
       WHERE state = 'planned' AND doc_id > '${last}' ORDER BY doc_id LIMIT ${PAGE}`,
    );
    yield* rows;
    if (rows.length < PAGE) return;
    last = rows[rows.length - 1].doc_id;
  }
}

/**
 * @param {import('./sources.mjs').Query} query
 * @param {import('./export.mjs').ReadableBucket} bucket
 * @returns {Promise<{ offending: { key: string, what: string }[], counted: number, unopened: string[] }>}
 *   `unopened` are keys of PDFs that PDFium, stricter in places, does not open
 */
export async function recount(query, bucket) {
  const library = await PDFiumLibrary.init();
  /** @type {{ key: string, what: string }[]} */
  const offending = [];
  /** @type {string[]} */
  const unopened = [];
  let counted = 0;
  try {
    for await (const {
      doc_id: docId,
      document_sha256: sha256,
      page_count: pages,
    } of openedDocuments(query)) {
      const key = `uploads/${docId}.pdf`;
      const object = await bucket.get(key);
      // That it is missing is told by nothing-is-invented.
      if (!object) continue;
      const bytes = new Uint8Array(await object.arrayBuffer());
      const found = createHash('sha256').update(bytes).digest('hex');
      if (found !== sha256) offending.push({ key, what: `its SHA-256 is ${found}` });
      try {
        const document = await library.loadDocument(bytes);
        const count = document.getPageCount();
        document.destroy();
        counted += 1;
        if (count !== Number(pages)) {
          offending.push({ key, what: `has ${count} pages, its row says ${pages}` });
        }
      } catch {
        unopened.push(key);
      }
    }
  } finally {
    library.destroy();
  }
  return { offending, counted, unopened };
}
