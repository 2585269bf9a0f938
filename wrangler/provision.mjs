// @ts-check
/**
 * `npm run provision` creates what the Workers need on a real account, and only what is missing: the
 * bucket, the queues, their dead-letter queues and the R2 event notification rules of
 * `r2-notifications.json`. `--dry-run` prints the commands. Needs `npx wrangler login` or
 * CLOUDFLARE_API_TOKEN.
 */
import { spawnSync } from 'node:child_process';
import { inRepository, workers } from '../local/lib/paths.mjs';
import { readNotificationRules, readWorkerConfig } from '../local/lib/worker-config.mjs';

const isDryRun = process.argv.includes('--dry-run');
const wranglerProgram = inRepository('node_modules', 'wrangler', 'bin', 'wrangler.js');

/** Answers of wrangler that mean that the thing is there already. */
const ALREADY_THERE = /already exists|already taken|11009|10004|conflict/i;

/** @param {string[]} parameters */
function wrangler(...parameters) {
  console.log(`wrangler ${parameters.join(' ')}`);
  if (isDryRun) return '';
  const { status, stdout, stderr } = spawnSync(process.execPath, [wranglerProgram, ...parameters], {
    encoding: 'utf8',
  });
  const output = `${stdout}${stderr}`;
  if (status === 0) return output;
  if (ALREADY_THERE.test(output)) {
    console.log('  is there already');
    return output;
  }
  console.error(output);
  process.exit(1);
}

/** Every queue that a configuration names. */
function queueNames() {
  const names = new Set();
  for (const worker of workers) {
    const { queues } = readWorkerConfig(worker).config;
    for (const { queue } of queues?.producers ?? []) names.add(queue);
    for (const consumer of queues?.consumers ?? []) {
      names.add(consumer.queue);
      if (consumer.dead_letter_queue) names.add(consumer.dead_letter_queue);
    }
  }
  return [...names].sort();
}

const { bucket, rules } = readNotificationRules();
wrangler('r2', 'bucket', 'create', bucket);
for (const queue of queueNames()) {
  wrangler('queues', 'create', queue, '--message-retention-period-secs', '1209600');
}
const present = wrangler('r2', 'bucket', 'notification', 'list', bucket);
for (const rule of rules) {
  if (present.includes(rule.queue) && present.includes(rule.prefix ?? '')) {
    console.log(`  the rule of ${rule.queue} is there already`);
    continue;
  }
  wrangler(
    ...['r2', 'bucket', 'notification', 'create', bucket],
    ...rule.event_types.flatMap((type) => ['--event-type', type]),
    ...['--queue', rule.queue],
    ...(rule.prefix ? ['--prefix', rule.prefix] : []),
    ...(rule.suffix ? ['--suffix', rule.suffix] : []),
    ...(rule.description ? ['--description', rule.description] : []),
  );
}
