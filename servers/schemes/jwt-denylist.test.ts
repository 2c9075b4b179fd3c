import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { visitor } from '../visitor.fixture.ts';
import denylist from './jwt-denylist.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const admin = { username: 'admin', password: passwordIn('admin') };
const next = 'a new password of mine';

describe('jwt-denylist', () => {
  it('ends a token at logout, and no other one of its owner', async () => {
    await using served = await serveScheme(denylist);
    const client = visitor(served.origin, denylist.protocol);
    const [ended, other] = [await client.signIn(user), await client.signIn(user)];
    await client.perform('logout', { as: ended });
    assert.deepEqual([await client.whoAmI(ended), await client.whoAmI(other)], [undefined, 'user-1']);
  });

  it('ends all tokens of an account at its change of password, and goes on with a new one', async () => {
    await using served = await serveScheme(denylist);
    const client = visitor(served.origin, denylist.protocol);
    const [own, copy] = [await client.signIn(user), await client.signIn(user)];
    const { held } = await client.perform('password', { as: own, values: { password: user.password, next } });
    assert.deepEqual([await client.whoAmI(own), await client.whoAmI(copy)], [undefined, undefined]);
    assert.equal(await client.whoAmI(held), 'user-1');
    await client.perform('logoutAll', { as: held });
    assert.equal(await client.whoAmI(held), undefined);
  });

  it('ends a token whose role was changed, and those of a disabled account', async () => {
    await using served = await serveScheme(denylist);
    const client = visitor(served.origin, denylist.protocol);
    const boss = await client.signIn(admin);
    const before = await client.signIn(user);
    await client.perform('setRole', { as: boss, values: { id: 'user-1', role: 'admin' } });
    assert.equal(await client.whoAmI(before), undefined);
    const raised = await client.signIn(user);
    await client.perform('disable', { as: boss, values: { id: 'user-1' } });
    assert.equal(await client.whoAmI(raised), undefined);
  });

  it('remembers an ended token for a minute longer than it lives, for verifiers whose clock is behind', async () => {
    const store = memoryStore();
    const lives: number[] = [];
    const watched: Store = {
      ...store,
      mark(key, value, ttlMs) {
        if (key.startsWith('denied:')) lives.push(ttlMs);
        return store.mark(key, value, ttlMs);
      },
    };
    await using served = await serveScheme(denylist, { store: watched });
    const client = visitor(served.origin, denylist.protocol);
    await client.perform('logout', { as: await client.signIn(user) });
    const { accessMs, toleranceMs } = testSettings;
    assert.deepEqual(lives, [accessMs + toleranceMs + 61_000]);
  });

  it('refuses everybody while the store cannot say who was refused', async () => {
    const store = memoryStore();
    const down = { ...store, get: () => Promise.reject(new StoreUnavailable('down')) };
    await using served = await serveScheme(denylist, { store: down });
    const client = visitor(served.origin, denylist.protocol);
    assert.equal((await client.perform('me', { as: await client.signIn(user) })).status, 503);
  });
});
