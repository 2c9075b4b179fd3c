import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './cache-leak.ts';

describe('the judge of cache-leak', () => {
  it('calls it blocked when the cache had nothing for a stranger', () => {
    const attempts = [
      { way: 'GET /me', status: 401 },
      { way: 'GET /me/x.css', status: 404 },
    ];
    assert.equal(attack.judge({ attempts }).outcome, 'blocked');
  });

  it('calls an answer from the cache that names the victim a success', () => {
    const attempts = [{ way: 'GET /me', status: 200, got: 'the answer to the victim' }];
    assert.equal(attack.judge({ attempts }).outcome, 'succeeded');
  });
});
