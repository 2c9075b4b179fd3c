import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createNoise } from '../results/fixtures/noise.ts';
import { centre, interval } from './interval.ts';

const trials = 2_000;
const rounds = [4, 6, 8, 16, 32];

describe('centre', () => {
  it('is the median of the averages of all pairs', () => {
    assert.equal(centre([1]), 1);
    assert.equal(centre([1, 2, 6]), 2.75);
  });

  it('barely moves for one wild value', () => {
    assert.equal(centre([0, 0, 0, 0, 0, 0, 0, 100]), 0);
  });
});

describe('interval', () => {
  it('refuses to speak for fewer than three values', () => {
    assert.equal(interval([0.1, 0.2], 0.95), undefined);
  });

  it('is the t interval below eight values', () => {
    const got = interval([1, 2, 3, 4, 5, 6], 0.95);
    // s = 1.8708, t(5) = 2.5706: half-width 1.9633
    assert.deepEqual([got?.low.toFixed(4), got?.high.toFixed(4)], ['1.5367', '5.4633']);
  });

  it('lies between the signed-rank bounds around the level from eight values on', () => {
    // Ten values: the 9th and 8th average from either end have 95.1 and 96.3 % (Hollander & Wolfe, table A.4).
    const got = interval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95);
    assert.ok(got && got.low > 3 && got.low <= 3.5 && got.high >= 7.5 && got.high < 8, JSON.stringify(got));
  });

  it('is the t interval too where no pair of averages is as sure as asked', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    // s = 2.4495, t(7) = 4.0293 for 99.5 %: half-width 3.4895
    assert.deepEqual([interval(values, 0.995)?.low.toFixed(3)], ['1.010']);
  });

  const values = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 40 });

  it('holds the centre, and narrows with the level', () => {
    fc.assert(
      fc.property(values, (some) => {
        const wide = interval(some, 1 - 0.05 / 3);
        const narrow = interval(some, 0.95);
        assert.ok(wide && narrow);
        const slack = 1e-9;
        assert.ok(wide.low <= narrow.low + slack && narrow.high <= wide.high + slack);
        assert.ok(narrow.low <= centre(some) + slack && centre(some) <= narrow.high + slack);
      }),
    );
  });

  it('turns round when the two arms change places', () => {
    fc.assert(
      fc.property(values, (some) => {
        const there = interval(some, 0.95);
        const back = interval(
          some.map((value) => -value),
          0.95,
        );
        assert.ok(there && back && Math.abs(there.low + back.high) < 1e-9 && Math.abs(there.high + back.low) < 1e-9);
      }),
    );
  });

  for (const sd of [0.09, 0.16, 0.3])
    for (const n of rounds)
      it(`covers the truth in 93 to 97 % of ${trials} trials: log-normal noise of sd ${sd}, ${n} rounds`, () => {
        const share = coverage(n, 0.95, (noise) => noise.normal(sd));
        assert.ok(share > 0.93 && share < 0.97, `${share}`);
      });

  for (const n of rounds)
    it(`keeps at least 93 % when a tenth of the rounds is slowed by half: ${n} rounds`, () => {
      const share = coverage(n, 0.95, (noise) => noise.normal(0.16) + noise.slowed(0.1, 1.5));
      assert.ok(share > 0.93, `${share}`);
    });

  for (const n of rounds)
    it(`holds the stricter level that Holm's first step asks for: ${n} rounds`, () => {
      const share = coverage(n, 1 - 0.05 / 3, (noise) => noise.normal(0.16));
      assert.ok(share > 0.973, `${share}`);
    });
});

function coverage(n: number, level: number, draw: (noise: ReturnType<typeof createNoise>) => number): number {
  const noise = createNoise(n);
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const got = interval(
      Array.from({ length: n }, () => draw(noise)),
      level,
    );
    if (got && got.low <= 0 && got.high >= 0) held++;
  }
  return held / trials;
}
