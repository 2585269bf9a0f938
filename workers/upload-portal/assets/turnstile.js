// @ts-check
/** Cloudflare's check that a person is here. Loaded only where a site key is configured. */

const SCRIPT = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';

/**
 * @param {string} siteKey empty where nobody is asked
 * @param {HTMLElement} place
 * @returns {() => Promise<string | undefined>} gives a token for one upload
 */
export function turnstileTokens(siteKey, place) {
  if (!siteKey) return async () => undefined;
  /** @type {string[]} */
  const tokens = [];
  /** @type {((token: string) => void)[]} */
  const waiting = [];
  const script = document.createElement('script');
  script.src = SCRIPT;
  script.addEventListener('load', () => {
    const turnstile = /** @type {any} */ (globalThis).turnstile;
    const widget = turnstile.render(place, {
      sitekey: siteKey,
      action: 'upload',
      callback: (/** @type {string} */ token) => {
        const next = waiting.shift();
        if (next) {
          next(token);
          turnstile.reset(widget);
        } else {
          tokens.push(token);
        }
      },
      'expired-callback': () => {
        tokens.length = 0;
        turnstile.reset(widget);
      },
    });
    place.addEventListener('wanted', () => turnstile.reset(widget));
  });
  document.head.append(script);
  return () => {
    const token = tokens.shift();
    if (token !== undefined) {
      place.dispatchEvent(new Event('wanted'));
      return Promise.resolve(token);
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
}
