// @ts-check
/** A new user's whole way, on the whole stack: the sample in, its vessels out, and gone again. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inRepository } from '../../local/lib/paths.mjs';
import { eventually, startTestStack } from '../harness.mjs';
import { picture, startBrowser, withoutChromium } from './chromium.mjs';

const PATIENCE = { timeout: 120_000 };

describe('a new user', { skip: withoutChromium }, () => {
  /** @type {import('../harness.mjs').TestStack} */
  let stack;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */
  let browser;
  before(async () => {
    [stack, browser] = await Promise.all([startTestStack(), startBrowser()]);
  });
  after(async () => {
    await browser.stop();
    await stack.stop();
  });

  test('tries the sample, sees its vessels and where they stand, and deletes it', async () => {
    const page = await browser.page();
    await page.goto(stack.portalUrl);
    await page.getByRole('button', { name: 'Try the sample' }).click();
    await page.getByRole('link', { name: 'Open sample-register.pdf' }).click();
    await page.waitForSelector('.badge.state-done', PATIENCE);
    await page.waitForSelector('#panel-vessels tbody tr');
    await picture(page, 'chain-vessels');
    const docId = new URL(page.url()).hash.slice(1, 33);
    const [{ names }] = stack.query(
      `select count(*) as names from entities where doc_id = '${docId}' and label = 'VESSEL_NAME'`,
    );
    const rows = await page.locator('#panel-vessels tbody tr').count();
    assert.ok(rows >= 3, `${rows} vessels in the table`);
    assert.equal(rows, Number(names));

    await page.locator('#panel-vessels button.finding').first().click();
    await page.waitForSelector('.page-frame.has-image', PATIENCE);
    // At one moment: the page may still be scrolling to the box.
    const [image, boxes] = await page.evaluate(() =>
      ['.page-image', '.boxes'].map((name) =>
        JSON.stringify(document.querySelector(name)?.getBoundingClientRect()),
      ),
    );
    assert.ok(image);
    assert.equal(image, boxes, 'the boxes lie exactly on the image');
    assert.ok((await page.locator('.box').count()) > 0);
    assert.ok((await page.locator('mark.entity').count()) >= rows);
    await picture(page, 'chain-page');

    await page.getByRole('button', { name: 'Delete document …' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.waitForSelector('h1:has-text("Deleted")');
    const rowsLeft = () =>
      stack.query(
        `select (select count(*) from documents where doc_id = '${docId}')
           + (select count(*) from raw_ocr where doc_id = '${docId}')
           + (select count(*) from entities where doc_id = '${docId}') as left_over`,
      )[0].left_over;
    await eventually('the rows are gone', async () => Number(rowsLeft()) === 0);
    const keys = await stack.keys();
    const left = keys.filter((/** @type {string} */ key) => key.includes(docId));
    assert.deepEqual(left, [`tombstones/${docId}.json`]);
  });

  test('is told in the list why a file could not be read', async () => {
    const page = await browser.page();
    await page.goto(stack.portalUrl);
    await page.setInputFiles('#file', [inRepository('fixtures', 'pdf', 'encrypted.pdf')]);
    await page.waitForSelector('text=Please remove the password and send it again.', PATIENCE);
    await page.getByRole('link', { name: 'Open encrypted.pdf' }).click();
    await page.waitForSelector('.badge.state-failed');
    assert.equal(await page.locator('[data-download]:visible').count(), 0, 'nothing to save');
    assert.ok(await page.getByRole('button', { name: 'Delete document …' }).isVisible());
  });
});
