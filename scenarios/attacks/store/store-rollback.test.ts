import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './store-rollback.ts';

type Seen = Parameters<typeof attack.judge>[0];

const refusal = { age: { leastMs: 6_020, mostMs: 6_200 }, silence: { leastMs: 250, mostMs: 400 } };
const kept = { uses: 12, lastAcceptedMs: 5_800, refusal };
const settings = Settings.parse({ absoluteMs: 6_000, accessMs: 2_000, idleMs: 1_500 });
const judge = (seen: Partial<Seen>, renewal: Traits['renewal'] = 'sliding') =>
  attack.judge({ endedBefore: true, kept, ...seen }, { settings, traits: { renewal } as Traits });
const never = (mostMs: number) => {
  const age = { leastMs: 100, mostMs };
  return { kept: { uses: 0, lastAcceptedMs: 0, refusal: { age, silence: age } } };
};

describe('the judge of store-rollback', () => {
  it('calls a second life within the absolute lifetime a window', () => {
    const { outcome, windowMs, declaredMs } = judge({});
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 5_800, 6_000]);
  });

  it('calls one beyond it a success, and none at all blocked', () => {
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 6_026 } }).outcome, 'succeeded');
    assert.equal(judge({ kept: { uses: 40, lastAcceptedMs: 9_100 } }).outcome, 'succeeded');
    assert.equal(judge(never(300)).outcome, 'blocked');
  });

  it('holds what is never renewed against the lifetime of its one token', () => {
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 4_000 } }, 'none').outcome, 'window');
    assert.equal(judge({ kept: { ...kept, lastAcceptedMs: 4_026 } }, 'none').outcome, 'succeeded');
    assert.equal(judge({}, 'none').declaredMs, 4_000);
  });

  it('gives no verdict when the logout ended nothing', () => {
    assert.equal(judge({ endedBefore: false }).outcome, 'inconclusive');
  });

  it('gives no verdict when the rollback came so late that the copy may have ended by itself', () => {
    assert.equal(judge(never(1_474)).outcome, 'blocked');
    assert.equal(judge(never(1_475)).outcome, 'inconclusive');
    assert.equal(judge(never(975), 'none').outcome, 'inconclusive');
  });
});
