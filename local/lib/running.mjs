// @ts-check
/** Remembers the stack that runs, so that other commands use it instead of starting their own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './paths.mjs';

/**
 * @typedef {object} Running
 * @property {number} pid the runner
 * @property {number[]} children the programs it started: stand-ins, and the Workers' runtime
 * @property {string} portalUrl empty while it starts
 * @property {string} warehouseUrl
 * @property {string} controlUrl
 */

/** Words in the command line of a program that the runner starts, and of the runner. */
const STARTED = /vessel-ner-warehouse|ocr-server|workerd/;
const RUNNER = /\bnode\b.*\.mjs/;

/** How long a runner that lost a part may take to stop the others. */
const STOPPING_MILLISECONDS = 30_000;

const file = join(dataFolder, 'running.json');

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @param {Running} running */
export function rememberRunning(running) {
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(file, JSON.stringify(running));
}

export function forgetRunning() {
  rmSync(file, { force: true });
}

/** @param {number} pid */
function commandOf(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout ?? '';
}

/** The programs that this process has started and that are named like ours. */
export function startedPrograms() {
  const list = ['-o', 'pid=,args=', '--ppid', String(process.pid)];
  const { stdout } = spawnSync('ps', list, { encoding: 'utf8' });
  return (stdout ?? '')
    .split('\n')
    .filter((line) => STARTED.test(line))
    .map((line) => Number.parseInt(line, 10));
}

/** @param {() => boolean} isOver @param {number} milliseconds */
async function waitFor(isOver, milliseconds) {
  const deadline = Date.now() + milliseconds;
  while (!isOver() && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return isOver();
}

/**
 * Ends what a killed runner left behind: one program holds the database, another the objects. A runner
 * that is alive and does not answer has lost a part and is stopping: it is waited for.
 */
export async function endLeftovers() {
  if (!existsSync(file)) return;
  /** @type {Running} */
  const { pid, children } = JSON.parse(readFileSync(file, 'utf8'));
  // A number may belong to another program by now.
  const isRunning = () => isAlive(pid) && RUNNER.test(commandOf(pid));
  if (!(await waitFor(() => !isRunning(), STOPPING_MILLISECONDS))) {
    throw new Error(`vessel-ner runs as process ${pid} and does not answer; end that first`);
  }
  const left = (children ?? []).filter((child) => isAlive(child) && STARTED.test(commandOf(child)));
  for (const child of left) process.kill(child, 'SIGTERM');
  if (!(await waitFor(() => !left.some(isAlive), STOPPING_MILLISECONDS))) {
    for (const child of left.filter(isAlive)) process.kill(child, 'SIGKILL');
    await waitFor(() => !left.some(isAlive), STOPPING_MILLISECONDS);
  }
  forgetRunning();
}

/** The stack of this folder, if one runs. @returns {Promise<Running | undefined>} */
export async function findRunning() {
  if (!existsSync(file)) return undefined;
  /** @type {Running} */
  const running = JSON.parse(readFileSync(file, 'utf8'));
  if (!isAlive(running.pid)) return undefined;
  try {
    await fetch(running.portalUrl, { signal: AbortSignal.timeout(5000) });
    return running;
  } catch {
    return undefined;
  }
}
