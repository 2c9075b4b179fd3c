import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoreKeeps } from '../../scenarios/hooks/store.ts';
import { createStoreClient } from './client.ts';
import { openStore } from './open-store.ts';
import { binary } from './providers/binary.ts';

const { signal } = new AbortController();
const available = await binary.available({ signal, log: () => {} });

describe('a Redis of our own', { skip: available === true ? false : available }, () => {
  /** What is left of a key from before the snapshot, and of one from after it, when it was killed and is there again. */
  const after = async (keeps: StoreKeeps) => {
    await using store = await openStore('binary', { signal, keeps, env: {} });
    using client = createStoreClient(store.url);
    await client.ask('SET', 'before', '1');
    await store.snapshot?.();
    await client.ask('SET', 'after', '1');
    // while its log is being synced, Redis holds back what it would write to it
    const isHeld = async () => /aof_buffer_length:[1-9]/.test(String(await client.ask('INFO', 'persistence')));
    for (let left = 500; left > 0 && (await isHeld()); left -= 1) await delay(10);
    await store.kill();
    await store.restart();
    using again = createStoreClient(store.url);
    return await again.ask('MGET', 'before', 'after');
  };

  it('comes back from a kill with all that it had answered, with its snapshot, or with nothing, and leaves no file', async () => {
    const [shared, own] = [process.env.TMPDIR, await mkdtemp(join(tmpdir(), 'authbench-'))];
    process.env.TMPDIR = own;
    try {
      assert.deepEqual(await after('log'), ['1', '1']);
      assert.deepEqual(await after('snapshot'), ['1', null]);
      assert.deepEqual(await after('nothing'), [null, null]);
      assert.deepEqual(await readdir(own), []);
    } finally {
      if (shared === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = shared;
      await rm(own, { recursive: true });
    }
  });

  it('drops keys when its memory is full, and tells how many', async () => {
    await using store = await openStore('binary', { signal, env: {} });
    using client = createStoreClient(store.url);
    for (let i = 0; i < 100; i += 1) await client.ask('SET', `key-${i}`, 'x'.repeat(1_000));
    await store.limit?.({ extraBytes: 10_000, policy: 'allkeys-lru' });
    await store.add(Array.from({ length: 200 }, (_, i) => ({ key: `more-${i}`, value: 'x'.repeat(1_000) })));
    const dropped = await store.evicted();
    // buffers of connections that were there when it was limited, and are gone now, left room for some of them
    assert.ok(dropped > 100, `${dropped} keys`);
    // a question takes memory as well, so that more may have gone
    assert.ok(Number(await client.ask('DBSIZE')) <= 300 - dropped);
  });
});
