// @ts-check
/**
 * A document's findings as tables for a terminal.
 *
 * @typedef {object} Entity
 * @property {number} page_number
 * @property {string} label
 * @property {string} text
 * @property {string} norm_value
 * @property {number} confidence
 * @property {number | null} record
 *
 * @typedef {object} Page
 * @property {number} page_number
 * @property {string} status
 * @property {string | null} reason
 *
 * @typedef {object} DocumentResult
 * @property {string} filename
 * @property {string} status
 * @property {string | null} reason
 * @property {Page[]} pages
 * @property {Entity[]} entities
 */

/**
 * Ends the process once what was printed has left it: a pipe takes a large text in pieces, and what
 * it has not taken by then would be lost.
 * @param {number} status
 */
export async function endWith(status) {
  await new Promise((resolve) => process.stdout.write('', resolve));
  process.exit(status);
}

/** Columns of the vessel table; one without any value is left out. */
const VESSEL_COLUMNS = [
  ['name', 'VESSEL_NAME'],
  ['flag', 'FLAG'],
  ['call sign', 'IRCS'],
  ['IMO', 'IMO'],
  ['MMSI', 'MMSI'],
  ['port', 'PORT'],
  ['gear', 'GEAR_TYPE'],
  ['length', 'LENGTH'],
  ['tonnage', 'TONNAGE'],
  ['owner', 'OWNER'],
  ['from', 'START_DATE'],
  ['to', 'END_DATE'],
];

const MAX_CELL_WIDTH = 36;

/** A document's text is data: control and direction characters must not reach the terminal. @param {string} text */
const printable = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '�');

/** @param {unknown} value */
function cell(value) {
  const text = printable(String(value ?? ''));
  const characters = [...text];
  return characters.length > MAX_CELL_WIDTH
    ? `${characters.slice(0, MAX_CELL_WIDTH - 1).join('')}…`
    : text;
}

/** @param {string[]} heading @param {unknown[][]} rows */
export function table(heading, rows) {
  const cells = [heading, ...rows.map((row) => row.map(cell))];
  const widths = heading.map((_, column) =>
    Math.max(...cells.map((row) => [...row[column]].length)),
  );
  const line = (/** @type {string[]} */ row) =>
    `  ${row.map((text, column) => text + ' '.repeat(widths[column] - [...text].length)).join('  ')}`.trimEnd();
  const rule = `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}

/** @param {Entity[]} entities */
function vesselTable(entities) {
  /** @type {Map<string, { page: number, fields: Map<string, Set<string>> }>} */
  const vessels = new Map();
  for (const entity of entities) {
    if (entity.record === null) continue;
    const key = `${entity.page_number}/${entity.record}`;
    const vessel = vessels.get(key) ?? { page: entity.page_number, fields: new Map() };
    const values = vessel.fields.get(entity.label) ?? new Set();
    vessel.fields.set(entity.label, values.add(entity.norm_value));
    vessels.set(key, vessel);
  }
  const rows = [...vessels.values()];
  const columns = VESSEL_COLUMNS.filter(([, label]) =>
    rows.some(({ fields }) => fields.has(label)),
  );
  const heading = ['page', ...columns.map(([name]) => name)];
  const cells = rows.map(({ page, fields }) => [
    page,
    ...columns.map(([, label]) => [...(fields.get(label) ?? [])].join(', ')),
  ]);
  return { count: rows.length, text: table(heading, cells) };
}

/** @param {DocumentResult} result */
export function printDocument(result) {
  const { entities, pages } = result;
  const lines = ['', `${printable(result.filename)}: ${result.status.replace('_', ' ')}`];
  if (result.reason) lines.push(`  ${printable(result.reason)}`);
  for (const page of pages) {
    if (page.reason)
      lines.push(`  page ${page.page_number} is ${page.status}: ${printable(page.reason)}`);
  }
  if (entities.length > 0) {
    const vessels = vesselTable(entities);
    if (vessels.count > 0) {
      lines.push('', `${vessels.count} vessel${vessels.count === 1 ? '' : 's'}`, '', vessels.text);
    }
    lines.push(
      '',
      `${entities.length} entities on ${pages.length} page${pages.length === 1 ? '' : 's'}`,
      '',
      table(
        ['page', 'vessel', 'label', 'value', 'as printed', 'confidence'],
        entities.map((entity) => [
          entity.page_number,
          entity.record === null ? '' : entity.record + 1,
          entity.label,
          entity.norm_value,
          entity.text === entity.norm_value ? '' : entity.text,
          entity.confidence.toFixed(2),
        ]),
      ),
    );
  } else if (result.status !== 'refused' && result.status !== 'failed') {
    lines.push('  nothing about a vessel was found');
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
