// @ts-check
/** Debian's Chromium, driven through playwright-core; nothing is downloaded. */
import { existsSync, mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { inRepository } from '../../local/lib/paths.mjs';

const PROGRAMS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The browser's program; undefined where there is none, and the tests say that they were skipped. */
export const chromiumProgram = PROGRAMS.find((path) => path && existsSync(path));

/** Why browser tests do not run here, or false. */
export const withoutChromium = chromiumProgram
  ? false
  : 'no Chromium here: install chromium or set CHROMIUM';

const screenshots = inRepository('tests', 'screenshots');

export async function startBrowser() {
  mkdirSync(screenshots, { recursive: true });
  const browser = await chromium.launch({
    executablePath: chromiumProgram,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  return {
    /** @param {import('playwright-core').BrowserContextOptions} [options] */
    async page(options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      });
      return context.newPage();
    },
    stop: () => browser.close(),
  };
}

/** Keeps a picture of a state for people to look at. @param {import('playwright-core').Page} page @param {string} name */
export const picture = (page, name) =>
  page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: true });
