// @ts-check
/**
 * What must be true of the whole system at the end, whatever went wrong on the way. Each invariant has
 * a name and a sentence, and is asserted in one place: here what needs to know what senders sent and
 * were told, in `sql/verify` what bucket and warehouse tell by themselves. A check returns what breaks
 * it, in words that name the offending keys. `violations(facts)` has them all.
 */
/**
 * @typedef {import('./facts.mjs').Facts} Facts
 * @typedef {import('./facts.mjs').Row} Row
 *
 * @typedef {object} Invariant
 * @property {string} name
 * @property {string} sentence
 * @property {(facts: Facts) => string[]} check
 *
 * @typedef {object} Violation
 * @property {string} invariant
 * @property {string[]} broken
 */

const PAGE_STATES = new Set(['ok', 'blank', 'degraded', 'failed']);
const FINAL_STATES = new Set(['done', 'partly_done', 'failed']);

/** Columns of a page that depend on nothing but the document and the model's answer. */
const PAGE_COLUMNS = [
  ...['text', 'blocks', 'text_sha256', 'image_sha256', 'document_sha256', 'page_count'],
  ...['first_page', 'last_page', 'width_pt', 'height_pt', 'rotation', 'width_px', 'height_px'],
  ...['confidence_mean', 'confidence_low', 'model', 'prompt', 'parameters', 'run_id'],
];
/** Columns of an entity that do not name the document by its id. */
const ENTITY_COLUMNS = [
  ...['label', 'text', 'span_start', 'span_end', 'norm_value', 'confidence', 'record'],
  ...['corrected', 'reason', 'block_index', 'box', 'text_sha256', 'run_id', 'rules_version'],
];

/** @param {Row} row @param {string[]} [columns] */
const printed = (row, columns = Object.keys(row).sort()) =>
  JSON.stringify(columns.map((column) => row[column] ?? null));

/** @param {Row} row */
const pageOf = (row) => `${row.doc_id}/${row.run_id} page ${row.page_number}`;

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @returns {Map<string, T[]>}
 */
function grouped(items, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** The document that a sender's receipt leads to. @param {Facts} facts @param {string} docId */
const resolved = (facts, docId) => facts.json.get(`aliases/${docId}.json`)?.doc_id ?? docId;

/** @param {Facts} facts @returns {Row[]} */
const allRows = ({ rows }) => Object.values(rows).flat();

/** Documents that were sent and not taken back. @param {Facts} facts */
const kept = (facts) => facts.sent.filter((sent) => !sent.withdrawn);

/** How a document ended, of which exactly one must hold. @param {Facts} facts @param {Facts['sent'][0]} sent */
export function endOf(facts, sent) {
  if (sent.withdrawn) {
    if (sent.status) return undefined;
    return sent.withdrawn === 'document' ? 'deleted' : 'given_back';
  }
  const { status } = sent;
  if (!status || !FINAL_STATES.has(status.state)) return undefined;
  if (status.state !== 'failed') return status.state;
  const docId = resolved(facts, sent.docId);
  const row = facts.rows.documents.find((document) => document.doc_id === docId);
  if (row?.state === 'refused') return 'refused';
  const isGivenUp = [...facts.keys].some((key) => key.startsWith(`failures/${docId}/`));
  return isGivenUp ? 'dead_lettered' : 'all_pages_failed';
}

/** @type {Invariant[]} */
export const INVARIANTS = [
  {
    name: 'accepted-documents-end',
    sentence:
      'Every document that the portal took is done, partly done, failed, refused, given up, deleted or given back.',
    check: (facts) =>
      facts.sent
        .filter((sent) => endOf(facts, sent) === undefined)
        .map((sent) => `${sent.sample.name} (${sent.docId}) is ${JSON.stringify(sent.status)}`),
  },
  {
    name: 'refused-and-only-refused',
    sentence: 'A document is refused if and only if it cannot be read, and then it has no pages.',
    check: (facts) =>
      kept(facts).flatMap((sent) => {
        const { name, isRefused } = sent.sample;
        const docId = resolved(facts, sent.docId);
        const row = facts.rows.documents.find((document) => document.doc_id === docId);
        const wrong = [];
        if ((row?.state === 'refused') !== isRefused)
          wrong.push(`${name} (${docId}): ${row?.state}`);
        if (isRefused && !sent.status?.reason) wrong.push(`${name} (${docId}) has no reason`);
        if (isRefused && facts.rows.pages.some((page) => page.doc_id === docId)) {
          wrong.push(`${name} (${docId}) has pages`);
        }
        return wrong;
      }),
  },
  {
    name: 'same-bytes-one-document',
    sentence: 'Whoever sends the same bytes is led to the same document.',
    check: (facts) =>
      [...grouped(kept(facts), (sent) => sent.sample.sha256)].flatMap(([sha, copies]) => {
        const documents = new Set(copies.map((sent) => resolved(facts, sent.docId)));
        return documents.size === 1 ? [] : [`${sha}: ${[...documents].join(', ')}`];
      }),
  },
  {
    name: 'every-page-is-there',
    sentence:
      'A document that is read has one row for each page of its PDF; the blank ones say so.',
    check: (facts) =>
      kept(facts)
        .filter((sent) => !sent.sample.isRefused)
        .flatMap((sent) => {
          const docId = resolved(facts, sent.docId);
          const rows = facts.rows.pages.filter((page) => page.doc_id === docId);
          return sent.sample.pages.flatMap((kind, index) => {
            const found = rows.filter((row) => row.page_number === index + 1);
            const isWell =
              found.length === 1 &&
              PAGE_STATES.has(found[0].status) &&
              (found[0].status === 'blank') === (kind === 'blank') &&
              found[0].page_count === sent.sample.pages.length;
            const states = found.map((row) => row.status).join(', ');
            return isWell ? [] : [`${docId} page ${index + 1} (${kind}): ${states || 'no row'}`];
          });
        }),
  },
  {
    name: 'rows-are-of-what-was-sent',
    sentence: 'Every row names the hash of bytes that somebody sent.',
    check: (facts) => {
      const sent = new Set(facts.sent.map(({ sample }) => sample.sha256));
      return allRows(facts)
        .filter((row) => !sent.has(row.document_sha256))
        .map((row) => `${row.doc_id}: nobody sent ${row.document_sha256}`);
    },
  },
  {
    name: 'nothing-left-behind',
    sentence: 'Nothing is under way, undone or given up, but for what was refused.',
    check: (facts) => {
      const wrong = [...facts.keys].filter((key) => key.startsWith('progress/'));
      const refused = new Set(
        facts.rows.documents.filter((row) => row.state === 'refused').map((row) => row.doc_id),
      );
      for (const key of facts.json.keys()) {
        const [folder, docId] = key.split('/');
        if (folder === 'failures' && !refused.has(docId)) wrong.push(key);
      }
      if (facts.resent !== 0)
        wrong.push(`the last search for undone work sent ${facts.resent} messages`);
      return wrong;
    },
  },
  {
    name: 'deleted-has-a-tombstone',
    sentence: 'A document that its sender was told is deleted has a tombstone.',
    check: (facts) =>
      facts.sent
        .filter(
          (sent) =>
            sent.withdrawn === 'document' && !facts.keys.has(`tombstones/${sent.docId}.json`),
        )
        .map((sent) => `${sent.sample.name} (${sent.docId})`),
  },
  {
    name: 'what-nobody-holds-is-gone',
    sentence: 'Of bytes that every sender took back no row and no upload is left.',
    check: (facts) => {
      const held = new Set(kept(facts).map(({ sample }) => sample.sha256));
      return facts.sent
        .filter(({ sample }) => !held.has(sample.sha256))
        .flatMap(({ sample: { name, sha256 }, docId }) => [
          ...(facts.keys.has(`uploads/${docId}.pdf`) ? [`${name} (${docId}) is stored`] : []),
          ...(allRows(facts).some((row) => row.document_sha256 === sha256)
            ? [`${name} (${docId}) has rows`]
            : []),
        ]);
    },
  },
  {
    name: 'rebuilt-is-the-original',
    sentence: 'An empty warehouse that is filled from the bucket has the same rows.',
    check: ({ hashes, rebuilt }) =>
      [...grouped([...hashes, ...rebuilt], ({ table }) => table)]
        .filter(([, [one, other]]) => one.hash !== other?.hash)
        .map(([table, sides]) => `${table}: ${sides.map(({ rows }) => rows).join(' and ')} rows`),
  },
  {
    name: 'status-is-true',
    sentence: 'What the portal says of a document is what its rows say.',
    check: (facts) =>
      kept(facts)
        .filter((sent) => !sent.sample.isRefused && sent.status)
        .flatMap((sent) => {
          const status = /** @type {Row} */ (sent.status);
          const docId = resolved(facts, sent.docId);
          const pages = facts.rows.pages.filter((page) => page.doc_id === docId);
          const entities = facts.rows.entities.filter((entity) => entity.doc_id === docId);
          const counts = Object.fromEntries(
            [...PAGE_STATES].map((state) => [
              state,
              pages.filter((page) => page.status === state).length,
            ]),
          );
          const state =
            counts.failed === 0 ? 'done' : counts.failed < pages.length ? 'partly_done' : 'failed';
          const said = [status.state, status.pages_loaded, status.entities, status.pages];
          const found = [state, pages.length, entities.length, counts];
          const [left, right] = [said, found].map((values) =>
            JSON.stringify(values, ['ok', 'blank', 'degraded', 'failed', '0', '1', '2', '3']),
          );
          return left === right ? [] : [`${docId} says ${left}, its rows ${right}`];
        }),
  },
  {
    name: 'ok-pages-are-as-without-faults',
    sentence: 'A page that is ok has the rows that it has when nothing goes wrong.',
    check: ({ rows, calm }) => {
      if (!calm) return [];
      const nameOf = (/** @type {Row} */ row) => `${row.document_sha256} page ${row.page_number}`;
      const calmPages = new Map(calm.pages.map((page) => [nameOf(page), page]));
      const calmEntities = grouped(calm.entities, nameOf);
      const entities = grouped(rows.entities, nameOf);
      /** Documents with a page that was not read well: its heading is not known to later pages. */
      const spoilt = new Set();
      return rows.pages.flatMap((page) => {
        const name = nameOf(page);
        const expected = calmPages.get(name);
        if (page.status !== expected?.status) {
          spoilt.add(page.doc_id);
          return page.status === 'ok' ? [`${name} is ok, without faults ${expected?.status}`] : [];
        }
        const wrong = PAGE_COLUMNS.filter(
          (column) => JSON.stringify(page[column]) !== JSON.stringify(expected?.[column]),
        );
        const [found, wanted] = [entities, calmEntities].map((group) =>
          (group.get(name) ?? []).map((row) => printed(row, ENTITY_COLUMNS)).sort(),
        );
        if (!spoilt.has(page.doc_id) && found.join('\n') !== wanted.join('\n')) {
          wrong.push(`entities (${found.length} instead of ${wanted.length})`);
        }
        return wrong.length === 0 ? [] : [`${pageOf(page)} differs in ${wrong.join(', ')}`];
      });
    },
  },
];

/** @param {Facts} facts @returns {Violation[]} */
export const violations = (facts) => [
  ...INVARIANTS.map(({ name, check }) => ({ invariant: name, broken: check(facts) })).filter(
    ({ broken }) => broken.length > 0,
  ),
  ...facts.broken.map(({ invariant, offending }) => ({
    invariant,
    broken: offending.map(({ key, what }) => `${key}: ${what}`),
  })),
];
