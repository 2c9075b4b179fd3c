import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as soon } from 'node:timers/promises';
import { interleave } from './interleave.ts';

/** Members who act so often each and leave, with what was done in which order. */
async function played(members: number, turnsOf: (member: number) => number, act = async (_: string) => {}) {
  const log: string[] = [];
  const heard: (readonly string[])[][] = [];
  await Promise.all(
    interleave(members).map(async (slot, member) => {
      for (let turn = 0; turn < turnsOf(member); turn++) {
        const name = `${'abcdef'[member]}${turn}`;
        const { own, all } = await slot.next(async () => {
          log.push(name);
          await act(name);
          return name;
        });
        assert.equal(own, name);
        heard[member] = [...(heard[member] ?? []), all];
      }
      slot.leave();
    }),
  );
  return { log, heard };
}

describe('members that are interleaved', () => {
  it('go there and back, so that an even drift falls on all alike', async () => {
    const { log } = await played(3, () => 4);
    assert.deepEqual(log, ['a0', 'b0', 'c0', 'c1', 'b1', 'a1', 'a2', 'b2', 'c2', 'c3', 'b3', 'a3']);
  });

  it('never overlap', async () => {
    let acting = 0;
    await played(
      4,
      () => 3,
      async () => {
        assert.equal(++acting, 1);
        await soon();
        acting--;
      },
    );
  });

  it('tell everyone what all came to', async () => {
    const { heard } = await played(2, () => 2);
    assert.deepEqual(heard[0], [
      ['a0', 'b0'],
      ['b1', 'a1'],
    ]);
    assert.deepEqual(heard[1], heard[0]);
  });

  it('wait for whoever is late, and not for whoever has left', async () => {
    const { log } = await played(3, (member) => [1, 3, 2][member] ?? 0);
    assert.deepEqual(log, ['a0', 'b0', 'c0', 'c1', 'b1', 'b2']);
    const [early, late] = interleave(2);
    const acted: string[] = [];
    const first = early?.next(async () => void acted.push('early'));
    await soon();
    assert.deepEqual(acted, []);
    late?.leave();
    await first;
    assert.deepEqual(acted, ['early']);
  });

  it('hear that they failed when all of the sweep have acted, since they then end what they started', async () => {
    const log: string[] = [];
    const [bad, good] = interleave(2);
    const failing = assert
      .rejects(async () => bad?.next(() => Promise.reject(new Error('gone'))))
      .then(() => log.push('bad has ended'));
    await good?.next(async () => {
      for (let i = 0; i < 5; i++) await soon();
      log.push('good has acted');
    });
    await failing;
    assert.deepEqual(log, ['good has acted', 'bad has ended']);
  });

  it('go on for the others when one fails', async () => {
    const [bad, good] = interleave(2);
    const failing = assert
      .rejects(async () => bad?.next(() => Promise.reject(new Error('gone'))), /^Error: gone$/)
      .then(() => bad?.leave());
    const sweep = await good?.next(async () => 'fine');
    await failing;
    assert.deepEqual(sweep, { own: 'fine', all: ['fine'] });
    assert.deepEqual(await good?.next(async () => 'still'), { own: 'still', all: ['still'] });
  });
});
