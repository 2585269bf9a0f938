// @ts-check
/**
 * The portal's figures: how fast files go through it compared with a bare R2 `put` in the same
 * runtime, what ten large uploads at once cost in memory, and what a first visit loads.
 *
 * Memory is the resident set of the workerd process, which on one machine holds the R2 simulation,
 * too; the bare `put` is measured the same way beside it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { startPortal } from '../tests/portal-harness.mjs';

const MEGABYTE = 1024 * 1024;
const FILE_BYTES = 50 * MEGABYTE;
const ROUNDS = 5;
const AT_ONCE = 10;
const SAMPLE_MILLISECONDS = 50;
const BARE_PUT = `export default {
  async fetch(request, env) {
    await env.BUCKET.put('bench/' + crypto.randomUUID(), request.body);
    return new Response('stored');
  },
};`;

const portal = await startPortal({
  companions: [
    {
      name: 'bare-put',
      modules: true,
      script: BARE_PUT,
      compatibilityDate: '2026-04-01',
      r2Buckets: { BUCKET: 'vessel-parquet' },
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    },
  ],
});
const bareUrl = String(await portal.miniflare.unsafeGetDirectURL('bare-put'));

const bytes = Buffer.alloc(FILE_BYTES, 'x');
bytes.write('%PDF-1.7');
const form = Buffer.concat([
  Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'),
  bytes,
  Buffer.from('\r\n--b--\r\n'),
]);

/**
 * A request whose head is sent and whose body is not, on a connection of its own. workerd closes a connection
 * whose head it has not read after 15 seconds, and reads none while it is busy with bodies: so those that are to
 * run at once are all opened before the first body goes.
 * @param {string} url
 * @param {Buffer} body
 * @param {string} type
 * @returns {() => Promise<number>} sends the body; milliseconds until it is answered
 */
function open(url, body, type) {
  const headers = { 'content-type': type, 'content-length': body.length };
  const call = request(url, { method: 'POST', headers, agent: false });
  const answered = new Promise((resolve, reject) => {
    call.on('error', reject);
    call.on('response', (response) => {
      response.resume();
      response.on('end', () => {
        if (Number(response.statusCode) < 300) resolve(performance.now());
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    });
  });
  call.flushHeaders();
  return async () => {
    const start = performance.now();
    call.end(body);
    return (await answered) - start;
  };
}

const ways = /** @type {[string, () => () => Promise<number>][]} */ ([
  ['bare R2 put', () => open(bareUrl, bytes, 'application/pdf')],
  ['portal, raw body', () => open(`${portal.url}/upload`, bytes, 'application/pdf')],
  ['portal, form', () => open(`${portal.url}/upload`, form, 'multipart/form-data; boundary=b')],
]);

/** Answered once workerd has read what came before. */
const heard = async () => (await fetch(`${portal.url}/openapi.json`)).arrayBuffer();

async function empty() {
  for (;;) {
    const { objects } = await portal.bucket.list();
    if (objects.length === 0) return;
    await portal.bucket.delete(objects.map((/** @type {{ key: string }} */ { key }) => key));
  }
}

/** Resident megabytes of the workerd below this process. */
function residentMegabytes() {
  const children = execFileSync('ps', [
    '-o',
    'pid=,comm=',
    '--ppid',
    String(process.pid),
  ]).toString();
  const pid = children.match(/(\d+)\s+workerd/)?.[1];
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(status.match(/VmRSS:\s+(\d+)/)?.[1]) / 1024;
}

/** @param {number[]} numbers */
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** @type {Record<string, number[]>} */
const times = Object.fromEntries(ways.map(([name]) => [name, []]));
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, prepare] of ways) {
    const time = await prepare()();
    // The first round warms up.
    if (round > 0) times[name].push(time);
  }
  await empty();
}
console.log(`One file of ${FILE_BYTES / MEGABYTE} MB, median of ${ROUNDS}:`);
for (const [name, measured] of Object.entries(times)) {
  const seconds = median(measured) / 1000;
  console.log(`  ${name.padEnd(18)} ${seconds.toFixed(3)} s  ${(50 / seconds).toFixed(0)} MB/s`);
}

console.log(`${AT_ONCE} files of ${FILE_BYTES / MEGABYTE} MB at once, resident memory of workerd:`);
for (const [name, prepare] of ways) {
  const before = residentMegabytes();
  let peak = before;
  const timer = setInterval(
    () => (peak = Math.max(peak, residentMegabytes())),
    SAMPLE_MILLISECONDS,
  );
  const uploads = Array.from({ length: AT_ONCE }, prepare);
  await heard();
  await Promise.all(uploads.map((send) => send()));
  clearInterval(timer);
  await empty();
  console.log(`  ${name.padEnd(18)} ${before.toFixed(0)} MB before, ${peak.toFixed(0)} MB at most`);
}

let firstLoad = 0;
for (const path of ['/', '/assets/portal.js', '/assets/portal.css', '/assets/icon.svg']) {
  const response = await fetch(portal.url + path);
  firstLoad += gzipSync(new Uint8Array(await response.arrayBuffer())).length;
}
console.log(`First load: ${(firstLoad / 1024).toFixed(1)} KB compressed, without the sample`);
await portal.stop();
