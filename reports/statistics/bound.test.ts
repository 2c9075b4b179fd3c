import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createNoise } from '../results/fixtures/noise.ts';
import { boundOf } from './bound.ts';
import type { Rules } from './rules.ts';
import { judgeControl, judgeFamily, type Pair } from './verdict.ts';

const low = -0.18;

describe('a bound', () => {
  it('is the interval as it is where the verdict has a direction, or all of it lies beyond the noise', () => {
    const seen = { low, high: -0.03 };
    assert.deepEqual(boundOf('better', seen, 0.08, 0), seen);
    assert.deepEqual(boundOf('inconclusive', seen, 0.02, 0), seen);
  });

  it('says nothing finer than identical servers may look apart', () => {
    assert.deepEqual(boundOf('inconclusive', { low, high: -0.03 }, 0.08, 0), { low, high: 0.08 });
    assert.deepEqual(boundOf('equivalent', { low: -0.01, high: 0.02 }, 0.04, 0), { low: -0.04, high: 0.04 });
  });

  it('is wider by what the two moved apart while they were measured', () => {
    assert.deepEqual(boundOf('worse', { low: 0.25, high: 0.5 }, 0.05, 0.125), { low: 0.125, high: 0.625 });
  });
});

describe('the bound of a comparison', () => {
  const rules: Rules = { verdicts: true, better: 'lower', margin: 0.05, look: 1, run: 'r1' };
  const spread = [-0.05, 0.05, -0.02, 0.02, 0, 0.03, -0.03, 0.01];
  const pair = (logs: readonly number[], part: Partial<Pair> = {}): Pair => ({
    ...{ kind: 'scheme', scenario: 's', metric: 'latency.p50', scheme: 'jwt', reference: 'session' },
    ...{ logs, discarded: [] },
    ...part,
  });
  const control = judgeControl(pair(spread), rules);
  const judged = (one: Pair, beside = control, by = rules) => judgeFamily([one], beside, by)[0];

  it('is wider than the interval of its own pair, and wider at each further look and for each further pair', () => {
    const one = pair(spread.map((log) => log + 0.3));
    const width = (comparisons: ReturnType<typeof judgeFamily>) => {
      const [first] = comparisons;
      return Math.log((first?.bound?.high ?? 0) / (first?.bound?.low ?? 0));
    };
    const alone = judgeFamily([one], control, rules);
    const own = Math.log((alone[0]?.ciHigh ?? 0) / (alone[0]?.ciLow ?? 0));
    const further = judgeFamily([one], control, { ...rules, look: 2 });
    const beside = judgeFamily([one, one, one], control, rules);
    assert.ok(own < width(alone), `${own} ${width(alone)}`);
    assert.ok(width(alone) < width(further) && width(alone) < width(beside));
  });

  it('reaches as far as the two moved apart while they were measured', () => {
    const still = judged(pair(spread.map((log) => log + 0.5)));
    const moved = judged(
      pair(
        spread.map((log) => log + 0.5),
        { slopeApart: 0.1 },
      ),
    );
    const apart = Math.log(still?.bound?.low ?? 0) - Math.log(moved?.bound?.low ?? 0);
    assert.ok(Math.abs(apart - 0.1) < 1e-5, `${apart}`);
  });

  it('is none where a check failed, the control is none, or the generator made the difference', () => {
    const failed = judgeControl(pair(spread.map((log) => log / 5 + 0.2)), rules);
    assert.equal(failed.verdict, 'invalid');
    assert.equal(judged(pair(spread))?.bound !== undefined, true);
    for (const comparison of [
      judged(pair(spread), failed),
      judgeFamily([pair(spread)], undefined, rules)[0],
      judged(pair(spread), judgeControl(pair(spread.slice(0, 3)), rules)),
      judged(pair(spread.slice(0, 3))),
      judged(pair(spread, { discarded: spread.map(() => 'busy') })),
      judged(pair(spread, { lagApart: 0.2 })),
      judged(pair(spread), control, { ...rules, verdicts: false }),
      control,
    ])
      assert.equal(comparison?.bound, undefined, comparison?.because);
  });

  it('holds for all three pairs at once in at least 95 of 100 runs, of launches that differ by 9 %', () => {
    const noise = createNoise(20261129);
    const truths = [Math.log(1.15), Math.log(0.8), 0] as const;
    const [runs, rounds] = [1_000, 8];
    let missed = 0;
    for (let run = 0; run < runs; run++) {
      const launches = () => Array.from({ length: rounds }, () => noise.normal(0.09));
      const [reference, aaArm, ...arms] = [launches(), launches(), launches(), launches(), launches()];
      const against = (arm: readonly number[], truth: number) =>
        arm.map((log, i) => log - (reference?.[i] ?? 0) + truth);
      const aA = judgeControl(pair(against(aaArm ?? [], 0)), rules);
      const family = judgeFamily(
        truths.map((truth, i) => pair(against(arms[i] ?? [], truth))),
        aA,
        rules,
      );
      const outside = family.some(({ bound }, i) => {
        const truth = Math.exp(truths[i] ?? 0);
        return bound !== undefined && (truth < bound.low || truth > bound.high);
      });
      missed += Number(outside);
    }
    assert.ok(missed <= 0.05 * runs, `${missed} of ${runs}`);
  });
});
