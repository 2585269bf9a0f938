// @ts-check
/**
 * Reads a page: layout, recognition of its segments, and the clean-up that needs the words.
 *
 *     const page = await readPage(bytes, recognise);
 *     groundedMarkup(page);
 *
 * `recognise(pgm)` turns a sheet into words. Limits: see `layout.mjs`; what Tesseract reads with
 * next to no confidence outside tables is dropped, as specks and pieces of logos are.
 */
import { quantile } from './components.mjs';
import { analysePage } from './layout.mjs';
import { amendWords } from './glyphs.mjs';
import { assignWords, makeSheets } from './montage.mjs';
import { decodeImage, encodePgm, fitScale } from './raster.mjs';
import { splitRowNumbers } from './row-numbers.mjs';

/**
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./segments.mjs').Segment} Segment
 * @typedef {import('./layout.mjs').Region} Region
 * @typedef {import('./montage.mjs').ReadWord} ReadWord
 * @typedef {import('./markup.mjs').ReadPage} ReadPage
 * @typedef {import('./markup.mjs').ReadText} ReadText
 */

/** Mean confidence below which free text is taken for noise. */
const NOISE = 25;

/** The same for up to three characters, which specks pass for more easily. */
const NOISE_SHORT = 60;

/** The same beside a picture, where pieces of the picture pass for letters. */
const NOISE_BY_PICTURE = 85;

/** How a dotted leader is written. */
const LEADER = '........';

/** The start of a line that is a pair of a caption and a value, or a numbered item. */
const NEW_ITEM = /^(?:\d{1,3}[.)]|[-•*]|[^:]{2,40}:(?:\s|$))/u;

/** A page number standing alone. */
const PAGE_NUMBER =
  /^(?:page|página|pagina|halaman|seite)?\s*\d{1,4}\s*(?:of|de|sur|dari|von|\/)\s*\d{1,4}$/iu;

/**
 * @param {Uint8Array} bytes PNG or JPEG
 * @param {(sheet: Buffer) => Promise<ReadWord[]>} recognise reads a PGM sheet
 * @returns {Promise<ReadPage>}
 */
export async function readPage(bytes, recognise) {
  const raster = fitScale(decodeImage(bytes));
  const layout = analysePage(raster);
  /** @type {Map<Segment, ReadWord[]>} */
  const read = new Map();
  for (const sheet of makeSheets(layout.level, layout.regions.flatMap(segmentsOf))) {
    assignWords(sheet, await recognise(encodePgm(sheet.raster)), read);
  }
  amendWords(layout.level, read);
  const wordsOf = (/** @type {Segment[]} */ segments) =>
    segments.flatMap((segment, index) => {
      const led = segment.leader || segments[index - 1]?.trailing === true;
      const words = read.get(segment) ?? [];
      return [
        ...(led ? [{ text: LEADER, confidence: 99, box: segment.box }] : []),
        ...(isDash(segment) ? [{ text: '-', confidence: 95, box: segment.box }] : words),
      ];
    });
  const pictures = layout.regions.filter((region) => region.kind === 'picture');
  const bodyCapital = quantile(
    layout.regions
      .flatMap(segmentsOf)
      .flatMap((segment) => segment.words.map(() => segment.capital)),
    0.5,
  );
  /** @type {ReadPage} */
  const page = { width: raster.width, height: raster.height, regions: [] };
  let titled = false;
  for (const region of layout.regions) {
    const box = turnBack(region.box, raster, layout.slope);
    if (region.kind === 'picture') {
      page.regions.push({ kind: 'picture', box });
    } else if (region.kind === 'table') {
      const rows = region.rows.map((cells) =>
        cells.map((cell) => ({
          words: wordsOf(cell.segments),
          colspan: cell.colspan,
          rowspan: cell.rowspan,
        })),
      );
      const pairs = captionPairs(rows);
      page.regions.push(
        pairs === undefined
          ? { kind: 'table', box, rows: splitRowNumbers(rows) }
          : { kind: 'text', label: 'text', box, lines: pairs },
      );
    } else {
      const lines = region.lines.map((segments, index) => ({
        words: wordsOf(segments),
        flows: region.flows[index],
      }));
      lines.forEach((line, index) => {
        const next = lines[index + 1]?.words.map((word) => word.text).join(' ') ?? '';
        line.flows &&= !NEW_ITEM.test(next) && !next.includes(LEADER) && !hasLeader(line.words);
      });
      const words = lines.flatMap((line) => line.words);
      const text = words.map((word) => word.text).join(' ');
      const confidence = words.reduce((sum, word) => sum + word.confidence, 0) / words.length;
      const beside = pictures.some((picture) => touches(picture.box, region.box));
      const noise = beside ? NOISE_BY_PICTURE : text.length <= 3 ? NOISE_SHORT : NOISE;
      if (!/[\p{L}\p{N}]/u.test(text) || confidence < noise) continue;
      if (box.y0 > 0.9 * raster.height && PAGE_NUMBER.test(text)) continue;
      const large = region.capital >= 1.22 * bodyCapital && region.lines.length <= 3;
      /** @type {ReadText['label']} */
      const label = !large || !/\p{L}{2}/u.test(text) ? 'text' : titled ? 'sub_title' : 'title';
      titled ||= label === 'title';
      page.regions.push({ kind: 'text', label, box, lines });
    }
  }
  return page;
}

/**
 * @param {Region} region
 * @returns {Segment[]}
 */
function segmentsOf(region) {
  if (region.kind === 'picture') return [];
  if (region.kind === 'text') return region.lines.flat();
  return region.rows.flatMap((cells) => cells.flatMap((cell) => cell.segments));
}

/**
 * Whether a box lies within a fifth of the picture's size of it.
 *
 * @param {Box} picture
 * @param {Box} box
 */
function touches(picture, box) {
  const marginX = 0.2 * (picture.x1 - picture.x0) + 10;
  const marginY = 0.3 * (picture.y1 - picture.y0) + 10;
  return (
    box.x0 < picture.x1 + marginX &&
    box.x1 > picture.x0 - marginX &&
    box.y0 < picture.y1 + marginY &&
    box.y1 > picture.y0 - marginY
  );
}

/**
 * A box of the straightened image in pixels of the page as it was sent.
 *
 * @param {Box} box
 * @param {{ width: number, height: number }} page
 * @param {number} slope
 * @returns {Box}
 */
function turnBack(box, { width, height }, slope) {
  if (slope === 0) return box;
  const cos = 1 / Math.hypot(1, slope);
  const sin = slope * cos;
  const turn = (/** @type {number} */ x, /** @type {number} */ y) => ({
    x: width / 2 + (x - width / 2) * cos - (y - height / 2) * sin,
    y: height / 2 + (x - width / 2) * sin + (y - height / 2) * cos,
  });
  const corners = [
    turn(box.x0, box.y0),
    turn(box.x1, box.y0),
    turn(box.x0, box.y1),
    turn(box.x1, box.y1),
  ];
  return {
    x0: Math.min(...corners.map((corner) => corner.x)),
    y0: Math.min(...corners.map((corner) => corner.y)),
    x1: Math.max(...corners.map((corner) => corner.x)),
    y1: Math.max(...corners.map((corner) => corner.y)),
  };
}

/**
 * Whether a segment is a lone dash, which Tesseract takes for noise.
 *
 * @param {Segment} segment
 */
function isDash({ box, words }) {
  const width = box.x1 - box.x0;
  return words.length === 1 && width >= 5 && width <= 40 && box.y1 - box.y0 <= 5;
}

/** @param {ReadWord[]} words */
function hasLeader(words) {
  return words.some((word) => word.text === LEADER);
}

/**
 * The lines of a two-column form whose captions end in a colon: one line a pair, not a table.
 *
 * @param {import('./markup.mjs').ReadCell[][]} rows
 * @returns {import('./markup.mjs').ReadLine[] | undefined} undefined for a table
 */
function captionPairs(rows) {
  const isCaption = (/** @type {ReadWord[] | undefined} */ words) =>
    words?.at(-1)?.text.endsWith(':') === true;
  const captions = rows.filter((cells) => cells.length === 2 && isCaption(cells[0].words));
  if (captions.length < 0.6 * rows.length || rows.some((cells) => cells.length > 2)) {
    return undefined;
  }
  return rows.map((cells) => ({ words: cells.flatMap((cell) => cell.words), flows: false }));
}
