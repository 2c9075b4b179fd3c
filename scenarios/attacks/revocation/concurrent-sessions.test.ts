import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './concurrent-sessions.ts';

const settings = Settings.parse({ accessMs: 2_000 });
const target = (revocation: Traits['revocation']) => ({ settings, traits: { revocation } as Traits });
const ended = {
  signIns: 50,
  accepted: 0,
  renewed: 0,
  done: true,
  ageMs: 50,
  firstMs: 5,
  artefacts: ['session'] as const,
  requests: { accepted: 0, lastAcceptedMs: 0, ended: true },
  renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
};
const used = { ...ended, accepted: 50, requests: { accepted: 20, lastAcceptedMs: 2_000, ended: true } };

describe('the judge of concurrent-sessions', () => {
  it('calls it blocked when none of many lived on', () => {
    const { outcome, tries, successes } = attack.judge(ended, target('immediate'));
    assert.deepEqual([outcome, tries, successes], ['blocked', 50, 0]);
  });

  it('calls one that lived on a success where the logout acts at once', () => {
    const { outcome, successes } = attack.judge({ ...ended, accepted: 1 }, target('immediate'));
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('calls access tokens that run out a window, and one refresh token that was redeemed a success', () => {
    assert.equal(attack.judge(used, target('at-expiry')).outcome, 'window');
    assert.equal(attack.judge({ ...used, renewed: 1 }, target('at-expiry')).outcome, 'succeeded');
  });
});
