// @ts-check
/**
 * The check for a person, as the page asks it: Chromium against the built portal. Cloudflare's
 * script cannot be had here; one with its documented interface (`render`, `reset`, `callback`,
 * single-use tokens) is served at its address instead.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { startPortal } from '../portal-harness.mjs';
import { picture, startBrowser, withoutChromium } from './chromium.mjs';

const CHALLENGES = 'https://challenges.cloudflare.com/**';
/** Gives `token-1`, `token-2` … as if a person had been seen. */
const SCRIPT = `
let count = 0;
globalThis.turnstile = {
  render(place, options) {
    if (place.id !== 'turnstile' || options.action !== 'upload') throw new Error('wrong widget');
    this.options = options;
    this.reset('widget');
    return 'widget';
  },
  reset() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.options.callback('token-' + (count += 1)), 20);
  },
};`;

describe('with Turnstile in a browser', { skip: withoutChromium }, () => {
  /** Tokens that were asked about; each is good once. @type {string[]} */
  const asked = [];
  let isRefusing = false;
  const verifier = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const token = JSON.parse(body).response;
      const success = !isRefusing && !asked.includes(token);
      asked.push(token);
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ success, action: 'upload' }));
    });
  });
  /** @type {Awaited<ReturnType<typeof startPortal>>} */
  let portal;
  /** @type {Awaited<ReturnType<typeof startBrowser>>} */
  let browser;
  before(async () => {
    await new Promise((resolve) => verifier.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (verifier.address());
    const variables = {
      TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
      TURNSTILE_SECRET_KEY: 'a secret',
      TURNSTILE_VERIFY_URL: `http://127.0.0.1:${port}/`,
    };
    [portal, browser] = await Promise.all([startPortal({ variables }), startBrowser()]);
  });
  after(async () => {
    await browser.stop();
    await portal.stop();
    verifier.close();
  });

  /** @param {() => boolean} isReachable */
  const home = async (isReachable) => {
    asked.length = 0;
    const page = await browser.page();
    /** @type {string[]} */
    const violations = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text());
    });
    await page.route(CHALLENGES, (route) =>
      isReachable()
        ? route.fulfill({ contentType: 'text/javascript', body: SCRIPT })
        : route.abort(),
    );
    await page.goto(portal.url);
    return { page, violations };
  };
  /** @param {import('playwright-core').Page} page @param {string[]} names */
  const choose = (page, names) =>
    page.setInputFiles(
      '#file',
      names.map((name) => ({
        name,
        mimeType: 'application/pdf',
        buffer: Buffer.from(`%PDF-1.7 ${name} ${Math.random()}`),
      })),
    );
  /** @param {import('playwright-core').Page} page @param {string} name */
  const received = (page, name) =>
    page.waitForSelector(`.upload[data-name="${name}"][data-receipt]`);

  test('every upload goes in with a token of its own', async () => {
    const { page, violations } = await home(() => true);
    const names = ['a.pdf', 'b.pdf', 'c.pdf'];
    await choose(page, names);
    for (const name of names) await received(page, name);
    assert.equal(new Set(asked).size, 3);
    assert.equal(asked.length, 3);
    assert.deepEqual(violations, []);
  });

  test('a refused token is said in words, and another try takes a new one', async () => {
    const { page } = await home(() => true);
    isRefusing = true;
    await choose(page, ['refused.pdf']);
    const item = page.locator('.upload[data-name="refused.pdf"]');
    await item.getByText('person').waitFor();
    await picture(page, 'turnstile-refused');
    isRefusing = false;
    await item.getByRole('button', { name: /again/i }).click();
    await received(page, 'refused.pdf');
    assert.equal(new Set(asked).size, asked.length);
  });

  test('where the check cannot be loaded the page says so and lets one try again', async () => {
    let isReachable = false;
    const { page } = await home(() => isReachable);
    await choose(page, ['blocked.pdf']);
    const item = page.locator('.upload[data-name="blocked.pdf"]');
    await item.getByText('challenges.cloudflare.com').waitFor();
    await picture(page, 'turnstile-blocked');
    assert.deepEqual(asked, []);
    isReachable = true;
    await item.getByRole('button', { name: /again/i }).click();
    await received(page, 'blocked.pdf');
  });
});
