import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { watchedOf } from '../cluster/watched.ts';
import { type Generator, startGenerator } from '../generator/generator.ts';
import type { LoadResult, OpenJob } from '../generator/job.ts';
import { readPrograms } from '../machine/other-programs.ts';
import { type Measured, measureLoad, measureSlice } from './measure.ts';

const job = (origin: string): OpenJob => ({
  executor: 'open',
  scenario: 'authenticated-read',
  protocol: {
    credentials: {},
    steps: {
      login: { method: 'POST', path: '/login', carries: [], ok: [200] },
      me: { method: 'GET', path: '/me', carries: [], ok: [200], subject: 'id' },
    },
  },
  authority: 'app.test',
  origins: [origin],
  users: [{ user: { id: 'u1', username: 'ann', password: 'pw' }, credential: {} }],
  connections: 4,
  warmUpMs: 100,
  durationMs: 500,
  timeoutMs: 5_000,
  rate: 200,
  queueLimit: 1_000,
});

/** Measures one block on a server that answers at once, and watches itself. */
async function measured(change: Partial<OpenJob> = {}): Promise<Measured> {
  const stub = fork(new URL('../generator/stub/stub.js', import.meta.url), ['none'], {
    execArgv: ['--import', new URL('../cluster/watched-process.js', import.meta.url).href],
  });
  const [port] = await once(stub, 'message');
  await using generator = await startGenerator();
  try {
    const components = { servers: [stub.pid!], store: 'none', watched: watchedOf(() => [stub]) } as const;
    const whole = { ...job(`http://127.0.0.1:${port}`), ...change };
    return await measureLoad(generator, whole, components, new AbortController().signal);
  } finally {
    stub.disconnect();
    await once(stub, 'exit');
  }
}

describe('a measured block of load', () => {
  it('says what each request cost the server and the generator, by the kernel and by the server alike', async () => {
    const { metrics, result } = await measured();
    const values = valuesOf(metrics);
    assert.equal(result.counts.completed, 100);
    assert.equal(values.errors, 0);
    assert.ok(values['bytes.up']! > 20 && values['bytes.down']! > 50);
    for (const cost of ['cpu.servers', 'cpu.generator', 'cpu.total'])
      assert.ok(values[cost]! > 5, `${cost} is ${values[cost]}`);
    assert.equal(values['cpu.total'], values['cpu.servers']);
    if (process.platform !== 'linux') return;
    // on a busy machine one of the two is asked late, or the server does not tell in time
    const isAlike = (times = Number.NaN) => Math.abs(Math.log(times)) < 0.2;
    const all = [values['told.cpu']];
    while (!isAlike(all.at(-1)) && all.length < 20) all.push(valuesOf((await measured()).metrics)['told.cpu']);
    assert.ok(isAlike(all.at(-1)), `the server tells ${all} times what the kernel counts`);
  });

  it('counts from its start on, and reads what else runs outside of it', {
    skip: process.platform !== 'linux',
  }, async () => {
    let blockMs = 0;
    const generator: Pick<Generator, 'pid' | 'run'> = {
      pid: process.pid,
      async run(_, __, onBlock) {
        const startAt = performance.now();
        onBlock?.('start');
        await new Promise((resolve) => setTimeout(resolve, 5));
        blockMs = performance.now() - startAt;
        onBlock?.('end');
        return {} as LoadResult;
      },
    };
    const missing: number[] = [];
    const reading: number[] = [];
    // the least of some: what this machine does meanwhile comes on top
    for (let turn = 0; turn < 10; turn++) {
      const { signal } = new AbortController();
      const { usage } = await measureSlice(generator as Generator, job(''), { servers: [], store: 'none' }, signal);
      missing.push(blockMs - (usage?.wallMs ?? 0));
      const startAt = performance.now();
      readPrograms();
      reading.push(performance.now() - startAt);
    }
    assert.ok(
      Math.min(...missing) < Math.min(...reading) / 2,
      `${missing} of a block, and reading takes ${reading} ms`,
    );
  });

  it('counts servers of another machine as they tell it, and what disturbed either machine', {
    skip: process.platform !== 'linux',
  }, async () => {
    const generator: Pick<Generator, 'pid' | 'run'> = {
      pid: process.pid,
      async run(_, __, onBlock) {
        onBlock?.('start');
        onBlock?.('end');
        return {} as LoadResult;
      },
    };
    const used = { cpuUs: 700, waitUs: 40, rssBytes: 9 };
    const machine = { busyCores: -1, stealCores: 7, throttledCores: 0.5 };
    const told = { loops: [], usage: { processes: new Map([[-1, used]]), machine } };
    const watched = { begin() {}, end() {}, noteFirsts() {}, tell: async () => told };
    const targets = { servers: [-1], store: 'none', watched } as const;
    const { usage } = await measureSlice(generator as Generator, job(''), targets, new AbortController().signal);
    assert.deepEqual(usage?.processes.get(-1), used);
    assert.ok(usage.processes.has(process.pid));
    assert.deepEqual([usage.machine.stealCores, usage.machine.throttledCores], [7, 0.5]);
    assert.ok(usage.machine.busyCores >= 0, 'what is busy here is counted here');
  });

  it('is whole, and counts nothing of the warm-up', async () => {
    const { result } = await measured({ warmUpMs: 300 });
    assert.deepEqual([result.counts.intended, result.counts.completed], [100, 100]);
  });
});

function valuesOf(metrics: Measured['metrics']): Record<string, number> {
  return Object.fromEntries(metrics.map(({ metric, value }) => [metric, value]));
}
