import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './ended-sign-ins-kept.ts';

const seen = { signIns: 8, kept: 16, left: 0, accepted: 0 };
const judge = (change: Partial<typeof seen>) => attack.judge({ ...seen, ...change });

describe('the judge of ended-sign-ins-kept', () => {
  it('calls it blocked where nothing is left of what ended', () => {
    const { outcome, because } = judge({});
    assert.equal(outcome, 'blocked');
    assert.equal(because, '0 of 16 keys and names that came with 8 sign-ins were in the store after all had ended');
  });

  it('calls one name that is left a success', () => {
    const { outcome, successes } = judge({ left: 1 });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('gives no verdict where sign-ins had not ended, or none was written down', () => {
    assert.equal(judge({ left: 8, accepted: 1 }).outcome, 'inconclusive');
    assert.equal(judge({ kept: 0 }).outcome, 'inconclusive');
  });
});
