import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './identity-mixup.ts';

describe('the judge of identity-mixup', () => {
  const served = { way: 'me', status: 200 };

  it('calls it blocked when each was answered for themselves', () => {
    assert.equal(attack.judge({ attempts: [served, served] }).outcome, 'blocked');
  });

  it('calls one answer for another a success', () => {
    const { outcome, because } = attack.judge({ attempts: [served, { ...served, got: 'an answer for another' }] });
    assert.equal(outcome, 'succeeded');
    assert.match(because, /1 of 2/);
  });

  it('gives no verdict when most were refused', () => {
    const refused = { way: 'me', status: 401 };
    assert.equal(attack.judge({ attempts: [served, refused, refused] }).outcome, 'inconclusive');
  });
});
