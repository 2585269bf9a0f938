// @ts-check
/**
 * What a model that fails writes: loops, cut and broken markup, pages taken for a picture.
 *
 *     const { tokens, finishReason } = spoil(fault, tokens, budget);
 */
import { tokeniseText } from '../tokens.mjs';

/**
 * @typedef {import('../tokens.mjs').Token} Token
 * @typedef {import('./script.mjs').Fault} Fault
 */

/** What repeats in each kind of loop. `long` has a period beyond any n-gram window in use. @type {Record<string, string>} */
const LOOPS = {
  line: '8/',
  rows: '<tr><td></td><td></td><td></td></tr>',
  block:
    '<|ref|>text<|/ref|><|det|>[[112, 240, 480, 262]]<|/det|>\nThe vessel shall carry this licence on board.\n\n',
  long: Array.from({ length: 40 }, (_, index) => `Clause ${index + 1} of the annex applies. `).join(
    '',
  ),
};

/**
 * Twelve clauses in blocks whose boxes the model invents: none of them comes twice.
 * @param {number} round
 * @param {string} [more] what else a clause says
 */
const newBoxes = (round, more = '') =>
  Array.from({ length: 12 }, (_, index) => {
    const count = round * 12 + index;
    const [left, top] = [(count * 7) % 600, (count * 13) % 900];
    const box = `${left}, ${top}, ${left + 90 + (count % 300)}, ${top + 9 + (count % 80)}`;
    return (
      `<|ref|>text<|/ref|><|det|>[[${box}]]<|/det|>\n` +
      `Clause ${index + 1} of the annex applies.${more}\n\n`
    );
  }).join('');

/** The same with a period of some 500 tokens. @param {number} round */
const longNewBoxes = (round) =>
  newBoxes(round, ' It is kept on board and shown to whoever asks for it.');

/** @type {Record<string, (round: number) => string>} */
const CHANGING_LOOPS = { new_boxes: newBoxes, long_new_boxes: longNewBoxes };

/** Tokens of the true answer before a fault sets in, when the fault does not say. */
const DEFAULT_PREFIX = 40;

/**
 * The tokens a fault turns an answer into.
 *
 * @param {Fault} fault
 * @param {Token[]} tokens the true answer
 * @param {number} budget tokens the request may generate
 * @returns {{ tokens: Token[], finishReason?: string }}
 */
export function spoil(fault, tokens, budget) {
  const text = tokens.map((token) => token.text).join('');
  switch (fault.kind) {
    case 'truncate':
      return { tokens: tokens.slice(0, fault.tokens ?? DEFAULT_PREFIX), finishReason: 'length' };
    case 'short':
      return { tokens: tokens.slice(0, fault.tokens ?? DEFAULT_PREFIX) };
    case 'loop':
      return loop(fault, tokens, budget);
    case 'image_page':
      return { tokens: tokeniseText('<|ref|>image<|/ref|><|det|>[[0, 0, 999, 999]]<|/det|>') };
    case 'content':
      return { tokens: tokeniseText(fault.text ?? ''), finishReason: fault.finish_reason };
    case 'empty':
      return { tokens: [] };
    case 'malformed_det':
      return { tokens: tokeniseText(malformDets(text)) };
    case 'cut_tags':
      return { tokens: tokeniseText(cutTag(text)), finishReason: 'length' };
    case 'broken_table':
      return {
        tokens: tokeniseText(
          text.replace('</td></tr>', '</td>').replace('</table>', '</tr></table></table>'),
        ),
      };
    case 'finish_reason':
      return { tokens, finishReason: fault.finish_reason ?? 'abort' };
    default:
      return { tokens };
  }
}

/**
 * @param {Fault} fault
 * @param {Token[]} tokens
 * @param {number} budget
 */
function loop(fault, tokens, budget) {
  const kind = fault.loop ?? 'line';
  const start = kind === 'rows' ? '<table>' : '';
  const unit = CHANGING_LOOPS[kind] ?? (() => LOOPS[kind] ?? LOOPS.line);
  const result = [...tokens.slice(0, fault.after_tokens ?? DEFAULT_PREFIX), ...tokeniseText(start)];
  const wanted = fault.tokens ?? budget + tokeniseText(unit(0)).length;
  for (let round = 0; result.length < wanted; round += 1) {
    result.push(...tokeniseText(unit(round)));
  }
  return { tokens: result.slice(0, wanted), finishReason: fault.finish_reason };
}

/** Malformed boxes in the order they are used. */
const BAD_BOXES = [
  '[]',
  '[[0, 0, 0, 0]]',
  '[[12, 40, 200]]',
  'None',
  '[[a, b, c, d]]',
  '[[5, 1005, 2, 999',
];

/** @param {string} text */
function malformDets(text) {
  let index = 0;
  return text.replace(/<\|det\|>.*?<\|\/det\|>/gu, () => {
    const box = BAD_BOXES[index % BAD_BOXES.length];
    index += 1;
    return `<|det|>${box}<|/det|>`;
  });
}

/** @param {string} text */
function cutTag(text) {
  const last = text.lastIndexOf('<|det|>');
  return last < 0 ? `${text}<|ref|>te` : `${text.slice(0, last)}<|det|>[[12, `;
}
