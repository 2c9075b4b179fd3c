import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inLanes } from './workers.ts';

describe('lanes', () => {
  it('do every item once, and never two at a time in one lane', async () => {
    const done: number[] = [];
    const busy = new Set<string>();
    await inLanes([1, 2, 3, 4, 5], ['a', 'b'], async (item, lane) => {
      assert.ok(!busy.has(lane));
      busy.add(lane);
      await new Promise(setImmediate);
      busy.delete(lane);
      done.push(item);
    });
    assert.deepEqual(done.sort(), [1, 2, 3, 4, 5]);
  });

  it('take what suits them first, and then what is left', async () => {
    const taken: string[] = [];
    const lanes = ['odd', 'even'] as const;
    await inLanes(
      [1, 3, 5, 2],
      lanes,
      async (item, lane) => void taken.push(`${lane} ${item}`),
      (item, lane) => item % 2 === Number(lane === 'odd'),
    );
    assert.deepEqual(taken, ['odd 1', 'even 2', 'odd 3', 'even 5']);
  });

  it('stop taking items after a failure, and rethrow it when all have come to rest', async () => {
    const begun: number[] = [];
    await assert.rejects(
      inLanes([1, 2, 3, 4], ['only'], async (item) => {
        begun.push(item);
        if (item === 2) throw new Error('second');
      }),
      { message: 'second' },
    );
    assert.deepEqual(begun, [1, 2]);
  });
});
