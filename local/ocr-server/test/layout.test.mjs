// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysePage } from '../page/layout.mjs';
import { createRaster, straighten } from '../page/raster.mjs';
import { rule, ruledTable, wordCounts, write } from './drawing.mjs';

/** @typedef {import('../page/grid.mjs').Table} Table */

const page = () => createRaster(1200, 1000);

/**
 * @param {import('../page/raster.mjs').Raster} raster
 * @returns {Table[]}
 */
const tablesOf = (raster) =>
  analysePage(raster).regions.flatMap((region) => (region.kind === 'table' ? [region] : []));

const XS = [100, 300, 500, 760];
const YS = [100, 140, 180, 220];
const TEXTS = [
  ['Name', 'Flag', 'Number'],
  ['Sea Heron', 'Namibia', '9812042'],
  ['Petrel', 'Norway', '9514767'],
];

test('a blank page has no regions', () => {
  assert.deepEqual(analysePage(page()).regions, []);
});

test('a ruled table has a cell for each field, empty ones too', () => {
  const raster = page();
  ruledTable(raster, XS, YS, [TEXTS[0], ['Sea Heron', '', '9812042'], TEXTS[2]]);
  const [table] = tablesOf(raster);
  assert.deepEqual(wordCounts(table), [
    [1, 1, 1],
    [2, 0, 1],
    [1, 1, 1],
  ]);
});

test('fields without a border between them are one cell with colspan or rowspan', () => {
  const raster = page();
  ruledTable(raster, XS, YS, [['', '', ''], TEXTS[1], TEXTS[2]]);
  rule(raster, { x0: 298, y0: 103, x1: 304, y1: 139 }, 255);
  rule(raster, { x0: 503, y0: 138, x1: 759, y1: 144 }, 255);
  write(raster, 108, 130, 'Vessel and flag');
  const [table] = tablesOf(raster);
  assert.deepEqual(
    table.rows.map((cells) => cells.map(({ colspan, rowspan }) => [colspan, rowspan])),
    [
      [
        [2, 1],
        [1, 2],
      ],
      [
        [1, 1],
        [1, 1],
      ],
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
    ],
  );
});

test('the lines of a cell stay together, top to bottom', () => {
  const raster = page();
  ruledTable(raster, XS, [100, 140, 240], [TEXTS[0], ['', 'Norway', '9514767']]);
  write(raster, 108, 170, 'Northern');
  write(raster, 108, 200, 'Gannet');
  const [{ rows }] = tablesOf(raster);
  const [cell] = rows[1];
  assert.equal(cell.segments.length, 2);
  assert.ok(cell.segments[0].baseline < cell.segments[1].baseline);
});

test('columns without ruling lines are found by the white between them', () => {
  const raster = page();
  TEXTS.forEach((row, r) => row.forEach((text, c) => write(raster, XS[c], 130 + 40 * r, text)));
  const [table] = tablesOf(raster);
  assert.deepEqual(wordCounts(table), [
    [1, 1, 1],
    [2, 1, 1],
    [1, 1, 1],
  ]);
});

test('a column gap as narrow as a word space is found where other cells leave it wide', () => {
  const raster = page();
  const rows = [
    ['9812042', 'LL Pot'],
    ['9514767', 'LL'],
    ['9173551', 'OTB'],
    ['9342102', 'LL Pot'],
  ];
  rows.forEach(([number, gear], r) => {
    write(raster, 100, 130 + 40 * r, 'Vessel');
    write(raster, 300, 130 + 40 * r, number);
    const centre = gear.length > 4 ? 388 : 405;
    write(raster, centre, 130 + 40 * r, gear);
  });
  const [table] = tablesOf(raster);
  assert.deepEqual(wordCounts(table)[0], [1, 1, 2]);
  assert.deepEqual(wordCounts(table)[1], [1, 1, 1]);
});

test('a heading that nearly fills one column still shows another to be one', () => {
  const raster = page();
  write(raster, 100, 130, 'Vessel');
  write(raster, 300, 130, 'FlagStates');
  write(raster, 440, 130, 'IMO');
  write(raster, 499, 130, 'GT');
  for (let r = 1; r < 8; r += 1) {
    write(raster, 100, 130 + 40 * r, `Vessel${'x'.repeat(r)}`);
    write(raster, 300, 130 + 40 * r, 'RUS');
    write(raster, 415, 130 + 40 * r, '9657961');
    write(raster, 499, 130 + 40 * r, '2403');
  }
  const [table] = tablesOf(raster);
  assert.deepEqual(wordCounts(table).slice(0, 2), [
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ]);
});

test('an underscore belongs to its word and does not end a table', () => {
  const raster = page();
  ['Vessel', 'IMO NUMBER', 'GT'].forEach((text, c) => write(raster, XS[c], 130, text));
  rule(raster, { x0: XS[1] + 33, y0: 132, x1: XS[1] + 43, y1: 134 });
  TEXTS.forEach((row, r) => row.forEach((text, c) => write(raster, XS[c], 170 + 40 * r, text)));
  const [table] = tablesOf(raster);
  assert.equal(table.rows.length, TEXTS.length + 1);
});

test('words that keep their distance in every line stay one column', () => {
  const raster = page();
  for (let r = 0; r < 4; r += 1) {
    write(raster, 100, 130 + 40 * r, `Vessel${'x'.repeat(r)}`);
    write(raster, 300, 130 + 40 * r, '01 Jan 2025');
  }
  assert.deepEqual(wordCounts(tablesOf(raster)[0])[0], [1, 3]);
});

test('wrapped lines of an unruled row join it, rows set wider apart do not', () => {
  const raster = page();
  let y = 130;
  for (const lines of [1, 2, 1]) {
    write(raster, 100, y, 'Heron');
    write(raster, 300, y, 'Namibia');
    write(raster, 500, y, 'Street');
    if (lines === 2) write(raster, 500, y + 22, 'Harbour');
    y += lines * 22 + 14;
  }
  const [table] = tablesOf(raster);
  assert.deepEqual(wordCounts(table), [
    [1, 1, 1],
    [1, 1, 2],
    [1, 1, 1],
  ]);
});

test('a paragraph is text, not a table', () => {
  const raster = page();
  for (let r = 0; r < 4; r += 1)
    write(raster, 100, 130 + 26 * r, 'the vessel named here may fish in it');
  const { regions } = analysePage(raster);
  assert.deepEqual(
    regions.map((region) => region.kind),
    ['text'],
  );
});

test('light letters on a dark row are read as the others', () => {
  const raster = page();
  rule(raster, { x0: 90, y0: 100, x1: 800, y1: 140 }, 40);
  TEXTS[0].forEach((text, c) => write(raster, XS[c], 127, text, 255));
  TEXTS.slice(1).forEach((row, r) => {
    row.forEach((text, c) => write(raster, XS[c], 170 + 40 * r, text));
  });
  const [table] = tablesOf(raster);
  assert.deepEqual(wordCounts(table)[0], [1, 1, 1]);
  assert.equal(table.rows.length, 3);
});

test('a page that lies a little askew is straightened', () => {
  const raster = page();
  for (let r = 0; r < 12; r += 1)
    write(raster, 100, 130 + 40 * r, 'the vessel named here may fish');
  const askew = straighten(raster, -0.02);
  assert.ok(Math.abs(analysePage(askew).slope - 0.02) <= 0.002);
  assert.equal(analysePage(raster).slope, 0);
});

test('rows of dots between the lines of a form are ruling lines, not leaders', () => {
  const raster = page();
  for (let r = 0; r < 4; r += 1) {
    const y = 130 + 40 * r;
    write(raster, 100, y, `Caption${'x'.repeat(r)}`);
    write(raster, 400, y, 'value');
    for (let x = 95; x < 700; x += 7) rule(raster, { x0: x, y0: y + 12, x1: x + 2, y1: y + 14 });
  }
  assert.deepEqual(wordCounts(tablesOf(raster)[0]), [
    [1, 1],
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
});

test('dots from a caption to its value are a leader of one line of text', () => {
  const raster = page();
  for (let r = 0; r < 4; r += 1) {
    const y = 130 + 40 * r;
    const end = write(raster, 100, y, `Caption${'x'.repeat(r)}`);
    for (let x = end + 4; x < 500; x += 7) rule(raster, { x0: x, y0: y - 2, x1: x + 2, y1: y });
    write(raster, 506, y, 'value');
  }
  const { regions } = analysePage(raster);
  assert.ok(regions.every((region) => region.kind === 'text'));
  const [text] = regions.flatMap((region) => (region.kind === 'text' ? [region] : []));
  assert.ok(text.lines[0].some((segment) => segment.leader || segment.trailing));
});

test('a stamp is a picture and hides none of the text beside it', () => {
  const raster = page();
  write(raster, 100, 130, 'the vessel named here may fish');
  for (let angle = 0; angle < 360; angle += 0.2) {
    const x = 900 + 80 * Math.cos((angle * Math.PI) / 180);
    const y = 400 + 80 * Math.sin((angle * Math.PI) / 180);
    rule(raster, { x0: x, y0: y, x1: x + 4, y1: y + 4 });
  }
  const kinds = analysePage(raster).regions.map((region) => region.kind);
  assert.deepEqual(kinds, ['text', 'picture']);
});
