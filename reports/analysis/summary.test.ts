import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyResults, failedResults, fullResults, incompleteResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { answer } from './summary.ts';

const texts = (results: Results) => answer(results).answer.map(({ text }) => text);
const ceilings = { ratePerSecond: 1_000, concurrency: 64, requests: 100_000 };
const only = (part: Partial<Results>): Results => ({
  ...emptyResults,
  run: { ...fullResults.run },
  scenarios: fullResults.scenarios,
  ...part,
});

describe('answer', () => {
  it('has at most six sentences, whatever the run', () => {
    const interrupted: Results = { ...failedResults, run: { ...failedResults.run, state: 'incomplete' } };
    for (const results of [emptyResults, failedResults, fullResults, incompleteResults, interrupted]) {
      const { length } = answer(results).answer;
      assert.ok(length >= 1 && length <= 6, `${length}`);
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
    for (const { text, basis } of answer(fullResults).answer) {
      assert.ok(basis.length > 0, text);
      assert.deepEqual(
        basis.filter((id) => !known.has(id)),
        [],
      );
    }
  });

  it('says how long a copy outlives the logout, and whom that rules in', () => {
    assert.deepEqual(
      texts(only({ attacks: fullResults.attacks.filter(({ id }) => id === 'replay-after-logout') })).slice(1),
      [
        'A copied credential still worked after logout with jwt for up to 15 min (tested: 2.74 s of 3 s) and jwt-refresh for ' +
          'up to 60 s (tested: 2.18 s of 3 s), and it was refused at once with session: where a logout must act at once, that points to session.',
      ],
    );
  });

  it('recommends nobody for revocation when nobody was found to end at once', () => {
    const attacks = failedResults.attacks.filter(({ id }) => id === 'replay-after-logout');
    assert.doesNotMatch(texts(only({ attacks })).join(' '), /points to/);
  });

  it('puts a failed attack first', () => {
    assert.equal(
      texts(failedResults)[0],
      '2 of 9 attacks did not end as required, which outweighs every figure below: ' +
        'replay-after-logout on session (succeeded) and jwt-unsigned on jwt (blocked-by-crash).',
    );
  });

  it('gives the refused share per number of instances', () => {
    assert.deepEqual(texts(only({ scaling: fullResults.scaling.filter(({ event }) => event === 'none') })), [
      "With state in each instance's own memory, session refused 50.1 % of requests at 2 instances and " +
        '74.8 % at 4 instances and jwt-refresh refused 49 % of renewals at 2 instances; ' +
        'a shared store, or none, refused 0 of 7,400.',
    ]);
  });

  it('ignores a scaling row that is not valid', () => {
    const scaling = fullResults.scaling.map((row) => ({ ...row, valid: false }));
    assert.deepEqual(texts(only({ scaling })), ['This run measured nothing that an answer could rest on.']);
  });

  it('tells what a run of variations alone found: whether a conclusion depends on them', () => {
    const compared = (arm: string, verdict: 'better' | 'worse') => ({
      ...{ ...fullResults.comparisons[0]!, kind: 'sensitivity' as const, arm: `sensitivity:${arm}`, verdict },
      ...{ scenario: 'authenticated-read', metric: 'cpu.total', scheme: 'jwt', reference: 'session' },
    });
    const samples = ['reference', 'rs256'].map((arm) => ({ ...fullResults.samples[0]!, arm: `sensitivity:${arm}` }));
    const rs256 = { id: 'rs256', kind: 'sensitivity', title: 'RS256', question: '', choice: 'the algorithm' };
    const evidence = [{ ...fullResults.evidence[0]!, id: 'e', scheme: 'jwt', cell: 'authenticated-read/jwt/round-1' }];
    const run = { comparisons: [compared('reference', 'better'), compared('rs256', 'worse')], samples, evidence };
    assert.deepEqual(answer(only({ ...run, scenarios: [rs256] })).answer, [
      { text: 'Which scheme costs less CPU per request depends on the algorithm.', basis: ['e'] },
    ]);
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
      'A shared store, or none, refused 0 of 2,500 and accepted 6 credentials that had ended or were never good.',
    ]);
  });

  it('tells reads that outlive the store from those that end with it', () => {
    const scaling = fullResults.scaling
      .filter(({ event, mode }) => event === 'store-dies' || mode === 'none')
      .filter(({ event, scheme }) => event === 'none' || scheme === 'session');
    assert.equal(
      texts(only({ scaling })).at(-1),
      'With the store dead, 50.3 % of reads with session got no good answer, and jwt ran without one: ' +
        'where reads must survive an outage of the store, that points to jwt.',
    );
  });

  it('tells a decided cost with its interval, and an undecided one as undecided', () => {
    const comparisons = fullResults.comparisons
      .filter(({ metric, scenario }) => scenario === 'authenticated-read' && metric === 'latency.p99')
      .map((one) => (one.verdict === 'inconclusive' ? { ...one, furtherRounds: 14 } : one));
    assert.deepEqual(texts(only({ comparisons })), [
      'Authenticated read: jwt takes 0.763 times the p99 latency of session (95 % interval 0.655 to 0.888: better), ' +
        'which points to jwt where the slowest answers matter; ' +
        'this run does not tell jwt-refresh (0.891 [0.731, 1.09] of session) from session; about 14 more rounds would settle it.',
    ]);
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
      'With the store dead, 0 % of reads with jwt-refresh and 100 % of reads with session got no good answer; ' +
        '100 % of renewals with jwt-refresh failed too, so that its users are out when their access tokens end: ' +
        'where reads must survive an outage of the store, that points to jwt-refresh.',
    );
  });

  it('speaks of the scenario that the bare route is measured beside, also where another one has a twin', () => {
    const [control] = fullResults.comparisons.filter(({ kind }) => kind === 'a-a');
    assert.ok(control);
    const one = (kind: 'a-a' | 'scheme' | 'floor', scenario: string, verdict: 'better' | 'inconclusive') => ({
      ...{ ...control, kind, scenario, metric: 'cpu.total', verdict, furtherRounds: 3 },
      scheme: kind === 'scheme' ? 'jwt' : 'session',
    });
    const comparisons = [
      one('a-a', 'login', 'inconclusive'),
      one('scheme', 'login', 'inconclusive'),
      one('a-a', 'authenticated-read', 'inconclusive'),
      one('scheme', 'authenticated-read', 'better'),
      one('floor', 'authenticated-read', 'better'),
    ];
    assert.match(texts(only({ comparisons })).join(), /^Authenticated read: jwt takes /);
  });

  it('leaves out an interval that there is none of', () => {
    const comparisons = fullResults.comparisons
      .filter(({ metric, scenario }) => scenario === 'authenticated-read' && metric === 'latency.p99')
      .map((one) => (one.verdict === 'inconclusive' ? { ...one, ciLow: null, ciHigh: null } : one));
    assert.match(texts(only({ comparisons })).join(), /; this run does not tell jwt-refresh from session\.$/);
  });

  it('says what a request takes with each scheme, and without any', () => {
    const comparisons = fullResults.comparisons.filter(
      ({ metric, scenario }) => scenario === 'authenticated-read' && metric === 'cpu.servers',
    );
    const [text] = texts(only({ comparisons, samples: fullResults.samples }));
    assert.match(
      text ?? '',
      /^Authenticated read: CPU time per request, of servers, [\d.]+ ms with session, [\d.]+ ms with jwt, [\d.]+ ms with jwt-refresh and [\d.]+ ms without authentication; jwt takes /,
    );
  });

  it('says at what rate, and what points the other way: who costs less may be the slower one', () => {
    const read = fullResults.comparisons.filter(({ scenario }) => scenario === 'authenticated-read');
    const [control] = read;
    assert.ok(control);
    const pair = (metric: string, scheme: string, ratio: number, verdict: 'better' | 'worse') => ({
      ...{ ...control, kind: 'scheme' as const, metric, scheme, ratio, ciLow: ratio, ciHigh: ratio, verdict },
    });
    const comparisons = ['jwt', 'jwt-refresh'].flatMap((scheme) => [
      pair('cpu.total', scheme, 0.8, 'better'),
      pair('latency.p50', scheme, 1.2, 'worse'),
    ]);
    const rate = { scenario: 'authenticated-read', scheme: 'jwt', arm: 'main', round: 1, metric: 'rate.offered' };
    const samples = [{ ...rate, unit: '1/s', value: 1_390, valid: true }];
    const takes = (scheme: string, times: string, noun: string) =>
      `${scheme} takes ${times} times the ${noun} of session (95 % interval ${times} to ${times}: ${times < '1' ? 'better' : 'worse'})`;
    assert.deepEqual(texts(only({ comparisons, samples })), [
      `Authenticated read at 1,390 requests/s on Node.js ${fullResults.environment.node}: ${takes('jwt', '0.800', 'CPU time per request')} and ${takes('jwt-refresh', '0.800', 'CPU time per request')}, which points to jwt or jwt-refresh where that is what a request costs.`,
      `Authenticated read at 1,390 requests/s on Node.js ${fullResults.environment.node}: ${takes('jwt', '1.20', 'median latency')} and ${takes('jwt-refresh', '1.20', 'median latency')}, which points to session where the usual answer matters.`,
    ]);
  });

  it('never puts a ratio to a verdict that is inconclusive or invalid', () => {
    for (const verdict of ['inconclusive', 'invalid'] as const) {
      const comparisons = fullResults.comparisons.map((one) => ({ ...one, verdict, because: 'of noise' }));
      assert.doesNotMatch(texts(only({ comparisons })).join(' '), /times/);
    }
  });

  it('says that an early end is one', () => {
    assert.equal(texts(incompleteResults)[0], 'The run was ended early, after 28 cells.');
  });
});
