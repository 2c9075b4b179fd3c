import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { armOf } from '../../../reports/results/fixtures/arm.ts';
import { createNoise } from '../../../reports/results/fixtures/noise.ts';
import { fullResults } from '../../../reports/results/fixtures/results.ts';
import type { Results } from '../../../reports/results/results.ts';
import { figuresOf } from './series.ts';

type Sample = Results['samples'][number];

/** A run of ten rounds, in which jwt comes to so much of session. */
function runOf(ratio: number, seed: number, sd = 0.02) {
  const noise = createNoise(seed);
  const arms = [
    ['session', 'main', 1],
    ['session', 'a-a', 1],
    ['jwt', 'main', ratio],
    ['floor', 'floor', 3],
  ] as const;
  const samples = Array.from({ length: 10 }, (_, i) => i + 1).flatMap((round) =>
    arms.map(([scheme, role, factor]): Sample => {
      const value = 10_000 * factor * Math.exp(noise.normal(sd));
      return {
        ...{ scenario: 'read', metric: 'throughput', unit: '1/s', valid: true },
        scheme,
        arm: armOf('load', scheme, role),
        round,
        value,
      };
    }),
  );
  const run = { ...fullResults.run, schemes: ['session', 'jwt'], looks: [] };
  return { run, samples };
}

describe('a series of runs', () => {
  const pair = (found: ReturnType<typeof figuresOf>, name: string) => found.find((one) => one.pair === name);

  it('is held against the ratio of all their rounds together', () => {
    const figures = figuresOf([1, 2, 3, 4, 5, 6].map((seed) => runOf(1.2, seed)));
    const jwt = pair(figures, 'jwt / session');
    assert.equal(figures.length, 2);
    assert.ok(Math.abs((jwt?.pooled ?? 0) / 1.2 - 1) < 0.01, `${jwt?.pooled}`);
    assert.deepEqual([jwt?.halfWidths.length, jwt?.wrong, jwt?.verdicts], [6, 0, { better: 6 }]);
    assert.ok((jwt?.halfWidths.at(-1) ?? 1) < 0.03 && (jwt?.outside ?? 9) <= 1);
    assert.equal(jwt?.beyondBound, 0);
    assert.deepEqual([pair(figures, 'a-a')?.wrong, pair(figures, 'a-a')?.verdicts], [0, { equivalent: 6 }]);
  });

  it('counts a winner that the others call a loser, and an interval and a bound that do not hold what all say', () => {
    const jwt = pair(figuresOf([...[1, 2, 3, 4, 5].map((seed) => runOf(1.2, seed)), runOf(0.8, 6)]), 'jwt / session');
    assert.deepEqual([jwt?.wrong, (jwt?.outside ?? 0) >= 1, (jwt?.beyondBound ?? 0) >= 1], [1, true, true]);
  });

  it('has nothing to say of nothing', () => {
    assert.deepEqual(figuresOf([]), []);
  });
});
