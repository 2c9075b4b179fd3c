import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import { visitor } from '../visitor.fixture.ts';
import epoch from './jwt-epoch.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const other = { username: 'user-2', password: passwordIn('user-2') };
const admin = { username: 'admin', password: passwordIn('admin') };
const next = 'a new password of mine';
const dates = 'user:user-1:not-before';

describe('jwt-epoch', () => {
  it('ends one token at logout, and no other one of its owner', async () => {
    await using served = await serveScheme(epoch);
    const client = visitor(served.origin, epoch.protocol);
    const [ended, left] = [await client.signIn(user), await client.signIn(user)];
    await client.perform('logout', { as: ended });
    assert.deepEqual([await client.whoAmI(ended), await client.whoAmI(left)], [undefined, 'user-1']);
  });

  it('ends all tokens of an account by one date, and nobody else’s, in the millisecond of their issue', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_500 });
    await using served = await serveScheme(epoch);
    const client = visitor(served.origin, epoch.protocol);
    const held = [await client.signIn(user), await client.signIn(user), await client.signIn(other)] as const;
    await client.perform('logoutAll', { as: held[0] });
    assert.deepEqual(await Promise.all(held.map(client.whoAmI)), [undefined, undefined, 'user-2']);
    // a login in the same millisecond is younger than the date, which lies a minute ahead
    assert.deepEqual(await served.store.members(dates), ['1800000060500']);
    assert.equal(await client.whoAmI(await client.signIn(user)), 'user-1');
  });

  it('moves a date on that another instance has set further ahead, and never back', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    await using served = await serveScheme(epoch);
    const client = visitor(served.origin, epoch.protocol);
    await served.store.addMember(dates, '1800000900000', 100_000);
    const held = await client.signIn(user);
    await client.perform('logoutAll', { as: held });
    assert.deepEqual(await served.store.members(dates), ['1800000900001']);
    assert.equal(await client.whoAmI(held), undefined);
  });

  it('goes on with a new token where the password changes, and ends those of a changed role or a disabled account', async () => {
    await using served = await serveScheme(epoch);
    const client = visitor(served.origin, epoch.protocol);
    const [own, copy, boss] = [await client.signIn(user), await client.signIn(user), await client.signIn(admin)];
    const { held } = await client.perform('password', { as: own, values: { password: user.password, next } });
    assert.deepEqual(
      [await client.whoAmI(own), await client.whoAmI(copy), await client.whoAmI(held)],
      [undefined, undefined, 'user-1'],
    );
    await client.perform('setRole', { as: boss, values: { id: 'user-1', role: 'admin' } });
    assert.equal(await client.whoAmI(held), undefined);
    const raised = await client.signIn({ ...user, password: next });
    assert.equal((await client.perform('admin', { as: raised })).status, 200);
    await client.perform('disable', { as: boss, values: { id: 'user-1' } });
    assert.equal(await client.whoAmI(raised), undefined);
  });

  it('holds every token of an account for ended whose date the store has lost', async () => {
    await using served = await serveScheme(epoch);
    const client = visitor(served.origin, epoch.protocol);
    const held = await client.signIn(user);
    await served.store.delete(dates);
    assert.equal(await client.whoAmI(held), undefined);
  });

  it('knows a date and an ended token for a minute longer than a token lives, and asks twice for each request', async () => {
    const store = memoryStore();
    const lives: number[] = [];
    const asked: string[] = [];
    await using served = await serveScheme(epoch, {
      store: {
        ...store,
        addMember(set, member, ttlMs) {
          lives.push(ttlMs);
          return store.addMember(set, member, ttlMs);
        },
        mark(key, value, ttlMs) {
          lives.push(ttlMs);
          return store.mark(key, value, ttlMs);
        },
        get(key) {
          asked.push('get');
          return store.get(key);
        },
        members(set) {
          asked.push('members');
          return store.members(set);
        },
      },
    });
    const client = visitor(served.origin, epoch.protocol);
    const held = await client.signIn(user);
    asked.length = 0;
    await client.whoAmI(held);
    assert.deepEqual(asked, ['members', 'get']);
    await client.perform('logout', { as: held });
    const { accessMs, toleranceMs } = testSettings;
    assert.deepEqual(lives, [accessMs + toleranceMs + 61_000, accessMs + toleranceMs + 61_000]);
  });
});
