// @ts-check
/** Pages as an OCR model would have read them: a register, and one that tries to do harm. */

const VESSELS = [
  ['NORTHERN TERN', 'ISL', '9074729', 'TFAB', '251123456'],
  ['SILVER PETREL', 'NOR', '9354715', 'LKQW', '257123450'],
  ['CAPE HALIBUT', 'ZAF', '8814275', 'ZSAB', '601234000'],
];

/** @param {string[][]} rows */
const tableOf = (rows) =>
  `<table>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;

/** @type {import('../portal-results.mjs').PlayedPage} */
export const registerPage = {
  blocks: [
    { label: 'title', box: [120, 60, 880, 110], text: '# Register of fishing vessels 2026' },
    {
      label: 'text',
      box: [120, 130, 880, 200],
      text: 'Vessels authorised to fish in the regulatory area, as notified by the flag states before 1 March 2026. Gross tonnage according to the 1969 convention.',
    },
    {
      label: 'table',
      box: [100, 240, 900, 520],
      text: tableOf([['Vessel', 'Flag', 'IMO', 'Call sign', 'MMSI'], ...VESSELS]),
    },
    { label: 'image', box: [700, 850, 880, 930], text: '' },
  ],
  entities: VESSELS.flatMap(([name, flag, imo, sign, mmsi], record) => {
    const top = 310 + record * 70;
    /** @type {(column: number) => [number, number, number, number]} */
    const cell = (column) => [100 + column * 160, top, 260 + column * 160, top + 70];
    return [
      { label: 'VESSEL_NAME', text: name, record, box: cell(0) },
      { label: 'FLAG', text: flag, record, box: cell(1) },
      { label: 'IMO', text: imo, record, box: cell(2) },
      { label: 'IRCS', text: sign, record, confidence: record === 2 ? 0.52 : 0.9, box: cell(3) },
      { label: 'MMSI', text: mmsi, record, box: cell(4) },
    ];
  }),
};

/** @type {import('../portal-results.mjs').PlayedPage} */
export const degradedPage = {
  status: 'degraded',
  reason: 'The text repeats itself and was cut.',
  blocks: [
    {
      label: 'text',
      box: [100, 100, 900, 300],
      text: 'Owner: Example Fisheries Ltd, Port: Reykjavík',
    },
  ],
  entities: [
    { label: 'OWNER', text: 'Example Fisheries Ltd', confidence: 0.6 },
    { label: 'PORT', text: 'Reykjavík', value: 'REYKJAVIK' },
  ],
};

export const HOSTILE_NAME = '<img src=x onerror=window.harmed=1>..\\..\\a"b\'c.pdf';

/** @type {import('../portal-results.mjs').PlayedPage} */
export const hostilePage = {
  blocks: [
    {
      label: 'text',
      box: [0, 0, 999, 200],
      text: '<script>window.harmed = 1</script><img src=x onerror="window.harmed=1">',
    },
    { label: 'text', box: [0, 200, 999, 400], text: 'evil \u202egnp.exe\u202c and \u200bzero' },
    { label: 'text', box: [0, 400, 999, 600], text: 'W'.repeat(5_000) },
    {
      label: 'table',
      box: [0, 600, 999, 999],
      text: '<table onclick="window.harmed=1"><tr><td colspan="999"><svg onload=window.harmed=1>x</td></tr></td></table><iframe src="javascript:1">',
    },
  ],
  entities: [{ label: 'VESSEL_NAME', text: '<svg onload=window.harmed=1>', record: 0 }],
};
