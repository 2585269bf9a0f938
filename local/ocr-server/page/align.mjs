// @ts-check
/**
 * Counts a word's characters off against its glyphs.
 *
 *     align('IMULA0278', glyphs, capital); // one glyph a character, undefined where two touch
 */

/** Characters as wide as two others. */
const WIDE = /[MWmw@%]/u;

/** Width from which on a glyph may be two characters that touch, in capital heights. */
const TOUCHING = 1.15;

/**
 * @template {{ width: number }} T
 * @param {string} text
 * @param {T[]} glyphs left to right, widths in capital heights
 * @param {number} capital height of a capital letter, pixels; nothing is aligned below 7
 * @returns {(T | undefined)[] | undefined} one entry a character; undefined when they do not fit
 */
export function align(text, glyphs, capital) {
  const characters = [...text];
  if (capital < 7) return undefined;
  /** @type {(T | undefined)[]} */
  const aligned = [];
  let at = 0;
  while (aligned.length < characters.length && at < glyphs.length) {
    const index = aligned.length;
    const missing = characters.length - index > glyphs.length - at;
    const pair = characters.slice(index, index + 2).join('');
    if (missing && pair.length === 2 && glyphs[at].width > TOUCHING && !WIDE.test(pair)) {
      aligned.push(undefined, undefined);
    } else {
      aligned.push(glyphs[at]);
    }
    at += 1;
  }
  return aligned.length === characters.length && at === glyphs.length ? aligned : undefined;
}
