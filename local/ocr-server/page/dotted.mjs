// @ts-check
/**
 * Dotted ruling lines among the small marks of a page.
 *
 *     const { lines, others } = takeDottedLines(marks, letters, typical);
 *
 * Dots that continue a line of text are a leader and stay marks; dots with no text at their own
 * height are a ruling line. Limits: dots of a line must be within a pixel of the same height.
 */
import { around } from './components.mjs';

/**
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./components.mjs').Component} Component
 */

/** Fewest dots of a ruling line. */
const FEWEST = 12;

/** Widest gap between its dots, in pixels. */
const GAP = 14;

/**
 * @param {Component[]} marks
 * @param {Component[]} letters
 * @param {number} typical height of a letter, pixels
 * @returns {{ lines: Box[], others: Component[] }}
 */
export function takeDottedLines(marks, letters, typical) {
  const sorted = [...marks].sort((a, b) => a.x0 - b.x0);
  /** @type {Component[][]} */
  const chains = [];
  for (const mark of sorted) {
    const chain = chains.find((candidate) => {
      const last = candidate[candidate.length - 1];
      return Math.abs(last.y1 - mark.y1) <= 1 && mark.x0 - last.x1 <= GAP;
    });
    if (chain === undefined) chains.push([mark]);
    else chain.push(mark);
  }
  /** @type {Set<Component>} */
  const taken = new Set();
  /** @type {Box[]} */
  const lines = [];
  for (const chain of chains) {
    const box = around(chain);
    const continued = letters.some(
      (letter) =>
        Math.abs(letter.y1 - box.y1) <= 0.3 * typical &&
        ((letter.x1 <= box.x0 + 2 && box.x0 - letter.x1 < 2 * typical) ||
          (letter.x0 >= box.x1 - 2 && letter.x0 - box.x1 < 2 * typical)),
    );
    if (chain.length < FEWEST || continued) continue;
    lines.push(box);
    for (const mark of chain) taken.add(mark);
  }
  return { lines, others: marks.filter((mark) => !taken.has(mark)) };
}
