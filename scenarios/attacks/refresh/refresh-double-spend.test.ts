import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Traits } from '../../../servers/scheme.ts';
import { Settings } from '../../../servers/settings.ts';
import attack from './refresh-double-spend.ts';

const one = { minted: 1, live: 1, crashed: 0, unanswered: 0 };
const judge = (graceMs: number, ...rounds: Partial<typeof one>[]) =>
  attack.judge(
    { parallel: 50, rounds: rounds.map((round) => ({ ...one, ...round })) },
    { settings: Settings.parse({ graceMs }), traits: {} as Traits },
  );

describe('the judge of refresh-double-spend', () => {
  it('calls it blocked when every round had exactly one successor', () => {
    const { outcome, tries, successes } = judge(10_000, {}, {});
    assert.deepEqual([outcome, tries, successes], ['blocked', 2, 0]);
  });

  it('calls a second successor that works in any round a success', () => {
    const { outcome, successes } = judge(10_000, {}, { minted: 2, live: 2 });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('calls it blocked where many were handed out and written over each other: one of them works', () => {
    const { outcome, successes } = judge(10_000, {}, { minted: 50, live: 1 });
    assert.deepEqual([outcome, successes], ['blocked', 0]);
  });

  it('accepts rounds without a successor from strict rotation alone', () => {
    const none = { minted: 0, live: 0 };
    assert.equal(judge(0, {}, none).outcome, 'blocked');
    assert.equal(judge(10_000, {}, none).outcome, 'inconclusive');
  });

  it('gives no verdict when no round had a successor', () => {
    assert.equal(judge(0, { minted: 0, live: 0 }).outcome, 'inconclusive');
  });

  it('says in how many rounds the rightful user lost the sign-in', () => {
    assert.match(judge(0, { live: 0 }, { live: 0 }, {}).because, /the rightful user lost the sign-in in 2$/);
  });

  it('tells a crash and a lost connection from a refusal', () => {
    assert.equal(judge(0, { crashed: 3 }).outcome, 'blocked-by-crash');
    assert.equal(judge(0, { unanswered: 1 }).outcome, 'inconclusive');
  });
});
