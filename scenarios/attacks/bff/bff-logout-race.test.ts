import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './bff-logout-race.ts';

const ended = { logoutDone: true, overlapped: true, alive: false };

describe('a logout beside a renewal', () => {
  it('is blocked where every session stayed ended', () => {
    assert.equal(attack.judge({ races: [ended] }).outcome, 'blocked');
  });

  it('is a success where one is good again', () => {
    assert.equal(attack.judge({ races: [ended, { ...ended, alive: true }] }).outcome, 'succeeded');
  });

  it('shows nothing where no request was answered beside a logout', () => {
    const alone = { ...ended, overlapped: false };
    assert.equal(attack.judge({ races: [alone, alone] }).outcome, 'inconclusive');
    assert.equal(attack.judge({ races: [alone, ended] }).outcome, 'blocked');
  });

  it('shows nothing where a logout was refused', () => {
    assert.equal(attack.judge({ races: [ended, { ...ended, logoutDone: false }] }).outcome, 'inconclusive');
  });
});
