import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../results/fixtures/arm.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { judgeOnEvidence, limitedBy } from './claim-evidence.ts';
import type { EvidenceReader } from './evidence-reader.ts';

const nothing: Results = { ...fullResults, cells: [], samples: [], comparisons: [], attacks: [], scaling: [] };

/** What a judge that only reads this ends in. */
function reading(read: (found: EvidenceReader) => unknown, results: Results = nothing) {
  return judgeOnEvidence(results, 'session', (found) => ({
    state: 'confirmed',
    measured: `${read(found)}`,
    because: 'read',
  }));
}

const storeUse = { kind: 'lifecycle', scenario: 'store-use', scheme: 'session' } as const;

describe('the evidence of a claim', () => {
  it('takes the middle of the valid rounds of the main arm, and cites their cell', () => {
    const sample = { ...fullResults.samples[0]!, scenario: 'store-use', metric: 'commands.read', scheme: 'session' };
    const samples = [4, 1, 2].map((value, i) => ({ ...sample, value, valid: true, round: i + 1 }));
    const invalid = { ...samples[0]!, value: 99, valid: false };
    const evidence = [{ ...fullResults.evidence[0]!, id: 'lifecycle/store-use/session', cell: storeUse }];
    assert.deepEqual(
      reading(({ figure }) => figure('store-use', 'commands.read'), {
        ...nothing,
        samples: [...samples, invalid, { ...invalid, valid: true, arm: armOf('load', 'session', 'floor') }],
        evidence,
      }),
      {
        state: 'confirmed',
        measured: '2',
        because: 'read',
        basis: ['measured'],
        evidence: ['lifecycle/store-use/session'],
      },
    );
  });

  it('says what to run when something was not', () => {
    const scenarios = [{ id: 'store-use', kind: 'lifecycle', title: '', question: '' }];
    const { state, because, basis, evidence } = reading(({ figure }) => figure('store-use', 'commands.read'), {
      ...nothing,
      scenarios,
    });
    assert.equal(state, 'not-run');
    assert.equal(because, 'store-use was not run on session: run --suite lifecycle');
    assert.deepEqual([basis, evidence], [[], []]);
  });

  it('is inconclusive with the cause when a cell broke', () => {
    const broken = { state: 'inconclusive', because: 'no answer', durationMs: 1 } as const;
    const cells = [{ id: 'store-use/session', ...storeUse, ...broken }];
    const { state, because } = reading(({ figure }) => figure('store-use', 'commands.read'), { ...nothing, cells });
    assert.equal(state, 'inconclusive');
    assert.equal(because, 'store-use on session broke: no answer');
  });

  it('rests on no attack without a verdict, and cites one that has it', () => {
    const of = (results: Results) => reading(({ attack }) => attack('replay-after-logout').outcome, results);
    const { state, measured, basis, evidence } = of(fullResults);
    assert.deepEqual(
      [state, measured, basis, evidence],
      ['confirmed', 'blocked', ['probe'], ['attack-replay-after-logout-session']],
    );
    const attacks = fullResults.attacks.map((one) => ({ ...one, outcome: 'inconclusive' as const, because: 'held' }));
    assert.equal(of({ ...fullResults, attacks }).because, 'replay-after-logout on session has no verdict: held');
  });

  it('rests on no square that is invalid or in which nothing was asked', () => {
    const of = (change: object) =>
      reading(({ squares }) => squares('undisturbed', () => true).length, {
        ...fullResults,
        scaling: fullResults.scaling.map((one) => ({ ...one, ...change })),
      });
    assert.equal(of({}).state, 'confirmed');
    assert.equal(of({ valid: false }).state, 'not-run');
    assert.equal(of({ requests: 0 }).state, 'not-run');
  });

  it('rests on no comparison that was not decided', () => {
    const of = (verdict: Results['comparisons'][number]['verdict']) =>
      judgeOnEvidence(
        { ...fullResults, comparisons: fullResults.comparisons.map((one) => ({ ...one, verdict })) },
        'jwt',
        ({ comparison }) => {
          const { ratio } = comparison('authenticated-read', 'cpu.servers', 'session');
          return { state: 'confirmed', measured: `${ratio}`, because: 'read' };
        },
      );
    assert.equal(of('better').measured, '0.623');
    assert.equal(of('invalid').state, 'inconclusive');
    assert.equal(of('inconclusive').state, 'inconclusive');
  });

  it('goes on without what only adds to a claim', () => {
    assert.equal(reading(({ optional, figure }) => optional(() => figure('x', 'y'))).measured, 'undefined');
  });

  it('is judged no further than its premises, and takes over what they rest on', () => {
    const premise = (state: 'confirmed' | 'inconclusive') => ({
      id: 'other',
      judge: () => ({ state, measured: 'm', because: 'of that', basis: ['probe' as const], evidence: ['e'] }),
    });
    const of = (state: 'confirmed' | 'inconclusive') => reading((found) => found.premise(premise(state)).measured);
    assert.deepEqual(of('confirmed').evidence, ['e']);
    assert.equal(of('inconclusive').because, 'it rests on other: of that');
  });

  it('lets an error of a judge itself through', () => {
    const broken = () => {
      throw new TypeError('a mistake');
    };
    assert.throws(() => reading(broken), TypeError);
    assert.throws(() => reading(({ optional }) => optional(broken)), TypeError);
  });
});

describe('asFarAs', () => {
  const premise = { measured: '', because: '', basis: [], evidence: [] };

  it('gives advice the weakest state of its premises, with all their conditions', () => {
    const [sound, refuted] = [
      { ...premise, state: 'confirmed' as const },
      { ...premise, state: 'refuted' as const },
    ];
    const under = (condition: string) => ({ ...premise, state: 'conditional' as const, condition });
    assert.deepEqual(limitedBy([sound, sound]), { state: 'confirmed' });
    assert.deepEqual(limitedBy([under('a'), sound, under('b')]), { state: 'conditional', condition: 'a; b' });
    assert.deepEqual(limitedBy([under('a'), refuted]), { state: 'refuted' });
  });
});
