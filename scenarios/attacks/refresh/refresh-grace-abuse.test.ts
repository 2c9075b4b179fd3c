import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './refresh-grace-abuse.ts';

type Family = Parameters<typeof attack.judge>[0]['families'][number];

const inside = { atMs: 900, accepted: true, sameSuccessor: true };
const after = { atMs: 1_200, accepted: false, sameSuccessor: false };
const judge = (replays: Family['replays'], lives = false) =>
  attack.judge(
    { families: [{ replays, lives }] },
    { settings: Settings.parse({ graceMs: 1_000 }), traits: {} as Traits },
  );

describe('the judge of refresh-grace-abuse', () => {
  it('calls replays inside that are given the same successor a window', () => {
    const { outcome, windowMs, declaredMs } = judge([inside, after]);
    assert.deepEqual([outcome, windowMs, declaredMs], ['window', 900, 1_000]);
  });

  it('calls a branch, a replay after the window and a family that outlives it a success', () => {
    assert.equal(judge([{ ...inside, sameSuccessor: false }, after]).outcome, 'succeeded');
    assert.equal(judge([inside, { ...after, accepted: true, sameSuccessor: true }]).outcome, 'succeeded');
    assert.equal(judge([inside, after], true).outcome, 'succeeded');
  });

  it('gives no verdict when no replay came inside the window', () => {
    assert.equal(judge([{ ...inside, accepted: false }, after]).outcome, 'inconclusive');
  });
});
