import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../servers/scheme.ts';
import { Settings } from '../../servers/settings.ts';
import attack from './idle-and-absolute-timeout.ts';

const kept = { lastAcceptedMs: 3_900, ended: true };
const silences = [
  { ageMs: 1_000, accepted: true },
  { ageMs: 1_750, accepted: false },
];
const judge = (seen: Partial<Parameters<typeof attack.judge>[0]>) =>
  attack.judge(
    { silences, kept, ...seen },
    { settings: Settings.parse({ idleMs: 1_500, absoluteMs: 4_000 }), traits: {} as Traits },
  );

describe('the judge of idle-and-absolute-timeout', () => {
  it('calls it blocked when silence and the absolute limit both ended it', () => {
    const { outcome, tries, successes } = judge({});
    assert.deepEqual([outcome, tries, successes], ['blocked', 2, 0]);
  });

  it('calls a use after too long a silence, or past the absolute end, a success', () => {
    assert.equal(judge({ silences: [{ ageMs: 1_501, accepted: true }] }).outcome, 'succeeded');
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 4_001 } }).outcome, 'succeeded');
    assert.equal(judge({ kept: { ...kept, ended: false } }).outcome, 'succeeded');
  });

  it('gives no verdict when no silence was long enough, or use never outlived the idle timeout', () => {
    assert.equal(judge({ silences: [{ ageMs: 1_500, accepted: false }] }).outcome, 'inconclusive');
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 1_400 } }).outcome, 'inconclusive');
  });
});
