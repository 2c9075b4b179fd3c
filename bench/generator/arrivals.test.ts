import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createArrivals } from './arrivals.ts';

const times = (arrivals: ReturnType<typeof createArrivals>) =>
  Array.from({ length: arrivals.count }, (_, index) => arrivals.dueMs(index));

describe('the schedule of arrivals', () => {
  it('spaces a constant rate evenly, from the first moment on', () => {
    assert.deepEqual(times(createArrivals(4, 1_500)), [0, 250, 500, 750, 1_000, 1_250]);
  });

  for (const [rate, share] of [
    [37, 4 / 37],
    [500, 0.1],
    [2_000, 0.1],
  ] as const) {
    it(`puts a tenth of each second's arrivals into its first 100 ms at ${rate}/s`, () => {
      const all = times(createArrivals(rate, 3_000));
      assert.equal(all.length, rate * 3);
      for (const second of [0, 1, 2]) {
        const early = all.filter((at) => at >= second * 1_000 && at < second * 1_000 + 100 - 1e-6);
        assert.equal(early.length / rate, share);
      }
    });
  }

  it('offers on a ramp what lies under its line', () => {
    const all = times(createArrivals({ from: 100, to: 300 }, 2_000));
    assert.equal(all.length, 400);
    // ∫₀¹ (100 + 100 t) dt = 150 in the first of the two seconds.
    assert.equal(all.filter((at) => at < 1_000 - 1e-6).length, 150);
  });

  it('rises, and stays inside its block, at every rate', () => {
    const rate = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(rate, rate, fc.integer({ min: 1, max: 3_000 }), (from, to, durationMs) => {
        const all = times(createArrivals({ from, to }, durationMs));
        assert.ok(all.every((at, i) => at >= (all[i - 1] ?? 0) && at <= durationMs + 0.001));
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a rate of nothing', () => {
    assert.throws(() => createArrivals(0, 1_000), RangeError);
    assert.throws(() => createArrivals({ from: 10, to: -1 }, 1_000), RangeError);
  });
});
