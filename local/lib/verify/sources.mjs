// @ts-check
/**
 * What the SQL in `sql/verify` and `sql/rebuild` reads from, written into its placeholders:
 *
 * - `{{keys PATTERN}}` is a table of one column, the keys in the bucket that match;
 * - `{{rows TABLE}}` are the rows of the table's Parquet in the bucket, each with the `key` of its
 *   object;
 * - `{{plans}}` are the plans in the bucket;
 * - `{{belongings}}` are all objects and rows of documents but the tombstones, each with the `folder`
 *   of its object or the name of its table, and its `doc_id`;
 * - `{{digests loaded}}` and `{{digests written}}` are a digest of each row of the warehouse and of
 *   the bucket, with its table and place.
 *
 * The bucket is whatever DuckDB can list and read: a folder that holds its objects, or
 * `r2://vessel-parquet` on MotherDuck.
 */

/**
 * @typedef {(sql: string) => any[] | Promise<any[]>} Query runs one statement, answers its rows
 *
 * @typedef {object} Bucket
 * @property {string} url folder or address, without a slash at its end
 * @property {string} [readOptions] further options of DuckDB's readers
 * @property {Set<string>} empty tables of which the bucket holds nothing: a reader without a file is
 *   an error
 */

/** @typedef {keyof typeof TABLES} Table */

/** Each table: its Parquet, and the columns that say where a row belongs. */
const TABLES = {
  documents: { pattern: 'ocr/*/document.parquet', place: 'doc_id' },
  raw_ocr: { pattern: 'ocr/*/*/*.parquet', place: "doc_id, run_id, 'page', page_number" },
  entities: {
    pattern: 'entities/*/*/*.parquet',
    place: "doc_id, run_id, 'page', page_number, entity_id",
  },
  doubts: {
    pattern: 'doubts/*/*/*.parquet',
    place: "doc_id, run_id, 'page', page_number, labels, text",
  },
};

/** The tables in the order in which they are filled. */
export const tableNames = /** @type {Table[]} */ (Object.keys(TABLES));

const PLANS = 'plans/*/*.json';
const PLAN_COLUMNS =
  "{'doc_id': 'VARCHAR', 'run_id': 'VARCHAR', 'page_count': 'INTEGER', 'chunk_pages': 'INTEGER'}";

/** Columns of times, compared as numbers: as text they would depend on the session's time zone. */
const TIMES = /** @type {Record<string, string>} */ ({
  documents: 'epoch_ms(uploaded_at) AS uploaded_at',
  raw_ocr: 'epoch_ms(planned_at) AS planned_at',
});

/** @param {string} text */
const literal = (text) => `'${text.replaceAll("'", "''")}'`;

/** @param {Bucket} bucket @param {string} column */
const keyOf = (bucket, column) => `substr(${column}, ${[...bucket.url].length + 2})`;

/** @param {Bucket} bucket @param {string} pattern */
const keys = (bucket, pattern) =>
  `(SELECT ${keyOf(bucket, 'file')} AS key FROM glob(${literal(`${bucket.url}/${pattern}`)}))`;

/** @param {Bucket} bucket @param {Table} table */
function rows(bucket, table) {
  if (bucket.empty.has(table)) return `(SELECT *, NULL::VARCHAR AS key FROM ${table} WHERE false)`;
  const files = literal(`${bucket.url}/${TABLES[table].pattern}`);
  const options = `filename = 'file', union_by_name = true${bucket.readOptions ?? ''}`;
  return `(SELECT * EXCLUDE file, ${keyOf(bucket, 'file')} AS key FROM read_parquet(${files}, ${options}))`;
}

/** @param {Bucket} bucket */
function plans(bucket) {
  if (bucket.empty.has('plans')) {
    return '(SELECT doc_id, run_id, page_count, 1 AS chunk_pages FROM raw_ocr WHERE false)';
  }
  const options = `format = 'unstructured', columns = ${PLAN_COLUMNS}${bucket.readOptions ?? ''}`;
  return `(FROM read_json(${literal(`${bucket.url}/${PLANS}`)}, ${options}))`;
}

/** @param {Bucket} bucket */
function belongings(bucket) {
  const objects = `SELECT key, split_part(key, '/', 1) AS folder,
        regexp_extract(key, '^[a-z]+/([0-9a-f]{32})\\b', 1) AS doc_id
    FROM ${keys(bucket, '**')} WHERE NOT starts_with(key, 'tombstones/')`;
  const ofTable = (/** @type {string} */ table) =>
    `SELECT DISTINCT '${table} ' || doc_id, '${table}', doc_id FROM ${table}`;
  return `(${[objects, ...tableNames.map(ofTable)].join('\n    UNION ALL ')})`;
}

/**
 * Every row as text in the table's order of columns, and what that hashes to.
 * @param {Table} table
 * @param {string} source
 */
function digestsOf(table, source) {
  const replaced = TIMES[table] ? ` REPLACE (${TIMES[table]})` : '';
  const asText = (/** @type {string} */ from) =>
    `SELECT COLUMNS(*)::VARCHAR FROM (SELECT *${replaced} FROM ${from})`;
  const chunk = "printf('%s-pages-%05d-%05d', run_id, first_page::INTEGER, last_page::INTEGER)";
  return [
    `SELECT ${literal(table)} AS table_name, doc_id,`,
    `${table === 'documents' ? "''" : chunk} AS chunk,`,
    `concat_ws(' ', ${TABLES[table].place}) AS place, md5(to_json(r)::VARCHAR) AS digest`,
    `FROM ((${asText(`${table} WHERE false`)}) UNION ALL BY NAME (${asText(source)})) r`,
  ].join(' ');
}

/** @param {Bucket} bucket @param {string} side */
function digests(bucket, side) {
  const of = tableNames.map((table) =>
    digestsOf(
      table,
      side === 'loaded' ? table : `(SELECT * EXCLUDE key FROM ${rows(bucket, table)})`,
    ),
  );
  return `(${of.join('\n    UNION ALL ')})`;
}

/**
 * Finds out what the bucket holds.
 * @param {Query} query
 * @param {{ url: string, readOptions?: string }} where
 * @returns {Promise<Bucket>}
 */
export async function openBucket(query, where) {
  const bucket = { ...where, empty: new Set() };
  const patterns = [...tableNames.map((table) => [table, TABLES[table].pattern]), ['plans', PLANS]];
  for (const [name, pattern] of patterns) {
    const [{ n }] = await query(`SELECT count(*)::INTEGER AS n FROM ${keys(bucket, pattern)}`);
    if (Number(n) === 0) bucket.empty.add(name);
  }
  return bucket;
}

/**
 * Fills the placeholders of a text.
 * @param {string} sql
 * @param {Bucket} bucket
 */
export function fill(sql, bucket) {
  return sql.replace(/\{\{(\w+)(?: ([^}]+))?\}\}/g, (placeholder, kind, argument) => {
    if (kind === 'keys') return keys(bucket, argument);
    if (kind === 'rows' && argument in TABLES) return rows(bucket, /** @type {Table} */ (argument));
    if (kind === 'plans') return plans(bucket);
    if (kind === 'belongings') return belongings(bucket);
    if (kind === 'digests') return digests(bucket, argument);
    throw new Error(`unknown placeholder ${placeholder}`);
  });
}
