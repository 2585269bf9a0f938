// @ts-check
/**
 * One page: its image with the model's blocks over it, its text beside it. What is pointed at on
 * one side is shown on the other.
 *
 * @typedef {import('./api.js').Page} Page
 * @typedef {import('./api.js').Box} Box
 */
import { ApiError, imageOf, pageOf } from './api.js';
import { element, svgElement } from './dom.js';
import { appendMarkedText } from './marked-text.js';
import { KINDS, LOW_CONFIDENCE, inPercent, labelName } from './words.js';

/** Boxes are on a scale of 0–999 of the page image. */
const BOX_SCALE = 999;

/** @param {Box} box @param {Record<string, string | number>} attributes */
function boxElement([left, top, right, bottom], attributes) {
  return svgElement('rect', {
    x: left,
    y: top,
    width: Math.max(1, right - left),
    height: Math.max(1, bottom - top),
    ...attributes,
  });
}

/** Blocks of the text, and what stands between them, in order. @param {Page} page @param {number} length */
function pieces(page, length) {
  /** @type {{ start: number, end: number, block?: import('./api.js').Block }[]} */
  const found = [];
  let position = 0;
  for (const block of [...page.blocks].sort((a, b) => a.start - b.start)) {
    const start = Math.max(position, block.start);
    if (start > position) found.push({ start: position, end: start });
    found.push({ start, end: Math.max(start, block.end), block });
    position = Math.max(position, block.end);
  }
  if (position < length) found.push({ start: position, end: length });
  return found;
}

/** Length of a Markdown heading's mark, which the style of the block replaces. @param {string[]} characters @param {number} start @param {number} end */
const headingMark = (characters, start, end) =>
  characters
    .slice(start, Math.min(end, start + 8))
    .join('')
    .match(/^#{1,6} /)?.[0].length ?? 0;

/** @param {Page} page */
function textOf(page) {
  const characters = Array.from(page.text);
  const entities = [...page.entities].sort((a, b) => a.start - b.start);
  const text = element('div', { class: 'page-text', dir: 'auto' });
  for (const { start, end, block } of pieces(page, characters.length)) {
    if (!block) {
      if (characters.slice(start, end).some((character) => character.trim())) {
        const between = element('div', { class: 'block' });
        appendMarkedText(between, characters, start, end, entities);
        text.append(between);
      }
      continue;
    }
    const node = element('section', {
      class: `block block-${/^[a-z_]+$/.test(block.label) ? block.label : 'text'}`,
      'data-block': block.index,
      tabindex: 0,
      'aria-label': `Block ${block.index + 1}: ${block.label.replaceAll('_', ' ')}`,
    });
    const content = element('div', { class: 'block-content', dir: 'auto' });
    appendMarkedText(
      content,
      characters,
      start + headingMark(characters, start, end),
      end,
      entities,
    );
    if (start === end) content.append(element('span', { class: 'hint' }, '(no text)'));
    const { confidence } = block;
    const isDoubtful = confidence !== null && confidence < LOW_CONFIDENCE;
    node.append(
      element(
        'span',
        { class: 'block-label' },
        block.label.replaceAll('_', ' '),
        isDoubtful && element('span', { class: 'block-doubt' }, ` ${inPercent(confidence)} sure`),
      ),
      content,
    );
    text.append(node);
  }
  if (!page.text.trim() && page.blocks.length === 0) {
    text.append(element('p', { class: 'hint block' }, 'There is no text on this page.'));
  }
  return text;
}

/** @param {Page} page */
function overlayOf(page) {
  const overlay = svgElement('svg', {
    class: 'boxes',
    viewBox: `0 0 ${BOX_SCALE} ${BOX_SCALE}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  for (const block of page.blocks) {
    if (block.box)
      overlay.append(boxElement(block.box, { class: 'box', 'data-block': block.index }));
  }
  for (const entity of page.entities) {
    if (!entity.box) continue;
    overlay.append(
      boxElement(entity.box, { class: 'entity-box', 'data-entity-box': entity.entity_id }),
    );
  }
  return overlay;
}

/** Lights up the same block or entity on both sides. @param {HTMLElement} view */
function linkSides(view) {
  /** @param {EventTarget | null} target */
  const light = (target) => {
    for (const lit of view.querySelectorAll('.lit')) lit.classList.remove('lit');
    if (!(target instanceof Element)) return;
    const entity = target.closest('[data-entity]')?.getAttribute('data-entity');
    const block = target.closest('[data-block]')?.getAttribute('data-block');
    const wanted = [
      ...(entity
        ? [`[data-entity="${CSS.escape(entity)}"]`, `[data-entity-box="${CSS.escape(entity)}"]`]
        : []),
      ...(block
        ? [`.block[data-block="${CSS.escape(block)}"]`, `.box[data-block="${CSS.escape(block)}"]`]
        : []),
    ];
    for (const selector of wanted) {
      for (const node of view.querySelectorAll(selector)) node.classList.add('lit');
    }
  };
  view.addEventListener('pointerover', (event) => light(event.target));
  view.addEventListener('pointerleave', () => light(null));
  view.addEventListener('focusin', (event) => light(event.target));
  view.addEventListener('click', (event) => {
    const box = event.target instanceof Element ? event.target.closest('.box') : null;
    if (!box) return;
    const block = CSS.escape(box.getAttribute('data-block') ?? '');
    /** @type {HTMLElement | null} */ (
      view.querySelector(`.block[data-block="${block}"]`)
    )?.focus();
  });
}

const legend = () =>
  element(
    'ul',
    { class: 'legend', 'aria-label': 'Colours of the entities' },
    ...Object.entries(KINDS).map(([kind, name]) =>
      element(
        'li',
        {},
        element('span', { class: `swatch kind-${kind}`, 'aria-hidden': 'true' }),
        name,
      ),
    ),
  );

/** What looks like a value and fails its check, for a person to look at. @param {Page} page */
function notTaken(page) {
  const unread = page.doubts.filter(({ kind }) => kind === 'unread');
  if (unread.length === 0) return null;
  return element(
    'details',
    { class: 'notes' },
    element('summary', {}, `Seen on this page and not taken (${unread.length})`),
    element(
      'ul',
      {},
      ...unread.map(({ labels, text, reason }) =>
        element(
          'li',
          { dir: 'auto' },
          `${labels.map(labelName).join(' or ')} “${text}”: ${reason}`,
        ),
      ),
    ),
  );
}

/** @param {Page} page */
function doubtOf(page) {
  if (page.status === 'failed') return `This page could not be read. ${page.reason ?? ''}`;
  if (page.status === 'degraded')
    return `This page may be incomplete or wrong. ${page.reason ?? ''}`;
  if (page.status === 'blank') return 'Nothing is printed on this page.';
  const mean = page.confidence_mean;
  if (mean !== null && mean < LOW_CONFIDENCE)
    return `The model was ${inPercent(mean)} sure of this page.`;
  return '';
}

/**
 * Asks again while the server is busy drawing other pages.
 * @template Result
 * @param {() => Promise<Result>} ask
 * @returns {Promise<Result>}
 */
async function patiently(ask) {
  for (const seconds of [1, 2, 4]) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 503) throw error;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    }
  }
  return ask();
}

/**
 * @param {string} receipt
 * @param {HTMLElement} place
 */
export function pageView(receipt, place) {
  let shown = 0;
  let imageUrl = '';

  /** @param {number} number @param {HTMLElement} frame */
  const showImage = async (number, frame) => {
    try {
      const blob = await patiently(() => imageOf(receipt, number));
      URL.revokeObjectURL(imageUrl);
      imageUrl = URL.createObjectURL(blob);
      const image = element('img', {
        src: imageUrl,
        alt: `Image of page ${number}`,
        class: 'page-image',
      });
      frame.prepend(image);
      await image.decode();
      frame.classList.add('has-image');
    } catch (error) {
      const message = error instanceof ApiError ? error.message : 'The image cannot be shown.';
      frame.append(element('p', { class: 'hint image-problem' }, message));
    }
  };

  return {
    /** Shows a page; true if it could be shown. @param {number} number @param {string} [entityId] */
    async show(number, entityId) {
      let page;
      try {
        page = await pageOf(receipt, number);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        place.replaceChildren(element('p', { class: 'hint waiting' }, error.message));
        return false;
      }
      if (shown !== number || !entityId) {
        const frame = element('div', { class: 'page-frame' });
        const { width_pt: width, height_pt: height } = page;
        if (width && height) frame.style.aspectRatio = `${width} / ${height}`;
        frame.append(overlayOf(page));
        const doubt = doubtOf(page);
        const view = element(
          'div',
          { class: 'page-view' },
          element('div', { class: 'page-side' }, frame),
          element(
            'div',
            { class: 'text-side' },
            doubt &&
              element(
                'p',
                { class: page.status === 'blank' ? 'hint' : 'problem', role: 'note' },
                doubt,
              ),
            legend(),
            notTaken(page),
            textOf(page),
          ),
        );
        linkSides(view);
        place.replaceChildren(view);
        shown = number;
        void showImage(number, frame);
      }
      if (entityId) {
        const id = CSS.escape(entityId);
        const mark = place.querySelector(`[data-entity="${id}"]`);
        const box = place.querySelector(`[data-entity-box="${id}"]`);
        // The page moves under the pointer, whose light then falls on something else: this stays.
        for (const former of place.querySelectorAll('.chosen')) former.classList.remove('chosen');
        for (const chosen of [mark, box]) chosen?.classList.add('chosen');
        mark?.setAttribute('tabindex', '-1');
        /** @type {HTMLElement | null} */ (mark)?.focus({ preventScroll: true });
        const isLarge = place.classList.contains('large-image');
        (isLarge && box ? box : mark)?.scrollIntoView({ block: 'center' });
      }
      return true;
    },
  };
}
