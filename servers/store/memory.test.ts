import assert from 'node:assert/strict';
import { it } from 'node:test';
import { memoryStore } from './memory.ts';
import { storeContract } from './store.contract.ts';

const shared = memoryStore();
storeContract('own memory', async () => shared);

it('own memory is not shared between instances', async () => {
  const [one, two] = [memoryStore(), memoryStore()];
  await one.create('key', 'value', 60_000);
  assert.equal(await two.get('key'), undefined);
  await Promise.all([one.close(), two.close()]);
});
