import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwt-weak-secret.ts';

const search = { guesses: 100_000, guessesPerSecond: 300_000 };

describe('the judge of jwt-weak-secret', () => {
  it('calls a secret that was not found blocked, and says how hard it was sought', () => {
    const { outcome, because } = attack.judge({ ...search, found: false, forgedSpeaksFor: 'nobody' });
    assert.deepEqual([outcome, because], ['blocked', 'not found in 100000 guesses at 300000 per second']);
  });

  it('calls it a success only when a token signed with it speaks for the administrator', () => {
    const judge = (forgedSpeaksFor: 'admin' | 'nobody') => attack.judge({ ...search, found: true, forgedSpeaksFor });
    assert.deepEqual([judge('admin').outcome, judge('nobody').outcome], ['succeeded', 'inconclusive']);
  });

  it('is about what the server believed where its own tokens have no secret', () => {
    const asked = (speaksFor: 'admin' | 'nobody') => {
      const tries = [{ mutation: 'secret 1 of the commonest', status: 401, speaksFor, ms: 1 }];
      return attack.judge({ tries, genuineAccepted: true }).outcome;
    };
    assert.deepEqual([asked('admin'), asked('nobody')], ['succeeded', 'blocked']);
  });
});
