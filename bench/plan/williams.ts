import { shuffled } from '../machine/random.ts';

/**
 * Orders of n things in which each comes straight before each other equally often, so that what one leaves behind for
 * the next falls on all alike (Williams 1949): n orders where n is even, 2n where it is odd.
 */
export function williamsOrders(n: number): number[][] {
  const first = Array.from({ length: n }, (_, i) => (i % 2 === 1 ? (i + 1) / 2 : (n - i / 2) % n));
  const rows = Array.from({ length: n }, (_, shift) => first.map((item) => (item + shift) % n));
  return n % 2 === 0 ? rows : [...rows, ...rows.map((row) => row.toReversed())];
}

/**
 * The order of the items in each round, balanced over every whole cycle of Williams's orders. What is drawn is who is
 * who, and which order comes when. More rounds begin with the same ones as fewer.
 */
export function balancedRounds<T>(items: readonly T[], rounds: number, random: () => number): T[][] {
  // nothing has no order, and no number of them would be enough
  if (items.length === 0) return Array.from({ length: rounds }, () => []);
  const drawn = shuffled(items, random);
  const orders = williamsOrders(items.length);
  const all: T[][] = [];
  while (all.length < rounds)
    all.push(...shuffled(orders, random).map((order) => order.map((index) => drawn[index] as T)));
  return all.slice(0, rounds);
}
