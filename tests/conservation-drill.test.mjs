// @ts-check
/** `kill -9` of a process while it works, then `npm start` again: everything ends, nothing is left. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDrill } from './conservation/drill.mjs';

// The other processes are killed by `npm run soak -- --drill`.
test('a killed runner costs nothing but time', async () => {
  const drill = await runDrill({ part: 'runner', seed: 1, documents: 14 });
  assert.deepEqual(drill.broken, [], `see ${drill.folder}`);
  assert.ok(drill.pages > 0);
});
