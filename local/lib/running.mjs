// @ts-check
/** Remembers the stack that runs, so that other commands use it instead of starting their own. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './paths.mjs';

/** @typedef {{ pid: number, portalUrl: string, warehouseUrl: string, controlUrl: string }} Running */

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
