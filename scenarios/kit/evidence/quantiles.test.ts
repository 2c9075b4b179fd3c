import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quantiles } from './quantiles.ts';

describe('quantiles', () => {
  it('are values that were seen, by nearest rank, in whatever order they came', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    assert.deepEqual(quantiles(hundred), { count: 100, p5: 5, p25: 25, p50: 50, p75: 75, p95: 95, max: 100 });
    assert.deepEqual(quantiles([7]), { count: 1, p5: 7, p25: 7, p50: 7, p75: 7, p95: 7, max: 7 });
  });

  it('say of nothing that there was nothing', () => {
    assert.equal(quantiles([]).count, 0);
  });
});
