import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../servers/scheme.ts';
import { Settings } from '../../servers/settings.ts';
import attack from './replay-after-logout.ts';

const settings = Settings.parse({ accessMs: 2_000, toleranceMs: 1_000 });
const target = (revocation: Traits['revocation']) => ({ settings, traits: { revocation } as Traits });
const refused = { accepted: 0, lastAcceptedMs: 0, ended: true };
const none = { tries: 0, accepted: 0 };

describe('the judge of replay-after-logout', () => {
  it('calls it blocked when nothing was accepted', () => {
    const { outcome, windowMs } = attack.judge(
      { logoutDone: true, ageMs: 50, requests: refused, renewals: { tries: 2, accepted: 0 } },
      target('immediate'),
    );
    assert.deepEqual([outcome, windowMs], ['blocked', 0]);
  });

  it('calls a use within the declared lifetime a window', () => {
    const seen = { accepted: 21, lastAcceptedMs: 2_400, ended: true };
    const { outcome, windowMs, declaredMs } = attack.judge(
      { logoutDone: true, ageMs: 50, requests: seen, renewals: none },
      target('at-expiry'),
    );
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 2_400, 3_000]);
  });

  it('forgives the second that exp cannot express, and no more', () => {
    const judge = (lastAcceptedMs: number) =>
      attack.judge(
        { logoutDone: true, ageMs: 50, requests: { accepted: 30, lastAcceptedMs, ended: true }, renewals: none },
        target('at-expiry'),
      ).outcome;
    assert.deepEqual([judge(4_000), judge(4_001)], ['window', 'succeeded']);
  });

  it('calls any use a success where a logout acts at once', () => {
    const seen = { accepted: 1, lastAcceptedMs: 100, ended: true };
    assert.equal(
      attack.judge({ logoutDone: true, ageMs: 50, requests: seen, renewals: none }, target('immediate')).outcome,
      'succeeded',
    );
  });

  it('calls a use without end a success', () => {
    const seen = { accepted: 41, lastAcceptedMs: 4_000, ended: false };
    assert.equal(
      attack.judge({ logoutDone: true, ageMs: 50, requests: seen, renewals: none }, target('at-expiry')).outcome,
      'succeeded',
    );
  });

  it('calls a redeemed refresh token a success whatever the window', () => {
    const seen = { logoutDone: true, ageMs: 50, requests: refused, renewals: { tries: 2, accepted: 1 } };
    assert.equal(attack.judge(seen, target('at-expiry')).outcome, 'succeeded');
  });

  it('gives no verdict when the copy may have expired before it was tried', () => {
    const seen = { logoutDone: true, ageMs: 1_001, requests: refused, renewals: none };
    assert.equal(attack.judge(seen, target('at-expiry')).outcome, 'inconclusive');
    assert.equal(attack.judge({ ...seen, ageMs: 1_000 }, target('at-expiry')).outcome, 'blocked');
    assert.equal(attack.judge(seen, target('immediate')).outcome, 'blocked');
  });

  it('gives no verdict when the logout was refused', () => {
    const seen = { logoutDone: false, ageMs: 50, requests: refused, renewals: none };
    assert.equal(attack.judge(seen, target('immediate')).outcome, 'inconclusive');
  });
});
