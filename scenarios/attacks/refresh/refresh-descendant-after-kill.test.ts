import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './refresh-descendant-after-kill.ts';

const ended = { raced: false, replayRefused: true, live: 0 };
const judge = (...rounds: Partial<typeof ended>[]) =>
  attack.judge({ rounds: rounds.map((round) => ({ ...ended, ...round })) });

describe('the judge of refresh-descendant-after-kill', () => {
  it('calls it blocked when no member lived on', () => {
    assert.equal(judge({}, { raced: true }).outcome, 'blocked');
  });

  it('calls one living member a success', () => {
    const { outcome, successes } = judge({}, { raced: true, live: 1 });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('gives no verdict when the replay was not refused', () => {
    assert.equal(judge({ replayRefused: false }).outcome, 'inconclusive');
  });
});
