// @ts-check
/** The page that takes files: choosing, dropping, sending, and the list of what was sent. */
import { ApiError, statusOf } from './api.js';
import { byId, copyButton, element, sizeInWords } from './dom.js';
import { MAX_FILES } from './file-checks.js';
import {
  forgetDocument,
  keptFile,
  knownDocuments,
  rememberDocument,
  rememberUnfinished,
  unfinishedUploads,
} from './storage.js';
import { turnstileTokens } from './turnstile.js';
import { FileUpload } from './upload.js';
import { isFinal, progressOf, stateInWords, stateName } from './words.js';

/** Files that are sent at the same time. */
const AT_ONCE = 2;
const POLL_MILLIS = 2_000;
/** Documents of the list whose state is asked for. */
const MAX_POLLED = 12;

export function startHome() {
  const form = /** @type {HTMLFormElement} */ (byId('upload-form'));
  const input = /** @type {HTMLInputElement} */ (byId('file'));
  const problem = byId('upload-problem');
  const list = byId('upload-list');
  const section = byId('uploads');
  const settings = {
    maxBytes: Number(form.dataset.maxBytes),
    turnstileToken: turnstileTokens(form.dataset.turnstileSiteKey ?? '', byId('turnstile')),
  };
  form.classList.add('enhanced');
  input.multiple = true;
  // Choosing sends at once; an empty form is never sent.
  input.required = false;
  byId('file-hint').append(
    ', several at once.',
    element('span', { class: 'for-pointers' }, ' Or drop files here.'),
  );

  /** @type {FileUpload[]} */
  const queue = [];
  let running = 0;
  const pump = async () => {
    const upload = running < AT_ONCE ? queue.shift() : undefined;
    if (!upload) return;
    running += 1;
    await upload.run();
    running -= 1;
    void pump();
  };
  /** @param {FileUpload} upload */
  const enqueue = (upload) => {
    queue.push(upload);
    void pump();
  };

  /** @param {File[]} files */
  const take = (files) => {
    problem.hidden = true;
    if (files.length > MAX_FILES) {
      problem.hidden = false;
      problem.textContent = `These are ${files.length} files. Please send at most ${MAX_FILES} at once.`;
      return;
    }
    for (const file of files) {
      const upload = new FileUpload(file, settings);
      list.prepend(uploadItem(upload, enqueue));
      enqueue(upload);
    }
    section.hidden = list.childElementCount === 0;
  };

  input.addEventListener('change', () => {
    take([...(input.files ?? [])]);
    input.value = '';
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    input.click();
  });
  acceptDrops(form, take);

  byId('use-sample').closest('p')?.removeAttribute('hidden');
  byId('use-sample').addEventListener('click', async () => {
    const response = await fetch('/assets/sample.pdf');
    take([new File([await response.blob()], 'sample-register.pdf', { type: 'application/pdf' })]);
  });

  for (const known of knownDocuments()) list.append(documentItem(known));
  section.hidden = list.childElementCount === 0;
  void resumeUnfinished(take, list, section);
}

/** @param {HTMLElement} zone @param {(files: File[]) => void} take */
function acceptDrops(zone, take) {
  let depth = 0;
  const mark = () => zone.classList.toggle('dropping', depth > 0);
  document.addEventListener('dragenter', () => {
    depth += 1;
    mark();
  });
  document.addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    mark();
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    mark();
    take([...(event.dataTransfer?.files ?? [])]);
  });
}

/**
 * Goes on with uploads that a reload broke off; where the browser could not keep the file it has to
 * be chosen again.
 * @param {(files: File[]) => void} take
 * @param {HTMLElement} list
 * @param {HTMLElement} section
 */
async function resumeUnfinished(take, list, section) {
  for (const [sha256, upload] of Object.entries(unfinishedUploads())) {
    const file = await keptFile(sha256);
    if (file) {
      take([file]);
      continue;
    }
    const item = element(
      'li',
      { class: 'upload' },
      element('span', { class: 'upload-name', dir: 'auto' }, upload.name),
      element(
        'p',
        { class: 'upload-state' },
        'Not finished. Choose the same file again to go on where it broke off.',
      ),
      element(
        'button',
        {
          type: 'button',
          class: 'quiet',
          onclick: () => {
            rememberUnfinished(sha256, undefined);
            item.remove();
          },
        },
        'Forget it',
      ),
    );
    list.prepend(item);
    section.hidden = false;
  }
}

/** Tells screen readers what sighted people see in the list. @param {string} text */
function announce(text) {
  byId('upload-news').textContent = text;
}

/**
 * The list's entry of a file that is being sent; becomes a document's entry when it has arrived.
 * @param {FileUpload} upload
 * @param {(upload: FileUpload) => void} enqueue
 */
function uploadItem(upload, enqueue) {
  const { file } = upload;
  const bar = element('progress', { max: 100, value: 0, 'aria-label': `Upload of ${file.name}` });
  const state = element('p', { class: 'upload-state' });
  const cancel = element(
    'button',
    { type: 'button', class: 'quiet', onclick: () => upload.cancel() },
    'Cancel',
  );
  const retry = element(
    'button',
    { type: 'button', class: 'quiet', onclick: () => enqueue(upload) },
    'Try again',
  );
  const item = element(
    'li',
    { class: 'upload', 'data-name': file.name },
    element('span', { class: 'upload-name', dir: 'auto' }, file.name),
    element('span', { class: 'upload-size' }, sizeInWords(file.size)),
    bar,
    state,
    element('span', { class: 'upload-actions' }, retry, cancel),
  );
  const show = () => {
    item.dataset.state = upload.state;
    bar.value = upload.percent;
    bar.hidden = !['waiting', 'checking', 'sending', 'interrupted'].includes(upload.state);
    cancel.hidden = !['waiting', 'checking', 'sending', 'interrupted'].includes(upload.state);
    retry.hidden = !['interrupted', 'cancelled'].includes(upload.state);
    state.classList.toggle('problem', upload.state === 'refused' || upload.state === 'interrupted');
    const before = state.textContent;
    state.textContent = uploadInWords(upload);
    const isNews = !['sending', 'checking', 'waiting'].includes(upload.state);
    if (isNews && before !== state.textContent) announce(`${file.name}: ${state.textContent}`);
    if (upload.state === 'done' && upload.accepted) {
      const known = { receipt: upload.accepted.receipt, name: file.name, size: file.size };
      rememberDocument(known);
      item.replaceWith(documentItem(known, upload.accepted.duplicate));
    }
  };
  upload.addEventListener('change', show);
  show();
  return item;
}

/** @param {FileUpload} upload */
function uploadInWords(upload) {
  switch (upload.state) {
    case 'waiting':
      return 'Waiting.';
    case 'checking':
      return 'Checking the file.';
    case 'sending':
      return upload.percent >= 100 ? 'Sent. Waiting for the answer.' : `${upload.percent} % sent.`;
    case 'interrupted':
    case 'refused':
      return upload.error?.message ?? 'That did not work.';
    case 'cancelled':
      return 'Cancelled.';
    default:
      return 'Received.';
  }
}

/**
 * The list's entry of a document, which follows its state.
 * @param {import('./storage.js').KnownDocument} known
 * @param {boolean} [isDuplicate]
 */
function documentItem({ receipt, name, size }, isDuplicate = false) {
  const state = element('p', { class: 'upload-state' }, 'Received.');
  const badge = element('span', { class: 'badge' });
  const bar = element('progress', {
    max: 1,
    value: 0,
    'aria-label': `Progress of ${name}`,
    hidden: true,
  });
  const item = element(
    'li',
    { class: 'upload', 'data-name': name, 'data-receipt': receipt, 'data-state': 'received' },
    element('a', { class: 'upload-name', dir: 'auto', href: `/d#${receipt}` }, name),
    element('span', { class: 'upload-size' }, sizeInWords(size)),
    badge,
    bar,
    state,
    element(
      'span',
      { class: 'upload-actions' },
      element(
        'a',
        { class: 'button', href: `/d#${receipt}`, 'aria-label': `Open ${name}` },
        'Open',
      ),
      copyButton('Copy link', () => `${location.origin}/d#${receipt}`),
      element(
        'button',
        {
          type: 'button',
          class: 'quiet',
          title: 'The document itself stays',
          onclick: () => {
            forgetDocument(receipt);
            item.remove();
          },
        },
        'Remove from list',
      ),
    ),
  );
  let last = '';
  const look = async () => {
    if (last && !item.isConnected) return;
    try {
      const status = await statusOf(receipt);
      const known = isDuplicate ? 'These bytes were received before. ' : '';
      const words = [stateInWords(status), status.reason].filter(Boolean).join(' ');
      state.textContent = known + (status.waiting ?? words);
      badge.textContent = stateName(status.state);
      badge.className = `badge state-${status.state}`;
      item.dataset.state = status.state;
      bar.hidden = isFinal(status);
      bar.value = progressOf(status);
      if (last && last !== status.state) announce(`${name}: ${state.textContent}`);
      last = status.state;
      if (isFinal(status)) return;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        state.textContent = 'This document was deleted.';
        bar.hidden = true;
        item.dataset.state = 'deleted';
        return;
      }
    }
    setTimeout(look, POLL_MILLIS);
  };
  if (knownDocuments().findIndex((entry) => entry.receipt === receipt) < MAX_POLLED) void look();
  return item;
}
