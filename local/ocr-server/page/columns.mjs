// @ts-check
/**
 * Unruled tables: columns from the white that runs down through several lines.
 *
 *     const { tables, rest } = findColumns(lines, flatRules);
 *
 * A gap between two columns is told from a gap between two words by three signs, any of which is
 * enough: it is wide; it is clearly wider than the page's word spaces in every line; or it is wide
 * in some line that has text on both sides (cells of one column differ in length, words of one
 * phrase keep their distance). Limits: needs two lines with three columns or three lines with two.
 */
import { around, quantile } from './components.mjs';
import { em } from './lines.mjs';
import { columnAt, columnsOf, fillRow, groupRows } from './rows.mjs';

/**
 * @typedef {import('./raster.mjs').Box} Box
 * @typedef {import('./lines.mjs').Line} Line
 * @typedef {import('./grid.mjs').Table} Table
 *
 * @typedef {{ from: number, to: number }} Interval
 */

/**
 * @param {Line[]} lines top to bottom, none of them in a ruled table
 * @param {Box[]} flatRules horizontal ruling lines
 * @returns {{ tables: Table[], rest: Line[] }}
 */
export function findColumns(lines, flatRules) {
  /** @type {Table[]} */
  const tables = [];
  /** @type {Line[]} */
  const rest = [];
  let index = 0;
  while (index < lines.length) {
    const end = growRegion(lines, index);
    const body = lines.slice(index, end);
    const head = body.length >= 2 ? headLines(rest, body) : [];
    const table = body.length >= 2 ? readTable([...head, ...body], flatRules) : undefined;
    if (table === undefined) {
      rest.push(lines[index]);
      index += 1;
    } else {
      rest.splice(rest.length - head.length);
      tables.push(table);
      index = end;
    }
  }
  return { tables, rest };
}

/**
 * The lines just above a table that are its heading: set closer than the columns' gaps, but with
 * words in several columns and hardly any across a gap.
 *
 * @param {Line[]} above free lines, top to bottom
 * @param {Line[]} body
 * @returns {Line[]}
 */
function headLines(above, body) {
  const gaps = freeIntervals(body.filter(isTabular));
  /** @type {Line[]} */
  const head = [];
  let next = body[0];
  for (const line of [...above].reverse().slice(0, 3)) {
    const words = line.segments.flatMap((segment) => segment.words);
    const crossed = gaps.filter(({ from, to }) =>
      words.some((word) => word.x0 < from && word.x1 > to),
    ).length;
    const used = new Set(words.map((word) => columnAt((word.x0 + word.x1) / 2, gaps)));
    const close = next.baseline - line.baseline <= 3.2 * em(next);
    const wide = line.box.x1 - line.box.x0 > 0.3 * (body[0].box.x1 - body[0].box.x0);
    const share = isTabular(line) ? 0.4 : 0.75;
    const heading = wide && used.size >= 2 && used.size >= share * (gaps.length + 1);
    if (!close || !heading || crossed > 0.15 * gaps.length || line.capital > 1.4 * next.capital) {
      break;
    }
    head.unshift(line);
    next = line;
  }
  return head;
}

/**
 * Whether a line has text in several places; a label and a value joined by dots are one text.
 *
 * @param {Line} line
 */
function isTabular(line) {
  return line.segments.length >= 2 && !hasLeader(line);
}

/** @param {Line} line */
function hasLeader(line) {
  return line.segments.some((segment) => segment.leader || segment.trailing);
}

/**
 * The white of a line between and around its segments.
 *
 * @param {Line} line
 * @returns {Interval[]}
 */
function whites(line) {
  /** @type {Interval[]} */
  const result = [];
  let from = -Infinity;
  for (const { box } of line.segments) {
    if (box.x0 > from) result.push({ from, to: box.x0 });
    from = Math.max(from, box.x1);
  }
  result.push({ from, to: Infinity });
  return result;
}

/**
 * @param {Interval[]} a
 * @param {Interval[]} b
 * @param {number} least narrowest white that still counts, pixels
 * @returns {Interval[]}
 */
function intersect(a, b, least) {
  /** @type {Interval[]} */
  const result = [];
  for (const one of a) {
    for (const other of b) {
      const from = Math.max(one.from, other.from);
      const to = Math.min(one.to, other.to);
      if (to - from >= least) result.push({ from, to });
    }
  }
  return result;
}

/** @param {Interval[]} intervals */
function inner(intervals) {
  return intervals.filter(({ from, to }) => from !== -Infinity && to !== Infinity);
}

/**
 * The end of the run of lines that starts at `start` and keeps a common set of columns.
 *
 * @param {Line[]} lines
 * @param {number} start
 * @returns {number} index after the run's last line; start + 1 when there is none
 */
function growRegion(lines, start) {
  const first = lines[start];
  if (!isTabular(first)) return start + 1;
  let shared = whites(first);
  let end = start + 1;
  let pitch = 0;
  let lastTabular = start;
  for (let index = start + 1; index < lines.length; index += 1) {
    const line = lines[index];
    const size = em(line);
    const distance = line.baseline - lines[index - 1].baseline;
    if (distance > Math.max(5 * size, 1.6 * pitch) && distance > 2.4 * size) break;
    if (hasLeader(line)) break;
    if (line.capital > 1.7 * first.capital || line.capital < 0.5 * first.capital) break;
    const next = intersect(shared, whites(line), 2);
    const kept = inner(next).length;
    const had = inner(shared).length;
    if (line.segments.length >= 2) {
      if (end === start + 1 && line.segments.length > 2 * first.segments.length) break;
      if (kept === 0 || kept < 0.5 * Math.min(had, line.segments.length - 1)) break;
      shared = next;
      lastTabular = index;
      pitch = pitch === 0 ? distance : Math.max(pitch, Math.min(distance, 3 * pitch));
      end = index + 1;
    } else if (kept === had && had > 0) {
      const tight = distance <= 1.5 * size;
      if (distance > 2.2 * size && end === start + 1) break;
      const indented = line.box.x0 > inner(shared)[0].from;
      if (tight && index - lastTabular <= 6 && (indented || lastTabular === index - 1)) {
        if (indented) end = index + 1;
      } else if (distance > 3 * size) {
        break;
      }
    } else if (index - lastTabular > 2) {
      break;
    }
  }
  return end;
}

/**
 * @param {Line[]} region
 * @param {Box[]} flatRules
 * @returns {Table | undefined}
 */
function readTable(region, flatRules) {
  const tabular = region.filter(isTabular);
  const separators = findSeparators(withoutOverflow(tabular), tabular, wordSpace(region));
  const columns = separators.length + 1;
  if (tabular.length < 2 || columns < 2) return undefined;
  if (columns === 2 && !isPairTable(tabular, separators)) return undefined;
  const groups = groupRows(region, separators, flatRules);
  const rows = groups.map((group) => fillRow(group, separators));
  return { kind: 'table', box: around(region.map((line) => line.box)), rows };
}

/**
 * Two columns are a table only if most lines have both and the white between them is wide.
 *
 * @param {Line[]} tabular
 * @param {Interval[]} separators
 */
function isPairTable(tabular, separators) {
  const both = tabular.filter((line) => new Set(columnsOf(line, separators)).size === 2);
  const [{ from, to }] = separators;
  const size = em(tabular[0]);
  const widths = both.map((line) => {
    const words = line.segments.flatMap((segment) => segment.words);
    const left = words.filter((word) => word.x1 <= from + 1);
    const right = words.filter((word) => word.x0 >= to - 1);
    return Math.min(...right.map((word) => word.x0)) - Math.max(...left.map((word) => word.x1));
  });
  return (
    tabular.length >= 3 &&
    both.length >= 0.6 * tabular.length &&
    quantile(widths, 0.5) >= size &&
    to - from >= 0.4 * size
  );
}

/**
 * The usual width of a word space, from gaps inside segments.
 *
 * @param {Line[]} lines
 */
function wordSpace(lines) {
  /** @type {number[]} */
  const gaps = [];
  for (const line of lines) {
    for (const { words } of line.segments) {
      for (let i = 1; i < words.length; i += 1) gaps.push(words[i].x0 - words[i - 1].x1);
    }
  }
  const capital = quantile(
    lines.map((line) => line.capital),
    0.5,
  );
  return gaps.length >= 5 ? quantile(gaps, 0.3) : 0.42 * capital;
}

/**
 * Leaves out lines whose text overflows its column: those without which there are more columns.
 *
 * @param {Line[]} lines
 * @returns {Line[]}
 */
function withoutOverflow(lines) {
  if (lines.length < 6) return lines;
  let kept = lines;
  for (let round = 0; round < Math.ceil(lines.length / 8); round += 1) {
    const count = wideGaps(kept);
    let best = kept;
    let bestCount = count;
    for (const line of kept) {
      const others = kept.filter((other) => other !== line);
      const gained = wideGaps(others);
      if (gained > bestCount) {
        best = others;
        bestCount = gained;
      }
    }
    if (best === kept) break;
    kept = best;
  }
  return kept;
}

/** @param {Line[]} lines */
function wideGaps(lines) {
  const least = 0.8 * em(lines[0]);
  return freeIntervals(lines).filter(({ from, to }) => to - from >= least).length;
}

/**
 * Stretches of x that no word of any line covers, between the outermost words.
 *
 * @param {Line[]} lines
 * @returns {Interval[]}
 */
function freeIntervals(lines) {
  const words = lines
    .flatMap((line) => line.segments.flatMap((segment) => segment.words))
    .sort((a, b) => a.x0 - b.x0);
  /** @type {Interval[]} */
  const free = [];
  let reach = words[0]?.x1 ?? 0;
  for (const word of words) {
    if (word.x0 - reach >= 2) free.push({ from: reach, to: word.x0 });
    reach = Math.max(reach, word.x1);
  }
  return free;
}

/**
 * @param {Line[]} lines without those whose text overflows its column
 * @param {Line[]} all a heading may overflow one column and show another to be one
 * @param {number} space width of a word space, pixels
 * @returns {Interval[]} the gaps between columns, left to right
 */
function findSeparators(lines, all, space) {
  const candidates = freeIntervals(lines);
  const size = em(lines[0]);
  return candidates.filter((gap, index) => {
    if (gap.to - gap.from >= 1.1 * size) return true;
    const left = index > 0 ? candidates[index - 1].from : -Infinity;
    const right = index + 1 < candidates.length ? candidates[index + 1].to : Infinity;
    const widths = all.flatMap((line) => {
      const words = line.segments.flatMap((segment) => segment.words);
      if (words.some((word) => word.x0 < gap.from && word.x1 > gap.to)) return [];
      const before = words.filter((word) => word.x1 <= gap.from + 1).at(-1);
      const after = words.find((word) => word.x0 >= gap.to - 1);
      if (before === undefined || after === undefined) return [];
      if (before.x0 < left || after.x1 > right) return [];
      return [after.x0 - before.x1];
    });
    if (widths.length === 0) return gap.to - gap.from >= 0.7 * size;
    if (Math.min(...widths) >= 1.7 * space) return true;
    const wide = widths.filter((width) => width >= 0.9 * size).length;
    return wide >= Math.max(1, 0.08 * widths.length);
  });
}
