import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ladder, seekRate } from './seek-rate.ts';

const bounds = { start: 200, least: 50, most: 100_000, closest: 1.1 };

/** A server that holds up to `edge`, and the rates that it was asked for. */
function server(edge: number) {
  const asked: number[] = [];
  return {
    asked,
    holds: async (rate: number) => {
      asked.push(Math.round(rate));
      return rate <= edge;
    },
  };
}

describe('the search for the highest rate that holds', () => {
  it('doubles until a rate does not hold, then halves the distance between the two', async () => {
    const { asked, holds } = server(1_000);
    const { low = 0, high = 0 } = await seekRate(bounds, holds);
    assert.deepEqual(asked.slice(0, 5), [200, 400, 800, 1_600, 1_131]);
    assert.ok(low <= 1_000 && 1_000 < high && high / low <= 1.1, `${low} to ${high}`);
  });

  it('goes down where the first rate does not hold', async () => {
    const { asked, holds } = server(120);
    const { low = 0, high = 0 } = await seekRate(bounds, holds);
    assert.deepEqual(asked.slice(0, 3), [200, 100, 141]);
    assert.ok(low <= 120 && 120 < high, `${low} to ${high}`);
  });

  it('says that nothing held, or that everything did', async () => {
    assert.deepEqual(await seekRate(bounds, server(10).holds), { low: undefined, high: 50 });
    assert.deepEqual(await seekRate({ ...bounds, most: 1_000 }, server(5_000).holds), { low: 800, high: undefined });
  });

  it('ends with what it has where it cannot be told', async () => {
    const holds = async (rate: number) => (rate > 500 ? undefined : true);
    assert.deepEqual(await seekRate(bounds, holds), { low: 400, high: undefined });
  });

  it('asks again near the edge: one bad block in three changes nothing there', async () => {
    const tries = new Map<number, number>();
    const holds = async (rate: number) => {
      const tried = (tries.get(rate) ?? 0) + 1;
      tries.set(rate, tried);
      const isBad = rate > 830 && rate < 1_000 && tried === 1;
      return !isBad && rate <= 1_000;
    };
    const { low = 0, high = 0 } = await seekRate(bounds, holds);
    assert.ok(low <= 1_000 && 1_000 < high && high / low <= 1.1, `${low} to ${high}`);
    assert.ok([...tries.values()].includes(3));
  });
});

describe('a ladder of rates', () => {
  it('has equal ratios between its steps, and both ends', () => {
    assert.deepEqual(ladder(100, 1_600, 5), [100, 200, 400, 800, 1_600]);
  });
});
