// @ts-check
/**
 * `npm test`: sets up, checks form and types, and runs every test: the crates' own, the JavaScript
 * parts', and the whole stack's. `npm test -- --only NAME` runs one of the steps below.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRepository, repositoryRoot, workers } from '../lib/paths.mjs';
import { run } from '../lib/shell.mjs';
import { ensureToolchain } from '../lib/toolchain.mjs';
import { buildProgram, buildWorkers } from '../lib/build.mjs';

const log = (/** @type {string} */ message) => process.stdout.write(`\n== ${message}\n`);

/** Files with tests below a folder. @param {string} folder @returns {string[]} */
function testFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return testFiles(path);
    return entry.name.endsWith('.test.mjs') ? [relative(repositoryRoot, path)] : [];
  });
}

/** One file after the other: each starts a stack of its own, and the machine may be small. @param {string[]} files */
const nodeTest = (files) =>
  run(process.execPath, ['--test', '--test-concurrency=1', ...files], { show: true });

const wasmPackages = ['worker-support', ...workers].map((name) =>
  name === 'upload-portal' ? 'vessel-ner-upload' : `vessel-ner-${name}`,
);

/** @type {Record<string, () => Promise<void>>} */
const steps = {
  format: async () => {
    await run('cargo', ['fmt', '--all', '--check'], { show: true });
    await run(
      process.execPath,
      [inRepository('node_modules', 'prettier', 'bin', 'prettier.cjs'), '--check', '.'],
      { show: true },
    );
  },
  types: () =>
    run(process.execPath, [inRepository('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit'], {
      show: true,
    }),
  lint: async () => {
    const deny = ['--', '--deny', 'warnings'];
    await run('cargo', ['clippy', '--all-targets', '--all-features', ...deny], { show: true });
    const packages = wasmPackages.flatMap((name) => ['--package', name]);
    const target = ['--target', 'wasm32-unknown-unknown'];
    await run('cargo', ['clippy', ...packages, ...target, ...deny], { show: true });
  },
  native: () => run('cargo', ['test', '--no-fail-fast', '--all-features'], { show: true }),
  javascript: () => nodeTest(testFiles(inRepository('local'))),
  build: async () => {
    await buildProgram('vessel-ner-warehouse', 'vessel-ner-warehouse', log);
    await buildWorkers(log);
  },
  stack: () => nodeTest(testFiles(inRepository('tests'))),
};

const [flag, only] = process.argv.slice(2);
if (flag !== undefined && (flag !== '--only' || !Object.hasOwn(steps, only ?? ''))) {
  process.stderr.write(`usage: npm test [-- --only ${Object.keys(steps).join('|')}]\n`);
  process.exit(2);
}
if (!existsSync(inRepository('package-lock.json'))) throw new Error('package-lock.json is missing');
await ensureToolchain(log);
try {
  for (const [name, step] of Object.entries(steps)) {
    if (only !== undefined && only !== name) continue;
    log(name);
    await step();
  }
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
