import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { visitor } from '../visitor.fixture.ts';
import bff from './bff.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const admin = { username: 'admin', password: passwordIn('admin') };

async function start(settings: Partial<typeof testSettings> = {}, store: Store = memoryStore()) {
  const served = await serveScheme(bff, { store, settings: { ...testSettings, ...settings } });
  return { served, client: visitor(served.origin, bff.protocol) };
}

/** How often each command was given for keys of each kind. */
function counted(store: Store) {
  const counts: Record<string, number> = {};
  const count = <T>(name: string, key: string, answer: T): T => {
    const what = `${name} ${key.replace(/:.*/, '')}`;
    counts[what] = (counts[what] ?? 0) + 1;
    return answer;
  };
  const watched: Store = {
    ...store,
    get: (key) => count('get', key, store.get(key)),
    swap: (key, ...rest) => count('swap', key, store.swap(key, ...rest)),
    update: (key, ...rest) => count('update', key, store.update(key, ...rest)),
  };
  return { store: watched, counts };
}

describe('bff', () => {
  it('gives the browser an id in a cookie that only HTTP sets and only this site sends, and no token', async () => {
    const { served, client } = await start();
    await using _ = served;
    const { headers, body } = await client.perform('login', { values: user });
    const [cookie = ''] = [headers['set-cookie'] ?? []].flat();
    assert.match(cookie, /^__Host-Http-sid=[\w-]{43}; path=\/; expires=[^;]+; samesite=strict; secure; httponly$/);
    assert.deepEqual(Object.keys(body ?? {}), ['id', 'role']);
  });

  it('asks the resource server for what is on its list, in one command to the store', async () => {
    const { store, counts } = counted(memoryStore());
    const { served, client } = await start({}, store);
    await using _ = served;
    const held = await client.signIn(user);
    for (const name of Object.keys(counts)) delete counts[name];
    assert.equal(await client.whoAmI(held), 'user-1');
    assert.deepEqual(counts, { 'get session': 1 });
    assert.equal((await client.perform('slow', { as: held, values: { ms: '1' } })).subject, 'user-1');
    assert.equal((await client.perform('admin', { as: held })).status, 403);
  });

  it('keeps no token in the store that could be read there', async () => {
    const store = memoryStore();
    const kept: string[] = [];
    const create: Store['create'] = (key, value, ...rest) => {
      kept.push(value);
      return store.create(key, value, ...rest);
    };
    const { served, client } = await start({}, { ...store, create });
    await using _ = served;
    await client.signIn(user);
    const session = kept.find((value) => value.includes('"tokens"')) ?? '';
    assert.match(JSON.parse(session).tokens, /^eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.ok(!kept.some((value) => /eyJ[\w-]+\.eyJ/.test(value)));
  });

  it('renews once for any number of requests, and everybody goes on', async (t) => {
    const { store, counts } = counted(memoryStore());
    const { served, client } = await start({ accessMs: 10_000 }, store);
    await using _ = served;
    const held = await client.signIn(user);
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 8_500 });
    const all = await Promise.all(Array.from({ length: 8 }, () => client.whoAmI(held)));
    assert.deepEqual(new Set(all), new Set(['user-1']));
    assert.equal(counts['swap family'], 1);
    t.mock.timers.tick(8_500);
    assert.equal(await client.whoAmI(held), 'user-1');
    assert.equal(counts['swap family'], 2);
  });

  it('goes on where two instances renewed at once', async (t) => {
    const store = memoryStore();
    const settings = { accessMs: 10_000 };
    const [one, two] = [await start(settings, store), await start(settings, store)];
    await using _one = one.served;
    await using _two = two.served;
    const held = await one.client.signIn(user);
    for (let round = 0; round < 3; round += 1) {
      t.mock.timers.reset();
      t.mock.timers.enable({ apis: ['Date'], now: Date.now() + (round + 1) * 8_500 });
      const both = await Promise.all([one.client.whoAmI(held), two.client.whoAmI(held)]);
      assert.deepEqual(both, ['user-1', 'user-1'], `round ${round}`);
    }
  });

  it('answers nothing by itself that is for the resource server, where it can open no token of the session', async () => {
    const store = memoryStore();
    let isDamaged = false;
    const get: Store['get'] = async (key) => {
      const kept = await store.get(key);
      return isDamaged ? kept?.replace(/"tokens":"[^"]*"/, '"tokens":"of another key"') : kept;
    };
    const { served, client } = await start({}, { ...store, get });
    await using _ = served;
    const held = await client.signIn(user);
    assert.equal((await client.perform('transfer', { as: held })).status, 200);
    isDamaged = true;
    assert.equal((await client.perform('transfer', { as: held })).status, 401);
    assert.equal(await served.accounts.transfers('user-1'), 1);
  });

  it('ends session and family at logout', async () => {
    const store = memoryStore();
    const { served, client } = await start({}, store);
    await using _ = served;
    const held = await client.signIn(user);
    assert.equal((await store.members('user:user-1:families')).length, 1);
    assert.equal((await client.perform('logout', { as: held })).status, 204);
    assert.equal(await client.whoAmI(held), undefined);
    assert.deepEqual(await store.members('user:user-1:families'), []);
    assert.deepEqual(await store.members('user:user-1:sessions'), []);
  });

  it('ends the family of the sign-in that a new login replaces', async () => {
    const store = memoryStore();
    const { served, client } = await start({}, store);
    await using _ = served;
    const held = await client.signIn(user);
    const cookie = Object.entries(held.cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
    await client.perform('login', { values: admin, headers: { cookie } });
    assert.equal(await client.whoAmI(held), undefined);
    assert.deepEqual(await store.members('user:user-1:families'), []);
  });

  it('goes on under a new id and a new family where the password changes, and ends all others', async () => {
    const store = memoryStore();
    const { served, client } = await start({}, store);
    await using _ = served;
    const [mine, other] = [await client.signIn(user), await client.signIn(user)];
    const before = await store.members('user:user-1:families');
    const values = { password: user.password, next: 'a new password of mine' };
    const { held } = await client.perform('password', { as: mine, values });
    assert.deepEqual(
      [await client.whoAmI(held), await client.whoAmI(mine), await client.whoAmI(other)],
      ['user-1', undefined, undefined],
    );
    const after = await store.members('user:user-1:families');
    assert.equal(after.length, 1);
    assert.ok(!before.includes(after[0] ?? ''));
  });

  it('acts at once when an account is disabled or loses its role', async () => {
    const { served, client } = await start();
    await using _ = served;
    const [boss, held] = [await client.signIn(admin), await client.signIn(user)];
    await client.perform('setRole', { as: boss, values: { id: 'user-1', role: 'admin' } });
    assert.equal(await client.whoAmI(held), undefined);
    const promoted = await client.signIn(user);
    assert.equal((await client.perform('admin', { as: promoted })).status, 200);
    await client.perform('disable', { as: boss, values: { id: 'user-1' } });
    assert.equal(await client.whoAmI(promoted), undefined);
  });

  it('ends after silence, goes on by use, and ends at its absolute time', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const { served, client } = await start({ idleMs: 1_000, absoluteMs: 2_500 });
    await using _ = served;
    const silent = await client.signIn(user);
    t.mock.timers.tick(1_001);
    assert.equal(await client.whoAmI(silent), undefined);
    const busy = await client.signIn(user);
    for (let elapsed = 600; elapsed <= 2_400; elapsed += 600) {
      t.mock.timers.tick(600);
      assert.equal(await client.whoAmI(busy), 'user-1', `${elapsed}`);
    }
    t.mock.timers.tick(101);
    assert.equal(await client.whoAmI(busy), undefined);
  });

  it('asks nobody else, whatever the address says', async () => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    const { headers } = client.request('me', { as: held });
    for (const path of ['/x//evil.example/me', '/me/', '/ME', '/me%2f..%2fbare', '/me;x', '/%6de'])
      assert.equal((await client.send({ method: 'GET', path, headers })).status, 404, path);
  });

  it('refuses a state change that no page of ours is known to have asked for', async () => {
    const { served, client } = await start();
    await using _ = served;
    const as = await client.signIn(user);
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'same-site' };
    assert.equal((await client.perform('transfer', { as, headers })).body?.error, 'origin_unproven');
    assert.equal(await served.accounts.transfers('user-1'), 0);
  });

  it('answers 502 where the resource server is gone, and not that nobody is signed in', async () => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    await served.auth.close?.();
    assert.equal((await client.perform('me', { as: held })).status, 502);
  });
});
