import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createRandom } from '../../machine/random.ts';
import { rateSweep, seekRate } from './seek-rate.ts';

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
    assert.deepEqual(asked.slice(0, 6), [200, 400, 800, 1_600, 1_600, 1_131]);
    assert.ok(low <= 1_000 && 1_000 < high && high / low <= 1.1, `${low} to ${high}`);
  });

  it('goes down where the first rate does not hold', async () => {
    const { asked, holds } = server(120);
    const { low = 0, high = 0 } = await seekRate(bounds, holds);
    assert.deepEqual(asked.slice(0, 4), [200, 200, 100, 141]);
    assert.ok(low <= 120 && 120 < high, `${low} to ${high}`);
  });

  it('says that nothing held, or that everything did', async () => {
    assert.deepEqual(await seekRate(bounds, server(10).holds), { low: undefined, high: 50, confirmed: true });
    const few = { ...bounds, most: 1_000 };
    assert.deepEqual(await seekRate(few, server(5_000).holds), { low: 800, high: undefined, confirmed: true });
  });

  it('ends with what it has where it cannot be told', async () => {
    const holds = async (rate: number) => (rate > 500 ? undefined : true);
    assert.deepEqual(await seekRate(bounds, holds), { low: 400, high: undefined, confirmed: false });
  });

  it('takes a rate that holds at once, and asks of one that does not again, and of both ends', async () => {
    const { asked, holds } = server(1_000);
    await seekRate({ ...bounds, closest: 1.5 }, holds);
    assert.deepEqual(asked, [200, 400, 800, 1_600, 1_600, 1_131, 1_131, 800, 1_131, 1_131]);
  });

  it('confirms no edge that lies above itself, whatever a server says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = createRandom(seed);
        const holds = async (rate: number) => rate < 1_000 * (0.97 + 0.06 * random());
        const { low = 0, high = Infinity, confirmed } = await seekRate({ ...bounds, closest: 1.02 }, holds);
        assert.ok(!confirmed || low < high, `${low} to ${high}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds the edge wherever it is, with any one block that says the opposite of what is true', async () => {
    const { start, least, most } = bounds;
    const edges = fc.double({ min: Math.log(60), max: Math.log(50_000), noNaN: true }).map(Math.exp);
    await fc.assert(
      fc.asyncProperty(edges, fc.nat(30), fc.constantFrom(1.05, 1.1), async (edge, bad, closest) => {
        let blocks = 0;
        const holds = async (rate: number) => rate <= edge !== (blocks++ === bad);
        const { low = 0, high = 0, confirmed } = await seekRate({ start, least, most, closest }, holds);
        assert.ok(confirmed && low <= edge && edge < high && high / low <= closest, `${low} to ${high}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('confirms nothing where the edge moves on while it is sought', async () => {
    let edge = 40_000;
    const holds = async (rate: number) => {
      edge *= 0.95;
      return rate <= edge;
    };
    const { low = 0, high = 0, confirmed } = await seekRate(bounds, holds);
    assert.ok(!confirmed && low < high, `${low} to ${high}`);
  });
});

describe('a rate sweep', () => {
  it('has equal ratios between its steps, and both ends', () => {
    assert.deepEqual(rateSweep(100, 1_600, 5), [100, 200, 400, 800, 1_600]);
  });
});
