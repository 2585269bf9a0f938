// @ts-check
/**
 * Nothing lost, nothing twice: documents of many shapes through the whole stack while a seeded plan
 * hurts every part of it. What must be true at the end is in `conservation/invariants.mjs`; what goes
 * wrong on the way is in `conservation/plan.mjs`.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { INVARIANTS, violations } from './conservation/invariants.mjs';
import { draw } from './conservation/plan.mjs';
import { runRound } from './conservation/round.mjs';

/** One document of each shape. */
const DOCUMENTS = 15;

const SEEDS = [1, 2];

/** Places where a seed must have hurt something, or it proves nothing. */
const PLACES = ['bucket', 'sending', 'event', 'message', 'acknowledgement', 'transaction'];

// All at once: a round mostly waits for what comes late or is tried again.
const calmRound = runRound({ seed: 0, documents: DOCUMENTS, isCalm: true });
const calmRows = calmRound.then(({ facts }) => facts.rows);
const hurtRounds = new Map(
  SEEDS.map((seed) => [seed, runRound({ seed, documents: DOCUMENTS, calm: calmRows })]),
);
// Each is awaited by its own test, the calm one by all.
for (const round of hurtRounds.values()) round.catch(() => {});

/** @type {import('./conservation/round.mjs').RoundResult} */
let calm;
before(async () => {
  calm = await calmRound;
});

test('without faults every invariant holds', () => {
  assert.deepEqual(calm.violations, []);
  assert.deepEqual(calm.faults, {});
  assert.ok(calm.entities > 0);
});

for (const seed of SEEDS) {
  test(`every invariant holds although seed ${seed} hurts every part`, async () => {
    const round = await /** @type {typeof calmRound} */ (hurtRounds.get(seed));
    const again = `npm run soak -- --seed ${seed} --rounds 1 --documents ${DOCUMENTS}`;
    assert.deepEqual(round.violations, [], `${again}; see ${round.folder}`);
    for (const place of PLACES) {
      const isHurt = Object.keys(round.faults).some((name) => name.startsWith(`${place} `));
      assert.ok(isHurt, `seed ${seed} hurts nothing in ${place}`);
    }
  });
}

test('the plan follows from its seed, and seeds differ', () => {
  const draws = (/** @type {number} */ seed) =>
    Array.from({ length: 50 }, (_, index) => draw(seed, 'bucket', 'put plans/a', index));
  assert.deepEqual(draws(1), draws(1));
  assert.notDeepEqual(draws(1), draws(2));
  const mean = draws(3).reduce((sum, each) => sum + each, 0) / 50;
  assert.ok(mean > 0.3 && mean < 0.7, String(mean));
});

describe('the oracle sees', () => {
  /** @typedef {import('./conservation/facts.mjs').Facts} Facts */
  /** @param {Facts} facts */
  const text = (facts) => facts.rows.pages.findIndex((page) => page.status === 'ok');
  /** @param {Facts} facts */
  const reading = (facts) => facts.sent.findIndex(({ sample }) => sample.pages.length > 0);

  /** What is done to good facts, and the invariant that must then be broken. @type {[string, string, (facts: Facts) => void][]} */
  const cases = [
    [
      'accepted-documents-end',
      'a document that is never done',
      (facts) => {
        facts.sent[0].status = { state: 'reading' };
      },
    ],
    [
      'accepted-documents-end',
      'a document that the portal has forgotten',
      (facts) => {
        facts.sent[0].status = undefined;
      },
    ],
    [
      'refused-and-only-refused',
      'a refusal of what can be read',
      (facts) => {
        const { docId } = facts.sent[reading(facts)];
        facts.rows.documents = facts.rows.documents.map((row) =>
          row.doc_id === docId ? { ...row, state: 'refused' } : row,
        );
      },
    ],
    [
      'same-bytes-one-document',
      'the same bytes as two documents',
      (facts) => {
        facts.sent.push({ ...facts.sent[0], docId: 'f'.repeat(32) });
      },
    ],
    [
      'every-page-is-there',
      'a lost page',
      (facts) => {
        facts.rows.pages.splice(text(facts), 1);
      },
    ],
    [
      'every-page-is-there',
      'a page that is blank and does not say so',
      (facts) => {
        const index = facts.rows.pages.findIndex((page) => page.status === 'blank');
        facts.rows.pages[index] = { ...facts.rows.pages[index], status: 'ok' };
      },
    ],
    [
      'rows-are-of-what-was-sent',
      'rows of bytes that nobody sent',
      (facts) => {
        facts.rows.documents[0] = { ...facts.rows.documents[0], document_sha256: '0'.repeat(64) };
      },
    ],
    [
      'nothing-left-behind',
      'a chunk that is still claimed',
      (facts) => {
        facts.keys.add('progress/a/b/pages-00001-00003.json');
      },
    ],
    [
      'nothing-left-behind',
      'a chunk that was given up',
      (facts) => {
        const { docId } = facts.sent[reading(facts)];
        facts.json.set(`failures/${docId}/load.json`, {});
      },
    ],
    [
      'nothing-left-behind',
      'work that the search still finds',
      (facts) => {
        facts.resent = 1;
      },
    ],
    [
      'deleted-has-a-tombstone',
      'a deletion that was promised and never begun',
      (facts) => {
        facts.sent[0] = { ...facts.sent[0], withdrawn: 'document' };
      },
    ],
    [
      'what-nobody-holds-is-gone',
      'a document whose only sender has given back no more than the receipt',
      (facts) => {
        const { sha256 } = facts.sent[0].sample;
        for (const sent of facts.sent) {
          if (sent.sample.sha256 === sha256) sent.withdrawn = 'receipt';
        }
      },
    ],
    [
      'rebuilt-is-the-original',
      'a rebuilt warehouse of other rows',
      (facts) => {
        facts.rebuilt[0].hash = '';
      },
    ],
    [
      'status-is-true',
      'a status that promises more pages than there are',
      (facts) => {
        const sent = facts.sent[reading(facts)];
        sent.status = { ...sent.status, pages_loaded: 99 };
      },
    ],
    [
      'status-is-true',
      'done although a page failed',
      (facts) => {
        const index = text(facts);
        facts.rows.pages[index] = { ...facts.rows.pages[index], status: 'failed' };
      },
    ],
    [
      'ok-pages-are-as-without-faults',
      'an entity that faults have cost',
      (facts) => {
        facts.calm = structuredClone(facts.rows);
        facts.rows.entities.shift();
      },
    ],
    [
      'text-has-its-hash',
      'what npm run verify finds',
      (facts) => {
        facts.broken = [
          {
            invariant: 'text-has-its-hash',
            sentence: '',
            total: 1,
            offending: [{ key: 'a', what: 'b' }],
          },
        ];
      },
    ],
  ];
  for (const [invariant, name, spoil] of cases) {
    test(`${name} (${invariant})`, () => {
      const facts = structuredClone(calm.facts);
      spoil(facts);
      const broken = violations(facts).map((violation) => violation.invariant);
      assert.ok(broken.includes(invariant), `only ${broken.join(', ') || 'nothing'} is broken`);
    });
  }

  test('each invariant has a case', () => {
    const named = new Set(cases.map(([invariant]) => invariant));
    assert.deepEqual(
      INVARIANTS.filter(({ name }) => !named.has(name)),
      [],
    );
  });
});
