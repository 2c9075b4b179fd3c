import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './access-token-after-family-kill.ts';

const target = { settings: Settings.parse({ accessMs: 2_000 }), traits: { revocation: 'at-expiry' } as Traits };
const seen = {
  done: true,
  ageMs: 50,
  firstMs: 5,
  artefacts: ['access', 'refresh'] as const,
  requests: { accepted: 20, lastAcceptedMs: 2_000, ended: true },
  renewals: { tries: 2, accepted: 0, lastAcceptedMs: 0 },
};

describe('the judge of access-token-after-family-kill', () => {
  it('calls the rest of the access token a window of the detected theft', () => {
    const { outcome, windows } = attack.judge(seen, target);
    assert.equal(outcome, 'window');
    assert.deepEqual(
      windows?.map(({ event, artefact, measuredMs }) => [event, artefact, measuredMs]),
      [
        ['theft-detected', 'access-token', 2_000],
        ['theft-detected', 'refresh-token', 0],
      ],
    );
  });

  it('calls a theft that alarms nobody, and a family that lives on, a success', () => {
    assert.equal(attack.judge({ ...seen, done: false }, target).outcome, 'succeeded');
    const renewals = { tries: 2, accepted: 1, lastAcceptedMs: 8 };
    assert.equal(attack.judge({ ...seen, renewals }, target).outcome, 'succeeded');
  });
});
