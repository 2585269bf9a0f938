// @ts-check
/** Remembers the stack that runs, so that other commands use it instead of starting their own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './paths.mjs';

/**
 * @typedef {object} Running
 * @property {number} pid the runner
 * @property {number[]} children the stand-ins it started
 * @property {string} portalUrl
 * @property {string} warehouseUrl
 * @property {string} controlUrl
 */

/** Words in the command line of a stand-in. */
const STANDIN = /vessel-ner-warehouse|ocr-server/;

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

/**
 * Ends the stand-ins that a killed runner left behind: one of them holds the database. Waits until
 * they are gone.
 */
export async function endLeftovers() {
  if (!existsSync(file)) return;
  /** @type {Running} */
  const { pid, children } = JSON.parse(readFileSync(file, 'utf8'));
  if (isAlive(pid)) return;
  // A number may belong to another program by now.
  const left = (children ?? []).filter((child) => isAlive(child) && STANDIN.test(commandOf(child)));
  for (const child of left) process.kill(child, 'SIGTERM');
  while (left.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 50));
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
