// @ts-check
/**
 * Bundles the pages' scripts and styles to `dist/`, which the Worker's static assets serve. The
 * folder below `dist` is part of every asset's address.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const SAMPLE = join(here, '..', '..', 'fixtures', 'pdf', 'register-ruled.pdf');

export async function bundleAssets() {
  const folder = join(here, 'dist', 'assets');
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(here, 'assets', 'portal.js'), join(here, 'assets', 'portal.css')],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    charset: 'utf8',
    logLevel: 'warning',
  });
  copyFileSync(join(here, 'assets', 'icon.svg'), join(folder, 'icon.svg'));
  copyFileSync(SAMPLE, join(folder, 'sample.pdf'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleAssets();
