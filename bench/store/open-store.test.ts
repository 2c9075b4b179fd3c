import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { BenchError } from '../errors.ts';
import { createStoreServer } from './embedded/server.ts';
import { diagnoseStores, openStore, type StoreHandle } from './open-store.ts';
import { binary } from './providers/binary.ts';

const { signal } = new AbortController();
const nothing = { signal, env: {} };
const available = await binary.available({ signal, log: () => {} });
const noRedis = available === true ? false : available;

describe('openStore', () => {
  it('takes a Redis that is installed before anything it would have to build', { skip: noRedis }, async () => {
    await using store = await openStore('auto', nothing);
    assert.equal(store.provider, 'binary');
    assert.match(store.kind, /^(redis|valkey)$/);
    assert.match(store.version, /^\d+\.\d+\.\d+/);
    assert.equal(store.caveat, null);
    assert.deepEqual(store.passed, [{ provider: 'url', because: 'neither --store nor REDIS_URL names an address' }]);
  });

  it('comes down to the embedded store where nothing else is there, and says what it tried', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      await using store = await openStore('auto', nothing);
      assert.equal(store.provider, 'embedded');
      assert.equal(store.kind, 'embedded');
      assert.match(store.caveat ?? '', /must not be compared/);
      assert.deepEqual(store.passed, [
        { provider: 'url', because: 'neither --store nor REDIS_URL names an address' },
        { provider: 'binary', because: 'neither redis-server nor valkey-server is on PATH' },
        { provider: 'container', because: 'docker is not on PATH' },
      ]);
    } finally {
      process.env.PATH = path;
    }
  });

  it('gives each caller a store of its own', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore('embedded', nothing)));
    assert.equal(new Set(stores.map(({ url }) => url)).size, 4);
    await Promise.all(stores.map((store) => store[Symbol.asyncDispose]()));
  });

  for (const [requested, code, message] of [
    ['sqlite', 'AB-E002', /sqlite/],
    ['http://127.0.0.1', 'AB-E002', /http/],
    ['redis://:secret@', 'AB-E002', /this URL/],
    ['redis://192.0.2.1:6379', 'AB-E003', /192\.0\.2\.1/],
    ['redis://:secret@example.com', 'AB-E003', /\*\*\*@example\.com/],
    ['redis://127.0.0.1.example.com', 'AB-E003', /not on this machine/],
    ['redis://127.0.0.1:1', 'AB-E203', /127\.0\.0\.1:1/],
  ] as const) {
    it(`refuses ${requested} with ${code}, and shows no password`, async () => {
      await assert.rejects(openStore(requested, nothing), (error) => {
        assert.ok(error instanceof BenchError);
        assert.equal(error.code, code);
        assert.match(error.message, message);
        assert.doesNotMatch(error.message + error.fix, /secret/);
        return true;
      });
    });
  }

  it('goes to the remote host that was allowed, and to no other', async () => {
    const opening = (host: string) => openStore(`redis://${host}:1`, { ...nothing, allowRemote: 'localhost.invalid' });
    await assert.rejects(opening('localhost.invalid'), { code: 'AB-E203' });
    await assert.rejects(opening('other.invalid'), { code: 'AB-E003' });
  });

  it('does not go on elsewhere when REDIS_URL leads nowhere', async () => {
    await assert.rejects(openStore('auto', { signal, env: { REDIS_URL: 'redis://127.0.0.1:1' } }), { code: 'AB-E203' });
  });

  it('names what it tried when the one provider that was asked for does not hold', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      await assert.rejects(openStore('binary', nothing), {
        code: 'AB-E201',
        tried: ['binary: neither redis-server nor valkey-server is on PATH'],
      });
    } finally {
      process.env.PATH = path;
    }
  });

  it('starts nothing more once it is told to stop', async () => {
    await assert.rejects(openStore('embedded', { signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});

for (const provider of ['embedded', 'binary'] as const) {
  describe(`a store from the provider "${provider}"`, { skip: provider === 'binary' && noRedis }, () => {
    let store: StoreHandle;
    before(async () => {
      store = await openStore(provider, nothing);
    });
    after(() => store[Symbol.asyncDispose]());

    it('listens on loopback only, in the process that it names', async () => {
      assert.match(store.url, /^redis:\/\/127\.0\.0\.1:\d+$/);
      const port = Number(new URL(store.url).port).toString(16).toUpperCase().padStart(4, '0');
      const listening = readFileSync('/proc/net/tcp', 'utf8')
        .split('\n')
        .filter((line) => line.includes(`:${port} 00000000:0000 0A`));
      assert.equal(listening.length, 1);
      assert.match(listening[0]!, /^ *\d+: 0100007F:/);
      assert.ok(alive(store.pid));
    });

    it('forgets all keys when it is flushed', async () => {
      await withClient(store, async (client) => {
        await client.set('k', 'v');
        await store.flush();
        assert.equal(await client.dbsize(), 0);
      });
    });

    it('is gone when it is killed, and back on the same port, empty, when it is started again', async () => {
      const { pid, url } = store;
      await withClient(store, (client) => client.set('k', 'v'));
      await store.kill();
      assert.ok(!alive(pid));
      await assert.rejects(store.traffic!(), { code: 'AB-E203' });
      await store.restart();
      assert.equal(store.url, url);
      assert.notEqual(store.pid, pid);
      await withClient(store, async (client) => assert.equal(await client.dbsize(), 0));
    });

    it('says so when its port was taken while it was down', async () => {
      await using other = await openStore(provider, nothing);
      await other.kill();
      // It answers like a Redis: whoever asks the port alone would take it for the one that was started.
      const thief = createStoreServer().listen(Number(new URL(other.url).port), '127.0.0.1');
      await once(thief, 'listening');
      await assert.rejects(other.restart(), { code: 'AB-E201', message: /was taken/ });
      thief.close();
      await once(thief, 'close');
      await other.restart();
      assert.ok(alive(other.pid));
    });

    it('ends when it is disposed', async () => {
      const other = await openStore(provider, nothing);
      await other[Symbol.asyncDispose]();
      assert.ok(!alive(other.pid));
    });

    it('ends when it is disposed while it is frozen, which hears no word', async () => {
      const other = await openStore(provider, nothing);
      const { pid } = other;
      await other.freeze();
      await other[Symbol.asyncDispose]();
      assert.ok(!alive(pid));
    });

    it('ends, with its files, when the process that opened it is killed with SIGKILL', async () => {
      const owner = startOwner(provider);
      const pid = await spokenPid(owner);
      assert.ok(alive(pid));
      const folder = readlinkSync(`/proc/${pid}/cwd`);
      owner.kill('SIGKILL');
      await until(() => !alive(pid));
      if (provider === 'binary') await until(() => !existsSync(folder));
    });
  });
}

describe('a store that is given by its address', () => {
  let server: StoreHandle;
  before(async () => {
    server = await openStore('embedded', nothing);
  });
  after(() => server[Symbol.asyncDispose]());

  it('is used when it is empty, is not killed, and is left empty', async () => {
    await server.flush();
    const store = await openStore(server.url, nothing);
    assert.equal(store.provider, 'url');
    assert.equal(store.pid, undefined);
    await withClient(store, (client) => client.set('k', 'v'));
    await assert.rejects(store.kill(), { code: 'AB-E204' });
    await store[Symbol.asyncDispose]();
    await withClient(server, async (client) => assert.equal(await client.dbsize(), 0));
  });

  it('is found through REDIS_URL', async () => {
    await server.flush();
    await using store = await openStore('auto', { signal, env: { REDIS_URL: server.url } });
    assert.equal(store.provider, 'url');
  });

  it('is refused, untouched, when it holds keys of somebody else', async () => {
    await server.flush();
    await withClient(server, (client) => client.set('theirs', '1'));
    await assert.rejects(openStore(server.url, nothing), { code: 'AB-E202', message: /holds 1 keys/ });
    await withClient(server, async (client) => assert.equal(await client.get('theirs'), '1'));
  });

  it('is known again when a killed run left its keys there, also after a flush', async () => {
    await server.flush();
    const killed = await openStore(server.url, nothing);
    await killed.flush();
    await withClient(killed, (client) => client.set('left', '1'));
    await using again = await openStore(server.url, nothing);
    await again.flush();
    await withClient(again, async (client) => assert.equal(await client.exists('left'), 0));
  });
});

describe('a store whose user may not do what administrators may', () => {
  const refused = ['info', 'flushdb', 'flushall', 'dbsize', 'client', 'command', 'hello'];
  const works = async (url: string) => {
    const store = await openStore(url, nothing);
    assert.deepEqual([store.provider, store.kind, store.version], ['url', 'redis', 'unknown']);
    assert.match(store.caveat ?? '', /given by its address.+refuses INFO to its user: its version.+cannot be told\.$/);
    assert.deepEqual([store.traffic, store.used], [undefined, undefined]);
    await store.add([{ key: 'a', value: ['x'], ttlMs: 60_000 }]);
    const kept = await store.dump();
    await store.flush();
    assert.deepEqual(
      (await store.dump()).map(({ key }) => key),
      ['authbench:owns-this-database'],
    );
    await store.restore(kept);
    assert.equal((await store.dump()).length, 2);
    await store[Symbol.asyncDispose]();
    await assert.doesNotReject(async () => (await openStore(url, nothing))[Symbol.asyncDispose]());
  };

  it('is taken, with what cannot be told of it: the embedded one', async () => {
    const server = createStoreServer(refused).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await works(`redis://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
  });

  it('is taken, with what cannot be told of it: a Redis', { skip: noRedis }, async () => {
    await using server = await openStore('binary', nothing);
    const admin = new Redis(server.url);
    await admin.acl('SETUSER', 'app', 'on', '>secret', '~*', '+@all', '-@admin', '-@dangerous', '-dbsize');
    admin.disconnect();
    await works(server.url.replace('//', '//app:secret@'));
  });

  it('is refused with what it answered where a need is not met', async () => {
    const server = createStoreServer(['set']).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await assert.rejects(openStore(url, nothing), { code: 'AB-E203', message: /answered SET with: NOPERM/ });
    server.close();
  });
});

describe('diagnoseStores', () => {
  it('names every provider, the one that would be taken, and why not the others', async () => {
    const diagnosis = await diagnoseStores({ signal, env: { REDIS_URL: 'redis://127.0.0.1:1' } });
    assert.deepEqual(
      diagnosis.map(({ provider }) => provider),
      ['url', 'binary', 'container', 'embedded', 'debian'],
    );
    assert.deepEqual(diagnosis[0], { provider: 'url', state: 'taken', because: 'the first that is available' });
    assert.deepEqual(diagnosis[3], { provider: 'embedded', state: 'available', because: 'url comes before it' });
  });
});

async function withClient(store: StoreHandle, use: (client: Redis) => Promise<unknown>): Promise<void> {
  const client = new Redis(store.url);
  await use(client).finally(() => client.disconnect());
}

function startOwner(provider: string): ChildProcess {
  const source = `
    import { openStore } from ${JSON.stringify(fileURLToPath(new URL('./open-store.js', import.meta.url)))};
    const store = await openStore(${JSON.stringify(provider)}, { signal: new AbortController().signal });
    console.log(store.pid);`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function spokenPid(owner: ChildProcess): Promise<number> {
  const [line] = await once(owner.stdout!, 'data');
  return Number(line);
}

/** A zombie counts as dead: it only waits to be reaped. */
function alive(pid: number | undefined): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** In the end: a test that waits in vain is ended by its runner. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}
