// @ts-check
/** Running other programs: quietly, with their output kept for the case that they fail. */
import { spawn, spawnSync } from 'node:child_process';
import { repositoryRoot } from './paths.mjs';

/** @param {string} program @param {string[]} [parameters] */
export function succeeds(program, parameters = ['--version']) {
  return spawnSync(program, parameters, { cwd: repositoryRoot, stdio: 'ignore' }).status === 0;
}

/** @param {string} program @param {string[]} parameters */
export function outputOf(program, parameters) {
  return spawnSync(program, parameters, { cwd: repositoryRoot, encoding: 'utf8' }).stdout ?? '';
}

/**
 * Runs a program to its end; throws with the end of its output if it fails.
 * @param {string} program
 * @param {string[]} parameters
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, show?: boolean }} [options]
 * @returns {Promise<void>}
 */
export function run(program, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd ?? repositoryRoot,
      env: { ...process.env, ...options.env },
      stdio: options.show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    /** @type {Buffer[]} */
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) return resolve();
      const tail = Buffer.concat(output).toString('utf8').split('\n').slice(-60).join('\n');
      const command = [program, ...parameters].join(' ');
      reject(new Error(`${command} ended with ${signal ?? `code ${code}`}\n${tail}`));
    });
  });
}
