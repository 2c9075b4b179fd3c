import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { type Held, visitor } from '../visitor.fixture.ts';
import jwtRefresh from './jwt-refresh.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const admin = { username: 'admin', password: passwordIn('admin') };

async function start(settings: Partial<typeof testSettings> = {}, store: Store = memoryStore()) {
  const served = await serveScheme(jwtRefresh, { store, settings: { ...testSettings, ...settings } });
  return { served, client: visitor(served.origin, jwtRefresh.protocol) };
}

describe('jwt-refresh', () => {
  it('hands out the refresh token in a __Host- cookie that scripts and other sites do not get, and never in a body', async () => {
    const { served, client } = await start();
    await using _ = served;
    const { headers, body } = await client.perform('login', { values: user });
    const [cookie = ''] = [headers['set-cookie'] ?? []].flat();
    assert.match(
      cookie,
      /^__Host-Http-refresh=[\w-]{22}\.[\w-]{43}; path=\/; expires=[^;]+; samesite=strict; secure; httponly$/,
    );
    assert.deepEqual(Object.keys(body ?? {}), ['id', 'role', 'access_token', 'token_type', 'expires_in']);
  });

  it('answers an ordinary request without the store', async () => {
    const { served, client } = await start();
    const held = await client.signIn(user);
    await using _ = served;
    const asked: string[] = [];
    served.store.get = async (key) => void asked.push(key);
    assert.equal(await client.whoAmI(held), 'user-1');
    assert.deepEqual(asked, []);
  });

  it('rotates at every use, and a second use ends the sign-in for thief and owner', async () => {
    const { served, client } = await start();
    await using _ = served;
    const stolen = await client.signIn(user);
    const renewed = await client.perform('refresh', { as: stolen });
    assert.equal(renewed.status, 200);
    assert.equal(renewed.subject, 'user-1');
    assert.notEqual(renewed.held.cookies['__Host-Http-refresh'], stolen.cookies['__Host-Http-refresh']);
    const replayed = await client.perform('refresh', { as: stolen });
    assert.equal(replayed.status, 401);
    assert.equal(replayed.body?.error, 'refresh_reuse');
    assert.equal((await client.perform('refresh', { as: renewed.held })).body?.error, 'invalid_grant');
  });

  it('ends the family at logout with the cookie alone', async () => {
    const { served, client } = await start();
    await using _ = served;
    const held = await client.signIn(user);
    const { status, held: left } = await client.perform('logout', { as: { ...held, tokens: {} } });
    assert.equal(status, 204);
    assert.deepEqual(left.cookies, {});
    assert.equal((await client.perform('refresh', { as: held })).status, 401);
  });

  it('ends the family of the sign-in that a new login replaces', async () => {
    const { served, client } = await start();
    await using _ = served;
    const old = await client.signIn(user);
    const cookie = `__Host-Http-refresh=${old.cookies['__Host-Http-refresh']}`;
    await client.perform('login', { values: admin, headers: { cookie } });
    assert.equal((await client.perform('refresh', { as: old })).status, 401);
  });

  it('ends every family at logout-all and when the account is disabled', async () => {
    const { served, client } = await start();
    await using _ = served;
    const boss = await client.signIn(admin);
    const [one, two] = [await client.signIn(user), await client.signIn(user)];
    await client.perform('logoutAll', { as: one });
    assert.deepEqual(await statuses([one, two, boss]), [401, 401, 200]);
    const three = await client.signIn(user);
    await client.perform('disable', { as: boss, values: { id: 'user-1' } });
    assert.deepEqual(await statuses([three]), [401]);

    async function statuses(all: Held[]) {
      return Promise.all(all.map(async (as) => (await client.perform('refresh', { as })).status));
    }
  });

  it('goes on as a new family where the password changes, and ends the one before with all others', async () => {
    const { served, client } = await start();
    await using _ = served;
    const [mine, other] = [await client.signIn(user), await client.signIn(user)];
    const values = { password: user.password, next: 'a new password of mine' };
    const changed = await client.perform('password', { as: mine, values });
    assert.equal(changed.status, 200);
    assert.equal((await client.perform('refresh', { as: changed.held })).status, 200);
    assert.equal((await client.perform('refresh', { as: mine })).status, 401);
    assert.equal((await client.perform('refresh', { as: other })).status, 401);
  });

  it('brings a changed role with the next renewal', async () => {
    const { served, client } = await start();
    await using _ = served;
    const [boss, held] = [await client.signIn(admin), await client.signIn(user)];
    await client.perform('setRole', { as: boss, values: { id: 'user-1', role: 'admin' } });
    assert.equal((await client.perform('admin', { as: held })).status, 403);
    const renewed = (await client.perform('refresh', { as: held })).held;
    assert.equal((await client.perform('admin', { as: renewed })).status, 200);
  });

  it('drops a login that a disabling overtook, with the family it had begun', async () => {
    const store = memoryStore();
    const begun: string[] = [];
    const overtaken: Store = {
      ...store,
      async create(key, ...rest) {
        await served.accounts.change('user-1', { disabled: true });
        begun.push(key);
        return store.create(key, ...rest);
      },
    };
    const { served, client } = await start({}, overtaken);
    await using _ = served;
    const { status, body, held } = await client.perform('login', { values: user });
    assert.equal(status, 401);
    assert.equal(body?.access_token, undefined);
    assert.deepEqual(held.cookies, {});
    assert.equal(await store.get(begun.find((key) => key.startsWith('family:'))!), undefined);
  });

  it('renews and ends a sign-in for our own page alone, and needs no proof where no cookie counts', async () => {
    const { served, client } = await start();
    await using _ = served;
    const as = await client.signIn(user);
    const headers = { origin: 'https://sibling.example' };
    assert.equal((await client.perform('refresh', { as, headers })).body?.error, 'origin_unproven');
    assert.equal((await client.perform('logout', { as, headers })).body?.error, 'origin_unproven');
    assert.equal((await client.perform('login', { values: user, headers })).body?.error, 'origin_unproven');
    assert.equal((await client.perform('transfer', { as, headers })).status, 200);
  });

  it('takes no other spelling of the paths that a cross-origin page may not ask for', async () => {
    const { served, client } = await start();
    await using _ = served;
    const as = await client.signIn(user);
    const headers = { origin: 'https://sibling.example', 'sec-fetch-site': 'same-site' };
    for (const path of ['/refresh/', '/Refresh', '/logout/', '/LOGOUT', '//refresh', '/%72efresh']) {
      const { status } = await client.send({ ...client.request('refresh', { as, headers }), path });
      assert.equal(status, 404, path);
    }
    assert.equal((await client.perform('refresh', { as })).status, 200);
  });

  it('refuses a renewal without a cookie, or with any other', async () => {
    const { served, client } = await start();
    await using _ = served;
    for (const cookie of [
      '',
      '__Host-Http-refresh=',
      '__Host-Http-refresh=a.b',
      `__Host-Http-refresh=${'A'.repeat(22)}.${'A'.repeat(43)}`,
    ]) {
      const { status, body } = await client.perform('refresh', { headers: { cookie } });
      assert.equal(status, 401);
      assert.equal(body?.error, 'invalid_grant');
    }
  });
});
