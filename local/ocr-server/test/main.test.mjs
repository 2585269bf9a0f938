// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { blankPng, pageRequest, post } from './helpers.mjs';

const program = fileURLToPath(new URL('../main.mjs', import.meta.url));

/** @param {string[]} args */
const start = (args) => spawn(process.execPath, [program, ...args], { stdio: 'pipe' });

test('the program says where it listens, answers, and stops cleanly on SIGTERM', async () => {
  const child = start(['--engine', 'canned']);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { listening } = JSON.parse(line);
  assert.match(listening, /^http:\/\/127\.0\.0\.1:\d+$/u);
  assert.equal((await post(listening, pageRequest(blankPng(700, 900)))).status, 200);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});

test('a setting that makes no sense ends the program with its reason on stderr', async () => {
  const child = start(['--capacity', '0']);
  const [line] = await once(createInterface({ input: child.stderr }), 'line');
  assert.deepEqual(JSON.parse(line), { level: 'error', message: 'capacity must be 1 or more' });
  const [code] = await once(child, 'exit');
  assert.equal(code, 2);
});
