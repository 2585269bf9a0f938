// @ts-check
/**
 * Row numbers that stand so close to the first column that no white separates them.
 *
 *     splitRowNumbers(rows); // "1 Alpha", "2 Beta", "3 Gamma" become two columns
 */

/**
 * @typedef {import('./markup.mjs').ReadCell} ReadCell
 */

/** Fewest numbered rows that are taken for a numbering. */
const FEWEST = 3;

/**
 * Gives the first column's leading numbers a column of their own when they count up row by row
 * through the whole table below its heading.
 *
 * @param {ReadCell[][]} rows
 * @returns {ReadCell[][]} the same rows when there is no such numbering
 */
export function splitRowNumbers(rows) {
  const first = rows.findIndex((cells) => numberOf(cells) !== undefined);
  if (first < 0 || first > 2 || rows.length - first < FEWEST) return rows;
  const start = numberOf(rows[first]) ?? 0;
  const counts = rows
    .slice(first)
    .every((cells, index) => cells.length > 1 && numberOf(cells) === start + index);
  if (!counts) return rows;
  return rows.map((cells, index) => {
    const [head, ...others] = cells;
    if (index < first) return [{ words: [], colspan: 1, rowspan: head.rowspan }, ...cells];
    return [
      { words: head.words.slice(0, 1), colspan: 1, rowspan: 1 },
      { ...head, words: head.words.slice(1) },
      ...others,
    ];
  });
}

/**
 * @param {ReadCell[]} cells
 * @returns {number | undefined} the number before other words in the first cell
 */
function numberOf(cells) {
  const words = cells[0]?.words ?? [];
  if (words.length < 2 || cells[0].colspan > 1) return undefined;
  const match = /^(\d{1,4})[.)]?$/u.exec(words[0].text);
  return match === null ? undefined : Number(match[1]);
}
