// @ts-check
/** Names of labels and states, as people read them. */
import { counted } from './dom.js';

/**
 * Labels by kind; the kind chooses the colour.
 * @type {Record<string, [kind: string, name: string]>}
 */
const LABELS = {
  VESSEL_NAME: ['name', 'Vessel name'],
  PREVIOUS_NAME: ['name', 'Previous name'],
  IMO: ['number', 'IMO number'],
  MMSI: ['number', 'MMSI'],
  IRCS: ['number', 'Call sign'],
  NATIONAL_REG_NO: ['number', 'Registration number'],
  EXTERNAL_MARKING: ['number', 'External marking'],
  EU_CFR: ['number', 'EU fleet number'],
  RFMO_ID: ['number', 'RFMO number'],
  LICENSE_NO: ['number', 'Licence number'],
  FLAG: ['place', 'Flag'],
  PREVIOUS_FLAG: ['place', 'Previous flag'],
  COUNTRY: ['place', 'Country'],
  PORT: ['place', 'Port'],
  BUILD_PLACE: ['place', 'Place of build'],
  ADDRESS: ['place', 'Address'],
  COORDINATES: ['place', 'Coordinates'],
  FISHING_AREA: ['place', 'Fishing area'],
  RFMO: ['party', 'RFMO'],
  OWNER: ['party', 'Owner'],
  BENEFICIAL_OWNER: ['party', 'Beneficial owner'],
  OPERATOR: ['party', 'Operator'],
  CHARTERER: ['party', 'Charterer'],
  MASTER: ['party', 'Master'],
  VESSEL_TYPE: ['measure', 'Vessel type'],
  GEAR_TYPE: ['measure', 'Gear'],
  SPECIES: ['measure', 'Species'],
  LENGTH: ['measure', 'Length'],
  TONNAGE: ['measure', 'Tonnage'],
  ENGINE_POWER: ['measure', 'Engine power'],
  HOLD_CAPACITY: ['measure', 'Hold capacity'],
  HULL_MATERIAL: ['measure', 'Hull material'],
  CREW_COUNT: ['measure', 'Crew'],
  BUILD_YEAR: ['time', 'Year of build'],
  DATE: ['time', 'Date'],
  START_DATE: ['time', 'Valid from'],
  END_DATE: ['time', 'Valid to'],
};

/** @param {string} label */
export const labelName = (label) => LABELS[label]?.[1] ?? label;
/** @param {string} label */
export const labelKind = (label) => LABELS[label]?.[0] ?? 'measure';

/** The kinds in the order of the legend. @type {Record<string, string>} */
export const KINDS = {
  name: 'Names',
  number: 'Numbers',
  place: 'Places',
  party: 'Parties',
  measure: 'Type and size',
  time: 'Dates',
};

/** Below this, a finding is marked as doubtful. */
export const LOW_CONFIDENCE = 0.7;

/** @param {number} share */
export const inPercent = (share) => `${Math.round(share * 100)} %`;

/** @param {import('./api.js').Status} status */
export const isFinal = (status) => ['done', 'partly_done', 'failed'].includes(status.state);

/** @param {import('./api.js').Status} status */
export function stateInWords(status) {
  const pages = status.page_count ?? 0;
  const blanks = status.pages.blank > 0 ? ` (${status.pages.blank} blank)` : '';
  const found = counted(status.entities, 'entity', 'entities');
  switch (status.state) {
    case 'received':
      return 'Received. Waiting for its turn.';
    case 'reading':
      return `Reading: ${status.pages_read} of ${counted(pages, 'page')} done.`;
    case 'loading':
      return `All ${counted(pages, 'page')} read. Recording what was found.`;
    case 'done':
      return `Done. ${counted(pages, 'page')} read${blanks}, ${found} found.`;
    case 'partly_done':
      return `Finished with gaps. ${found} found.`;
    default:
      return 'This document could not be read.';
  }
}

/** Share of the work that is done, 0–1. @param {import('./api.js').Status} status */
export function progressOf(status) {
  if (isFinal(status)) return 1;
  if (!status.page_count) return 0.02;
  // Reading takes nearly all of the time; recording is the rest.
  return 0.05 + (0.85 * status.pages_read + 0.1 * status.pages_loaded) / status.page_count;
}

/** @param {string} state */
export const stateName = (state) =>
  ({
    received: 'Received',
    reading: 'Reading',
    loading: 'Recording',
    done: 'Done',
    partly_done: 'Done with gaps',
    failed: 'Not readable',
  })[state] ?? state;
