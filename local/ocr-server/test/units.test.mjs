// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageTokens } from '../image.mjs';
import { OptionError, parseOptions } from '../options.mjs';
import { align } from '../page/align.mjs';
import { splitRowNumbers } from '../page/row-numbers.mjs';
import { repetitionEnd, tokenise, tokeniseText } from '../tokens.mjs';

test('image tokens are those measured for each shape of page (3.2)', () => {
  /** @type {[number, number, number][]} */
  const cases = [
    [595, 842, 903],
    [1280, 1810, 903],
    [2480, 3508, 903],
    [842, 595, 893],
    [641, 641, 693],
    [1920, 1080, 483],
    [640, 640, 273],
    [400, 3000, 933],
  ];
  for (const [width, height, tokens] of cases) {
    assert.equal(imageTokens(width, height), tokens, `${width}×${height}`);
  }
});

test('tokens concatenate to the text, whatever it is', () => {
  for (const text of [
    '',
    'a<b <td>x</td>\n\n',
    '<|ref|>é ñ\u3000<|det',
    '<<|>>  \n',
    '✓'.repeat(9),
  ]) {
    assert.equal(
      tokeniseText(text)
        .map((token) => token.text)
        .join(''),
      text,
    );
    const pieces = [{ text, logprob: -1 }];
    assert.equal(
      tokenise(pieces)
        .map((token) => token.text)
        .join(''),
      text,
    );
  }
});

test('repetition is found where the pattern has come often enough', () => {
  const settings = { max_pattern_size: 4, min_pattern_size: 1, min_count: 3 };
  const tokens = (/** @type {string} */ text) => [...text].map((c) => ({ text: c, logprob: 0 }));
  assert.equal(repetitionEnd(tokens('xabababz'), settings), 7);
  assert.equal(repetitionEnd(tokens('xababz'), settings), undefined);
  assert.equal(repetitionEnd(tokens('xyyy'), settings), 4);
});

test('characters are counted off against glyphs, two that touch are left out', () => {
  const glyphs = (/** @type {number[]} */ ...widths) => widths.map((width) => ({ width }));
  assert.deepEqual(align('AB', glyphs(0.8, 0.7), 12), glyphs(0.8, 0.7));
  assert.deepEqual(align('LA0', glyphs(1.5, 0.6), 12), [undefined, undefined, { width: 0.6 }]);
  assert.equal(align('ABC', glyphs(0.8, 0.7), 12), undefined);
  assert.equal(align('MW', glyphs(1.2), 12), undefined);
});

test('row numbers before the first column become a column of their own', () => {
  const box = { x0: 0, y0: 0, x1: 1, y1: 1 };
  const table = (/** @type {string[][]} */ rows) =>
    rows.map((cells) =>
      cells.map((cell) => ({
        words: cell.split(' ').map((text) => ({ text, confidence: 90, box })),
        colspan: 1,
        rowspan: 1,
      })),
    );
  const texts = (/** @type {ReturnType<typeof table>} */ rows) =>
    rows.map((cells) => cells.map((cell) => cell.words.map((word) => word.text).join(' ')));
  const numbered = table([
    ['Name', 'Flag'],
    ['1 Heron', 'NAM'],
    ['2 Petrel', 'NOR'],
    ['3 Gannet', 'ESP'],
  ]);
  assert.deepEqual(texts(splitRowNumbers(numbered))[2], ['2', 'Petrel', 'NOR']);
  assert.deepEqual(texts(splitRowNumbers(numbered))[0], ['', 'Name', 'Flag']);
  const other = table([
    ['12 Heron', 'NAM'],
    ['7 Petrel', 'NOR'],
    ['9 Gannet', 'ESP'],
  ]);
  assert.deepEqual(splitRowNumbers(other), other);
});

test('options come from the command line, then the environment', () => {
  const env = { OCR_SERVER_CAPACITY: '3', OCR_SERVER_MAX_NUM_QUEUED_REQS: '0' };
  const options = parseOptions(['--capacity', '5', '--limit-mm-per-prompt', '{"image": 1}'], env);
  assert.equal(options.capacity, 5);
  assert.equal(options.maxNumQueuedReqs, 0);
  assert.equal(options.imageLimit, 1);
});

test('options that make no sense are refused', () => {
  for (const args of [
    ['--capacity', '0'],
    ['--latency', 'soon'],
    ['--engine', 'magic'],
    ['--listen', '8000'],
    ['--faults', 'no-such-file.json'],
    ['--no-such-flag', '1'],
  ]) {
    assert.throws(() => parseOptions(args, {}), OptionError, args.join(' '));
  }
});
