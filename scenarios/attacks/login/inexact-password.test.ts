import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './inexact-password.ts';

const refused = { way: 'the other case', status: 401 };

describe('the judge of inexact-password', () => {
  it('calls it blocked when the exact password alone signs in', () => {
    const { outcome, because } = attack.judge({ isLong: true, attempts: [refused], exactSignsIn: true });
    assert.equal(outcome, 'blocked');
    assert.equal(because, '0 of 1 logins with a password that is nearly right succeeded');
  });

  it('says so when no long password could be chosen', () => {
    const { outcome, because } = attack.judge({ isLong: false, attempts: [refused], exactSignsIn: true });
    assert.equal(outcome, 'blocked');
    assert.match(because, /72 bytes cannot be chosen/);
  });

  it('calls a sign-in with another password a success', () => {
    const attempts = [refused, { way: 'a space after it', status: 200, got: 'the identity of the victim' }];
    assert.equal(attack.judge({ isLong: true, attempts, exactSignsIn: true }).outcome, 'succeeded');
  });

  it('concludes nothing when the exact password was refused as well, or a password was not compared', () => {
    assert.equal(attack.judge({ isLong: true, attempts: [refused], exactSignsIn: false }).outcome, 'inconclusive');
    const attempts = [refused, { way: 'a space after it', status: 429 }];
    assert.equal(attack.judge({ isLong: true, attempts, exactSignsIn: true }).outcome, 'inconclusive');
  });
});
