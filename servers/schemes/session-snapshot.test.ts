import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { passwordIn, serveScheme, testSettings } from '../served-scheme.fixture.ts';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { visitor } from '../visitor.fixture.ts';
import sessionSnapshot from './session-snapshot.ts';

const user = { username: 'user-1', password: passwordIn('user-1') };
const admin = { username: 'admin', password: passwordIn('admin') };
const lagMs = 10_000;
const NAME = '__Host-Http-snapshot';

async function start(settings: Partial<typeof testSettings> = {}) {
  const store = memoryStore();
  const asked: string[] = [];
  const watched: Store = {
    ...store,
    get(key) {
      asked.push(key);
      return store.get(key);
    },
  };
  const served = await serveScheme(sessionSnapshot, {
    store: watched,
    settings: { ...testSettings, lagMs, ...settings },
  });
  return { served, asked, client: visitor(served.origin, sessionSnapshot.protocol) };
}

describe('session-snapshot', () => {
  it('reads without the store while its snapshot is young, and looks the session up for everything else', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const { served, asked, client } = await start();
    await using _ = served;
    const as = await client.signIn(admin);
    asked.length = 0;
    t.mock.timers.tick(lagMs - 1);
    assert.equal(await client.whoAmI(as), 'admin');
    assert.equal(asked.length, 0);
    for (const step of ['transfer', 'slow', 'admin'] as const) {
      assert.equal((await client.perform(step, { as, values: { ms: '0' } })).status, 200);
      assert.equal(asked.length, 1, step);
      asked.length = 0;
    }
    t.mock.timers.tick(1);
    const { held } = await client.perform('me', { as });
    assert.equal(asked.length, 1);
    assert.equal(await client.whoAmI(held), 'admin');
    assert.equal(asked.length, 1);
  });

  it('ends a session for reads within the lag, and for the rest at once', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const { served, client } = await start();
    await using _ = served;
    const as = await client.signIn(user);
    const { held: left } = await client.perform('logout', { as });
    assert.deepEqual(left.cookies, {});
    assert.equal(await client.whoAmI(as), 'user-1');
    assert.equal((await client.perform('transfer', { as })).status, 401);
    t.mock.timers.tick(lagMs);
    assert.equal(await client.whoAmI(as), undefined);
  });

  it('signs no snapshot anew without a look at the session, nor for longer than that lives', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const { served, client } = await start({ absoluteMs: 12_000 });
    await using _ = served;
    const as = await client.signIn(user);
    t.mock.timers.tick(5_000);
    assert.equal((await client.perform('me', { as })).headers['set-cookie'], undefined);
    t.mock.timers.tick(5_000);
    const { held } = await client.perform('me', { as });
    assert.notEqual(held.cookies[NAME], as.cookies[NAME]);
    t.mock.timers.tick(1_999);
    assert.equal(await client.whoAmI(held), 'user-1');
    t.mock.timers.tick(1);
    assert.equal(await client.whoAmI(held), undefined);
  });

  it('is as old as the look-up, not as the answer', async (t) => {
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
    await using served = await serveScheme(sessionSnapshot, { store: slow, settings: { ...testSettings, lagMs } });
    const client = visitor(served.origin, sessionSnapshot.protocol);
    const as = await client.signIn(user);
    t.mock.timers.tick(lagMs);
    const { held } = await client.perform('me', { as });
    const [payload = ''] = (held.cookies[NAME] ?? '').split('.');
    assert.equal(JSON.parse(Buffer.from(payload, 'base64url').toString()).until, 1_800_000_000_000 + 2 * lagMs);
  });

  it('believes no snapshot beside another session, none that was changed, and a signature of no other cookie', async () => {
    const { served, client } = await start();
    await using _ = served;
    const [own, theirs] = [await client.signIn(user), await client.signIn(admin)];
    const beside = (snapshot = '') => client.whoAmI({ ...own, cookies: { ...own.cookies, [NAME]: snapshot } });
    const genuine = theirs.cookies[NAME] ?? '';
    const [payload = '', signature = ''] = (own.cookies[NAME] ?? '').split('.');
    const raised = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('user-1', 'admin')).toString(
      'base64url',
    );
    const all = [genuine, `${raised}.${signature}`, `${raised}.`, raised, `${payload}.${signature}.x`, 'x', ''];
    assert.deepEqual(await Promise.all(all.map(beside)), Array(all.length).fill('user-1'));
    assert.equal(await client.whoAmI({ tokens: {}, cookies: { [NAME]: genuine } }), undefined);
  });

  it('reads at an instance that has just been started', async () => {
    const store = memoryStore();
    const settings = { ...testSettings, lagMs };
    await using one = await serveScheme(sessionSnapshot, { store, settings });
    await using two = await serveScheme(sessionSnapshot, { store, settings });
    const as = await visitor(one.origin, sessionSnapshot.protocol).signIn(user);
    const client = visitor(two.origin, sessionSnapshot.protocol);
    assert.equal(await client.whoAmI(as), 'user-1');
    assert.equal((await client.perform('transfer', { as })).status, 200);
  });

  it('looks a session up four times in its idle time at least, so that use carries it on', async (t) => {
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const { served, client } = await start({ idleMs: 8_000 });
    await using _ = served;
    let held = await client.signIn(user);
    for (let turn = 0; turn < 10; turn += 1) {
      t.mock.timers.tick(3_000);
      const reply = await client.perform('me', { as: held });
      assert.equal(reply.status, 200, `${turn}`);
      held = reply.held;
    }
  });
});
