// @ts-check
/** Cloudflare's check that a person is here. Loaded only where a site key is configured. */
import { ApiError } from './api.js';

const SCRIPT = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';

const unavailable = () =>
  new ApiError(
    503,
    'turnstile',
    'The check that you are a person could not be made. Please allow challenges.cloudflare.com, then try again.',
  );

/**
 * A token lets one upload in and is then worth nothing, so every upload asks for one of its own.
 * @param {string} siteKey empty where nobody is asked
 * @param {HTMLElement} place
 * @returns {() => Promise<string | undefined>} gives a token for one upload
 */
export function turnstileTokens(siteKey, place) {
  if (!siteKey) return async () => undefined;
  /** The one token that is ready. @type {string | undefined} */
  let token;
  /** @type {{ resolve: (token: string) => void, reject: (error: ApiError) => void }[]} */
  const waiting = [];
  /** @type {{ reset: () => void } | undefined} */
  let widget;

  const giveUp = () => {
    for (const upload of waiting.splice(0)) upload.reject(unavailable());
  };
  const load = () => {
    const script = document.createElement('script');
    script.src = SCRIPT;
    script.addEventListener('error', () => {
      script.remove();
      giveUp();
    });
    script.addEventListener('load', () => {
      const turnstile = /** @type {any} */ (globalThis).turnstile;
      const id = turnstile.render(place, {
        sitekey: siteKey,
        action: 'upload',
        callback: (/** @type {string} */ fresh) => {
          const next = waiting.shift();
          if (!next) {
            token = fresh;
            return;
          }
          next.resolve(fresh);
          turnstile.reset(id);
        },
        'expired-callback': () => {
          token = undefined;
          turnstile.reset(id);
        },
        'error-callback': () => {
          giveUp();
          // Handled: the upload says it in its own words.
          return true;
        },
      });
      widget = { reset: () => turnstile.reset(id) };
    });
    document.head.append(script);
    return script;
  };

  let script = load();
  return () =>
    new Promise((resolve, reject) => {
      if (token !== undefined) {
        resolve(token);
        token = undefined;
        widget?.reset();
        return;
      }
      waiting.push({ resolve, reject });
      if (!script.isConnected) script = load();
      else if (waiting.length === 1) widget?.reset();
    });
}
