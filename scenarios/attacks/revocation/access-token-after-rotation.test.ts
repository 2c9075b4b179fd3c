import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './access-token-after-rotation.ts';

const target = { settings: Settings.parse({ accessMs: 2_000 }), traits: { revocation: 'at-expiry' } as Traits };
const seen = {
  done: true,
  ageMs: 50,
  firstMs: 5,
  artefacts: ['access'] as const,
  requests: { accepted: 20, lastAcceptedMs: 2_000, ended: true },
  renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
};

describe('the judge of access-token-after-rotation', () => {
  it('calls the rest of the lifetime a window, and books it under no event', () => {
    const { outcome, windowMs, windows } = attack.judge(seen, target);
    assert.deepEqual([outcome, windowMs, windows], ['window', 2_000, undefined]);
  });

  it('calls a use without end a success', () => {
    const requests = { accepted: 40, lastAcceptedMs: 4_100, ended: false };
    assert.equal(attack.judge({ ...seen, requests }, target).outcome, 'succeeded');
  });
});
