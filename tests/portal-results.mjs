// @ts-check
/**
 * Plays the stages after the portal: writes a plan, pages and entities into the bucket as the OCR
 * processor and the extractor would.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { repositoryRoot } from '../local/lib/paths.mjs';

/** @param {string} text */
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** @param {'pages' | 'entities'} kind @param {unknown[]} rows */
function parquet(kind, rows) {
  const command = ['run', '--quiet', '--package', 'vessel-ner-shared', '--example'];
  const { status, stdout, stderr } = spawnSync('cargo', [...command, 'parquet_from_json', kind], {
    cwd: repositoryRoot,
    input: JSON.stringify(rows),
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr.toString());
  // A copy: the proxy to the bucket takes no view into a larger buffer.
  return new Uint8Array(stdout);
}

/**
 * @typedef {object} PlayedPage
 * @property {{ label: string, box: [number, number, number, number] | null, text: string }[]} blocks
 * @property {{ label: string, text: string, value?: string, record?: number, confidence?: number,
 *   box?: [number, number, number, number] }[]} entities found by their text, each once after the other
 * @property {string} [status]
 * @property {string} [reason]
 */

/** @param {PlayedPage} page @param {Record<string, unknown>} common */
function rowsOf(page, common) {
  const text = page.blocks.map((block) => block.text).join('\n\n');
  let start = 0;
  const blocks = page.blocks.map((block, index) => {
    const length = Array.from(block.text).length;
    const placed = { index, label: block.label, box: block.box, start, end: start + length };
    start += length + 2;
    return { ...placed, confidence: 0.9 };
  });
  let searchedFrom = 0;
  const entities = page.entities.map((entity) => {
    const found = text.indexOf(entity.text, searchedFrom);
    const position = found < 0 ? text.indexOf(entity.text) : found;
    searchedFrom = position;
    const spanStart = Array.from(text.slice(0, position)).length;
    const spanEnd = spanStart + Array.from(entity.text).length;
    return {
      ...common,
      entity_id: sha256(`${common.doc_id}${common.page_number}${entity.label}${spanStart}`).slice(
        0,
        32,
      ),
      label: entity.label,
      text: entity.text,
      span_start: spanStart,
      span_end: spanEnd,
      norm_value: entity.value ?? entity.text,
      confidence: entity.confidence ?? 0.95,
      record: entity.record ?? null,
      corrected: false,
      reason: 'test',
      block_index:
        blocks.find((block) => block.start <= spanStart && spanEnd <= block.end)?.index ?? null,
      box: entity.box ? JSON.stringify(entity.box) : null,
      text_sha256: sha256(text),
      rules_version: 'test',
    };
  });
  const row = {
    ...common,
    status: page.status ?? 'ok',
    reason_category: page.reason ? 'invalid_answer' : null,
    reason: page.reason ?? null,
    text,
    blocks: JSON.stringify(blocks),
    text_sha256: sha256(text),
    image_sha256: null,
    width_pt: 595.28,
    height_pt: 841.89,
    rotation: 0,
    width_px: 1190,
    height_px: 1684,
    confidence_mean: 0.9,
    confidence_low: 0.5,
    model: 'deepseek-ai/DeepSeek-OCR',
    prompt: '<|grounding|>Convert the document to markdown.',
    parameters: '{}',
    attempts: 1,
    finish_reason: 'stop',
    prompt_tokens: 100,
    completion_tokens: 100,
    render_ms: null,
    wait_ms: 10,
    planned_at: 0,
  };
  return { row, entities };
}

/**
 * Plays the stages for a document that was uploaded.
 * @param {any} bucket
 * @param {string} docId
 * @param {PlayedPage[]} pages
 */
export function playedDocument(bucket, docId, pages) {
  const document = sha256(docId);
  const run = sha256(`run ${docId}`).slice(0, 16);
  const chunk = `pages-00001-${String(pages.length).padStart(5, '0')}`;
  const played = pages.map((page, index) =>
    rowsOf(page, {
      doc_id: docId,
      run_id: run,
      page_number: index + 1,
      page_count: pages.length,
      first_page: 1,
      last_page: pages.length,
      document_sha256: document,
      program_version: 'test',
    }),
  );
  const settings = { model: 'test', prompt: 'test', parameters: '{}' };
  const counts = { ok: 0, blank: 0, degraded: 0, failed: 0 };
  for (const { row } of played) counts[/** @type {'ok'} */ (row.status)] += 1;
  const notes = played
    .filter(({ row }) => row.status === 'degraded' || row.status === 'failed')
    .map(({ row }, index) => ({
      page_number: index + 1,
      status: row.status,
      category: 'invalid_answer',
      reason: row.reason,
    }));
  return {
    /** The document was opened. */
    plan: () =>
      bucket.put(
        `plans/${docId}/${run}.json`,
        JSON.stringify({
          doc_id: docId,
          run_id: run,
          document_sha256: document,
          page_count: pages.length,
          chunk_pages: 16,
          settings,
          program_version: 'test',
        }),
      ),
    /** Some pages were read. @param {number} done @param {string} [waiting] */
    progress: (done, waiting) =>
      bucket.put(
        `progress/${docId}/${run}/${chunk}.json`,
        JSON.stringify({
          pages_done: done,
          in_hand: [],
          given_up: [],
          starts: 1,
          waiting: waiting ?? null,
          notes: [],
        }),
      ),
    /** Every page was read. */
    read: () =>
      bucket.put(
        `ocr/${docId}/${run}/${chunk}.parquet`,
        parquet(
          'pages',
          played.map(({ row }) => row),
        ),
        { customMetadata: { pages: JSON.stringify(counts), notes: JSON.stringify(notes) } },
      ),
    /** The entities were recorded. */
    load: () => {
      const entities = played.flatMap((page) => page.entities);
      return bucket.put(
        `entities/${docId}/${run}/${chunk}.parquet`,
        parquet('entities', entities),
        {
          customMetadata: { entities: String(entities.length) },
        },
      );
    },
  };
}
