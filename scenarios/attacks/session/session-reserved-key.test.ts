import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './session-reserved-key.ts';

describe('the judge of session-reserved-key', () => {
  it('calls it blocked when every login was an ordinary one or was refused', () => {
    const attempts = [
      { way: 'login with role', status: 200 },
      { way: 'login with id', status: 400 },
    ];
    assert.equal(attack.judge({ attempts }).outcome, 'blocked');
  });

  it('calls a role that was asked for and given a success', () => {
    const attempts = [{ way: 'login with role', status: 200, got: 'the role of an administrator' }];
    assert.equal(attack.judge({ attempts }).outcome, 'succeeded');
  });
});
