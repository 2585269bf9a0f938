// @ts-check
/**
 * The layout of a page: tables, paragraphs and pictures in reading order, before a letter is read.
 *
 *     const layout = analysePage(decodeImage(bytes));
 *     layout.regions; // [{ kind: 'text' | 'table' | 'picture', … }]
 *     layout.level; // the image the text is to be read from
 *
 * Limits: one column of running text; text turned by 90° is taken for pictures or noise.
 */
import { findColumns } from './columns.mjs';
import { around, findComponents, measureSlope } from './components.mjs';
import { fillGrid, findGrids } from './grid.mjs';
import { groupLines } from './lines.mjs';
import { levelBackground } from './paper.mjs';
import { gatherParagraphs } from './paragraphs.mjs';
import { straighten } from './raster.mjs';
import { eraseRules, findRules } from './rules.mjs';
import { findText } from './segments.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./segments.mjs').Segment} Segment
 * @typedef {import('./grid.mjs').Table} Table
 * @typedef {import('./paragraphs.mjs').Paragraph} Paragraph
 *
 * @typedef {{ kind: 'picture', box: Box }} Picture
 * @typedef {Table | Paragraph | Picture} Region
 *
 * @typedef {object} Layout
 * @property {Raster} level straightened, levelled, without ruling lines
 * @property {number} slope of the original page's lines
 * @property {Region[]} regions in reading order, boxes in the straightened image
 */

/**
 * @param {Raster} raster
 * @returns {Layout}
 */
export function analysePage(raster) {
  let level = levelBackground(raster);
  let components = findComponents(level);
  const slope = measureSlope(components);
  if (slope !== 0) level = levelBackground(straighten(raster, slope));
  const rules = findRules(level);
  eraseRules(level, rules);
  components = findComponents(level);
  const { segments, pictures, dottedLines } = findText(level, components, rules.vertical);

  /** @type {Region[]} */
  const regions = [];
  let free = segments;
  for (const grid of findGrids(rules)) {
    const inside = free.filter((segment) => isInside(segment, grid.box));
    if (inside.length === 0) continue;
    free = free.filter((segment) => !inside.includes(segment));
    regions.push(fillGrid(grid, inside));
  }
  /** Lines on either side of a ruled table never belong together. */
  const fences = regions.map((region) => region.box);
  for (const band of splitByFences(groupLines(free), fences)) {
    const { tables, rest } = findColumns(band, [...rules.horizontal, ...dottedLines]);
    regions.push(...tables, ...gatherParagraphs(rest));
  }
  for (const picture of mergePictures(pictures)) {
    if (picture.x1 - picture.x0 > 24 && picture.y1 - picture.y0 > 24) {
      regions.push({ kind: 'picture', box: picture });
    }
  }
  regions.sort((a, b) => a.box.y0 - b.box.y0 || a.box.x0 - b.box.x0);
  return { level, slope, regions };
}

/**
 * @param {Segment} segment
 * @param {Box} box
 */
function isInside(segment, box) {
  const x = (segment.box.x0 + segment.box.x1) / 2;
  const y = segment.baseline - segment.capital / 2;
  return x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1;
}

/**
 * @param {import('./lines.mjs').Line[]} lines
 * @param {Box[]} fences
 */
function splitByFences(lines, fences) {
  /** @type {import('./lines.mjs').Line[][]} */
  const bands = [];
  let passed = -1;
  for (const line of lines) {
    const above = fences.filter((fence) => fence.y0 < line.baseline).length;
    const band = bands.at(-1);
    if (band === undefined || above !== passed) bands.push([line]);
    else band.push(line);
    passed = above;
  }
  return bands;
}

/**
 * @param {Box[]} pictures
 * @returns {Box[]} without those that lie in one another
 */
function mergePictures(pictures) {
  /** @type {Box[]} */
  let merged = [];
  for (const picture of pictures) {
    const near = (/** @type {Box} */ other) =>
      other.x0 < picture.x1 + 12 &&
      other.x1 > picture.x0 - 12 &&
      other.y0 < picture.y1 + 12 &&
      other.y1 > picture.y0 - 12;
    const group = merged.filter(near);
    merged = merged.filter((other) => !near(other));
    merged.push(around([picture, ...group]));
  }
  return merged;
}
