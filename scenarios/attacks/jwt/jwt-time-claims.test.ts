import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import scheme from '../../../servers/schemes/jwt.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './jwt-time-claims.ts';

const refused = { mutation: 'exp absent', status: 401, speaksFor: 'nobody', ms: 1 } as const;
const settings = Settings.parse({ toleranceMs: 1_000, accessMs: 2_000 });
const judge = (overrunMs: number, speaksFor: 'nobody' | 'attacker' = 'nobody', statedMs = 2_000) =>
  attack.judge(
    { genuineAccepted: true, tries: [{ ...refused, speaksFor }], overrunMs, statedMs },
    { settings, traits: scheme.traits },
  );

describe('the judge of jwt-time-claims', () => {
  it('calls it blocked when no token out of time was believed', () => {
    assert.equal(judge(950).outcome, 'blocked');
  });

  it('calls a believed one a success, for whomever it spoke', () => {
    assert.equal(judge(0, 'attacker').outcome, 'succeeded');
  });

  it('calls a token a success that states a longer life than is declared, or none', () => {
    assert.equal(judge(0, 'nobody', 2_001).outcome, 'succeeded');
    assert.equal(judge(0, 'nobody', Number.NaN).outcome, 'succeeded');
  });

  it('forgives the declared tolerance and the second that exp cannot express, and no more', () => {
    assert.deepEqual([judge(2_000).outcome, judge(2_001).outcome], ['blocked', 'succeeded']);
  });
});
