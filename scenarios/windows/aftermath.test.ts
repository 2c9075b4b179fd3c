import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../servers/scheme.ts';
import { Settings } from '../../servers/settings.ts';
import { type Aftermath, judgeAftermath } from './aftermath.ts';

const settings = Settings.parse({ accessMs: 2_000, toleranceMs: 1_000 });
const nothing: Aftermath = {
  done: true,
  ageMs: 50,
  artefacts: ['session'],
  requests: { accepted: 0, lastAcceptedMs: 0, ended: true },
  renewals: { tries: 0, accepted: 0, lastAcceptedMs: 0 },
};
const judge = (revocation: Traits['revocation'], seen: Partial<Aftermath>) =>
  judgeAftermath('logout', 'logout', { ...nothing, ...seen }, { settings, traits: { revocation } as Traits });
const used = (lastAcceptedMs: number, ended = true) => ({ accepted: 21, lastAcceptedMs, ended });

describe('the judge of what an event leaves of a copy', () => {
  it('calls it blocked when nothing was accepted', () => {
    const { outcome, windowMs, windows } = judge('immediate', {});
    assert.deepEqual([outcome, windowMs], ['blocked', 0]);
    assert.deepEqual(windows, [{ event: 'logout', artefact: 'session-cookie', measuredMs: 0, declaredMs: 0 }]);
  });

  it('calls a use within the declared lifetime a window, and tells the artefacts apart', () => {
    const renewals = { tries: 2, accepted: 0, lastAcceptedMs: 0 };
    const seen = judge('at-expiry', { artefacts: ['access', 'refresh'], requests: used(2_400), renewals });
    assert.deepEqual([seen.outcome, seen.windowMs, seen.declaredMs], ['window', 2_400, 3_000]);
    assert.deepEqual(seen.windows, [
      { event: 'logout', artefact: 'access-token', measuredMs: 2_400, declaredMs: 3_000 },
      { event: 'logout', artefact: 'refresh-token', measuredMs: 0, declaredMs: 0 },
    ]);
  });

  it('forgives the second that exp cannot express, and no more', () => {
    assert.equal(judge('at-expiry', { requests: used(4_000) }).outcome, 'window');
    assert.equal(judge('at-expiry', { requests: used(4_001) }).outcome, 'succeeded');
  });

  it('calls any use a success where the event acts at once, and one without end everywhere', () => {
    assert.equal(judge('immediate', { requests: used(100) }).outcome, 'succeeded');
    assert.equal(judge('at-expiry', { requests: used(4_000, false) }).outcome, 'succeeded');
  });

  it('calls a redeemed refresh token a success whatever the window', () => {
    const renewals = { tries: 2, accepted: 1, lastAcceptedMs: 12 };
    const { outcome, windows } = judge('at-expiry', { artefacts: ['refresh'], renewals });
    assert.deepEqual([outcome, windows?.[0]?.measuredMs], ['succeeded', 12]);
  });

  it('gives no verdict when the copy may have expired before it was tried', () => {
    assert.equal(judge('at-expiry', { ageMs: 1_001 }).outcome, 'inconclusive');
    assert.equal(judge('at-expiry', { ageMs: 1_000 }).outcome, 'blocked');
    assert.equal(judge('immediate', { ageMs: 1_001 }).outcome, 'blocked');
  });

  it('gives no verdict when the event was refused', () => {
    assert.equal(judge('immediate', { done: false }).outcome, 'inconclusive');
  });
});
