// @ts-check
/** The page of one document: its state while it is worked on, then everything found in it. */
import {
  ApiError,
  deleteDocument,
  documentOf,
  doubtsOf,
  entitiesOf,
  isReceipt,
  request,
  statusOf,
} from './api.js';
import { copyButton, element, save, sizeInWords } from './dom.js';
import { pageView } from './page-view.js';
import { forgetDocument, knownDocuments, rememberDocument } from './storage.js';
import { entityTable, vesselTable } from './tables.js';
import { tabs } from './tabs.js';
import { isFinal, progressOf, stateInWords, stateName } from './words.js';

const FIRST_PAUSE = 700;
const LONGEST_PAUSE = 5_000;
const DOWNLOADS = [
  ['/entities.csv', 'CSV', 'entities.csv'],
  ['/entities.jsonl', 'JSON Lines', 'entities.jsonl'],
  ['/entities.parquet', 'Parquet', 'entities.parquet'],
  ['/text.md', 'Markdown', 'text.md'],
];

/** @param {string} receipt */
const receiptLink = (receipt) => `${location.origin}/d#${receipt}`;

/** @param {string} heading @param {string} message */
const notice = (heading, message) =>
  element(
    'section',
    { class: 'notice' },
    element('h1', {}, heading),
    element('p', { class: 'lead' }, message),
    element('p', {}, element('a', { class: 'button', href: '/' }, 'Back to the upload')),
  );

/** @param {HTMLElement} place */
export function showDocument(place) {
  let stop = () => {};
  const open = () => {
    stop();
    const receipt = decodeURIComponent(location.hash.slice(1));
    if (!isReceipt(receipt)) {
      const message = 'The address of a document ends with its receipt, and this one does not.';
      place.replaceChildren(notice('No document', message));
      return;
    }
    stop = follow(receipt, place);
  };
  addEventListener('hashchange', open);
  open();
}

/**
 * Shows a document and follows it to its end. Returns what stops following.
 * @param {string} receipt
 * @param {HTMLElement} place
 */
function follow(receipt, place) {
  const parts = frame(receipt, place);
  let isStopped = false;
  let pause = FIRST_PAUSE;
  let last = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const look = async () => {
    if (isStopped) return;
    try {
      const status = await statusOf(receipt);
      if (isStopped) return;
      const now = JSON.stringify(status);
      pause = now === last ? Math.min(LONGEST_PAUSE, pause * 1.5) : FIRST_PAUSE;
      if (now !== last) await parts.update(status);
      last = now;
      if (isFinal(status)) return;
    } catch (error) {
      if (isStopped) return;
      if (error instanceof ApiError && error.status === 404) {
        forgetDocument(receipt);
        place.replaceChildren(
          notice('No such document', 'It was deleted, or the receipt is not whole.'),
        );
        return;
      }
      parts.say('The server cannot be reached. Trying again.');
      pause = LONGEST_PAUSE;
    }
    timer = setTimeout(look, pause);
  };
  void look();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/**
 * The parts of the page that stay while the document changes.
 * @param {string} receipt
 * @param {HTMLElement} place
 */
function frame(receipt, place) {
  const name = element('h1', { dir: 'auto', class: 'document-name' }, 'Document');
  const badge = element('span', { class: 'badge' });
  const facts = element('p', { class: 'hint' });
  const bar = element('progress', { max: 1, value: 0, 'aria-label': 'Progress' });
  const words = element('p', { class: 'state-words', role: 'status' }, 'Looking it up …');
  const waiting = element('p', { class: 'waiting-words', hidden: true });
  const reason = element('p', { class: 'problem', hidden: true });
  const notes = element('details', { class: 'notes', hidden: true });
  const results = element('div', { class: 'results', hidden: true });

  const pagePlace = element('div', { class: 'page-place' });
  const view = pageView(receipt, pagePlace);
  const number = element('input', {
    type: 'number',
    min: 1,
    value: 1,
    id: 'page-number',
    inputmode: 'numeric',
  });
  const total = element('span', { class: 'hint' });
  const previous = element('button', { type: 'button', class: 'quiet' }, 'Previous');
  const next = element('button', { type: 'button', class: 'quiet' }, 'Next');
  const enlarge = element(
    'button',
    { type: 'button', class: 'quiet enlarge', 'aria-pressed': 'false' },
    'Large image',
  );
  enlarge.addEventListener('click', () => {
    const isLarge = pagePlace.classList.toggle('large-image');
    enlarge.setAttribute('aria-pressed', String(isLarge));
  });
  const vessels = element('div');
  const entities = element('div');
  const tools = toolBox(receipt, place);
  const panels = tabs('What was found', [
    { id: 'vessels', title: 'Vessels', panel: vessels },
    {
      id: 'pages',
      title: 'Pages',
      panel: element(
        'div',
        {},
        element(
          'div',
          { class: 'pager' },
          previous,
          element('label', { for: 'page-number' }, 'Page'),
          number,
          total,
          next,
          enlarge,
        ),
        pagePlace,
      ),
    },
    { id: 'entities', title: 'Entities', panel: entities },
  ]);
  results.append(panels.node);

  place.replaceChildren(
    element(
      'section',
      { class: 'document-head' },
      element('div', { class: 'title-line' }, name, badge),
      facts,
      bar,
      words,
      waiting,
      reason,
      notes,
    ),
    element('div', { class: 'document-tools' }, receiptBox(receipt), tools.node),
    results,
  );

  let pageCount = 1;
  let isPageShown = false;
  let loadedEntities = -1;
  /** @param {number} wanted @param {string} [entityId] */
  const showPage = async (wanted, entityId) => {
    const page = Math.min(pageCount, Math.max(1, Math.round(wanted) || 1));
    number.value = String(page);
    previous.disabled = page === 1;
    next.disabled = page === pageCount;
    isPageShown = await view.show(page, entityId);
  };
  previous.addEventListener('click', () => showPage(Number(number.value) - 1));
  next.addEventListener('click', () => showPage(Number(number.value) + 1));
  number.addEventListener('change', () => showPage(Number(number.value)));
  /** @param {import('./api.js').Entity} entity */
  const showEntity = async (entity) => {
    panels.select('pages');
    await showPage(entity.page_number, entity.entity_id);
  };

  /** @param {import('./api.js').Status} status */
  const showNotes = (status) => {
    notes.hidden = status.notes.length === 0;
    notes.replaceChildren(
      element('summary', {}, `Pages with a doubt (${status.notes.length})`),
      element(
        'ul',
        {},
        ...status.notes.map((note) =>
          element(
            'li',
            {},
            element(
              'button',
              {
                type: 'button',
                class: 'link-button',
                onclick: () => {
                  panels.select('pages');
                  void showPage(note.page_number);
                },
              },
              `Page ${note.page_number}`,
            ),
            ` ${note.status === 'failed' ? 'was not read' : 'may be wrong'}: ${note.reason}`,
          ),
        ),
      ),
    );
  };

  return {
    /** @param {string} message */
    say: (message) => {
      waiting.hidden = false;
      waiting.textContent = message;
    },
    /** @param {import('./api.js').Status} status */
    async update(status) {
      const filename = status.filename ?? 'Document without a name';
      name.textContent = filename;
      document.title = `${filename} · vessel-ner`;
      badge.textContent = stateName(status.state);
      badge.className = `badge state-${status.state}`;
      facts.textContent = sizeInWords(status.size_bytes);
      bar.value = progressOf(status);
      bar.hidden = isFinal(status);
      words.textContent = stateInWords(status);
      waiting.hidden = !status.waiting;
      waiting.textContent = status.waiting ?? '';
      reason.hidden = !status.reason;
      reason.textContent = status.reason ?? '';
      showNotes(status);
      if (!knownDocuments().some((known) => known.receipt === receipt)) {
        rememberDocument({ receipt, name: filename, size: status.size_bytes });
      }

      pageCount = status.page_count ?? 1;
      number.max = String(pageCount);
      total.textContent = `of ${pageCount}`;
      results.hidden =
        status.pages.ok + status.pages.blank + status.pages.degraded + status.pages.failed === 0;
      tools.showDownloads(!results.hidden);
      if (results.hidden) return;
      const isNews = status.pages_loaded !== loadedEntities;
      if (isNews) {
        const [found, doubts] = await Promise.all([entitiesOf(receipt), doubtsOf(receipt)]);
        vessels.replaceChildren(vesselTable(found, doubts, showEntity));
        entities.replaceChildren(entityTable(found, showEntity));
        loadedEntities = status.pages_loaded;
      }
      // The page that is open may have got its entities just now.
      if (isNews || !isPageShown) await showPage(Number(number.value));
    },
  };
}

/** @param {string} receipt */
const receiptBox = (receipt) =>
  element(
    'section',
    { class: 'receipt', 'aria-labelledby': 'receipt-heading' },
    element('h2', { id: 'receipt-heading' }, 'Your receipt'),
    element(
      'p',
      { class: 'hint' },
      'This link is the only key to the document. Whoever has it can read and delete it.',
    ),
    element(
      'div',
      { class: 'button-row' },
      element('input', {
        readonly: true,
        value: receiptLink(receipt),
        'aria-label': 'Link to this document',
        class: 'receipt-link',
      }),
      copyButton('Copy link', () => receiptLink(receipt)),
    ),
  );

/** @param {string} receipt @param {HTMLElement} place */
function toolBox(receipt, place) {
  const problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  /** @param {unknown} error */
  const complain = (error) => {
    problem.hidden = false;
    problem.textContent = error instanceof ApiError ? error.message : 'That did not work.';
  };
  const downloads = DOWNLOADS.map(([path, title, filename]) =>
    element(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'data-download': title,
        onclick: async () => {
          problem.hidden = true;
          try {
            const response = await request(receipt, path);
            save(await response.blob(), `${documentOf(receipt).slice(0, 8)}-${filename}`);
          } catch (error) {
            complain(error);
          }
        },
      },
      title,
    ),
  );
  const dialog = element('dialog', { 'aria-labelledby': 'delete-heading' });
  const remove = async () => {
    dialog.close();
    try {
      const { message } = await deleteDocument(receipt);
      forgetDocument(receipt);
      place.replaceChildren(notice('Deleted', message));
      place.querySelector('h1')?.setAttribute('tabindex', '-1');
      place.querySelector('h1')?.focus();
    } catch (error) {
      complain(error);
    }
  };
  dialog.append(
    element('h2', { id: 'delete-heading' }, 'Delete this document?'),
    element(
      'p',
      {},
      'The PDF, its text, its entities and its rows in the database go. This cannot be undone.',
    ),
    element(
      'div',
      { class: 'dialog-buttons' },
      element(
        'button',
        { type: 'button', class: 'quiet', onclick: () => dialog.close() },
        'Keep it',
      ),
      element('button', { type: 'button', class: 'danger', onclick: remove }, 'Delete'),
    ),
  );
  const heading = element('h2', { id: 'tools-heading' });
  const hint = element('p', { class: 'hint' });
  const group = element(
    'div',
    { class: 'button-row', role: 'group', 'aria-label': 'Save as' },
    ...downloads,
  );
  /** @param {boolean} areShown whether there is anything to save */
  const showDownloads = (areShown) => {
    group.hidden = !areShown;
    heading.textContent = areShown ? 'Save or delete' : 'Delete';
    hint.textContent = `${areShown ? 'Every value with its page and place. ' : ''}Deleting leaves nothing of it here.`;
  };
  showDownloads(false);
  const node = element(
    'section',
    { class: 'tools', 'aria-labelledby': 'tools-heading' },
    heading,
    hint,
    element(
      'div',
      { class: 'button-row' },
      group,
      element(
        'button',
        { type: 'button', class: 'danger-quiet', onclick: () => dialog.showModal() },
        'Delete document …',
      ),
    ),
    problem,
    dialog,
  );
  return { node, showDownloads };
}
