import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../servers/scheme.ts';
import { Settings } from '../../servers/settings.ts';
import attack from './store-rollback.ts';

const back = { endedBefore: true, accepted: 12, lastAcceptedMs: 3_800, ended: true };
const judge = (change: Partial<typeof back>) =>
  attack.judge({ ...back, ...change }, { settings: Settings.parse({ absoluteMs: 4_000 }), traits: {} as Traits });

describe('the judge of store-rollback', () => {
  it('calls a second life within the absolute lifetime a window', () => {
    const { outcome, windowMs, declaredMs } = judge({});
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 3_800, 4_000]);
  });

  it('calls one beyond it a success, and none at all blocked', () => {
    assert.equal(judge({ lastAcceptedMs: 4_601 }).outcome, 'succeeded');
    assert.equal(judge({ ended: false }).outcome, 'succeeded');
    assert.equal(judge({ accepted: 0 }).outcome, 'blocked');
  });

  it('gives no verdict when the logout ended nothing', () => {
    assert.equal(judge({ endedBefore: false }).outcome, 'inconclusive');
  });
});
