// @ts-check
/**
 * One round of the proof: documents go in while the plan hurts the system, then what was given up is
 * taken back and what was left undone is searched for until nothing moves, then the invariants are
 * checked.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeBackFailures } from '../../local/lib/redrive.mjs';
import { pause, send, statusOf, withdraw } from './client.mjs';
import { makeDocuments } from './documents.mjs';
import { allKeys, gatherFacts } from './facts.mjs';
import { endOf, violations } from './invariants.mjs';
import { makeCalmPlan, makePlan } from './plan.mjs';
import { startSystem } from './system.mjs';

/** How long nothing must be logged before nothing is under way: longer than any delay of a message. */
const QUIET_MILLISECONDS = 3_200;

/** How long nothing moves before the search for undone work runs. */
const PAUSE_MILLISECONDS = 2_500;

/** How often the search runs while things move, for each document that there is. */
const SEARCH_MILLISECONDS = 200;

/** How long the end may take, for each document and at least, before the round is said to hang. */
const PATIENCE_MILLISECONDS = 4_000;
const LEAST_PATIENCE_MILLISECONDS = 300_000;

/**
 * @typedef {object} RoundResult
 * @property {number} seed
 * @property {Record<string, number>} ends documents by how they ended
 * @property {Record<string, number>} pages rows of pages at the end, by state
 * @property {number} entities rows of entities at the end
 * @property {Record<string, number>} faults by place and kind
 * @property {number} givenUp messages and chunks that had been given up before they were taken back
 * @property {number} warehouseKills
 * @property {number} uploadSeconds
 * @property {number} seconds from the first upload until nothing moved
 * @property {import('./invariants.mjs').Violation[]} violations
 * @property {import('./facts.mjs').Facts} facts
 * @property {string} [folder] what the round wrote, if it is kept: where an invariant is broken, or on
 *   request
 */

/**
 * Finds documents of which something is still to come, and failures that a person would take back, by
 * what the bucket holds.
 * @param {import('../../local/lib/bucket-worker.mjs').LocalBucket} bucket
 */
function searcher(bucket) {
  /** Plans never change. @type {Map<string, number>} */
  const chunksOfPlan = new Map();
  const chunksOf = async (/** @type {string} */ key) => {
    const known = chunksOfPlan.get(key);
    if (known !== undefined) return known;
    const object = await bucket.get(key);
    if (!object) return 0;
    const { page_count, chunk_pages } = JSON.parse(await object.text());
    chunksOfPlan.set(key, Math.ceil(page_count / chunk_pages));
    return Math.ceil(page_count / chunk_pages);
  };
  /** Whether the document that another is a copy of was deleted. @param {string} key @param {Set<string>} known */
  const isOrphaned = async (key, known) => {
    const object = await bucket.get(key);
    return object && known.has(`tombstones/${JSON.parse(await object.text()).doc_id}.json`);
  };
  return async () => {
    const keys = await allKeys(bucket);
    const known = new Set(keys);
    /** @type {Map<string, string[]>} */
    const byDocument = new Map();
    for (const key of keys) {
      const docId = key.split('/')[1];
      const own = byDocument.get(docId);
      if (own) own.push(key);
      else byDocument.set(docId, [key]);
    }
    /** @type {string[]} */
    const open = [];
    /** @type {string[]} */
    const givenUp = [];
    for (const key of keys) {
      const [, docId] = /^uploads\/(\w+)\.pdf$/.exec(key) ?? [];
      if (!docId || known.has(`tombstones/${docId}.json`)) continue;
      const own = byDocument.get(docId) ?? [];
      const plans = own.filter((name) => name.startsWith('plans/'));
      const failures = own.filter((name) => name.startsWith('failures/'));
      const alias = `aliases/${docId}.json`;
      if (known.has(alias)) {
        if (failures.length > 0 || (await isOrphaned(alias, known))) open.push(docId);
        continue;
      }
      const isRefused = plans.length === 0 && known.has(`ocr/${docId}/document.parquet`);
      givenUp.push(...failures.filter((name) => !isRefused || !name.endsWith('/plan.json')));
      let isOpen = !known.has(`entities/${docId}/document.json`);
      if (plans.length === 0) isOpen ||= failures.length === 0;
      const loaded = own.filter((name) => /^entities\/.*\.parquet$/.test(name)).length;
      for (const plan of plans) isOpen ||= loaded < (await chunksOf(plan));
      if (isOpen) open.push(docId);
    }
    return { open, givenUp };
  };
}

/**
 * Runs the search for undone work again and again, and takes back what was given up, until nothing is
 * undone and nothing moves.
 * @param {import('./system.mjs').System} system
 * @param {number} documents
 */
async function untilQuiet(system, documents) {
  const bucket = system.bucket;
  const undone = searcher(bucket);
  const patience = Math.max(LEAST_PATIENCE_MILLISECONDS, documents * PATIENCE_MILLISECONDS);
  const deadline = Date.now() + patience;
  let takenBack = 0;
  let searched = Date.now();
  while (Date.now() < deadline) {
    const { open, givenUp } = await undone();
    const isEnd = open.length === 0 && givenUp.length === 0;
    const size = system.logSize();
    await pause(isEnd ? QUIET_MILLISECONDS : PAUSE_MILLISECONDS);
    const isQuiet = size === system.logSize();
    if (isEnd && isQuiet && (await searchAll(system)) === 0) {
      await atRest(system);
      return { isQuiet, takenBack, resent: 0 };
    }
    if (isEnd || (!isQuiet && Date.now() - searched < documents * SEARCH_MILLISECONDS)) continue;
    if (givenUp.length > 0) {
      takenBack += (await takeBackFailures(bucket, [...documentsOf(givenUp)])).length;
    }
    await system.reconcile();
    searched = Date.now();
  }
  return { isQuiet: false, takenBack, resent: await searchAll(system) };
}

/** @param {string[]} keys */
const documentsOf = (keys) => new Set(keys.map((key) => key.split('/')[1]));

/** Uploads that one search looks at (`DOCUMENTS_PER_RUN` of the reconciliation). */
const UPLOADS_A_SEARCH = 400;

/** Tries of one search, some of which the plan kills. */
const MOST_TRIES = 20;

/**
 * What a search of all documents finds that has to be sent again.
 * @param {import('./system.mjs').System} system
 * @returns {Promise<number>} messages; -1 if it never got through
 */
async function searchAll(system) {
  const searches = () => system.log().filter((line) => line.event === 'reconciled');
  const uploads = await allKeys(system.bucket, 'uploads/');
  // One more than needed: the first may begin in the middle.
  const wanted = searches().length + Math.ceil(uploads.length / UPLOADS_A_SEARCH) + 1;
  const before = searches().length;
  for (let tries = 0; tries < (wanted - before) * MOST_TRIES; tries += 1) {
    await system.reconcile();
    await pause(200);
    const found = searches().slice(before);
    const sent = found.reduce((total, each) => total + each.sent, 0);
    if (sent > 0 || before + found.length >= wanted) return sent;
  }
  return -1;
}

/** Waits until nothing is logged: a search asks for deletions again. @param {import('./system.mjs').System} system */
async function atRest(system) {
  for (let size = -1; size !== system.logSize(); await pause(QUIET_MILLISECONDS)) {
    size = system.logSize();
  }
  await system.warehouse.ready();
}

/**
 * Sends the documents, takes some back, and searches for undone work meanwhile.
 * @param {import('./system.mjs').System} system
 * @param {import('./documents.mjs').Sample[]} samples
 */
async function sendAll(system, samples) {
  let isOver = false;
  const searching = (async () => {
    let searched = Date.now();
    while (!isOver) {
      await pause(100);
      if (Date.now() - searched < samples.length * SEARCH_MILLISECONDS) continue;
      await system.reconcile();
      searched = Date.now();
    }
  })();
  /** @type {import('./client.mjs').Sent[]} */
  const sent = [];
  try {
    for (const sample of samples) {
      const each = await send(system.stack.portalUrl, sample);
      sent.push(each);
      if (sample.deleted === 'at_once') await withdraw(each);
    }
    for (const each of sent.filter(({ sample }) => sample.deleted === 'later'))
      await withdraw(each);
  } finally {
    isOver = true;
    await searching;
  }
  return sent;
}

/** @param {string[]} names @returns {Record<string, number>} */
function counted(names) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/**
 * @param {object} options
 * @param {number} options.seed
 * @param {number} options.documents
 * @param {import('./facts.mjs').Tables | Promise<import('./facts.mjs').Tables>} [options.calm] what the
 *   rows are without faults
 * @param {boolean} [options.isKept] what the round writes stays
 * @param {boolean} [options.isCalm] nothing goes wrong, and nothing is deleted
 * @returns {Promise<RoundResult>}
 */
export async function runRound({ seed, documents, calm, isKept = false, isCalm = false }) {
  const folder = mkdtempSync(join(tmpdir(), 'vessel-ner-conservation-'));
  const samples = (await makeDocuments(documents)).map((sample) =>
    isCalm ? { ...sample, deleted: /** @type {const} */ ('never') } : sample,
  );
  const system = await startSystem(isCalm ? makeCalmPlan() : makePlan(seed), folder);
  let isWell = false;
  try {
    const start = Date.now();
    const sent = await sendAll(system, samples);
    const uploadSeconds = (Date.now() - start) / 1000;
    const { isQuiet, takenBack, resent } = await untilQuiet(system, documents);
    const seconds = (Date.now() - start) / 1000;
    const ends = [];
    for (const each of sent) ends.push({ ...each, status: await statusOf(each) });
    const stored = await gatherFacts({
      bucket: system.bucket,
      warehouseUrl: system.warehouse.directUrl(),
      folder,
      sent: ends,
      resent,
    });
    const facts = { ...stored, calm: await calm };
    const broken = violations(facts);
    if (!isQuiet) broken.push({ invariant: 'comes-to-rest', broken: [`after ${seconds} s`] });
    isWell = broken.length === 0;
    return {
      seed,
      ends: counted(facts.sent.map((each) => endOf(facts, each) ?? 'unaccounted')),
      pages: counted(facts.rows.pages.map((page) => page.status)),
      entities: facts.rows.entities.length,
      faults: await system.faults(),
      givenUp: takenBack,
      warehouseKills: system.warehouse.kills(),
      uploadSeconds,
      seconds,
      violations: broken,
      facts,
      ...(isWell && !isKept ? {} : { folder }),
    };
  } finally {
    await system.stop();
    if (isWell && !isKept) rmSync(folder, { recursive: true, force: true });
  }
}
