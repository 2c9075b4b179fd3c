import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './answer-leak.ts';

describe('the judge of answer-leak', () => {
  it('calls it blocked when no answer told anything, and a success when one did', () => {
    assert.equal(attack.judge({ attempts: [{ way: 'login', status: 200 }] }).outcome, 'blocked');
    const told = { way: 'login', status: 200, got: 'the hash of a password, in body.passwordHash' };
    assert.equal(attack.judge({ attempts: [told] }).outcome, 'succeeded');
  });
});
