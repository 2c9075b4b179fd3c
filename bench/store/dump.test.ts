import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createStoreClient, type StoreClient } from './client.ts';
import { add, dump, restore } from './dump.ts';
import { openStore, type StoreHandle } from './open-store.ts';

describe('a dump of a store', () => {
  let store: StoreHandle;
  let client: StoreClient;
  before(async () => {
    store = await openStore('embedded', { signal: new AbortController().signal });
    client = createStoreClient(store.url);
  });
  after(async () => {
    client[Symbol.dispose]();
    await store[Symbol.asyncDispose]();
  });

  it('shows strings, sets and what is left of their lives', async () => {
    await client.ask('SET', 'a', '1', 'PX', '60000');
    await client.ask('SADD', 'b', 'x');
    const [a, b] = (await dump(client)).toSorted((one, other) => one.key.localeCompare(other.key));
    assert.deepEqual([a?.key, a?.value, b], ['a', '1', { key: 'b', value: ['x'] }]);
    assert.ok((a?.ttlMs ?? 0) > 50_000 && (a?.ttlMs ?? 0) <= 60_000);
  });

  it('brings back what went, and takes away what came since', async () => {
    await store.flush();
    await client.ask('SET', 'ended', 'session', 'PX', '60000');
    const before = await dump(client);
    await client.ask('DEL', 'ended');
    await client.ask('SADD', 'begun', 'since');
    await restore(client, before);
    const now = await dump(client);
    assert.deepEqual(
      now.map(({ key, value }) => [key, value]),
      [['ended', 'session']],
    );
  });

  it('takes any number of entries beside what is there', async () => {
    await store.flush();
    await client.ask('SET', 'before', '1');
    await add(
      client,
      Array.from({ length: 3_001 }, (_, i) => ({ key: `k${i}`, value: `${i}`, ttlMs: 60_000 })),
    );
    assert.equal(await client.ask('DBSIZE'), 3_002);
    assert.equal(await client.ask('GET', 'k3000'), '3000');
  });

  it('answers nothing while it is frozen, and everything after', async () => {
    await client.ask('SET', 'k', 'v');
    await store.freeze();
    await assert.rejects(client.ask('GET', 'k'), { code: 'AB-E203' });
    await store.thaw();
    assert.equal(await client.ask('GET', 'k'), 'v');
  });
});
