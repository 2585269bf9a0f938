// @ts-check
/**
 * Builds the Workers and the native programs, each only if something it is made of changed:
 * optimising WASM takes long, and a second start should not wait for it.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inRepository, repositoryRoot, workers } from './paths.mjs';
import { layeredEntry } from './worker-config.mjs';
import { run } from './shell.mjs';
import { workerBuildEnvironment, workerBuildProgram } from './toolchain.mjs';

const WORKSPACE_FILES = [
  'Cargo.toml',
  'Cargo.lock',
  '.cargo/config.toml',
  'local/lib/build.mjs',
  'local/lib/toolchain.mjs',
];
/** Neither sources of the program nor of a Worker: built output, and what the pages load. */
const OTHER_FOLDERS = new Set(['assets', 'build', 'dist', 'node_modules', 'target', '.wrangler']);

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !OTHER_FOLDERS.has(entry.name))
    .flatMap((entry) => {
      const child = join(path, entry.name);
      return entry.isDirectory() ? filesBelow(child) : [child];
    })
    .sort();
}

/** Hash of everything that the output is made of. @param {string[]} folders */
function inputsHash(folders) {
  const hash = createHash('sha256');
  const files = [
    ...WORKSPACE_FILES.map((file) => inRepository(file)),
    ...folders.flatMap((folder) => filesBelow(inRepository(folder))),
  ];
  for (const file of files) {
    hash
      .update(relative(repositoryRoot, file))
      .update('\0')
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * `build/entry.mjs` is what wrangler starts from: the Worker itself, or for `wrangler dev` the
 * Worker inside the R2-event layer.
 * @param {string} worker
 * @param {boolean} isDevelopment
 */
function writeEntry(worker, isDevelopment) {
  const plain = "export * from './index.js';\nexport { default } from './index.js';\n";
  writeFileSync(
    inRepository('workers', worker, 'build', 'entry.mjs'),
    isDevelopment ? layeredEntry(worker) : plain,
  );
}

/**
 * Takes the functions' names out of a program, which are a sixteenth of what is uploaded; worker-build
 * keeps them whatever it is told. A build for one machine has them, for profiles. What was small already is
 * made smaller until another pass finds nothing, and functions of like names, which are often the same for
 * another type, are put beside each other: gzip sees no further back than 32 KiB.
 * @param {string} program
 * @param {boolean} isSmall
 */
async function stripNames(program, isSmall) {
  const features = ['mutable-globals', 'sign-ext', 'nontrapping-float-to-int', 'bulk-memory'];
  features.push('simd', 'multivalue', 'reference-types', 'exception-handling');
  const parameters = [
    ...features.map((feature) => `--enable-${feature}`),
    ...(isSmall ? ['--converge', '-Oz', '--reorder-functions-by-name'] : []),
    '--strip-debug',
    '--strip-producers',
  ];
  await run(workerBuildEnvironment.WASM_OPT_BIN, [program, '-o', program, ...parameters]);
}

/**
 * Built for size, which the first pages of an instance wait for; small functions are still built into their
 * callers, as iterators need it (`bench/README.md` has the figures). The variable takes the place of the flags
 * in `.cargo/config.toml`, so it names those, too. The OCR processor draws pages and is built for speed.
 */
export const smallProgram = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: 'z',
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS:
    '-C target-feature=+simd128 -C llvm-args=-inline-threshold=40',
};

/** Bytes that what is uploaded may have, gzipped: an instance waits for all of them before its first page. */
const MOST_BYTES = /** @type {Record<string, number>} */ ({ 'entity-extractor': 1_200_000 });

/** @param {string} worker @param {string[]} files */
function checkSize(worker, files) {
  const bytes = files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length,
    0,
  );
  const most = MOST_BYTES[worker] ?? Infinity;
  if (bytes > most) throw new Error(`${worker} has ${bytes} bytes gzipped, of at most ${most}`);
}

/**
 * Builds one Worker to `workers/{worker}/build`. Only what is deployed goes through wasm-opt, which
 * takes minutes and makes the program smaller by a fifth, not different.
 * @param {string} worker
 * @param {(message: string) => void} log
 * @param {{ isDevelopment?: boolean, isDeployment?: boolean }} [options]
 */
export async function buildWorker(worker, log, options = {}) {
  const folder = inRepository('workers', worker);
  const isDeployment = options.isDeployment ?? false;
  const output = join(folder, 'build', 'index_bg.wasm');
  const stamp = join(folder, 'build', '.inputs');
  const hash = inputsHash(['shared', `workers/${worker}`, 'workers/support', 'workers/stringprep']);
  const optimised = `${hash} optimised`;
  const accepted = isDeployment ? [optimised] : [optimised, hash];
  const isBuilt = existsSync(output) && existsSync(stamp);
  if (!isBuilt || !accepted.includes(readFileSync(stamp, 'utf8'))) {
    log(`building Worker ${worker}`);
    const parameters = ['--release', ...(isDeployment ? [] : ['--no-opt'])];
    const size = worker === 'ocr-processor' ? {} : smallProgram;
    const env = { ...workerBuildEnvironment, ...size };
    await run(workerBuildProgram, parameters, { cwd: folder, env });
    if (isDeployment) {
      await stripNames(output, size === smallProgram);
      checkSize(worker, [output, join(folder, 'build', 'index.js')]);
    }
    writeFileSync(stamp, isDeployment ? optimised : hash);
  }
  const bundle = join(folder, 'bundle.mjs');
  if (existsSync(bundle)) await run(process.execPath, [bundle]);
  writeEntry(worker, options.isDevelopment ?? false);
}

/** @param {(message: string) => void} log */
export async function buildWorkers(log) {
  for (const worker of workers) await buildWorker(worker, log);
}

/**
 * Builds a native program of the workspace; cargo knows itself what changed.
 * @param {string} crate
 * @param {string} program
 * @param {(message: string) => void} log
 * @returns {Promise<string>} path of the program
 */
export async function buildProgram(crate, program, log) {
  const path = inRepository('target', 'release', program);
  // cargo is asked each time and mostly has nothing to do; what takes longer is said.
  const [pause, note] = existsSync(path)
    ? [3_000, '']
    : [0, ' (the first time takes a few minutes)'];
  const slow = setTimeout(() => log(`building ${program}${note}`), pause);
  try {
    await run('cargo', ['build', '--release', '--package', crate]);
  } finally {
    clearTimeout(slow);
  }
  return path;
}
