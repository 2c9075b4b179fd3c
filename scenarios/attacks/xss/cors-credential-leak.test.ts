import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './cors-credential-leak.ts';

describe('the judge of cors-credential-leak', () => {
  it('calls it blocked when no cross-origin page may read', () => {
    assert.equal(attack.judge({ attempts: [{ way: 'me from null', status: 200 }] }).outcome, 'blocked');
  });

  it('calls an answer that a cross-origin page may read a success', () => {
    const attempts = [{ way: 'me from null', status: 200, got: 'an answer to the victim' }];
    assert.equal(attack.judge({ attempts }).outcome, 'succeeded');
  });
});
