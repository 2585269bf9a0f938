// @ts-check
/** Where things are. Everything that is not in git lies in `.data` or in the user's cache. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const dataFolder = process.env.VESSEL_NER_DATA ?? join(repositoryRoot, '.data');
export const toolsFolder = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'vessel-ner',
);

/** The Workers in the order of the chain; the first one answers HTTP. */
export const workers = ['upload-portal', 'ocr-processor', 'entity-extractor'];

/** @param {string[]} parts */
export const inRepository = (...parts) => join(repositoryRoot, ...parts);
