import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import scheme from '../../../servers/schemes/jwt.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './clock-skew-instance.ts';

type Seen = Parameters<typeof attack.judge>[0];
const target = { traits: scheme.traits, settings: Settings.parse({ accessMs: 2_000, toleranceMs: 1_000 }) };
const behind = { accepted: 25, lastAcceptedMs: 5_900, ended: true };
const judge = (seen: Partial<Seen>) =>
  attack.judge({ behind, firstMs: 3_050, withinTolerance: { tries: 2, refused: 0 }, ...seen }, target);

describe('the judge of clock-skew-instance', () => {
  it('calls a life longer by what the clock is behind a window', () => {
    const { outcome, windowMs, declaredMs } = judge({});
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 5_900, 6_000]);
  });

  it('calls a longer one a success', () => {
    assert.equal(judge({ behind: { ...behind, lastAcceptedMs: 7_001 } }).outcome, 'succeeded');
    assert.equal(judge({ behind: { ...behind, ended: false } }).outcome, 'succeeded');
  });

  it('gives no verdict when the token was tried so late that it may have ended there too', () => {
    const never = { accepted: 0, lastAcceptedMs: 0, ended: true };
    assert.equal(judge({ behind: never, firstMs: 4_000 }).outcome, 'blocked');
    assert.equal(judge({ behind: never, firstMs: 4_001 }).outcome, 'inconclusive');
  });

  it('gives no verdict when a clock within the tolerance refused fresh tokens', () => {
    assert.equal(judge({ withinTolerance: { tries: 2, refused: 1 } }).outcome, 'inconclusive');
  });
});
