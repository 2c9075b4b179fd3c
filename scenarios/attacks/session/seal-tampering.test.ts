import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './seal-tampering.ts';

const sound = { tries: 150, became: 0, crashed: 0, genuineAccepted: true };
const outcome = (change: Partial<typeof sound>) => attack.judge({ ...sound, ...change }).outcome;

describe('the judge of seal-tampering', () => {
  it('calls it blocked when no change made somebody else of the attacker', () => {
    assert.equal(outcome({}), 'blocked');
  });

  it('calls one change that did a success', () => {
    assert.equal(outcome({ became: 1 }), 'succeeded');
  });

  it('gives no verdict when the genuine cookie was not good, and names a crash', () => {
    assert.equal(outcome({ genuineAccepted: false }), 'inconclusive');
    assert.equal(outcome({ crashed: 1 }), 'blocked-by-crash');
  });
});
