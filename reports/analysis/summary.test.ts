import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { growthText } from '../capacity/growth-text.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { emptyResults, failedResults, fullResults, incompleteResults } from '../results/fixtures/results.ts';
import { scaleOut } from '../results/fixtures/scale-out.ts';
import type { Results } from '../results/results.ts';
import { summarise } from './summary.ts';

const texts = (results: Results) => summarise(results).answer.map(({ text }) => text);
const ceilings = { ratePerSecond: 1_000, concurrency: 64, requests: 100_000 };
const only = (part: Partial<Results>): Results => ({
  ...emptyResults,
  run: { ...fullResults.run },
  scenarios: fullResults.scenarios,
  ...part,
});

describe('the summary', () => {
  it('has at most nine sentences, whatever the run', () => {
    const interrupted: Results = { ...failedResults, run: { ...failedResults.run, state: 'incomplete' } };
    for (const results of [emptyResults, failedResults, fullResults, incompleteResults, interrupted]) {
      const { length } = summarise(results).answer;
      assert.ok(length >= 1 && length <= 9, `${length}`);
    }
  });

  it('begins with what the owner of a target should fix, one or several', () => {
    const target = { scheme: 'shop', title: 'shop', origin: 'http://127.0.0.1:1', requests: 1 };
    const targets = [{ ...target, declared: {}, lifetimes: {}, ceilings, optIn: [] }];
    const fix = { scheme: 'shop', severity: 'high' as const, fix: 'Make a new session.', because: 'kept' };
    const one = { ...fix, against: ['standard' as const], references: [], evidence: [] };
    const first = (...fixFirst: (typeof one)[]) => texts(only({ targets, fixFirst }))[0];
    assert.equal(first(one), 'shop: 1 thing to fix. The first, on shop (high): Make a new session.');
    assert.equal(first(one, one), 'shop: 2 things to fix. The first, on shop (high): Make a new session.');
  });

  it('rests on evidence that the results hold, and on nothing else', () => {
    const known = new Set(fullResults.evidence.map(({ id }) => id));
    for (const { text, basis } of summarise(fullResults).answer) {
      assert.ok(basis.length > 0, text);
      assert.deepEqual(
        basis.filter((id) => !known.has(id)),
        [],
      );
    }
  });

  it('says how long a copy outlives the logout, and whom that rules in', () => {
    assert.deepEqual(
      texts(only({ attacks: fullResults.attacks.filter(({ id }) => id === 'replay-after-logout') })).slice(0, 1),
      [
        'After a logout a copied credential works on with jwt for up to 15 min (tested: 2.74 s of 3 s). ' +
          'After a logout a copied credential works on with jwt-refresh for up to 60 s (tested: 2.18 s of 3 s). ' +
          'After a logout it is refused at once with session. Where a logout must act at once, take session.',
      ],
    );
  });

  it('recommends nobody for revocation when nobody was found to end at once', () => {
    const attacks = failedResults.attacks.filter(({ id }) => id === 'replay-after-logout');
    assert.doesNotMatch(texts(only({ attacks })).join(' '), /must act at once/);
  });

  it('puts a failed attack first', () => {
    assert.equal(
      texts(failedResults)[0],
      '2 of 9 attacks broke through or did not end as required, which outweighs every figure below: ' +
        'replay-after-logout on session and jwt-unsigned on jwt.',
    );
  });

  it('gives the refused share per number of instances', () => {
    assert.deepEqual(texts(only({ scaling: fullResults.scaling.filter(({ event }) => event === 'none') })), [
      'Where each instance keeps its own state, signed-in users are turned away: session refuses 50.1 % of requests at ' +
        '2 instances and 74.8 % at 4 instances; jwt-refresh refuses 49 % of renewals at 2 instances. ' +
        'A shared store, or none, refused 0 of 7,400 requests.',
    ]);
  });

  it('says where a logout at one instance ends nothing at the others', () => {
    const scaling = fullResults.scaling
      .filter(({ event }) => event === 'none')
      .map((row) => ({ ...row, wronglyAccepted: row.mode === 'own-memory' && row.scheme === 'session' ? 2 : 0 }));
    assert.match(
      texts(only({ scaling }))[0] ?? '',
      / 2 instances\. There the others do not hear of a logout at one: with session what it ended works on\. A shared/,
    );
  });

  it('ignores a scaling row that is not valid', () => {
    const scaling = fullResults.scaling.map((row) => ({ ...row, valid: false }));
    assert.deepEqual(texts(only({ scaling })), ['This run measured nothing that an answer could rest on.']);
  });

  it('tells what a run of variations alone found: whether a conclusion depends on them', () => {
    const compared = (variation: string | undefined, verdict: 'better' | 'worse') => ({
      ...{ ...fullResults.comparisons[0]!, kind: 'sensitivity' as const, ...(variation && { variation }), verdict },
      ...{ scenario: 'authenticated-read', metric: 'cpu.total', scheme: 'jwt', reference: 'session' },
    });
    const samples = [{}, { variation: 'rs256' }].map((built) => ({
      ...fullResults.samples[0]!,
      arm: armOf('sensitivity', 'session', 'main', built),
    }));
    const rs256 = { id: 'rs256', kind: 'sensitivity', title: 'RS256', question: '', choice: 'the algorithm' };
    const cell = { kind: 'load', scenario: 'authenticated-read', scheme: 'jwt', round: 1 } as const;
    const evidence = [{ ...fullResults.evidence[0]!, id: 'e', scheme: 'jwt', cell }];
    const run = { comparisons: [compared(undefined, 'better'), compared('rs256', 'worse')], samples, evidence };
    assert.deepEqual(summarise(only({ ...run, scenarios: [rs256] })).answer, [
      { text: 'Which scheme costs less CPU per request depends on the algorithm.', basis: ['e'] },
    ]);
  });

  it('tells how throughput grew where that alone was measured', () => {
    assert.deepEqual(texts(only({ scaleOut })), [growthText({ scaleOut })]);
  });

  it('does not call nothing what has tables and no sentence', () => {
    const suites = ['micro'];
    const samples = fullResults.samples.filter(({ scheme }) => scheme === 'none').slice(0, 1);
    assert.deepEqual(texts(only({ run: { ...fullResults.run, suites }, samples })), [
      'No sentence of an answer rests on what this run measured (micro): its tables are in the report.',
    ]);
  });

  it('says so where what had ended was still accepted', () => {
    const scaling = fullResults.scaling
      .filter(({ mode, instances }) => mode === 'shared' && instances === 4)
      .map((row) => ({ ...row, wronglyAccepted: 3 }));
    assert.deepEqual(texts(only({ scaling })), [
      'A shared store, or none, refused 0 of 2,500 requests, and accepted 6 credentials that had ended or were never good.',
    ]);
  });

  it('tells reads that outlive the store from those that end with it', () => {
    const scaling = fullResults.scaling
      .filter(({ event, mode }) => event === 'store-dies' || mode === 'none')
      .filter(({ event, scheme }) => event === 'none' || scheme === 'session');
    assert.equal(
      texts(only({ scaling })).at(-1),
      'With the store dead, reads get no good answer: 50.3 % with session. No store is needed with jwt. ' +
        'Where reads must survive an outage of the store, take jwt.',
    );
  });

  it('puts attacks that failed before what load came to, and others after it', () => {
    const places = (results: Results) =>
      [/did not end as required/, /three questions have an answer/, /none broke through/].map((part) =>
        texts(results).findIndex((text) => part.test(text)),
      );
    assert.deepEqual(places(failedResults), [0, 1, -1]);
    assert.deepEqual(places(fullResults), [-1, 0, 5]);
  });

  it('says that renewals end with the store, of those who can still read', () => {
    const [row] = fullResults.scaling.filter(({ scheme, valid }) => scheme === 'jwt-refresh' && valid);
    assert.ok(row);
    const event = 'store-dies' as const;
    const dead = { ...row, mode: 'shared' as const, event, requests: 96, refused: 0, failed: 0 };
    const scaling = [
      { ...dead, renewals: 96, renewalsRefused: 0, renewalsFailed: 96 },
      { ...dead, scheme: 'session', failed: 96, renewals: 0, renewalsRefused: 0 },
    ];
    assert.equal(
      texts(only({ scaling })).at(-1),
      'With the store dead, reads get no good answer: 0 % with jwt-refresh; 100 % with session. ' +
        '100 % of renewals with jwt-refresh fail: its users are out when their access tokens end. ' +
        'Where reads must survive an outage of the store, take jwt-refresh.',
    );
  });

  it('says that an early end is one', () => {
    assert.equal(texts(incompleteResults)[0], 'The run was ended early, after 28 tests.');
  });
});
