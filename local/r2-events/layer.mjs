// @ts-check
/**
 * R2 event notifications for one machine. Neither wrangler nor miniflare sends them, so this layer
 * stands around a built Worker and, after a successful write or deletion through an R2 binding,
 * sends the documented event JSON to the queue that `wrangler/r2-notifications.json` names. The
 * Worker itself knows nothing of it.
 *
 * Runs inside workerd. Limits: one event an object and rule, sent at once; production may send it
 * late, twice or out of order, which the tests do by sending events of their own.
 *
 * @typedef {{ queue: string, event_types: string[], prefix?: string, suffix?: string, description?: string }} Rule
 * @typedef {object} LayerOptions
 * @property {string} bucket name of the bucket that the rules are about
 * @property {string[]} bucketBindings R2 bindings of this Worker that are that bucket
 * @property {Rule[]} rules
 * @property {Record<string, string>} producers queue name → producer binding of this Worker
 */

const ACCOUNT_ID = '00000000000000000000000000000000';

/** @type {Record<string, string>} */
const EVENT_TYPE_OF_ACTION = {
  PutObject: 'object-create',
  CopyObject: 'object-create',
  CompleteMultipartUpload: 'object-create',
  DeleteObject: 'object-delete',
  LifecycleDeletion: 'object-delete',
};

/**
 * The rules that an action on a key fires.
 * @param {Rule[]} rules
 * @param {string} action
 * @param {string} key
 */
export function firedRules(rules, action, key) {
  return rules.filter(
    (rule) =>
      rule.event_types.includes(EVENT_TYPE_OF_ACTION[action]) &&
      key.startsWith(rule.prefix ?? '') &&
      key.endsWith(rule.suffix ?? ''),
  );
}

/**
 * The body of an event notification.
 * @param {string} bucket
 * @param {string} action
 * @param {{ key: string, size?: number, etag?: string }} object
 * @param {Date} time
 */
export function eventBody(bucket, action, object, time) {
  const isCreation = EVENT_TYPE_OF_ACTION[action] === 'object-create';
  return {
    account: ACCOUNT_ID,
    action,
    bucket,
    object: isCreation
      ? { key: object.key, size: object.size, eTag: object.etag }
      : { key: object.key },
    eventTime: time.toISOString(),
  };
}

/**
 * A proxy whose listed methods are replaced and whose other members work on the real object.
 * @param {any} target
 * @param {Record<string, (...parameters: any[]) => any>} methods
 */
function withMethods(target, methods) {
  return new Proxy(target, {
    get(object, name) {
      if (typeof name === 'string' && Object.hasOwn(methods, name)) return methods[name];
      const member = Reflect.get(object, name, object);
      return typeof member === 'function' && name !== 'constructor' ? member.bind(object) : member;
    },
  });
}

/**
 * @param {any} bucket
 * @param {any} env
 * @param {LayerOptions} options
 */
function notifyingBucket(bucket, env, options) {
  /** @param {string} action @param {{ key: string, size?: number, etag?: string }} object */
  const notify = async (action, object) => {
    for (const rule of firedRules(options.rules, action, object.key)) {
      const producer = env[options.producers[rule.queue]];
      if (!producer) {
        throw new Error(
          `r2-events: this Worker writes ${object.key} but has no producer binding for ${rule.queue}`,
        );
      }
      await producer.send(eventBody(options.bucket, action, object, new Date()));
    }
  };
  /** @param {any} upload */
  const notifyingUpload = (upload) =>
    withMethods(upload, {
      complete: async (parts) => {
        const object = await upload.complete(parts);
        await notify('CompleteMultipartUpload', object);
        return object;
      },
    });
  return withMethods(bucket, {
    put: async (key, value, putOptions) => {
      const object = await bucket.put(key, value, putOptions);
      // A failed precondition stores nothing and returns null.
      if (object !== null) await notify('PutObject', object);
      return object;
    },
    delete: async (keys) => {
      await bucket.delete(keys);
      for (const key of [keys].flat()) await notify('DeleteObject', { key });
    },
    createMultipartUpload: async (key, uploadOptions) =>
      notifyingUpload(await bucket.createMultipartUpload(key, uploadOptions)),
    resumeMultipartUpload: (key, uploadId) =>
      notifyingUpload(bucket.resumeMultipartUpload(key, uploadId)),
  });
}

/**
 * The Worker's entry point, its buckets notifying.
 * @param {any} Entrypoint default export of the built Worker: a WorkerEntrypoint class
 * @param {LayerOptions} options
 */
export function withR2Events(Entrypoint, options) {
  return new Proxy(Entrypoint, {
    construct(target, [context, env], newTarget) {
      const buckets = options.bucketBindings.map((binding) => [
        binding,
        notifyingBucket(env[binding], env, options),
      ]);
      const notifyingEnv = { ...env, ...Object.fromEntries(buckets) };
      return Reflect.construct(target, [context, notifyingEnv], newTarget);
    },
  });
}
