import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PresentedToken } from '../../kit/tokens/presented-token.ts';
import attack from './jwt-not-utf8.ts';

const tried = (speaksFor: PresentedToken['speaksFor'], status: number): PresentedToken => ({
  ...{ mutation: 'a letter of Latin-1', status, speaksFor, ms: 1 },
});

describe('a token whose claims are no UTF-8', () => {
  it('is a finding where it is believed, and held off where it is refused', () => {
    const judge = (...tries: PresentedToken[]) => attack.judge({ tries, genuineAccepted: true });
    assert.equal(judge(tried('attacker', 200)).outcome, 'succeeded');
    assert.equal(judge(tried('nobody', 401)).outcome, 'blocked');
    assert.equal(judge(tried('nobody', 500)).outcome, 'blocked-by-crash');
  });
});
