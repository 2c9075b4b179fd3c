import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PresentedToken } from '../../kit/tokens/presented-token.ts';
import attacks from './key-two-algorithms.ts';

const tried = (mutation: string, speaksFor: PresentedToken['speaksFor']): PresentedToken => ({
  ...{ mutation, status: speaksFor === 'nobody' ? 401 : 200, speaksFor, ms: 1 },
});

describe('a key that fits several algorithms', () => {
  for (const attack of attacks)
    it(`is a finding of ${attack.id} where a token under another one is believed`, () => {
      const outcome = (...tries: PresentedToken[]) =>
        attack.judge({ tries, genuineAccepted: true }, undefined as never);
      assert.equal(outcome(tried('HS384', 'nobody'), tried('HS512', 'attacker')).outcome, 'succeeded');
      assert.equal(outcome(tried('HS384', 'nobody')).because, '0 of 1 tokens under another algorithm were believed');
    });
});
