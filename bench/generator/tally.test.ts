import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { achievedRatio } from '../load/metrics.ts';
import { createTally } from './tally.ts';

/** What is said of 75 requests in a quarter of a second, of which each takes so many ms. */
function achieved(msOf: (index: number) => number): number {
  const tally = createTally(0);
  for (let index = 0; index < 75; index += 1) {
    const dueAt = (index * 250) / 75;
    tally.intended();
    tally.sent(0, false);
    tally.completed('me', dueAt, dueAt, dueAt + msOf(index), 0);
  }
  return achievedRatio(tally.result(250)) ?? 0;
}

describe('the rate that a target achieves', () => {
  it('is the offered one where a last answer is late, or some are', () => {
    assert.equal(
      achieved((index) => (index === 74 ? 30 : 1)),
      1,
    );
    assert.equal(
      achieved((index) => (index % 10 === 9 ? 8 : 1)),
      1,
    );
  });

  it('is less by as much as each answer comes later than the one before it', () => {
    const behind = achieved((index) => 1 + 0.02 * ((index * 250) / 75));
    assert.ok(Math.abs(behind - 1 / 1.02) < 0.001, `${behind}`);
  });

  it('is seen of two answers, and is nothing that can be seen of one', () => {
    const tally = createTally(0);
    tally.intended();
    tally.completed('me', 0, 0, 400, 0);
    assert.equal(achievedRatio(tally.result(250)), 1);
    tally.intended();
    tally.completed('me', 100, 100, 600, 0);
    assert.equal(achievedRatio(tally.result(250)), 0.5);
  });
});
