// @ts-check
/**
 * DeepSeek-OCR's markup from a page's layout and the words read in it.
 *
 *     const pieces = groundedMarkup(page); // pieces.map((p) => p.text).join('') is the answer
 *
 * Blocks are `<|ref|>LABEL<|/ref|><|det|>[[x1, y1, x2, y2]]<|/det|>\nBODY\n\n` in reading order,
 * boxes on the 0–999 scale of the page image. A piece is a word with the reader's confidence, or
 * markup, of which the model is as good as certain. Limits: no formulas, no captions.
 */

/**
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./montage.mjs').ReadWord} ReadWord
 *
 * @typedef {object} Piece
 * @property {string} text
 * @property {number} logprob natural logarithm of the confidence
 * @property {boolean} [special] a tag that `skip_special_tokens` removes
 *
 * @typedef {{ words: ReadWord[], colspan: number, rowspan: number }} ReadCell
 * @typedef {{ kind: 'table', box: Box, rows: ReadCell[][] }} ReadTable
 * @typedef {{ words: ReadWord[], flows: boolean }} ReadLine
 * @typedef {{ kind: 'text', label: 'title' | 'sub_title' | 'text', box: Box, lines: ReadLine[] }} ReadText
 * @typedef {{ kind: 'picture', box: Box }} ReadPicture
 * @typedef {{ width: number, height: number, regions: (ReadTable | ReadText | ReadPicture)[] }} ReadPage
 *   boxes in pixels of the page image
 */

/** Log-probability of a token that is markup. */
const CERTAIN = -0.0001;

/** Heading mark in the body of each label. */
const HEADING = { title: '# ', sub_title: '## ', text: '' };

/**
 * @param {string} text
 * @param {boolean} [special]
 * @returns {Piece}
 */
function mark(text, special = false) {
  return { text, logprob: CERTAIN, ...(special ? { special } : {}) };
}

/**
 * @param {ReadWord[]} words
 * @param {(text: string) => string} escape
 * @returns {Piece[]} the words with spaces between them
 */
function wordPieces(words, escape) {
  return words.map((word, index) => ({
    text: (index > 0 ? ' ' : '') + escape(word.text),
    logprob: Math.log(Math.min(0.9999, Math.max(0.01, word.confidence / 100))),
  }));
}

/** @param {string} text */
function escapeText(text) {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** @param {string} text */
function escapeCell(text) {
  return escapeText(text.replaceAll('&', '&amp;'));
}

/** @param {string} text */
function escapePipe(text) {
  return text.replaceAll('|', '\\|');
}

/**
 * @param {Box} box
 * @param {ReadPage} page
 * @returns {string} `[[x1, y1, x2, y2]]`
 */
export function detOf(box, { width, height }) {
  const scale = (/** @type {number} */ value, /** @type {number} */ size) =>
    Math.min(999, Math.max(0, Math.round((value / size) * 999)));
  const corners = [
    scale(box.x0, width),
    scale(box.y0, height),
    scale(box.x1, width),
    scale(box.y1, height),
  ];
  return `[[${corners.join(', ')}]]`;
}

/**
 * @param {string} label
 * @param {Box} box
 * @param {ReadPage} page
 * @returns {Piece[]}
 */
function tag(label, box, page) {
  return [
    mark('<|ref|>', true),
    mark(label),
    mark('<|/ref|>', true),
    mark('<|det|>', true),
    mark(detOf(box, page)),
    mark('<|/det|>', true),
    mark('\n'),
  ];
}

/**
 * The answer to `<|grounding|>Convert the document to markdown.`
 *
 * @param {ReadPage} page
 * @returns {Piece[]}
 */
export function groundedMarkup(page) {
  return page.regions.flatMap((region) => {
    if (region.kind === 'picture') return tag('image', region.box, page);
    if (region.kind === 'table') {
      return [...tag('table', region.box, page), ...htmlTable(region), mark('\n\n')];
    }
    return [...tag(region.label, region.box, page), ...textBody(region, escapeText), mark('\n\n')];
  });
}

/**
 * The answer to `<|grounding|>OCR this image.`: every line is its own reference.
 *
 * @param {ReadPage} page
 * @returns {Piece[]}
 */
export function lineMarkup(page) {
  return page.regions.flatMap((region) => {
    if (region.kind === 'picture') return [];
    const lines =
      region.kind === 'text'
        ? region.lines.map((line) => line.words)
        : region.rows.map((cells) => cells.flatMap((cell) => cell.words));
    return lines
      .filter((words) => words.length > 0)
      .flatMap((words) => [
        mark('<|ref|>', true),
        ...wordPieces(words, escapeText),
        mark('<|/ref|>', true),
        mark('<|det|>', true),
        mark(detOf(region.box, page)),
        mark('<|/det|>', true),
        mark('\n'),
      ]);
  });
}

/**
 * The answer to `Free OCR.`: markdown without tags, tables with pipes.
 *
 * @param {ReadPage} page
 * @returns {Piece[]}
 */
export function freeMarkup(page) {
  return page.regions.flatMap((region) => {
    if (region.kind === 'picture') return [];
    if (region.kind === 'table') return [...pipeTable(region), mark('\n')];
    return [...textBody(region, (text) => text), mark('\n\n')];
  });
}

/**
 * @param {ReadText} region
 * @param {(text: string) => string} escape
 * @returns {Piece[]}
 */
function textBody(region, escape) {
  /** @type {Piece[]} */
  const pieces = HEADING[region.label] === '' ? [] : [mark(HEADING[region.label])];
  const lines = region.lines.filter((line) => line.words.length > 0);
  lines.forEach((line, index) => {
    pieces.push(...wordPieces(line.words, escape));
    if (index + 1 < lines.length) {
      pieces.push(mark(line.flows || region.label !== 'text' ? ' ' : '\n'));
    }
  });
  return pieces;
}

/**
 * @param {ReadTable} table
 * @returns {Piece[]}
 */
function htmlTable(table) {
  const pieces = [mark('<table>')];
  for (const cells of table.rows) {
    pieces.push(mark('<tr>'));
    for (const { words, colspan, rowspan } of cells) {
      const spans =
        (colspan > 1 ? ` colspan="${colspan}"` : '') + (rowspan > 1 ? ` rowspan="${rowspan}"` : '');
      pieces.push(mark(`<td${spans}>`), ...wordPieces(words, escapeCell), mark('</td>'));
    }
    pieces.push(mark('</tr>'));
  }
  pieces.push(mark('</table>'));
  return pieces;
}

/**
 * @param {ReadTable} table
 * @returns {Piece[]}
 */
function pipeTable(table) {
  return table.rows.flatMap((cells, row) => {
    const pieces = [mark('|')];
    for (const { words, colspan } of cells) {
      pieces.push(
        mark(' '),
        ...wordPieces(words, escapePipe),
        mark(` |${' |'.repeat(colspan - 1)}`),
      );
    }
    pieces.push(mark('\n'));
    if (row === 0) {
      const columns = cells.reduce((sum, cell) => sum + cell.colspan, 0);
      pieces.push(mark(`|${' --- |'.repeat(columns)}\n`));
    }
    return pieces;
  });
}
