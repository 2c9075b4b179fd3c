import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './clock-skew-ending.ts';

type End = Parameters<typeof attack.judge>[0]['ends'][number];

const ended: End = { of: 'a token of a clock that is ahead', before: true, done: true, after: false };
const again: End = { ...ended, of: 'a token after an end by a clock that is ahead' };
const judge = (...ends: End[]) => attack.judge({ aheadMs: 30_000, ends });

describe('the judge of clock-skew-ending', () => {
  it('calls it blocked when both tokens ended, and a success when one of them did not', () => {
    assert.equal(judge(ended, again).outcome, 'blocked');
    assert.equal(judge({ ...ended, after: true }, again).outcome, 'succeeded');
    const { outcome, because } = judge(ended, { ...again, after: true });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /^a token after an end by a clock that is ahead, by 30000 ms, outlived/);
  });

  it('gives no verdict when a token was never good, or an order was refused', () => {
    assert.equal(judge({ ...ended, before: false }, again).outcome, 'inconclusive');
    assert.equal(judge(ended, { ...again, done: false, after: true }).outcome, 'inconclusive');
  });
});
