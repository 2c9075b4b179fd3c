import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './refresh-ancestor-replay.ts';

const ended = { depth: 2, replayAccepted: false, familyLives: false, withinMs: 40 };
const judge = (...trials: Partial<typeof ended>[]) =>
  attack.judge(
    { trials: trials.map((trial) => ({ ...ended, ...trial })) },
    { settings: Settings.parse({ graceMs: 10_000 }), traits: {} as Traits },
  );

describe('the judge of refresh-ancestor-replay', () => {
  it('calls it blocked when every replay ended its family', () => {
    const { outcome, tries } = judge({}, {});
    assert.deepEqual([outcome, tries], ['blocked', 2]);
  });

  it('calls an accepted replay, and a family that outlives a refused one, a success', () => {
    assert.equal(judge({}, { replayAccepted: true }).outcome, 'succeeded');
    assert.equal(judge({}, { familyLives: true }).outcome, 'succeeded');
  });

  it('gives no verdict when the grace window may have been over', () => {
    assert.equal(judge({ withinMs: 10_000 }).outcome, 'inconclusive');
  });
});
