import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../../reports/results/fixtures/results.ts';
import type { Results } from '../../../reports/results/results.ts';
import type { Calibrated } from '../../../reports/statistics/calibration.ts';
import { repeated } from './repeated.ts';

type Comparison = Results['comparisons'][number];

const [some] = fullResults.comparisons as [Comparison];

function found(ratio: number, verdict: Comparison['verdict']): Comparison {
  return { ...some, ratio, ciLow: ratio - 0.02, ciHigh: ratio + 0.02, verdict };
}

const good: Calibrated = {
  control: found(1.01, 'equivalent'),
  planted: [
    { share: 0, found: found(1, 'equivalent') },
    { share: 0.03, found: found(1.03, 'small') },
    { share: 0.2, found: found(1.21, 'worse') },
  ],
  sd: 0.02,
};
const goods = (count: number) => Array.from({ length: count }, () => good);
const besides = (share: number, instead: Comparison): Calibrated => ({
  ...good,
  planted: good.planted.map((one) => (one.share === share ? { share, found: instead } : one)),
});

describe('repeated calibrations', () => {
  it('keep every promise where one in twenty misses', () => {
    const off = { ...besides(0.2, found(1.26, 'inconclusive')), control: found(1.03, 'inconclusive') };
    const { holdsOne, arms, broken } = repeated([...goods(19), off]);
    assert.deepEqual([holdsOne, arms.map(({ near }) => near), broken], [19, [20, 20, 19], []]);
  });

  it('break what they promise of an interval, of what is called, and of the estimate where two miss', () => {
    const off = { ...besides(0.2, found(1.26, 'inconclusive')), control: found(1.03, 'inconclusive') };
    assert.deepEqual(repeated([...goods(18), off, off]).broken, [
      'the interval of a scheme against itself holds 1 in 19 of 20',
      '+20 % is called worse in 19 of 20',
      '+20 % is estimated within 5 points in 19 of 20',
    ]);
  });

  it('break their promise with a single false winner, and with a single wrong sign', () => {
    assert.deepEqual(repeated([...goods(19), besides(0, found(1.08, 'worse'))]).broken, [
      'equals are never called different',
    ]);
    assert.deepEqual(repeated([...goods(19), besides(0.03, found(0.9, 'better'))]).broken, [
      '+3 % is never called better',
    ]);
  });

  it('do not count an interval that was not found as one that holds 1', () => {
    const none: Comparison = { ...some, ratio: null, ciLow: null, ciHigh: null, verdict: 'invalid' };
    assert.equal(repeated([{ ...good, control: none }]).holdsOne, 0);
  });
});
