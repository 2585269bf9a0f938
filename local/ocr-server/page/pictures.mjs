// @ts-check
/**
 * Tells a page's letters from small marks (dots, accents, specks) and from pictures (logos, stamps).
 *
 *     const { letters, marks, pictures, typical } = sortOut(components, level);
 *
 * Limits: letters over four times the usual height count as pictures unless several stand in a row.
 */
import { quantile } from './components.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./components.mjs').Component} Component
 */

/**
 * Sorts components into letters, small marks (dots, accents, specks) and pictures.
 *
 * @param {Component[]} components
 * @param {Raster} level
 */
export function sortOut(components, level) {
  const heights = components
    .filter((c) => c.area >= 12 && c.y1 - c.y0 >= 6 && c.y1 - c.y0 <= 90)
    .map((c) => c.y1 - c.y0);
  const typical = quantile(heights, 0.5) || 14;
  const tallest = Math.max(4 * typical, 50);
  const pictures = components.filter((component) => {
    const height = component.y1 - component.y0;
    const width = component.x1 - component.x0;
    if (height > 2.5 * typical && width > 9 * height) return true;
    return height > tallest && width > typical && !standsInRow(component, components);
  });
  /** @type {Component[]} */
  const letters = [];
  /** @type {Component[]} */
  const marks = [];
  for (const component of components) {
    if (pictures.includes(component)) continue;
    if (pictures.some((picture) => hides(picture, component, level))) continue;
    const size = Math.max(component.x1 - component.x0, component.y1 - component.y0);
    if (size >= 0.36 * typical && component.area >= 0.4 * typical) letters.push(component);
    else marks.push(component);
  }
  return { letters, marks, pictures, typical };
}

/**
 * Whether a tall component is a letter of large type: several of its height stand beside it.
 *
 * @param {Component} component
 * @param {Component[]} components
 */
function standsInRow(component, components) {
  const height = component.y1 - component.y0;
  const mates = components.filter(
    (other) =>
      other !== component &&
      Math.abs(other.y1 - component.y1) < 0.1 * height &&
      Math.abs(other.y1 - other.y0 - height) < 0.3 * height,
  );
  return mates.length >= 3;
}

/** Share of the page up to which everything inside a picture belongs to it. */
const SMALL_PICTURE = 0.01;

/**
 * Whether a component is a part of the picture around it: always inside a small or a compact one;
 * inside a mere outline (a stamp's frame) only when it is as pale as the outline, for then it is no
 * text of the page that shows through.
 *
 * @param {Component} picture
 * @param {Component} component
 * @param {Raster} level
 */
function hides(picture, component, level) {
  const inside =
    component.x0 >= picture.x0 - 2 &&
    component.x1 <= picture.x1 + 2 &&
    component.y0 >= picture.y0 - 2 &&
    component.y1 <= picture.y1 + 2;
  if (!inside) return false;
  const size = (picture.x1 - picture.x0) * (picture.y1 - picture.y0);
  const page = level.width * level.height;
  if (size > 0.25 * page) return false;
  const pale = picture.darkness < 170;
  if ((size < SMALL_PICTURE * page && !pale) || picture.area > 0.14 * size) return true;
  return pale && component.darkness < picture.darkness + 25;
}
