import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createNoise } from '../results/fixtures/noise.ts';
import { changePoints } from './change-points.ts';

/** So many values of each level, with log-normal noise. */
function values(levels: readonly (readonly [count: number, level: number])[], sd: number, seed: number): number[] {
  const random = createNoise(seed);
  return levels.flatMap(([count, level]) => Array.from({ length: count }, () => level * Math.exp(random.normal(sd))));
}

describe('change points', () => {
  it('are where a level begins, with what it is of the one before', () => {
    assert.deepEqual(changePoints([1, 1.01, 0.99, 1, 1.01, 0.99, 1.2, 1.21, 1.19, 1.2]), [{ index: 6, ratio: 1.2 }]);
    const found = changePoints(
      values(
        [
          [10, 1],
          [8, 1.3],
          [9, 1],
        ] as const,
        0.03,
        7,
      ),
    );
    assert.deepEqual(
      found.map(({ index }) => index),
      [10, 18],
    );
  });

  it('are none of fewer than ten values, nor of one that stands alone', () => {
    assert.deepEqual(changePoints([1, 1, 1, 1, 2, 2, 2, 2, 2]), []);
    assert.deepEqual(changePoints([1, 1.01, 0.99, 1, 1.02, 1.5, 1, 0.98, 1.01, 1, 0.99]), []);
    assert.deepEqual(changePoints(Array(20).fill(3)), []);
  });

  it('are told of values without a change in hardly one series of a hundred, and of a fifth more in nearly all', () => {
    const series = Array.from({ length: 400 }, (_, seed) => seed);
    const told = (levels: readonly (readonly [number, number])[]) =>
      series.filter((seed) => changePoints(values(levels, 0.05, seed)).length > 0).length / series.length;
    const [alarms, power] = [
      told([[20, 1]]),
      told([
        [10, 1],
        [10, 1.2],
      ]),
    ];
    assert.ok(alarms <= 0.015, `${alarms}`);
    assert.ok(power >= 0.97, `${power}`);
  });
});
