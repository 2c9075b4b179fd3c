import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../servers/scheme.ts';
import { Settings } from '../../servers/settings.ts';
import attack from './store-rollback.ts';

const back = { endedBefore: true, accepted: 12, lastAcceptedMs: 5_800, ended: true };
const settings = Settings.parse({ absoluteMs: 6_000, accessMs: 2_000 });
const judge = (change: Partial<typeof back>, renewal: Traits['renewal'] = 'sliding') =>
  attack.judge({ ...back, ...change }, { settings, traits: { renewal } as Traits });

describe('the judge of store-rollback', () => {
  it('calls a second life within the absolute lifetime a window', () => {
    const { outcome, windowMs, declaredMs } = judge({});
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 5_800, 6_000]);
  });

  it('calls one beyond it a success, and none at all blocked', () => {
    assert.equal(judge({ lastAcceptedMs: 6_601 }).outcome, 'succeeded');
    assert.equal(judge({ ended: false }).outcome, 'succeeded');
    assert.equal(judge({ accepted: 0 }).outcome, 'blocked');
  });

  it('holds what is never renewed against the lifetime of its one token', () => {
    assert.equal(judge({ lastAcceptedMs: 4_600 }, 'none').outcome, 'window');
    assert.equal(judge({ lastAcceptedMs: 4_601 }, 'none').outcome, 'succeeded');
    assert.equal(judge({}, 'none').declaredMs, 4_000);
  });

  it('gives no verdict when the logout ended nothing', () => {
    assert.equal(judge({ endedBefore: false }).outcome, 'inconclusive');
  });
});
