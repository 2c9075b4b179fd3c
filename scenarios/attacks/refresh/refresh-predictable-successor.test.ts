import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './refresh-predictable-successor.ts';

const judge = (redeemed: number, successors: number) => attack.judge({ redeemed, successors }).outcome;

describe('the judge of refresh-predictable-successor', () => {
  it('calls it blocked when every redemption gave another successor', () => {
    assert.equal(judge(4, 4), 'blocked');
  });

  it('calls one repeated successor a success', () => {
    assert.equal(judge(4, 3), 'succeeded');
    assert.equal(judge(4, 1), 'succeeded');
  });

  it('gives no verdict where the token was good at most once', () => {
    assert.equal(judge(1, 1), 'inconclusive');
    assert.equal(judge(0, 0), 'inconclusive');
  });
});
