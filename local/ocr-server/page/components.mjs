// @ts-check
/**
 * Connected components of ink, and the segments of text they line up to.
 *
 *     const { segments, pictures } = findText(level, rules);
 *
 * A segment is a chain of components on one base line with no gap wider than about one letter
 * height; its words are separated by gaps that are wider than those between letters. Limits:
 * horizontal text only; rotated stamps end up as stray segments or pictures.
 */
import { takeDottedLines } from './dotted.mjs';
import { INK } from './raster.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./raster.mjs').Box} Box
 *
 * @typedef {Box & { area: number, darkness: number }} Component
 *   area in ink pixels; darkness is the mean of 255 minus grey
 *
 * @typedef {{ parts: Component[], x1: number, y0: number, y1: number, height: number }} Chain
 *   a segment in the making
 *
 * @typedef {object} Segment
 * @property {Box} box
 * @property {Box[]} words left to right
 * @property {Box[]} glyphs left to right, a letter's dots and accents with it
 * @property {number} capital height of a capital letter, pixels
 * @property {number} baseline y of the line the letters stand on
 * @property {boolean} leader a dotted leader runs up to the segment from its left
 * @property {boolean} trailing a dotted leader starts at the segment's right
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
 * Sorts components into letters, small marks (dots, accents, specks) and pictures.
 *
 * @param {Component[]} components
 * @param {Raster} level
 */
function sortOut(components, level) {
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

/**
 * Finds the text segments of a levelled page whose ruling lines are rubbed out.
 *
 * @param {Raster} level
 * @param {Component[]} components
 * @param {Box[]} barriers vertical ruling lines, which no segment crosses
 * @returns {{ segments: Segment[], pictures: Box[], dottedLines: Box[] }}
 */
export function findText(level, components, barriers) {
  const { letters, marks, pictures, typical } = sortOut(components, level);
  const { lines: dottedLines, others: dots } = takeDottedLines(marks, letters, typical);
  letters.sort((a, b) => a.x0 - b.x0);
  /** @type {Chain[]} */
  const chains = [];
  for (const letter of letters) {
    const height = letter.y1 - letter.y0;
    /** @type {Chain | undefined} */
    let best;
    let bestOverlap = 0;
    for (const chain of chains) {
      const reach = 1.05 * Math.max(chain.height, Math.min(height, 2 * chain.height));
      const gap = letter.x0 - chain.x1;
      if (gap > reach || gap < -3 * chain.height) continue;
      const overlap = Math.min(chain.y1, letter.y1) - Math.max(chain.y0, letter.y0);
      const smaller = Math.min(height, chain.y1 - chain.y0);
      if (overlap < 0.45 * smaller || height > 2.6 * chain.height) continue;
      if (gap > 1 && isBarred(barriers, chain.x1, letter.x0, (letter.y0 + letter.y1) / 2)) continue;
      if (overlap > bestOverlap) {
        best = chain;
        bestOverlap = overlap;
      }
    }
    if (best === undefined) {
      chains.push({ parts: [letter], x1: letter.x1, y0: letter.y0, y1: letter.y1, height });
      continue;
    }
    best.parts.push(letter);
    best.x1 = Math.max(best.x1, letter.x1);
    const tall = best.parts.slice(-8).filter((part) => part.y1 - part.y0 > 0.6 * best.height);
    if (tall.length > 0) {
      best.height = Math.max(...tall.map((part) => part.y1 - part.y0), 0.8 * best.height);
      best.y0 = Math.min(...tall.map((part) => part.y0));
      best.y1 = Math.max(...tall.map((part) => part.y1));
    } else {
      best.y0 = Math.min(best.y0, letter.y0);
      best.y1 = Math.max(best.y1, letter.y1);
      best.height = best.y1 - best.y0;
    }
  }
  const segments = joinChains(chains.map((chain) => chain.parts)).map(measure);
  alignDashes(segments);
  const kept = attachMarks(segments, dots, barriers);
  return { segments: kept.map((draft) => finish(draft, barriers)), pictures, dottedLines };
}

/**
 * @param {Box[]} barriers
 * @param {number} left
 * @param {number} right
 * @param {number} y
 */
function isBarred(barriers, left, right, y) {
  return barriers.some(
    (line) => line.x0 >= left - 2 && line.x1 <= right + 2 && line.y0 <= y + 2 && line.y1 >= y - 2,
  );
}

/**
 * @typedef {Omit<Segment, 'words' | 'glyphs'> & { parts: Component[] }} Draft
 */

/**
 * @param {Component[]} parts
 * @returns {Draft}
 */
function measure(parts) {
  const heights = parts.map((part) => part.y1 - part.y0);
  const capital = quantile(heights, 0.85);
  const standing = parts.filter((part) => part.y1 - part.y0 > 0.55 * capital);
  const baseline = quantile(
    (standing.length > 0 ? standing : parts).map((part) => part.y1),
    0.4,
  );
  return { parts, box: around(parts), capital, baseline, leader: false, trailing: false };
}

/**
 * A chain that only holds pieces beside or inside another chain (accents, broken letters) joins it.
 *
 * @param {Component[][]} chains
 */
function joinChains(chains) {
  const sorted = [...chains].sort((a, b) => b.length - a.length);
  /** @type {{ parts: Component[], box: Box }[]} */
  const kept = [];
  for (const parts of sorted) {
    const box = around(parts);
    const height = box.y1 - box.y0;
    const host = kept.find((other) => {
      const tall = other.box.y1 - other.box.y0;
      const slack = height < 0.6 * tall && box.x1 - box.x0 < 0.6 * tall ? 0.35 * tall : 0;
      const overlapX =
        Math.min(other.box.x1 + slack, box.x1) - Math.max(other.box.x0 - slack, box.x0);
      const overlapY =
        Math.min(other.box.y1 + slack, box.y1) - Math.max(other.box.y0 - 1.4 * slack, box.y0);
      return overlapX > 0.6 * (box.x1 - box.x0) && overlapY > 0.6 * height;
    });
    if (host === undefined) {
      kept.push({ parts: [...parts], box });
    } else {
      host.parts.push(...parts);
      host.box = around(host.parts);
    }
  }
  return kept.map((chain) => chain.parts);
}

/**
 * Gives lone dashes the base line and size of the text beside them; their own say nothing.
 *
 * @param {Draft[]} drafts changed in place
 */
function alignDashes(drafts) {
  const flat = (/** @type {Draft} */ { box }) => box.y1 - box.y0 <= 5;
  const texts = drafts.filter((draft) => !flat(draft));
  for (const dash of drafts.filter(flat)) {
    const y = (dash.box.y0 + dash.box.y1) / 2;
    const beside = texts.filter(
      ({ baseline, capital }) => y > baseline - 0.8 * capital && y < baseline - 0.1 * capital,
    );
    const distance = (/** @type {Draft} */ { box }) =>
      Math.max(box.x0 - dash.box.x1, dash.box.x0 - box.x1);
    const nearest = beside.sort((a, b) => distance(a) - distance(b))[0];
    if (nearest === undefined) continue;
    dash.baseline = nearest.baseline;
    dash.capital = nearest.capital;
  }
}

/** Dots beside a text from which on they are a leader and not punctuation. */
const LEADER = 4;

/**
 * Gives dots and accents to the text beside them; drops specks; notes dotted leaders.
 *
 * @param {Draft[]} drafts
 * @param {Component[]} marks
 * @param {Box[]} barriers
 */
function attachMarks(drafts, marks, barriers) {
  /** @type {Map<Draft, Component[]>} */
  const near = new Map();
  for (const mark of marks) {
    const y = (mark.y0 + mark.y1) / 2;
    let best;
    let bestGap = Infinity;
    for (const draft of drafts) {
      const top = draft.baseline - 1.6 * draft.capital;
      const bottom = draft.baseline + 0.45 * draft.capital;
      if (y < top || y > bottom) continue;
      const gap = Math.max(draft.box.x0 - mark.x1, mark.x0 - draft.box.x1, 0);
      if (
        gap < bestGap &&
        !isBarred(barriers, Math.min(mark.x1, draft.box.x1), Math.max(mark.x0, draft.box.x0), y)
      ) {
        best = draft;
        bestGap = gap;
      }
    }
    if (best === undefined) continue;
    const list = near.get(best) ?? [];
    list.push(mark);
    near.set(best, list);
  }
  for (const [draft, list] of near) {
    const after = list.filter((mark) => mark.x0 >= draft.box.x1 - 2).sort((a, b) => a.x0 - b.x0);
    const before = list.filter((mark) => mark.x1 <= draft.box.x0 + 2);
    const inside = list.filter((mark) => !after.includes(mark) && !before.includes(mark));
    draft.leader = before.length >= LEADER;
    draft.trailing = after.length >= LEADER;
    const beside = [...(draft.trailing ? [] : after), ...(draft.leader ? [] : before)];
    for (const mark of beside) {
      const gap = Math.max(draft.box.x0 - mark.x1, mark.x0 - draft.box.x1);
      if (gap > 0.5 * draft.capital) continue;
      draft.parts.push(mark);
      draft.box = around(draft.parts);
    }
    draft.parts.push(...inside);
    draft.box = around(draft.parts);
  }
  return drafts.filter(({ box }) => {
    const flat = box.y1 - box.y0 < 5;
    return flat ? box.x1 - box.x0 >= 5 && box.x1 - box.x0 <= 40 : box.x1 - box.x0 >= 2;
  });
}

/**
 * Cuts a draft into words.
 *
 * @param {Draft} draft
 * @param {Box[]} barriers
 * @returns {Segment}
 */
function finish({ parts, ...measures }, barriers) {
  const { capital, baseline } = measures;
  const sorted = [...parts].sort((a, b) => a.x0 - b.x0);
  /** @type {Box[]} */
  const words = [];
  for (const part of sorted) {
    const last = words.at(-1);
    const gap = last === undefined ? 0 : part.x0 - last.x1;
    if (
      last === undefined ||
      gap > 0.3 * capital ||
      (gap > 1 && isBarred(barriers, last.x1, part.x0, baseline - capital / 2))
    ) {
      words.push({ x0: part.x0, y0: part.y0, x1: part.x1, y1: part.y1 });
    } else {
      last.x1 = Math.max(last.x1, part.x1);
      last.y0 = Math.min(last.y0, part.y0);
      last.y1 = Math.max(last.y1, part.y1);
    }
  }
  return { ...measures, words, glyphs: gatherGlyphs(sorted) };
}

/**
 * @param {Component[]} parts left to right
 * @returns {Box[]} parts that lie over one another are one glyph
 */
function gatherGlyphs(parts) {
  /** @type {Box[]} */
  const glyphs = [];
  for (const { x0, y0, x1, y1 } of parts) {
    const last = glyphs.at(-1);
    const overlap = last === undefined ? 0 : last.x1 - x0;
    if (last !== undefined && overlap >= 0.5 * Math.min(x1 - x0, last.x1 - last.x0)) {
      Object.assign(last, around([last, { x0, y0, x1, y1 }]));
    } else {
      glyphs.push({ x0, y0, x1, y1 });
    }
  }
  return glyphs;
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
