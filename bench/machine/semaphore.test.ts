import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { semaphore } from './semaphore.ts';

describe('a semaphore', () => {
  it('lets so many in at once, and the others in the order in which they came', async () => {
    const enter = semaphore(2);
    const [first, second] = [await enter(), await enter()];
    const came: string[] = [];
    const both = enter(2).then((seats) => {
      came.push('both');
      return seats;
    });
    const one = enter().then(() => came.push('one'));
    first[Symbol.dispose]();
    await turn();
    assert.deepEqual(came, []);
    second[Symbol.dispose]();
    const seats = await both;
    assert.deepEqual(came, ['both']);
    seats[Symbol.dispose]();
    await one;
    assert.deepEqual(came, ['both', 'one']);
  });
});
