// @ts-check
/**
 * `npm run process -- FILE.pdf… [--json]` sends files through the whole system and prints what was
 * found. Ends with 0 only if every page of every file was read and loaded.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ensurePackages } from '../lib/toolchain.mjs';
import { prepare, say, withStack } from '../lib/session.mjs';
import { endWith, printDocument } from '../lib/print.mjs';

/**
 * @typedef {object} Status
 * @property {string} doc_id
 * @property {string | null} run_id
 * @property {string} state
 * @property {number | null} page_count
 * @property {number} pages_read
 * @property {number} pages_loaded
 * @property {number} entities
 * @property {string | null} waiting
 * @property {string | null} reason
 * @property {{ ok: number, blank: number, degraded: number, failed: number }} pages
 */

const FINAL_STATES = ['done', 'partly_done', 'failed'];
const POLL_MILLISECONDS = 500;
/** So often in a row may a status not be had. */
const STATUS_TRIES = 10;

/** @param {string} portalUrl @param {string} file */
async function upload(portalUrl, file) {
  const bytes = readFileSync(file);
  const response = await fetch(new URL('/upload', portalUrl), {
    method: 'POST',
    headers: {
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'x-filename': encodeURIComponent(basename(file)),
      'x-content-sha256': createHash('sha256').update(bytes).digest('hex'),
    },
    body: bytes,
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${file}: ${answer.error?.message ?? response.status}`);
  return new URL(answer.status_url, portalUrl);
}

/** @param {Status} status */
function progressLine(status) {
  const pages = status.page_count ? `page ${status.pages_read} of ${status.page_count}` : '';
  return [status.state.replace('_', ' '), pages, status.waiting].filter(Boolean).join(', ');
}

/**
 * Asks for a status; workerd closes connections that were idle, so one that broke is opened again.
 * @param {URL} statusUrl
 */
async function statusOf(statusUrl) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetch(statusUrl);
    } catch (error) {
      if (tries === STATUS_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
  }
}

/**
 * Follows a document to its end.
 * @param {URL} statusUrl
 * @param {string} file
 * @returns {Promise<Status>}
 */
async function follow(statusUrl, file) {
  let shown = '';
  for (;;) {
    const response = await statusOf(statusUrl);
    if (!response.ok) throw new Error(`${file}: the status answered ${response.status}`);
    const status = /** @type {Status} */ (await response.json());
    const line = progressLine(status);
    if (line !== shown) say(`${basename(file)}: ${line}`);
    shown = line;
    if (FINAL_STATES.includes(status.state)) return status;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

/**
 * Rows of a query as objects.
 * @param {string} program
 * @param {string} warehouseUrl
 * @param {string} sql
 * @returns {any[]}
 */
function query(program, warehouseUrl, sql) {
  const parameters = ['query', '--url', warehouseUrl, '--json', sql];
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`the warehouse: ${stderr}`);
  return JSON.parse(stdout);
}

/**
 * What the warehouse holds of a document. Ids are hexadecimal, so they may stand in the SQL.
 * @param {string} program
 * @param {string} warehouseUrl
 * @param {string} file
 * @param {Status} status
 */
function resultOf(program, warehouseUrl, file, status) {
  const where = `doc_id = '${status.doc_id}' AND run_id = '${status.run_id ?? ''}'`;
  const pages = query(
    program,
    warehouseUrl,
    `SELECT page_number, status, reason, text FROM raw_ocr WHERE ${where} ORDER BY page_number`,
  );
  const entities = query(
    program,
    warehouseUrl,
    `SELECT page_number, label, text, span_start AS start, span_end AS "end", norm_value,
       confidence, record FROM entities WHERE ${where} ORDER BY page_number, span_start`,
  );
  return {
    doc_id: status.doc_id,
    filename: basename(file),
    status: status.state,
    reason: status.reason,
    pages,
    entities,
  };
}

/** @param {Status} status */
const isComplete = (status) =>
  status.state === 'done' && status.pages_loaded === status.page_count && status.pages.failed === 0;

await ensurePackages(say);
const asJson = process.argv.includes('--json');
const files = process.argv.slice(2).filter((parameter) => parameter !== '--json');
const missing = files.filter((file) => !existsSync(file));
if (files.length === 0 || missing.length > 0) {
  for (const file of missing) say(`there is no file ${file}`);
  say('usage: npm run process -- FILE.pdf… [--json]');
  process.exit(2);
}

const program = await prepare();
let isAllComplete = true;
const results = await withStack(async ({ portalUrl, warehouseUrl }) =>
  Promise.all(
    files.map(async (file) => {
      try {
        const status = await follow(await upload(portalUrl, file), file);
        isAllComplete &&= isComplete(status);
        return resultOf(program, process.env.WAREHOUSE_URL ?? warehouseUrl, file, status);
      } catch (error) {
        isAllComplete = false;
        const reason = error instanceof Error ? error.message : String(error);
        say(reason);
        const filename = basename(file);
        return { doc_id: null, filename, status: 'refused', reason, pages: [], entities: [] };
      }
    }),
  ),
);
if (asJson) {
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
} else {
  for (const result of results) printDocument(result);
}
await endWith(isAllComplete ? 0 : 1);
