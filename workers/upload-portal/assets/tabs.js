// @ts-check
/** Tabs as the ARIA practices describe them: arrow keys move, the panel follows. */
import { element } from './dom.js';

/**
 * @param {string} label
 * @param {{ id: string, title: string, panel: HTMLElement }[]} entries
 */
export function tabs(label, entries) {
  const heads = entries.map(({ id, title }) =>
    element(
      'button',
      { type: 'button', role: 'tab', id: `tab-${id}`, 'aria-controls': `panel-${id}` },
      title,
    ),
  );
  const panels = entries.map(({ id, panel }) =>
    element('div', { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}` }, panel),
  );
  /** @param {number} chosen */
  const choose = (chosen) => {
    heads.forEach((head, index) => {
      head.setAttribute('aria-selected', String(index === chosen));
      head.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
  };
  heads.forEach((head, index) => {
    head.addEventListener('click', () => choose(index));
    head.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const target =
        event.key === 'Home' ? 0 : event.key === 'End' ? heads.length - 1 : step && index + step;
      if (target === undefined) return;
      event.preventDefault();
      const wrapped = (target + heads.length) % heads.length;
      choose(wrapped);
      heads[wrapped].focus();
    });
  });
  choose(0);
  return {
    node: element(
      'div',
      { class: 'tabs' },
      element('div', { role: 'tablist', 'aria-label': label }, ...heads),
      ...panels,
    ),
    /** @param {string} id */
    select: (id) => choose(entries.findIndex((entry) => entry.id === id)),
  };
}
