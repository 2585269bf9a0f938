// @ts-check
/**
 * Paragraphs: free lines gathered by distance and size, and told apart from headings.
 *
 *     const paragraphs = gatherParagraphs(lines);
 *
 * Limits: bold type is not recognised, so a heading in the size of the text is text.
 */
import { around, quantile } from './components.mjs';
import { groupLines } from './lines.mjs';

/**
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./segments.mjs').Segment} Segment
 * @typedef {import('./lines.mjs').Line} Line
 *
 * @typedef {object} Paragraph
 * @property {'text'} kind
 * @property {Box} box
 * @property {Segment[][]} lines the segments of each line
 * @property {boolean[]} flows whether each line runs on into the next one
 * @property {number} capital height of a capital letter, pixels
 */

/**
 * @param {Line[]} lines
 * @returns {Paragraph[]}
 */
export function gatherParagraphs(lines) {
  const pieces = lines.flatMap(splitAtWideGaps);
  /** @type {Line[][]} */
  const groups = [];
  for (const piece of pieces) {
    const group = groups.find((candidate) => continues(candidate, piece));
    if (group === undefined) groups.push([piece]);
    else group.push(piece);
  }
  const right = Math.max(...pieces.map((line) => line.box.x1), 0);
  return groups.map((group) => {
    return {
      kind: /** @type {const} */ ('text'),
      box: around(group.map((line) => line.box)),
      lines: group.map((line) => line.segments),
      flows: group.map((line, index) => {
        const next = group[index + 1];
        if (next === undefined) return false;
        const firstWord = next.segments[0].words[0];
        const room = right - line.box.x1;
        const width = firstWord.x1 - firstWord.x0 + 0.5 * line.capital;
        return room < width && line.box.x1 - line.box.x0 > 18 * line.capital;
      }),
      capital: quantile(
        group.map((line) => line.capital),
        0.5,
      ),
    };
  });
}

/**
 * A line whose parts are far apart (a letterhead's name and telephone) is several pieces.
 *
 * @param {Line} line
 * @returns {Line[]}
 */
function splitAtWideGaps(line) {
  /** @type {Segment[][]} */
  const runs = [];
  for (const segment of line.segments) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const joined =
      last !== undefined &&
      (segment.leader ||
        last.trailing ||
        segment.box.x0 - last.box.x1 < 4 * Math.max(line.capital, 8)) &&
      sameSize(segment.capital, last.capital, 1.6);
    if (joined) run?.push(segment);
    else runs.push([segment]);
  }
  return runs.flatMap((run) => groupLines(run));
}

/**
 * @param {Line[]} group
 * @param {Line} line
 */
function continues(group, line) {
  const last = group[group.length - 1];
  const distance = line.baseline - last.baseline;
  const size = last.capital / 0.72;
  const overlaps = line.box.x0 < last.box.x1 && line.box.x1 > last.box.x0;
  const aligned = Math.abs(line.box.x0 - group[0].box.x0) < 3 * size || overlaps;
  const pitch = group.length > 1 ? last.baseline - group[group.length - 2].baseline : 2.1 * size;
  return (
    distance > 0.5 * size &&
    distance < Math.min(2.1 * size, 1.35 * pitch) &&
    aligned &&
    overlaps &&
    sameSize(line.capital, last.capital, 1.12)
  );
}

/**
 * @param {number} a
 * @param {number} b
 * @param {number} ratio
 */
function sameSize(a, b, ratio) {
  return Math.max(a, b) <= ratio * Math.max(1, Math.min(a, b)) + 1;
}
