import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './refresh-silent-theft.ts';

const refusedAfter = (silentMs: number) => ({
  age: { leastMs: 4_050, mostMs: 4_300 },
  silence: { leastMs: 100, mostMs: silentMs },
});
const judge = (uses: number, lastAcceptedMs: number, silentMs = 400) =>
  attack.judge(
    { kept: { uses, lastAcceptedMs, ...(silentMs > 0 && { refusal: refusedAfter(silentMs) }) } },
    { settings: Settings.parse({ absoluteMs: 4_000, idleMs: 1_500 }), traits: {} as Traits },
  );

describe('the judge of refresh-silent-theft', () => {
  it('calls renewals up to the absolute end a window', () => {
    const { outcome, windowMs, declaredMs } = judge(13, 3_900);
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 3_900, 4_000]);
  });

  it('calls renewals past it a success', () => {
    assert.equal(judge(15, 4_026).outcome, 'succeeded');
    assert.equal(judge(20, 6_100, 0).outcome, 'succeeded');
  });

  it('calls it blocked when the copy was never good', () => {
    assert.equal(judge(0, 0).outcome, 'blocked');
  });

  it('gives no verdict when the thief came so late that silence may have ended it', () => {
    assert.equal(judge(0, 0, 1_474).outcome, 'blocked');
    assert.equal(judge(0, 0, 1_475).outcome, 'inconclusive');
    assert.equal(judge(5, 1_900, 1_475).outcome, 'inconclusive');
  });
});
