// @ts-check
/**
 * The local warehouse behind a proxy that understands as much of the Postgres protocol as it needs to
 * cut a transaction at a place of its choice, and that outlives the warehouse: the program is killed
 * and started again behind it.
 *
 *     const warehouse = await startFaultyWarehouse(plan, folder);
 *     warehouse.url; // for the Workers, through the proxy
 *     warehouse.directUrl(); // for the test
 *
 * A frontend message is a type byte, a length of four bytes that counts itself, and a body; only the
 * first message of a connection has no type (PostgreSQL documentation, "Message Formats").
 */
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { inRepository } from '../../local/lib/paths.mjs';
import { startChild } from '../../local/lib/child.mjs';
import { exportFolder } from './facts.mjs';
import { countedDraws } from './plan.mjs';

/** Kills of the program in one round: while it starts, everything else only waits. */
const MOST_KILLS = 6;

/**
 * Splits a stream into messages.
 * @param {boolean} isFirstUntyped
 */
function messageReader(isFirstUntyped) {
  let rest = Buffer.alloc(0);
  let isUntyped = isFirstUntyped;
  /** @param {Buffer} piece @returns {{ type: string, bytes: Buffer }[]} */
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    const messages = [];
    for (;;) {
      const at = isUntyped ? 0 : 1;
      if (rest.length < at + 4) return messages;
      const length = at + rest.readUInt32BE(at);
      if (rest.length < length) return messages;
      const type = isUntyped ? '' : String.fromCharCode(rest[0]);
      messages.push({ type, bytes: rest.subarray(0, length) });
      rest = rest.subarray(length);
      isUntyped = false;
    }
  };
}

/** The parameters of a Bind message, as text. @param {Buffer} bytes */
function parametersOf(bytes) {
  let at = 5;
  for (const _ of ['portal', 'statement']) at = bytes.indexOf(0, at) + 1;
  at += 2 + 2 * bytes.readUInt16BE(at);
  const count = bytes.readUInt16BE(at);
  at += 2;
  const parameters = [];
  for (let index = 0; index < count; index += 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    parameters.push(length < 0 ? '' : bytes.toString('utf8', at, at + Math.min(length, 100)));
    at += Math.max(length, 0);
  }
  return parameters;
}

/** One connection's transactions, as seen from the client's messages. */
class Transactions {
  /** What the transaction is about: the parameters of its first statement. */
  subject = '';

  /** @param {{ type: string, bytes: Buffer }} message @returns {'begin' | 'commit' | undefined} */
  see({ type, bytes }) {
    if (type === 'B' && this.subject === '') {
      this.subject = parametersOf(bytes).join(' ');
      return 'begin';
    }
    if (type !== 'Q') return undefined;
    const sql = bytes.toString('utf8', 5, Math.min(bytes.length, 25));
    if (sql.startsWith('BEGIN')) this.subject = '';
    return sql.startsWith('COMMIT') ? 'commit' : undefined;
  }
}

/**
 * @param {import('./plan.mjs').Plan} plan
 * @param {object} options
 * @param {string} options.folder of the database and the log
 * @param {string} options.program
 * @param {(line: object) => void} options.log
 */
export async function startFaultyWarehouse(plan, { folder, program, log }) {
  const start = () =>
    startChild(
      program,
      [
        ...['--database', join(folder, 'warehouse.duckdb')],
        ...['--listen', '127.0.0.1:0', '--migrations', inRepository('sql')],
        ...['--allow-read', exportFolder(folder)],
      ],
      { logFile: join(folder, 'warehouse.log') },
    );
  let child = await start();
  /** @type {Promise<void> | undefined} */
  let restarting;
  let kills = 0;

  /** Ends the program as `kill -9` does, and starts it again on the same file. */
  const killAndRestart = () => {
    if (kills >= MOST_KILLS) return restarting;
    restarting ??= (async () => {
      kills += 1;
      await child.stop('SIGKILL');
      child = await start();
      restarting = undefined;
    })();
    return restarting;
  };

  const draws = countedDraws(plan, 'warehouse');
  const rates = momentRates(plan.transaction);
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set();

  const server = createServer({ noDelay: true }, (client) => {
    sockets.add(client);
    const [host, port] = child.address.split(':');
    const upstream = createConnection({ host, port: Number(port), noDelay: true });
    sockets.add(upstream);
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      socket.on('error', cut);
      socket.on('close', () => {
        cut();
        sockets.delete(socket);
      });
    }

    const read = messageReader(true);
    const readAnswers = messageReader(false);
    const transactions = new Transactions();
    /** What to do once COMMIT is answered. @type {(() => void) | undefined} */
    let atAnswer;

    client.on('data', (piece) => {
      for (const message of read(piece)) {
        const moment = transactions.see(message);
        const fault = moment && draws(moment, transactions.subject, rates[moment]);
        if (fault) log({ fault, place: 'transaction', thing: transactions.subject });
        if (fault === 'cut_at_begin' || fault === 'cut_before_commit') return cut();
        if (fault === 'cut_after_commit') atAnswer = cut;
        if (fault === 'kill_after_commit') {
          atAnswer = () => {
            cut();
            killAndRestart();
          };
        }
        upstream.write(message.bytes);
        if (fault === 'cut_during_commit') return client.destroy();
        if (fault === 'kill_during_commit') killAndRestart();
      }
    });
    upstream.on('data', (piece) => {
      for (const { bytes } of readAnswers(piece)) {
        if (atAnswer) return atAnswer();
        client.write(bytes);
      }
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const urlOf = (/** @type {string} */ address) =>
    `postgres://postgres@${address}/vessel_intelligence`;
  return {
    url: urlOf(`127.0.0.1:${port}`),
    directUrl: () => urlOf(child.address),
    /** How often the program was killed. */
    kills: () => kills,
    /** Resolves when the program runs. */
    ready: async () => restarting,
    stop: async () => {
      await restarting;
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await child.stop();
    },
  };
}

/**
 * Rates of what happens at the first statement and of what happens at COMMIT.
 * @param {import('./plan.mjs').Rates} rates
 * @returns {Record<'begin' | 'commit', import('./plan.mjs').Rates>}
 */
function momentRates(rates) {
  const entries = Object.entries(rates);
  return {
    begin: Object.fromEntries(entries.filter(([kind]) => kind === 'cut_at_begin')),
    commit: Object.fromEntries(entries.filter(([kind]) => kind !== 'cut_at_begin')),
  };
}
