import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './bff-token-told.ts';

describe('a token in an answer', () => {
  it('is a success, and its absence from all of them blocked', () => {
    const silent = { way: 'login', status: 200 };
    assert.equal(attack.judge({ attempts: [silent] }).outcome, 'blocked');
    const told = { ...silent, got: 'a token of the victim' };
    assert.equal(attack.judge({ attempts: [silent, told] }).outcome, 'succeeded');
  });
});
