import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './refresh-double-spend-slow-store.ts';

const one = { minted: 1, live: 1 };

describe('the judge of refresh-double-spend-slow-store', () => {
  it('calls one successor blocked, and a second one a success whichever of them lives', () => {
    assert.equal(attack.judge({ rounds: [one, one] }).because, 'two instances yielded one successor in 2 of 2 rounds');
    assert.equal(attack.judge({ rounds: [one, { minted: 2, live: 1 }] }).outcome, 'succeeded');
  });

  it('gives no verdict where a round had none', () => {
    assert.equal(attack.judge({ rounds: [one, { minted: 0, live: 0 }] }).outcome, 'inconclusive');
  });
});
