// @ts-check
/**
 * A page's text as elements: tables become tables, entities become marks, everything else stays
 * text, including anything that looks like markup and is not one of the few known table tags.
 * Positions count code points, as the interface does.
 *
 * @typedef {import('./api.js').Entity} Entity
 */
import { element } from './dom.js';
import { LOW_CONFIDENCE, inPercent, labelKind, labelName } from './words.js';

const TABLE_TAG = /^<(\/?)(table|thead|tbody|tr|td|th|br)((?:\s[^<>]*)?)\/?>$/i;
const LONGEST_TAG = 200;
const MAX_SPAN = 60;
/** Characters of a cell that would otherwise be printed a word a line in a wide table. */
const LONG_CELL = 40;
/** Characters that reorder or hide what stands around them are shown by their number. */
const MARKS = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u0000-\u0008\u000e-\u001f]/;
/** @type {Record<string, string>} */
const REFERENCES = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', '#39': "'" };

/** @param {string} text */
const decoded = (text) =>
  text.replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name) => REFERENCES[name]);

/** @param {Node} parent @param {string} text */
function appendText(parent, text) {
  for (const piece of decoded(text).split(new RegExp(`(${MARKS.source})`))) {
    if (MARKS.test(piece)) {
      const code = `U+${piece.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
      parent.appendChild(element('span', { class: 'invisible-mark' }, code));
    } else if (piece) {
      parent.appendChild(document.createTextNode(piece));
    }
  }
}

/** @param {Entity} entity */
function markOf(entity) {
  const isDoubtful = entity.confidence < LOW_CONFIDENCE;
  const value = entity.norm_value === entity.text ? '' : ` → ${entity.norm_value}`;
  const doubt = isDoubtful ? `, ${inPercent(entity.confidence)} sure` : '';
  return element('mark', {
    class: `entity kind-${labelKind(entity.label)}${isDoubtful ? ' doubtful' : ''}`,
    title: `${labelName(entity.label)}${value}${doubt}`,
    'data-entity': entity.entity_id,
    'data-block': entity.block_index,
  });
}

/** Where a table's rows and cells may stand. @type {Record<string, string[]>} */
const PARENTS = {
  thead: ['TABLE'],
  tbody: ['TABLE'],
  tr: ['TABLE', 'TBODY', 'THEAD'],
  td: ['TR'],
  th: ['TR'],
};

class Builder {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {HTMLElement} */
    this.parent = root;
  }

  /** @param {string} name @param {string} attributes */
  open(name, attributes) {
    if (name === 'br') {
      this.parent.append(element('br'));
      return;
    }
    const allowed = PARENTS[name];
    if (allowed) {
      while (this.parent !== this.root && !allowed.includes(this.parent.tagName)) {
        this.parent = this.parent.parentElement ?? this.root;
      }
      if (!allowed.includes(this.parent.tagName)) return;
    }
    const node = document.createElement(name);
    for (const span of ['colspan', 'rowspan']) {
      const found = attributes.match(new RegExp(`${span}\\s*=\\s*["']?(\\d{1,3})`, 'i'));
      if (found && /^t[dh]$/.test(name)) {
        node.setAttribute(span, String(Math.min(MAX_SPAN, Math.max(1, Number(found[1])))));
      }
    }
    this.parent.append(node);
    this.parent = node;
  }

  /** @param {string} name */
  close(name) {
    const wanted = name.toUpperCase();
    /** @type {HTMLElement | null} */
    let node = this.parent;
    while (node && node !== this.root && node.tagName !== wanted) node = node.parentElement;
    if (node && node !== this.root) this.parent = node.parentElement ?? this.root;
  }
}

/** The tag that begins at `start`, if it is one of a table's. @param {string[]} characters @param {number} start @param {number} end */
function tagAt(characters, start, end) {
  const close = characters.indexOf('>', start);
  if (close < 0 || close >= end || close - start > LONGEST_TAG) return undefined;
  const found = characters
    .slice(start, close + 1)
    .join('')
    .match(TABLE_TAG);
  if (!found) return undefined;
  return {
    end: close + 1,
    isEnd: found[1] === '/',
    name: found[2].toLowerCase(),
    attributes: found[3],
  };
}

/**
 * @param {HTMLElement} root receives the text
 * @param {string[]} characters the page's text by code points
 * @param {number} start
 * @param {number} end
 * @param {Entity[]} entities in the order of their places
 */
export function appendMarkedText(root, characters, start, end, entities) {
  const builder = new Builder(root);
  const inside = entities.filter((entity) => entity.start < end && entity.end > start);
  let position = start;
  let pieceStart = start;

  /** @param {number} until */
  const flush = (until) => {
    let from = pieceStart;
    for (const entity of inside) {
      if (entity.end <= from || entity.start >= until) continue;
      const markStart = Math.max(entity.start, from);
      const markEnd = Math.min(entity.end, until);
      appendText(builder.parent, characters.slice(from, markStart).join(''));
      const mark = markOf(entity);
      appendText(mark, characters.slice(markStart, markEnd).join(''));
      builder.parent.append(mark);
      from = markEnd;
    }
    appendText(builder.parent, characters.slice(from, until).join(''));
  };

  while (position < end) {
    const tag = characters[position] === '<' ? tagAt(characters, position, end) : undefined;
    if (!tag) {
      position += 1;
      continue;
    }
    flush(position);
    if (tag.isEnd) builder.close(tag.name);
    else builder.open(tag.name, tag.attributes);
    position = tag.end;
    pieceStart = tag.end;
  }
  flush(end);
  for (const cell of root.querySelectorAll('td, th')) {
    if ((cell.textContent ?? '').length > LONG_CELL) cell.classList.add('long');
  }
}
