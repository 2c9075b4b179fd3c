import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './replay-after-logout.ts';

describe('the judge of replay-after-logout', () => {
  it('names the logout in its verdict and in its windows', () => {
    const { outcome, because, windows } = attack.judge(
      {
        done: true,
        ageMs: 50,
        firstMs: 5,
        artefacts: ['access'],
        requests: { accepted: 21, lastAcceptedMs: 2_400, ended: true },
        renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
      },
      { settings: Settings.parse({ accessMs: 2_000 }), traits: { revocation: 'at-expiry' } as Traits },
    );
    assert.equal(outcome, 'window');
    assert.equal(because, 'the copy worked for 2400 ms after the logout, of 3000 ms allowed');
    assert.deepEqual(
      windows?.map(({ event }) => event),
      ['logout'],
    );
  });
});
