import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './session-puzzling.ts';

describe('the judge of session-puzzling', () => {
  it('calls it blocked when nobody became whom they named', () => {
    assert.equal(attack.judge({ attempts: [{ way: 'failed login', status: 401 }] }).outcome, 'blocked');
  });

  it('calls a session that speaks for the one who was named a success, although the request was refused', () => {
    const attempts = [{ way: 'failed login', status: 401, got: 'the identity of the victim' }];
    assert.equal(attack.judge({ attempts }).outcome, 'succeeded');
  });
});
