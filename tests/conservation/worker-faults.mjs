// @ts-check
/**
 * Hurts a Worker from outside, inside workerd: its calls of R2 and its queues fail or take effect
 * without an answer, its messages are lost, come twice or late, and an invocation dies between any
 * two of its effects. The Worker itself is the built one and knows nothing of it.
 *
 * A killed invocation does nothing more: every later call of its bindings never returns, its
 * acknowledgements are forgotten, and the queue is told that the handler failed, which makes workerd
 * end what it still has open. Each fault is one line `{"fault": …}` of the Workers' log.
 */
import { countedDraws } from './plan.mjs';

/**
 * @typedef {object} FaultOptions
 * @property {string} worker its name
 * @property {import('./plan.mjs').Plan} plan
 * @property {string[]} buckets names of the R2 bindings
 * @property {string[]} queues names of the producer bindings
 */

/** The Worker that takes requests of people; what it only reads is left alone. */
const PORTAL = 'vessel-ner-upload';

/** The search for undone work makes hundreds of calls in one invocation: each is hurt so much less. */
const SEARCH_SHARE = 0.05;

/** Longest delay of a message that is to be overtaken, in seconds. */
const MOST_DELAY_SECONDS = 2;

const never = () => new Promise(() => {});

/** @param {any} target @param {Record<string, Function>} methods */
function withMethods(target, methods) {
  return new Proxy(target, {
    get(object, name) {
      if (typeof name === 'string' && Object.hasOwn(methods, name)) return methods[name];
      const member = Reflect.get(object, name, object);
      return typeof member === 'function' && name !== 'constructor' ? member.bind(object) : member;
    },
  });
}

/** What a call is about, without what is random in it. @param {unknown} keys */
const thingOf = (keys) =>
  [keys]
    .flat()
    .join(',')
    .replaceAll(/(?<=receipts\/\w+\/)\w+/g, '…')
    .slice(0, 300);

/** What a message is about. @param {any} body */
const subjectOf = (body) =>
  body?.object?.key ?? [body?.doc_id, body?.run_id, JSON.stringify(body?.pages)].join('/');

/** @param {FaultOptions} options */
function counter(options) {
  const draws = countedDraws(options.plan, options.worker);
  return (/** @type {string} */ place, /** @type {string} */ thing, /** @type {any} */ rates) => {
    const fault = draws(place, thing, rates);
    if (fault) console.log(JSON.stringify({ fault, place, thing, worker: options.worker }));
    return fault;
  };
}

/** One invocation of a Worker, alive until it is killed. */
class Invocation {
  isDead = false;
  isSearch = false;
  /** @type {(error: Error) => void} */
  #reject = () => {};
  /** @type {Promise<never>} */
  death = new Promise((_, reject) => {
    this.#reject = reject;
  });

  constructor() {
    this.death.catch(() => {});
  }

  /** What an invocation of this kind is hurt by. @param {import('./plan.mjs').Rates} rates */
  rates(rates) {
    if (!this.isSearch) return rates;
    const eased = Object.entries(rates).map(([kind, rate]) => [kind, rate * SEARCH_SHARE]);
    return Object.fromEntries(eased);
  }

  kill() {
    this.isDead = true;
    this.#reject(new Error('killed by the fault plan'));
    return never();
  }

  /**
   * Does something that has an effect outside, or fails, or dies before or after it.
   * @param {string | undefined} fault
   * @param {() => any} effect
   */
  async run(fault, effect) {
    if (this.isDead) return never();
    if (fault === 'kill_before') return this.kill();
    if (fault === 'fail_before') throw new Error('failed by the fault plan');
    const answer = await effect();
    if (this.isDead) return never();
    if (fault === 'kill_after') return this.kill();
    if (fault === 'fail_after') throw new Error('failed by the fault plan, after the effect');
    return answer;
  }
}

/** @param {any} bucket @param {Invocation} invocation @param {ReturnType<typeof counter>} decide @param {FaultOptions} options */
function faultyBucket(bucket, invocation, decide, options) {
  const isPortal = options.worker === PORTAL;
  const rates = isPortal ? options.plan.portal : options.plan.bucket;
  const hurtCalls = isPortal ? ['put', 'delete'] : ['head', 'get', 'put', 'delete', 'list'];
  return withMethods(
    bucket,
    Object.fromEntries(
      hurtCalls.map((name) => [
        name,
        (/** @type {any[]} */ ...parameters) => {
          const [about] = parameters;
          const thing = `${name} ${name === 'list' ? about?.prefix : thingOf(about)}`;
          const fault = decide('bucket', thing, invocation.rates(rates));
          return invocation.run(fault, () => bucket[name](...parameters));
        },
      ]),
    ),
  );
}

/** @param {any} queue @param {Invocation} invocation @param {ReturnType<typeof counter>} decide @param {FaultOptions} options */
function faultyProducer(queue, invocation, decide, options) {
  const rates = options.worker === PORTAL ? options.plan.portal : options.plan.sending;
  return withMethods(queue, {
    send: (/** @type {any} */ body, /** @type {any} */ settings) =>
      invocation.run(decide('sending', subjectOf(body), invocation.rates(rates)), () =>
        queue.send(body, settings),
      ),
    sendBatch: (/** @type {any} */ messages, /** @type {any} */ settings) => {
      const batch = [...messages];
      const fault = decide('sending', subjectOf(batch[0]?.body), rates);
      return invocation.run(fault, () => queue.sendBatch(batch, settings));
    },
  });
}

/** A batch whose acknowledgements may be what the invocation dies at. @param {any} batch @param {Invocation} invocation @param {ReturnType<typeof counter>} decide @param {FaultOptions} options */
function mortalBatch(batch, invocation, decide, options) {
  const messages = batch.messages.map((/** @type {any} */ message) => {
    const end = (/** @type {'ack' | 'retry'} */ name) => (/** @type {any} */ settings) => {
      if (invocation.isDead) return;
      const subject = `${batch.queue} ${name} ${subjectOf(message.body)}`;
      if (decide('acknowledgement', subject, options.plan.acknowledgement)) invocation.kill();
      else message[name](settings);
    };
    return withMethods(message, { ack: end('ack'), retry: end('retry') });
  });
  return { queue: batch.queue, messages, ackAll: () => {}, retryAll: () => batch.retryAll() };
}

/**
 * The Worker, its bindings failing and its invocations dying after the plan. Stands between the
 * R2-event layer and the Worker: an event is sent although the Worker never learns that it wrote.
 * @param {any} Entrypoint
 * @param {FaultOptions} options
 */
export function withFaults(Entrypoint, options) {
  const decide = counter(options);
  return new Proxy(Entrypoint, {
    construct(target, [context, env], newTarget) {
      const invocation = new Invocation();
      const hurt = { ...env };
      for (const name of options.buckets) {
        hurt[name] = faultyBucket(env[name], invocation, decide, options);
      }
      for (const name of options.queues) {
        hurt[name] = faultyProducer(env[name], invocation, decide, options);
      }
      const worker = Reflect.construct(target, [context, hurt], newTarget);
      return withMethods(worker, {
        queue: (/** @type {any} */ batch) =>
          Promise.race([
            worker.queue(mortalBatch(batch, invocation, decide, options)),
            invocation.death,
          ]),
        scheduled: (/** @type {any} */ event) => {
          invocation.isSearch = true;
          return Promise.race([worker.scheduled(event), invocation.death.catch(() => {})]);
        },
      });
    },
  });
}

/**
 * The Worker, what it sends being lost, doubled or delayed on the way. Stands around the R2-event
 * layer. Only R2's events are lost: what a queue has accepted it delivers.
 * @param {any} Entrypoint
 * @param {FaultOptions} options
 */
export function withUnreliableDelivery(Entrypoint, options) {
  const decide = counter(options);
  /** @param {any} body @param {any} settings @returns {any[]} what is sent instead, as [body, settings] */
  const delivered = (body, settings) => {
    // A Worker's own message in the form of an event names no time.
    const isEvent = Boolean(body?.eventTime);
    const rates = isEvent ? options.plan.event : options.plan.message;
    const place = isEvent ? 'event' : 'message';
    const late = { ...settings, delaySeconds: (settings?.delaySeconds ?? 0) + MOST_DELAY_SECONDS };
    switch (decide(place, subjectOf(body), rates)) {
      case 'drop':
        return [];
      case 'duplicate':
        return [
          [body, settings],
          [body, settings],
        ];
      case 'delay':
        return [[body, late]];
      default:
        return [[body, settings]];
    }
  };
  /** @param {any} queue */
  const unreliable = (queue) =>
    withMethods(queue, {
      send: async (/** @type {any} */ body, /** @type {any} */ settings) => {
        for (const [sent, how] of delivered(body, settings)) await queue.send(sent, how);
      },
      sendBatch: async (/** @type {any} */ messages, /** @type {any} */ settings) => {
        for (const { body, ...how } of messages) {
          for (const [sent, changed] of delivered(body, { ...settings, ...how })) {
            await queue.send(sent, changed);
          }
        }
      },
    });
  return new Proxy(Entrypoint, {
    construct(target, [context, env], newTarget) {
      const queues = options.queues.map((name) => [name, unreliable(env[name])]);
      return Reflect.construct(
        target,
        [context, { ...env, ...Object.fromEntries(queues) }],
        newTarget,
      );
    },
  });
}
