import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './bff-forward-target.ts';

const refused = { way: '//listener/me', status: 404 };

describe('a request that is forwarded elsewhere', () => {
  it('is blocked where nobody came and nothing was answered, while the list was', () => {
    assert.equal(attack.judge({ attempts: [refused], callbacks: 0, listed: true }).outcome, 'blocked');
    assert.equal(attack.judge({ attempts: [refused], callbacks: 0, listed: false }).outcome, 'inconclusive');
  });

  it('is a success where the listener was asked, with a token or without', () => {
    const leaked = { ...refused, status: 200, got: 'the access token of the victim' };
    assert.equal(attack.judge({ attempts: [leaked], callbacks: 1, listed: true }).outcome, 'succeeded');
    assert.equal(attack.judge({ attempts: [refused], callbacks: 1, listed: true }).outcome, 'succeeded');
  });
});
