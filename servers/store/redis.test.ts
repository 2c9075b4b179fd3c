import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findProgram } from '../../bench/store/find-program.ts';
import { openStore, type StoreHandle } from '../../bench/store/open-store.ts';
import { binary } from '../../bench/store/providers/binary.ts';
import { redisStore } from './redis.ts';
import { storeContract } from './store.contract.ts';
import { type Store, StoreUnavailable } from './store.ts';

const around = { signal: new AbortController().signal, env: {} };
const installed = await binary.available({ signal: around.signal, log: () => {} });
const timeoutMs = 250;
/** Where what is asked is what is answered, and not how soon. */
const patienceMs = 30_000;

describe('a Redis that fails', () => {
  let server: StoreHandle;
  let store: Store;
  before(async () => {
    server = await openStore('auto', around);
  });
  beforeEach(async () => {
    await server.restart();
    store = await inTheEnd(() => redisStore(server.url, timeoutMs));
  });
  after(() => server[Symbol.asyncDispose]());

  it('is unavailable soon after it falls silent, and is back when it speaks again', async () => {
    await server.freeze();
    await assertRefusesFast(store);
    await server.thaw();
    await assertRecovers(store);
    await store.close();
  });

  it('is unavailable soon after it dies, and is back when it was started again', async () => {
    await assertRefusesFast(store, () => server.kill());
    await assertRefusesFast(store);
    await server.restart();
    await assertRecovers(store);
    await store.close();
  });

  it('does not do later what it refused while it was away', async () => {
    await server.kill();
    await assertRefusesFast(store);
    await assert.rejects(store.create('refused', 'value', 60_000), StoreUnavailable);
    await server.restart();
    await assertRecovers(store);
    assert.equal(await inTheEnd(() => store.get('refused')), undefined);
    await store.close();
  });

  it('is back although it answered the first question of a new connection too late', async () => {
    await using line = await lineTo(server.url);
    const over = await inTheEnd(() => redisStore(line.url, timeoutMs));
    line.breakAndLag();
    await assertRecovers(over);
    assert.equal(line.lagged(), true);
    await Promise.all([over.close(), store.close()]);
  });

  it('refuses the start when nobody listens, and when nobody answers', async () => {
    await server.freeze();
    await assert.rejects(redisStore(server.url, timeoutMs), StoreUnavailable);
    await server.kill();
    await store.close();
    await assert.rejects(redisStore('redis://127.0.0.1:1', timeoutMs), StoreUnavailable);
  });
});

describe('a Redis that takes over', { skip: installed === true ? false : installed }, () => {
  it('is told once more what it has not heard the end of', async () => {
    await using server = await openStore('binary', { ...around, keeps: 'snapshot' });
    const store = await redisStore(server.url, patienceMs);
    for (const key of ['ended', 'going on']) await store.create(key, 'value', 60_000);
    await store.addMember('known', 'before', 60_000);
    await server.snapshot?.();
    await store.delete('ended');
    await store.addMember('known', 'after', 60_000);
    await store.addMember('new', 'after', 60_000);
    await store.addMember('new', 'taken out', 60_000);
    await store.removeMember('new', 'taken out');
    await server.kill();
    await server.restart();
    await assertRecovers(store);
    assert.equal(await store.get('ended'), undefined);
    assert.equal(await store.get('going on'), 'value');
    assert.deepEqual((await store.members('known')).sort(), ['after', 'before']);
    assert.deepEqual(await store.members('new'), ['after']);
    const asked = new Redis(server.url);
    assert.ok((await asked.pttl('new')) > 0);
    asked.disconnect();
    await store.close();
  });
});

describe('a Redis whose user has not the rights of an administrator', {
  skip: installed === true ? false : installed,
}, () => {
  let server: StoreHandle;
  let url: string;
  before(async () => {
    server = await openStore('binary', around);
    const admin = new Redis(server.url);
    await admin.acl('SETUSER', 'app', 'on', '>secret', '~*', '+@all', '-@admin', '-@dangerous');
    admin.disconnect();
    url = server.url.replace('//', '//app:secret@');
  });
  after(() => server[Symbol.asyncDispose]());

  storeContract('Redis to such a user', () => redisStore(url, patienceMs));

  it('is found again after its connection was lost', async () => {
    const store = await redisStore(url, patienceMs);
    const admin = new Redis(server.url);
    await admin.client('KILL', 'USER', 'app');
    admin.disconnect();
    await assertRecovers(store);
    await store.close();
  });

  it('is taken where its INFO was renamed away', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
    const socket = join(folder, 'redis.sock');
    const settings = ['--port', '0', '--unixsocket', socket, '--save', '', '--rename-command', 'INFO', ''];
    const program = (await findProgram(['redis-server', 'valkey-server'])) ?? 'redis-server';
    const renamed = spawn(program, settings, { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of createInterface(renamed.stdout)) if (/ready to accept/i.test(line)) break;
    const store = await redisStore(`unix:${socket}`, patienceMs);
    await store.ping();
    await store.close();
    renamed.kill();
    await once(renamed, 'exit');
    await rm(folder, { recursive: true });
  });
});

/** Each refuses before a timer of twice the deadline rings that was set after the last of them was asked. */
async function assertRefusesFast(store: Store, meanwhile?: () => Promise<void>): Promise<void> {
  const settled = Promise.allSettled([
    store.get('key'),
    store.create('key', 'value', 1000),
    store.update('key', 'value', 1000),
    store.swap('key', 'value', 1000),
    store.mark('mark', 'value', 1000),
    store.delete('key'),
    store.addMember('set', 'member', 1000),
    store.members('set'),
    store.ping(),
  ]);
  const away = meanwhile?.();
  const outcomes = await Promise.race([settled, delay(2 * timeoutMs, undefined, { ref: false })]);
  await away;
  assert.ok(outcomes, `not all had refused after ${2 * timeoutMs} ms`);
  // Whatever the store had answered before it died is not a failure.
  if (meanwhile) return;
  for (const outcome of outcomes) {
    assert.equal(outcome.status, 'rejected');
    assert.ok(outcome.reason instanceof StoreUnavailable);
    assert.equal(outcome.reason.code, 'store_unavailable');
  }
}

async function assertRecovers(store: Store): Promise<void> {
  await inTheEnd(() => store.ping());
}

/** However often a busy machine is too late for it: a test that waits in vain is ended by its runner. */
async function inTheEnd<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
    await delay(10);
  }
}

/** A way to a server that can be lost, and on the next of which the first question is held up for longer than anybody waits. */
async function lineTo(url: string) {
  const { hostname, port } = new URL(url);
  const lines = new Set<Socket>();
  let isBroken = false;
  let hasLagged = false;
  const relay = createServer((line) => {
    const on = connect(Number(port), hostname);
    lines.add(line);
    for (const [from, to] of [
      [line, on],
      [on, line],
    ] as const)
      from.on('error', () => {}).once('close', () => to.destroy());
    on.pipe(line);
    line.on('data', async (bytes) => {
      if (isBroken && !hasLagged && /ping/i.test(String(bytes))) {
        hasLagged = true;
        line.pause();
        await delay(2 * timeoutMs);
        line.resume();
      }
      on.write(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  return {
    url: `redis://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    breakAndLag() {
      isBroken = true;
      for (const line of lines) line.destroy();
    },
    lagged: () => hasLagged,
    async [Symbol.asyncDispose]() {
      relay.close();
      for (const line of lines) line.destroy();
    },
  };
}
