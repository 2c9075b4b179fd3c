import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { seedAccounts } from '../../servers/accounts/seed.ts';
import { Settings } from '../../servers/settings.ts';
import type { Topology } from './cluster.ts';
import { createKeys } from './keys.ts';
import { processes, processesOn } from './processes.ts';

describe('instances in processes of their own', () => {
  let folder: string;
  let topology: Topology;
  const context = (accountsFile: string) => {
    const { signal } = new AbortController();
    return { accountsFile, logFolder: folder, storeUrl: undefined, signal };
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    await seedAccounts(join(folder, 'accounts'), { users: 1, seed: 'test', passwordCost: 4 });
    const settings = Settings.parse(await createKeys('HS256'));
    topology = { scheme: 'jwt', instances: 1, mode: 'none', settings };
  });
  after(() => rm(folder, { recursive: true }));

  it('say that their port was taken, and are up once it is free', async () => {
    await using cluster = await processes.start(topology, context(join(folder, 'accounts')));
    const port = Number(new URL(cluster.origins[0] ?? '').port);
    // nobody is given it by the system while its owner is away
    assert.ok(port < 32_768, `${port}`);
    await cluster.kill(0);
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    await assert.rejects(cluster.restart(0), { code: 'AB-E301', message: /EADDRINUSE.*:\d+/ });
    assert.equal(cluster.isUp(0), false);
    await once(other.close(), 'close');
    await cluster.restart(0);
    assert.equal((await fetch(`${cluster.origins[0]}/healthz`)).status, 200);
  });

  it('that join at once are each one more', async () => {
    await using cluster = await processes.start(topology, context(join(folder, 'accounts')));
    const joined = await Promise.all([cluster.join({ skewMs: -3_000 }), cluster.join()]);
    assert.deepEqual(joined, [1, 2]);
    assert.equal(new Set(cluster.pids()).size, 3);
    assert.equal(new Set(cluster.origins).size, 3);
  });

  it('run on the Node.js that they are told to, also when they are started again', async () => {
    const [other, said] = [join(folder, 'other-node'), join(folder, 'said')];
    await writeFile(other, `#!/bin/sh\necho ran >>'${said}'\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 });
    await using cluster = await processes.start({ ...topology, node: other }, context(join(folder, 'accounts')));
    await cluster.kill(0);
    await cluster.restart(0);
    assert.equal(await readFile(said, 'utf8'), 'ran\nran\n');
    assert.equal((await fetch(`${cluster.origins[0]}/healthz`)).status, 200);
  });

  it('draw from the seed that they are given, as their own flags say', async () => {
    // shown by what runs in their place: it ends, and says what it was told
    const told = processesOn(
      'told',
      [{ address: '127.0.0.1', within: ['sh', '-c', 'echo "$@"; exit 1', 'sh'] }],
      5_000,
    );
    const flags = /--hash-seed=7 --random-seed=7/;
    const started = (v8Seed?: number) =>
      told.start({ ...topology, ...(v8Seed !== undefined && { v8Seed }) }, context(join(folder, 'accounts')));
    await assert.rejects(started(7), { code: 'AB-E301', message: flags });
    await assert.rejects(started(), (error: Error) => !flags.test(error.message));
    await using cluster = await processes.start({ ...topology, v8Seed: 7 }, context(join(folder, 'accounts')));
    assert.equal((await fetch(`${cluster.origins[0]}/healthz`)).status, 200);
  });

  it('that never get ready are ended in time, and say so', async () => {
    const mute = processesOn('mute', [{ address: '127.0.0.1', within: ['sh', '-c', 'exec sleep 3600'] }], 300);
    await assert.rejects(mute.start(topology, context(join(folder, 'accounts'))), {
      code: 'AB-E301',
      message: 'a server did not get ready: it printed nothing',
    });
  });
});
