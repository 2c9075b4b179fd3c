import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LoadResult } from '../generator/job.ts';
import type { Usage } from '../machine/resources.ts';
import { agreement, type Counters, cpuOfServers, cpuOfStore } from './cpu.ts';

/** A tenth of the requests came before the block. */
const result = { counts: { completed: 1_000 }, answered: 1_100 } as LoadResult;
const counted = (waitUs: number | undefined, cpuUs: number) => ({ cpuUs, waitUs, rssBytes: 1 });
const usage = (waitUs: number | undefined): Usage => ({
  wallMs: 2_000,
  processes: new Map([
    [1, counted(waitUs, 60_000)],
    [2, counted(waitUs, 40_000)],
    [3, counted(waitUs, 20_000)],
  ]),
  machine: { busyCores: 1, stealCores: 0 },
});
const traffic = { commands: 1, bytesIn: 1, bytesOut: 1, cpuUs: 23_100 };
const toldUs = [61_000, 41_000];
const mine = { servers: [1, 2], store: 3 } as const;
const cpu = (counters: Partial<Counters>, store: 3 | 'none' | 'elsewhere' = 3) => {
  const all: Counters = { result, usage: undefined, traffic: undefined, toldUs: undefined, ...counters };
  return [cpuOfServers(all, mine), cpuOfStore(all, { store })];
};

describe('the CPU time of a block', () => {
  it('is what the kernel counted, where it counts exactly', () => {
    assert.deepEqual(cpu({ usage: usage(0), toldUs, traffic }), [100_000, 20_000]);
  });

  it('is what servers and store tell of themselves where there is no /proc, of the requests of the block', () => {
    assert.deepEqual(cpu({ toldUs, traffic }), [102_000, 21_000]);
  });

  it('is that too where the kernel counts in ticks alone, and ticks where nobody tells', () => {
    assert.deepEqual(cpu({ usage: usage(undefined), toldUs, traffic }), [102_000, 21_000]);
    assert.deepEqual(cpu({ usage: usage(undefined) }), [100_000, 20_000]);
  });

  it('of a store that runs elsewhere is what it tells, and never 0', () => {
    assert.deepEqual(cpu({ usage: usage(0), traffic }, 'elsewhere'), [100_000, 21_000]);
    const untold = { ...traffic, cpuUs: undefined };
    assert.equal(cpu({ traffic: untold }, 'elsewhere')[1], 'the store runs where its CPU cannot be read');
    assert.deepEqual(cpu({ traffic: untold }), Array(2).fill('this machine does not count it'));
  });

  it('is held against the other count, where there are two exact ones', () => {
    const over = (counters: Partial<Counters>, store: 3 | 'elsewhere' = 3) =>
      agreement({ result, usage: usage(0), traffic, toldUs, ...counters }, { ...mine, store });
    assert.deepEqual([over({}), over({}, 'elsewhere')], [123_000 / 120_000, 1.02]);
    for (const counters of [{ usage: usage(undefined) }, { toldUs: undefined }, { traffic: undefined }])
      assert.equal(over(counters), 'it was not counted twice');
  });
});
