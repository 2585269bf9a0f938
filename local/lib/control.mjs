// @ts-check
/** A door for the other commands into the running stack, on this machine only. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { takeBackFailures } from './redrive.mjs';
import { RECONCILER } from './stack.mjs';

/**
 * Below the address that it returns, which nobody can guess:
 *
 * - `POST redrive` with a JSON array of document ids takes back their failures (all, if it is empty)
 *   and runs the search for undone work; it answers with the keys of what was taken back;
 * - `GET objects?prefix=&cursor=` lists the bucket, `GET object?key=` is one object's bytes.
 * @param {import('./stack.mjs').Stack} stack
 */
export async function startControl(stack) {
  /** @type {Record<string, (request: import('node:http').IncomingMessage, parameters: URLSearchParams) => Promise<Uint8Array | string | undefined>>} */
  const doors = {
    'POST redrive': async (request) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const keys = await takeBackFailures(stack.bucket, JSON.parse(body));
      await stack.runScheduled(RECONCILER);
      return JSON.stringify(keys);
    },
    'GET objects': async (_, parameters) => {
      const [prefix, cursor] = ['prefix', 'cursor'].map(
        (name) => parameters.get(name) ?? undefined,
      );
      return JSON.stringify(await stack.bucket.list({ prefix, cursor }));
    },
    'GET object': async (_, parameters) => {
      const object = await stack.bucket.get(parameters.get('key') ?? '');
      return object ? new Uint8Array(await object.arrayBuffer()) : undefined;
    },
  };

  const secret = randomUUID();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [, given, path] = url.pathname.split('/');
    const door = given === secret ? doors[`${request.method} ${path}`] : undefined;
    try {
      const answer = await door?.(request, url.searchParams);
      response.writeHead(answer === undefined ? 404 : 200).end(answer);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}/${secret}`,
    stop: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
