// @ts-check
/** A door for the other commands into the running stack, on this machine only. */
import { createServer } from 'node:http';
import { takeBackFailures } from './redrive.mjs';
import { RECONCILER } from './stack.mjs';

/**
 * `POST /redrive` with a JSON array of document ids takes back their failures (all, if it is empty)
 * and runs the search for undone work; it answers with the keys of what was taken back.
 * @param {import('./stack.mjs').Stack} stack
 */
export async function startControl(stack) {
  const server = createServer(async (request, response) => {
    if (request.method !== 'POST' || request.url !== '/redrive') {
      response.writeHead(404).end();
      return;
    }
    try {
      let body = '';
      for await (const chunk of request) body += chunk;
      const bucket = await stack.miniflare.getR2Bucket('BUCKET', RECONCILER);
      const keys = await takeBackFailures(bucket, JSON.parse(body));
      await stack.runScheduled(RECONCILER);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(keys));
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
