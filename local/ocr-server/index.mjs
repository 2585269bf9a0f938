// @ts-check
/**
 * The OCR stand-in as a library: vLLM's contract for DeepSeek-OCR, with Tesseract behind it.
 *
 *     import { startOcrServer } from 'local/ocr-server/index.mjs';
 *     const server = await startOcrServer({ engine: 'canned', capacity: 4 });
 */
export { completeOptions, OptionError, parseOptions } from './options.mjs';
export { startOcrServer } from './server.mjs';
