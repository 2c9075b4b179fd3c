import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './xss-session-riding.ts';

const settings = Settings.parse({ accessMs: 5_000, toleranceMs: 1_000 });
const session = { settings, traits: { transport: 'cookie' } as Traits };
const token = { settings, traits: { transport: 'bearer' } as Traits };
const rode = {
  ageMs: 400,
  tabMs: 1_100,
  bookedInTab: 10,
  bookedByClosedTab: 0,
  passwordChanged: false,
  elsewhere: { accepted: 0, lastAcceptedMs: 0, ended: true },
};
const elsewhere = { accepted: 8, lastAcceptedMs: 4_000, ended: true };

describe('the judge of xss-session-riding', () => {
  it('bounds a session by the life of the tab', () => {
    const { outcome, windowMs, declaredMs } = attack.judge(rode, session);
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 1_100, 1_100]);
  });

  it('adds to a token what is left of its life', () => {
    const { outcome, windowMs, declaredMs } = attack.judge({ ...rode, elsewhere }, token);
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 5_100, 7_100]);
  });

  it('calls it a success when the attacker goes on after the bound, or changes the password', () => {
    assert.equal(attack.judge({ ...rode, elsewhere }, session).outcome, 'succeeded');
    const late = { ...elsewhere, lastAcceptedMs: 7_001 };
    assert.equal(attack.judge({ ...rode, elsewhere: late }, token).outcome, 'succeeded');
    assert.equal(attack.judge({ ...rode, passwordChanged: true }, session).outcome, 'succeeded');
  });

  it('calls it blocked when the script booked nothing', () => {
    assert.equal(attack.judge({ ...rode, bookedInTab: 0 }, session).outcome, 'blocked');
  });

  it('gives no verdict when a closed tab went on, or the token may have expired before', () => {
    assert.equal(attack.judge({ ...rode, bookedInTab: 0, ageMs: 2_901 }, token).outcome, 'inconclusive');
    assert.equal(attack.judge({ ...rode, bookedByClosedTab: 1 }, session).outcome, 'inconclusive');
  });
});
