import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import attack from './login-lifts-ending.ts';

const ended = { offsetMs: 15, overlapped: true, done: true, alive: false };
const judge = (...rounds: (typeof ended)[]) => attack.judge({ rounds });

describe('the judge of login-lifts-ending', () => {
  it('calls it blocked when every copy stayed ended, and a success when one did not', () => {
    assert.equal(judge(ended, { ...ended, overlapped: false }).outcome, 'blocked');
    const { outcome, successes } = judge(ended, { ...ended, alive: true });
    assert.deepEqual([outcome, successes], ['succeeded', 1]);
  });

  it('gives no verdict where no login crossed an end, or nothing was ended', () => {
    assert.equal(judge({ ...ended, overlapped: false }).outcome, 'inconclusive');
    assert.equal(judge({ ...ended, done: false, alive: true }).outcome, 'inconclusive');
  });
});
