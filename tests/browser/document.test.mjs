// @ts-check
/** Watching and reading a document as people do it: Chromium against the built portal. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { inRepository } from '../../local/lib/paths.mjs';
import { startPortal } from '../portal-harness.mjs';
import { playedDocument } from '../portal-results.mjs';
import { picture, startBrowser, withoutChromium } from './chromium.mjs';
import { degradedPage, hostilePage, registerPage, HOSTILE_NAME } from './samples.mjs';

const SAMPLE = readFileSync(inRepository('fixtures', 'pdf', 'register-ruled.pdf'));

describe('a document in a browser', { skip: withoutChromium }, () => {
  /** @type {Awaited<ReturnType<typeof startPortal>>} */
  let portal;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */
  let browser;
  before(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
  });
  after(async () => {
    await browser.stop();
    await portal.stop();
  });

  /** @param {string} filename @param {import('../portal-results.mjs').PlayedPage[]} pages */
  const uploaded = async (filename, pages) => {
    const response = await fetch(`${portal.url}/upload`, {
      method: 'POST',
      body: SAMPLE,
      headers: { 'content-type': 'application/pdf', 'x-filename': encodeURIComponent(filename) },
    });
    const accepted = /** @type {any} */ (await response.json());
    return { ...accepted, played: playedDocument(portal.bucket, accepted.doc_id, pages) };
  };
  /** @param {string} filename @param {import('../portal-results.mjs').PlayedPage[]} pages */
  const finished = async (filename, pages) => {
    const document = await uploaded(filename, pages);
    await document.played.plan();
    await document.played.read();
    await document.played.load();
    return document;
  };
  /** @param {{ page_url: string }} document @param {import('playwright-core').BrowserContextOptions} [options] */
  const opened = async (document, options) => {
    const page = await browser.page(options);
    await page.goto(document.page_url);
    return page;
  };

  test('is followed live from received to done, across a reload', async () => {
    const document = await uploaded('live.pdf', [registerPage, degradedPage]);
    const page = await opened(document);
    await page.waitForSelector('text=Received. Waiting for its turn.');
    await document.played.plan();
    await document.played.progress(1, 'The OCR server is busy, trying again.');
    await page.waitForSelector('text=Reading: 1 of 2 pages done.');
    await page.waitForSelector('text=The OCR server is busy, trying again.');
    await picture(page, 'document-reading');
    await page.reload();
    await page.waitForSelector('text=Reading: 1 of 2 pages done.');
    await document.played.read();
    await page.waitForSelector('text=All 2 pages read.');
    await document.played.load();
    await page.waitForSelector('text=Done. 2 pages read, 17 entities found.');
    await page.waitForSelector('td:has-text("NORTHERN TERN")');
    await picture(page, 'document-done');
  });

  test('shows its vessels in a table that sorts', async () => {
    const page = await opened(await finished('vessels.pdf', [registerPage]));
    await page.waitForSelector('#panel-vessels tbody tr');
    const names = () => page.locator('#panel-vessels tbody td:first-child').allTextContents();
    assert.deepEqual(await names(), ['NORTHERN TERN', 'SILVER PETREL', 'CAPE HALIBUT']);
    await page.getByRole('button', { name: 'Vessel name' }).click();
    assert.deepEqual(await names(), ['CAPE HALIBUT', 'NORTHERN TERN', 'SILVER PETREL']);
    await page.getByRole('button', { name: 'Vessel name' }).click();
    assert.deepEqual(await names(), ['SILVER PETREL', 'NORTHERN TERN', 'CAPE HALIBUT']);
    const sorted = page.locator('th[aria-sort]');
    assert.equal(await sorted.getAttribute('aria-sort'), 'descending');
  });

  test('shows its entities in a table that filters', async () => {
    const page = await opened(await finished('entities.pdf', [registerPage]));
    await page.getByRole('tab', { name: 'Entities' }).click();
    const rows = page.locator('#panel-entities tbody tr');
    await rows.first().waitFor();
    assert.equal(await rows.count(), 15);
    await page.getByLabel('Filter').fill('petrel');
    assert.equal(await rows.count(), 1);
    await page.getByLabel('Filter').fill('');
    await page.getByLabel('Label', { exact: true }).selectOption('IMO');
    assert.deepEqual(await rows.locator('td:nth-child(3)').allTextContents(), [
      '9074729',
      '9354715',
      '8814275',
    ]);
    await picture(page, 'document-entities');
  });

  test('draws the boxes where the blocks are, and lights up both sides', async () => {
    const page = await opened(await finished('boxes.pdf', [registerPage]));
    await page.getByRole('tab', { name: 'Pages' }).click();
    await page.waitForSelector('.page-frame.has-image .box');
    const frame = await page.locator('.boxes').boundingBox();
    assert.ok(frame);
    assert.deepEqual(await page.locator('.page-image').boundingBox(), frame);
    for (const [index, block] of registerPage.blocks.entries()) {
      const drawn = await page.locator(`.box[data-block="${index}"]`).boundingBox();
      assert.ok(drawn && block.box);
      const [left, top, right, bottom] = block.box;
      const expected = {
        x: frame.x + (left / 999) * frame.width,
        y: frame.y + (top / 999) * frame.height,
        width: ((right - left) / 999) * frame.width,
        height: ((bottom - top) / 999) * frame.height,
      };
      for (const side of /** @type {const} */ (['x', 'y', 'width', 'height'])) {
        assert.ok(Math.abs(drawn[side] - expected[side]) <= 2, `${side} of block ${index}`);
      }
    }
    const marks = page.locator('mark.entity');
    assert.deepEqual(
      await marks.allTextContents(),
      registerPage.entities.map(({ text }) => text),
    );
    await page.locator('mark:has-text("9354715")').hover();
    assert.equal(await page.locator('.box.lit').getAttribute('data-block'), '2');
    assert.equal(await page.locator('.entity-box.lit').count(), 1);
    await picture(page, 'document-page');
    await page.locator('.box[data-block="0"]').hover();
    assert.equal(await page.locator('.block.lit').getAttribute('data-block'), '0');
    assert.equal(await page.locator('mark.doubtful').textContent(), 'ZSAB');
  });

  test('leads from a value of the table to its place on the page', async () => {
    const page = await opened(await finished('place.pdf', [degradedPage, registerPage]));
    await page.locator('#panel-vessels button.finding:has-text("8814275")').click();
    assert.equal(await page.getByLabel('Page', { exact: true }).inputValue(), '2');
    await page.waitForSelector('mark:focus:has-text("8814275")');
    // What is pointed at lights up besides, and does not take the mark away.
    await page.locator('mark:has-text("9354715")').hover();
    assert.equal(await page.locator('mark.chosen').textContent(), '8814275');
    assert.equal(await page.locator('.entity-box.chosen').count(), 1);
  });

  test('says what looked like a value and was not taken', async () => {
    const page = await browser.page();
    const doubt = { kind: 'unread', labels: ['IMO'], record: 0, start: 0, end: 7 };
    const reason = 'the number fails its check';
    await page.route('**/pages/1', async (route) => {
      const answer = await (await route.fetch()).json();
      const doubts = [{ ...doubt, page_number: 1, text: '9074720', reason }];
      await route.fulfill({ json: { ...answer, doubts } });
    });
    await page.goto((await finished('unread.pdf', [registerPage])).page_url);
    await page.getByRole('tab', { name: 'Pages' }).click();
    await page.getByText('Seen on this page and not taken (1)').click();
    await page.waitForSelector('text=IMO number “9074720”: the number fails its check');
  });

  test('says how many of its pages are blank', async () => {
    const blank = { status: 'blank', blocks: [], entities: [] };
    const page = await opened(await finished('blank.pdf', [registerPage, blank]));
    await page.waitForSelector('text=Done. 2 pages read (1 blank), 15 entities found.');
  });

  test('says which pages are doubtful, and why', async () => {
    const page = await opened(await finished('doubt.pdf', [degradedPage]));
    await page.getByText('Pages with a doubt (1)').click();
    await page.waitForSelector('text=may be wrong: The text repeats itself and was cut.');
    await page.getByRole('tab', { name: 'Pages' }).click();
    await page.waitForSelector('text=This page may be incomplete or wrong.');
    await picture(page, 'document-doubt');
  });

  test('is saved in four forms', async () => {
    const page = await opened(await finished('saved.pdf', [registerPage]));
    await page.waitForSelector('#panel-vessels tbody tr');
    for (const [title, check] of /** @type {[string, (file: Buffer) => boolean][]} */ ([
      ['CSV', (file) => file.toString().trim().split('\r\n').length === 16],
      [
        'JSON Lines',
        (file) =>
          file
            .toString()
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line)).length === 15,
      ],
      ['Parquet', (file) => file.subarray(0, 4).toString() === 'PAR1'],
      ['Markdown', (file) => file.toString().includes('# Register of fishing vessels 2026')],
    ])) {
      const downloading = page.waitForEvent('download');
      await page.locator(`[data-download="${title}"]`).click();
      const path = await (await downloading).path();
      assert.ok(check(readFileSync(path)), title);
    }
  });

  test('that tries to do harm stays text', async () => {
    const page = await opened(await finished(HOSTILE_NAME, [hostilePage]));
    /** @type {string[]} */
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.waitForSelector('#panel-vessels tbody tr');
    assert.equal(
      await page.locator('#panel-vessels tbody td').first().textContent(),
      '<svg onload=window.harmed=1>',
    );
    await page.getByRole('tab', { name: 'Pages' }).click();
    await page.waitForSelector('.page-text .block');
    const text = (await page.locator('.page-text').textContent()) ?? '';
    assert.ok(text.includes('<script>window.harmed = 1</script>'));
    assert.ok(text.includes('U+202E'), 'direction marks are shown by their number');
    for (const selector of ['script', 'iframe', 'img', 'svg']) {
      assert.equal(await page.locator(`.page-text ${selector}`).count(), 0, selector);
    }
    assert.equal(await page.locator('[onclick], [onload], [onerror]').count(), 0);
    assert.equal(await page.evaluate(() => 'harmed' in window), false);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, 'a word of 5,000 characters does not widen the page');
    assert.deepEqual(complaints, []);
    await picture(page, 'document-hostile');
  });

  test('is deleted by its receipt, after a question', async () => {
    const document = await finished('deleted.pdf', [registerPage]);
    const page = await opened(document);
    await page.getByRole('button', { name: 'Delete document …' }).click();
    await picture(page, 'document-delete');
    await page.getByRole('button', { name: 'Keep it' }).click();
    assert.equal((await fetch(document.status_url)).status, 200);
    await page.getByRole('button', { name: 'Delete document …' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.waitForSelector('h1:has-text("Deleted")');
    const { objects } = await portal.bucket.list();
    const keys = objects.map((/** @type {{ key: string }} */ { key }) => key);
    const left = keys.filter((/** @type {string} */ key) => key.includes(document.doc_id));
    assert.deepEqual(left, [`tombstones/${document.doc_id}.json`]);
    await page.goto(document.page_url);
    await page.reload();
    await page.waitForSelector('text=No such document');
  });

  test('without its receipt is not there', async () => {
    const page = await browser.page();
    await page.goto(`${portal.url}/d#nonsense`);
    await page.waitForSelector('text=No document');
    await page.goto(`${portal.url}/d#${'0'.repeat(32)}.${'0'.repeat(32)}`);
    await page.waitForSelector('text=No such document');
    await picture(page, 'document-unknown');
  });
});
