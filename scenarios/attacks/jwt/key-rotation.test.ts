import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './key-rotation.ts';

type Seen = Parameters<typeof attack.judge>[0];
const retired = { accepted: 30, lastAcceptedMs: 3_900, ended: true };
const judge = (seen: Partial<Seen>) =>
  attack.judge({
    retired,
    declaredMs: 4_000,
    falseRejections: 0,
    newKeyAccepted: true,
    stillPublished: false,
    ...seen,
  });

describe('the judge of key-rotation', () => {
  it('calls an overlap within the declared one a window', () => {
    const { outcome, windowMs, declaredMs } = judge({});
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 3_900, 4_000]);
  });

  it('calls a key that goes on beyond its end a success', () => {
    assert.equal(judge({ retired: { ...retired, lastAcceptedMs: 4_026 } }).outcome, 'succeeded');
    assert.equal(judge({ retired: { ...retired, ended: false } }).outcome, 'succeeded');
  });

  it('calls one that is published beyond its end a success, although it is refused', () => {
    assert.equal(judge({ stillPublished: true }).outcome, 'succeeded');
  });

  it('gives no verdict when genuine tokens were refused', () => {
    assert.equal(judge({ falseRejections: 1 }).outcome, 'inconclusive');
    assert.equal(judge({ newKeyAccepted: false }).outcome, 'inconclusive');
  });
});
