// @ts-check
/**
 * A page to its PNG: the core against PDFium compiled to WASM, both in this process's V8, page after
 * page in turns. PDFium draws at the same size and gets the same PNG step, once from its own bitmap in
 * colour, as a page may need it, once from one in grey, which is less work. The core first finds out
 * what the page holds and whether it would ever end, and looks for ink and for colour that matters
 * besides; all of it is counted.
 *
 * The scans are made here: pages of the text book drawn at 300 dpi, with a scanner's noise.
 */
import { deflateSync } from 'node:zlib';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { loadWasm } from './wasm.mjs';

const PAGES = 6;
const ROUNDS = 7;
/** A4 at 300 dpi; the height is a multiple of 16, as a TIFF's tile has to be. */
const SCAN = { width: 2480, height: 3520 };

/**
 * @param {PDFKit.PDFDocumentOptions} options
 * @param {(document: PDFKit.PDFDocument, page: number) => void} draw
 * @returns {Promise<Buffer>}
 */
function makeDocument(options, draw) {
  const document = new PDFDocument({ size: 'A4', margin: 48, autoFirstPage: false, ...options });
  /** @type {Buffer[]} */
  const pieces = [];
  document.on('data', (piece) => pieces.push(piece));
  for (let page = 0; page < PAGES; page += 1) {
    document.addPage();
    draw(document, page);
  }
  return new Promise((resolve) => {
    document.on('end', () => resolve(Buffer.concat(pieces)));
    document.end();
  });
}

const SENTENCE =
  'The inspector noted that the vessel carried longline gear, that its call sign agreed with the ' +
  'register, and that the hold held 41.5 tonnes of frozen fish in 1,204 cartons. ';

const textBook = () =>
  makeDocument({}, (document, page) => {
    document.font('Times-Roman').fontSize(11).text(`Chapter ${page}. `.padEnd(40, '. '));
    document.text(SENTENCE.repeat(22), { lineGap: 2 });
  });

const ruledRegister = () =>
  makeDocument({ layout: 'landscape' }, (document, page) => {
    const widths = [30, 130, 95, 72, 62, 62, 68, 42, 185];
    document.font('Helvetica').fontSize(8).lineWidth(0.5);
    for (let row = 0; row < 28; row += 1) {
      let left = 48;
      for (const [column, width] of widths.entries()) {
        const top = 40 + row * 18;
        document.rect(left, top, width, 18).stroke();
        document.text(`${page}${row}${column} LANTERN`, left + 3, top + 5, { lineBreak: false });
        left += width;
      }
    }
  });

/** Grey pixels of scanned pages. @param {any} library @param {Buffer} book */
async function scannedPages(library, book) {
  const document = await library.loadDocument(book);
  const pages = [];
  for (let page = 0; page < PAGES; page += 1) {
    const { data } = await document
      .getPage(page)
      .render({ ...SCAN, colorSpace: 'Gray', render: 'bitmap' });
    const noisy = Buffer.from(data);
    // The same noise each time.
    let state = page + 1;
    for (let index = 0; index < noisy.length; index += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      const value = noisy[index] - 14 + (state >>> 29) * 2;
      noisy[index] = Math.max(0, Math.min(255, value));
    }
    pages.push(sharp(noisy, { raw: { ...SCAN, channels: 1 } }));
  }
  document.destroy();
  return pages;
}

/** @param {sharp.Sharp[]} pages */
async function jpegScan(pages) {
  const images = await Promise.all(
    pages.map((page) => page.clone().toColourspace('b-w').jpeg({ quality: 75 }).toBuffer()),
  );
  return makeDocument({ margin: 0 }, (document, page) => {
    const { width, height } = document.page;
    document.image(images[page], 0, 0, { width, height });
  });
}

/** The only tile of a TIFF with little-endian numbers. @param {Buffer} tiff */
function onlyTile(tiff) {
  const directory = tiff.readUInt32LE(4);
  /** @param {number} wanted */
  const value = (wanted) => {
    for (let entry = 0; entry < tiff.readUInt16LE(directory); entry += 1) {
      const at = directory + 2 + entry * 12;
      if (tiff.readUInt16LE(at) !== wanted) continue;
      return tiff.readUInt16LE(at + 2) === 3
        ? tiff.readUInt16LE(at + 8)
        : tiff.readUInt32LE(at + 8);
    }
    throw new Error(`the TIFF has no tag ${wanted}`);
  };
  const [TILE_OFFSETS, TILE_BYTES, PHOTOMETRIC] = [324, 325, 262];
  const start = value(TILE_OFFSETS);
  return {
    bytes: tiff.subarray(start, start + value(TILE_BYTES)),
    isBlackOne: value(PHOTOMETRIC) === 0,
  };
}

/**
 * Fills the page with an image whose data pdfkit does not know.
 * @param {PDFKit.PDFDocument} document
 * @param {Buffer} bytes
 * @param {object} entries
 */
function drawScan(document, bytes, entries) {
  const image = document.ref({
    Type: 'XObject',
    Subtype: 'Image',
    Width: SCAN.width,
    Height: SCAN.height,
    ColorSpace: 'DeviceGray',
    ...entries,
  });
  image.end(bytes);
  document.page.xobjects.Scan = image;
  const { width, height } = document.page;
  // pdfkit's coordinates begin at the top.
  document.save().transform(width, 0, 0, -height, 0, height);
  document.addContent('/Scan Do').restore();
}

/** @param {sharp.Sharp[]} pages */
async function faxScan(pages) {
  const tiffs = await Promise.all(
    pages.map((page) =>
      page
        .clone()
        .toColourspace('b-w')
        .threshold(128)
        .tiff({
          compression: 'ccittfax4',
          bitdepth: 1,
          tile: true,
          tileWidth: SCAN.width,
          tileHeight: SCAN.height,
        })
        .toBuffer(),
    ),
  );
  return makeDocument({ margin: 0 }, (document, page) => {
    const { bytes, isBlackOne } = onlyTile(tiffs[page]);
    drawScan(document, bytes, {
      BitsPerComponent: 1,
      Filter: 'CCITTFaxDecode',
      DecodeParms: { K: -1, Columns: SCAN.width, Rows: SCAN.height, BlackIs1: !isBlackOne },
    });
  });
}

/** Rows of grey samples, packed without loss. @param {sharp.Sharp[]} pages */
async function flateScan(pages) {
  const packed = await Promise.all(
    pages.map(async (page) =>
      deflateSync(await page.clone().toColourspace('b-w').raw().toBuffer()),
    ),
  );
  const document = await makeDocument({ margin: 0 }, (document, page) => {
    drawScan(document, packed[page], { BitsPerComponent: 8, Filter: 'FlateDecode' });
  });
  return { document, packed };
}

const median = (/** @type {number[]} */ numbers) =>
  numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)];

/** Milliseconds. @param {() => unknown} work */
async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Width and height in the PNG's first chunk. @param {Uint8Array} png */
const sizeOf = (png) => {
  const view = new DataView(png.buffer, png.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
};

export async function benchRender() {
  const core = await loadWasm('render-in-wasm');
  const library = await PDFiumLibrary.init();
  const book = await textBook();
  const scanned = await scannedPages(library, book);
  const flate = await flateScan(scanned);
  const documents = {
    'text book': book,
    'ruled register': await ruledRegister(),
    'JPEG scan, 300 dpi grey': await jpegScan(scanned),
    'G4 fax scan, 300 dpi': await faxScan(scanned),
    'Flate scan, 300 dpi grey': flate.document,
  };
  const table = [];
  let flateMilliseconds = 0;
  for (const [name, bytes] of Object.entries(documents)) {
    const pages = new core.Pages(bytes);
    const pdfium = await library.loadDocument(bytes);
    /** @type {number[]} */
    const ours = [];
    /** @type {number[]} */
    const theirs = [];
    /** @type {number[]} */
    const theirsInColour = [];
    let kilobytes = 0;
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (let page = 0; page < PAGES; page += 1) {
        /** @type {Uint8Array} */
        let png = new Uint8Array();
        const own = await timed(() => (png = pages.png(page + 1)));
        const size = sizeOf(png);
        kilobytes = Math.round(png.length / 1024);
        /** @param {'Gray' | 'BGRA'} colorSpace */
        const draw = async (colorSpace) => {
          const options = /** @type {const} */ ({ ...size, colorSpace, render: 'bitmap' });
          const { data } = await pdfium.getPage(page).render(options);
          core.grey_png(data, size.width, size.height);
        };
        const other = await timed(() => draw('Gray'));
        const otherInColour = await timed(() => draw('BGRA'));
        // The first round warms up.
        if (round > 0) {
          ours.push(own);
          theirs.push(other);
          theirsInColour.push(otherInColour);
        }
      }
    }
    table.push({
      document: name,
      'PNG KB': kilobytes,
      'core ms': median(ours).toFixed(1),
      'PDFium ms': median(theirsInColour).toFixed(1),
      'times as fast': (median(theirsInColour) / median(ours)).toFixed(2),
      'PDFium grey ms': median(theirs).toFixed(1),
      'times as fast as grey': (median(theirs) / median(ours)).toFixed(2),
    });
    pdfium.destroy();
    if (name.startsWith('Flate')) flateMilliseconds = median(ours);
  }
  console.log(`\nA page to PNG in V8, median of ${PAGES * ROUNDS} pages each`);
  console.table(table);

  /** @type {number[]} */
  const counting = [];
  for (const packed of flate.packed) {
    for (let round = 0; round <= ROUNDS; round += 1) {
      counting.push(await timed(() => core.inflated_length(packed)));
    }
  }
  console.log(
    `of a Flate scan's page, finding out how long its data becomes takes ` +
      `${((100 * median(counting)) / flateMilliseconds).toFixed(0)} %`,
  );
}
