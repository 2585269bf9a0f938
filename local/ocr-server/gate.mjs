// @ts-check
/**
 * The scheduler's gate: so many generations at once, the rest wait in order, too many are refused.
 *
 *     const release = await gate.enter(signal); // throws GateFull, or the signal's reason
 *     try { … } finally { release(); }
 */

/** The queue is at its limit. */
export class GateFull extends Error {}

/**
 * @typedef {{ signal: AbortSignal, start: (release: () => void) => void, fail: (error: unknown) => void }} Waiter
 */

/**
 * @param {{ capacity: number, mostWaiting: number }} limits `mostWaiting` may be Infinity
 */
export function createGate(limits) {
  let { capacity, mostWaiting } = limits;
  let running = 0;
  let peak = 0;
  /** @type {Waiter[]} */
  let waiting = [];

  function next() {
    while (running < capacity && waiting.length > 0) {
      const waiter = waiting.shift();
      if (waiter === undefined || waiter.signal.aborted) continue;
      running += 1;
      peak = Math.max(peak, running);
      let released = false;
      waiter.start(() => {
        if (released) return;
        released = true;
        running -= 1;
        next();
      });
    }
  }

  return {
    /**
     * @param {AbortSignal} signal
     * @returns {Promise<() => void>} gives the place back; calling it twice does nothing
     */
    enter(signal) {
      return new Promise((resolve, reject) => {
        if (running >= capacity && waiting.length >= mostWaiting) {
          reject(new GateFull());
          return;
        }
        /** @type {Waiter} */
        const waiter = { signal, start: resolve, fail: reject };
        signal.addEventListener(
          'abort',
          () => {
            waiting = waiting.filter((other) => other !== waiter);
            reject(signal.reason);
          },
          { once: true },
        );
        waiting.push(waiter);
        next();
      });
    },
    /** @param {{ capacity?: number, mostWaiting?: number }} change */
    configure(change) {
      capacity = change.capacity ?? capacity;
      mostWaiting = change.mostWaiting ?? mostWaiting;
      next();
    },
    counts: () => ({ running, waiting: waiting.length, peak, capacity }),
  };
}
