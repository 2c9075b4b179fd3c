import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../servers/scheme.ts';
import { Settings } from '../../servers/settings.ts';
import attack from './refresh-silent-theft.ts';

const judge = (renewals: number, lastAcceptedMs: number, ended = true, aheadMs = 100) =>
  attack.judge(
    { aheadMs, renewals, lastAcceptedMs, ended },
    { settings: Settings.parse({ absoluteMs: 4_000, idleMs: 1_500 }), traits: {} as Traits },
  );

describe('the judge of refresh-silent-theft', () => {
  it('calls renewals up to the absolute end a window', () => {
    const { outcome, windowMs, declaredMs } = judge(13, 3_900);
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 3_900, 4_000]);
  });

  it('calls renewals past it a success', () => {
    assert.equal(judge(15, 4_301).outcome, 'succeeded');
    assert.equal(judge(15, 4_200, false).outcome, 'succeeded');
  });

  it('calls it blocked when the copy was never good', () => {
    assert.equal(judge(0, 0).outcome, 'blocked');
  });

  it('gives no verdict when the thief came so late that silence may have ended it', () => {
    assert.equal(judge(0, 0, true, 1_499).outcome, 'blocked');
    assert.equal(judge(0, 0, true, 1_500).outcome, 'inconclusive');
  });
});
