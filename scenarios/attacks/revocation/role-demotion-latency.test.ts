import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './role-demotion-latency.ts';

const target = { settings: Settings.parse({ accessMs: 2_000 }), traits: { revocation: 'at-expiry' } as Traits };
const seen = {
  privileged: true,
  done: true,
  ageMs: 50,
  firstMs: 5,
  artefacts: ['access', 'refresh'] as const,
  requests: { accepted: 20, lastAcceptedMs: 2_000, ended: true },
  renewals: { tries: 2, accepted: 0, lastAcceptedMs: 0 },
};

describe('the judge of role-demotion-latency', () => {
  it('calls the role in an access token a window, and the role in a renewed one a success', () => {
    assert.equal(attack.judge(seen, target).outcome, 'window');
    const renewals = { tries: 2, accepted: 1, lastAcceptedMs: 9 };
    assert.equal(attack.judge({ ...seen, renewals }, target).outcome, 'succeeded');
  });

  it('gives no verdict when there was no role to lose', () => {
    assert.equal(attack.judge({ ...seen, privileged: false }, target).outcome, 'inconclusive');
  });
});
