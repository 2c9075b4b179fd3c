import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './refresh-reuse.ts';

const target = {
  settings: Settings.parse({ accessMs: 2_000, toleranceMs: 1_000 }),
  traits: { revocation: 'at-expiry' } as Traits,
};
const ended = {
  first: 'thief' as const,
  depth: 1,
  waitedMs: 0,
  replayAccepted: false,
  liveMembers: 0,
  members: 1,
  otherLives: true,
  ageMs: 50,
  access: { accepted: 0, lastAcceptedMs: 0, ended: true },
};
const judge = (...trials: Partial<typeof ended>[]) =>
  attack.judge({ trials: trials.map((trial) => ({ ...ended, ...trial })) }, target);

describe('the judge of refresh-reuse', () => {
  it('calls it blocked when the family and its access tokens ended at once', () => {
    assert.equal(judge({}, { depth: 2 }).outcome, 'blocked');
  });

  it('calls it a window when only access tokens already issued lived on, and takes the longest', () => {
    const short = { access: { accepted: 3, lastAcceptedMs: 300, ended: true } };
    const long = { access: { accepted: 22, lastAcceptedMs: 2_300, ended: true } };
    const { outcome, windowMs, declaredMs } = judge(short, long);
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 2_300, 3_000]);
  });

  it('gives no verdict on an access token that nobody waited for', () => {
    const { outcome, because } = judge({ access: { accepted: 9, lastAcceptedMs: 1_010, ended: false } });
    assert.equal(outcome, 'inconclusive');
    assert.match(because, /still worked 1010 ms later, and how long it lives is not told/);
  });

  it('calls an accepted replay a success', () => {
    const { outcome, tries, successes } = judge({}, { replayAccepted: true });
    assert.deepEqual([outcome, tries, successes], ['succeeded', 2, 1]);
  });

  it('calls a living family member a success', () => {
    const { outcome, because } = judge({}, { liveMembers: 1 });
    assert.equal(outcome, 'succeeded');
    assert.equal(
      because,
      '0 of 2 replays of a spent token were accepted, and 1 refresh tokens of the same sign-ins still worked after them',
    );
  });

  it('calls an access token without end a success', () => {
    assert.equal(judge({ access: { accepted: 40, lastAcceptedMs: 4_100, ended: false } }).outcome, 'succeeded');
  });

  it('gives no verdict when every access token may have expired before it was tried', () => {
    assert.equal(judge({ ageMs: 1_001 }, { ageMs: 1_500 }).outcome, 'inconclusive');
    assert.equal(judge({ ageMs: 1_001 }, { ageMs: 1_000 }).outcome, 'blocked');
  });

  it('says when other sign-ins of the user were ended too', () => {
    assert.match(judge({ otherLives: false }).because, /and 1 other sign-ins with them/);
  });
});
