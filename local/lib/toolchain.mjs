// @ts-check
/**
 * Installs what the build needs and the machine lacks: npm packages, the Rust toolchain's wasm
 * target, wasm-bindgen and worker-build at the versions that fit each other. The two tools are
 * built once a user, into the user's cache, so that a second clone finds them.
 *
 * Only node's own modules are imported here: it runs before `npm ci`.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository, toolsFolder } from './paths.mjs';
import { outputOf, run, succeeds } from './shell.mjs';

const WASM_TARGET = 'wasm32-unknown-unknown';
/** worker-build refuses any other wasm-bindgen than the one in Cargo.lock. */
const WASM_BINDGEN_VERSION = '0.2.129';
const WORKER_BUILD_VERSION = '0.8.7';

const toolFolder = (/** @type {string} */ name, /** @type {string} */ version) =>
  join(toolsFolder, `${name}-${version}`);

const wasmBindgenFolder = toolFolder('wasm-bindgen', WASM_BINDGEN_VERSION);
const workerBuildFolder = toolFolder('worker-build', WORKER_BUILD_VERSION);

export const workerBuildProgram = join(workerBuildFolder, 'bin', 'worker-build');

/** What keeps worker-build from downloading anything. */
export const workerBuildEnvironment = {
  WASM_BINDGEN_BIN: join(wasmBindgenFolder, 'bin', 'wasm-bindgen'),
  WASM_OPT_BIN: inRepository('node_modules', 'binaryen', 'bin', 'wasm-opt'),
  ESBUILD_BIN: inRepository('node_modules', 'esbuild', 'bin', 'esbuild'),
};

/**
 * Installs the npm packages if the lock file changed since they were installed.
 * @param {(message: string) => void} log
 */
export async function ensurePackages(log) {
  const lockHash = createHash('sha256')
    .update(readFileSync(inRepository('package-lock.json')))
    .digest('hex');
  const stamp = inRepository('node_modules', '.vessel-ner-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash) return;
  log('installing npm packages');
  await run('npm', ['ci', '--no-audit', '--no-fund']);
  writeFileSync(stamp, lockHash);
}

/**
 * The toolchain that `rust-toolchain.toml` names, with its parts.
 * @param {(message: string) => void} log
 */
async function ensureRust(log) {
  if (!succeeds('rustup')) {
    throw new Error('Rust is missing. Install rustup from https://rustup.rs and try again.');
  }
  const isComplete =
    succeeds('cargo') &&
    succeeds('cargo-clippy') &&
    succeeds('rustfmt') &&
    outputOf('rustup', ['target', 'list', '--installed']).includes(WASM_TARGET);
  if (isComplete) return;
  log('installing the Rust toolchain');
  await run('rustup', ['toolchain', 'install', '--no-self-update']);
}

/**
 * @param {(message: string) => void} log
 * @param {string} crate
 * @param {string} version
 * @param {string} folder
 * @param {string} program
 */
async function ensureCargoTool(log, crate, version, folder, program) {
  if (existsSync(join(folder, 'bin', program))) return;
  log(`building ${crate} ${version} (once on this machine, a minute or two)`);
  mkdirSync(folder, { recursive: true });
  const [toolchain] = outputOf('rustup', ['show', 'active-toolchain']).split(' ');
  // Outside the repository, so that its build settings and lock file do not apply.
  await run('cargo', ['install', '--root', folder, '--version', version, crate], {
    cwd: toolsFolder,
    env: { RUSTUP_TOOLCHAIN: toolchain },
  });
}

/**
 * Everything that is needed to build.
 * @param {(message: string) => void} log
 */
export async function ensureToolchain(log) {
  await ensurePackages(log);
  await ensureRust(log);
  await ensureCargoTool(
    log,
    'wasm-bindgen-cli',
    WASM_BINDGEN_VERSION,
    wasmBindgenFolder,
    'wasm-bindgen',
  );
  await ensureCargoTool(
    log,
    'worker-build',
    WORKER_BUILD_VERSION,
    workerBuildFolder,
    'worker-build',
  );
}
