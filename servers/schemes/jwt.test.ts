import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { visitor } from '../visitor.fixture.ts';
import jwt from './jwt.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const admin = { username: 'admin', password: passwordIn('admin') };

describe('jwt', () => {
  it('never asks the store', async () => {
    const untouchable = new Proxy<Store>(memoryStore(), {
      get: (_, name) => assert.fail(`the store was asked to ${String(name)}`),
    });
    await using served = await serveScheme(jwt, { store: untouchable });
    const client = visitor(served.origin, jwt.protocol);
    const as = await client.signIn(user);
    const next = 'a new password of mine';
    const statuses = [
      await client.perform('me', { as }),
      await client.perform('slow', { as, values: { ms: '0' } }),
      await client.perform('transfer', { as }),
      await client.perform('password', { as, values: { password: user.password, next } }),
      await client.perform('logoutAll', { as }),
      await client.perform('logout', { as }),
      await client.send({ method: 'GET', path: '/readyz', headers: {} }),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [200, 200, 200, 200, 204, 204, 200]);
  });

  it('keeps a token and its role good until it expires, whatever happens to the account', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    await using served = await serveScheme(jwt, { settings: { ...testSettings, accessMs: 60_000, toleranceMs: 0 } });
    const client = visitor(served.origin, jwt.protocol);
    const [boss, held] = [await client.signIn(admin), await client.signIn(user)];
    await client.perform('logout', { as: held });
    await client.perform('disable', { as: boss, values: { id: 'user-1' } });
    assert.equal(await client.whoAmI(held), 'user-1');
    assert.equal((await client.perform('login', { values: user })).status, 401);
    t.mock.timers.tick(60_000);
    const { status, headers } = await client.perform('me', { as: held });
    assert.equal(status, 401);
    assert.equal(headers['www-authenticate'], 'Bearer realm="authbench", error="invalid_token"');
  });

  it('takes a token from the Authorization header alone', async () => {
    await using served = await serveScheme(jwt);
    const client = visitor(served.origin, jwt.protocol);
    const token = (await client.signIn(user)).tokens.access ?? '';
    const get = (path: string, headers: Record<string, string> = {}) => client.send({ method: 'GET', path, headers });
    assert.equal((await get('/me', { authorization: `bearer ${token}` })).status, 200);
    assert.equal((await get(`/me?access_token=${token}`)).status, 401);
    assert.equal((await get('/me', { cookie: `access=${token}` })).status, 401);
    assert.equal((await get('/me', { authorization: token })).status, 401);
    assert.equal((await get('/me', { authorization: `Basic ${token}` })).status, 401);
  });
});
