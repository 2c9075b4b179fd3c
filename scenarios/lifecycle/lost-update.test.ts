import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Stage } from '../stage.ts';
import lostUpdate from './lost-update.ts';

/** A sign-in whose writes are counted when they end, or when they begin. */
function stageOf(countsAtEnd: boolean): Stage {
  let count = 0;
  return {
    victim: { id: 'user-1' },
    signIn: async () => ({}),
    async perform(_step: string, { values }: { values: { ms: string } }) {
      const read = count;
      if (values.ms !== '0') await new Promise(setImmediate);
      count = (countsAtEnd ? count : read) + 1;
      return { subject: 'user-1', body: { writes: count }, credential: {} };
    },
  } as unknown as Stage;
}

it('of writes that cross, counts those that the next one finds', async () => {
  const kept = async (countsAtEnd: boolean) => (await lostUpdate.run(stageOf(countsAtEnd))).measures;
  assert.deepEqual(await kept(false), {
    'writes.crossed': { value: 10, unit: 'count' },
    'writes.kept': { value: 1, unit: 'count' },
  });
  assert.equal((await kept(true))['writes.kept']?.value, 10);
});
