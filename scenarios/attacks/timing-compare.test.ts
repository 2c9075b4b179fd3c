import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './timing-compare.ts';

const judge = (low: number, share: number, high: number) =>
  attack.judge({ pairs: 50, loginMs: 4, effect: { low, share, high } });

describe('the judge of timing-compare', () => {
  it('calls it blocked when the whole interval lies within the bound', () => {
    const { outcome, because } = judge(-0.1, 0.01, 0.12);
    assert.equal(outcome, 'blocked');
    assert.match(because, /1 % later .* \(95 % interval -10 % to 12 % of 4 ms, 50 pairs\)/);
  });

  it('calls it a success when the whole interval lies beyond it, on either side', () => {
    assert.deepEqual([judge(-0.8, -0.7, -0.6).outcome, judge(0.3, 0.4, 0.5).outcome], ['succeeded', 'succeeded']);
  });

  it('gives no verdict when the interval reaches across the bound', () => {
    assert.equal(judge(-0.1, 0.1, 0.3).outcome, 'inconclusive');
    assert.equal(judge(-0.3, -0.2, -0.1).outcome, 'inconclusive');
  });
});
