import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './clock-skew-ending.ts';

const sound = { aheadMs: 30_000, before: true, done: true, after: false };
const outcome = (change: Partial<typeof sound>) => attack.judge({ ...sound, ...change }).outcome;

describe('the judge of clock-skew-ending', () => {
  it('calls it blocked when the token ended, and a success when it did not', () => {
    assert.deepEqual([outcome({}), outcome({ after: true })], ['blocked', 'succeeded']);
  });

  it('gives no verdict when the token was never good, or the order was refused', () => {
    assert.deepEqual([outcome({ before: false }), outcome({ done: false })], ['inconclusive', 'inconclusive']);
  });
});
