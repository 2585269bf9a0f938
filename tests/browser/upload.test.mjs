// @ts-check
/** Uploading as people do it: Chromium against the built portal. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inRepository } from '../../local/lib/paths.mjs';
import { startPortal } from '../portal-harness.mjs';
import { picture, startBrowser, withoutChromium } from './chromium.mjs';
import { HOSTILE_NAME } from './samples.mjs';

const MEGABYTE = 1024 * 1024;
const SAMPLE = inRepository('fixtures', 'pdf', 'register-ruled.pdf');

/** Bytes that begin like a PDF. @param {number} size @param {string} seed */
function pdfBytes(size, seed) {
  const bytes = Buffer.alloc(size, seed);
  bytes.write('%PDF-1.7\n');
  return bytes;
}

/** @param {string} name @param {Buffer} buffer */
const file = (name, buffer) => ({ name, mimeType: 'application/pdf', buffer });

describe('uploading in a browser', { skip: withoutChromium }, () => {
  /** @type {Awaited<ReturnType<typeof startPortal>>} */
  let portal;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */
  let browser;
  /** @type {string} */
  let folder;
  before(async () => {
    [portal, browser] = await Promise.all([startPortal(), startBrowser()]);
    folder = mkdtempSync(join(tmpdir(), 'vessel-ner-browser-'));
  });
  after(async () => {
    await browser.stop();
    await portal.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @param {import('playwright-core').BrowserContextOptions} [options] */
  const home = async (options) => {
    const page = await browser.page(options);
    await page.goto(portal.url);
    return page;
  };
  /** A file on disk: larger than what the browser's driver takes in memory. @param {string} name @param {number} size */
  const onDisk = (name, size) => {
    const path = join(folder, name);
    writeFileSync(path, pdfBytes(size, name));
    return path;
  };
  /** @param {import('playwright-core').Page} page @param {string} name */
  const entry = (page, name) => page.locator(`.upload[data-name="${name}"]`);
  /** @param {import('playwright-core').Page} page @param {string} name */
  const received = (page, name) =>
    page.waitForSelector(`.upload[data-name="${name}"][data-receipt]`, { timeout: 60_000 });
  /** Sizes of the uploads in the bucket. @returns {Promise<number[]>} */
  const storedSizes = async () => {
    const { objects } = await portal.bucket.list({ prefix: 'uploads/' });
    return objects.map((/** @type {{ size: number }} */ object) => object.size);
  };

  test('several chosen files arrive, and their list survives a reload', async () => {
    const page = await home();
    await picture(page, 'upload-empty');
    const files = ['one.pdf', 'two.pdf', 'three.pdf'].map((name) =>
      file(name, pdfBytes(20_000, name)),
    );
    await page.setInputFiles('#file', files);
    for (const { name } of files) await received(page, name);
    await picture(page, 'upload-received');
    await page.reload();
    assert.equal(await page.locator('.upload[data-receipt]').count(), 3);
    await entry(page, 'two.pdf').getByRole('link', { name: 'Open two.pdf' }).click();
    await page.waitForSelector('text=Received. Waiting for its turn.');
    assert.equal(await page.locator('h1').textContent(), 'two.pdf');
  });

  test('a dropped file arrives', async () => {
    const page = await home();
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(
        new File(['%PDF-1.7 dropped'], 'dropped.pdf', { type: 'application/pdf' }),
      );
      return transfer;
    });
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: data });
    assert.ok(await page.locator('#upload-form.dropping').isVisible());
    await page.dispatchEvent('body', 'drop', { dataTransfer: data });
    await received(page, 'dropped.pdf');
    assert.equal(await page.locator('#upload-form.dropping').count(), 0);
  });

  test('the sample can be tried without having a file', async () => {
    const page = await home();
    await page.getByRole('button', { name: 'Try the sample' }).click();
    await received(page, 'sample-register.pdf');
  });

  test('the same bytes are answered with the document that is there', async () => {
    const page = await home();
    await page.setInputFiles('#file', [SAMPLE]);
    await received(page, 'register-ruled.pdf');
    const count = (await storedSizes()).length;
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.setInputFiles('#file', [SAMPLE]);
    await page.waitForSelector('text=These bytes were received before.');
    assert.equal((await storedSizes()).length, count);
  });

  test('what is not taken is refused in words, before anything is sent', async () => {
    const page = await home();
    /** @type {string[]} */
    const sent = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') sent.push(request.url());
    });
    await page.setInputFiles('#file', [
      file('text.pdf', Buffer.from('not a PDF')),
      file('empty.pdf', Buffer.alloc(0)),
    ]);
    await page.setInputFiles('#file', onDisk('huge.pdf', 51 * MEGABYTE));
    for (const [name, words] of [
      ['text.pdf', 'This is not a PDF file.'],
      ['empty.pdf', 'The file is empty.'],
      ['huge.pdf', 'The file is larger than 50 MB, the most that is taken.'],
    ]) {
      await page.waitForSelector(`.upload[data-name="${name}"][data-state="refused"]`);
      assert.equal(await entry(page, name).locator('.upload-state').textContent(), words);
    }
    const many = Array.from({ length: 21 }, (_, index) => file(`${index}.pdf`, pdfBytes(20, 'x')));
    await page.setInputFiles('#file', many);
    const problem = page.locator('#upload-problem');
    assert.match((await problem.textContent()) ?? '', /21 files.*at most 20/);
    await picture(page, 'upload-refused');
    assert.deepEqual(sent, []);
  });

  test('a large file goes up in parts, and after a cut goes on where it broke off', async () => {
    const page = await home();
    /** @type {string[]} */
    const parts = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT') parts.push(new URL(request.url()).pathname.split('/')[4]);
    });
    let isCut = false;
    await page.route('**/uploads/*/parts/*', async (route) => {
      if (route.request().url().endsWith('/4') && !isCut) {
        isCut = true;
        await page.context().setOffline(true);
      }
      await route.continue();
    });
    await page.setInputFiles('#file', onDisk('large.pdf', 30 * MEGABYTE));
    await page.waitForSelector('.upload[data-name="large.pdf"][data-state="interrupted"]', {
      timeout: 60_000,
    });
    assert.match((await entry(page, 'large.pdf').textContent()) ?? '', /connection was lost/);
    await picture(page, 'upload-interrupted');
    await page.context().setOffline(false);
    const sentBefore = parts.length;
    await entry(page, 'large.pdf').getByRole('button', { name: 'Try again' }).click();
    await received(page, 'large.pdf');
    assert.deepEqual(parts.slice(sentBefore), ['4', '5', '6']);
    assert.ok((await storedSizes()).includes(30 * MEGABYTE));
  });

  test('a large file goes on by itself after the page was loaded anew', async () => {
    const page = await home();
    let isStuck = false;
    let wasReloaded = false;
    await page.route('**/uploads/*/parts/3', async (route) => {
      if (wasReloaded) await route.continue();
      else isStuck = true;
    });
    await page.setInputFiles('#file', onDisk('reloaded.pdf', 16 * MEGABYTE));
    while (!isStuck) await page.waitForTimeout(50);
    wasReloaded = true;
    /** @type {string[]} */
    const parts = [];
    page.on('request', (request) => {
      if (request.method() === 'PUT') parts.push(new URL(request.url()).pathname.split('/')[4]);
    });
    await page.reload();
    await received(page, 'reloaded.pdf');
    assert.deepEqual(parts, ['3', '4']);
    assert.ok((await storedSizes()).includes(16 * MEGABYTE));
    const left = await page.evaluate(() => localStorage.getItem('vessel-ner.unfinished'));
    assert.equal(left, '{}');
  });

  test('a cancelled upload leaves nothing behind', async () => {
    const page = await home();
    await page.route('**/uploads/*/parts/2', () => undefined);
    await page.setInputFiles('#file', onDisk('cancelled.pdf', 12 * MEGABYTE));
    await page.waitForRequest('**/uploads/*/parts/2');
    const gone = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await entry(page, 'cancelled.pdf').getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await gone).status(), 204);
    await page.waitForSelector('.upload[data-name="cancelled.pdf"][data-state="cancelled"]');
    assert.ok(!(await storedSizes()).includes(12 * MEGABYTE));
  });

  test('a file name made of markup and path dots stays text', async () => {
    const page = await home();
    await page.setInputFiles('#file', [file(HOSTILE_NAME, pdfBytes(500, 'hostile'))]);
    await page.waitForSelector('.upload[data-receipt]');
    assert.equal(await page.locator('.upload img').count(), 0);
    assert.equal(await page.evaluate(() => 'harmed' in window), false);
  });

  test('without JavaScript a file arrives, too', async () => {
    const page = await home({ javaScriptEnabled: false });
    await picture(page, 'upload-no-script');
    await page.setInputFiles('#file', [file('plain.pdf', pdfBytes(70_000, 'plain'))]);
    await page.getByRole('button', { name: 'Upload' }).click();
    await page.waitForURL('**/documents/*');
    assert.equal(await page.locator('h1').textContent(), 'plain.pdf');
    await picture(page, 'document-no-script');
    assert.ok((await storedSizes()).includes(70_000));
  });
});
