import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openStore } from './open-store.ts';
import { binary } from './providers/binary.ts';
import { storeProcess } from './store-process.ts';

const { signal } = new AbortController();
const available = await binary.available({ signal, log: () => {} });

describe('the process of a store', () => {
  let proc: string;
  before(async () => {
    proc = await mkdtemp(join(tmpdir(), 'authbench-proc-'));
    await writeFile(join(proc, 'uptime'), '5000.40 9000.00\n');
  });
  after(() => rm(proc, { recursive: true }));

  /** One that began so many seconds ago. */
  async function running(pid: number, name: string, numbers: string, upSeconds: number) {
    const folder = join(proc, String(pid));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'status'), `Name:\t${name}\nPid:\t${pid}\n${numbers}VmRSS:\t 9 kB\n`);
    const before = Array.from({ length: 18 }, () => '0').join(' ');
    await writeFile(join(folder, 'stat'), `${pid} (a) name) S ${before} ${(5_000 - upSeconds) * 100} 0 0\n`);
  }
  const told = (id: number, upSeconds: number, executable = '/data/redis-server') =>
    storeProcess(
      new Map([
        ['process_id', `${id}`],
        ['uptime_in_seconds', `${upSeconds}`],
        ['executable', executable],
      ]),
      proc,
    );

  it('is the one with its number, its program and its age, also in a container', async () => {
    await running(700, 'redis-server', 'NSpid:\t700\n', 300);
    await running(900, 'redis-server', 'NSpid:\t900\t1\n', 200);
    await running(901, 'postgres', 'NSpid:\t901\t1\n', 200);
    await running(30, 'valkey-server-o', '', 100);
    assert.deepEqual([told(700, 301), told(1, 199), told(30, 100, '/opt/valkey-server-of-ours')], [700, 900, 30]);
  });

  it('is none of another age, of another program or with another number, as of a store behind a tunnel', async () => {
    await running(700, 'redis-server', 'NSpid:\t700\n', 300);
    assert.deepEqual(
      [told(700, 310), told(700, 290), told(700, 300, '/data/keydb-server'), told(701, 300)],
      [undefined, undefined, undefined, undefined],
    );
    assert.equal(storeProcess(new Map(), proc), undefined);
    assert.equal(storeProcess(new Map([['process_id', '700']]), proc), undefined);
    assert.equal(storeProcess(new Map([['process_id', '700']]), join(proc, 'none')), undefined);
  });

  it('is none where two may be it', async () => {
    await running(800, 'redis-server', 'NSpid:\t800\t7\n', 50);
    await running(810, 'redis-server', 'NSpid:\t810\t7\n', 51);
    assert.equal(told(7, 50), undefined);
  });

  it('is found of a Redis that is given by its address, which stays nobody of ours', {
    skip: process.platform !== 'linux' ? 'there is no /proc' : available === true ? false : available,
  }, async () => {
    await using own = await openStore('binary', { signal, env: {} });
    await using given = await openStore(own.url, { signal, env: {} });
    assert.deepEqual([given.pid, await given.seenPid(), await own.seenPid()], [undefined, own.pid, undefined]);
  });
});
