import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRandom } from '../machine/random.ts';
import { balancedRounds, williamsOrders } from './williams.ts';

/** How often each pair stands side by side in that order. */
function neighbours<T>(orders: readonly (readonly T[])[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const order of orders)
    for (const [i, next] of order.slice(1).entries()) {
      const pair = `${order[i]}${next}`;
      counts[pair] = (counts[pair] ?? 0) + 1;
    }
  return counts;
}

describe('Williams orders', () => {
  it('are four for four things, and the textbook ones', () => {
    assert.deepEqual(williamsOrders(4), [
      [0, 1, 3, 2],
      [1, 2, 0, 3],
      [2, 3, 1, 0],
      [3, 0, 2, 1],
    ]);
  });

  for (const [n, orders, each] of [
    [2, 2, 1],
    [3, 6, 2],
    [4, 4, 1],
    [5, 10, 2],
    [6, 6, 1],
    [7, 14, 2],
  ] as const)
    it(`of ${n} things have each straight before each other ${each} times, and each at each place equally often`, () => {
      const all = williamsOrders(n);
      assert.equal(all.length, orders);
      const counts = Object.values(neighbours(all));
      assert.deepEqual([counts.length, new Set(counts)], [n * (n - 1), new Set([each])]);
      for (let place = 0; place < n; place++)
        assert.equal(new Set(all.map((order) => order[place])).size, n, `place ${place}`);
    });
});

describe('balanced rounds', () => {
  const arms = ['session', 'a-a', 'jwt', 'refresh', 'floor'];

  it('balance over every whole cycle', () => {
    const rounds = balancedRounds(arms, 20, createRandom(3));
    for (const cycle of [rounds.slice(0, 10), rounds.slice(10)])
      assert.deepEqual(new Set(Object.values(neighbours(cycle))), new Set([2]));
  });

  it('begin alike however many there are, and differ with the seed', () => {
    const rounds = (count: number, seed: number) => balancedRounds(arms, count, createRandom(seed));
    assert.deepEqual(rounds(37, 3).slice(0, 12), rounds(12, 3));
    assert.notDeepEqual(rounds(12, 3), rounds(12, 4));
  });

  it('of nothing are empty', () => {
    assert.deepEqual(balancedRounds([], 2, createRandom(1)), [[], []]);
  });

  it('of one thing are that thing', () => {
    assert.deepEqual(balancedRounds(['a'], 3, createRandom(1)), [['a'], ['a'], ['a']]);
  });
});
