import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './credential-in-url.ts';

describe('the judge of credential-in-url', () => {
  it('calls it blocked when no place but the right one was looked at', () => {
    assert.equal(attack.judge({ attempts: [{ way: 'query', status: 401 }] }).outcome, 'blocked');
  });

  it('calls an identity gained through an address a success', () => {
    const attempts = [{ way: 'query', status: 200, got: 'the identity of the victim' }];
    assert.equal(attack.judge({ attempts }).outcome, 'succeeded');
  });
});
