import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack, { compared } from './timing-compare.ts';

const judge = (low: number, share: number, high: number, letIn = true) =>
  attack.judge({ pairs: 50, loginMs: 4, effect: { low, share, high }, letIn });

describe('times of logins', () => {
  it('are told apart by their quick end, which what else a machine does leaves alone', () => {
    const noisy = (own: number) => Array.from({ length: 300 }, (_, i) => own + (i % 5 === 0 ? 0 : 30 + (i % 7) * 10));
    const early = compared(noisy(6), noisy(2)).effect;
    assert.ok(early.high < -0.25);
    const alike = compared(noisy(6), noisy(6.2)).effect;
    assert.ok(alike.low > -0.25 && alike.high < 0.25);
  });
});

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

  it('gives no verdict when the known account is locked by then, however alike or unlike the times are', () => {
    assert.equal(judge(-0.1, 0.01, 0.12, false).outcome, 'inconclusive');
    assert.equal(judge(-0.8, -0.7, -0.6, false).outcome, 'inconclusive');
  });
});
