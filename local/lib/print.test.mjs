// @ts-check
/** What a command prints arrives whole, however large and however slowly it is read. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';

test('a large result goes through a pipe before the command ends', async () => {
  const program = `
    import { endWith } from ${JSON.stringify(new URL('print.mjs', import.meta.url).href)};
    process.stdout.write('x'.repeat(3_000_000));
    await endWith(7);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let length = 0;
  child.stdout.on('data', (chunk) => (length += chunk.length));
  const status = await new Promise((resolve) => child.on('close', resolve));
  assert.deepEqual([status, length], [7, 3_000_000]);
});
