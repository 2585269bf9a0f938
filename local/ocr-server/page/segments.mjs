// @ts-check
/**
 * Text segments: chains of letters on one base line with no gap wider than about a letter's height,
 * cut into words where gaps are wider than those between letters.
 *
 *     const { segments, pictures, dottedLines } = findText(level, components, rules.vertical);
 *
 * Limits: horizontal text only; rotated stamps end up as stray segments or pictures.
 */
import { around, quantile } from './components.mjs';
import { takeDottedLines } from './dotted.mjs';
import { sortOut } from './pictures.mjs';

/**
 * @typedef {import('./raster.mjs').Raster} Raster
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./components.mjs').Component} Component
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
 * A chain that only holds pieces beside or inside another chain (accents, broken letters, an
 * underscore under it) joins it.
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
      const widest = height < 0.3 * tall ? 1.1 * tall : 0.6 * tall;
      const slack = height < 0.6 * tall && box.x1 - box.x0 < widest ? 0.35 * tall : 0;
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
