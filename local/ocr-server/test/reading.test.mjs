// @ts-check
/** Whole pages of invented vessels, rendered from the fixtures and read by Tesseract. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { PNG } from 'pngjs';
import { startOcrServer } from '../index.mjs';
import { blankPng, pageRequest, post } from './helpers.mjs';

/** @type {import('../server.mjs').OcrServer} */
let server;
/** @type {PDFiumLibrary} */
let pdfium;
before(async () => {
  server = await startOcrServer({ workers: 1 });
  pdfium = await PDFiumLibrary.init();
});
after(async () => {
  pdfium.destroy();
  await server.close();
});

/**
 * @param {string} fixture name of a PDF
 * @returns {Promise<Buffer>} its first page as a PNG of 164 dpi
 */
async function render(fixture) {
  const file = readFileSync(new URL(`../../../fixtures/pdf/${fixture}.pdf`, import.meta.url));
  const document = await pdfium.loadDocument(file);
  try {
    const { data, width, height } = await document.getPage(0).render({ scale: 164 / 72 });
    const png = new PNG({ width, height });
    for (let i = 0; i < data.length; i += 4) {
      png.data[i] = data[i + 2];
      png.data[i + 1] = data[i + 1];
      png.data[i + 2] = data[i];
      png.data[i + 3] = 255;
    }
    return PNG.sync.write(png, { colorType: 0 });
  } finally {
    document.destroy();
  }
}

/**
 * @param {string} fixture
 * @param {Record<string, unknown>} [extra]
 * @returns {Promise<{ content: string, choice: any }>}
 */
async function read(fixture, extra) {
  const { status, json } = await post(server.url, pageRequest(await render(fixture), extra));
  assert.equal(status, 200);
  return { content: json.choices[0].message.content, choice: json.choices[0] };
}

for (const fixture of ['register-ruled', 'register-unruled', 'scan']) {
  test(`${fixture}: one table, a row a vessel, its identifiers in their columns`, async () => {
    const { content } = await read(fixture);
    assert.equal(content.match(/<table>/gu)?.length, 1);
    for (const [name, flag, imo] of [
      ['MORNING HERON', 'Namibia', '9812042'],
      ['SEA LANTERN', 'South Africa', '9055187'],
      ['HANBIT 707', 'Republic of Korea', '8786131'],
    ]) {
      const cells = `<td>${name}</td><td>${flag}</td><td>${imo}</td>`;
      assert.ok(content.includes(cells), `${cells} in ${content}`);
    }
    assert.match(
      content,
      /<\|ref\|>title<\|\/ref\|>.*\n# Register of Authorised Fishing Vessels\n/u,
    );
  });
}

test('a certificate is text, one line a pair', async () => {
  const { content } = await read('certificate');
  assert.doesNotMatch(content, /<table>/u);
  assert.match(content, /^Name of vessel: MORNING HERON$/mu);
  assert.match(content, /^IMO number: 9812042$/mu);
});

test('a letter keeps its paragraphs on one line each', async () => {
  const { content } = await read('letter');
  assert.match(content, /PLAYA DORADA \(IMO 9173551, call sign EAQX\), flying the flag of Spain/u);
});

test('boxes are integers from 0 to 999, in reading order', async () => {
  const { content } = await read('letter');
  const boxes = [...content.matchAll(/\[\[(\d+), (\d+), (\d+), (\d+)\]\]/gu)].map((match) =>
    match.slice(1).map(Number),
  );
  assert.ok(boxes.length >= 4);
  for (const [x1, y1, x2, y2] of boxes) assert.ok(x1 < x2 && y1 < y2 && x2 <= 999 && y2 <= 999);
  const tops = boxes.map((box) => box[1]);
  assert.deepEqual(
    tops,
    [...tops].sort((a, b) => a - b),
  );
});

test("logprobs are the reader's confidence: concatenated they are the answer", async () => {
  const { content, choice } = await read('letter', { logprobs: true });
  const tokens = choice.logprobs.content;
  assert.equal(tokens.map((/** @type {any} */ token) => token.token).join(''), content);
  const distinct = new Set(tokens.map((/** @type {any} */ token) => token.logprob));
  assert.ok(distinct.size > 5);
});

test('a blank page answers with nothing', async () => {
  const { json } = await post(server.url, pageRequest(blankPng(1240, 1754)));
  assert.equal(json.choices[0].message.content, '');
  assert.equal(json.choices[0].finish_reason, 'stop');
});

test('a damaged PNG is refused as an image that cannot be loaded', async () => {
  const bytes = Buffer.from(blankPng(1240, 1754));
  bytes.fill(0, 60, bytes.length - 30);
  const { status, json } = await post(server.url, pageRequest(bytes));
  assert.equal(status, 400);
  assert.match(json.error.message, /^Failed to load image/u);
});
