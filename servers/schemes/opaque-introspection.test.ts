import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { type Held, visitor } from '../visitor.fixture.ts';
import opaque from './opaque-introspection.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const admin = { username: 'admin', password: passwordIn('admin') };
const lagMs = 10_000;

async function start(settings: Partial<typeof testSettings> = {}, store: Store = memoryStore()) {
  const asked: string[] = [];
  const watched: Store = {
    ...store,
    get(key) {
      asked.push(key);
      return store.get(key);
    },
  };
  const served = await serveScheme(opaque, { store: watched, settings: { ...testSettings, lagMs, ...settings } });
  return { served, asked, client: visitor(served.origin, opaque.protocol) };
}

describe('opaque-introspection', () => {
  it('hands out 256 random bits, of which the store has the hash alone', async () => {
    const { served, asked, client } = await start();
    await using _ = served;
    const { access = '' } = (await client.signIn(user)).tokens;
    assert.match(access, /^[\w-]{43}$/);
    await client.whoAmI({ cookies: {}, tokens: { access } });
    assert.ok(asked.every((key) => /^token:[\w-]{43}$/.test(key) && !key.includes(access)));
  });

  it('asks once in a while for reads, and each time for everything else', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const { served, asked, client } = await start();
    await using _ = served;
    const as = await client.signIn(admin);
    const count = async (step: 'me' | 'transfer' | 'admin') => {
      asked.length = 0;
      assert.equal((await client.perform(step, { as })).status, 200);
      return asked.length;
    };
    assert.deepEqual(
      [await count('me'), await count('me'), await count('transfer'), await count('admin')],
      [1, 0, 1, 1],
    );
    t.mock.timers.tick(lagMs - 1);
    assert.equal(await count('me'), 0);
    t.mock.timers.tick(1);
    assert.equal(await count('me'), 1);
  });

  it('ends a token for reads within the lag, and for the rest at once; where it was ended, for all', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const store = memoryStore();
    const [one, two] = [await start({}, store), await start({}, store)];
    await using _ = one.served;
    await using __ = two.served;
    const as = await one.client.signIn(user);
    assert.deepEqual([await one.client.whoAmI(as), await two.client.whoAmI(as)], ['user-1', 'user-1']);
    await one.client.perform('logout', { as });
    assert.deepEqual([await one.client.whoAmI(as), await two.client.whoAmI(as)], [undefined, 'user-1']);
    assert.equal((await two.client.perform('transfer', { as })).status, 401);
    // and now this instance knows
    assert.equal(await two.client.whoAmI(as), undefined);
  });

  it('ends all tokens of an account at logout-all, a change of password, role or state, and nobody else’s', async () => {
    const { served, client } = await start();
    await using _ = served;
    const next = 'a new password of mine';
    const acts = async (as: Held) => (await client.perform('transfer', { as })).status;
    const [one, two, boss] = [await client.signIn(user), await client.signIn(user), await client.signIn(admin)];
    await client.perform('logoutAll', { as: one });
    assert.deepEqual([await acts(one), await acts(two), await acts(boss)], [401, 401, 200]);
    const [own, copy] = [await client.signIn(user), await client.signIn(user)];
    const { held } = await client.perform('password', { as: own, values: { password: user.password, next } });
    assert.deepEqual([await acts(own), await acts(copy), await acts(held)], [401, 401, 200]);
    await client.perform('setRole', { as: boss, values: { id: 'user-1', role: 'admin' } });
    assert.equal(await acts(held), 401);
    const raised = await client.signIn({ ...user, password: next });
    assert.equal((await client.perform('admin', { as: raised })).status, 200);
    await client.perform('disable', { as: boss, values: { id: 'user-1' } });
    assert.equal(await acts(raised), 401);
  });

  it('goes by an answer for the lag from its question on, however long the answer took', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const store = memoryStore();
    const slow: Store = {
      ...store,
      async get(key) {
        const value = await store.get(key);
        t.mock.timers.tick(4_000);
        return value;
      },
    };
    const { served, asked, client } = await start({}, slow);
    await using _ = served;
    const as = await client.signIn(user);
    await client.whoAmI(as);
    asked.length = 0;
    t.mock.timers.tick(lagMs - 4_000);
    await client.whoAmI(as);
    assert.equal(asked.length, 1);
  });

  it('ends a token by its age, however often it is used', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const { served, client } = await start({ accessMs: 15_000 });
    await using _ = served;
    const as = await client.signIn(user);
    for (const [ms, id] of [
      [6_000, 'user-1'],
      [6_000, 'user-1'],
      [2_999, 'user-1'],
      [1, undefined],
    ] as const) {
      t.mock.timers.tick(ms);
      assert.equal(await client.whoAmI(as), id);
    }
  });

  it('refuses with 503 when the store cannot say whose a token is, and asks nobody about what is none', async () => {
    const { served, asked, client } = await start(
      {},
      { ...memoryStore(), get: () => Promise.reject(new StoreUnavailable('down')) },
    );
    await using _ = served;
    const as = await client.signIn(user);
    assert.equal((await client.perform('me', { as })).status, 503);
    asked.length = 0;
    for (const access of ['', 'a%20b', 'x'.repeat(65), 'a.b'])
      assert.equal(await client.whoAmI({ cookies: {}, tokens: { access } }), undefined);
    assert.deepEqual(asked, []);
  });
});
