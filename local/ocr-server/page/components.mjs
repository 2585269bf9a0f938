// @ts-check
/**
 * Connected components of ink, and the slope of the lines they stand on.
 *
 *     const components = findComponents(level);
 *     const slope = measureSlope(components); // 0.01 for a page that falls 1 px in 100
 *
 * Limits: slopes up to 0.06; a page with fewer than forty letters counts as straight.
 */
import { INK } from './raster.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./raster.mjs').Box} Box
 *
 * @typedef {Box & { area: number, darkness: number }} Component
 *   area in ink pixels; darkness is the mean of 255 minus grey
 */

/**
 * @param {Raster} level
 * @returns {Component[]} 8-connected ink components in raster order
 */
export function findComponents({ width, height, data }) {
  /** @type {number[]} */
  const parent = [];
  /** @type {Component[]} */
  const boxes = [];
  const find = (/** @type {number} */ label) => {
    while (parent[label] !== label) {
      parent[label] = parent[parent[label]];
      label = parent[label];
    }
    return label;
  };
  /** @type {{ start: number, end: number, label: number }[]} */
  let previous = [];
  for (let y = 0; y < height; y += 1) {
    /** @type {{ start: number, end: number, label: number }[]} */
    const current = [];
    let cursor = 0;
    for (let x = 0; x < width; x += 1) {
      if (data[y * width + x] >= INK) continue;
      const start = x;
      let darkness = 0;
      while (x < width && data[y * width + x] < INK) {
        darkness += 255 - data[y * width + x];
        x += 1;
      }
      let label = -1;
      while (cursor < previous.length && previous[cursor].end < start) cursor += 1;
      for (let i = cursor; i < previous.length && previous[i].start <= x; i += 1) {
        const other = find(previous[i].label);
        if (label < 0) {
          label = other;
        } else if (other !== label) {
          parent[other] = label;
          mergeInto(boxes[label], boxes[other]);
        }
      }
      const run = { x0: start, y0: y, x1: x, y1: y + 1, area: x - start, darkness };
      if (label < 0) {
        label = parent.length;
        parent.push(label);
        boxes.push(run);
      } else {
        mergeInto(boxes[label], run);
      }
      current.push({ start, end: x, label });
    }
    previous = current;
  }
  return boxes
    .filter((_, label) => parent[label] === label)
    .map((box) => ({ ...box, darkness: box.darkness / box.area }));
}

/**
 * @param {Component} target
 * @param {Component} other
 */
function mergeInto(target, other) {
  target.x0 = Math.min(target.x0, other.x0);
  target.y0 = Math.min(target.y0, other.y0);
  target.x1 = Math.max(target.x1, other.x1);
  target.y1 = Math.max(target.y1, other.y1);
  target.area += other.area;
  target.darkness += other.darkness;
}

/**
 * The slope of the text lines, from how sharply the components' feet pile up when sheared.
 *
 * @param {Component[]} components
 * @returns {number} pixels per pixel, 0 when the page is straight or has too little text
 */
export function measureSlope(components) {
  const feet = components.filter((c) => c.y1 - c.y0 >= 7 && c.y1 - c.y0 <= 60 && c.area >= 15);
  if (feet.length < 40) return 0;
  let best = 0;
  let bestScore = score(feet, 0) * 1.08;
  for (let step = -60; step <= 60; step += 1) {
    const slope = step * 0.001;
    const value = score(feet, slope);
    if (value > bestScore) {
      bestScore = value;
      best = slope;
    }
  }
  return best;
}

/**
 * @param {Component[]} feet
 * @param {number} slope
 */
function score(feet, slope) {
  /** @type {Map<number, number>} */
  const bins = new Map();
  for (const foot of feet) {
    const bin = Math.round((foot.y1 - ((foot.x0 + foot.x1) / 2) * slope) / 2);
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  let sum = 0;
  for (const count of bins.values()) sum += count * count;
  return sum;
}

/**
 * @param {Box[]} boxes at least one
 * @returns {Box}
 */
export function around(boxes) {
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (const { x0, y0, x1, y1 } of boxes) {
    box.x0 = Math.min(box.x0, x0);
    box.y0 = Math.min(box.y0, y0);
    box.x1 = Math.max(box.x1, x1);
    box.y1 = Math.max(box.y1, y1);
  }
  return box;
}

/**
 * @param {number[]} values
 * @param {number} share 0 to 1
 * @returns {number} 0 for no values
 */
export function quantile(values, share) {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
