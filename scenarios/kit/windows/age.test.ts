import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ageAt, isAfter, isBefore, timed } from './age.ts';

describe('an age', () => {
  // a login that took 300 ms, and a use that took 200 ms
  const age = ageAt({ sentMs: 1_000, answeredMs: 1_300 }, { sentMs: 5_200, answeredMs: 5_400 });

  it('is known as an interval: from the answer of the one to the request of the other, and the reverse', () => {
    assert.deepEqual(age, { leastMs: 3_900, mostMs: 4_400 });
  });

  it('shows neither that an end had passed nor that it had not, where the end lies within it', () => {
    assert.deepEqual([isAfter(age, 4_000), isBefore(age, 4_000)], [false, false]);
    assert.deepEqual([isAfter(age, 3_800), isBefore(age, 3_800)], [true, false]);
    assert.deepEqual([isAfter(age, 4_500), isBefore(age, 4_500)], [false, true]);
  });

  it('is never less than nothing', () => {
    assert.equal(ageAt({ sentMs: 0, answeredMs: 300 }, { sentMs: 100, answeredMs: 400 }).leastMs, 0);
  });
});

describe('an act that is timed', () => {
  it('was done between its request and its answer', async () => {
    let now = 10;
    const act = async () => {
      now += 5;
      return 'done';
    };
    assert.deepEqual(await timed(act, () => now), { value: 'done', span: { sentMs: 10, answeredMs: 15 } });
  });
});
