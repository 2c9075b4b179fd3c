import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './jwt-time-claims.ts';

const refused = { mutation: 'exp absent', status: 401, speaksFor: 'nobody', ms: 1 } as const;
const judge = (overrunMs: number, speaksFor: 'nobody' | 'attacker' = 'nobody', statedMs = 2_000) =>
  attack.judge({
    genuineAccepted: true,
    tries: [{ ...refused, speaksFor }],
    overrun: { ms: overrunMs, declaredMs: 1_000 },
    stated: { ms: statedMs, declaredMs: 2_000 },
  });

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

  it('judges neither where nobody declares how long', () => {
    const because = '0 of 1 tokens out of time were believed';
    assert.deepEqual(attack.judge({ genuineAccepted: true, tries: [refused] }), {
      ...{ tries: 1, successes: 0, outcome: 'blocked' },
      because,
    });
  });
});
