// @ts-check
/** Builds one of the crates `bench/*-in-wasm` and loads it into this process. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRepository } from '../local/lib/paths.mjs';
import { run } from '../local/lib/shell.mjs';
import { workerBuildEnvironment } from '../local/lib/toolchain.mjs';

const TARGET = 'wasm32-unknown-unknown';

/**
 * @param {string} folder name of the crate's folder
 * @returns {Promise<any>} its exports; see its source for their types
 */
export async function loadWasm(folder) {
  const crate = `vessel-ner-bench-${folder}`;
  await run('cargo', ['build', '--release', '--target', TARGET, '--package', crate]);
  const program = crate.replaceAll('-', '_');
  const output = inRepository('target', folder);
  await run(workerBuildEnvironment.WASM_BINDGEN_BIN, [
    '--target',
    'experimental-nodejs-module',
    '--out-dir',
    output,
    inRepository('target', TARGET, 'release', `${program}.wasm`),
  ]);
  return import(pathToFileURL(join(output, `${program}.js`)).href);
}
