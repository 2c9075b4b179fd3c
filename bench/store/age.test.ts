import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStoreClient } from './client.ts';
import { openStore } from './open-store.ts';

describe('the age of a store', () => {
  it('takes from the life of every key, ends what had less, and leaves alone what has no end', async () => {
    await using store = await openStore('embedded', { signal: new AbortController().signal });
    using client = createStoreClient(store.url);
    await client.ask('SET', 'long', '1', 'PX', '7200000');
    await client.ask('SET', 'short', '1', 'PX', '1800000');
    await client.ask('SET', 'endless', '1');
    await client.ask('SADD', 'set', 'x');
    await client.ask('PEXPIRE', 'set', '3700000');
    await store.age(3_600_000);
    const left = await Promise.all(['long', 'short', 'endless', 'set'].map((key) => client.ask('PTTL', key)));
    const minutes = left.map((ms) => (Number(ms) < 0 ? Number(ms) : Math.ceil(Number(ms) / 60_000)));
    assert.deepEqual(minutes, [60, -2, -1, 2]);
  });
});
