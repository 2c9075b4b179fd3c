import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { coresText, findCores, listed, part } from './cores.ts';

const eight = listed('0-7');
/** Two threads on each physical core, as most machines number them, and as some do. */
const halves = new Map(eight.map((core) => [core, [core % 4, (core % 4) + 4]]));
const pairs = new Map(eight.map((core) => [core, [core - (core % 2), core - (core % 2) + 1]]));

describe('cores', () => {
  it('are parted into one for each instance, and the others', () => {
    assert.deepEqual(part([0, 1], 1), { servers: [0], others: [1] });
    assert.deepEqual(part([2, 3, 5, 7], 2), { servers: [2, 3], others: [5, 7] });
  });

  it('are shared by instances where one is left for all else', () => {
    assert.deepEqual(part([0, 1], 2), { servers: [0], others: [1] });
    assert.equal(part([0], 1), undefined);
  });

  it('have nothing run on the other thread of a server’s core where there are enough', () => {
    assert.deepEqual(part(eight, 2, halves), { servers: [0, 1], others: [2, 3, 6, 7] });
    assert.deepEqual(part(eight, 2, pairs), { servers: [0, 2], others: [4, 5, 6, 7] });
    assert.deepEqual(part([0, 1], 1, pairs), { servers: [0], others: [1] });
  });

  it('are a condition of the run that says who had which, or why nobody had one', () => {
    const cores = { servers: [0], others: [1], keepApart: async () => {}, release: async () => {} };
    assert.equal(
      coresText(cores, { pid: 7 }),
      'In rounds of load, servers had core 0 to themselves, and store, generator and bench ran on core 1; searches and sweeps of rates shared all.',
    );
    assert.equal(
      coresText({ ...cores, others: [2, 3] }, { pid: undefined }),
      'In rounds of load, servers had core 0 to themselves, and generator and bench ran on cores 2, 3; searches and sweeps of rates shared all. The store ran where its owner has it.',
    );
    assert.match(
      coresText('there is only one core', { pid: 7 }),
      /^Servers .* shared .*, since there is only one core: /,
    );
  });

  it('are kept by all threads of a process, until it is released', async (test) => {
    const cores = await findCores(1);
    if (typeof cores === 'string') return test.skip(cores);
    const child = fork(new URL('../generator/stub/stub.js', import.meta.url), ['none']);
    await once(child, 'message');
    const pid = child.pid ?? 0;
    const where = () => listed(/^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    const before = where();
    await cores.keepApart([pid], []);
    const apart = where();
    await cores.keepApart([], [pid]);
    const beside = where();
    await cores.release([pid]);
    const after = where();
    child.disconnect();
    await once(child, 'exit');
    assert.deepEqual([apart, beside, after], [cores.servers, cores.others, before]);
  });

  it('are no matter to a process that has ended', async (test) => {
    const cores = await findCores(1);
    if (typeof cores === 'string') return test.skip(cores);
    await cores.release([2 ** 22 + 1]);
  });
});
