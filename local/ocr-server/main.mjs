#!/usr/bin/env node
// @ts-check
/**
 * Runs the OCR stand-in: `node local/ocr-server/main.mjs --listen 127.0.0.1:8000`.
 *
 * Prints `{"listening":"http://…"}` once it answers, logs JSON lines on stderr, ends on SIGTERM and
 * SIGINT.
 */
import { OptionError, parseOptions, startOcrServer } from './index.mjs';

/**
 * @param {string} level
 * @param {string} message
 */
function log(level, message) {
  process.stderr.write(`${JSON.stringify({ level, message })}\n`);
}

try {
  const server = await startOcrServer(parseOptions(process.argv.slice(2), process.env));
  process.stdout.write(`${JSON.stringify({ listening: server.url })}\n`);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) {
    process.once(signal, async () => {
      log('info', `stopping on ${signal}`);
      await server.close();
      process.exitCode = 0;
    });
  }
} catch (error) {
  log('error', error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof OptionError ? 2 : 1;
}
