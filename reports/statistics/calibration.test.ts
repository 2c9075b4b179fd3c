import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Arm } from '../results/arm.ts';
import { armOf } from '../results/fixtures/arm.ts';
import { createNoise } from '../results/fixtures/noise.ts';
import { fullResults } from '../results/fixtures/results.ts';
import type { Results } from '../results/results.ts';
import { calibrated, resolvable, roundsForMargin } from './calibration.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

const noise = createNoise(5);
const rules = { verdicts: true, better: 'lower', margin: 0.05, look: 1, run: 'r' } as const;
const sample = (arm: Arm, round: number, value: number, metric = 'cpu.servers'): Results['samples'][number] => ({
  scenario: 'read',
  scheme: 'session',
  arm,
  round,
  place: 1,
  metric,
  unit: 'us',
  value,
  valid: true,
});
const main = armOf('load', 'session');
const dear = { ...main, plantedShare: 0.2 };
const arms: readonly (readonly [Arm, number])[] = [
  [main, 1],
  [armOf('load', 'session', 'a-a'), 1],
  [dear, 1.2],
  [{ ...main, plantedShare: 0.03 }, 1.03],
];
const samples = Array.from({ length: 12 }, (_, i) => i + 1).flatMap((round) =>
  arms.map(([arm, cost]) => sample(arm, round, 300 * cost * Math.exp(noise.normal(0.01)))),
);

describe('a calibration', () => {
  it('judges what was planted by the rules of every run', () => {
    const { control, planted, sd } = calibrated({ run: fullResults.run, samples });
    assert.equal(control.verdict, 'equivalent');
    assert.deepEqual(
      planted.map(({ share, found }) => [share, found.verdict]),
      [
        [0.03, 'equivalent'],
        [0.2, 'worse'],
      ],
    );
    // two launches of 1 % each
    assert.ok(sd > 0.008 && sd < 0.022, `${sd}`);
  });

  it('finds what was planted by throughput too, of which more is better', () => {
    const capacity = samples.map((one) => ({ ...one, metric: 'throughput', value: 1e6 / one.value }));
    const { control, planted } = calibrated({ run: fullResults.run, samples: [...samples, ...capacity] }, 'throughput');
    assert.deepEqual(
      [control.verdict, ...planted.map(({ found }) => found.verdict)],
      ['equivalent', 'equivalent', 'worse'],
    );
  });

  it('has no verdict on a busy machine, whatever the figures', () => {
    const busy = samples.map((one) => ({ ...one, metric: 'machine.foreign', value: 1.9 }));
    const { control, planted } = calibrated({ run: fullResults.run, samples: [...samples, ...busy] });
    assert.deepEqual(
      new Set([control, ...planted.map(({ found }) => found)].map(({ verdict }) => verdict)),
      new Set(['invalid']),
    );
  });

  it('has no verdict on an arm that died in every other round', () => {
    const dead = (one: Results['samples'][number]) => one.arm === dear && one.round % 2 === 0;
    const left = samples.map((one) => (dead(one) ? { ...one, metric: 'cpu.total', value: 0, valid: false } : one));
    const { planted } = calibrated({ run: fullResults.run, samples: left });
    assert.deepEqual(
      planted.map(({ share, found }) => [share, found.verdict, found.discarded]),
      [
        [0.03, 'equivalent', 0],
        [0.2, 'invalid', 6],
      ],
    );
  });

  it('says which difference four of five runs call', () => {
    assert.equal(resolvable(0.09, 3), Number.POSITIVE_INFINITY);
    for (const [sd, rounds] of [
      [0.03, 8],
      [0.05, 16],
      [0.09, 40],
    ] as const) {
      const called = shareCalled(resolvable(sd, rounds), sd, rounds);
      assert.ok(called >= 0.7 && called <= 0.87, `${sd} in ${rounds} rounds: called in ${called}`);
    }
  });

  it('counts the rounds until an interval reaches no further than 5 %', () => {
    assert.deepEqual([0.09, 0.16].map(roundsForMargin), [16, 44]);
    assert.equal(roundsForMargin(0.6), undefined);
  });
});

/** The share of simulated runs of three pairs that call a true difference, beside a control of as many rounds. */
function shareCalled(difference: number, sd: number, rounds: number): number {
  const runs = 200;
  const pair = (kind: Pair['kind'], scheme: string, ratio: number): Pair => ({
    kind,
    scenario: 'read',
    metric: 'cpu.total',
    scheme,
    reference: 'session',
    // others are held against the reference and its A/A arm together
    logs: Array.from(
      { length: rounds },
      () => Math.log(ratio) + noise.normal(kind === 'a-a' ? sd : sd * Math.sqrt(3 / 4)),
    ),
    discarded: [],
  });
  let called = 0;
  for (let run = 0; run < runs; run++) {
    const control = judgeControl(pair('a-a', 'session', 1), rules);
    const pairs = [pair('scheme', 'jwt', 1 + difference), pair('scheme', 'other', 1), pair('scheme', 'third', 1)];
    called += Number(judgeFamily(pairs, control, rules)[0]?.verdict === 'worse');
  }
  return called / runs;
}
