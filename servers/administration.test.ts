import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { discover } from './discover.ts';
import type { Scheme } from './scheme.ts';
import session from './schemes/session.ts';
import { passwordIn, serveScheme } from './served-scheme.fixture.ts';
import { visitor } from './visitor.fixture.ts';

const schemes = await discover<Scheme>(new URL('./schemes/', import.meta.url));
const user = { username: 'user-1', password: passwordIn('user-1') };
const next = { username: 'user-1', password: 'what somebody else chose' };

describe('what administrators do to accounts', () => {
  it('gives a name to somebody else once it is free, and never an id', async () => {
    await using served = await serveScheme(session);
    const client = visitor(served.origin, session.protocol);
    const as = await client.signIn({ username: 'admin', password: passwordIn('admin') });
    const held = await client.signIn(user);
    assert.equal((await client.perform('addUser', { as, values: next })).status, 409);
    assert.equal((await client.perform('deleteUser', { as, values: { id: 'user-1' } })).status, 204);
    assert.equal((await client.perform('login', { values: user })).status, 401);
    const added = await client.perform('addUser', { as, values: next });
    assert.equal(added.status, 201);
    const id = added.body?.id;
    assert.match(String(id), /^[0-9a-f-]{36}$/);
    assert.equal(await client.whoAmI(held), undefined);
    assert.equal(await client.whoAmI(await client.signIn(next)), id);
  });

  it('ends the sign-ins of an account that goes on', async () => {
    await using served = await serveScheme(session);
    const client = visitor(served.origin, session.protocol);
    const as = await client.signIn({ username: 'admin', password: passwordIn('admin') });
    const held = await client.signIn(user);
    assert.equal((await client.perform('endSignIns', { as, values: { id: 'user-1' } })).status, 204);
    assert.equal(await client.whoAmI(held), undefined);
    assert.equal(await client.whoAmI(await client.signIn(user)), 'user-1');
    assert.equal((await client.perform('endSignIns', { as, values: { id: 'nobody' } })).status, 404);
  });

  for (const scheme of schemes.values()) {
    it(`refuses an administrator who was demoted, whatever their credential still states: ${scheme.id}`, async () => {
      await using served = await serveScheme(scheme);
      const client = visitor(served.origin, scheme.protocol);
      const boss = await client.signIn({ username: 'admin', password: passwordIn('admin') });
      await client.perform('setRole', { as: boss, values: { id: 'user-1', role: 'admin' } });
      const as = await client.signIn(user);
      assert.equal((await client.perform('enable', { as, values: { id: 'user-2' } })).status, 204);
      await client.perform('setRole', { as: boss, values: { id: 'user-1', role: 'user' } });
      const taken = await client.perform('setRole', { as, values: { id: 'user-1', role: 'admin' } });
      assert.ok(taken.status === 401 || taken.status === 403, String(taken.status));
      assert.equal((await served.accounts.byId('user-1'))?.role, 'user');
    });
  }
});
