import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './idle-and-absolute-timeout.ts';

type Seen = Parameters<typeof attack.judge>[0];

const refusal = { age: { leastMs: 4_010, mostMs: 4_150 }, silence: { leastMs: 100, mostMs: 240 } };
const kept = { uses: 30, lastAcceptedMs: 3_900, refusal };
const silences = [
  { leastMs: 1_000, mostMs: 1_150, accepted: true },
  { leastMs: 1_800, mostMs: 1_950, accepted: false },
];
const judge = (seen: Partial<Seen>) =>
  attack.judge(
    { silences, kept, ...seen },
    { settings: Settings.parse({ idleMs: 1_500, absoluteMs: 4_000 }), traits: {} as Traits },
  );
const after = (leastMs: number, accepted: boolean) => [{ leastMs, mostMs: leastMs + 150, accepted }];

describe('the judge of idle-and-absolute-timeout', () => {
  it('calls it blocked when silence and the absolute limit both ended it', () => {
    const { outcome, tries, successes } = judge({});
    assert.deepEqual([outcome, tries, successes], ['blocked', 2, 0]);
  });

  it('calls a use that came for certain after too long a silence, or past the absolute end, a success', () => {
    assert.equal(judge({ silences: after(1_526, true) }).outcome, 'succeeded');
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 4_026 } }).outcome, 'succeeded');
    assert.equal(judge({ kept: { uses: 40, lastAcceptedMs: 6_001 } }).outcome, 'succeeded');
  });

  it('calls nothing late that a slow answer may have been in time for', () => {
    const slow = { leastMs: 1_450, mostMs: 1_900, accepted: true };
    assert.equal(judge({ silences: [...silences, slow] }).outcome, 'blocked');
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 4_000 } }).outcome, 'blocked');
  });

  it('gives no verdict when no silence was long enough', () => {
    assert.equal(judge({ silences: after(1_525, false) }).outcome, 'inconclusive');
  });

  it('gives no verdict when a machine too slow to use it may have ended it, or something else did before its end', () => {
    const silent = { ...refusal, silence: { leastMs: 1_200, mostMs: 1_500 } };
    assert.equal(judge({ kept: { ...kept, refusal: silent } }).outcome, 'inconclusive');
    const early = { ...refusal, age: { leastMs: 1_300, mostMs: 1_400 } };
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 1_200, refusal: early } }).outcome, 'inconclusive');
  });
});
