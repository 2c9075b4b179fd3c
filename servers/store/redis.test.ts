import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { redisStore } from './redis.ts';
import { noRedis, type RedisServer, startRedis } from './redis-server.fixture.ts';
import { storeContract } from './store.contract.ts';
import { type Store, StoreUnavailable } from './store.ts';

describe('Redis', { skip: noRedis }, () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis();
  });
  after(() => server[Symbol.asyncDispose]());

  storeContract('Redis', () => redisStore(server.url));

  describe('a user without the rights of an administrator', () => {
    let url: string;
    before(async () => {
      const admin = new Redis(server.url);
      await admin.acl('SETUSER', 'app', 'on', '>secret', '~*', '+@all', '-@admin', '-@dangerous');
      admin.disconnect();
      url = server.url.replace('//', '//app:secret@');
    });

    storeContract('Redis to such a user', () => redisStore(url));

    it('finds back after its connection was lost', async () => {
      const store = await redisStore(url);
      const admin = new Redis(server.url);
      await admin.client('KILL', 'USER', 'app');
      admin.disconnect();
      await assertRecovers(store);
      await store.close();
    });
  });

  it('takes a Redis whose INFO was renamed away', async () => {
    await using renamed = await startRedis(['--rename-command', 'INFO', '']);
    const store = await redisStore(renamed.url);
    await store.ping();
    await store.close();
  });

  describe('a Redis that fails', () => {
    let store: Store;
    beforeEach(async () => {
      await server.restart();
      store = await redisStore(server.url);
    });

    it('is unavailable within 500 ms when it falls silent, and is back when it speaks again', async () => {
      server.signal('SIGSTOP');
      await assertRefusesFast(store);
      server.signal('SIGCONT');
      await assertRecovers(store);
      await store.close();
    });

    it('is unavailable within 500 ms when it dies, and is back when it was started again', async () => {
      const pending = assertRefusesFast(store, () => server.signal('SIGKILL'));
      await pending;
      await assertRefusesFast(store);
      await server.restart();
      await assertRecovers(store);
      await store.close();
    });

    it('does not do later what it refused while it was away', async () => {
      server.signal('SIGKILL');
      await assertRefusesFast(store);
      await assert.rejects(store.create('refused', 'value', 60_000), StoreUnavailable);
      await server.restart();
      await assertRecovers(store);
      assert.equal(await store.get('refused'), undefined);
      await store.close();
    });

    it('ends once more what a server that takes over has not heard of', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'authbench-'));
      await server.restart(folder);
      await assertRecovers(store);
      const other = new Redis(server.url);
      for (const key of ['ended', 'going on']) await store.create(key, 'value', 60_000);
      await other.save();
      await store.delete('ended');
      other.disconnect();
      await server.restart(folder);
      await assertRecovers(store);
      assert.equal(await store.get('ended'), undefined);
      assert.equal(await store.get('going on'), 'value');
      await store.close();
      await rm(folder, { recursive: true });
    });

    it('refuses the start when nobody listens, and when nobody answers', async () => {
      server.signal('SIGSTOP');
      await assert.rejects(redisStore(server.url), StoreUnavailable);
      server.signal('SIGKILL');
      await store.close();
      await assert.rejects(redisStore('redis://127.0.0.1:1'), StoreUnavailable);
    });
  });
});

async function assertRefusesFast(store: Store, meanwhile?: () => void): Promise<void> {
  const start = performance.now();
  const calls = [
    store.get('key'),
    store.create('key', 'value', 1000),
    store.update('key', 'value', 1000),
    store.delete('key'),
    store.addMember('set', 'member', 1000),
    store.members('set'),
    store.ping(),
  ];
  const settled = Promise.allSettled(calls);
  meanwhile?.();
  const outcomes = await settled;
  assert.ok(performance.now() - start < 500);
  // Whatever the store had answered before it died is not a failure.
  if (meanwhile) return;
  for (const outcome of outcomes) {
    assert.equal(outcome.status, 'rejected');
    assert.ok(outcome.reason instanceof StoreUnavailable);
    assert.equal(outcome.reason.code, 'store_unavailable');
  }
}

async function assertRecovers(store: Store): Promise<void> {
  const deadline = performance.now() + 5_000;
  for (;;) {
    const up = await store.ping().then(
      () => true,
      () => false,
    );
    if (up) return;
    assert.ok(performance.now() < deadline, 'the store did not come back within 5 s');
    await delay(10);
  }
}
