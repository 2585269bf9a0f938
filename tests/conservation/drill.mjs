// @ts-check
/**
 * The drill: the system as `npm start` starts it is at work, one of its processes is killed as
 * `kill -9` does, and `npm start` is run again on the same data. Everything that was accepted must end,
 * and every invariant must hold.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { bucketOf, bucketWorker } from '../../local/lib/bucket-worker.mjs';
import { inRepository, repositoryRoot } from '../../local/lib/paths.mjs';
import { startChild } from '../../local/lib/child.mjs';
import { warehouseProgram } from '../harness.mjs';
import { isEnded, pause, send, statusOf } from './client.mjs';
import { CHUNK_PAGES, MAX_PAGES, makeDocuments } from './documents.mjs';
import { exportFolder, gatherFacts } from './facts.mjs';
import { violations } from './invariants.mjs';
import { draw } from './plan.mjs';

/** What can be killed, and the words of its command line; the runner is known by its number. */
export const PARTS = /** @type {const} */ ({
  runner: undefined,
  workerd: /workerd/,
  'ocr-server': /ocr-server/,
  warehouse: /vessel-ner-warehouse/,
});

const PATIENCE_MILLISECONDS = 300_000;
const QUIET_MILLISECONDS = 4_000;

/** @param {string} what @param {() => Promise<boolean> | boolean} isOver */
async function until(what, isOver) {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (!(await isOver())) {
    if (Date.now() > deadline) throw new Error(`it never happened: ${what}`);
    await pause(200);
  }
}

/** Runs `npm start` on a folder and waits until it is up. @param {string} data */
async function start(data) {
  const runner = spawn(process.execPath, [inRepository('local', 'commands', 'start.mjs')], {
    cwd: repositoryRoot,
    env: {
      ...process.env,
      VESSEL_NER_DATA: data,
      PORT: '0',
      OCR_CHUNK_PAGES: String(CHUNK_PAGES),
      OCR_MAX_PAGES: String(MAX_PAGES),
      OCR_SERVER_ENGINE: 'canned',
      OCR_SERVER_LATENCY: '150',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let hasEnded = false;
  for (const stream of [runner.stdout, runner.stderr]) {
    stream.on('data', (piece) => {
      output += piece;
    });
  }
  runner.once('exit', () => {
    hasEnded = true;
  });
  await until('npm start is up', () => {
    if (hasEnded) throw new Error(`npm start ended: ${output}`);
    return output.includes('vessel-ner is up at');
  });
  const portalUrl = /up at (\S+)/.exec(output)?.[1] ?? '';
  return {
    portalUrl,
    runner,
    output: () => output,
    ended: () => until('the runner ends', () => hasEnded),
  };
}

/** @param {string} data @param {keyof typeof PARTS} part */
function processOf(data, part) {
  const { pid, children } = JSON.parse(readFileSync(join(data, 'running.json'), 'utf8'));
  const pattern = PARTS[part];
  if (!pattern) return pid;
  return children.find((/** @type {number} */ child) =>
    pattern.test(
      spawnSync('ps', ['-o', 'args=', '-p', String(child)], { encoding: 'utf8' }).stdout,
    ),
  );
}

/** What is stored when nothing runs any more. @param {string} data @param {string} folder @param {import('./facts.mjs').SentFacts[]} sent */
async function storedFacts(data, folder, sent) {
  const miniflare = new Miniflare({
    workers: [bucketWorker()],
    r2Persist: join(data, 'r2'),
    cf: false,
  });
  const warehouse = await startChild(
    warehouseProgram,
    [
      ...['--database', join(data, 'warehouse.duckdb'), '--listen', '127.0.0.1:0'],
      ...['--allow-read', exportFolder(folder)],
    ],
    { logFile: join(folder, 'warehouse.log') },
  );
  try {
    return await gatherFacts({
      bucket: bucketOf(miniflare),
      warehouseUrl: `postgres://postgres@${warehouse.address}/vessel_intelligence`,
      folder,
      sent,
      resent: 0,
    });
  } finally {
    await Promise.all([miniflare.dispose(), warehouse.stop()]);
  }
}

/**
 * @param {object} options
 * @param {keyof typeof PARTS} options.part what is killed
 * @param {number} options.seed decides when
 * @param {number} options.documents
 */
export async function runDrill({ part, seed, documents }) {
  const folder = mkdtempSync(join(tmpdir(), 'vessel-ner-drill-'));
  const data = join(folder, 'data');
  const samples = await makeDocuments(documents);
  /** @type {(import('./client.mjs').Sent | undefined)[]} */
  const sent = samples.map(() => undefined);
  /** Sends what is not accepted yet; ends at the first that gets no answer. @param {string} portalUrl */
  const sendRest = async (portalUrl) => {
    for (const [index, sample] of samples.entries()) {
      sent[index] ??= await send(portalUrl, sample);
    }
  };

  let system = await start(data);
  /** @type {import('./invariants.mjs').Violation[]} */
  let broken = [];
  let isWell = false;
  try {
    const milliseconds = 300 + 4_000 * draw(seed, 'kill', part);
    const sending = sendRest(system.portalUrl).catch(() => {});
    await pause(milliseconds);
    process.kill(processOf(data, part), 'SIGKILL');
    await Promise.all([sending, system.ended()]);
    const acceptedBefore = sent.filter((each) => each !== undefined).length;

    system = await start(data);
    await sendRest(system.portalUrl);
    const accepted = sent.flatMap((each) => (each ? [each] : []));
    for (const each of accepted) {
      each.statusUrl = new URL(each.statusUrl.pathname, system.portalUrl);
    }
    await until('every document ends', async () => {
      for (const each of accepted) if (!isEnded(await statusOf(each))) return false;
      return true;
    });
    const log = join(data, 'logs', 'workers.log');
    for (let size = -1; size !== statSync(log).size; await pause(QUIET_MILLISECONDS)) {
      size = statSync(log).size;
    }
    const ends = [];
    for (const each of accepted) ends.push({ ...each, status: await statusOf(each) });
    system.runner.kill('SIGTERM');
    await system.ended();

    const facts = await storedFacts(data, folder, ends);
    broken = violations(facts);
    isWell = broken.length === 0;
    return { part, milliseconds, acceptedBefore, pages: facts.rows.pages.length, broken, folder };
  } finally {
    system.runner.kill('SIGKILL');
    if (isWell) rmSync(folder, { recursive: true, force: true });
  }
}
