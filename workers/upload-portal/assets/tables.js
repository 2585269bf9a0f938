// @ts-check
/**
 * The table of vessels and the table of all entities: sortable, filterable, with a way to the place
 * on the page.
 *
 * @typedef {import('./api.js').Entity} Entity
 * @typedef {import('./api.js').Doubt} Doubt
 * @typedef {(entity: Entity) => void} Show
 * @typedef {{ title: string, cell: (row: any) => Node | string, value: (row: any) => string | number }} Column
 */
import { counted, element } from './dom.js';
import { LOW_CONFIDENCE, inPercent, labelKind, labelName } from './words.js';

const ROWS_AT_ONCE = 200;
/** What a vessel's row shows, in this order, where any vessel has it. */
const VESSEL_LABELS = [
  'VESSEL_NAME',
  'FLAG',
  'IMO',
  'IRCS',
  'MMSI',
  'NATIONAL_REG_NO',
  'VESSEL_TYPE',
  'GEAR_TYPE',
  'LENGTH',
  'TONNAGE',
  'PORT',
  'OWNER',
  'LICENSE_NO',
  'START_DATE',
  'END_DATE',
];
const ALWAYS_SHOWN = new Set(['VESSEL_NAME', 'FLAG', 'IMO', 'IRCS', 'MMSI']);

const compare = new Intl.Collator(undefined, { numeric: true }).compare;

/**
 * A table whose heads sort it.
 * @param {string} caption
 * @param {Column[]} columns
 * @param {any[]} rows
 */
function sortableTable(caption, columns, rows) {
  let sorted = rows;
  let limit = ROWS_AT_ONCE;
  const body = element('tbody');
  const more = element('button', { type: 'button', class: 'quiet' }, 'Show more rows');
  const draw = () => {
    body.replaceChildren(
      ...sorted
        .slice(0, limit)
        .map((row) =>
          element(
            'tr',
            {},
            ...columns.map(({ cell }) => element('td', { dir: 'auto' }, cell(row))),
          ),
        ),
    );
    more.hidden = sorted.length <= limit;
  };
  more.addEventListener('click', () => {
    limit += ROWS_AT_ONCE;
    draw();
  });
  const heads = columns.map(({ title, value }) => {
    const head = element('th', { scope: 'col' });
    const button = element('button', { type: 'button', class: 'sort' }, title);
    button.addEventListener('click', () => {
      const isDescending = head.getAttribute('aria-sort') === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
      const sign = isDescending ? -1 : 1;
      // Rows without a value stand last whatever the direction.
      sorted = [...rows].sort((a, b) => {
        const [left, right] = [value(a), value(b)];
        if (left === '' || right === '') return Number(left === '') - Number(right === '');
        const order =
          typeof left === 'number' && typeof right === 'number'
            ? left - right
            : compare(String(left), String(right));
        return sign * order;
      });
      draw();
    });
    head.append(button);
    return head;
  });
  draw();
  const table = element(
    'table',
    {},
    element('caption', { class: 'visually-hidden' }, caption),
    element('thead', {}, element('tr', {}, ...heads)),
    body,
  );
  return element(
    'div',
    {},
    element(
      'div',
      { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': caption },
      table,
    ),
    more,
  );
}

/**
 * The vessels: entities of one record of one page belong to one vessel. A page whose entities belong
 * to no record has one vessel if it names just one.
 * @param {Entity[]} entities
 */
export function vesselsOf(entities) {
  /** @type {Map<string, Entity[]>} */
  const groups = new Map();
  const pagesWithRecords = new Set(
    entities.filter((entity) => entity.record !== null).map((entity) => entity.page_number),
  );
  for (const entity of entities) {
    if (entity.record === null && pagesWithRecords.has(entity.page_number)) continue;
    const key = `${entity.page_number}/${entity.record ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), entity]);
  }
  return [...groups.values()].filter((group) => {
    const names = new Set(
      group.filter(({ label }) => label === 'VESSEL_NAME').map((e) => e.norm_value),
    );
    const numbers = new Set(group.filter(({ label }) => label === 'IMO').map((e) => e.norm_value));
    if (group[0].record !== null) return names.size + numbers.size > 0;
    return names.size === 1 || (names.size === 0 && numbers.size === 1);
  });
}

/** @param {Entity} entity @param {Show} show @param {string} [text] */
function finding(entity, show, text = entity.norm_value || entity.text) {
  const isDoubtful = entity.confidence < LOW_CONFIDENCE;
  return element(
    'button',
    {
      type: 'button',
      class: `finding${isDoubtful ? ' doubtful' : ''}`,
      title: `“${entity.text}” on page ${entity.page_number}${isDoubtful ? ', doubtful' : ''}`,
      onclick: () => show(entity),
    },
    text,
  );
}

/** @param {Entity[]} entities @param {Doubt[]} doubts @param {Show} show */
export function vesselTable(entities, doubts, show) {
  const vessels = vesselsOf(entities);
  if (vessels.length === 0) {
    return element('p', { class: 'hint empty' }, 'No vessel has been found yet.');
  }
  const present = new Set(vessels.flat().map(({ label }) => label));
  const labels = VESSEL_LABELS.filter((label) => ALWAYS_SHOWN.has(label) || present.has(label));
  /** @param {Entity[]} vessel @param {string} label */
  const best = (vessel, label) =>
    vessel
      .filter((entity) => entity.label === label)
      .sort((a, b) => b.confidence - a.confidence)[0];
  /** What is shown of a vessel: the surest value, of gear every one. @param {Entity[]} vessel @param {string} label */
  const shown = (vessel, label) => {
    const surest = best(vessel, label);
    if (!surest) return [];
    if (label !== 'GEAR_TYPE') return [surest];
    const gear = vessel.filter((entity) => entity.label === label);
    return [
      ...new Map(gear.reverse().map((entity) => [entity.norm_value, entity])).values(),
    ].reverse();
  };
  /** @type {Column[]} */
  const columns = labels.map((label) => ({
    title: label === 'LENGTH' ? 'Length (m)' : labelName(label),
    cell: (vessel) => {
      const found = shown(vessel, label).map((entity) => finding(entity, show));
      if (found.length === 0) return element('span', { class: 'nothing' }, '–');
      return element(
        'span',
        {},
        ...found.flatMap((node, index) => (index ? [', ', node] : [node])),
      );
    },
    value: (vessel) => best(vessel, label)?.norm_value ?? '',
  }));
  /** What disagrees within a vessel's record. @param {Entity[]} vessel */
  const conflicts = (vessel) =>
    doubts
      .filter(
        ({ kind, page_number, record }) =>
          kind === 'conflict' &&
          page_number === vessel[0].page_number &&
          record === vessel[0].record,
      )
      .map(({ labels, text }) => `${labels.map(labelName).join(' and ')}: ${text}`)
      .join('; ');
  if (vessels.some((vessel) => conflicts(vessel) !== '')) {
    columns.push({ title: 'Disagrees', cell: conflicts, value: conflicts });
  }
  columns.push({
    title: 'Page',
    cell: (vessel) => String(vessel[0].page_number),
    value: (vessel) => vessel[0].page_number,
  });
  const table = sortableTable('Vessels, one a row', columns, vessels);
  table.prepend(
    element(
      'p',
      { class: 'hint' },
      `${counted(vessels.length, 'vessel')}. Choose a value to see where it stands on the page.`,
    ),
  );
  return table;
}

/** @param {Entity[]} entities @param {Show} show */
export function entityTable(entities, show) {
  if (entities.length === 0) {
    return element('p', { class: 'hint empty' }, 'Nothing has been found yet.');
  }
  /** @type {Column[]} */
  const columns = [
    {
      title: 'Label',
      cell: (entity) =>
        element(
          'span',
          { class: `label-tag kind-${labelKind(entity.label)}` },
          labelName(entity.label),
        ),
      value: (entity) => labelName(entity.label),
    },
    {
      title: 'As printed',
      cell: (entity) => finding(entity, show, entity.text),
      value: (entity) => entity.text,
    },
    { title: 'Value', cell: (entity) => entity.norm_value, value: (entity) => entity.norm_value },
    {
      title: 'Page',
      cell: (entity) => String(entity.page_number),
      value: (entity) => entity.page_number,
    },
    {
      title: 'Sure',
      cell: (entity) => inPercent(entity.confidence),
      value: (entity) => entity.confidence,
    },
  ];
  const holder = element('div');
  const count = element('span', { class: 'hint', 'aria-live': 'polite' });
  const words = element('input', { type: 'search', id: 'entity-filter', autocomplete: 'off' });
  const label = element(
    'select',
    { id: 'label-filter' },
    element('option', { value: '' }, 'All labels'),
  );
  for (const name of [...new Set(entities.map((entity) => entity.label))].sort()) {
    label.append(element('option', { value: name }, labelName(name)));
  }
  const draw = () => {
    const wanted = words.value.trim().toLowerCase();
    const rows = entities.filter(
      (entity) =>
        (!label.value || entity.label === label.value) &&
        (!wanted || `${entity.text}\n${entity.norm_value}`.toLowerCase().includes(wanted)),
    );
    count.textContent = `${rows.length} of ${counted(entities.length, 'entity', 'entities')}`;
    holder.replaceChildren(sortableTable('Entities', columns, rows));
  };
  words.addEventListener('input', draw);
  label.addEventListener('change', draw);
  draw();
  return element(
    'div',
    {},
    element(
      'div',
      { class: 'filters' },
      element('label', { for: 'entity-filter' }, 'Filter'),
      words,
      element('label', { for: 'label-filter' }, 'Label'),
      label,
      count,
    ),
    holder,
  );
}
