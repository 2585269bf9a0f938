// @ts-check
/**
 * Documents of many shapes, each with what is known of it beforehand: how many pages it has, which of
 * them are blank, or why it is refused. The bytes of document `n` are always the same.
 */
import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';

/** Pages of a chunk in these tests: documents of a few pages are then several chunks. */
export const CHUNK_PAGES = 3;

/** Pages that a document may have in these tests. */
export const MAX_PAGES = 12;

/**
 * @typedef {object} Sample
 * @property {string} name
 * @property {Uint8Array} bytes
 * @property {string} sha256
 * @property {('text' | 'blank')[]} pages what each page is; empty for a document that is refused
 * @property {boolean} isRefused
 * @property {boolean} announcesHash the sender names the hash, so that the document's id follows from it
 * @property {'never' | 'at_once' | 'later'} deleted when its sender deletes it
 * @property {number} [copyOf] the sample whose bytes these are
 */

/** @param {Uint8Array} bytes */
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/**
 * @param {string} name
 * @param {('text' | 'blank')[]} pages
 * @param {PDFKit.PDFDocumentOptions} [options]
 * @returns {Promise<Uint8Array>}
 */
function draw(name, pages, options = {}) {
  const created = new Date('2025-01-15T00:00:00Z');
  const document = new PDFDocument({
    size: [300, 400],
    autoFirstPage: false,
    compress: true,
    info: { Title: name, CreationDate: created, ModDate: created },
    ...options,
  });
  /** @type {Buffer[]} */
  const pieces = [];
  document.on('data', (piece) => pieces.push(piece));
  const ended = new Promise((resolve) =>
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces)))),
  );
  pages.forEach((kind, index) => {
    document.addPage();
    if (kind === 'text') document.fontSize(12).text(`${name}, page ${index + 1}`);
  });
  document.end();
  return /** @type {Promise<Uint8Array>} */ (ended);
}

/** A PDF that says it has no page. @param {string} name */
function withoutPages(name) {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [] /Count 0 >>',
    `<< /Title (${name}) >>`,
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return String(offset).padStart(10, '0');
  });
  const start = text.length;
  text += `xref\n0 4\n0000000000 65535 f \n${offsets.map((offset) => `${offset} 00000 n \n`).join('')}`;
  text += `trailer\n<< /Size 4 /Root 1 0 R /Info 3 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(text);
}

/** @param {number} count @param {(index: number) => boolean} [isBlank] */
const kinds = (count, isBlank = () => false) =>
  Array.from({ length: count }, (_, index) =>
    isBlank(index) ? /** @type {const} */ ('blank') : /** @type {const} */ ('text'),
  );

/**
 * The shapes, in the order in which they come up again and again.
 * @type {((number: number, earlier: Sample[]) => Promise<Partial<Sample> & { bytes: Uint8Array }>)[]}
 */
const SHAPES = [
  async (n) => pages(`letter ${n}`, kinds(1)),
  async (n) => pages(`register ${n}`, kinds(2 * CHUNK_PAGES + 1)),
  async (n) =>
    pages(
      `report ${n}`,
      kinds(3, (index) => index === 1),
    ),
  async (n) =>
    refused(await draw(`secret ${n}`, kinds(1), { userPassword: 'a', ownerPassword: 'b' })),
  async (_, earlier) => copyOf(earlier, earlier.length - 3, false),
  async (n) => ({ ...(await pages(`withdrawn ${n}`, kinds(2))), deleted: 'at_once' }),
  async (n) =>
    pages(
      `empty ${n}`,
      kinds(1, () => true),
    ),
  async (n) =>
    pages(
      `chunks ${n}`,
      kinds(2 * CHUNK_PAGES, (index) => index === CHUNK_PAGES),
    ),
  async (n) => refused(withoutPages(`nothing ${n}`)),
  async (_, earlier) => copyOf(earlier, earlier.length - 2, true),
  async (n) => ({ ...(await pages(`taken back ${n}`, kinds(CHUNK_PAGES + 1))), deleted: 'later' }),
  async (n) => refused(await cutOff(`broken ${n}`)),
  async (n) => pages(`two ${n}`, kinds(2)),
  async (n) => refused(await draw(`too long ${n}`, kinds(MAX_PAGES + 1))),
  // Of the one that is taken back: it stays.
  async (_, earlier) => copyOf(earlier, earlier.length - 4, false),
];

/** @param {string} name @param {Sample['pages']} kindsOfPages */
const pages = async (name, kindsOfPages) => ({
  name,
  bytes: await draw(name, kindsOfPages),
  pages: kindsOfPages,
});

/** @param {Uint8Array} bytes */
const refused = (bytes) => ({ bytes, pages: [], isRefused: true });

/** The beginning of a PDF, its end lost on the way. @param {string} name */
async function cutOff(name) {
  const whole = Buffer.from(await draw(name, kinds(1))).toString('latin1');
  const beginning = whole.slice(0, 250).replace('\n', `\n%${name}\n`);
  return new Uint8Array(Buffer.from(beginning, 'latin1'));
}

/** @param {Sample[]} earlier @param {number} index @param {boolean} announcesHash */
function copyOf(earlier, index, announcesHash) {
  const original = earlier[index];
  const { bytes, pages: kindsOfPages, isRefused } = original;
  return { bytes, pages: kindsOfPages, isRefused, announcesHash, copyOf: index };
}

/**
 * The first `count` documents.
 * @param {number} count
 * @returns {Promise<Sample[]>}
 */
export async function makeDocuments(count) {
  /** @type {Sample[]} */
  const samples = [];
  for (let index = 0; index < count; index += 1) {
    const shape = SHAPES[index % SHAPES.length];
    const sample = await shape(index + 1, samples);
    samples.push({
      pages: [],
      isRefused: false,
      deleted: 'never',
      // One in four leaves it to the processor to hash the bytes.
      announcesHash: index % 4 !== 3,
      ...sample,
      name: `${index + 1} ${sample.name ?? ''}`.trim(),
      sha256: sha256(sample.bytes),
    });
  }
  return samples;
}
