import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { interleave } from './interleave.ts';
import { type ArmSlice, type Sweeps, type Swept, sweep } from './sweeps.ts';

interface Arm {
  /** Of each slice, in turn; the last goes on. */
  readonly costs?: readonly number[];
  readonly waits?: readonly number[];
}

/** What two arms that take turns come to. */
function swept(arms: readonly [Arm, Arm], sweeps: Sweeps): Promise<Swept<number>[]> {
  const slots = interleave(arms.length);
  return Promise.all(
    arms.map(async ({ costs = [100], waits = [0] }, place) => {
      let turn = 0;
      const act = async (): Promise<ArmSlice<number>> => {
        const slice = turn++;
        const weather = { arm: `${place}`, waiting: waits[slice] ?? waits.at(-1), stealCores: 0 };
        return { slice, weather, cost: costs[slice] ?? costs.at(-1) ?? 100 };
      };
      const slot = slots[place];
      assert.ok(slot);
      const found = await sweep(act, sweeps, slot);
      slot.leave();
      return found;
    }),
  );
}

const slicesOf = (found: readonly Swept<number>[]) => found.map(({ slices }) => slices);

describe('sweeps over the arms of a round', () => {
  it('are as many as are wanted, after those that only open', async () => {
    assert.deepEqual(slicesOf(await swept([{}, {}], { wanted: 2, before: 1, most: 9 })), [
      [1, 2],
      [1, 2],
    ]);
  });

  it('are made again on the spot where one arm was disturbed, and counted for none', async () => {
    const found = await swept([{ waits: [0, 0, 0.9, 0, 0.8, 0] }, {}], { wanted: 4, most: 9 });
    assert.deepEqual(slicesOf(found), [
      [0, 1, 3, 5],
      [0, 1, 3, 5],
    ]);
    assert.deepEqual(
      found.map(({ disturbed }) => disturbed),
      [2, 2],
    );
  });

  it('are not made for ever: the last ones count as they are, and the round is judged as a whole', async () => {
    const waits = [0, 0, 0, 0.9, 0.7, 0.8];
    assert.deepEqual(slicesOf(await swept([{ waits }, {}], { wanted: 4, most: 6 })), [
      [2, 3, 4, 5],
      [2, 3, 4, 5],
    ]);
  });

  it('are made until the cost of every arm has come to rest, and the last of them count', async () => {
    const falling = [400, 300, 220, 160, 130, 110, 104, 102, 101, 100, 100, 100];
    const [still, slow] = await swept([{}, { costs: falling }], { wanted: 2, most: 20, untilAtRest: true });
    assert.deepEqual([still?.slices, slow?.slices, slow?.steady], [slow?.slices, still?.slices, true]);
    assert.ok((slow?.made ?? 0) >= 7, `${slow?.made} made`);
  });

  it('say of an arm that it did not come to rest in the time that there was', async () => {
    const costs = [640, 320, 160, 80, 40, 20];
    const [still, halving] = await swept([{}, { costs }], { wanted: 2, most: 6, untilAtRest: true });
    assert.deepEqual([still?.steady, halving?.steady], [true, false]);
    assert.deepEqual(slicesOf([...(still ? [still] : [])]), [[4, 5]]);
  });

  it('do not say it where there were too few to tell', async () => {
    const [few] = await swept([{}, {}], { wanted: 2, most: 2, untilAtRest: true });
    assert.equal(few?.steady, undefined);
  });

  it('depend on the weather alone, and not on what slices came to', async () => {
    const costs = [100, 900, 3, 100];
    assert.deepEqual(slicesOf(await swept([{ costs }, {}], { wanted: 4, most: 9 })), [
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });
});
