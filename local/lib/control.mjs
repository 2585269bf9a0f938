// @ts-check
/** A door for the other commands into the running stack, on this machine only. */
import { createServer } from 'node:http';
import { RECONCILER } from './stack.mjs';

/**
 * `POST /reconcile` runs the scheduled handler once.
 * @param {import('./stack.mjs').Stack} stack
 */
export async function startControl(stack) {
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.url !== '/reconcile') {
      response.writeHead(404).end();
      return;
    }
    try {
      await stack.runScheduled(RECONCILER);
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve(undefined))),
  };
}
