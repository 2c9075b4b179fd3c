import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fullResults } from '../../../reports/results/fixtures/results.ts';
import type { Results } from '../../../reports/results/results.ts';
import type { LoadRound } from '../../plan/plan-load.ts';
import { calibrationOf, roundsInTime } from './calibration.ts';

const round = (cells: number) => Array.from({ length: cells }) as unknown as LoadRound;
const [some] = fullResults.comparisons as [Results['comparisons'][number]];

describe('the rounds that a profile has time for', () => {
  it('count the further scenarios of the first ones', () => {
    assert.equal(roundsInTime([10, 10, 5, 5, 5].map(round), 1_000, 26_000), 3);
    assert.equal(roundsInTime([10, 10, 5, 5, 5].map(round), 1_000, 35_000), 5);
  });

  it('are one at least', () => {
    assert.equal(roundsInTime([10, 10].map(round), 1_000, 5_000), 1);
  });
});

describe('what a calibration says of the machine', () => {
  const sound = (verdict: typeof some.verdict, rounds: number, discarded: number) =>
    calibrationOf({ control: { ...some, verdict, rounds, discarded }, planted: [], sd: 0.05 }, 5_000, () => [], 'now')
      .sound;

  it('is that it is unsound where identical servers came out different, whatever else was discarded', () => {
    assert.deepEqual(
      [sound('invalid', 16, 0), sound('invalid', 15, 1), sound('equivalent', 15, 1)],
      [false, false, true],
    );
  });

  it('is not that it is unsound where most rounds were disturbed', () => {
    assert.equal(sound('invalid', 8, 8), true);
  });
});
