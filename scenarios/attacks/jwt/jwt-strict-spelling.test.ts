import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PresentedToken } from '../../kit/tokens/presented-token.ts';
import attack from './jwt-strict-spelling.ts';

const tried = (speaksFor: PresentedToken['speaksFor'], status = 401): PresentedToken => ({
  ...{ mutation: '1 of padding', status, speaksFor, ms: 1 },
});
const outcome = (tries: readonly PresentedToken[], genuineAccepted = true) =>
  attack.judge({ tries, genuineAccepted }).outcome;

describe('a token with characters that no token has', () => {
  it('is a finding where it is taken for the token of its owner', () => {
    assert.equal(outcome([tried('nobody'), tried('attacker', 200)]), 'succeeded');
  });

  it('is held off where every one is refused and the genuine one is not', () => {
    assert.equal(outcome([tried('nobody'), tried('nobody', 400)]), 'blocked');
    assert.equal(outcome([tried('nobody')], false), 'inconclusive');
  });
});
