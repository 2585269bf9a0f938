// @ts-check
/** The portal for people who use no mouse, no sight, a phone, or the dark. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { inRepository } from '../../local/lib/paths.mjs';
import { startPortal } from '../portal-harness.mjs';
import { playedDocument } from '../portal-results.mjs';
import { picture, startBrowser, withoutChromium } from './chromium.mjs';
import { degradedPage, registerPage } from './samples.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SAMPLE = inRepository('fixtures', 'pdf', 'register-ruled.pdf');

describe('the portal for everybody', { skip: withoutChromium }, () => {
  /** @type {Awaited<ReturnType<typeof startPortal>>} */
  let portal;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */
  let browser;
  /** @type {any} */
  let document;
  before(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
    const response = await fetch(`${portal.url}/upload`, {
      method: 'POST',
      body: readFileSync(SAMPLE),
      headers: { 'content-type': 'application/pdf', 'x-filename': 'register.pdf' },
    });
    document = await response.json();
    const played = playedDocument(portal.bucket, document.doc_id, [registerPage, degradedPage]);
    await played.plan();
    await played.read();
    await played.load();
  });
  after(async () => {
    await browser.stop();
    await portal.stop();
  });

  /** @param {import('playwright-core').Page} page @param {string} state */
  async function hasNoSeriousFinding(page, state) {
    // The page's policy forbids foreign scripts; the driver's evaluation is not bound by it.
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => /** @type {any} */ (window).axe.run());
    const serious = violations
      .filter((/** @type {any} */ { impact }) => impact === 'serious' || impact === 'critical')
      .map(
        (/** @type {any} */ { id, nodes }) =>
          `${id}: ${nodes.map((/** @type {any} */ node) => node.html.slice(0, 120)).join(' | ')}`,
      );
    assert.deepEqual(serious, [], state);
  }

  const looks = /** @type {[string, import('playwright-core').BrowserContextOptions][]} */ ([
    ['light-wide', { colorScheme: 'light' }],
    ['dark-wide', { colorScheme: 'dark' }],
    ['light-phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    ['dark-phone', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
  ]);
  for (const [look, options] of looks) {
    test(`has no serious finding and no sideways scrolling: ${look}`, async () => {
      const page = await browser.page(options);
      const check = async (/** @type {string} */ state) => {
        await picture(page, `${state}-${look}`);
        await hasNoSeriousFinding(page, state);
        const overflow = await page.evaluate(
          () => window.document.documentElement.scrollWidth - innerWidth,
        );
        assert.ok(overflow <= 0, `${state} is wider than the screen`);
      };
      await page.goto(portal.url);
      await check('home');
      await page.setInputFiles('#file', [SAMPLE]);
      await page.waitForSelector('.upload[data-receipt]');
      await check('list');
      await page.goto(document.page_url);
      await page.waitForSelector('#panel-vessels tbody tr');
      await check('vessels');
      await page.getByRole('tab', { name: 'Pages' }).click();
      await page.waitForSelector('.page-text .block');
      await check('page');
      await page.getByRole('tab', { name: 'Entities' }).click();
      await check('entities');
    });
  }

  test('works by keyboard alone', async () => {
    const page = await browser.page();
    // Asked for before anything else: a chooser that opens before the browser hands it over is lost.
    const choosing = page.waitForEvent('filechooser');
    await page.goto(portal.url);
    await page.keyboard.press('Tab');
    assert.equal(await page.locator(':focus').textContent(), 'Skip to content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.locator(':focus').getAttribute('id'), 'file');
    await page.keyboard.press('Space');
    await (await choosing).setFiles(SAMPLE);
    await page.waitForSelector('.upload[data-receipt]');

    await page.goto(document.page_url);
    await page.waitForSelector('#panel-vessels tbody tr');
    await page.locator('#tab-vessels').focus();
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.locator(':focus').textContent(), 'Pages');
    assert.ok(await page.locator('#panel-pages').isVisible());
    await page.keyboard.press('End');
    assert.equal(await page.locator(':focus').textContent(), 'Entities');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.locator(':focus').textContent(), 'Vessels');
    await page.locator('#panel-vessels button.finding').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('mark:focus:has-text("NORTHERN TERN")');
    assert.equal(await page.locator('.entity-box.lit').count(), 1);
  });

  test('says what happens to those who do not see it', async () => {
    const page = await browser.page();
    await page.goto(portal.url);
    await page.setInputFiles('#file', [
      { name: 'text.pdf', mimeType: 'application/pdf', buffer: Buffer.from('text') },
    ]);
    await page.waitForFunction(() =>
      window.document
        .getElementById('upload-news')
        ?.textContent?.includes('text.pdf: This is not a PDF file.'),
    );
    assert.equal(await page.locator('#upload-news').getAttribute('aria-live'), 'polite');
  });

  test('loads in less than 60 KB, compressed', async () => {
    const { gzipSync } = await import('node:zlib');
    let bytes = 0;
    for (const path of ['/', '/assets/portal.js', '/assets/portal.css', '/assets/icon.svg']) {
      const response = await fetch(portal.url + path);
      bytes += gzipSync(new Uint8Array(await response.arrayBuffer())).length;
    }
    assert.ok(bytes < 60 * 1024, `${bytes} bytes`);
  });
});
